"""Changes: what differs between the corpus and the records, found without reading the files that did not change."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from index.records import stamps
from index.records_tables import Connection
from index.records_vectors import vector_key
from index.records_writing import CorpusFile
from ingestion import corpus
from ingestion.corpus import digest_of, file_stamp


@dataclass(frozen=True, slots=True)
class Changes:
    """What a build has to do, by document id."""

    added: tuple[str, ...]
    """In the corpus, not in the records."""
    replaced: tuple[str, ...]
    """In both, with another content."""
    removed: tuple[str, ...]
    """In the records, not in the corpus."""
    moved: tuple[tuple[str, str], ...]
    """Same content, with the new stamp of the file."""
    unchanged: int
    """Number of documents that need nothing, `moved` included."""
    unreadable: tuple[str, ...]
    """Names of corpus files that are not entries; ingestion writes them anew when it is run. What the records hold of
    these documents stays till then."""
    keys: tuple[str, ...]
    """Vector keys of the distinct texts of the documents to be written."""

    @property
    def to_write(self) -> tuple[str, ...]:
        """Documents to be read and written."""
        return self.added + self.replaced


def find_changes(folder: Path, connection: Connection, embedder: str, *, all_again: bool = False) -> Changes:
    """Compare the corpus folder with the records; a folder that is not there is an empty one.

    `embedder`: name, for the keys. `all_again`: take every document as changed, whatever the records say.
    """
    known = stamps(connection)
    files = {path.stem: path for path in sorted(folder.glob("*.json"))}
    both = sorted(files.keys() & known.keys())
    now = {name: file_stamp(files[name]) for name in both}
    touched = [name for name in both if all_again or now[name] != known[name][1]]
    replaced = [name for name in touched if all_again or digest_of(files[name].read_bytes()) != known[name][0]]
    added = sorted(files.keys() - known.keys())
    keys = {name: _keys(folder, name, embedder) for name in [*added, *replaced]}
    unreadable = {name for name, found in keys.items() if found is None}
    return Changes(
        added=tuple(name for name in added if name not in unreadable),
        replaced=tuple(name for name in replaced if name not in unreadable),
        removed=tuple(sorted(known.keys() - files.keys())),
        moved=tuple((name, now[name]) for name in touched if name not in replaced),
        unchanged=len(both) - len(replaced),
        unreadable=tuple(files[name].name for name in sorted(unreadable)),
        keys=tuple(dict.fromkeys(key for found in keys.values() for key in found or ())),
    )


def read_file(folder: Path, document: str) -> CorpusFile:
    """Read an entry with its stamp. Raises OSError, ValueError when it is not an entry, or one of another document."""
    path = corpus.entry_path(folder, document)
    stamp = file_stamp(path)
    content = path.read_bytes()
    entry = corpus.parse(content)
    if entry.document.id != document:
        raise ValueError(f"{path.name} holds document {entry.document.id}")
    return CorpusFile(content, digest_of(content), stamp, entry)


def passage_keys(file: CorpusFile, embedder: str) -> list[str]:
    """Vector key of each passage of an entry, in order."""
    return [vector_key(embedder, passage.indexed_text) for passage in file.entry.passages]


def digests(folder: Path) -> Mapping[str, str]:
    """Digest of each file of the corpus, by document id."""
    return {path.stem: digest_of(path.read_bytes()) for path in sorted(folder.glob("*.json"))}


def _keys(folder: Path, document: str, embedder: str) -> list[str] | None:
    try:
        return passage_keys(read_file(folder, document), embedder)
    except (OSError, ValueError):  # pydantic's ValidationError is a ValueError
        return None
