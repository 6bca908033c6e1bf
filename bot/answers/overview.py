"""For people who start, and for summaries: who pays whom, until when, who owes what, what is next; each line cited."""

from collections.abc import Iterator, Sequence

from bot.answers import credits, lasting, money, notices, people
from bot.answers.claim import Claim
from bot.plan import Ask, Plan
from bot.vocabulary import vocabulary
from bot.writing import Draft
from ingestion.corpus import Entry
from ingestion.facts.deadlines import Deadline
from ingestion.facts.obligations import Obligation
from ingestion.lines import display
from prompts import message

_SUBJECTS = ("onboarding", "summary")
_MOST_DUTIES = 5
_LINE = 150
MOST_CHARACTERS = 2_300


def wanted(ask: Ask, plan: Plan) -> bool:
    """Whether the question asks for the whole picture: « résume X », or « c'est quoi X ? » of a convention."""
    if ask.subjects == ("definition",) and plan.scope.kind == "named" and plan.scope.names and not ask.essential:
        return True
    return bool(set(_SUBJECTS) & set(ask.subjects[:2])) and not ask.essential[3:]


def written(draft: Draft, entry: Entry, ask: Ask, plan: Plan) -> str:
    """The picture of one convention."""
    lines = [f"**{entry.identity.short_name}**"]
    size = len(lines[0])
    for line in _lines(draft, entry, ask, plan):
        if size + len(line) > MOST_CHARACTERS:
            break
        lines.append(line)
        size += len(line) + 1
    return "\n".join(lines)


def _lines(draft: Draft, entry: Entry, ask: Ask, plan: Plan) -> Iterator[str]:
    language, subjects = plan.language, vocabulary().subjects
    yield from _section(draft, entry, "who", people.parties(entry, ask, subjects["parties"], language)[:4], plan)
    amounts = money.amounts(entry, _bare(ask), subjects["amount"], language)[:3]
    yield from _section(
        draft, entry, "money", amounts or credits.budget(entry, _bare(ask), subjects["schedule"], language)[:3], plan
    )
    times = (*lasting.end(entry, ask, plan, language)[:1], *notices.notices(entry, _bare(ask), plan, language)[:1])
    yield from _section(draft, entry, "until", times, plan)
    yield from _section(draft, entry, "meetings", _recurrences(entry), plan)
    yield from _section(draft, entry, "owes", _owed(entry, False), plan)
    yield from _section(draft, entry, "gets", _owed(entry, True)[:3], plan)


def _bare(ask: Ask) -> Ask:
    """The ask without its words: the overview chooses nothing by them."""
    from dataclasses import replace

    return replace(
        ask, terms=(), essential=(), content=(), subjects=("amount",), operation="look up", years=(), answer_type=None
    )


def _section(draft: Draft, entry: Entry, name: str, claims: Sequence[Claim], plan: Plan) -> Iterator[str]:
    if claims:
        yield message(f"answer.overview_{name}", plan.language)
        yield from (draft.line(entry, claim, "- ") for claim in claims)


def _recurrences(entry: Entry) -> list[Claim]:
    """Committees and reports that come back, the sentence whole."""
    found = [f for f in entry.facts if isinstance(f, Deadline) and f.recurrence_words]
    return [Claim(_cut(display(f.evidence[0].quote)), f.evidence[:1]) for f in found[:3]]


def _owed(entry: Entry, by_dinum: bool) -> list[Claim]:
    """Duties of the team's side, or of the DINUM's: those said with « s'engage » first, one a theme."""
    labels = {p.label for p in people.parties_of(entry) if p.is_dinum}
    facts = [
        f
        for f in entry.facts
        if isinstance(f, Obligation) and f.bearer and (f.bearer.party in labels) == by_dinum and not f.condition
    ]
    facts.sort(key=lambda f: (f.modality != "s'engage", f.bearer is not None and f.bearer.party is not None))
    seen: set[str] = set()
    kept = []
    for fact in facts:
        theme = fact.themes[0] if fact.themes else fact.what[:20]
        if theme not in seen:
            seen.add(theme)
            kept.append(fact)
    kept.sort(key=lambda f: f.evidence[0].start)
    return [Claim(_cut(display(f.what).lstrip("-–• ")), f.evidence[:1]) for f in kept[:_MOST_DUTIES]]


def _cut(text: str) -> str:
    text = text.rstrip(" ;.")
    return text if len(text) <= _LINE else text[:_LINE].rsplit(" ", 1)[0] + " …"
