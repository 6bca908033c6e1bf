"""Links to the reader's pages: signed and good for some days, so that an address alone opens nothing for ever."""

import hmac
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from bot.conversations.hashing import Hasher, hasher
from bot.settings import Settings

PASSAGE, UNTIL, SIGNATURE = "passage", "until", "sign"
"""Names of the fields of a link's query."""
FIRST_PASSAGE = "#passage-1"
"""Fragment of the first passage that a page shows: a browser scrolls there without a script."""
KEY_FILE = "link.key"
LONGEST_URL = 3_000
"""Characters of the address of a button in Slack."""
_DAY = 86_400
_LONGEST_TIME = 12
"""Digits of a time in seconds, for some thousand years."""
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Signer:
    """Signs links with the key of a data folder, and knows its own signatures."""

    hasher: Hasher
    days: int
    """Days for which a new link is good, 1 or more."""
    clock: Callable[[], float] = time.time
    """Seconds since 1970."""

    def expiry(self) -> int:
        """When a link made now ends, in seconds since 1970: with a day (UTC), so that links of one day are equal."""
        return (int(self.clock()) // _DAY + self.days + 1) * _DAY

    def query(self, document: str, spans: Sequence[Span], expires: int) -> str:
        """The query of a link to some spans of a document, signed."""
        fields = [(PASSAGE, written(span)) for span in spans]
        return urlencode([*fields, (UNTIL, expires), (SIGNATURE, self._signature(document, spans, expires))])

    def verify(self, document: str, spans: Sequence[Span], until: str, signature: str) -> int | None:
        """When a link ends, in seconds since 1970; `None` for a link that is over, or that was not made here."""
        if not (until.isascii() and until.isdigit() and len(until) <= _LONGEST_TIME and signature.isascii()):
            return None
        expires = int(until)
        right = hmac.compare_digest(self._signature(document, spans, expires), signature)
        return expires if right and self.clock() < expires else None

    def _signature(self, document: str, spans: Sequence[Span], expires: int) -> str:
        return self.hasher.of("link", document, ",".join(map(written, spans)), str(expires))


@dataclass(frozen=True, slots=True)
class Reader:
    """Where the reader's pages are, for whoever links to them."""

    address: str
    """Address of the pages, without its last slash."""
    signer: Signer

    def url(self, document: str, spans: Sequence[Span]) -> str:
        """The page that shows these spans, as many of them as an address can hold, the first ones first."""
        page, expires = f"{self.address.rstrip('/')}/conventions/{document}?", self.signer.expiry()
        room = LONGEST_URL - len(page) - len(self.signer.query(document, (), expires)) - len(FIRST_PASSAGE)
        held = 0
        while held < len(spans) and (room := room - len(f"{PASSAGE}={written(spans[held])}&")) >= 0:
            held += 1
        return page + self.signer.query(document, spans[:held], expires) + (FIRST_PASSAGE if held else "")


def written(span: Span) -> str:
    """A span as addresses hold it.

    >>> written((3, 9))
    '3-9'
    """
    return f"{span[0]}-{span[1]}"


def open_signer(settings: Settings) -> Signer:
    """The signer of the data folder of these settings; its key is made once. Raises OSError."""
    return Signer(hasher(settings.data, None, KEY_FILE), settings.link_days)


def open_reader(settings: Settings) -> Reader | None:
    """The reader's pages as these settings name them; `None` where they name none. Raises OSError."""
    return Reader(settings.reader_url, open_signer(settings)) if settings.reader_url else None
