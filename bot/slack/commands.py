"""`/convention`: what its text asks for. Pure: the words in, the order out."""

import re
from dataclasses import dataclass
from typing import Literal

from ingestion.french.folding import fold

COMMAND = "/convention"
Order = Literal["help", "ask", "card", "coming", "duties", "tie", "untie", "forget"]
_ORDERS: dict[str, Order] = {
    "aide": "help", "help": "help",
    "fiche": "card", "card": "card",
    "echeances": "coming", "echeance": "coming", "deadlines": "coming",
    "obligations": "duties", "obligation": "duties", "duties": "duties",
    "lier": "tie", "tie": "tie",
    "delier": "untie", "untie": "untie",
    "oublie-moi": "forget", "oubliemoi": "forget", "forget-me": "forget",
}  # fmt: skip
_ALONE: tuple[Order, ...] = ("help", "forget")
"""Orders that take no name: with more words behind them, the text is a question."""


@dataclass(frozen=True, slots=True)
class Command:
    """One use of the command."""

    order: Order
    rest: str
    """The name or the question; empty when nothing follows."""


def read_command(text: str) -> Command:
    """What the text after `/convention` orders; a question where its first word is no order.

    >>> read_command("fiche Quai Ouvert"), read_command("Quel est le préavis ?").order
    (Command(order='card', rest='Quai Ouvert'), 'ask')
    """
    words = " ".join(text.split())
    if not words:
        return Command("help", "")
    alone = _ORDERS.get(re.sub(r"[\s.!?:,]+$", "", fold(words)).replace(" ", "-"))
    if alone is not None or not any(one.isalnum() for one in words):
        return Command(alone or "help", "")
    head, _, rest = words.partition(" ")
    order = _ORDERS.get(fold(head).rstrip(":,"))
    if order is None or order in _ALONE or rest.rstrip().endswith("?"):
        return Command("ask", words)
    return Command(order, rest.strip())
