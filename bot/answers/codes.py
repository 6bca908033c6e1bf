"""Budget codes: Chorus references by field."""

from bot.answer import Language
from bot.answers.claim import Claim, code
from bot.plan import Ask
from bot.vocabulary import Subject
from ingestion.corpus import Entry
from ingestion.facts.chorus import ChorusReference
from ingestion.facts.evidence import State
from prompts import message

_ORDER = ("programme", "bop", "axe_ministériel", "domaine_fonctionnel", "centre_financier", "activité", "centre_de_coût")


def chorus(entry: Entry, ask: Ask, subject: Subject, language: Language) -> tuple[Claim, ...]:
    """The codes of the field asked for; all of them, in the order of Chorus, when none is."""
    found = [fact for fact in entry.facts if isinstance(fact, ChorusReference)]
    if subject.field:
        found = [fact for fact in found if fact.field == subject.field]
    rank = {name: place for place, name in enumerate(_ORDER)}
    found.sort(key=lambda fact: rank.get(fact.field, len(_ORDER)))
    return tuple(_claim(fact, language) for fact in found)


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
