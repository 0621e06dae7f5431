"""What the journal must say in the end: every touch explained, every answer heard, and nothing that did not happen."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from mail_writer import JUDGE
from oracle_begun import may_wait

from followupd.config.name_keys import make_slug
from followupd.engine.ledger import Ledger
from followupd.journal.fact_json import parse_fact
from followupd.journal.facts import Received
from followupd.journal.states import InterviewState
from followupd.planning.moves import Verb
from followupd.planning.planner import plan_interview

if TYPE_CHECKING:
    from oracle import Oracle
    from oracle_journal import Answer
    from rounds import Round


def read_on(oracle: Oracle) -> None:
    """Read the new facts of the journal: answers that it knows by now, and settled touches."""
    world = oracle.world
    for seq, body in world.store._db.execute(
        "SELECT seq, body FROM fact WHERE seq > ? ORDER BY seq", (oracle.read,)
    ):
        oracle.read = seq
        if '"fact":"received"' in body:
            _heard(oracle, seq, body)
        elif '"fact":"clarified"' in body:
            _clarified(oracle, seq, json.loads(body))
        elif '"fact":"undone"' in body:
            oracle.replies.taken_back(json.loads(body)["positions"], seq)
        elif '"fact":"instructed"' in body or '"fact":"debriefed"' in body:
            _read_debrief(oracle, json.loads(body))
        elif '"fact":"steered"' in body and '"command":"resume"' in body:
            if one := _round(oracle, json.loads(body)["interview"]):
                oracle.confirmed.pop(one.number, None)
        elif any(w in body for w in ('"fact":"uncertain"', '"how":"proof"', '"how":"user"')):
            fact = json.loads(body)
            oracle.journaled.append(datetime.fromisoformat(fact.get("arrives") or fact["at"]))
            if one := _round(oracle, fact["touch"]["interview"]):
                counted = oracle.settled.setdefault((one.number, fact["touch"]["step"]), [])
                counted.append(oracle.journaled[-1])
                if fact["fact"] == "uncertain":
                    oracle.doubts.append((one.company, oracle.journaled[-1], fact["channel"]))
        elif '"fact":"reopened"' in body:
            _reopened(oracle, json.loads(body))
        elif '"fact":"settled"' in body:
            _settled(oracle, json.loads(body))


def _reopened(oracle: Oracle, fact: dict[str, Any]) -> None:
    if one := _round(oracle, fact["touch"]["interview"]):
        oracle.returns.read(one, fact)


def _read_debrief(oracle: Oracle, fact: dict[str, Any]) -> None:
    if fact["fact"] == "instructed":
        oracle.debriefs.read(fact)
    elif one := _round(oracle, fact["interview"]):
        oracle.debriefs.read_fact(one, fact)


def _settled(oracle: Oracle, fact: dict[str, Any]) -> None:
    if one := _round(oracle, fact["touch"]["interview"]):
        moments = [datetime.fromisoformat(fact[k]) for k in ("due", "at") if fact[k]]
        oracle.settled.setdefault((one.number, fact["touch"]["step"]), []).append(
            moments[0] if fact["outcome"] == "missed" else max(moments)
        )


def _heard(oracle: Oracle, seq: int, body: str) -> None:
    fact = parse_fact(body)
    assert isinstance(fact, Received)
    message_id = oracle.mail_ids[fact.location] = fact.message_id
    for answer in oracle.answers:
        if answer.message_id == message_id:
            answer.fact_seq = seq
        if answer.message_id == message_id and answer.known is None:
            answer.known = oracle.world.seq
            answer.rounds |= {r.number for r in oracle.world.rounds if r.present and answer.concerns(r)}


def _clarified(oracle: Oracle, seq: int, fact: dict[str, Any]) -> None:
    """Note the user's decision about a mail: it is no answer, or it is one, and nothing goes out until they resume."""
    one, message_id = _round(oracle, fact["interview"]), oracle.mail_ids.get(fact["location"])
    if one is None:
        return
    if message_id not in oracle.words:
        oracle.complain(13, f"a word on {fact['sender']}'s mail counted, and the candidate said none")
    if fact["is_answer"]:
        oracle.denials.pop((one.number, fact["sender"]), None)
        oracle.confirmed[one.number] = seq
        return
    oracle.denials[one.number, fact["sender"]] = seq
    oracle.releases.append((one.number, datetime.fromisoformat(fact["at"])))
    for answer in oracle.answers:
        if answer.message_id == message_id:
            answer.denied.add(one.number)


def forget_word(oracle: Oracle, one: Round, fact: dict[str, Any]) -> None:
    """The user undid their decision about a mail, so that their earlier decision about its sender counts again."""
    oracle.denials.pop((one.number, fact["sender"]), None)
    oracle.confirmed.pop(one.number, None)
    for answer in oracle.answers:
        if answer.message_id == oracle.mail_ids.get(fact["location"]):
            answer.denied.discard(one.number)
        elif answer.known is None and answer.is_plain and answer.sender == fact["sender"]:
            # It came while the decision counted, so the doubt about the first mail holds for both.
            answer.denied.add(one.number)


def _round(oracle: Oracle, id_: str) -> Round | None:
    return next((r for r in oracle.world.rounds if id_ in r.ids), None)


def _was_just_released(oracle: Oracle, one: Round) -> bool:
    """Return whether the other of two daemons read a "no" in this very pass. The next pass knows it."""
    now = oracle.world.clock.now()
    return any(
        number == one.number and abs(now - at) < timedelta(minutes=1) for number, at in oracle.releases
    )


def _came_while_closed(oracle: Oracle, one: Round) -> bool:
    """Return whether an answer was known when a close was undone. It pauses the interview until a resume."""
    undone = oracle.replies.undone.get(one.number, -1)
    resumes = (s.seq for s in oracle.said if s.one == one.number and s.command == "resume")
    is_resumed = any(at > undone for at in resumes)
    known = (a.known for a in oracle.answers if one.number in a.rounds)
    return not is_resumed and any(at is not None and at <= undone for at in known)


def after_pass(oracle: Oracle) -> None:
    """Rule 9: no interview counts as answered without an answer."""
    _count_as_another(oracle)
    rounds = [r for r in oracle.world.rounds if r.noted]
    if oracle.world.files.broken:
        return  # the other files were not read
    for seen in oracle.world.outlooks:
        if seen.status.state not in (InterviewState.ANSWERED, InterviewState.PAUSED):
            continue
        one = _round(oracle, seen.interview)
        if one is None or one.company in oracle.excused:
            continue
        # A command during a pass counts from the next one.
        before = [s for s in oracle.said if s.seq < oracle.began]
        # An undo during a pass counts from the next one.
        between = oracle.replies.undone.get(one.number, -1) >= oracle.began or any(
            s.command == "pause" and s.seq >= oracle.began for s in oracle.said
        )
        paused = oracle.paused(one) or oracle.paused(one, before) or between
        # If the mail was read while the user corrected a name, it was matched by the earlier name.
        names = {mark for contact in one.contacts for mark in oracle.people.marks(one, contact)}
        # The company's domain may be known from another of its rounds.
        domains = {r.domain() for r in oracle.world.rounds if r.noted and r.company == one.company} - {""}
        cause = (
            paused
            or one.number in oracle.confirmed  # the user said that it is their answer
            or _was_just_released(oracle, one)
            or _asked(oracle, one)
            or may_wait(oracle, one)
            or _came_while_closed(oracle, one)
            or any(
                (a.concerns(one) or (a.names and a.names == one.company))
                # A thread that was begun by hand, or before the date was corrected, may still show the company.
                or (a.thread and a.via.company == one.company)
                or a.name in names
                # Their own round's date may have changed since: one of both had begun when they wrote.
                or (a.via.company == one.company and a.at >= min(a.via.starts, one.starts))
                # They may be people of another round that began before.
                or any(
                    r.company == one.company and a.sender in r.people() and a.at >= r.starts for r in rounds
                )
                or (a.at >= one.starts and (a.sender.rpartition("@")[2] in domains or _thread(a) in domains))
                for a in oracle.answers
                if not oracle.is_denied(a, one, before_it=True)
            )
        )
        if not cause:
            oracle.complain(
                9, f"{one.position} is {seen.status.state}, and nobody answered: {seen.status.why}"
            )


def _count_as_another(oracle: Oracle) -> None:
    """Note rounds that count as one that is gone, as the user was told. Both must have common people."""
    for (key,) in oracle.world.store._db.execute(
        "SELECT mail FROM sight WHERE mail GLOB 'notice/taken-over/*'"
    ):
        one, other = (_round(oracle, name) for name in key.split("/")[2:])
        if one and other and one.addresses() & other.addresses():
            one.mistaken = True
            one.counts_as.add(key.split("/")[3])
            oracle.excused.add(one.company)


def _asked(oracle: Oracle, one: Round) -> bool:
    """Return whether the user was asked if this is another round: one with the same people is gone."""
    asked = oracle.world.store._db.execute(
        "SELECT 1 FROM sight WHERE mail = ?", (f"notice/likeness/{one.id}",)
    )
    others = (r for r in oracle.world.rounds if r is not one and r.addresses() & one.addresses())
    return asked.fetchone() is not None and any(not r.present for r in others)


def _thread(answer: Answer) -> str:
    """Return the domain of the company whose mail is answered, from any address."""
    return answer.via.domain() if answer.thread else ""


def at_the_end(oracle: Oracle) -> None:
    """Check that every touch is explained, and that the user was told about each one that was not taken."""
    world = oracle.world
    if world.main is None:
        return
    facts = [json.loads(b) for (b,) in world.store._db.execute("SELECT body FROM fact ORDER BY seq")]
    standing = [f for f in facts if f["fact"] in ("taken", "settled", "uncertain")]
    told = {i for (i,) in world.store._db.execute("SELECT id FROM outbox WHERE interview IS NULL")}
    for one in world.rounds:
        if one.legible and not world.files.broken:
            _explained(
                oracle, one, [f for f in standing if f["touch"]["interview"] in {*one.ids, *one.counts_as}]
            )
            _heard_all(oracle, one)
            _stopped(oracle, one)
    if not world.files.ever_dry:
        _told(oracle, standing, told)
    _shown(oracle)


def _explained(oracle: Oracle, one: Round, standing: list[dict[str, Any]]) -> None:
    world = oracle.world
    seen = next((o for o in oracle.world.outlooks if o.interview == one.id), None)
    moves = {(m.touch.step, m.contact_name): m for m in seen.moves} if seen else {}
    for step in one.steps():
        for contact in one.contacts if step.everyone else [one.lead]:
            person = oracle.people.person(one, contact)
            marks = oracle.people.marks(one, contact)
            marks |= {make_slug(m) for m in marks}
            mine = [f for f in standing if f["touch"]["step"] == step.id and _whose(f) & marks]
            name = f"{step.id} of {one.position} to {contact['name']}"
            taken = oracle.taken.get((one.position, step.id, person))
            move = moves.get((step.id, contact["name"]))
            said = any(f["fact"] != "settled" or f["outcome"] == "skipped" for f in mine)
            is_forgotten = (one.position, step.id, person) in world.forgotten
            if taken and not said and not one.mistaken and not is_forgotten:
                oracle.complain(
                    1, f"{name} was delivered, and the journal does not say so: {[f['fact'] for f in mine]}"
                )
            skipped = (one.position, step.id, person) in oracle.skips
            if not taken and not skipped and not mine and move is None:
                oracle.complain(6, f"{name} ends unexplained")
            if move and move.verb is Verb.SEND:
                oracle.complain(
                    6, f"{name} is due, may go out, and does not: {oracle.world.main.engine.guard.troubles}"
                )  # type: ignore[union-attr]


def _whose(fact: dict[str, Any]) -> set[str]:
    return {fact["touch"]["contact"], fact.get("address") or "", fact.get("name") or ""}


def _heard_all(oracle: Oracle, one: Round) -> None:
    for answer in oracle.answers:
        is_open = answer.known is None and not oracle.is_denied(answer, one)
        if is_open and answer.concerns(one) and not one.mistaken:
            oracle.complain(2, f"the answer of {answer.sender} in {answer.folder} was never heard")


def _stopped(oracle: Oracle, one: Round) -> None:
    seen = next((o for o in oracle.world.outlooks if o.interview == one.id), None)
    # A new store does not know the sheet, so it waits for the candidate's yes instead.
    is_ended = seen is None or seen.status.state is InterviewState.CLOSED or may_wait(oracle, one)
    if seen and oracle.sheets.stopped(one) and not is_ended:
        oracle.complain(
            7, f"{one.position} is {seen.status.state}, and the candidate had answered a sheet: stop"
        )


def _told(oracle: Oracle, standing: list[dict[str, Any]], told: set[str]) -> None:
    words = {"missed": "notice/missed/{}", "refused": "notice/refused/{}"}
    for fact in standing:
        form = words.get(fact.get("outcome", ""))
        # All touches that one interview misses at one moment are in one notice with the name of the first.
        names = [_touch_name(f) for f in standing if form and _are_missed_together(f, fact)]
        if form and not any(i.startswith(form.format(name)) for name in names for i in told):
            oracle.complain(6, f"{_touch_name(fact)} was {fact['outcome']}, and nobody was told")


def _touch_name(fact: dict[str, Any]) -> str:
    return "/".join(fact["touch"][k] for k in ("interview", "step", "contact"))


def _are_missed_together(first: dict[str, Any], second: dict[str, Any]) -> bool:
    if first is second:
        return True
    if not (first.get("outcome") == second.get("outcome") == "missed"):
        return False
    return bool(first["at"] == second["at"] and first["touch"]["interview"] == second["touch"]["interview"])


def _shown(oracle: Oracle) -> None:
    """Rule 12: a history read from the beginning of the journal leads to the daemon's plans."""
    world = oracle.world
    assert world.main
    engine, orders = world.main.engine, world.main.orders()
    config, afresh = orders.config, Ledger(world.store, lambda: orders, {}, JUDGE).history
    now, situation = world.clock.now(), engine.read_conditions()
    for here in engine.make_plans():
        interview = next(i for i in config.interviews if i.id == here.interview)
        if plan_interview(now, config, afresh, situation, interview) != here:
            oracle.complain(12, f"{here.interview} is shown otherwise than the daemon sees it")
