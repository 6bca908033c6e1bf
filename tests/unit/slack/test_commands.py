"""`/convention`: which order a text gives, as people type it."""

import pytest

from bot.slack.commands import Command, read_command


@pytest.mark.parametrize(
    ("text", "order", "rest"),
    [
        ("", "help", ""),
        ("   ", "help", ""),
        ("aide", "help", ""),
        ("AIDE", "help", ""),
        ("help", "help", ""),
        ("?", "help", ""),
        ("aide ?", "help", ""),
        ("help?", "help", ""),
        ("aide !", "help", ""),
        ("fiche A-Just", "card", "A-Just"),
        ("Fiche : A-Just".replace(" :", ":"), "card", "A-Just"),
        ("  fiche   A-Just  ", "card", "A-Just"),
        ("fiche\u00a0A-Just", "card", "A-Just"),
        ("fiche\tA-Just", "card", "A-Just"),
        ("fiche\nA-Just", "card", "A-Just"),
        ("fiche", "card", ""),
        ("card A-Just", "card", "A-Just"),
        ("échéances", "coming", ""),
        ("ÉCHÉANCES Carnet d'Escale", "coming", "Carnet d'Escale"),
        ("echeance A-Just", "coming", "A-Just"),
        ("deadlines", "coming", ""),
        ("obligations A-Just", "duties", "A-Just"),
        ("lier A-Just", "tie", "A-Just"),
        ("délier", "untie", ""),
        ("delier A-Just", "untie", "A-Just"),
        ("oublie-moi", "forget", ""),
        ("Oublie-moi ", "forget", ""),
        ("forget-me", "forget", ""),
        ("oublie moi", "forget", ""),
        ("Oublie moi !", "forget", ""),
        ("forget me", "forget", ""),
        ("oublie-moi.", "forget", ""),
    ],
)
def test_an_order(text: str, order: str, rest: str) -> None:
    assert read_command(text) == Command(order, rest)


@pytest.mark.parametrize(
    "text",
    [
        "Quel est le préavis d'A-Just ?",
        "fiche A-Just ?",
        "échéances de quelles conventions ?",
        "aide au logement : qui la verse",
        "help me find the notice period",
        "oublie-moi et dis-moi le montant",
        "fiches",
        "obligationss A-Just",
        "A-Just",
        "<!channel>",
        "lierre A-Just",
    ],
)
def test_anything_else_is_a_question_kept_whole(text: str) -> None:
    assert read_command(text) == Command("ask", text)
