"""Finds the person to whom a note of absence refers meanwhile. The user is told; followupd never writes to them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from followupd.inbound.parsing.addresses import author_address, find_addresses
from followupd.inbound.parsing.quoting import extract_answer

if TYPE_CHECKING:
    from followupd.inbound.parsing.message import ParsedMail

MAX_TEXT, MAX_NAME = 2_000, 60  # characters
_ADDRESS = re.compile(r"[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
# An imperative that refers the reader to somebody, and a capitalised name behind it.
_REFERRAL = re.compile(
    r"(?i:\b(?:contact(?:ing)?|reach out to|get in touch with|turn to|speak (?:to|with)|write to|e-?mail|call|(?:direct|forward|refer)\b[^.!?\n]{0,40}? to|"
    r"wenden sie sich(?: bitte| gerne?| in dringenden fällen){0,2} an|kontaktieren sie(?: bitte)?|vertretung(?: ist| hat| übernimmt)?|vertritt mich|"
    r"contacte[rz]?|adresser à|adressez-vous à|joindre|contactar(?: con| a)?|contacte(?: con| a)?|en contacto con|diríjase a|contattare|rivolgersi a|rivolgetevi a|contatti|"
    r"contate|em contac?to com|contact op(?: te nemen)? met|contact opnemen met|contacteer|kontakt z|skontaktować się z|kontakta(?: gärna)?|kontakt(?:e|a)?(?: venligst| gjerne)?|ota yhteyttä|contactați pe|contactati pe)"
    r"(?:[ :]+(?:please|bitte|my|meine?n?|ma|mon|mi|il mio|la mia|minha|meu|mijn|min|colleague|deputy|kolleg(?:e|en|in)|collègue|colega|collega|kollega|mr\.?|ms\.?|mrs\.?|dr\.?|herrn?|frau|mme|m\.|sr\.?|sra\.?|dott\.?(?:ssa)?|pan(?:em|ią|i)?)){0,3}[ :,]+)"
    r"([A-ZÀ-ÖØ-Þ][\w'’-]+(?: (?:von|van|de|der|den|del|da|di|la|le))?(?: [A-ZÀ-ÖØ-Þ][\w'’-]+){0,2})"
)
_NO_NAMES = re.compile(r"^(?:Please|Bitte|The|Our|My|Me|Us|I|If|In|For|You|This|Sie|Ihnen|Mich|Uns|HR|IT)\b")


def find_deputy(mail: ParsedMail) -> str:
    """Return the address or the name to which a note of absence refers its reader, or an empty string."""
    text = extract_answer(mail.text)[:MAX_TEXT]
    own_addresses = {author_address(mail.headers), *find_addresses(mail.headers.get_first("to"))}
    for address in _ADDRESS.findall(text):
        if address.lower().rstrip(".") not in own_addresses:
            return str(address.rstrip("."))[:MAX_NAME]
    names = (referral[1] for referral in _REFERRAL.finditer(text))
    return next((name[:MAX_NAME] for name in names if not _NO_NAMES.match(name)), "")
