"""Mentions: every name that a document's title, object, text, parties and annexes give, each at its place."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import prompts
from ingestion.blocks import Block, BlockKind
from ingestion.french.folding import fold, squash
from ingestion.lines import mask
from ingestion.names import name_key

GENRE = re.compile(
    r"(?:projet d[e']|modele d[e'])?\s*"
    r"(?P<genre>avenant|convention|protocole|accord|contrat|entente|charte|partenariat|arrete|decision"
    r"|delegation(?= de gestion)|lettre(?= d'accord))"
    r"(?:[- ]cadre|[- ]type)?\b"
)
"""What a title says that its document is, folded."""
ATTACHED = re.compile(
    r"(?:annexe|tableau|echeancier|budget|plan de financement|piece jointe)s?\b[^–—|:«\"]{0,30}?"
    r"(?=\s*(?:$|[–—|:«\"(]|\s-\s|\b(?:de|du|des|a|au|aux|la|relati\w+|pour|portant|et)\b|\b[dl]'))"
)
"""What a title says of a document that goes with a convention, folded: « annexe financière »."""
NUMBER = re.compile(
    r"\b(?P<label>[A-Z]{3,6})[ \n]?(?:n\s?°\s?)?(?P<digits>\d{1,4})\b(?![-/.]\d)|n\s?°\s?(?P<ref>[A-Z0-9][\w./-]{2,30})"
)
"""« FAST 13 », « n° 2024-057 »."""
_SEPARATOR = re.compile(r"\s{1,40}[|–—-]\s{1,40}|\s{0,40}\|\s{0,40}|\s{0,40}[:–—]\s{1,40}")
_QUOTED = r"[«\"“]\s{0,9}(?P<quoted>[^«»\"“”\n]{2,60}?)\s{0,9}[»\"”]"
_WORD = r"[\w’'.-]{0,40}"
_PROPER = (
    rf"(?P<proper>(?:[A-ZÀ-Ý]|[a-z]{{1,2}}-[A-Z]){_WORD}"
    rf"(?:[ ](?:(?:de|du|des|d'|et|en|à|la|le|les)[ ]|[dl]['’])?[A-ZÀ-Ý0-9]{_WORD}){{0,4}})"
)
_NOUNS = (
    r"(?:start-?up d['’][ÉE]tat|services? (?:public )?num[ée]riques?|service|produit|plateforme|plate-forme|projet"
    r"|application|t[ée]l[ée]service|dispositif|outil|programme|[ée]quipe|incubateur|p[ée]pini[èe]re|site|portail"
    r"|opération|action)s?(?: (?:public|num[ée]rique|mobile|national|en ligne)(?:e|s|es)?){0,2}"
)
_SERVICE = re.compile(
    rf"\b(?i:{_NOUNS})\b[ \n]+(?:dénommée?s? |intitulée?s? |appelée?s? |nommée?s? )?(?:{_QUOTED}|{_PROPER})"
)
_DENOMINATED = re.compile(
    rf"\b(?:[Ll][ae'’]\s{{0,9}})?{_PROPER}\s{{0,9}}(?:,\s{{0,9}})?ci-apr[èe]s (?:dénommée?|désignée?|appelée?)"
)
_ACRONYM = re.compile(r"\((?P<acronym>[A-Z][A-Za-zÀ-Ý&-]{1,11})\)")
_AFTER = re.compile(
    r"ci[- ]?apr[èe]s[^«\"“\n]{0,40}(?P<names>(?:[«\"“][^«»\"“”\n]{2,60}[»\"”][\s,]*(?:ou|et)?\s*)+)", re.IGNORECASE
)
_IN_QUOTES = re.compile(r"[«\"“]\s{0,9}([^«»\"“”\n]{2,60}?)\s{0,9}[»\"”]")
_DEFINED = re.compile(r"\s{0,9}[:=]|\s{1,9}(?:désigne|signifie|s'entend|:)")
"""What follows a word that is defined, not a name."""
_OBJECT = re.compile(r"\bobjet\b")
_PARENTHESISED = re.compile(r"\(\s{0,9}[«\"“]\s{0,9}([^«»\"“”\n]{2,60}?)\s{0,9}[»\"”]\s{0,9}\)")
"""« (« la Région ») » after a party's name."""
_ROLE = re.compile(
    r"(?:l[ea]s? |l'|l’)?(?:partenaires?|parties?|co-?)?[- ]?"
    r"(?:d[ée]l[ée]\w*|b[ée]n[ée]ficiaires?|administration|etat|organisme\w*|partenaires?|parties|signataires?)(?:-\w+)?"
)
_INSTITUTIONS = (
    r"(?i:minist|secr[ée]tariat|direction|d[ée]l[ée]gation|pr[ée]f|r[ée]gion|d[ée]partement|commun|agence|association"
    r"|soci[ée]t[ée]|[ée]tablissement|caisse|universit|centre|fondation|groupement|syndicat|m[ée]tropole|commissariat"
    r"|service|office|institut|[ée]cole|observatoire|chambre|conseil|collectivit|ville|[ée]tat|mission|rectorat"
    r"|acad[ée]mie|h[ôo]pital|r[ée]gie|f[ée]d[ée]ration|union\b|coop[ée]rative|mutuelle|parc\b|port\b|mus[ée]e"
    r"|laboratoire|tribunal|comit[ée]|r[ée]seau)"
)
_FORMAL = re.compile(
    r"(?:^|\n|\b[Ee]t |\b[Ee]ntre )[^\S\n]{0,40}(?:[Ee]t\s{1,40})?(?P<name>(?:[Ll][ae]s?\s|[Ll]['’])"
    rf"(?:{_INSTITUTIONS}[^,\n(;]{{2,160}}|(?=[^,\n(;]{{0,160}}[A-ZÀ-Ý])[A-ZÀ-Ý][^,\n(;]{{4,160}}))"
)
"""A party's clause opens with its name: a service's noun, or a proper name."""
_SERVICES = re.compile(r"services|sujets|produits|projets|equipes|start-?ups|applications|laureats")
_LISTED = re.compile(
    r"(?:(?:[-–—•*·]|\w{1,2}[.)°])\s{0,9})?(?P<sort>application\s{1,9})?(?P<name>[^,;:.\n(]{3,45})(?=[,;:.(]|\s*$)"
)
_PHRASE = re.compile(r"(?:relati(?:f|ve)s?|portant|pour|concernant|visant|entre|sur|dans|en vue|au titre|fixant)\b")
"""What opens the rest of a title that is a phrase, not a name; folded."""
_MAX_NAME_WORDS = 7


@dataclass(frozen=True, slots=True)
class Mention:
    """A name read at one place."""

    name: str
    """As it stands in the text, on one line."""
    origin: str
    """As in `Alias.origin`."""
    start: int
    end: int
    """Character span in the canonical text."""
    formal: bool = False
    """True for a party's full name, as its clause opens."""

    @property
    def key(self) -> str:
        """Its one form, see `name_key`."""
        return name_key(self.name)


def read_mentions(blocks: Sequence[Block]) -> tuple[Mention, ...]:
    """Names of every origin, roles and platforms shared by all left out."""
    parties = _parties(blocks)
    found = [*_title_names(blocks), *_service_names(blocks), *_annexe_names(blocks), *parties, *_numbers(blocks)]
    return tuple(mention for mention in found if _is_name(mention))


@cache
def shared_names() -> frozenset[str]:
    """Keys of the platforms that conventions cite without being theirs (a list in prompts/shared_names.txt)."""
    return frozenset(name_key(line) for line in prompts.read("shared_names.txt").splitlines() if line.strip())


def _title_names(blocks: Sequence[Block]) -> Iterator[Mention]:
    """« Convention … FAST 31 | Quai Ouvert », « … relative au service « X » »: what the title adds to the genre."""
    for block in blocks:
        if block.kind is not BlockKind.TITLE:
            continue
        clear = mask(block.text)
        quoted = [*_IN_QUOTES.finditer(clear)]
        yield from (_at(block, match, 1, "title") for match in quoted)
        at = 0
        for separator in [*_SEPARATOR.finditer(clear), None]:
            end = separator.start() if separator else len(clear)
            yield from (_at(block, match, "acronym", "title") for match in _ACRONYM.finditer(clear, at, end))
            if not quoted:
                yield from _title_part(clear, at, end, block)
            at = separator.end() if separator else end


def _at(block: Block, match: re.Match[str], group: int | str, origin: str) -> Mention:
    start, end = match.span(group)
    return Mention(" ".join(match[group].split()), origin, block.start + start, block.start + end)


def _title_part(clear: str, start: int, end: int, block: Block) -> Iterator[Mention]:
    """What stands between two separators, unless it is the genre or a whole phrase."""
    part = clear[start:end].strip(" #\n")
    phrase = len(part.split()) > _MAX_NAME_WORDS or "[" in part or _PHRASE.match(fold(part))
    if part and not phrase and not part.isdigit() and not GENRE.match(fold(part)) and not ATTACHED.match(fold(part)):
        at = block.start + clear.index(part, start)
        yield Mention(" ".join(part.split()), "title", at, at + len(part))


def _service_names(blocks: Sequence[Block]) -> Iterator[Mention]:
    for block in blocks:
        if block.kind in (BlockKind.NOISE, BlockKind.VISA, BlockKind.PARTY, BlockKind.SIGNATURE, BlockKind.FOOTNOTE):
            continue
        clear = mask(block.text)
        on_object = any(_OBJECT.search(fold(heading)) for heading in block.path)
        origin = "title" if block.kind is BlockKind.TITLE else "object" if on_object else "service"
        for match in _SERVICE.finditer(clear):
            group = "quoted" if match["quoted"] else "proper"
            yield _mention(match[group], origin, block.start + match.start(group))
        if origin == "object":
            yield from (
                _mention(match[1], "object", block.start + match.start(1))
                for match in _IN_QUOTES.finditer(clear)
                if not _DEFINED.match(clear, match.end())
            )
        for match in _DENOMINATED.finditer(clear):
            yield _mention(match["proper"], origin, block.start + match.start("proper"))


def _mention(raw: str, origin: str, start: int, formal: bool = False) -> Mention:
    """A name without its leading article and its trailing punctuation, with the offsets of what is left."""
    article = re.match(r"(?:l[ae]s?\s+|l['’])(?=\S)", raw, re.IGNORECASE)
    lead = article.end() if article else 0
    kept = raw[lead:].rstrip(" .,;:\n")
    return Mention(" ".join(kept.split()), origin, start + lead, start + lead + len(kept), formal)


def _annexe_names(blocks: Sequence[Block]) -> Iterator[Mention]:
    """Services listed by name, in an annexe or after « les services suivants : », each before its first comma."""
    leads: dict[int, bool] = {}
    for block in blocks:
        if block.kind is not BlockKind.ITEM or block.lead_in is None:
            continue
        if block.lead_in not in leads:
            lead = fold(blocks[block.lead_in].body)
            leads[block.lead_in] = "engage" not in lead and bool(_SERVICES.search(lead))
        clear = mask(block.text)
        match = _LISTED.match(clear, len(clear) - len(clear.lstrip())) if leads[block.lead_in] else None
        if match and (match["sort"] or _is_distinctive(match["name"])):
            yield _mention(match["name"], "annexe", block.start + match.start("name"))


def _is_distinctive(name: str) -> bool:
    """A name that ordinary prose does not hold: one capitalised word, or several with a capital or a digit inside."""
    words = name.split()
    if not words:
        return False
    rest = any(c.isupper() or c.isdigit() for word in words[1:] for c in word) or "-" in words[0]
    return name[:1].isupper() and len(words) <= 4 and (len(words) == 1 or rest)


def _parties(blocks: Sequence[Block]) -> tuple[Mention, ...]:
    """Names and abbreviations in the parties' clause."""
    return tuple(mention for block in blocks if block.kind is BlockKind.PARTY for mention in _party_names(block))


def _party_names(block: Block) -> Iterator[Mention]:
    clear = mask(block.text)
    for match in _FORMAL.finditer(clear):
        yield _mention(match["name"], "party", block.start + match.start("name"), formal=True)
    for match in _ACRONYM.finditer(clear):
        yield _at(block, match, "acronym", "party")
    for match in _PARENTHESISED.finditer(clear):
        yield _mention(match[1], "party", block.start + match.start(1))
    for after in _AFTER.finditer(clear):
        for match in _IN_QUOTES.finditer(clear, *after.span("names")):
            yield _mention(match[1], "party", block.start + match.start(1))


def _numbers(blocks: Sequence[Block]) -> Iterator[Mention]:
    for block in blocks:
        if block.kind is BlockKind.TITLE:
            yield from (_at(block, match, 0, "number") for match in NUMBER.finditer(mask(block.text)))


def _is_name(mention: Mention) -> bool:
    """Leave out roles, programmes shared by all, and phrases that name nothing."""
    words = mention.name.split()
    if not mention.key or len(mention.key) < 2 or (len(words) > _MAX_NAME_WORDS and mention.origin != "party"):
        return False
    if mention.key in shared_names() or _ROLE.fullmatch(squash(mention.name)):
        return False
    return mention.origin in ("party", "number", "annexe", "title") or not mention.name[:1].islower() or "-" in words[0]
