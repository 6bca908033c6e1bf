"""Shares: a percentage of a sum, in euros, with its arithmetic."""

from decimal import Decimal

from bot.answer import Language
from bot.answers.claim import Value, money
from bot.answers.sums import main_amounts
from ingestion.corpus import Entry
from ingestion.facts.amounts import Amount
from prompts import message


def share_of(entry: Entry, share: Decimal, base: Amount, language: Language) -> Value:
    """A share of an amount, exact, with its arithmetic."""
    assert base.value is not None
    part = base.value * share / 100
    shown = money("", base.value, language).shown
    how = f"{share.normalize():f} % × {shown} = {money('', part, language).shown}"
    return money(message("fact.share", language), part, language, how)


def base_of(entry: Entry) -> Amount | None:
    """The sum that shares are shares of: what is handed over, else the main amount."""
    facts = main_amounts(entry)
    return next(
        (
            f
            for nature in ("délégué", "subvention", "cofinancement", "enveloppe", "plafond")
            for f in facts
            if f.nature == nature
        ),
        None,
    )
