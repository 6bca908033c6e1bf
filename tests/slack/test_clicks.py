"""Buttons, modals and shortcuts: citations, feedback, sharing, asking from anywhere."""

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from bot.answer import Citation
from tests.slack.reading import for_a_second, labels
from tests.slack.stage import ROOT, Someone, Stage, someone

NOTICE = "Quel est le préavis de résiliation de Sentinelle Bocage ?"


@pytest.fixture
def who() -> Someone:
    return someone()


def test_a_citation_shows_the_text_of_the_convention(slack: Stage, who: Someone, root: Path) -> None:
    answer = slack.ask(who, NOTICE)
    slack.emu.press(who.channel, answer["ts"], text="1 · Sentinelle Bocage, art. 8", user=who.user)
    shown = slack.modal(who, "Passages cités")
    assert "Sentinelle Bocage, art. 8" in shown and "Texte exact de la convention" in shown
    (held,) = slack.rows(f"select answer from turns where thread = '{answer['thread_ts']}'")
    quote = Citation.model_validate(json.loads(held[0])["citations"][0]).quote
    assert quote in (root / "conventions" / "scan_0231.txt").read_text(encoding="utf-8")
    assert quoted(slack, who) == quote


def quoted(slack: Stage, who: Someone) -> str:
    """The passage of the modal on top as Slack displays it, without the bar of quotes."""
    view = slack.emu.modal(who.user)
    assert view
    text = str(view["blocks"][1]["text"]["text"])
    lines = [line.removeprefix("> ") for line in text.split("\n")]
    return "\n".join(lines).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def test_every_source_of_a_long_answer_is_a_click_away(slack: Stage, who: Someone) -> None:
    answer = slack.ask(who, "Résume la convention Phare Logement")
    for name in labels(answer):
        if name == "Partager":
            continue
        slack.emu.press(who.channel, answer["ts"], text=name, user=who.user)
        assert "Phare Logement" in slack.modal(who, "Passages cités")
        slack.emu.close_modal(who.user)


def test_a_forged_citation_shows_nothing(slack: Stage, who: Someone) -> None:
    answer = slack.ask(who, NOTICE)
    for value in ("zz:3-9", "::", "../../etc/passwd:0-9", "", f"{'9' * 300}"):
        slack.emu.action("cite_0", who.channel, answer["ts"], value, user=who.user)
        assert "Ce passage n'est plus disponible" in slack.modal(who)
        slack.emu.close_modal(who.user)


def test_good_feedback_is_kept(slack: Stage, who: Someone) -> None:
    answer = slack.ask(who, NOTICE)
    assert slack.emu.press(who.channel, answer["ts"], text="Utile", user=who.user).acked
    assert exported(slack, "good")[-1]["question"].endswith(NOTICE)
    assert slack.emu.modal(who.user) is None


def test_bad_feedback_asks_why_and_is_kept(slack: Stage, who: Someone) -> None:
    answer = slack.ask(who, "Quel est le montant de Tournevis Solidaire ?")
    slack.emu.press(who.channel, answer["ts"], text="Pas utile", user=who.user)
    assert "Pourquoi cette réponse ne va-t-elle pas ?" in slack.modal(who, "Qu'est-ce qui")
    said = {"reasons": ["incomplete", "unclear"], "comment": "Il manque le <!channel> reste à charge."}
    sent = slack.emu.submit("feedback_reason", said, who.user)
    assert sent.acked and slack.emu.modal(who.user) is None
    kept = exported(slack, "bad")[-1]
    assert kept["reasons"] == ["incomplete", "unclear"]
    assert kept["comment"] == "Il manque le <!channel> reste à charge."
    assert "96 500" in str(kept["answered"]).replace("\xa0", " ").replace("\u202f", " ")


def test_the_last_verdict_of_a_person_counts(slack: Stage, who: Someone) -> None:
    asked = "Combien coûte au total le projet Tournevis Solidaire ?"
    answer = slack.ask(who, asked)
    for label in ("Pas utile", "Utile", "Utile"):
        slack.emu.press(who.channel, answer["ts"], text=label, user=who.user)
    found = [one["verdict"] for one in exported(slack, "all") if str(one["question"]).endswith(asked)]
    assert found == ["good"]


def exported(slack: Stage, verdict: str) -> list[Mapping[str, object]]:
    """What `alinea feedback export` writes."""
    command = [sys.executable, "-m", "bot", "feedback", "export", "--verdict", verdict]
    done = subprocess.run(command, cwd=ROOT, env=slack.environ(), capture_output=True, text=True, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_a_private_answer_is_shared_once(slack: Stage, who: Someone) -> None:
    slack.command(who, NOTICE)
    private = slack.aside(who)
    assert "quarante-cinq jours" in slack.seen(private)
    assert posted(slack, who.channel) == []
    for _ in range(2):
        slack.emu.press(who.channel, private["ts"], text="Partager", user=who.user)
    slack.until(lambda: posted(slack, who.channel), "the shared answer")
    slack.idle()
    (shared,) = posted(slack, who.channel)
    assert f"Partagé par <@{who.user}>" in shared["blocks"][0]["text"]["text"].replace("\u00a0", " ")
    assert "quarante-cinq jours" in slack.seen(shared) and NOTICE in slack.seen(shared)
    assert "Partager" not in labels(shared)


def posted(slack: Stage, channel: str) -> list[dict[str, object]]:
    """The bot's messages in a channel."""
    with slack.emu.changing():
        return [one for key, one in slack.emu.messages.items() if key[0] == channel and one["user"] == "UBOT"]


def test_a_shared_answer_that_cannot_be_posted_is_told(slack: Stage, who: Someone) -> None:
    slack.command(who, NOTICE)
    private = slack.aside(who)
    slack.expect_log("undelivered")
    slack.fail("chat.postMessage", "not_in_channel", times=9)
    slack.emu.press(who.channel, private["ts"], text="Partager", user=who.user)
    told = slack.aside(who, 2)
    slack.heal()
    assert "Je ne peux pas écrire dans ce canal" in slack.seen(told)
    assert posted(slack, who.channel) == []


def test_a_message_is_asked_about_privately(slack: Stage, who: Someone) -> None:
    above = slack.write(someone(), NOTICE, who.channel)
    assert slack.emu.message_shortcut("ask_message", who.channel, above, who.user).acked
    private = slack.aside(who)
    assert "quarante-cinq jours" in slack.seen(private) and NOTICE in slack.seen(private)
    slack.emu.press(who.channel, private["ts"], text="Partager", user=who.user)
    assert "quarante-cinq jours" in slack.seen(slack.answer(who.channel, above))


def test_a_question_from_anywhere_is_answered_in_direct(slack: Stage, who: Someone) -> None:
    slack.emu.shortcut("ask_anywhere", who.user)
    assert "Votre question" in slack.modal(who, "Demander")
    slack.hears(NOTICE)
    slack.emu.submit("ask", {"question": NOTICE}, who.user)
    slack.until(lambda: posted(slack, who.direct), "the answer in direct")
    slack.idle()
    (answer,) = posted(slack, who.direct)
    assert "quarante-cinq jours" in slack.seen(answer)
    assert slack.emu.modal(who.user) is None


def test_a_click_on_nothing_known_is_acknowledged(slack: Stage, who: Someone) -> None:
    answer = slack.ask(who, NOTICE)
    for action, value in (("choose_0", "nobody|nothing"), ("share", "nobody|"), ("feedback", "nobody|good")):
        assert slack.emu.action(action, who.channel, answer["ts"], value, "button", user=who.user).acked
    for_a_second()
    slack.answers(who.channel, answer["thread_ts"], 1)


def test_titles_of_modals_are_whole(slack: Stage, who: Someone) -> None:
    answer = slack.ask(who, NOTICE)
    slack.emu.press(who.channel, answer["ts"], text="Pas utile", user=who.user)
    slack.emu.press(who.channel, answer["ts"], text="1 · Sentinelle Bocage, art. 8", user=who.user)
    slack.emu.shortcut("ask_anywhere", who.user)
    with slack.emu.changing():
        titles = {str(view["title"]["text"]) for view in slack.emu.views.values() if view.get("title")}
    assert titles and not [title for title in titles if title.endswith("…")]


def test_a_late_trigger_is_told(slack: Stage, who: Someone) -> None:
    answer = slack.ask(who, NOTICE)
    slack.fail("views.open", "expired_trigger_id")
    slack.emu.press(who.channel, answer["ts"], text="1 · Sentinelle Bocage, art. 8", user=who.user)
    assert "Cliquez de nouveau" in slack.seen(slack.aside(who))


def test_prompts_are_questions_that_the_conventions_answer(slack: Stage, who: Someone) -> None:
    count = len(slack.emu.calls("assistant.threads.setSuggestedPrompts"))
    assert slack.emu.open_home(who.user, "messages").acked
    call = slack.emu.wait_call("assistant.threads.setSuggestedPrompts", count + 1, 45)
    assert call.args["channel_id"] == who.direct
    prompts = call.args["prompts"]
    assert 1 <= len(prompts) <= 4
    for prompt in prompts:
        asked = slack.direct(who, prompt["message"])
        assert "De laquelle parlez-vous" not in slack.seen(slack.answer(who.direct, asked))
    states = slack.rows("select json_extract(answer, '$.status') from turns order by at desc limit 4")
    assert [state for (state,) in states[: len(prompts)]] == ["answered"] * len(prompts)
