"""How people let a mail out, praise it, refuse it, and tell of a call, as short grammars in four languages. Folded.

Each list combines a few verbs with the small words that people put around them. The commands use them.
"""

from __future__ import annotations


def _join(*patterns: str) -> str:
    return "|".join(patterns)


def _repeat(words: str) -> str:
    """Return a pattern for any number of these words, each with a space behind it."""
    return f"(?:(?:{words}) )*"


_IT = r"(?:it|this|that|them|these|the (?:mail|note|letter|e-?mail|text|draft|message|thing))"
_SO = _repeat("really|very|absolutely|so|just|all|pretty|quite|totally|super|perfectly|completely|actually")
_GOOD = (
    r"(?:good|great|fine|perfect|lovely|nice|brilliant|excellent|spot[- ]on|wonderful|amazing|fantastic|awesome|ace"
    r"|cool|superb|ideal|solid|alright|all right|ok|okay)"
)
_FOR_ME = r"(?: (?:to|for|by|with) me)?"
_SEHR = _repeat(
    "sehr|echt|richtig|so|doch|ganz|wirklich|alles|voll|total|mega|ziemlich|soweit|ich|es|das|mir"
)
_GUT = r"(?:gut|super|toll|prima|perfekt|klasse|top|spitze|ok|okay|stimmig|passend|schon|bestens|wunderbar|in ordnung|einwandfrei)"
_TRES = _repeat("tres|vraiment|tout|bien|super|trop|plutot|deja")
_BON = r"(?:bon|bien|parfait|super|nickel|niquel|top|genial|ok|excellent|impeccable|impec|tres bien|cool)"
_MUY = _repeat("muy|todo|asi|super|bastante|todo muy")
_BIEN = (
    r"(?:bien|genial|perfect[oa]|correct[oa]|estupendo|estupend[oa]|ok|guay|fenomenal|fantastic[oa]|de lujo)"
)

# The candidate finds the shown text good.
PRAISE = _join(
    r"okey[- ]dokey|okie[- ]dokie|oki[- ]doki|sounds like me|(?:ist|sind) (?:sehr |echt |richtig )?(?:super|gut|toll|schon|prima|klasse) (?:geworden|gelungen)",
    rf"(?:{_IT} |it all |all )?(?:looks?|sounds?|reads?|seems?|works?) {_SO}(?:{_GOOD}|well){_FOR_ME}",
    rf"(?:it|this|that|all)(?:'s| is) {_SO}{_GOOD}{_FOR_ME}|thats {_SO}{_GOOD}{_FOR_ME}|(?:works|good|fine) (?:for|with) me",
    r"(?:i )?(?:really |quite |do )?(?:like|love) (?:it|this|that)(?: a lot| very much)?|i'm (?:fine|happy|good) with (?:it|that|this)",
    r"no (?:changes?|objections?|complaints?|edits?|remarks?|notes)(?: (?:needed|from me|necessary|from my side))?|nothing to (?:add|change)",
    rf"(?:klingt|liest sich|hort sich|sieht|schaut|ist|find\w*|war) {_SEHR}{_GUT}(?: (?:aus|an|so|fur mich))*",
    rf"(?:gefallt|taugt|reicht|passt)(?: mir)?(?: {_SEHR}{_GUT})?(?: so)?|alles {_GUT}|geht (?:klar|in ordnung)|(?:ist )?mir recht|tipptopp?|so passt'?s|passt'?s so",
    r"keine (?:anderungen|einwande|wunsche)|nichts (?:zu andern|hinzuzufugen|auszusetzen)|(?:nix|nichts) zu meckern",
    rf"c'est {_TRES}{_BON}(?: (?:comme ca|ainsi|pour moi))*|ca (?:me )?(?:plait|va|convient|marche|semble bon)(?: (?:bien|tres bien|beaucoup|parfaitement|comme ca))*|ca sonne bien",
    r"rien a (?:redire|changer|ajouter|signaler)|tel quel|aucune (?:objection|remarque)|pas d'objection|je suis d'accord|au top",
    rf"me (?:parece|vale|sirve|convence|va)(?: {_MUY}{_BIEN})?|me (?:gusta|encanta)(?: mucho)?|(?:esta|queda|suena|se ve|lo veo|todo|ha quedado) {_MUY}{_BIEN}(?: asi)?",
    r"(?:sehr |echt |richtig )?(?:gut|schon|toll|super|prima|klasse) (?:geschrieben|formuliert|gemacht)|gute arbeit|gut so|(?:well|nicely|beautifully) (?:written|put|worded|phrased)|(?:good|great|nice) (?:job|work)|(?:tres |bien )?bien (?:ecrit|dit|formule|redige|tourne)|beau travail|(?:muy |bien )?bien (?:escrito|redactado|dicho)|buen trabajo|(?:that|this|it)(?:'ll| will) do (?:nicely|fine|well)",
    r"nada que (?:objetar|anadir|cambiar)|sin (?:cambios|objeciones)|por mi (?:vale|perfecto|ok|genial|bien)|conforme",
)  # fmt: skip

_OFF = r"(?: (?:off|out|away|over|along|now|on its way|to (?:her|him|them)))*"
_RUHIG = _repeat(
    "so|das|es|die|der|sie|ihn|mail|e-mail|ruhig|jetzt|gern|gerne|gleich|dann|bitte|mal|einfach|auch|nun|sofort|an sie|an ihn"
)
_LE = _repeat("le|la|les|ca|bien|juste|y|donc|maintenant|directement|tout de suite") + "(?:l')?"
_SENDING = r"(?:being sent|going|going out|the (?:mail|text|message)(?: as it is)?)"
# The candidate lets the mail out.
LET_GO = _join(
    r"adelante con el envio|je (?:valide|confirme|approuve) l'envoi",
    r"(?:ich )?(?:bin )?(?:damit |mit allem |so )?(?:sehr |voll |ganz )?einverstanden|(?:on|nous) (?:l'|le |la )?envo(?:ie|yons)|que (?:vaya|salga)",
    rf"let {_IT} (?:go out|go off|rip)|get {_IT} (?:out|sent|over)(?: the door)?|(?:{_IT} )?(?:can|may|should) go (?:out|off){_OFF}",
    r"(?:i'm )?happy for (?:it|this|that) to go(?: out)?|(?:i'm )?happy for you to send(?: (?:it|this|that))?|(?:you'?re |you are )(?:good|clear|cleared|free) to (?:send|go)",
    rf"(?:i'm |i am |im )?(?:ok|okay|fine|happy|good|cool) with {_IT} {_SENDING}|off (?:you|it) pops?|crack on|fire ahead|have at it|do your thing|make it so|on you go|get on with it|get it away",
    r"green light|(?:you have |you've got )?(?:the |my )?go[- ]ahead|thumbs up|by all means|be my guest|go on then|hell yea?h?s?|aye|roger(?: that)?|sounds like a plan|please proceed with it",
    rf"(?:kann|darf|soll|sollte|konnte|konnt) {_RUHIG}(?:raus|los|rausgehen|losgehen|abgehen|abgeschickt|(?:(?:raus|ab|ver)?(?:geschickt|gesendet)|versendet|versandt) werden)",
    rf"(?:raus|los)(?:schicken|senden|gehen|geschickt)|(?:schick|send)\w*(?:'s)? {_RUHIG}(?:ab|raus|los|weg)|mach's|hau\w*(?: (?:es|das|sie|'s))* raus|haus raus|nur zu|feuer frei|leg los|auf jeden fall|unbedingt|selbstverstandlich|naturlich|meinetwegen|gerne doch|grunes licht|aber sicher|ab die post",
    r"(?:kann|konnte) man (?:so |das |ruhig )*(?:machen|lassen|nehmen|senden|schicken)|on (?:envoie|y va|valide|lance)|nickel chrome",
    rf"c'est parti|banco|feu vert|fonce[rz]?|(?:tu peux|vous pouvez|on peut) {_LE}(?:aller|envoyer|lancer|expedier|faire partir|laisser partir)|expedie[rz]?(?:[ -]le)?|(?:ca |il |elle )?peut partir(?: (?:comme ca|ainsi|tel quel))?|tout a fait|carrement|absolument|evidemment",
    r"dale(?: (?:para|pa) ?(?:a?de)?lante| que si|)?|tira (?:millas|adelante|para adelante)|(?:para|pa) ?(?:ad|l)e?lante|palante|que salga|luz verde|(?:lo |la )?(?:puedes|podeis) (?:ya )?(?:mandar|enviar)(?:lo|la|selo|sela)?|(?:envia|manda)(?:selo|sela)|(?:envien|manden)(?:lo|la)|desde luego|sin duda|a por ello|autorizo|(?:doy (?:el|mi) |tiene (?:el|mi) |tienes (?:el|mi) )?visto bueno",
)  # fmt: skip

# The candidate does not like the shown mail. That alone is no "no": they may want other words.
DISLIKE = _join(
    r"(?:i )?(?:do ?n'?o?t|did ?n'?o?t) (?:really |quite |much )?(?:like|love|fancy) (?:it|this|that|the (?:tone|text|wording|mail|note|style))(?: (?:much|at all))?|(?:i'm |am )?not (?:really |so |very |too )?(?:keen|happy|sold|convinced|pleased)(?: (?:on|with|about|by) (?:it|this|that|the (?:tone|text|wording|mail|note|style)))?",
    r"(?:(?:der|die|das) (?:ton|text|stil|mail|e-mail|formulierung) )?(?:gefallt|passt|taugt|liegt|behagt) mir (?:so |gar |uberhaupt |leider )*nicht|(?:bin |noch )?nicht (?:uberzeugt|zufrieden|begeistert)(?: davon| damit)?|uberzeugt mich nicht|(?:mag|finde) ich nicht(?: (?:gut|so gut|toll))?",
    r"(?:ca )?(?:ne )?me plait pas|(?:ca )?(?:ne )?me convainc pas|(?:je (?:ne )?suis )?pas (?:convaincue?|emballee?|fan|satisfaite?)|j'aime pas|je n'aime pas",
    r"no me (?:convence|gusta|acaba de convencer|termina de convencer|encanta)(?: (?:nada|mucho|demasiado))?|no estoy (?:convencid[oa]|content[oa])",
)  # fmt: skip
# The candidate does not want the shown mail.
KEEP_BACK = _join(
    rf"(?:i'?d |i would |we'?d )?(?:rather|prefer(?: it)?(?: if)?) (?:you |we |it |this )*(?:not|did ?n'?o?t|do ?n'?o?t)(?: (?:send|go|mail|do))?(?: {_IT})?(?: one)?(?: out)?",
    rf"(?:scrap|bin|kill|ditch|trash|forget about) {_IT}|(?:i'll|hard|i) pass(?: on {_IT})?|not for me|not this time|let'?s not(?: send {_IT})?|(?:i |we )?do ?n'?o?t want {_IT}(?: one)?(?: (?:to go|going|sent|out|to be sent|to (?:him|her|them)))*|(?:please |pls )?do ?n'?o?t bother(?: (?:with|sending) {_IT})?",
    r"(?:die|das|den|diese|diesen)? ?(?:mail |nachricht )?(?:will|mochte|mag|wollte) ich (?:so |lieber |doch )*nicht(?: (?:verschicken|senden|haben|schicken))?|spar\w* (?:wir uns|ich mir|dir|sie sich)(?: (?:das|die|den))?|verwirf (?:das|es|sie)|weg damit|ab in (?:den|die) (?:mull|tonne|papierkorb)",
    r"(?:il )?(?:vaut mieux|mieux vaut) (?:ne )?pas(?: l'envoyer)?|je (?:n'en|ne l'|n') ?(?:veux|envoie) pas|sans moi|a la poubelle|poubelle",
    r"no hace falta (?:que (?:lo|la) (?:envies|mandes|envie|mande)|enviarl[oa]|mandarl[oa])|mejor que no|mejor no(?: (?:lo )?(?:envies|mandes))?|yo paso|paso de (?:est[ea]|eso|esto|enviarlo|mandarlo)|no lo quiero|a la basura|descartal[oa]|olvidal[oa]",
)  # fmt: skip
# A reason beside a "no" to a shown mail. Without such a word, the candidate may want other words in it.
NO_REASON = (
    r"too|sounds?|feels?|seems?|like|already|pushy|weird|awkward|cheesy|klingt|wirkt|zu|mag|schon|bereits|komisch|aufdringlich|"
    r"trop|deja|aime|lourd|bizarre|demasiado|muy|ya|gusta|parece|raro|pesado"
)
# With it they want other words.
CORRECTION = (
    r"spell\w*|should|must|says?|write|written|called|means?|mention\w*|add\w*|shorter|longer|heisst|soll\w*|muss|"
    r"schreib\w*|erwahn\w*|kurzer|langer|s'ecrit|s'appelle|doit|devrait|ajoute\w*|plus court|se llama|se escribe|debe\w*|anad\w*|mas corto"
)

_LETTER = r"(?:letters?|post|(?:ein|kein|d)?e?n? ?briefe?|lettres?|courriers?|cartas?)"
_NO_CALLING = _join(
    r"(?:i'?d |i would )?(?:rather|prefer) not(?: to)? (?:call|phone|ring)(?: (?:her|him|them|anyone))?|(?:i )?(?:wo ?n'?t|will not|am not going to|'m not going to|do ?n'?o?t want to|do ?n'?o?t feel like|hate to) (?:call|calling|phone|phoning|ring)(?: (?:her|him|them))?",
    r"(?:i'm|i am|im|am) not (?:going|about) to (?:call|phone|ring)(?: (?:her|him|them))?|not (?:calling|phoning|ringing) (?:her|him|them)",
    r"leave (?:the|this|that) (?:call|letter|step) out|lass\w* (?:den|diesen) (?:anruf|brief)(?: (?:bitte|mal|lieber|einfach))* (?:aus|weg|sein|bleiben)",
    r"(?:drop|forget|scrap|cancel|ditch) (?:about )?the (?:letter|call)(?: idea)?|vergiss (?:den|das) (?:brief|anruf|telefonat)|oublie[rz]? (?:la lettre|l'appel)|olvida(?:te de)? la (?:carta|llamada)",
    r"no (?:need|reason|point)(?: (?:to|in))? (?:call|phone|ring|calling|phoning|ringing)(?: (?:her|him|them))?|no (?:phone )?calls?(?= (?:[.,]|please|for|thanks)|$)",
    r"(?:ich )?(?:will|mochte|mag|werde)(?: (?:sie|ihn|da|dort|ich|eigentlich|lieber|gar))* nicht (?:anrufen|telefonieren)|lieber nicht (?:anrufen|telefonieren)|(?:ich )?ruf\w?(?: (?:sie|ihn|da|dort|ich|lieber))* nicht an|kein(?:en)? anruf|(?:brauch\w*|muss)(?: (?:ich|man|da|sie|ihn))* nicht (?:mehr )?(?:anrufen|anzurufen)",
    r"(?:je )?prefere (?:ne pas|pas) (?:l'|la |le |les )?(?:appeler|telephoner)|je (?:ne )?(?:l'|la |le |les |n')?appelle(?:rai)? pas|je (?:ne )?(?:veux|vais|compte) pas (?:l'|la |le |les )?(?:appeler|telephoner)|pas (?:d'appel|de coup de fil)|pas besoin d'appeler|inutile d'appeler",
    r"prefiero no llamar(?:l[aeo]s?)?|no (?:(?:la|lo|le|les) )?(?:quiero|voy a|pienso) llamar(?:l[aeo]s?)?|no (?:la|lo|le|les) (?:llamo|llamare)|no hace falta llamar(?:l[aeo]s?)?|sin llamadas?|nada de llamadas?",
)  # fmt: skip
_NO_LETTER = _join(
    rf"(?:i )?(?:wo ?n'?t|will not|'m not|am not|not|do ?n'?o?t want to|'d rather not)(?: (?:going to|gonna))? (?:be )?(?:send|write|post|mail|do|sending|writing|posting|mailing|doing)(?: (?:a|the|any|this))? {_LETTER}",
    r"(?:i )?do ?n'?o?t (?:do|write|send|like)(?: any)? letters|(?:der |ein )?brief (?:kommt|ist) nicht in frage|"
    r"briefe? (?:schreib|schick|verschick|mach)\w*(?: ich)? (?:ich )?(?:keinen?|nicht)|(?:i'd |i would )sooner not (?:write|send|post)(?: (?:a|the|any))? letters?(?: to (?:her|him|them))?",
    r"(?:den|diesen|einen)? ?brief (?:lass|spar\w*|schenk\w*)(?: ich)?(?: (?:mir|lieber|mal|diesmal|aber))*(?: (?:weg|aus|sein|bleiben))?|(?:ich )?(?:schreib\w?|schick\w?|verschick\w?|will|mochte)(?: ich)? keinen brief(?: (?:schreiben|schicken|verschicken))?",
    r"je (?:n'|ne )?(?:enverrai|ecrirai|envoie|ecris|veux|vais)(?: pas)(?: (?:envoyer|ecrire))?(?: (?:de|la|cette|une))? (?:lettre|courrier)s?",
    r"no (?:(?:voy a|quiero|pienso) (?:enviar|mandar|escribir)|envio|mando|enviare|mandare|escribo|escribire)(?: (?:ninguna|la|una|esa))? cartas?",
)  # fmt: skip
# The candidate does not want to make the call, or to write the letter, at all.
NOT_AT_ALL = _join(_NO_CALLING, _NO_LETTER)

NOBODY_THERE = _join(
    r"(?:nobody|no ?one|no-one|none)(?:'s| is| was| were)? (?:picking up|answering|responding|at (?:her|his|their) desk)|no (?:dice|joy|success)|(?:engaged|busy) (?:tone|signal)|besetztzeichen|(?:tonalite|signal) occupee?|tono (?:de )?ocupado|(?:could ?n'?o?t|can'?t|cannot|did ?n'?o?t) get (?:a )?(?:hold of|through|an answer)(?: (?:to )?(?:her|him|them|anyone|anybody))?|(?:her|his|the|their) phone(?:'s| is| was) (?:off|switched off)|tried in vain|to no avail|without success",
    r"(?:niemand(?:en)?|keine[nr]?|nicht|sie nicht|ihn nicht) (?:erwischt|gekriegt|bekommen|durchgekommen|ans telefon (?:bekommen|gekriegt)|drangegangen|abgehoben)|kein durchkommen|(?:kam|komme?) nicht durch|(?:geht|ging|gehen|gingen) (?:aber |leider |wieder |einfach )*nicht (?:ran|dran|ans telefon)|vergeblich(?: (?:angerufen|versucht|probiert))?|erfolglos|klingelt ins leere|(?:handy|telefon) (?:ist |war )?aus(?:geschaltet)?",
    r"(?:ca |elle |il |ils )?(?:ne )?(?:repond(?:ait|aient|ent)?|decroche(?:nt|ait)?) (?:pas|plus)|personne au bout du fil|(?:pas moyen|impossible|pas possible) de (?:la|le|les|l') ?(?:joindre|avoir|contacter)|(?:je )?(?:n'ai |ai )?eu personne|pas reussi(?: a (?:la|le|les) (?:joindre|avoir))?|(?:je )?(?:n'ai |ai )?pas eu (?:ana|elle)|en vain|sans succes",
    r"no (?:me |lo |la |le )?(?:descuelg\w+|cogen|coge|atienden|responden|contestan)(?: nadie)?|no ha habido (?:manera|forma|suerte)|no hubo (?:manera|forma|suerte)|(?:imposible|no consigo|no logro|no consegui|no logre) (?:contactar|hablar|localizar)\w*(?: con (?:ella|el|ellos|nadie))?|nadie al telefono|sin (?:suerte|exito)|(?:movil|telefono) apagado",
)  # fmt: skip
DEAD_NUMBER = _join(
    r"(?:the |that |this |her |his |their )?(?:number|line)(?:'s been| has been|'s| is| was| seems)?(?: (?:now|completely|apparently|already))? (?:dead|disconnected|no longer in (?:use|service)|not in use|out of (?:service|order|use)|invalid|outdated)|dead (?:number|line)|(?:number )?belongs to (?:someone|somebody) else",
    r"(?:that|this|it)(?:'s| is)(?:n't| not|nt) (?:her|his|their|the right|the) (?:number|phone)(?: any ?more)?|no longer (?:her|his|their) number|(?:that|it)'s an old number|(?:die )?leitung (?:ist )?tot|veraltete nummer",
    r"(?:die |diese |ihre |seine )?(?:ruf|telefon)?nummer (?:gibt es|gibt's|gibts|existiert|geht|funktioniert|passt|gehort)(?: (?:ihr|ihm|so|gar))* (?:nicht|jemand anderem|wem anders)(?: mehr)?|nummer (?:ist )?(?:tot|ungultig|veraltet|abgemeldet)",
    r"(?:ce n'est|c'est|c'etait) pas (?:le |son )(?:bon )?numero|(?:le |ce |son )?numero (?:n'existe|ne (?:marche|fonctionne|repond|correspond)) (?:pas|plus)|numero (?:hors service|desactive|invalide|plus en service)",
    r"(?:ese|este|el) (?:telefono|numero) (?:ya )?no (?:es (?:el )?(?:suyo|de (?:ella|el|ana)|correcto|valido|bueno)|existe|funciona|va)|no es su (?:numero|telefono)|numero (?:que )?no existe",
)  # fmt: skip
LEFT_WORD = _join(
    r"(?:it )?(?:went |got )?(?:straight |only )?(?:to )?(?:the|her|his) (?:answer(?:ing)? ?)?machine|(?:got |on )?(?:the |her |his )?answer ?phone|(?:i )?left my (?:name|number|details)(?: and (?:name|number))?|machine (?:picked up|answered)|(?:was |got )?sent to voice ?mail",
    r"(?:nur )?(?:der |ihr |sein )?(?:ab|anrufbeantworter) (?:dran|ran|rangegangen|drangegangen|war dran|sprang an)|nur (?:der |ihr )?ab",
    r"(?:nur )?(?:die |ihre |seine )?(?:mobil|sprach)?box (?:ran|dran|gesprochen|erreicht)|mein(?:en|e)? (?:namen|nummer) hinterlassen",
    r"(?:suis |je suis )?tombee? sur (?:le |la |son |sa )?(?:repondeur|messagerie|boite vocale)|laisse mes coordonnees",
    r"deje mi (?:nombre|numero|telefono)(?: y (?:nombre|numero|telefono))?|salt(?:o|a|aba) (?:directamente |siempre )?(?:el|al) (?:buzon|contestador)(?: directamente| de voz)*",
)  # fmt: skip
INTO_THE_POST = _join(
    r"(?:it |the letter |letter )?(?:went|has gone|gone|was sent|sent) (?:off |out )?(?:by )?(?:first class|second class|registered|recorded|special delivery|airmail|courier|post)(?: (?:mail|post))?|handed (?:it )?in at the post office|took it to the post(?: office)?|popped (?:it )?in the post(?:box)?|stuck it in the post(?:box)?",
    r"(?:beim|am|im) (?:postamt|schalter|postschalter) (?:abgegeben|aufgegeben)|(?:zur|bei der|auf der|auf die) post (?:abgegeben|aufgegeben|gegeben|gebracht)|per (?:post|einschreiben) (?:raus|weg|geschickt|verschickt)|abgegeben",
    r"(?:lettre )?(?:deposee?|remise?|portee?|donnee?)(?: (?:a la|au bureau de|a) poste)?|(?:en |par )?recommande(?= [.,]|$)",
    r"(?:er |der |sie )?(?:ist|war|ging)[ ,\0]+(?:\w+ )?(?:raus|weg|rausgegangen|unterwegs|abgegangen)(?= [.,]|$)|(?:mis|mise|glissee?|jetee?)(?: (?:la lettre|le courrier))? (?:dans|a) (?:la |une )?(?:boite(?: aux lettres)?|poste)",
    r"acabo de (?:echar|enviar|mandar|llevar|entregar|depositar)(?:la)?(?: (?:al buzon|en el buzon|a correos|en correos|por correo))?|(?:je )?viens de (?:la )?(?:poster|deposer|envoyer)",
    r"(?:la )?(?:entregue|entregada|lleve|llevada|depositada|certificada) (?:en|a) (?:correos|la oficina de correos)|(?:por )?correo certificado",
)  # fmt: skip
# A yes to a question after whose yes nothing goes out.
AFFIRM = r"(?:(?:yes|ja|oui|si|that is|that's|that was|das|c'est|ah)\W+)*(?:correct|right|exactly?|exacte?ment|indeed|true|genau|stimmt|richtig|korrekt|exacto|exactamente|efectivamente|cierto|correcto|asi es|effectivement|en effet|vrai)\b"
# Words about the people and the business of a company that employs.
COMPANY_WORDS = (
    r"hr|recruit\w*|personal(?:abteilung|er|erin|wesen|chef|chefin)|hiring|works? (?:at|for|with|there)|work(?:s|ing) with|arbeitet|travaille|trabaja|team|equipe|l'equipe|equipo|boss|chef(?:in|fe)?|jefe|jefa|manager\w*|"
    r"assistant\w*|asistente|secretar\w*|sekretar\w*|interview\w*|invit\w*|einladung\w*|application|bewerbung|candidatura|candidature|entretien|entrevista|colleague|kolleg\w+|collegue|companer[oa]|rh|drh|rrhh"
)
# What the candidate is to do, with words that otherwise tell of a decision of the company.
OWN_ACT = (
    r"(?:(?:ich|soll|kann|muss|darf|werde|will|sollte) (?:\w+ ){0,3})?(?:mich (?:\w+ ){0,3}(?:melden|anrufen)|meld\w? mich)|(?:ich |soll |ich soll |muss )(?:\w+ ){0,3}(?:zuruck)?(?:anrufen|zuruckrufen)|"
    r"(?:i|to|i'll|i should|i must|can i|could i) (?:call|ring|phone|get|answer|reply|respond|hear)(?: (?:her|him|them))?(?: back)?|"
    r"(?:call|ping|nudge|tell|poke) me(?: again)?|(?:llama|avisa|escribe|recuerda)me(?:lo)?|meld dich|rappelle[ -]moi|"
    r"(?:de|a|dois|vais|peux|puisse) (?:la |le |les |l')?(?:re)?(?:rappeler|contacter|repondre)|que je (?:la |le |les )?rappelle|je (?:la |le |les )?rappelle\w*|"
    r"que (?:yo )?(?:la |le |les |los )?(?:llame|vuelva a llamar|conteste)(?!\w)|(?:tengo que|debo|puedo) (?:llamar|contestar|responder)\w*"
)
# Somebody else answered the telephone.
OTHER_ANSWERED = (
    r"(?:her|his|their|ihre?|seine?|sa|son|leur|su|un|una?|une|eine?|the|a|la|le|el|an) (?:\w+ )?(?:assistant\w*|assistenti?n?|secretary|sekretar\w*|receptionist|colleague|kolleg\w+|vertretung|secretaire|collegue|asistente|secretari[oa]|companer[oa]) (?:\w+ )?(?:answered|picked|took|says|said|told|ging|nahm|war|meinte|sagt\w*|a|m'a|me|contest\w+|cogio|atendio|respond\w+|dice|dijo)|"
    r"(?:contest\w+|cogio|atendio|respond\w+|me dice|me dijo) (?:su|una|un|la|el) (?:assistent|asistente|secretari[oa]|companer[oa])"
)
TALKED = _join(
    r"(?:i )?(?:caught|got|had) (?:her|him|them|ana|ben) on the (?:phone|line)|had a (?:quick |short |brief |good |nice |long )*(?:word|natter|phone ?call)(?: with)?|caught up with (?:her|him|them)|(?:finally )?got hold of (?:her|him|them)|(?:they|she|he) (?:confirmed|promised|told us)",
    r"gequatscht|geschnackt|geplaudert|unterhalten|erwischt|drangekriegt|ans telefon (?:bekommen|gekriegt)|durchgekommen|(?:sie|er|ana) (?:hat )?(?:mir )?(?:versprochen|versprach|bestatigt)",
    r"papote|bavarde|(?:elle|il|ils|on) (?:m'a|m'ont) (?:confirme|annonce|explique|promis|assure)|eue? au (?:tel|telephone|bout du fil)",
    r"charle|charlamos|charlado|conversamos|converse|platique|platicamos|estuve hablando(?: con)?|estuvimos hablando|me (?:confirmo|conto|aseguro|atendio|prometio|explico)|hemos hablado",
)  # fmt: skip
HOLD_BACK = _join(
    rf"(?:hold|keep) {_IT} back|hold (?:back|fire)|not so fast|give (?:it|me) (?:a (?:bit|little|moment|minute)|some time|more time)",
    r"leave \w+ alone|(?:lass\w* )(?:\w+ ){0,2}in ruhe|laisse[rz]?(?: \w+){0,2} tranquilles?|deja\w*(?: a)?(?: \w+)? en paz",
    r"(?:noch )?(?:zuruckhalten|abwarten|liegen ?lassen)|halt\w*(?: (?:es|das|die|mail|noch|bitte|mal))* zuruck|lass\w*(?: (?:es|das|die|mail|noch|bitte|mal))* liegen",
    r"(?:mets|mettez|mettre|garde|gardez|garder)(?:[ -](?:le|la|ca|les))* (?:de cote|sous le coude|en attente|pour l'instant)|temporise[rz]?|laisse[rz]? reposer",
    r"espera(?:te|os|mos|lo)(?: un (?:poco|momento|rato|pelin))?|aguant\w+|aguard\w+|(?:en|a la) espera|fren[ae]\w*",
)  # fmt: skip
# A greeting at the end, which asks for nothing.
CLOSING = _join(
    r"have a (?:nice|good|great|lovely) (?:day|evening|weekend|week|one|time)|see you(?: (?:later|soon|then|tomorrow))?|talk (?:to you )?(?:soon|later)|speak soon|good (?:morning|evening|night|afternoon)",
    r"(?:einen )?(?:schonen|guten|angenehmen) (?:tag|abend|feierabend|morgen|nachmittag|sonntag)(?: (?:noch|dir|ihnen|euch))*|schone[sn]? (?:wochenende|woche)(?: noch)?|bis (?:spater|dann|bald|nachher|dahin)(?= ?(?:[.,]|$))|gru(?:ss|sse|ess|esse) aus \w+|(?:herzliche|beste|liebe|viele|schone) gru(?:ss|sse|esse)",
    r"bonne (?:journee|soiree|nuit|semaine|fin de journee)|bon (?:apres-midi|week-end|weekend)|bien a (?:toi|vous)|a (?:plus|bientot|tout a l'heure)",
    r"(?:que tengas |ten |pasa )?(?:un )?(?:buen|feliz) (?:dia|finde|fin de semana)|buen[oa]s (?:dias|tardes|noches)|hasta (?:luego|pronto|otra)|nos vemos",
)  # fmt: skip
# The candidate asks to be reminded.
REMIND = _join(
    r"(?:ping|nudge|poke|prod|bug|pester|chase|tell|write|text) me(?: (?:again|back|about it))?|push (?:it|this)(?: back)? (?:to|until)|move (?:it|this) to",
    r"meld\w? dich(?: (?:noch ?mal|wieder|dann|bitte))*|schreib mir(?: (?:noch ?mal|wieder|dann))*|sag mir(?: (?:noch ?mal|wieder|dann))* bescheid",
    r"fai(?:s|tes)[ -]moi signe|preven(?:ez|s)[ -]moi|redi(?:s|tes)[ -](?:le[ -])?moi|relancez?[ -]moi",
    r"(?:llama|avisa|escribe|di)me(?:lo)?(?: (?:otra vez|de nuevo|la atencion))?",
)  # fmt: skip
SLIP = _join(
    r"(?:i )?take (?:that|it|this) back|scratch that|disregard (?:that|it|my last \w+)|ignore my last (?:\w+)|undo (?:that|this) one|wrong (?:mail|one)[ .,!]+undo",
    r"(?:(?:war|ist) )?(?:ein |mein )?irrtum|(?:ich )?hab\w* mich (?:vertan|vertippt|geirrt|verdruckt)|nehm\w? (?:ich )?(?:das|es) (?:wieder )?zuruck|kommando zuruck",
    r"(?:je )?me suis trompee?|fausse manip\w*|oublie[rz]? (?:ca|ce que j'ai dit)|je retire(?= (?:ca|cela|ce que))(?: (?:ca|cela|ce que j'ai dit))?",
    r"me (?:he equivocado|equivoque|he confundido|confundi)|fue sin querer|retira lo dicho|olvida lo (?:anterior|que dije|dicho)",
)  # fmt: skip
# Words with which a sentence begins or ends, and which change nothing.
FILLERS = """
ach och hm hmm uh um uhm ahm aeh tja naja na also well oh ah aha euh bah bon bueno pues uf ay vaya hombre oye leider
sadly unfortunately malheureusement helas lamentablemente desgraciadamente sorry desole desolee perdon disculpa disculpe entschuldigung
texte texto mensaje courriel
orale andale hala eh gell mal doch tio tia man mate folks
whoops woops mince zut mist sir madam team guys dankeschon thankyou tx tks ta mucho muchisimo vg glg lgs bisous finally endlich enfin
dear honestly tbh btw imo fyi actually echt wirklich vraiment ehrlich nochmals
"""
