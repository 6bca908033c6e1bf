"""One sound file of each format, made in code: what mutations start from."""

import zipfile
from collections.abc import Callable, Mapping
from email.message import EmailMessage
from io import BytesIO

from openpyxl import Workbook

TEXT = """Convention FAST 31 | Quai Ouvert

Article 1 : Objet

Le délégant verse 80 000 € en 2024 (« plafond »), avant le 31/12/2024.

| Année | AE | CP |
| --- | --- | --- |
| 2024 | 80 000 € | 50 000 € |
"""


def zipped(members: Mapping[str, bytes | str]) -> bytes:
    """A ZIP file of some members, the same bytes each time."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def workbook() -> bytes:
    """Two sheets with merged headers, formats, a formula, a hidden row, a hidden column and a hidden sheet."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Annexe financière"
    for row in ([None, "Quai Ouvert"], [], [None, "Poste", 2024, 2025], [None, "Équipe", 80000, 50000.5]):
        sheet.append(row)
    sheet.merge_cells("B1:D1")
    sheet["C4"].number_format = '#,##0.00 "€"'
    sheet["D5"] = "=SUM(D4:D4)"
    sheet.row_dimensions[4].hidden = False
    sheet.column_dimensions["A"].hidden = True
    dates = book.create_sheet("Dates")
    dates.append(["Versement", 45000, True, "#REF!"])
    dates["B1"].number_format = "dd/mm/yyyy"
    book.create_sheet("Calculs").sheet_state = "hidden"
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
_TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
_WORDS = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
_STYLE = "urn:oasis:names:tc:opendocument:xmlns:style:1.0"


def _content(sort: str, body: str) -> str:
    names = f'xmlns:o="{_OFFICE}" xmlns:b="{_TABLE}" xmlns:t="{_WORDS}" xmlns:s="{_STYLE}"'
    inside = f"<o:body><o:{sort}>{body}</o:{sort}></o:body>"
    return f'<?xml version="1.0" encoding="UTF-8"?><o:document-content {names}>{inside}</o:document-content>'


def open_sheet() -> bytes:
    """An .ods with a repeated cell, a figure and a hidden column."""
    cell = '<b:table-cell o:value-type="float" o:value="80000"><t:p>80 000,00 €</t:p></b:table-cell>'
    words = '<b:table-cell b:number-columns-repeated="2"><t:p>Poste<t:s/>2024</t:p></b:table-cell>'
    rows = f'<b:table-row>{words}</b:table-row><b:table-row b:number-rows-repeated="2">{cell}{cell}</b:table-row>'
    table = f'<b:table b:name="Annexe"><b:table-column b:visibility="collapse"/><b:table-column/>{rows}</b:table>'
    return zipped(
        {"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": _content("spreadsheet", table)}
    )


def open_text() -> bytes:
    """An .odt with a heading, a list, a table and a note."""
    note = "<t:note><t:note-citation>1</t:note-citation><t:note-body><t:p>Hors taxe.</t:p></t:note-body></t:note>"
    body = (
        f'<t:h t:outline-level="1">Article 1 : Objet</t:h><t:p>Quai Ouvert{note} :</t:p>'
        "<t:list><t:list-item><t:p>payer ;</t:p><t:list><t:list-item><t:p>finir.</t:p></t:list-item></t:list>"
        "</t:list-item></t:list><b:table><b:table-row><b:table-cell><t:p>AE</t:p></b:table-cell>"
        '<b:table-cell b:number-columns-spanned="2"><t:p>80 000 €</t:p></b:table-cell></b:table-row></b:table>'
    )
    return zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": _content("text", body)})


def word() -> bytes:
    """A .docx with headings, a numbered list, a merged table and styles."""
    from docx import Document

    document = Document()
    document.add_heading("Convention Quai Ouvert", 0)
    document.add_heading("Article 1 : Objet", 1)
    for text in ("payer 80 000 €", "finir"):
        document.add_paragraph(text, style="List Number")
    table = document.add_table(rows=2, cols=3)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "AE"
    table.cell(1, 2).text = "80 000 €"
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def page() -> bytes:
    """A web page with a list, a table and a style."""
    body = (
        "<h1>Convention Quai Ouvert</h1><style>p{}</style><p>80&nbsp;000 &euro;<br>le 1<sup>er</sup> mars</p>"
        "<ol start=3 type=a><li>payer<ul><li>vite</ul></ol><table><tr><th colspan=2>AE<td rowspan=2>CP<tr><td>1</table>"
    )
    return f"<!doctype html><html><head><meta charset=utf-8></head><body>{body}</body></html>".encode()


def mail() -> bytes:
    """An e-mail with a text, a page that shows a picture, and two attachments."""
    message = EmailMessage()
    message["From"], message["Subject"] = "a@exemple.fr", "Convention signée – Quai Ouvert"
    message.set_content("Le versement de 80 000 € est reporté au 31 mars 2025. " * 8)
    message.add_alternative("<p>Bonjour <img src=cid:logo></p>", subtype="html")
    message.get_payload()[1].add_related(b"\x89PNG", "image", "png", cid="<logo>")
    message.add_attachment(TEXT.encode(), "text", "plain", filename="convention « signée ».txt")
    message.add_attachment(workbook(), "application", "octet-stream", filename="annexe.xlsx")
    message.set_boundary("limite")
    return message.as_bytes()


def archive() -> bytes:
    """An archive with folders, an accent, an archive inside and a name that leads elsewhere."""
    inside = {"pièces/convention.txt": TEXT, "annexe.csv": "Poste;AE\nÉquipe;80 000,50 €\n", "../loin.txt": TEXT}
    return zipped({**inside, "encore.zip": zipped({"a.txt": TEXT}), "page.html": page()})


def pdf() -> bytes:
    """A one-page PDF with a text layer."""
    stream = b"BT /F1 12 Tf 72 720 Td (Convention Quai Ouvert) Tj 0 -20 Td (80 000 euros) Tj ET 72 600 200 50 re S"
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    )
    content, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    trailer = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (size, len(content))
    return content + b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table) + trailer


def picture(form: str) -> bytes:
    """A small picture, black on white."""
    from PIL import Image

    image = Image.new("L", (60, 40), 255)
    image.paste(0, (10, 10, 50, 14))
    buffer = BytesIO()
    image.save(buffer, form)
    return buffer.getvalue()


def _table() -> bytes:
    return "Poste;AE 2024\r\n« Équipe »;80 000,50 €\r\nTotal;80 000,50 €\r\n".encode("cp1252")


SEEDS: Mapping[str, Callable[[], bytes]] = {
    **dict.fromkeys(("txt", "md", "markdown"), TEXT.encode),
    **dict.fromkeys(("xlsx", "xlsm"), workbook),
    **dict.fromkeys(("csv", "tsv"), _table),
    **dict.fromkeys(("html", "htm", "xhtml"), page),
    "ods": open_sheet,
    "odt": open_text,
    "docx": word,
    "zip": archive,
    "eml": mail,
    "pdf": pdf,
    **{suffix: lambda: picture("JPEG") for suffix in ("jpg", "jpeg")},
    **{suffix: lambda: picture("TIFF") for suffix in ("tif", "tiff")},
    "png": lambda: picture("PNG"),
}
"""By suffix."""
