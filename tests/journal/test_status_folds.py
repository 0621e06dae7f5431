"""A status is folded from the end of the last fold, and comes out as if all were folded."""

from builders import ACME, config, received, steered
from hypothesis import given
from hypothesis import strategies as st

from followupd.inbound.verdict import Action
from followupd.journal.interview_status import StatusChange, StatusScope, fold_status
from followupd.journal.status_folds import StatusFolds

MADE = config(ACME, ACME | {"id": "other", "at": "2026-11-20 10:00"})
CHANGES: list[StatusChange] = [
    received("13 09:00"),
    received("13 12:00", action=Action.PAUSE),
    received("13 15:00", action=Action.NONE),
    steered("14 09:00", "pause", "19 09:00"),
    steered("14 12:00", "resume"),
    steered("15 09:00", "close"),
]


def scope(number: int, *ids: str) -> StatusScope:
    return StatusScope(MADE.interviews[number], frozenset(ids), frozenset(ids))


SCOPES = [scope(0, "acme"), scope(0, "acme", "acme-2"), scope(1, "other"), scope(1, "other", "acme")]


@given(
    st.lists(
        st.tuples(st.sampled_from(SCOPES), st.booleans(), st.lists(st.sampled_from(CHANGES), max_size=4)),
        max_size=8,
    )
)
def test_it_is_what_one_fold_gives_whatever_was_folded_before(
    steps: list[tuple[StatusScope, bool, list[StatusChange]]],
) -> None:
    base = StatusFolds()
    folds, changes = StatusFolds(base), list[StatusChange]()
    for one, is_played, more in steps:
        changes = [*changes, *more] if is_played else more  # what was undone is no more among them
        assert (folds if is_played else base).fold(one, changes) == fold_status(one, changes)


def test_what_was_folded_is_not_folded_again() -> None:
    asked: list[StatusChange] = []

    class CountingScope(StatusScope):
        def concerns(self, change: StatusChange) -> bool:
            asked.append(change)
            return super().concerns(change)

    one = CountingScope(MADE.interviews[0], frozenset({"acme"}), frozenset({"acme"}))
    base = StatusFolds()
    base.fold(one, CHANGES[:4])
    played = StatusFolds(base)
    played.fold(one, CHANGES[:5])
    played.fold(one, CHANGES)
    base.fold(one, CHANGES[:4])
    assert asked == CHANGES
