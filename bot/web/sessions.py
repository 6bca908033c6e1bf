"""Sessions: what a browser keeps of a sign-in, signed so that nobody else can write it, and good for some time."""

import hmac
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.conversations.hashing import Hasher

KEY_FILE = "session.key"
_ALGORITHM = "HS256"


@dataclass(frozen=True, slots=True)
class Sessions:
    """Writes and reads the values of cookies with the key of a data folder; another key ends all sessions."""

    hasher: Hasher = field(repr=False)
    clock: Callable[[], float] = time.time
    """Seconds since 1970."""

    def written(self, use: str, values: Mapping[str, Any], seconds: int) -> str:
        """Some values for one use, good for some seconds."""
        from joserfc.jwt import encode

        claims = {**values, "use": use, "exp": int(self.clock()) + seconds}
        return encode({"alg": _ALGORITHM}, claims, self._key())

    def read(self, use: str, value: str) -> Mapping[str, Any] | None:
        """The values of a cookie; `None` for one that is over, for another use, or that was not written here."""
        from joserfc.errors import JoseError
        from joserfc.jwt import decode

        try:
            claims = decode(value, self._key(), algorithms=[_ALGORITHM]).claims
        except (JoseError, ValueError):
            return None
        good = claims.get("use") == use and isinstance(claims.get("exp"), int) and self.clock() < claims["exp"]
        return claims if good else None

    def proof(self, session: str) -> str:
        """What a form of ours bears: only who reads the page of that session knows it."""
        return self.hasher.of("csrf", session)

    def proves(self, session: str, proof: str) -> bool:
        """Whether a form comes from a page of that session."""
        return hmac.compare_digest(self.proof(session).encode(), proof.encode())

    def _key(self) -> Any:
        from joserfc.jwk import OctKey

        return OctKey.import_key(self.hasher.key)
