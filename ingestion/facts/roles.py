"""Roles: from the words that name somebody, in any clause, to the party meant."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from rapidfuzz import fuzz

from ingestion.blocks import Block, BlockKind
from ingestion.facts.definitions import Definition, joined_names
from ingestion.facts.evidence import Actor
from ingestion.facts.mentions import (
    EVERYONE,
    Mention,
    any_partners,
    apart,
    is_collective,
    is_determined,
    others,
    stands_for_all,
)
from ingestion.facts.parties import Party
from ingestion.facts.role_words import bare, find_role_words, role_of, undetermined, vocabulary
from ingestion.french.folding import fold, squash
from ingestion.french.sentences import sentences
from ingestion.lines import mask

__all__ = ["EVERYONE", "RoleAlias", "Roles", "read_roles"]

_PAIR = {"délégant": "délégataire", "délégataire": "délégant"}
_AMBIGUOUS = ("administration", "partenaire", "client", "opérateur", "producteur", "employeur")
"""Roles whose word has a common meaning too: where the party has a capital, only the capital is the party."""
_LIKE = 90.0
"""Likeness from which a misread name is a party's; names under six letters are compared exactly."""
_DELEGUE = re.compile(
    r"\b(?:partenaires?[- ]deleguee?s?|(?:(?<=le )|(?<=la )|(?<=du )|(?<=au )|(?<=ce ))deleguee?)\b"
    r"(?![ \n]+(?:a la|a l'|aux?|du|des?|d'|general|ministeriel|interministeriel|territorial|departemental|regional"
    r"|national|adjoint|syndical|titulaire|suppleant|dans|par))"
)
"""« Délégué » as a party, not as an office (« le délégué général ») nor a participle (« les crédits délégués »)."""
_DELEGUE_ALONE = ("delegue", "deleguee", "partenaire-delegue", "partenaire delegue", "partenaire-deleguee")
_ANY_PARTNER = re.compile(r"(?:chaque|tout|aucun|l'autre|un)[ \n]+partenaire\Z")


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
    """Folded words for all the parties in this document, those it defines included (« les Partenaires »)."""
    delegue: str
    """What a bare « le délégué » means here: `délégant` or `délégataire`."""
    pattern: re.Pattern[str] = field(repr=False, compare=False)
    """Every name of a party and every collective word, longest first."""

    def resolve(self, words: str, sentence: str = "") -> Actor:
        """Who these words mean; role and party are `None` for somebody who is no party.

        `sentence` is where they stand: it decides « le délégué », which cannot be the other role named beside it.
        """
        folded = bare(words)
        if is_collective(folded, self.everyone) or _ANY_PARTNER.match(fold(words)):
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

    def find_actors(self, text: str, sentence: str | None = None) -> tuple[Mention, ...]:
        """Every mention of a party, of all of them, of a team or of a committee, in order and apart from one another.

        Spans hold the determiner (« la DINUM ») but not the preposition it is melted with (« du délégant » gives
        « délégant »). `sentence` is the whole sentence when `text` is a part of it.
        """
        folded = fold(mask(text))
        found = [*self._mentions(text, folded), *others(text, folded)]
        if not any(party.role == "partenaire" for party in self.parties):
            found += any_partners(text, folded)
        spans = [(a, b) for a, b, _ in find_role_words(folded)] + [match.span() for match in _DELEGUE.finditer(folded)]
        around = text if sentence is None else sentence
        for start, end in spans:
            actor = self.resolve(text[start:end], around)
            if actor.role not in (None, EVERYONE) and self._fits(text[start:end], folded, start, actor):
                found.append((start, end, actor))
        return apart(text, folded, found)

    def _mentions(self, text: str, folded: str) -> list[Mention]:
        """Names of parties, and words for all of them."""
        found = []
        for match in self.pattern.finditer(folded):
            words, (start, end) = squash(match[0]), match.span()
            if is_collective(words, self.everyone):
                if stands_for_all(folded, start, end):
                    found.append((start, end, Actor(text[start:end], EVERYONE, None)))
                continue
            alias = next((a for a in self.aliases if a.words == words), None)
            if alias and (not alias.cased or text[start].isupper()):
                found.append((start, end, _actor(text[start:end], alias.party)))
        return found

    def _fits(self, words: str, folded: str, start: int, actor: Actor) -> bool:
        """False for a role word in its common meaning: « l'administration » in general, « les bénéficiaires »."""
        if role_of(words) in _AMBIGUOUS and not words[:1].isupper():
            party = next((party for party in self.parties if party.label == actor.party), None)
            own = [undetermined(name) for name in party.short_names if role_of(name)] if party else []
            return bool(own) and is_determined(folded, start) and not any(name[:1].isupper() for name in own)
        return not (words.endswith(("s", "S")) and actor.role not in _PAIR and len(self.meant(actor)) < 2)

    def _named(self, folded: str) -> Party | None:
        """The party that bears this name, exactly, else but for a slip."""
        for alias in self.aliases:
            if alias.words == folded:
                return alias.party
        if len(folded) < 6 or role_of(folded) or folded.startswith("partenaire"):
            return None
        close = [(fuzz.ratio(alias.words, folded), i) for i, alias in enumerate(self.aliases) if len(alias.words) >= 6]
        score, best = max(close, default=(0.0, 0))
        return self.aliases[best].party if score >= _LIKE else None

    def _delegue(self, words: str, sentence: str) -> Actor:
        partners = [party for party in self.parties if (party.role or "").startswith("partenaire-")]
        if "partenaire" in fold(words) and len(partners) == 1:
            return _actor(words, partners[0])
        return self._by_role(words, _other_role(sentence) or self.delegue)

    def _by_role(self, words: str, role: str | None) -> Actor:
        """The one party of that role, spelt in full or in part; the one left when the other of the pair is known."""
        if role is None:
            return Actor(words, None, None)
        for fits in _likenesses(role):
            holders = [party for party in self.parties if party.role and fits(party.role)]
            if holders:
                return _actor(words, holders[0]) if len(holders) == 1 else Actor(words, holders[0].role, None)
        if _last(role) not in _PAIR:
            return Actor(words, None, None)
        rest = [party for party in self.parties if party.role is None]
        return Actor(words, role, rest[0].label if len(rest) == 1 and len(self.parties) == 2 else None)


def _likenesses(role: str) -> tuple[Callable[[str], bool], ...]:
    """Tests that a party's role must pass, the strictest first: the same, then the same but for « partenaire- »."""
    return (
        lambda own: own == role,
        lambda own: _last(own) == _last(role) or (role == "partenaire" and own.startswith("partenaire")),
    )


def read_roles(blocks: Sequence[Block], parties: Sequence[Party], definitions: Sequence[Definition] = ()) -> Roles:
    """The roles of a document, from its parties, its definitions and, for « le délégué », from its whole text."""
    aliases = tuple(dict.fromkeys(alias for party in parties for alias in _aliases(party, definitions)))
    bearers: dict[str, set[str]] = {}
    for alias in aliases:
        bearers.setdefault(alias.words, set()).add(alias.party.label)
    aliases = tuple(alias for alias in aliases if len(bearers[alias.words]) == 1)
    defined = [bare(found.term) for found in definitions if found.meaning == joined_names(parties)]
    everyone = tuple(dict.fromkeys((*vocabulary("everyone"), "partenaires", *defined)))
    return Roles(tuple(parties), aliases, everyone, _bare_delegue(blocks), _pattern(aliases, everyone))


def _aliases(party: Party, definitions: Sequence[Definition]) -> list[RoleAlias]:
    names = [party.label, party.name, *party.short_names]
    names += [found.term for found in definitions if bare(found.meaning) == bare(party.name)]
    aliases = [
        RoleAlias(bare(name), party, _is_common(name)) for name in names if not role_of(name) or " " in bare(name)
    ]
    aliases += [RoleAlias(words, party, False) for words in (vocabulary("dinum") if party.is_dinum else ())]
    aliases += [RoleAlias(words, party, True) for words in _heads(party.name)]
    return [alias for alias in aliases if len(alias.words) > 1 and alias.words != "delegue"]


def _heads(name: str) -> list[str]:
    """What a long name is cut to: its words before the first « de », and its first word where that names a body."""
    words = bare(name).split(" ")
    little = ("de", "du", "des", "a", "pour", "et")
    ends = [i for i, word in enumerate(words) if word in little or word.startswith(("d'", "l'"))]
    stop = ends[0] if ends else len(words)
    heads = [" ".join(words[:stop])] if 1 < stop < len(words) else []
    return heads + ([words[0]] if words[0] in vocabulary("heads") else [])


def _is_common(name: str) -> bool:
    """One word with a capital only at its start: it could be an ordinary noun elsewhere in the text."""
    word = undetermined(name)
    return " " not in word and word[:1].isupper() and word[1:].islower()


def _pattern(aliases: Sequence[RoleAlias], everyone: Sequence[str]) -> re.Pattern[str]:
    words = sorted({*(alias.words for alias in aliases), *everyone}, key=len, reverse=True)
    joined = "|".join(r"[ \n]+".join(map(re.escape, word.split(" "))) for word in words)
    return re.compile(rf"(?<![\w-])(?:{joined})(?![\w])(?!-\w)")


@lru_cache(maxsize=64)
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
        folded = fold(block.text) if block.kind in (BlockKind.PARAGRAPH, BlockKind.ITEM) else ""
        for start, end in sentences(block.text) if "delegue" in folded else ():
            match = _DELEGUE.search(folded, start, end)
            if match and not match[0].startswith("partenaire"):
                role = _other_role(block.text[start:end])
                votes += [role] if role else [_last(r) for _, _, r in find_role_words(fold(" ".join(block.path)))]
    votes = [vote for vote in votes if vote in _PAIR]
    return max(sorted(set(votes)), key=votes.count, default="délégataire")


def _actor(words: str, party: Party) -> Actor:
    return Actor(words, party.role, party.label)
