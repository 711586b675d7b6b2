#!/usr/bin/env bash
# install.sh FOLDER
#
# Makes FOLDER a Python environment in which validate.py runs: the package brings Kubernetes' own JSON schemas,
# of version 1.25 to 1.37, so that no cluster is asked. Needs python3 with venv.
set -euo pipefail

home=$1
if [[ -e $home/complete ]]; then
  exit 0
fi
rm -rf "$home"
python3 -m venv "$home"
"$home/bin/pip" install -q --disable-pip-version-check kubernetes-validate==1.37.0 jsonschema==4.26.0 PyYAML==6.0.4
touch "$home/complete"
