"""Modals: accepted by Slack whatever they hold, with quotes word for word."""

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answer import Answer, Choice, Citation, Language
from bot.answers.glossary import glossary as entries
from bot.slack.limits import faults, live_mentions
from bot.slack.messages import Frame, answer_messages
from bot.slack.views import REASONS, Quoted, View, answer_view, ask, feedback, glossary, mrkdwn_verbatim, note, quotes
from prompts import message

FRAGMENTS = (
    "<!channel>", "<@U1>", "<#C1|x>", "<https://x|y>", "](http://y)", "&lt;!here&gt;", "&amp;", "**gras**", "_",
    "`", "|", "\0", "\x1f", "\u00a0", "🚲", "https://a.fr/b?c=1&d=2 ", "> ", "\n", "\n\n", "préavis ", "<" * 700,
    "mot " * 300, "é" * 3_000, "&" * 2_700,
)  # fmt: skip
nasty = st.lists(st.sampled_from(FRAGMENTS) | st.text(max_size=12), max_size=12).map("".join)
languages: st.SearchStrategy[Language] = st.sampled_from(("fr", "en"))
passages = st.builds(
    Quoted,
    place=nasty.map(lambda text: f"a{text}"[:300]),
    quote=nasty,
    link=st.none() | st.just("https://lire.example/conventions/1f?passage=3-9"),
)


def refused(view: View) -> list[object]:
    return list(faults("views.open", {"trigger_id": "1", "view": view}))


def sections(view: View) -> list[str]:
    return [block["text"]["text"] for block in view["blocks"] if block["type"] == "section"]  # type: ignore[attr-defined]


def unescaped(shown: str) -> str:
    """What a reader sees of mrkdwn: links as their addresses, no quotation mark at the head of lines."""
    lines = [line.removeprefix(">").removeprefix(" ") for line in shown.split("\n")]
    text = re.sub(r"<(https?://[^<>|]+)>", r"\1", "\n".join(lines))
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


@settings(deadline=None)
@given(st.lists(passages, max_size=5), languages)
def test_quotes_are_accepted_and_ring_nobody(held: list[Quoted], language: Language) -> None:
    view = quotes(held, language)
    assert refused(view) == [] and live_mentions(view) == ()


@settings(deadline=None)
@given(passages)
def test_a_quote_is_word_for_word(passage: Quoted) -> None:
    place, *pieces = sections(quotes([passage], "fr"))
    assert unescaped("\n".join(pieces)).replace("\n", "") == passage.quote.replace("\n", "")
    assert place.startswith("*") and all(line.startswith("> ") for piece in pieces for line in piece.split("\n"))


def test_lines_of_a_quote_stay_lines_and_its_addresses_are_links() -> None:
    quote = "Art. 4 — Préavis\n\nVoir https://a.fr/b?c=1&d=2 : « deux mois » <sic>."
    place, shown = sections(quotes([Quoted("Bac-Net, art. 4", quote, "https://lire.example/1f")], "fr"))
    assert place == "*Bac-Net, art. 4*  <https://lire.example/1f|lire dans la convention>"
    assert shown.split("\n")[1:] == ["> ", "> Voir <https://a.fr/b?c=1&amp;d=2> : « deux mois » &lt;sic&gt;."]
    assert unescaped(shown) == quote


@pytest.mark.parametrize(
    "quote", ["mot " * 5_000, "<" * 20_000, "é" * 20_000, "ligne\n" * 3_000], ids=lambda text: text[:4]
)
def test_a_long_quote_is_whole(quote: str) -> None:
    view = quotes([Quoted("Bac-Net", quote)], "fr")
    assert refused(view) == []
    assert unescaped("\n".join(sections(view)[1:])).replace("\n", "") == quote.replace("\n", "")


def test_an_address_that_begins_another_is_marked_once() -> None:
    links = ("https://a.fr", "https://a.fr/b")
    assert mrkdwn_verbatim("https://a.fr/b et https://a.fr", links) == "<https://a.fr/b> et <https://a.fr>"


def test_a_place_of_a_long_heading_is_accepted() -> None:
    assert refused(quotes([Quoted("Titre & sous-titre " * 200, "texte")], "fr")) == []


@pytest.mark.parametrize(("count", "told"), [(1, False), (45, False), (46, True), (60, True)])
def test_quotes_left_out_are_told(count: int, told: bool) -> None:
    shown = str(quotes([Quoted(f"Bac-Net, art. {n}", "texte") for n in range(count)], "fr"))
    assert (f"art. {count - 1}*" not in shown) == told
    assert (message("slack.more_quotes", "fr") in shown) == told


def test_many_quotes_are_accepted() -> None:
    view = quotes([Quoted("Bac-Net", "texte\n" * 30) for _ in range(100)], "fr")
    assert refused(view) == [] and view["blocks"][-1]["type"] == "context"  # type: ignore[index]


@settings(deadline=None, max_examples=50)
@given(
    nasty.map(lambda text: f"a{text}"[:2_000]),
    st.lists(nasty.filter(bool), max_size=2).map(tuple),
    st.lists(st.builds(Choice, document=st.just("1f"), name=nasty.map(lambda text: f"a{text}"[:80])), max_size=40).map(
        tuple
    ),
    languages,
)
def test_an_answer_is_accepted_in_a_modal(text: str, warnings: Any, choices: Any, language: Language) -> None:
    citation = Citation(source="a.txt", convention="Bac-Net", article="4", heading=None, start=3, end=9, quote=text)
    held = Answer(
        id="q",
        status="answered",
        language=language,
        text=text,
        citations=(citation,),
        warnings=warnings,
        choices=choices,
    )
    view = answer_view(answer_messages(held, Frame("", {"a.txt": "1f"})), language)
    assert refused(view) == [] and live_mentions(view) == ()


def test_a_table_is_written_in_lines_in_a_modal() -> None:
    held = Answer(
        id="q", status="answered", language="fr", text="| Convention | Montant |\n|---|---|\n| R&D | 3 € [1] |"
    )
    view = answer_view(answer_messages(held, Frame("", {})), "fr")
    assert sections(view) == ["*Convention · Montant*\nR&amp;D · 3 € [1]"]
    assert not any(block["type"] in ("table", "context_actions") for block in view["blocks"])  # type: ignore[attr-defined]


def test_a_long_table_is_whole_in_a_modal() -> None:
    rows = "\n".join(f"| Convention {n} | {n} € {'x' * 40} |" for n in range(90))
    held = Answer(id="q", status="answered", language="fr", text=f"| Convention | Montant |\n|---|---|\n{rows}")
    assert "Convention 89" in str(answer_view(answer_messages(held, Frame("", {})), "fr"))


@given(nasty.map(lambda text: f"a{text}"[:500]), languages)
def test_a_note_is_accepted(text: str, language: Language) -> None:
    assert refused(note(text, language)) == [] and live_mentions(note(text, language)) == ()


@pytest.mark.parametrize("language", ["fr", "en"])
def test_forms_are_accepted_and_carry_what_comes_back(language: Language) -> None:
    why, question = feedback("0" * 16, language), ask(language)
    assert refused(why) == refused(question) == []
    assert (why["callback_id"], why["private_metadata"], question["callback_id"]) == (
        "feedback_reason",
        "0" * 16,
        "ask",
    )
    options = why["blocks"][0]["element"]["options"]  # type: ignore[index]
    assert [one["value"] for one in options] == list(REASONS)
    assert [block["optional"] for block in why["blocks"] if block["type"] == "input"] == [True, True]  # type: ignore[attr-defined]
    assert question["blocks"][0]["optional"] is False  # type: ignore[index]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_glossary_is_accepted_and_whole(language: Language) -> None:
    texts = [entry.text[language] for entry in entries()]
    view = glossary(texts, language)
    assert refused(view) == [] and len(sections(view)) == len(texts) > 5
