"""A mail that asks for an approval says in the candidate's language what is unsure about the words, and what holds them."""

from __future__ import annotations

import email
from dataclasses import dataclass
from email.policy import default
from typing import TYPE_CHECKING

from builders import ACME, config, move, seen, utc

from followupd.adapters.catalogues import load_words
from followupd.adapters.store.sqlite import SqliteStore
from followupd.adapters.templates import TemplateFiles
from followupd.adapters.workers.composer import load_and_typeset
from followupd.config.active import ActiveConfig
from followupd.engine.ledger import Ledger
from followupd.engine.notifying.prompting import offer_draft
from followupd.engine.sending.sending import Sender
from followupd.planning.planner import plan_interview
from followupd.writing import composer

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

NOW = utc("13 09:00")


@dataclass
class StandingClock:
    """A clock that shows one moment."""

    moment: datetime = NOW

    def now(self) -> datetime:
        return self.moment


def ask_for_approval(language: str, own: Path | None = None) -> str:
    """The text of the mail that asks about the thank-you to Ana, as the daemon writes it."""
    made = config(ACME, sending={"approve": "all"})
    made = made.model_copy(update={"candidate": made.candidate.model_copy(update={"language": language})})
    ledger = Ledger(SqliteStore(None), lambda: ActiveConfig(made), {}, None, load_words)  # type: ignore[arg-type]
    sender = Sender(ledger, None, StandingClock(), composer, TemplateFiles(own), load_and_typeset)  # type: ignore[arg-type]
    found = plan_interview(NOW, made, ledger.history, seen(NOW), made.interviews[0])
    offer_draft(ledger, sender, move(found, "thank-you"), NOW)
    (outgoing,) = ledger.store.list_mails()
    return email.message_from_bytes(outgoing.mail.data, policy=default).get_content()


def test_what_is_unsure_about_the_words_is_in_the_language_of_the_candidate() -> None:
    english, german = ask_for_approval("en"), ask_for_approval("de")
    assert "does not say how your skills fit the role; give `strengths` in the interview's file" in english
    assert "Dank an Ana Ruiz: es fehlt, wie Ihre Fähigkeiten zur Stelle passen" in german
    for word in ("does not", "uses no", "tells nothing", "it says nothing"):
        assert word not in german


def test_what_holds_the_words_is_in_the_language_of_the_candidate(tmp_path: Path) -> None:
    own = tmp_path / "en" / "thank-you.interviewer.txt"
    own.parent.mkdir()
    own.write_text("Subject: Hello\n\nDear Ana,\n\nTODO\n")
    english, german = ask_for_approval("en", tmp_path), ask_for_approval("de", tmp_path)
    assert "still holds 'TODO'; fill it in, or take it out; " in english
    assert (
        "Die Prüfung hält diesen Text zurück: Dank an Ana Ruiz: 'TODO' steht noch darin; füllen Sie" in german
    )
    assert "der Dank fehlt; sagen Sie danke" in german
    assert "take it out" not in german
