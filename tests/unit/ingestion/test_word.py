"""What a .docx says, read from documents made part by part."""

from pathlib import Path

import pytest

from ingestion.documents import Reading, Remark
from ingestion.facts.budget import read_budget
from ingestion.readers.word import read_word
from ingestion.reading_rules import ReadingRules
from ingestion.structure import read_blocks
from tests.made_archives import docx_of, level, numbered, numbering, p, tbl, tc

FIELD = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
BOX = "<w:txbxContent>{}</w:txbxContent>"


def read(body: str, **parts: str) -> Reading:
    return read_word(Path("a.docx"), docx_of(body, **parts), ReadingRules())


def text(body: str, **parts: str) -> str:
    return read(body, **parts).text


def run(inside: str, properties: str = "") -> str:
    return f"<w:p><w:r><w:rPr>{properties}</w:rPr>{inside}</w:r></w:p>"


def test_french_typography_survives() -> None:
    line = "« Écluse » : 180\u202f937,50\u00a0€ – l’avenant n°\u00a02, œuvre"
    assert text(p(line)) == f"{line}\n"


def test_headings_by_outline_by_style_and_by_its_parent() -> None:
    styles = (
        '<w:style w:styleId="Titre2"><w:name w:val="heading 2"/></w:style>'
        '<w:style w:styleId="Art"><w:name w:val="Article"/><w:basedOn w:val="Titre2"/></w:style>'
        '<w:style w:styleId="Titre"><w:name w:val="Title"/></w:style>'
    )
    body = (
        p("Convention", '<w:pStyle w:val="Titre"/>')
        + p("Objet", '<w:pStyle w:val="Art"/>')
        + p("Durée", '<w:outlineLvl w:val="0"/>')
        + p("Texte", '<w:pStyle w:val="Titre2"/><w:outlineLvl w:val="9"/>')
        + p("mot " * 26, '<w:outlineLvl w:val="0"/>')
    )
    assert text(body, styles=styles) == f"# Convention\n\n## Objet\n\n# Durée\n\nTexte\n\n{('mot ' * 26).strip()}\n"


def test_articles_numbered_by_word() -> None:
    styles = "".join(
        f'<w:style w:styleId="T{rank}"><w:name w:val="heading {rank}"/>'
        '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        for rank in (1, 2)
    )
    levels = numbering(level(0, "decimal", "Article %1 –"), level(1, "decimal", "%1.%2", '<w:pStyle w:val="T2"/>'))
    one, two = '<w:pStyle w:val="T1"/>', '<w:pStyle w:val="T2"/>'
    body = p("Objet", one) + p("Durée", one) + p("Terme", two) + p("Préavis", two) + p("Suivi", one) + p("Comité", two)
    assert text(body, styles=styles, numbering=levels).splitlines()[::2] == [
        "# Article 1 – Objet", "# Article 2 – Durée", "## 2.1 Terme", "## 2.2 Préavis", "# Article 3 – Suivi",
        "## 3.1 Comité",
    ]  # fmt: skip


def test_lists_nest_and_count_as_shown() -> None:
    levels = numbering(
        level(0, "decimal", "%1."), level(1, "lowerLetter", "%2)"), level(2, "bullet", "\uf0b7"), level(3, "none", "")
    )
    body = "".join(p(word, numbered(rank)) for word, rank in [("un", 0), ("deux", 0), ("a", 1), ("b", 1), ("x", 2)])
    body += p("trois", numbered(0)) + p("a encore", numbered(1)) + p("sans", numbered(3))
    assert text(body, numbering=levels) == (
        "1. un\n2. deux\n  a) a\n  b) b\n    - x\n3. trois\n  a) a encore\n\nsans\n"
    )


def test_a_list_that_starts_again_or_elsewhere() -> None:
    again = (
        '<w:num w:numId="2"><w:abstractNumId w:val="0"/>'
        '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>'
    )
    levels = numbering(level(0, "upperRoman", "%1."), more=again)
    body = p("un", numbered()) + p("cinq", numbered(0, 2)) + p("six", numbered(0, 2)) + p("hors", numbered(0, 0))
    assert text(body, numbering=levels) == "I. un\n\nV. cinq\n\nVI. six\n\nhors\n"


def test_lists_that_differ_by_their_indentation_only() -> None:
    outer = level(0, "bullet", "•", '<w:pPr><w:ind w:left="360"/></w:pPr>')
    inner = level(0, "bullet", "–", '<w:pPr><w:ind w:left="720"/></w:pPr>')
    more = f'<w:abstractNum w:abstractNumId="1">{inner}</w:abstractNum>'
    more += '<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>'
    body = p("un :", numbered()) + p("deux", numbered(0, 2)) + p("trois", numbered())
    assert text(body, numbering=numbering(outer, more=more)) == "- un :\n  - deux\n- trois\n"


def test_an_emptied_item_still_counts() -> None:
    body = p("un", numbered()) + p("", numbered()) + p("trois", numbered())
    assert text(body, numbering=numbering(level(0, "decimal", "%1°"))) == "1° un\n3° trois\n"


def test_merged_cells_name_what_they_cover_and_say_sums_once() -> None:
    above, below = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    body = tbl(
        tc("Année", above) + tc("Crédits", '<w:gridSpan w:val="2"/>'),
        tc("", below) + tc("AE") + tc("CP"),
        tc("2025", above) + tc("10 000 €") + tc("5 000 €"),
        tc("", below) + tc("20 000 €") + tc("a|b"),
    )
    assert text(body) == (
        "| Année | Crédits | Crédits |\n|  | AE | CP |\n| --- | --- | --- |\n"
        "| 2025 | 10 000 € | 5 000 € |\n| 2025 | 20 000 € | a¦b |\n"
    )


def test_marked_header_rows_have_a_rule_below() -> None:
    head = f"<w:tr><w:trPr><w:tblHeader/></w:trPr>{tc('Année')}{tc('AE')}</w:tr>"
    assert text(f"<w:tbl>{head}<w:tr>{tc('2025')}{tc('1 €')}</w:tr></w:tbl>").splitlines()[1] == "| --- | --- |"


def test_a_table_that_sets_the_page_is_text() -> None:
    inner = tbl(tc("2025") + tc("1 €"), tc("2026") + tc("2 €"))
    framed = tbl(tc(p("Cadre", '<w:outlineLvl w:val="0"/>') + p("Texte")))
    assert text(framed) == "# Cadre\n\nTexte\n"
    assert text(tbl(tc(p("À gauche")) + tc(inner))) == "À gauche\n\n| 2025 | 1 € |\n| 2026 | 2 € |\n"
    assert text(tbl(tc("") + tc("Ministère"), tc("Réf. 12") + tc(""))) == "Ministère\n\nRéf. 12\n"


def test_signatures_side_by_side_keep_their_lines() -> None:
    body = tbl(tc(p("Le délégant") + p("") + p("Ida LORMEL")) + tc(p("Le délégataire") + p("Côme BATZ")))
    assert text(body) == "| Le délégant | Le délégataire |\n| Ida LORMEL | Côme BATZ |\n"


def test_tracked_changes_are_accepted_and_told() -> None:
    body = (
        '<w:p><w:r><w:t xml:space="preserve">sous </w:t></w:r><w:del><w:r><w:delText>dix</w:delText></w:r></w:del>'
        "<w:ins><w:r><w:t>vingt</w:t></w:r></w:ins><w:r><w:t> jours</w:t></w:r></w:p>"
        "<w:moveFrom><w:p><w:r><w:t>ailleurs</w:t></w:r></w:p></w:moveFrom>"
        + p("Il paie ", "<w:rPr><w:del/></w:rPr>") + p("et reçoit.")
        + f'<w:tbl><w:tr><w:trPr><w:del/></w:trPr>{tc("a")}{tc("b")}</w:tr></w:tbl>'
    )  # fmt: skip
    assert read(body) == Reading("sous vingt jours\n\nIl paie et reçoit.\n", remarks=(Remark("tracked_changes"),))
    assert read(p("Net")).remarks == ()


def test_comments_are_counted_and_left_out() -> None:
    found = read(p("Objet"), comments=f'<w:comment w:id="1">{p("À revoir")}</w:comment><w:comment w:id="2"/>')
    assert found == Reading("Objet\n", remarks=(Remark("comments", {"count": "2"}),))


def test_notes_are_called_in_order_and_written_at_the_end() -> None:
    call = '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:{}Reference w:id="{}"/></w:r>'
    body = f"<w:p><w:r><w:t>sous 48 heures</w:t></w:r>{call.format('endnote', 7)}{call.format('footnote', 3)}</w:p>"
    notes = {
        "footnotes": f'<w:footnote w:id="0" w:type="separator"/><w:footnote w:id="3">{p(" Deux.")}</w:footnote>',
        "endnotes": f'<w:endnote w:id="7">{p("Fériés")}{p("compris.")}</w:endnote>',
    }
    assert text(body, **notes) == "sous 48 heures[^1][^2]\n\n[^1]: Fériés compris.\n[^2]: Deux.\n"


def test_superscripts_hidden_text_signs_and_breaks() -> None:
    raised = '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>{}</w:t></w:r>'
    assert text(
        f"<w:p><w:r><w:t>1</w:t></w:r>{raised.format('er')}<w:r><w:t> m</w:t></w:r>{raised.format('2')}</w:p>"
    ) == ("1er m²\n")
    signs = "<w:t>0149</w:t><w:noBreakHyphen/><w:t>DP</w:t><w:softHyphen/><w:t>\u00adRA</w:t>"
    signs += "<w:tab/><w:t>a</w:t><w:br/><w:t>b</w:t>"
    assert text(run(signs)) == "0149-DPRA a\nb\n"
    assert (
        text(p("vu") + run("<w:t>caché</w:t>", "<w:vanish/>") + run("<w:t>là</w:t>", '<w:vanish w:val="0"/>'))
        == "vu\n\nlà\n"
    )


def test_controls_boxes_and_forms() -> None:
    prompt = "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"
    filled = "<w:sdt><w:sdtPr/><w:sdtContent>{}</w:sdtContent></w:sdt>"
    inline = "<w:r><w:t>{}</w:t></w:r>"
    controls = filled.format(inline.format("Lyon")) + prompt.format(inline.format(", le"))
    assert text(f"<w:p><w:r><w:t>À </w:t></w:r>{controls}</w:p>") == "À Lyon[, le]\n"
    assert text(filled.format(p("bloc")) + prompt.format(p("Choisissez."))) == "bloc\n\n[Choisissez.]\n"
    assert text(tbl(filled.format(tc("a")) + tc("b"))) == "| a | b |\n"
    symbol = '<w:sym w:font="Wingdings" w:char="F0FE"/><w:sym w:font="Wingdings" w:char="F0A8"/>'
    box = '<w:ffData><w:checkBox><w:default w:val="1"/></w:checkBox></w:ffData>'
    legacy = f'<w:fldChar w:fldCharType="begin">{box}</w:fldChar>'
    assert text(run(symbol + legacy + '<w:fldChar w:fldCharType="end"/>')) == "☒☐☒\n"


def test_fields_show_their_result_and_links_their_text() -> None:
    instruction = "<w:r><w:instrText>DATE</w:instrText></w:r><w:r><w:t>brut</w:t></w:r>"
    shown = FIELD.format("begin") + instruction + FIELD.format("separate") + "<w:r><w:t>3 mai</w:t></w:r>"
    simple = '<w:fldSimple w:instr="REF a"><w:r><w:t> 2024</w:t></w:r></w:fldSimple>'
    link = '<w:hyperlink r:id="x"><w:r><w:t>, ici</w:t></w:r></w:hyperlink>'
    assert text(f"<w:p>{shown}{FIELD.format('end')}{simple}{link}</w:p>") == "3 mai 2024, ici\n"


def test_a_table_of_contents_is_left_out() -> None:
    styles = '<w:style w:styleId="TM1"><w:name w:val="toc 1"/></w:style>'
    gallery = '<w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj>'
    control = f"<w:sdt><w:sdtPr>{gallery}</w:sdtPr><w:sdtContent>{p('Article 1')}</w:sdtContent></w:sdt>"
    assert text(control + p("Article 1 … 3", '<w:pStyle w:val="TM1"/>') + p("Objet"), styles=styles) == "Objet\n"


def test_text_boxes_are_read_once() -> None:
    choice = f"<mc:Choice><w:drawing>{BOX.format(p('Encadré'))}</w:drawing></mc:Choice>"
    other = f"<mc:Fallback><w:pict><v:textbox>{BOX.format(p('Encadré'))}</v:textbox></w:pict></mc:Fallback>"
    assert (
        text(run(f"<w:t>Texte</w:t><mc:AlternateContent>{choice}{other}</mc:AlternateContent>")) == "Texte\n\nEncadré\n"
    )


def test_what_stands_on_each_page_is_left_out() -> None:
    assert text(p("Objet"), header1=p("En-tête"), footer1=p("Page 1")) == "Objet\n"


@pytest.mark.parametrize("start", [0, 3])
def test_a_level_may_start_anywhere(start: int) -> None:
    shown = level(0, "decimal", "%1.").replace('<w:start w:val="1"/>', f'<w:start w:val="{start}"/>')
    assert text(p("a", numbered()) + p("b", numbered()), numbering=numbering(shown)) == f"{start}. a\n{start + 1}. b\n"


def test_lines_set_with_tabs_are_rows() -> None:
    tabs = "<w:p><w:r><w:t>{}</w:t><w:tab/><w:tab/><w:t>{}</w:t></w:r></w:p>"
    body = tabs.format("Le délégant", "Le délégataire") + p("") + tabs.format("Ida LORMEL", "Côme BATZ")
    assert text(body) == "| Le délégant | Le délégataire |\n| Ida LORMEL | Côme BATZ |\n"
    assert text(tabs.format("1.", "un") + tabs.format("2.", "deux")) == "1. un\n\n2. deux\n"


def test_a_budget_with_merged_cells_is_read() -> None:
    head = tc("Exercice", '<w:vMerge w:val="restart"/>')
    head += tc("2025", '<w:gridSpan w:val="2"/>') + tc("2026", '<w:gridSpan w:val="2"/>')
    below = tc("", "<w:vMerge/>") + tc("AE") + tc("CP") + tc("AE") + tc("CP")
    sums = tc("Équipe") + tc("120 000 €") + tc("60 000 €") + tc("80 000 €") + tc("140 000 €")
    blocks = read_blocks(text(p("Les crédits sont ouverts comme suit :") + tbl(head, below, sums)))
    lines = [(fact.column, fact.year, fact.value) for fact in read_budget(blocks)]
    assert lines == [("AE", 2025, 120_000), ("CP", 2025, 60_000), ("AE", 2026, 80_000), ("CP", 2026, 140_000)]
