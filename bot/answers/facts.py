"""The table from subjects to the functions that answer them, and what a fact must not be stretched to."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from bot.answers import (
    anomalies,
    codes,
    credits,
    dates,
    deadlines,
    duties,
    lasting,
    money,
    notices,
    payments,
    people,
    texts,
)
from bot.answers.claim import Claim
from bot.answers.codes import asked_codes
from bot.answers.matching import holds, text_of
from bot.answers.people import parties_of
from bot.plan import Ask, Plan
from bot.vocabulary import Vocabulary
from index.words import stem, tokens
from ingestion.corpus import Entry
from ingestion.french.ordinals import read_ordinal
from ingestion.french.recurrence import find_recurrences

_BySubject = Mapping[str, Callable[..., tuple[Claim, ...]]]
_CHOOSING: _BySubject = {
    "amount": money.amounts, "per_team": money.amounts, "retained": money.amounts, "delegated": money.amounts,
    "penalty": money.amounts, "instalment": payments.instalments, "chorus": codes.chorus, "cost_centre": codes.chorus,
    "functional_domain": codes.chorus, "financial_centre": codes.chorus, "activity": codes.chorus,
    "programme": codes.chorus,
    "bop": codes.chorus, "ministerial_axis": codes.chorus, "representative": people.representatives,
    "address": people.addresses,
    "signatory": people.signatories, "parties": people.parties, "role": people.roles, "obligation": duties.obligations,
    "right": duties.rights, "reference": texts.references,
    "annexe": texts.annexes, "definition": texts.definitions, "services": texts.services,
    "anomaly": anomalies.anomalies,
    "amendment": texts.amendments, "signature_date": dates.dates,
    "notification_date": dates.dates, "effect": dates.dates,
}  # fmt: skip
"""Answered from the entry, the ask and the subject."""
_PLANNED: _BySubject = {
    "end": lasting.end, "duration": lasting.duration_of, "renewal": lasting.renewal, "notice": notices.notices,
    "latest_notice": notices.notices,
}  # fmt: skip
"""Answered with the plan too: values that the user states."""
_BROAD = ("end", "duration", "effect")
"""Asked of the convention itself, unless a deadline says all the words left: « jusqu'à quand peut-on commander »."""
_PERIODS = {
    "monthly": "mensuel",
    "quarterly": "trimestriel",
    "yearly": "annuel",
    "annual": "annuel",
    "weekly": "hebdomadaire",
}
_CERTAIN = 0.85
_BUDGET = ("ae", "cp", "schedule")
_CHARGED = tuple(tokens("crédits dépenses dossier imputation fonds"))
"""What budget codes are codes of: « le programme des crédits » asks for the programme."""
_FILTERED = {
    "amount",
    "retained",
    "delegated",
    "penalty",
    "obligation",
    "right",
    "deadline",
    "frequency",
    "reference",
    "definition",
    "anomaly",
    "amendment",
    "instalment",
}
"""Subjects whose function chooses by the question's words; for the others the words left over are checked here."""


def claims(entry: Entry, ask: Ask, plan: Plan, vocabulary: Vocabulary) -> tuple[Claim, ...]:
    """What the facts of one document say of one half of a question; empty when they say nothing of it."""
    ask = _without_identity(ask, entry)
    if set(_BUDGET) & set(ask.subjects) and ask.subjects[0] != "penalty":
        found = credits.budget(entry, ask, vocabulary.subjects[ask.subjects[0]], plan.language)
        if not found and ask.subjects[0] == "schedule" and not ask.years:
            found = payments.instalments(entry, ask, vocabulary.subjects["instalment"], plan.language)
        if found:
            return found
    if "amount" in ask.subjects[:2] and "anomaly" not in ask.subjects and _on_tables(ask):
        found = credits.tables(entry, ask, plan.language)
        if found:
            return found
    if ask.interrogative == "date" and "amendment" in ask.subjects and entry.amendments:
        known = [vocabulary.subjects[name] for name in ("signature_date", "effect")]
        return tuple(claim for subject in known for claim in dates.dates(entry, ask, subject, plan.language))
    if plan.stated and (ask.interrogative == "date" or ask.answer_type in ("date", "duration")):
        found = deadlines.counted(entry, ask, plan, plan.language)
        if found:
            return found
    generic = bool(ask.subjects) and vocabulary.subjects[ask.subjects[0]].generic
    if ask.interrogative == "date" and generic:
        found = deadlines.when(entry, ask, plan, plan.language)
        if found:
            return found
    acts = bool(ask.terms) or bool({"deadline", "right", "obligation"} & set(ask.subjects))
    if ask.subjects and ask.subjects[0] in _BROAD and acts:
        found = lasting.surviving(entry, ask, plan) or deadlines.when(entry, ask, plan, plan.language, sure=_CERTAIN)
        if found:
            return found
    for name in _tellable(ask.subjects, vocabulary):
        if vocabulary.subjects[name].kind == "passage" and name == ask.subjects[0]:
            return ()
        if name == "role" and ask.interrogative != "person" and ask.terms:
            continue
        found = _of(name, entry, ask, plan, vocabulary)
        narrow = vocabulary.subjects[name].narrow
        if name == "reference" and texts.names_number(ask):
            return found
        if found and (name in _FILTERED or narrow or _about(found, ask, entry)):
            return found
    return deadlines.when(entry, ask, plan, plan.language) if ask.answer_type in ("date", "duration") else ()


def _on_tables(ask: Ask) -> bool:
    """Whether lines of a table may be what is asked: a bearer alone asks for what it pays, a rate is no sum."""
    if "rate" in ask.subjects:
        return False
    return bool(ask.years) or not ask.bearer or ask.operation == "add"


def _tellable(subjects: tuple[str, ...], vocabulary: Vocabulary) -> tuple[str, ...]:
    """A subject named by its own noun is not answered by a broader one: « l'amende » is not « le montant »."""
    narrow = tuple(name for name in subjects if vocabulary.subjects[name].narrow)
    return narrow or subjects


def _without_identity(ask: Ask, entry: Entry) -> Ask:
    """The ask without the words that only say which convention it is about (« la troisième saison de … »)."""
    numbers = " ".join(alias.name for alias in entry.identity.aliases if alias.origin == "number")
    named = frozenset(tokens(f"{entry.identity.short_name} {entry.identity.title} {numbers}")) | set(
        map(stem, asked_codes(ask))
    )
    told = {
        stem
        for stem in (*ask.terms, *ask.essential)
        if stem in named or str(read_ordinal(stem)) in named or str(read_ordinal(f"{stem}e")) in named
    }
    if not told:
        return ask
    return replace(
        ask, terms=tuple(t for t in ask.terms if t not in told),
        essential=tuple(t for t in ask.essential if t not in told),
        content=tuple(pair for pair in ask.content if pair[0] not in told),
    )  # fmt: skip


def _of(name: str, entry: Entry, ask: Ask, plan: Plan, vocabulary: Vocabulary) -> tuple[Claim, ...]:
    if name in _PLANNED:
        return _PLANNED[name](entry, ask, plan, plan.language)
    if name in ("deadline", "frequency"):
        found = deadlines.deadlines(entry, ask, vocabulary.subjects[name], plan, plan.language)
        return _recurring(found, ask) if name == "frequency" else found
    if name not in _CHOOSING:
        return ()
    return _CHOOSING[name](entry, ask, vocabulary.subjects[name], plan.language)


def _in_french(words: str) -> str:
    """The French for the English periods of a question."""
    return " ".join(french for english, french in _PERIODS.items() if english in words.casefold())


def _recurring(found: tuple[Claim, ...], ask: Ask) -> tuple[Claim, ...]:
    """When the question states a period (« mensuel »), only what recurs with it."""
    asked = {mention.every for mention in find_recurrences(f"{ask.words} {_in_french(ask.words)}")}
    if not asked:
        return found
    return tuple(c for c in found if any(m.every in asked for one in c.evidence for m in find_recurrences(one.quote)))


def _about(found: tuple[Claim, ...], ask: Ask, entry: Entry) -> bool:
    """Whether the nouns that the question adds are those of the evidence: « la fin du programme » is not the end of
    the convention."""
    essential = [word for word in ask.essential if read_ordinal(word) is None]
    if any(value.unit == "code" for claim in found for value in claim.values):
        essential = [word for word in essential if word not in _CHARGED]
    if not essential:
        return True
    parties = " ".join(f"{p.name} {p.label} {' '.join(p.short_names)}" for p in parties_of(entry))
    text = " ".join([*(f"{text_of(claim.evidence)} {claim.text}" for claim in found), parties])
    stems = frozenset(tokens(f"{text} {entry.identity.title} {' '.join(a.name for a in entry.identity.aliases)}"))
    return sum(holds(word, stems) for word in essential) * 2 > len(essential)
