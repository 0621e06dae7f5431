"""What became of handing over a mail: a quota ends by itself, a refusal does not."""

import pytest

from followupd.engine.sending.outcomes import is_quota_refusal


@pytest.mark.parametrize(
    "text",
    [
        "5.4.5 Daily user sending limit exceeded. For more information on Gmail",
        "5.4.5 Daily SMTP relay limit exceeded for user",
        "5.7.232 tenant has exceeded threshold",
        "5.7.1 Rate limit exceeded, try again later",
        "5.7.0 Too many messages, slow down",
        "5.7.1 message rate limit reached",
    ],
)
def test_a_quota_is_put_off(text: str) -> None:
    assert is_quota_refusal(text)


@pytest.mark.parametrize(
    "text",
    ["5.1.1 no such user", "5.7.1 relaying denied", "5.2.2 mailbox full, over quota", "5.7.1 spam", "no"],
)
def test_a_refusal_is_for_good(text: str) -> None:
    assert not is_quota_refusal(text)
