#!/bin/sh
# Have a virtual environment in .venv with followupd in it: setup-venv.sh PYTHON EXTRA
set -eu
python=$1
extra=$2

if ! command -v "$python" >/dev/null; then
    echo "There is no $python. followupd needs Python 3.11 or newer: make PYTHON=/path/to/python3" >&2
    exit 1
fi
version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
    echo "followupd needs Python 3.11 or newer, $python is $version: make PYTHON=/path/to/python3" >&2
    exit 1
fi

# Debian and Ubuntu leave out what `python -m venv` needs.
if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    sh tests/setup-debian.sh "python$version-venv"
fi

echo "Preparing .venv ($extra)"
"$python" -m venv .venv
.venv/bin/python -m pip install --quiet --disable-pip-version-check --editable ".[$extra]"
