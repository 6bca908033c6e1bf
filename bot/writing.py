"""Writing: from claims to the numbered lines of an answer, its citations and its figures."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.answer import Figure
from bot.answers.claim import Claim, figure
from bot.citing import Citations
from bot.grounding import figures_in
from ingestion.corpus import Entry
from ingestion.facts.evidence import Evidence

_GLUED = re.compile(r"\W*(?P<label>\d{4})\t+(?P<rest>\d.*)", re.DOTALL)
_MOST_CITED = 4
"""Evidences cited for one claim."""


@dataclass(slots=True)
class Draft:
    """An answer while it is written."""

    citations: Citations = field(default_factory=Citations)
    parts: list[str] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    sources: tuple[Entry, ...] = ()
    """Avenants of the conventions that the answer is about: evidence may stand in them."""

    @property
    def text(self) -> str:
        """All parts, an empty line between them."""
        return "\n\n".join(part for part in self.parts if part)

    def line(self, entry: Entry, claim: Claim, lead: str = "") -> str:
        """One claim on one line, cited; its figures and warning join the answer."""
        marks = self.cited(entry, claim)
        return lead + claim.text + "".join(f" [{number}]" for number in marks)

    def cited(self, entry: Entry, claim: Claim) -> tuple[int, ...]:
        """Citation numbers of a claim; its figures and warning join the answer."""
        spans = [
            (self._source(entry, one), span) for one in claim.evidence[:_MOST_CITED] for span in _spans(one, claim)
        ]
        numbers = tuple(dict.fromkeys(self.citations.cite(source, *span) for source, span in spans))
        quotes = frozenset(figure for source, (a, b) in spans for figure in figures_in(source.document.text[a:b]))
        for value in claim.values:
            made = figure(value, numbers, figures_in(value.shown) <= quotes)
            if made not in self.figures:
                self.figures.append(made)
        if claim.warning and claim.warning not in self.warnings:
            self.warnings.append(claim.warning)
        return numbers

    def declare(self, label: str, value: str, unit: str, how: str) -> None:
        """A figure of the text that no quote holds: a count of ours, a number in a convention's name."""
        made = Figure(label=label, value=value, unit=unit, kind="computed", how=how)
        if made not in self.figures:
            self.figures.append(made)

    def _source(self, entry: Entry, one: Evidence) -> Entry:
        """The document that an evidence stands in: the convention, or the avenant that changed the fact."""
        held = (entry, *self.sources)
        return next((e for e in held if e.document.text[one.start : one.end] == one.quote), entry)

    def lines(self, entry: Entry, claims: Sequence[Claim], lead: str = "") -> str:
        """One claim as a sentence, several as a list."""
        claims = list({claim.text: claim for claim in claims}.values())
        if len(claims) == 1:
            return self.line(entry, claims[0], lead)
        return (f"{lead}\n" if lead else "") + "\n".join(self.line(entry, claim, "- ") for claim in claims)


def _spans(one: Evidence, claim: Claim) -> list[tuple[int, int]]:
    """The spans to cite for an evidence: its own; or, for a table row whose label runs into its first figure when read
    without its tabs (« 2023 270 000 € »), the label and the rest apart."""
    cut = _GLUED.match(one.quote)
    if cut is None or cut["label"] in figures_in(one.quote) or cut["label"] not in figures_in(claim.text):
        return [(one.start, one.end)]
    return [(one.start + cut.start("label"), one.start + cut.end("label")), (one.start + cut.start("rest"), one.end)]
