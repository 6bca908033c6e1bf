"""`python -m index`: bring the index in line with the corpus. `alinea ingest` and `alinea index` are kinder."""

import argparse
import sys
from pathlib import Path

from index.build import update
from index.embedder import DEFAULT, open_embedder
from index.errors import IndexingError


def main(arguments: list[str] | None = None) -> int:
    """Run the build, one line a step on standard error. Exit code: 0, or 1 after one line that names the fault."""
    parser = argparse.ArgumentParser(prog="python -m index", description=__doc__)
    parser.add_argument("--corpus", type=Path, default=Path("data/corpus"))
    parser.add_argument("--index", type=Path, default=Path("data/index"))
    parser.add_argument("--embedder", default=DEFAULT)
    parser.add_argument("--chroma-url", default=None)
    parser.add_argument("--rebuild", action="store_true", help="from nothing but the cached vectors")
    asked = parser.parse_args(arguments)
    try:
        embedder = open_embedder(asked.embedder)
        report = update(asked.corpus, asked.index, embedder, _tell, rebuild=asked.rebuild, chroma_url=asked.chroma_url)
    except IndexingError as error:
        print(error, file=sys.stderr)
        return 1
    print(report)
    return 0


def _tell(stage: str, done: int, total: int) -> None:
    print(f"{stage} {done}/{total}", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
