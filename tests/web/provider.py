"""A provider of OpenID Connect on this machine, which says what a test wants, truly signed or not."""

import base64
import hashlib
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT, SECRET = "lecteur", "un secret / de 100 %"
CODE, ACCESS = "un-code", "un-acces"
PERSON = {"sub": "p-1", "email": "Ana@Exemple.fr", "groups": ["juristes", "autres"]}


def made_key(name: str) -> RSAKey:
    return RSAKey.generate_key(2048, {"kid": name, "use": "sig", "alg": "RS256"})


@dataclass
class Provider:
    """What it says; tests change it between two calls."""

    issuer: str = ""
    key: RSAKey = field(default_factory=lambda: made_key("k1"))
    published: list[RSAKey] = field(default_factory=list)
    """Keys that it publishes; empty for its own."""
    algorithm: str = "RS256"
    claims: dict[str, Any] = field(default_factory=dict)
    """Laid over those of an honest id_token; `None` leaves one out."""
    person: dict[str, Any] = field(default_factory=lambda: dict(PERSON))
    signed: bool = False
    """Whether userinfo is a signed token, as ProConnect's is."""
    userinfo_claims: dict[str, Any] = field(default_factory=dict)
    methods: tuple[str, ...] = ("client_secret_basic",)
    away: bool = False
    asked: dict[str, str] = field(default_factory=dict)
    """The last request for an authorization."""
    calls: list[str] = field(default_factory=list)

    def authorize(self, url: str) -> dict[str, str]:
        """Sign in as a person does in a browser; what the site is called back with."""
        parts = urlsplit(url)
        assert f"{parts.scheme}://{parts.netloc}{parts.path}" == f"{self.issuer}/authorize"
        self.asked = {name: value for name, (value,) in parse_qs(parts.query).items()}
        return {"code": CODE, "state": self.asked["state"]}

    def signature(self, claims: dict[str, Any]) -> str:
        header = {"alg": self.algorithm, "kid": self.key.kid}
        if self.algorithm == "none":
            empty = base64.urlsafe_b64encode(json.dumps({"alg": "none"}).encode()).rstrip(b"=").decode()
            return f"{empty}.{base64.urlsafe_b64encode(json.dumps(claims).encode()).rstrip(b'=').decode()}."
        return jwt.encode(header, claims, self.key)

    def id_token(self) -> str:
        now = int(time.time())
        honest = {"iss": self.issuer, "aud": CLIENT, "sub": self.person["sub"], "iat": now, "exp": now + 60,
                  "nonce": self.asked["nonce"]}  # fmt: skip
        return self.signature({name: one for name, one in (honest | self.claims).items() if one is not None})

    def document(self) -> dict[str, Any]:
        names = {"authorization_endpoint": "authorize", "token_endpoint": "token", "jwks_uri": "keys",
                 "userinfo_endpoint": "userinfo", "end_session_endpoint": "end"}  # fmt: skip
        addresses = {name: f"{self.issuer}/{path}" for name, path in names.items()}
        return {"issuer": self.issuer, **addresses, "token_endpoint_auth_methods_supported": list(self.methods)}

    def token(self, form: dict[str, str], authorization: str) -> dict[str, Any]:
        """The token endpoint: refuses what an honest client does not send."""
        by_header = base64.b64decode(authorization.removeprefix("Basic ")).decode() if authorization else ""
        known = by_header == f"{CLIENT}:{SECRET}" or (form.get("client_id"), form.get("client_secret")) == (
            CLIENT, SECRET)  # fmt: skip
        challenge = hashlib.sha256(form["code_verifier"].encode()).digest()
        fits = base64.urlsafe_b64encode(challenge).rstrip(b"=").decode() == self.asked["code_challenge"]
        if not (known and fits and form["code"] == CODE and form["redirect_uri"] == self.asked["redirect_uri"]):
            return {"error": "invalid_grant"}
        return {"access_token": ACCESS, "token_type": "Bearer", "expires_in": 60, "id_token": self.id_token()}


@contextmanager
def served(provider: Provider) -> Iterator[Provider]:
    """The provider, listening on this machine; its issuer is its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            provider.calls.append(self.path)
            if provider.away:
                return self.say(b"gone", "text/plain", 502)
            if self.path == "/.well-known/openid-configuration":
                return self.object(provider.document())
            if self.path == "/keys":
                keys = provider.published or [provider.key]
                return self.object({"keys": [key.as_dict(private=False) for key in keys]})
            assert self.path == "/userinfo" and self.headers["authorization"] == f"Bearer {ACCESS}"
            told = provider.person | provider.userinfo_claims
            if not provider.signed:
                return self.object(told)
            extra = {"iss": provider.issuer, "aud": CLIENT, "exp": int(time.time()) + 60}
            self.say(provider.signature(extra | told).encode(), "application/jwt", 200)

        def do_POST(self) -> None:
            assert self.path == "/token"
            body = self.rfile.read(int(self.headers["content-length"])).decode()
            form = {name: value for name, (value,) in parse_qs(body).items()}
            told = provider.token(form, self.headers.get("authorization", ""))
            self.object(told, 400 if "error" in told else 200)

        def object(self, told: dict[str, Any], status: int = 200) -> None:
            self.say(json.dumps(told).encode(), "application/json", status)

        def say(self, body: bytes, kind: str, status: int) -> None:
            self.send_response(status)
            self.send_header("content-type", kind)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    provider.issuer = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    yield provider
    server.shutdown()
    server.server_close()
    thread.join(5)
