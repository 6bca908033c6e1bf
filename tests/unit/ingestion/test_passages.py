"""Passages: bare spans that stay with their heading, lead-in or header row, none too long."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingestion.blocks import Block, BlockKind
from ingestion.french.sentences import sentences
from ingestion.passages import HEADING_WORDS, LEAD_WORDS, LONGEST, Passage, read_passages, rename
from ingestion.structure import read_blocks
from tests.made_fragments import FRAGMENTS, mixture


def passages(text: str) -> tuple[Passage, ...]:
    return read_passages(text, read_blocks(text), "Lavoir")


def prose(words: int) -> str:
    """Sentences of ten words."""
    assert words % 10 == 0
    return "Le lavoir de la commune ouvre tous les jours tôt. " * (words // 10)


def test_a_heading_stays_with_its_body() -> None:
    text = "TITRE I – FIN\n\nArticle 1 : Objet\n\nLe lavoir ouvre.\n\nArticle 2 : Prix\n\nIl est gratuit.\n"
    assert [p.text for p in passages(text)] == [
        "TITRE I – FIN\n\nArticle 1 : Objet\n\nLe lavoir ouvre.",
        "Article 2 : Prix\n\nIl est gratuit.",
    ]
    first = passages(text)[0]
    assert (first.ordinal, first.convention, first.article) == (0, "Lavoir", "1")
    assert first.path == ("TITRE I – FIN", "Article 1 : Objet")


def test_an_item_that_starts_a_passage_knows_its_lead_in() -> None:
    items = "".join(f"- la tâche n° {n}, {'mot ' * 40};\n" for n in range(6))
    found = passages(f"Article 1 : Objet\n\nLa commune s'engage à :\n\n{items}")
    assert len(found) > 1
    assert found[0].lead_in is None
    assert {p.lead_in for p in found[1:]} == {"La commune s'engage à :"}
    assert found[1].indexed_text.startswith("Article 1 : Objet\nLa commune s'engage à :\n- la tâche")


def test_a_lead_in_goes_with_its_list_to_the_next_passage() -> None:
    text = f"Article 1 : Objet\n\n{prose(250)}\n\nLa commune s'engage à :\n\n- ouvrir, {'mot ' * 30};\n"
    assert passages(text)[1].text.startswith("La commune s'engage à :\n\n- ouvrir")


def test_the_end_of_a_long_lead_in_is_kept() -> None:
    lead = "mot " * 200 + "et s'engage à :"
    found = passages(f"Article 1 : Objet\n\nIl {lead}\n\n" + f"- la tâche, {'mot ' * 100};\n" * 3)
    assert found[-1].lead_in is not None
    assert found[-1].lead_in.startswith("… mot")
    assert found[-1].lead_in.endswith("et s'engage à :")
    assert len(found[-1].lead_in.split()) == LEAD_WORDS + 1


def test_rows_of_a_long_table_keep_its_header() -> None:
    rows = "".join(f"| lavoir n° {n} | {'mot ' * 20}|\n" for n in range(30))
    found = passages(f"| Poste | Montant |\n|---|---|\n{rows}")
    assert len(found) > 2
    assert found[0].lead_in is None
    assert {p.lead_in for p in found[1:]} == {"Poste | Montant"}
    assert all(p.text.startswith("lavoir n°") or p.text.startswith("|") for p in found)


def test_a_long_paragraph_is_cut_between_sentences() -> None:
    found = passages(f"Article 1 : Objet\n\n{prose(600)}\n")
    assert len(found) == 4
    assert all(p.text.endswith("tôt.") for p in found)
    assert found[0].text.startswith("Article 1 : Objet\n\nLe lavoir")


def test_a_sentence_cut_by_a_page_is_one_passage() -> None:
    text = "Article 1 : Objet\n\nLe lavoir de la\n\nPage 3/7\n\ncommune ouvre.\n"
    assert [p.text for p in passages(text)] == [text.strip()]


def test_much_noise_belongs_to_no_passage() -> None:
    text = "Article 1 : Objet\n\nLe lavoir de la\n\n" + "Page 3/7\n" * 400 + "\ncommune ouvre.\n"
    assert [p.text for p in passages(text)] == ["Article 1 : Objet\n\nLe lavoir de la", "commune ouvre."]


def test_headings_without_a_body_do_not_pile_up() -> None:
    found = passages("".join(f"Article {n} : Objet et prix du lavoir\n\n" for n in range(1, 40)))
    assert max(len(p.text.split()) for p in found) <= 60
    assert "".join(p.text for p in found).count("Article") == 39


def test_rules_alone_are_no_passage() -> None:
    assert passages("Article 1 : Objet\n\nUn prix.\n\n|---|---|\n")[0].text == "Article 1 : Objet\n\nUn prix."


def test_zones_stand_apart() -> None:
    text = "Convention\n\nEntre\n\nLa commune\n\nVu le code ;\n\nArticle 1 : Objet\n\nUn prix.\n\nFait à Sources, le\n"
    assert [p.text.split()[0] for p in passages(text)] == ["Convention", "Entre", "Vu", "Article", "Fait"]


def test_renaming_changes_the_name_alone() -> None:
    found = passages("Article 1 : Objet\n\nUn prix.\n")
    (renamed,) = rename(found, "Autre")
    assert (renamed.convention, renamed.text, renamed.indexed_text) == ("Autre", found[0].text, found[0].indexed_text)


def longest_unit(block: Block) -> int:
    """Words of the longest sentence or row of a block."""
    spans = [(a + block.start, b + block.start) for a, b in sentences(block.text)]
    spans = [(row.start, row.end) for row in block.rows] or spans
    return max((len(block.text[a - block.start : b - block.start].split()) for a, b in spans), default=0)


def check(text: str) -> None:
    """What holds of the passages of any text."""
    blocks = read_blocks(text)
    found = read_passages(text, blocks, "Lavoir")
    assert [p.ordinal for p in found] == list(range(len(found)))
    assert all(one.end <= two.start for one, two in pairwise(found))
    for passage in found:
        assert passage.text == text[passage.start : passage.end]
        assert passage.text.strip()
        if len(passage.text.split()) > LONGEST:
            inside = [b for b in blocks if b.start < passage.end and passage.start < b.end]
            assert max(map(longest_unit, inside)) > LONGEST - 2 * HEADING_WORDS
    check_nothing_is_left(blocks, found)


def check_nothing_is_left(blocks: tuple[Block, ...], found: tuple[Passage, ...]) -> None:
    """Every word of the text is in a passage; a cut table may lose its rules."""
    covered = [(p.start, p.end) for p in found]
    at = 0
    for block in blocks:
        if block.kind is BlockKind.NOISE or block.rows or not any(map(str.isalnum, block.body)):
            continue
        while at < len(covered) and covered[at][1] <= block.body_start:
            at += 1
        assert at < len(covered)
        assert covered[at][0] <= block.body_start < covered[at][1]


@settings(deadline=None, max_examples=300)
@given(st.lists(st.sampled_from(sorted(FRAGMENTS.values())), max_size=25).map("".join))
def test_any_mixture_of_fragments(text: str) -> None:
    check(text)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(st.sampled_from(sorted(FRAGMENTS.values())), st.integers(1, 150)), max_size=6))
def test_any_mixture_of_repeated_fragments(parts: list[tuple[str, int]]) -> None:
    check("".join(fragment * times for fragment, times in parts))


@pytest.mark.parametrize("seed", range(4))
def test_long_mixtures(seed: int) -> None:
    check(mixture(seed, pieces=1500))


@pytest.mark.parametrize("name", FRAGMENTS)
def test_a_fragment_repeated_to_a_great_length(name: str) -> None:
    check(FRAGMENTS[name] * (50_000 // len(FRAGMENTS[name])))
