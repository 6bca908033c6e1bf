"""The Home tab: accepted by Slack whatever the conventions, with its path, its ends and its pages."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answer import Citation
from bot.coming import Coming
from bot.slack.home import PAGE, Home, Looked, home_view, matching, option, read_looked
from bot.slack.limits import faults, live_mentions
from bot.steps import Step
from index.records import DocumentRow
from ingestion.names import DocumentKind, Identity

FRAGMENTS = (
    "<!channel>",
    "<@U1>",
    "<https://x|y>",
    "&amp;",
    "**",
    "`",
    "|",
    "\0",
    "\u00a0",
    "🚲",
    "\n",
    "<" * 300,
    "é" * 300,
    "mot ",
)
nasty = st.lists(st.sampled_from(FRAGMENTS) | st.text(max_size=12), max_size=8).map("".join)
names = nasty.map(lambda text: f"a{text}"[:300])
whats = nasty.map(lambda text: text[:160])
CITATION = Citation(source="a.txt", convention="Bac-Net", article="4", heading=None, start=3, end=9, quote="préavis")
DAY = date(2026, 6, 30)


def row(name: str, number: int = 0, *parties: str) -> DocumentRow:
    kind = DocumentKind.CONVENTION
    return DocumentRow(
        f"{number:016x}",
        f"{number}.txt",
        kind,
        name,
        f"Convention {name}",
        Identity(kind, name, name, (), parties),
        5,
        5,
    )


def rows(count: int, name: str = "Convention {}", *parties: str) -> tuple[DocumentRow, ...]:
    return tuple(row(name.format(n), n, *parties) for n in range(count))


def home(held: tuple[DocumentRow, ...] = (), **more: Any) -> Home:
    looked = more.get("looked", Looked())
    default: dict[str, Any] = {
        "language": "fr", "conventions": held, "found": matching(held, looked.words), "looked": looked, "chosen": None,
        "steps": (), "ticked": frozenset(), "ending": (), "until": DAY, "sources": {"a.txt": "1f"},
        "retention_days": 90,
    }  # fmt: skip
    return Home(**{**default, **more})


def step(number: int, title: str = "Signer", detail: str = "avant la fin", day: date | None = DAY) -> Step:
    return Step(f"{number:012x}", title, detail, day, CITATION)


def coming(
    name: str = "Bac-Net", what: str = "fin de la convention", how: str | None = None, source: str = "a.txt"
) -> Coming:
    return Coming("1f", name, DAY, "end", what, how, CITATION.model_copy(update={"source": source}))


def refused(held: Home) -> list[object]:
    return list(faults("views.publish", {"user_id": "U1", "view": home_view(held)}))


def elements(held: Home, action: str) -> list[dict[str, Any]]:
    """Elements whose action begins so, in reading order."""
    found = []
    for block in home_view(held)["blocks"]:  # type: ignore[attr-defined]
        found += [*block.get("elements", ()), block.get("accessory", {}), block.get("element", {})]
    return [one for one in found if str(one.get("action_id", "")).startswith(action)]


def told(held: Home) -> str:
    return "\n".join(block["text"]["text"] for block in home_view(held)["blocks"] if block["type"] == "section")  # type: ignore[attr-defined]


homes = st.builds(
    lambda language, names, count, parties, looked, chosen, steps, ticked, ending: home(
        held := tuple(row(f"{name} {n}", n, *parties) for n, name in enumerate((names * 500)[:count])),
        language=language,
        looked=looked,
        chosen=held[0] if chosen and held else None,
        steps=tuple(step(n, *one) for n, one in enumerate(steps)),
        ticked={f"{n:012x}" for n in range(ticked)},
        ending=tuple(ending),
    ),
    st.sampled_from(("fr", "en")),
    st.lists(nasty.map(lambda text: f"a{text}"[:300]), min_size=1, max_size=4),
    st.sampled_from((0, 1, 14, 15, 16, 99, 100, 101, 500)),
    st.lists(nasty, max_size=3),
    st.builds(Looked, st.just("") | nasty.map(lambda text: text[:500]), st.integers(0, 40)),
    st.booleans(),
    st.lists(st.tuples(nasty.map(lambda text: f"a{text}"), nasty, st.none() | st.just(DAY)), max_size=45),
    st.integers(0, 45),
    st.lists(
        st.builds(coming, names, whats, st.none() | nasty, st.sampled_from(("a.txt", "b"))),
        max_size=12,
    ),
)  # fmt: skip


@settings(deadline=None, max_examples=60)
@given(homes)
def test_any_home_is_accepted_and_rings_nobody(held: Home) -> None:
    assert refused(held) == []
    blocks = home_view(held)["blocks"]
    assert live_mentions({"blocks": [block for block in blocks if block["type"] != "input"]}) == ()  # type: ignore[attr-defined]


@pytest.mark.parametrize("text", ["<!channel>" + "a" * 100, "<@" * 80])
def test_what_is_cut_to_its_limit_stays_below_it(text: str) -> None:
    (mine,) = held = rows(1)
    assert refused(home(held, chosen=mine, steps=(step(1, text, text),))) == []


@pytest.mark.parametrize("words", ["quel est le préavis " * 150, "<" * 800])
def test_a_long_search_is_accepted(words: str) -> None:
    assert refused(home(rows(3), looked=Looked(words))) == []


def test_a_reader_without_conventions_is_told() -> None:
    shown = told(home())
    assert "Aucune convention ne vous est ouverte" in shown and "*0 conventions*" in shown
    assert elements(home(), "home_choose") == [] and refused(home()) == []


@pytest.mark.parametrize(
    ("count", "kind"),
    [(1, "static_select"), (100, "static_select"), (101, "external_select"), (500, "external_select")],
)
def test_a_list_too_long_for_slack_is_asked_for(count: int, kind: str) -> None:
    held = rows(count)
    (select,) = elements(home(held, chosen=held[-1]), "home_choose")
    assert (select["type"], select["initial_option"]) == (kind, option(held[-1]))
    assert len(select.get("options", ())) == (count if kind == "static_select" else 0)
    assert select.get("min_query_length") == (None if kind == "static_select" else 1)


@pytest.mark.parametrize(
    ("page", "first", "shown", "moves"),
    [
        (0, "Convention 0", PAGE, ["home_next"]),
        (1, "Convention 15", PAGE, ["home_previous", "home_next"]),
        (2, "Convention 30", 10, ["home_previous"]),
        (9, None, 0, ["home_previous"]),
    ],
)
def test_pages(page: int, first: str | None, shown: int, moves: list[str]) -> None:
    held = home(rows(40), looked=Looked("", page))
    cards = elements(held, "home_card")
    assert len(cards) == shown and refused(held) == []
    assert first is None or f"*{first}*" in told(held)
    found = elements(held, "home_previous") + elements(held, "home_next")
    assert [one["action_id"] for one in found] == moves
    assert {one["value"] for one in found} <= {str(page - 1), str(page + 1)}


def test_exactly_a_page_has_no_next() -> None:
    assert elements(home(rows(PAGE)), "home_next") == []


@given(st.text(max_size=300) | nasty, st.integers(0, 10**6))
def test_what_is_looked_at_comes_back(words: str, page: int) -> None:
    written = Looked(words, page).written()
    assert read_looked(written) == Looked(words[:200], page) and len(written) <= 3_000


@pytest.mark.parametrize(
    "written", ["", "x", "[]", "null", "3", '"x"', '{"page": "x"}', '{"page": null}', '{"page": -3}', "{"]
)
def test_what_was_not_written_here_is_the_whole_list(written: str) -> None:
    assert read_looked(written) == Looked()


def test_a_search_forgives_accents_and_case_and_looks_at_parties() -> None:
    held = (row("Boussole Rentrée", 1, "Département de la Vesle"), row("Phare Logement", 2))
    assert [matching(held, words) for words in ("RENTREE", "vesle boussole", "convention phare", "", "zorglub")] == [
        held[:1], held[:1], held[1:], held, (),
    ]  # fmt: skip
    assert "« zorglub »" in told(home(held, looked=Looked("zorglub"))).replace("\u00a0", " ")


def test_a_path_is_ticked_ten_a_group() -> None:
    (mine,) = held = rows(1)
    path = home(
        held, chosen=mine, steps=tuple(step(n) for n in range(35)), ticked={f"{n:012x}" for n in (0, 9, 10, 34)}
    )
    groups = elements(path, "home_tick_")
    assert [group["action_id"] for group in groups] == ["home_tick_0", "home_tick_10", "home_tick_20"]
    assert [len(group["options"]) for group in groups] == [10, 10, 10]
    assert [len(group.get("initial_options", ())) for group in groups] == [2, 1, 0]
    assert groups[0]["options"][0]["description"]["text"].endswith("— avant la fin")
    assert "4 étapes faites sur 35" in told(path) and refused(path) == []


def test_what_ends_has_its_source_a_click_away_if_it_may_be_seen() -> None:
    lines = (coming(how="2025-06-30 + 1 an"), coming("R&D", source="b.txt"))
    held = home(rows(1), ending=lines)
    assert [one["value"] for one in elements(held, "cite_")] == ["1f:3-9"]
    shown = told(held).replace("\u00a0", " ")
    assert "*30 juin 2026* — Bac-Net : fin de la convention\n_2025-06-30 + 1 an_" in shown and "R&amp;D" in shown


def test_beyond_eight_ends_the_others_are_counted() -> None:
    held = home(rows(1), ending=(coming(),) * 11)
    assert len(elements(held, "cite_")) == 8 and "et 3 autres" in str(home_view(held))


def test_to_be_forgotten_is_confirmed() -> None:
    (forget,) = elements(home(), "home_forget")
    assert set(forget["confirm"]) == {"title", "text", "confirm", "deny"}
