"""Puts a fault that pydantic found into a sentence: what is wrong, and what would be right. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from followupd.config.model import Config

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pydantic_core import ErrorDetails


def describe_faults(errors: Sequence[ErrorDetails]) -> list[tuple[tuple[int | str, ...], str]]:
    """Return each fault with its path. A misspelt key is one fault, although the right key is missing as well."""
    unknown = [e["loc"] for e in errors if e["type"] == "extra_forbidden"]
    misspelt = {(*loc[:-1], _find_similar_key(loc)) for loc in unknown}
    return [
        (e["loc"], describe_fault(e)) for e in errors if e["type"] != "missing" or e["loc"] not in misspelt
    ]


def describe_fault(details: ErrorDetails) -> str:
    """Return the sentence for one fault."""
    kind, context = details["type"], details.get("ctx", {})
    # Faults are logged and mailed. So a value that may be a secret by mistake is not quoted.
    is_secret = not {"secret", "auth"}.isdisjoint(details["loc"])
    if not is_secret and (sentence := _describe_in_our_words(details)):
        return sentence
    match kind:
        case "extra_forbidden":
            return _unknown_key_sentence(details["loc"])
        case "missing":
            return f"is missing; {_describe_expected(details['loc'])}"
        case "value_error":
            return str(context.get("error", details["msg"]))
        case "enum" | "literal_error":
            return f"{'it' if is_secret else repr(details['input'])} is not one of {context.get('expected')}"
        case _:
            message = details["msg"][:1].lower() + details["msg"][1:]
            quote = "" if is_secret else f" (it is {details['input']!r})"
            return f"{message}{quote}; {_describe_expected(details['loc'])}"


def _describe_in_our_words(details: ErrorDetails) -> str:
    """Return followupd's own sentence for a fault whose message by the library does not help.

    Return an empty text for any other fault.
    """
    kind, value = details["type"], details["input"]
    if kind == "too_long":
        context = details.get("ctx", {})
        limit, count = context.get("max_length"), context.get("actual_length")
        return f"holds {count} entries, and {limit} are the most; {_describe_expected(details['loc'])}"
    if kind in {"string_type", "bool_type"}:
        return _describe_type_fault(kind, value)
    if kind != "string_pattern_mismatch":
        return ""
    pattern = str(details.get("ctx", {}).get("pattern"))
    if details["loc"][-1] == "id":
        return _describe_bad_name(str(value))
    choices = pattern.strip("^()$").replace("|", " or ")
    return f"{value!r} is not known here; write {choices}" if "|" in pattern else ""


def _describe_type_fault(kind: str, value: Any) -> str:
    """Return the sentence for a value of another type, with what to write instead."""
    if kind == "bool_type":
        return f"must be true or false (it is {value!r})"
    if isinstance(value, dict):
        pairs = ", ".join(f"{key}: {part}" for key, part in value.items())
        return f'must be text, and a colon makes it something else; put it in quotes: "{pairs}"'
    if isinstance(value, list):
        return f"must be one text, not a list (it is {value!r}); write one line without - and []"
    return f'must be text (it is {value!r}); put it in quotes: "{value}"'


def _describe_bad_name(name: str) -> str:
    """Return the sentence for a file or an id with a name that is not allowed."""
    from followupd.config.name_keys import make_slug

    return (
        f"{name!r} is no name for an interview: a-z, 0-9, dots and dashes, at most 64; rename the file,"
        f" for example {make_slug(name)}.yaml"
    )


def find_unknown_keys(paths: Iterable[tuple[int | str, ...]]) -> Iterator[tuple[tuple[int | str, ...], str]]:
    """Yield each of these paths whose key is unknown, and the sentence for it."""
    for path in paths:
        has_free_names = path[:-1] == ("cadences",)
        if not has_free_names and str(path[-1]) not in fields_at(path[:-1]):
            hint = (
                "; if it belongs to the text before it, write that in quotes" if " " in str(path[-1]) else ""
            )
            yield path, f"{_unknown_key_sentence(path)}{hint}"


def _unknown_key_sentence(loc: tuple[int | str, ...]) -> str:
    similar_key = _find_similar_key(loc)
    remedy = (
        f"did you mean {similar_key}?"
        if similar_key
        else f"known are {', '.join(sorted(fields_at(loc[:-1])))}"
    )
    return f"is no known key; {remedy}"


def _find_similar_key(loc: tuple[int | str, ...]) -> str | None:
    import difflib

    return next(iter(difflib.get_close_matches(str(loc[-1]), sorted(fields_at(loc[:-1])), n=1)), None)


def _describe_expected(loc: tuple[int | str, ...]) -> str:
    info = fields_at(loc[:-1]).get(str(loc[-1])) if loc else None
    if info is None:
        return "see config.example.yaml"
    example = f", for example {info.examples[0]}" if info.examples else ""
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
