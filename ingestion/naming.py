"""Reading who a convention is: the names in its title, its object, its preamble, its parties and its annexes."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import prompts
from ingestion.blocks import Block, BlockKind
from ingestion.french.folding import fold, squash
from ingestion.lines import display, mask
from ingestion.names import Alias, DocumentKind, Identity

_GENRE = re.compile(
    r"(?:projet d[e']|modele d[e'])?\s*(?P<genre>avenant|convention|protocole|accord|contrat|entente|charte|partenariat|arrete|decision)"
    r"(?:[- ]cadre|[- ]type)?\b"
)
_SEPARATOR = re.compile(r"\s+[|–—-]\s+|\s*\|\s*|\s*[:–—]\s+")
_QUOTED = r"[«\"“]\s*(?P<quoted>[^«»\"“”\n]{2,60}?)\s*[»\"”]"
_PROPER = r"(?P<proper>(?:[A-ZÀ-Ý]|[a-z]{1,2}-[A-Z])[\w’'.-]*(?:[ ](?:(?:de|du|des|d'|et|en|à|la|le|les)[ ])?[A-ZÀ-Ý0-9][\w’'.-]*){0,4})"
_NOUNS = (
    r"(?:start-?up d['’][ÉE]tat|services? (?:public )?num[ée]riques?|service|produit|plateforme|plate-forme|projet|application"
    r"|t[ée]l[ée]service|dispositif|outil|programme|[ée]quipe|incubateur|p[ée]pini[èe]re|site|portail|opération|action)s?"
)
_SERVICE = re.compile(
    rf"\b(?i:{_NOUNS})\b[ \n]+(?:dénommée?s? |intitulée?s? |appelée?s? |nommée?s? )?(?:{_QUOTED}|{_PROPER})"
)
_DENOMINATED = re.compile(rf"\b(?:[Ll][ae'’]\s*)?{_PROPER}\s*,?\s*ci-apr[èe]s (?:dénommée?|désignée?|appelée?)")
_NUMBER = re.compile(
    r"\b(?P<label>[A-Z]{3,6})[ \n]?(?:n\s?°\s?)?(?P<digits>\d{1,4})\b(?![-/.]\d)|n\s?°\s?(?P<ref>[A-Z0-9][\w./-]{2,30})"
)
_ACRONYM = re.compile(r"\((?P<acronym>[A-Z][A-Za-zÀ-Ý&-]{1,11})\)")
_AFTER = re.compile(
    r"ci[- ]?apr[èe]s[^«\"“\n]{0,40}(?P<names>(?:[«\"“][^«»\"“”\n]{2,60}[»\"”][\s,]*(?:ou|et)?\s*)+)", re.IGNORECASE
)
_IN_QUOTES = re.compile(r"[«\"“]\s*([^«»\"“”\n]{2,60}?)\s*[»\"”]")
_ROLE = re.compile(
    r"(?:l[ea]s? |l'|l’)?(?:partenaires?|parties?|co-?)?[- ]?(?:d[ée]l[ée]\w*|b[ée]n[ée]ficiaires?|administration|etat|organisme\w*|partenaires?|parties|signataires?)(?:-\w+)?"
)
_FORMAL = re.compile(
    r"(?:^|\n|\b[Ee]t |\b[Ee]ntre )\s*(?:[Ee]t\s+)?(?P<name>(?:[Ll][ae]s?\s|[Ll]['’])(?:(?i:minist|secr[ée]tariat|direction|d[ée]l[ée]gation|pr[ée]f|r[ée]gion"
    r"|d[ée]partement|commun|agence|association|soci[ée]t[ée]|[ée]tablissement|caisse|universit|centre|fondation|groupement|syndicat"
    r"|m[ée]tropole|commissariat|service|office|institut|[ée]cole|observatoire|chambre|conseil|collectivit|ville|[ée]tat|mission"
    r"|rectorat|acad[ée]mie|h[ôo]pital)[^,\n(;]{2,160}|(?=[^,\n(;]*[A-ZÀ-Ý])[A-ZÀ-Ý][^,\n(;]{4,160}))"
)
"""A party's clause opens with its name: a service's noun, or a proper name."""
_LISTED = re.compile(
    r"\s*(?:[-–—•*·]|\w{1,2}[.)°])?\s*(?P<sort>application\s+)?(?P<name>[^,;:.\n(]{3,45})(?=[,;:.(]|\s*$)"
)
_SEASON = re.compile(
    r"(?P<ordinal>premi[èe]re|deuxi[èe]me|seconde|troisi[èe]me|quatri[èe]me|cinqui[èe]me|\d{1,2}\s*(?:e|ème|eme|re|ère))\s+(?P<noun>saison|promotion)|(?P<noun2>saison|promotion)\s+(?P<digit>\d{1,2})\b",
    re.IGNORECASE,
)
_ORDINALS = {"premiere": 1, "deuxieme": 2, "seconde": 2, "troisieme": 3, "quatrieme": 4, "cinquieme": 5}
_WEIGHTS = {"title": 12, "object": 5, "service": 3, "annexe": 0, "party": 0, "number": 0}
_MAX_NAME_WORDS = 7


@dataclass(frozen=True, slots=True)
class _Mention:
    """A name read at one place."""

    name: str
    origin: str
    start: int
    end: int
    formal: bool = False
    """True for a party's full name, as its clause opens."""

    @property
    def key(self) -> str:
        return name_key(self.name)


def name_key(name: str) -> str:
    """One form for a name, whatever its case, accents, hyphens and spaces.

    >>> name_key("Acces-4-All") == name_key("acces 4 all"), name_key("L’Éveil")
    (True, 'leveil')
    """
    return re.sub(r"[^a-z0-9]", "", fold(name))


def read_identity(text: str, blocks: Sequence[Block], source: str) -> Identity:
    """Name a document by its content; by its file name, and only then, when nothing in the content names it."""
    title = " ".join(display(block.body) for block in blocks if block.kind is BlockKind.TITLE)
    kind = _kind(title, blocks)
    parties = tuple(_parties(blocks))
    formal = tuple(dict.fromkeys(mention.name for mention in parties if mention.formal))
    mentions = [*_title_names(blocks), *_service_names(blocks), *_annexe_names(blocks), *parties, *_numbers(blocks)]
    mentions = [mention for mention in mentions if _is_name(mention)]
    chosen = _short_name(mentions, text)
    short = _decorate(chosen.name, kind, title, blocks) if chosen else _fallback(title, source)
    first = Alias(
        short,
        chosen.origin if chosen else "title" if title else "file",
        chosen.start if chosen else 0,
        chosen.end if chosen else 0,
    )
    return Identity(kind, short, title, (first, *_aliases(mentions, short)), formal)


def _kind(title: str, blocks: Sequence[Block]) -> DocumentKind:
    genre = _GENRE.match(fold(title))
    if genre and genre["genre"] == "avenant":
        return DocumentKind.AVENANT
    articles = sum(block.kind is BlockKind.ARTICLE for block in blocks)
    parties = any(block.kind is BlockKind.PARTY for block in blocks)
    commits = articles >= 2 and (genre is not None or parties)
    return DocumentKind.CONVENTION if commits or (genre and parties) else DocumentKind.DOCUMENT


def _title_names(blocks: Sequence[Block]) -> Iterator[_Mention]:
    """« Convention … FAST 13 | A-Just », « … relative au service « X » »: what the title adds to the genre."""
    for block in blocks:
        if block.kind is not BlockKind.TITLE:
            continue
        clear = mask(block.text)
        quoted = [*_IN_QUOTES.finditer(clear)]
        for match in quoted:
            yield _Mention(match[1].strip(), "title", block.start + match.start(1), block.start + match.end(1))
        at = 0
        for separator in [*_SEPARATOR.finditer(clear), None]:
            end = separator.start() if separator else len(clear)
            yield from _title_part(clear, at, end, block, bool(quoted))
            at = separator.end() if separator else end


def _title_part(clear: str, start: int, end: int, block: Block, quoted: bool) -> Iterator[_Mention]:
    part = clear[start:end].strip(" #\n")
    for match in _ACRONYM.finditer(clear, start, end):
        yield _Mention(
            match["acronym"], "title", block.start + match.start("acronym"), block.start + match.end("acronym")
        )
    if (
        quoted
        or not part
        or "[" in part
        or _GENRE.match(fold(part))
        or len(part.split()) > _MAX_NAME_WORDS
        or part.isdigit()
    ):
        return
    at = clear.index(part, start)
    yield _Mention(" ".join(part.split()), "title", block.start + at, block.start + at + len(part))


def _service_names(blocks: Sequence[Block]) -> Iterator[_Mention]:
    for block in blocks:
        if block.kind in (BlockKind.NOISE, BlockKind.VISA, BlockKind.PARTY, BlockKind.SIGNATURE, BlockKind.FOOTNOTE):
            continue
        clear = mask(block.text)
        heading = fold(block.path[0]) if block.path else ""
        origin = "object" if "objet" in heading else "service"
        for match in _SERVICE.finditer(clear):
            group = "quoted" if match["quoted"] else "proper"
            yield _mention(match[group], origin, block.start + match.start(group))
        for match in _DENOMINATED.finditer(clear):
            yield _mention(match["proper"], origin, block.start + match.start("proper"))


def _mention(raw: str, origin: str, start: int, formal: bool = False) -> _Mention:
    """A name without its leading article and its trailing punctuation, with the offsets of what is left."""
    article = re.match(r"(?:l[ae]s?\s+|l['’])(?=\S)", raw, re.IGNORECASE)
    lead = article.end() if article else 0
    kept = raw[lead:].rstrip(" .,;:\n")
    return _Mention(" ".join(kept.split()), origin, start + lead, start + lead + len(kept), formal)


def _annexe_names(blocks: Sequence[Block]) -> Iterator[_Mention]:
    """Services listed by name, in an annexe or after « les services suivants : »: what stands before the first comma."""
    for block in blocks:
        if block.kind is not BlockKind.ITEM or block.lead_in is None:
            continue
        lead = fold(blocks[block.lead_in].body)
        if "engage" in lead or not re.search(
            r"services|sujets|produits|projets|equipes|start-?ups|applications|laureats", lead
        ):
            continue
        match = _LISTED.match(mask(block.text))
        if match and (match["sort"] or _is_distinctive(match["name"])):
            yield _mention(match["name"], "annexe", block.start + match.start("name"))


def _is_distinctive(name: str) -> bool:
    """A name that ordinary prose does not hold: one capitalised word, or several with a capital or a digit inside."""
    words = name.split()
    rest = any(c.isupper() or c.isdigit() for word in words[1:] for c in word) or "-" in words[0]
    return name[:1].isupper() and len(words) <= 4 and (len(words) == 1 or rest)


def _parties(blocks: Sequence[Block]) -> Iterator[_Mention]:
    """Names and abbreviations in the parties' clause."""
    for block in blocks:
        if block.kind is not BlockKind.PARTY:
            continue
        clear = mask(block.text)
        for match in _FORMAL.finditer(clear):
            yield _mention(match["name"], "party", block.start + match.start("name"), formal=True)
        for match in _ACRONYM.finditer(clear):
            yield _Mention(
                match["acronym"], "party", block.start + match.start("acronym"), block.start + match.end("acronym")
            )
        for after in _AFTER.finditer(clear):
            for match in _IN_QUOTES.finditer(clear, *after.span("names")):
                yield _mention(match[1], "party", block.start + match.start(1))


def _numbers(blocks: Sequence[Block]) -> Iterator[_Mention]:
    """« FAST 13 », « n° 2024-057 »: numbers in the title."""
    for block in blocks:
        if block.kind is BlockKind.TITLE:
            for match in _NUMBER.finditer(mask(block.text)):
                yield _Mention(
                    " ".join(match[0].split()), "number", block.start + match.start(), block.start + match.end()
                )


def _is_name(mention: _Mention) -> bool:
    """Leave out roles, programmes shared by all, and phrases that name nothing."""
    words = mention.name.split()
    if not mention.key or len(mention.key) < 2 or (len(words) > _MAX_NAME_WORDS and mention.origin != "party"):
        return False
    if mention.key in _shared_names() or _ROLE.fullmatch(squash(mention.name)):
        return False
    return mention.origin in ("party", "number", "annexe", "title") or not mention.name[:1].islower() or "-" in words[0]


def _shared_names() -> frozenset[str]:
    """Platforms and programmes that conventions cite without being theirs (a list in prompts/shared_names.txt)."""
    return frozenset(name_key(line) for line in prompts.read("shared_names.txt").splitlines() if line.strip())


def _short_name(mentions: Sequence[_Mention], text: str) -> _Mention | None:
    """The name that the title, the object and the text speak of most."""
    scores: Counter[str] = Counter()
    best: dict[str, _Mention] = {}
    party_keys = {m.key for m in mentions if m.origin == "party"}
    folded = fold(text)
    for mention in mentions:
        if mention.origin not in ("title", "object", "service") or _NUMBER.fullmatch(mention.name):
            continue
        key = mention.key
        scores[key] += _WEIGHTS[mention.origin] if key not in party_keys else 1
        kept = best.get(key)
        if kept is None or _casing(mention.name) > _casing(kept.name):
            best[key] = mention
    for key, mention in best.items():
        scores[key] += min(folded.count(fold(mention.name)), 8)
    return best[max(scores, key=lambda key: (scores[key], -best[key].start))] if scores else None


def _casing(name: str) -> int:
    """Prefer the spelling with the most capitals inside: « MonService » over « Monservice »."""
    return sum(c.isupper() for c in name) if not name.isupper() else 0


def _decorate(name: str, kind: DocumentKind, title: str, blocks: Sequence[Block]) -> str:
    """Add the season or the avenant's number to the service's name."""
    if name.isupper() and len(name) > 6 and " " in name:
        name = name.title()
    if kind is DocumentKind.AVENANT:
        number = re.search(r"avenant\s*n?\s*°?\s*(\d+)", fold(title))
        return f"{name} – avenant" + (f" n° {number[1]}" if number else "")
    texts = [mask(b.text) for b in blocks if b.kind in (BlockKind.TITLE, BlockKind.PARAGRAPH) and b.annexe is None]
    seasons = Counter(season for season in (_season(text) for text in texts) if season)
    return f"{name} – {seasons.most_common(1)[0][0]}" if seasons else name


def _season(text: str) -> str | None:
    match = _SEASON.search(text)
    if not match:
        return None
    noun = (match["noun"] or match["noun2"]).lower()
    ordinal = match["digit"] or match["ordinal"]
    digits = re.sub(r"\D", "", ordinal)
    number = int(digits) if digits else _ORDINALS.get(fold(ordinal), 0)
    return f"{noun} {number}" if number else None


def _fallback(title: str, source: str) -> str:
    words = re.sub(r"\s+", " ", title).split()
    return " ".join(words[:10]) + (" …" if len(words) > 10 else "") if words else source


def _aliases(mentions: Sequence[_Mention], short: str) -> tuple[Alias, ...]:
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
    seen: Counter[str] = Counter()
    final = []
    for name in names:
        seen[name_key(name)] += 1
        rank = seen[name_key(name)]
        final.append(f"{name} ({rank})" if rank > 1 else name)
    return tuple(final)


def _with(name: str, extra: str | None) -> str:
    return f"{name} ({extra})" if extra and name_key(extra) not in name_key(name) else name


def _number_of(identity: Identity) -> str | None:
    return next((alias.name for alias in identity.aliases if alias.origin == "number"), None)


def _party_of(identity: Identity) -> str | None:
    return next(
        (
            a.name
            for a in identity.aliases
            if a.origin == "party" and a.name.isupper() and name_key(a.name) not in _shared_names()
        ),
        None,
    )
