"""`.xlsx` and `.xlsm`: each sheet as it is shown, a heading and its tables.

The XML parts are read as they stand, one cell at a time. openpyxl would either pad and expand what a file declares (a
merged range over a whole sheet is 17 billion cells) or, in its streaming mode, tell neither hidden columns nor formulas
without a value; and a fault in a style or a chart would lose the whole workbook. Macros, drawings and links to other
files are never opened.
"""

from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from posixpath import normpath
from xml.etree.ElementTree import Element, ParseError, XMLParser

from ingestion.documents import Reading
from ingestion.errors import UnreadableFile
from ingestion.office.package import Package, open_package
from ingestion.readers.number_formats import BUILT_IN
from ingestion.readers.sheet_cells import Book, SheetTarget
from ingestion.readers.sheet_notes import Notes
from ingestion.readers.sheets import pieces_of
from ingestion.reading_rules import ReadingRules
from ingestion.written import Piece, write

_WORKBOOK = "xl/workbook.xml"
_CHUNK = 1 << 16


def read_workbook(path: Path, content: bytes, rules: ReadingRules) -> Reading:
    """The sheets of a workbook that are shown. Raises UnreadableFile: damaged, encrypted, empty or too large."""
    package = open_package(path, content, rules)
    where = _main_part(package)
    tree = package.xml(where)
    if tree is None or tree.tag != "workbook":
        raise UnreadableFile(path, "damaged")
    targets = _targets(package, where)
    book = _book(package, tree, targets)
    notes = Notes()
    pieces: list[Piece] = []
    for sheet in _found(tree, "sheet")[: rules.pages]:
        name = sheet.get("name", "")
        target = targets.get(sheet.get("id", ""), ("", ""))
        if sheet.get("state", "visible") != "visible":
            notes.hidden_sheets.append(name)
        elif target[0] == "worksheet":
            pieces += _pieces(package, target[1], SheetTarget(name, book, notes))
    notes.surplus(len(_found(tree, "sheet")), rules.pages)
    text = write(pieces).text
    if not text:
        raise UnreadableFile(path, "empty")
    return Reading(text, remarks=notes.remarks())


def _pieces(package: Package, name: str, target: SheetTarget) -> list[Piece]:
    part = package.bytes(name)
    if part is None:
        raise UnreadableFile(package.path, "damaged")
    parser = XMLParser(target=target)
    try:
        for start in range(0, len(part), _CHUNK):
            parser.feed(part[start : start + _CHUNK])
        parser.close()
    except (ParseError, ValueError, LookupError):
        raise UnreadableFile(package.path, "damaged") from None
    return list(pieces_of(target.sheet()))


def _main_part(package: Package) -> str:
    targets = _targets(package, "").values()
    return next((name for sort, name in targets if sort == "officeDocument"), _WORKBOOK)


def _targets(package: Package, part: str) -> Mapping[str, tuple[str, str]]:
    """What a part relates to, by the id of the relation: the last word of its sort, and the name of the other part."""
    place = PurePosixPath(part)
    tree = package.xml(str(place.parent / "_rels" / f"{place.name}.rels"))
    relations = [] if tree is None else _found(tree, "Relationship")
    found = {}
    for relation in relations:
        if relation.get("TargetMode") != "External":
            name = normpath("/" + str(place.parent / relation.get("Target", ""))).lstrip("/")
            found[relation.get("Id", "")] = (relation.get("Type", "").rpartition("/")[2], name)
    return found


def _book(package: Package, tree: Element, targets: Mapping[str, tuple[str, str]]) -> Book:
    parts = dict(targets.values())
    strings = package.xml(parts.get("sharedStrings", ""))
    styles = package.xml(parts.get("styles", ""))
    settings = _found(tree, "workbookPr")
    since_1904 = bool(settings) and settings[0].get("date1904") in ("1", "true")
    return Book(() if strings is None else _strings(strings), () if styles is None else _formats(styles), since_1904)


def _strings(tree: Element) -> tuple[str, ...]:
    """Texts that cells name by their place; what says how to pronounce them is left out."""
    return tuple("".join(_runs(item)) for item in tree if item.tag == "si")


def _runs(item: Element) -> list[str]:
    runs = []
    for part in item:
        if part.tag == "t":
            runs.append(part.text or "")
        elif part.tag == "r":
            runs += [text.text or "" for text in part if text.tag == "t"]
    return runs


def _formats(tree: Element) -> tuple[str, ...]:
    """The format code of each style that cells name by its place."""
    own = {number.get("numFmtId"): number.get("formatCode", "") for number in _found(tree, "numFmt")}
    styles = next((part for part in tree if part.tag == "cellXfs"), ())
    names = [style.get("numFmtId", "0") for style in styles]
    return tuple(own.get(name) or BUILT_IN.get(int(name) if name.isdecimal() else 0, "General") for name in names)


def _found(tree: Element, name: str) -> list[Element]:
    return list(tree.iter(name))
