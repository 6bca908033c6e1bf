"""Blocks: the fragments of tests/data read as stated here by hand, and what holds of any text."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingestion.blocks import Block, BlockKind
from ingestion.structure import outline, read_blocks
from tests.made_fragments import FRAGMENTS, mixture

REPEATED = 100_000
"""Characters: a reader whose time grows with the square of the length would be noticed."""

Stated = list[tuple[str, str | None, int, int | None]]
"""Kind, article, level, lead-in."""
EXPECTED: dict[str, Stated] = {
    "footnotes.txt": [
        ("article", "2", 1, None),
        ("paragraph", "2", 0, None),
        ("footnote", "2", 0, None),
        ("footnote", "2", 0, None),
        ("article", "3", 1, None),
        ("paragraph", "3", 0, None),
    ],
    "headings_article_words.txt": [
        (kind, number, int(kind == "article"), None)
        for number in ("1", "1", "4", "5", "5-1", "6 bis")
        for kind in ("article", "paragraph")
    ],
    "headings_article_markdown.md": [
        ("title", None, 0, None),
        *(
            (kind, number, int(kind == "article"), None)
            for number in ("2", "5", "1", "7")
            for kind in ("article", "paragraph")
        ),
        ("table", "7", 0, None),
    ],
    "headings_numbered.txt": [
        ("article", "1", 1, None),
        ("paragraph", "1", 0, None),
        ("article", "2", 1, None),
        ("heading", "2", 2, None),
        ("paragraph", "2", 0, None),
        ("heading", "2", 2, None),
        ("paragraph", "2", 0, None),
        ("heading", None, 1, None),
        ("article", "1", 2, None),
        ("paragraph", "1", 0, None),
        ("article", "2", 2, None),
        ("paragraph", "2", 0, None),
    ],
    "list_nested_with_lead_ins.txt": [
        ("paragraph", None, 0, None),
        ("item", None, 0, 0),
        ("item", None, 1, 1),
        ("item", None, 1, 1),
        ("item", None, 0, 0),
        ("item", None, 1, 4),
        ("item", None, 1, 4),
        ("item", None, 2, 6),
        ("item", None, 2, 6),
        ("item", None, 0, 0),
        ("paragraph", None, 0, None),
    ],
    "list_split_by_page.txt": [
        ("paragraph", None, 0, None),
        ("item", None, 0, 0),
        ("item", None, 0, 0),
        ("noise", None, 0, None),
        ("paragraph", None, 0, None),
        ("item", None, 0, 0),
        ("noise", None, 0, None),
        ("item", None, 0, 0),
    ],
    "not_headings_cross_references.txt": [
        ("article", "3", 1, None),
        *[("paragraph", "3", 0, None)] * 4,
        ("article", "4", 1, None),
        ("paragraph", "4", 0, None),
    ],
    "signatures_two_columns.txt": [
        ("article", "9", 1, None),
        ("paragraph", "9", 0, None),
        *[("signature", None, 0, None)] * 3,
    ],
    "table_aligned_columns.txt": [("paragraph", None, 0, None), ("table", None, 0, 0), ("paragraph", None, 0, None)],
    "table_broken_by_page.txt": [
        ("table", None, 0, None),
        ("noise", None, 0, None),
        ("table", None, 0, None),
        ("paragraph", None, 0, None),
    ],
    "table_codes_key_value.txt": [("table", None, 0, None)],
    "table_pipes.txt": [("paragraph", None, 0, None), ("table", None, 0, 0), ("paragraph", None, 0, None)],
    "table_tabs_empty_cells.txt": [("paragraph", None, 0, None), ("table", None, 0, 0), ("paragraph", None, 0, None)],
    "table_tabs_multiline_cells.txt": [
        ("paragraph", None, 0, None),
        ("table", None, 0, 0),
        ("paragraph", None, 0, None),
    ],
    "annexes_and_page_noise.md": [
        ("article", "4", 1, None),
        ("paragraph", "4", 0, None),
        ("noise", "4", 0, None),
        ("noise", "4", 0, None),
        ("annexe", None, 1, None),
        ("paragraph", None, 0, None),
        ("noise", None, 0, None),
        ("annexe", None, 1, None),
        ("paragraph", None, 0, None),
        ("annexe", None, 1, None),
        ("paragraph", None, 0, None),
    ],
}


def read(root: Path, name: str) -> tuple[Block, ...]:
    return read_blocks((root / "tests" / "data" / name).read_bytes().decode())


def cells(block: Block) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in block.rows]


@pytest.mark.parametrize("name", EXPECTED)
def test_blocks_of_a_fragment(root: Path, name: str) -> None:
    assert [(b.kind.value, b.article, b.level, b.lead_in) for b in read(root, name)] == EXPECTED[name]


def test_a_sentence_cut_by_a_page_goes_on(root: Path) -> None:
    assert [block.continues for block in read(root, "list_split_by_page.txt")] == [None] * 4 + [2] + [None] * 3


def test_a_table_cut_by_a_page_keeps_its_headers(root: Path) -> None:
    first, _, second, _ = read(root, "table_broken_by_page.txt")
    assert (first.continues, second.continues) == (None, 0)
    assert [(c.text, c.row_header, c.column_header) for c in second.rows[1].cells] == [
        ("2024", None, "Année"),
        ("", "2024", "AE"),
        ("7 000 €", "2024", "CP"),
    ]


def test_cells_of_each_sort_of_table(root: Path) -> None:
    assert cells(read(root, "table_tabs_multiline_cells.txt")[1])[1] == [
        "2022",
        "60 000 €\nSoit (estimation) 20 000 € par équipe",
        "30 000 €",
    ]
    assert cells(read(root, "table_aligned_columns.txt")[1])[3] == ["Déplacements", "", "25 %"]
    assert cells(read(root, "table_codes_key_value.txt")[0])[-1] == ["Centre de coût :", "**LAVOIRS088**"]
    assert cells(read(root, "table_tabs_empty_cells.txt")[1])[2] == ["2023", "", "50 000 €"]


def test_annexes_are_numbered_and_named_in_the_path(root: Path) -> None:
    blocks = read(root, "annexes_and_page_noise.md")
    assert [block.annexe for block in blocks[4:]] == ["1", "1", "1", "B", "B", "", ""]
    assert blocks[5].path == ("Annexe 1 : plan des lavoirs",)


def test_the_outline_is_what_a_person_reads(root: Path) -> None:
    assert outline(read(root, "headings_numbered.txt"))[:3] == (
        (1, "1. OBJET"),
        (1, "2. FRAIS"),
        (2, "2.1. Frais communs"),
    )
    assert outline(read(root, "headings_article_markdown.md"))[2] == (1, "Article 1er : Durée")


def test_paths_hold_titles_then_articles_then_subheadings() -> None:
    text = "TITRE I – FIN\n\nArticle 1 : Objet\n\nGouvernance\n\nLe comité se réunit.\n\n"
    blocks = read_blocks(f"{text}Article 2 : Prix\n\nIl est gratuit.\n")
    assert blocks[3].path == ("TITRE I – FIN", "Article 1 : Objet", "Gouvernance")
    assert blocks[5].path == ("TITRE I – FIN", "Article 2 : Prix")


def test_items_without_marks_are_items() -> None:
    text = "Article 1 : Objet\n\nLa commune s'engage à :\n\nouvrir le lavoir ;\n\nle fermer ;\n\nl'entretenir.\n"
    assert [(b.kind.value, b.lead_in) for b in read_blocks(text)[1:]] == [
        ("paragraph", None),
        ("item", 1),
        ("item", 1),
        ("item", 1),
    ]


def test_a_table_is_introduced_without_a_colon() -> None:
    text = "Article 1 : Objet\n\nLa commune paie les montants suivants.\n\n| a | b |\n| c | d |\n"
    assert read_blocks(text)[2].lead_in == 1


@pytest.mark.parametrize("text", ["", " \n\t\n", "\ufeff\n"])
def test_a_text_without_words(text: str) -> None:
    assert [(block.kind, block.text) for block in read_blocks(text)] == ([(BlockKind.NOISE, text)] if text else [])


def check(text: str) -> None:
    """What holds of the blocks of any text."""
    blocks = read_blocks(text)
    assert "".join(block.text for block in blocks) == text
    assert [block.start for block in blocks] == [0, *(block.end for block in blocks)][: len(blocks)]
    for index, block in enumerate(blocks):
        assert block.text == text[block.start : block.end]
        assert block.lead_in is None or 0 <= block.lead_in < index
        assert block.continues is None or 0 <= block.continues < index
        assert bool(block.rows) <= (block.kind is BlockKind.TABLE)
        check_rows(text, block)


def check_rows(text: str, block: Block) -> None:
    at = block.start
    for row in block.rows:
        assert at <= row.start <= row.end <= block.end
        at = row.end
        for cell in row.cells:
            assert cell.text == text[cell.start : cell.end]
            assert block.start <= cell.start <= cell.end <= block.end
            assert cell.row_header is None or not row.header


@settings(deadline=None, max_examples=300)
@given(st.lists(st.sampled_from(sorted(FRAGMENTS.values())), max_size=25).map("".join))
def test_any_mixture_of_fragments(text: str) -> None:
    check(text)


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=200))
def test_any_text(text: str) -> None:
    check(text)


@pytest.mark.parametrize("seed", range(4))
def test_long_mixtures(seed: int) -> None:
    check(mixture(seed, pieces=1500))


@pytest.mark.parametrize("name", FRAGMENTS)
def test_a_fragment_repeated_to_a_great_length(name: str) -> None:
    check(FRAGMENTS[name] * (REPEATED // len(FRAGMENTS[name])))
