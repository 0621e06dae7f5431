"""Says what is wrong with a text that is no YAML, and on which line, in followupd's own words. Pure."""

from __future__ import annotations

from dataclasses import dataclass

import yaml
from yaml.reader import ReaderError


@dataclass(frozen=True, slots=True)
class YamlProblem:
    """What is wrong with the text, with the number of its line if it is known."""

    line: int | None
    sentence: str


_TAG_SENTENCE = "a text cannot begin with !; put it in quotes"
_ESCAPE_SENTENCE = "a backslash inside double quotes; use single quotes: 'C:\\path'"
# Messages of the library, and what they mean for a file.
_PROBLEMS = (
    ("mapping values are not allowed", 'a colon is inside a text; put the text in quotes: "Kafka: why not"'),
    ("sequence entries are not allowed", 'a list begins below its key; write "- " on a line of its own'),
    ("cannot start any token", "this character cannot begin a text (a tab, @, ` or %); indent by spaces, or put the text in quotes"),
    ("expected ':'", "the colon behind a key is missing, with a space behind it; or a text needs quotes"),
    ("but found '<scalar>'", "text stands behind a closed quote; within single quotes, write a quote twice: 'O''Brien'"),
    ("expected <block end>", "the indentation does not fit the lines above; put keys that belong together below each other"),
    ("expected ',' or", "a bracket is opened here and not closed, or a comma is missing; a list on one line is [one, two]"),
    ("unexpected end of stream", "a quote is opened here and not closed"),
    ("another document", "a line with --- begins a second document; take it out"),
    ("expected the node content", "a text cannot begin with this character; put it in quotes"),
    ("expected a comment or a line break", "text stands behind | or >; put it on the next line, with more spaces before it"),
    ("undefined alias", 'a text cannot begin with *; put it in quotes: "*"'),
    ("expected alphabetic or numeric", 'a text cannot begin with & or *; put it in quotes: "&"'),
    ("unknown escape character", _ESCAPE_SENTENCE),
    ("expected escape sequence", _ESCAPE_SENTENCE),
    ("could not determine a constructor", _TAG_SENTENCE),
    ("base64", _TAG_SENTENCE),
    ("special characters are not allowed", "there is an invisible character here; type the line again"),
)  # fmt: skip
# The library finds these only where the text ends or the next key begins. The fault is where the quote, the bracket or
# the key begins.
_FOUND_LATE = ("expected ':'", "expected ',' or", "unexpected end of stream")


def explain_yaml_error(error: yaml.YAMLError | RecursionError, text: str) -> YamlProblem:
    """Return what is wrong with this text, and what would be right."""
    match error:
        case yaml.MarkedYAMLError():
            return _explain_marked_error(error)
        case ReaderError():
            line = text.count("\n", 0, error.position) + 1
            return YamlProblem(
                line, f"holds an invisible character (U+{error.character:04X}); type the line again"
            )
        case RecursionError():
            return YamlProblem(None, "lists and keys are nested too deeply; a file needs about five levels")
        case _:
            return YamlProblem(None, f"{error}; the file must be UTF-8 text in YAML")


def _explain_marked_error(error: yaml.MarkedYAMLError) -> YamlProblem:
    problem = error.problem or error.context or ""
    is_found_late = any(part in problem for part in _FOUND_LATE)
    marks = (
        (error.context_mark, error.problem_mark)
        if is_found_late
        else (error.problem_mark, error.context_mark)
    )
    line = next((mark.line + 1 for mark in marks if mark), None)
    sentence = next((ours for theirs, ours in _PROBLEMS if theirs in problem), None)
    return YamlProblem(line, sentence or f"{problem}; check indentation, quotes and colons")
