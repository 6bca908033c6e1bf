"""Facts in words: the labels of their kinds and fields, and their values as a person reads them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import Any, Literal, get_args

from bot.answer import Language
from index.records_facts import KeptFact
from ingestion.amending.change import Amendment, Values
from ingestion.facts.evidence import Actor, Evidence, State
from ingestion.facts.register import Fact
from ingestion.french.amounts import NotAnAmount, format_amount
from ingestion.french.dates import format_date
from ingestion.french.durations import Duration, format_duration
from ingestion.french.folding import fold
from ingestion.lines import display
from ingestion.naming import name_key
from prompts import has_message, message


def _kinds() -> tuple[str, ...]:
    union = get_args(Fact)[0]
    kinds = (*get_args(union), Amendment)
    return tuple(str(next(one.default for one in fields(kind) if one.name == "kind")) for kind in kinds)


KINDS = _kinds()
"""Every kind of fact, in the order of a register."""
_APART = {"evidence", "kind", "state", "currency"}
"""Fields that views show in places of their own, and the currency, which amounts bear."""
_HEADS: dict[str, tuple[str, ...]] = {
    "party": ("name",),
    "signature": ("signatory", "title", "date"),
    "amount": ("value", "nature"),
    "budget": ("column", "year", "label", "value"),
    "instalment": ("share", "amount", "trigger"),
    "chorus": ("field", "code", "label"),
    "date": ("nature", "value", "words", "event"),
    "term": ("nature", "duration", "start", "end", "until"),
    "notice": ("purpose", "length"),
    "deadline": ("what", "date", "recurrence_words", "offset", "event_words"),
    "obligation": ("bearer", "what"),
    "right": ("holder", "what"),
    "reference": ("nature", "number", "date", "object"),
    "definition": ("term", "meaning"),
    "amendment": ("sort", "article", "place", "column", "year", "label", "old", "new"),
}
"""Fields that a line begins with, without their labels; the others follow with theirs."""
_SHADOWED = {
    "date": (("value", ("words", "year", "month")), ("words", ("year", "month", "event"))),
    "deadline": (("recurrence_words", ("every", "event")),),
}
"""For a kind, fields that say nothing more once another is there."""
_LABELLED = {("chorus", "field"): "chorus", ("amount", "nature"): "nature"}
"""Fields whose values have the labels that answers use: `fact.chorus_bop`, `fact.nature_solde`."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One field of a fact, as it is shown."""

    field: str
    """As in the fact's type."""
    label: str
    """In the language asked for."""
    text: str
    """Its value on one line; never empty."""


def kind_label(kind: str, language: Language) -> str:
    """What a kind is called, in the plural; its name when it has no label yet."""
    key = f"facts.kind_{kind}"
    return message(key, language) if has_message(key, language) else kind


def kind_named(words: str, kinds: tuple[str, ...] = KINDS) -> str | None:
    """The kind that somebody typed: its name or its label, in French or English, singular or plural; `None` for none.

    >>> kind_named("obligations"), kind_named("Préavis"), kind_named("chorus"), kind_named("poireau")
    ('obligation', 'notice', 'chorus', None)
    """
    wanted = _singular(words)
    for kind in kinds:
        if wanted in {_singular(name) for name in (kind, kind_label(kind, "fr"), kind_label(kind, "en"))}:
            return kind
    return None


def field_label(name: str, language: Language) -> str:
    """What a field is called; its name when it has no label yet."""
    key = f"facts.field_{name}"
    return message(key, language) if has_message(key, language) else name.replace("_", " ")


def state_of(fact: KeptFact) -> State:
    """What the text does with a fact; STATED for the kinds that have no state."""
    state: State = getattr(fact, "state", State.STATED)
    return state


def state_text(state: State | Literal["absent"], language: Language) -> str:
    """« laissé en blanc », « — absent », « écrit mais non compris »; empty for what is stated."""
    return "" if state == State.STATED else message(f"facts.state_{state}", language)


def shown_fields(fact: KeptFact, language: Language) -> tuple[Shown, ...]:
    """The fields that hold something, the telling ones first; a state that is not « stated » stands among these."""
    held = {field.name: getattr(fact, field.name) for field in fields(fact) if field.name not in _APART}
    if "offset" in held and not held["offset"]:
        held.pop("direction", None)
    for shadow, others in _SHADOWED.get(fact.kind, ()):
        if held.get(shadow):
            held = {name: value for name, value in held.items() if name not in others}
    heads = [name for name in _HEADS.get(fact.kind, ()) if name in held]
    names = [*heads, *(name for name in held if name not in heads)]
    found = [(name, shown_value(fact, name, held[name], language)) for name in names]
    return tuple(Shown(name, field_label(name, language), text) for name, text in found if text)


def line(fact: KeptFact, language: Language) -> str:
    """A fact on one line: its telling fields, what is left blank, then its other fields with their labels."""
    return " · ".join(_pieces(fact, language))


def shown_value(fact: KeptFact, name: str, value: Any, language: Language) -> str:
    """The value of a field on one line; empty when it holds nothing worth a word."""
    if isinstance(value, str):
        labelled = _LABELLED.get((fact.kind, name))
        key = f"fact.{labelled}_{_key(value)}" if labelled else f"facts.value_{_key(value)}"
        return message(key, language) if has_message(key, language) else display(value)
    if name == "blanks":
        return ", ".join(field_label(one, language) for one in value)
    return _value(name, value, language)


def _value(name: str, value: Any, language: Language) -> str:
    return _number(name, value, language) if isinstance(value, Decimal) else _typed(value, language)


def _pieces(fact: KeptFact, language: Language) -> Iterator[str]:
    heads = _HEADS.get(fact.kind, ())
    shown = shown_fields(fact, language)
    yield from (one.text for one in shown if one.field in heads)
    if state := state_text(state_of(fact), language):
        yield state
    yield from (message("facts.labelled", language, label=o.label, value=o.text) for o in shown if o.field not in heads)


def _number(name: str, value: Decimal, language: Language) -> str:
    if name == "share":
        digits = f"{value:f}"
        return f"{digits.replace('.', ',')}\u00a0%" if language == "fr" else f"{digits}%"
    try:
        return format_amount(value, language)
    except NotAnAmount:
        return f"{value:f}"


def _typed(value: Any, language: Language) -> str:
    """What is neither a text nor an amount."""
    if value is None or value is False or value == () or isinstance(value, Evidence):
        return ""
    if value is True:
        return message("facts.yes", language)
    if isinstance(value, date):
        return format_date(value, language)
    if isinstance(value, Duration):
        return format_duration(value, language)
    if isinstance(value, Actor):
        return _actor(value)
    if isinstance(value, Values):
        held = [(one.name, getattr(value, one.name)) for one in fields(value)]
        return ", ".join(_value(name, part, language) for name, part in held if part is not None)
    if isinstance(value, tuple):
        return ", ".join(
            filter(None, (display(one) if isinstance(one, str) else _typed(one, language) for one in value))
        )
    return str(value)


def _actor(actor: Actor) -> str:
    """Who, as the text says it; with the party meant where the words do not name it."""
    words = display(actor.words)
    named = actor.party is None or name_key(actor.party) in name_key(words)
    return words if named else f"{words} ({actor.party})" if words else str(actor.party)


def _key(value: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", fold(value)).strip("_")


def _singular(words: str) -> str:
    return re.sub(r"s\b", "", fold(words)).replace("-", " ").strip()
