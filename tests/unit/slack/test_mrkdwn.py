"""mrkdwn: what Slack would obey is shown instead, and nothing of a text is lost on the way."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack.limits import live_mentions
from bot.slack.mrkdwn import cut, escaped, harmless, mrkdwn, plain, urls

FRAGMENTS = (
    "<!channel>", "<!here|ici>", "<!subteam^S1>", "<@U1>", "<#C1|x>", "<https://x|y>", "](http://x)",
    "&lt;!channel&gt;", "&amp;", "**", "*", "_", "`", "```", "|", "- ", "> ", "~", "\n", "\r", "\t", "\0", "\x1f",
    "\u00a0", "\u202f", "🚲", "é", "https://a.fr/b?c=1&d=2", "préavis", "3 000 €", " ",
)  # fmt: skip
texts = st.lists(st.sampled_from(FRAGMENTS) | st.text(max_size=12), max_size=40).map("".join)
marks = re.compile(r"<([^<>]*)>")


def unescaped(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def letters(text: str) -> str:
    """What a reader would miss: letters and digits, in order."""
    return "".join(filter(str.isalnum, text))


@given(texts)
def test_escaping_is_undone_and_leaves_no_mark(text: str) -> None:
    assert unescaped(escaped(text)) == text
    assert "<" not in escaped(text) and ">" not in escaped(text)


@given(texts, st.lists(st.sampled_from(("https://a.fr/b?c=1&d=2", "http://x", "https://x")), max_size=3))
def test_only_allowed_addresses_are_marked(text: str, allowed: list[str]) -> None:
    shown = mrkdwn(text, allowed)
    assert {unescaped(mark) for mark in marks.findall(shown)} <= set(allowed)
    assert live_mentions({"text": shown}) == ()
    assert letters(unescaped(shown)) == letters(text)


@given(texts)
def test_places_without_marks_are_harmless(text: str) -> None:
    assert live_mentions({"text": harmless(text)}) == ()
    assert harmless(text).replace("\u2060", "") == text.replace("\u2060", "")


@given(texts)
def test_no_letter_is_lost_without_marks(text: str) -> None:
    assert letters(plain(text)) == letters(text)


@given(texts, st.integers(1, 200))
def test_a_cut_is_short_and_begins_as_the_text(text: str, most: int) -> None:
    short = cut(text, most)
    assert len(short) <= most
    assert short == text or (short.endswith("…") and text.startswith(short[:-1]))


def test_a_cut_keeps_whole_words_when_it_can() -> None:
    assert cut("le préavis est de deux mois", 20) == "le préavis est de…"
    assert cut("a" * 30, 10) == "a" * 9 + "…"
    assert cut("court", 5) == "court"


@pytest.mark.parametrize(
    ("markdown", "shown"),
    [
        ("**deux mois** [1]", "*deux mois* [1]"),
        ("- un\n  - deux", "• un\n  • deux"),
        ("*lu dans l'article 4*", "_lu dans l'article 4_"),
        ("2 * 3 * 4", "2 * 3 * 4"),
        ("a ** b ** c", "a ** b ** c"),
        ("R&D <b>", "R&amp;D &lt;b&gt;"),
        ("« reste-t-il 3 € ? »", "« reste-t-il 3 € ? »"),
        ("", ""),
    ],
)
def test_marks_of_an_answer(markdown: str, shown: str) -> None:
    assert mrkdwn(markdown) == shown


def test_a_link_is_marked_whole_and_once() -> None:
    url = "https://a.fr/stats?x=1&y=2"
    assert mrkdwn(f"Voir {url}, puis {url}/b.", [url]) == (
        "Voir <https://a.fr/stats?x=1&amp;y=2>, puis https://a.fr/stats?x=1&amp;y=2/b."
    )
    assert mrkdwn("Voir https://a.fr/stats.", []) == "Voir https://a.fr/stats."


def test_an_address_never_hides_behind_a_label() -> None:
    quote = "Voir https://mechant.example/vol|www.gouv.fr pour la suite"
    assert "|" not in "".join(marks.findall(mrkdwn(quote, urls(quote))))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Voir https://a.fr.", ("https://a.fr",)),
        ("(http://a.fr/b)", ("http://a.fr/b",)),
        ("« https://a.fr/b » puis https://c.fr !", ("https://a.fr/b", "https://c.fr")),
        ("ftp://a.fr www.a.fr", ()),
    ],
)
def test_addresses_of_a_text(text: str, found: tuple[str, ...]) -> None:
    assert urls(text) == found
