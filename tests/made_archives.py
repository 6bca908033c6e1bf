"""Office documents made by hand, part by part, for what no writer of ours makes: tracked changes, controls, notes."""

import zipfile
from collections.abc import Mapping
from io import BytesIO

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_EXTRA = (
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_ODF = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "text", "table", "style", "form", "meta")
) + (
    ' xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" xmlns:xlink="http://www.w3.org/1999/xlink"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
    ' xmlns:field="urn:openoffice:names:experimental:ooo-ms-interop:xmlns:field:1.0"'
    ' xmlns:loext="urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0"'
)


def zipped(parts: Mapping[str, str | bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """An archive of these parts."""
    kept = BytesIO()
    with zipfile.ZipFile(kept, "w", compression) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return kept.getvalue()


def docx_of(body: str, **parts: str) -> bytes:
    """A .docx with this inside of its body; `styles`, `numbering`, `footnotes`, `comments`… are insides of parts."""
    made = {"word/document.xml": f"<w:document {W} {_EXTRA}><w:body>{body}</w:body></w:document>"}
    relations = ""
    types = f'<Override PartName="/word/document.xml" ContentType="{_TYPE}.document.main+xml"/>'
    for name, inside in parts.items():
        made[f"word/{name}.xml"] = f"<w:{name} {W} {_EXTRA}>{inside}</w:{name}>"
        types += f'<Override PartName="/word/{name}.xml" ContentType="{_TYPE}.{name}+xml"/>'
        relations += f'<Relationship Id="{name}" Type="{_RELATIONS}/{name}" Target="{name}.xml"/>'
    made["word/_rels/document.xml.rels"] = _relations(relations)
    target = f'<Relationship Id="a" Type="{_RELATIONS}/officeDocument" Target="word/document.xml"/>'
    made["_rels/.rels"] = _relations(target)
    default = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    made["[Content_Types].xml"] = f'<Types xmlns="{_PACKAGE}/content-types">{default}{types}</Types>'
    return zipped(made)


def _relations(inside: str) -> str:
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{inside}</Relationships>'


def p(text: str, properties: str = "") -> str:
    """A paragraph of a .docx with one run; `properties` is the inside of its `w:pPr`."""
    return f'<w:p><w:pPr>{properties}</w:pPr><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def tc(inside: str, properties: str = "") -> str:
    """A cell of a .docx, its text or its paragraphs."""
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inside if inside.startswith('<') else p(inside)}</w:tc>"


def tbl(*rows: str, grid: int = 0) -> str:
    """A table of a .docx, its rows given by the cells in them; LibreOffice wants to know its columns, `grid`."""
    columns = '<w:gridCol w:w="1800"/>' * grid
    head = (
        f'<w:tblPr><w:tblW w:w="{1800 * grid}" w:type="dxa"/></w:tblPr><w:tblGrid>{columns}</w:tblGrid>' if grid else ""
    )
    return f"<w:tbl>{head}{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


def level(rank: int, form: str, text: str, more: str = "") -> str:
    """A level of a numbering of a .docx."""
    shown = f'<w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/>'
    return f'<w:lvl w:ilvl="{rank}"><w:start w:val="1"/>{shown}{more}</w:lvl>'


def numbering(*levels: str, more: str = "") -> str:
    """The inside of a numbering part with one list, number 1; `more` follows it."""
    return (
        f'<w:abstractNum w:abstractNumId="0">{"".join(levels)}</w:abstractNum>'
        f'<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>{more}'
    )


def numbered(rank: int = 0, num: int = 1) -> str:
    """The properties that number a paragraph of a .docx."""
    return f'<w:numPr><w:ilvl w:val="{rank}"/><w:numId w:val="{num}"/></w:numPr>'


def odt_of(body: str, automatic: str = "", named: str = "") -> bytes:
    """An .odt with this inside of its text; `automatic` and `named` are insides of its two sets of styles."""
    content = (
        f"<office:document-content {_ODF}><office:automatic-styles>{automatic}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    styles = f"<office:document-styles {_ODF}><office:styles>{named}</office:styles></office:document-styles>"
    return zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content, "styles.xml": styles})
