"""The configuration of Dovecot, in both of its languages: 2.3 (Debian 12, Ubuntu 24.04) and 2.4 (Debian 13)."""

from pathlib import Path
from string import Template

COMMON = """
base_dir = $run
state_dir = $state
instance_name = followupd-tests
log_path = $log
protocols = imap lmtp
listen = $loopback
login_greeting = At your service.
first_valid_uid = 1
mail_fsync = never
recipient_delimiter = +
hostname = mail.host.example
auth_failure_delay = 0
auth_mechanisms = $mechanisms
auth_username_chars =
ssl = yes
submission_host = $loopback:$relay_port

service imap-login {
  process_min_avail = 1
  $unlimited
  inet_listener imap {
    # From 127.0.0.2 it demands STARTTLS before LOGIN; to its own address it does not.
    $listen = 127.0.0.1 127.0.0.2
    port = $imap_port
  }
  inet_listener imaps {
    port = $imaps_port
    ssl = yes
  }
}
service lmtp {
  process_min_avail = 1
  inet_listener lmtp {
    port = $lmtp_port
  }
}
service auth {
  unix_listener $auth_socket {
    mode = 0666
  }
}
service anvil {
  # No growing delays after wrong passwords.
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
  mailbox Drafts {
    auto = subscribe
    special_use = \\Drafts
  }
  mailbox Junk {
    auto = subscribe
    special_use = \\Junk
  }
  mailbox Sent {
    auto = subscribe
    special_use = \\Sent
  }
  mailbox Trash {
    auto = subscribe
    special_use = \\Trash
  }
}
# All mail in one folder, for those who have a file that says what it shows (see `Dovecot.show_all_mail`).
namespace virtual {
  prefix = Virtual.
  separator = .
  list = children
  mailbox All {
    special_use = \\All
  }
  $virtual
}
"""

WORDS_2_3 = {
    "listen": "address",
    "unlimited": "service_count = 0",
    "virtual": "location = virtual:~/virtual",
}
OF_2_3 = """
mail_plugins = virtual
mail_home = $mail/%d/%n
mail_location = maildir:~/Maildir
ssl_cert = <$certificate
ssl_key = <$certificate

passdb {
  driver = passwd-file
  mechanisms = plain none
  args = scheme=PLAIN username_format=%u $people/%u
}
userdb {
  driver = static
  args = uid=nobody gid=nogroup
}
protocol lmtp {
  mail_plugins = virtual sieve
  postmaster_address = postmaster@host.example
}
plugin {
  sieve = file:~/sieve;active=~/.dovecot.sieve
  sieve_vacation_min_period = 0
  sieve_extensions = +editheader
}
"""

OAUTH_2_3 = """
passdb {
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = $state/oauth2.conf.ext
}
"""
OAUTH_EXT_2_3 = """
introspection_mode = auth
introspection_url = $introspect
username_attribute = username
active_attribute = active
active_value = true
tls_ca_cert_file = $ca_file
"""

WORDS_2_4 = {
    "listen": "listen",
    "unlimited": "restart_request_count = unlimited",
    "virtual": "mail_driver = virtual\n  mail_path = ~/virtual",
}
OF_2_4 = """
mail_plugins {
  virtual = yes
}
mail_home = $mail/%{user|domain}/%{user|username}
mail_driver = maildir
mail_path = ~/Maildir
ssl_server_cert_file = $certificate
ssl_server_key_file = $certificate

passdb passwd-file {
  passwd_file_path = $people/%{user}
  default_password_scheme = PLAIN
}
userdb static {
  fields {
    uid = nobody
    gid = nogroup
  }
}
protocol lmtp {
  mail_plugins {
    sieve = yes
  }
  postmaster_address = postmaster@host.example
}
sieve_script personal {
  driver = file
  path = ~/sieve
  active_path = ~/.dovecot.sieve
}
sieve_vacation_min_period = 0
sieve_extensions {
  editheader = yes
}
"""


OAUTH_2_4 = """
oauth2 {
  introspection_mode = auth
  introspection_url = $introspect
  username_attribute = username
  active_attribute = active
  active_value = true
  ssl_client_ca_file = $ca_file
}
"""


def configuration(version: str, issuer: str | None, **settings: object) -> str:
    """Return the configuration for a version of Dovecot; `issuer`: the server that checks access tokens."""
    settings["mechanisms"] = "plain xoauth2 oauthbearer" if issuer else "plain"
    settings["introspect"] = f"{issuer}/introspect"
    if version.startswith("2.3"):
        Path(f"{settings['state']}/oauth2.conf.ext").write_text(Template(OAUTH_EXT_2_3).substitute(settings))
        text = COMMON + OF_2_3 + (OAUTH_2_3 if issuer else "")
        return Template(text).substitute(settings, **WORDS_2_3)
    opening = f"dovecot_config_version = {version}\ndovecot_storage_version = {version}\n"
    text = COMMON + OF_2_4 + (OAUTH_2_4 if issuer else "")
    return opening + Template(text).substitute(settings, **WORDS_2_4)
