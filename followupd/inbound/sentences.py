"""The sentences of a text, folded, and a filter for those about the writer's own absence."""

from __future__ import annotations

from followupd.inbound.parsing.text import fold_text
from followupd.inbound.phrases import return_days as say
from followupd.inbound.phrases.auto_reply import ABSENCE


def split_sentences(text: str) -> list[str]:
    """Split a text into at most 200 folded sentences. Dots in dates and abbreviations end no sentence."""
    plain = say.ABBREVIATION.sub(r"\1", text.replace("\r", ""))
    return [
        " ".join(fold_text(piece).split()) for piece in say.SENTENCE_END.split(plain)[:200] if piece.strip()
    ]


def cut_signature(text: str) -> str:
    """Return the text above the line at which a signature begins; the whole text if nothing is above it."""
    signature = say.SIGNATURE.search(text)
    return text[: signature.start()] if signature and text[: signature.start()].strip() else text


def keep_own_sentences(all_sentences: list[str]) -> list[str]:
    """Leave out sentences about working days, and, if the note has others about the writer, those about other people.

    A sentence about the company's days of closing counts as one about others.
    """
    sentences = [
        sentence
        for sentence in all_sentences
        if not (say.PART_TIME.search(sentence) or say.AT_WORK_ELSEWHERE.search(sentence))
    ]
    own_sentences = [sentence for sentence in sentences if not _is_of_others(sentence)]
    is_personal = any(
        say.FIRST_PERSON.search(sentence) or ABSENCE.search(sentence) for sentence in own_sentences
    )
    return own_sentences if is_personal else sentences


def _is_of_others(sentence: str) -> bool:
    is_of_somebody = say.SOMEBODY_ELSE.search(sentence) and not say.FIRST_PERSON.search(sentence)
    return bool(is_of_somebody or say.CLOSING.search(sentence))
