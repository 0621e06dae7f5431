"""The legal forms of companies, which people leave out of a company's name.

The table is part of followupd: the libraries for it know few forms in languages without spaces, and none that are
written in front of the name.
"""

from __future__ import annotations

import re
import unicodedata

from followupd.inbound.parsing.text import fold_text

# These are folded, without dots and spaces: "s.r.o." is "sro", "GmbH & Co. KG" is "gmbhcokg".
_FORM_WORDS = """
    aktiengesellschaft mbb partmbb wpg wirtschaftsprufungsgesellschaft
    steuerberatungsgesellschaft rechtsanwaltsgesellschaft gmbh mbh ggmbh gmbhcokg gmbhcokgaa agcokg kg kgaa ag se ug haftungsbeschrankt ughaftungsbeschrankt ohg
    gbr ev eg egbr aor kdor gesmbh gesmbhcokg eu stiftung ek partg partgmbb sarl sa sas sasu snc eurl scop gie sca
    asbl vzw aisbl srl srls sprl scrl spa sapa ssrl sapib ltd limited llc llp lp plc inc incorporated corp
    corporation co company pllc pc cic cio lc pbc ptyltd pty pteltd pte pvtltd pvt privatelimited
    privateltd sdnbhd bhd berhad sdn sl slu slp sau scoop scl sadecv sabdecv srldecv cv sapidecv eirl ltda
    limitada eireli me epp lda unipessoallda unipessoal bv nv vof cooperatief ua oy oyj ab abp publ hb kb
    as asa ans da ba aps is ivs amba fmba ky sadedroitpublic tmi ry osk ehf hf spzoo spzook spk spj spolka zoo sro spolsro
    vos ks druzstvo akciovaspolecnost doo dd dno jdoo dooel ad ead eood ood kd kda kft zrt nyrt bt kkt rt
    nonprofitkft srlul pfa uab iiu mb sia ou tu ooo oao zao ao pao ip tov fop chp pat prat at too ооо оао
    зао ао пао ип тов фоп чп пат прат тоо ад еад еоод оод доо дд рк αε επε ικε οε εε μονοπροσωπηαε μοναε
    ae epe ike anonimsirketi limitedsirketi ltdsti ltdsirketi anonim sti tic san ve kk gk yk
    kabushikikaisha kabushikigaisha godokaisha coltd companylimited ptetd jsc ojsc pjsc cjsc jsccompany pt
    persero tbk cvtbk fze fzco fzllc dmcc wll llcfz בעמ חפ שמ شمم شمل شمك ذمم شم
"""
_FORMS = frozenset(_FORM_WORDS.split())
_FRONT_FORM_WORDS = """
    ооо оао зао ао пао ип тов фоп чп пат прат тоо ooo oao zao ao pao too pt uab sia ab as kk spolka firma
    oy ue شركة chp asbl aisbl vzw sarl eurl scop
"""
_FRONT_FORMS = frozenset(_FRONT_FORM_WORDS.split())
_UNSPACED_FORM = (
    r"株式会社|有限会社|合同会社|合資会社|合名会社|一般社団法人|公益社団法人|一般財団法人|公益財団法人|学校法人|医療法人|独立行政法人|"
    r"\(株\)|\(有\)|\(同\)|股份有限公司|有限责任公司|有限責任公司|有限公司|股份公司|集团公司|集團公司|公司|"
    r"주식회사|유한회사|유한책임회사|\(주\)|\(유\)|บริษัท|จำกัด|\(มหาชน\)|ห้างหุ้นส่วน"
)
_NORMAL_FORM = unicodedata.normalize("NFKC", _UNSPACED_FORM)
_UNSPACED = re.compile(rf"^(?:{_NORMAL_FORM})\s*|\s*(?:{_NORMAL_FORM})$")
_WORD = re.compile(r"[^\W_]+")
MAX_FORM_WORDS = 7  # S.A.P.I. de C.V.


def strip_legal_form(name: str) -> str:
    """Return a company's name without its legal form, in its own case; the whole name if nothing else is left."""
    whole = text = unicodedata.normalize("NFKC", name).strip()
    while (shorter := _UNSPACED.sub("", text)) and shorter != text:
        text = shorter
    words = list(_WORD.finditer(text))
    folded_words = [fold_text(word[0]) for word in words]
    start, end = 0, len(words)
    while cut := _count_form_words(folded_words[start:end]):
        end -= cut
    if end - start > 1 and folded_words[start] in _FRONT_FORMS:
        start += 1
    return text[words[start].start() : words[end - 1].end()] if end > start else whole


def _count_form_words(words: list[str]) -> int:
    """Return how many of the last words are a legal form; at least one word always remains."""
    sizes = range(min(MAX_FORM_WORDS, len(words) - 1), 0, -1)
    return next((size for size in sizes if "".join(words[-size:]) in _FORMS), 0)
