from __future__ import annotations

import pytest

from followupd.inbound.intent import detect_intent, is_about_hiring
from followupd.inbound.verdict import Intent


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("We are unable to offer you the position.", Intent.REJECTION),
        ("Unfortunately, we have decided to offer the role to another candidate.", Intent.REJECTION),
        ("We are pleased to offer you the role.", Intent.OFFER),
        ("We'd like to invite you to a second interview.", Intent.NEXT_ROUND),
        ("We are still interviewing and will be in touch.", Intent.HOLDING),
        ("Could you send me your references?", Intent.QUESTION),
        ("Please do not contact me again.", Intent.PLEASE_STOP),
        ("Wir haben uns leider für einen anderen Bewerber entschieden.", Intent.REJECTION),
        ("Nous avons le plaisir de vous proposer le poste.", Intent.OFFER),
        ("Nous sommes heureux de vous proposer ce poste.", Intent.OFFER),
        ("Thanks, Jonas.", None),
        ("What a nice offer of coffee.", None),
        ("I regret that I must move our call to Thursday.", None),
        ("", None),
    ],
)
def test_an_answer_is_labelled_by_whole_phrases(text, label):
    assert detect_intent(text) == label


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("We are seeing other candidates who applied late; we'll be in touch next week.", Intent.HOLDING),
        ("I tried to call you, unsuccessfully. When can I reach you?", Intent.QUESTION),
        (
            "Please don't call before 9, I'm in meetings. We'd like to invite you to a second interview.",
            Intent.NEXT_ROUND,
        ),
        ("Don't contact me on my private number, please use this one.", None),
        ("Don't contact us, we will be in touch by Friday.", Intent.HOLDING),
        (
            "We regret that no further correspondence will be entered into. The position has been filled.",
            Intent.REJECTION,
        ),
        ("Our system did not stop sending mails to you, sorry for that!", None),
        ("Thank you. I wish you the best for your weekend.", None),
        (
            "The team is excited. I cannot offer you coffee by mail, but do come by for a second interview.",
            Intent.NEXT_ROUND,
        ),
        ("We will make an offer to one of the candidates next week and let you know.", Intent.HOLDING),
        (
            "I'm writing the offer letter for someone else, so give me a day; I'll get back to you tomorrow.",
            Intent.HOLDING,
        ),
        ("Your application was successful, welcome to the next stage!", Intent.NEXT_ROUND),
        (
            "leider hat sich alles etwas verzögert; wir haben uns noch nicht entschieden und melden uns.",
            Intent.HOLDING,
        ),
        ("Bitte schreiben Sie mir nicht an die private Adresse, sondern hierher.", None),
        ("Leider habe ich Sie nicht erreicht. Können Sie mich zurückrufen?", Intent.QUESTION),
        ("Wir sprechen noch mit anderen Bewerbern und melden uns Ende der Woche.", Intent.HOLDING),
        ("N'hésitez pas à me contacter.", None),
        ("Ne manquez pas de me contacter à votre arrivée.", None),
        ("Nous recevons encore un autre candidat vendredi et reviendrons vers vous.", Intent.HOLDING),
        ("Tenemos otro candidato el viernes; te avisaremos.", Intent.HOLDING),
        ("No te escribo más porque salgo de viaje; te llamo el lunes.", None),
        ("Vediamo un altro candidato venerdì, poi Le faremo sapere.", Intent.HOLDING),
        ("Mi dispiace non averLa vista ieri.", None),
        ("Temos outro candidato na sexta; entraremos em contato.", Intent.HOLDING),
        ("We spreken vrijdag nog een andere kandidaat en laten het je weten.", Intent.HOLDING),
        ("Ik kan vandaag niet meer mailen, morgen bel ik je.", None),
        ("Не стесняйтесь писать мне.", None),
        ("お待たせして誠に申し訳ございません。選考中です。", Intent.HOLDING),
        ("STOP", Intent.PLEASE_STOP),
        ("Please stop.", Intent.PLEASE_STOP),
        ("Unsubscribe", Intent.PLEASE_STOP),
        ("Please take me off your list.", Intent.PLEASE_STOP),
        ("stop emailing me!!!", Intent.PLEASE_STOP),
        ("Bitte kontaktieren Sie mich nicht mehr.", Intent.PLEASE_STOP),
        ("Bitte keine weiteren Mails.", Intent.PLEASE_STOP),
        ("Hören Sie bitte auf, mir zu schreiben.", Intent.PLEASE_STOP),
        ("Veuillez cesser de me contacter.", Intent.PLEASE_STOP),
        ("Arrêtez de m'écrire.", Intent.PLEASE_STOP),
        ("Ne m'écrivez plus, s'il vous plaît.", Intent.PLEASE_STOP),
        ("Por favor, deje de escribirme.", Intent.PLEASE_STOP),
        ("No me contacten más.", Intent.PLEASE_STOP),
        ("Per favore smetta di scrivermi.", Intent.PLEASE_STOP),
        ("Non mi scriva più.", Intent.PLEASE_STOP),
        ("Pare de me enviar e-mails.", Intent.PLEASE_STOP),
        ("Por favor não me escreva mais.", Intent.PLEASE_STOP),
        ("Stop met mailen.", Intent.PLEASE_STOP),
        ("Wil je me niet meer benaderen?", Intent.PLEASE_STOP),
        ("Proszę do mnie więcej nie pisać.", Intent.PLEASE_STOP),
        ("Sluta mejla mig.", Intent.PLEASE_STOP),
        ("Пожалуйста, больше не пишите мне.", Intent.PLEASE_STOP),
        ("请不要再联系我。", Intent.PLEASE_STOP),
        ("今後は連絡しないでください。", Intent.PLEASE_STOP),
        (
            "Thank you for coming in. After long thought we've decided to go in a different direction. We wish you well.",
            Intent.REJECTION,
        ),
        ("we regret to inform you that we've chosen someone else for the role.", Intent.REJECTION),
        (
            "Thanks again for your time. We won't be taking things further at this point, but please keep an eye on our site.",
            Intent.REJECTION,
        ),
        (
            "I'm afraid it's a no this time. The team loved you, but another applicant had more Kafka experience.",
            Intent.REJECTION,
        ),
        ("We are unable to make you an offer at this stage.", Intent.REJECTION),
        (
            "Although we were impressed, we will not be progressing your application further.",
            Intent.REJECTION,
        ),
        (
            "nach reiflicher Überlegung haben wir uns leider gegen Sie entschieden. Wir wünschen Ihnen alles Gute für Ihren weiteren Weg.",
            Intent.REJECTION,
        ),
        ("wir müssen Ihnen mitteilen, dass wir die Stelle anderweitig besetzt haben.", Intent.REJECTION),
        ("es tut uns leid, Ihnen heute absagen zu müssen.", Intent.REJECTION),
        ("Ihre Bewerbung können wir leider nicht weiter berücksichtigen.", Intent.REJECTION),
        ("nous ne donnerons malheureusement pas suite à votre candidature.", Intent.REJECTION),
        ("Nous avons le regret de vous informer que nous avons retenu un autre profil.", Intent.REJECTION),
        ("Lamentamos comunicarte que hemos decidido continuar con otros candidatos.", Intent.REJECTION),
        ("En esta ocasión no has sido seleccionado para el puesto.", Intent.REJECTION),
        ("siamo spiacenti di comunicarLe che abbiamo scelto un'altra persona.", Intent.REJECTION),
        ("Infelizmente decidimos não avançar com a sua candidatura.", Intent.REJECTION),
        ("Helaas hebben we gekozen voor een andere kandidaat.", Intent.REJECTION),
        ("Wij gaan niet met je verder in de procedure.", Intent.REJECTION),
        ("We're thrilled to offer you the Data Engineer position! The letter is attached.", Intent.OFFER),
        ("I'm delighted to let you know that we'd like to offer you the job.", Intent.OFFER),
        ("Great news: the job is yours if you want it. Contract to follow.", Intent.OFFER),
        ("We would like you to join our team. Please find the employment contract attached.", Intent.OFFER),
        (
            "wir freuen uns sehr, Ihnen die Stelle anbieten zu können. Den Vertrag finden Sie im Anhang.",
            Intent.OFFER,
        ),
        ("Sie haben uns überzeugt! Gerne möchten wir Ihnen ein Angebot machen.", Intent.OFFER),
        ("herzlichen Glückwunsch, wir haben uns für Sie entschieden!", Intent.OFFER),
        ("Nous avons le plaisir de vous proposer le poste de Data Engineer.", Intent.OFFER),
        ("Félicitations, votre candidature a été retenue !", Intent.OFFER),
        ("Nos complace ofrecerte el puesto de ingeniero de datos.", Intent.OFFER),
        ("siamo lieti di offrirLe la posizione.", Intent.OFFER),
        ("Temos o prazer de lhe oferecer a vaga de engenheiro de dados.", Intent.OFFER),
        ("We willen je graag de baan aanbieden!", Intent.OFFER),
        ("We'd like to invite you to a second interview next Tuesday.", Intent.NEXT_ROUND),
        ("The team would love to see you again. Could you do Thursday at 10?", Intent.NEXT_ROUND),
        ("wir würden Sie gerne zu einem zweiten Gespräch einladen.", Intent.NEXT_ROUND),
        ("gerne möchten wir Sie näher kennenlernen. Passt Ihnen der 3. Dezember?", Intent.NEXT_ROUND),
        ("Nous souhaiterions vous rencontrer à nouveau pour un second entretien.", Intent.NEXT_ROUND),
        ("Nos gustaría invitarte a una segunda entrevista.", Intent.NEXT_ROUND),
        ("vorremmo invitarLa a un secondo colloquio.", Intent.NEXT_ROUND),
        ("Gostaríamos de convidá-lo para uma segunda entrevista.", Intent.NEXT_ROUND),
        ("We nodigen je graag uit voor een tweede gesprek.", Intent.NEXT_ROUND),
        ("We're still meeting other candidates and hope to decide by the end of next week.", Intent.HOLDING),
        ("Thanks for your patience. No news yet, I'll keep you posted.", Intent.HOLDING),
        (
            "wir sind noch mitten im Auswahlprozess und melden uns, sobald eine Entscheidung gefallen ist.",
            Intent.HOLDING,
        ),
        ("bitte haben Sie noch etwas Geduld.", Intent.HOLDING),
        ("Nous n'avons pas encore pris de décision et reviendrons vers vous rapidement.", Intent.HOLDING),
        ("Todavía estamos en el proceso y te diremos algo la semana que viene.", Intent.HOLDING),
        ("stiamo ancora valutando, Le faremo sapere.", Intent.HOLDING),
        ("O processo ainda está em curso; entraremos em contacto em breve.", Intent.HOLDING),
        ("We zijn nog in gesprek met anderen en laten het je zo snel mogelijk weten.", Intent.HOLDING),
        ("Quick one: what is your notice period?", Intent.QUESTION),
        ("Could you send us two references?", Intent.QUESTION),
        ("wie sind Ihre Gehaltsvorstellungen?", Intent.QUESTION),
        ("Quelles sont vos prétentions salariales ?", Intent.QUESTION),
        ("¿Cuándo podrías empezar?", Intent.QUESTION),
        ("Quando potrebbe iniziare?", Intent.QUESTION),
        ("Quando poderia começar?", Intent.QUESTION),
        ("Wanneer kun je beginnen?", Intent.QUESTION),
        ("Please stop emailing me.", Intent.PLEASE_STOP),
        ("Do not contact me again.", Intent.PLEASE_STOP),
        ("Kindly remove my address from your list.", Intent.PLEASE_STOP),
        ("Bitte schreiben Sie mir nicht mehr.", Intent.PLEASE_STOP),
        ("Bitte sehen Sie von weiteren Nachrichten ab.", Intent.PLEASE_STOP),
        ("Merci de ne plus me contacter.", Intent.PLEASE_STOP),
        ("Por favor, no me escriba más.", Intent.PLEASE_STOP),
        ("La prego di non scrivermi più.", Intent.PLEASE_STOP),
        ("Por favor, não me contacte mais.", Intent.PLEASE_STOP),
        ("Gelieve mij niet meer te mailen.", Intent.PLEASE_STOP),
        ("Thank you, Jonas. It was a pleasure to meet you too.", None),
        ("vielen Dank für die netten Zeilen!", None),
        ("Unfortunately I missed your call yesterday. It was nice to meet you.", None),
        ("leider habe ich Ihren Anruf verpasst. Schönen Tag noch!", None),
        ("Malheureusement j'étais absent hier. Bonne journée.", None),
        ("I wish you the best, see you at the conference.", None),
        ("We do not want to stop here, but we have not decided yet; we'll be in touch.", Intent.HOLDING),
        ("I'd rather you stopped writing to me.", Intent.PLEASE_STOP),
    ],
)
def test_what_employers_write_is_labelled_in_many_languages_and_what_only_sounds_like_it_is_not(text, label):
    assert detect_intent(text) == label


@pytest.mark.parametrize(
    "text",
    [
        "Sorry for the late answer; the position is still open and not decided.",
        "Unfortunately the position of the room is not known yet.",
        "We're not going to decide before Friday.",
        "leider ist der Raum besetzt, wir treffen uns im Erdgeschoss.",
        "Malheureusement je n'ai pas de nouvelles ; la suite lundi.",
        "Niestety jeszcze nie podjęliśmy decyzji.",
        "Helaas zijn we nog niet verder.",
    ],
)
def test_a_delay_is_no_rejection_however_sorry_they_are(text):
    assert detect_intent(text) is not Intent.REJECTION


@pytest.mark.parametrize("text", ["Hi Jonas,\n\nStop.\n\nAna", "unsubscribe", "STOP!"])
def test_an_answer_that_consists_of_stop_asks_to_stop(text):
    assert detect_intent(text) is Intent.PLEASE_STOP


@pytest.mark.parametrize(
    "text", ["Thanks!\n\nAcme GmbH\nUnsubscribe", "See you on Monday.\n\nPrivacy\nUnsubscribe"]
)
def test_a_link_in_a_footer_asks_for_nothing(text):
    assert detect_intent(text) is None


def test_phrases_are_found_over_line_ends():
    assert detect_intent("We have decided to move\nforward with other\ncandidates.") is Intent.REJECTION


def test_words_of_hiring_are_known():
    assert is_about_hiring("your application for the role")
    assert not is_about_hiring("your car is ready")


@pytest.mark.parametrize(
    "text",
    [
        "Please remove me from this thread, Jonas will invite you to the final round.",
        "Please take me off the thread; Dana takes over from here.",
        "Please stop emailing my old address, the new one is m@ho.example.",
        "Please stop worrying and writing to me: call me instead.",
        "Do not contact me again before Friday, I am in the lab.",
        "Please do not write to me any more but to my colleague Dana.",
        "Stop writing, start packing: you are hired!",
        "No more reminders please, the contract is on its way: congratulations!",
        "Bitte schreiben Sie mir nicht mehr an diese Adresse, sie wird abgeschaltet.",
        "Bitte schreiben Sie mir nicht mehr, sondern rufen Sie mich an.",
        "Gelieve mij niet meer op dit adres te mailen, ik heb een nieuw adres.",
        "Merci de ne plus m'écrire à cette adresse.",
        "No me escriba más a esta dirección, tengo una nueva cuenta.",
        "Non mi scriva più a questo indirizzo.",
        "Não me escreva mais para este endereço.",
        "Kontakta mig inte på den här adressen.",
        "Please do not write to me any more, I am on leave: call Dana.",
        "Please stop emailing me, my colleague Dana will contact you.",
        "Don't call me any more, Dana expects you on Monday.",
        "Bitte schreiben Sie mir nicht mehr, Frau Krol meldet sich bei Ihnen.",
        "Bitte kontaktieren Sie mich nicht mehr, wenden Sie sich an Frau Krol.",
        "Merci de ne plus me contacter, contactez Dana qui prend le relais.",
        "Gelieve mij niet meer te mailen, bel me.",
        "Non mi scriva più, mi chiami.",
        "Proszę do mnie więcej nie pisać, proszę zadzwonić.",
    ],
)
def test_who_names_another_way_or_has_good_news_does_not_ask_for_silence(text):
    assert detect_intent(text) is not Intent.PLEASE_STOP


@pytest.mark.parametrize(
    "text",
    [
        "You are hired. Come on Monday.",
        "Sie haben die Stelle!",
        "Je bent aangenomen!",
        "Ihre Einstellung wurde am Montag beschlossen.",
        "An offer for your application has been created.",
    ],
)
def test_whoever_is_hired_reads_an_offer(text):
    assert detect_intent(text) is Intent.OFFER


@pytest.mark.parametrize(
    "text",
    [
        "Please do not write to me again.",
        "Please stop writing to us. We have filled the position.",
        "Do not contact us again.",
        "Hello, please stop contacting me and my colleagues. Regards, Ana",
        "Kindly stop sending me these mails, I will report them.",
        "Bitte schreiben Sie uns nicht mehr.",
    ],
)
def test_whoever_says_nothing_else_asks_for_silence(text):
    assert detect_intent(text) is Intent.PLEASE_STOP
