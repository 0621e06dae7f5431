#!/bin/sh
# Have Debian packages: those named, or else all that the tests need.
# Installs what is missing where that takes no password; otherwise says what to install, and fails.
set -eu

if [ $# -eq 0 ]; then
    set -- \
        dbus-daemon gnome-keyring \
        dovecot-imapd dovecot-lmtpd dovecot-sieve \
        fish zsh \
        gnupg pass \
        groff-base man-db \
        iproute2 poppler-utils \
        postfix \
        alpine bsd-mailx msmtp mutt neomutt nmh notmuch s-nail \
        shellcheck \
        systemd
fi

if ! command -v dpkg-query >/dev/null; then
    echo "This is neither Debian nor Ubuntu. Please install what these packages hold: $*" >&2
    exit 1
fi

missing=
for package in "$@"; do
    status=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null) || status=
    [ "$status" = installed ] || missing="$missing $package"
done
if [ -z "$missing" ]; then
    exit 0
fi

if [ "$(id -u)" -eq 0 ]; then
    as_root=
elif sudo -n true 2>/dev/null; then
    as_root="sudo -n"
else
    echo "Some packages are missing, and installing them takes a password. Please run:" >&2
    echo "    sudo apt-get install --no-install-recommends$missing" >&2
    exit 1
fi

# No server that is installed here shall start by itself: the tests start their own.
policy=/usr/sbin/policy-rc.d
if [ ! -e $policy ]; then
    trap '$as_root rm -f $policy' EXIT
    trap 'exit 1' HUP INT TERM
    printf '#!/bin/sh\nexit 101\n' | $as_root tee $policy >/dev/null
    $as_root chmod 755 $policy
fi
echo "postfix postfix/main_mailer_type select No configuration" | $as_root debconf-set-selections

install() {
    # --no-remove: rather fail than push aside another mail server of this machine.
    # shellcheck disable=SC2086
    $as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get install --yes --quiet --no-install-recommends --no-remove $missing </dev/null
}

echo "Installing:$missing"
# The lists of packages may be old or not there at all: only then they are fetched.
if ! install >/dev/null 2>&1; then
    $as_root apt-get update --quiet >/dev/null
    install
fi

# Nor at the next boot.
if [ -d /run/systemd/system ]; then
    for unit in dovecot.service dovecot.socket postfix.service; do
        case $missing in
        *"${unit%.*}"*) $as_root systemctl disable --quiet --now "$unit" 2>/dev/null || true ;;
        esac
    done
fi
