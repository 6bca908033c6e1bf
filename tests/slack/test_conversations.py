"""Questions in channels and in direct messages, their answers, and when the bot keeps silent."""

import pytest

from tests.slack.reading import labels
from tests.slack.stage import BOT, Someone, Stage, someone

NOTICE = "Quel est le préavis de résiliation de Sentinelle Bocage ?"
BARE = "Quel est le préavis de résiliation ?"


@pytest.fixture
def who() -> Someone:
    return someone()


def test_a_mention_is_answered_in_its_thread_after_a_status(slack: Stage, who: Someone) -> None:
    asked = slack.mention(who, NOTICE)
    answer = slack.answer(who.channel, asked)
    assert answer["thread_ts"] == asked
    assert "quarante-cinq jours" in slack.seen(answer)
    assert labels(answer) == ["1 · Sentinelle Bocage, art. 8"]
    shown = [one for one in slack.emu.statuses if one["thread_ts"] == asked]
    assert [one["status"] for one in shown] == ["cherche dans les conventions…"]
    assert slack.emu.status(who.channel, asked) == ""


def test_a_direct_message_is_answered(slack: Stage, who: Someone) -> None:
    asked = slack.direct(who, "Quel est le préavis de résiliation de Phare Logement ?")
    answer = slack.answer(who.direct, asked)
    assert answer["thread_ts"] == asked
    assert "deux mois" in slack.seen(answer)


def test_a_follow_up_in_a_direct_thread_keeps_the_convention(slack: Stage, who: Someone) -> None:
    asked = slack.direct(who, "Quel est le préavis de résiliation de Phare Logement ?")
    slack.answer(who.direct, asked)
    slack.direct(who, "et le montant ?", asked)
    assert "18 000 €" in slack.seen(slack.answer(who.direct, asked, 2))


def test_a_follow_up_in_a_channel_needs_no_mention(slack: Stage, who: Someone) -> None:
    asked = slack.mention(who, NOTICE)
    slack.answer(who.channel, asked)
    slack.write(who, "et le montant ?", thread=asked)
    answer = slack.answer(who.channel, asked, 2)
    assert labels(answer)[0].startswith("1 · Sentinelle Bocage")


def test_somebody_else_may_follow_up(slack: Stage, who: Someone) -> None:
    asked = slack.mention(who, NOTICE)
    slack.answer(who.channel, asked)
    slack.write(someone(), "et pour Phare Logement ?", who.channel, asked)
    assert "deux mois" in slack.seen(slack.answer(who.channel, asked, 2))


@pytest.mark.parametrize(
    "text",
    [
        "<@U999> tu peux regarder le montant ?",
        "merci !",
        "je regarde ça demain",
        "ok super",
        "Paul, tu as le montant ?",
        "On se voit à 14h ?",
        "👍",
    ],
)
def test_what_people_tell_one_another_is_left_alone(slack: Stage, who: Someone, text: str) -> None:
    asked = slack.mention(who, NOTICE)
    slack.answer(who.channel, asked)
    slack.write(who, text, thread=asked)
    slack.answer(who.channel, asked, 1)


def test_threads_and_channels_without_the_bot_are_left_alone(slack: Stage, who: Someone) -> None:
    above = slack.write(who, NOTICE)
    slack.write(who, "et le montant ?", thread=above)
    slack.answers(who.channel, above, 0)
    assert slack.rows(f"select question from turns where question = '{NOTICE}' and thread = '{above}'") == []


def test_bots_edits_and_deletions_are_left_alone(slack: Stage, who: Someone) -> None:
    asked = slack.direct(who, NOTICE)
    slack.answer(who.direct, asked)
    where = {"type": "message", "channel": who.direct, "channel_type": "im"}
    new = {"type": "message", "user": who.user, "text": "Quel est le montant de Phare Logement ?", "ts": asked}
    events = [
        {**where, "subtype": "message_changed", "message": new, "previous_message": new, "ts": slack.emu.new_ts()},
        {**where, "subtype": "message_deleted", "deleted_ts": asked, "ts": slack.emu.new_ts()},
        {**where, "subtype": "bot_message", "bot_id": "B9", "text": NOTICE, "ts": slack.emu.new_ts()},
        {**where, "user": "UOTHERBOT", "bot_id": "B9", "text": NOTICE, "ts": slack.emu.new_ts()},
        {**where, "user": "UBOT", "text": NOTICE, "ts": slack.emu.new_ts()},
        {**where, "subtype": "channel_join", "user": who.user, "text": "a rejoint", "ts": slack.emu.new_ts()},
    ]
    before = len(slack.emu.calls("chat.postMessage"))
    assert all(slack.emu.event(event).acked for event in events)
    slack.idle()
    assert len(slack.emu.calls("chat.postMessage")) == before


def test_a_mention_written_by_another_app_is_left_alone(slack: Stage, who: Someone) -> None:
    asked = slack.write(who, f"{BOT} {NOTICE}", bot_id="B9")
    slack.answers(who.channel, asked, 0)


def test_a_question_on_several_conventions_offers_them(slack: Stage, who: Someone) -> None:
    answer = slack.ask(who, BARE)
    assert "De laquelle parlez-vous" in slack.seen(answer)
    assert labels(answer) == [
        "Boussole Rentrée", "Carnet d'Escale", "Phare Logement", "Sentinelle Bocage", "Tournevis Solidaire",
    ]  # fmt: skip


def test_a_clicked_candidate_is_answered_once_and_then_meant(slack: Stage, who: Someone) -> None:
    offered = slack.ask(who, BARE)
    thread = offered["thread_ts"]
    for _ in range(2):
        assert slack.emu.press(who.channel, offered["ts"], text="Phare Logement", user=who.user).acked
    answer = slack.answer(who.channel, thread, 2)
    assert "deux mois" in slack.seen(answer) and "Pour : Phare Logement" in slack.seen(answer)
    slack.write(who, "et le montant ?", thread=thread)
    assert "18 000 €" in slack.seen(slack.answer(who.channel, thread, 3))


def test_two_candidates_are_answered_each(slack: Stage, who: Someone) -> None:
    offered = slack.ask(who, BARE)
    for name in ("Phare Logement", "Sentinelle Bocage"):
        slack.emu.press(who.channel, offered["ts"], text=name, user=who.user)
    found = " ".join(map(slack.seen, slack.answers(who.channel, offered["thread_ts"], 3)))
    assert "deux mois" in found and "quarante-cinq jours" in found


def test_a_table_comes_as_a_table(slack: Stage, who: Someone) -> None:
    answer = slack.ask(who, "compare les montants")
    (table,) = [block for block in answer["blocks"] if block["type"] == "table"]
    assert [cell["text"] for cell in table["rows"][0]][:2] == ["Convention", "Montant"]
    assert len(table["rows"]) == 6
    assert "Phare Logement · 18 000 €" in slack.seen({"text": answer["text"]})


def test_english_is_answered_in_english(slack: Stage, who: Someone) -> None:
    answer = slack.ask(who, "What is the notice period of Phare Logement?")
    assert "2 months" in slack.seen(answer)
    assert [one["status"] for one in slack.emu.statuses if one["thread_ts"] == answer["thread_ts"]] != [
        "cherche dans les conventions…"
    ]


def test_what_no_text_says_is_said(slack: Stage, who: Someone) -> None:
    answer = slack.ask(who, "Qui fait le ménage dans Sentinelle Bocage ?")
    assert "Sentinelle Bocage ne dit rien là-dessus" in slack.seen(answer)
    assert labels(answer) == []


def test_an_empty_mention_is_told_what_to_ask(slack: Stage, who: Someone) -> None:
    assert "Posez une question sur une convention" in slack.seen(slack.ask(who, ""))


@pytest.mark.parametrize("call", ["", "une idée ?", "tu peux répondre ?"])
def test_a_mention_alone_means_the_question_above(slack: Stage, who: Someone, call: str) -> None:
    asked = slack.write(who, NOTICE)
    slack.write(someone(), f"{BOT} {call}", who.channel, asked)
    assert "quarante-cinq jours" in slack.seen(slack.answer(who.channel, asked))


def test_a_question_of_fifty_thousand_characters(slack: Stage, who: Someone) -> None:
    answer = slack.ask(who, NOTICE + " s'il vous plaît" * 3_200)
    assert "quarante-cinq jours" in slack.seen(answer)


def test_nobody_is_rung_by_a_question(slack: Stage, who: Someone) -> None:
    answer = slack.ask(who, "<!here> <!channel> <@U999> Que dit Sentinelle Bocage de <https://evil.example|clic> ?")
    assert answer["text"]


def test_a_message_with_a_file_is_read(slack: Stage, who: Someone) -> None:
    asked = slack.write(who, NOTICE, who.direct, subtype="file_share", files=[{"id": "F1", "name": "a.pdf"}])
    assert "quarante-cinq jours" in slack.seen(slack.answer(who.direct, asked))
