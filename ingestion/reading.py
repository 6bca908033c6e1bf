"""Reading one file: from its bytes to its entry, in this process; `ingestion.sandbox` does the same in others."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from ingestion.amendments import read_amendments
from ingestion.anomalies import find_anomalies
from ingestion.containers import CONTAINERS, Parts
from ingestion.corpus import Entry
from ingestion.documents import Document, document_of
from ingestion.errors import UnreadableFile
from ingestion.facts.register import read_facts
from ingestion.hyphens import join, restored
from ingestion.ledger import reader_version
from ingestion.naming import read_identity
from ingestion.passages import read_passages
from ingestion.readers import reader_of, suffix_of
from ingestion.reading_rules import ReadingRules
from ingestion.structure import read_blocks


@dataclass(frozen=True, slots=True)
class Job:
    """One file to be read, or one container to be opened."""

    source: str
    """As in `Document.source`; its suffix tells the format."""
    content: bytes
    page: int = 0
    """Page that is asked for, from 1, by who draws pages (`ingestion.drawing`); 0 for the whole file."""


@dataclass(frozen=True, slots=True)
class Done:
    """What became of a job."""

    job: Job
    result: Entry | UnreadableFile
    seconds: float
    """From when it was given to a reader to when it was done."""


Read = Callable[[Job, ReadingRules], Entry]
"""Raises UnreadableFile."""
Open = Callable[[Job, ReadingRules], Parts]
"""Raises UnreadableFile."""


class Reads(Protocol):
    """Who reads files."""

    @property
    def rules(self) -> ReadingRules:
        """The limits that each file is read under."""

    def read(self, jobs: Iterator[Job]) -> Iterator[Done]:
        """Read files, in the order in which they are done; a job is asked for once there is somebody to do it."""

    def open(self, job: Job) -> Parts:
        """Open a container; `jobs` may ask for it while they are read. Raises UnreadableFile."""


class InProcess:
    """Reads in this process, one file after the other: for tests, and for files that one trusts."""

    def __init__(self, rules: ReadingRules) -> None:
        self.rules = rules

    def read(self, jobs: Iterator[Job]) -> Iterator[Done]:
        """As `Reads.read`."""
        for job in jobs:
            begun = time.monotonic()
            try:
                with faults_told(job.source):
                    result: Entry | UnreadableFile = read_document(job, self.rules)
            except UnreadableFile as error:
                result = error
            yield Done(job, result, time.monotonic() - begun)

    def open(self, job: Job) -> Parts:
        """As `Reads.open`."""
        with faults_told(job.source):
            return open_container(job, self.rules)


def read_entry(document: Document) -> Entry:
    """All the stages on one document, its cut words made whole meanwhile."""
    whole = join(document.text)
    text, blocks = whole.text, read_blocks(whole.text)
    identity = read_identity(text, blocks, document.source)
    passages = read_passages(text, blocks, identity.short_name)
    facts = read_facts(text, blocks)
    anomalies = find_anomalies(text, blocks, facts, identity)
    amendments = read_amendments(text, blocks, facts, identity)
    entry = Entry(reader_version(), document, identity, blocks, passages, facts, anomalies, amendments)
    return _paged(restored(entry, whole, document.text))


def _paged(entry: Entry) -> Entry:
    """The entry with the page of each block and passage, where its format has pages."""
    document = entry.document
    if not document.pages:
        return entry
    blocks = tuple(replace(block, page=document.page_at(block.body_start)) for block in entry.blocks)
    passages = tuple(replace(passage, page=document.page_at(passage.start)) for passage in entry.passages)
    return replace(entry, blocks=blocks, passages=passages)


def read_document(job: Job, rules: ReadingRules) -> Entry:
    """The entry of a file. Raises UnreadableFile, and what a reader lets through."""
    path = Path(job.source)
    return read_entry(document_of(job.source, suffix_of(path), job.content, reader_of(path)(path, job.content, rules)))


def open_container(job: Job, rules: ReadingRules) -> Parts:
    """The parts of a container. Raises UnreadableFile, and what an opener lets through."""
    path = Path(job.source)
    return CONTAINERS[suffix_of(path)](path, job.content, rules)


@contextmanager
def faults_told(source: str) -> Iterator[None]:
    """Whatever a reader lets through is this file's fault, `crashed`. Raises UnreadableFile."""
    try:
        yield
    except UnreadableFile:
        raise
    except MemoryError:
        raise UnreadableFile(Path(source), "too_much_memory") from None
    except Exception as error:
        raise UnreadableFile(Path(source), "crashed", why=type(error).__name__) from error
