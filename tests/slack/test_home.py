"""The Home tab: one's convention and its path, the search, the words, forgetting."""

from collections.abc import Callable

import pytest

from tests.slack.stage import PATIENCE, Someone, Stage, someone

BARE = "Quel est le préavis de résiliation ?"


@pytest.fixture
def who() -> Someone:
    return someone()


def home(slack: Stage, who: Someone, *words: str, without: str = "\0") -> str:
    """The Home of a person, once it shows these words (and no others)."""

    def text() -> str:
        view = slack.emu.home(who.user)
        return slack.seen(view) if view else ""

    slack.until(lambda: text() and all(word in text() for word in words) and without not in text(), f"Home {words}")
    return text()


def opened(slack: Stage, who: Someone) -> str:
    assert slack.emu.open_home(who.user).acked
    return home(slack, who, "Ma convention")


def test_the_home_shows_the_conventions_and_what_ends(slack: Stage, who: Someone) -> None:
    shown = opened(slack, who)
    for name in ("Boussole Rentrée", "Carnet d'Escale", "Phare Logement", "Sentinelle Bocage", "Tournevis Solidaire"):
        assert name in shown
    assert "Choisissez la vôtre" in shown and "Ce qui se termine bientôt" in shown and "90 jours" in shown


def test_ones_convention_is_meant_in_direct_and_nowhere_else(slack: Stage, who: Someone) -> None:
    opened(slack, who)
    slack.emu.press_home("home_choose", "Phare Logement", user=who.user)
    home(slack, who, "je parle d'elle", "Votre parcours")
    answer = slack.seen(slack.answer(who.direct, slack.direct(who, BARE)))
    assert "deux mois" in answer and "Pour : Phare Logement" in answer
    assert "De laquelle" in slack.seen(slack.ask(who, BARE))
    slack.emu.press_home("home_unchoose", user=who.user)
    home(slack, who, "Choisissez la vôtre")
    assert "De laquelle" in slack.seen(slack.answer(who.direct, slack.direct(who, BARE)))


def test_the_fiche_and_the_path_open(slack: Stage, who: Someone) -> None:
    opened(slack, who)
    slack.emu.press_home("home_choose", "Phare Logement", user=who.user)
    home(slack, who, "Votre parcours")
    slack.emu.press_home("home_card", "Fiche", user=who.user)
    assert "18 000 €" in slack.modal(who, "Réponse")
    slack.emu.close_modal(who.user)
    slack.emu.press_home("home_path", user=who.user)
    assert "Phare Logement, art." in slack.modal(who, "Passages cités")


def test_the_fiche_of_the_list_cites_its_passages(slack: Stage, who: Someone) -> None:
    opened(slack, who)
    slack.emu.press_home("home_card", "Fiche", user=who.user)
    slack.modal(who, "Réponse")
    slack.emu.press_modal("cite_0", user=who.user)
    assert "Texte exact" in slack.modal(who, "Passages cités")


def test_a_source_of_what_ends_opens(slack: Stage, who: Someone) -> None:
    shown = opened(slack, who)
    if "Source" not in shown:  # some day nothing ends within the year
        pytest.skip("nothing ends soon")
    slack.emu.press_home(text="Source", user=who.user)
    assert "Texte exact" in slack.modal(who, "Passages cités")


def test_the_search_filters_and_comes_back(slack: Stage, who: Someone) -> None:
    opened(slack, who)
    slack.emu.home_action("home_search", "boussole rentree", who.user)
    shown = home(slack, who, "Boussole Rentrée", without="Commissariat à la réparation")
    assert "Commissariat à la réparation" not in shown
    slack.emu.home_action("home_search", "", who.user)
    home(slack, who, "Commissariat à la réparation")


def test_a_question_in_the_search_opens_its_answer(slack: Stage, who: Someone) -> None:
    opened(slack, who)
    asked = "Quel est le préavis de résiliation de Sentinelle Bocage ?"
    slack.hears(asked)
    slack.emu.home_action("home_search", asked, who.user)
    assert "quarante-cinq jours" in slack.modal(who, "Réponse")


def test_a_search_that_rings_is_harmless(slack: Stage, who: Someone) -> None:
    opened(slack, who)
    slack.emu.home_action("home_search", "<!channel> <@U999> du préavis de Phare Logement ?", who.user)
    slack.modal(who, "Réponse")


def test_the_glossary_opens(slack: Stage, who: Someone) -> None:
    opened(slack, who)
    slack.emu.press_home("home_glossary", user=who.user)
    assert "CP" in slack.modal(who, "Les mots du métier")


def test_forgetting_from_the_home(slack: Stage, who: Someone) -> None:
    opened(slack, who)
    slack.emu.press_home("home_choose", "Phare Logement", user=who.user)
    home(slack, who, "Votre parcours")
    asked = "Combien coûte la peinture de Phare Logement ?"
    slack.answer(who.direct, slack.direct(who, asked))
    slack.emu.press_home("home_forget", user=who.user)
    home(slack, who, "Choisissez la vôtre")
    assert slack.rows(f"select 1 from turns where question = '{asked}'") == []


@pytest.mark.parametrize("transport", ["socket", "http"])
def test_ticks_and_choice_live_through_a_restart(fresh: Callable[..., Stage], who: Someone, transport: str) -> None:
    slack = fresh(transport)
    slack.start()
    opened(slack, who)
    slack.emu.press_home("home_choose", "Phare Logement", user=who.user)
    home(slack, who, "0 étapes faites")
    steps = ticked(slack, who, 0)
    assert len(steps) > 3
    slack.emu.home_action("home_tick_0", user=who.user, selected_options=steps[:2])
    home(slack, who, "2 étapes faites")
    slack.stop()
    slack.start()
    published = len(slack.emu.calls("views.publish"))
    slack.emu.open_home(who.user)
    slack.emu.wait_call("views.publish", published + 1, PATIENCE)
    home(slack, who, "2 étapes faites", "je parle d'elle")
    slack.emu.home_action("home_tick_0", user=who.user, selected_options=steps[1:2])
    home(slack, who, "1 étapes faites")


def test_two_quick_ticks_are_both_shown(socket_slack: Stage, who: Someone) -> None:
    slack = socket_slack

    def published() -> list[object]:
        return [call for call in slack.emu.calls("views.publish") if call.args["user_id"] == who.user]

    opened(slack, who)
    slack.emu.press_home("home_choose", "Phare Logement", user=who.user)
    home(slack, who, "0 étapes faites")
    steps = ticked(slack, who, 0)
    slack.until(lambda: len(published()) >= 2, "the Home of the choice")
    slack.emu.delay("views.publish", 3.0)
    slack.emu.home_action("home_tick_0", user=who.user, selected_options=steps[:1])
    slack.until(lambda: not any(one.times for one in slack.emu._scripts), "the first Home on its way")
    slack.emu.home_action("home_tick_0", user=who.user, selected_options=steps[:2])
    slack.until(lambda: len(published()) >= 4, "both Homes, after the first and the one of the choice")
    view = slack.emu.home(who.user)
    assert view and "2 étapes faites" in slack.seen(view)


def ticked(slack: Stage, who: Someone, group: int) -> list[str]:
    """Values of the boxes of a group."""
    view = slack.emu.home(who.user)
    assert view
    boxes = [one for block in view["blocks"] for one in block.get("elements") or () if one["type"] == "checkboxes"]
    return [option["value"] for option in boxes[group]["options"]]
