"""The provider of OpenID Connect: where people sign in, and what it vouches for (the door of Authlib and joserfc).

Authorization code with PKCE; id_token and signed userinfo are verified with the provider's own keys (OpenID Connect
Core 1.0, 3.1.3.7 and 5.3.2). ProConnect's userinfo is a signed token, that of others an object: both are read.
"""

import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

if TYPE_CHECKING:
    from authlib.integrations.requests_client import OAuth2Session

_DISCOVERY = "/.well-known/openid-configuration"
_KEPT = 3600
"""Seconds for which addresses and keys are kept; a key that is not known is looked for at once."""
_PATIENCE = 10
"""Seconds that a call to the provider may last."""
_LEEWAY = 60
"""Seconds by which two clocks may differ."""
_ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]
"""Signatures with a private key: a shared secret signs nothing here, and « none » is no signature."""
Claims = Mapping[str, Any]


class ProviderRefused(Exception):
    """The provider does not vouch for the person, or what it says cannot be believed; they sign in again."""


class ProviderAway(Exception):
    """The provider does not answer, or not as its own document says; one tries again later."""


@dataclass(frozen=True, slots=True)
class Client:
    """How the provider knows the reader."""

    issuer: str
    name: str
    secret: str
    redirect: str
    """Address that people come back to."""
    scopes: str
    acr: str | None
    """Levels of authentication asked for and accepted, between blanks; `None` for any."""


@dataclass(frozen=True, slots=True)
class Started:
    """A sign-in under way; what comes back must fit it."""

    url: str
    """Address of the provider where the person goes."""
    state: str
    nonce: str
    verifier: str
    """PKCE's, which the address holds the SHA-256 of."""


@dataclass(frozen=True, slots=True)
class Vouched:
    """What the provider says of somebody."""

    claims: Claims
    id_token: str
    """As it was signed, for the provider to know the session that ends."""


class Provider:
    """One provider, asked over HTTP. Safe in several threads: what it keeps can be fetched twice."""

    def __init__(self, client: Client, clock: Callable[[], float] = time.time) -> None:
        """`clock`: seconds since 1970."""
        self._client, self._clock = client, clock
        self._fetched: dict[str, tuple[float, Claims]] = {}

    def start(self) -> Started:
        """Begin a sign-in. Raises ProviderAway."""
        state, nonce, verifier = (secrets.token_urlsafe(48) for _ in range(3))
        more = {"acr_values": self._client.acr} if self._client.acr else {}
        with self._session() as session:
            url, _ = session.create_authorization_url(
                self._address("authorization_endpoint"), state=state, nonce=nonce, code_verifier=verifier, **more
            )
        return Started(url, state, nonce, verifier)

    def finish(self, code: str, nonce: str, verifier: str) -> Vouched:
        """What the provider vouches for, for the code that it gave. Raises ProviderRefused, ProviderAway."""
        from authlib.integrations.base_client.errors import OAuthError

        endpoint = self._address("token_endpoint")
        with self._session() as session:
            try:
                token = session.fetch_token(endpoint, code=code, code_verifier=verifier, allow_redirects=False)
                id_token, access = str(token["id_token"]), str(token["access_token"])
            except (OAuthError, KeyError) as error:
                raise ProviderRefused("token") from error
            except (OSError, ValueError) as error:  # those of requests are OSError
                raise ProviderAway("token") from error
            said = self._said_in(id_token, nonce, access)
            return Vouched({**said, **self._told_of(session, str(said["sub"]))}, id_token)

    def end(self, id_token: str, back: str) -> str | None:
        """Address that ends the provider's own session and leads back; `None` where it has none, or is away."""
        try:
            address = self._metadata().get("end_session_endpoint")
        except ProviderAway:
            return None
        if not isinstance(address, str):
            return None
        asked = {"id_token_hint": id_token, "post_logout_redirect_uri": back, "state": secrets.token_urlsafe(24)}
        return address + ("&" if "?" in address else "?") + urlencode(asked)

    def _said_in(self, id_token: str, nonce: str, access: str) -> Claims:
        """The claims of an id_token for us, of now and of this sign-in. Raises ProviderRefused, ProviderAway."""
        from authlib.oidc.core import CodeIDToken
        from joserfc.errors import JoseError

        header, payload = self._verified(id_token)
        options = {
            "iss": {"essential": True, "value": self._client.issuer},
            "aud": {"essential": True, "value": self._client.name},
            "nonce": {"essential": True},
            "sub": {"essential": True},
        }
        known = {"nonce": nonce, "client_id": self._client.name, "access_token": access}
        try:
            CodeIDToken(payload, header, options, known).validate(now=int(self._clock()), leeway=_LEEWAY)
        except (JoseError, ValueError, TypeError) as error:
            raise ProviderRefused("id_token") from error
        if self._client.acr and payload.get("acr") not in self._client.acr.split():
            raise ProviderRefused("acr")
        return payload

    def _told_of(self, session: "OAuth2Session", subject: str) -> Claims:
        """What userinfo says of the same person, signed or not. Raises ProviderRefused, ProviderAway."""
        if "userinfo_endpoint" not in self._metadata():
            return {}
        try:
            reply = session.get(self._address("userinfo_endpoint"), allow_redirects=False)
            reply.raise_for_status()
            signed = "application/jwt" in reply.headers.get("content-type", "")
            told = self._of_us(reply.text.strip()) if signed else reply.json()
        except (OSError, ValueError) as error:
            raise ProviderAway("userinfo") from error
        if not isinstance(told, dict) or told.get("sub") != subject:
            raise ProviderRefused("userinfo")
        return told

    def _of_us(self, token: str) -> Claims:
        """The claims of signed userinfo. Raises ProviderRefused, ProviderAway."""
        from joserfc.errors import JoseError
        from joserfc.jwt import JWTClaimsRegistry

        _, payload = self._verified(token)
        registry = JWTClaimsRegistry(
            now=int(self._clock()), leeway=_LEEWAY,
            iss={"essential": True, "value": self._client.issuer}, aud={"essential": True, "value": self._client.name},
        )  # fmt: skip
        try:
            registry.validate(payload)
        except (JoseError, ValueError, TypeError) as error:
            raise ProviderRefused("userinfo") from error
        return payload

    def _verified(self, token: str) -> tuple[dict[str, Any], dict[str, Any]]:
        """Header and claims of a token that the provider signed; its keys may have changed. Raises as its callers."""
        from joserfc.errors import JoseError
        from joserfc.jwk import KeySet
        from joserfc.jwt import decode

        for fresh in (False, True):
            try:
                keys = KeySet.import_key_set(self._fetch(self._address("jwks_uri"), fresh))  # type: ignore[arg-type]
                found = decode(token, keys, algorithms=_ALGORITHMS)
                return dict(found.header), dict(found.claims)
            except (JoseError, ValueError, TypeError, KeyError) as error:
                if fresh:
                    raise ProviderRefused("signature") from error
        raise AssertionError("the second turn returns or raises")

    def _address(self, name: str) -> str:
        """One of the provider's addresses. Raises ProviderAway."""
        found = self._metadata().get(name)
        if not isinstance(found, str):
            raise ProviderAway(name)
        return found

    def _metadata(self) -> Claims:
        found = self._fetch(self._client.issuer.rstrip("/") + _DISCOVERY)
        if found.get("issuer") != self._client.issuer:
            raise ProviderAway("issuer")
        return found

    def _fetch(self, address: str, fresh: bool = False) -> Claims:
        """An object that the provider publishes, kept for an hour unless it must be fresh. Raises ProviderAway."""
        kept = self._fetched.get(address)
        if kept is not None and not fresh and self._clock() - kept[0] < _KEPT:
            return kept[1]
        with self._session() as session:
            try:
                reply = session.get(address, withhold_token=True)
                reply.raise_for_status()
                found = reply.json()
            except (OSError, ValueError) as error:
                raise ProviderAway(address) from error
        if not isinstance(found, dict):
            raise ProviderAway(address)
        self._fetched[address] = (self._clock(), found)
        return found

    def _session(self) -> "OAuth2Session":
        """A client of the provider. `leeway`: an access may last no more than a minute, and is used at once."""
        from authlib.integrations.requests_client import OAuth2Session

        client, kept = self._client, self._fetched.get(self._client.issuer.rstrip("/") + _DISCOVERY)
        methods = (kept[1] if kept else {}).get("token_endpoint_auth_methods_supported", ("client_secret_basic",))
        method = "client_secret_basic" if "client_secret_basic" in methods else "client_secret_post"
        return OAuth2Session(
            client.name, client.secret, method, scope=client.scopes, redirect_uri=client.redirect,
            code_challenge_method="S256", default_timeout=_PATIENCE, leeway=0,
        )  # fmt: skip
