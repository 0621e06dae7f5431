"""Whether a text confirms that something arrived and says nothing else."""

from __future__ import annotations

import re

from followupd.inbound.parsing.phrase_pattern import matches_any
from followupd.inbound.parsing.text import fold_text
from followupd.inbound.phrases import auto_reply as say
from followupd.inbound.phrases.hiring import CONTRACT_STEMS

_SENTENCE = re.compile(r"[.!:;。！：；]\s|[.!。！]$|\n\s*\n|\n(?=[-*•])|(?<=[。！；])")
_RECEIPT_PARTS = (
    say.ACKNOWLEDGEMENT,
    say.APPLICATION_THANKS,
    say.REVIEW_NOTICE,
    say.MACHINE_WORDS,
    say.THANKS,
)
# What such mails say beside it.
_ASIDES = re.compile(
    r"\b(?:as soon as|get back|in touch|contact you|hear from us|let you know|more information|further information|privacy|data protection|do not reply|this (?:e-?mail|mailbox|message)|status|log ?in|sign in|visit|questions|best of luck|good luck|patience|regards|team|hello|dear|hi|process|keep you|melden uns|bei ihnen|datenschutz|ruckmeldung|pruf\w+|geduld|gruss|grusse|hallo|guten tag|sehr geehrte\w*|revenons|reviendrons|recontact\w+|bonjour|cordialement|contactaremos|pondremos|hola|saludos|ricontatter\w+|contatter\w+|entraremos em contato|nemen contact|skontaktujemy|aterkommer|vender tilbage|kontaktierte\w*)\b"
)
# What a receipt never says, whatever else it says: that something is to be done, or how things stand.
_NEWS = re.compile(
    r"[?？؟]|\b(?:an? )?offer\b|\bangebot\b|\boffre\b|\boferta\b|\bofferta\b|\bpanel\b|\bboard\b|\bamong\b|\bshortlist\w*|\bfinal(?:ist|ists)?\b|\blast (?:two|three)\b|\bstart(?:ing)?\b|\bbeginn?\b|\bcontract\b|\bvertrag\b|\bcongratulations?\b|\bvery well\b|\bimpressed\b|\bcall\b|\bring\b|\bphone\b|\binvite\w*|\beinlad\w*|\bmeet\b|\bmonday|\btuesday|\bwednesday|\bthursday|\bfriday|\bmontag|\bdienstag|\bmittwoch|\bdonnerstag|\bfreitag|\blundi|\bmardi|\bmercredi|\bjeudi|\bvendredi|\blunes|\bmartes|\bmiercoles|\bjueves|\bviernes"
)
MAX_ASIDE_WORDS = 6  # words of a line that is a greeting, a name or a heading


def says_only_receipt(text: str) -> bool:
    """Say whether every sentence is one of a receipt, a greeting, or what receipts say beside it."""
    folded = fold_text(text[:3000])
    if _NEWS.search(folded) or CONTRACT_STEMS.search(folded):
        return False
    sentences = [" ".join(piece.split()) for piece in _SENTENCE.split(folded)]
    return all(_is_of_a_receipt(sentence) for sentence in sentences if sentence)


def _is_of_a_receipt(sentence: str) -> bool:
    if matches_any(_RECEIPT_PARTS, sentence) or _ASIDES.search(sentence):
        return True
    return len(sentence.split()) <= MAX_ASIDE_WORDS and len(sentence) < 60  # noqa: PLR2004
