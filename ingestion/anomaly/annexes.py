"""Annexes: cited and missing, or cited for something that they are not."""

import re
from collections.abc import Iterator

from ingestion.anomaly.finding import Anomaly, anomaly, short
from ingestion.anomaly.reading import Reading
from ingestion.anomaly.wording import alike, beginnings, content
from ingestion.blocks import Block
from ingestion.facts.clauses import Clause, spaced
from ingestion.facts.evidence import Evidence
from ingestion.facts.references import Reference
from ingestion.headings import normalise_number

_AMENDED = spaced(r"\b(?:initiale?|modifi\w+|remplac\w+|annule\w*|susvise\w*)\b")
_OTHER_TEXT = spaced(
    r" ?,? ?(?:de |du |a |au |de la |de l'|a la |a l'|des )(?:circulaire|decret|arrete|loi|ordonnance|reglement"
    r"|code|directive|marche"
    r"|accord-cadre|ccag|cctp|ccap|instruction|norme)\b"
)
"""What follows the number of an annexe that is another text's."""
_NUMBER = r"annexe[ \n]+(?:n°[ ]?)?(?P<number>\d{1,2}|[a-z]|[ivx]{1,4})"
_APART = re.compile(rf"(?P<phrase>[^.;:,()]{{3,120}}?)[ \n]*\([ ]?(?:cf\.? |voir )?(?:l')?{_NUMBER}[ ]?\)")
_TITLED = re.compile(
    rf"\b{_NUMBER}[ \n]*,?[ \n]*(?:\"|intitulee[ \n]+\"?|relative (?:a |au |aux )|portant sur )"
    r"[ ]?(?P<phrase>[^\".;:,()]{3,90})"
)
_BOUND = re.compile(
    r"\b(?:dans|a|aux|au|par|selon|suivant|conformement|figurant|sur|et|ou|est|sont|voir|que|qui|avec|pour|en"
    r"|suivre|respecter)[ \n]+"
)
"""Where a noun phrase begins: past a verb or a preposition other than « de »."""


def find_missing_annexes(reading: Reading) -> Iterator[Anomaly]:
    """One anomaly for each annexe that the document cites and does not hold."""
    cited: dict[str, list[Evidence]] = {}
    for reference in reading.of(Reference):
        if reference.nature == "annexe" and reference.present is False:
            own = [one for one in reference.evidence if not _of_another(reading, one)]
            cited.setdefault(reference.number or "", []).extend(own)
    for number, evidence in cited.items():
        if evidence:
            yield anomaly("annexe_missing" if number else "annexes_missing", "attention", evidence, number=number)


def _of_another(reading: Reading, cited: Evidence) -> bool:
    """Whether the annexe is another text's: a circular's, or in an avenant the convention's."""
    clause = reading.clause_at(cited.start)
    if clause is None:
        return reading.amends
    own = _AMENDED.search(clause.folded) or not any(c.isdigit() for c in cited.quote)
    return bool(_OTHER_TEXT.match(clause.folded, cited.end - clause.start) or (reading.amends and own))


def find_misnamed_annexes(reading: Reading) -> Iterator[Anomaly]:
    """Annexes cited for a thing of which they hold no word: « l'accord de partenariat (annexe 2) », a list of sites."""
    annexes = reading.annexes()
    for clause in reading.sentences():
        if clause.block.annexe is None and "annexe" in clause.folded and not reading.amends:
            for number, phrase, start in _citations(clause):
                blocks = annexes.get(number)
                if blocks and _foreign(phrase, blocks):
                    evidence = (*clause.evidences(start), reading.quoted(blocks[0].body_start, blocks[0].body_end))
                    values = {"number": number, "cited": short(phrase), "heading": short(_title(blocks))}
                    yield anomaly("annexe_cited_for_other", "attention", evidence, **values)


def _citations(clause: Clause) -> Iterator[tuple[str, str, int]]:
    """Number of each annexe cited for something, the thing, and where it starts in the clause."""
    for found in _APART.finditer(clause.folded):
        start = _noun_phrase(clause.folded, found.start("phrase"), found.end("phrase"))
        yield normalise_number(found["number"]), clause.words(start, found.end("phrase")), start
    for found in _TITLED.finditer(clause.folded):
        yield normalise_number(found["number"]), clause.words(found.start("phrase"), found.end("phrase")), found.start()


def _noun_phrase(folded: str, start: int, end: int) -> int:
    """Where the last noun phrase of a span starts: past its last verb or preposition but « de »."""
    last = start
    for found in _BOUND.finditer(folded, start, end):
        last = found.end()
    return last


def _foreign(phrase: str, blocks: tuple[Block, ...]) -> bool:
    """Whether none of the phrase's words, nor a word that may stand for one, is in the annexe."""
    words = content(phrase)
    held = beginnings(" ".join(block.text for block in blocks))
    return (
        bool(words)
        and bool(content(_title(blocks)))
        and len(held) > len(words) + 3
        and not any(alike(word) & held for word in words)
    )


def _title(blocks: tuple[Block, ...]) -> str:
    return blocks[0].path[-1] if blocks[0].path else blocks[0].body
