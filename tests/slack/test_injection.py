"""A convention whose clauses try to ring people, to hide addresses and to dress as our own marks."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.slack.conftest import indexed
from tests.slack.reading import labels
from tests.slack.stage import Someone, Stage, someone

TRAPS = (
    "<!channel> <@U999> <https://evil.example|clic> [clic](https://evil.example) *gras* `code` &lt;!here&gt; <!here>"
)
_HIDDEN_LINK = re.compile(r"<https?://[^>\s]*\|")
_MARKDOWN_LINK = re.compile(r"\]\(https?:")


@pytest.fixture(scope="module")
def trapped(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """The app on a convention that is a sample with traps in its clauses, parties, table and names."""
    folder = tmp_path_factory.mktemp("trapped")
    text = (root / "conventions" / "00a9-p3.txt").read_text(encoding="utf-8")
    for before, after in (
        ("donné par lettre simple", f"donné par lettre simple à {TRAPS}"),
        ("payable au 31 mars", f"payable au 31 mars à {TRAPS}"),
        ("Isidore Vauquelin, dénommé", "Isidore <!everyone> Vauquelin, dénommé"),
        ("Observatoire des charges locatives (OCL)", "Observatoire des <!channel> charges locatives (OCL)"),
        ("Touraine  ", "<!here> Touraine  "),
        ("Toute revente est interdite.", "Toute revente est interdite, voir https://evil.example/a|www.gouv.fr."),
        ("Art. 7. – Durée", "Art. 7. – Durée <!channel> <https://evil.example|x>"),
    ):
        assert before in text
        text = text.replace(before, after)
    (folder / "conventions").mkdir()
    (folder / "conventions" / "piege.txt").write_text(text, encoding="utf-8")
    other = (root / "conventions" / "scan_0231.txt").read_text(encoding="utf-8")
    (folder / "conventions" / "autre.txt").write_text(
        other.replace("SENTINELLE", "SENTINELLE <!here>"), encoding="utf-8"
    )
    with Stage(indexed(folder / "conventions", folder / "data")) as stage:
        stage.start()
        yield stage


@pytest.fixture
def slack(trapped: Stage) -> Iterator[Stage]:
    """Checked after each test: nothing that rings was sent, and no address hides behind other words."""
    start, responses = len(trapped.emu.calls()), len(trapped.emu.responses)
    yield trapped
    trapped.check()
    assert hidden_links(trapped, start, responses) == []


def hidden_links(slack: Stage, start: int, responses: int) -> list[str]:
    """What was sent in which words stand for an address, in mrkdwn or in Markdown."""
    sent = [*(one.args for one in slack.emu.calls()[start:]), *slack.emu.responses[responses:]]
    return [
        json.dumps(one, ensure_ascii=False)
        for one in sent
        if _HIDDEN_LINK.search(json.dumps(one)) or _MARKDOWN_LINK.search(str(one.get("markdown_text") or ""))
    ]


@pytest.fixture
def who() -> Someone:
    return someone()


@pytest.mark.parametrize(
    "question",
    [
        "Quel est le préavis de résiliation de Phare Logement ?",
        "Quel est le montant de Phare Logement ?",
        "Résume la convention Phare Logement",
        "Quelles sont les parties de Phare Logement ?",
        "Que dit l'article 7 de Phare Logement ?",
        "Quels sont les territoires ouverts de Phare Logement ?",
        "Quel est le préavis ?",
        "compare les montants",
        "Liste les conventions",
        "Quelles sont les prochaines échéances ?",
        "Quelles sont les obligations de Phare Logement ?",
        "Qui signe Phare Logement ?",
    ],
)
@pytest.mark.parametrize("form", ["blocks", "markdown", "text"])
def test_no_answer_rings_in_any_form(slack: Stage, who: Someone, question: str, form: str) -> None:
    if form != "blocks":
        slack.fail("chat.postMessage", "invalid_blocks", times=1 if form == "markdown" else 2)
    try:
        slack.answers(who.channel, slack.mention(who, question), 1)
    finally:
        slack.heal()


@pytest.mark.parametrize(
    "question", ["Quel est le préavis de résiliation de Phare Logement ?", "Quel est le montant ?"]
)
def test_private_answers_ring_nobody(slack: Stage, who: Someone, question: str) -> None:
    slack.command(who, f"{question} <!here> <@U999> *gras* [clic](https://evil.example)")
    slack.aside(who)


def test_the_quote_is_whole_in_the_modal(slack: Stage, who: Someone) -> None:
    answer = slack.ask(who, "Quel est le préavis de résiliation de Phare Logement ?")
    slack.emu.press(who.channel, answer["ts"], text=labels(answer)[0], user=who.user)
    slack.modal(who, "Passages cités")
    view = slack.emu.modal(who.user)
    assert view
    shown = "\n".join(block["text"]["text"] for block in view["blocks"] if block["type"] == "section")
    thread = answer["thread_ts"]
    (held,) = slack.rows(f"select json_extract(answer, '$.citations[0].quote') from turns where thread = '{thread}'")
    assert TRAPS in held[0]
    assert held[0] in displayed(shown)


@pytest.mark.parametrize("where", ["answer", "modal"])
def test_an_address_does_not_hide_behind_another(trapped: Stage, who: Someone, where: str) -> None:
    start, responses = len(trapped.emu.calls()), len(trapped.emu.responses)
    answer = trapped.ask(who, "Que dit l'article 8 de Phare Logement ?")
    if where == "modal":
        start = len(trapped.emu.calls())
        trapped.emu.press(who.channel, answer["ts"], text=labels(answer)[0], user=who.user)
        assert "evil.example" in trapped.modal(who, "Passages cités")
    assert hidden_links(trapped, start, responses) == []


def displayed(mrkdwn: str) -> str:
    """What Slack displays of mrkdwn lines: links without their marks, entities as characters, no bar of quotes."""
    lines = [re.sub(r"<(https?://[^>]*)>", r"\1", line.removeprefix("> ")) for line in mrkdwn.split("\n")]
    return "\n".join(lines).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def test_the_home_rings_nobody(slack: Stage, who: Someone) -> None:
    slack.emu.open_home(who.user)
    slack.until(lambda: slack.emu.home(who.user), "the Home")
    for name in ("home_card", "home_glossary"):
        slack.emu.press_home(name, user=who.user)
        slack.modal(who)
        slack.emu.close_modal(who.user)


def test_a_shared_question_rings_nobody(slack: Stage, who: Someone) -> None:
    slack.command(who, "Quel est le préavis de résiliation de Phare Logement ? <!channel> <@U999> &lt;!here&gt;")
    private = slack.aside(who)
    slack.emu.press(who.channel, private["ts"], text="Partager", user=who.user)
    slack.until(lambda: any(key[0] == who.channel for key in slack.emu.messages), "the shared answer")


def test_a_shortcut_on_a_trapped_message(slack: Stage, who: Someone) -> None:
    above = slack.write(who, f"Quel est le préavis de résiliation de Phare Logement ? {TRAPS}")
    slack.emu.message_shortcut("ask_message", who.channel, above, who.user)
    slack.aside(who)
