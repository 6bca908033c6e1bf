"""Signatures: who signed, for whom, when and where; a blank is a fact."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from rapidfuzz import fuzz

from ingestion.blocks import Block
from ingestion.facts.evidence import Actor, Evidence, State
from ingestion.facts.parties import Party
from ingestion.facts.persons import person_name, same_person
from ingestion.facts.role_words import bare
from ingestion.facts.roles import Roles
from ingestion.facts.signature_lines import LineKind, SigningZone, SignLine, place_of, signing_zones
from ingestion.french.dates import find_dates
from ingestion.french.folding import fold


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature block."""

    signatory: str | None
    """The person named under the block, capitals as written; `None` when nobody is."""
    title: str | None
    """Office under which they sign, « La Cheffe du service du numérique »."""
    on_behalf_of: str | None
    """« Pour la secrétaire générale et par délégation »: for whom they sign, as written."""
    party: Actor | None
    """For which party; `None` when the block does not tell."""
    date: date | None
    """Date of signature; `None` when blank or partial (then a DateFact tells)."""
    place: str | None
    state: State
    """BLANK when there is a place to sign and no name."""
    evidence: tuple[Evidence, ...]
    kind: Literal["signature"] = "signature"


_LIKE_TITLE = 86.0
"""Likeness from which two wordings are one office: « la cheffe du service » and « Chef de Service »."""


@dataclass(slots=True)
class _Place:
    """A place to sign, filled while the lines of its zone are read."""

    label: str | None
    slot: SignLine | None
    """The line that names the party."""
    lines: list[SignLine] = field(default_factory=list)

    def first(self, kind: LineKind) -> SignLine | None:
        return next((line for line in self.lines if line.kind is kind), None)


def read_signatures(blocks: Sequence[Block], roles: Roles) -> tuple[Signature, ...]:
    """One signature a place to sign, in the order of the text.

    The date and the place of « Fait à … le … », or stamped beside it, are those of every signature below it.
    """
    text = "".join(block.text for block in blocks)
    found = []
    for zone in signing_zones(blocks, roles):
        places = _places(zone, roles)
        found += [_signature(text, zone, place, roles) for place in places]
    return tuple(found)


def _places(zone: SigningZone, roles: Roles) -> list[_Place]:
    """Places to sign: one a party named, then one a person or an office that belongs to none of them."""
    places: list[_Place] = []
    for line in zone.lines:
        if line.kind is LineKind.PARTY and not any(place.label == line.label for place in places):
            places.append(_Place(line.label, line))
    groups = [group for group in _groups(zone.lines) if group]
    named = [group for group in groups if any(line.kind is LineKind.PERSON for line in group)]
    rest = [group for group in groups if group not in named]
    left = [group for group in named if not _place_known(group, places, roles)]
    for group in left:
        _place_near(group, places, zone.lines)
    for group in rest:
        if not _place_known(group, places, roles):
            _place_near(group, places, zone.lines)
    _name_in_order(places, roles)
    return places or [_Place(None, None)]


def _groups(lines: Sequence[SignLine]) -> list[list[SignLine]]:
    """Lines of one person: the name with the offices above or below it, in its column, between two parties' lines."""
    groups: list[list[SignLine]] = []
    for column in sorted({line.column for line in lines}):
        run: list[SignLine] = []
        for line in [line for line in lines if line.column == column]:
            if line.kind is LineKind.PARTY:
                groups += _people(run)
                run = []
            elif line.kind in (LineKind.PERSON, LineKind.TITLE, LineKind.BEHALF, LineKind.BLANK):
                run.append(line)
        groups += _people(run)
    return groups


def _people(run: list[SignLine]) -> list[list[SignLine]]:
    """A run cut into persons: after each name when offices stand above it, before each name when they stand below."""
    names = [i for i, line in enumerate(run) if line.kind is LineKind.PERSON]
    if len(names) == 1 and _offices(run[: names[0]]) and _offices(run[names[0] :]):
        return [run[: names[0] + 1], run[names[0] + 1 :]]
    if len(names) < 2:
        offices = [i for i, line in enumerate(run) if line.kind is LineKind.TITLE]
        if names or len(offices) < 2:
            return [run]
        return [run[a:b] for a, b in zip([0, *offices[1:]], [*offices[1:], len(run)], strict=True)]
    cuts = names if names[0] == 0 else [0, *(i + 1 for i in names[:-1])]
    return [run[a:b] for a, b in zip(cuts, [*cuts[1:], len(run)], strict=True)]


def _offices(lines: Sequence[SignLine]) -> bool:
    return any(line.kind is LineKind.TITLE for line in lines)


def _place_known(group: list[SignLine], places: list[_Place], roles: Roles) -> bool:
    """Put a group with the party whose representative it names, or whose representative's office it bears."""
    party = _party_of(group, roles)
    if party is None:
        return False
    place = next((place for place in places if place.label == party.label), None)
    if place is None:
        place = _Place(party.label, None)
        places.append(place)
    elif place.first(LineKind.PERSON) and any(line.kind is LineKind.PERSON for line in group):
        return False
    place.lines += group
    return True


def _party_of(group: Sequence[SignLine], roles: Roles) -> Party | None:
    person = next((line.words for line in group if line.kind is LineKind.PERSON), None)
    for party in roles.parties:
        if person and party.representative and same_person(_uncivil(person), party.representative):
            return party
    title = next((line.words for line in group if line.kind is LineKind.TITLE), None)
    if title is None:
        return None
    scored = [(_title_likeness(title, party), i) for i, party in enumerate(roles.parties)]
    best = max(scored, default=(0.0, 0))
    alike = [score for score, _ in scored if score >= _LIKE_TITLE]
    return roles.parties[best[1]] if len(alike) == 1 else None


def _title_likeness(title: str, party: Party) -> float:
    """How much an office is that of the party's representative, or holds the party's name (0 to 100)."""
    folded = bare(title)
    held = fuzz.ratio(folded, bare(party.representative_title)) if party.representative_title else 0.0
    names = [bare(name) for name in (party.name, *party.short_names) if len(bare(name)) > 3]
    return 100.0 if any(f" {name}" in f" {folded}" or f"'{name}" in folded for name in names) else held


def _uncivil(words: str) -> str:
    return person_name(words) or words


def _place_near(group: list[SignLine], places: list[_Place], lines: Sequence[SignLine]) -> None:
    """Put a group under the party's line above it in its column, else below; several lines take names in order."""
    named = any(line.kind is LineKind.PERSON for line in group)
    if not named and not any(line.kind in (LineKind.TITLE, LineKind.BEHALF) for line in group):
        return
    order = list(lines)
    at = order.index(group[0])
    free = [
        place for place in places if place.slot and place.slot.column == group[0].column and _has_room(place, named)
    ]
    above = [place for place in free if place.slot and order.index(place.slot) < at]
    below = [place for place in free if place.slot and order.index(place.slot) > at]
    run = _last_run(above, order)
    if run or below:
        (run or below)[0].lines.extend(group)
    else:
        places.append(_Place(None, None, list(group)))


def _has_room(place: _Place, named: bool) -> bool:
    if named:
        return place.first(LineKind.PERSON) is None
    return not place.lines


def _last_run(above: list[_Place], order: list[SignLine]) -> list[_Place]:
    """The places above whose lines follow one another without a name between: they are signed in their order."""
    run: list[_Place] = []
    for place in reversed(above):
        if run and run[0].slot and place.slot:
            between = order[order.index(place.slot) + 1 : order.index(run[0].slot)]
            if any(line.kind is not LineKind.PARTY and line.column == place.slot.column for line in between):
                break
        run.insert(0, place)
    return run


def _name_in_order(places: list[_Place], roles: Roles) -> None:
    """As many names as parties and none of them told: they sign in the order of the text."""
    if len(places) == len(roles.parties) > 1 and all(place.label is None and place.lines for place in places):
        for place, party in zip(places, roles.parties, strict=True):
            place.label = party.label


def _signature(text: str, zone: SigningZone, place: _Place, roles: Roles) -> Signature:
    person, title, behalf = (place.first(kind) for kind in (LineKind.PERSON, LineKind.TITLE, LineKind.BEHALF))
    lines = [*([place.slot] if place.slot else []), *place.lines]
    header = text[slice(*zone.header)]
    columns, rows = {line.column for line in lines}, {line.order for line in lines}
    dated = [line for line in zone.lines if line.kind is LineKind.OTHER and find_dates(line.words)]
    done = [line for line in dated if line.order in rows] or [line for line in dated if line.column in columns]
    beside = [line.words for line in done]
    spans = sorted(span for line in (*lines, *done) for span in line.spans)
    return Signature(
        signatory=_uncivil(person.words) if person else None,
        title=title.words if title else None,
        on_behalf_of=behalf.words.strip(" ,") if behalf else None,
        party=_actor(place, person or title, roles),
        date=_date(header, beside),
        place=next((where for words in (header, *beside) if (where := place_of(words))), None),
        state=State.STATED if person else State.BLANK,
        evidence=tuple(_evidence(text, *span) for span in (*spans, *([zone.header] if header else []))),
    )


def _actor(place: _Place, line: SignLine | None, roles: Roles) -> Actor | None:
    party = next((party for party in roles.parties if party.label == place.label), None)
    if party is None:
        return None
    words = place.slot or line
    return Actor(words.words if words else party.label, party.role, party.label)


def _date(header: str, beside: Sequence[str]) -> date | None:
    """The day in « Fait à … le … »; else the one written in the same column."""
    days = [found.value for found in find_dates(header) if found.value]
    if days:
        return days[-1]
    dated = [words for words in beside if re.search(r"\ble\b", fold(words))]
    return next((found.value for words in dated for found in find_dates(words) if found.value), None)


def _evidence(text: str, start: int, end: int) -> Evidence:
    return Evidence(start, end, text[start:end], None, None, None)
