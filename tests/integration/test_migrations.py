"""An index of schema 1 is brought up to date by the next build, whatever kills it on the way, and loses nothing."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.config import Config
from alembic.script import ScriptDirectory

from index import manifest, records_schema
from index.build import update
from index.check import check
from index.errors import OldIndex
from index.lookup import facts
from index.records import FILE, Records
from index.records_tables import METADATA, open_database, sqlite_url
from ingestion import corpus as corpus_files
from tests.made_corpus import ThemeEmbedder
from tests.made_facts import PORTULAN, entry_of, portulan_facts

ENTRY = entry_of("Portulan", PORTULAN, portulan_facts())


@pytest.fixture
def old_index(corpus: Path, index: Path, root: Path) -> Path:
    """An index as the program of schema 1 left it, over a corpus one document of which has facts."""
    corpus_files.save(corpus, ENTRY)
    update(corpus, index, ThemeEmbedder())
    new, old = index / FILE, index / "old.sqlite"
    with closing(sqlite3.connect(old)) as connection:
        connection.execute("ATTACH ? AS new", (str(new),))
        connection.executescript((root / "tests" / "data" / "index_schema_1.sql").read_text(encoding="utf-8"))
        connection.commit()
    for path in index.glob(f"{FILE}*"):
        path.unlink()
    old.rename(new)
    told = json.loads((index / manifest.FILE).read_text())
    (index / manifest.FILE).write_text(json.dumps(told | {"schema": 1}))
    return index


def tables(index: Path) -> set[str]:
    with closing(sqlite3.connect(index / FILE)) as connection:
        return {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}


def test_an_old_index_is_migrated_and_embeds_nothing_again(old_index: Path, corpus: Path) -> None:
    assert "facts" not in tables(old_index)
    embedder = ThemeEmbedder()
    report = update(corpus, old_index, embedder)
    assert embedder.embedded == []
    assert (report.added, report.removed, len(report.replaced)) == ((), (), 4)
    assert tuple(row.fact for row in facts(Records(old_index))) == ENTRY.facts
    assert manifest.read(old_index).schema == manifest.SCHEMA
    assert check(old_index, corpus) == ()
    assert update(corpus, old_index, embedder).unchanged == 4


def test_readers_refuse_an_old_index_until_a_build_has_finished(old_index: Path, corpus: Path) -> None:
    with pytest.raises(OldIndex):
        manifest.read(old_index)
    Records(old_index, create=True).close()
    assert "facts" in tables(old_index)
    with pytest.raises(OldIndex):
        manifest.read(old_index)


def test_a_kill_in_the_middle_of_a_migration_leaves_the_former_schema(
    old_index: Path, corpus: Path, root: Path
) -> None:
    program = f"""
import os, signal
from pathlib import Path
import sqlalchemy as sa
from index.records import Records
@sa.event.listens_for(sa.Engine, "after_cursor_execute")
def kill(connection, cursor, statement, *_):
    if statement.startswith("UPDATE documents"):
        os.kill(os.getpid(), signal.SIGKILL)
Records(Path({str(old_index)!r}), create=True)
"""
    process = subprocess.run([sys.executable, "-c", program], cwd=root, capture_output=True)
    assert process.returncode == -signal.SIGKILL
    assert not {"facts", "names", "alembic_version"} & tables(old_index)
    update(corpus, old_index, ThemeEmbedder())
    assert check(old_index, corpus) == ()


def test_a_build_killed_after_a_migration_goes_on(
    old_index: Path, corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from index import build

    writing = build.put_document
    written: list[str] = []

    def killed(connection: sa.Connection, file: object, keys: list[str]) -> object:
        if len(written) == 2:
            raise KeyboardInterrupt
        written.append("")
        return writing(connection, file, keys)

    with monkeypatch.context() as patched:
        patched.setattr(build, "put_document", killed)
        with pytest.raises(KeyboardInterrupt):
            update(corpus, old_index, ThemeEmbedder())
    report = update(corpus, old_index, ThemeEmbedder())
    assert (len(report.replaced), report.unchanged) == (2, 2)
    assert check(old_index, corpus) == ()


def test_a_later_schema_is_refused(index: Path, corpus: Path) -> None:
    with closing(sqlite3.connect(index / FILE)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    with pytest.raises(OldIndex):
        update(corpus, index, ThemeEmbedder())


def shape(engine: sa.Engine) -> dict[str, object]:
    """Columns, keys and indexes of every table of ours."""
    inspector = sa.inspect(engine)
    return {
        table: (
            [(column["name"], str(column["type"]), column["nullable"]) for column in inspector.get_columns(table)],
            inspector.get_pk_constraint(table)["constrained_columns"],
            sorted((index["name"], index["column_names"]) for index in inspector.get_indexes(table)),
            [sorted(one["column_names"]) for one in inspector.get_unique_constraints(table)],
        )
        for table in METADATA.tables
    }


@pytest.fixture
def engines(tmp_path: Path) -> Iterator[tuple[sa.Engine, sa.Engine]]:
    """A database made whole, and one made by every revision in turn."""
    made = open_database(sqlite_url(tmp_path / "made.sqlite"), records_schema.bring_up_to_date)
    migrated = open_database(sqlite_url(tmp_path / "migrated.sqlite"), lambda _: None)
    with migrated.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)")
        records_schema._migrate(connection)
    yield made, migrated
    made.dispose()
    migrated.dispose()


def test_revisions_make_the_tables_that_the_program_makes(engines: tuple[sa.Engine, sa.Engine]) -> None:
    made, migrated = engines
    assert shape(migrated) == shape(made)
    with migrated.connect() as connection:
        assert records_schema.revision(connection) == records_schema.HEAD


def test_the_latest_revision_is_the_schema_of_the_manifest(root: Path) -> None:
    config = Config()
    config.set_main_option("script_location", str(root / "index" / "migrations"))
    assert ScriptDirectory.from_config(config).get_current_head() == records_schema.HEAD
    assert int(records_schema.HEAD) == manifest.SCHEMA


def test_alembic_is_imported_only_to_migrate(index: Path, corpus: Path, root: Path) -> None:
    program = f"""
import sys
from pathlib import Path
from index.records import Records
Records(Path({str(index)!r}), create=True)
Records(Path({str(index.parent / "fresh")!r}), create=True)
print("alembic" in sys.modules)
"""
    (index.parent / "fresh").mkdir()
    told = subprocess.run([sys.executable, "-c", program], cwd=root, capture_output=True, text=True, check=True)
    assert told.stdout == "False\n"
    assert os.listdir(index.parent / "fresh") != []
