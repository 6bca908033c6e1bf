"""Citations: the places they stand in, and the spans that their buttons carry."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answer import Citation
from bot.slack.citing import Place, Spans, place_of, places, read_spans
from bot.slack.limits import faults, live_mentions
from bot.slack.messages import actions, button

spans = st.tuples(st.integers(0, 10**7), st.integers(1, 10**6)).map(lambda pair: (pair[0], pair[0] + pair[1]))
documents = st.text("0123456789abcdef", min_size=1, max_size=16)
words = st.text(max_size=60) | st.sampled_from(["<!channel>", "<@U1>", "é" * 300, "a|b", "\u00a0", "🚲" * 80, "\n"])


def cited(article: str | None = "4", heading: str | None = None, source: str = "a.txt", start: int = 0) -> Citation:
    held = {"source": source, "convention": "Bac-Net", "article": article, "heading": heading}
    return Citation(**held, start=start, end=start + 5, quote="texte")


def labels(*citations: Citation) -> list[str]:
    return [place.label for place in places(citations, {"a.txt": "1f", "b.txt": "2e"}, "fr")]


@given(documents, st.lists(spans, min_size=1, max_size=40))
def test_spans_come_back_as_they_were(document: str, held: list[tuple[int, int]]) -> None:
    assert read_spans(Spans(document, tuple(held)).written()) == Spans(document, tuple(held))


@given(documents, st.lists(spans, min_size=1, max_size=400))
def test_a_value_fits_a_button_and_loses_only_its_last_spans(document: str, held: list[tuple[int, int]]) -> None:
    written = Spans(document, tuple(held)).written()
    read = read_spans(written)
    assert len(written) <= 2_000 and read is not None
    assert read.spans == tuple(held[: len(read.spans)]) and read.spans


@given(st.text(max_size=40) | st.text("0123456789abf:-, ", max_size=40))
def test_any_value_is_read_or_refused(value: str) -> None:
    read = read_spans(value)
    assert read is None or (read.document and all(0 <= start < end for start, end in read.spans))


@pytest.mark.parametrize(
    "value",
    ["", "1f", "1f:", ":3-9", "1f:9-3", "1f:3-3", "1f:-3-9", "1f:3", "1f:3-9,", "1f:a-b", "1f:3-9;12-15",
     f"1f:0-{'9' * 5_000}"],
    ids=lambda value: value[:12],
)  # fmt: skip
def test_what_is_no_span_is_refused(value: str) -> None:
    assert read_spans(value) is None


def test_citations_of_one_place_share_a_button() -> None:
    four, five = cited("4"), cited("5")
    assert labels(four, five, four, four) == ["1, 3-4 · Bac-Net, art. 4", "2 · Bac-Net, art. 5"]
    assert labels(four, four, four) == ["1-3 · Bac-Net, art. 4"]
    assert labels(four, cited("4", source="b.txt")) == ["1 · Bac-Net, art. 4", "2 · Bac-Net, art. 4"]


def test_spans_of_a_place_are_those_of_its_citations() -> None:
    found = places([cited(start=3), cited("5"), cited(start=20)], {"a.txt": "1f"}, "fr")
    assert [place.spans for place in found] == [Spans("1f", ((3, 8), (20, 25))), Spans("1f", ((0, 5),))]


def test_what_may_not_be_seen_has_no_button_and_keeps_its_number() -> None:
    assert labels(cited(source="secret.txt"), cited("5")) == ["2 · Bac-Net, art. 5"]


def test_a_place_without_article_is_told_by_its_heading_or_its_convention() -> None:
    assert place_of(cited(None, "Durée"), "fr") == "Bac-Net, Durée"
    assert place_of(cited(None), "fr") == "Bac-Net"
    assert place_of(cited("4", "Durée"), "fr") == "Bac-Net, art. 4"


@given(st.lists(st.builds(cited, article=st.none() | words, heading=st.none() | words), max_size=30))
def test_labels_are_accepted_as_buttons_and_ring_nobody(citations: list[Citation]) -> None:
    found: tuple[Place, ...] = places(citations, {"a.txt": "1f"}, "fr")
    row = [button(place.label, f"cite_{at}", place.spans.written()) for at, place in enumerate(found[:25])]
    call = {"channel": "C1", "text": "x", "blocks": actions(row)}
    assert faults("chat.postMessage", call) == () and live_mentions(call) == ()


@pytest.mark.parametrize(
    ("article", "heading", "place"),
    [("4", None, "Bac-Net, art. 4, p. 3"), (None, "Annexe", "Bac-Net, Annexe, p. 3"), (None, None, "Bac-Net, p. 3")],
)
def test_a_place_has_its_page_where_there_are_pages(article: str | None, heading: str | None, place: str) -> None:
    citation = cited(article, heading).model_copy(update={"page": 3})
    assert place_of(citation, "fr") == place == f"{place_of(cited(article, heading), 'fr')}, p. 3"
