"""Restricted conventions: nothing of a hidden one shows, whatever is asked, clicked, listed or shared."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.slack.emulator.records import Json
from tests.slack.conftest import _copied
from tests.slack.reading import labels, plain
from tests.slack.stage import Someone, Stage, someone

HIDDEN = ("Phare Logement", "Observatoire des charges", "OCL", "18 000", "deux mois", "00a9-p3", "Hautefeuille")
NOTICE = "Quel est le préavis de résiliation de Phare Logement ?"
BARE = "Quel est le préavis de résiliation ?"
INSIDER = replace(someone(), user="U900", direct="D900")
ROOM = Someone("U901", "C900", "D901")
"""Somebody in the channel where the hidden convention may be shown."""
RULES = '[[rule]]\nconventions = ["Phare Logement"]\nusers = ["U900"]\nchannels = ["C900"]\n'


@pytest.fixture(scope="module")
def restricted(samples_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    folder = tmp_path_factory.mktemp("restricted")
    rules = folder / "access.toml"
    rules.write_text(RULES, encoding="utf-8")
    with Stage(_copied(samples_data, folder), environ={"ALINEA_ACCESS": str(rules)}) as stage:
        stage.start()
        yield stage


@pytest.fixture
def slack(restricted: Stage) -> Iterator[Stage]:
    yield restricted
    restricted.check()


@pytest.fixture
def outsider() -> Someone:
    return someone()


class Watched:
    """All that the app sends while something is done, to whomever."""

    def __init__(self, slack: Stage) -> None:
        self._slack = slack
        self._calls, self._responses = len(slack.emu.calls()), len(slack.emu.responses)

    def sent(self) -> str:
        calls = [call.args for call in self._slack.emu.calls()[self._calls :]]
        return plain(json.dumps([*calls, *self._slack.emu.responses[self._responses :]], ensure_ascii=False))

    def hides(self, *allowed: str) -> None:
        """Nothing of the hidden convention was sent, but for the words that the question itself holds."""
        sent = self.sent()
        assert sent != "[]"
        for words in allowed:
            sent = sent.replace(words, "")
        assert [word for word in HIDDEN if word in sent] == []


@pytest.mark.parametrize(
    "question",
    [
        BARE,
        "Liste les conventions",
        "Combien y a-t-il de conventions ?",
        "compare les montants",
        "Quelles sont les prochaines échéances ?",
        "Quelles conventions se terminent en 2027 ?",
        "Quels montants sont versés par an ?",
        "Qui est Clarisse Haute ?",
        "Y a-t-il des incohérences dans les conventions ?",
        "Quelles conventions concernent le logement ?",
        "Quel est le montant de la participation forfaitaire annuelle ?",
    ],
)
@pytest.mark.parametrize("where", ["channel", "direct", "command"])
def test_no_answer_names_it(slack: Stage, outsider: Someone, question: str, where: str) -> None:
    watched = Watched(slack)
    if where == "command":
        slack.command(outsider, question)
        slack.aside(outsider)
    else:
        channel = outsider.channel if where == "channel" else outsider.direct
        slack.answer(channel, slack.write(outsider, f"<@UBOT> {question}", channel))
    watched.hides()


def test_asked_by_its_name_it_is_unknown(slack: Stage, outsider: Someone) -> None:
    watched = Watched(slack)
    assert "Aucune convention ici ne s'appelle" in slack.seen(slack.ask(outsider, NOTICE))
    watched.hides()


def test_who_may_see_it_sees_it_alone(slack: Stage) -> None:
    assert "deux mois" in slack.seen(slack.answer(INSIDER.direct, slack.direct(INSIDER, NOTICE)))
    assert "deux mois" in slack.seen(slack.ask(ROOM, NOTICE))
    slack.command(INSIDER, NOTICE)
    assert "deux mois" in slack.seen(slack.aside(INSIDER))


def test_before_others_ones_own_rights_count_for_nothing(slack: Stage) -> None:
    watched = Watched(slack)
    slack.ask(INSIDER, NOTICE)
    slack.ask(INSIDER, BARE)
    watched.hides()


def test_what_others_may_not_see_is_not_shared(slack: Stage) -> None:
    before = len(slack.emu.asides)
    somewhere = replace(INSIDER, channel=someone().channel)
    slack.command(somewhere, NOTICE)
    slack.until(lambda: len(slack.emu.asides) > before, "the private answer")
    private = list(slack.emu.asides.values())[-1]
    assert "Partager" in labels(private)
    count = len(slack.emu.calls("chat.postMessage"))
    slack.emu.press(somewhere.channel, private["ts"], text="Partager", user=INSIDER.user)
    slack.until(lambda: len(slack.emu.asides) > before + 1, "the refusal")
    told = slack.seen(list(slack.emu.asides.values())[-1])
    assert "Tout le monde dans ce canal n'a pas accès" in told
    assert len(slack.emu.calls("chat.postMessage")) == count


def test_the_home_and_its_lists(slack: Stage, outsider: Someone) -> None:
    watched = Watched(slack)
    shown = opened(slack, outsider)
    assert "4 conventions" in shown
    for words in ("", "phare", "logement", "observatoire", "18 000"):
        slack.emu.suggest("home_choose", words or "e", outsider.user)
        count = len(slack.emu.calls("views.publish")) + len(slack.emu.calls("views.open"))
        slack.emu.home_action("home_search", words, outsider.user)
        slack.until(
            lambda count=count: len(slack.emu.calls("views.publish")) + len(slack.emu.calls("views.open")) > count,
            "the list",
        )
    watched.hides()
    assert "Phare Logement" in opened(slack, INSIDER)


def opened(slack: Stage, who: Someone) -> str:
    count = len(slack.emu.calls("views.publish"))
    slack.emu.open_home(who.user)
    slack.until(lambda: len(slack.emu.calls("views.publish")) > count, "the Home")
    view = slack.emu.home(who.user)
    assert view
    return slack.seen(view)


def test_options_typed_by_name(slack: Stage, outsider: Someone) -> None:
    opened(slack, outsider)
    found = slack.emu.suggest("home_choose", "phare", outsider.user)
    assert found["options"] == []
    assert "Phare" in json.dumps(slack.emu.suggest("home_choose", "phare", INSIDER.user))


def test_prompts(slack: Stage, outsider: Someone) -> None:
    for _ in range(3):
        watched = Watched(slack)
        count = len(slack.emu.calls("assistant.threads.setSuggestedPrompts"))
        slack.emu.open_home(outsider.user, "messages")
        slack.emu.wait_call("assistant.threads.setSuggestedPrompts", count + 1, 30)
        watched.hides()


def document(slack: Stage) -> str:
    """Id of the hidden convention, as the buttons of its answers carry it."""
    answer = slack.answer(INSIDER.direct, slack.direct(INSIDER, NOTICE))
    return str(button(answer, "cite_0")["value"]).partition(":")[0]


def button(message: Json, action: str) -> Json:
    rows = [block for block in message["blocks"] if block["type"] == "actions"]
    return next(one for row in rows for one in row["elements"] if one["action_id"] == action)


def test_buttons_forged_by_others_show_nothing(slack: Stage, outsider: Someone) -> None:
    hidden = document(slack)
    told = slack.answer(INSIDER.direct, slack.direct(INSIDER, "Résume la convention Phare Logement"))
    summary = slack.rows(f"select id from turns where thread = '{told['thread_ts']}'")[0][0]
    answer = slack.ask(outsider, "Quel est le préavis de résiliation de Sentinelle Bocage ?")
    watched = Watched(slack)
    for action, value in (
        ("cite_0", f"{hidden}:0-400"),
        ("cite_all", summary),
        ("share", f"{summary}|"),
        ("feedback", f"{summary}|good"),
    ):
        assert slack.emu.action(action, outsider.channel, answer["ts"], value, user=outsider.user).acked
    slack.until(lambda: slack.emu.modal(outsider.user), "the modal")
    slack.until(lambda: len(slack.emu.calls("views.open")) and "n'a pas accès" in watched.sent(), "the refusals")
    slack.idle()
    watched.hides()


def test_a_candidate_forged_by_others_is_not_named(slack: Stage, outsider: Someone) -> None:
    hidden, offered = document(slack), slack.ask(ROOM, BARE)
    turn = str(button(offered, "choose_0")["value"]).partition("|")[0]
    answer = slack.ask(outsider, "Quel est le préavis de résiliation de Sentinelle Bocage ?")
    watched = Watched(slack)
    slack.emu.action("choose_0", outsider.channel, answer["ts"], f"{turn}|{hidden}", user=outsider.user)
    slack.idle()
    assert [word for word in HIDDEN if word in watched.sent()] == []


def test_home_buttons_forged_by_others_show_nothing(slack: Stage, outsider: Someone) -> None:
    hidden = document(slack)
    opened(slack, outsider)
    watched = Watched(slack)
    for action in ("home_card", "home_path"):
        slack.emu.home_action(action, hidden, outsider.user)
        assert "plus disponible" in slack.modal(outsider)
        slack.emu.close_modal(outsider.user)
    option = {"text": {"type": "plain_text", "text": "x"}, "value": hidden}
    count = len(slack.emu.calls("views.publish"))
    slack.emu.home_action("home_choose", user=outsider.user, selected_option=option)
    slack.until(lambda: len(slack.emu.calls("views.publish")) > count, "the Home")
    watched.hides()


def test_a_tie_to_it_is_nothing_to_others(slack: Stage, outsider: Someone) -> None:
    inside = replace(INSIDER, channel=outsider.channel)
    told = len(slack.emu.responses)
    slack.command(inside, "lier Phare Logement")
    slack.until(lambda: len(slack.emu.responses) > told, "the confirmation, which is the insider's")
    watched = Watched(slack)
    slack.ask(outsider, BARE)
    slack.command(outsider, "lier Rien")
    slack.aside(outsider)
    slack.command(outsider, "délier")
    slack.aside(outsider, 2)
    watched.hides()


def test_tying_it_says_no_more_than_tying_nothing(slack: Stage, outsider: Someone) -> None:
    slack.command(outsider, "lier Phare Logement")
    slack.command(outsider, "lier Phare Logis")
    hidden, unknown = map(slack.seen, slack.asides(outsider, 2))
    assert hidden.replace("Phare Logement", "Phare Logis") == unknown
