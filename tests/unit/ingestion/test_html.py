"""What a web page says."""

from pathlib import Path

import pytest

from ingestion.documents import Reading, Remark
from ingestion.errors import UnreadableFile
from ingestion.readers.html import read_html
from ingestion.reading_rules import ReadingRules


def read(page: str | bytes) -> Reading:
    return read_html(Path("a.html"), page if isinstance(page, bytes) else page.encode(), ReadingRules())


def text(page: str | bytes) -> str:
    return read(page).text


def test_blocks_blanks_entities_and_breaks() -> None:
    page = (
        "<h1>Convention\n <i>A</i></h1>libre<p>un  &laquo;&nbsp;mot&nbsp;&raquo;<br>deux&#8239;€&shy;"
        "<div>trois <b>gras</b></div>"
    )
    assert text(page) == "# Convention A\n\nlibre\n\nun «\u00a0mot\u00a0»\ndeux\u202f€\n\ntrois gras\n"


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [("", "utf-8"), ("", "cp1252"), ("iso-8859-1", "cp1252"), ("iso-8859-15", "iso-8859-15"), ("utf-8", "cp1252"),
     ("latin1", "utf-8-sig"), ("", "utf-16"), ("klingon", "cp1252"), ("macintosh", "mac-roman")],
)  # fmt: skip
def test_the_characters_are_told(declared: str, encoding: str) -> None:
    meta = f'<meta charset="{declared}">' if declared else ""
    assert text(f"{meta}<p>Été à 12 €, œuvre</p>".encode(encoding)) == "Été à 12 €, œuvre\n"


def test_lists() -> None:
    page = (
        "<p>Elle doit :<ul><li>payer ;<li>finir :<ol type=a start=2><li>tôt</li><li value=5><p>bien</p><p>vite</p></ol>"
        "<ul><li>profond</ul></ul><ol style='list-style-type: upper-roman'><li>un</ol>"
        "<ol><li style=\"list-style-type: '2° '\">deux</ol>"
    )
    assert text(page) == (
        "Elle doit :\n\n- payer ;\n- finir :\n  b. tôt\n  e. bien\n    vite\n  - profond\n\nI. un\n\n2° deux\n"
    )


def test_tables() -> None:
    page = (
        "<table><caption>Crédits</caption><thead><tr><th rowspan=2>Année<th colspan=2>Montant<tr><th>AE<th>CP</thead>"
        "<tr><th>2025<td>10&nbsp;€<br>(estimé)<td>5 €<tr><td>2026<td colspan=2>0 €</table>"
    )
    assert text(page) == (
        "Crédits\n\n| Année | Montant | Montant |\n|  | AE | CP |\n| --- | --- | --- |\n"
        "| 2025 | 10\u00a0€ (estimé) | 5 € |\n| 2026 | 0 € |  |\n"
    )


def test_a_table_that_sets_the_page() -> None:
    assert text("<table><tr><td><h2>Objet</h2><p>Texte<table><tr><td>a<td>b<tr><td>c<td>d</table></table>") == (
        "## Objet\n\nTexte\n\n| a | b |\n| c | d |\n"
    )


def test_terms_and_what_is_said_of_them() -> None:
    assert (
        text("<dl><dt>Durée<dd>deux ans<dt>Préavis<dd>un mois</dl>") == "| Durée | deux ans |\n| Préavis | un mois |\n"
    )


def test_what_is_no_text_is_left_out() -> None:
    page = (
        "<title>T</title><style>.x, #y { display : none } @media print { p { display: none } } p { color: red }</style>"
        "<header>Site</header><nav>Menu</nav><main><header><h1>Titre</h1></header><p hidden>a</p>"
        "<p style='display: none'>b</p><p class=x>c</p><p id=y>d</p><script>e</script><template><p>f</template>"
        "<!-- g --><aside>h</aside><p>Texte</p><div id=toc>i</div><svg><text>j</text></svg></main><footer>k</footer>"
    )
    assert text(page) == "# Titre\n\nTexte\n"


def test_raised_figures_forms_and_kept_lines() -> None:
    page = (
        "<p>1<sup>er</sup> mai, 3 m<sup>2</sup></p><form><input type=checkbox checked> Oui <input type=radio> Non "
        "<input value='12 €'><input type=hidden value=z><select><option>A<option selected>B</select>"
        "<button>Envoyer</button></form><pre>a\n  b</pre><blockquote>cité</blockquote>"
    )
    assert text(page) == "1er mai, 3 m²\n\n☒ Oui ☐ Non 12 €B\n\na\nb\n\ncité\n"


NOTES = {
    "markdown": '<p>48 heures<sup id="fnref1"><a href="#fn1">1</a></sup>.</p><h2>Fin</h2><section '
    'class="footnotes"><ol><li id="fn1"><p>Fériés. <a href="#fnref1">↩</a></p></li></ol></section>',
    "word": "<p>48 heures<a href='#_ftn1' name='_ftnref1'><span>[1]</span></a>.</p><h2>Fin</h2>"
    "<div style='mso-element:footnote-list'><div style='mso-element:footnote' id=ftn1><p class=MsoFootnoteText>"
    "<a href='#_ftnref1' name='_ftn1'><span>[1]</span></a> Fériés.</p></div></div>",
    "libreoffice": '<p>48 heures<sup><a class="sdfootnoteanc" name="sdfootnote1anc" href="#sdfootnote1sym">1</a></sup>'
    '.</p><h2>Fin</h2><div id="sdfootnote1"><p><a name="sdfootnote1sym" href="#sdfootnote1anc">1</a>'
    "Fériés.</p></div>",
}  # fmt: skip


@pytest.mark.parametrize("page", NOTES.values(), ids=NOTES)
def test_notes_are_called_and_stand_at_the_end(page: str) -> None:
    assert text(page) == "48 heures[^1].\n\n## Fin\n\n[^1]: Fériés.\n"


def test_a_page_saved_by_word() -> None:
    item = (
        "<p class=MsoListParagraph style='text-indent:-18pt;mso-list:l0 level{} lfo1'><![if !supportLists]>"
        "<span style='mso-list:Ignore'>{}<span style='font:7.0pt'>&nbsp;&nbsp; </span></span><![endif]>{}<o:p>"
        "</o:p></p>"
    )
    page = (
        "<p class=MsoTitle>Convention<o:p></o:p></p><p class=MsoNormal><o:p>&nbsp;</o:p></p>"
        + item.format(1, "·", "payer")
        + item.format(2, "o", "tôt")
        + item.format(1, "a)", "finir")
        + item.format(1, "Article 1 -", "Objet")
        + "<div style='mso-element:header'><p>En-tête</div><p class=MsoToc1>Article 1 … 2</p>"
    )
    assert text(page) == "Convention\n\n- payer\n  - tôt\na) finir\n\nArticle 1 - Objet\n"


def test_a_draft_is_told() -> None:
    found = read("<p>sous <del>dix</del><ins>vingt</ins> jours")
    assert found == Reading("sous vingt jours\n", remarks=(Remark("tracked_changes"),))


@pytest.mark.parametrize(
    ("page", "reason"),
    [(b"", "empty"), (b"<p>&nbsp;<img src=http://a.example/x.png>", "empty"), (b"%PDF-1.7", "binary"),
     (b"<div>" * 3_000 + b"x", "damaged")],
)  # fmt: skip
def test_what_is_no_page(page: bytes, reason: str) -> None:
    with pytest.raises(UnreadableFile) as caught:
        read(page)
    assert caught.value.reason == reason
