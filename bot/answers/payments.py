"""Payments: instalments, what releases each, and their worth in euros."""

import re
from decimal import Decimal

from bot.answer import Language
from bot.answers.claim import Claim, Value, money
from bot.answers.matching import spoken_of, text_of
from bot.answers.shares import base_of, share_of
from bot.plan import Ask
from bot.vocabulary import Subject
from ingestion.corpus import Entry
from ingestion.facts.instalments import Instalment
from ingestion.french.folding import fold
from ingestion.lines import display
from prompts import message

_REST = re.compile(r"\b(?:soldes?|reliquat|restants?|reste)\b")


def instalments(entry: Entry, ask: Ask, subject: Subject, language: Language) -> tuple[Claim, ...]:
    """Payments with what releases each."""
    facts = [fact for fact in entry.facts if isinstance(fact, Instalment)]
    shares = {f"{fact.share.normalize():f}" for fact in facts if fact.share is not None}
    words = [w for w in ask.words_beside("amount", "deadline", "instalment", "signature_date") if w not in shares]
    chosen = spoken_of(facts, words, lambda fact: text_of(fact.evidence), ask.essential) if words else facts
    if _asks_rest(ask) and len(facts) > 1:
        called = [fact for fact in facts if _REST.search(fold(fact.evidence[0].quote))]
        chosen = (called if _REST.search(fold(ask.words)) else []) or [fact for fact in facts if fact.order > 1]
    order = _asked_order(ask)
    if order and order <= len(facts):
        chosen = [fact for fact in facts if fact.order == order]
    dated = [fact for fact in chosen if any(str(year) in fact.evidence[0].quote for year in ask.years)]
    return tuple(instalment_claim(entry, fact, language) for fact in (dated or chosen or facts))


def _asked_order(ask: Ask) -> int | None:
    """« le deuxième versement »: its rank."""
    match = re.search(r"\b(premi\w+|1er|deuxieme|second\w*|2e|troisieme|3e|first|third)\b", fold(ask.words))
    return (
        {"prem": 1, "1er": 1, "firs": 1, "deux": 2, "seco": 2, "2e": 2, "troi": 3, "3e": 3, "thir": 3}.get(match[1][:4])
        if match
        else None
    )


def _asks_rest(ask: Ask) -> bool:
    return any(stem.startswith(("rest", "sold", "dern", "secon", "deuxiem", "remain")) for stem, _ in ask.content)


def instalment_claim(entry: Entry, fact: Instalment, language: Language) -> Claim:
    """One payment: its share or amount, what that makes in euros, and what releases it."""
    values: list[Value] = []
    if fact.share is not None:
        shown = f"{fact.share.normalize():f}".replace(".", "," if language == "fr" else ".") + " %"
        values.append(Value(message("fact.share", language), f"{fact.share.normalize():f}", "percent", shown))
    if fact.amount is not None:
        values.insert(0, money(message("fact.instalment", language), fact.amount, language))
    head = f"**{values[0].shown}** — " if values else ""
    text = head + display(fact.evidence[0].quote).lstrip("-–• ").rstrip(" ;.")
    base = base_of(entry) if fact.share is not None and fact.amount is None else None
    evidence = fact.evidence[:1]
    if base is not None and fact.share is not None:
        part = share_of(entry, fact.share, base, language)
        values.append(part)
        evidence = (*evidence, base.evidence[0])
        text = f"{head}**{part.shown}** ({part.how}) — {text.removeprefix(head)}"
    return Claim(
        text,
        evidence,
        tuple(values),
        values[-1].shown if values else "",
        display(fact.trigger),
        order=next((Decimal(v.value) for v in values if v.unit == "EUR"), None),
    )
