"""The portfolio: its table, its order, its filters, its exports, its comparison; nothing that may not be seen."""

import csv
import io
import re
from decimal import Decimal
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from openpyxl import load_workbook

from bot.web.viewing import Sight
from prompts import has_message
from tests.web.brume import BRUME
from tests.web.conftest import Client
from tests.web.page import Page
from tests.web.texts import AVENANT, HALAGE


def names(page: Page) -> list[str]:
    """Short names of the table's rows, in order."""
    count = len(page.all("input", name="c"))
    return [one.words for one in page.all("th", scope="row")[:count]]


def quoted(page: Page, label: str, texts: dict[str, str], ids: dict[str, str]) -> list[str]:
    """The passages that links with these words lead to."""
    found = []
    for link in page.all("a"):
        if link.words == label:
            document = re.search("conventions/([0-9a-f]+)", link.attributes["href"])
            assert document
            text = next(texts[file] for file, one in ids.items() if one == document[1])
            spans = re.findall(r"passage=(\d+)-(\d+)", link.attributes["href"])
            found += [text[int(start) : int(end)] for start, end in spans]
    return found


TEXTS = {"halage.md": HALAGE, "avenant.md": AVENANT, "brume.md": BRUME}


def test_each_figure_leads_to_its_passage(board: Client, board_ids: dict[str, str]) -> None:
    page = Page(board().get("/portefeuille").text)
    assert names(page) == ["Halage Libre", "Quai Ouvert", "Vigie Brume"]
    assert quoted(page, "450 000 € — cofinancement", TEXTS, board_ids) == [
        "Le délégant cofinance le service à hauteur de 450 000 €."
    ]
    assert "| 2024 | 180 000 € | 90 000 € |" in quoted(page, "180 000 €", TEXTS, board_ids)
    (end,) = set(quoted(page, "30 juin 2026", TEXTS, board_ids))
    assert "« le 30 juin 2026 »" in end and end in AVENANT, "the avenant says it"
    assert "250 000 € + 200 000 € = 450 000 €" in " ".join(page.text.split()).replace("\u202f", " ")


def test_what_is_not_said_is_no_link(board: Client) -> None:
    page = Page(board().get("/portefeuille").text)
    assert "ne dit pas" in [one.words for one in page.all("span", class_="absent")]
    assert "laissé en blanc" in [one.words for one in page.all("a", class_="blank")]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"sort": "end"}, ["Quai Ouvert", "Halage Libre", "Vigie Brume"]),
        ({"sort": "-end"}, ["Vigie Brume", "Halage Libre", "Quai Ouvert"]),
        ({"sort": "-name"}, ["Vigie Brume", "Quai Ouvert", "Halage Libre"]),
        ({"sort": "amount"}, ["Quai Ouvert", "Vigie Brume", "Halage Libre"]),
        ({"sort": "-amount"}, ["Vigie Brume", "Quai Ouvert", "Halage Libre"]),
        ({"sort": "next"}, ["Vigie Brume", "Halage Libre", "Quai Ouvert"]),
        ({"sort": "nothing"}, ["Halage Libre", "Quai Ouvert", "Vigie Brume"]),
        ({"party": "Direction des ports de plaisance"}, ["Quai Ouvert"]),
        ({"party": "DINUM", "sort": "-end"}, ["Vigie Brume", "Halage Libre", "Quai Ouvert"]),
        ({"party": "personne"}, []),
        ({"year": "2026"}, ["Halage Libre"]),
        ({"year": "deux"}, ["Halage Libre", "Quai Ouvert", "Vigie Brume"]),
        ({"q": "VIGIE brume"}, ["Vigie Brume"]),
        ({"q": "meteorologie"}, ["Vigie Brume"]),
        ({"q": "rien de tel"}, []),
    ],
)
def test_rows_are_ordered_and_filtered(board: Client, query: dict[str, str], expected: list[str]) -> None:
    assert names(Page(board().get("/portefeuille", params=query).text)) == expected


def test_the_order_is_told_and_turned(board: Client) -> None:
    client = board()
    page = Page(client.get("/portefeuille", params={"sort": "end", "party": "DINUM"}).text)
    (heading,) = page.all("th", aria_sort="ascending")
    assert heading.words == "Fin"
    turned = next(one for one in page.all("a") if one.words == "Fin").attributes["href"]
    assert turned == "./portefeuille?party=DINUM&sort=-end"
    again = Page(client.get(turned.removeprefix(".")).text)
    assert names(again)[0] == "Vigie Brume" and again.one("th", aria_sort="descending").words == "Fin"


def test_typed_words_are_text(board: Client) -> None:
    typed = '"><script>alert(1)</script>'
    page = Page(board().get("/portefeuille", params={"q": typed, "party": typed, "sort": typed}).text)
    assert len(page.all("script")) == 1 and page.one("input", id="words").attributes["value"] == typed


def rows_of(client: TestClient, query: str = "") -> list[list[str]]:
    reply = client.get(f"/portefeuille/export.csv{query}")
    assert reply.headers["content-disposition"] == 'attachment; filename="portefeuille.csv"'
    return list(csv.reader(io.StringIO(reply.content.decode("utf-8-sig"), newline=""), delimiter=";"))


def test_the_csv_holds_figures_and_passages(board: Client) -> None:
    head, *rows = rows_of(board(), "?sort=-end")
    assert [row[0] for row in rows] == ["Vigie Brume", "Halage Libre", "Quai Ouvert"]
    brume = dict(zip(head, rows[0], strict=True))
    assert brume["Montant"] == "450000" and brume["Fin"] == "2028-01-01" and brume["Fichier"] == "brume.md"
    start, end = map(int, re.findall(r"brume.md \[(\d+)-(\d+)\]", brume["Montant – passages"])[0])
    assert BRUME[start:end] == "Le délégant cofinance le service à hauteur de 450 000 €."
    assert "2025-01-01 + 3 ans" in brume["Fin – en toutes lettres"]
    assert [row[0] for row in rows_of(board(), "?year=2026")[1:]] == ["Halage Libre"]


def test_the_workbook_holds_the_same(board: Client) -> None:
    reply = board().get("/portefeuille/export.xlsx?party=DMR")
    sheet = load_workbook(io.BytesIO(reply.content)).active
    assert sheet is not None
    head, row = list(sheet.iter_rows(values_only=True))
    brume = dict(zip(head, row, strict=True))
    assert brume["Convention"] == "Vigie Brume" and Decimal(str(brume["CP"])) == 450_000
    assert str(brume["Fin"]).startswith("2028-01-01")


def test_an_empty_workbook_opens(board: Client) -> None:
    sheet = load_workbook(io.BytesIO(board().get("/portefeuille/export.xlsx?q=rien").content)).active
    assert sheet is not None and len(list(sheet.iter_rows())) == 1


def test_conventions_stand_side_by_side(board: Client, board_ids: dict[str, str]) -> None:
    query = {"c": [board_ids["brume.md"], board_ids["halage.md"]]}
    page = Page(board().get("/comparaison", params=query).text)
    assert [one.words for one in page.all("th", scope="col")] == ["Vigie Brume", "Halage Libre"]
    labels = [one.words for one in page.all("th", scope="row")]
    cells = [one.words for one in page.all("td")][1:]  # the first is the corner
    table = {label: (cells[2 * at], cells[2 * at + 1]) for at, label in enumerate(labels)}
    assert table["AE 2025"] == ("250 000 €", "laissé en blanc")
    assert table["AE 2026"] == ("200 000 €", "ne dit pas")
    assert table["Signature"][0] == "laissé en blanc"
    assert table["Fin"][1] == "30 juin 2026"
    assert table["Comités"] == ("comité de pilotage — tous les six moiscomité d'usagers", "ne dit pas")
    assert "4 mois" in table["Préavis"][0] and "30 mars 2026" in table["Préavis"][1]
    assert "15 mars 2026" in table["Échéances"][0]
    assert quoted(page, "comité de pilotage — tous les six mois", TEXTS, board_ids) == [
        "Le comité de pilotage se réunit tous les six mois."
    ]


def test_a_comparison_needs_two(board: Client, board_ids: dict[str, str]) -> None:
    one = board_ids["brume.md"]
    assert "au moins deux conventions" in board().get("/comparaison", params={"c": [one, one]}).text
    assert board().get("/comparaison", params={"c": [one, "feed"]}).status_code == 404


ALL = ["/portefeuille", "/portefeuille/export.csv", "/portefeuille/export.xlsx", "/portefeuille/credits.svg",
       "/portefeuille/echeances.ics", "/comparaison"]  # fmt: skip


@pytest.mark.parametrize("path", ALL)
def test_nobody_sees_it_from_elsewhere(board: Client, path: str) -> None:
    assert board("203.0.113.7", "https://lire.exemple.fr").get(path).status_code == 403


def test_what_may_not_be_seen_shows_nowhere(board: Client, board_ids: dict[str, str]) -> None:
    seen = frozenset((board_ids["quai.md"], board_ids["halage.md"]))
    client = board(sight=lambda request: Sight(seen))
    page = Page(client.get("/portefeuille").text)
    assert names(page) == ["Halage Libre", "Quai Ouvert"] and "2 sur 2" in page.text
    assert "31 décembre 2025" in page.text and "30 juin 2026" not in page.text, "the avenant is not seen either"
    for path in ALL[:-1]:
        assert b"Brume" not in client.get(path).content and b"DMR" not in client.get(path).content
    asked = {"c": [board_ids["halage.md"], board_ids["brume.md"]]}
    assert client.get("/comparaison", params=asked).status_code == 404


def test_every_word_of_the_templates_exists(root: Path) -> None:
    templates = "".join(path.read_text("utf-8") for path in (root / "bot/web/templates").glob("*.html"))
    keys = set(re.findall(r"t\(['\"]((?:portfolio|pictures|feed|stats|schedule)\.\w+?)['\"](?! ~)", templates))
    assert "portfolio.title" in keys
    assert [key for key in sorted(keys) for language in ("fr", "en") if not has_message(key, language)] == []


@pytest.mark.parametrize("path", ["/portefeuille", "/comparaison", "/stats"])
def test_pages_are_told_in_english(board: Client, path: str, board_ids: dict[str, str]) -> None:
    query = {"lang": "en", "c": [board_ids["brume.md"], board_ids["halage.md"]]}
    page = board().get(path, params=query)
    assert page.status_code == 200 and 'lang="en"' in page.text and "ne dit pas" not in page.text
