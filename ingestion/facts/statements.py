"""Statements: what the document says that somebody must or may do, lead-ins resolved; obligations and rights."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from ingestion.blocks import Block, BlockKind
from ingestion.facts.clause_statements import Statement, cut_clause, make, read_segment
from ingestion.facts.clauses import Clause, read_clauses
from ingestion.facts.conditions import find_condition, find_time_limit
from ingestion.facts.evidence import Actor, Evidence
from ingestion.facts.lead_ins import Frame, details, goes_on, names_duties, opens, stands_alone
from ingestion.facts.pronouns import Antecedents
from ingestion.facts.roles import Roles
from ingestion.facts.subjects import find_predicates
from ingestion.facts.task_tables import read_task_table
from ingestion.facts.verbs import read_verb

_TOLD = {BlockKind.PARAGRAPH, BlockKind.ITEM}
_WORDS = re.compile(r"[^\W\d_]{3}")
_REMEMBERED = 6
"""Subjects kept for pronouns."""


def read_statements(blocks: Sequence[Block], roles: Roles) -> tuple[Statement, ...]:
    """Everything that articles and annexes say that somebody must or may do, in order. The preamble says nothing."""
    return _statements(tuple(blocks), roles)


@lru_cache(maxsize=4)  # obligations and rights read the same document one after the other
def _statements(blocks: tuple[Block, ...], roles: Roles) -> tuple[Statement, ...]:
    reader = _Reader(blocks, roles)
    for clause in read_clauses(blocks):
        if clause.cell is None:
            reader.read(clause)
    tables = [said for block in blocks for said in read_task_table(block, roles)]
    told = {
        (said.force, said.actor, said.what, said.evidences[0].start): said for said in [*reader.statements, *tables]
    }
    kept = (said for said in told.values() if _WORDS.search(said.what))
    return tuple(sorted(kept, key=lambda said: said.evidences[0].start))


@dataclass(slots=True)
class _Reader:
    """Goes through the clauses in order, with what the ones before announced."""

    blocks: tuple[Block, ...]
    roles: Roles
    statements: list[Statement] = field(default_factory=list)
    frames: dict[int, Frame] = field(default_factory=dict)
    """By start of the clause that introduces."""
    last: dict[int, Clause] = field(default_factory=dict)
    """Last clause of each block, by start of the block."""
    place: tuple[str | None, str | None] = (None, None)
    """Article and annexe."""
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
        named = mentions[-1][2] if mentions and names_duties(clause.folded) else None
        if named or clause.block.kind is BlockKind.ARTICLE:
            self.before = Antecedents(heading=named)
        if named:
            self.frames[clause.start] = Frame(named, "duty", "doit", verbs=True, whole=False)

    def tell(self, clause: Clause) -> None:
        frame = self.frame_of(clause) if clause.before is None else None
        first = len(self.statements)
        if frame and not stands_alone(clause):
            self.add_item(clause, frame)
        else:
            own = [one for one in self.own(clause, whole=frame is not None) if not self.describes(one, frame)]
            self.statements += own
            if frame and not own and not self.other_subject(clause, frame):
                self.add_item(clause, frame)
        if opens(clause):
            self.announce(clause, self.statements[first:], frame)
        self.previous = clause

    def other_subject(self, clause: Clause, frame: Frame) -> bool:
        """Whether an item is a sentence about somebody, whose verb is not known: it is not the lead-in's."""
        mentions = self.roles.find_actors(clause.text) if frame.verbs else ()
        return bool(mentions) and mentions[0][0] == 0

    def describes(self, said: Statement, frame: Frame | None) -> bool:
        """Whether nobody is said to act in an item of a descriptive list, « Cette prestation recouvre : »."""
        lead = said.clause.block.lead_in
        if frame or lead is None or said.actor or said.deadline or said.clause.block.kind is not BlockKind.ITEM:
            return False
        return self.frame_of(said.clause) is None and self.blocks[lead].kind in _TOLD

    def own(self, clause: Clause, whole: bool) -> Iterator[Statement]:
        """Statements of a clause by its own words."""
        for segment in cut_clause(clause, self.roles, self.leads(clause), whole):
            told, subject = read_segment(segment, self.before, self.roles)
            self.remember(subject)
            yield from told

    def frame_of(self, clause: Clause) -> Frame | None:
        if clause.block.lead_in is None:
            return None
        intro = self.last.get(self.blocks[clause.block.lead_in].start)
        return self.frames.get(intro.start) if intro else None

    def add_item(self, clause: Clause, frame: Frame) -> None:
        """Add an item under its lead-in; one that only details its lead-in's object is added to it."""
        item = self.item(clause, frame)
        if not details(clause, frame) or frame.owner is None:
            self.statements.append(item)
            return
        owner = self.statements[frame.owner]
        link = " : " if self.previous and opens(self.previous) else " ; "
        evidences = (*owner.evidences, *clause.evidences())
        deadline = owner.deadline or item.deadline
        what = f"{owner.what}{link}{item.what}"
        self.statements[frame.owner] = replace(owner, what=what, deadline=deadline, evidences=evidences)

    def item(self, clause: Clause, frame: Frame) -> Statement:
        """An item under a lead-in that says who: with its own verb, else with the lead-in's."""
        segment = next(cut_clause(clause, self.roles, self.leads(clause), whole=True))
        verb = read_verb(clause.folded, 0, len(clause.folded), clause.text) if frame.verbs else None
        force, modality, start = frame.force, frame.modality, 0
        if verb:
            force, modality, start = verb.force, verb.modality, verb.what
        elif force == "duty" and re.match(r"ne |n'", clause.folded):
            modality = "ne peut pas"
        made = make(segment, 0, len(segment.text), frame.actor, force, modality, start, 0)
        return replace(made, condition=made.condition or frame.condition, deadline=made.deadline or frame.deadline)

    def leads(self, clause: Clause) -> tuple[Evidence, ...]:
        """Evidence for the lead-ins, innermost first; a heading counts when it says whose the duties are."""
        found: tuple[Evidence, ...] = ()
        block = clause.block
        while block.lead_in is not None:
            block = self.blocks[block.lead_in]
            intro = self.last.get(block.start)
            if intro and intro.heading and intro.start not in self.frames:
                break
            found += intro.evidences() if intro else ()
            block = intro.block if intro else block
        return found

    def announce(self, clause: Clause, told: Sequence[Statement], outer: Frame | None) -> None:
        """Keep what a clause that ends with « : » says of the items after it."""
        if told:
            said = told[-1]
            self.frames[clause.start] = Frame(
                said.actor, said.force, said.modality, verbs=False, whole=bool(said.what),
                condition=said.condition, deadline=said.deadline, owner=len(self.statements) - 1,
            )  # fmt: skip
        elif outer and outer.owner is not None:
            self.frames[clause.start] = outer
        elif frame := self.bare_subject(clause):
            self.frames[clause.start] = frame

    def bare_subject(self, clause: Clause) -> Frame | None:
        """« Le délégataire : », « Les obligations du délégataire sont : », « À ce titre : » under its heading."""
        mentions = self.roles.find_actors(clause.text)
        predicates = find_predicates(clause.text, clause.folded, mentions, self.before, self.roles)
        subject = next((predicate.actor for predicate in predicates if predicate.verb is None), None)
        limit, condition = find_time_limit(clause.text), find_condition(clause.text.split(",")[0], "")
        if subject:
            self.remember(subject)
            return Frame(subject, "duty", "présent", True, False, condition, limit)
        if not names_duties(clause.folded) and not goes_on(clause.folded):
            return None
        actor = mentions[-1][2] if mentions else self.before.heading
        return Frame(actor, "duty", "doit", True, False, condition, limit) if actor else None

    def remember(self, actor: Actor | None) -> None:
        """Keep the subject for the pronouns that follow."""
        earlier = (actor, *self.before.earlier)[:_REMEMBERED] if actor else self.before.earlier
        self.before = replace(self.before, subject=actor, earlier=earlier)
