"""Calendar titles, and the reasons of planner and commands, in the candidate's language."""

from datetime import UTC

import pytest

from followupd.adapters.catalogues import load_words
from followupd.writing.language.reasons import explain
from followupd.writing.sheets import agenda_titles as titles

GERMAN = load_words("de", UTC)


def test_titles_are_in_the_candidates_language() -> None:
    assert titles.title_call(GERMAN, "Ana Ruiz", "Acme") == "Ana Ruiz anrufen (Acme)"
    assert titles.title_letter(GERMAN, "Ana Ruiz", "Acme") == "Brief an Ana Ruiz aufgeben (Acme)"
    assert titles.title_promise(GERMAN, "Acme") == "Acme wollte bis heute entscheiden"
    assert "Ana Ruiz" in titles.title_hold(GERMAN, "check-in", "Ana Ruiz", "Acme")
    assert "followupd done" in titles.advise_report(GERMAN)


@pytest.mark.parametrize("language", ["de", "fr", "es"])
@pytest.mark.parametrize(
    "reason",
    [
        "you are away from 24 December to 1 January", "you are away on 24 December", "paused on 13 November by you",
        "you paused Ben Brandt on 12 November", "after call, one reminder a week",
        "call to Ana Ruiz was on 30 November; one reminder a week",
        "everything is paused since 13 November: HOLD", "mail to ana@acme.example came back: 5.1.1",
        "was Ana Ruiz there? They were taken from an invitation; write confirmed: true in interviews/acme.yaml, or remove them",
        "live is false: it would go out now; set live: true to send",
        "check-in to Ana Ruiz has left since, on 3 December; it cannot be taken back any more",
        "you have said something else about acme since: pause. Only the last word can be taken back",
        "acme has no open step 'call'; followupd plan acme lists them", "2026-11-02 is past",
        "it comes through Greenhouse and names Acme; it may concern several interviews; it seems to be about Team Lead",
        "it comes from acme.example, the domain of Acme GmbH; it may concern several interviews",
        "it answers a subject of ours, “Thanks”; the interview is closed",
        "the delivery report says final failure 5.1.1; it may concern several interviews",
    ],
)  # fmt: skip
def test_no_reason_stays_english(language: str, reason: str) -> None:
    words = load_words(language, UTC)
    parts = explain(words, reason).split("; ")
    assert not {*parts} & {*reason.split("; ")}


def test_a_subject_with_a_semicolon_stays_whole_beside_the_next_reason() -> None:
    reason = "it answers a subject of ours, “Thanks; and more”; the interview is closed"
    assert explain(GERMAN, reason).startswith("sie antwortet auf einen Betreff von uns, „Thanks; and more“")
    assert "is closed" not in explain(GERMAN, reason)
