"""Purposes: a first article that describes another service than the preamble."""

from collections.abc import Iterator

from ingestion.anomaly.finding import Anomaly, anomaly
from ingestion.anomaly.reading import Reading
from ingestion.anomaly.wording import find_fields
from ingestion.facts.clauses import Clause, spaced
from ingestion.lines import mask

_AIM = spaced(
    r"\b(?:vis(?:e|ant) a|a(?:yant)? (?:\w+ )?pour (?:objectif|but|objet|finalite|vocation|ambition)"
    r" (?:principale? )?"
    r"(?:de|d'|l'|la)|permet(?:tre|tant|tra)? (?:a|aux|au|de|d')|destinee?s? (?:a|aux|au)"
    r"|qui (?:aide|permet|propose|offre|simplifie|facilite)|afin (?:de|d')|aide(?:nt)? (?:les|la|le|l'))"
)


def find_other_purposes(reading: Reading) -> Iterator[Anomaly]:
    """The service's aim in article 1 and before it belong to different fields, without a word in common.

    Only told where every telling word of each belongs to one field, so that two ways to say one thing are no anomaly.
    """
    first = next(iter(reading.articles()), None)
    before = [clause for clause in reading.sentences() if clause.block.article is None and clause.block.annexe is None]
    earlier = [(clause, words) for clause, words in _aims(before) if words]
    fields_before = {field for _, words in earlier for field in words.values()}
    for clause, words in _aims([clause for clause in reading.sentences() if clause.block.article == first]):
        fields = set(words.values())
        rest = mask(reading.text[: clause.start] + " " + reading.text[clause.end :])
        if (
            len(fields) == 1
            and earlier
            and fields.isdisjoint(fields_before)
            and fields.isdisjoint(find_fields(rest).values())
        ):
            told, evidence = _listed([words]), (*clause.evidences(), *earlier[0][0].evidences())
            yield anomaly(
                "other_purpose",
                "attention",
                evidence,
                article=first,
                words=told,
                before=_listed([aim for _, aim in earlier]),
            )


def _aims(clauses: list[Clause]) -> list[tuple[Clause, dict[str, str]]]:
    """Sentences that say what something is for, with the telling words after « vise à » and their fields."""
    found = ((clause, _AIM.search(clause.folded)) for clause in clauses)
    return [(clause, find_fields(clause.text[aim.end() - 2 :])) for clause, aim in found if aim]


def _listed(aims: list[dict[str, str]]) -> str:
    return ", ".join(dict.fromkeys(word for words in aims for word in words))
