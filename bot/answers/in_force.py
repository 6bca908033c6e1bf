"""In force: whether a convention is over or still runs today, and how many days are left."""

import re
from datetime import date

from bot import notes
from bot.answer import Answer
from bot.answers import lasting
from bot.answers.claim import Claim, Value
from bot.answers.portfolio_asked import across, wanted
from bot.library import Library
from bot.plan import Ask, Plan
from bot.question import Question
from bot.writing import Draft
from ingestion.corpus import Entry
from ingestion.facts.dates import DateFact
from ingestion.facts.terms import Term
from ingestion.french.folding import fold
from prompts import message

_LEFT = re.compile(
    r"\b(?:(?:reste|restant)\b.*\b(?:temps|jours|mois)|(?:temps|jours|mois)\b.*\b(?:reste\w*|restants?)"
    r"|(?:dans|ds) combien (?:de )?(?:temps|tps|jours|mois)"
    r"|(?:time|days|months|long)\b.*\b(?:left|remain\w*))\b"
)
_SUPPOSED = re.compile(r"\b(?:quand|si|lorsqu\w*|une fois|apres|when|if|once|after)\b")
"""« Que se passe-t-il quand elle est terminée ? » does not ask whether it is."""
_OF_LEFT = frozenset(("end", "duration", "instalment", "deadline", "notice", "count"))
"""Subjects that the words of a time left may seem to ask."""
_AROUND = frozenset(("avant", "fin", "rest", "temp", "jour", "mois", "left", "remain", "long"))
_MOST = 3


def answered(question: Question, plan: Plan, library: Library, today: date) -> Answer | None:
    """Whether the conventions that a question names are over, when that is what it asks; `None` for another question,
    and where no text says when it ends."""
    documents = plan.scope.documents
    if plan.scope.kind != "named" or not 0 < len(documents) <= _MOST or len(plan.asks) != 1 or plan.stated:
        return None
    ask = across(plan.asks[0])
    left = _asks_left(ask)
    if _SUPPOSED.search(fold(ask.words)) or (not left and wanted(ask).standing is None):
        return None
    draft = Draft()
    views = [library.amended(document, today) for document in documents]
    draft.sources = tuple(avenant for view in views for avenant in view.avenants)
    lines = [_line(draft, view.current, plan, today, left=left) for view in views]
    if not all(lines):
        return None
    draft.parts = [line for line in lines if line]
    notes.add(draft, plan, library, today)
    return Answer(
        id=question.id, status="answered", language=plan.language, text=draft.text,
        citations=tuple(draft.citations.found), figures=tuple(draft.figures), warnings=tuple(draft.warnings),
    )  # fmt: skip


def _asks_left(ask: Ask) -> bool:
    """« combien de temps reste-t-il ? », and not what is left to be paid."""
    clear = not set(ask.subjects) - _OF_LEFT and not set(ask.terms) - _AROUND
    return clear and bool(_LEFT.search(fold(ask.words)))


def _line(draft: Draft, entry: Entry, plan: Plan, today: date, *, left: bool) -> str | None:
    found = lasting.end(entry, plan.asks[0], plan, plan.language)[:1]
    if not found:
        return None
    language, name, claim = plan.language, entry.identity.short_name, found[0]
    if claim.order is None:
        return draft.line(entry, claim, f"**{name}** : ")
    days = int(claim.order) - today.toordinal()
    begins = _begins(entry)
    key = "is_over" if days < 0 else "not_begun" if begins is not None and begins > today else "is_running"
    lines = [draft.line(entry, claim, message(f"answer.{key}", language, name=name) + " ")]
    if left and days >= 0:
        lines.append(draft.line(entry, _left_claim(claim, days, today, plan)))
    tacit = [one for one in lasting.renewal(entry, plan.asks[0], plan, language)[:1] if one.key == "tacite"]
    lines += [draft.line(entry, one, "- ") for one in tacit if days < 0]
    return "\n".join(lines)


def _begins(entry: Entry) -> date | None:
    """The day on which it takes effect, where the text tells it."""
    told = [fact.value for fact in entry.facts if isinstance(fact, DateFact) and fact.nature == "effect" and fact.value]
    return next(iter([*told, *(f.start for f in entry.facts if isinstance(f, Term) and f.start)]), None)


def _left_claim(claim: Claim, days: int, today: date, plan: Plan) -> Claim:
    end = date.fromordinal(today.toordinal() + days)
    key = "answer.day_left" if days == 1 else "answer.days_left"
    label = message("answer.time_left", plan.language)
    value = Value(label, str(days), "day", str(days), f"{end.isoformat()} − {today.isoformat()} = {days}")
    return Claim(message(key, plan.language, count=days), claim.evidence, (value,))
