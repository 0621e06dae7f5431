"""Puts a fault that pydantic found into a sentence: what is wrong, and what would be right. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from followupd.config.model import Config
from followupd.config.name_keys import make_slug
from followupd.config.value_faults import (
    describe_no_text,
    describe_value_fault,
    show_value,
    suggest_list,
    write_part,
    write_value,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pydantic_core import ErrorDetails

    from followupd.config.validation import LocatedFault
    from followupd.config.yaml_source import KeyPath

_NAME_RULE = "a-z, 0-9, dots and dashes, at most 64"
_INTERVIEW_ID_DEPTH = 3  # interviews, a number, id


# Parts of a path that pydantic adds for a value with several forms; no file has such keys.
_FORM_NAMES = ("constrained-str", "list[Step]")
_SECRET_KEYS = ("keyring", "credential", "command")


def describe_faults(errors: Sequence[ErrorDetails]) -> list[LocatedFault]:
    """Return each fault with its path. A misspelt key is one fault, although the right key is missing as well."""
    unknown = [e["loc"] for e in errors if e["type"] == "extra_forbidden"]
    misspelt = {(*loc[:-1], _find_similar_key(loc)) for loc in unknown}
    faults = [
        (_remove_form_names(e["loc"]), describe_fault(e))
        for e in errors
        if not (e["type"] == "missing" and e["loc"] in misspelt) and not _is_other_form(e)
    ]
    return list(dict.fromkeys(faults))


def _is_other_form(details: ErrorDetails) -> bool:
    """Return whether a fault is that a list of steps is no name: the file has chosen the list."""
    return details["loc"][-1:] == ("constrained-str",) and isinstance(details["input"], list)


def _remove_form_names(loc: KeyPath) -> KeyPath:
    """Return the path of a fault as the keys of the file make it."""
    path: KeyPath = ()
    for part in loc:
        is_kind_of_secret = part in _SECRET_KEYS and (path[-1:] == ("secret",) or path[-2:-1] == ("push",))
        if part not in _FORM_NAMES and not is_kind_of_secret:
            path = (*path, part)
        elif is_kind_of_secret:
            path = (*path, "")  # so that the key behind it is not removed as well
    return tuple(part for part in path if part != "")


def describe_fault(details: ErrorDetails) -> str:
    """Return the sentence for one fault."""
    # Faults are logged and mailed. So a value that may be a secret by mistake is not quoted.
    is_secret = not {"secret", "auth", "push"}.isdisjoint(details["loc"])
    loc = _remove_form_names(details["loc"])
    context = details.get("ctx", {})
    match details["type"]:
        case "extra_forbidden":
            return _unknown_key_sentence(loc)
        case "missing":
            return f"is missing; {_describe_expected(loc)}"
        case "value_error":
            return str(context.get("error", details["msg"]))
        case "enum" | "literal_error":
            return f"{'it' if is_secret else repr(details['input'])} is not one of {context.get('expected')}"
        case _:
            return _describe_bad_value(details, loc, is_secret=is_secret)


def _describe_bad_value(details: ErrorDetails, loc: KeyPath, *, is_secret: bool) -> str:
    """Return the sentence for a value of the wrong type, size or form."""
    kind, value = details["type"], details["input"]
    if "cadence" in loc[-1:]:
        return "must be the name of a cadence, or a list of steps, each with id, channel and when"
    if kind in {"dict_type", "model_type", "model_attributes_type"}:
        return f"must hold keys and values{show_value(details, is_secret=is_secret)}; {_describe_keys(loc)}"
    if kind == "string_pattern_mismatch":
        return _describe_bad_pattern(details, loc, is_secret=is_secret)
    if kind == "string_type":
        return describe_no_text(details, is_secret=is_secret)
    is_shown_list = kind == "list_type" and not is_secret
    remedy = _describe_entries(loc, value) if is_shown_list else _describe_expected(loc)
    return f"{describe_value_fault(details, is_secret=is_secret)}; {remedy}"


def _describe_entries(loc: KeyPath, value: Any) -> str:
    """Return how to write a list at this path: an example of its entries, or the value as a list."""
    has_keys = loc[:-1] == ("cadences",) or fields_at(loc) != fields_at(loc[:-1])
    if not has_keys:
        return suggest_list(value) or _describe_expected(loc)
    if isinstance(value, dict) and value:
        return 'put "- " before the first key of each entry'
    return f"each entry begins with a dash; {_describe_keys(loc)}"


def _describe_bad_pattern(details: ErrorDetails, loc: KeyPath, *, is_secret: bool) -> str:
    """Return the sentence for a text with characters that are not allowed, or that is no choice."""
    value, pattern = str(details["input"]), str(details.get("ctx", {}).get("pattern"))
    if loc[-1] == "id" and loc[0] == "interviews" and len(loc) == _INTERVIEW_ID_DEPTH:
        return f"{value!r} is no name for an interview: {_NAME_RULE}; rename the file, for example {make_slug(value)}.yaml"
    if "|" in pattern:
        return f"{value!r} is not known here; write {pattern.strip('^()$').replace('|', ' or ')}"
    if is_secret:
        return f"it is no name; {_NAME_RULE}"
    return f"{value!r} is no name; {_NAME_RULE}, for example {make_slug(value)}"


def _describe_keys(loc: KeyPath) -> str:
    """Return an example of the keys below a path, made of those that must be there; or the names of all."""
    if loc == ("cadences",):
        return "each key is the name of a cadence"
    if "secret" in loc or "push" in loc:
        return "write {keyring: followupd}, {credential: followupd} or {command: [pass, show, mail]}"
    fields = fields_at(loc)
    required = {name: info for name, info in fields.items() if info.is_required()}
    if required and all(info.examples for info in required.values()):
        return f"for example {write_value({name: info.examples[0] for name, info in required.items()})}"
    return f"its keys are {', '.join(required or fields)}"


def find_unknown_keys(paths: Iterable[tuple[int | str, ...]]) -> Iterator[tuple[tuple[int | str, ...], str]]:
    """Yield each of these paths whose key is unknown, and the sentence for it."""
    for path in paths:
        has_free_names = path[:-1] == ("cadences",)
        if not has_free_names and str(path[-1]) not in fields_at(path[:-1]):
            hint = (
                "; if it belongs to the text before it, write that in quotes" if " " in str(path[-1]) else ""
            )
            yield path, f"{_unknown_key_sentence(path)}{hint}"


def _unknown_key_sentence(loc: KeyPath) -> str:
    key, known = str(loc[-1]), fields_at(loc[:-1])
    if not key.isprintable() or "\u00a0" in key:
        return "holds an invisible character; type the key again, by hand"
    if ":" in key:
        return f"is no known key; put a space behind the colon: {key.replace(':', ': ', 1)}"
    if key in known:
        return f"does not go with the key beside it; keep one of {', '.join(sorted(known))}"
    if "secret" not in loc and (home := _find_home(loc)):
        return f"is no known key here; it belongs {home}"
    similar_key = _find_similar_key(loc)
    remedy = f"did you mean {similar_key}?" if similar_key else f"known are {', '.join(sorted(known))}"
    return f"is no known key; {remedy}"


def _find_home(loc: KeyPath) -> str:
    """Return where a key belongs that stands at the wrong place; an empty text if no part has such a key."""
    key = str(loc[-1])
    depths = [depth for depth in range(len(loc) - 1, -1, -1) if isinstance(loc[depth], str)]
    for depth in depths:
        path = loc[:depth]
        is_in_other_file = loc[0] == "interviews" and depth == 0
        if key in fields_at(path):
            return "into config.yaml" if is_in_other_file else f"beside {loc[depth]}:"
        parts = [f"{name}:" for name in fields_at(path) if key in fields_at((*path, name))]
        if parts:
            return f"below {' or '.join(parts)}{' in config.yaml' if is_in_other_file else ''}"
    return ""


def _find_similar_key(loc: KeyPath) -> str | None:
    import difflib

    by_small_letters = {name.lower(): name for name in sorted(fields_at(loc[:-1]))}
    key = str(loc[-1]).lower().partition(":")[0]
    close = difflib.get_close_matches(key, by_small_letters, n=1)
    return by_small_letters[close[0]] if close else None


def _describe_expected(loc: tuple[int | str, ...]) -> str:
    info = fields_at(loc[:-1]).get(str(loc[-1])) if loc else None
    if info is None:
        return "see config.example.yaml"
    example = f", for example {write_part(info.examples[0])}" if info.examples else ""
    return f"{(info.description or 'a value').rstrip('.')}{example}"


def fields_at(loc: Sequence[int | str]) -> dict[str, Any]:
    """Return the fields of the model at a path, by name."""
    models: list[type[BaseModel]] = [Config]
    for name in (part for part in loc if isinstance(part, str)):
        models = _inner_models(models, name) or [m for m in models if m.__name__ == name] or models
    return {name: info for model in models for name, info in model.model_fields.items()}


def _inner_models(models: Iterable[type[BaseModel]], name: str) -> list[type[BaseModel]]:
    """Return the models of the field of that name."""
    infos = [m.model_fields[name] for m in models if name in m.model_fields]
    return [model for info in infos for model in _nested_models(info.annotation)]


def _nested_models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in getattr(annotation, "__args__", ()):
        yield from _nested_models(inner)
