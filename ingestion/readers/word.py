"""`.docx`: the text as Word shows it once all changes are accepted, in the common written form (docs/formats.md).

Read from its XML with Python's own parser, for what conventions need is what the libraries leave out: python-docx shows
neither automatic numbers nor tracked changes, text boxes, controls or notes, and mammoth drops the numbers.
"""

from pathlib import Path
from xml.etree.ElementTree import Element

from ingestion.documents import Reading
from ingestion.errors import UnreadableFile
from ingestion.office.docx_body import Body
from ingestion.office.docx_numbering import read_numbering
from ingestion.office.docx_styles import read_styles
from ingestion.office.docx_text import Story
from ingestion.office.drafts import remarks
from ingestion.office.package import Package, open_package, relations
from ingestion.office.tabbed import tabbed
from ingestion.reading_rules import ReadingRules
from ingestion.written import write


def read_word(path: Path, content: bytes, rules: ReadingRules) -> Reading:
    """Read a .docx. Raises UnreadableFile: empty, only_pictures, damaged, encrypted, old_format, unpacks_too_large."""
    package = open_package(path, content, rules)
    try:
        return _read(package)
    except RecursionError:  # elements inside one another beyond what any editor writes
        raise UnreadableFile(path, "damaged") from None


def _read(package: Package) -> Reading:
    main = relations(package, "").get("officeDocument", "word/document.xml")
    tree = package.xml(main)
    inside = tree.find("body") if tree is not None else None
    if inside is None:
        raise UnreadableFile(package.path, "damaged")
    parts = relations(package, main)
    styles = read_styles(_part(package, parts.get("styles")))
    body = Body(Story(styles), read_numbering(_part(package, parts.get("numbering")), styles), {})
    body.notes = {
        (sort, note.get("id", "")): note
        for sort in ("footnote", "endnote")
        for note in _part(package, parts.get(f"{sort}s")) or ()
    }
    pieces = list(body.pieces(inside))
    text = write([*tabbed(pieces), *body.footnotes()]).text
    if not text:
        raise UnreadableFile(package.path, package.nothing)
    comments = _part(package, parts.get("comments"))
    return Reading(text, remarks=remarks(body.story.tracked, len(comments) if comments is not None else 0))


def _part(package: Package, name: str | None) -> Element | None:
    return package.xml(name) if name else None
