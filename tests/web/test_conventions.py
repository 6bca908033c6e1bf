"""A convention's page: structure, passages, facts, notes, the original."""

import re
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.library import Library
from bot.web.pieces import read_pieces
from bot.web.rendering import Rendering
from bot.web.stretches import stretches
from ingestion.lines import display
from tests.made_texts import structured
from tests.web.page import Page
from tests.web.texts import AVENANT, HALAGE, NASTY


def shown(client: TestClient, document: str, *quotes: str, text: str = HALAGE, more: str = "") -> Page:
    spans = [(text.index(quote), text.index(quote) + len(quote)) for quote in quotes]
    query = "&".join([*(f"passage={start}-{end}" for start, end in spans), more])
    reply = client.get(f"/conventions/{document}?{query}")
    assert reply.status_code == 200
    return Page(reply.text)


def marked(page: Page, number: int = 1) -> str:
    """The text of a passage's marks, hidden marks of Markdown included."""
    return "".join(one.text for one in page.all("mark", data_passage=str(number)))


def test_headings_follow_one_another_without_a_gap(near: TestClient, ids: dict[str, str]) -> None:
    page = shown(near, ids["halage.md"])
    text = page.one("article", id="convention")
    headings = [(one.tag, one.words) for one in page.elements if re.fullmatch("h[1-6]", one.tag)]
    assert headings[0] == ("h1", "Halage Libre")
    assert ("h2", "Article 1er – Objet") in headings and ("h3", "Publications") in headings
    assert ("h2", "Annexe 1 – Écluses ouvertes") in headings
    assert "**" not in text.text and "##" not in text.text and "[^1]" not in text.text


def test_the_contents_lead_to_the_headings(near: TestClient, ids: dict[str, str]) -> None:
    page = shown(near, ids["halage.md"])
    anchors = {one.attributes.get("id"): one.words for one in page.elements}
    links = [one for one in page.all("a") if re.fullmatch(r"#t\d+", one.attributes["href"])]
    assert [anchors[one.attributes["href"][1:]] for one in links] == [one.words for one in links]
    assert len(links) == 7


def test_lists_nest_and_keep_their_numbers(near: TestClient, ids: dict[str, str]) -> None:
    page = shown(near, ids["halage.md"])
    items = [one.words for one in page.all("li") if one.attributes.get("id", "").startswith("t")]
    (report,) = [item for item in items if item.startswith("rendre compte")]
    assert report.endswith("par voie navigable ; par département ;")
    assert "par département ;" in items and "1. Le premier bilan est remis le 30 juin 2024." in items


def test_a_table_has_header_cells(near: TestClient, ids: dict[str, str]) -> None:
    page = shown(near, ids["halage.md"])
    assert [one.words for one in page.all("th", scope="col")] == ["Année", "AE", "CP"]
    assert [one.words for one in page.all("th", scope="row")] == ["2024", "2025"]
    region = page.one("div", class_="scroll")
    assert region.attributes["tabindex"] == "0" and "tableau suivant" in region.attributes["aria-label"]


def test_a_footnote_is_called_and_found(near: TestClient, ids: dict[str, str]) -> None:
    page = shown(near, ids["halage.md"])
    assert page.one("a", href="#note-1").text == "1"
    assert page.one("p", id="note-1").words == "1Au sens du règlement des voies navigables."


@pytest.mark.parametrize(
    "quote",
    [
        "La convention prend fin le 31 décembre 2025.",
        "La convention organise **« Halage Libre »**, qui réserve les écluses[^1]. Elle",
        "- publier le code source du service sous **licence libre** ;",
        "180 000 €",
        "2024",
        "## Article 4 – Durée",
        "12 quai du Pertuis, 58000 Nevers,\nci-après",
    ],
)
def test_a_passage_is_marked_with_its_very_words(near: TestClient, ids: dict[str, str], quote: str) -> None:
    page = shown(near, ids["halage.md"], quote)
    assert marked(page) == quote
    assert page.one("mark", id="passage-1")


def test_a_passage_across_blocks_and_cells(near: TestClient, ids: dict[str, str]) -> None:
    quote = HALAGE[HALAGE.index("les crédits sont".capitalize()) : HALAGE.index("| 2025")]
    page = shown(near, ids["halage.md"], quote, "préavis de trois mois")
    assert [one.words for one in page.all("mark", data_passage="1")] == [
        "Les crédits sont ouverts selon le tableau suivant :", "Année", "AE", "CP", "2024", "180 000 €", "90 000 €",
    ]  # fmt: skip
    assert marked(page, 2) == "préavis de trois mois"
    assert page.one("a", href="#passage-2").words == "2 · article 4"


def test_a_passage_within_another_is_still_found(near: TestClient, ids: dict[str, str]) -> None:
    page = shown(near, ids["halage.md"], "Chaque partie peut la résilier avec un préavis", "la résilier")
    assert marked(page, 2) == "la résilier" and page.one("mark", id="passage-2")
    assert marked(page, 1) == "Chaque partie peut  avec un préavis"


@pytest.mark.parametrize("query", ["passage=9-3", "passage=a-b", "passage=3", "passage=-1-3", "passage=²-3"])
def test_what_is_no_passage_is_refused(near: TestClient, ids: dict[str, str], query: str) -> None:
    assert near.get(f"/conventions/{ids['halage.md']}?{query}").status_code == 400


def test_a_passage_beyond_the_text_marks_what_is_there(near: TestClient, ids: dict[str, str]) -> None:
    end = len(HALAGE)
    reply = near.get(f"/conventions/{ids['halage.md']}?passage={end - 12}-{end + 50}&passage={end + 5}-{end + 9}")
    assert marked(Page(reply.text)).strip() == "six heures."


def test_each_fact_leads_to_its_words(near: TestClient, ids: dict[str, str], library: Library) -> None:
    page = shown(near, ids["halage.md"])
    (notice,) = [one for one in page.all("a") if "trois mois" in one.text and "passage=" in one.attributes["href"]]
    href = notice.attributes["href"]
    assert href.endswith("#passage-1")
    opened = Page(near.get(f"/conventions/{ids['halage.md']}{href}").text)
    assert "préavis de trois mois" in marked(opened)
    facts = {(one.start, one.end) for fact in library.entry(ids["halage.md"]).facts for one in fact.evidence}
    listed = re.findall(r"passage=(\d+)-(\d+)", " ".join(one.attributes["href"] for one in page.all("a")))
    assert {(int(a), int(b)) for a, b in listed} >= facts


def test_what_an_avenant_changes_is_shown_in_place(near: TestClient, ids: dict[str, str]) -> None:
    page = shown(near, ids["halage.md"])
    notes = [one for one in page.all("div", role="note") if "change" in one.attributes["class"]]
    assert [one.words for one in notes] == [
        "Modifié par avenant depuis le 1er décembre 2024 Avant le 31 décembre 2025 Après le 30 juin 2026 "
        "Halage Libre – avenant n° 1",
        "Modifié par avenant depuis le 1er décembre 2024 Après supprimé Halage Libre – avenant n° 1",
    ]
    links = [one.attributes["href"] for one in page.all("a") if one.words == "Halage Libre – avenant n° 1"]
    assert len(links) == 3 and all(link.startswith(f"../conventions/{ids['avenant.md']}") for link in links)
    opened = Page(near.get(links[1].removeprefix("..").partition("#")[0]).text)
    assert "« le 30 juin 2026 »" in " ".join(marked(opened).split())


def test_the_note_stands_before_the_clause_that_it_changes(near: TestClient, ids: dict[str, str]) -> None:
    page = shown(near, ids["halage.md"])
    order = [one.words for one in page.elements if one.tag in ("h2", "div", "p")]
    clause = order.index("La convention prend fin le 31 décembre 2025. Chaque partie peut la résilier avec un préavis "
                         "de trois mois.")  # fmt: skip
    assert any("le 30 juin 2026" in words for words in order[order.index("Article 4 – Durée") : clause])


def test_an_avenant_names_its_convention(near: TestClient, ids: dict[str, str]) -> None:
    page = shown(near, ids["avenant.md"], "le 30 juin 2026", text=AVENANT)
    assert page.one("a", href=f"../conventions/{ids['halage.md']}").words == "Halage Libre"
    assert marked(page) == "le 30 juin 2026"


def test_an_anomaly_stands_in_the_margin(near: TestClient, ids: dict[str, str], library: Library) -> None:
    told = [one.told("fr") for one in library.entry(ids["halage.md"]).anomalies]
    page = shown(near, ids["halage.md"])
    beside = [one.words for one in page.all("div", role="note") if "change" not in one.attributes["class"]]
    assert all(any(" ".join(sentence.split()) in words for words in beside) for sentence in told)
    assert len(beside) >= len(told)


def test_the_original_is_given_while_it_is_the_same(near: TestClient, ids: dict[str, str], data: Path) -> None:
    path, address = data / "source" / "quai.md", f"/conventions/{ids['quai.md']}"
    held = path.read_bytes()
    reply = near.get(f"{address}/original")
    assert reply.content == held and reply.headers["content-type"] == "application/octet-stream"
    assert 'filename="quai.md"' in reply.headers["content-disposition"]
    try:
        path.write_bytes(held + b"x")
        assert near.get(f"{address}/original").status_code == 404
        assert "Le fichier d'origine n'est plus" in Page(near.get(address).text).text
    finally:
        path.write_bytes(held)


def test_html_of_a_convention_is_text(near: TestClient, ids: dict[str, str]) -> None:
    page = shown(near, ids["ronce.md"], "Le texte cite </article></main><h1>un titre</h1>", text=NASTY)
    assert [one.attributes["src"] for one in page.all("script")] == ["../static/alinea.js"]
    assert not page.all("img") and not page.all("svg") and not page.all("iframe")
    assert not any(name.startswith("on") for one in page.elements for name in one.attributes)
    assert not any("javascript:" in one.attributes.get("href", "") for one in page.elements)
    text = page.one("article", id="convention").words
    for said in ("<script>alert(1)</script>", "<img src=x onerror=alert(2)>", '"><svg onload=alert(3)>',
                 "{{ 7 * 7 }}", '<a href="javascript:alert(4)">clic</a>', "&lt;b&gt;",
                 "</article></main><h1>un titre</h1>"):  # fmt: skip
        assert said in text
    assert marked(page) == "Le texte cite </article></main><h1>un titre</h1>"


def test_a_page_in_english(near: TestClient, ids: dict[str, str]) -> None:
    page = shown(near, ids["halage.md"], "préavis de trois mois", more="lang=en")
    assert page.one("html").attributes["lang"] == "en"
    assert page.one("article", id="convention").attributes["lang"] == "fr"
    facts = [one.attributes["href"] for one in page.all("a") if "passage=" in one.attributes["href"]]
    assert facts and all("lang=" in href for href in facts)
    english = near.get(f"/conventions/{ids['halage.md']}", headers={"accept-language": "en-GB,en;q=0.9,fr;q=0.1"})
    assert Page(english.text).one("html").attributes["lang"] == "en"


WORDS = st.text("abé €|*#-_[^]1:\u202f\u00a0\n\t.", max_size=200)


@given(st.text("ab<>/sup|*[^1]: ", max_size=200), st.integers(0, 200), st.integers(0, 200))
def test_a_marked_span_loses_no_character(text: str, one: int, other: int) -> None:
    start, end = sorted((min(one, len(text)), min(other, len(text))))
    found = stretches(text, 0, len(text), [(start, end)] if start < end else [])
    assert "".join(run.text for held in found if held.passage for run in held.runs) == text[start:end]


@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=60)
@given(WORDS)
def test_every_word_of_a_text_is_on_its_page(text: str) -> None:
    entry = structured("a", text)
    html = "".join(html for _, html in Rendering().pieces(entry, "fr", ()))
    seen = Page(html).text
    assert re.sub(r"\W", "", seen) == re.sub(r"\W", "", "".join(display(block.text) for block in entry.blocks))


def test_pieces_cover_the_blocks() -> None:
    entry = structured("a", HALAGE)
    held = [block for piece in read_pieces(entry.blocks) for block in piece.blocks]
    assert held == [block for block in entry.blocks if block.body]
