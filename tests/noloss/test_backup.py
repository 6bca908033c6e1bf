"""Backup and restore: what comes back answers the same, and nothing that fails or is killed changes anything."""

import hashlib
import io
import json
import os
import random
import shutil
import tarfile
from pathlib import Path

import pytest

from bot.conversations.memory import open_memory
from bot.settings import load
from tests.noloss.served import Ended, Served

_KILLS = 30 if os.environ.get("ALINEA_SLOW") == "1" else 5
_QUESTION = "Quel est le montant de Balise ?"


@pytest.fixture(scope="module")
def used(served: Served, conventions: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder that a team and a bot have used."""
    data = tmp_path_factory.mktemp("used") / "data"
    served.do("ordinary", str(conventions), str(data))
    assert alinea(served, data, "record", "Balise", "signature", "2024-03-15").given == 0
    memory = open_memory(load({"ALINEA_DATA": str(data)}))
    memory.turns.receive(["event"], None)
    memory.close()
    return data


@pytest.fixture(scope="module")
def archive(served: Served, used: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("backups") / "alinea.tar.gz"
    assert alinea(served, used, "backup", str(path)).given == 0
    return path


@pytest.fixture
def later(served: Served, used: Path, changed: Path, tmp_path: Path) -> Path:
    """The same data folder a week later."""
    data = tmp_path / "later"
    shutil.copytree(used, data)
    served.do("ordinary", str(changed), str(data))
    return data


def alinea(served: Served, data: Path, *arguments: str, **kill: int | str) -> Ended:
    ended = served.do("command", list(arguments), str(data), **kill)  # type: ignore[arg-type]
    assert "Traceback" not in ended.output and "Unexpected" not in ended.output, ended.output
    return ended


def everything(served: Served, data: Path) -> dict[str, object]:
    """What the index holds, and the bytes of what nothing rebuilds."""
    kept = {name: (data / name).read_bytes() for name in ("hash.key",)}
    told = [alinea(served, data, *command).output for command in (["ask", _QUESTION], ["deadlines", "Drisse"])]
    return {**served.do("contents", str(data)).given, **kept, "told": told}


def test_what_comes_back_answers_the_same(served: Served, used: Path, archive: Path, tmp_path: Path) -> None:
    restored = alinea(served, tmp_path / "data", "restore", str(archive))
    assert restored.given == 0 and "6 documents" in restored.output
    assert "Vectors" not in restored.output, "nothing is embedded again"
    assert everything(served, tmp_path / "data") == everything(served, used)
    assert "15 March 2024" in alinea(served, tmp_path / "data", "deadlines", "Balise").output
    memory = open_memory(load({"ALINEA_DATA": str(tmp_path / "data")}))
    assert not memory.turns.receive(["event"], None), "what was answered is not answered again"
    memory.close()
    assert archive.stat().st_mode & 0o077 == 0, "it holds questions and a key"


def test_a_backup_is_made_while_the_bot_writes(served: Served, used: Path, tmp_path: Path) -> None:
    shutil.copytree(used, tmp_path / "data")
    memory = open_memory(load({"ALINEA_DATA": str(tmp_path / "data")}))
    memory.turns.receive(["committed and still in the journal"], None)
    assert alinea(served, tmp_path / "data", "backup", str(tmp_path)).given == 0
    (made,) = tmp_path.glob("alinea-*.tar.gz")
    refused = alinea(served, tmp_path / "data", "restore", "--replace", str(made))
    assert refused.given == 1 and "stop it" in refused.output
    memory.close()
    assert alinea(served, tmp_path / "data", "restore", "--replace", str(made)).given == 0
    memory = open_memory(load({"ALINEA_DATA": str(tmp_path / "data")}))
    assert not memory.turns.receive(["committed and still in the journal"], None)
    memory.close()


def test_nothing_is_replaced_unless_asked(served: Served, used: Path, archive: Path, later: Path) -> None:
    before = everything(served, later)
    refused = alinea(served, later, "restore", str(archive))
    assert refused.given == 1 and "--replace" in refused.output
    assert everything(served, later) == before
    assert alinea(served, later, "restore", "--replace", str(archive)).given == 0
    assert everything(served, later) == everything(served, used)


def test_a_damaged_backup_changes_nothing(served: Served, archive: Path, later: Path, tmp_path: Path) -> None:
    whole, rng, before = archive.read_bytes(), random.Random(3), everything(served, later)
    copy = tmp_path / "copy.tar.gz"
    for content in (whole[: len(whole) // 2], whole[:-5], b"", *(_flipped(whole, rng) for _ in range(8))):
        copy.write_bytes(content)
        refused = alinea(served, later, "restore", "--replace", str(copy))
        assert refused.given == 1 and str(copy) in refused.output, refused.output
    assert everything(served, later) == before
    assert not (later / ".restore").exists()


def _flipped(content: bytes, rng: random.Random) -> bytes:
    """With one bit changed, beyond the header, some of whose bytes mean nothing."""
    at = rng.randrange(10, len(content))
    return content[:at] + bytes([content[at] ^ 1 << rng.randrange(8)]) + content[at + 1 :]


def _archive(path: Path, files: dict[str, bytes], made_by: int = 1, link: str | None = None) -> Path:
    """An archive made by hand, its manifest true of what it holds."""
    parts = {name: {"size": len(one), "digest": hashlib.sha256(one).hexdigest()} for name, one in files.items()}
    told = json.dumps({"format": made_by, "made": "2026-01-01", "files": parts}).encode()
    with tarfile.open(path, "w:gz") as tar:
        if link:
            member = tarfile.TarInfo(link)
            member.type, member.linkname = tarfile.SYMTYPE, "/etc"
            tar.addfile(member)
        for name, content in [*files.items(), ("alinea-backup.json", told)]:
            member = tarfile.TarInfo(name)
            member.size = len(content)
            tar.addfile(member, io.BytesIO(content))
    return path


@pytest.mark.parametrize("name", ["../outside.json", "/tmp/outside", "corpus/../../outside.json", ".env", "index/x"])
def test_a_path_that_leads_elsewhere_is_refused(served: Served, tmp_path: Path, name: str) -> None:
    made = _archive(tmp_path / "made.tar.gz", {name: b"x"})
    refused = alinea(served, tmp_path / "data", "restore", str(made))
    assert refused.given == 1 and "not a backup" in refused.output
    assert sorted(path.name for path in tmp_path.rglob("*")) == [".restore.lock", "data", "made.tar.gz"]


def test_links_other_files_and_later_backups_are_refused(served: Served, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("not an archive")
    for made, told in (
        (_archive(tmp_path / "link.tar.gz", {}, link="corpus"), "not a backup"),
        (tmp_path / "notes.txt", "not a backup"),
        (tmp_path / "missing.tar.gz", "does not exist"),
        (_archive(tmp_path / "later.tar.gz", {}, made_by=99), "later version"),
    ):
        refused = alinea(served, tmp_path / "data", "restore", str(made))
        assert refused.given == 1 and told in refused.output, refused.output


def test_a_restore_killed_anywhere_leaves_the_former_data_or_the_new(
    served: Served, used: Path, archive: Path, later: Path, tmp_path: Path
) -> None:
    former, new = everything(served, later), everything(served, used)
    peace = tmp_path / "peace"
    shutil.copytree(later, peace)
    inside = str(tmp_path)
    steps = alinea(served, peace, "restore", "--replace", str(archive), inside=inside).steps
    rng, seen = random.Random(11), set()
    # Renaming takes the last steps: half of the kills fall there.
    moments = [rng.randint(1, steps) if at % 2 else steps - rng.randint(0, 12) for at in range(_KILLS)]
    for moment in moments:
        data = tmp_path / "killed"
        shutil.copytree(later, data)
        killed = alinea(served, data, "restore", "--replace", str(archive), inside=inside, deadly_step=moment)
        assert killed.signal == 9
        found = everything(served, data)
        assert found in (former, new), moment
        seen.add(found == new)
        assert not (data / ".restore").exists(), "the next command has ended it, or removed what it left"
        assert alinea(served, data, "restore", "--replace", str(archive)).given == 0
        assert everything(served, data) == new
        shutil.rmtree(data)
    assert seen == {True, False}


def test_a_backup_killed_or_without_room_leaves_the_former_one(served: Served, used: Path, tmp_path: Path) -> None:
    target = tmp_path / "alinea.tar.gz"
    target.write_bytes(b"the former one")
    full = served.do("command", ["backup", str(target)], str(used), largest=2_000)
    assert full.given == 1 and "Traceback" not in full.output and "Unexpected" not in full.output, full.output
    for step in (3, 9):
        assert alinea(served, used, "backup", str(target), inside=str(tmp_path), deadly_step=step).signal == 9
    assert target.read_bytes() == b"the former one"
    assert alinea(served, used, "backup", str(target)).given == 0


def test_a_damaged_memory_is_not_backed_up_as_if_it_were_whole(served: Served, used: Path, tmp_path: Path) -> None:
    shutil.copytree(used, tmp_path / "data")
    path = tmp_path / "data" / "state.sqlite"
    path.write_bytes(path.read_bytes()[:5000])
    refused = alinea(served, tmp_path / "data", "backup", str(tmp_path / "made.tar.gz"))
    assert refused.given == 1 and "state.sqlite" in refused.output
    assert [one.name for one in tmp_path.iterdir()] == ["data"]


def test_there_must_be_something_to_back_up(served: Served, tmp_path: Path) -> None:
    refused = alinea(served, tmp_path / "data", "backup", str(tmp_path / "made.tar.gz"))
    assert refused.given == 1 and "alinea ingest" in refused.output
