#!/usr/bin/env bash
# search.sh SHARDS OUT [STAGE...]
#
# Which recipe learns in the least time with several workers? Trains the levers one by one on imported images (SHARDS, as
# `submit/dcgan import` wrote them) by `submit/dcgan bench learn`, and prints what each buys. STAGEs, all by default:
#
#   split     a minibatch of 128 that all workers share: 1, 2, 4 and 8 of them
#   whole     128 images for each of 2 and 4 workers: what more images a step buy
#   single    the best single worker: minibatches of 32, 64 and 256, rates of 1e-4 and 4e-4
#   steps     1, 5, 20 and 50 local steps, and a schedule that begins with 1
#   rates     the rate times the workers, and times their root
#   ema       a moving mean of the generator, 0.9 and 0.99, and statistics of one batch
#   outer     the plain average overshot (outer rate 1.5 without momentum), a little momentum, moments reset
#
# Every stage has the first one's runs with as many workers beside it (they are trained once). training.batch-size is what
# all workers take together. Runs that are complete are left alone and what was cut off goes on from its last snapshot: start the
# same line again. OUT gets a folder for each run and learn.json and learn.svg of the last stage; OUT/STAGE.txt and
# OUT/STAGE.json keep each stage's.
#
# From the environment: WIDTH 16, SEEDS 1,2,3, IMAGES 256000 (of a run), EVALUATIONS 20, PICTURES 2048 (of a score),
# SCORES 40,30, MASTER local[1], SET "" (more KEY=VALUE for all runs, separated by spaces: use another OUT for them).
# With fewer cores than workers the seconds are computed from the rounds' phases; images and scores do not depend on it.
#
# First at 32 pixels and width 16 on CIFAR-10; then what survives on faces:
#   WIDTH=64 IMAGES=512000 search.sh SHARDS-OF-FACES OUT-OF-FACES split ema
set -euo pipefail

if (($# < 2)); then
  sed -n '2s/^# /usage: /p' "$0" >&2
  exit 64
fi
shards=$1
out=$2
shift 2
dcgan=$(dirname "$(readlink -f "$0")")/../../../submit/dcgan
: "${WIDTH:=16}" "${SEEDS:=1,2,3}" "${IMAGES:=256000}" "${EVALUATIONS:=20}" "${PICTURES:=2048}"
: "${SCORES:=40,30}" "${MASTER:=local[1]}" "${SET:=}"
mkdir -p "$out"

more=()
for key in $SET; do
  more+=(--set "$key")
done

learn() { # stage, workers, variants...
  local stage=$1 workers=$2 options=() each
  shift 2
  for each in 'split: training.batch-size=128' "$@"; do
    options+=(--variant "$each")
  done
  # Standard error is the progress and, at the end, the tables.
  "$dcgan" bench learn --to "$out" --shards "$shards" --workers "$workers" --seeds "$SEEDS" --scores "$SCORES" \
    --images "$IMAGES" --evaluations "$EVALUATIONS" --set "network.width=$WIDTH" --set "evaluation.pictures=$PICTURES" \
    --set averaging.local-steps=10 "${more[@]}" "${options[@]}" -- --master "$MASTER" \
    2> >(tee "$out/$stage.txt" >&2) >"$out/$stage.json" || {
    local code=$?
    tail -n 1 "$out/$stage.json"
    exit "$code"
  }
}

for stage in "$@"; do
  case $stage in
    split | whole | single | steps | rates | ema | outer) ;;
    *) echo "no such stage: $stage" >&2 && exit 64 ;;
  esac
done
if (($# == 0)); then
  set -- split whole single steps rates ema outer
fi

for stage in "$@"; do
  case $stage in
    split) learn split 1,2,4,8 ;;
    # As many steps as the others, and so 2 and 4 times the images.
    whole) learn whole 1,2,4 "whole@2: training.batch-size=256 training.rounds=$((IMAGES / 1280))" \
      "whole@4: training.batch-size=512 training.rounds=$((IMAGES / 1280))" ;;
    single) learn single 1 'batch32: training.batch-size=32' 'batch64: training.batch-size=64' \
      'batch256: training.batch-size=256' 'slow: training.learning-rate=1e-4' 'fast: training.learning-rate=4e-4' ;;
    steps) learn steps 1,4 'steps1@4: averaging.local-steps=1' 'steps5@4: averaging.local-steps=5' \
      'steps20@4: averaging.local-steps=20' 'steps50@4: averaging.local-steps=50' \
      'schedule@4: averaging.local-steps=20 averaging.first-local-steps=1 averaging.double-local-steps-every=20' ;;
    rates) learn rates 1,4 'root@4: training.learning-rate=4e-4' 'linear@4: training.learning-rate=8e-4' ;;
    ema) learn ema 1,4 'ema0.9: averaging.generator-ema=0.9' 'ema0.99: averaging.generator-ema=0.99' \
      'batch-statistics: sampling.statistics=batch' ;;
    outer) learn outer 1,4 \
      'overshot@4: averaging.outer=nesterov averaging.outer-learning-rate=1.5 averaging.outer-momentum=0' \
      'momentum@4: averaging.outer=nesterov averaging.outer-learning-rate=1 averaging.outer-momentum=0.2' \
      'reset@4: averaging.moments=reset' ;;
  esac
done
