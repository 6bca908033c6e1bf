"""A draft with all that word processors add, as Word has it and as LibreOffice saves it: the same text."""

import shutil
from pathlib import Path

import pytest

from ingestion.readers import reader_of
from ingestion.reading_rules import ReadingRules
from tests.made_archives import docx_of, level, numbered, numbering, p, tbl, tc
from tests.made_office import converted

_NOTE = '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteReference w:id="2"/></w:r>'
_RUN = '<w:r><w:t xml:space="preserve">{}</w:t></w:r>'
_BELOW, _ABOVE, _WIDE = "<w:vMerge/>", '<w:vMerge w:val="restart"/>', '<w:gridSpan w:val="2"/>'
STYLES = (
    "".join(
        f'<w:style w:type="paragraph" w:styleId="T{rank}"><w:name w:val="heading {rank}"/><w:pPr><w:numPr><w:ilvl '
        f'w:val="{rank - 1}"/><w:numId w:val="1"/></w:numPr><w:outlineLvl w:val="{rank - 1}"/></w:pPr></w:style>'
        for rank in (1, 2)
    )
    + '<w:style w:type="paragraph" w:styleId="A"><w:name w:val="Annexe"/>'
    '<w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>'
)
_INDENT = "<w:pPr><w:ind w:left='{}'/></w:pPr>"
_LEVELS = level(0, "bullet", "•", _INDENT.format(720)) + level(1, "lowerLetter", "%2)", _INDENT.format(1440))
_LISTS = f'<w:abstractNum w:abstractNumId="1">{_LEVELS}</w:abstractNum>'
NUMBERING = numbering(
    level(0, "decimal", "Article %1 –", '<w:pStyle w:val="T1"/>'),
    level(1, "decimal", "%1.%2", '<w:pStyle w:val="T2"/>'),
    more=f'{_LISTS}<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>',
)
BODY = (
    p("Convention de délégation de gestion")
    + p("Objet", '<w:pStyle w:val="T1"/>')
    + p("Le délégataire doit :")
    + p("publier ;", numbered(0, 2)) + p("rendre compte :", numbered(0, 2))
    + p("chaque mois ;", numbered(1, 2)) + p("chaque année ;", numbered(1, 2)) + p("finir.", numbered(0, 2))
    + p("Crédits", '<w:pStyle w:val="T1"/>') + p("Montants", '<w:pStyle w:val="T2"/>')
    + tbl(
        tc("Année", _ABOVE) + tc("Montant", _WIDE), tc("", _BELOW) + tc("AE") + tc("CP"),
        tc("2025") + tc("120\u202f000\u00a0€") + tc("90\u202f000\u00a0€"), grid=3,
    )
    + p("Imputation", '<w:pStyle w:val="T2"/>')
    + f"<w:p>{_RUN.format('Elle est fixée sous ')}<w:del w:id='1' w:author='a'><w:r><w:delText>dix</w:delText></w:r>"
    f"</w:del><w:ins w:id='2' w:author='a'>{_RUN.format('vingt')}</w:ins>{_RUN.format(' jours')}{_NOTE}</w:p>"
    + p("Fait à Lyon, le 3 mai 2024")
    + tbl(tc(p("Le délégant") + p("Ida LORMEL")) + tc(p("Le délégataire") + p("Côme BATZ")), grid=2)
    + p("Annexe 1", '<w:pStyle w:val="A"/>') + p("Texte.")
)  # fmt: skip
TEXT = """Convention de délégation de gestion

# Article 1 – Objet

Le délégataire doit :

- publier ;
- rendre compte :
  a) chaque mois ;
  b) chaque année ;
- finir.

# Article 2 – Crédits

## 2.1 Montants

| Année | Montant | Montant |
|  | AE | CP |
| --- | --- | --- |
| 2025 | 120\u202f000\u00a0€ | 90\u202f000\u00a0€ |

## 2.2 Imputation

Elle est fixée sous vingt jours[^1]

Fait à Lyon, le 3 mai 2024

| Le délégant | Le délégataire |
| Ida LORMEL | Côme BATZ |

# Annexe 1

Texte.

[^1]: Ouvrés.
"""


def draft() -> bytes:
    note = f'<w:footnote w:id="2">{p("Ouvrés.")}</w:footnote>'
    return docx_of(BODY, styles=STYLES, numbering=NUMBERING, footnotes=note)


def read(name: str, content: bytes) -> str:
    return reader_of(Path(name))(Path(name), content, ReadingRules()).text


def test_as_word_has_it() -> None:
    assert read("a.docx", draft()) == TEXT


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_as_libreoffice_saves_it(tmp_path: Path) -> None:
    saved = converted({"a.docx": draft()}, "odt", tmp_path)["a.docx"]
    assert read("a.odt", saved) == TEXT
