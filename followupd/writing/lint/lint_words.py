"""The words by which the lint recognises thanks, interest, a question about phoning, reproach and sample text.

These are regular expressions for text in small letters with straight apostrophes. A language that is not here is not
judged by words, since no verdict is better than a wrong one.
"""

from __future__ import annotations

import re

from followupd.config.name_order import word_set

THANKS = {
    "en": r"\bthank|\bgrateful|\bappreciate",
    "de": r"\b(?:be)?dank|\bherzlichen dank",
    "fr": r"\bmerci|\bremerci|\bgré\b|\bgratitude",
    "es": r"\bgracias|\bagrade|\bgratitud",
}

INTEREST = {
    "en": r"\binterest|\bkeen\b|\blook(?:ing)? forward"
    r"|\bwould (?:very much )?(?:love|like(?! to thank)|enjoy|be (?:very )?(?:glad|happy|pleased))"
    r"|(?:i|we)['’]d (?:very much )?(?:love|like(?! to thank)|enjoy|be (?:very )?(?:glad|happy|pleased))|\bexcite|\benthusias|\bappeals?\b|\bdraws me|\bdelight|\binto the team|\bsee myself",
    "de": r"interess|\breiz|\bgern\b|\bfreu|\blust\b|begeister|\bsag(?:t|en) mir .{0,6}zu\b",
    "fr": r"\bintér|\benvie\b|\battir|\baimerai|\bador(?:e|erais)\b|\bplaisir|enthousias|\bmotiv|\bvolontiers|\bprojette|\bje souhaite",
    "es": r"\binter[eé]s|\bganas\b|\batrae|\bgustaría|\bencantar[íi]a|\bdese[oa]r?\b|\bilusi[oó]n|\bentusias|\bcon mucho gusto|\balegra",
}

PHONE = {
    "en": r"\bcall\b|\bphone|\btelephone|\bring (?:you|up)|\ba (?:quick |short )?(?:ring|buzz)\b|\bspeak briefly",
    "de": r"\banruf|\btelefon|\banzurufen|\bdurchklingel|\bdurchrufen",
    "fr": r"\bappel|\btéléphon|\bcoup de fil",
    "es": r"\bllam|\bteléfono|\btelefón",
}

# Words for the vacancy if its title is not repeated.
ROLE = r"\b(?:role|position|job|vacancy|stelle|aufgabe|poste|mission|puesto|cargo|vacante)\b"

# All languages at once, since people quote across them. Each phrase blames; "I had not heard of Acme before" does not.
REPROACH = (
    # English
    r"\b(?:have|has|had)(?:n't| not) (?:yet )?(?:heard|received|got|gotten)(?: (?:back|from|anything|any|an?|your|word|yet)\b|[.,!])",
    r"\bnever (?:heard (?:back|from)|received|got (?:back|an)|replied|answered|called)\b",
    r"\bno (?:reply|response|answer|word|news|feedback) (?:so far|yet|from you|to my|since|as yet)\b",
    r"\b(?:without|lack of) (?:a |any |an )?(?:reply|response|answer)\b|\bdespite (?:my|several|repeated)\b",
    r"\bstill (?:waiting|no (?:reply|answer|response|news|word))\b",
    r"\bignor(?:ed|ing) (?:my|me)\b",
    r"\byou did(?:n't| not) (?:reply|respond|answer|get back|call|bother)\b",
    r"\byou (?:promised|failed|forgot|neglected|said you would)\b",
    r"\b(?:third|fourth|final|repeated|several) attempts? to (?:reach|contact|get)\b|\bunanswered\b",
    r"\bdisappoint(?:ed|ing) (?:that|not|by|in|to)\b|\bunprofessional|\bthe (?:very )?least you\b",
    r"\bper my (?:last|previous|earlier)\b",
    # Deutsch
    r"\bnichts (?:mehr )?(?:von (?:ihnen|dir|euch) )?(?:mehr )?gehört\b|\bvon (?:ihnen|dir) (?:noch )?nichts\b",
    r"\b(?:noch|bisher|bislang|leider|bis heute|wieder) keine (?:antwort|rückmeldung|nachricht|reaktion)",
    r"\bwarte (?:immer )?noch\b|\bwarte (?:schon )?seit\b|\bimmer noch auf (?:eine|ihre)\b",
    r"\bnicht (?:gemeldet|geantwortet|zurückgerufen|zurückgemeldet|reagiert)\b|\bunbeantwortet|\bignoriert?\b",
    r"\benttäuscht?\b|\bunprofessionell|\bwenigstens eine\b|\bzum (?:dritten|wiederholten) mal\b",
    r"\bsie (?:hatten|haben) (?:mir )?(?:doch )?(?:versprochen|zugesagt)\b|\btrotz meiner (?:mail|nachricht|nachfrage|anruf)",
    # Français
    r"\bje n'ai (?:toujours |encore |malheureusement |hélas )?(?:pas|rien|jamais) (?:encore )?(?:eu|reçu)\b|\bje n'ai (?:reçu|eu) auc",
    r"\baucune (?:réponse|nouvelle) (?:de|à)|\brest\w* sans (?:réponse|nouvelles|suite)|\bsans (?:réponse|retour|nouvelles) de\b",
    r"\btoujours pas\b|\bj'attends (?:toujours|encore)\b|\btoujours en attente\b",
    r"\bignoré|\bdéçue?\b|\bvous m'?avi?ez promis\b|\bvous aviez promis\b|\bla moindre des choses\b",
    r"\bmalgré mes (?:messages|appels|relances|mails|courriels|demandes)\b",
    # Español
    r"\bno he (?:recibido|obtenido)\b|\bno he (?:tenido|sabido) (?:nada|noticias|respuesta)\b|\bsigo (?:sin|esperando|a la espera)\b",
    r"\bsin (?:respuesta|contestación|noticias suyas|noticias de)\b|\bno (?:me )?han? (?:contestado|respondido|llamado)\b",
    r"\bignorad|\bdecepci|\bme prometi(?:ó|eron)\b|\bal menos podría|\bpoco profesional\b",
    r"\ba pesar de mis (?:mensajes|correos|llamadas|intentos)\b",
)

SAMPLE = (
    r"\blorem ipsum\b|\bsample text\b|\bplaceholder\b|\byour (?:text|message|name|company) here\b",
    r"\bjohn doe\b|\bjane doe\b|\bmax mustermann\b|\berika mustermann\b|\bmustertext\b|\bmusterfirma\b|\bihr (?:name|text) hier\b",
    r"\btexte d'exemple\b|\bvotre (?:nom|texte) ici\b|\btexto de (?:ejemplo|muestra)\b|\bsu (?:nombre|texto) aquí\b",
)

# With capitals as written: templates and programs leave these in a text.
LEFTOVER = (
    r"\{\{|\}\}|\{%|%\}|\{#|#\}|\$\{",
    r"\[[^\]\d\s][^\]\n]{0,40}\](?![(\[])",  # [Name], but not [a link](…) and not a footnote [1]
    r"<[A-Za-z][\w ]{0,30}>",
    r"None\b(?! of\b)|\bNaN\b|\bundefined\b",
    r"\bTO-?DO\b|\bFIXME\b|\bTBD\b|\bXXX+\b|_{4,}",
)

_SPANISH_INFORMAL = (
    r"\b(?:tú|te|ti|tus?|contigo|vosotr[oa]s|vuestr[oa]s?|os|vais|tenéis|sois|habéis|podéis|queréis|estáis|hacéis"
    r"|me (?:contaste|dijiste|enseñaste|explicaste|mostraste|hablaste|diste))\b"
)
# "dass ihr um 2 anfangt"; "wie ihr Team arbeitet" and "was ihr wichtig ist" are about her.
_GERMAN_PLURAL = (
    r"\b(?:dass|wie|was|ob|wo|wann|warum|weil|wenn) ihr (?=[a-zäöüß\d])(?:[^.,;!?\n]*\s)?(?:seid|"
    r"(?!(?:ist|hat|wird|wirkt|fehlt|passt|hilft|steht|kommt|geht|liegt|scheint|gefällt|gelingt|bedeutet|leicht|nicht)\b)"
    r"[a-zäöüß]+t)(?=\s*(?:[.,;!?\n]|$))"
)
# Words that show du or Sie, tu or vous, tú or usted. German "Sie" counts only inside a sentence.
FORMS_OF_ADDRESS = {
    "de": (
        rf"\b(?:du|dich|dir|dein(?:e[mnrs]?)?|euch|euer|eure[mnrs]?)\b|{_GERMAN_PLURAL}",
        r"\bIhnen\b|(?<=[a-zäöüß,] )(?:Sie|Ihre?[mnrs]?)\b",
    ),
    "fr": (r"\b(?:tu|toi|te|(?<!le )(?<!un )ton|ta|tes)\b|\bt'(?=[aeiouéêh])", r"\b[Vv]o(?:us|tre|s)\b"),
    "es": (_SPANISH_INFORMAL, r"\busted(?:es)?\b|\b(?:le|les) (?!a )\w"),
}

# Names of mailboxes that belong to no person.
ROLE_MAILBOXES = word_set(
    "talent talents team teams recruiting recruitment recruiter hr jobs job careers career hiring info people personal bewerbung"
    " noreply no-reply service support reception empfang sekretariat zentrale verwaltung personalabteilung personalwesen"
    " recepción secretaría secretaria accueil secrétariat candidatures candidature bewerbungen karriere rh rrhh recrutement emploi empleo seleccion office admin contact kontakt hello"
)

# Words that are in no person's name: "Team HR", "Talent Acquisition", "the hiring manager".
ROLE_WORDS = word_set(
    "team teams hr recruiting recruitment recruiter talents acquisition hiring manager department abteilung personalabteilung"
    " personalwesen bewerbermanagement bewerbungen sekretariat empfang zentrale geschäftsführung rrhh humanos humaines"
    " recrutement seleccion selección resources noreply no-reply"
)
SEVERAL_PEOPLE = r"\s(?:&|\+|/|and|und(?! zu\b)|et|y|e)\s|(?<!\bshe)(?<!\bhe)(?<!\bthey)(?<!\bsie)(?<!\bella)(?<!\belle)/(?=\w)"  # Ana und Ben Muster
# Characters that are in no name, and the words for a person's job: "Loop: Emily", "la concejala", "Filialleitung".
ODD_NAME = re.compile(
    r"[:;|/\\@#~*+=<>{}\[\]_?!\d]|[.](?:-\w|$)(?<!\b\w\.)|^(?:the|la|le|el|los|las|les|une?|una|ein|eine)\s+(?=[A-Z])",
    re.IGNORECASE,
)
OFFICES = re.compile(
    r"\b(?:the|cadre|direct(?:eur|rice|ora?)|concejala?|alcald(?:e|esa)|jef[ea]|chef(?:fe|in)?|responsable|recrut(?:eur|euse)|reclutadora?"
    r"|mgr|\w{3,}leit(?:ung|er|erin)|supervisora?|interviewer|colleague|kolleg(?:e|in)|boss|someone|unknown|unbekannt|inconnu|desconocid[oa])\b",
    re.IGNORECASE,
)
