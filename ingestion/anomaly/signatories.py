"""Signatories and blanks: who signs for whom, and what is left to fill in."""

import re
from collections.abc import Iterator

from rapidfuzz import fuzz

from ingestion.anomaly.finding import Anomaly, anomaly, short
from ingestion.anomaly.reading import Reading
from ingestion.blocks import BlockKind
from ingestion.facts.amounts import Amount
from ingestion.facts.chorus import ChorusReference
from ingestion.facts.dates import DateFact
from ingestion.facts.evidence import Evidence, State
from ingestion.facts.parties import Party
from ingestion.facts.persons import same_person
from ingestion.facts.register import Fact
from ingestion.facts.signatures import Signature
from ingestion.french.folding import fold, squash

_DELEGATED = re.compile(r"\bdelegation\b|\bp\.? ?[/.]? ?(?:o|d)\b|\bpar ordre\b|\binterim\b|\bp/")
_LIKE = 75.0
"""Likeness over which two names may still be one, read badly: no anomaly is told."""
_LONG = 60
"""Characters from which a party's label is too long to be read in a sentence."""
_TO_FILL = re.compile(
    r"\.{5,}|…{2,}|(?<!\w)_{3,}|(?<!\w)x{3,}(?!\w)|\((?:a (?:completer|preciser|renseigner|definir))[^)\n]{0,40}\)"
    r"|\[ ?(?:a (?:completer|preciser|renseigner|definir)|nom|prenom|date|montant|adresse|numero|champ|fonction"
    r"|titre|\.+"
    r"|…+|-)[^\]\n]{0,40}\](?!\()"
)
_LEADERS = re.compile(r"\s*(?:p(?:age|\.)? ?)?\d{1,3}\s*$", re.MULTILINE)
"""What follows the dots of a table of contents."""


def find_other_signatories(reading: Reading) -> Iterator[Anomaly]:
    """Another person signs than the representative named; « par délégation » is told as such."""
    named = {party.label: party for party in reading.of(Party)}
    for signature in reading.of(Signature):
        party = named.get(signature.party.party) if signature.party and signature.party.party else None
        if not party or not party.representative or not signature.signatory:
            continue
        if _may_be_one(party.representative, signature.signatory) or _represents_another(
            signature.signatory, party, named
        ):
            continue
        evidence = (_where(reading, party), *signature.evidence)
        values = {"named": party.representative, "signatory": signature.signatory, "party": _called(party)}
        if signature.on_behalf_of or any(_DELEGATED.search(fold(one.quote)) for one in signature.evidence):
            yield anomaly(
                "signed_by_delegation",
                "info",
                evidence,
                **values,
                words=short(signature.on_behalf_of or "par délégation"),
            )
        else:
            yield anomaly("other_signatory", "attention", evidence, **values)


def _called(party: Party) -> str:
    """The party's label, or its role where the label is a whole sentence."""
    return party.label if len(party.label) <= _LONG or not party.role else f"le {party.role}"


def _may_be_one(named: str, signatory: str) -> bool:
    return same_person(named, signatory) or fuzz.token_sort_ratio(squash(named), squash(signatory)) >= _LIKE


def _represents_another(signatory: str, party: Party, named: dict[str, Party]) -> bool:
    """Whether the person is another party's: the signatures' columns were then read in another order."""
    others = [other.representative for other in named.values() if other.label != party.label and other.representative]
    return any(_may_be_one(other, signatory) for other in others)


def _where(reading: Reading, party: Party) -> Evidence:
    """Where the representative is named; the party's first evidence when the words are broken there."""
    for one in party.evidence:
        at = one.quote.find(party.representative or "\0")
        if at >= 0:
            return reading.quoted(one.start + at, one.start + at + len(party.representative or ""))
    return party.evidence[0]


def find_blanks(reading: Reading) -> Iterator[Anomaly]:
    """Places left to fill in: one anomaly for the signature's date, one a signatory, one for each other kind."""
    dates = [f for f in reading.of(DateFact) if f.state is State.BLANK]
    signed = [f for f in dates if f.nature == "signature"]
    if signed and not reading.signed():
        yield anomaly("blank_signature_date", "attention", [f.evidence[0] for f in signed])
    signatures = [f for f in reading.of(Signature) if f.state is State.BLANK]
    if signatures:
        names = ", ".join(dict.fromkeys(f.party.party or f.party.words for f in signatures if f.party))
        evidence = [one for f in signatures for one in f.evidence[:1]]
        if names:
            yield anomaly("blank_signatory", "attention", evidence, parties=names)
        else:
            yield anomaly("blank_signature", "info", evidence)
    others = [f for f in dates if f.nature != "signature"]
    yield from _blank("blank_date", [f.evidence[0] for f in others])
    yield from _blank("blank_amount", [f.evidence[0] for f in reading.of(Amount) if f.state is State.BLANK])
    yield from _blank("blank_code", [f.evidence[0] for f in reading.of(ChorusReference) if f.state is State.BLANK])
    yield from _blank("blank_party", [p.evidence[0] for p in reading.of(Party) if p.blanks])
    yield from _blank("blank_words", _marks(reading))


def _blank(code: str, evidence: list[Evidence]) -> Iterator[Anomaly]:
    if evidence:
        yield anomaly(code, "attention", evidence, count=len(dict.fromkeys(evidence)))


def _is_blank(fact: Fact) -> bool:
    return bool(fact.blanks) if isinstance(fact, Party) else getattr(fact, "state", None) is State.BLANK


def _marks(reading: Reading) -> list[Evidence]:
    """Dots, lines and brackets that no blank fact covers, with the words that lead to them."""
    told = [one for fact in reading.facts for one in fact.evidence if _is_blank(fact)]
    found = []
    for block in reading.blocks:
        if block.kind in (BlockKind.NOISE, BlockKind.TABLE) or not any(c.isalnum() for c in block.text):
            continue
        folded = fold(block.text)
        for mark in _TO_FILL.finditer(folded):
            start, end = block.start + mark.start(), block.start + mark.end()
            covered = any(one.start < end and start < one.end for one in told)
            if not covered and not _LEADERS.match(folded, mark.end()):
                clause = reading.clause_at(start)
                found.append(clause.evidences()[-1] if clause else reading.quoted(start, end))
    return list(dict.fromkeys(found))
