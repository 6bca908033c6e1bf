"""`.odt`: the text as LibreOffice shows it once all changes are accepted, in the common written form (docs/formats.md).

Read from its XML with Python's own parser: odfpy, under the GPL as well as the Apache licence, has had no release since
2020, and gives the same elements, without their numbers.
"""

from pathlib import Path

from ingestion.documents import Reading
from ingestion.errors import UnreadableFile
from ingestion.office.drafts import remarks
from ingestion.office.odt_body import OdtBody
from ingestion.office.odt_numbering import Counter, Counters
from ingestion.office.odt_styles import read_odt_styles
from ingestion.office.odt_text import OdtStory
from ingestion.office.package import Package, open_package
from ingestion.office.tabbed import tabbed
from ingestion.reading_rules import ReadingRules
from ingestion.written import write


def read_opendocument(path: Path, content: bytes, rules: ReadingRules) -> Reading:
    """Read an .odt. Raises UnreadableFile: empty, only_pictures, damaged, encrypted, old_format, unpacks_too_large."""
    package = open_package(path, content, rules)
    try:
        return _read(package)
    except RecursionError:  # elements inside one another beyond what any editor writes
        raise UnreadableFile(path, "damaged") from None


def _read(package: Package) -> Reading:
    manifest = package.xml("META-INF/manifest.xml")
    if manifest is not None and any(True for _ in manifest.iter("encryption-data")):
        raise UnreadableFile(package.path, "encrypted")
    tree = package.xml("content.xml")
    inside = tree.find("body/text") if tree is not None else None
    if tree is None or inside is None:
        raise UnreadableFile(package.path, "damaged")
    named = package.xml("styles.xml")
    styles = read_odt_styles([tree] if named is None else [named, tree])
    controls = {each.get("id", ""): each for forms in inside.iter("forms") for each in forms.iter()}
    body = OdtBody(OdtStory(styles, controls), Counters(styles.lists), Counter(styles.outline))
    pieces = list(body.pieces(inside))
    text = write([*tabbed(pieces), *body.footnotes()]).text
    if not text:
        raise UnreadableFile(package.path, package.nothing)
    tracked = next(inside.iter("changed-region"), None) is not None
    return Reading(text, remarks=remarks(tracked, sum(1 for _ in inside.iter("annotation"))))
