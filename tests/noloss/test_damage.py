"""Each file of the data folder damaged in turn: said in a sentence, never a traceback, and healed by what is told."""

import os
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.conversations.memory import open_memory
from bot.settings import load
from bot.state import StateFault
from tests.noloss.served import Ended, Served

_SLOW = os.environ.get("ALINEA_SLOW") == "1"
_QUESTION = "Quel est le montant de Balise ?"
_PAGE = 4096


def _cut(content: bytes) -> bytes:
    return content[: len(content) // 2]


def _emptied(_content: bytes) -> bytes:
    return b""


def _zeroed(content: bytes) -> bytes:
    """One page of zeros in the middle, or less when the file is shorter."""
    at = len(content) // 2 // _PAGE * _PAGE
    return content[:at] + bytes(min(_PAGE, len(content) - at)) + content[at + _PAGE :]


def _garbled(content: bytes) -> bytes:
    at, length = len(content) // 3, min(2_000, max(1, len(content) // 2))
    return content[:at] + random.Random(1).randbytes(length) + content[at + length :]


WAYS: dict[str, Callable[[bytes], bytes]] = {"cut": _cut, "emptied": _emptied, "zeroed": _zeroed, "garbled": _garbled}
_OF_THE_INDEX = ["index/manifest.json", "index/records.sqlite", "index/vectors.sqlite", "index/chroma/chroma.sqlite3"]
_IN_TURN = [(name, way) for name in _OF_THE_INDEX for way in WAYS]
_IN_THE_GATE = _IN_TURN if _SLOW else [*_IN_TURN[::5], ("index/records.sqlite", "garbled")]


@pytest.fixture(scope="module")
def sound(served: Served, conventions: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder in order, with a date that the team recorded and a search file of Chroma's written out."""
    data = tmp_path_factory.mktemp("sound") / "data"
    served.do("ordinary", str(conventions), str(data))
    assert served.do("command", ["record", "Balise", "signature", "2024-03-15"], str(data)).given == 0
    return data


@pytest.fixture
def data(sound: Path, tmp_path: Path) -> Path:
    shutil.copytree(sound, tmp_path / "data")
    return tmp_path / "data"


def run(served: Served, data: Path, *arguments: str) -> Ended:
    """Run `alinea`; whatever it finds, it ends by itself and shows no traceback."""
    ended = served.do("command", list(arguments), str(data))
    assert ended.signal == 0, (arguments, ended.signal)
    assert "Traceback" not in ended.output and "Unexpected" not in ended.output, ended.output
    assert ended.given in (0, 1)
    return ended


def answer(served: Served, data: Path) -> str:
    told = run(served, data, "ask", _QUESTION)
    assert told.given == 0 and "11 500 €" in told.output
    return told.output


def damage(path: Path, way: str) -> None:
    path.write_bytes(WAYS[way](path.read_bytes()))


@pytest.mark.parametrize(("name", "way"), _IN_THE_GATE)
def test_a_damaged_index_is_told_and_rebuilt(
    served: Served, conventions: Path, sound: Path, data: Path, name: str, way: str
) -> None:
    damage(data / name, way)
    for command in (["ask", _QUESTION], ["check"], ["ingest", str(conventions)]):
        told = run(served, data, *command)
        if told.given:
            assert "alinea index --rebuild" in told.output or "alinea ingest" in told.output, told.output
    run(served, data, "doctor")
    rebuilt = run(served, data, "index", "--rebuild")
    assert rebuilt.given == 0, rebuilt.output
    assert "failed" not in run(served, data, "doctor").output
    assert answer(served, data) == answer(served, sound)
    found, expected = (served.do("contents", str(one)).given for one in (data, sound))
    assert [key for key in expected if found[key] != expected[key]] == []


@pytest.mark.parametrize("way", WAYS)
def test_a_damaged_entry_of_the_corpus_is_told_kept_and_read_again(
    served: Served, conventions: Path, sound: Path, data: Path, way: str
) -> None:
    entry = sorted((data / "corpus").glob("*.json"))[0]
    whole = entry.read_bytes()
    damage(entry, way)
    told = run(served, data, "index")
    assert told.given == 1 and entry.name in told.output and "alinea ingest" in told.output
    assert answer(served, data) == answer(served, sound), "what was indexed of it stays"
    assert entry.name in run(served, data, "doctor").output
    assert run(served, data, "ingest", str(conventions)).given == 0
    assert entry.read_bytes() == whole
    assert run(served, data, "doctor").given == 0


def test_a_figure_changed_in_the_corpus_does_not_pass_for_what_was_read(
    served: Served, conventions: Path, data: Path
) -> None:
    entry = next(path for path in (data / "corpus").glob("*.json") if "11 500 €" in path.read_text(encoding="utf-8"))
    whole = entry.read_text(encoding="utf-8")
    entry.write_text(whole.replace("11 500 €", "91 500 €"), encoding="utf-8")
    assert run(served, data, "ingest", str(conventions)).given == 0
    assert entry.read_text(encoding="utf-8") == whole
    answer(served, data)


def test_a_damaged_ledger_is_made_again(served: Served, conventions: Path, data: Path) -> None:
    for way in WAYS:
        damage(data / "corpus" / ".ledger", way)
        assert run(served, data, "ingest", str(conventions)).given == 0


@pytest.mark.parametrize("way", WAYS)
def test_what_the_team_recorded_is_never_emptied_in_silence(served: Served, data: Path, way: str) -> None:
    path = data / "state.sqlite"
    damage(path, way)
    before = path.read_bytes()
    # A database may be damaged where nothing that is asked for stands.
    doctor = run(served, data, "doctor")
    assert (doctor.given, "alinea restore" in doctor.output) in ((1, True), (0, False))
    told = run(served, data, "record", "Balise", "signature", "2024-04-15")
    if doctor.given == 1 or way != "garbled":
        assert told.given == 1 and "state.sqlite" in told.output and path.read_bytes() == before


@pytest.mark.parametrize("way", ["cut", "emptied"])
@pytest.mark.parametrize(("name", "key"), [("conversations.sqlite", "state_damaged"), ("hash.key", "key_damaged")])
def test_what_the_bot_remembers_is_never_emptied_in_silence(tmp_path: Path, name: str, key: str, way: str) -> None:
    settings = load({"ALINEA_DATA": str(tmp_path)})
    open_memory(settings).close()
    damage(tmp_path / name, way)
    before = (tmp_path / name).read_bytes()
    with pytest.raises(StateFault) as fault:
        open_memory(settings).feedback.all()
    assert (fault.value.key, fault.value.values) == (key, {"path": str(tmp_path / name)})
    assert (tmp_path / name).read_bytes() == before
