"""Collects the candidate's commands. Each works the same at the command line, by mail and on the page.

Each takes the ledger and values, raises UsageError if the command is not possible, and returns what happened.
"""

from followupd.engine.steering.absences import answer_absence, list_absence_notes
from followupd.engine.steering.again import open_again
from followupd.engine.steering.approvals import approve_touch, check_approval
from followupd.engine.steering.debriefs import read_debrief_answer, read_debrief_lines, record_debrief
from followupd.engine.steering.doubts import answer_doubt, list_doubtful_mails
from followupd.engine.steering.interviews import (
    REJECTED,
    close_interview,
    find_status,
    is_closed,
    pause_interview,
    resume_interview,
)
from followupd.engine.steering.mails import resolve_mail
from followupd.engine.steering.own_words import (
    check_own_words,
    find_own_mail,
    forget_mailed_words,
    show_own_words,
)
from followupd.engine.steering.people import (
    choose_contact,
    find_named_contact,
    pause_contact,
    resume_contact,
)
from followupd.engine.steering.started import record_own_thanks
from followupd.engine.steering.steps import (
    CALL_OUTCOMES,
    LETTER_OUTCOMES,
    choose_moves,
    describe_close_letter,
    find_open_moves,
    record_outcome,
    skip_step,
)
from followupd.engine.steering.undo import find_last, undo_last
from followupd.engine.steering.unseen import find_unseen_brake

__all__ = [
    "CALL_OUTCOMES",
    "LETTER_OUTCOMES",
    "REJECTED",
    "answer_absence",
    "answer_doubt",
    "approve_touch",
    "check_approval",
    "check_own_words",
    "choose_contact",
    "choose_moves",
    "close_interview",
    "describe_close_letter",
    "find_last",
    "find_named_contact",
    "find_open_moves",
    "find_own_mail",
    "find_status",
    "find_unseen_brake",
    "forget_mailed_words",
    "is_closed",
    "list_absence_notes",
    "list_doubtful_mails",
    "open_again",
    "pause_contact",
    "pause_interview",
    "read_debrief_answer",
    "read_debrief_lines",
    "record_debrief",
    "record_outcome",
    "record_own_thanks",
    "resolve_mail",
    "resume_contact",
    "resume_interview",
    "show_own_words",
    "skip_step",
    "undo_last",
]
