"""Roles: from the words that name somebody, in any clause, to the party meant."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from rapidfuzz import fuzz

from ingestion.blocks import Block, BlockKind
from ingestion.facts.definitions import Definition, joined_names
from ingestion.facts.evidence import Actor
from ingestion.facts.parties import Party
from ingestion.facts.role_words import bare, find_role_words, role_of, vocabulary
from ingestion.french.folding import fold, squash
from ingestion.french.sentences import sentences
from ingestion.lines import mask

EVERYONE = "parties"
"""Role of an `Actor` that is all the parties or any of them (« les parties », « chacune des parties »); its party is
`None`, and `Roles.meant` gives them all."""
_PAIR = {"délégant": "délégataire", "délégataire": "délégant"}
_AMBIGUOUS = ("administration", "partenaire", "client", "opérateur", "producteur", "employeur")
"""Roles whose word has a common meaning too: where the party is written with a capital, only the capital is the party."""
_LIKE = 90.0
"""Likeness from which a misread name is a party's; names under six letters are compared exactly."""

_BEFORE = re.compile(
    r"(?:\b(?:(?:chacune?|l'une?|tous?|toutes|l'ensemble|aucune?)[ \n]+(?:des[ \n]+|d'entre[ \n]+les[ \n]+|les[ \n]+)(?:deux[ \n]+)?"
    r"|(?:les?|la|ces?|cette|cet|chaque|tout|toute|aucune?|une?|(?:l'|les[ \n]+)autres?|les[ \n]+deux|dit|ledit|ladite)[ \n]+)|\bl'[ ]?)\Z"
)
_REACH = 28
_DELEGUE = re.compile(
    r"\b(?:partenaires?[- ]deleguee?s?|(?:(?<=le )|(?<=la )|(?<=du )|(?<=au )|(?<=ce ))deleguee?)\b"
    r"(?![ \n]+(?:a la|a l'|aux?|du|des?|d'|general|ministeriel|interministeriel|territorial|departemental|regional|national|adjoint"
    r"|syndical|titulaire|suppleant|dans|par))"
)
_DELEGUE_ALONE = ("delegue", "deleguee", "partenaire-delegue", "partenaire delegue", "partenaire-deleguee")
_EVERYONE_AFTER = re.compile(r"[ \n]+(?:prenantes?|communes?|legislative|reglementaire|intervenantes|d[eu]s?\b|d'|privatives)")
_SINGULAR = re.compile(r"(?:chaque|l'autre|toute|aucune|une|la)[ \n]+\Z")
_OTHER_AFTER = (
    r"(?:[ \n]+(?:d'|de[ \n]+|du[ \n]+)(?:investissement|pilotage|suivi|selection|direction|liaison|coordination|projet|programme|service"
    r"|travail|gouvernance|produit)|[ \n]+(?:technique|strategique|operationnelle?|paritaire|laureate?s?|produit|projet|incubee|mixte))?"
)
_PROPER = re.compile(r"[ \n]+(?:[A-ZÀ-Ý][\w’'-]*[a-zà-ÿ0-9][\w’'-]*)(?:[ ][A-ZÀ-Ý][\w’'-]*)*")


@dataclass(frozen=True, slots=True)
class RoleAlias:
    """One name that a party answers to."""

    words: str
    """Folded, without determiner."""
    party: Party
    cased: bool
    """Whether it is a common word that only a capital makes a name (« la Ville »)."""


@dataclass(frozen=True, slots=True)
class Roles:
    """Who is who in one document."""

    parties: tuple[Party, ...]
    aliases: tuple[RoleAlias, ...]
    everyone: tuple[str, ...]
    """Folded words for all the parties in this document, « partenaires » included where it defines them so."""
    delegue: str
    """What a bare « le délégué » means here: `délégant` or `délégataire`."""
    pattern: re.Pattern[str] = field(repr=False, compare=False)
    """Every name of a party and every collective word, longest first."""

    def resolve(self, words: str, sentence: str = "") -> Actor:
        """Who these words mean. `sentence` is where they stand: it decides « le délégué », which cannot be the other
        role named beside it.
        """
        folded = bare(words)
        if folded in self.everyone or _collective(folded, self.everyone):
            return Actor(words, EVERYONE, None)
        if party := self._named(folded):
            return _actor(words, party)
        if folded in _DELEGUE_ALONE:
            return self._delegue(words, sentence)
        return self._by_role(words, role_of(words))

    def is_name(self, words: str) -> bool:
        """Whether these words are exactly a party's name or role, « le préfet de la Combe » for a party named so."""
        folded = bare(words)
        return folded in _DELEGUE_ALONE or role_of(folded) is not None or any(a.words == folded for a in self.aliases)

    def meant(self, actor: Actor) -> tuple[Party, ...]:
        """The parties that an actor stands for: all of them for « les parties », none for a committee."""
        if actor.role == EVERYONE:
            return self.parties
        if actor.party is None and actor.role is not None:
            return tuple(party for party in self.parties if party.role == actor.role)
        return tuple(party for party in self.parties if party.label == actor.party)

    def find_actors(self, text: str, sentence: str | None = None) -> tuple[tuple[int, int, Actor], ...]:
        """Every mention of a party, of all of them, of a team or of a committee, in order and apart from one another.

        Spans hold the determiner (« la DINUM ») but not the preposition it is melted with (« du délégant » gives
        « délégant »). `sentence` is the whole sentence when `text` is a part of it.
        """
        masked = mask(text)
        folded = fold(masked)
        found = [*self._mentions(text, folded), *_others(text, folded)]
        roles = [(a, b) for a, b, _ in find_role_words(folded)] + [match.span() for match in _DELEGUE.finditer(folded)]
        around = text if sentence is None else sentence
        for start, end in roles:
            actor = self.resolve(text[start:end], around)
            if actor.role is not None and self._fits(text[start:end], folded, end, actor):
                found.append((start, end, actor))
        return _apart(text, folded, found)

    def _mentions(self, text: str, folded: str) -> list[tuple[int, int, Actor]]:
        """Names of parties, and words for all of them."""
        found = []
        for match in self.pattern.finditer(folded):
            words, (start, end) = squash(match[0]), match.span()
            if _collective(words, self.everyone):
                if _is_collective(folded, start, end):
                    found.append((start, end, Actor(text[start:end], EVERYONE, None)))
                continue
            alias = next((a for a in self.aliases if a.words == words), None)
            if alias and (not alias.cased or text[start].isupper()):
                found.append((start, end, _actor(text[start:end], alias.party)))
        return found

    def _fits(self, words: str, folded: str, end: int, actor: Actor) -> bool:
        """False for a role word in its common meaning: « l'administration » in general, « les bénéficiaires »."""
        if actor.role in _AMBIGUOUS and not words[:1].isupper():
            party = next((p for p in self.parties if p.label == actor.party), None)
            return party is not None and not any(name[:1].isupper() for name in map(_undetermined, party.short_names) if role_of(name))
        return not (folded[:end].endswith("s") and actor.role not in _PAIR and len(self.meant(actor)) < 2)

    def _named(self, folded: str) -> Party | None:
        """The party that bears this name, exactly, else but for a slip."""
        for alias in self.aliases:
            if alias.words == folded:
                return alias.party
        if len(folded) < 6 or role_of(folded) or folded.startswith("partenaire"):
            return None
        close = [(fuzz.ratio(alias.words, folded), alias) for alias in self.aliases if len(alias.words) >= 6]
        score, best = max(close, key=lambda pair: pair[0], default=(0.0, None))
        return best.party if best and score >= _LIKE else None

    def _delegue(self, words: str, sentence: str) -> Actor:
        partners = [party for party in self.parties if (party.role or "").startswith("partenaire-")]
        if "partenaire" in fold(words) and len(partners) == 1:
            return _actor(words, partners[0])
        return self._by_role(words, _other_role(sentence) or self.delegue)

    def _by_role(self, words: str, role: str | None) -> Actor:
        """The one party of that role, spelt in full or in part; the one left when the other of the pair is known."""
        if role is None:
            return Actor(words, None, None)
        for fits in (lambda own: own == role, lambda own: _last(own) == _last(role) or (role == "partenaire" and own.startswith("partenaire"))):
            holders = [party for party in self.parties if party.role and fits(party.role)]
            if holders:
                return _actor(words, holders[0]) if len(holders) == 1 else Actor(words, holders[0].role, None)
        rest = [party for party in self.parties if party.role is None]
        if _last(role) not in _PAIR:
            return Actor(words, None, None)
        return Actor(words, role, rest[0].label if len(rest) == 1 and len(self.parties) == 2 else None)


def read_roles(blocks: Sequence[Block], parties: Sequence[Party], definitions: Sequence[Definition] = ()) -> Roles:
    """The roles of a document, from its parties, its definitions and, for « le délégué », from its whole text."""
    aliases = tuple(dict.fromkeys(alias for party in parties for alias in _aliases(party, definitions)))
    common = _shared({alias.words: set() for alias in aliases}, aliases)
    aliases = tuple(alias for alias in aliases if alias.words not in common)
    everyone = _everyone(parties, definitions)
    return Roles(tuple(parties), aliases, everyone, _bare_delegue(blocks), _pattern(aliases, everyone))


def _shared(names: dict[str, set[str]], aliases: Sequence[RoleAlias]) -> set[str]:
    """Names that several parties bear: they name none."""
    for alias in aliases:
        names[alias.words].add(alias.party.label)
    return {words for words, labels in names.items() if len(labels) > 1}


def _aliases(party: Party, definitions: Sequence[Definition]) -> list[RoleAlias]:
    names = [party.label, party.name, *party.short_names]
    names += [found.term for found in definitions if bare(found.meaning) == bare(party.name)]
    folded = [bare(party.name).split(" - ")[0]]
    folded += [*vocabulary("dinum")] if party.is_dinum else []
    aliases = [RoleAlias(bare(name), party, _is_common(name)) for name in names if not role_of(name)]
    aliases += [RoleAlias(words, party, False) for words in folded]
    aliases += [RoleAlias(words, party, True) for words in _heads(party.name)]
    return [alias for alias in aliases if len(alias.words) > 1 and "delegue" != alias.words]


def _heads(name: str) -> list[str]:
    """What a long name is cut to: its words before the first « de », and its first word where that word names a body."""
    words = bare(name).split(" ")
    stop = next((i for i, word in enumerate(words) if word in ("de", "du", "des", "a", "pour", "et") or word[:2] in ("d'", "l'")), len(words))
    heads = [" ".join(words[:stop])] if 1 < stop < len(words) else []
    return heads + ([words[0]] if words[0] in vocabulary("heads") else [])


def _undetermined(name: str) -> str:
    """The name as written, without its determiner."""
    return re.sub(r"^(?:l[ae]s?\s+|l['’]\s?)", "", name.strip(), flags=re.IGNORECASE)


def _is_common(name: str) -> bool:
    """One word with a capital only at its start: it could be an ordinary noun elsewhere in the text."""
    word = _undetermined(name)
    return " " not in word and word[:1].isupper() and word[1:].islower()


def _everyone(parties: Sequence[Party], definitions: Sequence[Definition]) -> tuple[str, ...]:
    words = [*vocabulary("everyone"), "partenaires"]
    words += [bare(found.term) for found in definitions if found.meaning == joined_names(parties)]
    if not any((party.role or "").startswith("partenaire") for party in parties):
        words.append("partenaire")
    return tuple(dict.fromkeys(words))


def _pattern(aliases: Sequence[RoleAlias], everyone: Sequence[str]) -> re.Pattern[str]:
    words = sorted({*(alias.words for alias in aliases), *everyone}, key=len, reverse=True)
    joined = "|".join(r"[ \n]+".join(map(re.escape, word.split(" "))) for word in words)
    return re.compile(rf"(?<![\w-])(?:{joined or '(?!)'})(?![\w])(?!-\w)")


def _collective(folded: str, everyone: Sequence[str]) -> bool:
    """« chacune des parties », « l'une ou l'autre des parties »: ends with a word for all."""
    head, _, last = folded.rpartition(" ")
    return folded in everyone or (last in everyone and bool(re.fullmatch(r"(?:chacune?|une?|autre|ou|l'|des|les|deux|l'autre|ensemble|tou[st]e?s?|aucune?| )+", head)))


def _is_collective(folded: str, start: int, end: int) -> bool:
    """False for « en partie », « une partie des crédits », « les parties prenantes »."""
    if _EVERYONE_AFTER.match(folded, end):
        return bool(re.match(r"[ \n]+(?:a|au|de[ \n]+la[ \n]+presente|du[ \n]+present)\b", folded[end : end + 20]))
    plural = folded[start:end].split()[0].endswith("s")
    return plural or bool(_SINGULAR.search(folded, max(0, start - _REACH), start))


def _other_role(sentence: str) -> str | None:
    """The role that « le délégué » has in a sentence that names one of the pair: the other one."""
    named = {_last(role) for _, _, role in find_role_words(fold(sentence)) if _last(role) in _PAIR}
    return _PAIR[named.pop()] if len(named) == 1 else None


def _last(role: str) -> str:
    return role.rpartition("-")[2]


def _bare_delegue(blocks: Sequence[Block]) -> str:
    """What most sentences that decide it say; else the heading above; else the one who receives the delegation."""
    votes: list[str] = []
    for block in blocks:
        if block.kind not in (BlockKind.PARAGRAPH, BlockKind.ITEM) or "delegue" not in (folded := fold(block.text)):
            continue
        for start, end in sentences(block.text):
            match = _DELEGUE.search(folded[start:end])
            if match and not match[0].startswith("partenaire"):
                role = _other_role(block.text[start:end])
                votes += [role] if role else [_last(r) for _, _, r in find_role_words(fold(" ".join(block.path)))]
    votes = [vote for vote in votes if vote in _PAIR]
    return max(sorted(set(votes)), key=votes.count, default="délégataire")


@cache
def _other_words() -> re.Pattern[str]:
    words = sorted(vocabulary("others"), key=len, reverse=True)
    joined = "|".join(r"[ \n]+".join(map(re.escape, word.split(" "))) for word in words)
    return re.compile(rf"(?<![\w-])(?:{joined})s?(?![\w-]){_OTHER_AFTER}")


def _others(text: str, folded: str) -> list[tuple[int, int, Actor]]:
    """Teams, committees and people who are no party, with the proper name that follows."""
    found = []
    for match in _other_words().finditer(folded):
        proper = _PROPER.match(text, match.end()) if match[0].startswith(("equipe", "comite")) else None
        end = proper.end() if proper else match.end()
        found.append((match.start(), end, Actor(text[match.start() : end], None, None)))
    return found


def _apart(text: str, folded: str, found: list[tuple[int, int, Actor]]) -> tuple[tuple[int, int, Actor], ...]:
    """Mentions with their determiner; of two that overlap, the one that starts first, then the longest."""
    kept: list[tuple[int, int, Actor]] = []
    for start, end, actor in sorted(found, key=lambda mention: (mention[0], -mention[1])):
        if kept and start < kept[-1][1]:
            continue
        before = _BEFORE.search(folded, max(0, start - _REACH), start)
        first = max(before.start(), kept[-1][1] if kept else 0) if before else start
        kept.append((first, end, Actor(text[first:end], actor.role, actor.party)))
    return tuple(kept)


def _actor(words: str, party: Party) -> Actor:
    return Actor(words, party.role, party.label)
