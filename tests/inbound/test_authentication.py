from __future__ import annotations

import pytest

from followupd.inbound.authentication import is_sender_verified
from followupd.inbound.parsing.message import split_header

PASS = "Authentication-Results: mx.me.example; dmarc=pass (p=reject) header.from=acme.example"


def vouches(text, authserv_id="mx.me.example", sender="ana@acme.example"):
    return is_sender_verified(split_header(text.encode() + b"\n\n")[0], authserv_id, sender)


@pytest.mark.parametrize(
    "result",
    [
        "dmarc=pass header.from=acme.example",
        "spf=fail; dkim=pass header.d=mail.acme.example",
        "dkim=pass header.i=@acme.example",
        "spf=pass smtp.mailfrom=b@acme.example",
    ],
)
def test_a_pass_for_the_senders_domain_counts(result):
    assert vouches(f"Authentication-Results: mx.me.example; {result}")


@pytest.mark.parametrize(
    "result",
    [
        "dmarc=fail header.from=acme.example",
        "dkim=pass header.d=evil.example",
        "spf=pass smtp.mailfrom=x@evil.example",
        "none",
        "(dmarc=pass header.from=acme.example)",
    ],
)
def test_anything_else_does_not(result):
    assert not vouches(f"Authentication-Results: mx.me.example; {result}")


def test_only_the_users_own_provider_is_believed():
    assert not vouches(PASS, "mx.other.example")
    assert not vouches(PASS, None)


def test_a_result_below_a_foreign_hop_is_forged():
    foreign = "Received: from x by relay.evil.example with SMTP"
    own = "Received: from x by in1.me.example with LMTP\nReceived: by 2002:a05:6402:: with SMTP"
    assert not vouches(f"{foreign}\n{PASS}")
    assert vouches(f"{own}\n{PASS}\n{foreign}")


def test_the_topmost_result_of_the_provider_is_the_only_one():
    assert not vouches(f"Authentication-Results: mx.me.example; dmarc=fail header.from=acme.example\n{PASS}")
