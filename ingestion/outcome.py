"""What a run of ingestion did, file by file and document by document."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from ingestion.documents import Remark, ScannedPage

Status = Literal["read", "unchanged", "opened", "duplicate", "skipped", "unreadable"]
"""`opened` is a container, whose parts have outcomes of their own."""
Sort = Literal["added", "changed", "moved", "again", "absent", "removed"]
"""`changed`: another content at the same place; `moved`: the same content at another; `again`: read anew, by other code
or with another engine; `absent`: its file is gone, and it stays until its grace is over."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file, or of one part of a container."""

    source: str
    status: Status
    reason: str | None = None
    """End of a message key, `ingest.reason_<reason>`; `None` when the file was read."""
    detail: Mapping[str, str] = field(default_factory=dict)
    """Values of that message."""
    short_name: str | None = None
    kind: str | None = None
    """A DocumentKind's value; `None` when the file was not read."""
    pages: int = 0
    """Pages of a document that was read; 0 for a format without pages."""
    scanned: tuple[ScannedPage, ...] = ()
    """Those whose text was recognised in a picture."""
    remarks: tuple[Remark, ...] = ()
    """What could not be read of it."""
    seconds: float | None = field(default=None, compare=False)
    """That its reading took; `None` when it was not read."""


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one document of the corpus."""

    sort: Sort
    source: str
    before: str | None = None
    """Id of the document that stood at this source, or of this content before; `None` for `added`."""
    after: str | None = None
    """Id of the document that now stands there; `None` for `removed`."""
    until: datetime | None = None
    """For `absent`: the end of its grace, in UTC."""


@dataclass(frozen=True, slots=True)
class Report:
    """What a run did."""

    outcomes: tuple[Outcome, ...]
    """One a file, in the order of their paths."""
    changes: tuple[Change, ...] = ()
    """One a document that is not as it was, in the order of their paths; `absent` is told at each run."""

    def sources(self, sort: Sort) -> tuple[str, ...]:
        """Sources of the changes of one sort."""
        return tuple(change.source for change in self.changes if change.sort == sort)
