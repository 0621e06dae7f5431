"""The candidate's commands, one way for each: typed at the command line, or mailed as one word.

Each takes the ledger and values, raises UsageError where the word does not fit, and returns what happened.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from followupd.config.cadence import FAREWELL_STEP, Channel
from followupd.config.interview import EVERY
from followupd.engine.conditions import plan_now
from followupd.engine.outbox import identify_mail
from followupd.errors import UsageError
from followupd.inbound.parsing.addresses import domain_of, registrable_domain
from followupd.inbound.shared_domains import find_company_domain
from followupd.inbound.verdict import Action
from followupd.journal.facts import Approved, Clarified, Received, Reopened, Settled, Steered, Uncertain
from followupd.journal.states import InterviewState, TouchEvent, TouchState
from followupd.planning.approval import needs_approval

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from followupd.config.interview import Interview
    from followupd.engine.ledger import Ledger
    from followupd.journal.facts import Touch
    from followupd.journal.interview_status import InterviewStatus
    from followupd.journal.record import InterviewRecord
    from followupd.planning.planner import Move
    from followupd.planning.touches import TouchDetails

REJECTED = "rejected"  # the outcome after which a note of thanks may follow
CALL_OUTCOMES = ("spoke", "voicemail", "no-answer", "wrong-number")
LETTER_OUTCOMES = ("posted",)
_ANY_OUTCOMES = ("done", "snooze")  # words of a mailed answer; they fit a call and a letter


# --- interviews


def pause_interview(ledger: Ledger, target: str, now: datetime, until: datetime | None = None) -> None:
    """Send nothing for an interview, or for EVERY one, until a moment or until `resume`."""
    if until and until <= now:
        raise UsageError(f"{until:%-d %B %Y} is past; name a day to come")
    _refuse_closed(ledger, target, now)
    ledger.append(Steered(now, target, "pause", until))


def resume_interview(ledger: Ledger, target: str, now: datetime, promise: date | None = None) -> bool:
    """Go on; `promise`: the day by which they said they would decide. Returns whether anything was held."""
    if promise and target == EVERY:
        raise UsageError("name the interview that they spoke of")
    _refuse_past(promise, now)
    _refuse_closed(ledger, target, now)
    was_held = _is_held(ledger, target, now)
    ledger.append(Steered(now, target, "resume", promise=promise))
    return was_held


def close_interview(ledger: Ledger, interview_id: str, now: datetime, why: str = "") -> list[Move]:
    """End an interview's follow-up for good; return the touches that are dropped."""
    farewell_step = FAREWELL_STEP.id if why == REJECTED else ""
    plans = plan_now(ledger, now)
    dropped = [
        m for p in plans if p.interview == interview_id for m in p.moves if m.touch.step != farewell_step
    ]
    ledger.append(Steered(now, interview_id, "close", why=why))
    return dropped


def _refuse_closed(ledger: Ledger, target: str, now: datetime) -> None:
    plans = plan_now(ledger, now)
    if any(p.interview == target and p.status.state is InterviewState.CLOSED for p in plans):
        raise UsageError(
            f"{target} is closed, and closed is for good; a new round is a new interview: followupd add"
        )


def _is_held(ledger: Ledger, target: str, now: datetime) -> bool:
    if target == EVERY:
        return ledger.history.global_pause(now) is not None
    plans = plan_now(ledger, now)
    return any(p.interview == target and p.status.state is not InterviewState.ACTIVE for p in plans)


def _refuse_past(promise: date | None, now: datetime) -> None:
    if promise and promise < now.date():
        raise UsageError(f"{promise} is past")


# --- mails in doubt


def answer_doubt(
    ledger: Ledger, interview_id: str, now: datetime, *, is_answer: bool, location: str = ""
) -> InterviewStatus:
    """Say whether the mails in doubt, or the one at `location`, are the company's answer; return the status after it.

    Yes stops it, and the sender's domain counts as the company's from now on. No ends the doubt, and such a mail of
    that sender is not asked about again.
    """
    _refuse_closed(ledger, interview_id, now)
    interview = next(i for i in ledger.config.interviews if i.id == interview_id)
    record = ledger.history.record_of(interview, ledger.config)
    locations = {location} if location else {d.location for d in record.status_at(now).doubts} - {""}
    mails = [
        f
        for f in ledger.history.facts
        if isinstance(f, Received) and f.action is Action.PAUSE and f.location in locations
    ]
    if not mails:
        raise UsageError(f"no mail about {interview_id} is in doubt; followupd status says what holds it")
    with ledger.transaction():
        for mail in mails:
            ledger.append(_clarify_mail(ledger, record, mail, now, is_answer=is_answer))
    return ledger.history.record_of(interview, ledger.config).status_at(now)


def _clarify_mail(
    ledger: Ledger, record: InterviewRecord, mail: Received, now: datetime, *, is_answer: bool
) -> Clarified:
    company = record.full_company
    is_own = mail.sender in ledger.config.own_addresses
    own_domains = {registrable_domain(domain_of(address)) for address in ledger.config.own_addresses}
    domain = find_company_domain(mail.sender, ledger.applicant_systems)
    return Clarified(
        now, record.interview.id, is_answer, mail.location, "" if is_own else mail.sender, mail.subject, mail.why,
        mail.kind, company.key, tuple(sorted(company.domains)), "" if domain in own_domains else domain,
    )  # fmt: skip


# --- steps


def skip_step(ledger: Ledger, interview_id: str, step: str, now: datetime) -> list[Move]:
    """Leave a step out, for everybody who is still to get it; return what is left out."""
    open_moves = find_open_moves(ledger, interview_id, step, now)
    if not open_moves:
        raise UsageError(
            f"{interview_id} has no open step {step!r}; followupd plan {interview_id} lists them"
        )
    for move in open_moves:
        with ledger.transaction():
            _skip_touch(ledger, move, now)
    return open_moves


def _skip_touch(ledger: Ledger, move: Move, now: datetime) -> None:
    outgoing = ledger.store.find_mail(str(move.touch))
    if outgoing and outgoing.state not in (TouchState.RENDERED, TouchState.PLANNED):
        raise UsageError(
            f"{move.touch.step} is {outgoing.state} at this moment; it cannot be skipped any more"
        )
    fact = Settled(now, move.touch, "skipped", "skipped by you", due=move.due, address=move.address)
    ledger.append(fact)
    ledger.store.apply_event(str(move.touch), TouchEvent.CANCEL, now)


def find_open_moves(ledger: Ledger, interview_id: str, step: str, now: datetime) -> list[Move]:
    """Return the open touches of a step."""
    plans = plan_now(ledger, now)
    return [m for p in plans if p.interview == interview_id for m in p.moves if m.touch.step == step]


def record_outcome(
    ledger: Ledger, touch: Touch, now: datetime, outcome: str, note: str = "", promise: date | None = None
) -> TouchDetails:
    """Write down what came of a call or a letter; return the step and the person."""
    details = ledger.find_touch(touch)
    if details is None:
        raise UsageError(f"{touch} is no longer in the configuration")
    _refuse_unfit_outcome(details, outcome)
    _refuse_past(promise, now)
    with ledger.transaction():
        if (
            details.touch_outcome is None
        ):  # the candidate acted before they were asked to: it counts from now on
            ledger.append(details.taken_fact(now, "user", subject=note))
        ledger.append(details.done_fact(now, outcome, note, promise))
    return details


def _refuse_unfit_outcome(details: TouchDetails, outcome: str) -> None:
    """Refuse a call that was posted, a letter that was spoken to, and any outcome of a mail."""
    step, channel = details.step.id, details.step.channel
    if channel is Channel.EMAIL:
        raise UsageError(f"{step} is a mail, and followupd knows what came of it; to leave it out: skip")
    fitting = LETTER_OUTCOMES if channel is Channel.POST else CALL_OUTCOMES
    if outcome not in (*fitting, *_ANY_OUTCOMES):
        raise UsageError(f"{step} is by {channel}; what came of it is {', '.join(fitting)}")


# --- mails of unknown fate


def resolve_mail(
    ledger: Ledger, interview: Interview, step: str, contact: str | None, now: datetime, *, resend: bool
) -> Uncertain:
    """Decide about a mail of which nobody can say whether it was accepted; return what was in doubt."""
    interview_ids = ledger.history.record_of(interview, ledger.config).ids
    uncertain_facts = [
        f
        for f in ledger.history.unresolved_mails()
        if f.touch.interview in interview_ids
        and f.touch.step == step
        and contact in (None, f.touch.contact, f.name, f.address)
    ]
    if not uncertain_facts:
        raise UsageError(f"{step} is not in doubt")
    if len(uncertain_facts) > 1:
        contacts = ", ".join(f.touch.contact for f in uncertain_facts)
        raise UsageError(f"several are open: say --contact, one of {contacts}")
    with ledger.transaction():
        _settle_mail(ledger, uncertain_facts[0], now, resend=resend)
    return uncertain_facts[0]


def _settle_mail(ledger: Ledger, fact: Uncertain, now: datetime, *, resend: bool) -> None:
    outgoing = ledger.store.find_mail(str(fact.touch))
    details = ledger.find_touch(identify_mail(ledger, outgoing)[0] if outgoing else fact.touch)
    if details is None:
        raise UsageError(f"{fact.touch} is no longer in the configuration")
    is_open = fact in ledger.history.unresolved_mails()
    if not (is_open and isinstance(details.touch_outcome, Uncertain)):
        raise UsageError(f"{fact.touch} is no longer in doubt: its proof was found at this moment")
    if resend:
        ledger.store.apply_event(str(fact.touch), TouchEvent.RESEND, now)
        ledger.append(Reopened(now, fact.touch))
        return
    ledger.store.apply_event(str(fact.touch), TouchEvent.PROVE, now)
    fields = (
        {"subject": outgoing.subject, "token": outgoing.token, "receipt": outgoing.receipt}
        if outgoing
        else {}
    )
    ledger.append(
        details.taken_fact(fact.at, "user", message_ids=(fact.message_id,), answer="your word", **fields)
    )


# --- approvals


def check_approval(ledger: Ledger, details: TouchDetails, faults: Sequence[str], *, force: bool) -> None:
    """Refuse an approval that would change nothing, or that lets `faults` of the lint pass without `force`."""
    if faults and not force:
        raise UsageError(f"{'; '.join(faults)}. Mend it, or say --force to let it pass this once")
    is_waiting = needs_approval(ledger.config, details.record, details.step, details.contact)
    if not (faults or is_waiting):
        target = f"{details.step.id} to {details.contact.name}"
        raise UsageError(f"{target} needs no approval: it goes out by itself when it is due")


def approve_touch(ledger: Ledger, touch: Touch, digest: str, now: datetime, *, force: bool) -> None:
    """Let a note out, in the words that have this digest and in no others."""
    ledger.append(Approved(now, touch, digest, force))
