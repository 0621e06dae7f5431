from __future__ import annotations

import pytest

from followupd.inbound.automatic.bounce import looks_like_notice, read_delivery_notice
from followupd.inbound.automatic.dsn import read_recipients
from followupd.inbound.parsing.message import parse_mail
from followupd.inbound.verdict import Kind


def mail(sender="MAILER-DAEMON@mx.example", subject="failure notice", body="", extra=""):
    return parse_mail(f"From: {sender}\nTo: me@me.example\nSubject: {subject}\n{extra}\n{body}\n".encode())


def test_a_final_failure_is_told_by_its_action_not_by_its_class():
    found = read_delivery_notice(
        mail(body="Final-Recipient: rfc822; a@b.example\nAction: failed\nStatus: 4.2.2")
    )
    assert (found.kind, found.status, found.address) == (Kind.BOUNCE_PERMANENT, "4.2.2", "a@b.example")


def test_still_trying_is_temporary():
    found = read_delivery_notice(
        mail(body="Final-Recipient: rfc822; a@b.example\nAction: delayed\nStatus: 4.4.1")
    )
    assert found.kind is Kind.BOUNCE_TEMPORARY


def test_a_delivery_is_no_failure():
    assert (
        read_delivery_notice(
            mail(body="Final-Recipient: rfc822; a@b.example\nAction: relayed\nStatus: 2.0.0")
        ).kind
        is Kind.DELIVERY_NOTICE
    )


def test_one_failure_outweighs_the_deliveries():
    body = "Final-Recipient: rfc822; a@b.example\nAction: delivered\n\nFinal-Recipient: rfc822; c@d.example\nAction: failed\nStatus: 5.1.1"
    assert read_delivery_notice(mail(body=body)).address == "c@d.example"


@pytest.mark.parametrize(
    "words",
    [
        "We will keep trying for 5 days.",
        "Delivery attempts will continue.",
        "YOU DO NOT NEED TO RESEND YOUR MESSAGE.",
        "配送が遅延しています",
    ],
)
def test_words_tell_a_delay(words):
    assert (
        read_delivery_notice(mail(subject="Mail delivery status", body=words)).kind is Kind.BOUNCE_TEMPORARY
    )


def test_words_of_giving_up_outweigh_those_of_trying():
    body = "Could not be delivered yet, will be retried. I've given up."
    assert read_delivery_notice(mail(body=body)).kind is Kind.BOUNCE_PERMANENT


def test_a_person_who_quotes_a_bounce_is_a_person():
    body = "See below\n> Final-Recipient: rfc822; a@b.example\n> Action: failed"
    assert (
        read_delivery_notice(
            mail("Ana <ana@acme.example>", "Re: failure notice", body, "In-Reply-To: <x@y>\n")
        )
        is None
    )
    assert read_delivery_notice(mail("Ana <ana@acme.example>", "Fwd: failure notice", body)) is None


def test_a_postmaster_who_writes_as_a_person_is_one():
    assert (
        read_delivery_notice(
            mail(
                "Postmaster <postmaster@acme.example>",
                "Coffee",
                "Are you around?",
                "Return-Path: <p@acme.example>\n",
            )
        )
        is None
    )


def test_the_failed_address_is_found_in_the_text():
    assert (
        read_delivery_notice(
            mail(body="I wasn't able to deliver your message:\n\n<a@b.example>:\nno such user")
        ).address
        == "a@b.example"
    )


@pytest.mark.parametrize("text", ['"a@b.example":\nunknown', "[SMTP:a@b.example]", "받는 사람: a@b.example"])
def test_the_failed_address_is_found_wherever_the_notice_names_it(text):
    assert (
        read_delivery_notice(mail(body=f"This could not be delivered, ask help@mx.example.\n{text}")).address
        == "a@b.example"
    )


def test_words_tell_a_delivery():
    found = read_delivery_notice(
        mail(
            "postmaster@b.example",
            "Relayed: Hi",
            "Your message was delivered to the following recipients:\na@b.example",
        )
    )
    assert found.kind is Kind.DELIVERY_NOTICE


def test_a_subject_alone_is_no_notice_where_nobody_is_named():
    assert not read_delivery_notice(
        mail(
            "ana@b.example",
            "Undeliverable: my mail",
            "It came back as undeliverable. Where do you read mail?",
        )
    )


def test_a_person_may_attach_a_delivery_report():
    extra = "User-Agent: Mozilla Thunderbird\nContent-Type: multipart/mixed; boundary=b\n"
    body = "--b\n\nSee below.\n--b\nContent-Type: message/delivery-status\n\nFinal-Recipient: rfc822; a@b.example\nAction: failed\n--b--"
    assert not read_delivery_notice(mail("ana@b.example", "your mail", body, extra))


def test_a_report_as_json_is_read():
    found = read_recipients(
        mail(
            body='{"notificationType":"Bounce","bouncedRecipients":[{"emailAddress":"a@b.example","status":"5.1.1"}]}'
        )
    )
    assert (found[0].address, found[0].action, found[0].status) == ("a@b.example", "failed", "5.1.1")


def test_a_header_block_alone_shows_that_a_mail_system_may_have_written():
    assert looks_like_notice(mail().headers)
    assert not looks_like_notice(mail("Ana <ana@acme.example>", "Hello").headers)
