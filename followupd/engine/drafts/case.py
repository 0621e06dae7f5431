"""The draft of one touch: what the journal knows about it, and how a change is recorded."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace
from email import message_from_bytes
from email.policy import default
from typing import TYPE_CHECKING, Any

from followupd.engine.drafts.folder_port import DraftPlace
from followupd.engine.drafts.recognition import list_marks
from followupd.journal.draft_record import next_state, state_of
from followupd.journal.draft_states import Drafted, DraftState
from followupd.journal.facts import Touch
from followupd.planning.moves import Verb
from followupd.planning.touches import current_touch
from followupd.writing.mail.mail_check import list_attached_files

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from followupd.engine.drafts.recognition import SeenDraft
    from followupd.engine.ledger import Ledger
    from followupd.engine.ports import OutgoingMail
    from followupd.inbound.replies.draft_text import DraftText
    from followupd.journal.draft_states import DraftEvent
    from followupd.planning.context import Rule
    from followupd.planning.moves import Move
    from followupd.planning.touches import TouchDetails
    from followupd.writing.draft import Draft

_ENDED = (Verb.MISS, Verb.DROP)


@dataclass(slots=True)
class DraftCase:
    """One touch that has a draft, or is to get one."""

    ledger: Ledger
    touch: Touch
    facts: list[Drafted]  # every state of its draft, oldest first
    details: TouchDetails | None
    move: Move | None

    @property
    def last(self) -> Drafted | None:
        """The last recorded state of the draft, or None."""
        return self.facts[-1] if self.facts else None

    @property
    def state(self) -> DraftState:
        """The state of the draft."""
        return state_of(self.last)

    @property
    def rule(self) -> Rule | None:
        """The rule that still holds the mail; None if the mail will never be sent."""
        return None if self.move is None or self.move.verb in _ENDED else self.move.rule

    @property
    def name(self) -> str:
        """The name of the mail's recipient."""
        return self.details.contact.shown_name if self.details else self.touch.contact

    @property
    def version(self) -> int:
        """How many times a draft was written."""
        return self.last.version if self.last else 0

    @property
    def labels(self) -> list[str]:
        """The touch as text, under each name that its interview and its contact have had; the present name first."""
        former = (str(Touch(f.interview, f.step, f.contact)) for f in reversed(self.facts))
        return list(dict.fromkeys((str(self.touch), *former)))

    @property
    def marks(self) -> frozenset[str]:
        """Every mark that a draft of this touch may have."""
        return list_marks(self.ledger.store.key, set(self.labels), self.version)

    @property
    def place(self) -> DraftPlace | None:
        """The place of the draft in the last state, or None if it is not known."""
        last = self.last
        return DraftPlace(last.uidvalidity, last.uid) if last and last.uid else None

    def store_subject(self, subject: str) -> None:
        """Store the subject of the draft. It may be the only mark of followupd's that a mail program keeps."""
        self.ledger.store.set_value(_subject_key(str(self.touch)), subject)

    def list_stored_subjects(self) -> list[str]:
        """Return the subjects of the draft when it was last written or edited, under each name of the touch."""
        stored = (self.ledger.store.get_value(_subject_key(label)) for label in self.labels)
        return list(filter(None, stored))

    def record(self, event: DraftEvent, now: datetime, **fields: Any) -> bool:
        """Record what happened to the draft; return whether anything changed."""
        state = next_state(self.last, event)
        base = self.last or Drafted(
            now, self.touch.interview, self.touch.step, self.touch.contact, state, version=0
        )
        fact = replace(base, state=state, **fields)
        if self.last is not None and fact == self.last:
            return False
        fact = replace(
            fact,
            at=now,
            interview=self.touch.interview,
            step=self.touch.step,
            contact=self.touch.contact,
        )
        self.ledger.append(fact)
        self.facts.append(fact)
        return True


def _subject_key(label: str) -> str:
    return f"draft-subject/{label}"


def list_cases(ledger: Ledger, moves: Iterable[Move], now: datetime) -> list[DraftCase]:
    """Return every touch that has a draft, or should have one by now."""
    facts_by_touch = _group_facts(ledger)
    moves_by_touch = {m.touch: m for m in moves if m.draft_at or m.touch in facts_by_touch}
    due = (m.touch for m in moves_by_touch.values() if m.draft_at and m.draft_at <= now)
    return [
        DraftCase(
            ledger, touch, facts_by_touch.get(touch, []), ledger.find_touch(touch), moves_by_touch.get(touch)
        )
        for touch in dict.fromkeys((*facts_by_touch, *due))
    ]


def leave_out_others(
    case: DraftCase, all_cases: Iterable[DraftCase], seen_drafts: Sequence[SeenDraft]
) -> list[SeenDraft]:
    """Return the drafts that may be this case's, without those that have only the mark of another touch.

    Two interviews with the same people may have drafts with the same subject and recipient, and a similar text.
    """
    own_marks = case.marks
    strange = [d for d in seen_drafts if d.header.marks and own_marks.isdisjoint(d.header.marks)]
    if not strange:
        return list(seen_drafts)
    other_marks = frozenset[str]().union(*(other.marks for other in all_cases if other.touch != case.touch))
    others = [d for d in strange if not other_marks.isdisjoint(d.header.marks)]
    return [d for d in seen_drafts if d not in others]


def _group_facts(ledger: Ledger) -> dict[Touch, list[Drafted]]:
    """Return every state of each draft, oldest first, by the present name of the touch."""
    names = {}  # a touch has many facts, and its present name is looked up only once
    facts_by_touch: dict[Touch, list[Drafted]] = {}
    for fact in ledger.history.index.select_facts(Drafted, ("draft", "")):
        former = Touch(fact.interview, fact.step, fact.contact)
        if former not in names:
            names[former] = current_touch(ledger.config, ledger.history, former)
        facts_by_touch.setdefault(names[former], []).append(fact)
    return facts_by_touch


def hash_draft(draft: Draft) -> str:
    """Return the digest of the text and the files that a draft is to have."""
    text = draft.full_text
    return hash_words(text.subject, text.body, (one.digest for one in draft.files))


def hash_saved(text: DraftText) -> str:
    """Return the digest of a draft as it was read from the folder."""
    return hash_words(text.subject, text.text, text.file_digests)


def hash_outgoing(outgoing: OutgoingMail) -> str:
    """Return the digest of a mail that is about to be sent."""
    data = outgoing.mail.data
    files = list_attached_files(message_from_bytes(data, policy=default)) if b"attachment" in data else []
    return hash_words(outgoing.subject, outgoing.text, (digest for _, digest in files))


def hash_words(subject: str, text: str, file_digests: Iterable[str] = ()) -> str:
    """Return the digest of a draft's text and files.

    A mail program's changes to spaces and line ends do not change it.
    """
    words = re.sub(r"\s+", " ", "\n".join((subject, text, *sorted(file_digests)))).strip()
    return hashlib.sha256(words.encode("utf-8", "replace")).hexdigest()[:24]
