"""Signing in: who somebody is, by the provider's word kept in a cookie, and what the rules of access show them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response

from bot.access import Access, AccessError, Viewer, load_access
from bot.conversations.hashing import hasher
from bot.library import Library
from bot.settings import PREFIX, Fault, Settings, SettingsError
from bot.web.provider import Client, Provider, Started, Vouched
from bot.web.sessions import KEY_FILE, Sessions
from bot.web.viewing import Sight, SightOf
from prompts import message

CALLBACK = "/callback"
UNDER_WAY, SIGNED_IN, TOKEN = "alinea_login", "alinea_session", "alinea_id"
"""Cookies: a sign-in under way, a session, the provider's token for the end of its own."""
FEED, CALENDAR = "feed", "/echeances.ics"
"""Field of a calendar's address that says who subscribed, and the end of the paths that it opens."""
_NEEDED = ("oidc_client_id", "oidc_client_secret", "reader_url", "access")
_MINUTES = 10
"""For a sign-in at the provider's."""
_LARGEST = 3_500
"""Characters of a cookie's value: browsers keep 4,096 bytes with its name and attributes (RFC 6265, 6.1)."""
_PAGE = re.compile(r"/(?![/\\])[^\\\x00-\x20\x7f]{0,2000}")
_NEAR = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who signed in."""

    subject: str
    """The provider's own name for them, which never changes."""
    email: str | None
    """In small letters; `None` when the provider vouches for none."""
    groups: frozenset[str]
    """Those of their groups that the rules of access name."""

    @property
    def viewer(self) -> Viewer:
        """Who reads, as the rules of access know them."""
        return Viewer(None, None, public=False, email=self.email, groups=self.groups)


@dataclass(frozen=True, slots=True)
class SignIn:
    """The sign-in of one reader."""

    provider: Provider
    sessions: Sessions
    access: Access
    library: Library
    """The whole one: rules name documents of it."""
    root: str
    """Public address of the reader, without its last slash."""
    claim: str
    """Claim of the provider that holds groups."""
    hours: int

    def person(self, request: Request) -> Person | None:
        """Who sends a request; `None` for somebody who did not sign in, or whose session is over."""
        held = self.sessions.read(SIGNED_IN, request.cookies.get(SIGNED_IN, ""))
        return None if held is None else _person(held)

    def sight(self, otherwise: SightOf) -> SightOf:
        """What somebody may see who signed in; `otherwise` tells it of the others, and what a link shows besides."""

        def sight(request: Request) -> Sight:
            if FEED in request.query_params and request.url.path.endswith(CALENDAR):
                return self._subscribed(request.query_params[FEED])
            found = otherwise(request)
            person = self.person(request)
            if person is None or found.documents is None:
                return found
            seen = self.access.visible(person.viewer, self.library)
            return found if found.documents - seen else Sight(seen)

        return sight

    def feed(self, person: Person, expires: int) -> str:
        """What a calendar bears in a person's place, who cannot sign in from there; until `expires`, in seconds since
        1970."""
        values = {"sub": person.subject, "email": person.email, "groups": sorted(person.groups), "until": expires}
        return self.sessions.written(FEED, values, max(0, expires - int(self.sessions.clock())))

    def _subscribed(self, value: str) -> Sight:
        """What a calendar may show: what the rules show today to the person who subscribed."""
        held = self.sessions.read(FEED, value)
        if held is None:
            return Sight(frozenset())
        return Sight(self.access.visible(_person(held).viewer, self.library), held["until"])

    def begin(self, reply: Response, started: Started, page: str) -> None:
        """Keep a sign-in that begins, and the page to come back to."""
        values = {"state": started.state, "nonce": started.nonce, "verifier": started.verifier, "page": page}
        self._keep(reply, UNDER_WAY, self.sessions.written(UNDER_WAY, values, _MINUTES * 60), _MINUTES * 60)

    def under_way(self, request: Request) -> Mapping[str, Any] | None:
        """The sign-in that a browser is in the middle of."""
        return self.sessions.read(UNDER_WAY, request.cookies.get(UNDER_WAY, ""))

    def admit(self, reply: Response, vouched: Vouched) -> None:
        """Open a session for whom the provider vouches for."""
        claims, seconds = vouched.claims, self.hours * 3600
        named = {group for rule in self.access.rules for group in rule.groups}
        groups = sorted(named & _texts(claims.get(self.claim)))
        values = {"sub": str(claims["sub"]), "email": _email(claims), "groups": groups}
        self._keep(reply, SIGNED_IN, self.sessions.written(SIGNED_IN, values, seconds), seconds)
        if len(vouched.id_token) <= _LARGEST:
            self._keep(reply, TOKEN, vouched.id_token, seconds)
        self._drop(reply, UNDER_WAY)

    def close(self, reply: Response) -> None:
        """End the session of a browser."""
        for name in (SIGNED_IN, TOKEN, UNDER_WAY):
            self._drop(reply, name)

    def _keep(self, reply: Response, name: str, value: str, seconds: int) -> None:
        reply.set_cookie(name, value, seconds, path=self._path, secure=self._secure, httponly=True, samesite="lax")

    def _drop(self, reply: Response, name: str) -> None:
        reply.delete_cookie(name, path=self._path, secure=self._secure, httponly=True, samesite="lax")

    @property
    def _path(self) -> str:
        return urlsplit(self.root).path or "/"

    @property
    def _secure(self) -> bool:
        return urlsplit(self.root).hostname not in _NEAR


def is_page(address: str) -> bool:
    """Whether an address is one of this site's pages, written from its root.

    >>> is_page("/conventions/1f?passage=1-2"), is_page("//other.example"), is_page("https://other.example")
    (True, False, False)
    """
    return _PAGE.fullmatch(address) is not None


def open_sign_in(settings: Settings, library: Library) -> SignIn | None:
    """The sign-in that the settings ask for; `None` where they ask for none.

    Raises SettingsError where some are missing, AccessError, OSError.
    """
    if settings.oidc_issuer is None:
        return None
    root, name, secret = settings.reader_url, settings.oidc_client_id, settings.oidc_client_secret
    faults = [_fault(one) for one in _NEEDED if getattr(settings, one) is None]
    near = urlsplit(root or "").hostname in _NEAR
    faults += [_fault("reader_url")] if root and not (near or root.startswith("https://")) else []
    if faults or root is None or name is None or secret is None:
        raise SettingsError(tuple(faults))
    scopes, acr = settings.oidc_scopes, settings.oidc_acr
    client = Client(settings.oidc_issuer, name, secret.get_secret_value(), root + CALLBACK, scopes, acr)
    sessions = Sessions(hasher(settings.data, None, KEY_FILE))
    access = _rules(settings, library)
    return SignIn(Provider(client), sessions, access, library, root, settings.oidc_groups, settings.session_hours)


def _rules(settings: Settings, library: Library) -> Access:
    """The rules of access; a name that no document has would leave one open. Raises AccessError."""
    access = load_access(settings.access)
    unknown = access.unknown(library)
    if unknown and settings.access:
        raise AccessError("errors.access_unknown", settings.access, names=", ".join(unknown))
    return access


def _fault(name: str) -> Fault:
    key = f"settings.oidc_{name.removeprefix('oidc_')}"
    return Fault(PREFIX + name.upper(), "", message(key))


def _person(held: Mapping[str, Any]) -> Person:
    return Person(held["sub"], held["email"], frozenset(held["groups"]))


def _texts(claim: object) -> set[str]:
    """A claim of one text or of a list of them."""
    held = claim if isinstance(claim, list) else [claim]
    return {one for one in held if isinstance(one, str)}


def _email(claims: Mapping[str, Any]) -> str | None:
    """The address that the provider vouches for: not one that it says it did not verify."""
    email = claims.get("email")
    return email.casefold() if isinstance(email, str) and claims.get("email_verified") is not False else None
