"""What candidates write after an interview: who came, who did not, and when they decide. Texts are folded."""

from __future__ import annotations

from followupd.config.lazy_pattern import LazyPattern

# "Not ill" is no absence.
NOT_ABSENT = LazyPattern(
    r"(?:\bnot|n'?t|\bnicht|\bpas|\bno) (?:\w+ )?(?:absent|ill|sick|missing|away|krank|abwesend|malade|ausente|enferm)"
)
# The absence is only a topic of the talk, about somebody or something else: "how they were not there yet".
ABSENT_IN_TALK = LazyPattern(
    r"\b(?:(?:how|why|what|where|when|whether|about) (?:\w+ ){0,2}?they|(?:how|why|what|where|when|whether|about|that|because) (?:we|it|i)"
    r"|(?:wie|warum|was|wo|ob|dass|weil) (?:wir|es|ich)|(?:comment|pourquoi|qu|que|parce qu|parce que|ou)\W(?:ils|elles|on|nous|je|c)|(?:como|por que|porque|que|donde) (?:nosotros|ellos|ellas|yo|eso|todo))\b"
)
ABSENT = LazyPattern(
    r"\b(?:(?:was|were) ?(?:not|n'?t) (?:\w+ )?(?:there|here|present|in|around|able to)|(?:was|were) ?(?:not|n'?t)$|(?:did not|didn'?t) (?:come|join|attend|show(?: up)?|make it|appear)|(?:did not|didn'?t)$"
    r"|(?:was|were|is|are) (?:\w+ )?(?:absent|ill|sick|away|out sick|prevented)(?! )|(?:was|were) (?:missing$|(?:absent|ill|sick|away|on (?:holiday|vacation|leave)))|could(?: not|n'?t) (?:come|join|make it|be there|attend)|called in sick|had to (?:cancel|skip)|cancelled|no-?show"
    r"|(?:war|waren|ist|sind) (?:\w+ ){0,2}(?:nicht (?:da|dabei|anwesend|gekommen)|krank|abwesend|verhindert|im urlaub)|(?:war|waren) (?:\w+ )?nicht$|(?:kam|kamen|konnte|konnten) (?:\w+ )?nicht|nicht (?:gekommen|dabei gewesen)|(?:krank|abwesend|verhindert|nicht da|nicht dabei) (?:war|waren|ist|sind)|fehlten?|musste absagen|(?:hat|haben) abgesagt"
    r"|n'? ?(?:etai(?:t|ent)|est|sont) pas (?:\w+ )?(?:la|presente?s?|venue?s?|disponibles?)|(?:etai(?:t|ent)|est|sont) (?:\w+ )?(?:absente?s?|malades?|en (?:vacances|conge))|n'? ?(?:a|ont) pas pu|manquai(?:t|ent)"
    r"|no (?:estuv\w+|vin\w+|estab\w+|pud\w+|asisti\w+|acudi\w+)|falto|faltaron|(?:estaba|estuvo) (?:\w+ )?(?:enferm\w+|ausente|de vacaciones))(?!\w)"
)
# After a name and a colon one word is enough.
ABSENT_ALONE = LazyPattern(
    r"(?:no|nope|nein|non|not (?:there|here|present)|absente?|abwesend|missing|ill|sick|krank|malade|away|ausente|enferm[oa]|did ?n'?o?t come|no[- ]show|nicht (?:da|dabei|anwesend|gekommen)|verhindert|im urlaub|fehlte|pas (?:la|venue?|present)|(?:on|en) (?:holiday|vacation|leave|vacances|conge)|de vacaciones|was(?: not|n'?t))"
)
# Below a line about a person these answer the next questions: who else came, and whether they named a day.
NO_ALONE = LazyPattern(r"(?:no|nope|n|nein|non)")
NOBODY_ELSE = LazyPattern(
    r"(?:nobody|no ?one|none|nothing|niemand|keiner|nichts|personne|rien|nadie|nada)(?: (?:else|more|sonst|weiter|d.autre|de plus|mas))?(?: (?:came|was there|came too))?|sonst (?:niemand|keiner|nichts)"
)
# The last word before an absence, if it names nobody: the sentence is about the person of the line before.
_NO_NAME_LIST = """
he she they it we i who that this these both all but and or so yes also sadly unfortunately apparently sorry actually then
today yesterday er sie es wir ich wer das auch aber und oder leider heute gestern dann da dort doch il elle ils elles on
ce cela aussi mais et ou malheureusement hier alors el ella ellos ellas eso tambien pero y o lamentablemente
desgraciadamente hoy ayer
"""
NO_NAMES = frozenset(_NO_NAME_LIST.split())
REPLACED = LazyPattern(
    r"\b(?:instead of|in place of|statt|anstelle von|anstatt|a la place de|au lieu de|en lugar de|en vez de) "
)
CAME_TOO = LazyPattern(
    r"\b(?:(?:was|were) (?:also there|there too|there as well)|came (?:too|along|as well)|also (?:came|joined)|joined(?: us)?(?: too)?"
    r"|war(?:en)? (?:auch|ausserdem) (?:da|dabei)|kam(?:en)? (?:auch|dazu)|est venue? aussi|etait (?:aussi )?la aussi|etait aussi la"
    r"|tambien (?:vino|estuvo|estaba))\b"
)
# The name of somebody who came as well follows these words, and only a few words follow the name.
MET_TOO = LazyPattern(
    r"\b(?:also (?:met(?: with)?|saw|spoke (?:to|with)|talked (?:to|with))|(?:there )?(?:was|were) also|also (?:there|present):?"
    r"|(?:ausserdem|auch|noch)(?: noch)? (?:war(?:en)?|kam(?:en)?|mit)(?: auch)?|(?:war(?:en)?|kam(?:en)?) (?:auch|ausserdem|noch)|(?:auch|ausserdem) (?:dabei|da):?"
    r"|(?:ai|avons|a) aussi (?:vu|rencontre|parle (?:a|avec))|(?:y avait|etait|etaient) aussi|aussi presente?s?:?"
    r"|tambien (?:conoci|conocimos|vi|vimos|estaba|estuvo|vino)(?: a)?|tambien (?:hable|hablamos) con)(?= )"
)
BEHIND_NAME = LazyPattern(
    r"\s*(?:$|[(,.<;:]|(?:from|who|the|too|as|and|von|aus|der|die|und|dabei|da|qui|et|du|y|que|por|desde)\b)"
)
DECISION = LazyPattern(
    r"\b(?:decide|decision|let (?:me|us) know|hear (?:back|from)|get back|answer|entscheid\w*|melden|bescheid|rueckmeldung|ruckmeldung"
    r"|reponse|decid\w*|tiennent au courant|respuesta|diran|avisan)\b"
)
# A sentence that begins so is about the decision, and is nothing that was spoken about.
DECISION_FIRST = LazyPattern(
    r"(?:(?:they|she|he|we|sie|er|wir|ils|elles|elle|il|on|ellos|ella|el|the|die|eine|la|una|le|leur|su)(?:'ll)? )*(?:(?:will|want to|should|wollen|werden|vont|va|van a) )?(?:(?:me|us|mir|uns|mich|nous|nos) )?"
    r"(?:decid\w*|decision\w*|let (?:me|us) know|get back|hear(?:ing)? back|answer|entscheid\w*|melden sich|bescheid|ruckmeldung|antwort|reponse|repond\w*|rappell\w*|tiennent au courant|respuesta|respond\w*|diran|dicen|avis\w*)\b"
)
# Before or behind a day that is the whole sentence.
SMALL_WORDS = frozenset(
    [
        "by",
        "on",
        "until",
        "till",
        "the",
        "latest",
        "at",
        "maybe",
        "about",
        "around",
        "am",
        "bis",
        "zum",
        "ab",
        "den",
        "dem",
        "der",
        "spatestens",
        "etwa",
        "le",
        "au",
        "plus",
        "tard",
        "avant",
        "d'ici",
        "el",
        "antes",
        "del",
        "a",
        "mas",
        "tardar",
        "hasta",
    ]
)
NO_DECISION = LazyPattern(
    r"(?:\bnot|n'?t|\bnever|\bno|\bnicht|\bkein\w*|\bne|\bpas|\bnunca|\bsin)\b.{0,24}\b(?:decid|decision|answer|know|hear|get back|entscheid|meld|bescheid|ruckmeld|reponse|respuesta|diran|avis)|\b(?:decid|entscheid|meld)\w* (?:\w+ ){0,2}(?:not|nicht|pas|no)\b"
)
BUT = LazyPattern(r"\b(?:but|aber|sondern|mais|pero|sino)\b")
EVERYBODY = LazyPattern(
    r"\b(?:every ?(?:body|one)|all(?: of them)?|both(?: of them)?|alle|beide|tout le monde|tous|toutes|(?:tous )?les deux|todos|todas|ambos|ambas) (?:there|here|dabei|was|were|came|waren|sind|kamen|etai(?:t|ent)|estaban|estuvieron|vinieron|da|present)\b"
)
EVERYBODY_ALONE = LazyPattern(
    r"(?:both|all|every ?(?:body|one)|alle|beide|tout le monde|tous|toutes|(?:tous )?les deux|todos|todas|ambos|ambas)"
)
_PRESENCE_LIST = """
it so was were is are there here present yes only just also too came war waren da dabei ja nur auch kam etait etaient la oui
present presente presents seulement aussi estuvo estaba estaban si solo tambien vino and und et y nice nett sympa
"""
PRESENCE_WORDS = frozenset(_PRESENCE_LIST.split())
# A command to followupd, which must not get into a mail to anybody.
INSTRUCTION = LazyPattern(
    r"(?:(?:please|pls|bitte|merci de|por favor|no|nein|non|and|und|et|y|but|aber|mais|pero)[ ,.]+)*(?:(?:do ?n'?o?t|never|no need to) (?:send|write|mail|thank|contact|tell|mention|include)|stop\b|skip\b|close(?: (?:it|this|the \w+)|[ ,.!]*$)|cancel\b|hold (?:on|off|until)|pause\b|wait (?:until|with|for me)|leave (?:\w+ )?out|no (?:mail|note|e-?mail|thank)|nothing (?:to|for)|undo\b"
    r"|(?:schreib\w*|schick\w*|send\w*|dank\w*|sag\w*) .{0,40}\b(?:nicht|nichts|kein\w*)\b|nicht (?:schreiben|senden|schicken)|keine? (?:mail|nachricht|dank)|stopp|uberspring|lass\w* .{0,20}(?:weg|aus)|schliess|warte\b|nichts an"
    r"|n'(?:ecri|envo)|ne (?:pas )?(?:ecri|envo|remerci)|pas de (?:mail|message|mot)|arret|saute|ferme[rz]?\b|attend(?:s|ez)\b|rien (?:a|pour)"
    r"|no (?:le |les )?(?:escrib|envi|mand|agradez)|ningun (?:correo|mensaje)|para(?:d|lo)?(?: todo)?[ ,.!]*$|salta|cierra|espera\b|nada (?:a|para))"
)
# Somebody is to get no mail.
NO_MAIL = LazyPattern(
    r"\b(?:no (?:e-?mail|mail|note|thank[- ]you)|keine? (?:e-?mail|mail|nachricht|dank\w*)|pas de (?:mail|e-?mail|message|remerciement)|ningun (?:correo|mensaje)|sin correo)\b"
)
NEGATIONS = frozenset(["not", "nicht", "pas", "no", "non", "wasn", "ohne", "without", "sans", "sin"])
FILLERS = NEGATIONS | {"t", "but", "aber", "leider", "sadly", "unfortunately", "malheureusement"}
DEPENDENT = LazyPattern(r"(?:that|who|which|because|dass|weil|der|die|que|qui|parce)\b")
JOIN = LazyPattern(
    r"\s*(?:[,;]\s*(?:(?:but|and|while|aber|und|wahrend|mais|et|pero|y|e|please|bitte)\s+)?|\s(?:but|and|while|aber|und|wahrend|mais|et|pero|y)\s+)"
)
