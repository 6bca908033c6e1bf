"""Citations: numbered as they are first used."""

from dataclasses import replace

from bot.citing import Citations, block_at
from ingestion.blocks import Block, BlockKind
from ingestion.corpus import Entry
from ingestion.documents import Document, Doubt
from ingestion.names import DocumentKind, Identity

TEXT = "Titre\nArticle 3\nLe bilan.\nAnnexe 1\nUn plan.\n"


def _entry() -> Entry:
    kinds = [
        (BlockKind.TITLE, "Titre\n", None, None, ()),
        (BlockKind.ARTICLE, "Article 3\n", "3", None, ("Article 3",)),
        (BlockKind.PARAGRAPH, "Le bilan.\n", "3", None, ("Article 3", "Bilan")),
        (BlockKind.ANNEXE, "Annexe 1\n", "3", "1", ("Annexe 1",)),
        (BlockKind.PARAGRAPH, "Un plan.\n", "3", "1", ("Annexe 1",)),
    ]
    blocks, at = [], 0
    for kind, text, article, annexe, path in kinds:
        blocks.append(Block(kind, at, at + len(text), text, article, annexe, path))
        at += len(text)
    identity = Identity(DocumentKind.CONVENTION, "Alto", "Alto", (), ())
    return Entry("1", Document("d", "dossier/a.txt", "txt", TEXT), identity, tuple(blocks), ())


ENTRY = _entry()


def span(words: str) -> tuple[int, int]:
    return TEXT.index(words), TEXT.index(words) + len(words)


def test_a_citation_says_where_it_stands_word_for_word() -> None:
    citations = Citations()
    assert citations.cite(ENTRY, *span("Le bilan")) == 1
    (found,) = citations.found
    assert found.quote == TEXT[found.start : found.end] == "Le bilan"
    assert (found.source, found.convention) == ("dossier/a.txt", "Alto")
    assert (found.article, found.heading) == ("3", "Bilan")


def test_the_same_span_keeps_its_number() -> None:
    citations = Citations()
    numbers = [citations.cite(ENTRY, *span(words)) for words in ("Un plan.", "Le bilan", "Un plan.", "Le bilan.")]
    assert numbers == [1, 2, 1, 3] and len(citations.found) == 3


def test_an_annexe_stands_in_no_article_and_a_title_under_no_heading() -> None:
    citations = Citations()
    citations.cite(ENTRY, *span("Un plan."))
    citations.cite(ENTRY, *span("Titre"))
    assert [(c.article, c.heading) for c in citations.found] == [(None, "Annexe 1"), (None, None)]


def test_every_character_has_its_block() -> None:
    for block in ENTRY.blocks:
        assert all(block_at(ENTRY, at) is block for at in range(block.start, block.end))


def test_a_citation_has_its_page_and_the_least_sure_of_its_words() -> None:
    start, end = span("Le bilan")
    doubts = (Doubt(start, start + 2, 0.7), Doubt(start + 3, end, 0.3), Doubt(end, end + 1, 0.1))
    scanned = replace(ENTRY, document=replace(ENTRY.document, pages=(0, start), doubts=doubts))
    citations = Citations()
    citations.cite(scanned, start, end)
    citations.cite(scanned, *span("Titre"))
    citations.cite(ENTRY, start, end)
    assert [(one.page, one.confidence) for one in citations.found] == [(2, 0.3), (1, None), (None, None)]
