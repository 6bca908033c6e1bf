"""`/login`, `/callback` and `/logout`: signing in with the provider, and out."""

import hmac
from urllib.parse import parse_qs

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from bot.web.provider import ProviderAway, ProviderRefused
from bot.web.refusing import RefusedBecause
from bot.web.sign_in import SIGNED_IN, TOKEN, SignIn, is_page
from bot.web.site import Site
from bot.web.wording import language_of
from prompts import message


def sign_in(site: Site, door: SignIn) -> APIRouter:
    """The pages of a sign-in."""
    router = APIRouter(include_in_schema=False)

    @router.get("/login")
    def login(request: Request, next: str = "/") -> Response:
        if not is_page(next):
            raise _because(site, request, 400, "next")
        site.spend(request)
        try:
            started = door.provider.start()
        except ProviderAway:
            raise _because(site, request, 503, "away") from None
        reply = RedirectResponse(started.url, 303)
        door.begin(reply, started, next)
        return reply

    @router.get("/callback")
    def callback(request: Request, state: str = "", code: str = "") -> Response:
        held = door.under_way(request)
        if held is None or not hmac.compare_digest(held["state"].encode(), state.encode("utf-8", "replace")):
            raise _because(site, request, 400, "state")
        try:
            if not code:
                raise ProviderRefused("no code")
            vouched = door.provider.finish(code, held["nonce"], held["verifier"])
        except ProviderRefused:
            raise _because(site, request, 403, "refused") from None
        except ProviderAway:
            raise _because(site, request, 503, "away") from None
        reply = RedirectResponse(door.root + held["page"], 303)
        door.admit(reply, vouched)
        return reply

    @router.get("/logout")
    def leaving(request: Request) -> Response:
        session = request.cookies.get(SIGNED_IN, "")
        known = door.person(request) is not None
        return site.page(request, "logout.html", {"proof": door.sessions.proof(session) if known else "", "end": None})

    @router.post("/logout")
    async def logout(request: Request) -> Response:
        form = parse_qs((await request.body()).decode("utf-8", "replace"))
        proof = form.get("proof", [""])[0]
        if door.person(request) is None or not door.sessions.proves(request.cookies[SIGNED_IN], proof):
            raise _because(site, request, 403, "forged")
        return await _left(site, door, request)

    return router


async def _left(site: Site, door: SignIn, request: Request) -> Response:
    """The page after the end of a session, which leads on to the end of the provider's own.

    A redirection would be one of a form, which the content policy allows to this site only; `Refresh` is none.
    """
    from starlette.concurrency import run_in_threadpool

    token = request.cookies.get(TOKEN)
    end = await run_in_threadpool(door.provider.end, token, door.root + "/") if token else None
    reply = site.page(request, "logout.html", {"proof": "", "end": end, "person": None})
    if end:
        reply.headers["refresh"] = f"0; url={end}"
    door.close(reply)
    return reply


def _because(site: Site, request: Request, status: int, key: str) -> RefusedBecause:
    return RefusedBecause(status, message(f"sign_in.{key}", language_of(request, site.settings.language)))
