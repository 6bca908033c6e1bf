"""Our sample conventions as word processors' files, and the figures of a register, to compare two of them."""

import subprocess
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from typing import Any

from ingestion.documents import document_of
from ingestion.facts.evidence import Actor, Evidence
from ingestion.facts.register import Fact
from ingestion.lines import display
from ingestion.readers import reader_of, suffix_of
from ingestion.reading import read_entry
from ingestion.reading_rules import ReadingRules

FIGURES = frozenset({"amount", "budget", "instalment", "chorus", "date", "term", "notice", "deadline"})
"""Kinds of facts that hold amounts, dates, codes, durations, percentages."""
_WORDS = frozenset(
    {"who", "what", "words", "condition", "bearer", "event_words", "recurrence_words", "kind", "label", "evidence"}
)
"""Fields that hold words of the text, which a wrapped line or a mark of emphasis changes."""
_FILTERS = {"docx": "docx:MS Word 2007 XML", "odt": "odt"}
_BULLETS = ("List Bullet", "List Bullet 2", "List Bullet 3")


class _Word(HTMLParser):
    """A page of `made_formats.to_html` written with python-docx: its headings, lists and tables in Word's styles."""

    def __init__(self) -> None:
        import docx

        super().__init__()
        self.made: Any = docx.Document()
        self.to: Any = None
        self.rows: list[list[str]] | None = None
        self.depth, self.raised = 0, False

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag in ("h1", "h2", "h3"):
            self.to = self.made.add_heading("", int(tag[1]) - 1)
        elif tag == "p":
            self.to = self.made.add_paragraph()
        elif tag == "ul":
            self.depth += 1
        elif tag == "li":
            self.to = self.made.add_paragraph(style=_BULLETS[min(self.depth, 3) - 1])
        elif tag == "table":
            self.rows, self.to = [], None
        elif tag in ("tr", "td", "th") and self.rows is not None:
            self.rows += [[]] if tag == "tr" else []
            self.rows[-1] += [""] if tag != "tr" else []
        elif tag == "br":
            self.handle_data("\n")
        self.raised = self.raised or tag == "sup"

    def handle_endtag(self, tag: str) -> None:
        if tag == "ul":
            self.depth -= 1
        elif tag == "table" and self.rows:
            table = self.made.add_table(len(self.rows), max(map(len, self.rows)), style="Table Grid")
            for row, cells in zip(table.rows, self.rows, strict=True):
                for cell, text in zip(row.cells, cells, strict=False):
                    cell.text = text
            self.rows = None
        self.raised = self.raised and tag != "sup"

    def handle_data(self, data: str) -> None:
        if self.rows and self.rows[-1]:
            self.rows[-1][-1] += data
        elif self.to is not None and (data.strip() or data == "\n"):
            self.to.add_run(data if data == "\n" else data.replace("\n", " ")).font.superscript = self.raised or None


def to_docx(html: str) -> bytes:
    """A page of `made_formats.to_html` as python-docx writes it."""
    word = _Word()
    word.feed(html.partition("<body>")[2])
    kept = BytesIO()
    word.made.save(kept)
    return kept.getvalue()


def converted(files: Mapping[str, bytes], target: str, folder: Path) -> Mapping[str, bytes]:
    """Files converted by LibreOffice to `docx` or `odt`, all in one run, by their names with their suffixes."""
    for name, content in files.items():
        (folder / name).write_bytes(content)
    profile = f"-env:UserInstallation=file://{folder}/profile"
    pages = ["--infilter=HTML (StarWriter)"] if any(name.endswith(".html") for name in files) else []
    command = ["soffice", profile, "--headless", *pages, "--convert-to", _FILTERS[target], "--outdir", str(folder)]
    subprocess.run([*command, *(str(folder / name) for name in files)], check=True, capture_output=True)
    return {name: (folder / name).with_suffix(f".{target}").read_bytes() for name in files}


def facts_of(content: bytes, name: str) -> tuple[Fact, ...]:
    """The register of a file's bytes, read by the reader of its suffix."""
    path = Path(name)
    reading = reader_of(path)(path, content, ReadingRules())
    return read_entry(document_of(name, suffix_of(path), content, reading)).facts


def figures(facts: Sequence[Fact]) -> Counter[str]:
    """What the facts with figures say, without where they say it: each as one line, and how often."""
    return Counter(f"{fact.kind} {', '.join(_values(fact))}" for fact in facts if fact.kind in FIGURES)


def people(facts: Sequence[Fact]) -> list[tuple[str, ...]]:
    """Parties by role and name, then who signs, as the text has them."""
    parties = [("party", str(fact.role), display(fact.label)) for fact in facts if fact.kind == "party"]
    signed = (fact for fact in facts if fact.kind == "signature")
    return parties + [("signature", display(str(fact.signatory)), display(str(fact.title))) for fact in signed]


def _values(fact: Any) -> Iterator[str]:
    for each in fields(fact):
        value = getattr(fact, each.name)
        if each.name not in _WORDS and value is not None and not isinstance(value, Actor | Evidence):
            parts = [getattr(value, part.name) for part in fields(value)] if is_dataclass(value) else [value]
            yield f"{each.name}={display(' '.join(map(str, parts)))}"
