"""Decides what an answer of the submission server means for the mail."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from followupd.engine.sending.outcomes import Accepted, Deferred, Outcome, Refused, Unknown, is_quota_refusal
from followupd.errors import LoginRefused

if TYPE_CHECKING:
    from followupd.adapters.mail.smtp_connection import SmtpReply

# RFC 4954 §6. Seen in practice: Microsoft says the same by 550 5.7.30 and 5.7.57, after MAIL.
NEEDS_LOGIN = (530, 534, 535, 538)
# RFC 3463 §3.5: the connection between this server and the next one failed. A filter or a proxy sends this if it passed
# the mail on and then waited in vain for the answer. In that case the mail does arrive.
LOST_LINK = re.compile(
    r"^4\.4\.\d+\b|time[sd]?[ -]?out|connection (?:was )?(?:lost|dropped|closed|reset)", re.IGNORECASE
)
MICROSOFT_NEEDS_LOGIN = re.compile(r"5\.7\.(30|57)\b")


def judge_reply(reply: SmtpReply, command: str, server_address: str) -> Outcome:
    """Judge a reply that ends the attempt before the dot. Raises LoginRefused if the server demands a login."""
    if reply.code in NEEDS_LOGIN or MICROSOFT_NEEDS_LOGIN.match(reply.text):
        raise LoginRefused(f"{server_address}: {reply}")
    match reply.code // 100:
        case 4:
            return Deferred(reply.code, reply.text)
        case 5:
            return _judge_refusal(reply, command)
        case _:
            return Deferred(0, f"{server_address}: {command} was answered by {reply}")


def judge_last_reply(reply: SmtpReply, server_address: str) -> Outcome:
    """Judge the answer to the dot."""
    match reply.code // 100:
        case 2:
            return Accepted(reply.code, reply.text)
        case 4 if LOST_LINK.search(reply.text):
            return Unknown(f"{server_address}: it may have passed the mail on, and answered {reply}")
        case 4:
            return Deferred(reply.code, reply.text)
        case 5:
            return _judge_refusal(reply, "the dot")
        case _:
            return Unknown(f"{server_address}: the end of the mail was answered by {reply}")


def _judge_refusal(reply: SmtpReply, command: str) -> Outcome:
    """Judge a 5xx reply: a lasting refusal, unless the account has only sent too much for now."""
    if is_quota_refusal(reply.text):
        return Deferred(reply.code, reply.text)
    return Refused(reply.code, reply.text, is_bad_address=_is_address_refusal(reply, command))


def _is_address_refusal(reply: SmtpReply, command: str) -> bool:
    """Return whether a refusal means that the address does not exist, rather than that we may not send."""
    if code_match := re.match(r"5\.(\d+)\.(\d+)\b", reply.text):  # RFC 3463 §3.2, §3.3
        # 5.1.7 and 5.1.8 blame the sender's address; 5.2.1 is a mailbox that was closed.
        return code_match.groups() == ("2", "1") or (code_match[1] == "1" and code_match[2] not in ("7", "8"))
    return command == "RCPT" and reply.code in (550, 551, 553)
