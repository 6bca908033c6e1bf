"""Statements of one clause by its own words: its subjects and their verbs, else its passive or impersonal form."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ingestion.facts.agents import agent_after, find_grant, find_impersonal
from ingestion.facts.clauses import Clause, segments
from ingestion.facts.conditions import find_condition, find_time_limit
from ingestion.facts.evidence import Actor, Evidence
from ingestion.facts.passives import find_passive
from ingestion.facts.pronouns import Antecedents
from ingestion.facts.roles import Roles
from ingestion.facts.subjects import Predicate, find_predicates, is_committee
from ingestion.facts.verbs import Force, Modality, VerbGroup, read_verb
from ingestion.lines import display

_TRAILING = re.compile(r"(?:[\s,;:.]+(?:et|ou|mais|puis|(?:et\s+)?notamment|à savoir))*[\s,;:.]*\Z")
_CLOSED = re.compile(r"(?:[\s.]*»)?[\s.]*\Z")
"""The end of a quotation that opened before."""
_INTRODUCES = re.compile(
    r"[ \n,]*(?:et notamment|et|notamment|en particulier|a savoir|ce qui suit|les actions suivantes|a|"
    r"de)?[ \n,]*:?[ \n*_\"]*\Z"
)
_LONGEST = 6_000
"""Characters of the longest sentence read: more is a table that lost its lines, and would be slow."""
_GOES_ON = re.compile(
    r"(?:et[ \n]+|ou[ \n]+)?(?:a[ \n]|de[ \n]|d'|du[ \n]|des[ \n]|pour[ \n]|dont[ \n]|qui[ \n]|"
    r"sauf[ \n]|par[ \n])"
)
_SECOND = re.compile(
    r"(?:,[ \n]*)?\b(?:mais|et)[ \n]+(?:en outre[ \n]+)?(?=doi|devr|peu|pourr|s'engage|s'interdi|veille|ne[ \n])"
)


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing that somebody must or may do."""

    force: Force
    actor: Actor | None
    """`None` when the text names nobody, and for a right of any of the parties."""
    modality: Modality
    what: str
    """Verbatim, without lead-in, list mark and final punctuation."""
    condition: str | None
    """Verbatim, as the deadline."""
    deadline: str | None
    evidences: tuple[Evidence, ...]
    """The sentence or item, then its lead-ins."""
    clause: Clause = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a clause between semicolons, ready to be read."""

    clause: Clause
    start: int
    """Offset of `text` in the clause."""
    text: str
    """As it stands in the document."""
    folded: str
    mentions: tuple[tuple[int, int, Actor], ...]
    leads: tuple[Evidence, ...]
    """Evidence for the clause's lead-ins, innermost first."""


def cut_clause(clause: Clause, roles: Roles, leads: tuple[Evidence, ...], whole: bool) -> Iterator[Segment]:
    """The segments of a clause; all of it in one for `whole`, an item that is one task."""
    text = source(clause)
    for start, end in [(0, len(text))] if whole else _joined(clause):
        piece = text[start:end]
        if len(piece) > _LONGEST:
            continue
        mentions = roles.find_actors(piece, clause.text)
        yield Segment(clause, start, piece, clause.folded[start:end], mentions, leads)


def _joined(clause: Clause) -> Iterator[tuple[int, int]]:
    """The parts of a clause between semicolons, « ; et à… », « ; de… » kept with what they go on."""
    held: tuple[int, int] | None = None
    for start, end in segments(clause):
        if held and _GOES_ON.match(clause.folded, start):
            held = (held[0], end)
            continue
        if held:
            yield held
        held = (start, end)
    if held:
        yield held


def source(clause: Clause) -> str:
    """The clause as it stands in the document, marks and addresses included; masked where a page break cuts it."""
    block = clause.block
    whole = len(clause.blocks) == 1
    return block.text[clause.start - block.start : clause.end - block.start] if whole else clause.text


def read_segment(segment: Segment, before: Antecedents, roles: Roles) -> tuple[list[Statement], Actor | None]:
    """The statements of a segment, and the subject that « il » stands for in the next one."""
    text, folded = segment.text, segment.folded
    if impersonal := find_impersonal(text, folded, segment.mentions, roles):
        actor, force, modality, what = impersonal
        return [make(segment, 0, len(text), actor, force, modality, what, 0)], actor
    predicates = find_predicates(text, folded, segment.mentions, before, roles)
    told = [one for one in predicates if one.verb and not _describes(one, segment.clause)]
    subject = predicates[0].actor if predicates and not predicates[0].relative else None
    if told:
        # « Le comité est présidé par l'agence, qui s'engage à… »: what is said before the relative clause
        main = _passive(segment, told[0].end, roles) if told[0].relative else []
        return [*main, *_told(segment, told)], subject
    if grant := find_grant(text, folded, segment.mentions):
        actor, force, modality, what = grant
        return [make(segment, 0, len(text), actor, force, modality, what, what)], subject
    agentless = all(one.verb is None for one in predicates)
    return _passive(segment, len(text), roles) if agentless else [], subject


def _told(segment: Segment, predicates: Sequence[Predicate]) -> Iterator[Statement]:
    """One statement a predicate, each up to the next one."""
    for index, predicate in enumerate(predicates):
        if verb := predicate.verb:
            after = [one.start for one in predicates[index + 1 :] if one.start > verb.end]
            yield from _of_verb(segment, predicate, verb, after[0] if after else len(segment.text))


def _of_verb(segment: Segment, predicate: Predicate, verb: VerbGroup, stop: int) -> Iterator[Statement]:
    given = agent_after(segment.text, segment.folded, verb, segment.mentions)
    if given:
        actor, what, force, modality = given
        yield make(segment, 0, stop, actor, force, modality, what, predicate.start)
        return
    if verb.word.startswith("autorise"):
        return  # « autorise la publication » gives no right to anybody named
    second = _second_verb(segment, verb.end, stop)
    cut = second[0] if second else stop
    yield make(segment, 0, cut, predicate.actor, verb.force, verb.modality, verb.what, predicate.start)
    if second:
        other = second[1]
        yield make(segment, 0, stop, predicate.actor, other.force, other.modality, other.what, cut)


def _second_verb(segment: Segment, start: int, stop: int) -> tuple[int, VerbGroup] | None:
    """« pourront choisir… mais devront présenter… »: a second strong verb of the same subject, and its link."""
    for link in _SECOND.finditer(segment.folded, start, stop):
        verb = read_verb(segment.folded, link.end(), stop, segment.text)
        if verb and verb.modality != "présent":
            return link.start(), verb
    return None


def _passive(segment: Segment, stop: int, roles: Roles) -> list[Statement]:
    found = find_passive(segment.text[:stop], segment.folded[:stop], segment.mentions, roles)
    if found is None:
        return []
    actors = found.actors or (None,)
    return [make(segment, 0, stop, actor, found.force, found.modality, found.start, found.start) for actor in actors]


def make(
    segment: Segment,
    start: int,
    stop: int,
    actor: Actor | None,
    force: Force,
    modality: Modality,
    what: int,
    subject: int,
) -> Statement:
    """A statement from `start` to `stop` of a segment, worded from `what` on.

    What stands before the subject may be its condition or its time limit.
    """
    text = segment.text
    end = start + len(_TRAILING.sub("", text[start:stop]))
    if "«" not in text[start:end]:
        end = start + len(_CLOSED.sub("", text[start:end], count=1))
    introduces = _INTRODUCES.fullmatch(segment.folded, what, stop)
    return Statement(
        force,
        Actor(display(actor.words), actor.role, actor.party) if actor else None,
        modality,
        "" if introduces else _verbatim(segment, what, max(what, end)),
        find_condition(text[start:subject], text[what:end]),
        find_time_limit(text[start:end]),
        segment.clause.evidences() + segment.leads,
        segment.clause,
    )


def _verbatim(segment: Segment, start: int, end: int) -> str:
    """The document's text of a span; what a page break parts is joined by a blank."""
    quotes = segment.clause.evidences(segment.start + start, segment.start + end) if end > start else ()
    return " ".join(found.quote for found in quotes)


def _describes(predicate: Predicate, clause: Clause) -> bool:
    """What a committee does, and what people who are no party do in an annexe, said in the present."""
    verb = predicate.verb
    if verb is None or verb.modality not in ("présent", "assure"):
        return False
    stranger = clause.block.annexe is not None and predicate.actor.role is None and predicate.actor.party is None
    return is_committee(predicate.actor) or (verb.modality == "présent" and stranger)
