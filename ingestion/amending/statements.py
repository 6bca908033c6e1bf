"""Statements: changes said without quoting the former words, « est porté à », « est prolongée jusqu'au »."""

import re
from collections.abc import Iterator

from ingestion.amending.change import Amendment, Values
from ingestion.amending.orders import BE, ordered
from ingestion.amending.sections import Section, target
from ingestion.amending.wordings import read_span
from ingestion.facts.clauses import spaced
from ingestion.french.amounts import find_amounts
from ingestion.french.durations import find_durations
from ingestion.french.recurrence import find_recurrences
from ingestion.french.sentences import sentences

_RAISED = spaced(
    rf"\b(?:{BE} (?P<verb>portee?s?|fixee?s?|ramenee?s?|elevee?s?|relevee?s?|abaissee?s?|reduite?s?"
    rf"|augmentee?s?|diminuee?s?|revisee?s?)"
    r"|(?P<active>passe(?:nt)?|s'elevent?|s'eleve|s'etablit|s'etablissent))\b"
)
_PROLONGED = spaced(
    rf"\b(?:{BE} (?:prolongee?|prorogee?|reportee?|repoussee?|etendue?|renouvelee?|reconduite?|portee?|fixee?"
    rf"|ramenee?|avancee?)"
    r"|prolonge|proroge|prend(?:ra)? (?:desormais )?fin|s'acheve(?:ra)?|expire(?:ra)?)\b"
)
_OF_TERM = spaced(
    r"\b(?:duree|terme|echeance|fin|date de fin|validite|periode)\b|\b(?:convention|protocole|contrat|accord"
    r"|partenariat|delegation)\b"
)
_REWORDED = spaced(r"\b(?:desormais|dorenavant|devien(?:t|nent)|seront|sera)\b")
"""What shows that a recurrence is new."""


def read_statements(section: Section, tabled: bool) -> Iterator[Amendment]:
    """Changes said without quoting the former words: « est porté à », « est prolongée jusqu'au »."""
    for start, end in sentences(section.text):
        start = max(start, len(section.heading))
        if section.text[start:end].strip():
            folded = section.folded[start:end]
            number = target(section, end - 1)
            changes = list(_amounts(section, start, end, number)) or list(_terms(section, start, end, number))
            yield from changes
            if not changes and not tabled and _REWORDED.search(folded) and find_recurrences(section.text[start:end]):
                found = find_recurrences(section.text[start:end])[0]
                after = Values(every=found.every, day_of_month=found.due_day)
                yield ordered(
                    section, "recurrence", number, (start, end), new=section.text[start:end].strip(), after=after
                )


def _amounts(section: Section, start: int, end: int, number: str | None) -> Iterator[Amendment]:
    """« le montant de X € est porté à Y € », « est porté de X € à Y € », « à Y € au lieu de X € »."""
    text, folded = section.text[start:end], section.folded[start:end]
    verb, amounts = _RAISED.search(folded), find_amounts(text)
    after = [a for a in amounts if verb and a.start >= verb.end()]
    if not verb or not after:
        return
    raised = [
        a
        for a in after
        if re.search(
            r"\b(?:a|au montant de|a hauteur de|a la somme de)(?: [a-z]+){0,6} ?\Z", folded[verb.end() : a.start]
        )
    ]
    olds = [a for a in amounts if a.start < verb.start() and re.search(r"\bde ?(?:[a-z]+ ){0,2}\Z", folded[: a.start])]
    olds += [
        a for a in after if re.search(r"\b(?:au lieu de|initialement|contre|de) ?(?:[a-z]+ )?\Z", folded[: a.start])
    ]
    news = [a for a in raised if a not in olds]
    if len(news) == 1:
        before = Values(amount=olds[0].value) if len(olds) == 1 else Values()
        old = text[olds[0].start : olds[0].end] if len(olds) == 1 else None
        new = text[news[0].start : news[0].end]
        yield ordered(
            section, "amount", number, (start, end), old=old, new=new, before=before, after=Values(amount=news[0].value)
        )


def _terms(section: Section, start: int, end: int, number: str | None) -> Iterator[Amendment]:
    """« est prolongée jusqu'au », « est prolongée de six mois », « la durée est portée de 24 à 36 mois »."""
    text, folded = section.text[start:end], section.folded[start:end]
    verb = _PROLONGED.search(folded)
    if not verb or not (_OF_TERM.search(folded[: verb.start() + 1]) or _OF_TERM.search(folded, verb.end())):
        return
    new = text[verb.start() :].strip()
    bounds = read_span(text[verb.end() :])
    lengths = [d for d in find_durations(text) if d.start >= verb.start()]
    if bounds and bounds.end:
        former = read_span(text[: verb.start()])
        before = former if former and former.end and former.end != bounds.end else Values()
        yield ordered(section, "end", number, (start, end), new=new, before=before, after=bounds)
    elif lengths:
        added = re.search(
            r"(?:\bde|\bd'|\bd'une duree (?:supplementaire )?de|\bpour (?:une duree (?:supplementaire )?de)?"
            r"|supplementaire de) ?\Z",
            folded[: lengths[-1].start],
        )
        spoken = re.search(r"\b(?:portee?|fixee?|ramenee?)\b", verb[0])
        before = Values(length=lengths[0].value) if len(lengths) == 2 else Values()
        after = Values(extension=lengths[-1].value) if added and not spoken else Values(length=lengths[-1].value)
        yield ordered(section, "duration", number, (start, end), new=new, before=before, after=after)
