"""What all connections share: one picture of whom to trust, as fresh as the files that it was made from."""

import os
import ssl
from pathlib import Path

import pytest
from certificates import Authority

from followupd.adapters.mail.tls import make_context
from followupd.config.account import Server
from followupd.errors import Unreachable


def server(ca_file: Path | None = None) -> Server:
    return Server(host="mail.example.org", port=993, ca_file=ca_file and str(ca_file))


def test_two_connections_share_a_context_and_it_checks_everything(authority: Authority) -> None:
    made = make_context(server(authority.ca_file))
    assert make_context(server(authority.ca_file)) is made
    assert (made.verify_mode, made.check_hostname) == (ssl.CERT_REQUIRED, True)
    assert made.minimum_version == ssl.TLSVersion.TLSv1_2


def test_a_private_authority_is_trusted_only_where_it_is_named(authority: Authority) -> None:
    private = {c["serialNumber"] for c in make_context(server(authority.ca_file)).get_ca_certs()}
    assert private > {c["serialNumber"] for c in make_context(server()).get_ca_certs()}


def test_an_authority_that_is_renewed_is_read_anew(authority: Authority, tmp_path: Path) -> None:
    mine = tmp_path / "ca.pem"
    mine.write_bytes(authority.ca_file.read_bytes())
    before = make_context(server(mine))
    mine.write_bytes(authority.ca_file.read_bytes() + b"\n")
    assert make_context(server(mine)) is not before
    mine.unlink()
    with pytest.raises(Unreachable, match=r"ca_file .*ca\.pem: no such file"):
        make_context(server(mine))


def test_authorities_of_the_system_that_change_are_read_anew(
    authority: Authority, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    theirs = tmp_path / "system.pem"
    theirs.write_bytes(authority.ca_file.read_bytes())
    monkeypatch.setenv("SSL_CERT_FILE", str(theirs))
    before = make_context(server())
    assert make_context(server()) is before
    os.utime(theirs, ns=(1, 1))
    assert make_context(server()) is not before
