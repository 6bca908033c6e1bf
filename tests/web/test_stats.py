"""`/stats`: counts by week, and nothing of anybody."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.answer import Answer, Status
from bot.conversations.database import open_database
from bot.conversations.feedback import FeedbackStore
from bot.conversations.turns import Kind, Turn, Turns, new_id
from bot.conversations.usage import weeks
from bot.web.viewing import Sight
from tests.web.conftest import Client
from tests.web.page import Page

MONDAY = datetime(2026, 1, 5, 9, tzinfo=UTC).timestamp()
WEEK = 7 * 86_400
QUESTION = "Une question que personne d'autre ne lit"


def turn(person: str, status: Status | None, at: float = MONDAY, kind: Kind = "message") -> Turn:
    answer = Answer(id="q", status=status, language="fr", text="texte") if status else None
    return Turn(
        id=new_id(), place="lieu", thread="fil", person=person, kind=kind, question=QUESTION, answer=answer, at=at,
        state="delivered" if status else "failed",
    )  # fmt: skip


@pytest.fixture
def asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A week of five questions by three people, then one of two people."""
    database = open_database(tmp_path)
    turns, feedback = Turns(database, "owner"), FeedbackStore(database)
    first = [
        turn("a", "answered"),
        turn("b", "not_found"),
        turn("c", "clarify"),
        turn("a", "answered"),
        turn("b", None),
    ]
    for one in (*first, turn("c", "answered", kind="share"), turn("d", "answered", kind="choice")):
        turns.receive((), one)
    for one in (turn("a", "answered", MONDAY + WEEK), turn("b", "answered", MONDAY + WEEK)):
        turns.receive((), one)
    monkeypatch.setattr("bot.conversations.feedback.time.time", lambda: MONDAY)
    feedback.give(first[0], (), "a", "good")
    feedback.give(first[0], (), "b", "good")
    feedback.give(first[1], (), "c", "bad")
    database.close()
    return tmp_path


def test_weeks_are_counted(asked: Path) -> None:
    last, first = weeks(asked)
    assert (first.questions, first.answered, first.refused, first.asked_back) == (5, 2, 1, 1)
    assert (first.good, first.bad) == (2, 1)
    assert last.questions is None and last.answered is None and last.good is None, "two people only"


def test_the_page_tells_counts_and_nobody(asked: Path, board: Client) -> None:
    text = board(data=asked).get("/stats").text
    page = Page(text)
    assert "3 conventions lues" in page.text
    assert [one.words for one in page.all("th", scope="row")] == [
        "12 janvier 2026", "5 janvier 2026", "Total montré",
    ]  # fmt: skip
    assert "moins de 3 personnes ont posé une question" in page.text
    cells = [one.words.replace("\xa0", " ") for one in page.all("td")]
    assert cells[1:7] == ["5", "2 (40 %)", "1 (20 %)", "1 (20 %)", "2", "1"]
    assert cells[7:] == cells[1:7], "the week that is not told is not in the total"
    assert QUESTION not in text and "lieu" not in page.text.split()


def test_it_is_public_and_tells_no_count_of_what_may_not_be_seen(
    asked: Path, board: Client, board_ids: dict[str, str]
) -> None:
    far = board("203.0.113.7", "https://lire.exemple.fr", data=asked).get("/stats")
    assert far.status_code == 200 and "conventions lues" not in far.text and "2 (40" in far.text
    some = frozenset((board_ids["quai.md"],))
    assert "1 conventions lues" not in (seen := board(sight=lambda request: Sight(some)).get("/stats").text)
    assert "1 convention lue" in seen


def test_nothing_asked_yet(board: Client, board_data: Path, tmp_path: Path) -> None:
    assert weeks(tmp_path) == () and not list(tmp_path.iterdir()), "no file is made"
    assert "Aucune question" in board().get("/stats").text
    open_database(tmp_path).close()
    assert weeks(tmp_path) == ()
