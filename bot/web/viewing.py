"""Viewing: what the sender of a request may see. The seam of sign-in: a function from a request to a `Sight`."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import ip_address

from starlette.requests import Request

from bot.links import PASSAGE, SIGNATURE, UNTIL, Signer
from bot.web.stretches import Span

LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
"""Names of this machine, as browsers write them in `Host`."""
_FORWARDED = ("forwarded", "via", "x-real-ip", "x-client-ip", "true-client-ip", "cf-connecting-ip")
"""What a proxy adds, with `X-Forwarded-…`: behind one, everybody seems to come from this machine."""
_OLD_HTTP = ("1.0", "0.9")
"""What nginx speaks to the server behind it unless told otherwise, without a header that tells of it; no browser
does."""
_DOCUMENT = re.compile(r"/conventions/([0-9a-f]{1,64})(?:/|$)")
_SPAN = re.compile(r"(\d{1,9})-(\d{1,9})", re.ASCII)
MOST_PASSAGES = 200
"""Passages that one address may hold; no link that we make has as many."""


@dataclass(frozen=True, slots=True)
class Sight:
    """What may be shown to somebody."""

    documents: frozenset[str] | None
    """Ids of the documents; `None` for all."""
    expires: int | None = None
    """When the signed link that opened it ends, in seconds since 1970; links of the page are signed until then too.
    `None` where the person was admitted otherwise, and links need no signature."""

    def shows(self, document: str) -> bool:
        """Whether a document may be shown."""
        return self.documents is None or document in self.documents

    @property
    def nothing(self) -> bool:
        """True when there is nothing to be shown."""
        return self.documents is not None and not self.documents


SightOf = Callable[[Request], Sight]
"""Tells what the sender of a request may see; whoever adds a sign-in gives another one to `bot.web.app.web_app`."""


def by_place_or_link(signer: Signer, *, trust_local: bool = True) -> SightOf:
    """Everything from this machine itself, unless it is not trusted; else what a signed link names while it is good."""

    def sight(request: Request) -> Sight:
        return Sight(None) if trust_local and is_local(request) else linked(request, signer)

    return sight


def linked(request: Request, signer: Signer) -> Sight:
    """The document that a signed link names; nothing without one, or when it was tampered with or is over."""
    document, fields = _DOCUMENT.match(request.url.path), request.query_params
    spans = spans_asked(fields.getlist(PASSAGE))
    if document is None or spans is None:
        return Sight(frozenset())
    expires = signer.verify(document[1], spans, fields.get(UNTIL, ""), fields.get(SIGNATURE, ""))
    return Sight(frozenset()) if expires is None else Sight(frozenset((document[1],)), expires)


def is_local(request: Request) -> bool:
    """Whether a request comes from this machine, by its own name and through no proxy."""
    if request.client is None or request.scope.get("http_version") in _OLD_HTTP:
        return False
    if any(name in _FORWARDED or name.startswith("x-forwarded-") for name in request.headers):
        return False
    try:
        near = ip_address(request.client.host).is_loopback
    except ValueError:
        return False
    return near and host_of(request.headers.get("host", "")) in LOOPBACK


def host_of(header: str) -> str:
    """The name in a `Host` header, without its port.

    >>> host_of("Lire.example:8000"), host_of("[::1]:80")
    ('lire.example', '[::1]')
    """
    name, colon, port = header.rpartition(":")
    return (name if colon and port.isdigit() else header).lower()


def spans_asked(values: list[str]) -> tuple[Span, ...] | None:
    """The spans that `passage=<start>-<end>` fields name; `None` when one of them is no span.

    >>> spans_asked(["3-9"]), spans_asked(["9-3"])
    (((3, 9),), None)
    """
    found = [_SPAN.fullmatch(value) for value in values[:MOST_PASSAGES]]
    spans = tuple((int(one[1]), int(one[2])) for one in found if one)
    whole = len(spans) == len(values) and all(start < end for start, end in spans)
    return spans if whole else None
