from pathlib import Path

import pytest

from index import manifest
from index.errors import DamagedIndex, NoIndex, OldIndex, OtherEmbedder
from index.manifest import SCHEMA, Manifest


def test_what_is_written_is_read(tmp_path: Path) -> None:
    written = Manifest(SCHEMA, "themes", 4, "1,2")
    manifest.write(tmp_path, written)
    assert manifest.read(tmp_path) == written
    assert [path.name for path in tmp_path.iterdir()] == [manifest.FILE]


def test_no_manifest_is_no_index(tmp_path: Path) -> None:
    with pytest.raises(NoIndex):
        manifest.read(tmp_path)
    assert manifest.expect(tmp_path, "themes") is None


@pytest.mark.parametrize("content", [b"", b"{", b'{"schema": "x"}', b"\xff\xfe"])
def test_a_broken_manifest_is_damage(tmp_path: Path, content: bytes) -> None:
    (tmp_path / manifest.FILE).write_bytes(content)
    with pytest.raises(DamagedIndex):
        manifest.read(tmp_path)


def test_another_schema_is_an_old_index(tmp_path: Path) -> None:
    manifest.write(tmp_path, Manifest(SCHEMA + 1, "themes", 4, "1"))
    with pytest.raises(OldIndex) as raised:
        manifest.read(tmp_path)
    assert raised.value.values["expected"] == str(SCHEMA)


def test_another_embedder_is_named(tmp_path: Path) -> None:
    manifest.write(tmp_path, Manifest(SCHEMA, "themes", 4, "1"))
    with pytest.raises(OtherEmbedder) as raised:
        manifest.expect(tmp_path, "letters")
    assert raised.value.values == {"built_with": "themes", "asked": "letters"}


def test_the_stamp_changes_with_each_writing(tmp_path: Path) -> None:
    assert manifest.stamp(tmp_path) == ""
    manifest.write(tmp_path, Manifest(SCHEMA, "themes", 4, "1"))
    first = manifest.stamp(tmp_path)
    manifest.write(tmp_path, Manifest(SCHEMA, "themes", 4, "2"))
    assert "" != first != manifest.stamp(tmp_path)
