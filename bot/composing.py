"""Composing: from a plan to an answer, by facts where they cover the question, by passages elsewhere."""

from dataclasses import dataclass, replace
from datetime import date

from bot import notes, passage_answers, premises, refusing
from bot.amended import Amended
from bot.answer import Answer
from bot.answers import codes, credits, glossary, overview, portfolio, texts
from bot.answers.claim import Claim
from bot.answers.facts import claims
from bot.answers.portfolio_lists import beyond
from bot.library import Library
from bot.openness import Composed
from bot.plan import Ask, Plan
from bot.question import Question
from bot.quoting import shortened
from bot.sole_holder import said_by_one
from bot.vocabulary import Vocabulary
from bot.writing import Draft
from ingestion.corpus import Entry
from ingestion.lines import display
from ingestion.names import DocumentKind
from prompts import message

_MOST_EXPLAINED = 3
"""Conventions, and lines of each, that show a word explained in use."""
_MANY = 200
"""Documents beyond which a question that names none is not asked of each: it is answered by one, or asked back."""
_LOOKED_AT = 60
_MOST_DOCUMENTS = 6
"""Conventions quoted one by one when they all say the same."""


@dataclass(frozen=True, slots=True)
class _Miss:
    """A half of the question that nothing answers."""

    ask: Ask
    nearest: passage_answers.Found
    rivals: tuple[str, ...] = ()
    """Ids of the conventions that answer differently, when the question names none."""


@dataclass(slots=True)
class _Draft(Draft):
    """A draft that counts the halves which passages answer."""

    quoted: int = 0


def compose(question: Question, plan: Plan, library: Library, vocabulary: Vocabulary, today: date) -> Composed:
    """One answer for all the halves of a question."""
    refusal = refusing.refused(question, plan, library)
    if refusal:
        return Composed(refusal, plan)
    plan = said_by_one(plan, library)
    draft, missed = _Draft(), []
    draft.sources = tuple(library.entry(a) for d in plan.scope.documents for a in library.avenants(d))
    for ask in plan.asks:
        miss = _answer(draft, ask, plan, library, vocabulary, today)
        if miss:
            missed.append(miss)
    if not draft.parts:
        return Composed(_unanswered(question, plan, library, missed[0]), plan)
    draft.parts = list(dict.fromkeys(draft.parts))
    if not any("anomaly" in ask.subjects for ask in plan.asks):
        notes.add(draft, plan, library, today)
    answer = Answer(
        id=question.id, status="answered", language=plan.language, text=draft.text,
        citations=tuple(draft.citations.found),
        figures=tuple(draft.figures), warnings=tuple(draft.warnings),
    )  # fmt: skip
    return Composed(answer, plan, draft.quoted + len(missed) == len(plan.asks))


def _candidates(ask: Ask, plan: Plan, library: Library) -> tuple[str, ...]:
    """Documents to read for a question that names none: all, or where there are very many those that search finds."""
    every = tuple(row.id for row in library.documents())
    if len(every) <= _MANY or plan.scope.kind == "all" or "listing" in ask.subjects or codes.asked_codes(ask):
        return every
    return tuple(dict.fromkeys(hit.document for hit in library.search(ask.words, _LOOKED_AT, None, ())))


def _unanswered(question: Question, plan: Plan, library: Library, miss: _Miss) -> Answer:
    if miss.rivals:
        return refusing.clarify(question, plan, library, miss.rivals)
    if _lacks_article(miss.ask, plan, library):
        return refusing.no_article(question, plan, library, miss.ask)
    return refusing.not_found(question, plan, library, miss.nearest)


def _answer(draft: _Draft, ask: Ask, plan: Plan, library: Library, vocabulary: Vocabulary, today: date) -> _Miss | None:
    """Write what answers one half; give it back when nothing does."""
    words = glossary.asked(ask)
    if words:
        draft.parts.append(glossary.explained(words, plan.language))
        for document in plan.scope.documents[:_MOST_EXPLAINED] if plan.scope.kind == "named" else ():
            draft.parts.append(_used(draft, words, ask, plan, library, vocabulary, library.amended(document, today)))
        return None
    documents = plan.scope.documents or _candidates(ask, plan, library)
    if _special(draft, ask, plan, library, documents):
        return None
    if (codes.asked_codes(ask) and plan.scope.kind != "named") or _lacks_article(ask, plan, library):
        return _Miss(ask, passage_answers.Found((), None, ()))
    if overview.wanted(ask, plan) and len(documents) <= 3:
        draft.parts += [overview.written(draft, library.amended(d, today).current, ask, plan) for d in documents]
        return None
    if overview.wanted(ask, plan) and plan.scope.kind == "any":
        rows = [row.id for row in library.documents() if row.kind is DocumentKind.CONVENTION]
        return _Miss(ask, passage_answers.Found((), None, ()), tuple(rows))
    beside = ask.operation == "compare" and len(plan.scope.documents) > 1 and not ask.subjects
    if plan.scope.kind == "all" or "listing" in ask.subjects or beside:
        text = portfolio.written(draft, ask, plan, library, vocabulary, today)
        if text:
            draft.parts.append(text)
            return None
    if plan.scope.kind == "named":
        ask = premises.set_right(draft, ask, plan, library.entry(documents[0]))
    views = {d: library.amended(d, today) for d in documents}
    found = {d: claims(view.current, ask, plan, vocabulary) for d, view in views.items()}
    held = {d: said for d, said in found.items() if said}
    if plan.scope.kind == "named":
        return _named(draft, ask, plan, library, vocabulary, held, views)
    if held:
        return _unnamed(draft, ask, library, plan, held)
    return _passages(draft, ask, plan, library, vocabulary)


def _used(
    draft: Draft,
    words: tuple[glossary.Entry, ...],
    ask: Ask,
    plan: Plan,
    library: Library,
    vocabulary: Vocabulary,
    view: Amended,
) -> str:
    """What a convention says with a word just explained: its facts, else its first clause that holds the word."""
    rest = replace(ask, subjects=tuple(name for name in ask.subjects if name != "definition"), operation="look up")
    said = claims(view.current, rest, plan, vocabulary) if rest.subjects else ()
    lead = f"**{view.original.identity.short_name}** : "
    if said:
        return draft.lines(view.original, said[:_MOST_EXPLAINED], lead)
    unit = glossary.clause(words, library.units(view.original.document.id))
    if unit is None:
        return ""
    number = draft.citations.cite(view.original, unit.start, unit.end)
    return f"{lead}« {shortened(display(unit.text))} » [{number}]"


def _lacks_article(ask: Ask, plan: Plan, library: Library) -> bool:
    """Whether the question points at an article that its one convention does not have."""
    place = texts.asked_article(ask)
    if place is None or place[0] == "annexe" or plan.scope.kind != "named" or len(plan.scope.documents) != 1:
        return False
    return all(block.article != place[1] for block in library.entry(plan.scope.documents[0]).blocks)


def _special(draft: Draft, ask: Ask, plan: Plan, library: Library, documents: tuple[str, ...]) -> bool:
    """A code to place, an article to open: whatever else the question holds."""
    written = codes.asked_codes(ask)
    found = (
        [(library.entry(d), codes.holding(library.entry(d), written, plan.language)) for d in documents]
        if written
        else []
    )
    opens = plan.scope.kind == "named" and not written and "anomaly" not in ask.subjects
    place = texts.asked_article(ask) if opens else None
    if place:
        found = [(library.entry(d), texts.article(library.entry(d), *place, plan.language)) for d in documents]
        if not any(said for _, said in found):
            found = [(e, texts.added(e, place[1])) for e in draft.sources]
    if not any(said for _, said in found) and plan.scope.kind == "named":
        found = [(library.entry(d), credits.sheet(library.entry(d), ask, plan.language)) for d in documents]
    lines = [draft.lines(entry, said, f"**{entry.identity.short_name}** : ") for entry, said in found if said]
    draft.parts += lines
    return bool(lines)


def _named(
    draft: _Draft,
    ask: Ask,
    plan: Plan,
    library: Library,
    vocabulary: Vocabulary,
    held: dict[str, tuple[Claim, ...]],
    views: dict[str, Amended],
) -> _Miss | None:
    """Each convention named gets its own line or lines, and the former value where an avenant changed it."""
    if not held and _register_tells(ask, vocabulary):
        return _Miss(ask, passage_answers.Found((), None, ()))
    decisive = passage_answers.decisive(library, plan, ask, vocabulary, held) if held else None
    if not held or decisive:
        return _passages(draft, ask, plan, library, vocabulary, decisive)
    several = len(plan.scope.documents) > 1
    for document, said in held.items():
        view = views[document]
        lead = f"**{view.original.identity.short_name}** : " if several else ""
        former = claims(view.original, ask, plan, vocabulary) if view.current is not view.original else ()
        replaced = [claim for claim in former if claim not in said]
        draft.parts.append(draft.lines(view.original, said, lead))
        if replaced:
            draft.parts.append(
                draft.lines(view.original, replaced, message("answer.before_amendment", plan.language) + " ")
            )
            draft.warnings.append(
                message(
                    "answer.superseded", plan.language, names=", ".join(a.identity.short_name for a in view.avenants)
                )
            )
    return None


def _register_tells(ask: Ask, vocabulary: Vocabulary) -> bool:
    """Whether the register alone answers such a question, so that its silence is the convention's."""
    return (
        bool(ask.subjects)
        and not ask.terms
        and (ask.subjects[0] == "role" or vocabulary.subjects[ask.subjects[0]].kind == "chorus")
    )


def _unnamed(draft: Draft, ask: Ask, library: Library, plan: Plan, held: dict[str, tuple[Claim, ...]]) -> _Miss | None:
    """No convention is named: answer when one only answers, or all the same; else ask which."""
    keys = {said[0].key or said[0].text for said in held.values()}
    conventions = {row.id for row in library.documents() if row.kind is DocumentKind.CONVENTION}
    cited = "reference" in ask.subjects
    if len(held) > 1 and (len(keys) > 1 or not (cited or conventions <= set(held))):
        return _Miss(ask, passage_answers.Found((), None, ()), tuple(held))
    entries = [(library.entry(document), said) for document, said in held.items()]
    draft.sources = tuple(library.entry(a) for d in held for a in library.avenants(d))
    if len(entries) == 1:
        entry, said = entries[0]
        draft.parts.append(
            draft.lines(entry, said, f"**{entry.identity.short_name}** : " if len(library.documents()) > 1 else "")
        )
        return None
    draft.parts.append(_shared(draft, entries, plan))
    return None


def _shared(draft: Draft, entries: list[tuple[Entry, tuple[Claim, ...]]], plan: Plan) -> str:
    """What several conventions say alike: said once, cited in each."""
    first = entries[0][1][0]
    lines = [first.text]
    for entry, said in entries[:_MOST_DOCUMENTS]:
        marks = "".join(f" [{n}]" for n in draft.cited(entry, said[0]))
        lines.append(f"- {entry.identity.short_name}{marks}")
    return "\n".join([*lines, *beyond(draft, plan, len(entries), _MOST_DOCUMENTS)])


def _passages(
    draft: _Draft,
    ask: Ask,
    plan: Plan,
    library: Library,
    vocabulary: Vocabulary,
    found: passage_answers.Found | None = None,
) -> _Miss | None:
    found = found or passage_answers.find(library, plan, ask, vocabulary)
    if found.rivals and plan.scope.kind != "all":
        return _Miss(ask, found, found.rivals)
    if not found.best:
        return _Miss(ask, found)
    several = len(plan.scope.documents) != 1
    draft.quoted += 1
    draft.parts.append(passage_answers.written(library, found, ask, draft.citations, several, plan.language))
    return None
