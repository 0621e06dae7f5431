"""Judges an invitation, or a change of one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from followupd.inbound.actions import Nature, Proof, choose_action
from followupd.inbound.invitation import (
    CalendarMail,
    describe_change,
    find_changed_interviews,
    find_invitation,
)
from followupd.inbound.matching.watch_index import index_of
from followupd.inbound.quarantine import quarantine_mail
from followupd.inbound.reply import build_verdict, join_reasons, judge_helper
from followupd.inbound.verdict import Action, Intent, Kind, Verdict, quote_words

if TYPE_CHECKING:
    from followupd.inbound.matching.match import Match
    from followupd.inbound.read_mail import ReadMail


def judge_invitation(read: ReadMail) -> Verdict | None:
    """Judge a mail with a calendar by its method, its events, and the people it names."""
    calendar_mail = find_invitation(read.mail)
    if not calendar_mail:
        return None
    mail_match = read.match_with(calendar_mail.people, calendar_mail.uids)
    event_interviews = index_of(read.watchlist).find_by_event(calendar_mail.uids)
    if future_interviews := find_changed_interviews(calendar_mail, event_interviews, read.received):
        mail_match = replace(mail_match, interviews=(*future_interviews, *mail_match.interviews))
        action = Action.PAUSE if len(future_interviews) == len(mail_match.interviews) else Action.STOP
        why = _describe_invitation(calendar_mail) + describe_change(calendar_mail, future_interviews[0])
        return build_verdict(Kind.INVITATION, action, why, mail_match)
    if read.watchlist.interviews and not mail_match.interviews:
        if (unread := _judge_unread(read, calendar_mail)) and unread.interviews:
            return unread
        why = f"an invitation ({calendar_mail.method}) that concerns no interview"
        return Verdict(Kind.INVITATION, Action.NONE, why)
    return _judge_related(read, calendar_mail, mail_match)


def _judge_unread(read: ReadMail, calendar_mail: CalendarMail) -> Verdict | None:
    """Judge a calendar that was not parsed to the end, by its bytes: it may invite the people whom the rest names."""
    if not calendar_mail.unread:
        return None
    why = f"{_describe_invitation(calendar_mail)} that cannot be read as a whole"
    return replace(quarantine_mail(calendar_mail.unread, read.watchlist, why), kind=Kind.INVITATION)


def _judge_related(read: ReadMail, calendar_mail: CalendarMail, mail_match: Match) -> Verdict:
    is_change = calendar_mail.method in ("CANCEL", "PUBLISH")
    nature = Nature.CALENDAR_CHANGE if is_change else Nature.INVITATION
    action = choose_action(read.relation_of(mail_match), nature, Proof.HEADER)
    if helper_decision := judge_helper(read.mail, mail_match, None):
        action = helper_decision[0]
    is_own_event = any(
        uid in interview.calendar_uids for interview in mail_match.interviews for uid in calendar_mail.uids
    )
    label = Intent.NEXT_ROUND if calendar_mail.method in ("REQUEST", "ADD") and not is_own_event else None
    change = describe_change(calendar_mail, mail_match.interviews[0]) if is_own_event else ""
    why = join_reasons(_describe_invitation(calendar_mail) + change, mail_match)
    return replace(build_verdict(Kind.INVITATION, action, why, mail_match), intent=label)


def _describe_invitation(calendar_mail: CalendarMail) -> str:
    subject = f" {quote_words(calendar_mail.summary)}" if calendar_mail.summary else ""
    return f"a calendar invitation{subject} ({calendar_mail.method})"
