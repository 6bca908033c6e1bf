"""`.xlsx` and `.xlsm`: each sheet as it is shown, a heading and its tables.

The XML parts are read as they stand, one cell at a time. openpyxl would either pad and expand what a file declares (a
merged range over a whole sheet is 17 billion cells) or, in its streaming mode, tell neither hidden columns nor formulas
without a value; and a fault in a style or a chart would lose the whole workbook. Macros, drawings and links to other
files are never opened.
"""

from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from posixpath import normpath
from xml.etree.ElementTree import Element

from ingestion.documents import Reading
from ingestion.errors import UnreadableFile
from ingestion.readers.number_formats import BUILT_IN
from ingestion.readers.sheet_cells import Book, SheetTarget
from ingestion.readers.sheet_notes import Notes
from ingestion.readers.sheets import pieces_of
from ingestion.reading_rules import ReadingRules
from ingestion.unpacking import Package, local, parse_xml
from ingestion.written import Piece, write

_WORKBOOK = "xl/workbook.xml"


def read_workbook(path: Path, content: bytes, rules: ReadingRules) -> Reading:
    """The sheets of a workbook that are shown. Raises UnreadableFile: damaged, encrypted, empty or too large."""
    package = Package(path, content, rules)
    where = _main_part(package)
    tree = package.tree(where)
    if tree is None or local(tree.tag) != "workbook":
        raise UnreadableFile(path, "damaged")
    targets = _targets(package, where)
    book = _book(package, tree, targets)
    notes = Notes()
    pieces: list[Piece] = []
    for sheet in _found(tree, "sheet")[: rules.pages]:
        name = sheet.get("name", "")
        target = targets.get(_attribute(sheet, "id"), ("", ""))
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
    part = package.part(name)
    if part is None:
        raise UnreadableFile(package.path, "damaged")
    parse_xml(package.path, part, target)
    return list(pieces_of(target.sheet()))


def _main_part(package: Package) -> str:
    targets = _targets(package, "").values()
    return next((name for sort, name in targets if sort == "officeDocument"), _WORKBOOK)


def _targets(package: Package, part: str) -> Mapping[str, tuple[str, str]]:
    """What a part relates to, by the id of the relation: the last word of its sort, and the name of the other part."""
    place = PurePosixPath(part)
    tree = package.tree(str(place.parent / "_rels" / f"{place.name}.rels"))
    relations = [] if tree is None else _found(tree, "Relationship")
    found = {}
    for relation in relations:
        if relation.get("TargetMode") != "External":
            name = normpath("/" + str(place.parent / relation.get("Target", ""))).lstrip("/")
            found[relation.get("Id", "")] = (relation.get("Type", "").rpartition("/")[2], name)
    return found


def _book(package: Package, tree: Element, targets: Mapping[str, tuple[str, str]]) -> Book:
    parts = dict(targets.values())
    strings = package.tree(parts.get("sharedStrings", ""))
    styles = package.tree(parts.get("styles", ""))
    settings = _found(tree, "workbookPr")
    since_1904 = bool(settings) and settings[0].get("date1904") in ("1", "true")
    return Book(() if strings is None else _strings(strings), () if styles is None else _formats(styles), since_1904)


def _strings(tree: Element) -> tuple[str, ...]:
    """Texts that cells name by their place; what says how to pronounce them is left out."""
    return tuple("".join(_runs(item)) for item in tree if local(item.tag) == "si")


def _runs(item: Element) -> list[str]:
    runs = []
    for part in item:
        if local(part.tag) == "t":
            runs.append(part.text or "")
        elif local(part.tag) == "r":
            runs += [text.text or "" for text in part if local(text.tag) == "t"]
    return runs


def _formats(tree: Element) -> tuple[str, ...]:
    """The format code of each style that cells name by its place."""
    own = {number.get("numFmtId"): number.get("formatCode", "") for number in _found(tree, "numFmt")}
    styles = next((part for part in tree if local(part.tag) == "cellXfs"), ())
    names = [style.get("numFmtId", "0") for style in styles]
    return tuple(own.get(name) or BUILT_IN.get(int(name) if name.isdecimal() else 0, "General") for name in names)


def _found(tree: Element, name: str) -> list[Element]:
    return [element for element in tree.iter() if local(element.tag) == name]


def _attribute(element: Element, name: str) -> str:
    """An attribute of another namespace, whichever of the two that Office uses."""
    return next((value for key, value in element.items() if key.startswith("{") and local(key) == name), "")
