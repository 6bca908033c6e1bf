"""Premises: what a question takes for granted and the text contradicts is set right before it is answered."""

import re
from dataclasses import replace

from bot.answers.people import parties_of
from bot.answers.roles_asked import role_of_stem
from bot.plan import Ask, Plan
from bot.writing import Draft
from index.words import tokens
from ingestion.corpus import Entry
from ingestion.facts.parties import Party
from ingestion.french.folding import fold
from ingestion.naming import name_key
from prompts import message

_PREMISE = re.compile(
    r"\b(?:puisque|puisqu'|comme|vu que|sachant que|etant donne que|since|as|given that)\s+"
    r"(?:la |le |l'|les |the )?(?P<who>[\w .'-]{2,60}?)"
    r"\s+(?:est|sont|is|are)\s+(?:la |le |l'|the )?(?P<role>[\w-]+)"
)


def set_right(draft: Draft, ask: Ask, plan: Plan, entry: Entry) -> Ask:
    """Write the correction of a wrong role, with its quote; gives the ask about the party itself."""
    match = _PREMISE.search(fold(ask.words))
    role = next((found for stem in tokens(match["role"]) if (found := role_of_stem(stem))), None) if match else None
    party = _party(entry, match["who"]) if match and role else None
    if (
        match is None
        or role is None
        or party is None
        or party.role is None
        or role in (party.role, *party.role.split("-"))
    ):
        return ask
    first = party.evidence[0]
    number = draft.citations.cite(entry, first.start, first.end)
    draft.parts.append(
        message("answer.premise", plan.language, party=party.label, role=party.role, said=role) + f" [{number}]"
    )
    content = tuple(pair for pair in ask.content if pair[0] not in tokens(match["role"]))
    return replace(ask, content=content, bearer=party.label)


def _party(entry: Entry, words: str) -> Party | None:
    key = name_key(words)
    return next((p for p in parties_of(entry) if key in {name_key(n) for n in (p.label, p.name, *p.short_names)}), None)
