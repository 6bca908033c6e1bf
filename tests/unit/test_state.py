"""What a team records: kept apart, with who and when, and never lost when a file is corrected."""

import os
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bot.anchors import RecordedDate
from bot.faults import sentences
from bot.state import EVENTS, StateFault, open_state
from index.records import DocumentRow
from ingestion.names import DocumentKind, Identity

IDENTITY = Identity(DocumentKind.CONVENTION, "Portulan", "Convention", (), ())
PORTULAN = DocumentRow("a1", "ports/a.txt", DocumentKind.CONVENTION, "Portulan", "Convention", IDENTITY, 1, 1)
MARCH, TODAY = date(2024, 3, 15), date(2024, 4, 2)


def test_nothing_is_written_by_reading(tmp_path: Path) -> None:
    assert open_state(tmp_path).dates(PORTULAN) == {}
    assert list(tmp_path.iterdir()) == []


def test_the_last_line_is_in_force_and_the_history_stays(tmp_path: Path) -> None:
    state = open_state(tmp_path / "new")
    state.record(PORTULAN, "notification", MARCH, "Léa", TODAY)
    state.record(PORTULAN, "signature", date(2023, 1, 1), "Léa", TODAY)
    state.record(PORTULAN, "signature", MARCH, "Noé", TODAY)
    assert state.dates(PORTULAN) == {
        "signature": RecordedDate(MARCH, "Noé", TODAY),
        "notification": RecordedDate(MARCH, "Léa", TODAY),
    }
    assert list(state.dates(PORTULAN)) == [event for event in EVENTS if event in state.dates(PORTULAN)]
    state.record(PORTULAN, "signature", None, "Noé", TODAY)
    assert list(open_state(tmp_path / "new").dates(PORTULAN)) == ["notification"]


def test_a_corrected_file_keeps_its_dates_and_another_document_has_none(tmp_path: Path) -> None:
    state = open_state(tmp_path)
    state.record(PORTULAN, "signature", MARCH, "Léa", TODAY)
    assert "signature" in state.dates(replace(PORTULAN, id="b2"))
    assert "signature" in state.dates(replace(PORTULAN, source="ailleurs.txt"))
    assert state.dates(replace(PORTULAN, id="b2", short_name="Sablier")) == {}
    assert state.dates(replace(PORTULAN, id="b2", source="ailleurs.txt")) == {}


def test_a_file_that_is_no_database_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "state.sqlite"
    path.write_bytes(b"not a database" * 100)
    for attempt in (
        lambda: open_state(tmp_path).dates(PORTULAN),
        lambda: open_state(tmp_path).record(PORTULAN, "signature", MARCH, "Léa", TODAY),
    ):
        with pytest.raises(StateFault) as caught:
            attempt()
        assert "sauvegarde" in sentences(caught.value, "fr")[0]
    assert path.read_bytes() == b"not a database" * 100


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes everywhere")
def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(StateFault) as caught:
        open_state(tmp_path).record(PORTULAN, "signature", MARCH, "Léa", TODAY)
    assert caught.value.key == "state_unwritable"
