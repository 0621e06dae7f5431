#!/bin/sh
# Build the Debian package of this tree: sh packaging/build-deb.sh [FOLDER]
#
# followupd and its libraries stand in an environment of their own, /opt/followupd, in the versions and with the hashes
# of requirements/service.txt. The package fits the Python of the machine that builds it.
set -eu
cd "$(dirname "$0")/.."
target=$(realpath "${1:-dist}")
python=${PYTHON:-/usr/bin/python3}
installer=${INSTALLER:-.venv/bin/python}
version=$($python -c 'import re; print(re.search(r"__version__ = \"(.+)\"", open("followupd/__init__.py").read())[1])')
series=$($python -c 'import sys; print("%d.%d" % sys.version_info[:2])')
next=$($python -c 'import sys; print("%d.%d" % (sys.version_info[0], sys.version_info[1] + 1))')
architecture=$(dpkg --print-architecture)

root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
mkdir -p "$target" "$root/DEBIAN" "$root/opt" "$root/usr/bin" "$root/usr/share/doc/followupd" \
    "$root/usr/share/man/man1" "$root/usr/share/man/man5"

"$python" -m venv --without-pip "$root/opt/followupd"
if [ "${UNLOCKED:-}" != yes ]; then
    "$installer" -m pip --python "$root/opt/followupd/bin/python" install --quiet --disable-pip-version-check \
        --no-compile --require-hashes -r requirements/service.txt
    "$installer" -m pip --python "$root/opt/followupd/bin/python" install --quiet --disable-pip-version-check \
        --no-compile --no-deps .
else
    "$installer" -m pip --python "$root/opt/followupd/bin/python" install --quiet --disable-pip-version-check \
        --no-compile '.[oauth,push]'
fi
# The scripts name the folder in which they were made.
grep -rlI "$root" "$root/opt/followupd/bin" "$root/opt/followupd/pyvenv.cfg" | xargs sed -i "s#$root##g"
find "$root/opt/followupd" -name '*.pyc' -delete

ln -s /opt/followupd/bin/followupd "$root/usr/bin/followupd"
gzip -9nc man/followupd.1 >"$root/usr/share/man/man1/followupd.1.gz"
gzip -9nc man/followupd.yaml.5 >"$root/usr/share/man/man5/followupd.yaml.5.gz"
gzip -9nc CHANGELOG.md >"$root/usr/share/doc/followupd/changelog.gz"
cp README.md config.example.yaml "$root/usr/share/doc/followupd/"
cp LICENSE "$root/usr/share/doc/followupd/copyright"

cat >"$root/DEBIAN/control" <<END
Package: followupd
Version: $version
Architecture: $architecture
Maintainer: followupd <followupd@localhost>
Depends: python3 (>= $series), python3 (<< $next)
Recommends: gnome-keyring, ca-certificates
Section: mail
Priority: optional
Installed-Size: $(du -sk "$root" | cut -f1)
Description: follows up after a job interview, from your own mailbox
 It thanks everyone you met, reminds you to phone, sends a check-in, prepares a
 letter, and ends with a last note. It reads your inbox, and falls silent the
 moment they answer.
 .
 Start with: followupd init
END
cat >"$root/DEBIAN/postinst" <<'END'
#!/bin/sh
set -e
/opt/followupd/bin/python -m compileall -q /opt/followupd/lib || true
END
cat >"$root/DEBIAN/prerm" <<'END'
#!/bin/sh
set -e
# Configuration, journal and services of people stay; what was compiled here goes.
find /opt/followupd -name __pycache__ -type d -prune -exec rm -rf {} +
END
chmod 755 "$root" "$root/DEBIAN/postinst" "$root/DEBIAN/prerm"
dpkg-deb --root-owner-group --build "$root" "$target/followupd_${version}_${architecture}.deb"
