"""The sole holder: a proper name that one document only holds says which convention is meant."""

from dataclasses import replace

from bot import passage_answers
from bot.library import Library
from bot.plan import Ask, Plan, Scope
from index.words import tokens


def said_by_one(plan: Plan, library: Library) -> Plan:
    """A proper name that no convention is called by, and that one document only holds, says which one is meant."""
    if plan.scope.kind != "any" or plan.scope.alternatives or not plan.unknown:
        return plan
    stems = [frozenset(tokens(name)) for name in plan.unknown]
    near = {hit.document for name in plan.unknown for hit in library.search(name, passage_answers.HITS, None, ())}
    holders = [
        one
        for one in sorted(near)
        if any(wanted and wanted <= unit.stems for wanted in stems for unit in library.units(one))
    ]
    changing = {avenant for one in holders for avenant in library.avenants(one)}
    holders = [one for one in holders if one not in changing]
    if len(holders) != 1:
        return plan
    name = frozenset[str]().union(*stems)
    return replace(
        plan,
        scope=Scope("named", (holders[0],), (), plan.unknown),
        asks=tuple(_without(ask, name) for ask in plan.asks),
    )


def _without(ask: Ask, name: frozenset[str]) -> Ask:
    """An ask without the words of a name that said which document is meant; itself when it asks who that is."""
    if not ask.subjects and name.issuperset(ask.terms):
        return ask
    return replace(
        ask,
        terms=tuple(term for term in ask.terms if term not in name),
        essential=tuple(term for term in ask.essential if term not in name),
        content=tuple(pair for pair in ask.content if pair[0] not in name),
    )
