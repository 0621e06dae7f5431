"""A certificate authority for one test run, with good and bad certificates."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import trustme


class Authority:
    """A private CA. A certificate is one PEM file: key, certificate, chain."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self._ca = trustme.CA(organization_name="followupd tests")
        self.ca_file = directory / "ca.pem"
        self._ca.cert_pem.write_to_path(str(self.ca_file))

    def good(self) -> Path:
        """Return a certificate for this machine's loopback."""
        return self._sign("good", "localhost", "127.0.0.1", "127.0.0.2", "::1")

    def expired(self) -> Path:
        """Return a certificate for the right host that expired yesterday."""
        now = datetime.now(UTC)
        period = {"not_before": now - timedelta(days=30), "not_after": now - timedelta(days=1)}
        return self._sign("expired", "localhost", "127.0.0.1", "127.0.0.2", "::1", **period)

    def wrong_host(self) -> Path:
        """Return a certificate for another host."""
        return self._sign("wrong-host", "elsewhere.example")

    def _sign(self, name: str, *hosts: str, **period: datetime) -> Path:
        file = self.directory / f"{name}.pem"
        if not file.exists():
            self._ca.issue_cert(*hosts, **period).private_key_and_cert_chain_pem.write_to_path(str(file))
            file.chmod(0o600)
        return file
