"""A helper who passes on the company's mail brings its answer, in any language."""

import pytest
from classify_cases import verdict

from followupd.inbound.verdict import Action

HAL = "Hal Burke <hal@friends.example>"


@pytest.mark.parametrize(
    "text",
    [
        "For you!\n\n-----Original Message-----\nFrom: Ana Roe\nSent: Thursday\nTo: Hal Burke\nSubject: Sam\n\nWe take Sam.",
        "Pour toi !\n\nDe : Ana Roe\nEnvoyé : jeudi 26 novembre\nÀ : Hal Burke\nObjet : Sam\n\nNous le prenons.",
        "> Von: jobs@acme.example\n> Datum: 26. November\n> An: Hal Burke\n> Betreff: Sam\n>\n> Wir nehmen ihn.",
        "For you!\n\n--- Original Message ---\nFrom: Ana Roe\nTo: Hal Burke\n\nWe take Sam.",
        "差出人：Ana Roe\n日時：11月26日\n宛先：Hal Burke\n件名：Sam\n\n採用します。",
    ],
)
def test_a_helper_who_passes_on_their_mail_pauses(text):
    verdict_of_mail = verdict(HAL, "Fwd: Sam", text, Content_Type="text/plain; charset=utf-8")
    assert verdict_of_mail.action is Action.PAUSE


@pytest.mark.parametrize(
    "text",
    [
        "Glad that I could help! Say hello to Ana Roe.",
        "Two names:\nInterviewer: Ana Roe\nHelper: Hal Burke",
        "Good luck!\n\nFrom: Me Myself\nSent: Monday\nTo: Hal Burke\nSubject: Thank you for the hint\n\nThank you!",
    ],
)
def test_a_helpers_own_word_is_only_told(text):
    assert verdict(HAL, "Sam", text).action is Action.ALERT
