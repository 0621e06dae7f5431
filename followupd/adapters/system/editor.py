"""Opens a copy of a text in the user's own editor."""

from __future__ import annotations

import os
import shlex
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from followupd.errors import UsageError

DEFAULT_EDITOR = "sensible-editor"  # Debian's command: the user's choice, else nano or vi
FALLBACK_EDITOR = "vi"


def edit_text(text: str, *, extension: str) -> str | None:
    """Return a text as the user saved it in their editor ($VISUAL, $EDITOR), or None if they did not save.

    The copy is in a folder that nobody else may enter (0700). Raises UsageError if no editor starts or it fails.
    """
    with TemporaryDirectory(prefix="followupd-") as folder:
        path = Path(folder) / f"text{extension}"
        path.write_text(text, encoding="utf-8")
        saved_at = path.stat().st_mtime_ns
        _run_editor(path)
        return None if path.stat().st_mtime_ns == saved_at else path.read_text(encoding="utf-8")


def _run_editor(path: Path) -> None:
    own_editor = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    for command in [own_editor] if own_editor else [DEFAULT_EDITOR, FALLBACK_EDITOR]:
        try:
            done = subprocess.run([*shlex.split(command), str(path)], check=False)  # noqa: S603 - the user's own program
        except FileNotFoundError:
            continue
        except (OSError, ValueError) as fault:
            raise UsageError(f"the editor {command!r} does not start: {fault}") from None
        if done.returncode:
            raise UsageError(
                f"the editor {command!r} ended with status {done.returncode}; nothing was changed"
            )
        return
    raise UsageError(
        f"there is no editor {own_editor or FALLBACK_EDITOR!r}; name yours: EDITOR=nano followupd edit …"
    )
