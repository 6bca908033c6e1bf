"""Rates: how often one address may ask, counted in memory."""

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock

_KEPT = 10_000
"""Addresses remembered; those that asked least recently are forgotten first."""


@dataclass(slots=True)
class Rate:
    """A bucket of asks an address, filled again as time passes. Safe in several threads."""

    burst: int = 20
    """Asks at once."""
    a_minute: float = 30
    """Asks a minute in the long run."""
    clock: Callable[[], float] = time.monotonic
    _held: OrderedDict[str, tuple[float, float]] = field(default_factory=OrderedDict)
    """What is left of each bucket, and when that was so."""
    _lock: Lock = field(default_factory=Lock)

    def allows(self, address: str) -> bool:
        """Take one ask from an address's bucket; false when it is empty."""
        now = self.clock()
        with self._lock:
            left, since = self._held.pop(address, (float(self.burst), now))
            left = min(self.burst, left + (now - since) * self.a_minute / 60)
            self._held[address] = (left - 1 if left >= 1 else left, now)
            if len(self._held) > _KEPT:
                self._held.popitem(last=False)
        return left >= 1
