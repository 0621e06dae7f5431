"""Logs in to the mailbox, and decides what the server's answer means if the login fails."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NoReturn

from imapclient.exceptions import IMAPClientAbortError, IMAPClientError, LoginError

from followupd.adapters.mail import sasl, tls
from followupd.config.account import Tls
from followupd.engine.ports import Mechanism, NoLoginOffered
from followupd.errors import LoginRefused, Unreachable

if TYPE_CHECKING:
    from ssl import SSLContext

    from imapclient import IMAPClient

    from followupd.config.account import Server
    from followupd.engine.ports import Login

# RFC 5530 §3: with these codes the secret is not at fault.
NOT_NOW_CODES = re.compile(r"\[(UNAVAILABLE|INUSE|LIMIT|SERVERBUG|CORRUPTION)\b", re.IGNORECASE)
REFUSAL_CODES = re.compile(
    r"\[(AUTHENTICATIONFAILED|AUTHORIZATIONFAILED|EXPIRED|PRIVACYREQUIRED|CONTACTADMIN)\b", re.IGNORECASE
)
# Seen in practice: servers without response codes that are busy, or whose backend fails.
BUSY_WORDS = re.compile(
    r"too many|try again|temporar|unavailable|rate.?limit|server busy|internal error|timed? ?out",
    re.IGNORECASE,
)


# The library's own words if the server gave no verdict.
NO_VERDICT_WORDS = re.compile(r"command error: BAD|got more than \d+ bytes|illegal in state")
# GNU imap4d ends its answer to AUTHENTICATE with a bare LF; LOGIN works.
UNREADABLE_END = "unterminated line"


class ExchangeBroken(Unreachable):
    """The server's answer to AUTHENTICATE cannot be read; LOGIN may work, on a new connection."""


def describe_error(error: BaseException) -> str:
    """Return in a few words what went wrong."""
    argument = error.args[0] if error.args else ""
    if isinstance(error, IMAPClientError) and isinstance(argument, bytes):
        return tls.to_one_line(argument.decode("utf-8", "replace"), 300)
    return (
        tls.explain_connection_error(error)
        if isinstance(error, OSError)
        else tls.to_one_line(f"{error}" or type(error).__name__, 300)
    )


def secure_and_log_in(
    client: IMAPClient, server: Server, context: SSLContext | None, login: Login, *, use_sasl: bool = True
) -> None:
    """Start TLS if it has not started yet, and log in; with `use_sasl=False` by LOGIN.

    Raises Unreachable, LoginRefused, and ExchangeBroken if LOGIN is worth a try.
    """
    try:
        tls.require_local_if_plain(server, client.socket())
        tls.tune_socket(client.socket())
        client.normalise_times = False
        if server.tls is Tls.STARTTLS:
            client.starttls(context)  # CapabilityError if an attacker removed STARTTLS from the answer
            client.forget_answers()
        _log_in(client, server, login, use_sasl=use_sasl)
    except (Unreachable, LoginRefused):
        raise
    except LoginError as error:
        _raise_login_fault(server, login, error)
    except Exception as error:  # noqa: BLE001 - as above
        raise Unreachable(
            f"{tls.server_address(server)}: {sasl.redact_secret(describe_error(error), login)}"
        ) from None


def _log_in(client: IMAPClient, server: Server, login: Login, *, use_sasl: bool) -> None:
    """Log in by SASL if the server offers it: unlike LOGIN it carries UTF-8 and needs no quoting."""
    mechanisms = {c[5:].decode("ascii", "replace") for c in client.capabilities() if c.startswith(b"AUTH=")}
    exchange = sasl.choose_exchange(login, mechanisms - {"LOGIN"}) if use_sasl else None
    if exchange:
        try:
            client.sasl_login(exchange.name, exchange)
        except LoginError as error:
            if not exchange.reason:
                raise
            # The challenge told why the token was refused; the tagged NO rarely tells more.
            raise LoginError(f"{error} ({exchange.reason})") from error
    elif login.mechanism is not Mechanism.PASSWORD or client.has_capability("LOGINDISABLED"):
        names = ", ".join(sorted(mechanisms)) or "none at all"
        raise NoLoginOffered(
            f"{tls.server_address(server)}: no way to log in that followupd knows; it offers {names}"
        )
    else:
        client.login(_quote_user(login.user), login.secret)


def _quote_user(user: str) -> str:
    """Quote a user name for LOGIN, which imaplib sends unchanged (RFC 3501 §9, astring)."""
    if re.fullmatch(r"[A-Za-z0-9.@_+-]+", user):
        return user
    return '"' + user.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _raise_login_fault(server: Server, login: Login, error: LoginError) -> NoReturn:
    """Raise LoginRefused for a refusal, and Unreachable for a connection that was lost: the library mixes the two."""
    server_text = sasl.redact_secret(_server_words(error), login)
    sentence = f"{tls.server_address(server)}: the login of {login.user} was refused: {server_text}"
    if login.mechanism is Mechanism.PASSWORD and UNREADABLE_END in server_text:
        raise ExchangeBroken(f"{tls.server_address(server)}: {server_text}") from None
    if not _is_refusal(server_text) or any(isinstance(e, IMAPClientAbortError) for e in _list_causes(error)):
        raise Unreachable(f"{tls.server_address(server)}: the login got no verdict: {server_text}") from None
    raise LoginRefused(sentence) from None


def is_passing(server_text: str) -> bool:
    """Return whether the server says that it cannot do this now, rather than that it is not allowed."""
    return bool(NOT_NOW_CODES.search(server_text) or BUSY_WORDS.search(server_text))


def _is_refusal(server_text: str) -> bool:
    if NOT_NOW_CODES.search(server_text) or NO_VERDICT_WORDS.search(server_text):
        return False
    return bool(REFUSAL_CODES.search(server_text)) or not BUSY_WORDS.search(server_text)


def _server_words(error: BaseException) -> str:
    """Return the server's words without the `b''` that str() put around them."""
    return tls.to_one_line(re.sub(r"^b(['\"])(.*)\1", r"\2", str(error)), 300)


def _list_causes(error: BaseException | None) -> list[BaseException]:
    causes: list[BaseException] = []
    while error is not None and error not in causes:
        causes.append(error)
        error = error.__cause__ or error.__context__
    return causes
