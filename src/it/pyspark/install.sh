#!/usr/bin/env bash
# install.sh FOLDER
#
# Makes FOLDER a home of Spark's own distribution: every jar at one version, those for YARN and Kubernetes
# among them, and the real spark-submit. All of that comes in the Python package pyspark. Needs python3 with pip.
set -euo pipefail

version=3.5.7
sha256=80e36514e0c5c126d35a26adf4f405cd4a69de96a8ea8a3c1e9a65fce2fb4eaa

home=$1
if [[ -e $home/complete ]]; then
  exit 0
fi
rm -rf "$home"
mkdir -p "$home"
cd "$home"
python3 -m pip download -q --disable-pip-version-check --no-deps --no-binary :all: -d . "pyspark==$version"
echo "$sha256  pyspark-$version.tar.gz" | sha256sum --check --quiet
tar -xzf "pyspark-$version.tar.gz" --strip-components=2 "pyspark-$version/deps/"{bin,sbin,jars}
rm "pyspark-$version.tar.gz"
touch complete
