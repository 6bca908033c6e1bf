"""The emulator against a small real app of slack_bolt, over sockets and over signed HTTP."""

import asyncio
import json
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from aiohttp import web
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.emulator import SlackEmulator

TRANSPORTS = ("socket", "http")
BUTTONS = [
    {"type": "section", "text": {"type": "mrkdwn", "text": "*Choisir*"}},
    {
        "type": "actions",
        "block_id": "choices",
        "elements": [
            {"type": "button", "action_id": "open", "text": {"type": "plain_text", "text": "Ouvrir"}, "value": "v1"},
            {
                "type": "button",
                "action_id": "answer",
                "text": {"type": "plain_text", "text": "Répondre"},
                "value": "v2",
            },
        ],
    },
]
MODAL = {
    "type": "modal",
    "callback_id": "form",
    "private_metadata": "kept",
    "title": {"type": "plain_text", "text": "Titre"},
    "submit": {"type": "plain_text", "text": "Envoyer"},
    "blocks": [
        {
            "type": "input",
            "block_id": "reason",
            "label": {"type": "plain_text", "text": "Motif"},
            "element": {"type": "plain_text_input", "action_id": "why", "initial_value": "rien"},
        }
    ],
}


class Running:
    """A Bolt app in a thread with its own loop."""

    def __init__(self, emu: SlackEmulator, transport: str) -> None:
        self.seen: list[tuple[str, Any]] = []
        self.slow = 0.0
        self.emu = emu
        self.loop = asyncio.new_event_loop()
        threading.Thread(target=self.loop.run_forever, daemon=True).start()
        self.run(self.over_socket() if transport == "socket" else self.over_http())

    def run(self, work: Awaitable[Any]) -> Any:
        async def waited() -> Any:
            return await work

        return asyncio.run_coroutine_threadsafe(waited(), self.loop).result(10)

    async def over_socket(self) -> None:
        self.handler = AsyncSocketModeHandler(self.app(), self.emu.app_token)
        await self.handler.connect_async()
        self.close: Callable[[], Awaitable[Any]] = self.handler.close_async

    async def over_http(self) -> None:
        served = self.app().web_app(path="/slack/events")
        runner = web.AppRunner(served, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        self.emu.events_url = f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events"
        self.close = runner.cleanup

    def stop(self) -> None:
        self.run(self.close())
        self.loop.call_soon_threadsafe(self.loop.stop)

    def app(self) -> AsyncApp:
        client = AsyncWebClient(token=self.emu.bot_token, base_url=self.emu.api)
        app = AsyncApp(client=client, signing_secret=self.emu.secret)
        self.answers(app)
        self.clicks(app)
        return app

    def answers(self, app: AsyncApp) -> None:
        @app.event("app_mention")
        async def mentioned(event: dict[str, Any], say: Any) -> None:
            self.seen.append(("mention", event["ts"]))
            await say(text=f"Vu : {event['text']}", thread_ts=event["ts"])

        @app.event("message")
        async def said(event: dict[str, Any], say_stream: Any) -> None:
            self.seen.append(("message", event["text"]))
            if "flux" in event["text"]:
                stream = await say_stream(buffer_size=1)
                await stream.append(markdown_text="un ")
                await stream.append(markdown_text="deux")
                await stream.stop()

        @app.event("app_home_opened")
        async def opened(event: dict[str, Any], client: AsyncWebClient) -> None:
            home = {"type": "home", "blocks": BUTTONS}
            await client.views_publish(user_id=event["user"], view=home)

    def clicks(self, app: AsyncApp) -> None:
        @app.action("open")
        async def open_it(ack: Any, body: dict[str, Any], client: AsyncWebClient) -> None:
            await ack()
            self.seen.append(("open", body["actions"][0]))
            await asyncio.sleep(self.slow)
            try:
                await client.views_open(trigger_id=body["trigger_id"], view=MODAL)
            except SlackApiError as error:
                self.seen.append(("refused", error.response["error"]))

        @app.action("answer")
        async def answer(ack: Any, respond: Any) -> None:
            await ack()
            statuses = [(await respond(text="Réponse")).status_code for _ in range(6)]
            self.seen.append(("statuses", statuses))

        @app.view("form")
        async def form(ack: Any, view: dict[str, Any]) -> None:
            value = view["state"]["values"]["reason"]["why"]["value"]
            self.seen.append(("form", (value, view["private_metadata"])))
            errors = {"response_action": "errors", "errors": {"reason": "Trop court"}}
            await (ack(**errors) if value == "non" else ack())

        @app.options("choice")
        async def options(ack: Any, payload: dict[str, Any]) -> None:
            text = {"type": "plain_text", "text": payload["value"].upper()}
            await ack(options=[{"text": text, "value": payload["value"]}])

        @app.shortcut("sum_up")
        async def sum_up(ack: Any, shortcut: dict[str, Any]) -> None:
            await ack()
            self.seen.append(("sum_up", shortcut["message"]["text"]))

        @app.command("/alinea")
        async def command(ack: Any, body: dict[str, Any]) -> None:
            await ack(f"{body['user_id']} : {body['text']}")

    def wait(self, kind: str, timeout: float = 3) -> Any:
        end = time.monotonic() + timeout
        while time.monotonic() < end:
            for name, value in list(self.seen):
                if name == kind:
                    return value
            time.sleep(0.005)
        raise AssertionError(f"{kind} not seen: {self.seen}")


@pytest.fixture
def emu() -> Iterator[SlackEmulator]:
    with SlackEmulator(ack_timeout=1.0, retry_delays=(0, 0.1, 0.2)) as emulator:
        yield emulator


@pytest.fixture(params=TRANSPORTS)
def app(emu: SlackEmulator, request: pytest.FixtureRequest) -> Iterator[Running]:
    running = Running(emu, request.param)
    yield running
    running.stop()


@pytest.fixture
def client(emu: SlackEmulator) -> WebClient:
    return WebClient(token=emu.bot_token, base_url=emu.api)


def refusal(call: Callable[[], Any]) -> str:
    """The error with which a call is refused."""
    with pytest.raises(SlackApiError) as caught:
        call()
    return str(caught.value.response["error"])


def with_buttons(client: WebClient) -> str:
    return str(client.chat_postMessage(channel="C1", text="Choisir", blocks=BUTTONS)["ts"])


def test_a_mention_is_acknowledged_and_answered_in_its_thread(emu: SlackEmulator, app: Running) -> None:
    delivery = emu.say(f"<@{emu.bot_user}> bonjour", channel="C1", user="U7")
    assert (delivery.acked, delivery.attempts) == (True, 1)
    assert delivery.seconds is not None and delivery.seconds < 1
    emu.wait_call("chat.postMessage")
    assert [emu.text_of(message) for message in emu.thread("C1", delivery.ts)] == ["Vu : @UBOT bonjour"]
    assert app.wait("message") == "<@UBOT> bonjour"


def test_what_no_listener_takes_is_delivered_again(emu: SlackEmulator, app: Running) -> None:
    emu.ack_timeout, started = 0.2, time.monotonic()
    delivery = emu.event({"type": "reaction_added", "user": "U1"})
    assert time.monotonic() - started >= sum(emu.retry_delays)
    assert (delivery.acked, delivery.attempts) == (False, 4)
    assert delivery.statuses in ([], [404] * 4)


def test_the_same_event_twice(emu: SlackEmulator, app: Running) -> None:
    for _ in range(2):
        emu.event({"type": "message", "channel": "D1", "user": "U1", "text": "deux fois", "ts": "1.1"}, event_id="Ev0")
    app.wait("message")
    emu.wait(lambda: len(app.seen) == 2, "both deliveries")


def test_a_press_sends_the_value_and_opens_a_modal_that_is_submitted(
    emu: SlackEmulator, app: Running, client: WebClient
) -> None:
    ts = with_buttons(client)
    assert emu.press("C1", ts, text="Ouvrir", user="U2").acked
    pressed = app.wait("open")
    assert (pressed["block_id"], pressed["value"], pressed["type"]) == ("choices", "v1", "button")
    emu.wait(lambda: emu.modal("U2"), "modal")
    assert emu.modal("U1") is None
    refused = emu.submit("form", {"why": "non"}, user="U2")
    assert refused.ack == {"response_action": "errors", "errors": {"reason": "Trop court"}}
    assert emu.modal("U2"), "a refused form stays open"
    emu.submit("form", {}, user="U2")
    assert emu.modal("U2") is None
    assert [value for kind, value in app.seen if kind == "form"] == [("non", "kept"), ("rien", "kept")]


def test_who_acts_and_where_is_told(emu: SlackEmulator, app: Running, client: WebClient) -> None:
    ts = client.chat_postMessage(channel="C1", thread_ts="1.1", text="Choisir", blocks=BUTTONS)["ts"]
    payload = emu.action("open", "C1", ts, user="U8", team="T2").payload
    assert (payload["user"]["id"], payload["team"]["id"]) == ("U8", "T2")
    assert payload["container"]["thread_ts"] == "1.1"
    assert emu.say("bonjour", user="U8", team="T2").payload["event"]["team"] == "T2"


def test_a_trigger_expires(emu: SlackEmulator, app: Running, client: WebClient) -> None:
    emu.trigger_seconds, app.slow = 0.05, 0.1
    emu.press("C1", with_buttons(client), "open")
    assert app.wait("refused") == "expired_trigger_id"
    assert emu.modal() is None


def test_a_response_url_serves_five_times(emu: SlackEmulator, app: Running, client: WebClient) -> None:
    emu.press("C1", with_buttons(client), "answer")
    assert app.wait("statuses") == [200] * 5 + [404]
    assert [response["text"] for response in emu.responses] == ["Réponse"] * 5
    assert len({response["url"] for response in emu.responses}) == 1


def test_a_command_and_a_message_shortcut(emu: SlackEmulator, app: Running, client: WebClient) -> None:
    ts = with_buttons(client)
    assert emu.command("/alinea", "bonjour", user="U3").ack in ("U3 : bonjour", {"text": "U3 : bonjour"})
    assert emu.message_shortcut("sum_up", "C1", ts).acked
    assert app.wait("sum_up") == "Choisir"


def test_suggestions_are_what_the_app_answers(emu: SlackEmulator, app: Running) -> None:
    assert emu.suggest("choice", "abc")["options"][0]["text"]["text"] == "ABC"
    assert emu.violations == []


def test_the_home_is_published_and_used(emu: SlackEmulator, app: Running) -> None:
    emu.open_home("U4")
    emu.wait(lambda: emu.home("U4"), "home")
    assert emu.text_of(emu.home("U4") or {}) == "Choisir\nOuvrir   Répondre"
    assert emu.press_home(text="Ouvrir", user="U4").acked
    emu.wait(lambda: emu.modal("U4"), "modal")


def test_a_stream_is_kept_as_one_message(emu: SlackEmulator, app: Running) -> None:
    ts = emu.say("flux").ts
    emu.wait_call("chat.stopStream")
    assert [message["text"] for message in emu.thread("D1", ts)] == ["un deux"]
    assert emu.sessions["D1", ts] == "active"


def test_sockets_that_break_are_opened_again(emu: SlackEmulator) -> None:
    app = Running(emu, "socket")
    emu.wait_connected()
    emu.disconnect()
    emu.wait_connected(2)
    assert emu.say("encore").acked
    app.stop()


def test_a_cut_socket_makes_deliveries_wait_and_fail(emu: SlackEmulator) -> None:
    app = Running(emu, "socket")
    emu.wait_connected()
    app.stop()
    emu.wait(lambda: not emu.sockets, "socket closed")
    emu.ack_timeout = 0.05
    delivery = emu.event({"type": "message", "text": "x", "channel": "D1", "ts": "1.1"}, retries=1)
    assert (delivery.acked, delivery.attempts) == (False, 2)


def test_a_delivery_waits_for_an_app_that_starts_again(emu: SlackEmulator) -> None:
    first = Running(emu, "socket")
    emu.wait_connected()
    first.stop()
    with ThreadPoolExecutor(1) as pool:
        said = pool.submit(emu.say, "pendant l'arrêt")
        second = Running(emu, "socket")
        assert said.result(5).acked
    assert second.wait("message") == "pendant l'arrêt"
    second.stop()


def test_close_sockets_is_abrupt(emu: SlackEmulator) -> None:
    app = Running(emu, "socket")
    emu.wait_connected()
    emu.close_sockets()
    emu.wait(lambda: not emu.sockets or emu.connections > 1, "socket closed")
    app.stop()


def test_fifty_people_at_once(emu: SlackEmulator) -> None:
    app = Running(emu, "socket")
    emu.wait_connected()
    with ThreadPoolExecutor(50) as pool:
        deliveries = list(pool.map(lambda n: emu.say(f"bonjour {n}", user=f"U{n}", channel=f"D{n}"), range(50)))
    assert all(delivery.acked for delivery in deliveries)
    assert len({delivery.ts for delivery in deliveries}) == 50
    app.stop()


def test_signatures_are_what_the_app_checks(emu: SlackEmulator) -> None:
    app = Running(emu, "http")
    body = json.dumps({"type": "event_callback", "event": {"type": "message", "text": "x", "channel": "D1"}}).encode()
    assert emu.post_raw(body, emu.signed_headers(body))[0] == 200
    assert emu.post_raw(body, emu.signed_headers(body, secret="wrong"))[0] == 401
    assert emu.post_raw(body, emu.signed_headers(body, timestamp=int(time.time()) - 600))[0] == 401
    assert emu.verify_url("mot") == (200, '{"challenge": "mot"}')
    app.stop()


def test_failures_before_after_and_late(emu: SlackEmulator, client: WebClient) -> None:
    emu.fail("chat.postMessage", "ratelimited", 429, {"Retry-After": "1"})
    with pytest.raises(SlackApiError) as caught:
        client.chat_postMessage(channel="C1", text="a")
    assert caught.value.response.status_code == 429
    assert caught.value.response.headers["Retry-After"] == "1"
    assert emu.messages == {}
    emu.fail_after("chat.postMessage")
    with pytest.raises(SlackApiError):
        client.chat_postMessage(channel="C1", text="b")
    client.retry_handlers.clear()
    emu.fail_after("chat.postMessage", status=0)
    with pytest.raises((OSError, urllib.error.URLError)):
        client.chat_postMessage(channel="C1", text="c")
    assert [message["text"] for message in emu.messages.values()] == ["b", "c"]
    assert [call.lost for call in emu.calls("chat.postMessage")] == [False, True, True]
    emu.delay("*", 0.1)
    started = time.monotonic()
    client.auth_test()
    assert time.monotonic() - started >= 0.1


@pytest.mark.filterwarnings("ignore:The top-level `text`")
def test_what_breaks_a_limit_is_refused_and_recorded(emu: SlackEmulator, client: WebClient) -> None:
    assert refusal(lambda: client.chat_postMessage(channel="C1", markdown_text="x" * 12_001)) == "msg_too_long"
    client.chat_postMessage(channel="C1", text="", blocks=BUTTONS)
    assert [(method, fault.error) for method, fault in emu.violations] == [
        ("chat.postMessage", "msg_too_long"),
        ("chat.postMessage", "no_fallback_text"),
    ]
    emu.strict = False
    client.chat_postMessage(channel="C1", markdown_text="x" * 12_001)
    assert len(emu.messages) == 2


def test_streams_expire_and_can_be_stopped(emu: SlackEmulator, client: WebClient) -> None:
    emu.stream_limit = 1
    ts = client.chat_startStream(channel="D1", thread_ts="1.1")["ts"]
    assert emu.sessions["D1", "1.1"] == "processing"
    assert refusal(lambda: client.chat_update(channel="D1", ts=ts, text="x")) == "streaming_state_conflict"
    client.chat_appendStream(channel="D1", ts=ts, markdown_text="a")
    assert refusal(lambda: client.chat_stopStream(channel="D1", ts=ts)) == "message_not_in_streaming_state"
    client.chat_update(channel="D1", ts=ts, text="suite")
    emu.stream_limit = None
    other = client.chat_startStream(channel="D1", thread_ts="1.1")["ts"]
    emu.messages["D1", other].update(streaming=False, stopped=True)
    append = {"channel": "D1", "ts": other, "markdown_text": "b"}
    assert refusal(lambda: client.chat_appendStream(**append)) == "stopped_by_user"


def test_stop_tells_the_app_what_streamed(emu: SlackEmulator, app: Running, client: WebClient) -> None:
    emu.ack_timeout = 0.1
    ts = client.chat_startStream(channel="D1", thread_ts="1.1")["ts"]
    client.chat_startStream(channel="D1", thread_ts="2.2")
    delivery = emu.stop_clicked("D1", "1.1")
    assert delivery.payload["event"]["streaming_message_ts"] == [ts]
    append = {"channel": "D1", "ts": ts, "markdown_text": "b"}
    assert refusal(lambda: client.chat_appendStream(**append)) == "stopped_by_user"


def test_a_person_is_written_to_in_their_direct_channel(emu: SlackEmulator, client: WebClient) -> None:
    assert client.conversations_open(users="U5")["channel"]["id"] == "D5"
    assert client.chat_postMessage(channel="U5", text="bonjour")["channel"] == "D5"


def test_triggers_serve_once(emu: SlackEmulator, client: WebClient) -> None:
    trigger = emu.new_trigger("U1")
    client.views_open(trigger_id=trigger, view=MODAL)
    assert refusal(lambda: client.views_open(trigger_id=trigger, view=MODAL)) == "exchanged_trigger_id"
    assert refusal(lambda: client.views_open(trigger_id="1.2", view=MODAL)) == "invalid_trigger_id"
    pushed = client.views_push(trigger_id=emu.new_trigger("U1"), view=MODAL | {"callback_id": "second"})["view"]
    assert emu.modal() == pushed
    stale = {"view_id": pushed["id"], "view": MODAL, "hash": "stale"}
    assert refusal(lambda: client.views_update(**stale)) == "hash_conflict"
    assert client.views_update(view_id=pushed["id"], view=MODAL)["view"]["hash"] != pushed["hash"]


def test_threads_statuses_and_ephemerals(emu: SlackEmulator, client: WebClient) -> None:
    client.assistant_threads_setStatus(channel_id="C1", thread_ts="1.1", status="cherche…")
    assert emu.status("C1", "1.1") == "cherche…"
    metadata = {"event_type": "answer", "event_payload": {"id": 1}}
    ts = client.chat_postMessage(channel="C1", thread_ts="1.1", text="a &lt; b", metadata=metadata)["ts"]
    assert (emu.status("C1", "1.1"), len(emu.statuses)) == ("", 1)
    client.chat_postEphemeral(channel="C1", user="U9", text="pour vous", blocks=BUTTONS)
    assert (emu.ephemerals[0].user, emu.ephemerals[0].channel) == ("U9", "C1")
    rows = client.conversations_replies(channel="C1", ts="1.1", include_all_metadata=True)["messages"]
    assert [(row["ts"], row["metadata"]) for row in rows] == [(ts, metadata)]
    assert "metadata" not in client.conversations_replies(channel="C1", ts="1.1")["messages"][0]
    assert emu.text_of(rows[0]) == "a < b"


def test_who_may_call(emu: SlackEmulator) -> None:
    stranger = WebClient(token="xoxb-other", base_url=emu.api)
    assert refusal(stranger.auth_test) == "invalid_auth"
    ours = WebClient(token=emu.bot_token, base_url=emu.api)
    assert "chat:write" in str(ours.auth_test().headers["x-oauth-scopes"])
    assert refusal(lambda: ours.api_call("chat.inventMessage")) == "unknown_method"
    assert refusal(lambda: ours.apps_connections_open(app_token=emu.bot_token)) == "not_allowed_token_type"


def test_it_is_not_reachable_without_a_ticket(emu: SlackEmulator) -> None:
    with pytest.raises(urllib.error.HTTPError, match="403"):
        urllib.request.urlopen(f"{emu.base}/link?ticket=none")
