"""The manual pages: python man/pages.py writes them beside this file.

followupd(1) is drawn from the commands, as `--help` is; followupd.yaml(5) from the model of the configuration, as
the JSON Schema is. A test compares, so that nothing is written twice.
"""

from __future__ import annotations

import inspect
from enum import Enum
from pathlib import Path
from types import UnionType
from typing import TYPE_CHECKING, Any, Literal, Union, get_args, get_origin, get_type_hints

from typer.main import get_command

from followupd import __version__, errors
from followupd.cli.app import METAVARS
from followupd.cli.main import app
from followupd.config.interview import Interview
from followupd.config.model import Config

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE = Path(__file__).resolve().parent

INTRODUCTION = """\
followupd thanks everyone you met in a job interview, reminds you to phone on the fifth day, sends a check-in,
prepares a letter to post, and ends with a friendly last note: never more than one reminder a week. It reads your inbox
all the time. As soon as somebody answers, it stops and tells you.

At worst a mail is not sent, and you are told. It is never sent twice, and never after they answered.

Data goes to standard output, talk to standard error.
"""
FORMAT = """\
followupd reads your YAML files and never writes over them. Edits take effect within twenty seconds, without a restart.
A file with an error keeps its last good state. You are told once, and nothing is sent for the interview whose meaning
is in doubt.

followupd check names every error at once, with its line. followupd check --schema and --interview-schema print the
same keys as JSON Schema, for editors. An unknown key is an error.

A key within another is written with a dot here: account.imap.host is host, below imap, below account. [] is each
entry of a list, NAME a name of yours.
"""
FILES = (
    ("~/.config/followupd/config.yaml", "The configuration; see followupd.yaml(5). -c names another."),
    ("~/.config/followupd/interviews/*.yaml", "The interviews, one a file; the file's name is its id."),
    ("~/.config/followupd/templates/", "Your own templates; each takes the place of the shipped one of the same name."),
    ("~/.config/followupd/relays.yaml", "Applicant-tracking systems that followupd does not know."),
    ("~/.local/state/followupd/followupd.sqlite3", "What has happened, and mails on their way. It cannot be made again."),
    ("~/.local/state/followupd/forecasts.json", "What was computed for the page and the commands. It may be removed."),
    ("~/.local/state/followupd/HOLD", "While this file is there, nothing is sent."),
)  # fmt: skip
ENVIRONMENT = (
    ("FOLLOWUPD_CONFIG", "The configuration file, where -c names none."),
    ("FOLLOWUPD_STATE", "The state directory."),
    ("XDG_CONFIG_HOME, XDG_STATE_HOME", "Used in place of ~/.config and ~/.local/state."),
    ("CONFIGURATION_DIRECTORY, STATE_DIRECTORY, CREDENTIALS_DIRECTORY, NOTIFY_SOCKET", "Set by systemd."),
    ("NO_COLOR", "If set, tables are plain."),
)


# --- roff


def text(words: str) -> str:
    """Return words as roff shows them: nothing in them is markup."""
    plain = words.replace("\\", "\\e").replace("-", "\\-").replace("'", "\\(aq").replace("^", "\\(ha")
    plain = plain.replace("~", "\\(ti").replace("`", "\\(ga").replace('"', "\\(dq")
    plain = "".join(c if c.isascii() else f"\\[u{ord(c):04X}]" for c in plain)
    return "\n".join("\\&" + line if line.startswith(".") else line for line in plain.split("\n"))


def bold(words: str) -> str:
    """Return words as they are typed."""
    return f"\\fB{text(words)}\\fR"


def italic(words: str) -> str:
    """Return words that stand for others."""
    return f"\\fI{text(words)}\\fR"


def entry(head: str, *lines: str) -> str:
    """Return one entry of a list: a head, already roff, and plain sentences."""
    return "\n".join([".TP", head, *(text(line) for line in lines if line)])


def paragraphs(words: str) -> Iterator[str]:
    """Return a docstring: its paragraphs, and its examples as they are typed."""
    for part in inspect.cleandoc(words).split("\n\n"):
        if part.startswith("Example:"):
            typed = [line.strip() for line in part.removeprefix("Example:").strip().split("\n")]
            yield "\n".join([".PP", "Example:", ".PP", ".RS 4", ".EX", *(text(line) for line in typed), ".EE", ".RE"])  # fmt: skip
        else:
            yield ".PP\n" + text(" ".join(part.split()))


def page(name: str, section: int, kind: str, *parts: str) -> str:
    """Return a whole page."""
    head = f'.\\" Written by man/pages.py: change the help texts or the model instead.\n.TH {name} {section} "" "followupd {__version__}" "{kind}"'
    return "\n".join([head, *parts]) + "\n"


# --- the program


def program() -> str:
    """Return followupd(1)."""
    group = get_command(app)
    return page(
        "FOLLOWUPD", 1, "User Commands",
        f".SH NAME\nfollowupd \\- {text(_small(app.info.help))}",
        f".SH SYNOPSIS\n{bold('followupd')} {italic('COMMAND')} [{italic('OPTION')}]... [{italic('ARGUMENT')}]...",
        ".SH DESCRIPTION", *paragraphs(INTRODUCTION),
        ".SH COMMANDS", *(part for name, command in list_commands(group, "followupd") for part in _command(name, command)),
        ".SH OPTIONS", entry(f"{bold('-h')}, {bold('--help')}", "Show the help of followupd, or of a command."),
        *(_option(parameter, {}) for parameter in group.params if parameter.name != "help"),
        ".SH EXIT STATUS", entry(bold("0"), "All is well."), *_statuses(),
        ".SH ENVIRONMENT", *(entry(bold(name), said) for name, said in ENVIRONMENT),
        ".SH FILES", *(entry(italic(name), said) for name, said in FILES),
        f".SH SEE ALSO\n{bold('followupd.yaml')}(5), {bold('systemctl')}(1), {bold('systemd-creds')}(1), {bold('keyring')}(1)",
    )  # fmt: skip


def list_commands(group: Any, path: str) -> Iterator[tuple[str, Any]]:
    """Return every command with the words that call it."""
    for name, command in sorted(group.commands.items()):
        if getattr(command, "commands", None):
            yield from list_commands(command, f"{path} {name}")
        elif not command.hidden:
            yield f"{path} {name}", command


def _command(name: str, command: Any) -> Iterator[str]:
    hints = get_type_hints(command.callback)
    arguments = [p for p in command.params if p.param_type_name == "argument"]
    options = [p for p in command.params if p.param_type_name == "option" and p.name != "help"]
    yield f".SS {bold(name)} {' '.join(_usage(argument) for argument in arguments)}".rstrip()
    yield from paragraphs(command.help or "")
    yield from (entry(_usage(argument), argument.help or "") for argument in arguments)
    yield from (_option(option, hints) for option in options)


def _usage(argument: Any) -> str:
    name = italic(argument.name.upper().rstrip("_")) + ("..." if argument.nargs == -1 else "")
    return name if argument.required else f"[{name}]"


def _option(option: Any, hints: dict[str, Any]) -> str:
    typed = sorted([*option.opts, *option.secondary_opts], key=len)
    value = "" if option.is_flag else f" {italic(placeholder(hints.get(option.name), typed[-1]))}"
    notes = [option.help or ""]
    if option.multiple:
        notes.append("May be given several times.")
    if not option.is_flag and isinstance(option.default, str | int) and option.default != "":
        notes.append(f"Default: {option.default}.")
    if isinstance(option.envvar, str):
        notes.append(f"Environment: {option.envvar}.")
    return entry(", ".join(bold(word) for word in typed) + value, " ".join(notes))


def placeholder(hint: Any, option: str) -> str:
    """Return what stands for an option's value: its choices, or what kind of thing it is."""
    if get_origin(hint) in (Union, UnionType):
        return placeholder(next(a for a in get_args(hint) if a is not type(None)), option)
    if get_origin(hint) is list:
        return placeholder(get_args(hint)[0], option)
    if get_origin(hint) is Literal:
        return "|".join(map(str, get_args(hint)))
    if isinstance(hint, type) and issubclass(hint, Enum):
        return "|".join(str(member.value) for member in hint)
    if hint is int:
        return "N"
    name = option.lstrip("-")
    return METAVARS.get(name) or ("FILE" if hint is Path else name.upper())


def _statuses() -> Iterator[str]:
    """Return the exit statuses, as the docstrings of the errors explain them."""
    kinds = {k.exit_status: k for k in vars(errors).values() if inspect.isclass(k) and issubclass(k, errors.FollowupdError)}  # fmt: skip
    for status, kind in sorted(kinds.items()):
        said = (
            "Any other error."
            if kind is errors.FollowupdError
            else str(kind.__doc__).split("\n", maxsplit=1)[0]
        )
        yield entry(bold(str(status)), said)


def _small(sentence: str | None) -> str:
    words = str(sentence or "")
    return (words[:1].lower() + words[1:]).rstrip(".")


# --- its configuration


def configuration() -> str:
    """Return followupd.yaml(5)."""
    return page(
        "FOLLOWUPD.YAML", 5, "File Formats",
        ".SH NAME\nfollowupd.yaml \\- the configuration of followupd",
        f".SH SYNOPSIS\n{italic('~/.config/followupd/config.yaml')}\n.br\n{italic('~/.config/followupd/interviews/*.yaml')}",
        ".SH DESCRIPTION", *paragraphs(FORMAT),
        ".SH CONFIG.YAML", *_keys(Config.model_json_schema()),
        ".SH INTERVIEWS", ".PP\n" + text("The keys of a file in interviews/, and of each entry of interviews: in config.yaml."),
        *_keys(Interview.model_json_schema()),
        ".SH EXAMPLE", ".PP\n.EX", text((HERE.parent / "config.example.yaml").read_text().strip()), ".EE",
        f".SH SEE ALSO\n{bold('followupd')}(1)",
    )  # fmt: skip


def _keys(schema: dict[str, Any]) -> Iterator[str]:
    for path, key, required in walk(schema, schema, ""):
        notes = [*describe_type(key, schema), *(["required"] if required else describe_default(key))]
        said = str(key.get("description", "")).rstrip(".")
        examples = ", ".join(str(e) for e in key.get("examples", ()) if isinstance(e, str))
        yield entry(
            f"{bold(path)} ({text(', '.join(notes))})",
            said + ("." if said else "") + (f" Example: {examples}" if examples else ""),
        )


def walk(
    node: dict[str, Any], schema: dict[str, Any], path: str
) -> Iterator[tuple[str, dict[str, Any], bool]]:
    """Yield every key below a node of the JSON Schema: its path, what is said about it, whether it is required."""
    for name, key in node.get("properties", {}).items():
        here = f"{path}.{name}" if path else name
        if path or name != "interviews":
            yield here, key, name in node.get("required", ())
            for suffix, below in _below(key, schema):
                yield from walk(below, schema, here + suffix)


def _below(key: dict[str, Any], schema: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the nodes in which a key's own keys stand, with what follows its name."""
    if "$ref" in key:
        key = schema["$defs"][key["$ref"].rpartition("/")[2]]
    for choice in (*key.get("anyOf", ()), *key.get("allOf", ())):
        yield from _below(choice, schema)
    for choice in key.get("oneOf", ()):  # one or the other: no key of theirs is required
        yield from ((suffix, node | {"required": ()}) for suffix, node in _below(choice, schema))
    if "properties" in key:
        yield "", key
    for word, suffix in (("items", "[]"), ("additionalProperties", ".NAME")):
        if isinstance(key.get(word), dict):
            yield from ((suffix + more, node) for more, node in _below(key[word], schema))


def describe_type(key: dict[str, Any], schema: dict[str, Any]) -> Iterator[str]:
    """Yield what a value may be, in plain words."""
    if "$ref" in key:
        key = schema["$defs"][key["$ref"].rpartition("/")[2]]
    choices = [t for c in (*key.get("anyOf", ()), *key.get("oneOf", ()), *key.get("allOf", ())) for t in describe_type(c, schema)]  # fmt: skip
    if choices:
        yield " or ".join(dict.fromkeys(t for t in choices if t != "null"))
    elif "enum" in key or "const" in key:
        yield " | ".join(map(str, key.get("enum", [key.get("const")])))
    elif key.get("type") == "array":
        yield f"list of {next(describe_type(key.get('items', {}), schema), 'values')}"
    elif "type" in key:
        words = {"object": "mapping", "string": "text", "integer": "number", "boolean": "true | false"}
        yield words.get(key["type"], key["type"])


def describe_default(key: dict[str, Any]) -> Iterator[str]:
    """Yield the default of a key, if it has a simple one."""
    default = key.get("default")
    if isinstance(default, bool):
        yield f"default {str(default).lower()}"
    elif isinstance(default, str | int):
        yield f"default {default}"


PAGES = {"followupd.1": program, "followupd.yaml.5": configuration}


def main() -> None:
    """Write the pages, and the reference in docs/."""
    import reference

    for name, made in PAGES.items():
        (HERE / name).write_text(made())
    reference.main()


if __name__ == "__main__":
    main()
