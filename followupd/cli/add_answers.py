"""`followupd add`: the questions at the terminal, in rows; `<` goes back to an earlier question."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import AfterValidator

from followupd.cli.add_options import OPTION_TYPES, parse_option, split_words
from followupd.cli.add_people import (
    ask_attendance,
    ask_email,
    ask_first_interviewer,
    ask_lead,
    ask_more_people,
    check_post,
    parse_post,
)
from followupd.cli.app import message
from followupd.cli.prompts import BackRequested, Question, ask_in_turn, ask_line, is_interactive
from followupd.config.fields import Line
from followupd.config.interview import ContactRole
from followupd.config.places import find_zone_of_country
from followupd.setup.check import SHIPPED_LANGUAGES
from followupd.setup.guesses import guess_language
from followupd.setup.importers.interview_sources import merge_sources
from followupd.setup.importers.people import Person

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from followupd.setup.importers.interview_sources import CandidateHome, InterviewData, TypedAnswers
    from followupd.setup.importers.job_advert import JobAdvert
    from followupd.setup.importers.records import Card, Invitation

MAX_STRENGTHS = 4
_FACT_HINT = "It ends the sentence “One thing has stayed with me: …”, for example: your nightly loads"
_STRENGTH_QUESTION = "A strong point of yours for this role, as a sentence (I have run Kafka for six years.)"


@dataclass(frozen=True, slots=True)
class InterviewSources:
    """All sources for an interview, beside what is typed."""

    cards: tuple[Card, ...]
    invitation: Invitation | None
    home: CandidateHome
    advert: JobAdvert | None = None
    asks_details: bool = True  # also for optional parts
    memory: dict[str, str] = field(default_factory=dict)  # the answers from before the user went back

    def merge(self, answers: TypedAnswers) -> InterviewData:
        """Combine the typed answers with the sources."""
        data = merge_sources(answers, self.cards, self.invitation, self.home)
        if answers.language:
            return data
        return replace(data, language=self.guess_language(data.country))

    def guess_language(self, country: str | None) -> str:
        """Return the language of the mails.

        It is that of the invitation's title, else that of the company's country, else that of the user's.
        """
        invitation_language = self.invitation.language if self.invitation else ""
        if invitation_language in SHIPPED_LANGUAGES:
            return invitation_language
        return guess_language(country or self.home.country, SHIPPED_LANGUAGES)


def complete_answers(answers: TypedAnswers, sources: InterviewSources) -> InterviewData:
    """Combine what is known; at a terminal, ask for what is missing. Raises UsageError."""
    if not is_interactive():
        return sources.merge(answers)
    rows: tuple[Callable[[TypedAnswers, InterviewSources], TypedAnswers], ...] = (
        _ask_interview, _ask_people, _ask_details,
    )  # fmt: skip
    states = [answers]
    while len(states) <= len(rows):
        try:
            states.append(rows[len(states) - 1](states[-1], sources))
        except BackRequested:
            if len(states) == 1:
                message("This is the first question.")
            else:
                states.pop()
    return sources.merge(states[-1])


# --- the interview


def _ask_interview(answers: TypedAnswers, sources: InterviewSources) -> TypedAnswers:
    data = sources.merge(answers)
    if sources.invitation and "--position" in data.missing_options:
        message(f"The invitation is called {data.summary!r}.")
    questions = [*_list_required_questions(data, sources)]
    if sources.asks_details:
        questions += _list_place_questions(answers, data, sources)
    typed = ask_in_turn(questions, memory=sources.memory)
    values = {key: parse_option(key, text) for key, text in typed.items() if text}
    if "country" in values and values["country"] == sources.home.country:
        del values["country"]
    elif "country" in values and "zone" not in values and answers.zone is None:
        values["zone"] = find_zone_of_country(values["country"])
    return replace(answers, **values)


def _list_required_questions(data: InterviewData, sources: InterviewSources) -> list[Question]:
    advert_title = sources.advert.title if sources.advert else None
    all_questions = {
        "--company": Question("company", "Company name (official spelling)", "--company", Line),
        "--position": Question(
            "position", "Role you applied for", "--position", Line, default=lambda _: advert_title or None
        ),
        "--at": Question("at", "When it began, in their local time (2026-11-12 14:00)", "--at", OPTION_TYPES["at"]),
        "--zone": _zone_question(),
    }  # fmt: skip
    return [all_questions[option] for option in data.missing_options if option in all_questions]


def _zone_question(is_wanted: Callable[[Mapping[str, str]], bool] = lambda _: True) -> Question:
    return Question(
        "zone",
        "Their time zone (America/Denver, or Denver)",
        "--zone",
        OPTION_TYPES["zone"],
        is_wanted=is_wanted,
    )


def _list_place_questions(
    answers: TypedAnswers, data: InterviewData, sources: InterviewSources
) -> list[Question]:
    """Return the questions about country, zone and language.

    The zone is asked for only if the country has several.
    """
    home = sources.home.country
    questions = []
    if not answers.country and not data.country and home:
        questions.append(
            Question("country", "Their country (Germany, or DE)", "--country", OPTION_TYPES["country"],
                     default=lambda _: home)
        )  # fmt: skip
    if not data.zone and "--zone" not in data.missing_options:
        questions.append(
            _zone_question(lambda typed: _needs_zone(typed.get("country") or data.country, home))
        )
    if not answers.language:
        questions.append(
            Question(
                "language", "Language to write in (en, de, fr, es)", "--language", OPTION_TYPES["language"],
                default=lambda typed: sources.guess_language(typed.get("country") or data.country),
            )
        )  # fmt: skip
    return questions


def _needs_zone(country: str | None, home: str | None) -> bool:
    return bool(country and home and country[:2] != home[:2] and find_zone_of_country(country) is None)


# --- the people


def _ask_people(answers: TypedAnswers, sources: InterviewSources) -> TypedAnswers:
    if not answers.takes_all:
        present, absent = ask_attendance(sources.merge(answers).people)
        answers = replace(answers, people=(*answers.people, *present), absent=absent)
    while people_options := {"--name", "--email"} & {*sources.merge(answers).missing_options}:
        people = sources.merge(answers).people
        without_email = next((p for p in people if p.name and not p.email), None)
        if without_email and "--name" not in people_options:
            person = Person(name=without_email.name, email=ask_email(without_email.name))
        else:
            person = ask_first_interviewer()
        answers = replace(answers, people=(*answers.people, person))
    if sources.asks_details:
        answers = replace(answers, people=(*answers.people, *ask_more_people()))
        if sources.invitation and (lead := ask_lead(sources.merge(answers).people)):
            answers = replace(answers, people=(lead, *answers.people))
    return answers


# --- details that improve the mails


def _ask_details(answers: TypedAnswers, sources: InterviewSources) -> TypedAnswers:
    if not sources.asks_details:
        return answers
    data = sources.merge(answers)
    people = [p for p in data.people if p.is_confirmed]
    if any(not p.fact and p.role is not ContactRole.AGENCY for p in people):
        message(_FACT_HINT)
    typed = ask_in_turn(
        [*_list_people_questions(people), *_list_role_questions(data, sources)], memory=sources.memory
    )
    details = [_read_details(person, number, typed) for number, person in enumerate(people)]
    return replace(
        answers,
        people=(*answers.people, *details),
        keywords=answers.keywords or split_words(typed.get("keywords", "")),
        requisition=answers.requisition or typed.get("requisition", ""),
        strengths=answers.strengths or _ask_strengths(),
    )


def _read_details(person: Person, number: int, typed: Mapping[str, str]) -> Person:
    """Return the typed details of one person."""
    post = typed.get(f"post {number}", "")
    return Person(
        name=person.name,
        email=person.email,
        fact=typed.get(f"fact {number}", ""),
        phone=typed.get(f"phone {number}", ""),
        postal_address=parse_post(post) if post else None,
    )


def _list_people_questions(people: list[Person]) -> list[Question]:
    questions = [
        Question(f"fact {n}", f"What did you speak about with {p.name}? Enter for nothing", "--fact", Line, is_optional=True)
        for n, p in enumerate(people) if not p.fact and p.role is not ContactRole.AGENCY
    ]  # fmt: skip
    if people and not people[0].phone:
        questions.append(
            Question("phone 0", f"Phone of {people[0].name}, for the call on day five, Enter for none", "--phone", Line, is_optional=True)
        )  # fmt: skip
    if people and not people[0].postal_address and people[0].role is not ContactRole.AGENCY:
        questions.append(
            Question("post 0", f"Postal address of {people[0].name} for the letter (Street 1, 10115 Berlin), Enter for none",
                     "--post", Annotated[Line, AfterValidator(check_post)], is_optional=True)
        )  # fmt: skip
    return questions


def _list_role_questions(data: InterviewData, sources: InterviewSources) -> list[Question]:
    questions: list[Question] = []
    advert = sources.advert
    if not data.keywords:
        proposal = ", ".join(advert.keywords) if advert else None
        questions.append(
            Question("keywords", "The role's most important words (Kafka, SQL), Enter for none", "--keywords", Line,
                     default=lambda _: proposal or None, is_optional=True)
        )  # fmt: skip
    if not data.requisition:
        number = advert.requisition if advert else None
        questions.append(
            Question("requisition", "Their number of the vacancy, Enter for none", "--requisition", Line,
                     default=lambda _: number or None, is_optional=True)
        )  # fmt: skip
    return questions


def _ask_strengths() -> tuple[str, ...]:
    strengths: list[str] = []
    while len(strengths) < MAX_STRENGTHS:
        question = "Another one" if strengths else _STRENGTH_QUESTION
        answer: Any = ask_line(f"{question}, Enter for none", is_optional=True)
        if not answer:
            break
        strengths.append(answer)
    return tuple(strengths)
