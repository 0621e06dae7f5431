"""Reads strangers' files in a process of its own: a card, a photo or an invitation might take forever to read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter

from followupd.adapters.workers.process import NoAnswer, WorkerFault, ask_once
from followupd.adapters.workers.serving import serve_questions
from followupd.errors import UsageError
from followupd.setup.importers.records import Card, Invitation

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_CARDS = TypeAdapter(list[Card])
_INVITATION = TypeAdapter(Invitation)


def read_cards(path: Path) -> list[Card]:
    """Return the cards of a .vcf file.

    Raises UsageError, which names the file, and Unreachable if no process can be started.
    """
    return _CARDS.validate_json(_ask_worker("cards", path))


def read_photo(path: Path) -> Card:
    """Return the card on a photograph. Raises what `read_cards` raises."""
    (card,) = _CARDS.validate_json(_ask_worker("photo", path))
    return card


def read_invitation(path: Path, own_addresses: Iterable[str], own_name: str) -> Invitation:
    """Return a usable invitation in an .ics file. Raises what `read_cards` raises."""
    return _INVITATION.validate_json(_ask_worker("invitation", path, tuple(own_addresses), own_name))


def read_invitation_mail(path: Path, own_addresses: Iterable[str], own_name: str) -> Invitation:
    """Return a usable invitation in a saved mail. Raises what `read_cards` raises."""
    return _INVITATION.validate_json(_ask_worker("mail", path, tuple(own_addresses), own_name))


def _ask_worker(function_name: str, path: Path, *arguments: object) -> bytes:
    try:
        return ask_once(__name__, function_name, path, *arguments)
    except WorkerFault as fault:
        raise UsageError(str(fault)) from fault
    except (NoAnswer, ValueError) as error:
        raise UsageError(f"{path}: cannot be read within its limits ({error}); type it in") from error


def _answer_question(_: object, function_name: str, *arguments: Any) -> bytes:
    path, *rest = arguments
    match function_name:
        case "cards":
            from followupd.setup.importers import vcard

            return _CARDS.dump_json(vcard.read_cards(path))
        case "photo":
            from followupd.setup.importers import card_photo

            return _CARDS.dump_json([card_photo.read_photo(path)])
        case "mail":
            from followupd.setup.importers.invitation import require_usable
            from followupd.setup.importers.invitation_mail import read_mail_invitation

            return _INVITATION.dump_json(require_usable(read_mail_invitation(path, *rest)))
        case _:
            from followupd.setup.importers import invitation

            return _INVITATION.dump_json(invitation.require_usable(invitation.read_invitation(path, *rest)))


if __name__ == "__main__":
    serve_questions(_answer_question)
