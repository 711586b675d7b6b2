#!/usr/bin/env bash
# install.sh FOLDER
#
# Makes FOLDER a Python environment with the Airflow that submit/airflow was tested with, every package at the
# version of its constraints. Needs python3 with venv and pip.
set -euo pipefail

home=$1
packages=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../../../submit/airflow/constraints.txt

# Installed anew when a version has changed, or when an installation was cut off.
if cmp -s "$packages" "$home/complete"; then
  exit 0
fi
rm -rf "$home"
python3 -m venv "$home"
# All of them are listed, so that there is nothing to resolve. Modules are compiled when they are first used.
"$home/bin/pip" install -q --disable-pip-version-check --no-compile --no-deps -r "$packages"
"$home/bin/pip" check --disable-pip-version-check
cp "$packages" "$home/complete"
