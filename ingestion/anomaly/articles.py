"""Articles: numbers that jump or come twice, articles cited that are missing or do not hold what they are cited for."""

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ingestion.anomaly.finding import Anomaly, anomaly, short
from ingestion.anomaly.reading import Reading
from ingestion.anomaly.wording import alike, beginnings, content, of_credits
from ingestion.blocks import Block, BlockKind
from ingestion.facts.budget import BudgetLine
from ingestion.facts.chorus import ChorusReference
from ingestion.facts.clauses import Clause, spaced
from ingestion.facts.evidence import Evidence
from ingestion.facts.references import Reference
from ingestion.french.folding import fold
from ingestion.headings import normalise_number

_NUMBER = r"(?P<number>\d{1,2}(?:[ ]?[.-][ ]?\d{1,2})?(?:[ ](?:bis|ter|quater))?|premier|1er|[ivx]{1,5}(?:[ ]bis)?)\b"
_OTHER_TEXT = (
    r"(?![ ]*(?:,[ ]*)?(?:(?:modifiee?|paragraphe \d+|alinea \d+),?[ ]*)?(?:du|de la|de l'|des|d'un|d'une)[ ]+"
    r"(?!presente?|convention\b(?! (?:initiale|du|cadre))|protocole\b(?! du))\w)(?!\.\d)(?![ ]*[rl]?\d*-\d)"
)
_POINTER = spaced(
    r"(?P<phrase>(?:\b(?:le|la|les|du|des|au|aux|son|sa|ses|leur|leurs|cette|ces|ce|cet) |\bl'|\bd')[^.;:,()]{2,90}?)"
    r" (?:mentionne|vise|defini|prevu|cite|enonce|indique|fixe|decrit|precise|detaille|presente|evoque|designe"
    r"|enumere"
    r"|liste|stipule|instaure|etabli)(?:e|s|es)?(?: [^.;:,()]{0,50}?)??"
    r" (?:a|dans|par|en|de) (?:l')?article " + _NUMBER + _OTHER_TEXT
)
_OWNED = spaced(
    r"(?:\b(?:le|la|les|du|au|aux|des) |\bl'|\bd')(?P<phrase>echeancier|calendrier|tableau|preavis|bareme|comite"
    r"|delai|penalites?|duree|obligations?|plafond|montant)(?: [a-z]+)? (?:de l'|a l'|en |figurant a l'|prevue?"
    r" a l')article " + _NUMBER + _OTHER_TEXT
)
_LAST_NOUN = re.compile(
    r"(?:.*[ ](?=(?:le|la|les|du|des|au|aux|sa|son|ses|cette|ces)[ ]|l'|d'))?(?P<words>.*)\Z", re.DOTALL
)
_QUOTED = re.compile(r"[\s>*_#]*[«\"“]")
_ITS = re.compile(r"\b(?:son|ses|leurs?)[ \n,]+\Z|[-.][ ]?\Z")
"""« dans son article 219 »: the article of the text just named."""
_BEYOND = 20
"""Numbers further than this after the last article are another text's."""
_SCHEDULES = ("echea", "calen")
_GROUPS = re.compile(r"\b(?:titre|chapitre|partie|section|livre)\b")


def find_broken_numbering(reading: Reading) -> Iterator[Anomaly]:
    """Numbers of articles that are skipped or used twice; silent where a heading may only have been misread."""
    headings = [
        b for b in reading.blocks if b.kind is BlockKind.ARTICLE and b.annexe is None and not _QUOTED.match(b.text)
    ]
    if any(_GROUPS.search(fold(part)) for block in headings for part in block.path[:-1]):
        return
    if [block.article for block in headings].count("1") > 1:  # several texts in one, each with its own numbers
        return
    for before, block in itertools.pairwise(headings):
        first, second = _main(before.article), _main(block.article)
        if first is None or second is None:
            continue
        evidence = (
            reading.quoted(before.body_start, before.body_end),
            reading.quoted(block.body_start, block.body_end),
        )
        missing = range(first + 1, second)
        if missing and not any(_hinted(reading, number) for number in missing):
            numbers = ", ".join(map(str, missing))
            yield anomaly(
                "article_number_skipped",
                "attention",
                evidence,
                numbers=numbers,
                before=before.article,
                after=block.article,
            )
        if block.article in {other.article for other in headings if other.start < block.start} and not reading.amends:
            first_use = next(other for other in headings if other.article == block.article)
            places = (reading.quoted(first_use.body_start, first_use.body_end), evidence[1])
            yield anomaly("article_number_repeated", "attention", places, number=block.article)


def _main(number: str | None) -> int | None:
    """« 4-1 » and « 6 bis » stand under 4 and 6."""
    found = re.match(r"\d+", number or "")
    return int(found[0]) if found else None


def _hinted(reading: Reading, number: int) -> bool:
    """Whether a line of the text starts as that article's heading could, badly read."""
    return bool(re.search(rf"(?m)^[\W_]*(?:[a-z]{{0,9}}[ .]*)?(?:n° ?)?{number}\b", fold(reading.text)))


def find_missing_articles(reading: Reading) -> Iterator[Anomaly]:
    """Articles of the document that it cites and does not have."""
    if reading.amends:
        return
    cited: dict[str, list[Evidence]] = {}
    for reference in reading.of(Reference):
        if reference.nature == "article" and reference.present is False and reference.number:
            own = [
                one
                for one in reference.evidence
                if not _ITS.search(fold(reading.text[max(0, one.start - 12) : one.start]))
            ]
            cited.setdefault(reference.number, []).extend(own)
    last = max((_main(number) or 0 for number in reading.articles()), default=0)
    for number, evidence in cited.items():
        if evidence and (_main(number) or 0) <= last + _BEYOND:
            yield anomaly("article_missing", "attention", evidence, number=number, last=last)


@dataclass(frozen=True, slots=True)
class _Pointer:
    """« l'unité opérationnelle mentionnée à l'article 3 »."""

    clause: Clause
    start: int
    end: int
    """Span in the clause."""
    phrase: str
    """What is said to stand in the article, as written, without determiner."""
    number: str


def find_wrong_articles(reading: Reading) -> Iterator[Anomaly]:
    """Things said to stand in an article that holds no word of them, while another article does hold them."""
    articles = {} if reading.amends else reading.articles()
    held = {number: beginnings(" ".join(block.text for block in blocks)) for number, blocks in articles.items()}
    places = _places(reading)
    for pointer in _pointers(reading):
        found = _elsewhere(pointer, held, articles, places) if pointer.number in articles else None
        if found:
            evidence = (*pointer.clause.evidences(), _proof(reading, pointer, found, articles, places))
            words = short(pointer.clause.words(pointer.start, pointer.end))
            yield anomaly("wrong_article", "attention", evidence, words=words, cited=pointer.number, article=found)


def _pointers(reading: Reading) -> Iterator[_Pointer]:
    for clause in reading.sentences():
        if "article" not in clause.folded or clause.block.annexe is not None:
            continue
        for pattern in (_POINTER, _OWNED):
            for found in pattern.finditer(clause.folded):
                noun = _LAST_NOUN.match(found["phrase"])
                start = found.start("phrase") + (noun.start("words") if noun else 0)
                phrase = clause.text[start : found.end("phrase")]
                yield _Pointer(
                    clause,
                    found.start() if pattern is _OWNED else start,
                    found.end(),
                    phrase,
                    normalise_number(found["number"]),
                )


def _places(reading: Reading) -> Mapping[str, dict[str, Evidence]]:
    """Where the facts say that some things stand: schedules of credits, codes, by article."""
    found: dict[str, dict[str, Evidence]] = {}
    for line in reading.of(BudgetLine):
        _put(found, ("echea", "calen"), line.evidence[0])
    for code in reading.of(ChorusReference):
        names = ("uo", "unite", "centr") if code.field == "centre_financier" else ("imput",)
        for one in code.evidence:
            _put(found, names, one)
    return found


def _put(found: dict[str, dict[str, Evidence]], names: Sequence[str], one: Evidence) -> None:
    for name in names:
        if one.article:
            found.setdefault(name, {}).setdefault(one.article, one)


def _elsewhere(
    pointer: _Pointer,
    held: Mapping[str, frozenset[str]],
    articles: Mapping[str, tuple[Block, ...]],
    places: Mapping[str, dict[str, Evidence]],
) -> str | None:
    """The article that does hold the thing; `None` when the cited one may hold it or no other surely does."""
    words = content(pointer.phrase)
    if not words:
        return None
    if words[0] in places:
        here = places[words[0]]
        known = pointer.number in here or words[0] in held[pointer.number]
        other = words[0] in _SCHEDULES and any(word not in of_credits() for word in words[1:])
        return None if known or other or not here else next(iter(here))
    if any(alike(word) & held[pointer.number] for word in words):
        return None
    titled = [
        n for n, blocks in articles.items() if words[0] in content(blocks[0].text) and n != pointer.clause.block.article
    ]
    return titled[0] if len(titled) == 1 else None


def _proof(
    reading: Reading,
    pointer: _Pointer,
    number: str,
    articles: Mapping[str, tuple[Block, ...]],
    places: Mapping[str, dict[str, Evidence]],
) -> Evidence:
    words = content(pointer.phrase)
    if words[0] in places:
        return places[words[0]][number]
    heading = articles[number][0]
    return reading.quoted(heading.body_start, heading.body_end)
