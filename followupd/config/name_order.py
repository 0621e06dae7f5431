"""Finds the given name in a person's name. Its tables are for orders that no library recognises in Latin letters.

nameparser takes the first word as the given name. Hungarian, Vietnamese, Chinese, Korean and Japanese names often have
the family name first, and Spanish names have two of each.
"""

from __future__ import annotations

from dataclasses import dataclass

from followupd.config.lazy_pattern import LazyPattern
from followupd.config.plain_text import remove_accents


def word_set(text: str) -> frozenset[str]:
    """Return the words of a table."""
    return frozenset(text.split())


_CHINESE = word_set(
    "li wang zhang liu chen yang zhao huang zhou wu xu sun hu zhu gao lin he guo ma luo liang song zheng xie han tang feng"
    " yu dong xiao cheng cao yuan deng fu shen zeng peng lu su jiang cai jia ding wei xue ye yan pan du dai xia zhong"
    " tian ren fan fang shi yao tan liao zou xiong jin hao kong bai cui kang mao qiu qin gu hou shao meng long wan duan"
    " qian yin lai"
)
# Romanised Mandarin: one to three syllables.
_PINYIN = LazyPattern(
    r"(?:(?:zh|ch|sh|[bpmfdtnlgkhjqxzcsryw])?(?:iang|iong|uang|[iu]?ang|[iu]?eng|ong|[iu]?an|[iu]?en|in|un|iao|uai|[iu]?ai|ei|ui|ing|ao|ou|iu|ie|ia|uo|ua|ue|[aeiou])){1,3}"
)
_KOREAN = word_set(
    "kim lee park choi jung jeong kang cho yoon jang lim han shin seo kwon hwang ahn song yoo hong jeon moon bae baek yang"
    " son noh ha oh min ryu im"
)
_KOREAN_GIVEN = LazyPattern(r"[A-Z][a-z]+-[a-z]+")  # Min-jun: only Korean has a small letter after the hyphen
_JAPANESE = word_set(
    "tanaka sato suzuki takahashi watanabe yamamoto nakamura kobayashi yoshida yamada sasaki yamaguchi saito matsumoto inoue"
    " kimura hayashi shimizu yamazaki ikeda hashimoto yamashita ishikawa nakajima maeda fujita ogawa okada hasegawa"
    " murakami kondo ishii sakamoto aoki fujii nishimura fukuda miura fujiwara okamoto matsuda nakagawa nakano harada"
    " tamura takeuchi kaneko nakayama ishida morita kojima shibata miyazaki takagi ueno sakurai yokoyama miyamoto uchida"
    " takada taniguchi kudo masuda sugiyama murata otsuka koyama fujimoto hirano arai imai"
)
_VIETNAMESE = word_set(
    "nguyen tran le pham hoang huynh phan vu vo dang bui do ho ngo duong ly truong dinh doan luong mai cao trinh"
)
_HUNGARIAN_GIVEN = word_set(
    "istvan janos laszlo zoltan ferenc gabor attila tamas zsolt tibor andras csaba imre lajos gyorgy balazs gyula mihaly"
    " karoly krisztian adam bence mate marton levente gergely gergo akos janka jozsef peter sandor miklos katalin erzsebet"
    " ilona zsuzsanna zsuzsa judit agnes krisztina eszter magdolna szilvia aniko ildiko zsofia reka dora nikolett orsolya"
    " timea boglarka hajnalka eniko noemi"
)
# Family names of Europe and of Spanish America that are no given names. "Müller Hans" has the order of an address book.
_EUROPEAN = word_set(
    "muller schmidt schneider fischer weber meyer wagner becker schulz hoffmann schafer koch bauer richter klein schroder"
    " neumann schwarz zimmermann braun kruger hofmann lange schmitt schmitz krause meier lehmann kohler maier huber gruber"
    " garcia gonzalez rodriguez fernandez lopez martinez sanchez perez gomez jimenez ruiz hernandez diaz moreno alvarez"
    " munoz romero gutierrez navarro torres dominguez vazquez ramirez suarez rossi russo ferrari esposito bianchi"
    " kowalski nowak novak svoboda horvath kovacs nagy szabo toth popescu ionescu dupont durand dubois lefebvre moreau"
    " jansen bakker visser johansson andersson karlsson nilsson hansen olsen larsen nielsen jensen"
)
# Names that come second in a double given name.
_SECOND_GIVEN = word_set(
    "jose maria luis carlos angel antonio manuel jesus pilar carmen teresa isabel elena belen victoria mar dolores rosario"
    " fernando pablo ramon alberto andres miguel javier ignacio enrique francisco david rafael alejandro eduardo cristina"
    " marina stella estela patricia marcela milena helena ines amparo edith laura luisa eugenia paula lucia beatriz soledad mercedes guadalupe fernanda camila jane ann anne lena sophie louise"
    " claire helene christine paul pierre luc michel marc philippe francois heinz joachim dieter peter jurgen gunter"
)
_FIRST_OF_TWO = word_set(
    "maria mari jose juan ana luis francisco carlos miguel rosa jesus antonio manuel pedro marco victor angel anna anne marie"
    " luz gloria blanca martha diana"
    " jean hans karl klaus mary eva"
)
_SPANISH_FIRST = word_set(
    "maria mari jose juan ana luis francisco carlos miguel rosa jesus antonio manuel pedro"
)
_SPANISH_FAMILY = LazyPattern(
    r"\w+[eoií]z|garcia|navarro|torres|moreno|romero|molina|ortega|castro|ramos|rubio"
)
_SERVANTS = word_set("abdul abdel abdal abd abdoul")  # "servant of": half of a name, as in Abdul Rahman
_SHORTEST_DOUBLE = 3  # words of a name with two given names


@dataclass(frozen=True, slots=True)
class NameParts:
    """The given name for a greeting, and the family name; both empty if the order cannot be seen."""

    given_name: str
    family_name: str
    is_turned: bool = False  # in the order of an address book; the people themselves say it the other way


def fold_name(text: str) -> str:
    """Return a word of a name in small letters without accents."""
    return remove_accents(text.casefold().replace("đ", "d").replace("ł", "l"))


def is_family_name(word: str) -> bool:
    """Return whether a word is a family name and not a given name."""
    return fold_name(word) in _EUROPEAN | _JAPANESE


def split_order(words: list[str]) -> NameParts | None:
    """Return the parts of a name that has its family name first; None if the family name is last, as usual."""
    folded_words = [fold_name(word) for word in words]
    first, last = folded_words[0], folded_words[-1]
    if _is_vietnamese(words, folded_words):
        return NameParts(words[-1], words[0])
    if {first, last} <= _CHINESE and all(map(_PINYIN.fullmatch, folded_words)):
        return NameParts("", "")  # Li Wei: either may be the family name
    if any(rule(words, folded_words) for rule in (_is_east_asian, _is_hungarian, _is_japanese)):
        return NameParts(" ".join(words[1:]), words[0])
    is_turned = first in _EUROPEAN and last not in _EUROPEAN
    return NameParts(" ".join(words[1:]), words[0], is_turned=True) if is_turned else None


def _is_east_asian(words: list[str], folded_words: list[str]) -> bool:
    is_korean = folded_words[0] in _KOREAN and all(map(_KOREAN_GIVEN.fullmatch, words[1:]))
    is_chinese = folded_words[0] in _CHINESE and all(map(_PINYIN.fullmatch, folded_words[1:]))
    return is_korean or is_chinese


def _is_hungarian(words: list[str], folded_words: list[str]) -> bool:
    """Return whether the last word is a Hungarian given name.

    Either it has an accent, or the first word is a family name.
    """
    is_given_last = folded_words[-1] in _HUNGARIAN_GIVEN and folded_words[0] not in _HUNGARIAN_GIVEN
    return is_given_last and (not words[-1].isascii() or folded_words[0] in _EUROPEAN)


def _is_japanese(_: list[str], folded_words: list[str]) -> bool:
    return folded_words[0] in _JAPANESE and folded_words[-1] not in _JAPANESE


def _is_vietnamese(words: list[str], folded_words: list[str]) -> bool:
    """Return whether a name is in Vietnamese order, shown by three words or by the accents of the language."""
    is_family_first = folded_words[0] in _VIETNAMESE and folded_words[-1] not in _VIETNAMESE
    return is_family_first and (len(words) >= _SHORTEST_DOUBLE or not " ".join(words).isascii())


def _has_two_given(folded_words: list[str]) -> bool:
    first, second = folded_words[:2] if len(folded_words) >= _SHORTEST_DOUBLE else ("", "")
    return first in _SERVANTS or (first in _FIRST_OF_TWO and second in _SECOND_GIVEN)


def split_double(words: list[str]) -> NameParts:
    """Return the parts of a name with the given name first.

    Two given names stay together, and so do two Spanish family names.
    """
    folded_words = [fold_name(word) for word in words]
    has_two = _has_two_given(folded_words)
    if len(words) == 2 and folded_words[0] in _SPANISH_FIRST and folded_words[1] in _SECOND_GIVEN:  # noqa: PLR2004
        return NameParts(" ".join(words), "")  # Juan Carlos, without a family name
    count = 2 if has_two else 1
    rest = words[count:]
    is_spanish = has_two or any(_SPANISH_FAMILY.fullmatch(word) for word in folded_words[count:])
    family_words = rest if is_spanish and len(rest) == 2 else rest[-1:]  # noqa: PLR2004 - father's and mother's
    return NameParts(" ".join(words[:count]), " ".join(family_words))
