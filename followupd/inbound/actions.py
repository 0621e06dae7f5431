"""Decides what an incoming mail causes, by one table: relation × nature × proof → action.

The relation is judged first and only once, then the nature and its proof. To ignore a mail needs proof; to pause needs
only a doubt. So words alone never cause a mail from the thread, a contact or the company to be ignored.
"""

from __future__ import annotations

from enum import StrEnum
from itertools import product

from followupd.inbound.verdict import Action


class Relation(StrEnum):
    """How a mail is related to an interview, nearest first."""

    THREAD = "thread"  # it names a mail sent by followupd, or the interview's event
    PERSON = "person"  # it comes from a contact: address or telephone number
    COMPANY = "company"  # it comes from the company, or through its applicant system
    CONTACT_NAMED = "contact named"  # it comes from elsewhere and names a contact
    NAMED = "named"  # it names the company, the role, the requisition or the subject of a sent mail
    NONE = "none"  # no interview is concerned
    ALONE = "alone"  # no interview is known: the mail is judged by itself, as addressed to the user


class Nature(StrEnum):
    """What kind of mail it is, as far as the action depends on it."""

    ANSWER = "answer"  # a person's mail, or one of no known kind
    INVITATION = "invitation"
    CALENDAR_CHANGE = "cancelled or published event"
    ABSENCE = "absence note"
    DEPARTURE = "departure note"
    ACKNOWLEDGEMENT = "acknowledgement"
    AUTOMATIC = "other automatic answer"
    READ_RECEIPT = "read receipt"
    CHALLENGE = "challenge"
    ABUSE_REPORT = "abuse report"
    BOUNCE_PERMANENT = "permanent bounce"
    BOUNCE_TEMPORARY = "temporary bounce"
    DELIVERY_NOTICE = "delivery notice"
    OWN_DOING = "notice of the user's own doing"
    BULK = "mail to many"


class Proof(StrEnum):
    """How the nature is proven."""

    HEADER = "header"  # by a header or by the structure of the mail
    OVERRULED = "overruled"  # like HEADER, but the text decides, offers, invites or asks
    WORDS = "words"  # by words alone


_STOP, _PAUSE, _HOLD, _ALERT, _NONE = Action.STOP, Action.PAUSE, Action.HOLD, Action.ALERT, Action.NONE
_COLUMNS = (
    Relation.THREAD,
    Relation.PERSON,
    Relation.COMPANY,
    Relation.CONTACT_NAMED,
    Relation.NAMED,
    Relation.ALONE,
)
_AS_AN_ANSWER = (_STOP, _STOP, _PAUSE, _PAUSE, _PAUSE, _STOP)
_ALWAYS_STOP = (_STOP,) * 6
_ALWAYS_PAUSE = (_PAUSE,) * 6
_ALWAYS_ALERT = (_ALERT,) * 6
_ALWAYS_NONE = (_NONE,) * 6
_ONLY_BRAKES = (_PAUSE, _PAUSE, _PAUSE, _PAUSE, _PAUSE, _STOP)

# One line per nature and proof; the columns are those of _COLUMNS. A mail without a relation gets NONE in every line.
_LINES: dict[tuple[Nature, Proof], tuple[Action, ...]] = {
    (Nature.ANSWER, Proof.HEADER): _AS_AN_ANSWER,
    (Nature.ANSWER, Proof.OVERRULED): _AS_AN_ANSWER,
    (Nature.ANSWER, Proof.WORDS): _AS_AN_ANSWER,
    (Nature.INVITATION, Proof.HEADER): _AS_AN_ANSWER,
    (Nature.INVITATION, Proof.OVERRULED): _AS_AN_ANSWER,
    (Nature.INVITATION, Proof.WORDS): _AS_AN_ANSWER,
    (Nature.CALENDAR_CHANGE, Proof.HEADER): _ALWAYS_PAUSE,
    (Nature.CALENDAR_CHANGE, Proof.OVERRULED): _ALWAYS_PAUSE,
    (Nature.CALENDAR_CHANGE, Proof.WORDS): _ALWAYS_PAUSE,
    (Nature.ABSENCE, Proof.HEADER): (_HOLD, _HOLD, _ALERT, _HOLD, _ALERT, _HOLD),
    (Nature.ABSENCE, Proof.OVERRULED): _ALWAYS_PAUSE,
    (Nature.ABSENCE, Proof.WORDS): _ALWAYS_PAUSE,
    (Nature.DEPARTURE, Proof.HEADER): (_STOP, _STOP, _ALERT, _STOP, _ALERT, _STOP),
    (Nature.DEPARTURE, Proof.OVERRULED): (_STOP, _STOP, _PAUSE, _STOP, _PAUSE, _STOP),
    (Nature.DEPARTURE, Proof.WORDS): (_STOP, _STOP, _PAUSE, _PAUSE, _PAUSE, _STOP),
    (Nature.ACKNOWLEDGEMENT, Proof.HEADER): _ALWAYS_ALERT,
    (Nature.ACKNOWLEDGEMENT, Proof.OVERRULED): _ALWAYS_PAUSE,
    (Nature.ACKNOWLEDGEMENT, Proof.WORDS): (_PAUSE, _PAUSE, _PAUSE, _PAUSE, _PAUSE, _ALERT),
    (Nature.AUTOMATIC, Proof.HEADER): _ALWAYS_ALERT,
    (Nature.AUTOMATIC, Proof.OVERRULED): _ALWAYS_PAUSE,
    (Nature.AUTOMATIC, Proof.WORDS): _ALWAYS_PAUSE,
    (Nature.READ_RECEIPT, Proof.HEADER): _ALWAYS_NONE,
    (Nature.READ_RECEIPT, Proof.OVERRULED): (_PAUSE, _PAUSE, _PAUSE, _PAUSE, _PAUSE, _NONE),
    (Nature.READ_RECEIPT, Proof.WORDS): (_STOP, _STOP, _PAUSE, _PAUSE, _PAUSE, _NONE),
    (Nature.CHALLENGE, Proof.HEADER): _ALWAYS_ALERT,
    (Nature.CHALLENGE, Proof.OVERRULED): (_PAUSE, _PAUSE, _PAUSE, _PAUSE, _PAUSE, _ALERT),
    (Nature.CHALLENGE, Proof.WORDS): (_STOP, _STOP, _PAUSE, _PAUSE, _PAUSE, _ALERT),
    (Nature.ABUSE_REPORT, Proof.HEADER): _ALWAYS_STOP,
    (Nature.ABUSE_REPORT, Proof.OVERRULED): _ALWAYS_STOP,
    (Nature.ABUSE_REPORT, Proof.WORDS): _ALWAYS_STOP,
    (Nature.BOUNCE_PERMANENT, Proof.HEADER): (_STOP, _STOP, _STOP, _NONE, _NONE, _STOP),
    (Nature.BOUNCE_PERMANENT, Proof.OVERRULED): (_STOP, _STOP, _STOP, _NONE, _NONE, _STOP),
    (Nature.BOUNCE_PERMANENT, Proof.WORDS): _AS_AN_ANSWER,
    (Nature.BOUNCE_TEMPORARY, Proof.HEADER): (_ALERT, _ALERT, _ALERT, _NONE, _NONE, _ALERT),
    (Nature.BOUNCE_TEMPORARY, Proof.OVERRULED): (_ALERT, _ALERT, _ALERT, _NONE, _NONE, _ALERT),
    (Nature.BOUNCE_TEMPORARY, Proof.WORDS): (_STOP, _STOP, _PAUSE, _PAUSE, _PAUSE, _ALERT),
    (Nature.DELIVERY_NOTICE, Proof.HEADER): _ALWAYS_NONE,
    (Nature.DELIVERY_NOTICE, Proof.OVERRULED): _ALWAYS_NONE,
    (Nature.DELIVERY_NOTICE, Proof.WORDS): (_STOP, _STOP, _PAUSE, _PAUSE, _PAUSE, _NONE),
    (Nature.OWN_DOING, Proof.HEADER): (_ALERT, _ALERT, _ALERT, _ALERT, _ALERT, _NONE),
    (Nature.OWN_DOING, Proof.OVERRULED): _ONLY_BRAKES,
    (Nature.OWN_DOING, Proof.WORDS): (_STOP, _STOP, _ALERT, _ALERT, _ALERT, _NONE),
    (Nature.BULK, Proof.HEADER): (_STOP, _STOP, _ALERT, _ALERT, _NONE, _NONE),
    (Nature.BULK, Proof.OVERRULED): _AS_AN_ANSWER,
    (Nature.BULK, Proof.WORDS): (_STOP, _STOP, _PAUSE, _PAUSE, _PAUSE, _NONE),
}


def choose_action(relation: Relation, nature: Nature, proof: Proof) -> Action:
    """Return the action in the table."""
    if relation is Relation.NONE:
        return Action.NONE
    return _LINES[nature, proof][_COLUMNS.index(relation)]


def format_decision_table() -> str:
    """Return the table as Markdown, one line per nature and proof, one column per relation."""
    relations = (*_COLUMNS[:-1], Relation.NONE, Relation.ALONE)
    lines = [
        "| nature | proof | " + " | ".join(relations) + " |",
        "|---" * (len(relations) + 2) + "|",
    ]
    for nature, proof in product(Nature, Proof):
        actions = " | ".join(choose_action(relation, nature, proof).value for relation in relations)
        lines.append(f"| {nature.value} | {proof.value} | {actions} |")
    return "\n".join(lines) + "\n"
