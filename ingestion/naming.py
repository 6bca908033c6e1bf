"""Naming: what a document is called, chosen among the names that it mentions; no two share a short name."""

import re
from collections import Counter
from collections.abc import Sequence

from ingestion.blocks import Block, BlockKind
from ingestion.french.folding import fold
from ingestion.lines import display, mask
from ingestion.mentions import ATTACHED, GENRE, NUMBER, Mention, read_mentions, shared_names
from ingestion.names import Alias, DocumentKind, Identity, name_key

_SEASON = re.compile(
    r"(?P<ordinal>premi[èe]re|deuxi[èe]me|seconde|troisi[èe]me|quatri[èe]me|cinqui[èe]me|\d{1,2}\s?(?:e|ème|eme|re|ère))"
    r"\s+(?P<noun>saison|promotion)|(?P<noun2>saison|promotion)\s+(?P<digit>\d{1,2})\b",
    re.IGNORECASE,
)
_ORDINALS = {"premiere": 1, "deuxieme": 2, "seconde": 2, "troisieme": 3, "quatrieme": 4, "cinquieme": 5}
_WEIGHTS = {"title": 12, "object": 5, "service": 3}
"""Worth of a name at each place: a title names its service, an object or a text may cite others."""
_REFERENCE = re.compile(r"(?:dossier|reference|ref\.?|numero|n\s?°)\s?[\w./ -]*\d[\w./-]*")
"""« dossier AB/2024/12 »: it files the document, it does not name it."""
_MOST_REPEATS = 8
"""What a name gains at most by being repeated: less than by standing in the title."""
_SAYS_ITS_GENRE = re.compile(r"(?:projet de |modele de )?(?:convention|protocole|accord|contrat|acte)(?: [\w']+){0,2}")
"""A line that says only what the document is, « Convention constitutive »."""
_FEW = 3
"""Words up to which capitals may be an abbreviation's."""
_BARE_TITLE = 6
"""Words: « Convention de délégation de gestion » names nothing, a longer title describes."""
_SEVERAL = re.compile(r" et l(?:[ae]s? |')")
"""Two parties on one line, « la commune et le syndicat »."""
_CANDIDATES = 200
"""Names whose repeats are counted in the text; a list of more services names none of them."""


def read_identity(text: str, blocks: Sequence[Block], source: str) -> Identity:
    """Name a document by its content; by its file name, and only then, when nothing in the content names it."""
    titles = _titles(blocks)
    title = " ".join(display(block.body) for block in titles)
    kind = _kind(title, blocks)
    mentions = read_mentions(blocks)
    formal = [mention for mention in mentions if mention.formal]
    chosen = _short_name(mentions, text)
    if chosen:
        first = Alias(_decorate(chosen.name, kind, title, blocks), chosen.origin, chosen.start, chosen.end)
    else:
        first = _party_name(title, formal) or _title_name(title, titles) or Alias(source, "file", 0, 0)
    parties = tuple(dict.fromkeys(mention.name for mention in formal))
    return Identity(kind, first.name, title, (first, *_aliases(mentions, first.name)), parties)


def _party_name(title: str, formal: Sequence[Mention]) -> Alias | None:
    """The first two parties, where the title says no more than the genre."""
    parties = [mention for mention in formal if not _SEVERAL.search(fold(mention.name))][:2]
    if len(parties) < 2 or len(title.split()) > _BARE_TITLE:
        return None
    return Alias(" – ".join(mention.name for mention in parties), "party", parties[0].start, parties[1].end)


def _titles(blocks: Sequence[Block]) -> Sequence[Block]:
    """The blocks of the title; in an annexe that stands alone, its heading."""
    titles = [block for block in blocks if block.kind is BlockKind.TITLE]
    return titles or [block for block in blocks[:1] if block.kind is BlockKind.ANNEXE]


def _title_name(title: str, titles: Sequence[Block]) -> Alias | None:
    """The first words of the title."""
    lines = [display(line) for block in titles for line in block.body.splitlines() if line.strip()]
    telling = [line for line in lines if not _SAYS_ITS_GENRE.fullmatch(fold(line))]
    words = " ".join(telling) or title
    words = words.capitalize() if words.isupper() and len(words.split()) > _FEW else words
    return Alias(_shortened(words), "title", titles[0].body_start, titles[-1].body_end) if title else None


_LETTER_HEAD = 15
"""Blocks of a letter among which its object stands."""
_LETTER_OBJECT = re.compile(
    r"\bobjet\s*:\s*(?:(?:lettre|echange de lettres)s?[ -](?:d'|valant |de )?(?:accord|engagement|convention)"
    r"|accord|convention|protocole|partenariat)\b"
)
_AGREED = re.compile(
    r"\b(?:bon pour accord|lu et approuve|(?:cet|le present) accord|la presente (?:lettre|convention))\b"
)


def _kind(title: str, blocks: Sequence[Block]) -> DocumentKind:
    genre = GENRE.match(fold(title))
    if genre and genre["genre"] == "avenant":
        return DocumentKind.AVENANT
    articles = sum(block.kind is BlockKind.ARTICLE for block in blocks)
    parties = any(block.kind is BlockKind.PARTY for block in blocks)
    commits = (articles >= 2 and (genre is not None or parties)) or _is_letter_of_agreement(blocks)
    return DocumentKind.CONVENTION if commits or (genre and parties) else DocumentKind.DOCUMENT


def _is_letter_of_agreement(blocks: Sequence[Block]) -> bool:
    """« Objet : lettre d'accord – … », « Bon pour accord »: a letter that commits whoever signs it back."""
    texts = [fold(block.text) for block in blocks]
    return any(map(_LETTER_OBJECT.search, texts[:_LETTER_HEAD])) and any(map(_AGREED.search, texts))


def _short_name(mentions: Sequence[Mention], text: str) -> Mention | None:
    """The name that the title, the object and the text speak of most."""
    scores: Counter[str] = Counter()
    best: dict[str, Mention] = {}
    parties = {mention.key for mention in mentions if mention.origin == "party"}
    for mention in mentions:
        filed = _REFERENCE.fullmatch(fold(mention.name)) or (
            NUMBER.fullmatch(mention.name) and not _quoted(mention, text)
        )
        if mention.origin not in _WEIGHTS or filed:
            continue
        key = mention.key
        scores[key] += 1 if key in parties else _WEIGHTS[mention.origin]
        kept = best.get(key)
        if kept is None or _casing(mention.name) > _casing(kept.name):
            best[key] = mention
    folded = fold(text)
    for key, _ in scores.most_common(_CANDIDATES):
        scores[key] += min(folded.count(fold(best[key].name)), _MOST_REPEATS)
    return best[max(scores, key=lambda key: (scores[key], -best[key].start))] if scores else None


def _quoted(mention: Mention, text: str) -> bool:
    """A name between quotes is one, whatever it looks like: « Quai 9 »."""
    return text[: mention.start].rstrip()[-1:] in ("«", '"', "“")


def _casing(name: str) -> int:
    """Prefer the spelling with the most capitals inside: « QuaiOuvert » over « Quaiouvert »."""
    return sum(c.isupper() for c in name) if not name.isupper() else 0


def _decorate(name: str, kind: DocumentKind, title: str, blocks: Sequence[Block]) -> str:
    """Add the season, the avenant's number or what an annexe is to the service's name."""
    if name.isupper() and len(name) > 6 and " " in name:
        name = name.title()
    if kind is DocumentKind.AVENANT:
        number = re.search(r"avenant\s*n?\s*°?\s*(\d+)", fold(title))
        return f"{name} – avenant" + (f" n° {number[1]}" if number else "")
    attached = ATTACHED.match(fold(title)) if kind is DocumentKind.DOCUMENT else None
    if attached:
        return f"{name} – {title[: attached.end()].strip().lower()}"
    season = _season(title) or _season_of(blocks)
    return f"{name} – {season}" if season else name


def _season_of(blocks: Sequence[Block]) -> str | None:
    """The season that two paragraphs or more name; one alone may recall another season."""
    texts = (mask(block.text) for block in blocks if block.kind is BlockKind.PARAGRAPH and block.annexe is None)
    seasons = Counter(season for season in map(_season, texts) if season)
    season, count = seasons.most_common(1)[0] if seasons else ("", 0)
    return season if count > 1 else None


def _season(text: str) -> str | None:
    match = _SEASON.search(text)
    if not match:
        return None
    noun = (match["noun"] or match["noun2"]).lower()
    ordinal = match["digit"] or match["ordinal"]
    digits = re.sub(r"\D", "", ordinal)
    number = int(digits) if digits else _ORDINALS.get(fold(ordinal), 0)
    return f"{noun} {number}" if number else None


def _shortened(title: str) -> str:
    words = title.split()
    return " ".join(words[:10]) + (" …" if len(words) > 10 else "")


def _aliases(mentions: Sequence[Mention], short: str) -> tuple[Alias, ...]:
    """Each other name once, at its first place; services seen only once in passing are no name of the convention."""
    order = ("title", "object", "service", "number", "party", "annexe")
    counts = Counter(m.key for m in mentions)
    seen = {name_key(short)}
    kept = []
    for mention in sorted(mentions, key=lambda m: (order.index(m.origin), m.start)):
        passing = mention.origin == "service" and counts[mention.key] < 2
        if mention.key in seen or passing:
            continue
        seen.add(mention.key)
        kept.append(Alias(mention.name, mention.origin, mention.start, mention.end))
    return tuple(kept)


def distinguish(identities: Sequence[Identity]) -> tuple[str, ...]:
    """A short name for each, no two alike: the number, then the first party, then a rank is added where two are.

    The order of `identities` must be stable for the names to be.
    """
    names = [identity.short_name for identity in identities]
    for add in (_number_of, _party_of):
        shared = {key for key, count in Counter(map(name_key, names)).items() if count > 1}
        names = [
            _with(name, add(i)) if name_key(name) in shared else name for name, i in zip(names, identities, strict=True)
        ]
    return _ranked(names)


def _ranked(names: Sequence[str]) -> tuple[str, ...]:
    """Add « (2) », « (3) »… to names that another has before them; the rank itself may meet a name that exists."""
    ranks: Counter[str] = Counter()
    taken: set[str] = set()
    final = []
    for name in names:
        key = name_key(name)
        ranks[key] += 1
        unique = name if ranks[key] == 1 else f"{name} ({ranks[key]})"
        while name_key(unique) in taken:
            ranks[key] += 1
            unique = f"{name} ({ranks[key]})"
        taken.add(name_key(unique))
        final.append(unique)
    return tuple(final)


def _with(name: str, extra: str | None) -> str:
    return f"{name} ({extra})" if extra and name_key(extra) not in name_key(name) else name


def _number_of(identity: Identity) -> str | None:
    return next((alias.name for alias in identity.aliases if alias.origin == "number"), None)


def _party_of(identity: Identity) -> str | None:
    """The abbreviation of a party that is not everyone's."""
    parties = (alias.name for alias in identity.aliases if alias.origin == "party" and alias.name.isupper())
    return next((name for name in parties if name_key(name) not in shared_names()), None)


__all__ = ["distinguish", "name_key", "read_identity"]
