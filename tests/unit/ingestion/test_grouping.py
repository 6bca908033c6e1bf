"""Groups: which lines make one block, and of which kind."""

import pytest

from ingestion.grouping import group_lines
from ingestion.lines import split_lines


def groups(text: str) -> list[tuple[str, str]]:
    return [(group.kind.value, text[group.start : group.end].strip()) for group in group_lines(split_lines(text))]


def test_a_whole_convention() -> None:
    text = """# Convention « Grand Lavoir »

Entre :

La commune, ci-après « la commune »

Vu le code ;
Vu la loi,

Article 1 : Objet

Le lavoir est
ouvert à tous.

Voir<sup>1</sup>.

<sup>1</sup> Le site.

Page 3/7

Fait à Sources, le

La maire
"""
    assert groups(text) == [
        ("title", "# Convention « Grand Lavoir »"),
        ("party", "Entre :"),
        ("party", "La commune, ci-après « la commune »"),
        ("visa", "Vu le code ;"),
        ("visa", "Vu la loi,"),
        ("article", "Article 1 : Objet"),
        ("paragraph", "Le lavoir est\nouvert à tous."),
        ("paragraph", "Voir<sup>1</sup>."),
        ("footnote", "<sup>1</sup> Le site."),
        ("noise", "Page 3/7"),
        ("signature", "Fait à Sources, le"),
        ("signature", "La maire"),
    ]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (
            "Convention de partenariat.\n\nrelative au Lavoir\n\nArticle 1 : Objet\n",
            ["Convention de partenariat.", "relative au Lavoir"],
        ),
        ("Sources\n\nPROTOCOLE D'ACCORD\n\nArticle 1 : Objet\n", ["PROTOCOLE D'ACCORD"]),
        ("Grand Lavoir\n\nLe lavoir ouvre.\n\nIl ferme.\n", ["Grand Lavoir"]),
        ("\ufeffConvention du lavoir\n\nArticle 1 : Objet\n", ["\ufeffConvention du lavoir"]),
        ("La commune s'engage à :\n\n- ouvrir ;\n", []),
        ("Le lavoir ouvre à 8 heures.\n\nIl ferme à 19 heures.\n", []),
        ("1. OBJET\n\nLe lavoir ouvre.\n", []),
        ("Article 1 : Objet\n\nGouvernance\n\nLe comité se réunit.\n", []),
    ],
)
def test_titles(text: str, title: list[str]) -> None:
    assert [body for kind, body in groups(text) if kind == "title"] == title


def test_a_list_of_annexes_is_not_a_row_of_annexes() -> None:
    listed = "Article 9 : Annexes\n\nAnnexe 1 : plan\n\nAnnexe 2 : tarifs\n\nFait à Sources, le\n\n"
    text = f"{listed}Annexe 1 : plan\n\nUn plan.\n"
    assert [body for kind, body in groups(text) if kind == "annexe"] == ["Annexe 1 : plan"]


def test_a_short_line_alone_is_a_heading_only_before_a_body() -> None:
    assert groups("Article 1 : Objet\n\nGouvernance\n\nLe comité se réunit.\n")[1] == ("heading", "Gouvernance")
    assert groups("Article 1 : Objet\n\nLe comité se réunit.\n\nGouvernance\n")[2] == ("paragraph", "Gouvernance")


def test_a_number_among_items_is_an_item() -> None:
    text = "Article 1 : Objet\n\nLe lavoir :\n\n1. Ouvre\n\n2. Ferme\n\n"
    assert [kind for kind, _ in groups(text)] == ["article", "paragraph", "item", "item"]


def test_a_heading_with_its_body_on_one_line_makes_two_groups() -> None:
    body = "La commune verse au syndicat la somme due pour la saison,\ndans le mois."
    assert groups(f"Article 4 : {body}\n") == [("article", "Article 4 :"), ("paragraph", body)]


def test_a_table_between_two_paragraphs() -> None:
    assert [kind for kind, _ in groups("Article 1 : Objet\nUn texte\n| a | b |\n| c | d |\nUn autre\n")] == [
        "article",
        "paragraph",
        "table",
        "paragraph",
    ]
