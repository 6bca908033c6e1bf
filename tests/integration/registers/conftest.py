"""The real conventions, named by the start of their SHA-256, and the comparison with the register made by hand."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import pytest

from ingestion.blocks import Block
from ingestion.structure import read_blocks

Compare = Callable[[str, Iterable[object], Iterable[object]], None]


@pytest.fixture(scope="session")
def conventions(shared: Path) -> Mapping[str, tuple[Block, ...]]:
    """Blocks of each real convention."""
    files = sorted((shared / "conventions").glob("*.txt"))
    return {
        hashlib.sha256(path.read_bytes()).hexdigest()[:8]: read_blocks(path.read_text(encoding="utf-8"))
        for path in files
    }


@pytest.fixture(scope="session")
def compare() -> Compare:
    """Prints precision and recall of a family's facts, and asserts that none is missing and none too many."""

    def check(family: str, found: Iterable[object], expected: Iterable[object]) -> None:
        read, wanted = Counter(found), Counter(expected)
        right = (read & wanted).total()
        precision = right / read.total() if read else 1.0
        recall = right / wanted.total() if wanted else 1.0
        print(f"{family}: precision {precision:.2f}, recall {recall:.2f}, {wanted.total()} facts")
        assert (list((read - wanted).elements()), list((wanted - read).elements())) == ([], [])

    return check
