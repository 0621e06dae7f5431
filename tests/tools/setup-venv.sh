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
    sh tests/tools/setup-debian.sh "python$version-venv"
fi

echo "Preparing .venv ($extra): once, about a minute"
"$python" -m venv .venv
# What pip has to say matters only where it fails: a machine's own pip settings can make it say a lot.
log=.venv/pip.log
# LOCKED=yes: the versions of requirements/dev.txt, each file checked by its hash, and nothing else.
install() {
    if [ "${LOCKED:-}" = yes ]; then
        .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt &&
            .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
    else
        .venv/bin/python -m pip install --quiet --disable-pip-version-check --editable ".[$extra]"
    fi
}
if ! install >$log 2>&1; then
    cat $log >&2
    echo "pip could not install followupd; its words stand above and in $log" >&2
    exit 1
fi
