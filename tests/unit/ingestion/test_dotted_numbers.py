"""Paragraphs numbered « 1.2.3 », articles inside titles, numbered points."""

import pytest

from ingestion.blocks import Block, BlockKind
from ingestion.items import Mark, Nesting
from ingestion.structure import read_blocks

RULES = """CONVENTION CONSTITUTIVE

La présente convention lie les membres.

1 OBJET DU GROUPEMENT

1.1 Objet
Les membres achètent des ruches en commun.

1.2 Estimation des besoins
1.2.1 Le montant maximum est fixé à 35 000 €.
1.2.2 Les estimations n'engagent personne.

2 DURÉE

2.1 La convention dure deux ans. Elle n'est pas renouvelée.
2.2 Un membre peut se retirer.
"""


def bodies(text: str, kind: BlockKind) -> list[str]:
    return [block.body for block in read_blocks(text) if block.kind is kind]


def holding(text: str, words: str) -> Block:
    return next(block for block in read_blocks(text) if words in block.body)


def test_each_dotted_number_opens_a_paragraph() -> None:
    paragraphs = bodies(RULES, BlockKind.PARAGRAPH)
    assert "1.2.1 Le montant maximum est fixé à 35 000 €." in paragraphs
    assert "1.2.2 Les estimations n'engagent personne." in paragraphs
    assert "2.2 Un membre peut se retirer." in paragraphs


def test_a_short_numbered_line_above_its_text_is_a_heading() -> None:
    assert bodies(RULES, BlockKind.HEADING) == ["1.1 Objet", "1.2 Estimation des besoins"]
    assert holding(RULES, "35 000").path[-1] == "1.2 Estimation des besoins"
    assert holding(RULES, "35 000").article == "1"


@pytest.mark.parametrize(
    "text",
    [
        "Article 1 : Prix\n\nLe budget des abeilles, au titre de\n1.5 Million de fleurs, est fixé par avis.\n",
        "Article 1 : Prix\n\nLe plan est revu. Il vise\n2.3 hectares de trèfle.\n",
        "Article 1 : Prix\n\nLa séance est tenue le\n12.03.2024 À la mairie.\n",
    ],
)
def test_a_figure_that_a_line_end_cuts_opens_nothing(text: str) -> None:
    assert len(bodies(text, BlockKind.PARAGRAPH)) == 1


@pytest.mark.parametrize(
    ("heading", "number"),
    [
        ("Titre II – Article 4 – Obligations du délégant", "4"),
        ("CHAPITRE 3, ARTICLE 12 : CRÉDITS", "12"),
        ("Section 1 - Art. 2 - Durée", "2"),
    ],
)
def test_an_article_named_inside_its_title_keeps_its_number(heading: str, number: str) -> None:
    text = f"Titre I – Article 1 – Objet\n\nLe prêt des ruches.\n\n{heading}\n\nLe délégant fournit les abeilles.\n"
    block = holding(text, "abeilles")
    assert (block.article, block.path[-1]) == (number, heading)


def test_a_title_before_its_sentence_on_one_line_is_cut() -> None:
    text = "Article 2 - Crédits. Les crédits délégués sur le programme 310 sont de :\n- 10 € ;\n- 20 €.\n"
    assert bodies(text, BlockKind.ARTICLE) == ["Article 2 - Crédits."]
    assert bodies(text, BlockKind.PARAGRAPH) == ["Les crédits délégués sur le programme 310 sont de :"]


def test_the_next_number_is_a_sibling_though_the_one_before_ends_with_a_colon() -> None:
    nesting = Nesting()
    first = nesting.depth(Mark("digit", 0, 3, 4), None)
    assert nesting.depth(Mark("digit", 0, 3, 5), "4. Il verse la somme par tranches :") == first
    assert nesting.depth(Mark("digit", 0, 3, 1), "5. Il fournit :") == first + 1
