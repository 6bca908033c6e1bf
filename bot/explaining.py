"""A plan explained: to a person in labelled lines, to a program as plain values."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any, Literal

from bot.answer import Language, plain_decimal
from bot.plan import Ask, Plan
from bot.vocabulary import words_of
from ingestion.french.amounts import NotAnAmount, format_amount
from ingestion.french.dates import format_date
from prompts import has_message, message

Line = tuple[str, str]
"""A label and what the plan holds under it; an empty label begins a half of the question."""
Taken = Literal["convention", "subject", "year"]


def taken(plan: Plan, alone: Plan) -> tuple[Taken, ...]:
    """What a plan owes to the thread, `alone` being the plan of the same question without it."""
    found: list[Taken] = ["convention"] if plan.scope != alone.scope else []
    found += ["subject"] if _subjects(plan) != _subjects(alone) else []
    found += ["year"] if [ask.years for ask in plan.asks] != [ask.years for ask in alone.asks] else []
    return tuple(found)


def _subjects(plan: Plan) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    return [(ask.subjects, ask.terms) for ask in plan.asks]


def explained(plan: Plan, owed: Iterable[Taken], names: Mapping[str, str], language: Language) -> tuple[Line, ...]:
    """The plan in the words of `language`; `names` are the short names by document id, `owed` comes from `taken`."""
    say = partial(_say, language)
    lines = [(say("language"), say(f"language_{plan.language}")), (say("conventions"), _conventions(plan, names, say))]
    if plan.scope.names:
        lines.append((say("named_by"), _quoted(plan.scope.names)))
    for number, ask in enumerate(plan.asks, 1):
        if len(plan.asks) > 1:
            lines.append(("", say("half", number=number)))
        lines += [(say(label), value) for label, value in _asked(ask, language, say) if value]
    events = [f"{say(f'event_{one.event}')}{say('colon')}{format_date(one.day, language)}" for one in plan.stated]
    lines.append((say("stated"), ", ".join(events) or say("nothing")))
    lines.append((say("taken"), ", ".join(say(f"taken_{one}") for one in owed) or say("nothing")))
    lines.append((say("unknown"), _quoted(plan.unknown) or say("nothing")))
    return tuple([*lines, (say("off_topic"), say("yes"))] if plan.off_topic else lines)


def _say(language: Language, key: str, **values: object) -> str:
    return message(f"plan.{key}", language, **values)


def _conventions(plan: Plan, names: Mapping[str, str], say: "partial[str]") -> str:
    """Which conventions are meant, by their names; a document that has none any more keeps its id."""
    scope = plan.scope
    if scope.kind == "named":
        return ", ".join(names.get(one, one) for one in scope.documents)
    if scope.alternatives:
        return say("scope_alternatives", names=", ".join(names.get(one, one) for one in scope.alternatives))
    return say(f"scope_{scope.kind}")


def _asked(ask: Ask, language: Language, say: "partial[str]") -> Iterator[Line]:
    """Keys of labels with their values; an empty value is not worth a line."""
    yield "words", f"« {ask.words} »" if ask.words else ""
    subjects = [_labelled(f"subject_{one}", one, language) for one in ask.subjects]
    yield "subjects", ", ".join(subjects) or say("no_subject")
    yield "operation", say("operation_" + ask.operation.replace(" ", "_"))
    answer = ask.answer_type or ask.interrogative
    yield "answer", _labelled(f"answer_{answer}", answer, language) if answer else say("any_answer")
    yield "terms", _quoted(_words(ask, ask.terms))
    yield "essential", _quoted(_words(ask, ask.essential))
    yield "years", ", ".join(map(str, ask.years))
    how = f"{say(f'comparison_{ask.comparison}')} " if ask.comparison else ""
    yield "amounts", how + ", ".join(_amount(one, language) for one in ask.amounts) if ask.amounts else ""
    yield "bearer", ask.bearer or ""
    yield "all", say("yes") if ask.lists_all else ""


def _labelled(key: str, fallback: str, language: Language) -> str:
    """The label of an id of the vocabulary, which people may add to: an id without one is shown as it is."""
    return message(f"plan.{key}", language) if has_message(f"plan.{key}", language) else fallback


def _words(ask: Ask, stems: Iterable[str]) -> tuple[str, ...]:
    """The words of the question that these stems come from; a stem that none has is shown as it is."""
    written = {word.stem: ask.words[word.start : word.end] for word in reversed(words_of(ask.words))}
    return tuple(written.get(stem, stem) for stem in stems)


def _amount(value: Decimal, language: Language) -> str:
    try:
        return format_amount(value, language)
    except NotAnAmount:  # a question may state what no sum of a convention is: « 0,001 € »
        return plain_decimal(value)


def _quoted(words: Iterable[str]) -> str:
    return ", ".join(f"« {word} »" for word in words)


def plain_values(value: Any) -> Any:
    """A plan as JSON has it: fields by name, amounts as plain decimals, dates as ISO 8601, sets in order."""
    if is_dataclass(value) and not isinstance(value, type):
        return {one.name: plain_values(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, tuple):
        return [plain_values(one) for one in value]
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, Decimal):
        return plain_decimal(value)
    return value.isoformat() if isinstance(value, date) else value
