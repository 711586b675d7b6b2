#!/usr/bin/env bash
# long.sh SOURCE OUT SET [KEY=VALUE...]: one long run, scored as it goes; SET is cifar, faces, scenes or bedrooms.
#
# SOURCE is what `submit/dcgan import` takes: cifar10:DIR, faces:ZIP, imagenet:TAR, lsun:DIR. OUT gets SET-shards, the run
# SET with its scores in metrics.jsonl and all its scored snapshots, and SET-best-scores.json and SET-latest-scores.json,
# with MS-SSIM and copies as well. CIFAR-10 sees 2,000,000 images at 32 pixels, the others 1,000,000 at 64. KEY=VALUEs
# are for the run, network.width=64 for example; another set of them is another run, and wants another OUT.
#
# It takes as long as it takes, hours to days on two cores, and may be stopped at any time (SIGTERM to the process group):
# the same line goes on from the last state.
#
# From the environment: IMAGES, WORKERS 2 (which share training.batch-size, 128), LOCAL_STEPS 20, EVALUATIONS 50,
# COUNT 2048 (images of a score; bedrooms 512), MASTER local[2]. PEER=1 also trains dcgan.py, the peer in PyTorch beside this file, on
# the same images, once for each of PEER_SEEDS ("1 2 3"), and scores it after 1, 5, 25 and 100 % of them; PYTHON is a
# Python with torch, numpy, pyarrow and pillow.
set -euo pipefail

if (($# < 3)); then
  sed -n '2s/^# /usage: /p' "$0" >&2
  exit 64
fi
source=$1
out=$2
set=$3
shift 3
here=$(dirname "$(readlink -f "$0")")
dcgan=$here/../../../submit/dcgan
case $set in
  cifar) size=32 images=2000000 width=64 count=2048 ;;
  faces | scenes) size=64 images=1000000 width=64 count=2048 ;;
  # A score takes no more images than there are: the set that this is made for has 534.
  bedrooms) size=64 images=1000000 width=64 count=512 ;;
  *) echo "no such set: $set" >&2 && exit 64 ;;
esac
: "${IMAGES:=$images}" "${WORKERS:=2}" "${LOCAL_STEPS:=20}" "${EVALUATIONS:=50}" "${COUNT:=$count}" "${MASTER:=local[2]}"
batch=128
rounds=$(((IMAGES + batch * LOCAL_STEPS - 1) / (batch * LOCAL_STEPS)))
every=$((rounds / EVALUATIONS > 0 ? rounds / EVALUATIONS : 1))
shards=$out/$set-shards
mkdir -p "$out"

[[ -e $shards/_SUCCESS ]] || "$dcgan" import "$source" --image-size "$size" --to "$shards"

overrides=()
for key in "$@"; do
  overrides+=(--set "$key")
done
"$dcgan" train "$here/results.conf" --to "$out/$set" --set "run.name=$set" --set "data.shards=$shards" \
  --set "data.image-size=$size" --set "network.width=$width" --set "training.batch-size=$batch" \
  --set "averaging.workers=$WORKERS" --set "averaging.local-steps=$LOCAL_STEPS" --set "training.rounds=$rounds" \
  --set "artifacts.snapshot-every=$every" --set "artifacts.grid-every=$every" --set "evaluation.every=$every" \
  --set "evaluation.pictures=$COUNT" "${overrides[@]}" -- --master "$MASTER" | tee "$out/$set-train.json"
for snapshot in best latest; do
  "$dcgan" evaluate "$out/$set" --against "$shards" --snapshots "$snapshot" --count "$COUNT" -- --master "$MASTER" \
    | tee "$out/$set-$snapshot-scores.json"
done

[[ -n ${PEER:-} ]] || exit 0
for seed in ${PEER_SEEDS:-1 2 3}; do
  peer=$out/$set-peer-$seed
  [[ -e $peer.json ]] || {
    "${PYTHON:-python3}" "$here/dcgan.py" "$shards" "$peer" --images "$IMAGES" --width "$width" --batch "$batch" \
      --count "$COUNT" --seed "$seed" >"$peer.new"
    mv "$peer.new" "$peer.json"
  }
  for percent in 1 5 25 100; do
    [[ ! -e $peer-$percent-scores.json ]] || continue
    "$dcgan" import "folder:$peer/$percent" --image-size "$size" --to "$peer-$percent-shards"
    "$dcgan" evaluate --pictures "$peer-$percent-shards" --against "$shards" --count "$COUNT" >"$peer-scores.new"
    mv "$peer-scores.new" "$peer-$percent-scores.json"
  done
done
