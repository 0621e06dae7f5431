"""Each rule of the lint fails what it should, and only that."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lint_cases import AROUND, FACT, SAM, about

from followupd.config.interview import Interview
from followupd.writing.language.greeting import format_greeting
from followupd.writing.lint.lint import RULES, Severity, lint_text
from followupd.writing.lint.lint_rules import SIMILARITY_LIMIT, _index_companies
from followupd.writing.lint.similarity import measure_similarity
from followupd.writing.mail.mime import MailText

GOOD = """Dear Ana,

Thank you for taking the time to talk about the Data Engineer role at Acme. How you moved the warehouse to Kafka in
six weeks has stayed with me, and I would love to be part of it.

I ran a Kafka cluster of forty nodes for three years, so data contracts and SQL at that scale are familiar ground.

May I call you in the course of next week to hear how things stand?

Best regards,
Sam Carter
"""


def rules(
    body: str = GOOD, *, subject: str = "Thank you", kind: str = "thank-you.interviewer", to: int = 0, **more
):
    interview = more.pop("interview", None) or about()
    others = more.pop("others", ("Globex Inc.",))
    found = lint_text(
        MailText(subject, body), kind, interview, interview.contacts[to], SAM, other_companies=others, **more
    )
    return {fault.rule for fault in found}


def test_a_good_note_has_no_fault():
    assert rules() == set()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_the_example_of_every_rule_fails_it(rule):
    assert rule.id in rules(rule.example, **AROUND.get(rule.id, {}))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_every_rule_says_why_in_one_sentence(rule):
    assert rule.why.endswith(".")
    assert len({one.id for one in RULES}) == len(RULES)


def test_with_names_and_addresses_only_nothing_is_held_and_three_things_are_advised():
    interview = about(ana={}, keywords=[], strengths=[])
    faults = lint_text(MailText("Thank you", GOOD), "thank-you.interviewer", interview, interview.lead, SAM)
    assert {fault.rule for fault in faults} == {"fact-unknown", "skill-unknown", "keywords-unknown"}
    assert {fault.severity for fault in faults} == {Severity.ADVICE}


def test_a_fault_names_the_template_the_person_and_what_would_be_right():
    interview = about()
    body = GOOD.replace(
        "May I call you in the course of next week to hear how things stand?", "All the best."
    )
    (fault,) = lint_text(MailText("Thank you", body), "thank-you.interviewer", interview, interview.lead, SAM)
    assert fault.sentence == (
        "thank-you.interviewer to Ana Ruiz does not ask whether you may phone; ask it as a question"
    )


def test_holds_come_before_advice():
    interview = about(ana={})
    faults = lint_text(
        MailText("Thank you", GOOD + "TODO\n"), "thank-you.interviewer", interview, interview.lead, SAM
    )
    assert [fault.severity for fault in faults] == [Severity.HOLD, Severity.ADVICE]


@pytest.mark.parametrize(
    "rest",
    ["{{ name }}", "{% if %}", "${name}", "[Name]", "[Your company]", "<Name>", "None", "aNone", "NaN", "undefined", "TODO",
     "TO-DO", "FIXME", "TBD", "XXX", "____"],
)  # fmt: skip
def test_leftovers_are_held(rest):
    assert rules(GOOD + rest) == {"leftover"}


@pytest.mark.parametrize(
    "rest", ["None of us knew.", "See [1].", "See [the plan](https://x.example).", "1 < 2 > 0"]
)
def test_what_only_looks_like_a_leftover_passes(rest):
    assert rules(GOOD.replace("\n\nMay", f" {rest}\n\nMay")) == set()


BLAME = {
    "en": ["I haven't heard back.", "I have not received a reply.", "I am still waiting.", "You promised to call.",
           "You didn’t reply to my mail.", "No response so far.", "Without a reply, I must assume the worst.",
           "This is my third attempt to reach you.", "I am disappointed that nobody wrote.", "As per my last mail:"],
    "de": ["Leider habe ich noch nichts von Ihnen gehört.", "Ich habe bisher keine Antwort erhalten.", "Ich warte noch immer.",
           "Sie haben sich nicht gemeldet.", "Sie hatten mir zugesagt, sich zu melden.", "Trotz meiner Nachfrage kam nichts.",
           "Meine Mail blieb unbeantwortet.", "Ich bin enttäuscht."],
    "fr": ["Je n’ai toujours pas reçu de réponse.", "Je n'ai rien reçu.", "Mon message est resté sans réponse.",
           "J’attends toujours votre retour.", "Vous m’aviez promis une réponse.", "Malgré mes relances, rien.", "Je suis déçu."],
    "es": ["No he recibido respuesta.", "Sigo esperando su respuesta.", "Sigo sin noticias suyas.", "No me han contestado.",
           "Me prometieron una respuesta.", "A pesar de mis mensajes, nada."],
}  # fmt: skip


@pytest.mark.parametrize("said", [said for phrases in BLAME.values() for said in phrases])
def test_a_reproach_is_held_in_every_language(said):
    assert "reproach" in rules(f"{GOOD}\n{said}\n")


@pytest.mark.parametrize(
    "said",
    ["I had not heard of Acme before our talk.", "You never know.", "Without any previous knowledge I learnt it.",
     "We got it right on the second attempt.", "Ich habe von Ihnen viel Gutes gehört.", "Ich warte gern.",
     "Trotz meiner Flugangst kam ich gern.", "Je n’ai pas hésité.", "Malgré mes doutes, c’était facile.",
     "No he dudado ni un momento.", "Sigo con muchas ganas.", "You may ignore the attachment.", "I like your company."],
)  # fmt: skip
def test_what_only_looks_like_a_reproach_passes(said):
    assert rules(GOOD.replace("\n\nMay", f" {said}\n\nMay")) == set()


@pytest.mark.parametrize(
    ("greeting", "more", "found"),
    [
        ("Dear Ana Ruiz,", {}, set()), ("Dear Ms RUIZ,", {}, {"greeting"}), ("Ana,", {}, set()),
        ("Dear Ben,", {}, {"name", "other-name"}), ("Dear Ana and Ben,", {}, {"other-name"}), ("Dear all,", {}, {"name"}),
        ("Dear Anabel,", {}, {"name"}), ("Dear Madam,", {"salutation": "Dear Madam"}, set()),
    ],
)  # fmt: skip
def test_the_greeting_names_the_reader_and_nobody_else(greeting, more, found):
    body = GOOD.replace("Dear Ana,", greeting)
    assert rules(body, interview=about(ana={**FACT, **more})) == found


@pytest.mark.parametrize(
    ("greeting", "more"),
    [
        ("Dear Dr.,", {}), ("Dear Ruiz, Ana,", {}), ("Dear ANA,", {}), ("Dear Ruiz,", {}), ("Dear Ms,", {}), ("Dear Talent,", {"name": "Talent Acme"}),
        ("Dear Team,", {"name": "Team HR"}), ("Dear Sekretariat,", {"name": "Sekretariat"}), ("Dear Recruiting,", {"name": "Recruiting Team Acme"}),
        ("Dear Ana,", {"name": "Ana und Ben Muster"}), ("Dear Ana,", {"name": "Ana Ruiz / Ben Brandt"}), ("Dear Ana,", {"name": "Ana & Ben Muster"}),
        ("Dear X,", {"name": "x"}), ("Hola, la:", {"name": "la concejala"}), ("Dear Univ.-Prof.,", {"name": "Univ.-Prof."}),
        ("Dear Filialleitung Müller,", {"name": "Filialleitung Müller"}), ("Dear Mr le Directeur,", {"name": "Monsieur le Directeur"}), ("Dear Unknown,", {"name": "unknown"}),
        ("Dear Ana 555,", {"name": "Ana 555"}), ("Dear Shift mgr Tasha,", {"name": "Tasha mgr"}),
    ],
)  # fmt: skip
def test_a_greeting_that_shows_a_machine_is_held(greeting, more):
    body = GOOD.replace("Dear Ana,", greeting)
    assert "greeting" in rules(body, interview=about(ana={**FACT, **more}))


@pytest.mark.parametrize(
    "greeting",
    ["Dear Ana,", "Dear Ana Ruiz,", "Dear Dr. Ruiz,", "Ana,", "Hola, Ana:", "Guten Tag Frau Ruiz,"],
)
def test_a_greeting_that_people_write_is_none(greeting):
    assert "greeting" not in rules(GOOD.replace("Dear Ana,", greeting))


@pytest.mark.parametrize(
    "name",
    [
        "Ana Ruiz (she/her)", "Ana Ruiz they/them", "Ana von und zu Ruiz", "Ana Ruiz y Gómez", "Ana Ruiz (HR)", "Ana Ruiz (Hiring Manager)", "Ana Ruiz III",
        "Ana B.", "Ana-Lena Ruiz", "Ana O'Neil",
    ],
)  # fmt: skip
def test_a_name_with_pronouns_a_link_or_a_department_is_one_person(name):
    body = GOOD.replace("Dear Ana,", format_greeting(about(ana={"name": name}).contacts[0], "en", "warm"))
    assert "greeting" not in rules(body, interview=about(ana={**FACT, "name": name}))


@pytest.mark.parametrize(
    ("position", "language", "is_remarked"),
    [
        ("Filialleiter/Filialleiterin", "de", True), ("Assistenzarzt / Assistenzärztin", "de", True), ("Rechtsanwaltsfachangestellte/r", "de", True),
        ("développeur·euse gameplay", "fr", True), ("chef(fe) de produit", "fr", True), ("ingénieur.e", "fr", True), ("infirmier/infirmière", "fr", True),
        ("enfermera/o UCI", "es", True), ("Kaufmann/-frau für Büromanagement", "de", True), ("Koch / Köchin", "de", True), ("VP, Software Engineering – Payments", "en", True), ("Sr. Mgr, FP&A", "en", True), ("Analyst - IBD - NY", "en", True),
        ("Client Advisor (Zürich)", "de", True), ("Data Engineer", "en", False), ("VP of A/B Testing", "en", False), ("SAP-Berater FI/CO", "de", False),
        ("Head of Data, Europe", "en", False), ("UI/UX Designer", "en", False), ("Node.js Developer", "en", False),
    ],
)  # fmt: skip
def test_a_title_that_only_an_advertisement_says_is_remarked(position, language, is_remarked):
    interview = about(position=position, language=language)
    assert ("role-title" in rules(interview=interview)) is is_remarked


@pytest.mark.parametrize(
    "company",
    ["BOSCH GMBH", "aldi", "acme robotics", "Alphabet Inc., Mountain View, CA", "Müller Handels GmbH"],
)
def test_a_company_that_nobody_calls_so_is_remarked(company):
    assert "company-name" in rules(interview=about(company=company))
    assert "company-name" not in rules(interview=about(company=company, called="Acme"))


def test_du_and_sie_in_one_mail_are_held():
    german = GOOD.replace(
        "Best regards", "Ich danke Ihnen, auch für deinen Tipp, und melde mich.\n\nViele Grüße"
    )
    assert "address" in rules(german, interview=about(language="de"))
    assert "address" not in rules(german.replace("deinen", "Ihren"), interview=about(language="de"))


@pytest.mark.parametrize(
    ("language", "polite", "informal"),
    [
        ("de", "Ich danke Ihnen.", "Eines weiß ich noch: euer Designsystem."),
        ("de", "Ich danke Ihnen.", "Eines weiß ich noch: dass ihr um 2 anfangt."),
        ("de", "Ich danke Ihnen.", "Eines weiß ich noch: wie ihr in der Backstube seid, und mehr."),
        ("es", "Le agradezco la charla con usted.", "Recuerdo una cosa: que vais a sacar un juego."),
        ("es", "Gracias, quería llamarle a usted.", "Recuerdo una cosa: lo que me contaste de los robots."),
        ("es", "Gracias a usted.", "Recuerdo una cosa: vuestra gira."),
    ],
)
def test_a_fact_that_says_du_or_vosotros_holds_a_polite_mail(language, polite, informal):
    body = f"{polite} {informal}"
    assert "address" in rules(body, interview=about(language=language))
    assert "address" not in rules(polite, interview=about(language=language))


@pytest.mark.parametrize(
    "about_her", ["wie ihr Team arbeitet", "was ihr wichtig ist", "dass ihr das gefällt"]
)
def test_what_concerns_a_third_person_is_no_du(about_her):
    body = f"Ich danke Ihnen. Eines weiß ich noch: {about_her}."
    assert "address" not in rules(body, interview=about(language="de"))


@pytest.mark.parametrize(
    ("language", "keyword", "is_remarked"),
    [
        ("en", "I like robots", True), ("en", "working with all of the people there", True), ("en", "data quality", False), ("en", "I/O", False), ("de", "offene arbeit", True),
        ("de", "offene Arbeit", False), ("de", "kasse", False), ("fr", "j’aime la vente", True), ("fr", "circuits courts", False), ("es", "RF", False),
        ("en", "team player", True), ("de", "teamfähig", True), ("de", "Teamfähig", False), ("de", "englisch", False), ("fr", "rigoureuse", True),
        ("es", "proactiva", True), ("en", "organized labor", False),
    ],
)  # fmt: skip
def test_a_keyword_that_is_no_topic_is_remarked(language, keyword, is_remarked):
    interview = about(keywords=["SQL", keyword], language=language)
    assert ("keyword-form" in rules(interview=interview)) is is_remarked


def test_a_fragment_that_an_agency_is_to_pass_on_is_remarked():
    facts = about(strengths=["NVQ 2"]).model_dump(mode="json", exclude_unset=True)
    via = {"name": "Rocket Ltd", "contacts": [{"name": "Dan Fox", "email": "dan@rocket.example"}]}
    interview = Interview.model_validate(facts | {"contacts": [], "via": via})
    assert "strength-form" in rules(interview=interview, kind="thank-you.agency")


def test_thousands_of_other_companies_are_read_once_for_many_notes():
    others = [f"Company{n} GmbH" for n in range(20_000)]
    assert "other-company" in rules(GOOD.replace("SQL", "SQL, as at Company19999,"), others=others)
    misses = _index_companies.cache_info().misses
    for _ in range(20):
        assert "other-company" not in rules(others=others)
    assert _index_companies.cache_info().misses == misses


def test_a_colleague_who_shares_a_name_is_not_another_name():
    people = [
        {"name": "Ana Ruiz", "email": "a@x.example", **FACT},
        {"name": "Ana Berg", "email": "b@x.example"},
    ]
    assert rules(interview=about(contacts=people)) == set()


def test_a_colleague_may_be_named_below_the_greeting():
    assert rules(GOOD.replace("Thank you for", "Thank you and Ben for")) == set()


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("ACME", set()), ("Acme GmbH", set()), ("the firm", {"company"}), ("Globex", {"company", "other-company"}),
        ("Acme, not Globex,", {"other-company"}), ("Acme (globex-free)", set()), ("Acme and Globexia", set()),
    ],
)  # fmt: skip
def test_the_note_names_its_company_and_no_other_of_yours(said, found):
    assert rules(GOOD.replace("Acme", said)) == found


def test_a_company_whose_name_holds_anothers_is_not_taken_for_it():
    interview = about(company="Acme Robotics")
    assert rules(GOOD.replace("Acme", "Acme Robotics"), interview=interview, others=["Acme"]) == set()


def test_an_alias_is_the_company_too():
    assert rules(GOOD.replace("Acme", "ACM"), interview=about(aliases=["ACM"]), others=["ACM"]) == set()


@pytest.mark.parametrize(
    ("part", "gone"),
    [
        ("thanks", "Thank you for taking the time to talk"), ("phone", "May I call you in the course of next week"),
        ("phone", "stand?"),
    ],
)  # fmt: skip
def test_a_thank_you_to_the_lead_that_lacks_a_part_is_held(part, gone):
    replaced = {"stand?": "stand."}.get(gone, "It was good")
    assert rules(GOOD.replace(gone, replaced)) == {part}


def test_what_you_gave_must_be_used():
    body = GOOD.replace("How you moved the warehouse to Kafka in\nsix weeks has", "It has")
    assert "fact" in rules(body)
    body = GOOD.replace(
        "I ran a Kafka cluster of forty nodes for three years, so data contracts", "Data contracts"
    )
    assert "skill" in rules(body)
    assert rules(GOOD.replace("data contracts and SQL", "systems")) == {"keywords"}


def test_a_skill_counts_in_the_words_that_a_template_has_for_it():
    body = GOOD.replace(
        "I ran a Kafka cluster of forty nodes for three years, so",
        "I would bring more than 7 years of experience in ML, and",
    )
    assert "skill" not in {*rules(body, interview=about(strengths=["7+ yrs in ML"]))}


def test_a_skill_counts_only_beside_the_role():
    assert rules(GOOD.replace("the Data Engineer role at", "things at")) == {"skill"}


def test_the_question_about_the_phone_is_for_the_lead_alone():
    body = GOOD.replace("Dear Ana", "Dear Ben").split("May I call")[0] + "Best regards,\nSam Carter\n"
    assert rules(body, to=1) == {"fact-unknown"}


def test_a_reminder_needs_no_fact_no_skill_and_no_phone():
    body = "Dear Ana,\n\nI am still interested in the role at Acme. May I ask how things stand, and whether I can add anything?\n\nSam\n"
    assert rules(body, kind="check-in") == set()


def test_a_step_of_the_users_own_invention_is_judged_by_what_holds_for_all():
    body = "Dear Ana,\n\nHere is the talk on Acme's stack that I mentioned the other day, with all the slides and the code.\n\nSam\n"
    assert rules(body, kind="the-slides") == set()
    assert rules(body + "TODO", kind="the-slides") == {"leftover"}


def test_a_script_for_the_phone_is_nobodys_mail():
    body = "Hello, this is Sam. I would like to ask how things stand with the role, and if there is anything that I can add."
    assert rules(body, kind="call-script") == set()


def test_a_language_without_words_is_not_judged_by_words():
    body = (
        "Gentile Ana,\n\n"
        + "parole su Acme e Kafka, data contracts, forty nodes cluster three years, warehouse moved six weeks. "
        * 3
        + "\n\nSam"
    )
    assert rules(body, interview=about(language="it")) == {"skill"}


def test_likeness_is_told_with_its_number_and_the_neighbours_name():
    interview = about()
    near = {"Ben Okafor": MailText("s", GOOD.replace("Dear Ana", "Dear Ben"))}
    fault, *_ = lint_text(
        MailText("s", GOOD), "thank-you.interviewer", interview, interview.lead, SAM, neighbours=near
    )
    assert fault.sentence.startswith(
        "thank-you.interviewer to Ana Ruiz is 100% the same as the note to Ben Okafor (limit 70%)"
    )


@given(st.text(max_size=200), st.text(max_size=200))
def test_likeness_is_a_share_and_does_not_depend_on_the_order(one, other):
    assert measure_similarity(one, other) == measure_similarity(other, one)
    assert 0 <= measure_similarity(one, other) <= 1


def test_only_a_changed_name_and_fact_leave_a_note_alike():
    frame = "Dear {0},\n\nThank you for our talk about the role at Acme. {1} I would be glad to work with you, as the team and the work appeal to me.\n\nSam"
    one, other = frame.format("Ana", "I liked your plan."), frame.format("Ben", "I enjoyed the tour.")
    assert measure_similarity(one, other) >= SIMILARITY_LIMIT


@given(st.text(), st.text(), st.sampled_from(["thank-you.interviewer", "letter", "voicemail", "else"]))
def test_the_lint_says_something_of_any_text_and_never_breaks(subject, body, kind):
    for fault in lint_text(
        MailText(subject, body),
        kind,
        about(),
        about().lead,
        SAM,
        other_companies=["", "("],
        neighbours={"B": MailText("", body)},
    ):
        assert fault.sentence.startswith(f"{kind} to Ana Ruiz ")


OWN_WORDS = "Dear Ana,\n\nI enjoyed our talk, and the tour of the office as well. I shall think of it for a long time to come.\n\nSam"


def test_hints_for_a_mail_in_own_words_name_no_template_and_nothing_that_only_a_template_prints():
    interview = about(
        ana={"fact": "Segeln."}, language="en", strengths=["team player"], position="ENTWICKLER (m/w/d)"
    )
    faults = lint_text(
        MailText("Thanks", OWN_WORDS),
        "thank-you.interviewer",
        interview,
        interview.lead,
        SAM,
        has_own_words=True,
    )
    assert {"company", "thanks", "fact", "skill", "keywords"} <= {fault.rule for fault in faults}
    assert not [fault.sentence for fault in faults if "{{" in fault.sentence or "template" in fault.sentence]
    assert not {"fact-form", "strength-form", "role-title", "salutation"} & {fault.rule for fault in faults}


def test_own_words_without_a_greeting_are_told_the_one_to_begin_with():
    interview = about(ana={"title": "Dr."})
    faults = lint_text(
        MailText("Thanks", "Dear all,\n\nthank you.\n"),
        "thank-you.interviewer",
        interview,
        interview.lead,
        SAM,
        has_own_words=True,
    )
    (sentence,) = [fault.sentence for fault in faults if fault.rule == "name"]
    assert sentence.endswith("begin with 'Dear Dr. Ruiz,'")


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "I'd be happy to join you at Acme. Can I give you a quick ring next week?"),
        ("fr", "J'adorerais vous rejoindre chez Acme. Puis-je vous passer un coup de fil ?"),
        ("es", "Me encantaría trabajar con ustedes en Acme. ¿La llamo la semana que viene?"),
        ("de", "Ich hätte große Lust auf die Stelle bei Acme. Darf ich nächste Woche kurz durchklingeln?"),
    ],
)
def test_everyday_words_for_interest_and_for_a_call_are_heard(language, sentence):
    faults = rules(f"Ana,\n\n{sentence}\n\nSam", interview=about(language=language))
    assert not {"interest", "phone"} & faults


def test_a_telephone_number_below_two_notes_is_no_shared_sentence():
    body = f"{GOOD}+33 1 99 00 12 34\n"
    neighbour = MailText("s", "Dear Ben,\n\nMany thanks for the talk.\n\nSam Carter\n+33 1 99 00 12 34\n")
    assert rules(body, neighbours={"Ben Okafor": neighbour}) == set()
