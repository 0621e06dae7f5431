"""Where a mail came in from outside: a stranger may write the name of the client, and cannot hide the address."""

import pytest

from followupd.inbound.senders.border import is_border_hop


@pytest.mark.parametrize(
    "hop",
    [
        "from mx.evil.example (evil.example [8.8.8.8]) by mx.me.example (Postfix) with ESMTPS id 4",
        "from [8.8.8.8] (helo=localhost) by mx.me.example with esmtp (Exim 4.96)",
        "from evil.example ([IPv6:2a00:1450::1]) by mx.me.example with ESMTP",
        "from unknown (HELO evil) (8.8.8.8) by 0 with SMTP",
        "from evil.example by mx.me.example with ESMTP",  # without any address
        "from evil.example (::ffff:8.8.8.8) by mx.me.example with SMTP id 4",  # Courier
        "from evil.example (evil.example [192.0.2.7]) by mx.me.example with ESMTP",  # as in examples
        "from evil.example (evil.example [IPv6:2001:db8::7]) by mx.me.example with ESMTP",
        "from evil.example (evil.example [100.64.1.2]) by mx.me.example with ESMTP",  # a customer of the provider
        "from evil.example ([172.32.0.1]) by mx.me.example with ESMTP",
        # The name that the client gave itself looks like a hop within.
        "from [10.0.0.1] by mx.me.example with ESMTP",
        "from [10.0.0.1] (evil.example [8.8.8.8]) by mx.me.example with ESMTP",
        "from x by mx.me.example with LMTP (evil.example [8.8.8.8]) by mx.me.example with ESMTP",
        "from x by mx.me.example with LMTP by mx.me.example with ESMTP",
        "from localhost ([127.0.0.1]) (evil.example [8.8.8.8]) by mx.me.example with ESMTP",
        "from mx.me.example ([8.8.8.8] helo=mx.me.example) by mx.me.example with LMTP",
    ],
)
def test_a_hop_of_a_stranger_is_the_border(hop: str) -> None:
    assert is_border_hop(hop)


@pytest.mark.parametrize(
    "hop",
    [
        "by 2002:a05:7000:4a8b:b0:41c with SMTP id x; Fri, 13 Nov 2026 01:02:03 -0800 (PST)",  # Gmail
        "from compute3.internal ([10.202.2.43]) by sloti3 (Cyrus 3.11) with LMTPA; 13 Nov 2026",  # Fastmail
        "from mx.me.example by box.me.example with LMTP id abc (envelope-from <x@evil.example>)",  # Dovecot
        "from localhost (localhost [127.0.0.1]) by mx.me.example (Postfix) with ESMTP id 7",  # a filter
        "from localhost (localhost [IPv6:::1]) by mx.me.example (Postfix) with ESMTP id 7",
        "from box (::ffff:10.0.0.7) by mx.me.example with ESMTP",
        "from box ([fd00::7]) by mx.me.example with ESMTP",
        "(qmail 4711 invoked by uid 89); 13 Nov 2026 10:00:00 -0000",
    ],
)
def test_a_hop_within_the_provider_is_none(hop: str) -> None:
    assert not is_border_hop(hop)
