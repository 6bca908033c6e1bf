import pytest

from ingestion.facts.clauses import read_clauses, segments, spaced
from ingestion.structure import read_blocks

LIST = """Article 1 : Objet

Le musée s'engage à :

- prêter **douze** tableaux<sup>1</sup> ;
- les assurer.
"""


def test_items_lose_their_mark_and_keep_what_introduces_them() -> None:
    clauses = read_clauses(read_blocks(LIST))
    items = [clause for clause in clauses if clause.intro]
    assert [clause.words(0, len(clause.text)) for clause in items] == ["prêter douze tableaux ;", "les assurer."]
    assert [clause.intro.text for clause in items if clause.intro] == ["Le musée s'engage à :"] * 2


def test_evidence_is_verbatim_and_innermost_first() -> None:
    clause = read_clauses(read_blocks(LIST))[-2]
    evidences = clause.with_intros()
    assert [found.quote for found in evidences] == ["prêter **douze** tableaux<sup>1</sup> ;", "Le musée s'engage à :"]
    assert all(LIST[found.start : found.end] == found.quote for found in evidences)


def test_a_sentence_cut_by_a_page_is_one_clause_with_two_evidences() -> None:
    head = "La troupe choisit la pièce, la met en scène avec ses acteurs et la joue en public dans les trois"
    tail = "mois suivant la signature de la convention."
    text = f"Article 1 : Objet\n\n{head}\n\nPage 2/4\n\n{tail}\n\nElle répète."
    clause = next(clause for clause in read_clauses(read_blocks(text)) if clause.folded.startswith("la troupe"))
    assert [found.quote for found in clause.evidences()] == [head, tail]
    assert "Page" not in clause.text
    assert clause.words(0, len(clause.text)) == f"{head} {tail}"


def test_cells_carry_their_headers() -> None:
    text = "Article 1 : Objet\n\n| Livrable | Échéance |\n|---|---|\n| Plan | 3 mai 2025 |\n"
    cells = [(clause.text, clause.cell) for clause in read_clauses(read_blocks(text)) if clause.cell]
    assert cells == [("Plan", (None, "Livrable")), ("3 mai 2025", ("Plan", "Échéance"))]


def test_the_preamble_is_told_from_the_articles() -> None:
    text = "Préambule\n\nUn récit.\n\nArticle 1 : Objet\n\nUne règle.\n"
    told = {clause.text: clause.opening for clause in read_clauses(read_blocks(text))}
    assert (told["Un récit."], told["Une règle."]) == (True, False)


def test_segments_are_cut_at_semicolons() -> None:
    clause = read_clauses(read_blocks("Article 1 : Objet\n\nIl vend ; elle achète.\n"))[-1]
    assert [clause.text[a:b] for a, b in segments(clause)] == ["Il vend", "elle achète."]


@pytest.mark.parametrize(
    ("source", "text", "fits"), [("a b", "a   b", True), ("a(?! b)", "a  b", False), ("[ ]", " ", True)]
)
def test_a_space_in_a_pattern_is_any_run_of_blanks(source: str, text: str, fits: bool) -> None:
    assert bool(spaced(source).match(text)) is fits
