"""What a look at the page costs grows with what has changed, not with what there is. Counted, not timed."""

import pytest
from many_interviews import Crowd

from followupd.engine.conditions import forecast_now, store_receipt
from followupd.engine.overview.forecaster import Forecaster
from followupd.journal.facts import Receipt

FEW, MANY = 10, 100  # interviews, each with a company of its own


class Look:
    """Somebody looks again and again: how many plans are made and how many forecasts are played for each look."""

    def __init__(self, interviews: int) -> None:
        self.crowd = Crowd(interviews, 5)
        store_receipt(self.crowd.store, Receipt(self.crowd.clock.now(), "", ()))
        self.forecaster = Forecaster(self.crowd.ledger)

    def count(self) -> tuple[int, int]:
        plans, forecasts = self.forecaster.plans, self.forecaster.forecasts
        before, now = (plans.made_count, forecasts.made_count), self.crowd.clock.now()
        assert self.forecaster.plan_interviews(now) == forecast_now(self.crowd.ledger, now)
        return plans.made_count - before[0], forecasts.made_count - before[1]


@pytest.mark.parametrize("interviews", [FEW, MANY])
def test_a_second_look_makes_and_plays_nothing(interviews: int) -> None:
    look = Look(interviews)
    assert look.count() == (interviews, interviews)
    assert look.count() == (0, 0)


@pytest.mark.parametrize("interviews", [FEW, MANY])
def test_a_look_after_one_fact_plays_one_forecast(interviews: int) -> None:
    look = Look(interviews)
    look.count()
    look.crowd.hear_news()
    assert look.count() == (1, 1)
