"""Refusing well: what is not found, not asked of us, or asked of several conventions at once."""

import re

from bot import passage_answers
from bot.answer import Answer, Choice, Status
from bot.answers.texts import asked_article
from bot.citing import Citations
from bot.library import Library
from bot.plan import Ask, Plan
from bot.question import Question
from bot.quoting import shortened
from bot.units import Unit
from ingestion.french.folding import fold
from ingestion.lines import display
from prompts import message

_NEAR = 0.3
"""Part of the question's words that the nearest passage must hold to be worth showing."""
_MOST_NAMES = 10
_THANKS = frozenset(("merci", "mercii", "mrc", "thanks", "thank", "thx"))


def refused(question: Question, plan: Plan, library: Library) -> Answer | None:
    """Answers that need no look-up: nothing asked, not about conventions, an unknown name, several candidates."""
    language = plan.language
    if not any(c.isalnum() for c in question.text):
        return _plain(question, plan, "not_found", message("answer.empty", language))
    if plan.idle:
        thanked = not _THANKS.isdisjoint(re.findall(r"\w+", fold(question.text)))
        return _plain(question, plan, "not_found", message("answer.thanked" if thanked else "answer.idle", language))
    if plan.off_topic:
        return _plain(question, plan, "not_found", message("answer.off_topic", language))
    if not library.documents():
        return _plain(question, plan, "not_found", message("answer.no_document", language))
    unsaid = [name for name in plan.unknown if not library.says(name)]
    if unsaid:
        names = ", ".join(row.short_name for row in library.documents()[:_MOST_NAMES])
        return _plain(
            question,
            plan,
            "not_found",
            message("answer.unknown_name", language, name=max(unsaid, key=len), names=names),
        )
    if any(ask.operation == "write" for ask in plan.asks):
        return _declined(question, plan, library)
    if plan.scope.alternatives:
        return clarify(question, plan, library, plan.scope.alternatives)
    return None


def _declined(question: Question, plan: Plan, library: Library) -> Answer:
    """A request to write or change a convention: declined, with the clause that says how it is changed."""
    citations, lines = Citations(), [message("answer.no_writing", plan.language)]
    for document in plan.scope.documents[:2]:
        entry = library.entry(document)
        unit = next((u for u in library.units(document) if _on_changes(u)), None)
        if unit:
            number = citations.cite(entry, unit.start, unit.end)
            lines.append(f"{entry.identity.short_name} : « {shortened(display(unit.text), 300)} » [{number}]")
    answer = _plain(question, plan, "not_found", "\n".join(lines))
    return answer.model_copy(update={"citations": tuple(citations.found)})


def _on_changes(unit: Unit) -> bool:
    """« Toute modification fait l'objet d'un avenant »: the clause that says how the convention is changed."""
    stems = unit.stems | unit.headed
    return any(s.startswith("modif") for s in stems) and any(s.startswith("aven") for s in unit.stems)


def clarify(question: Question, plan: Plan, library: Library, documents: tuple[str, ...]) -> Answer:
    """Ask which of several conventions is meant."""
    names = library.directory().short_names
    choices = tuple(Choice(document=one, name=names[one]) for one in documents[:_MOST_NAMES])
    lines = [f"- {choice.name}" for choice in choices]
    if len(documents) > len(choices):
        lines.append(message("answer.and_others", plan.language, count=len(documents) - len(choices)))
    listed = "\n".join(lines)
    answer = _plain(question, plan, "clarify", message("answer.which", plan.language, choices=listed))
    return answer.model_copy(update={"choices": choices})


def not_found(question: Question, plan: Plan, library: Library, found: passage_answers.Found) -> Answer:
    """Nothing answers: say what was looked at, and offer the nearest passage."""
    names = library.directory().short_names
    looked = ", ".join(names[d] for d in plan.scope.documents)
    key = "answer.not_found" if looked else "answer.not_found_any"
    text = message(key, plan.language, looked=looked, count=len(names))
    citations = Citations()
    if found.nearest and found.nearest.support >= _NEAR:
        entry = library.entry(found.nearest.document)
        number = citations.cite(entry, found.nearest.unit.start, found.nearest.unit.end)
        near = shortened(display(found.nearest.unit.text), 220)
        text += "\n" + message(
            "answer.nearest", plan.language, name=entry.identity.short_name, quote=near, number=number
        )
    answer = _plain(question, plan, "not_found", text)
    return answer.model_copy(update={"citations": tuple(citations.found)})


def no_article(question: Question, plan: Plan, library: Library, ask: Ask) -> Answer:
    """An article that the convention does not have: say so, with those that it has."""
    entry = library.entry(plan.scope.documents[0])
    numbers = dict.fromkeys(block.article for block in entry.blocks if block.article and block.annexe is None)
    place = asked_article(ask)
    text = message(
        "answer.no_article" if numbers else "answer.no_articles",
        plan.language,
        name=entry.identity.short_name,
        number=place[1] if place else "",
        articles=", ".join(numbers),
    )
    return _plain(question, plan, "not_found", text)


def _plain(question: Question, plan: Plan, status: Status, text: str) -> Answer:
    return Answer(id=question.id, status=status, language=plan.language, text=text)
