"""A Dovecot that takes access tokens and nothing else, and asks the authorisation server whose they are."""

import shutil
import socket
import subprocess
from pathlib import Path
from string import Template

from loopback import LOOPBACK, free_port, wait_until
from oauth_server import OAuthServer
from premises import Premises, require, require_root

COMMON = """
base_dir = $run
state_dir = $state
log_path = $log
protocols = imap
listen = $loopback
first_valid_uid = 1
mail_fsync = never
auth_mechanisms = xoauth2 oauthbearer
auth_failure_delay = 0
ssl = required
service imap-login {
  inet_listener imap {
    port = 0
  }
  inet_listener imaps {
    port = $port
    ssl = yes
  }
}
service anvil {
  unix_listener anvil-auth-penalty {
    mode = 0
  }
}
service stats {
  unix_listener stats-writer {
    mode = 0666
  }
}
namespace inbox {
  inbox = yes
  mailbox Sent {
    auto = subscribe
    special_use = \\Sent
  }
}
"""
OF_2_3 = """
mail_home = $mail/%u
mail_location = maildir:~/Maildir
ssl_cert = <$certificate
ssl_key = <$certificate
passdb {
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = $oauth
}
userdb {
  driver = static
  args = uid=nobody gid=nogroup
}
"""
OAUTH_2_3 = """
introspection_mode = auth
introspection_url = $introspect
username_attribute = username
active_attribute = active
active_value = true
tls_ca_cert_file = $ca_file
"""
OF_2_4 = """
mail_home = $mail/%{user}
mail_driver = maildir
mail_path = ~/Maildir
ssl_server_cert_file = $certificate
ssl_server_key_file = $certificate
oauth2 {
  introspection_mode = auth
  introspection_url = $introspect
  username_attribute = username
  active_attribute = active
  active_value = true
  ssl_client_ca_file = $ca_file
}
userdb static {
  fields {
    uid = nobody
    gid = nogroup
  }
}
"""


class TokenDovecot:
    """One Dovecot on loopback, IMAP with TLS only."""

    def __init__(self, premises: Premises, certificate: Path, ca_file: Path, issuer: OAuthServer) -> None:
        require_root()
        self._program = require("dovecot")
        self._doveadm = require("doveadm")
        self._premises = premises
        self.port = free_port()
        self._file = premises.path / "dovecot.conf"
        self._log = premises.path / "dovecot.log"
        served = premises.path / "server.pem"
        shutil.copy(certificate, served)
        oauth = premises.path / "oauth2.conf.ext"
        settings = {
            "run": premises.directory("run"),
            "state": premises.directory("state"),
            "log": self._log,
            "loopback": LOOPBACK,
            "port": self.port,
            "mail": premises.directory("mail", 0o777),
            "certificate": served,
            "ca_file": ca_file,
            "introspect": f"{issuer.url}/introspect",
            "oauth": oauth,
        }
        said = subprocess.run([self._program, "--version"], check=True, capture_output=True, text=True).stdout
        version = said.split()[0].partition("-")[0]
        if version.startswith("2.3"):
            oauth.write_text(Template(OAUTH_2_3).substitute(settings))
            text = Template(COMMON + OF_2_3).substitute(settings)
        else:
            opening = f"dovecot_config_version = {version}\ndovecot_storage_version = {version}\n"
            text = opening + Template(COMMON + OF_2_4).substitute(settings)
        self._file.write_text(text)
        premises.spawn("dovecot", [self._program, "-F", "-c", str(self._file)])
        wait_until(self._listens, "Dovecot answered")

    def _listens(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex((LOOPBACK, self.port)) == 0

    def kick(self, address: str) -> None:
        """Cut somebody's connections, as a provider does whose token has run out."""
        command = [self._doveadm, "-c", str(self._file), "kick", address]
        subprocess.run(command, check=True, capture_output=True, timeout=30)

    def log(self) -> str:
        """Return what it logged."""
        return self._log.read_text(errors="replace") if self._log.exists() else ""
