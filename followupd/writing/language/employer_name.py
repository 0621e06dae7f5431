"""An employer's name in a sentence: "at the University of Leeds", "bei der Stadt Köln", "à l’hôpital", "en el Banco".

A company is named without an article ("at Acme"). A university, a city, a ministry or a bank has an article, and in
German its adjectives change with the case. A name that is in no table stays as it is.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from followupd.config.lazy_pattern import LazyPattern
from followupd.config.name_order import fold_name
from followupd.writing.language.german_cases import ARTICLES, decline_words, find_head
from followupd.writing.language.job_title import french_de

if TYPE_CHECKING:
    from collections.abc import Iterator

_MUTE_H = ("hopita", "hotel-dieu", "hospice")
_ENGLISH_ARTICLE = re.compile(
    r"(?:(?:university|ministry|city|town|village|county|district|diocese|department|government|office|institute|school|college|museum|state|port|church"
    r"|borough|cent(?:re|er)|foundation|council) (?:of|for)\b|bank of (?:england|japan|canada)\b|(?:world|european central) bank\b"
    r"|united nations|european union|(?:\w+ )+(?:foundation|commission|ministry|agency|authority|institute|museum|society|federation"
    r"|association)$|(?:home|foreign|cabinet|met|post) office$)",
    re.IGNORECASE,
)
_FRENCH_HEADS = {
    "la": "universite mairie ville region prefecture banque caisse societe fondation metropole communaute clinique compagnie"
    " cour chambre direction bibliotheque croix-rouge commission federation mutuelle commune haute faculte"
    " boulangerie patisserie ferme maison pharmacie librairie creche brasserie fromagerie boucherie menuiserie cooperative"
    " residence",
    "le": "ministere conseil centre musee departement groupe credit laboratoire cabinet lycee college theatre rectorat chu"
    " cnrs syndicat tribunal commissariat secours port museum conservatoire chru cea cnes"
    " garage fournil restaurant cafe domaine chateau salon cirque bistrot camping parc moulin studio club",
    "l’": "ecole agence institut hopital office etablissement observatoire association academie universite inserm inrae"
    " insee urssaf ehpad etat atelier opera hotel epicerie auberge usine orchestre imprimerie",
    "les": "hopitaux hospices galeries editions laboratoires archives",
}
_SPANISH_HEADS = {
    "la": "universidad diputacion consejeria junta generalitat agencia fundacion caja biblioteca embajada comunidad clinica"
    " escuela camara compania asociacion federacion editorial xunta cruz oficina organizacion comision autoridad"
    " panaderia ferreteria farmacia libreria cafeteria cooperativa peluqueria imprenta residencia guarderia granja pasteleria"
    " academia bodega tienda",
    "el": "ayuntamiento ministerio banco instituto hospital museo centro colegio consejo grupo gobierno servicio teatro"
    " laboratorio departamento parlamento tribunal cabildo consorcio puerto csic"
    " taller restaurante hotel despacho estudio club bar gimnasio circo bufete mercado parque",
}
_SPANISH_BRANDS = LazyPattern(r"mercado (?:libre|pago)\b")  # names of firms, and no places


def name_employer(employer: str, language: str) -> str:
    """Return the name as the object of a sentence: the University of Leeds, die Stadt Köln, l’Université de Lyon."""
    if language == "de":
        return _decline(employer, "acc")
    return f"{_join_article(_find_article(employer, language))}{employer}"


def give_employer(employer: str, language: str) -> str:
    """Return the name in the German dative: der Stadt Köln, dem Museum; in other languages as the object."""
    return _decline(employer, "dat") if language == "de" else name_employer(employer, language)


def locate_employer(employer: str, language: str) -> str:
    """Return the name as a place: at Acme, bei der Stadt Köln, beim Museum, chez Acme, à la mairie."""
    match language:
        case "de":
            return f"bei {_decline(employer, 'dat')}".replace("bei dem ", "beim ", 1)
        case "fr":
            article = _find_article(employer, language)
            places = {"": "chez ", "la": "à la ", "le": "au ", "l’": "à l’", "les": "aux "}
            return f"{places[article]}{employer}"
        case "es":
            return f"en {name_employer(employer, language)}"
    return f"at {name_employer(employer, language)}"


def approach_employer(employer: str, language: str) -> str:
    """Return the name after the German "an": an Acme, an der Universität, am Museum.

    In other languages it is the name as the object.
    """
    if language != "de":
        return name_employer(employer, language)
    return f"an {_decline(employer, 'dat')}".replace("an dem ", "am ", 1)


def own_employer(employer: str, language: str) -> str:
    """Return the name as the owner: of Acme, d’Acme, de la mairie, du ministère, del Ayuntamiento, der Stadt Köln."""
    article = _find_article(employer, language)
    match language:
        case "fr":
            return {"le": f"du {employer}", "les": f"des {employer}"}.get(article) or (
                f"de {_join_article(article)}{employer}" if article else french_de(employer)
            )
        case "es":
            return f"del {employer}" if article == "el" else f"de {_join_article(article)}{employer}"
        case "de":
            return f"von {_decline(employer, 'dat')}".replace("von dem ", "vom ", 1)
    return f"of {name_employer(employer, language)}"


def list_employer_forms(employer: str, language: str) -> Iterator[str]:
    """Yield the forms of the name in a sentence. A text that contains one of them names the employer."""
    if language == "de":
        forms = [_decline(employer, case) for case in ("acc", "dat")]
        yield from forms
        yield from (form.partition(" ")[2] for form in forms if form != employer)  # after am, beim, zum


@lru_cache(maxsize=1024)
def _decline(employer: str, case: str) -> str:
    """Return a German name with its article and endings; the name itself if it has no article."""
    words = employer.split()
    head = find_head(words)
    if head is None:
        return employer
    return f"{ARTICLES[case][head.gender]} {decline_words(words, head, case)}"


def _find_article(employer: str, language: str) -> str:
    """Return the article of a name in English, French or Spanish; empty if it has none."""
    folded_name = fold_name(employer)
    if language == "en":
        return "the" if _ENGLISH_ARTICLE.match(employer) else ""
    is_brand = language == "es" and _SPANISH_BRANDS.match(folded_name)
    first_word = "" if is_brand or not folded_name.split() else folded_name.split()[0]
    heads = {"fr": _FRENCH_HEADS, "es": _SPANISH_HEADS}.get(language, {})
    article = next((one for one, words in heads.items() if first_word in words.split()), "")
    if language == "fr" and article in ("la", "le", "l’"):
        is_elided = re.match(r"[aeiouy]", folded_name) or folded_name.startswith(_MUTE_H)
        return "l’" if is_elided else article
    return article


def _join_article(article: str) -> str:
    return f"{article} " if article and not article.endswith("’") else article
