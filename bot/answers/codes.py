"""Budget codes: Chorus references by field."""

import re

from bot.answer import Language
from bot.answers.claim import Claim, code
from bot.plan import Ask
from bot.vocabulary import Subject
from ingestion.corpus import Entry
from ingestion.facts.chorus import ChorusReference
from ingestion.facts.evidence import State
from ingestion.french.codes import canonical_code
from prompts import message

_CODE = re.compile(r"\b(?=[\w-]*\d)[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*\b")
_SPACED = re.compile(r"\b(?=[A-Za-z]{2,})[A-Za-z]{4,8} (?!(?:19|20)\d\d\b)\d{4,}(?=\s*\W*$)")
"""A code typed in two parts, letters then figures, that ends the question: « abcde 00012 »; « mars 2026 » is none."""
_ORDER = (
    "programme",
    "bop",
    "axe_ministériel",
    "domaine_fonctionnel",
    "centre_financier",
    "activité",
    "centre_de_coût",
)


def chorus(entry: Entry, ask: Ask, subject: Subject, language: Language) -> tuple[Claim, ...]:
    """The codes of the field asked for; all of them, in the order of Chorus, when none is."""
    found = [fact for fact in entry.facts if isinstance(fact, ChorusReference)]
    if subject.field:
        found = [fact for fact in found if fact.field == subject.field]
    rank = {name: place for place, name in enumerate(_ORDER)}
    found.sort(key=lambda fact: rank.get(fact.field, len(_ORDER)))
    return tuple(_claim(fact, language) for fact in found)


def asked_codes(ask: Ask) -> tuple[str, ...]:
    """Codes that the question writes, in one form whatever their case and spacing; no decree numbers, no years, and no
    amount that a comparison states (« over 300k »)."""
    if ask.comparison and ask.amounts:
        return ()
    found = [canonical_code(m[0]) for m in (*_CODE.finditer(ask.words), *_SPACED.finditer(ask.words))]
    return tuple(
        code for code in found if any(c.isdigit() for c in code) and (any(c.isalpha() for c in code) or len(code) >= 9)
    )


def holding(entry: Entry, codes: tuple[str, ...], language: Language) -> tuple[Claim, ...]:
    """What the codes are in a convention; empty when it holds none of them."""
    facts = [fact for fact in entry.facts if isinstance(fact, ChorusReference) and fact.code]
    return tuple(_claim(fact, language) for fact in facts if canonical_code(fact.code or "") in codes)


def _claim(fact: ChorusReference, language: Language) -> Claim:
    field = message(f"fact.chorus_{_key(fact.field)}", language)
    if fact.state is not State.STATED or fact.code is None:
        what = fact.label or message("fact.blank", language)
        return Claim(f"{field} : {what}", fact.evidence[:1], cell=what, state="blank")
    value = code(field, fact.code)
    label = f" ({fact.label})" if fact.label else ""
    return Claim(f"{field} : **{fact.code}**{label}", fact.evidence[:1], (value,), fact.code, fact.code)


def _key(field: str) -> str:
    return field.replace("é", "e").replace("û", "u")
