"""Operations: what to do with the facts, compare, add, rank, or decline to write."""

import re
from collections.abc import Sequence

from bot.plan import Operation
from bot.reading import holds_operation
from bot.vocabulary import Cue
from ingestion.french.folding import fold

_ORDERS = re.compile(
    r"(?:(?:bonjour|salut|stp|svp|please|merci de|il faut|je veux que tu|je voudrais que tu|"
    r"peux[- ]tu|pourrais[- ]tu|tu peux|can you|could you)\W+)*"
    r"(?:me |moi |nous )?(?:redige|ecri|modifie|change|corrige|prepare|fais|genere|signe|cree|remplace|supprime"
    r"|write|draft|edit|generate|rewrite)"
)
"""An order to write stands at the start; « qui rédige… ? » is a question."""

_OPERATIONS: tuple[Operation, ...] = ("write", "compare", "most", "least", "count", "add", "share")


def operation_of(cues: Sequence[Cue], text: str) -> Operation:
    """What a half of a question wants done; `look up` when no wording says."""
    if not _ORDERS.match(fold(text).lstrip()):
        cues = [cue for cue in cues if cue.subject != "operation:write"]
    return next(
        (name for name in _OPERATIONS if holds_operation(cues, (name,))),
        "compute" if holds_operation(cues, ("if",)) else "look up",
    )
