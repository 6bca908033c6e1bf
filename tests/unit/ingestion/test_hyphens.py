"""Words cut at line ends: whole where they are matched, cut as they stand where they are quoted."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.words import tokens
from ingestion.documents import Document
from ingestion.hyphens import join
from ingestion.lines import display
from ingestion.reading import read_entry

TEXT = """# Convention relative au service « Lavoir »

Entre l'Agence des eaux, ci-après « le délégant », et la Caisse des lavoirs, ci-après « le délé-
gataire ».

## Article 1 - Durée

La conven-
tion prend effet le 1er mars 2025 pour une durée de vingt-
quatre mois. Le délégataire rem-
bourse 12 000 € au sous-
traitant.
"""


@pytest.mark.parametrize(
    ("cut", "whole"),
    [
        ("la conven-\ntion", "la convention"),
        ("la conven\u00ad\ntion", "la convention"),
        ("le sous-\n  traitant", "le sous-traitant"),
        ("le porte-\nparole, un porte-parole", "le porte-parole, un porte-parole"),
        ("celui-\nci", "celui-ci"),
        ("l'UO 0352-\nCFSE", "l'UO 0352-CFSE"),
        ("le décret 2004-\n1085", "le décret 2004-1085"),
        ("Seine-\nMaritime", "Seine-Maritime"),
        ("Article 12-\nObjet", "Article 12-\nObjet"),
        ("- a\n- b -\nc", "- a\n- b -\nc"),
        ("le 3-\nmai", "le 3-\nmai"),
    ],
)
def test_what_is_joined(cut: str, whole: str) -> None:
    assert join(cut).text == whole


@given(st.text(alphabet="ab -\n\u00ad1A", max_size=60))
def test_every_character_that_is_left_keeps_its_place(text: str) -> None:
    whole = join(text)
    assert "".join(text[whole.origin(at)] for at in range(len(whole.text))) == whole.text
    assert len(whole.text) + (whole.shifts[-1] if whole.shifts else 0) == len(text)


def test_facts_are_read_through_a_cut_and_quoted_with_it() -> None:
    entry = read_entry(Document("d", "a.md", "md", TEXT))
    assert "".join(block.text for block in entry.blocks) == TEXT
    quoted = [(one.start, one.end, one.quote) for fact in entry.facts for one in fact.evidence]
    quoted += [(c.start, c.end, c.text) for block in entry.blocks for row in block.rows for c in row.cells]
    assert any("rem-\nbourse" in TEXT[start:end] for start, end, _ in quoted)
    assert all(TEXT[start:end] == words for start, end, words in quoted)
    duties = [fact for fact in entry.facts if fact.kind == "obligation"]
    assert any("rem-\nbourse 12 000 €" in one.quote for fact in duties for one in fact.evidence)
    (lasts,) = [fact.duration for fact in entry.facts if fact.kind == "term" and fact.duration]
    assert (lasts.count, lasts.unit) == (24, "month")
    for passage in entry.passages:
        assert TEXT[passage.start : passage.end] == passage.text
    assert any("La convention prend effet" in passage.indexed_text for passage in entry.passages)


def test_words_are_matched_whole() -> None:
    assert tokens("conven-\ntion") == tokens("convention")
    assert display("la conven-\ntion") == "la convention"
