"""Parties: who contracts, in which role, under which names, at which address, represented by whom."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from ingestion.blocks import Block
from ingestion.facts.evidence import Evidence
from ingestion.facts.party_clauses import clear_zone, party_zone, split_clauses
from ingestion.facts.party_fields import (
    Piece,
    ShortName,
    label_of,
    person_after,
    read_abbreviation,
    read_address,
    read_name,
    read_represented,
    read_short_names,
)
from ingestion.facts.persons import Representative, is_blank
from ingestion.facts.role_words import bare, role_of, vocabulary
from ingestion.french.folding import fold, squash


@dataclass(frozen=True, slots=True)
class Party:
    """One party, as its clause between « Entre » and « il a été convenu » gives it."""

    label: str
    """Shortest clear name, unique among the parties: an abbreviation (« DINUM ») where there is one, else the name."""
    name: str
    """Full name without its leading article, line ends made blanks."""
    role: str | None
    """Role correctly spelt in lower case: `délégant`, `délégataire`, `partenaire-délégataire`, `bénéficiaire`…"""
    short_names: tuple[str, ...]
    """Every « ci-après » name and abbreviation, as written."""
    address: str | None
    representative: str | None
    """The person named, without title; `None` when only an office is named or nothing is."""
    representative_title: str | None
    """Office of the representative, « directrice du numérique »."""
    is_dinum: bool
    """Whether the party is the State's digital directorate (DINUM), under any of its names."""
    blanks: tuple[str, ...]
    """Names of the fields above that the text leaves blank."""
    evidence: tuple[Evidence, ...]
    """The clause, then where the role and the representative stand."""
    kind: Literal["party"] = "party"


_STATED_ROLE = re.compile(
    r"(?:en (?:sa )?qualite de|comme|agissant en tant que|,|\()\s*(?:l[ae]\s+"
    r"|l'\s?)?(?P<word>(?:partenaire[- ])?d[a-z]{6,12}|beneficiaire|titulaire|mandant|mandataire)\s*(?=[,)\n;.]|$)"
)
_ROLE = r"(?P<role>(?:partenaire[- ])?d[a-z]{6,12}|beneficiaire|titulaire|mandant|mandataire)\b"
_ROLE_AFTER = (
    r"\b(?:NAMES)\s*(?:\"\s*)?(?:\(|,|\best\b|\bagit\b|\bintervient\b)\s*(?:ci[- ]apres )?"
    r"(?:denommee?|designee?|en (?:sa )?qualite de|comme|en tant que|\s|\")*(?:l[ae]\s+|l'\s?)?"
    + _ROLE
    + r"(?=\s*[\"),.]|\s+de la|\s+au sens)"
)
"""« La DX (le délégant) », « la DX est désignée délégataire »; NAMES is replaced by the party's names."""
_ROLE_BEFORE = _ROLE + r"\s*(?:\(|, )\s*(?:l[ae]\s+|l'\s?)?(?:NAMES)\s*[,)]"
"""« le délégataire, la DX, »."""
_ACRONYM = re.compile(r"[A-ZÀ-Ý0-9][A-ZÀ-Ý0-9&./-]*[A-ZÀ-Ý0-9][a-z]?(?:[ ][A-ZÀ-Ý]{2,8})?")
_LITTLE = frozenset(
    ("de", "du", "des", "d", "l", "la", "le", "les", "et", "a", "au", "aux", "en", "pour", "sur", "par")
)
_MAX_CLAUSE = 1500
"""Characters of a clause looked at: longer ones hold a recital after the party's name."""

_MANY = 50
"""Parties beyond which they are a list of members, whose roles and initials the text does not give one by one."""


def read_parties(blocks: Sequence[Block]) -> tuple[Party, ...]:
    """The parties in the order of the text; none when the document introduces none."""
    text = "".join(block.text for block in blocks)
    start, end = party_zone(text, blocks)
    clear = clear_zone(blocks, start, end)
    found = [_read_clause(text, clear[a:b], start + a) for a, b in split_clauses(clear)] if clear else []
    parties = [party for party in found if party]
    if len(parties) > _MANY:
        return _labelled(parties)
    parties = [_with_initials(party, text) for party in parties]
    return _labelled([_with_later_role(party, text, blocks) for party in parties])


def _read_clause(text: str, clear: str, offset: int) -> Party | None:
    """One party; `None` when the clause introduces nobody."""
    clear = clear[:_MAX_CLAUSE]
    folded = fold(clear)
    label, start = label_of(folded)
    name = read_name(clear, folded, start)
    abbreviation = read_abbreviation(clear, name)
    shorts = read_short_names(clear, folded, name.end)
    address = read_address(clear, folded, name.end)
    represented = read_represented(clear, folded, name.end)
    person = represented[0] if represented else person_after(clear, name)
    introduces = label or abbreviation or shorts or address or person
    if not introduces or folded.startswith("pour ", name.start):
        return None
    role, role_span = _role_in(folded, name, label, shorts)
    names = tuple(dict.fromkeys([*([abbreviation.words] if abbreviation else []), *(short.words for short in shorts)]))
    spans = (Piece(0, len(clear.rstrip(" ,;\n")), ""), role_span, represented[1] if represented else None)
    return Party(
        label=name.words or _label_words(clear, name),
        name=name.words,
        role=role,
        short_names=names,
        address=(address.words or None) if address else None,
        representative=person.name if person else None,
        representative_title=person.title if person else None,
        is_dinum=any(bare(words) in vocabulary("dinum") for words in (name.words, *names)),
        blanks=_blanks(name, address, person),
        evidence=tuple(_evidence(text, offset, span) for span in spans if span),
    )


def _role_in(
    folded: str, name: Piece, label: str | None, shorts: Sequence[ShortName]
) -> tuple[str | None, Piece | None]:
    """The role that a clause gives, by a short name, a label (« Le délégant : ») or in passing, and its span."""
    stated = next((short for short in shorts if short.role), None)
    if stated:
        return stated.role, Piece(stated.start, stated.end, "")
    match = _STATED_ROLE.search(folded, name.end) if label is None else None
    return (role_of(match["word"]), Piece(*match.span("word"), "")) if match else (label, None)


def _label_words(clear: str, name: Piece) -> str:
    """What a form calls the party whose name it leaves blank (« Organisme d'accueil »)."""
    words = " ".join(clear[name.start : name.end].split()).strip(" ,:")
    return "" if is_blank(words) else words


def _blanks(name: Piece, address: Piece | None, person: Representative | None) -> tuple[str, ...]:
    blanks = ["name"] if not name.words else []
    blanks += ["address"] if address and not address.words else []
    return (*blanks, *(person.blanks if person else ()))


def _evidence(text: str, offset: int, piece: Piece) -> Evidence:
    start, end = offset + piece.start, offset + piece.end
    return Evidence(start, end, text[start:end], None, None, None)


def _with_initials(party: Party, text: str) -> Party:
    """An abbreviation that the text uses without giving it: the initials of the name, or « DINUM »."""
    if any(_ACRONYM.fullmatch(name) for name in party.short_names):
        return party
    names = squash(party.name).split(" ")
    words = [word for word in re.split(r"[\s'’-]+", party.name) if word and fold(word) not in _LITTLE]
    initials = "".join(word[0] for word in words).upper()
    candidates = [initials] if len(initials) >= 3 and initials.isalpha() else []
    candidates += ["DINUM", "DINSIC", "DISIC"] if party.is_dinum else []
    for word in candidates:
        if fold(word) not in names and re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", text):
            return replace(party, short_names=(*party.short_names, word))
    return party


def _with_later_role(party: Party, text: str, blocks: Sequence[Block]) -> Party:
    """A role given after the clause: « La DX (le délégant) confie », « le délégataire, la DX »."""
    if party.role is not None or not party.name:
        return party
    words = sorted(
        {bare(name) for name in (party.name, *party.short_names) if len(bare(name)) > 1}, key=len, reverse=True
    )
    names = "|".join(re.escape(word) for word in words)
    after = _ROLE_AFTER.replace("NAMES", names)
    before = _ROLE_BEFORE.replace("NAMES", names)
    folded = fold(text)
    for match in (*re.finditer(after, folded), *re.finditer(before, folded)):
        if found := role_of(match["role"]):
            block = next((b for b in blocks if b.start <= match.start() < b.end), blocks[0])
            end = min(match.end(), block.end)
            place = Evidence(
                match.start(),
                end,
                text[match.start() : end],
                block.article,
                block.annexe,
                block.path[-1] if block.path else None,
            )
            return replace(party, role=found, evidence=(party.evidence[0], place, *party.evidence[1:]))
    return party


def _labelled(parties: Sequence[Party]) -> tuple[Party, ...]:
    """Each party under its shortest clear name; the full name where two would be alike, then a rank."""
    labels = [_label(party) for party in parties]
    labels = [
        party.name or label if labels.count(label) > 1 else label for party, label in zip(parties, labels, strict=True)
    ]
    final: list[str] = []
    for label in labels:
        final.append(f"{label} ({labels[: len(final) + 1].count(label)})" if label in final else label)
    return tuple(replace(party, label=label) for party, label in zip(parties, final, strict=True))


def _label(party: Party) -> str:
    names = [re.sub(r"^(?:l[ae]s?\s+|l['’]\s?)", "", name, flags=re.IGNORECASE) for name in party.short_names]
    words = squash(party.name).split(" ")
    shortened = [name for name in names if _ACRONYM.fullmatch(name) and not role_of(name) and fold(name) not in words]
    return shortened[0] if shortened else party.name or party.label or party.role or "?"
