"""Clicks: citations, candidates, feedback, sharing, and the buttons of the Home tab.

A click's `trigger_id` opens a modal for three seconds: what opens one does nothing else before.
"""

from collections.abc import Mapping
from typing import Any

from slack_sdk.errors import SlackApiError

from bot.answer import Language
from bot.conversations.feedback import Verdict
from bot.conversations.turns import Turn
from bot.links import Reader
from bot.slack import views
from bot.slack.citing import Spans, place_of, read_spans
from bot.slack.desk import Desk
from bot.slack.home import Looked, read_looked
from bot.slack.homes import Homes
from bot.slack.intake import choice_turn, identity, private_turn, share_turn
from bot.slack.reception import After, Reception
from bot.slack.responding import respond
from bot.slack.views import Quoted, View
from prompts import message

Body = Mapping[str, Any]


class Clicks:
    """What the buttons do."""

    def __init__(self, desk: Desk, homes: Homes, talks: Reception, language: Language, reader: Reader | None) -> None:
        """`language`: of what is shown where no question tells one."""
        self._desk = desk
        self._homes = homes
        self._talks = talks
        self._memory = desk.memory
        self._language = language
        self._reader = reader

    async def cite(self, body: Body) -> After:
        """Show the verbatim passages of one place, unless a link did."""
        if action_of(body).get("url"):
            return None

        async def after() -> None:
            await self._open(body, await self._desk.threads.answer(self._quotes, body))

        return after

    def _quotes(self, body: Body) -> View:
        spans = read_spans(str(action_of(body).get("value") or ""))
        found = self._passages(body, spans) if spans else []
        if not found:
            return views.note(message("slack.gone", self._language), self._language)
        return views.quotes(found, self._language)

    def _passages(self, body: Body, spans: Spans) -> list[Quoted]:
        """The passages as the index holds them now, if the person who clicks may see them."""
        turn = private_turn(self._memory, body, "choice", "")
        assert turn.route is not None
        library = self._desk.answering.sight(turn.route).assistant.library
        try:
            entry = library.entry(spans.document)
        except KeyError:
            return []
        from bot.citing import Citations

        cited = Citations()
        for start, end in spans.spans:
            if end <= len(entry.document.text):
                cited.cite(entry, start, end)
        link = self._reader.url(spans.document, spans.spans) if self._reader else None
        return [Quoted(place_of(one, self._language), one.quote, link) for one in cited.found]

    async def cite_all(self, body: Body) -> After:
        """Show every passage of an answer that has more of them than buttons."""

        async def after() -> None:
            await self._open(body, await self._desk.threads.answer(self._all_quotes, body))

        return after

    def _all_quotes(self, body: Body) -> View:
        turn = self._memory.turns.turn(str(action_of(body).get("value") or ""))
        source = private_turn(self._memory, body, "choice", "")
        assert source.route is not None
        held = self._desk.answering.sight(source.route).by_source
        found = [
            Quoted(f"{number} · {place_of(one, self._language)}", one.quote)
            for number, one in enumerate(turn.answer.citations if turn and turn.answer else (), 1)
            if one.source in held
        ]
        return views.quotes(found, self._language) if found else self._note("slack.gone")

    async def choose(self, body: Body) -> After:
        """A candidate was clicked: the same question about it, once, however often it is clicked."""
        turn = await self._desk.threads(self._chosen, body)
        if turn is None:
            return None

        async def after() -> None:
            self._desk.take(turn)

        return after

    def _chosen(self, body: Body) -> Turn | None:
        source_id, _, document = str(action_of(body).get("value") or "").partition("|")
        source = self._memory.turns.turn(source_id)
        if source is None or source.answer is None:
            return None
        name = next((one.name for one in source.answer.choices if one.document == document), None)
        if name is None:
            return None
        turn = choice_turn(self._memory, body, source, (document, name))
        if turn.route is None or document not in self._desk.answering.sight(turn.route).by_source.values():
            return None
        by = turn.person if turn.route and turn.route.private else ""
        return turn if self._memory.turns.receive((f"choice {source_id} {document} {by}",), turn) else None

    async def share(self, body: Body) -> After:
        """A private answer becomes everybody's, if everybody there may see what it cites."""
        made = await self._desk.threads(self._shared, body)

        async def after() -> None:
            if isinstance(made, Turn):
                self._desk.take(made)
            elif made:
                await respond(self._desk, body, made)

        return after

    def _shared(self, body: Body) -> Turn | str | None:
        """The turn to deliver, or the sentence that says why not; `None` when it was shared already."""
        source_id, _, thread_ts = str(action_of(body).get("value") or "").partition("|")
        source = self._memory.turns.turn(source_id)
        if source is None or source.answer is None:
            return message("slack.gone", self._language)
        turn = share_turn(self._memory, body, source, source.answer, thread_ts)
        assert turn.route is not None
        held = self._desk.answering.sight(turn.route).by_source
        if any(one.source not in held for one in source.answer.citations):
            return message("slack.not_for_all", source.answer.language)
        return turn if self._memory.turns.receive((f"share {source_id} {turn.place}",), turn) else None

    async def feedback(self, body: Body) -> After:
        """A verdict is kept; a bad one asks why."""
        turn_id, _, verdict = str(action_of(body).get("value") or "").partition("|")
        bad = verdict == "bad"
        if bad:
            await self._open(body, views.feedback(turn_id, self._language))
        await self._desk.threads(self._judged, body, turn_id, "bad" if bad else "good")
        return None

    def _judged(self, body: Body, turn_id: str, verdict: Verdict) -> None:
        turn = self._memory.turns.turn(turn_id)
        if turn is not None:
            team, user, _ = identity(body)
            self._memory.feedback.give(turn, self._memory.turns.earlier(turn), self._memory.person(team, user), verdict)

    async def explained(self, body: Body) -> After:
        """Why an answer was no good."""
        view = body.get("view") or {}
        values = (view.get("state") or {}).get("values") or {}
        chosen = ((values.get("reasons") or {}).get("reasons") or {}).get("selected_options") or []
        comment = ((values.get("comment") or {}).get("comment") or {}).get("value") or ""
        team, user, _ = identity(body)
        reasons = [str(one.get("value")) for one in chosen if one.get("value") in views.REASONS]
        person = self._memory.person(team, user)
        turn = str(view.get("private_metadata") or "")
        await self._desk.threads(self._memory.feedback.explain, turn, person, reasons, str(comment)[:3_000])
        return None

    async def open_ask(self, body: Body) -> After:
        """The modal to ask from anywhere."""
        await self._open(body, views.ask(self._language))
        return None

    async def options(self, body: Body) -> list[dict[str, object]]:
        """The conventions to propose for what is being typed."""
        team, user, _ = identity(body)
        return await self._desk.threads.answer(self._homes.options, team, user, str(body.get("value") or ""))

    async def home(self, body: Body) -> After:
        """A button of the Home tab."""
        action, (team, user, _) = action_of(body), identity(body)
        name, value = str(action.get("action_id") or ""), str(action.get("value") or "")
        looked = read_looked(str((body.get("view") or {}).get("private_metadata") or ""))

        async def after() -> None:
            view = await self._home_modal(name, team, user, value)
            if view is not None:
                await self._open(body, view)
                return
            async with self._talks.home_of(team, user):
                shown = await self._home_changed(name, team, user, value, action, looked)
                await self._talks.publish(team, user, shown)

        return after

    async def _home_modal(self, name: str, team: str, user: str, value: str) -> View | None:
        """What a button opens; `None` for one that changes the Home itself."""
        run = self._desk.threads.answer
        if name == "home_card":
            return await run(self._homes.card, team, user, value)
        if name == "home_path":
            return await run(self._homes.path, team, user, value)
        if name == "home_glossary":
            return await run(self._homes.glossary)
        return await run(self._homes.search, team, user, value) if name == "home_search" else None

    async def _home_changed(self, name: str, team: str, user: str, value: str, action: Body, looked: Looked) -> Looked:
        """Do what a button changes; what the list shows then."""
        run = self._desk.threads.answer
        if name == "home_search":
            return Looked(value)
        if name in ("home_next", "home_previous"):
            return Looked(looked.words, int(value) if value.isdigit() else 0)
        if name == "home_choose":
            chosen = (action.get("selected_option") or {}).get("value")
            await run(self._homes.choose, team, user, str(chosen) if chosen else None)
        elif name == "home_unchoose":
            await run(self._homes.choose, team, user, None)
        elif name.startswith("home_tick_"):
            ticked = [str(one.get("value")) for one in action.get("selected_options") or ()]
            group = name.removeprefix("home_tick_")
            await run(self._homes.tick, team, user, int(group) if group.isdigit() else 0, ticked)
        elif name == "home_forget":
            await self._desk.threads(self._memory.people.forget, self._memory.person(team, user))
        return looked

    async def _open(self, body: Body, view: View) -> None:
        """Open a modal, or lay it on the one that is open; where it came too late, say so."""
        trigger = str(body.get("trigger_id") or "")
        in_modal = (body.get("view") or {}).get("type") == "modal"
        client = self._desk.calls.patient
        try:
            await (client.views_push if in_modal else client.views_open)(trigger_id=trigger, view=view)
        except SlackApiError as error:
            if "trigger" not in str(error.response.get("error")):
                raise
            await respond(self._desk, body, message("slack.too_late", self._language))

    def _note(self, key: str) -> View:
        return views.note(message(key, self._language), self._language)


def action_of(body: Body) -> Body:
    """The element that was clicked; empty for a payload without one."""
    found = body.get("actions") or [{}]
    return found[0] if isinstance(found[0], Mapping) else {}
