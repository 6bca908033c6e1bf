"""Each limit of Slack once at its edge, where nothing is said, and once over, where its error is."""

import json
from typing import Any

import pytest

from bot.slack.limits import NO_FALLBACK, Fault, faults, live_mentions

Json = dict[str, Any]


def plain(length: int | str = 1) -> Json:
    return {"type": "plain_text", "text": "x" * length if isinstance(length, int) else length}


def mrkdwn(length: int = 1) -> Json:
    return {"type": "mrkdwn", "text": "x" * length}


def option(text: int = 1, value: int = 1, **more: Any) -> Json:
    return {"text": plain(text), "value": "v" * value, **more}


def button(text: int = 1, **more: Any) -> Json:
    return {"type": "button", "text": plain(text), **more}


def section(length: int = 1, **more: Any) -> Json:
    return {"type": "section", "text": mrkdwn(length), **more}


def actions(*elements: Json, **more: Any) -> Json:
    return {"type": "actions", "elements": list(elements), **more}


def with_menu(kind: str, **more: Any) -> Json:
    return actions({"type": kind, "action_id": "m", **more})


def with_input(kind: str = "plain_text_input", label: int = 1, hint: int = 1, **more: Any) -> Json:
    element = {"type": kind, "action_id": "i", **more}
    return {"type": "input", "label": plain(label), "hint": plain(hint), "element": element}


def raw(length: int = 1) -> Json:
    return {"type": "raw_text", "text": "x" * length}


def table(rows: int = 1, columns: int = 1, cell: int = 1, settings: int = 0) -> Json:
    cells = [[raw(cell) for _ in range(columns)] for _ in range(rows)]
    return {"type": "table", "rows": cells, "column_settings": [{"align": "right"}] * settings}


def feedback(text: int = 1, value: int = 1, count: int = 1) -> Json:
    one = {"text": plain(text), "value": "v" * value}
    pair = {"type": "feedback_buttons", "positive_button": one, "negative_button": one}
    return {"type": "context_actions", "elements": [pair] * count}


def confirmed(title: int = 1, text: int = 1, confirm: int = 1, deny: int = 1) -> Json:
    dialog = {"title": plain(title), "text": plain(text), "confirm": plain(confirm), "deny": plain(deny)}
    return actions(button(confirm=dialog))


def rich(*elements: Json) -> Json:
    return {"type": "rich_text", "elements": list(elements)}


def rich_section(*elements: Json) -> Json:
    return {"type": "rich_text_section", "elements": list(elements)}


def message(*blocks: Json) -> Json:
    return {"channel": "C1", "text": "x", "blocks": list(blocks)}


def modal(*blocks: Json, **more: Any) -> Json:
    view = {"type": "modal", "title": plain(), "submit": plain(), "blocks": list(blocks) or [section()], **more}
    return {"trigger_id": "1", "view": {key: value for key, value in view.items() if value is not None}}


def home(*blocks: Json) -> Json:
    return {"user_id": "U1", "view": {"type": "home", "blocks": list(blocks)}}


def stream(*chunks: Json, **more: Any) -> Json:
    return {"channel": "D1", "ts": "1.1", "chunks": list(chunks), **more}


def task(**more: Any) -> Json:
    return {"type": "task_update", "id": "1", "title": "t", "status": "pending", **more}


def image(alt: int = 1, url: int = 9) -> Json:
    return {"type": "image", "image_url": "u" * url, "alt_text": "x" * alt}


BLOCKS: list[tuple[str, Json, Json]] = [
    ("section text", section(3000), section(3001)),
    ("section text at least 1", section(1), section(0)),
    ("section needs text or fields", {"type": "section", "fields": [mrkdwn()]}, {"type": "section"}),
    ("section fields", section(fields=[mrkdwn()] * 10), section(fields=[mrkdwn()] * 11)),
    ("field", section(fields=[mrkdwn(2000)]), section(fields=[mrkdwn(2001)])),
    ("accessory", section(accessory=button()), section(accessory={"type": "plain_text_input"})),
    ("header", {"type": "header", "text": plain(150)}, {"type": "header", "text": plain(151)}),
    ("header is plain", {"type": "header", "text": plain()}, {"type": "header", "text": mrkdwn()}),
    ("context", {"type": "context", "elements": [mrkdwn()] * 10}, {"type": "context", "elements": [mrkdwn()] * 11}),
    ("context holds texts", {"type": "context", "elements": [image()]}, {"type": "context", "elements": [button()]}),
    ("actions", actions(*[button()] * 25), actions(*[button()] * 26)),
    ("actions at least 1", actions(button()), actions()),
    ("action_id", actions(button(action_id="a" * 255)), actions(button(action_id="a" * 256))),
    (
        "action_id once",
        actions(button(action_id="a"), button(action_id="b")),
        actions(button(action_id="a"), button(action_id="a")),
    ),
    ("block_id", section(block_id="b" * 255), section(block_id="b" * 256)),
    ("button text", actions(button(75)), actions(button(76))),
    ("button text is plain", actions(button()), actions({"type": "button", "text": mrkdwn()})),
    ("button value", actions(button(value="v" * 2000)), actions(button(value="v" * 2001))),
    ("button url", actions(button(url="u" * 3000)), actions(button(url="u" * 3001))),
    ("button style", actions(button(style="danger")), actions(button(style="default"))),
    ("button property", actions(button(value="v")), actions(button(valeur="v"))),
    ("confirm title", confirmed(title=100), confirmed(title=101)),
    ("confirm text", confirmed(text=300), confirmed(text=301)),
    ("confirm button", confirmed(confirm=30), confirmed(confirm=31)),
    ("deny button", confirmed(deny=30), confirmed(deny=31)),
    (
        "select",
        with_menu("static_select", options=[option()] * 100),
        with_menu("static_select", options=[option()] * 101),
    ),
    ("select at least 1", with_menu("static_select", options=[option()]), with_menu("static_select", options=[])),
    (
        "option groups",
        with_menu("static_select", option_groups=[{"label": plain(75), "options": [option()]}] * 100),
        with_menu("static_select", option_groups=[{"label": plain(75), "options": [option()]}] * 101),
    ),
    (
        "group label",
        with_menu("static_select", option_groups=[{"label": plain(75), "options": [option()]}]),
        with_menu("static_select", option_groups=[{"label": plain(76), "options": [option()]}]),
    ),
    (
        "options or groups",
        with_menu("static_select", options=[option()]),
        with_menu("static_select", options=[option()], option_groups=[]),
    ),
    (
        "initial option",
        with_menu("static_select", options=[option()], initial_option=option()),
        with_menu("static_select", options=[option()], initial_option=option(2)),
    ),
    (
        "option text",
        with_menu("static_select", options=[option(75)]),
        with_menu("static_select", options=[option(76)]),
    ),
    ("option value", with_menu("overflow", options=[option(1, 150)]), with_menu("overflow", options=[option(1, 151)])),
    (
        "option description",
        with_menu("static_select", options=[option(description=plain(75))]),
        with_menu("static_select", options=[option(description=plain(76))]),
    ),
    ("overflow", with_menu("overflow", options=[option()] * 5), with_menu("overflow", options=[option()] * 6)),
    ("checkboxes", with_menu("checkboxes", options=[option()] * 10), with_menu("checkboxes", options=[option()] * 11)),
    ("radio", with_menu("radio_buttons", options=[option()] * 10), with_menu("radio_buttons", options=[option()] * 11)),
    (
        "placeholder",
        with_menu("users_select", placeholder=plain(150)),
        with_menu("users_select", placeholder=plain(151)),
    ),
    (
        "external select",
        with_menu("external_select", min_query_length=0),
        with_menu("external_select", min_query_length=-1),
    ),
    ("initial value", with_input(initial_value="x" * 3000), with_input(initial_value="x" * 3001)),
    ("min length", with_input(min_length=3000), with_input(min_length=3001)),
    ("max length", with_input(max_length=3000), with_input(max_length=3001)),
    ("min below max", with_input(min_length=2, max_length=2), with_input(min_length=3, max_length=2)),
    ("input label", with_input(label=2000), with_input(label=2001)),
    ("input hint", with_input(hint=2000), with_input(hint=2001)),
    ("input element", with_input(), with_input("button", text=plain())),
    ("number", with_input("number_input", is_decimal_allowed=False), with_input("number_input")),
    ("image alt", image(2000), image(2001)),
    ("image url", image(url=3000), image(url=3001)),
    ("image title", image() | {"title": plain(2000)}, image() | {"title": plain(2001)}),
    ("table rows", table(rows=100), table(rows=101)),
    ("table columns", table(columns=20), table(columns=21)),
    ("table text", table(rows=10, columns=10, cell=100), table(rows=10, columns=10, cell=101)),
    ("table settings", table(settings=20), table(settings=21)),
    ("table cell not empty", table(cell=1), table(cell=0)),
    (
        "table cell type",
        {"type": "table", "rows": [[rich(rich_section({"type": "text", "text": "x"}))]]},
        {"type": "table", "rows": [[mrkdwn()]]},
    ),
    ("feedback", feedback(count=5), feedback(count=6)),
    ("feedback text", feedback(75), feedback(76)),
    ("feedback value", feedback(value=2000), feedback(value=2001)),
    (
        "icon",
        {"type": "context_actions", "elements": [{"type": "icon_button", "icon": "trash", "text": plain()}]},
        {"type": "context_actions", "elements": [{"type": "icon_button", "icon": "star", "text": plain()}]},
    ),
    ("rich text", rich(rich_section({"type": "text", "text": "x"})), rich({"type": "text", "text": "x"})),
    (
        "rich list",
        rich({"type": "rich_text_list", "style": "bullet", "elements": [rich_section({"type": "text", "text": "x"})]}),
        rich({"type": "rich_text_list", "style": "bullet", "elements": [{"type": "text", "text": "x"}]}),
    ),
    ("rich inline", rich(rich_section({"type": "emoji", "name": "x"})), rich(rich_section({"type": "mrkdwn"}))),
    ("block type", {"type": "divider"}, {"type": "paragraph"}),
    ("block property", {"type": "divider"}, {"type": "divider", "text": plain()}),
    ("text property", section(), {"type": "section", "text": mrkdwn() | {"emoji": True}}),
    (
        "data table rows",
        {"type": "data_table", "caption": "c", "rows": [[raw()]] * 101},
        {"type": "data_table", "caption": "c", "rows": [[raw()]] * 102},
    ),
    (
        "data table shape",
        {"type": "data_table", "caption": "c", "rows": [[raw()], [raw()]]},
        {"type": "data_table", "caption": "c", "rows": [[raw()], [raw(), raw()]]},
    ),
]

CALLS: list[tuple[str, str, Json, Json, str]] = [
    ("blocks", "chat.postMessage", message(*[section()] * 50), message(*[section()] * 51), "invalid_blocks"),
    (
        "block_id once",
        "chat.postMessage",
        message(section(block_id="a"), section(block_id="b")),
        message(section(block_id="a"), section(block_id="a")),
        "invalid_blocks",
    ),
    ("one table", "chat.postMessage", message(table()), message(table(), table()), "invalid_attachments"),
    (
        "text of blocks",
        "chat.postMessage",
        message(*[section(2640)] * 5),
        message(*[section(2641)] * 5),
        "msg_blocks_too_long",
    ),
    (
        "markdown blocks together",
        "chat.postMessage",
        message(*[{"type": "markdown", "text": "x" * 6000}] * 2),
        message(*[{"type": "markdown", "text": "x" * 6001}] * 2),
        "msg_blocks_too_long",
    ),
    (
        "text",
        "chat.postMessage",
        {"channel": "C1", "text": "x" * 40_000},
        {"channel": "C1", "text": "x" * 40_001},
        "msg_too_long",
    ),
    (
        "text of an update",
        "chat.update",
        {"channel": "C1", "ts": "1", "text": "x" * 4000},
        {"channel": "C1", "ts": "1", "text": "x" * 4001},
        "msg_too_long",
    ),
    (
        "markdown_text",
        "chat.postMessage",
        {"channel": "C1", "markdown_text": "x" * 12_000},
        {"channel": "C1", "markdown_text": "x" * 12_001},
        "msg_too_long",
    ),
    (
        "markdown_text alone",
        "chat.postMessage",
        {"channel": "C1", "markdown_text": "x"},
        {"channel": "C1", "markdown_text": "x", "text": "x"},
        "markdown_text_conflict",
    ),
    ("something to say", "chat.postMessage", {"channel": "C1", "text": "x"}, {"channel": "C1"}, "no_text"),
    ("channel", "chat.postMessage", {"channel": "C1", "text": "x"}, {"text": "x"}, "invalid_arguments"),
    (
        "user",
        "chat.postEphemeral",
        {"channel": "C1", "user": "U1", "text": "x"},
        {"channel": "C1", "text": "x"},
        "invalid_arguments",
    ),
    (
        "fallback text",
        "chat.postMessage",
        message(section()),
        {"channel": "C1", "blocks": [section()]},
        NO_FALLBACK,
    ),
    ("response", "response_url", {"delete_original": True}, {"replace_original": True}, "no_text"),
    (
        "response type",
        "response_url",
        {"text": "x", "response_type": "in_channel"},
        {"text": "x", "response_type": "public"},
        "invalid_arguments",
    ),
    ("view blocks", "views.open", modal(*[section()] * 100), modal(*[section()] * 101), "invalid_arguments"),
    ("view title", "views.open", modal(title=plain(24)), modal(title=plain(25)), "invalid_arguments"),
    ("view title needed", "views.open", modal(), modal(title=None), "invalid_arguments"),
    ("view submit", "views.push", modal(submit=plain(24)), modal(submit=plain(25)), "invalid_arguments"),
    ("view close", "views.open", modal(close=plain(24)), modal(close=plain(25)), "invalid_arguments"),
    ("view submit needed", "views.open", modal(with_input()), modal(with_input(), submit=None), "invalid_arguments"),
    ("callback_id", "views.open", modal(callback_id="c" * 255), modal(callback_id="c" * 256), "invalid_arguments"),
    (
        "private_metadata",
        "views.open",
        modal(private_metadata="m" * 3000),
        modal(private_metadata="m" * 3001),
        "invalid_arguments",
    ),
    ("view size", "views.open", modal(*[section(2400)] * 100), modal(*[section(2500)] * 100), "view_too_large"),
    ("modals are opened", "views.open", modal(), {"trigger_id": "1", **home()}, "invalid_arguments"),
    ("homes are published", "views.publish", home(section()), {"user_id": "U1", **modal()}, "invalid_arguments"),
    ("view_id", "views.update", modal() | {"view_id": "V1"}, modal(), "invalid_arguments"),
    (
        "prompts",
        "assistant.threads.setSuggestedPrompts",
        {"channel_id": "D1", "prompts": [{"title": "t", "message": "m"}] * 4},
        {"channel_id": "D1", "prompts": [{"title": "t", "message": "m"}] * 5},
        "invalid_arguments",
    ),
    (
        "prompt",
        "assistant.threads.setSuggestedPrompts",
        {"channel_id": "D1", "prompts": [{"title": "t", "message": "m"}]},
        {"channel_id": "D1", "prompts": [{"title": "t"}]},
        "invalid_arguments",
    ),
    (
        "loading messages",
        "assistant.threads.setStatus",
        {"channel_id": "D1", "thread_ts": "1", "status": "", "loading_messages": ["x"] * 10},
        {"channel_id": "D1", "thread_ts": "1", "status": "", "loading_messages": ["x"] * 11},
        "invalid_arguments",
    ),
    (
        "session",
        "agents.sessions.setStatus",
        {"channel_id": "D1", "status": "suspended"},
        {"channel_id": "D1", "status": "waiting"},
        "invalid_status",
    ),
    (
        "session title",
        "agents.sessions.rename",
        {"channel_id": "D1", "title": "x" * 200},
        {"channel_id": "D1", "title": "x" * 201},
        "invalid_arguments",
    ),
    (
        "last blocks",
        "chat.stopStream",
        stream(blocks=[section()] * 50),
        stream(blocks=[section()] * 51),
        "invalid_blocks",
    ),
    ("chunk", "chat.appendStream", stream(task()), stream({"type": "text"}), "invalid_chunks"),
    (
        "task status",
        "chat.appendStream",
        stream(task(status="complete")),
        stream(task(status="completed")),
        "invalid_chunks",
    ),
    ("append", "chat.appendStream", stream(markdown_text="x"), stream(), "no_text"),
    (
        "recipient",
        "chat.startStream",
        {"channel": "D1", "thread_ts": "1"},
        {"channel": "C1", "thread_ts": "1", "recipient_user_id": "U1"},
        "missing_recipient_team_id",
    ),
    (
        "stop status",
        "chat.stopStream",
        stream(session_status="closed"),
        stream(session_status="done"),
        "invalid_status",
    ),
]

ONLY_IN_MESSAGES = [
    {"type": "markdown", "text": "x"},
    table(),
    feedback(),
    {"type": "data_table", "caption": "c", "rows": [[raw()]] * 2},
]


@pytest.mark.parametrize(("allowed", "over"), [case[1:] for case in BLOCKS], ids=[case[0] for case in BLOCKS])
def test_a_block(allowed: Json, over: Json) -> None:
    assert faults("chat.postMessage", message(allowed)) == ()
    found = faults("chat.postMessage", message(over))
    assert "invalid_blocks" in {fault.error for fault in found}
    assert all(fault.where.startswith("blocks[0]") for fault in found if fault.error == "invalid_blocks")


@pytest.mark.parametrize(("method", "allowed", "over", "error"), [c[1:] for c in CALLS], ids=[c[0] for c in CALLS])
def test_a_call(method: str, allowed: Json, over: Json, error: str) -> None:
    assert faults(method, allowed) == ()
    assert error in {fault.error for fault in faults(method, over)}


@pytest.mark.parametrize("block", ONLY_IN_MESSAGES, ids=lambda block: str(block["type"]))
def test_a_block_of_messages_only(block: Json) -> None:
    assert faults("chat.postMessage", message(block)) == ()
    for method, call in (("views.open", modal(block)), ("views.publish", home(block))):
        assert [fault.error for fault in faults(method, call)] == ["invalid_arguments"]


def test_inputs_are_allowed_everywhere() -> None:
    assert faults("chat.postMessage", message(with_input())) == ()
    assert faults("views.open", modal(with_input())) == ()
    assert faults("views.publish", home(with_input())) == ()


def test_a_fault_says_what_where_and_why() -> None:
    assert faults("chat.postMessage", message(section(), section(3200))) == (
        Fault("invalid_blocks", "blocks[1].text", "3,200 characters, at most 3,000"),
    )


def test_blocks_in_a_form_are_read() -> None:
    call = {"channel": "C1", "text": "x", "blocks": json.dumps([section(3001)])}
    assert [fault.error for fault in faults("chat.postMessage", call)] == ["invalid_blocks"]


@pytest.mark.parametrize(
    "blocks", ["[", "x", [None], [1], [[]], {"type": "section"}, [{"type": "section", "text": "x"}]]
)
def test_what_is_not_blocks_is_told_and_never_raises(blocks: object) -> None:
    assert "invalid_blocks" in {fault.error for fault in faults("chat.postMessage", {**message(), "blocks": blocks})}


def test_methods_that_are_not_known_have_no_fault() -> None:
    assert faults("users.info", {}) == ()


def test_mentions_that_ring_are_found_wherever_they_are() -> None:
    rings = [
        "<!channel>",
        "<!here|ici>",
        "<!everyone>",
        "<!subteam^S1|@eux>",
        "<@U1>",
        "<@W1|nom>",
        "<#C1>",
        "<#C1|x y>",
    ]
    call = {"text": " ".join(rings[:4]), "blocks": [{"elements": [{"text": rings[4]}, rings[5:]]}]}
    assert list(live_mentions(call)) == rings
    assert live_mentions(message(rich(rich_section({"type": "broadcast", "range": "here"})))) == ("<!here>",)


def test_what_is_escaped_rings_no_one() -> None:
    harmless = "&lt;!channel&gt; @channel <https://a.fr|@here> <!date^1^{date}|hier> a <b> c"
    assert live_mentions({"text": harmless}) == ()
