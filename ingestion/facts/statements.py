"""Statements: what each clause says that somebody must or may do, its lead-in resolved; obligations and rights."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from ingestion.blocks import Block, BlockKind
from ingestion.facts.agents import agent_after, find_impersonal
from ingestion.facts.clauses import Clause, read_clauses, segments
from ingestion.facts.conditions import find_condition, find_time_limit
from ingestion.facts.evidence import Actor, Evidence
from ingestion.facts.passives import find_passive
from ingestion.facts.roles import Roles
from ingestion.facts.subjects import Antecedents, Predicate, find_predicates, is_committee
from ingestion.facts.verbs import Force, Modality, VerbGroup, read_verb, starts_with_infinitive
from ingestion.lines import display

_TOLD = {BlockKind.PARAGRAPH, BlockKind.ITEM}
_TRAILING = re.compile(r"(?:[\s,;:.]+(?:et|ou|mais|puis|(?:et\s+)?notamment|à savoir))*[\s,;:.]*(?:(?<=[.\s])»)?[\s.]*\Z")
_INTRODUCES = re.compile(r"[ \n,]*(?:et|et notamment|notamment|en particulier|a savoir|ce qui suit|les actions suivantes|a|de)?[ \n,]*:?[ \n*_\"]*\Z")
_DUTIES_OF = re.compile(
    r"obligation|engagement|mission|\broles?\b|responsabilit|charges? (?:d|incomb)|devoir|ce que (?:doi|fai)|attribution|"
    r"tache|contribution|apport|intervention|travaux"
)
_REMEMBERED = 6
"""Subjects kept for pronouns."""
_LONGEST_OPENING = 160
"""Characters before an item's infinitive: « pour les démarches … qui demandent … , prévoir »."""
_WORDS = re.compile(r"[^\W\d_]{3}")
_OBJECT = re.compile(
    r"(?:l[ae]s?|une?|des?|du|d'|l'|deux|trois|quatre|cinq|[0-9]+|par|puis|et|pour chaque|chaque|tous|toutes|ses|son|sa|leurs?|"
    r"au|aux|dans|d'une part|d'autre part|si|en cas|lors|avant|apres|sous|sur|entre|a)(?:[ \n']|(?<='))"
)
_ACTION = re.compile(r"(?:l[ae]s?[ \n]+|l'|une?[ \n]+)(?:[a-z]+(?:tion|sion|ment|age|ance)s?|mise|suivi|prise|tenue|remise|envoi|accueil|appui|soutien)\b")


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
    deadline: str | None
    evidences: tuple[Evidence, ...]
    """The sentence or item, then its lead-ins."""
    clause: Clause = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class _Frame:
    """What a lead-in says of the items that follow."""

    actor: Actor | None
    force: Force
    modality: Modality
    verbs: bool
    """True for « Le délégataire : », whose items have their own verb."""
    whole: bool
    """True when the lead-in has its own object, « transmet les fichiers suivants : »: bare nouns are part of it."""
    condition: str | None = None
    deadline: str | None = None
    owner: int | None = None
    """Index of the statement that items without verb complete."""


def read_statements(blocks: Sequence[Block], roles: Roles) -> tuple[Statement, ...]:
    """Everything that the articles and annexes say that somebody must or may do, in order. The preamble says nothing."""
    return _statements(tuple(blocks), roles)


@lru_cache(maxsize=4)  # obligations and rights read the same document one after the other
def _statements(blocks: tuple[Block, ...], roles: Roles) -> tuple[Statement, ...]:
    reader = _Reader(blocks, roles)
    for clause in read_clauses(blocks):
        reader.read(clause)
    told = {(said.force, said.actor, said.what, said.evidences[0].start): said for said in reader.statements}
    return tuple(said for said in told.values() if _WORDS.search(said.what))


@dataclass(slots=True)
class _Reader:
    blocks: tuple[Block, ...]
    roles: Roles
    statements: list[Statement] = field(default_factory=list)
    frames: dict[int, _Frame] = field(default_factory=dict)
    """By start of the clause that introduces."""
    last: dict[int, Clause] = field(default_factory=dict)
    """Last clause of each block, by start of the block."""
    place: tuple[str | None, str | None] = (None, None)
    before: Antecedents = field(default_factory=Antecedents)
    previous: Clause | None = None

    def read(self, clause: Clause) -> None:
        """Add the statements of a clause, and what it announces for the items after it."""
        block = clause.block
        for held in clause.blocks:
            self.last[held.start] = clause
        if (block.article, block.annexe) != self.place:
            self.place, self.before = (block.article, block.annexe), Antecedents()
        if clause.heading:
            self.enter(clause)
        elif block.kind in _TOLD and not clause.opening:
            self.tell(clause)

    def enter(self, clause: Clause) -> None:
        """A heading: « Obligations du délégataire » gives the bearer of the list right under it."""
        mentions = self.roles.find_actors(clause.text)
        named = mentions[-1][2] if mentions and _DUTIES_OF.search(clause.folded) else None
        if named or clause.block.kind is BlockKind.ARTICLE:
            self.before = Antecedents(heading=named)
        if named:
            self.frames[clause.start] = _Frame(named, "duty", "doit", verbs=True, whole=False)

    def tell(self, clause: Clause) -> None:
        frame = self.frame_of(clause)
        first = len(self.statements)
        own = list(self.sentence(clause, free=frame is None or clause.before is not None))
        if frame and clause.before is None and not (own and _stands_alone(clause)):
            self.keep(self.item(clause, frame), clause, frame)
        else:
            self.statements += own
        if _opens(clause):
            self.announce(clause, self.statements[first:], frame)
        self.previous = clause

    def keep(self, statement: Statement, clause: Clause, frame: _Frame) -> None:
        """Add an item's statement; an item that only details its lead-in's object is added to it."""
        if frame.whole and frame.owner is not None and _details(clause, frame):
            owner = self.statements[frame.owner]
            link = " : " if self.previous and _opens(self.previous) else " ; "
            evidences = (*owner.evidences, *clause.evidences())
            what = f"{owner.what}{link}{statement.what}"
            deadline = owner.deadline or statement.deadline
            self.statements[frame.owner] = replace(owner, what=what, deadline=deadline, evidences=evidences)
        else:
            self.statements.append(statement)

    def frame_of(self, clause: Clause) -> _Frame | None:
        if clause.block.lead_in is None:
            return None
        intro = self.last.get(self.blocks[clause.block.lead_in].start)
        return self.frames.get(intro.start) if intro else None

    def item(self, clause: Clause, frame: _Frame) -> Statement:
        """An item under a lead-in that says who: with its own verb, else with the lead-in's."""
        verb = read_verb(clause.folded, 0, len(clause.folded), clause.text) if frame.verbs else None
        force, modality, start = frame.force, frame.modality, 0
        if verb:
            force, modality, start = verb.force, verb.modality, verb.what
        elif starts_with_infinitive(clause.folded) and re.match(r"ne |n'", clause.folded):
            modality = "ne peut pas" if force == "duty" else modality
        made = self.make(clause, (0, len(clause.text)), frame.actor, force, modality, start, 0)
        return replace(made, condition=made.condition or frame.condition, deadline=made.deadline or frame.deadline)

    def sentence(self, clause: Clause, free: bool) -> Iterator[Statement]:
        """Statements of a clause by its own words. `free` is false for an item whose subject is in its lead-in."""
        for start, end in segments(clause) if free else [(0, len(clause.text))]:
            yield from self.segment(clause, start, end)

    def segment(self, clause: Clause, start: int, end: int) -> Iterator[Statement]:
        text, folded = _raw(clause)[start:end], clause.folded[start:end]
        mentions = self.roles.find_actors(text, clause.text)
        if impersonal := find_impersonal(text, folded, mentions, self.roles):
            actor, force, modality, what = impersonal
            yield self.make(clause, (start, end), actor, force, modality, start + what, start)
            self.remember(actor)
            return
        predicates = find_predicates(text, folded, mentions, self.before, self.roles)
        told = [predicate for predicate in predicates if predicate.verb and not _describes(predicate, clause)]
        if told:
            yield from self.main_passive(clause, start, told[0], mentions)
            yield from self.told(clause, start, end, told, mentions)
        elif not predicates or all(predicate.verb is None for predicate in predicates):
            yield from self.agentless(clause, start, end, mentions)
        self.remember(_subject_of(predicates))

    def told(
        self, clause: Clause, start: int, end: int, predicates: Sequence[Predicate], mentions: Sequence[tuple[int, int, Actor]]
    ) -> Iterator[Statement]:
        """One statement a predicate, each up to the next one."""
        text, folded = _raw(clause)[start:end], clause.folded[start:end]
        for index, predicate in enumerate(predicates):
            verb = predicate.verb
            assert verb is not None
            following = predicates[index + 1] if index + 1 < len(predicates) else None
            stop = following.start if following and following.start > verb.end else len(text)
            actor, what, force, modality = predicate.actor, verb.what, verb.force, verb.modality
            if given := agent_after(text, folded, verb, mentions):
                actor, what, force, modality = given
            elif verb.word.startswith("autorise"):
                continue  # « autorise la publication » gives no right to anybody named
            second = _second_verb(folded, text, verb.end, stop) if given is None else None
            cut = second[0] if second else stop
            yield self.make(clause, (start, start + cut), actor, force, modality, start + what, start + predicate.start)
            if second:
                _, other = second
                yield self.make(clause, (start, start + stop), actor, other.force, other.modality, start + other.what, start + cut)

    def main_passive(
        self, clause: Clause, start: int, relative: Predicate, mentions: Sequence[tuple[int, int, Actor]]
    ) -> Iterator[Statement]:
        """« Le comité est présidé par l'agence, qui s'engage à… »: what is said before the relative clause."""
        if relative.relative:
            yield from self.agentless(clause, start, start + relative.end, mentions)

    def agentless(
        self, clause: Clause, start: int, end: int, mentions: Sequence[tuple[int, int, Actor]]
    ) -> Iterator[Statement]:
        text, folded = _raw(clause)[start:end], clause.folded[start:end]
        if passive := find_passive(text, folded, mentions, self.roles):
            what = start + passive.start
            for actor in passive.actors or (None,):
                yield self.make(clause, (start, end), actor, passive.force, passive.modality, what, what)

    def make(
        self, clause: Clause, span: tuple[int, int], actor: Actor | None, force: Force, modality: Modality, what: int, subject: int
    ) -> Statement:
        """A statement for a span of a clause. What stands before the subject may be its condition or its time limit."""
        start, end = span
        text = _raw(clause)
        what_end = start + len(_TRAILING.sub("", text[start:end]))
        wording = _verbatim(clause, what, max(what, what_end))
        if _INTRODUCES.fullmatch(clause.folded, what, end):
            wording = ""
        condition = find_condition(text[start:subject], text[what:what_end])
        deadline = find_time_limit(text[start:what_end])
        evidences = clause.evidences() + self.leads(clause)
        actor = actor and replace(actor, words=display(actor.words))
        return Statement(force, actor, modality, wording, _flat(condition), _flat(deadline), evidences, clause)

    def leads(self, clause: Clause) -> tuple[Evidence, ...]:
        """Evidence for the lead-ins, innermost first; headings only where they alone say who."""
        found: tuple[Evidence, ...] = ()
        block = clause.block
        while block.lead_in is not None:
            block = self.blocks[block.lead_in]
            intro = self.last.get(block.start)
            found += intro.evidences() if intro else ()
            block = intro.block if intro else block
        return found

    def announce(self, clause: Clause, told: Sequence[Statement], outer: _Frame | None) -> None:
        """Keep what a clause that ends with « : » says of the items after it."""
        if told:
            said = told[-1]
            inner = outer is not None and outer.whole and said.what == ""
            owner = self.statements.index(said)
            self.frames[clause.start] = _Frame(
                said.actor, said.force, said.modality, verbs=False, whole=bool(said.what) or inner,
                condition=said.condition, deadline=said.deadline, owner=owner,
            )  # fmt: skip
            return
        if outer and outer.owner is not None and clause.before is None:
            self.frames[clause.start] = outer
            return
        frame = self.bare_subject(clause)
        if frame:
            self.frames[clause.start] = frame

    def bare_subject(self, clause: Clause) -> _Frame | None:
        """« Le délégataire : », « Les obligations du délégataire sont les suivantes : », « À ce titre : » under its heading."""
        mentions = self.roles.find_actors(clause.text)
        predicates = find_predicates(clause.text, clause.folded, mentions, self.before, self.roles)
        subject = next((predicate for predicate in predicates if predicate.verb is None), None)
        deadline, condition = find_time_limit(clause.text), find_condition(clause.text.split(",")[0], "")
        if subject:
            self.remember(subject.actor)
            return _Frame(subject.actor, "duty", "présent", True, False, _flat(condition), _flat(deadline))
        if not _DUTIES_OF.search(clause.folded) and not re.match(r"a ce(?:t effet| titre)|pour ce faire|dans ce cadre", clause.folded):
            return None
        actor = mentions[-1][2] if mentions else self.before.heading
        return _Frame(actor, "duty", "doit", True, False, _flat(condition), _flat(deadline)) if actor else None

    def remember(self, actor: Actor | None) -> None:
        earlier = (actor, *self.before.earlier)[:_REMEMBERED] if actor else self.before.earlier
        self.before = replace(self.before, subject=actor, earlier=earlier)


def _verbatim(clause: Clause, start: int, end: int) -> str:
    """The canonical text of a span; what a page break parts is joined by a blank."""
    return " ".join(found.quote for found in clause.evidences(start, end)) if end > start else ""


def _opens(clause: Clause) -> bool:
    """Whether the clause ends with « : »."""
    return clause.folded.rstrip(" \n*_\"").endswith(":")


def _raw(clause: Clause) -> str:
    """The clause as it stands in the document, marks and addresses included; masked where a page break cuts it."""
    block = clause.block
    return block.text[clause.start - block.start : clause.end - block.start] if len(clause.blocks) == 1 else clause.text


def _flat(words: str | None) -> str | None:
    return words or None


def _is_task(clause: Clause) -> bool:
    """Whether an item is an infinitive, what opens it left out: « dès la livraison, tenir le registre »."""
    comma = clause.folded.find(",", 0, _LONGEST_OPENING)
    return starts_with_infinitive(clause.folded) or (comma > 0 and starts_with_infinitive(clause.folded[comma + 1 :]))


def _stands_alone(clause: Clause) -> bool:
    """Whether an item may be a sentence of its own: it starts neither with an infinitive nor with its lead-in's verb."""
    return not _is_task(clause) and read_verb(clause.folded, 0, len(clause.folded), clause.text) is None


def _describes(predicate: Predicate, clause: Clause) -> bool:
    """What a committee does, and what people who are no party do in an annexe, said in the present."""
    verb = predicate.verb
    if verb is None or verb.modality not in ("présent", "assure"):
        return False
    if is_committee(predicate.actor):
        return True
    return verb.modality == "présent" and clause.block.annexe is not None and predicate.actor.role is None


def _details(clause: Clause, frame: _Frame) -> bool:
    """A bare noun or complement under a lead-in that has its own verb."""
    if _is_task(clause) or not _OBJECT.match(clause.folded):
        return False
    return frame.modality in ("présent", "assure", "ne peut pas") or not _ACTION.match(clause.folded)


_SECOND = re.compile(r"(?:,[ \n]*)?\b(?:mais|et)[ \n]+(?:en outre[ \n]+)?(?=(?:doi|devr|peu|pourr|s'engage|s'interdi|veille|ne[ \n]))")


def _second_verb(folded: str, text: str, start: int, stop: int) -> tuple[int, VerbGroup] | None:
    """« pourront choisir… mais devront présenter… »: a second strong verb of the same subject."""
    for link in _SECOND.finditer(folded, start, stop):
        verb = read_verb(folded, link.end(), stop, text)
        if verb and verb.modality != "présent":
            return link.start(), verb
    return None


def _subject_of(predicates: Sequence[Predicate]) -> Actor | None:
    """Whom « il » stands for in the next sentence: the first subject, unless it is that of a relative clause."""
    return predicates[0].actor if predicates and not predicates[0].relative else None
