"""What people type as company, position, fact, strengths and keywords, and what a mail says of it."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from followupd.config.interview import Contact
from followupd.writing.language.company_name import speak_company
from followupd.writing.language.job_title import french_de, list_matters, tidy_job_title
from followupd.writing.language.user_facts import phrase_fact
from followupd.writing.language.user_strengths import (
    explain_strength,
    list_keywords,
    list_sentences,
    list_topics,
    write_keyword,
)
from followupd.writing.lint.fact_remarks import explain_fact
from followupd.writing.template_values import LANGUAGES, join_items


@pytest.mark.parametrize(
    ("company", "said"),
    [
        ("Acme GmbH", "Acme"), ("Acme GmbH & Co. KG", "Acme"), ("Globex, Inc.", "Globex"), ("Bain & Company", "Bain & Company"),
        ("The Boring Company", "The Boring Company"), ("AG", "AG"), ("Société Générale S.A.", "Société Générale"), ("Dupont SA", "Dupont"),
        ("Ejemplo SL", "Ejemplo"), ("Schmidt & Söhne KG", "Schmidt & Söhne"), ("Hilfe gGmbH", "Hilfe"), ("Sportverein e.V.", "Sportverein"),
        ("Volvo AB", "Volvo"), ("Supercell Oy", "Supercell"), ("Müller Handels GmbH", "Müller Handels GmbH"), ("Huber Bau GmbH", "Huber Bau"),
        ("Globex Handels GmbH & Co. KG", "Globex Handels GmbH & Co. KG"), ("Tiffany & Co.", "Tiffany & Co."), ("Goldman Sachs & Co. LLC", "Goldman Sachs & Co."),
        ("AS Roma", "AS Roma"), ("Booking.com B.V.", "Booking.com"), ("株式会社田中", "田中"), ("Stadtwerke Musterstadt AöR", "Stadtwerke Musterstadt"), ("Bayerischer Rundfunk (KdöR)", "Bayerischer Rundfunk"), ("Microsoft Corporation", "Microsoft"),
        ("Hôpital Saint-Louis (AP-HP)", "Hôpital Saint-Louis"), ("Goldman Sachs Group, Inc. (The)", "Goldman Sachs Group"), ("Nubank (Nu Pagamentos S.A.)", "Nubank"),
        ("株式会社メルカリ (Mercari, Inc.)", "Mercari"), ("Acme (UK) Ltd", "Acme"), ("(Acme)", "(Acme)"), ("Acme AG, Duisburg", "Acme"), ("Acme, Berlin", "Acme, Berlin"),
        ("Grupo Bimbo S.A.B. de C.V.", "Grupo Bimbo"), ("Österreichische Post Aktiengesellschaft", "Österreichische Post"), ("A/S Mærsk", "Mærsk"),
        ("Deloitte GmbH Wirtschaftsprüfungsgesellschaft", "Deloitte"), ("Smith, Jones & Partners LLP", "Smith, Jones & Partners"),
        ("Proximus SA de droit public", "Proximus"), ("ASBL Les Tournesols", "Les Tournesols"), ("SARL Dupont", "Dupont"), ("SAS Institute", "SAS Institute"),
    ],
)  # fmt: skip
def test_a_company_is_called_what_people_call_it_and_never_half_a_name(company, said):
    assert speak_company(company) == said


@pytest.mark.parametrize(
    ("title", "language", "said"),
    [
        ("Senior Entwickler (m/w/d)", "de", "Senior Entwickler"), ("Senior Backend Engineer (m/f/x)", "en", "Senior Backend Engineer"),
        ("Ingénieur DevOps H/F", "fr", "ingénieur DevOps"), ("Data Engineer (f/m/*)", "en", "Data Engineer"), ("Entwickler m/w/d", "de", "Entwickler"),
        ("Data Engineer - Ref. 1234-AB", "en", "Data Engineer"), ("Dateningenieur, Kennziffer 4711", "de", "Dateningenieur"),
        ("Sachbearbeiter (w/m/d) 80-100 %", "de", "Sachbearbeiter"), ("Teamleiter (Vollzeit, unbefristet)", "de", "Teamleiter"),
        ("(Junior) Data Analyst (all genders) - Remote/Berlin, Ref. 2026-77", "en", "Data Analyst"), ("Data Analyst | Berlin (Hybrid)", "en", "Data Analyst"),
        ("Data Analyst - Remote, Europe", "en", "Data Analyst"), ("Head of Remote Work", "en", "Head of Remote Work"), ("Work from Home Agent", "en", "Work from Home Agent"),
        ("SACHBEARBEITER/IN BUCHHALTUNG (m/w/d) in Teilzeit 50%", "de", "Sachbearbeiter/in Buchhaltung"), ("SAP-BERATER FI/CO", "de", "SAP-Berater FI/CO"),
        ("TONTECHNIKER:IN (m/w/d) 80-100 % Ref. KW-2231", "de", "Tontechniker:in"), ("LEITENDE:R INGENIEUR*IN", "de", "Leitende:r Ingenieur*in"),
        ("CHARGÉ·E DE MISSION RSE H/F", "fr", "chargé·e de mission RSE"), ("DÉVELOPPEUR·EUSE FRONT", "fr", "développeur·euse front"),
        ("Jardinier-paysagiste CFC", "fr", "jardinier-paysagiste CFC"), ("Lead-Dev", "fr", "Lead-Dev"), ("Dental Hygienist - Part Time ($38/hr)", "en", "Dental Hygienist"),
        ("Year 4 Teacher (FT, Term 1 2027)", "en", "Year 4 Teacher"), ("Analyst (£35k per year)", "en", "Analyst"),
        ("ENTWICKLER Java", "de", "Entwickler Java"), ("Entwickler für HTML5 und JSON", "de", "Entwickler für HTML5 und JSON"), ("Technicien de maintenance en CDI", "fr", "technicien de maintenance"),
        ("Business Analyst - CDI - Bruxelles", "fr", "Business Analyst"), ("ING. DE PROCESOS JR", "es", "Ing. de Procesos Jr"),
        ("SENIOR DATA ENGINEER", "en", "Senior Data Engineer"), ("LEITER EINKAUF", "de", "Leiter Einkauf"), ("QA", "en", "QA"),
        ("Wissenschaftliche Mitarbeiterin (m/w/d) im Bereich Physik", "de", "Wissenschaftliche Mitarbeiterin im Bereich Physik"),
        ("Ingénieure de données (F/H) - CDI", "fr", "ingénieure de données"), ("Chef de projet", "fr", "chef de projet"), ("Data Engineer", "fr", "Data Engineer"),
        ("Ingeniera de Datos", "es", "ingeniera de datos"), ("VP of A/B Testing", "en", "VP of A/B Testing"), ("Engineer 2", "en", "Engineer 2"),
        ("C++ Developer", "en", "C++ Developer"), ("Software Engineer (Remote)", "en", "Software Engineer"),
        ("Sachbearbeiter Einkauf in Teilzeit - Ref.-Nr. 2024-331", "de", "Sachbearbeiter Einkauf"), ("Ingenieur Netzplanung (w/m/d) EG 11 TVöD", "de", "Ingenieur Netzplanung"),
        ("Elektroniker (m,w,d) ab sofort!", "de", "Elektroniker"), ("Backend Dev 🚀", "de", "Backend Dev"), ("Agent d'accueil (h/f) cat. C", "fr", "agent d'accueil"),
        ("Développeur gameplay C++", "fr", "développeur gameplay C++"), ("Ingeniera de Redes Sr.", "es", "ingeniera de redes Sr."), ("Frontend dev (React) REMOTO", "es", "Frontend dev (React)"),
        ("Senior DevOps (B2B) 25-30k PLN", "en", "Senior DevOps"), ("Chef £30,000 - £35,000", "en", "Chef"), ("Research Associate, Grade 7", "en", "Research Associate"), ("Level 2 Support", "en", "Level 2 Support"),
        ("Boulanger", "fr", "boulanger"), ("Couturière", "fr", "couturière"), ("Ouvrier agricole polyvalent", "fr", "ouvrier agricole polyvalent"), ("Product Owner", "fr", "Product Owner"),
        ("COMPTABLE CONFIRMÉ(E) H/F - CDI", "fr", "comptable confirmé(e)"), ("CAMARERO/A DE SALA", "es", "camarero/a de sala"), ("Programador Unity", "es", "programador Unity"),
        ("Docente de Física", "es", "docente de física"), ("Higienista dental", "es", "higienista dental"), ("Director of Marketing", "es", "Director of Marketing"), ("Senior Data Engineer", "es", "Senior Data Engineer"),
        ("Audit Associate, Fall 2027 intake", "en", "Audit Associate"), ("Data Analyst (Remote, 12 month FTC)", "en", "Data Analyst"), ("verkäufer", "de", "Verkäufer"),
        ("Pflegefachkraft (w/m/d) 30h/Woche", "de", "Pflegefachkraft"), ("Dev (m/f/d) @ Berlin", "en", "Dev"),
    ],
)  # fmt: skip
def test_a_role_loses_what_only_an_advertisement_says(title, language, said):
    assert tidy_job_title(title, language) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("ingénieure", "d’ingénieure"), ("Data Engineer", "de Data Engineer"), ("hôtesse", "d’hôtesse"), ("Head of Data", "de Head of Data"),
        ("UX Designer", "d’UX Designer"), ("yogi", "de yogi"), ("économiste", "d’économiste"),
        ("hypothèques", "d’hypothèques"), ("horaires", "d’horaires"), ("humanitaire", "d’humanitaire"), ("hockey", "de hockey"), ("héros", "de héros"),
    ],
)  # fmt: skip
def test_french_de_elides_where_one_hears_a_vowel(text, said):
    assert french_de(text) == said


@pytest.mark.parametrize(
    ("fact", "language", "said"),
    [
        ("we talked about Kafka", "en", "what you told me about Kafka"), ("that you sail", "en", "that you sail"), ("Your nightly loads.", "en", "your nightly loads"),
        ("You showed me the lab", "en", "that you showed me the lab"), ("data quality", "en", "what you told me about data quality"),
        ("how you moved to Kafka", "en", "how you moved to Kafka"), ("Kafka", "en", "what you told me about Kafka"), ("The on-call rota", "en", "the on-call rota"),
        ("dass Sie segeln", "de", "dass Sie segeln"), ("Wir haben über Kafka gesprochen.", "de", "was Sie mir über Kafka erzählt haben"), ("Ihr Rat", "de", "Ihr Rat"),
        ("Der Bereitschaftsplan", "de", "der Bereitschaftsplan"), ("Sie segeln", "de", "Sie segeln"), ("Segeln", "de", "was Sie mir über Segeln erzählt haben"),
        ("nous avons parlé du contrat", "fr", "ce que vous m’avez dit sur le contrat"), ("La migration.", "fr", "la migration"), ("que vous naviguez", "fr", "le fait que vous naviguez"),
        ("hablamos del equipo", "es", "lo que me contó sobre el equipo"), ("Su consejo", "es", "su consejo"), ("Kafka", "es", "lo que me contó sobre Kafka"),
        ("haben über Homeoffice gesprochen", "de", "was Sie mir über Homeoffice erzählt haben"), ("I talked with you about Kafka", "en", "what you told me about Kafka"),
        ("Vous m'avez montré le labo.", "fr", "le fait que vous m'avez montré le labo"), ("que l'équipe va doubler", "fr", "le fait que l'équipe va doubler"),
        ("qu'il n'y a pas d'astreinte", "fr", "le fait qu'il n'y a pas d'astreinte"), ("EL ARCHIVO", "es", "el archivo"), ("L'ACCUEIL DES USAGERS", "fr", "l'accueil des usagers"),
        ("- the new lab", "en", "the new lab"), ("talked abt Kafka", "en", "what you told me about Kafka"),
        ("ihre Expansion", "de", "Ihre Expansion"), ("dass man bei ihnen segelt", "de", "dass man bei Ihnen segelt"), ("ihr macht Demos", "de", "ihr macht Demos"),
        ("me dijo que abren cuatro tiendas", "es", "que abren cuatro tiendas"), ("Me contó cómo empezó", "es", "cómo empezó"),
        ("Vous m’avez expliqué comment vous planifiez", "fr", "comment vous planifiez"), ("tu m'as dit que vous embauchez", "fr", "le fait que vous embauchez"),
    ],
)  # fmt: skip
def test_a_fact_stands_behind_a_colon_however_it_was_typed(fact, language, said):
    assert phrase_fact(fact, language) == said


def test_a_topic_is_told_to_a_friend_as_to_a_friend_and_ones_own_is_not_theirs():
    assert phrase_fact("Segeln", "de", "informal") == "was du mir über Segeln erzählt hast"
    assert phrase_fact("Referred me internally", "en") == "that you referred me internally"
    assert phrase_fact("we talked about my thesis", "en") == "our conversation about my thesis"
    assert phrase_fact("My thesis", "en") == "our conversation about my thesis"
    assert phrase_fact("Ma thèse", "fr") == "notre échange sur ma thèse"


def test_german_nouns_have_capitals_and_their_reader_too():
    assert phrase_fact("hundebüro", "de", "informal") == "was du mir über Hundebüro erzählt hast"
    assert phrase_fact("Dass sie jetzt Lehmputz machen.", "de") == "dass Sie jetzt Lehmputz machen"
    assert [write_keyword(one, "de") for one in ("kasse", "SQL", "dbt", "agile Methoden")] == [
        "Kasse",
        "SQL",
        "dbt",
        "agile Methoden",
    ]
    assert write_keyword("freight", "en") == "freight"
    assert write_keyword("agiles arbeiten", "de") == "agiles Arbeiten"
    assert write_keyword("relationale verteilte datenbanken", "de") == "relationale verteilte Datenbanken"
    assert write_keyword("machine learning", "de") == "machine learning"


@pytest.mark.parametrize(
    ("language", "keywords", "topics"),
    [
        ("de", ["teamfähig, agiles arbeiten", "englisch"], ["agiles arbeiten", "englisch"]),
        ("en", ["team player", "organized", "sales"], ["sales"]),
        ("fr", ["rigoureuse", "paie"], ["paie"]),
        ("es", ["proactiva"], []),
        ("it", ["dinamico"], ["dinamico"]),
    ],
)
def test_what_one_is_is_no_topic_of_work(language: str, keywords: list[str], topics: list[str]) -> None:
    assert list_topics(keywords, language) == topics


@pytest.mark.parametrize(
    ("fact", "language", "reason"),
    [
        ("that you use Kubernetes", "de", "another language"), ("my question about testing", "fr", "another language"), ("ваш совет", "en", "another language"), ("スケーリング", "en", "another language"),
        ("https://acme.example/paper your paper", "en", "a link"), ("Frage an ana@acme.example", "de", "a link"), ("EL ARCHIVO", "es", "in capitals"),
        ("free coffee lol", "en", "sounds like a chat"), ("die Kinder waren super süß!!!", "de", "sounds like a chat"), ("your joke 😂", "en", "sounds like a chat"),
        ("Gehalt", "de", "pay"), ("notice period", "en", "pay"), ("los turnos y el sueldo", "es", "pay"),
        ("nett", "de", "neither a topic"), ("sehr nett", "de", "neither a topic"), ("OP gesehen", "de", "neither a topic"), ("freundlich empfangen worden", "de", "neither a topic"),
        ("kenne sie aus der Elternarbeit", "de", "neither a topic"), ("Die Nachtdienste sind hart", "de", "neither a topic"), ("ihr macht jeden Freitag Demo", "de", "neither a topic"),
        ("ich soll mich melden", "de", "neither a topic"), ("we had a good laugh", "en", "neither a topic"), ("I asked about on-call and he said it is rare", "en", "neither a topic"),
        ("What keeps you up at night?", "en", "neither a topic"), ("classified", "en", "neither a topic"), ("m'a parlé du poste", "fr", "neither a topic"), ("gentil", "fr", "neither a topic"),
        ("muy amable", "es", "neither a topic"), ("conocí la planta", "es", "neither a topic"), ("me enseñó la tienda", "es", "neither a topic"), ("¿cuándo empiezan las guardias?", "es", "neither a topic"),
        ("your team is great", "en", "neither a topic"), ("the office has a slide", "en", "neither a topic"), ("how he scaled the team", "en", "neither a topic"), ("your accent", "en", "looks, a weak point"),
        ("my CV gap", "en", "a weak point"), ("ihr Team ist toll", "de", "neither a topic"), ("wie er das Lager umgebaut hat", "de", "neither a topic"), ("Ihr Lachen", "de", "looks"),
        ("l'équipe est jeune", "fr", "neither a topic"), ("votre rire", "fr", "looks"), ("la oficina es bonita", "es", "neither a topic"),
        ("We talked about grippers and he said they'd be hiring", "en", "about them"), ("dass sie auch Lehmputz macht", "de", "about them"), ("le labo et elle m'a tout montré", "fr", "about them"),
        ("her paper on lenses", "en", "about them"), ("talked abt k8s + on call", "en", "sounds like a chat"), ("the lab w/ robots", "en", "sounds like a chat"),
        ("- the budget - hiring", "en", "sounds like a chat"), ("on-call", "en", "its article"), ("hundebüro", "de", "its article"), ("remote first", "de", "its article"), ("die flache hierarchie", "de", "need capitals"),
        ("that the owner is retiring", "en", "private plans"), ("die arbeitszeiten", "de", "working time"), ("hablamos de los horarios", "es", "working time"),
        ("bar raiser", "en", "its article"), ("reference letter", "en", "its article"), ("Büro", "de", "its article"), ("Tipp mit der Stelle", "de", "its article"), ("de los robots", "es", "its article"),
    ],
)  # fmt: skip
def test_a_fact_that_reads_badly_behind_a_colon_is_asked_about(fact, language, reason):
    remark = explain_fact(fact, language)
    assert remark is not None
    assert reason in remark.write_english("the note")


@pytest.mark.parametrize(
    ("language", "facts"),
    [
        ("en", ["how you moved to Kafka", "your advice on SQL", "that you sail", "the on-call rota", "You showed me the lab", "we talked about Kafka", "where you want the team to be next year", "working from the Leeds office", "data quality", "that we both come from Kiel", "your paper on le chiffrement"]),
        ("de", ["wie Sie das Lager umgestellt haben", "Ihr Rat zur Steuer", "dass Sie segeln", "was Sie mir über Kafka erzählt haben", "wie gut das läuft", "der Satz, dass Fehler erlaubt sind", "Datenqualität", "Segeln", "was Sie über Wärmenetze gesagt haben", "Ihre offene Art", "Ihre Aussage, dass Fehler dazugehören", "über Rust gesprochen", "Wir sprachen über Logistik", "wie das Team mit Bereitschaft umgeht"]),
        ("fr", ["votre passage à Kafka", "la façon dont vous avez migré l’entrepôt", "l'atelier de peinture", "Vous m'avez montré le labo", "notre échange sur la voile", "qu'il n'y a pas d'astreinte", "Kafka"]),
        ("es", ["su consejo", "la visita a la planta", "vuestra gira por pueblos", "que navega", "por qué dejó la consultoría", "lo bien que trabajan juntos", "hablamos de vela"]),
    ],
)  # fmt: skip
def test_a_fact_that_reads_well_is_not_asked_about(language, facts):
    assert [fact for fact in facts if explain_fact(fact, language)] == []


@pytest.mark.parametrize(
    "fact",
    [
        "n/a",
        "-",
        "?",
        "none",
        "nothing special",
        "nichts besonderes",
        "nichts",
        "k.A.",
        "rien",
        "nada",
        "TBD",
        "x",
        "test",
    ],
)
def test_a_fact_that_says_nothing_is_none(fact):
    assert Contact.model_validate({"name": "Ana", "email": "ana@acme.example", "fact": fact}).fact is None


def test_a_fact_that_no_form_fits_is_asked_about_with_an_example():
    assert "speaks about them" in str(explain_fact("he likes sailing", "en"))
    assert "several sentences" in str(explain_fact("You load four billion rows. Impressive!", "en"))
    assert "speaks about them" in str(explain_fact("liked my portfolio", "en"))
    assert "speaks about them" in str(explain_fact("plant eine neue Halle", "de"))
    assert "speaks about them" in str(explain_fact("le gusta la vela", "es"))
    assert "needs its article" in str(explain_fact("passage à Kafka", "fr"))
    assert explain_fact("Kafka", "fr") is None
    assert explain_fact("hablamos de vela", "es") is None
    assert explain_fact("votre passage à Kafka", "fr") is None
    assert explain_fact("your nightly loads", "en") is None


@pytest.mark.parametrize(
    ("strengths", "language", "said"),
    [
        (["I ran a Kafka cluster"], "en", ["I ran a Kafka cluster"]), (["team player"], "en", ["I am a team player"]),
        (["Built pipelines that load four billion rows"], "en", ["I built pipelines that load four billion rows"]),
        (["Python, SQL", "5+ years Java"], "en", ["I would bring Python, SQL and more than 5 years of experience with Java"]),
        (["5 yrs exp in React"], "en", ["I would bring 5 years of experience in React"]),
        (["5 years of experience"], "en", ["I would bring 5 years of experience"]), (["5 years in sales"], "en", ["I would bring 5 years of experience in sales"]),
        (["10+ yrs Python", "Python basics"], "en", ["I would bring more than 10 years of experience with Python and Python basics"]),
        (["Team Player"], "en", ["I am a team player"]), (["can work under pressure"], "en", ["I can work under pressure"]), (["hands-on"], "en", ["I am hands-on"]),
        (["Good knowledge of SQL"], "en", ["I would bring good knowledge of SQL"]), (["AWS certified"], "en", ["I am AWS certified"]),
        (["passionate about data"], "en", ["I am passionate about data"]), (["Excel (advanced)"], "en", ["I would bring Excel (advanced)"]),
        (["Schnelle Auffassungsgabe", "5 Jahre Berufserfahrung"], "de", ["Mitbringen würde ich schnelle Auffassungsgabe und 5 Jahre Erfahrung"]),
        (["bin flexibel"], "de", ["Ich bin flexibel"]), (["gelernter Koch"], "de", ["Ich bin gelernter Koch"]), (["Software Entwicklung"], "de", ["Mitbringen würde ich Software Entwicklung"]),
        (["5 ans d'expérience", "Bonne maîtrise d'Excel"], "fr", ["Mes points forts\u00a0: 5 ans d’expérience et bonne maîtrise d'Excel"]),
        (["5 años de experiencia en hostelería", "Buen manejo de Excel"], "es", ["Mis puntos fuertes: 5 años de experiencia en hostelería y buen manejo de Excel"]),
        (["Communication skills"], "en", ["I would bring communication skills"]), (["Experienced in Kafka"], "en", ["I am experienced in Kafka"]),
        (["teamfähig"], "de", ["Ich bin teamfähig"]), (["Teamfähigkeit", "SQL"], "de", ["Mitbringen würde ich Teamfähigkeit und SQL"]),
        (["In meinem Team habe ich Datenverträge eingeführt."], "de", ["In meinem Team habe ich Datenverträge eingeführt."]),
        (["rigoureux"], "fr", ["Je suis rigoureux"]), (["gestion de projet"], "fr", ["Mon point fort\u00a0: gestion de projet"]),
        (["English, Swedish", "SQL"], "en", ["I speak English and Swedish", "I would bring SQL"]), (["Englisch (c1) und Spanisch"], "de", ["Ich spreche Englisch (C1) und Spanisch"]),
        (["anglais, allemand"], "fr", ["Je parle anglais et allemand"]), (["inglés B2", "bandeja"], "es", ["Hablo inglés (B2)", "Mi punto fuerte: bandeja"]),
        (["im motivated"], "en", ["I am motivated"]), (["Reduced costs by 30 %"], "en", ["I reduced costs by 30%"]), (["People person", "friendly"], "en", ["I am friendly", "I am a people person"]),
        (["zuverlässig und diskret"], "de", ["Ich bin zuverlässig und diskret"]), (["Teamplayer", "belastbar"], "de", ["Ich bin Teamplayer und belastbar"]),
        (["patiente", "passionnée de vélo"], "fr", ["Je suis patiente et passionnée de vélo"]), (["Leo con el lápiz en la mano"], "es", ["Leo con el lápiz en la mano"]),
        (["trabajo en equipo", "SQL"], "es", ["Mis puntos fuertes: trabajo en equipo y SQL"]), (["proactiva"], "es", ["Soy proactiva"]),
        (["zuverlässig", "teamfähig, belastbar"], "de", ["Ich bin zuverlässig, teamfähig und belastbar"]), (["simpática, puntual"], "es", ["Soy simpática y puntual"]),
        (["curieuse et autonome", "rigoureuse"], "fr", ["Je suis curieuse, autonome et rigoureuse"]), (["Python, R und SQL"], "de", ["Mitbringen würde ich Python, R und SQL"]),
        (["Published 3 papers on protein folding."], "en", ["I published 3 papers on protein folding"]), (["10+ yrs exp"], "en", ["I would bring more than 10 years of experience"]),
        (["RDH license, 4 yrs", "detail oriented"], "en", ["I am detail oriented", "I would bring RDH license and 4 years of experience"]),
        (["fit", "early riser"], "en", ["I am fit", "I am an early riser"]), (["Ten years sales"], "en", ["I would bring ten years of experience in sales"]),
        (["Zwölf Jahre Langzeitpflege", "10 Jahre Verkauf", "5 Jahre SQL"], "de",
         ["Mitbringen würde ich zwölf Jahre Erfahrung in der Langzeitpflege, 10 Jahre Erfahrung im Verkauf und 5 Jahre Erfahrung mit SQL"]),
        (["Verwaltungsfachangestellter", "belastbar"], "de", ["Ich bin Verwaltungsfachangestellter und belastbar"]), (["IT-Techniker"], "de", ["Ich bin IT-Techniker"]),
        (["kreativ", "Adobe CC"], "de", ["Ich bin kreativ", "Mitbringen würde ich Adobe CC"]), (["Landwirtschaft"], "de", ["Mitbringen würde ich Landwirtschaft"]),
        (["dix ans de vente"], "fr", ["Mon point fort\u00a0: dix ans d’expérience en vente"]), (["énergique"], "fr", ["Je suis énergique"]), (["prolijo"], "es", ["Soy prolijo"]),
    ],
)  # fmt: skip
def test_strengths_become_sentences(strengths, language, said):
    assert (
        list_sentences(
            strengths, language, lambda nouns: join_items(nouns, {"en": "en_GB"}.get(language, language))
        )
        == said
    )


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("which load four billion rows", "en"), ("and I like to write.", "en"), ("because nobody else did.", "en"),
        ("die vier Milliarden Zeilen pro Nacht laden.", "de"), ("und leite ein Team von fünf.", "de"),
        ("qui chargent quatre milliards de lignes", "fr"), ("mais j'aime apprendre.", "fr"),
        ("que cargan cuatro mil millones de filas", "es"), ("y dirijo un equipo.", "es"),
    ],
)  # fmt: skip
def test_the_second_half_of_a_strength_that_a_comma_divided_is_asked_about(text, language):
    remark = explain_strength(text, language)
    assert remark
    assert "begins in the middle of a sentence" in str(remark)


@pytest.mark.parametrize(
    ("text", "language"),
    [("die Arbeit mit Kunden", "de"), ("Die Kollegen fragen mich, wenn es klemmt.", "de"), ("quality", "en"), ("Android", "en"), ("yoga", "es")],
)  # fmt: skip
def test_a_strength_that_begins_like_one_is_no_half(text, language):
    assert "middle of a sentence" not in str(explain_strength(text, language))


def test_a_strength_that_is_no_sentence_is_asked_about():
    assert "is no sentence" in str(explain_strength("Python, SQL", "en"))
    assert explain_strength("I ran a Kafka cluster", "en") is None


def test_keywords_are_told_one_by_one_and_once():
    assert list_keywords(["Java, Spring", "java", "Kafka / SQL", "CI/CD"]) == [
        "Java",
        "Spring",
        "Kafka",
        "SQL",
        "CI/CD",
    ]


def test_french_keywords_need_no_article_behind_their_preposition():
    assert (
        list_matters(["circuits courts", "les contrats de données", "audit"])
        == "en matière de circuits courts, de contrats de données et d’audit"
    )
    assert (
        list_matters(["qualité des soins", "encadrement"])
        == "en matière de qualité des soins et d’encadrement"
    )
    assert (list_matters(["l’hôtellerie"]), list_matters([])) == ("en matière d’hôtellerie", "")


@given(st.text(min_size=1, max_size=80), st.sampled_from([*LANGUAGES, "it"]))
@example("\r", "it")
@example("\r", "fr")
def test_whatever_is_typed_becomes_some_words(text, language):
    assert tidy_job_title(text, language) or not text.strip()
    assert phrase_fact(text, language) or not text.strip()
    assert isinstance(list_sentences([text], language), list)
    assert speak_company(text) or not text.strip()
