"""What the candidate answers followupd, as folded patterns: English, German, French, Spanish.

The order counts: a phrase that an earlier pattern matched is not matched again. So "nobody answered" is no "answered".
"""

from __future__ import annotations

from followupd.inbound.phrases import reply_grammar as grammar

# Idioms with a word of refusal that refuse nothing. A "not" before a command to end or skip: it changes nothing by
# itself, so only the rest counts.
_NOT_ENDING = (
    r"(?:please )?(?:do ?n'?o?t|do not|never) (?:ever )?(?:stop(?:ping)?|skip)(?: (?:it|this|that|now|again|this one|the (?:call|letter|mail|step)))*|"
    r"(?:bitte )?nicht (?:stopp\w*|aufhor\w*|anhalten|abbrechen|beenden|uberspringen|auslassen)|(?:stopp\w*|uberspring\w*|hor\w*)(?: (?:es|das|ihn|sie|bitte))* nicht(?: auf)?|"
    r"n'arrete[rz]?(?:[ -](?:pas|rien|tout))+|ne (?:l'|la |le |t')?(?:arrete|stoppe|saute)[rz]? pas(?: (?:l'appel|cet appel|cette etape|ca|cela))?|"
    r"no (?:te )?(?:lo |la )?(?:pares|pare|paren|detengas|detenga|saltes|salte)(?: (?:esto|este|nada|la llamada|este paso))?"
)
# What has not been done yet, and what they may do: neither is a command.
_NOT_YET_DONE = (
    r"(?:i )?(?:did ?n'?o?t|have ?n'?o?t) (?:call(?:ed)?|phoned?|rung|ring|post(?:ed)?)(?: (?:her|him|them|it|the letter))? yet|(?:i )?(?:have ?n'?o?t|not) yet (?:called|phoned|posted)(?: (?:her|him|them|it))?|"
    r"noch nicht (?:angerufen|eingeworfen|gepostet)|pas encore (?:appele|poste|telephone)\w*|(?:todavia|aun) no (?:(?:la|lo|le) )?(?:he )?(?:llamado|llame|echado)|"
    r"(?:she|he|they)(?:'ll| will| would)? (?:(?:probably|hopefully|maybe|surely) )?(?:call|phone|ring) back"
)
IDIOMS = rf"{grammar.CLOSING}|{_NOT_ENDING}|{_NOT_YET_DONE}|no problem\w*|no worries|not a problem|kein problem|keine ursache|pas de (?:probleme|souci)|aucun probleme|sin problemas?|no hay problema|(?:do ?n'?o?t|please do not) hesitate(?: to)?|zogern sie nicht|n'hesite[rz]? pas(?: a)?|no dud\w+ en|as (?:planned|before|usual|normal)|wie (?:geplant|bisher|vorgesehen|gehabt|immer)|comme (?:prevu|avant|d'habitude)|como (?:estaba )?(?:previsto|planeado|antes|siempre)|nothing (?:important|special|new)|nichts (?:wichtiges|besonderes|neues)|rien d'important|nada (?:importante|especial)"

UNDO = (
    rf"{grammar.SLIP}|"
    r"undo(?: (?:that|this|it))?|take (?:it|that|this) back|revert(?: (?:it|that|this))?|(?:it |that )?was a mistake|"
    r"ruckgangig(?: machen)?|mach\w* (?:das|es) ruckgangig|zurucknehmen|nimm (?:(?:das|es|bitte) )+zuruck|"
    r"annule[rz]?(?! l'envoi)(?:[ -](?:ca|cela|le))?|(?:c'etait|it was|that was|this was|war|das war|es war|fue|ha sido|era) (?:une?|an?|ein|eine) (?:erreur|mistake|versehen|fehler|error)|defai[srt]\w*|reviens en arriere|deshac\w+|deshaz(?:lo)?|revertir|anula(?:r|lo)?"
)
# The answer to a question about a mail: it is the company's answer, or something else.
_IT_IS = r"(?:(?:it|that|this|das|dies|es|ce|esto?|eso)(?:'s| is| was| ist| war| est| etait| es| era| fue)?|c'est|c'etait)"
_A_NOTICE = r"(?:news ?letters?|spam|junk|(?:an )?ad(?:vert\w*)?|advertising|promotion\w*|job alerts?|werbung|reklame|werbe\w+|rundmail|infolettres?|(?:de la )?pub(?:licite)?|publicidad|boletin\w*|propaganda|publi)"
_IT_IS_SURELY = r"(?:(?:it|that|this|das|dies|es|ce|esto?|eso)(?:'s| is| was| ist| war| est| etait| es| era| fue)|thats|its|c'est|c'etait|es|son)"
_A_RECEIPT = r"(?:automati\w+ )?(?:eingangs|empfangs)?bestatigung\w*|(?:automatic )?(?:acknowledge?ment|confirmation|receipt)(?: (?:of receipt|mail))?|auto(?:matic|mated)?[- ]?(?:reply|answer|response|receipt|confirmation|acknowledge?ment)|accuse(?: de reception)?(?: automatique)?|(?:reponse|message) automatique|automatische \w+|automatisch\w*|(?:respuesta|mensaje) automatic[oa]|acuse de recibo|(?:correo de )?confirmacion(?: automatica)?"
NOTICE_ALONE = rf"{_A_NOTICE}|{_A_RECEIPT}"
NOT_THEIRS = (
    rf"{_IT_IS} (?:really )?(?:not|nicht|pas|no) (?:es )?(?:really )?(?:(?:an|the|their|her|his|eine|die|ihre|deren|une|la|leur|su|sa|ma) )?(?:answer|reply|response|antwort|ruckmeldung|reponse|respuesta)|"
    r"ce n'est pas (?:(?:une|la|leur|sa) )?reponse|(?:das ist|es ist|ist) keine (?:antwort|ruckmeldung)|(?:it|that|this)(?:'s| is) no (?:answer|reply)|no es (?:(?:una|la|su) )?respuesta|"
    r"not (?:their|an|the) (?:answer|reply)|nicht (?:die|ihre|deren) antwort|pas (?:leur|la|une) reponse|"
    r"(?:it|that|this)(?:'s| is| was)? ?(?:not|n't|n'?o?t) (?:from )?(?:them|her|him)|(?:das|es) (?:ist|war|sind|waren) nicht (?:von )?(?:ihnen|ihr|ihm|sie)|(?:ce n'est|c'est|ca vient) pas (?:d')?(?:eux|elle|lui)|no (?:son|es) (?:de )?(?:ellos|ella|el)|"
    rf"(?:{_IT_IS} )?(?:(?:just|only|nur|bloss|juste|seulement|solo|simplemente) )+(?:(?:a|an|the|their|eine?|'?nen?|die|der|das|ihre?|deren|une?|la|le|l'|de la|leur|un|una|el|su) ?)?(?:(?!answer|reply|antwort|reponse|respuesta)[a-z]+ )?(?:{_A_NOTICE}|{_A_RECEIPT})|(?:they(?:'ve| have)? )?(?:(?:just|only) )*confirmed (?:(?:that )?(?:they |it )?(?:(?:have|has) )?(?:got|received)(?: (?:it|my \w+))?|receipt)|{_IT_IS_SURELY} (?:(?:a|an|eine?|une?|de la|un|una) )?{_A_NOTICE}|(?:war|ist) (?:nur )?(?:eine? )?{_A_NOTICE}"
    r"|(?:please )?ignore (?:it|that|this)(?: (?:mail|one|and))?|ignorier\w*(?: (?:das|es|die mail))?|ignora(?:lo|d)?|(?:that's |it's )?(?:not|nicht|pas|no es) (?:relevante?|wichtig)|irrelevant|unwichtig|(?:aucun|sans) rapport|kein(?:en)? (?:zusammenhang|bezug)|(?:sin|ninguna) relacion|not related|no tiene que ver(?: con ellos)?|(?:it )?(?:has )?nothing to do with (?:them|it|this|that)|unrelated|(?:das )?(?:hat )?(?:damit )?(?:gar |uberhaupt |rein )?(?:nichts|nix) (?:(?:damit|dazu|mit (?:ihnen|denen|der firma|der stelle|dem job)) )?zu tun|(?:ca n'a )?rien a voir(?: avec (?:eux|ca))?|(?:no )?tiene nada que ver(?: con ellos)?|nada que ver"
    r"|(?:no|nope|nah|nein|nee|ne|non)[ ,.]+(?:(?:that|das|die|der|ca|il|elle|eso|mail|kommt|comes|vient|viene|it|es|sie) )*(?:from|von|de|it's|its|that's|thats|c'est|es|das ist|das war|is|ist|est|war) (?:my|meine[mnrs]?|mein|mon|ma|mes|mi|mis) (?!recruit|interview|contact|ansprech|bewerb|application|candidat|entrevist|entretien|futur|zukunft|new|neue|nouve|nuev|chef|boss|manager|hr|jef|jobcoach|agent|agency|vermittl|headhunt|contact|kontakt|person|employ|arbeitgeb|patron|invit|einlad|termin|gesprach|test|assign|contract|vertrag|job|stelle|position|role|offer|angebot|offre|oferta|poste|puesto|cita|rdv|rendez|convoc|feedback|result|ergebnis|status|next|second|zweit|deuxieme|segund|confirm|bestat|start|salary|gehalt|salaire|sueldo|zusage|absage|team|equip|project|projekt|answer|reply|antwort|reponse|respuesta|mistake|fehler|erreur|error|fault)[a-z]+(?: (?:of|de|des|von|du) [a-z]+)?"
    rf"|{_IT_IS_SURELY} (?:(?:just|only|nur|juste|solo|simply) )*(?:(?:from|von|vom|de|del|du) )?(?:(?:a|an|one|of|my|eine?|einer|meine?|meiner|meinem|meinen?|une?|ma|mon|mes|mi|mis|una|the|der|die|el|la|le|old|former|ex|alt(?:e|er|en)|fruhere[rn]?|ancien(?:ne)?|vieil(?:le)?|vieux|antigu[oa]|viej[oa]) )*(?:friend|mate|buddy|flatmate|kumpel|mitbewohner(?:in)?|pote|copain|copine|coloc|cunad[oa]|schwager|schwagerin|bank|bill|invoice|parcel|delivery|landlady|rechnung|paket|lieferung|bestellung|facture|colis|livraison|commande|factura|paquete|pedido|mum|plumber|electrician|builder|hairdresser|barber|club|choir|tax office|provider|hotel|airline|therapist|physio|trainer|klempner|handwerker|elektriker|friseur(?:in)?|(?:sport|turn|gesang)?verein|chor|finanzamt|krankenkasse|telekom|strom\w+|hausverwaltung|trainer(?:in)?|plombier|electricien|coiffeu(?:r|se)|proprietaire|impots|mutuelle|fontanero|electricista|peluquer[oa]|casero|hacienda|gimnasio|prim[oa]|sister|brother|mother|father|mum|mom|dad|colleague|boss|landlord|doctor|freund(?:in)?|schwester|bruder|mutter|vater|kolleg(?:e|in)|vermieter(?:in)?|arzt|zahnarzt|dentist|versicherung|insurance|neighbou?r|nachbar(?:in)?|aunt|uncle|cousine?|tante|onkel|gym|school|schule|dentiste|assurance|voisine?|ecole|dentista|seguro|vecin[oa]|escuela|amie?|banque|soeur|frere|mere|pere|collegue|amig[oa]|banco|hermana|hermano|madre|padre|medico)(?: of mine| von mir)?"
)
THEIRS = (
    rf"{_IT_IS} (?:really |indeed |wohl |bien )?(?:(?:an|the|their|her|his|eine|die|ihre|deren|une|la|leur|sa|su) )?(?:answer|reply|response|antwort|ruckmeldung|reponse|respuesta)|"
    r"(?:ja |yes |oui |si )?es (?:la|su) respuesta|"
    r"(?:it|that|this)(?:'s| is| was) (?:from )?(?:them|her|him)|(?:das|es) (?:ist|war|sind|waren) (?:von )?(?:ihnen|ihr|ihm|sie)|(?:ist|kommt|war|kam|kommen|kamen) von (?:ihnen|ihr|ihm|denen|der firma)|(?:c'est|ca vient) (?:d')?(?:eux|elle|lui)|(?:son|es) de (?:ellos|ella)|son ellos"
    rf"|{_IT_IS_SURELY} (?:(?:from|von|de|d') ?)?(?:(?:bien|wohl|the|their|der|die|deren|ihre[rm]?|la|leur|el|su|le|l'|un|una|a) ?)*(?:hr|company|recruiter\w*|employer|hiring (?:team|manager)|personalabteilung|personal(?:er|erin|chef|chefin)|firma|arbeitgeber|rh|entreprise|recruteu(?:r|se)|drh|empresa|recursos humanos|rrhh|reclutador\w*)"
)
# The mail may be sent, but at another time.
NOT_YET_SENDING = (
    r"noch nicht (?:\w+ )?(?:ab|ver|los)?ge(?:schickt|sendet|sandt)|(?:do ?n'?o?t|please do ?n'?o?t|not|never) (?:send|approve|mail|ship)\w*(?: (?:it|this|that|them|the \w+|out|off|just))* (?:yet|now|right now)|not (?:yet )(?:send|approve)\w*|"
    r"(?:noch|jetzt|gerade) nicht (?:\w+ ){0,3}?(?:(?:ab|ver|los|raus)?(?:send|schick)\w*|freigeb\w*|raus\w*)|(?:(?:ab|ver|los|raus)?(?:send|schick)\w*) (?:\w+ ){0,3}?(?:noch|jetzt) nicht(?: (?:ab|raus|los|weg))?|nicht jetzt (?:\w+ ){0,2}?(?:ab|ver|los|raus)?(?:send|schick)\w*|"
    r"pas encore envo\w+|(?:ne |n')(?:l'|le |la |les )?envo\w+ pas (?:encore|maintenant|tout de suite)|"
    r"(?:todavia|aun|ahora) no (?:\w+ ){0,2}?(?:envi|mand)\w+|no (?:\w+ ){0,2}?(?:envi|mand)\w+ (?:todavia|aun|ahora)"
)
# The company promised to phone the candidate, and did not.
NO_SHOW = (
    r"no[- ]show|(?:she|he|they|nobody|no ?one) (?:never |did ?n'?o?t |has ?n'?o?t |have ?n'?o?t )(?:call(?:ed)?|phone(?:d)?|ring|rang|rung)(?: (?:me|back|us))*|(?:nobody|no ?one) (?:called|phoned|rang)(?: me)?|(?:the |their |her |his )?(?:promised )?call (?:never came|did ?n'?o?t come)|"
    r"(?:sie|er) (?:hat|haben|hatten?) (?:(?:mich|sich|doch|aber|gar|leider|bisher) )*(?:nicht|nie) (?:mehr )?angerufen|(?:niemand|keiner) (?:hat|haben) (?:mich )?angerufen|(?:sie|er) rief(?:en)? (?:mich )?nicht an|der (?:versprochene )?anruf (?:kam nicht|blieb aus)|"
    r"(?:elle|il|ils|elles|on) (?:ne |n')?(?:m')?(?:a|ont) (?:pas|jamais) (?:r?appele\w*|telephone\w*)|personne (?:ne |n')?(?:m')?a (?:r?appele\w*|telephone\w*)|l'appel promis n'est pas venu|"
    r"no me (?:ha|han) llamado|no (?:ha|han) llamado|no (?:me )?llamaron|no me llamo|nadie (?:me )?(?:llamo|ha llamado)|nunca (?:me )?(?:llamaron|han? llamado)"
)
NO_ANSWER = (
    rf"{grammar.NOBODY_THERE}|"
    r"(?:it )?(?:just )?(?:keeps|kept) ringing|klingelt (?:nur )?durch|(?:hebt|nimmt) (?:keiner|niemand|nicht) ab|nadie (?:(?:lo|la|me|le) )?(?:coge|cogia|contesta|descuelga|atiende|responde)|no luck|(?:hat|haben) nicht (?:abgehoben|abgenommen|rangegangen)|(?:they )?ghost(?:ed|ing)(?: me)?|(?:ca |le telephone )?(?:a )?sonn\w+ dans le vide|(?:ca )?ne (?:repond|decroche)(?:ent)? pas|"
    r"(?:there was )?no[- ](?:answer|reply|response|pick ?up)|no (?:hay|hubo|ha habido) respuesta|(?:nobody|no ?one|no-one) (?:\w+ )?(?:picked up|answered|picks up|answers|there|home|in)|"
    r"(?:did ?n'?o?t|does ?n'?o?t|has ?n'?o?t|have ?n'?o?t) (?:pick(?:ed)? up|answer(?:ed)?|respond(?:ed)?)|(?:could ?n'?o?t|can'?t|cannot|did ?n'?o?t|was ?n'?o?t able to|unable to|failed to) (?:reach|get (?:through|hold)|catch)(?: (?:to |of )?(?:her|him|them|anybody|anyone|\w+))?|"
    r"(?:she|he|they)(?:'s| is| was| were| are) (?:out|away|busy|not (?:there|in)|in a meeting)|(?:was |is )?not (?:reachable|available|in the office)|unreachable|(?:it )?(?:just )?rang (?:out|and rang)|(?:line|phone) (?:was |is )?(?:busy|engaged)|"
    r"(?:niemand(?:en)?|keine[rn]?|keiner) (?:\w+ )?(?:erreicht|abgenommen|abgehoben|rangegangen|drangegangen|ans telefon gegangen|da|ran|dran)|(?:es )?(?:geht|ging) (?:keiner|niemand|nicht) (?:ran|dran|ans telefon)|"
    r"(?:\w+ )?nicht (?:erreicht|erreichbar|erreichen|rangegangen|drangegangen|abgenommen|abgehoben|angetroffen|ans telefon(?: gegangen)?|zu erreichen)|keine antwort|(?:sie |er )?war(?:en)? (?:nicht da|nicht im (?:haus|buro)|nicht am platz|weg|ausser haus|im (?:termin|meeting|gesprach|urlaub)|in einer besprechung)|(?:war |ist )?besetzt|(?:hat |haben )?nicht geantwortet|"
    r"personne (?:n'?a? ?|ne )?(?:\w+ )?(?:repondu|repond|decroche\w*)|(?:n'a |n'ont |ne |n')?\w* ?pas (?:repondu|repond(?:ait)?|de reponse|decroche|joignable|pu (?:la |le |les |l')?joindre|reussi a (?:la |le |les )?joindre)|sans reponse|injoignable|(?:elle|il|ils|elles) n'etai(?:t|ent) pas (?:la|disponibles?|au bureau)|(?:elle|il) (?:etait|est) (?:absente?|en (?:reunion|rendez-vous|ligne|conge|vacances))|(?:c'|ca |la ligne )?(?:etait|est|sonnait|sonne) occupee?|aucune reponse|"
    r"nadie (?:me |ha |lo )?(?:contest\w+|respond\w+|cogi\w+|cogido|descolg\w+|atendi\w+)|no (?:me |lo |la |ha |han |ha |pude |he podido )*(?:contest\w+|respond\w+|cogi\w+|cogen|descolg\w+|atend\w+|hubo respuesta|localic\w+|localizar\w*|hablar con (?:ella|el|nadie))|sin respuesta|no coge nadie|esta(?:ba)? (?:reunid[oa]|ocupad[oa]|en una reunion|de vacaciones)|no habia nadie|(?:ella |el )?no estaba(?:n)?(?: (?:alli|en la oficina))?|comunica(?:ba|ndo)?(?: (?:todo el rato|siempre|sin parar))?|esta(?:ba)? comunicando"
)
IN_THE_BOX = (
    rf"{grammar.INTO_THE_POST}|"
    r"(?:brief )?liegt im (?:brief)?kasten|(?:der )?brief (?:ging|ist|war)[ ,\0]+(?:raus|weg|ab)|(?:dropped|put|threw) (?:it|the letter) (?:in|into|off)\w*(?: (?:the|at|a))*(?: (?:post|mail)(?:box| office)?)?|in (?:den|einen) (?:brief)?kasten (?:geworfen|gesteckt)|"
    r"(?:la )?(?:eche|echad[oa])(?: la carta)? (?:al|en el) (?:buzon|correo)|(?:ya )?esta en (?:el )?(?:buzon|correo)|echada|la carta (?:salio|ha salido)"
)
VOICEMAIL = (
    rf"{grammar.LEFT_WORD}|"
    r"aufs? (?:(?:das|ihr|sein) )?band(?: (?:gesprochen|gequatscht|geredet))?|band gesprochen|drauf ?gesprochen|(?:auf (?:den|dem) )?ab (?:drauf ?|be)?gesprochen|ab besprochen|"
    r"(?:left |leave |went |straight )?(?:(?:to|a|her|him|them|my) )*(?:voice ?(?:mail|mial|mal)|voicmail|vm\b|voice message)(?: left)?|left (?:(?:a|her|him|them|another|short) )*(?:message|msg)(?: on (?:the|her|his|their) (?:machine|phone|answering machine|voicemail))?|(?:on |spoke (?:to|on) )?(?:the |her |his )?answering machine|"
    r"(?:auf (?:die|der|ihre|seine) )?mailbox(?: gesprochen| hinterlassen| erreicht)?|(?:auf (?:den|dem) )?anrufbeantworter(?: gesprochen)?|auf (?:den|dem) ab(?: gesprochen)?|sprachnachricht(?: hinterlassen)?|(?:(?:eine|'?ne|kurze) )*nachricht (?:hinterlassen|auf band|drauf(?:gesprochen)?)|"
    r"(?:parle (?:sur|au|a) )?(?:laisse )?(?:un )?(?:message )?(?:sur |au )?(?:le |son |la )?(?:repondeur|messagerie|boite vocale)|(?:laisse )?(?:un )?message vocal|laisse (?:un |son )?(?:petit |court )?(?:message|msg|mot)(?: vocal)?|msg vocal|"
    r"(?:he )?deja(?:do|r)? (?:un |el )?mensaje(?: (?:de voz|en el (?:buzon|contestador)))?|(?:en el )?(?:buzon de voz|contestador)|salto el (?:buzon|contestador)|mensaje de voz|(?:le |les )?deje (?:un )?(?:mensaje|recado)(?: (?:de voz|en el (?:buzon|contestador)(?: de voz)?))?"
)
WRONG_NUMBER = (
    r"(?:the |that )?number (?:\w+ ){1,4}is wrong|(?:the |that )?number does ?n'?o?t (?:work|exist)|wrong (?:number|phone|no|nr|num)(?= [.,]|$| \.)|wrong (?:number|phone)|wrong-number|(?:the )?number (?:is|was|seems)(?: \w+)? (?:wrong|out of date|not (?:in service|right|valid)|does ?n'?o?t (?:work|exist))|not (?:in service|(?:his|her|their) number)|"
    r"falsche (?:telefon)?nummer|(?:die )?nummer (?:ist |war )?(?:falsch|stimmt nicht|nicht (?:mehr )?vergeben|ungultig)|falsch verbunden|kein anschluss\w*|"
    r"(?:mauvais|faux) numero|(?:le )?numero (?:est |n'est )?(?:faux|errone|incorrect|plus attribue|pas (?:bon|attribue)|non attribue)|numero (?:es |esta )?(?:equivocado|incorrecto|erroneo|mal)|numero no existe"
)
# Somebody else answered the person's telephone.
DEPUTY = r"(?:with|to|mit|a|avec|con) (?:\w+ )?(?:assistant\w*|assistenti?n?|secretary|sekretar\w*|receptionist|reception|colleague|kolleg\w+|empfang|zentrale|vertretung|secretaire|collegue|standard|accueil|asistente|secretari[oa]|companer[oa]|recepcion\w*|centralita)"
# It means "they did not choose me" or "they did not answer the call".
TWO_SENSES = r"no me (?:cogieron|cogio)"
# The candidate does not want it sent. This is matched before every word for sending.
REFUSE_SENDING = (
    rf"{grammar.KEEP_BACK}|"
    r"cancel (?:(?:this|that|the|my) (?:e-?mail|mail|note|message|letter|one)|it|this|that)|annule[rz]? l'envoi|cancel(?:a|ar|e) el envio|storn\w+ (?:(?:den|die|diese) )?(?:versand|mail|e-?mail)|"
    r"(?:do ?n'?o?t|please do ?n'?o?t|never|not|should ?n'?o?t|must ?n'?o?t|wo ?n'?o?t|would ?n'?o?t|can'?t|cannot|no need to|nothing should|stop)\W+(?:\w+\W+){0,3}?(?:send\w*|sent|approve\w*|mail (?:it|this|that|her|him|them)|do (?:it|that|this)|go out|go ahead|write to|ship)(?: (?:it|this|that|them|the (?:mail|note|letter|email)))?|"
    r"(?:(?:ab|ver|los|raus)?(?:send|schick|sand)\w*|freigeb\w*|genehmig\w*|rausgehen|raus)\W+(?:\w+\W+){0,4}?nicht(?: (?:ab|raus|los|weg))?|nicht\W+(?:\w+\W+){0,3}?(?:(?:ab|ver|los|raus|ge|abge|verge|rausge)*(?:send|schick|sand)\w*|freigeb\w*|freigegeben|genehmig\w*|rausgehen|raus|los)|"
    r"(?:ne |n')(?:\w+\W+){0,3}?envo\w+(?:\W+pas)?|pas\W+(?:\w+\W+){0,2}?envo\w+|envo\w+\W+(?:\w+\W+){0,2}?pas|(?:ne |n')(?:\w+\W+){0,2}?(?:approuv|valid)\w+(?:\W+pas)?|"
    r"(?:no|nunca|tampoco)\W+(?:\w+\W+){0,3}?(?:envi\w+|mand\w+|aprueb\w+|aprobar)"
)
SKIP = (
    r"skip(?:ped)?(?: (?:it|this|that|her|him|them|this (?:one|step|time)|the (?:call|letter|note|mail|step)))?|leave (?:it|this|that|her|him|them|this one) out|leave out|omit(?: (?:it|this))?|drop (?:it|this|that)(?: one)?|"
    r"uberspring\w*(?: (?:es|das|ihn|sie|diesen schritt))?|auslassen|lass\w* (?:(?:es|das|ihn|sie|den|diesen|bitte|mal) )*(?:aus|weg|weglassen|bleiben|sein)|weglassen|"
    r"saute[rz]?(?: (?:ca|cela|cette etape|cet appel))?|sauter (?:cette|cet|le|la) \w+|laisse[rz]? (?:ca |cela )?(?:tomber|de cote)|omettre|omets|passe[rz]? (?:cette|cet) (?:etape|appel)|"
    r"salta(?:r|lo|la|te(?:lo|la)?|rse)?(?! (?:directamente |siempre )?(?:el|al) (?:buzon|contestador))(?: (?:esto|este|esta|este paso|(?:la|esta) llamada|la carta|el correo))?|sal(?:te|ta)tel[oa]|omit(?:ir|e|elo|ela)|deja(?:lo|la)? fuera|"
    r"(?:no|kein(?:en)?|pas de|sin|ningun(?:a)?|nada de) (?:letters?|briefe?|lettres?|cartas?)(?= (?:[.,]|for|to|pour|a|fur|an|para|bitte|please|stp|svp|por|thanks|danke|merci|gracias)|$)"
)
STOP = (
    r"(?:please )?(?:stop|end|halt|quit|abort|cancel(?! (?:it|this)))(?: (?:it|this|everything|all(?: of it)?|now|writing|the (?:whole thing|follow-?up)))|stop(?:ped)?|call it off|no more (?:(?:e-?)?mails?|reminders?|follow-?ups?|messages?)|"
    r"(?:bitte )?stopp?(?:en|t)?|hor\w* (?:(?:sie|bitte|damit) )*auf|aufhoren|abbrechen|brich (?:es |das )?ab|beende\w*(?: (?:das|es|alles))?|schluss(?: damit)?|nichts mehr (?:senden|schicken)|keine (?:weiteren )?(?:e-?mails?|mails?|erinnerungen|nachrichten)(?: mehr)|keine weiteren (?:e-?mails?|mails?|erinnerungen|nachrichten)|"
    r"arrete[rz]?(?:[ -](?:tout|ca|cela|les|le|la))?|stoppe[rz]?(?: tout)?|cesse[rz]?(?: tout)?|met\w* fin(?: a tout)?|plus de (?:mails?|relances?|messages?)|"
    r"det(?:en|ener|ente|enlo|engan?)(?: todo)?|no (?:envi\w+ )?mas (?:correos|mensajes|recordatorios|(?:e-?)?mails?)|basta(?: ya)?|termina(?:r|lo)(?: todo)?|para(?:r|lo)? todo|parar|paralo|alto"
)
CLOSE = r"close(?:d)?(?: (?:it|this))?|closing|schliess\w*(?: (?:es|das))?|abschliess\w*|abgeschlossen|geschlossen|ferme[rz]?(?:[ -](?:le|la|ca))?|clotur\w+|clos\b|cerrar(?:lo)?|cierra(?:lo)?|cerrad[oa]"
CLOSE_OUTCOMES = {
    "withdrawn": r"(?:i )?(?:have |\'ve )?found something else|(?:\'m |am )?(?:no longer|not) interested(?: any ?more)?|(?:kein|nicht mehr) interess\w+|(?:was|etwas) anderes (?:gefunden|angenommen)|j\'ai (?:trouve|accepte) autre chose|(?:ne )?(?:suis |m\')?(?:plus|pas) interesse\w*|he encontrado (?:otra cosa|otro (?:trabajo|puesto))|(?:ya )?no me interesa|withdraw\w*|withdrew|pulled out|(?:i )?(?:have |'ve )?(?:took|taken|accepted|found|got|signed)(?: for)? (?:another|a different|a new|an other) (?:job|offer|position|role|one)|zuruckgezogen|ziehe (?:\w+ ){0,2}zuruck|zuruckziehen|(?:eine? )?andere\w* (?:stelle|angebot|job) (?:angenommen|gefunden)|(?:je )?(?:me )?retire(?: ma candidature)?|accepte (?:une? )?autre (?:offre|poste)|(?:me )?retir(?:o|e|ar|ado|ada)(?: mi candidatura)?|acept(?:e|ado) otr[oa] (?:oferta|trabajo|puesto)|(?<!\w)(?:i )(?:said no|declined|turned (?:it|them) down)(?: (?:their|the) offer)?|(?:ich )?habe? (?:ihnen |dort |da |selbst |das |ihr |angebot )*(?:abgesagt|abgelehnt)|j'ai (?:refuse|decline)(?: (?:(?:leur|cette|une) |l')offre)?|he (?:rechazado|declinado)(?: (?:la|su|una) oferta)?",
    "rejected": r"(?:was |am |been |got )?ruled out|no longer (?:in the running|(?:being )?(?:considered|under consideration))|did ?n\'?o?t make (?:the cut|it through)|(?:negative|neg) (?:antwort|ruckmeldung|answer|reply|feedback)|(?:bin|war) (?:leider )?(?:raus|aus dem rennen)(?= [.,]|$)|(?:reponse|retour) negati\w+|respuesta negativa|he quedado fuera|me han dejado fuera|fuera del proceso|(?:'?ne |eine |die )?absage (?:bekommen|erhalten|gekriegt)|reject(?:ed|ion)|turned me down|(?:they )?(?:said no|declined me)|(?:did ?n'?o?t|have ?n'?o?t) (?:get|got) (?:it|the job)|(?:chose|chosen|(?<!i )took|taken|hired|picked|went with|selected) (?:someone|somebody|another|a different)\w*(?: \w+)?|absage\w*|abgelehnt|abgesagt|(?:jemand(?:en)? )anderen genommen|(?:fur )?(?:jemand|eine[nr]?) andere[nr]? entschieden|(?:pris|choisi|retenu|embauche) (?:quelqu'un|une autre|un autre|d'autre)(?: d'autre| personne| candidate?)?|(?:eligieron|cogieron|contrataron|han (?:elegido|cogido|contratado)) a otr[oa]s?(?: persona| candidat[oa])?|refus(?:e|ee|es)?|(?:pas|non) retenue?s?|rechaz\w+|descartad\w+|(?:me )?(?:han dicho|dijeron) que no|(?:they(?:'ve| ?ve| have)? |anderweitig )*filled (?:the|that) (?:position|role|job|vacancy|post)|(?:position|role|job|vacancy|post) (?:is|was|has been|'s|has) (?:already )?(?:filled|gone|taken|no longer available)|mov(?:ing|ed|e) (?:forward|ahead|on) with (?:others?|(?:an)?other candidates?|some(?:body|one) else)|(?:not|n't) moving (?:forward|ahead)(?: with me)?|passed on me|(?:they )?(?:went|gone|going) (?:for|with) (?:an? |the )?(?:internal|other|stronger)(?: candidate)?|(?:an? )?internal candidate|(?:einen? |eine )?interne[nr]? (?:kandidat|bewerber)\w*|(?:un )?candidat[oa]? intern[eoa]|(?:ont|a) dit non|on m'a dit non|(?:haben|hat) nein gesagt|(?:han|ha) dicho no|(?:got|was|been|were) turned down|(?:they )?do ?n'?o?t want me|(?:they )?chose (?:not|against) me|it's a no|(?:ne )?me veulent pas|no me quieren|me han (?:rechazado|descartado)|(?:did ?n'?o?t) (?:choose|pick|select|want|take) me|(?:was |i was )?(?:not|n't) (?:selected|chosen)|stelle (?:(?:ist|war|schon|bereits|leider|anderweitig|inzwischen) )*(?:besetzt|vergeben)|nehmen (?:mich nicht|jemand anderen?|einen anderen|eine andere)|wollen mich nicht|poste (?:(?:est|a|ete|deja) )*(?:pourvu|pris)|(?:ils |elle )?(?:ne )?me prennent pas|(?:ne )?donnent pas suite|candidature (?:n'est |n'a )?pas (?:ete )?retenue|pas ete (?:prise?|retenue?|choisie?)|(?:han )?cubierto (?:la (?:plaza|vacante)|el puesto)|(?:plaza|vacante|puesto) (?:(?:ya|esta) )*cubiert[oa]|no sigo (?:en el proceso|adelante)|(?:ne )?m'ont pas (?:prise?|retenue?|choisie?|embauchee?)|no me han (?:cogido|elegido|seleccionado|contratado|escogido)|(?:job|stelle) nicht (?:bekommen|gekriegt)|(?:mich )?nicht genommen|(?:it'?s |it is |that'?s )?a no from (?:them|her|him|acme)|(?:c'est )?un non de leur part|no me (?:cogieron|eligieron|seleccionaron)",
    "hired": r"(?:ils |elle |on )?m'(?:ont|a) (?:propose|offert|donne) (?:le|ce) (?:poste|job) et j'ai (?:accepte|dit oui)|(?:mir )?(?:die stelle|den job) angeboten und ich habe? (?:angenommen|zugesagt|ja gesagt)|me (?:ofrecieron|han ofrecido|dieron) el (?:puesto|trabajo) y (?:he )?(?:acept\w+|dije que si)|(?<!\w )(?:embauchee?|recrutee?|contratad[oa]|eingestellt|hired)(?= [.,]|$)|they want me(?= [.,]|$)|sie wollen mich(?= [.,]|$)|je l'ai eu le poste|(?:ich )?fange (?:dort|da|bei ihnen) an|i start (?:there|with them)|(?:job|stelle) (?:bekommen|gekriegt)|habe? (?:eine |die )?zusage(?: bekommen| erhalten| angenommen)?|(?:offer|angebot) (?:accepted|angenommen)|offre acceptee|oferta aceptada|(?:i )?(?:got|landed) (?:the|this) (?:job|position|role)(?! (?:offer|interview|ad|description))|offered me the (?:job|role|position) and i (?:said yes|accepted|took it)|i (?:accepted|took|signed) (?:it|the offer|the job|their offer)|(?:they )?(?:hired|took) me(?! (?:to|for|a|by|in|out|so))|(?:i'm|i am|im) hired|habe? (?:den|die) (?:job|stelle)(?: (?:bekommen|gekriegt))?|(?:haben|nehmen) mich(?: (?:genommen|eingestellt))?(?= [.,]|$)|bin (?:eingestellt|genommen worden)|(?:ils |elles )?m'ont (?:prise?|embauchee?|recrutee?|engagee?|choisie?)|j'ai (?:(?:eu|obtenu|decroche) )?le (?:poste|job|boulot)|(?:je )?suis (?:prise?|embauchee?)(?! (?:par|par le|de))|me han (?:cogido|contratado|elegido|seleccionado|escogido|dado el (?:puesto|trabajo))|me (?:contrataron|eligieron)|(?:consegui|tengo|me dieron) el (?:trabajo|puesto)",
    "offer": r"(?:ils |elles )?m'ont fait (?:une )?offre|me han hecho (?:una )?oferta|(?:got |made me |have )?(?:an? |the )?(?:job )?offer(?:ed me)?|zusage|angebot|(?:l'|une )?offre|embauche\w*|(?:me hicieron (?:una )?)?oferta|me (?:han )?contrat\w+|me dieron el (?:trabajo|puesto)",
}  # fmt: skip
# A day beside these is that of a meeting, and not that of the decision.
MEETING = (
    r"interviews?|(?:(?:second|2nd|next|final|last|third) )(?:round|interview|call)|meeting|appointment|trial day|"
    r"(?:\w+)?gesprach\w*|termin\w*|treffen|probetag|probearbeiten|runde|"
    r"entretiens?|rendez-vous|rdv|reunion|tour|entrevistas?|cita|ronda"
)
# Words near a word for the end: they may mean the end of something else, or for somebody else.
OTHER_MATTERS = (
    r"meetings?|appointment|interviews?|date|salary|request|proposal|suggestion|friends?|colleagues?|brother|sister|"
    r"termin\w*|\w*gesprach\w*|treffen|gehalt\w*|vorschlag|anfrage|freund\w*|kolleg\w*|bruder|schwester|"
    r"rendez-vous|rdv|entretien\w*|reunion\w*|salaire|demande|proposition|amie?s?|collegues?|frere|soeur|"
    r"cita|entrevista|salario|sueldo|peticion|propuesta|amig[oa]s?|companer[oa]s?|herman[oa]"
)
HOLD = (
    rf"{grammar.HOLD_BACK}|"
    r"(?:give|gib|geben sie|laisse|laissez|dale|deles?) (?:it|them|her|him|ihnen|ihr|ihm|leur|lui)(?= [.,]|$| (?:some|more|noch|mehr|du|un|mas|time|zeit))(?: (?:some|more|noch|mehr|etwas|time|zeit))*|lass uns(?: \w+)* warten|hang on|sit tight|let(?:'s| us) wait|(?:on|j') ?attends?|attendons|esperemos|"
    r"(?:put (?:it |this )?)?on (?:hold|ice)|(?<!got )(?<!get )hold(?: (?:on|off|it|this|everything))?|pause(?:d)?(?: (?:it|this|everything))?|wait(?: (?:with (?:it|this)))?|not before|postpone\w*|"
    r"(?:leg\w* )?(?:(?:es|das) )?auf eis(?: legen)?|wart(?:e|en)(?: (?:sie|bitte|damit|noch))*|pausier\w*|anhalten|halt\w* (?:es |das )?an|zuruckstell\w*|verschieb\w*|(?:erst|nicht) vor(?: dem)?|(?:eine )?pause machen|ruhe|funkstille|"
    r"attend(?:s|ez|re)|(?:met\w* |mise )?en pause|suspend\w*|pas avant|repos|report(?:e|er|ez)|patient\w+|"
    r"espera(?:r|d)?|pausa(?:r|lo|la|do)?|(?:pon\w*(?:lo)? )?en pausa|aplaza\w*|pospon\w*|(?:un )?descanso|no antes(?: del?)?"
)
SNOOZE = (
    rf"{grammar.REMIND}|"
    r"mach\w? ich(?: (?:es|das|dann|noch))*(?=[ ,.]*\0)|(?:i'?ll |i will |will |gonna )do (?:it|that|this)(?=[ ,.]*\0)|"
    r"(?:(?:das|es|ich'?s|ich) )*(?:schaff|pack)\w*(?: (?:es|das|ich|ich'?s|'s|heute|jetzt))* nicht|"
    r"(?:i )?(?:can'?t|cannot|could ?n'?o?t)(?: (?:call|phone|do it|make it))?(?: (?:now|today))?(?=[ ,.]*\0)|no time(?: (?:now|today))?|(?:habe? |hab )?(?:jetzt |heute )?keine zeit(?: heute)?|(?:ich )?(?:kann|schaff\w*)(?: es)?(?: heute| jetzt)? nicht(?=[ ,.]*\0)|(?:je n'ai |j'ai )?pas (?:eu )?(?:le temps|l'occasion)(?: aujourd'hui)?|(?:(?:je (?:ne )?suis )?pas (?:dispo|disponible|libre)|impossible|imposible|geht (?:heute )?nicht)(?=[ ,.]*\0)|(?<=\0)[ ,]*(?:plutot|lieber|rather|mejor)|(?:mejor|lieber|besser|plutot|better|rather)(?=[ ,]*\0)|(?:i )?(?:can'?t|cannot)(?=[ ,.]*\0)|will (?:call|phone|ring)(?: (?:her|him|them))?(?=[ ,.]*\0)|(?:je )?(?:ne )?peux pas(?: aujourd'hui)?(?=[ ,.]*\0)|(?:hoy |ahora )?no puedo(?: hoy)?(?=[ ,.]*\0)|no tengo tiempo(?: hoy)?|"
    r"snooze\w*|remind me(?: again)?|ask (?:me )?again|ask me|(?:maybe )?later|(?:i'?ll |i will |will |let me )?(?:try|call|phone|ring)(?:ing)?(?: (?:her|him|them|it))? (?:again|later|back)|(?:i'?ll|i will|i'm going to|let me) (?:call|phone|ring)(?: (?:her|him|them))?|"
    r"ich ruf\w?(?: (?:sie|ihn|dort|da|dann|selbst))*[ \0]* an|je (?:l'|la |le )?appelle(?:rai)?|j'appelle(?:rai)?|je (?:le|la) (?:fais|ferai)|(?<!me )(?:la |lo |le )?llam(?:o|are)(?! a\b)|lo (?:hago|hare)|"
    r"frag\w* mich(?: (?:noch ?mal|wieder))?|erinner\w*(?: (?:sie|mich|bitte|noch ?mal|wieder))*|spater(?: noch ?mal)?|(?:ich )?(?:versuch\w*|probier\w*)(?: (?:es|ich|sie|ihn|noch ?mal|noch einmal|erneut|wieder))+|(?:noch ?mal|noch einmal|erneut|wieder) (?:versuch\w*|anrufen|probier\w*)|"
    r"redemande[rz]?(?:[ -]moi)?|relance[rz]?[ -]moi|(?<!me )(?<!nous )rappel(?:le|ler|lez)(?:[ -](?:le|la))?(?:[ -]moi)?|plus tard|(?:je |j')?(?:re)?essa(?:ie|ye)\w*(?: a nouveau| encore)?|(?<!me )(?<!nous )(?:je |la |le )*rappelle(?:rai)?|"
    r"preguntame(?:lo)?(?: otra vez| de nuevo)?|recuerda(?:me(?:lo)?|r(?:me)?)|mas tarde|luego|(?:lo )?(?:intent|vuelv|volver)\w+(?: a (?:llamar|intentar)\w*)?(?: (?:de nuevo|otra vez))?"
)
RESUME = (
    r"resume(?:d)?(?: (?:it|this|everything))?|(?:you (?:can|may|could) )?(?:please )?(?:continue|go on(?! then)(?: with (?:it|the follow-?up))?|proceed)|carry on|keep going|unpause|start again|"
    r"weiter geht'?s|(?:(?:du )?kannst |konnen sie |bitte )*(?:wieder )?weiter(?:machen|fuhren|gehen)?|mach\w* (?:sie |bitte )?weiter|(?:es )?(?:kann|soll) weitergehen|fortsetz\w*|fortfahren|wieder aufnehmen|"
    r"(?:(?:tu peux|vous pouvez|on peut) )?(?:repren(?:ds|dre|ez)|continue[rz]?)|poursui\w+|redemarre[rz]?|(?:(?:puedes?|podeis|pueden) )?(?:continua(?:r|d)?|(?:sigue|seguir|siga)(?: adelante)?)|(?:puedes? )?(?:reanud\w+|retoma\w*)|sigamos|continuemos"
)
RESEND = (
    r"re-?send(?: (?:it|this))?|send (?:(?:it|this|that|the mail) )?(?:again|once more)|(?:noch ?mal\w*|erneut|noch einmal) (?:(?:bitte|ab|zu|los) )*(?:senden|schicken|abschicken|absenden|verschicken)|schick\w* (?:(?:es|sie|ihn|bitte) )*(?:noch ?mal|noch einmal|erneut)(?: ab)?|"
    r"renvo(?:ie|ye[rz]?)(?:[ -](?:le|la))?|(?:envo\w+(?:[ -](?:le|la))? )(?:a nouveau|encore une fois)|reenvia(?:r|lo|la)?|envia\w* (?:otra vez|de nuevo)"
)
# It must be the whole answer: "thanks again" asks for nothing.
_PLEASE = r"(?:please|bitte|s'il te plait|s'il vous plait|stp|svp|por favor)"
AGAIN_ANSWER = (
    rf"(?:{_PLEASE} )?(?:(?:yes|ja|oui|si) )?(?:again|once more|open (?:it )?again|do it (?:again|after all)|send it after all|(?:send|do) it late"
    r"|noch ?mals?|noch einmal|erneut|trotzdem (?:senden|schicken|abschicken)|(?:doch )?noch (?:senden|schicken|abschicken)"
    r"|encore une fois|a nouveau|de nouveau|envoie(?:z)?(?:[ -]le)? quand meme|quand meme"
    rf"|otra vez|de nuevo|una vez mas|envialo (?:de todos modos|igualmente)|de todos modos)(?: {_PLEASE})?"
)
SPOKE = (
    rf"{grammar.TALKED}|"
    r"(?:just )?(?:got|came) off the phone(?: (?:with|to))?|(?:we )?(?:chatted|had a chat)(?: with)?|(?:managed|able) to (?:speak|talk)(?: (?:to|with))?|(?:was |been |just )*on the phone (?:with|to)|am telefon mit|mit \w+ am telefon|(?:ai |j'ai )?pu parler(?: (?:a|avec))?|(?:pude|consegui|he podido|logre) hablar(?: con)?|(?:je )?viens de (?:(?:lui|leur) )?parler(?: (?:a|avec))?|acabo de hablar(?: con)?|(?:we |i |have |i've |just )*(?:spo?ke|spoken|talked)(?: (?:to|with))?|had (?:a |the )?(?:\w+ )?(?:call|chat|talk|conversation)|had (?:her|him|them) on (?:the )?(?:line|phone)|(?:au|al|am) (?:telephone|telefono|tel|telefon) (?:a l'instant|avec|con|mit)|reached (?:her|him|them)|got hold of \w+|(?:just )?hung up(?: with)?|got through(?: to (?:her|him|them|\w+))?|(?:(?!(?:never|not|nobody|hardly|nothing)\b)\w+ )?(?:said|told me|says)|"
    r"gesprochen|erreicht|telefoniert|geredet|gesprach (?:gefuhrt|gehabt)|(?:am telefon|dran|an der strippe) gehabt|(?:(?!(?:nie|niemals|nicht|nichts|niemand|kaum)\b)\w+ )?(?:sagt|sagte|sagten|meinte|meinten|hat gesagt|haben gesagt)|"
    r"on s'est (?:parle|eus?)|(?:j'ai )?(?:reussi a|pu) (?:la|le|les|l')? ?joindre|(?:j'ai |ai |nous avons |on a |avoir )?(?:parle|discute|echange)(?: (?:a|avec))?|(?:j'ai )?(?:eue?|joint\w*) (?:\w+ )?(?:au telephone|en ligne)|j'ai eue? (?:ana|\w+) au telephone|(?:j'ai )?eue? (?:ana|\w+)|j'ai joint|m'a dit|m'ont dit|ils? (?:dit|disent)|elle (?:a dit|dit)|"
    r"(?:he |hemos |ya )*(?:hable|hablado|hablamos|conversado|charlado)(?: con)?|me (?:dijo|dijeron|ha dicho|han dicho|coment\w+)"
)
# The candidate answered what the company wrote.
ANSWERED = (
    r"(?:already |i )?got back to (?:her|him|them)|antwort ist (?:schon |bereits )?(?:raus|weg|draussen)|reponse (?:est )?(?:envoyee|partie)|respuesta enviada|(?:i(?:'ve| have)? (?:(?:already|just) )*|already |(?<!\w ))(?:answered|replied|responded|written back|wrote back)(?: (?:to )?(?:her|him|them|it|that|this|their mail))?|"
    r"(?:ich )?habe? (?:(?:ihr|ihm|ihnen|ihm|dort|da|schon|bereits|darauf|gerade|die|den|mail) )*(?:geantwortet|zuruckgeschrieben|beantwortet)|(?:schon |bereits |(?<!\w ))(?:geantwortet|zuruckgeschrieben|beantwortet)|"
    r"(?:j'ai |je (?:lui|leur|y) ai )(?:(?:deja|bien) )*repondu|(?:deja |(?<!\w ))repondu|"
    r"(?:ya |(?<!\w ))(?:(?:le|les) )?(?:he )?(?:conteste|respondi|contestado|respondido)"
)
POSTED = (
    r"posted(?: it)?|sent (?:(?:it|the letter) )?(?:by )?(?:(?:registered|certified|first class|priority) )?(?:post|mail)|mailed (?:it|the letter)|(?:(?:it|letter) )?(?:is |it's )?in the (?:post|mail)(?:box)?|sent the letter|dropped (?:it|the letter) (?:in|off)\w*(?: \w+){0,3}|put (?:it|the letter) in(?:to)? the (?:post|mail)(?:box)?|(?:letter )?(?:is )?on its way|(?:letter )?(?:went|has gone|is) out|"
    r"gepostet|eingeworfen|aufgegeben|abgeschickt|verschickt|abgesendet|losgeschickt|rausgeschickt|(?:ist |liegt )?(?:in der post|im briefkasten|bei der post)|zur post gebracht|brief (?:ist )?(?:raus|weg|unterwegs)|"
    r"(?<!je )(?<!je la )(?<!je le )(?<!je l')(?<!je les )(?<!le )(?<!ce )(?<!du )(?<!au )(?<!un )poste(?:e|es)?|(?:lettre )?envoyee?s?|(?:mis|mise|partie?) (?:a la poste|au courrier|par la poste)|(?:elle )?est partie|"
    r"(?:carta )?enviad[oa]|(?:la )?(?:eche|echad[oa])(?: la carta)? (?:al|en el) (?:buzon|correo)|mandad[oa]|(?:puest[oa]|puse) en (?:el )?correo|(?:ya )?(?:la )?(?:envie|eche)(?: la carta)?|(?:ya )?la mande|(?:ya )?esta en correos|(?:la )?(?:lleve|deje|eche) (?:en|a) correos|(?:c'est|elle est) (?:postee?|partie)|brought (?:it )?to the post(?: office)?"
)
DONE = (
    r"(?:it'?s |is |all )?done|did it|made the call|(?:i |i've |have )*(?:called|phoned|rung)(?: (?:her|him|them))?|finished|completed|taken care of|handled|sorted|"
    r"erledigt|gemacht|fertig|geschafft|angerufen|abgehakt|getan|(?:c'est |j'ai )?fait|(?:c'est )?termine|(?:je l'ai |j'ai )?appele\w?|(?:c'est )?regle|"
    r"hech[oa]|list[oa]|ya esta|(?:ya )?(?:la |lo )?llame|he llamado|(?<!la )(?<!esta )(?<!una )llamad[oa]|terminad[oa]"
)
YES = (
    rf"{grammar.LET_GO}|"
    r"you have my (?:approval|ok|okay)|off (?:it goes|you go|with it)|(?:you (?:can|may) )(?:please )?send(?: (?:it|this|that|them|the (?:mail|note|letter|email)))?(?: (?:off|out|away|over|along))?|affirmative|ye+s+|yep|yeah?|yup|yah|sure thing|(?:i )?approved?(?: (?:it|this))?|(?:please )?send(?: (?:it|this|that|them|the (?:mail|note|letter|email)))?(?: (?:off|out|away|over|along))?|go ahead|go for it|do it|please do|confirmed|confirm|ship it|absolutely|definitely|of course|"
    r"ja+|jo|jawohl|jep|jap|(?:meine )?freigabe(?: erteilt| hast du| haben sie)?|(?:kannst (?:du )?|konnen sie )(?:(?:das|es|so|sie|ihn|jetzt|gern|gerne|die mail) )*(?:ab|ver|los|raus)?(?:senden|schicken)|autorisiert|jup|jou|joa|joah|freigegeben|freigeben|genehmigt|genehmig\w*|einverstanden|(?:ab|ver|los)?(?:senden|schicken)|(?:bitte )?sende\w?(?: (?:es|sie|das|ihn))?(?: ab)?|schick\w*(?: (?:es|sie|das|ihn|bitte))*(?: (?:ab|raus|los|weg))?|raus damit|(?:kann|darf|soll)(?: (?:so|das|es|jetzt|gern|gerne))* (?:raus|los)|mach(?:e|en)? (?:sie )?(?:das|es)|"
    r"fire (?:away|it off)|(?:ok |bon )?pour (?:l')?envoi|autorisee?|ou+i+|ouais|vas[- ]y|allez[- ]y|envo(?:ie|ies|yez|yer)(?:[ -](?:le|la|les|ca|cela))?|(?:je )?(?:valide|approuve|confirme)|c'est valide|tu peux (?:l')?envoyer|vous pouvez (?:l')?envoyer|bien sur|"
    r"adelante(?: con ello)?|autorizad[oa]|venga|envia(?:lo|la|r|rlo|rla|dlo)?(?: ya)?|envie(?:lo|la)|manda(?:lo|la|r|rlo)?(?: ya)?|aprobad[oa]|(?:lo )?apruebo|hazlo|por supuesto|confirm(?:o|ado)|puedes enviar(?:lo|la)?|yes please"
)
# "sí" without its accent also means "if": it is a yes only if nothing but courtesy is near it.
YES_ALONE = r"si+|(?:si )?claro(?: que)?(?: si)?|(?:mais )?(?:bien )?(?:sur )?que oui|aber (?:ja|klar|gern|gerne)|(?:na )?klar doch|yes of course|ja mach|mach|raus|sure|claro|klar|gern|gerne"
# These agree with everything else in the answer.
OKAY = rf"{grammar.PRAISE}|(?:leave|keep) (?:it|this|that) (?:as (?:it )?is|like (?:this|that))|so lassen|lass\w* (?:(?:es|das|ihn|sie) )?so|laisse[rz]? comme ca|dejalo asi|fine by(?: me)?|ok|okay|okey|oki|k|fine|great|perfect|perfekt|parfait|perfecto|looks? (?:good|great|fine|perfect)|sounds? good|lgtm|good to go|all good|(?:i am |i'm )?happy with (?:it|that|this)|agreed|passt(?: so)?|sieht (?:(?:sehr|echt|richtig|so) )*(?:gut|super|toll|prima|perfekt|klasse|top|spitze) aus|(?:sieht )?gut(?: aus)?|in ordnung|alles klar|passt alles|alles passt|von mir aus|genau|super|prima|d'accord|c'est (?:bon|parfait|tres bien)|tout est (?:bon|parfait)|c'est parfait comme ca|nickel|ok pour moi|(?:c'est )?tout bon(?: pour moi)?|ca roule|(?:esta )?perfecto asi|esta perfecto|entendu|ca (?:me )?(?:marche|va|convient)|tres bien|volontiers|vale|por mi bien|asi esta bien|de acuerdo|esta bien|muy bien|dale|bien"
NOT_NOW_ALONE = r"not (?:now|yet|today|quite yet|right now|just yet)|nicht (?:jetzt|heute)|(?:jetzt|heute|gerade) nicht|noch nicht|pas (?:maintenant|encore|aujourd'hui|tout (?:de )?suite)|(?:ahora|hoy|todavia|aun) no|no (?:ahora|hoy|todavia)"
NO_SEND_ALONE = r"(?:no )?not like (?:this|that)|(?:no |non |nein )?(?:(?:es[ta]a?|este|asi) no|comme ca non|pas comme ca|so nicht)|do ?n'?o?t|not (?:this|that)(?: one)?|not needed|not necessary|no need|no need to|no way|hell no|forget it|(?:(?:die|das|den|es|mail|brief) )*brauch\w* (?:(?:wir|ich|es|das) )*nicht|(?:we |i )?do ?n'?o?t need (?:it|this|that)|(?:(?:nein|nee?|no) )?lass (?:es )?mal(?: lieber| gut sein)?|lass es|kein bedarf|nicht (?:notig|diese|dieses|so)|so nicht|doch nicht|pas (?:celui|celle)[ -](?:la|ci)|pas cette fois|pas besoin|pas necessaire|ni hablar|para nada|(?:(?:este|esta|esto|eso) )?no hace falta|no es necesario|(?:este|esta|asi) no"
# With it the candidate does not want the mail: they have written themselves.
ALREADY_WRITTEN = (
    r"(?:i )?(?:have |'ve )?already (?:thanked|wrote|written|emailed|e-mailed|mailed|messaged|texted|sent)(?: (?:to )?(?:her|him|them|this|that|one|it|that one))?(?: (?:in person|myself|on linkedin|by phone))?|(?:we |i )?(?:have |'ve )?already (?:talked|discussed|spoke)(?: (?:it|this|that|about it|to (?:her|him|them)))?(?: (?:through|over))?|(?:i )?(?:have |'ve )?(?:thanked|wrote|written|emailed|messaged|texted)(?: (?:to )?(?:her|him|them))? (?:myself|in person|already)|(?:i'll|i will|i'd rather|let me) write (?:it |to (?:her|him|them) )?myself|"
    r"(?:i'll|i will|i'd rather|let me) (?:call|phone|see|meet|speak to|talk to) (?:her|him|them) (?:instead|myself)|(?:i'd rather|i'd prefer to) (?:call|phone) (?:her|him|them)|ich ruf\w? (?:sie |ihn |da |dort )?lieber an|je prefere (?:l'|la |le |les )?(?:appeler|telephoner|lui ecrire moi-meme)|prefiero llamar(?:l[aeo]s?)?|"
    r"(?:hab\w* |ich |ihr |ihm |ihnen |dem |der |den |mich )*(?<!sehr )(?<!so )(?<!ganz )(?<!echt )(?:schon|bereits) (?:(?:selbst|selber|personlich|ihr|ihm|ihnen|mich|bei (?:ihr|ihm|ihnen)) )*(?:geschrieben|gedankt|bedankt|gemailt|geschickt|gesendet)|(?:schreib\w* (?:ich |ihr |ihm |ihnen )*(?:selbst|selber))|"
    r"(?:je )?(?:(?:lui|leur|l') ?)?(?:ai |j'ai )?deja (?:ecrit|remercie\w*|envoye|mande)(?: (?:moi-meme|en personne))?|(?:je )?(?:lui|leur) ecrirai moi-meme|"
    r"ya (?:(?:le|les|se|lo|la) )*(?:he )?(?:escrito|escribi|agradeci|agradecido|envie|enviado|mande|mandado|di las gracias|dado las gracias)(?: (?:yo|en persona|yo mism[oa]))*|(?:le|les) escribo yo"
)
# The candidate wants other words in the mail.
OTHER_WORDS = r"chang\w*|replac\w*|remov\w*|delet\w*|edit\w*|correct\w*|fix\w*|instead|wrong|sentence|line|typo|name|ander\w*|ersetz\w*|streich\w*|losch\w*|korrigier\w*|falsch\w*|satz|zeile|remplace\w*|enleve\w*|supprime\w*|corrige\w*|faux|fausse|phrase|ligne|nom|cambi\w*|quita\w*|borra\w*|corrige\w*|mal escrito|frase|linea|nombre"
NO_ANSWER_ALONE = r"nothing|nix|rien|nada|personne|niemand|nobody|no one|nadie|occupee?|busy|besetzt|ocupado"
SINGLE_LETTERS = {"y": "yes", "j": "yes", "n": "no"}
STOP_ALONE = r"para|ya para|fin|ende"
NO_ALONE = (
    r"(?:(?:no|nein|non) )*(?:no|nein|non|nicht)|negative|noe|no|nope|nah|no thanks?(?: you)?|(?:i'?d |i would )?rather not|better not|reject|decline|leave it|never|never mind|"
    r"nein|ne|nee|no danke|nein danke|nein nein|lieber nicht|bloss nicht|besser nicht|auf keinen fall|ablehnen|verwerfen|nicht|niemals|"
    r"non|non merci|surtout pas|pas du tout|jamais|refuser|mejor no|no gracias|nunca|rechazar|de ninguna manera|(?:non )?je (?:ne )?prefere (?:pas|que non)|prefiero que no|(?:no )?mejor dejalo|dejalo(?: estar)?"
)
NEGATION = r"hardly|barely|kaum|a peine|apenas|guere|not|\w+n't|dont|doesnt|didnt|havent|hasnt|wont|wouldnt|shouldnt|cannot|cant|couldnt|never|no|nothing|without|nor|neither|nicht|nichts|kein\w*|nie|niemals|weder|ohne|noch nicht|pas|ne|n'\w+|jamais|rien|aucune?|sans|ni|nunca|tampoco|jamas|nada|sin|nix|nischt|nothin"
UNSURE = (
    r"si (?:d'accord|possible|besoin|necessaire|hace falta|es posible|quieres|quiere|tu veux|vous voulez|conviene)|maybe|perhaps|possibly|probably|might|if|unless|whether|not sure|unsure|don't know|do not know|i think|should i|shall i|can you|could you|"
    r"vielleicht|eventuell|evtl|moglicherweise|wahrscheinlich|falls|wenn|ob|sofern|weiss nicht|keine ahnung|soll ich|kannst du|konnen sie|"
    r"peut[- ]etre|probablement|sauf si|je ne sais pas|est[- ]ce que|dois[- ]je|pas sur|quizas?|tal vez|a lo mejor|posiblemente|no se|no estoy segur[oa]|salvo que|a menos que"
)
# These words limit a yes.
RESERVATION = r"when|once|as soon as|sobald|solange|quand|des que|une fois|cuando|en cuanto|but|except|only|instead|change|replace|rather|first|after|before|however|aber|ausser|nur|stattdessen|ander\w*|zuerst|erst|nachdem|bevor|jedoch|mais|sauf|seulement|plutot|d'abord|apres|avant|change\w*|remplace\w*|pero|excepto|solo|cambi\w+|primero|despues|antes|sin embargo"
FUTURE = r"will|shall|going to|gonna|i'll|she'll|he'll|they'll|we'll|to be|plan to|want to|have to|need to|must|should|wird|werde|werden|will|soll|muss|mochte|vais|va|vont|allons|sera|serai|je (?:la |le |les |l')?poste|dois|doit|veux|voy a|va a|van a|vamos a|sera|quiero|tengo que|debo"
DECISION = (
    r"tranch\w*|(?:make|made|making) up (?:their|her|his) minds?|outcome|results?|ergebnis\w*|resultat\w*|resultado\w*|se prononc\w*|resolv\w*|resoluci\w*|contact(?:ing|s)? (?:me|us)|(?:in |get in )?touch|decid\w*|decision\w*|feedback|(?:ruf\w*|meld\w*) (?:mich|uns|sich)|ring(?:s|ing)? me|phone me|let (?:me|us) know|get(?:ting)? back|hear(?:ing)?(?: back)?|com(?:e|es|ing) back (?:to|with)|call(?:ing)? (?:me|us)(?: back)?|respond|reply|answer|news|verdict|inform\w*|"
    r"entscheid\w*|entscheidung\w*|meld\w+|bescheid|ruckmeldung|antwort\w*|ruf\w* (?:mich |uns )?(?:zuruck|an)|zuruckrufen|anrufen|"
    r"reponse|repond\w*|revien\w*|retour|rappell\w*|recontact\w*|nouvelles|tien\w* au courant|"
    r"respuesta|respond\w*|contest\w*|avis\w*|llam\w*|dir(?:an|a)|me dicen|noticias|comunic\w*|sabr\w+"
)
SPAN_NUMBERS = {
    word: number
    for number, words in enumerate(
        ("a an one another ein eine einen einer un une una uno", "two couple zwei deux dos par", "three drei trois tres",
         "four vier quatre cuatro", "five funf cinq cinco", "six sechs seis", "seven sieben sept siete",
         "eight acht huit ocho", "nine neun neuf nueve", "ten zehn dix diez"), 1
    )
    for word in words.split()
} | {
    "twelve": 12, "zwolf": 12, "douze": 12, "doce": 12, "fourteen": 14, "vierzehn": 14, "quatorze": 14, "catorce": 14,
    "fifteen": 15, "funfzehn": 15, "quinze": 15, "quince": 15, "twenty": 20, "zwanzig": 20, "vingt": 20, "veinte": 20,
    "thirty": 30, "dreissig": 30, "trente": 30, "treinta": 30,
}  # fmt: skip
SPAN_UNITS = {
    word: days
    for days, words in (
        (1, "day days tag tage tagen jour jours dia dias"),
        (7, "week weeks wk wks woche wochen semaine semaines semana semanas"),
        (14, "fortnight quinzaine quincena"),
        (30, "month months monat monate monaten mois mes meses"),
    )
    for word in words.split()
}
# Words that only followupd's own mail has. They show that the quotation was not cut off.
OUR_WORDS = r"followupd (?:approve|skip|done|resume|close|resolve|pause|undo)\b"
_COURTESY = """
a ahead ist hab gerade all alles an and andale attached aqui au auch aussi avec best bis bitte bonjour bonne bonsoir bye c'est ca cette cheers con cordialement cordiales cordial courage dank danke das de dear den der die
dies diese diesen dieser ce cet cela this est el ella email en encantado es est esta este et excellent favor fein followupd for freundliche freundlichen from ganz gern gerne gracias greetings grosses gruss grusse guten gute gut good hallo have hello hey hi
hola hoy i ich im in indeed is it its jetzt just kind la las le les lg lieben liebe lieber lo los lovely ma mail many mein merci mfg mil mit moi mucho muchas muchisimas mon morgen muy my nachricht nett nice note now of oh og on out
par plait please por que quick re really regards right s'il saludo saludos schon sehr si sincerely so sounds stp svp te thank thanks thankyou thats that's the them then there to tres tu tun einfach simply simplement simplemente un una und une vielen viele very vom von vous warm wie wunderbar
awesome amazing brilliant wonderful klasse spitze top genial impeccable impec estupendo fantastico buenisimo lol haha hihi jaja mdr xd dir euch wunderschonen beaucoup bcp mille tausend mil lot lots so y yours you your zu zum zur looks gruesse me side go pour todo parece klingt away cool thx ty plz pls plse porfa pf much oops oups ups tag letter brief lettre carta nota correo message again super toll top ciao adios tschuss salut bien absolut correct right richtig correcto exact exactement exacto great sie es ihn ihr ihm her him it's
"""
COURTESY = frozenset((*_COURTESY.split(), *grammar.FILLERS.split()))
# With a "not", these words are more than courtesy: "not now", "not good", "this one not".
_WEIGHTY_WORDS = """
no si now today jetzt heute gerade noch hoy ahora maintenant encore aujourd'hui good great nice gut gute guten bien super right
richtig correct correcto this that den diese diesen dieses es este esta so mal need to way mail
"""
WORDS_OF_WEIGHT = frozenset(_WEIGHTY_WORDS.split())
SIGN_OFF = r"(?:best|kind|warm|many thanks|thanks(?: a lot| again| so much)?|thank you|cheers|regards|sincerely|yours|(?:best |kind |warm )(?:regards|wishes)|take care|bye|(?:viele|liebe|beste|herzliche|schone) grusse?|(?:mit )?(?:freundlichen|besten|lieben|vielen) grussen|gruss|grusse|lg|vg|mfg|bg|danke|vielen dank|merci(?: beaucoup)?|cordialement|bien cordialement|bien a vous|amities|bises|salutations|a bientot|gracias|muchas gracias|(?:un )?(?:cordial )?saludos?(?: cordiales)?|atentamente|un abrazo|abrazos)\s*[,.!]*"
SENT_FROM = r"(?:sent|gesendet|envoye|enviado|verschickt|diese nachricht wurde|get outlook|von meinem|mit freundlichen grussen gesendet|cet e-?mail a ete envoye|obtenez outlook|obtener outlook|holen sie sich outlook)\b.{0,12}\b(?:from|via|using|with|von|mit|vom|uber|de|depuis|avec|a partir|desde|con|outlook|for|pour|para|ip\w+|android\w*|samsung|handy|telefon|smartphone|mon|mi|fur|wurde|gesendet).{0,60}"
EMOJI = {
    "👍": " ok ", "👌": " ok ", "✅": " ok ", "✔": " ok ", "☑": " ok ", "🆗": " ok ", "👎": " no ", "❌": " no ", "🚫": " no ", "🛑": " stop ", "⏸": " pause ", "▶": " resume ", "⏭": " skip ", "↩": " undo ",
}  # fmt: skip
