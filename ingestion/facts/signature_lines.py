"""Signature lines: the place where a document is signed, cut into columns, each line told apart by what it says."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from ingestion.blocks import Block, BlockKind
from ingestion.facts.persons import is_blank, is_office, person_name
from ingestion.facts.roles import Roles
from ingestion.facts.signature_columns import cells_of, columns_of, line_spans
from ingestion.french.dates import find_dates
from ingestion.french.folding import fold
from ingestion.lines import mask

_DONE = re.compile(
    r"(?:fait|signee?|etablie?|etabli)\b|le\s+\d|a\s+\S[^,]{1,40},\s*le\b|[a-z][a-z' -]{1,30},\s*le\s+\d"
)
_PLACE = re.compile(
    r"(?:(?:fait|signee?|etablie?)(?:\s+le)?\s+)?(?<!\w)(?:a|au|en)\s+"
    r"(?P<place>(?!nombre|autant|double|deux|trois|quatre|cinq|\d|un |une |l'original)[^\W\d_][\w' -]{1,40}?)"
    r"(?=\s*(?:,|\.|$|\n|\s-\s|\s(?:le|en|on)\b|\s\d))"
)
_BEHALF = re.compile(
    r"(?:pour\b.*\b(?:et )?par (?:delegation|empechement|interim|suppleance|subdelegation)"
    r"|par (?:delegation|empechement|subdelegation)|p\.\s?[oi]\b[^,]*|p/[^,]*)"
)
_BY_ORDER = re.compile(r"p\s?[./]\s?[oi]\b\.?:?\s*")
"""« p/o », « p.o. », « p/i »: by order, in the absence of somebody."""
_OPENED = re.compile(r"pour\s+l|pour\s+(?:et\s+)?[a-z]|p/")
_IGNORED = re.compile(
    r"(?:\(?\[?\s*(?:signature|cachet|sceau|tampon|signe|lu et approuve|bon pour accord|paraphe|date et signature"
    r"|nom,? prenom|nom et qualite|signature electronique|signature et cachet|cachet et signature|electroniquement"
    r"|original signe|copie conforme)\b.*|[-|: ]+|-{2,})"
)
_RULE = re.compile(r"[-|:=\s]+")
"""A line of a Markdown table, or one drawn across the page."""
_SIGNED_BY = re.compile(r"(?:original\s+)?(?:signe|vise)\s*(?:electroniquement\s*)?(?::|par\s*:?)\s*(?=\S)")
_NAMED = re.compile(
    r"(?:nom(?:\s*,?\s*(?:et\s+)?prenoms?)?|prenom(?:\s*,?\s*(?:et\s+)?nom)?|signataire|nom du signataire)\s*:\s*"
)
_TITLED = re.compile(r"(?:qualite|fonction|titre)\s*:\s*")
_UNSAID = re.compile(
    r"^[ \t]*(?P<place>(?!L[ae]s?\s|L['’]|(?:Bon|Lu|Vu)\s)[A-ZÀ-Ý][\w '’-]{1,30}),[ \t]+le[ \t]+\d", re.MULTILINE
)
"""« Vezoul, le 3 mai 2024 »."""
_LONGEST = 220
"""Characters: a longer line is a sentence, not an office."""
_MISPLACED = re.compile(r"\b[Ff]ait\s+le\s+(?P<place>[A-ZÀ-Ý][\w'’-]+)\s*$", re.MULTILINE)
"""« Fait le Lyon », where a scan shuffled « à » and « le »."""


class LineKind(StrEnum):
    """What a line says."""

    PARTY = "party"
    BEHALF = "behalf"
    TITLE = "title"
    PERSON = "person"
    BLANK = "blank"
    """Dots or a bracket where a name should be."""
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class SignLine:
    """One line of one column, or several that say one thing."""

    spans: tuple[tuple[int, int], ...]
    """Character spans in the canonical text, marks left out; one a line."""
    words: str
    """As written, without marks, on one line."""
    kind: LineKind
    column: int
    """From 0; always 0 where the page has one column."""
    order: int
    """Rank of its last line on the page."""
    label: str | None
    """`Party.label` of the party that a PARTY line names."""


@dataclass(frozen=True, slots=True)
class SigningZone:
    """One place where the document is signed."""

    header: tuple[int, int]
    """Span of « Fait à … le … » in the canonical text, a date stamped above it included."""
    lines: tuple[SignLine, ...]


def signing_zones(blocks: Sequence[Block], roles: Roles) -> tuple[SigningZone, ...]:
    """Every run of signature blocks, read line by line."""
    zones: list[list[Block]] = []
    previous: Block | None = None
    for block in blocks:
        if block.kind is BlockKind.SIGNATURE:
            opens = previous is None or (_DONE.match(fold(block.body)) and _has_names(zones[-1]))
            zones.append([block]) if opens else zones[-1].append(block)
        if block.kind is not BlockKind.NOISE:
            previous = block if block.kind is BlockKind.SIGNATURE else None
    return tuple(_zone(zone, roles) for zone in zones)


def _has_names(zone: Sequence[Block]) -> bool:
    """« Fait à … » again after names is another page of signatures."""
    return any(person_name(line) for block in zone[1:] for line in mask(block.text).split("\n"))


def _zone(zone: Sequence[Block], roles: Roles) -> SigningZone:
    clear = "".join(mask(block.text) for block in zone)
    # Page noise may part the blocks of one zone: each character keeps its own place.
    offsets = [block.start + i for block in zone for i in range(len(block.text))]
    spans = [(order, a, b) for order, (a, b) in enumerate(line_spans(clear)) if clear[a:b].strip()]
    first = next((i for i, (_, a, b) in enumerate(spans) if not _is_header(clear[a:b])), len(spans))
    cells = [(order, a + c, a + d) for order, a, b in spans[first:] for c, d in cells_of(clear[a:b])]
    columns = columns_of(clear, cells)
    lines = [line for i, cell in enumerate(cells) for line in _read_line(clear, offsets, *cell, columns[i], roles)]
    head = clear[: spans[first - 1][2]].rstrip() if first else ""
    start = offsets[len(head) - len(head.lstrip())] if head else zone[0].start
    return SigningZone((start, offsets[len(head) - 1] + 1 if head else start), tuple(_joined(lines)))


def _is_header(line: str) -> bool:
    """« Fait à Lyon, », « le 3 mai 2024 », « en deux exemplaires », a stamped date."""
    folded = fold(line).strip(" .,;-")
    beside = [fold(line[slice(*cell)]).strip() for cell in cells_of(line)[1:]]
    if _SIGNED_BY.match(folded) or any(not cell.startswith(("le ", "en ", "a ")) or "fait" in cell for cell in beside):
        return False
    if beside and not folded.startswith(("fait", "sign", "etabli")):
        return False
    if _DONE.match(folded) or re.match(
        r"(?:en|le)\b.{0,60}(?:exemplaires?|originaux|original)|le$|le\s*[.…_\[]", folded
    ):
        return True
    dates = find_dates(line)
    return bool(dates) and len(folded) - (dates[0].end - dates[0].start) < 12


def _read_line(
    clear: str, offsets: Sequence[int], order: int, a: int, b: int, column: int, roles: Roles
) -> Iterator[SignLine]:
    """What a cell says: one thing, or several parted by commas or a colon (« Le maire, Jean Valdor »)."""
    raw = clear[a:b]
    folded = fold(raw)
    indent = len(raw) - len(raw.lstrip(" \t|,"))
    lead = next((m.end() for p in (_SIGNED_BY, _NAMED, _TITLED) if (m := p.match(folded, indent))), indent)
    if lead > indent and is_blank(raw[lead:]):
        yield SignLine(((offsets[a + indent], offsets[b - 1] + 1),), "", LineKind.BLANK, column, order, None)
        return
    for start, words, kind, label in _parts(raw, lead, roles):
        first = offsets[a + start]
        yield SignLine(
            ((first, offsets[a + start + len(words) - 1] + 1),), " ".join(words.split()), kind, column, order, label
        )


def _parts(raw: str, lead: int, roles: Roles) -> list[tuple[int, str, LineKind, str | None]]:
    """The cell as a whole, or its comma-parted pieces when each is a person, an office, a party or a « Pour … »."""
    whole = _piece(raw, lead, len(raw), roles)
    order = _by_order(raw, lead)
    behalf = order or _BEHALF.match(fold(raw), lead)
    cuts = [lead, behalf.end()] if behalf else [lead]
    if order or not behalf:
        cuts += [m.end() for m in re.compile(r",| ?:(?= )").finditer(raw, cuts[-1])]
    pieces = [_piece(raw, x, y, roles) for x, y in zip(cuts, [*cuts[1:], len(raw)], strict=True)]
    told = [piece for piece in pieces if piece]
    if len(told) == 2 and told[0][2] is LineKind.PARTY and _IGNORED.fullmatch(fold(told[1][1])):
        return told[:1]  # « Pour la Ville : [signature] »: a place to sign, without a name
    apart = len(told) > 1 and all(piece[2] not in (LineKind.OTHER, LineKind.BLANK) for piece in told)
    kinds = {piece[2] for piece in told}
    if apart and (len(kinds) == len(told) or behalf):
        return told
    return [whole] if whole else []


def _by_order(raw: str, lead: int) -> re.Match[str] | None:
    """« p/o Luc Hamelin »: the mark alone when a person's name follows it."""
    order = _BY_ORDER.match(fold(raw), lead)
    return order if order and person_name(raw[order.end() :].split(",")[0]) else None


def _piece(raw: str, a: int, b: int, roles: Roles) -> tuple[int, str, LineKind, str | None] | None:
    words = raw[a:b].strip(" \t|*,;:")
    if not words:
        return None
    return (raw.index(words, a), words, *_kind(words, fold(words).strip(" ,.:"), roles))


def _kind(words: str, folded: str, roles: Roles) -> tuple[LineKind, str | None]:
    if _RULE.fullmatch(words) or _IGNORED.fullmatch(folded) or re.fullmatch(r"\(.*\)", folded) or len(words) > _LONGEST:
        return LineKind.OTHER, None
    if is_blank(words):
        return LineKind.BLANK, None
    if _BEHALF.match(folded):
        return LineKind.BEHALF, None
    if is_office(words) and not roles.is_name(words):
        return LineKind.TITLE, None
    if label := party_named(words, roles):
        return LineKind.PARTY, label
    if person_name(words):
        return LineKind.PERSON, None
    return (LineKind.BEHALF if _OPENED.match(folded) else LineKind.OTHER), None


def party_named(words: str, roles: Roles) -> str | None:
    """Label of the party that a line names: « Pour le délégant, », « La DX », « LE BÉNÉFICIAIRE : »."""
    bare = re.sub(r"^(?:pour|p/)\s+", "", words.strip(" ,.:*"), flags=re.IGNORECASE)
    bare = re.sub(r"^(?:(?:la )?partie )", "", bare, flags=re.IGNORECASE)
    if not bare or len(bare.split()) > 40:
        return None
    for part in (
        bare,
        re.sub(r"\s*\([^)]*\)\s*$", "", bare),
        *re.findall(r"\(([^)]+)\)\s*$", bare),
        bare.split(",")[0],
    ):
        actor = roles.resolve(part)
        if actor.party:
            return actor.party
    return None


def _joined(lines: Sequence[SignLine]) -> Iterator[SignLine]:
    """A title or a « Pour … » broken by a line end is one line."""
    kept: list[SignLine] = []
    for line in lines:
        above = next((k for k in reversed(kept) if k.column == line.column), None)
        if above and line.order == above.order + 1 and _goes_on(above, line):
            words = f"{above.words} {line.words}"
            spans = (*above.spans, *line.spans)
            kept[kept.index(above)] = SignLine(spans, words, above.kind, above.column, line.order, above.label)
        else:
            kept.append(line)
    return iter(kept)


def _goes_on(above: SignLine, line: SignLine) -> bool:
    wraps = (
        above.kind in (LineKind.TITLE, LineKind.BEHALF)
        and line.kind is LineKind.OTHER
        and not _IGNORED.fullmatch(fold(line.words))
    )
    return wraps and (
        line.words[:1].islower() or bool(re.search(r"\b(?:de|du|des|d'|la|le|les|l'|et|a|au|aux)$", fold(above.words)))
    )


def place_of(header: str) -> str | None:
    """« Fait à Lyon, le » gives « Lyon »; `None` when no place stands there.

    >>> place_of("Fait à Saint-Brieuc, en deux exemplaires, le 3 mai 2024"), place_of("Fait en deux exemplaires, le")
    ('Saint-Brieuc', None)
    """
    clear = mask(header)
    match = _PLACE.search(fold(clear))
    place = clear[slice(*match.span("place"))].strip(" ,") if match else ""
    misplaced = _MISPLACED.search(clear) or _UNSAID.search(clear)
    return place if place[:1].isupper() else misplaced["place"] if misplaced else None
