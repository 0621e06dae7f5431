"""Finds out whether a text confirms that something arrived, and says nothing else."""

from __future__ import annotations

import re

from followupd.inbound.parsing.phrase_pattern import matches_any
from followupd.inbound.parsing.text import fold_text
from followupd.inbound.phrases import auto_reply as say
from followupd.inbound.phrases.hiring import CONTRACT_STEMS

_PARAGRAPH = re.compile(r"\n\s*\n|\n(?=[-*•])")
_SENTENCE = re.compile(r"[.!:;。！：；]\s|[.!。！]$|(?<=[。！；])")
_FULL_STOP = re.compile(r"[.。।]\s*$")
_RECEIPT_PARTS = (
    say.ACKNOWLEDGEMENT,
    say.APPLICATION_THANKS,
    say.REVIEW_NOTICE,
    say.MACHINE_WORDS,
    say.THANKS,
)
# What receipts say in addition.
_ASIDES = re.compile(
    r"\b(?:as soon as|get back|in touch|contact you|hear from us|let you know|more information|further information|privacy|data protection|do not reply|this (?:e-?mail|mailbox|message)|status|log ?in|sign in|visit|questions|best of luck|good luck|patience|regards|team|hello|dear|hi|process|keep you|melden uns|bei ihnen|datenschutz|ruckmeldung|pruf\w+|geduld|gruss|grusse|hallo|guten tag|sehr geehrte\w*|revenons|reviendrons|recontact\w+|bonjour|cordialement|contactaremos|pondremos|hola|saludos|ricontatter\w+|contatter\w+|entraremos em contato|nemen contact|skontaktujemy|aterkommer|vender tilbage|kontaktierte\w*)\b"
)
# What a receipt never says: that something is to be done, or how the application is going.
_NEWS = re.compile(
    r"[?？؟]|\b(?:an? )?offer\b|\bangebot\b|\boffre\b|\boferta\b|\bofferta\b|\bpanel\b|\bboard\b|\bamong\b|\bshortlist\w*|\bfinal(?:ist|ists)?\b|\blast (?:two|three)\b|\bstart(?:ing)?\b|\bbeginn?\b|\bcontract\b|\bvertrag\b|\bcongratulations?\b|\bvery well\b|\bimpressed\b|\bcall\b|\bring\b|\bphone\b|\binvite\w*|\beinlad\w*|\bmeet\b|\bmonday|\btuesday|\bwednesday|\bthursday|\bfriday|\bmontag|\bdienstag|\bmittwoch|\bdonnerstag|\bfreitag|\blundi|\bmardi|\bmercredi|\bjeudi|\bvendredi|\blunes|\bmartes|\bmiercoles|\bjueves|\bviernes"
)
# Words that join another clause to the words of a receipt.
_CONJUNCTION = re.compile(
    r",? (?:and|und|et|y|e|en(?= (?:we|wij|u|je|ze|zij) )|i|och|og|ja|ve|но|и|та|και) |, (?:but|aber|mais|pero|ma|maar|ale|men|mutta|але|αλλα) "
)
MIN_CLAUSE_WORDS = 5
MAX_ASIDE_WORDS = 6  # words of a paragraph that is a greeting, a name or a heading
MAX_EXCLAMATION_WORDS = 2  # words of a sentence without content: "Many thanks!"
MAX_ASIDE_LENGTH = 60  # characters, since words cannot be counted in scripts without spaces


def says_only_receipt(text: str) -> bool:
    """Return whether every sentence is typical of a receipt: a confirmation, a greeting, or another usual addition."""
    folded = fold_text(text[:3000])
    if _NEWS.search(folded) or CONTRACT_STEMS.search(folded):
        return False
    return all(map(_is_paragraph_of_a_receipt, _PARAGRAPH.split(folded)))


def _is_paragraph_of_a_receipt(paragraph: str) -> bool:
    """Return whether every sentence of a paragraph is typical of a receipt.

    A greeting, a name or a heading is a paragraph of its own without a full stop at its end.
    """
    sentences = [" ".join(piece.split()) for piece in _SENTENCE.split(paragraph) if piece.strip()]
    is_heading = len(sentences) == 1 and not _FULL_STOP.search(paragraph)
    return all(_is_of_a_receipt(sentence, is_heading=is_heading) for sentence in sentences)


def _adds_something(clause: str) -> bool:
    """Return whether a clause is more than a name or a thing, and is not typical of a receipt."""
    is_known = matches_any(_RECEIPT_PARTS, clause) or _ASIDES.search(clause)
    return len(clause.split()) >= MIN_CLAUSE_WORDS and not is_known


def _is_of_a_receipt(sentence: str, *, is_heading: bool) -> bool:
    clauses = _CONJUNCTION.split(sentence)
    if len(clauses) > 1 and any(_adds_something(clause) for clause in clauses):
        return False
    if matches_any(_RECEIPT_PARTS, sentence) or _ASIDES.search(sentence):
        return True
    max_words = MAX_ASIDE_WORDS if is_heading else MAX_EXCLAMATION_WORDS
    return len(sentence.split()) <= max_words and len(sentence) < MAX_ASIDE_LENGTH
