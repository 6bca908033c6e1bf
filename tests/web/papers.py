"""An invented convention on paper: printed as PDF, scanned askew, and where words stand on it by another reader."""

import re

from tests.made_formats import printed

_FILLER = "La capitainerie des Aulnes tient le registre des amarrages et le remet au délégant à chaque relève. "
CLAUSE = "Le délégataire remet le bilan des anneaux le 12 septembre 2025 au plus tard"
LONG = (
    "Chaque partie peut résilier la convention avec un préavis de cinq mois, notifié par lettre recommandée au siège "
    "de l'autre partie, sans que cela ouvre droit à une indemnité d'aucune sorte"
)
CELL = "47 500 €"
_STYLE = "@page { size: A4; margin: 25mm } body { font: 12pt/1.5 'DejaVu Serif', serif } .new { break-before: page } " \
         "table { border-collapse: collapse } td, th { border: 1pt solid; padding: 4pt 18pt }"  # fmt: skip
HTML = f"""<html lang="fr"><head><style>{_STYLE}</style></head><body>
<h1>Convention de délégation de gestion relative au service « Anneau Clair »</h1>
<p>Entre la Direction des ports de plaisance (DPP), ci-après « le délégant », et la Direction interministérielle du
numérique (DINUM), ci-après « le délégataire »,</p>
<h2>Article 1 – Objet</h2><p>La convention organise le service « Anneau Clair », qui réserve les anneaux des ports.</p>
<h2>Article 2 – Registre</h2>{f"<p>{_FILLER * 4}</p>" * 2}
<h2 class="new">Article 3 – Bilan</h2><p>{_FILLER * 5}</p><p>{CLAUSE}. {_FILLER * 3}</p>
<h2>Article 4 – Crédits</h2><table><tr><th>Année</th><th>AE</th><th>CP</th></tr>
<tr><td>2025</td><td>95 000 €</td><td>{CELL}</td></tr><tr><td>2026</td><td>80 000 €</td><td>61 200 €</td></tr></table>
<h2 class="new">Article 5 – Résiliation</h2><p>{_FILLER * 6}</p><p>{LONG}. {_FILLER}</p>
<p>Fait à Vannes, le 3 mars 2025</p></body></html>"""
Box = tuple[float, float, float, float]


def paper(service: str = "Anneau Clair") -> bytes:
    """Three pages as PDF, the convention of some service. Skips the test where nothing can print it."""
    return printed(HTML.replace("Anneau Clair", service))


def boxes_on(pdf: bytes, page: int, words: str) -> list[Box]:
    """Where words stand on a page: left, top, right, bottom of each line, in points, by PDFium's own search."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        sheet = document[page - 1]
        text, height = sheet.get_textpage(), sheet.get_height()
        start, count = text.search(words).get_next()
        found = [text.get_charbox(at) for at in range(start, start + count) if text.get_text_range(at, 1).strip()]
    finally:
        document.close()
    lines: dict[int, list[Box]] = {}
    for left, bottom, right, top in found:
        lines.setdefault(round(((top + bottom) / 2) / 9), []).append((left, height - top, right, height - bottom))
    return [
        (min(b[0] for b in line), min(b[1] for b in line), max(b[2] for b in line), max(b[3] for b in line))
        for line in lines.values()
    ]


def span_of(text: str, words: str) -> tuple[int, int]:
    """Where words stand in a canonical text, whatever the blanks between them."""
    found = re.search(r"\s+".join(map(re.escape, words.split())), text)
    assert found is not None, words
    return found.start(), found.end()
