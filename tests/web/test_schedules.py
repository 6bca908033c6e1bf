"""A convention's credits and days: pictures that hold their figures, tables under them, calendars read back."""

import re
from datetime import date, timedelta
from xml.etree import ElementTree

import pytest
from icalendar import Calendar

from bot.charts import Bars
from bot.links import Signer, open_signer
from bot.plots import draw
from bot.settings import Settings
from bot.svg_dress import dressed
from bot.web.viewing import Sight
from tests.web.brume import BRUME
from tests.web.conftest import Client
from tests.web.page import Page
from tests.web.texts import HALAGE

SVG = "{http://www.w3.org/2000/svg}"


def path(ids: dict[str, str], part: str, file: str = "brume.md") -> str:
    return f"/conventions/{ids[file]}/{part}"


def test_the_table_holds_the_figures_of_the_picture(board: Client, board_ids: dict[str, str]) -> None:
    page = Page(board().get(path(board_ids, "echeances")).text)
    cells = [one.words for one in page.all("td")]
    for shown in ("250 000 €", "120 000 €", "200 000 €", "180 000 €", "150 000 €", "laissé en blanc"):
        assert shown in [cell.replace("\u202f", " ").replace("\xa0", " ") for cell in cells]
    days, credits = page.all("img")
    assert "CP 2027 : 150 000 €" in credits.attributes["alt"].replace("\xa0", " ")
    assert "aujourd'hui, 15 janvier 2026" in days.attributes["alt"]
    assert "1er janvier 2028 (fin de la convention)" in days.attributes["alt"]
    assert credits.attributes["src"].endswith("/credits.svg")


def test_days_lead_to_their_passages(board: Client, board_ids: dict[str, str]) -> None:
    page = Page(board().get(path(board_ids, "echeances")).text)
    (link,) = [one for one in page.all("a") if one.words.endswith("remet un bilan au délégant le 15 mars 2026")]
    start, end = map(int, re.findall(r"passage=(\d+)-(\d+)", link.attributes["href"])[0])
    assert BRUME[start:end] == "Le délégataire remet un bilan au délégant le 15 mars 2026."
    assert "6 fois, du 1er juillet 2025 au 1er janvier 2028" in " ".join(page.text.split())


def test_undated_ones_are_listed(board: Client, board_ids: dict[str, str]) -> None:
    page = Page(board().get(path(board_ids, "echeances")).text)
    undated = page.one("ul", class_="undated").words
    assert "compte rendu" in undated and "il manque la date de signature" in undated


@pytest.mark.parametrize("part", ["credits.svg", "calendrier.svg"])
def test_a_picture_is_whole_and_tells_its_figures(board: Client, board_ids: dict[str, str], part: str) -> None:
    reply = board().get(path(board_ids, part))
    assert reply.headers["content-type"] == "image/svg+xml"
    root = ElementTree.fromstring(reply.content)
    told = root.findtext(f"{SVG}desc") or ""
    page = Page(board().get(path(board_ids, "echeances")).text)
    assert told in [one.attributes["alt"] for one in page.all("img")]
    assert root.find(f".//{SVG}path") is not None
    assert not root.findall(f".//{SVG}style") and not [one for one in root.iter() if "style" in one.attrib]
    assert board().get(path(board_ids, part)).content == reply.content


def test_a_picture_for_slack_is_png(board: Client, board_ids: dict[str, str]) -> None:
    reply = board().get(path(board_ids, "credits.png"))
    assert reply.headers["content-type"] == "image/png" and reply.content.startswith(b"\x89PNG")
    assert board().get(path(board_ids, "credits.gif")).status_code == 404


def test_one_value_makes_no_picture(board: Client, board_ids: dict[str, str]) -> None:
    page = Page(board().get(path(board_ids, "echeances", "quai.md")).text)
    assert [one.attributes["src"] for one in page.all("img")] == [
        f"../../conventions/{board_ids['quai.md']}/calendrier.svg"
    ]
    assert "Aucun crédit" in page.text
    assert board().get(path(board_ids, "credits.svg", "quai.md")).status_code == 404


def test_same_chart_same_bytes() -> None:
    from decimal import Decimal

    chart = Bars("Crédits <&>", ("2024", "2025"), (("AE", (Decimal(1), None)), ("CP", (None, Decimal("2.5")))), "fr")
    first = draw(chart, "svg")
    draw.cache_clear()
    assert draw(chart, "svg") == first
    title = ElementTree.fromstring(dressed(first, chart.title, "a < b")).findtext(f"{SVG}title")
    assert title == "Crédits <&>"


def events(content: bytes) -> dict[str, dict[str, object]]:
    """Events of a feed by what they are about."""
    calendar = Calendar.from_ical(content)
    return {
        str(one["summary"]).replace("\xa0", " "): {
            "day": one["dtstart"].dt, "uid": str(one["uid"]), "url": str(one["url"]), "told": str(one["description"]),
            "alarms": [alarm["trigger"].dt for alarm in one.walk("VALARM")],
        }
        for one in calendar.walk("VEVENT")
    }  # fmt: skip


def test_a_calendar_is_read_back(board: Client, board_ids: dict[str, str]) -> None:
    reply = board().get(path(board_ids, "echeances.ics"))
    assert reply.headers["content-type"] == "text/calendar; charset=utf-8"
    found = events(reply.content)
    notice = found["Vigie Brume : dernier jour pour donner le préavis (dénonciation)"]
    assert notice["day"] == date(2027, 9, 1)
    assert notice["alarms"] == [timedelta(days=-30), timedelta(days=-7)]
    assert "2028-01-01 − 4 mois" in str(notice["told"])
    end = found["Vigie Brume : fin de la convention"]
    assert end["alarms"] == [] and end["day"] == date(2028, 1, 1)
    address = f"https://lire.exemple.fr/alinea/conventions/{board_ids['brume.md']}?passage="
    assert str(end["url"]).startswith(address)
    assert not any("compte rendu" in name for name in found), "what has no date is not there"
    days = [one["dtstart"].dt for one in Calendar.from_ical(reply.content).walk("VEVENT")]
    assert min(days) < date(2026, 1, 15), "what is just over stays"
    assert reply.content == board().get(path(board_ids, "echeances.ics")).content


def test_identifiers_stay_when_a_day_moves(board: Client, board_ids: dict[str, str]) -> None:
    """The avenant moves the end: whoever does not see it has the same event on its first day."""
    whole = events(board().get(path(board_ids, "echeances.ics", "halage.md")).content)
    only = frozenset((board_ids["halage.md"],))
    former = events(board(sight=lambda request: Sight(only)).get(path(board_ids, "echeances.ics", "halage.md")).content)
    name = "Halage Libre : fin de la convention"
    assert (whole[name]["day"], former[name]["day"]) == (date(2026, 6, 30), date(2025, 12, 31))
    assert whole[name]["uid"] == former[name]["uid"]


def test_the_portfolio_feed_holds_all_with_different_identifiers(board: Client) -> None:
    content = board().get("/portefeuille/echeances.ics").content
    uids = [str(one["uid"]) for one in Calendar.from_ical(content).walk("VEVENT")]
    assert len(uids) == len(set(uids)) > 8
    assert {name.partition(" :")[0] for name in events(content)} == {"Halage Libre", "Vigie Brume", "Quai Ouvert"}
    kept = events(board().get("/portefeuille/echeances.ics?party=DMR").content)
    assert {name.partition(" :")[0] for name in kept} == {"Vigie Brume"}


@pytest.fixture
def board_signer(board_data: object) -> Signer:
    return open_signer(Settings(data=board_data))  # type: ignore[arg-type]


def test_a_signed_link_opens_the_schedule_of_its_document(
    board: Client, board_ids: dict[str, str], board_signer: Signer
) -> None:
    far = board("203.0.113.7", "https://lire.exemple.fr")
    rights = board_signer.query(board_ids["halage.md"], (), board_signer.expiry())
    page = Page(far.get(f"{path(board_ids, 'echeances', 'halage.md')}?{rights}").text)
    (picture, _) = page.all("img")
    assert far.get(picture.attributes["src"].removeprefix("../..")).status_code == 200
    feed = far.get(f"{path(board_ids, 'echeances.ics', 'halage.md')}?{rights}")
    (url,) = [str(one["url"]) for name, one in events(feed.content).items() if "fin de" in name]
    spans = re.findall(r"passage=(\d+)-(\d+)", url)
    assert HALAGE[int(spans[0][0]) : int(spans[0][1])] == "La convention prend fin le 31 décembre 2025."
    assert far.get(url.removeprefix("https://lire.exemple.fr/alinea").partition("#")[0]).status_code == 200
    for part in ("echeances", "echeances.ics", "credits.svg", "calendrier.png"):
        assert far.get(path(board_ids, part)).status_code == 403
        assert far.get(f"{path(board_ids, part)}?{rights}").status_code == 403
