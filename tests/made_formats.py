"""Our sample conventions in other clothes: as HTML, as a person would have typed it, and from there as PDF.

`to_html` follows the blocks that the text reader found, so that what another reader makes of the result can be compared
with what the text says: page noise is dropped, wrapped lines are joined, aligned columns become a table.
"""

import re
import subprocess
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from itertools import groupby
from pathlib import Path

import pytest

from ingestion.blocks import Block, BlockKind, Row
from ingestion.documents import Document
from ingestion.lines import split_lines
from ingestion.reading import read_entry
from ingestion.structure import read_blocks
from ingestion.tables import read_rows, sort_of

STYLE = """
@page { size: A4; margin: 25mm 22mm; @top-left { content: "Exemplaire de travail"; font-size: 8pt }
        @bottom-center { content: "Page " counter(page) " / " counter(pages); font-size: 8pt } }
body { font: 11pt/1.35 "DejaVu Serif", serif; text-align: justify; hyphens: auto }
h1 { font-size: 17pt; text-align: center } h2 { font-size: 13pt } h3 { font-size: 11pt }
table.ruled { border-collapse: collapse; width: 100% }
table.ruled td, table.ruled th { border: 0.6pt solid; padding: 3pt }
table.bare { width: 100% } table.bare td { padding-right: 12pt }
td, th { text-align: left; vertical-align: top } .note { font-size: 8.5pt }
"""
FIGURES = {
    "amount": ("value", "currency", "tax", "nature", "ceiling", "per", "year", "words", "state"),
    "budget": ("column", "year", "label", "value", "per_team", "estimate", "total", "state"),
    "instalment": ("order", "share", "amount"),
    "chorus": ("field", "code", "state"),
    "date": ("nature", "value", "year", "month", "state"),
    "term": ("nature", "duration", "start", "end", "renewal", "times", "until"),
    "notice": ("length",),
    "deadline": ("offset", "direction", "event", "date", "every", "day_of_month", "immediate", "months", "following"),
    "signature": ("signatory", "date", "place", "state"),
}
"""Fields of facts that must be the same in every format, by kind of fact."""
_HEADINGS = {BlockKind.ARTICLE: "h2", BlockKind.ANNEXE: "h2", BlockKind.HEADING: "h3"}
_INLINE = ((r"\*\*(.+?)\*\*", r"<b>\1</b>"), (r"&lt;(/?)(sup|br)&gt;", r"<\1\2>"), (r"[¹²³]", "<sup>\\g<0></sup>"))
_MARK = re.compile(r"\s*(?:[-–•*]|(\(?\w{1,2}\s?[.)°]))\s+")


def to_html(source: Path) -> str:
    """A text or Markdown document as one HTML page."""
    text = source.read_text(encoding="utf-8")
    width = max(map(len, text.splitlines()))
    body = "\n".join(_body(read_blocks(text), width))
    return (
        f'<!DOCTYPE html><html lang="fr"><head><meta charset="utf-8"><style>{STYLE}</style></head><body>{body}</body>'
    )


def printed(html: str, **options: bool) -> bytes:
    """The page as PDF, by WeasyPrint; the same bytes are not promised. Skips the test where Pango is not installed."""
    try:
        from weasyprint import HTML
    except (ImportError, OSError) as error:  # the package without the system's libraries
        pytest.skip(f"WeasyPrint cannot be used: {type(error).__name__} (see .ci/install)")
    return bytes(HTML(string=html).write_pdf(**options))


def to_pdf(html: str) -> bytes:
    """The page as PDF."""
    return printed(html)


def by_office(contents: Mapping[str, bytes], suffix: str, target: str) -> dict[str, bytes]:
    """Documents converted by LibreOffice, `html` to `pdf` for instance, by their names."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / f"{name}.{suffix}" for name in contents]
        for path, content in zip(paths, contents.values(), strict=True):
            path.write_bytes(content)
        profile = f"-env:UserInstallation=file://{folder}/profile"
        filters = ["--infilter=HTML (StarWriter)"] if suffix == "html" else []
        command = ["soffice", profile, "--headless", *filters, "--convert-to", target, "--outdir", folder]
        subprocess.run([*command, *map(str, paths)], check=True, capture_output=True)
        return {path.stem: path.with_suffix(f".{target}").read_bytes() for path in paths}


def figures_of(document: Document) -> Counter[tuple[object, ...]]:
    """What the facts of a document state in figures, without their words and places."""
    facts = read_entry(document).facts
    return Counter((f.kind, *(getattr(f, name) for name in FIGURES[f.kind])) for f in facts if f.kind in FIGURES)


def _body(blocks: Sequence[Block], width: int) -> Iterator[str]:
    kept = [block for block in blocks if block.kind is not BlockKind.NOISE and block.body]
    for kind, group in groupby(kept, key=lambda block: block.kind):
        run = list(group)
        if kind is BlockKind.ITEM:
            yield _items(run)
        elif kind is BlockKind.SIGNATURE:
            yield _signatures("\n".join(block.text for block in run))
        else:
            yield from (_block(block, width) for block in run)


def _block(block: Block, width: int) -> str:
    if block.kind is BlockKind.TABLE:
        return _table(block.rows, "ruled")
    if block.kind is BlockKind.TITLE:
        return f"<h1>{_joined(block.body.lstrip('# '), width)}</h1>"
    if block.kind is BlockKind.FOOTNOTE:
        return f'<p class="note">{_joined(block.body, width)}</p>'
    tag = _HEADINGS.get(block.kind, "p")
    return f"<{tag}>{_joined(block.body.lstrip('# '), width)}</{tag}>"


def _items(items: Sequence[Block]) -> str:
    made, level = "<ul>", 0
    for item in items:
        depth = min(item.level, level + 1)
        made += "<ul>" * (depth - level) + "</ul>" * (level - depth)
        mark = _MARK.match(item.body)
        text = _inline(_unwrapped(item.body[mark.end() :] if mark else item.body))
        own = f" style=\"list-style-type: '{escape(mark[1])} '\"" if mark and mark[1] else ""
        made += f"<li{own}>{text}</li>"
        level = depth
    return made + "</ul>" * (level + 1)


def _signatures(text: str) -> str:
    lines = [line for line in split_lines(text) if line.text.strip()]
    first = next((i for i, line in enumerate(lines) if sort_of(line)), len(lines))
    made = "".join(f"<p>{_inline(line.text.strip())}</p>" for line in lines[:first])
    return made + (_table(read_rows(lines[first:]), "bare") if lines[first:] else "")


def _table(rows: Sequence[Row], style: str) -> str:
    made = ""
    for row in rows:
        tag = "th" if row.header and style == "ruled" else "td"
        cells = (f"<{tag}>{_inline(_unwrapped(cell.text))}</{tag}>" for cell in row.cells)
        made += f"<tr>{''.join(cells)}</tr>"
    border = ' border="1" cellspacing="0"' if style == "ruled" else ""  # LibreOffice reads no border from a style sheet
    return f'<table class="{style}"{border}>{made}</table>'


def _joined(text: str, width: int) -> str:
    """Lines put together where they were wrapped; a `<br>` where the next word would have fitted."""
    made, last = "", ""
    for line in text.splitlines():
        wrapped = len(last) + 1 + len(line.split(maxsplit=1)[0] if line.strip() else "") > min(width, 110) * 0.88
        made += ("\n" if wrapped else "<br>") + line.strip() if last else line.strip()
        last = line.rstrip()
    return "<br>".join(_inline(_unwrapped(part)) for part in made.split("<br>"))


def _unwrapped(text: str) -> str:
    return " ".join(re.sub(r"(?<=\w)-\s*\n\s*(?=[a-zà-ÿ])", "", text.strip()).split())


def _inline(text: str) -> str:
    made = escape(text, quote=False)
    for pattern, replacement in _INLINE:
        made = re.sub(pattern, replacement, made)
    return made
