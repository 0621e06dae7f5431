"""Renders the exact text of a mail: a template and an interview's facts become a subject and a body.

Pure: no file is read here, and neither clock nor chance is used. A template that cannot be rendered completely is not
rendered at all. So no blank, no "None" and no `{{` ever reaches a person.
"""

from __future__ import annotations

import re
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from followupd.config.plain_text import UNREADABLE
from followupd.errors import TemplateFault
from followupd.writing.language.apostrophes import match_apostrophes
from followupd.writing.language.employer_name import (
    approach_employer,
    give_employer,
    locate_employer,
    name_employer,
    own_employer,
)
from followupd.writing.language.job_phrase import name_german_post, name_post, name_role
from followupd.writing.language.job_title import french_de, list_matters
from followupd.writing.mail.mime import MailText
from followupd.writing.template_values import capitalize_first, end_sentence, join_items, make_sentence

if TYPE_CHECKING:
    from jinja2 import Environment, Template
    from jinja2.runtime import Context


SIZE_LIMIT = 100_000  # characters of a template, and of its result; a letter has two thousand
SUBJECT_LIMIT = 200  # characters; mail programs show about 70
# Python's empty value, in a text where `finalize` did not see it ("a" ~ none). "None of us" is English.
NONE_WORD = re.compile(r"None\b(?! of\b)")


@dataclass(frozen=True, slots=True)
class TemplateRules:
    """What followupd does with a template of this name, beside rendering it."""

    parts: frozenset[str] = frozenset()  # the parts that its text must contain; see lint_parts
    # The template used instead, after a day that the company named has passed.
    after_promise: str | None = None


# By the template's name, with the contact's role if that matters. The lead's mail of thanks also asks for a call.
TEMPLATES: Mapping[str, TemplateRules] = {
    "thank-you.interviewer": TemplateRules(
        frozenset({"thanks", "interest", "fact", "skill", "keywords", "phone"})
    ),
    "thank-you.met": TemplateRules(frozenset({"thanks", "interest", "fact"})),
    "thank-you.helped": TemplateRules(frozenset({"thanks"})),
    "thank-you.agency": TemplateRules(frozenset({"thanks", "interest", "phone"})),
    "check-in": TemplateRules(frozenset({"interest"}), after_promise="promise-passed"),
    "check-in-2": TemplateRules(frozenset({"interest"}), after_promise="promise-passed"),
    "promise-passed": TemplateRules(frozenset({"interest"})),
    "last-note": TemplateRules(frozenset({"thanks", "interest"})),
    "rejected": TemplateRules(frozenset({"thanks"})),
    "no-show": TemplateRules(frozenset({"interest"})),
    "letter": TemplateRules(frozenset({"interest", "skill", "keywords"})),
}
NO_RULES = TemplateRules()  # of a template that the user has named


# No mail needs them, and lipsum() produces text without end.
_NEEDLESS_GLOBALS = ("lipsum", "cycler", "joiner")


class _TemplateRefused(Exception):
    """A template does something that is not allowed; the message names what to do instead."""


def render_template(source: str, values: Mapping[str, object], name: str) -> MailText:
    """Render a template: `Subject: …`, a blank line, the body. Paragraphs keep their length, gaps close to one line.

    `values` come from `build_template_values`; `name` is the template's name in fault messages. Raises TemplateFault.
    """
    if len(source) > SIZE_LIMIT:
        raise TemplateFault(f"{name}: is longer than {SIZE_LIMIT} characters; a mail has about a thousand")
    head, body = _split_source(_spell_source(source, str(values.get("locale", ""))), name)
    subject = match_apostrophes(_check_subject(_fill_source(head, values, name).strip(), name), values)
    # Two line feeds in place of the subject and the blank line, so that line numbers stay those of the file.
    text = match_apostrophes(_tidy_body(_fill_source("\n\n" + body, values, name)), values)
    _refuse_leftovers(f"{subject}\n{text}", source, name)
    if not text:
        raise TemplateFault(f"{name}:3: the body is empty; write the mail below the blank line")
    return MailText(subject, text + "\n")


def _spell_source(source: str, locale_name: str) -> str:
    """Return a template in the spelling of its country, since Switzerland and Liechtenstein have no ß."""
    return source.replace("ß", "ss") if locale_name in ("de_CH", "de_LI") else source


def _split_source(source: str, name: str) -> tuple[str, str]:
    """Split the source before anything is filled in, so that no value can move a line from the subject to the body."""
    lines = source.removeprefix("\ufeff").replace("\r\n", "\n").split("\n", 2)
    match = re.fullmatch(r"Subject:[ \t]*(\S.*)", lines[0])
    if not match:
        raise TemplateFault(
            f"{name}:1: is no subject; the first line reads 'Subject: Thank you for your time'"
        )
    if len(lines) != 3 or lines[1].strip():  # noqa: PLR2004 - subject, blank, body
        raise TemplateFault(f"{name}:2: is not blank; leave one empty line between the subject and the body")
    return match[1], lines[2]


def _check_subject(subject: str, name: str) -> str:
    if "\n" in subject or UNREADABLE.search(subject):
        raise TemplateFault(
            f"{name}:1: the subject holds a line break or control character; keep it on one line"
        )
    if not subject or len(subject) > SUBJECT_LIMIT:
        raise TemplateFault(
            f"{name}:1: the subject has {len(subject)} characters; give it 1 to {SUBJECT_LIMIT}"
        )
    if "=?" in subject:  # RFC 2047 §2: mail programs would decode it
        raise TemplateFault(f"{name}:1: the subject holds '=?', which mail programs decode; write the words")
    return re.sub(r"\s+", " ", subject)


def _tidy_body(text: str) -> str:
    lines = "\n".join(line.rstrip() for line in text.split("\n"))
    closed_gaps = re.sub(r"\n{3,}", "\n\n", lines).strip("\n")
    return re.sub(
        r"(?<![.])\.\.(?![.])", ".", closed_gaps
    )  # after "Initech S.A." the sentence has its full stop already


def _refuse_leftovers(text: str, source: str, name: str) -> None:
    """Raise TemplateFault for a text that a reader would see as a machine's mistake."""
    if match := UNREADABLE.search(text):
        raise TemplateFault(f"{name}: holds the control character {match[0]!a}; take it out")
    if match := re.search(r"\{\{|\{%|\{#|\}\}|%\}|#\}", text):
        raise TemplateFault(f"{name}: still shows {match[0]!r} when filled in; close it, or take it out")
    if len(NONE_WORD.findall(text)) > len(NONE_WORD.findall(source)):
        raise TemplateFault(
            f"{name}: says 'None' where a value is missing; put {{% if … %}} around that place"
        )


def _fill_source(source: str, values: Mapping[str, object], name: str) -> str:
    from jinja2 import TemplateSyntaxError

    try:
        return "".join(_limit_output(_compile_source(source).generate(**dict(values))))
    except TemplateSyntaxError as error:
        raise TemplateFault(
            f"{name}:{error.lineno}: {_lower_first(error.message or 'cannot be read')}"
        ) from error
    except (
        Exception
    ) as error:  # a template's expression may raise anything, and that is not a bug of followupd
        raise TemplateFault(f"{_fault_location(name, error)}: {_fault_reason(error, values)}") from error


@lru_cache(maxsize=64)
def _compile_source(source: str) -> Template:
    """Compile a template once. Every mail is compared with its neighbours', so templates are rendered many times."""
    return _build_environment().from_string(source)


def _limit_output(pieces: Iterable[str]) -> Iterator[str]:
    """Stop a template that produces text without end."""
    total = 0
    for piece in pieces:
        total += len(piece)
        if total > SIZE_LIMIT:
            raise _TemplateRefused(f"fills more than {SIZE_LIMIT} characters; a mail has about a thousand")
        yield piece


def _fault_location(name: str, error: Exception) -> str:
    """Return `name:line`; jinja2 adds the template's own frames to the traceback."""
    frames = traceback.walk_tb(error.__traceback__)
    lines = [line for frame, line in frames if frame.f_code.co_filename == "<template>"]
    return f"{name}:{lines[-1]}" if lines else name


def _fault_reason(error: Exception, values: Mapping[str, object]) -> str:
    from jinja2.exceptions import SecurityError, UndefinedError

    match error:
        case _TemplateRefused():
            return str(error)
        case UndefinedError():
            return _explain_unknown(str(error), values)
        case SecurityError():
            return f"reaches for what a template may not touch ({error!s}); print plain values only"
        case TypeError() if "no loader" in str(error):
            return "includes another file; a template is one file, so copy the text in"
        case _:
            return f"cannot be computed ({_lower_first(str(error))}); check the expression"


def _explain_unknown(message: str, values: Mapping[str, object]) -> str:
    import difflib

    names = re.findall(r"'([^']*)'", message)
    if not names:
        return f"{_lower_first(message)}; put {{% if … %}} around it"
    word = names[-1]
    close_names = difflib.get_close_matches(word, sorted(_value_names(values)), n=1)
    advice = f"did you mean {close_names[0]!r}?" if close_names else f"there is {', '.join(sorted(values))}"
    return f"no value is called {word!r}; {advice}"


def _value_names(values: Mapping[str, object]) -> set[str]:
    groups = (value for value in values.values() if isinstance(value, Mapping))
    return {*values, *(key for value in groups for key in value)}


def _lower_first(text: str) -> str:
    return text[:1].lower() + text[1:].rstrip(".")


def _check_printable(value: Any) -> Any:
    """Raise _TemplateRefused for a value that must not be in a mail; jinja2 calls this before it prints a value."""
    from jinja2 import Undefined

    if isinstance(value, Undefined):
        return value  # it raises by itself, with its name
    if value is None:
        raise _TemplateRefused(
            "has no value here; put {% if … %} around it, or give it in the interview's file"
        )
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise _TemplateRefused(f"prints a {type(value).__name__}, not words; join a list with '| listed'")
    if not str(value).strip():
        raise _TemplateRefused(
            "prints an empty value; put {% if … %} around it, or give it in the interview's file"
        )
    return value


@cache
def _build_environment() -> Environment:
    from jinja2 import StrictUndefined, pass_context
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    class Sandbox(ImmutableSandboxedEnvironment):
        # The sandbox limits range() but not 9**9**9 or "a" * 10**9.
        intercepted_binops = frozenset({"*", "**"})

        def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
            if operator == "**" or not all(isinstance(side, int | float) for side in (left, right)):
                raise _TemplateRefused(
                    f"computes with {operator!r}; a mail needs no more than numbers times numbers"
                )
            return super().call_binop(context, operator, left, right)

    environment = Sandbox(
        undefined=StrictUndefined,
        finalize=_check_printable,
        autoescape=False,  # plain text; the HTML part is made from the text, and escaped there
        trim_blocks=True,
        lstrip_blocks=True,
    )

    for name in _NEEDLESS_GLOBALS:
        del environment.globals[name]

    @pass_context
    def in_language(words: Context, items: Iterable[str]) -> str:
        return join_items(items, str(words.get("locale", "en_GB")))

    def for_language(name_text: Callable[[str, str], str]) -> Callable[[Context, str], str]:
        @pass_context
        def name_in_language(words: Context, text: str) -> str:
            return name_text(text, str(words.get("language", "en")))

        return name_in_language

    environment.filters.update(
        listed=in_language, ended=end_sentence, sentence=make_sentence, de=french_de, role=name_role, capital=capitalize_first,
        stelle=name_german_post, post=for_language(name_post), named=for_language(name_employer), at=for_language(locate_employer),
        matters=list_matters, dative=for_language(give_employer), to=for_language(approach_employer), of=for_language(own_employer),
    )  # fmt: skip
    return environment
