"""Duties: obligations and rights, by bearer and by theme."""

import re
from collections.abc import Sequence

from bot.answer import Language
from bot.answers.claim import Claim
from bot.answers.matching import spoken_of, text_of
from bot.answers.people import parties_of
from bot.answers.roles_asked import ROLE_STEMS
from bot.decisive import asks_whether
from bot.plan import Ask
from bot.vocabulary import Subject
from index.words import tokens
from ingestion.corpus import Entry
from ingestion.facts.evidence import Actor
from ingestion.facts.obligations import Obligation
from ingestion.facts.rights import Right
from ingestion.french.folding import fold
from ingestion.lines import display
from ingestion.naming import name_key
from prompts import message

MOST = 12
_LIMITS = ("ne peut pas", "peut", "n'engage pas")
"""Modalities that say what may or may not be done."""
_ANY_ACT = tokens("faire agir pouvoir permettre")
"""« Que peut-il faire ? » speaks of no act in particular."""
_SHOWN = 210
"""Characters of a duty shown in a list; the citation has it whole."""


def obligations(entry: Entry, ask: Ask, subject: Subject, language: Language) -> tuple[Claim, ...]:
    """What the bearer asked about owes, on the theme asked about."""
    facts = [fact for fact in entry.facts if isinstance(fact, Obligation)]
    bearers = _bearers(entry, ask)
    if bearers:
        facts = [fact for fact in facts if _borne(fact.bearer, bearers)]
    words = [w for w in ask.words_beside("obligation", "role") if not _names_bearer(w, bearers)]
    chosen = _on(facts, words, ask.essential)
    return tuple(_duty_claim(fact, language, bool(bearers)) for fact in chosen[:MOST])


def _on(facts: Sequence[Obligation], words: Sequence[str], essential: Sequence[str]) -> list[Obligation]:
    """Duties on a subject: by heading and lead-in when a whole section is about it, else by their own words."""
    if not words:
        return list(facts)
    return sorted(
        spoken_of(facts, words, lambda f: f"{f.what} {' '.join(f.themes)} {text_of(f.evidence)}", essential),
        key=lambda f: f.evidence[0].start,
    )


def _bearers(entry: Entry, ask: Ask) -> tuple[str, ...]:
    """Labels of the parties whose duties are asked about, or the folded word of a team or committee."""
    asked = {ROLE_STEMS[stem] for stem, _ in ask.content if stem in ROLE_STEMS}
    found = [p.label for p in parties_of(entry) if p.role and asked & {p.role, *p.role.split("-")}]
    if ask.bearer:
        key = name_key(ask.bearer)
        found += [
            p.label for p in parties_of(entry) if any(key == name_key(n) for n in (p.label, p.name, *p.short_names))
        ]
    words = {"equip": "equipe", "team": "equipe", "intrapreneur": "intrapreneur", "comit": "comite"}
    found += [words[stem] for stem, _ in ask.content if stem in words]
    return tuple(dict.fromkeys(found))


def _borne(bearer: Actor | None, wanted: Sequence[str]) -> bool:
    if bearer is None:
        return False
    words = name_key(bearer.words)
    return bearer.party in wanted or any(w.islower() and w in words for w in wanted) or bearer.role == "parties"


def _names_bearer(word: str, bearers: Sequence[str]) -> bool:
    return any(word in name_key(bearer) for bearer in bearers if len(word) > 3)


def _duty_claim(fact: Obligation, language: Language, known: bool) -> Claim:
    what = display(fact.what).lstrip("-–•* ").rstrip(" ;.")
    shown = what if len(what) <= _SHOWN else what[:_SHOWN].rsplit(" ", 1)[0] + " …"
    who = "" if known or fact.bearer is None else f"**{display(fact.bearer.words)}** {_verb(fact)} "
    return Claim(f"{who}{shown}", fact.evidence[:4], cell=shown, key=what)


def _verb(fact: Obligation) -> str:
    return {"présent": ":", "s'engage": "s'engage à :", "n'engage pas": ":"}.get(fact.modality, f"{fact.modality} :")


def rights(entry: Entry, ask: Ask, subject: Subject, language: Language) -> tuple[Claim, ...]:
    """What may be done and what may not, by whom and when; a plain prohibition is a no to who asks whether."""
    limits = [f for f in entry.facts if isinstance(f, Obligation) and f.modality in _LIMITS]
    facts: list[Right | Obligation] = [*(fact for fact in entry.facts if isinstance(fact, Right)), *limits]
    bearers = _bearers(entry, ask)
    if bearers:
        facts = [fact for fact in facts if _holder(fact) is None or _borne(_holder(fact), bearers)]
    words = [w for w in ask.words_beside("right", "role") if not _names_bearer(w, bearers)]
    acts = [word for word in words if word in ask.terms and word not in _ANY_ACT] if language == "fr" else []
    whether = asks_whether(ask)
    chosen = spoken_of(facts, words, _said, words if whether else ask.essential or acts)
    return tuple(_right_claim(fact, whether, language) for fact in chosen[:4])


def _holder(fact: Right | Obligation) -> Actor | None:
    return fact.holder if isinstance(fact, Right) else fact.bearer


def _said(fact: Right | Obligation) -> str:
    return f"{fact.what} {' '.join(fact.themes)} {text_of(fact.evidence)}"


def _right_claim(fact: Right | Obligation, whether: bool, language: Language) -> Claim:
    quote = display(fact.evidence[0].quote)
    refused = isinstance(fact, Obligation) and fact.modality == "ne peut pas"
    bounded = re.search(r"\b(?:sans|sauf|hors|qu'apres|sous reserve|a moins)\b", fold(quote))
    head = f"**{message('fact.no', language)}** " if whether and refused and not bounded else ""
    return Claim(f"{head}« {quote[:320]} »", fact.evidence[:2], key=fact.what)
