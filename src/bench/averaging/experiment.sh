#!/usr/bin/env bash
# experiment.sh CIFAR-FOLDER RESULTS-FOLDER
#
# Which averaging learns best from the same number of images? Trains a small DCGAN on CIFAR-10 at
# 32 pixels for each combination of
#
#   averaging.workers      1, 2, 4
#   averaging.local-steps  1, 10, 50
#   averaging.outer        average, nesterov
#   averaging.moments      average, reset
#
# and scores what each draws by the sliced Wasserstein distance to real images. Every run sees
# IMAGES images in batches of 32 a worker, and computes with one thread on local[1]; two run at a
# time. With one worker, averaging both the parameters and the moments changes nothing, so that those
# three combinations end with the same tensors to the bit: they are one run, that of 50 local steps,
# and sameAs says so in the lines of the others. (Their digests would differ by the count of rounds;
# seconds, imagesPerSecond and digest are those of the run that was run.)
#
# CIFAR-FOLDER holds the binary version: data_batch_1.bin to data_batch_5.bin, batches.meta.txt.
# RESULTS-FOLDER gets results.csv, one line for each combination; grids/, the last grid of each;
# runs/, logs/ and shards/. What has its line is not run again, so that it goes on where it was cut
# off; a line of a failed run (exitCode) counts as well: delete it to try again.
#
# From the environment, with defaults: IMAGES 64000 (rounded up to whole rounds of 4 workers with
# the most local steps, so that all see as many), WORKERS "1 2 4", LOCAL_STEPS "1 10 50",
# OUTERS "average nesterov", MOMENTS "average reset", COUNT 4096 (images for a score), WIDTH 16,
# SEED 1, PARALLEL 2. The columns do not say them: change them together with RESULTS-FOLDER.
#
# About 40 minutes on two cores, computed from runs of a few hundred steps, two at a time: a step of
# 32 images, its share of the round included, took 60 ms with 1 local step, 32 with 10 and 28 with
# 50; a run's start 14 s, a score 49 s (29 s with COUNT 2048).
set -euo pipefail

if (($# != 2)); then
  sed -n '2s/^# /usage: /p' "$0" >&2
  exit 64
fi
home=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../../..
home=$(realpath "$home")
cifar=$(realpath "$1")
results=$(realpath -m "$2")

: "${IMAGES:=64000}" "${WORKERS:=1 2 4}" "${LOCAL_STEPS:=1 10 50}"
: "${OUTERS:=average nesterov}" "${MOMENTS:=average reset}"
: "${COUNT:=4096}" "${WIDTH:=16}" "${SEED:=1}" "${PARALLEL:=2}"
batch=32
shards=$results/shards
csv=$results/results.csv
header=workers,localSteps,outer,moments,rounds,images,seconds,imagesPerSecond,swd,digest,exitCode,sameAs

largest() { printf '%s\n' "$@" | sort -n | tail -n 1; }

# One thread for each run, or the two would fight for cores.
dcgan() {
  OMP_NUM_THREADS=1 "$home/submit/dcgan" "$@" -- --master 'local[1]' \
    --conf spark.driver.extraJavaOptions=-XX:ActiveProcessorCount=1
}

# A field of the JSON object on the last line of a file, or nothing.
field() { # file, name
  tail -n 1 "$1" | sed -n "s/.*\"$2\":\"\{0,1\}\([^,\"}]*\).*/\1/p"
}

# One write for one line: two runs may end at once.
add_line() { printf '%s\n' "$*" >>"$csv"; }

line_of() { # workers, local steps, outer, moments
  grep -m 1 "^$1,$2,$3,$4," "$csv" || true
}

run_one() { # workers, local steps, outer, moments
  local name="w$1-k$2-$3-$4"
  local run=$results/runs/$name out=$results/logs/$name
  local rounds=$((IMAGES / ($1 * $2 * batch))) code=0 swd=''
  [[ -z $(line_of "$@") ]] || return 0
  # What was cut off starts over, so that its seconds are of all of its rounds.
  rm -rf -- "$run"
  dcgan train "$home/conf/cifar10-32.conf" --to "$run" \
    --set "run.name=$name" --set "run.seed=$SEED" --set "data.shards=$shards" \
    --set "network.width=$WIDTH" --set "training.worker-batch-size=$batch" \
    --set "training.rounds=$rounds" --set compute.threads=1 \
    --set "averaging.workers=$1" --set "averaging.local-steps=$2" \
    --set "averaging.outer=$3" --set "averaging.moments=$4" \
    --set "artifacts.snapshot-every=$rounds" --set "artifacts.grid-every=$rounds" \
    >"$out.train" 2>"$out.train.log" || code=$?
  if ((code == 0)); then
    dcgan evaluate "$run" --against "$shards" --count "$COUNT" --seed "$SEED" \
      >"$out.evaluate" 2>"$out.evaluate.log" || code=$?
    swd=$(field "$out.evaluate" swd)
  fi
  local grid
  grid=$(find "$run/samples" -name 'r*.png' 2>/dev/null | sort | tail -n 1) || true
  [[ -z $grid ]] || cp "$grid" "$results/grids/$name.png"
  add_line "$1,$2,$3,$4,$rounds,$(field "$out.train" imagesSeen),$(field "$out.train" seconds),$(
    field "$out.train" imagesPerSecond
  ),$swd,$(field "$out.train" digest),$code,"
  echo "$name: exit code $code, SWD ${swd:-none}" >&2
}

# xargs calls this script again for each combination.
if [[ -n ${EXPERIMENT_ONE:-} ]]; then
  read -r workers steps outer moments <<<"$EXPERIMENT_ONE"
  run_one "$workers" "$steps" "$outer" "$moments"
  exit
fi

most=$(largest $LOCAL_STEPS)
unit=$(($(largest $WORKERS) * most * batch))
IMAGES=$(((IMAGES + unit - 1) / unit * unit))
export IMAGES COUNT WIDTH SEED
mkdir -p "$results"/{runs,logs,grids}
[[ -s $csv ]] || echo "$header" >"$csv"
echo "each run sees $IMAGES images" >&2
dcgan import "cifar10:$cifar" --image-size 32 --to "$shards" \
  >"$results/logs/import" 2>"$results/logs/import.log" || {
  code=$?
  tail -n 1 "$results/logs/import"
  exit "$code"
}

# Combinations that are runs, the slowest first, so that the last two end together.
for steps in $(printf '%s\n' $LOCAL_STEPS | sort -n); do
  for workers in $WORKERS; do
    for outer in $OUTERS; do
      for moments in $MOMENTS; do
        if [[ $workers-$outer-$moments != 1-average-average || $steps == "$most" ]]; then
          printf '%s %s %s %s\n' "$workers" "$steps" "$outer" "$moments"
        fi
      done
    done
  done
done | xargs -P "$PARALLEL" -I '{}' env EXPERIMENT_ONE='{}' "$0" "$cifar" "$results"

# The same run under its other names: its figures from images to the exit code.
identity=$(line_of 1 "$most" average average | cut -d , -f 6-11)
for steps in $LOCAL_STEPS; do
  if [[ -n $identity && -z $(line_of 1 "$steps" average average) ]]; then
    add_line "1,$steps,average,average,$((IMAGES / (steps * batch))),$identity,w1-k$most-average-average"
  fi
done
echo "$csv has $(($(wc -l <"$csv") - 1)) combinations" >&2
