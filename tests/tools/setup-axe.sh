#!/bin/sh
# Have axe-core, which looks for what a screen reader or weak eyes would stumble over, in .venv/axe.
# It is licensed under the MPL 2.0; the tests run it, and nothing of it is shipped.
set -eu
version=4.11
if [ -e .venv/axe/node_modules/axe-core/axe.min.js ]; then
    exit 0
fi
mkdir -p .venv/axe
npm install --silent --no-audit --no-fund --no-save --ignore-scripts --prefix .venv/axe "axe-core@$version" >/dev/null
