"""Errors of ingestion.

IngestionError            stops the run; the sentence shown is `errors.<key>`
├── NoFolder              the folder does not exist: the user names another
├── EmptyFolder           nothing in it can be read: the user puts conventions in it, or names another
├── CorpusUnwritable      the data folder refuses: the user gives rights or room
├── CorpusBusy            another ingestion is at work: the user waits for it
└── SandboxFailed         processes that read cannot start: the user frees memory, or reports it
UnreadableFile            one file is left out and said so; the others are read
"""

from pathlib import Path


class IngestionError(Exception):
    """Stops an ingestion before anything is changed. `key` and `values` make the sentence that a person reads."""

    key: str

    def __init__(self, **values: str) -> None:
        super().__init__(self.key, values)
        self.values = values


class NoFolder(IngestionError):
    """The folder does not exist or is not one."""

    key = "no_folder"


class EmptyFolder(IngestionError):
    """No file of the folder can be read; what was ingested before is kept."""

    key = "empty_folder"


class CorpusUnwritable(IngestionError):
    """The corpus folder cannot be written."""

    key = "corpus_unwritable"


class CorpusBusy(IngestionError):
    """Another ingestion is writing the corpus."""

    key = "corpus_busy"


class SandboxFailed(IngestionError):
    """The processes that read files cannot start; no file is to blame, and nothing is changed."""

    key = "sandbox_failed"


class UnreadableFile(Exception):
    """A file that no reader can make a document of. `reason` ends a message key: `ingest.reason_<reason>`."""

    def __init__(self, path: Path, reason: str, **detail: str) -> None:
        super().__init__(str(path), reason)
        self.reason = reason
        self.detail = detail
