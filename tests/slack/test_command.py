"""`/convention`: what each order does, told to the one who gives it, and what a channel is tied to."""

import pytest

from tests.slack.stage import Someone, Stage, someone

BARE = "Quel est le préavis de résiliation ?"


@pytest.fixture
def who() -> Someone:
    return someone()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "Ce que sait faire /convention"),
        ("aide", "Ce que sait faire /convention"),
        ("Quel est le préavis de résiliation de Phare Logement ?", "deux mois"),
        ("fiche Phare Logement", "Observatoire des charges locatives"),
        ("fiche", "De laquelle parlez-vous"),
        ("échéances", "Phare Logement"),
        ("echeances Phare Logement", "Phare Logement"),
        ("obligations Phare Logement", "transmet"),
        ("lier Rien De Connu", "Je ne trouve pas une seule convention du nom de « Rien De Connu »"),
        ("lier", "Liées à ce canal : aucune"),
        ("What is the notice period of Phare Logement?", "2 months"),
    ],
)
def test_an_order_is_answered_privately(slack: Stage, who: Someone, text: str, told: str) -> None:
    before = len(slack.emu.calls("chat.postMessage"))
    slack.command(who, text)
    assert told in slack.seen(slack.aside(who)).replace("`", "")
    assert len(slack.emu.calls("chat.postMessage")) == before


def test_a_tie_changes_what_a_bare_question_means(slack: Stage, who: Someone) -> None:
    assert "De laquelle" in slack.seen(slack.ask(who, BARE))
    slack.command(who, "lier Phare Logement")
    assert "les questions portent sur « Phare Logement »" in slack.seen(slack.aside(who, 1))
    answer = slack.seen(slack.ask(who, BARE))
    assert "deux mois" in answer and "Pour : Phare Logement" in answer
    named = slack.seen(slack.ask(who, "Quel est le préavis de résiliation de Sentinelle Bocage ?"))
    assert "quarante-cinq jours" in named and "Pour :" not in named
    elsewhere = someone()
    assert "De laquelle" in slack.seen(slack.ask(elsewhere, BARE))
    slack.command(who, BARE)
    assert "deux mois" in slack.seen(slack.aside(who, 2))
    slack.command(who, "délier Phare Logement")
    assert "n'est plus lié à « Phare Logement »" in slack.seen(slack.aside(who, 3))
    assert "De laquelle" in slack.seen(slack.ask(who, BARE))


def test_two_ties_then_none(slack: Stage, who: Someone) -> None:
    slack.command(who, "lier Phare Logement")
    slack.command(who, "lier sentinelle bocage")
    slack.asides(who, 2)
    slack.ask(who, BARE)
    slack.command(who, "délier")
    assert "n'est plus lié à aucune convention" in slack.seen(slack.aside(who, 3))
    assert "Boussole Rentrée" in slack.seen(slack.ask(who, BARE))


def test_nothing_is_tied_to_a_direct_conversation(slack: Stage, who: Someone) -> None:
    slack.command(who, "lier Phare Logement", who.direct)
    assert "nous ne sommes que deux" in slack.seen(slack.aside(who))


def test_forgetting_erases_what_was_asked(slack: Stage, who: Someone) -> None:
    asked = "Combien coûte le papier peint de Phare Logement ?"
    slack.ask(who, asked)
    slack.command(who, "oublie-moi")
    assert "sont effacés" in slack.seen(slack.aside(who))
    assert slack.rows(f"select 1 from turns where question like '%{asked}%'") == []
    assert slack.rows("select 1 from turns where question = 'oublie-moi'") == []


def test_candidates_of_a_private_question_are_answered_privately(slack: Stage, who: Someone) -> None:
    slack.command(who, BARE)
    offered = slack.aside(who)
    before = len(slack.emu.calls("chat.postMessage"))
    for _ in range(2):
        slack.emu.press(who.channel, offered["ts"], text="Phare Logement", user=who.user)
    assert "deux mois" in slack.seen(slack.aside(who, 2))
    assert len(slack.emu.calls("chat.postMessage")) == before
