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
        ("fiche Bac-Net", "card", "Bac-Net"),
        ("Fiche : Bac-Net".replace(" :", ":"), "card", "Bac-Net"),
        ("  fiche   Bac-Net  ", "card", "Bac-Net"),
        ("fiche\u00a0Bac-Net", "card", "Bac-Net"),
        ("fiche\tBac-Net", "card", "Bac-Net"),
        ("fiche\nBac-Net", "card", "Bac-Net"),
        ("fiche", "card", ""),
        ("card Bac-Net", "card", "Bac-Net"),
        ("échéances", "coming", ""),
        ("ÉCHÉANCES Carnet d'Escale", "coming", "Carnet d'Escale"),
        ("echeance Bac-Net", "coming", "Bac-Net"),
        ("deadlines", "coming", ""),
        ("obligations Bac-Net", "duties", "Bac-Net"),
        ("lier Bac-Net", "tie", "Bac-Net"),
        ("délier", "untie", ""),
        ("delier Bac-Net", "untie", "Bac-Net"),
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
        "Quel est le préavis d'Bac-Net ?",
        "fiche Bac-Net ?",
        "échéances de quelles conventions ?",
        "aide au logement : qui la verse",
        "help me find the notice period",
        "oublie-moi et dis-moi le montant",
        "fiches",
        "obligationss Bac-Net",
        "Bac-Net",
        "<!channel>",
        "lierre Bac-Net",
    ],
)
def test_anything_else_is_a_question_kept_whole(text: str) -> None:
    assert read_command(text) == Command("ask", text)
