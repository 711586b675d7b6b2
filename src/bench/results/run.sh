#!/usr/bin/env bash
# run.sh DATA OUT [SET...]: the runs of docs/RESULTS.md, from the images to the scores; SETs are faces, cifar, scenes.
#
# DATA holds faces.zip (CelebA's layout), scenes.tar (ImageNet's) and cifar-10-batches-bin. Each set is imported, trained
# on by the job (two workers, batches of 32, 20 local steps) and by the PyTorch script beside this file (one process,
# batches of 64, so both take as many updates one after the other), and scored against the same images.
# PYTHON is a Python with torch, numpy, pyarrow and pillow; what is there already is not made again.
set -euo pipefail
data=${1:?usage: run.sh DATA OUT [SET...]}
out=${2:?usage: run.sh DATA OUT [SET...]}
shift 2
here=$(dirname "$(readlink -f "$0")")
dcgan=$here/../../../submit/dcgan
count=2048
mkdir -p "$out"

import() { # set, source, size
  [[ -e $out/shards/$1/_manifest.json ]] || "$dcgan" import "$2" --image-size "$3" --to "$out/shards/$1"
}

train() { # set, size, width, rounds, snapshot every; scored after 5, 25, 50, 75 and 100 % of the rounds
  local snapshots=$(($4 / 20)),$(($4 / 4)),$(($4 / 2)),$(($4 * 3 / 4)),$4
  "$dcgan" train "$here/results.conf" --to "$out/$1" --set "run.name=$1" --set "data.shards=$out/shards/$1" \
    --set "data.image-size=$2" --set "network.width=$3" --set "training.rounds=$4" --set "artifacts.snapshot-every=$5" \
    --set "evaluation.every=$(($5 * 2))" \
    | tee "$out/$1-train.json"
  "$dcgan" evaluate "$out/$1" --against "$out/shards/$1" --snapshots $snapshots --count $count | tee "$out/$1-scores.json"
}

peer() { # set, size, width, images
  "${PYTHON:-python3}" "$here/dcgan.py" "$out/shards/$1" "$out/$1-peer" --images "$4" --width "$3" --count $count \
    | tee "$out/$1-peer.json"
  for percent in 1 5 25 100; do
    "$dcgan" import "folder:$out/$1-peer/$percent" --image-size "$2" --to "$out/shards/$1-peer-$percent"
    "$dcgan" evaluate --pictures "$out/shards/$1-peer-$percent" --against "$out/shards/$1" --count $count \
      | tee "$out/$1-peer-$percent-scores.json"
  done
}

for set in "${@:-faces}"; do
  case $set in
    faces) import faces "faces:$data/faces.zip" 64 && train faces 64 32 80 4 && peer faces 64 32 102400 ;;
    scenes) import scenes "imagenet:$data/scenes.tar" 64 && train scenes 64 32 80 4 && peer scenes 64 32 102400 ;;
    cifar) import cifar "cifar10:$data/cifar-10-batches-bin" 32 && train cifar 32 64 180 9 && peer cifar 32 64 230400 ;;
    *) echo "no such set: $set" >&2 && exit 64 ;;
  esac
done
