"""Further classes of answers from unexpected addresses, which the property tests put into any folder of a life."""

from __future__ import annotations

from typing import TYPE_CHECKING

from answer_words import Written

if TYPE_CHECKING:
    from collections.abc import Callable

    from rounds import Round

LISTED = "List-Id: <list.example>\r\nList-Unsubscribe: <https://list.example/u>\r\nPrecedence: bulk\r\n"
GENERATED = "Auto-Submitted: auto-generated\r\n"


def _tenant(one: Round) -> Written:
    return Written(
        f"support@{one.company.lower()}gmbh.zendesk.example", f"{one.company} GmbH: your interview"
    )


def _list_header(one: Round) -> Written:
    text = "{words} Which day suits you?\r\n\r\n(c) {company}. All rights reserved.\r\nUnsubscribe"
    return Written("no-reply@hire.lever.co", f"{one.company} GmbH: {one.position}", text, LISTED)


def _group(one: Round) -> Written:
    name = one.lead["name"]
    return Written(
        f"talent{one.number}@groups.example",
        "Your visit",
        "{words} Are you free on Tuesday?",
        LISTED,
        name=name,
    )


def _network(one: Round) -> Written:
    name = one.lead["name"]
    text = f"{name}: {{words}}\r\n\r\nSee the message\r\nUnsubscribe"
    return Written("messages-noreply@network.example", f"{name} sent you a message", text, LISTED, name=name)


def _text_message(one: Round) -> Written:
    number = one.lead["phone"]
    return Written("sms@gateway.example", f"SMS from {number}", "{words}", GENERATED, phone=number)


def _file_service(one: Round) -> Written:
    text = "{company} has shared a file with you: contract.pdf\r\n\r\n{words}"
    return Written(
        f"no-reply{one.number}@files.example", f"{one.company} GmbH shared a file", text, GENERATED
    )


def _test_service(one: Round) -> Written:
    text = "{company} invites you to a test of 90 minutes. {words}"
    return Written(f"no-reply{one.number}@tests.example", f"{one.company} GmbH: your test", text, GENERATED)


def _screening(one: Round) -> Written:
    text = "{company} has asked us for a background check of you. {words}"
    return Written(f"team{one.number}@screening.example", "Background check", text)


def _delegate(one: Round) -> Written:
    name = one.lead["name"]
    text = f"{name} asked me to write to you: {{words}}"
    return Written(f"office{one.number}@private.example", "A word from the office", text, name=name)


def _written_file(one: Round) -> Written:
    body = (
        "--=_b\r\nContent-Type: text/plain\r\n\r\nFor you.\r\n--=_b\r\n"
        'Content-Type: application/octet-stream; name="For Sam.eml"\r\n\r\n'
        f"From: {one.lead['name']} <{one.lead['email']}>\r\nSubject: For Sam\r\n\r\n{{words}}\r\n--=_b--"
    )
    kind = 'multipart/mixed; boundary="=_b"'
    return Written(f"kin{one.number}@kin.example", "For you", body, kind=kind, person=one.lead["email"])


def _private_address(one: Round) -> Written:
    name = one.lead["name"]
    return Written(f"private{one.number}@private.example", "Hello", name=name)


FURTHER_CLASSES: dict[str, Callable[[Round], Written]] = {
    "tenant": _tenant, "list header": _list_header, "group": _group, "network": _network, "text message": _text_message,
    "file service": _file_service, "test service": _test_service, "screening": _screening, "delegate": _delegate,
    "mail as a file": _written_file, "private address": _private_address,
}  # fmt: skip
