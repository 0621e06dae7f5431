"""A verdict as one object per file, for people and programs that read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from followupd.inbound.verdict import Verdict


def classified(file: str, verdict: Verdict) -> dict[str, str | None]:
    """Return `{"file", "kind", "action", "why", "return_date", "intent"}`; the date in ISO form, null where there is none."""
    return {
        "file": file,
        "kind": verdict.kind.value,
        "action": verdict.action.value,
        "why": verdict.why,
        "return_date": verdict.return_date.isoformat() if verdict.return_date else None,
        "intent": verdict.intent.value if verdict.intent else None,
    }
