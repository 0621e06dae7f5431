from __future__ import annotations

from datetime import date

import pytest

from followupd.inbound.intent import find_promise

TUESDAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("We will decide by 4 December.", date(2026, 12, 4)),
        ("You'll hear from us by Friday.", date(2026, 11, 27)),
        ("We will let you know by the end of next week.", date(2026, 12, 4)),
        ("Wir melden uns bis zum 4. Dezember.", date(2026, 12, 4)),
        ("Nous reviendrons vers vous d'ici le 4 décembre.", date(2026, 12, 4)),
        ("12月4日までにご連絡いたします。", date(2026, 12, 4)),
        ("We decide by 4 December, and let others know by 11 December.", None),
        ("The office opens on 4 December.", None),
        ("We will be in touch.", None),
    ],
)
def test_the_one_date_of_a_promise_is_read(text, day):
    assert find_promise(text, TUESDAY) == day
