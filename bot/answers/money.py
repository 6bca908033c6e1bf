"""Money: the amounts that a question speaks of."""

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from bot.answer import Language
from bot.answers.claim import Claim, money
from bot.answers.matching import holds, spoken_of, text_of
from bot.answers.payments import instalment_claim
from bot.answers.penalties import penalties
from bot.answers.shares import share_of
from bot.answers.sums import amount_claim, by_telling, whole_amounts
from bot.extracts import translations
from bot.plan import Ask
from bot.vocabulary import Subject
from index.words import tokens
from ingestion.blocks import BlockKind
from ingestion.corpus import Entry
from ingestion.facts.amounts import Amount, Nature
from ingestion.facts.evidence import Actor, evidence
from ingestion.facts.instalments import Instalment
from ingestion.facts.parties import Party
from ingestion.french.folding import fold
from ingestion.french.numbers import find_counts
from ingestion.french.percentages import find_percentages
from ingestion.french.sentences import sentences
from ingestion.lines import display
from ingestion.naming import name_key
from prompts import message

_NATURES = {"retained": ("retenu",), "delegated": ("délégué",), "penalty": ("pénalité",)}

_NATURE_STEMS: dict[str, Nature] = {
    "cofinanc": "cofinancement", "subvent": "subvention", "envelopp": "enveloppe", "contrib": "contribution",
    "particip": "participation",
}  # fmt: skip
"""Natures by the start of the word's stem."""

_PAID = ("vers", "debloq", "pay", "pai", "touch", "releas")
_MOST_AMOUNTS = 5
_LIMIT = re.compile(r"\b(?:plafon|maxim|limit|exced|depass|au plus\b)")
_SENTENCES = (BlockKind.PARAGRAPH, BlockKind.ITEM)
_ARTICLE = re.compile(r"(?:l[ea]s? |l['’])", re.IGNORECASE)


def amounts(entry: Entry, ask: Ask, subject: Subject, language: Language) -> tuple[Claim, ...]:
    """The amounts that the question speaks of; the main ones when it speaks of none in particular."""
    facts = [fact for fact in entry.facts if isinstance(fact, Amount)]
    share = next((mention.value for mention in find_percentages(ask.words)), None)
    paid = [f for f in entry.facts if isinstance(f, Instalment)]
    if share is not None and any(f.share == share for f in paid):
        return tuple(instalment_claim(entry, f, language) for f in paid if f.share == share)
    if subject.id == "penalty":
        return penalties(entry, [f for f in facts if f.nature == "pénalité"], ask, language)
    released = _released(paid, ask) if subject.id == "amount" else []
    if released:
        return tuple(instalment_claim(entry, f, language) for f in released)
    wanted = _NATURES.get(subject.id) or _wanted(facts, ask)
    if wanted:
        facts = [fact for fact in facts if fact.nature in wanted]
    elif subject.id == "per_team" or "per_team" in ask.subjects:
        facts = [fact for fact in facts if fact.per and "equipe" in display(fact.per).replace("é", "e")] or facts
    else:
        facts = [fact for fact in facts if fact.nature != "pénalité"]
    facts = [fact for fact in facts if not ask.years or fact.year in (None, *ask.years)]
    words = ask.words_beside("amount", "per_team", *_NATURES)
    own = [fact for fact in facts if ask.bearer and fact.bearer and name_key(ask.bearer) in _names(entry, fact.bearer)]
    chosen = spoken_of(
        own or facts,
        [*words, *nature_words(ask)],
        lambda fact: f"{text_of(fact.evidence)} {fact.nature}",
        ask.essential if language == "fr" else tuple(term for term in ask.terms if translations(term)),
    )
    if not chosen:
        return _limits(entry, ask)
    borne = [fact for fact in chosen if fact in own]
    natures = {_NATURE_STEMS[word] for word in nature_words(ask)}
    values = {fact.value for fact in chosen if fact.nature in natures}
    called = [fact for fact in chosen if fact.value in values] if not words else []
    ranked = by_telling(borne or called or (chosen if words or natures else facts))
    share = _asked_share(ask)
    if share is not None and ranked:
        return (_share_claim(entry, share, ranked[0][0], language),)
    if ask.operation == "share" and (
        split := [group for group in ranked if find_percentages(group[0].evidence[0].quote)]
    ):
        return tuple(_quoted(amount_claim(group, language), group[0]) for group in split[:1])
    return tuple(amount_claim(group, language) for group in ranked[:_MOST_AMOUNTS])


def _limits(entry: Entry, ask: Ask) -> tuple[Claim, ...]:
    """A ceiling that is no sum of money, « ne peut excéder 12 % », « plafonné à 5 emplois »: the sentence that says it
    of all that the question names."""
    if not ask.essential or not _LIMIT.search(fold(ask.words)):
        return ()
    found = []
    for block in entry.blocks:
        for start, end in sentences(block.text) if block.kind in _SENTENCES else ():
            text = block.text[start:end]
            figures = find_percentages(text) or find_counts(fold(text))
            held = frozenset(tokens(text))
            if figures and _LIMIT.search(fold(text)) and all(holds(word, held) for word in ask.essential):
                where = evidence(block, block.start + start, block.start + end)
                found.append(Claim(f"« {display(text)} »", (where,), key=display(text)))
    return tuple(found[:2])


def _quoted(claim: Claim, fact: Amount) -> Claim:
    """With the sentence, that says each one's share: « Ville 56 %, Agglomération 44 % »."""
    return replace(claim, text=f"{claim.text} : « {display(fact.evidence[0].quote)} »")


def _wanted(facts: Sequence[Amount], ask: Ask) -> tuple[str, ...] | None:
    """Natures that another wording of the question names, when the convention has them: « réellement délégué »."""
    named = [_NATURES[name] for name in ask.subjects if name in _NATURES]
    return next((natures for natures in named if any(fact.nature in natures for fact in facts)), None)


def _released(paid: Sequence[Instalment], ask: Ask) -> list[Instalment]:
    """Payments whose trigger the question names: « combien sera versé à la signature »."""
    if not ask.terms or not any(stem.startswith(_PAID) for stem, _ in ask.content):
        return []
    return [fact for fact in paid if all(holds(word, frozenset(tokens(fact.trigger))) for word in ask.terms)]


def _names(entry: Entry, actor: Actor) -> set[str]:
    """Keys of every name of the party that an actor is."""
    party = next((f for f in entry.facts if isinstance(f, Party) and f.label == actor.party), None)
    names = (party.label, party.name, *party.short_names) if party else ()
    return {name_key(name) for name in (*names, actor.words, _ARTICLE.sub("", actor.words))}


def _asked_share(ask: Ask) -> Decimal | None:
    """« 60 % de … », « la moitié »: the share that the question states."""
    if re.search(r"\b(?:la moitie|half)\b", fold(ask.words)):
        return Decimal(50)
    return next((mention.value for mention in find_percentages(ask.words)), None)


def _share_claim(entry: Entry, share: Decimal, fact: Amount, language: Language) -> Claim:
    value = share_of(entry, share, fact, language)
    base = money("", fact.value or Decimal(0), language).shown
    text = message("fact.of_amount", language, amount=value.shown, share=f"{share.normalize():f} %", base=base)
    return Claim(text, fact.evidence[:1], (value,), value.shown, value.value, order=Decimal(value.value))


def nature_words(ask: Ask) -> list[str]:
    """Cue words of « amount » that name a nature: « cofinancement », « subvention »."""
    return [root for stem, cues in ask.content if "amount" in cues for root in _NATURE_STEMS if stem.startswith(root)]


def main_claim(entry: Entry, ask: Ask, language: Language, *, yearly: bool = False) -> tuple[Claim, ...]:
    """The one amount that stands for a convention: of the nature asked, whole, never a part of it.

    `yearly`: one that is paid each year may stand for it; in a ranking or a sum it may not.
    """
    natures = {_NATURE_STEMS[word] for word in nature_words(ask)}
    facts = [fact for fact in whole_amounts(entry, yearly=yearly) if not natures or fact.nature in natures]
    return (amount_claim(facts[:1], language),) if facts else ()
