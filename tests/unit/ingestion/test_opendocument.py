"""What an .odt says, read from documents made part by part."""

from pathlib import Path

from ingestion.documents import Reading, Remark
from ingestion.readers.opendocument import read_opendocument
from ingestion.reading_rules import ReadingRules
from tests.made_archives import odt_of


def read(body: str, automatic: str = "", named: str = "") -> Reading:
    return read_opendocument(Path("a.odt"), odt_of(body, automatic, named), ReadingRules())


def text(body: str, automatic: str = "", named: str = "") -> str:
    return read(body, automatic, named).text


def p(inside: str, style: str = "Standard") -> str:
    return f'<text:p text:style-name="{style}">{inside}</text:p>'


def h(inside: str, level: int = 1) -> str:
    return f'<text:h text:outline-level="{level}">{inside}</text:h>'


def items(*insides: str, attributes: str = "") -> str:
    made = "".join(f"<text:list-item>{inside}</text:list-item>" for inside in insides)
    return f"<text:list {attributes}>{made}</text:list>"


def numbers(name: str, *levels: tuple[str, str]) -> str:
    made = "".join(
        f'<text:list-level-style-number text:level="{rank}" style:num-format="{form}" {more}/>'
        for rank, (form, more) in enumerate(levels, 1)
    )
    return f'<text:list-style style:name="{name}">{made}</text:list-style>'


def cell(inside: str, attributes: str = "") -> str:
    return f"<table:table-cell {attributes}>{p(inside)}</table:table-cell>"


def row(*cells: str) -> str:
    return f"<table:table-row>{''.join(cells)}</table:table-row>"


def test_headings_paragraphs_and_blanks() -> None:
    body = h("Objet", 2) + p('12\u202f000\u00a0€<text:s text:c="3"/>TTC<text:tab/>ou<text:line-break/>plus')
    assert text(body) == "## Objet\n\n12\u202f000\u00a0€ TTC ou\nplus\n"


def test_headings_numbered_by_the_outline() -> None:
    outline = "".join(
        f'<text:outline-level-style text:level="{rank}" style:num-format="1" {more}/>'
        for rank, more in ((1, 'style:num-prefix="Article " style:num-suffix=" –"'), (2, 'text:display-levels="2"'))
    )
    named = f"<text:outline-style>{outline}</text:outline-style>"
    body = h("Objet") + h("Durée") + h("Terme", 2) + h("Préavis", 2) + h("Suivi")
    assert text(body, named=named).splitlines()[::2] == [
        "# Article 1 – Objet", "# Article 2 – Durée", "## 2.1 Terme", "## 2.2 Préavis", "# Article 3 – Suivi",
    ]  # fmt: skip


def test_lists_nest_count_go_on_and_restart() -> None:
    style = numbers("L", ("1", 'style:num-suffix="."'), ("a", 'style:num-suffix=")"'))
    named = 'text:style-name="L"'
    body = (
        items(p("un"), p("deux") + items(p("a"), p("b")), attributes=named)
        + p("Entre deux.")
        + items(p("trois"), attributes=f'{named} text:continue-numbering="true"')
        + p("Puis.")
        + items(p("un encore") + p("suite"), attributes=named)
    )
    assert text(body, style) == (
        "1. un\n2. deux\n  a) a\n  b) b\n\nEntre deux.\n\n3. trois\n\nPuis.\n\n1. un encore\n\nsuite\n"
    )


def test_a_list_by_its_pattern_its_start_and_bullets() -> None:
    pattern = 'loext:num-list-format="Article %1% :" text:start-value="4"'
    bullets = '<text:list-style style:name="B"><text:list-level-style-bullet text:level="1"/></text:list-style>'
    body = items(h("Objet"), attributes='text:style-name="A"') + items(p("un"), attributes='text:style-name="B"')
    assert text(body, numbers("A", ("1", pattern)) + bullets) == "# Article 4 : Objet\n\n- un\n"


def test_tables_with_merged_cells_and_headers() -> None:
    head = row(cell("Année", 'table:number-rows-spanned="2"'), cell("Crédits", 'table:number-columns-spanned="2"'),
               "<table:covered-table-cell/>")  # fmt: skip
    below = row("<table:covered-table-cell/>", cell("AE"), cell("CP"))
    body = row(cell("2025"), cell("10 €"), cell("5 €"))
    table = f"<table:table><table:table-header-rows>{head}{below}</table:table-header-rows>{body}</table:table>"
    assert text(table) == "| Année | Crédits | Crédits |\n|  | AE | CP |\n| --- | --- | --- |\n| 2025 | 10 € | 5 € |\n"


def test_tracked_changes_comments_and_hidden_text() -> None:
    deleted = "<text:changed-region><text:deletion><text:p>ôté</text:p></text:deletion></text:changed-region>"
    hidden = (
        '<style:style style:name="H" style:family="text"><style:text-properties text:display="none"/></style:style>'
    )
    body = (
        f"<text:tracked-changes>{deleted}</text:tracked-changes>"
        + p("sous <text:change-start/>vingt<text:change-end/> jours<text:change/>"
            '<text:span text:style-name="H">X</text:span>'
            "<office:annotation><text:p>À voir</text:p></office:annotation>")
        + '<text:section text:display="none"><text:p>caché</text:p></text:section>'
        + "<text:section><text:p>montré</text:p></text:section>"
    )  # fmt: skip
    remarks = (Remark("tracked_changes"), Remark("comments", {"count": "1"}))
    assert read(body, hidden) == Reading("sous vingt jours\n\nmontré\n", remarks=remarks)


def test_notes_superscripts_and_frames() -> None:
    style = (
        '<style:style style:name="S" style:family="text"><style:text-properties style:text-position="super 58%"/>'
        "</style:style>"
    )
    inside = "<text:note-citation>1</text:note-citation><text:note-body><text:p>Fériés.</text:p></text:note-body>"
    box = "<draw:frame><draw:text-box><text:p>Encadré</text:p></draw:text-box></draw:frame>"
    er, two = (f'<text:span text:style-name="S">{raised}</text:span>' for raised in ("er", "2"))
    body = p(f"le 1{er} mai<text:note>{inside}</text:note>, 3 m{two}{box}")
    assert text(body, style) == "le 1er mai[^1], 3 m²\n\nEncadré\n\n[^1]: Fériés.\n"


def test_forms_controls_and_fields() -> None:
    box = '<form:checkbox form:id="c" form:current-state="checked" form:label="Oui"/>'
    forms = f"<office:forms><form:form>{box}</form:form></office:forms>"
    mark = (
        '<field:fieldmark field:type="vnd.oasis.opendocument.field.FORMCHECKBOX">'
        '<field:param field:name="Checkbox_Checked" field:value="false"/></field:fieldmark>'
    )
    control = '<loext:content-control loext:showing-place-holder="true">Date</loext:content-control>'
    body = forms + p(
        f'<draw:control draw:control="c"/> {mark} Non, le {control}, page <text:page-number>3</text:page-number>'
    )
    assert text(body) == "☒ Oui ☐ Non, le [Date], page 3\n"


def test_a_table_of_contents_is_left_out() -> None:
    inside = "<text:index-body><text:p>Article 1 … 2</text:p></text:index-body>"
    contents = f"<text:table-of-content>{inside}</text:table-of-content>"
    assert text(contents + p("Objet")) == "Objet\n"
