"""`followupd init`, the servers: typed, checked and corrected at the terminal."""

from __future__ import annotations

import re
import ssl
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import AfterValidator

from followupd.cli.app import message
from followupd.cli.prompts import ask_line, ask_value, is_interactive
from followupd.config.account import Server, Tls
from followupd.config.fields import Line
from followupd.errors import Unreachable, UsageError
from followupd.setup.server_check import check_server

if TYPE_CHECKING:
    from followupd.setup.discovery import DiscoveredServers

SERVER_PATTERN = re.compile(
    r"(?:\[(?P<v6>[0-9A-Fa-f:.]+)\]|(?P<host>[^\s:/\[\]]+))(?::(?P<port>\d{1,5}))?(?P<tls>/starttls)?"
)
SERVER_NAMES = {"imap": "IMAP server (where mail is read)", "smtp": "SMTP server (where it is handed over)"}
DEFAULT_PORTS = {"imap": 993, "smtp": 465}
STARTTLS_PORTS = (143, 587)  # on these ports the connection switches to TLS


def parse_server(text: str, port: int) -> dict[str, Any]:
    """Parse host, host:port or host:port/starttls. Raises ValueError."""
    match = SERVER_PATTERN.fullmatch(text.strip())
    if not match or not 0 < int(match["port"] or port) < 1 << 16:
        raise ValueError(
            f"{text!r} is no server; write host or host:port (65535 at most), with /starttls behind it if need be"
        )
    port_number = int(match["port"] or port)
    tls = Tls.STARTTLS if match["tls"] or port_number in STARTTLS_PORTS else Tls.IMPLICIT
    return {"host": match["v6"] or match["host"], "port": port_number, "tls": tls}


def format_server(server: Server) -> str:
    """Return the server in the form that `parse_server` parses."""
    host = f"[{server.host}]" if ":" in server.host else server.host
    needs_starttls = server.tls is Tls.STARTTLS and server.port not in STARTTLS_PORTS
    return f"{host}:{server.port}" + ("/starttls" if needs_starttls else "")


def choose_server(
    key: Literal["imap", "smtp"],
    option_value: str | None,
    address: str,
    discovery: DiscoveredServers | None,
    ca_file: str | None,
) -> Server:
    """Return a server from the options, from discovery, or typed.

    At a terminal it is asked for until a server answers there.
    """
    if option_value is None and discovery:
        server = discovery.servers.imap if key == "imap" else discovery.servers.smtp
    else:
        # A person may accept a guess, but no password is sent to a guessed server without that.
        guess = f"{key}.{address.rpartition('@')[2]}" if is_interactive() else None
        server = Server(**_ask_server(key, SERVER_NAMES[key], option_value, guess))
    if ca_file:
        server = server.model_copy(update={"ca_file": ca_file})
    return _correct_server(server, key, SERVER_NAMES[key]) if is_interactive() else server


def _ask_server(key: str, name: str, option_value: str | None, default: str | None) -> dict[str, Any]:
    kind = Annotated[Line, AfterValidator(lambda text: parse_server(text, DEFAULT_PORTS[key]) and text)]
    return parse_server(ask_value(name, f"--{key}", option_value, kind, default), DEFAULT_PORTS[key])


def _correct_server(server: Server, key: Literal["imap", "smtp"], name: str) -> Server:
    """Check the server. While it is not right, let the user correct it, or keep it and fix it later."""
    while True:
        try:
            check_server(server, key)
        except Unreachable as fault:
            problem = _phrase_for_prompt(str(fault))
        else:
            return server
        message(problem)
        is_untrusted = "ca_file" in problem and not server.ca_file
        if is_untrusted and (ca_file := _ask_ca_file()):
            server = server.model_copy(update={"ca_file": ca_file})
            continue
        settings = _ask_server(key, f"{name}, Enter keeps it", None, format_server(server))
        new_server = Server(**settings, ca_file=server.ca_file)
        if new_server == server:
            return server
        server = new_server


def _phrase_for_prompt(problem: str) -> str:
    """Return a problem with the words for this prompt in place of those for the configuration file."""
    return problem.replace("write tls: starttls", "write /starttls behind the port").replace(
        "write tls: implicit", "leave /starttls out"
    )


def _ask_ca_file() -> str | None:
    question = "Certificate file of the private authority, Enter for none"
    while answer := ask_line(question, is_optional=True):
        try:
            return check_ca_file(answer)
        except UsageError as fault:
            message(str(fault))
    return None


def check_ca_file(file_name: str | None) -> str | None:
    """Return the absolute path, since the service runs in another directory.

    Raises UsageError if it is no such file.
    """
    if file_name is None:
        return None
    path = Path(file_name).expanduser().absolute()
    try:
        ssl.create_default_context().load_verify_locations(path)
    except ssl.SSLError:
        raise UsageError(f"{path} holds no certificate; it has to be a PEM file (--ca-file)") from None
    except OSError as fault:
        raise UsageError(f"{path} cannot be read: {fault.strerror} (--ca-file)") from None
    return str(path)
