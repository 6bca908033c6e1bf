"""Penalties: a day's price, what a delay would cost, and their ceiling."""

import re
from collections.abc import Sequence

from bot.answer import Language
from bot.answers.claim import Claim, money
from bot.answers.shares import base_of, share_of
from bot.answers.sums import amount_claim
from bot.plan import Ask
from ingestion.blocks import Block
from ingestion.corpus import Entry
from ingestion.facts.amounts import Amount
from ingestion.facts.evidence import evidence
from ingestion.french.durations import find_durations
from ingestion.french.folding import fold
from ingestion.french.percentages import find_percentages
from ingestion.french.sentences import sentences
from ingestion.lines import display
from prompts import message


def penalties(entry: Entry, facts: Sequence[Amount], ask: Ask, language: Language) -> tuple[Claim, ...]:
    """Penalties, what a delay that the question counts would cost, and their ceiling where a share of a sum is one."""
    claims = [amount_claim([fact], language) for fact in facts]
    days = next(
        (m.value.count for m in find_durations(ask.words) if m.value.unit in ("day", "working_day", "business_day")),
        None,
    )
    for fact in facts:
        if days and fact.value is not None and fact.per and "jour" in fact.per:
            total = fact.value * days
            how = f"{days} × {money('', fact.value, language).shown} = {money('', total, language).shown}"
            value = money(message("fact.nature_penalite", language), total, language, how)
            claims.insert(
                0,
                Claim(f"**{value.shown}** — {how}", fact.evidence[:1], (value,), value.shown, value.value, order=total),
            )
    ceilings = [claim for claim in (_ceiling(entry, block, language) for block in entry.blocks) if claim]
    capped = any(stem.startswith(("plafon", "maxim", "limit")) for stem, _ in ask.content)
    return (*ceilings, *claims) if capped else (*claims, *ceilings)


def _ceiling(entry: Entry, block: Block, language: Language) -> Claim | None:
    """« Le total des pénalités ne peut dépasser 5 % du montant de la subvention. »"""
    for start, end in sentences(block.text):
        text = fold(block.text[start:end])
        shares = (
            find_percentages(block.text[start:end])
            if "penalit" in text and re.search(r"depass|exced|plafon|limit|maxim", text)
            else ()
        )
        base = base_of(entry)
        if shares and base is None:
            where = evidence(block, block.start + start, block.start + end)
            return Claim(f"« {display(block.text[start:end])} »", (where,), key=str(shares[0].value))
        if shares and base is not None:
            part = share_of(entry, shares[0].value, base, language)
            line = f"**{part.shown}** — {part.how} : « {display(block.text[start:end])} »"
            return Claim(
                line,
                (evidence(block, block.start + start, block.start + end), base.evidence[0]),
                (part,),
                part.shown,
                part.value,
            )
    return None
