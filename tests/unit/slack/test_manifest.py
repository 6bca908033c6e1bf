"""`manifest.json` asks Slack for what the bot listens to and calls: all of it, and no more."""

import ast
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack import listeners
from bot.slack.commands import COMMAND
from bot.slack.listeners import SHORTCUTS, events, register
from bot.slack.scopes import EVENTS, METHODS, SCOPES

API = {name.replace("_", "."): name for name in vars(AsyncWebClient) if "_" in name.strip("_") and name != "api_call"}
"""Methods of the Web API that slack_sdk knows, by Slack's name: the attribute that calls each."""
COMPOSED = {"files.upload.v2": {"files.getUploadURLExternal", "files.completeUploadExternal"}}
"""What slack_sdk makes of several methods, by the name of its attribute."""
NOT_CALLS = {"scopes.py", "limits.py", "limits_blocks.py", "limits_elements.py", "limits_objects.py"}
"""Tables about methods."""


class Anything:
    """Stands for the handlers, which are registered and not run."""

    def __getattr__(self, name: str) -> object:
        return self


class Recorder:
    """An app that writes down what is registered on it."""

    def __init__(self) -> None:
        self.names: dict[str, set[str]] = {}
        handlers: Any = Anything()
        app: Any = self
        register(app, handlers, handlers)

    def __getattr__(self, kind: str) -> Callable[..., Callable[[object], object]]:
        def registered(name: object, **_: object) -> Callable[[object], object]:
            self.names.setdefault(kind, set()).add(str(name))
            return lambda listener: listener

        return registered


@pytest.fixture
def manifest(root: Path) -> dict[str, Any]:
    return dict(json.loads((root / "manifest.json").read_text(encoding="utf-8")))


def differences(manifest: dict[str, Any]) -> list[str]:
    """What the app and its manifest do not both have."""
    names, features = Recorder().names, manifest["features"]
    listed = {
        "event": {name.partition(".")[0] for name in manifest["settings"]["event_subscriptions"]["bot_events"]},
        "command": {one["command"] for one in features["slash_commands"]},
        "shortcut": {one["callback_id"] for one in features["shortcuts"]},
    }
    return [f"{kind} {name}" for kind, asked in listed.items() for name in sorted(asked ^ names[kind])]


def calls(source: str) -> set[str]:
    """Web API methods that a source calls: by an attribute of a client, or by a name given to a function."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute):
            found |= {name for name, attribute in API.items() if attribute == node.attr}
        elif isinstance(node, ast.Call):
            found |= {one.value for one in node.args if isinstance(one, ast.Constant) and one.value in API}
    return set().union(*(COMPOSED.get(name, {name}) for name in found))


def test_what_is_subscribed_is_what_is_listened_to(manifest: dict[str, Any]) -> None:
    assert differences(manifest) == []
    assert [one["command"] for one in manifest["features"]["slash_commands"]] == [COMMAND]
    assert [one["callback_id"] for one in manifest["features"]["shortcuts"]] == list(SHORTCUTS)
    assert [one["type"] for one in manifest["features"]["shortcuts"]] == ["global", "message"]


def test_a_listener_without_its_subscription_is_seen(manifest: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listeners, "events", lambda talks: {**events(talks), "reaction_added": talks.message})
    assert differences(manifest) == ["event reaction_added"]


def test_a_subscription_without_its_listener_is_seen(manifest: dict[str, Any]) -> None:
    manifest["settings"]["event_subscriptions"]["bot_events"].append("team_join")
    manifest["features"]["slash_commands"].append({"command": "/autre"})
    assert differences(manifest) == ["event team_join", "command /autre"]


def test_scopes_are_those_that_are_used(manifest: dict[str, Any]) -> None:
    asked = manifest["oauth_config"]["scopes"]["bot"]
    assert asked == sorted(SCOPES)
    assert set(manifest["oauth_config"]["scopes"]) == {"bot"}
    assert sorted(EVENTS) == sorted(manifest["settings"]["event_subscriptions"]["bot_events"])


def test_every_method_called_has_its_scopes(root: Path) -> None:
    sources = [path for path in (root / "bot" / "slack").glob("*.py") if path.name not in NOT_CALLS]
    called = set().union(*(calls(path.read_text(encoding="utf-8")) for path in sources))
    assert called == set(METHODS)


def test_calls_are_found_however_they_are_written() -> None:
    assert calls('(client.views_push if a else client.views_open)(x)\nself._quietly("chat.delete", {})') == {
        "views.push", "views.open", "chat.delete",
    }  # fmt: skip
    assert calls('client.api_call("users.info")\nx = {"chat.update": 1}') == {"users.info"}


def test_limits_of_the_texts(manifest: dict[str, Any]) -> None:
    shown, agent = manifest["display_information"], manifest["features"]["agent_view"]
    assert len(shown["name"]) <= 35
    assert len(shown["description"]) <= 140
    assert 174 <= len(shown["long_description"]) <= 4_000
    assert len(agent["agent_description"]) <= 300
    assert 1 <= len(agent["suggested_prompts"]) <= 4
    assert all(set(prompt) == {"title", "message"} for prompt in agent["suggested_prompts"])
    assert len(manifest["features"]["bot_user"]["display_name"]) <= 80
    assert all(len(one["name"]) <= 24 and len(one["description"]) <= 150 for one in manifest["features"]["shortcuts"])
    for one in manifest["features"]["slash_commands"]:
        assert len(one["command"]) <= 32 and len(one["description"]) <= 2_000 and len(one["usage_hint"]) <= 1_000


def test_it_is_an_agent_over_socket_mode_for_one_workspace(manifest: dict[str, Any]) -> None:
    home, settings = manifest["features"]["app_home"], manifest["settings"]
    assert "assistant_view" not in manifest["features"]
    assert (home["home_tab_enabled"], home["messages_tab_enabled"]) == (True, True)
    assert home["messages_tab_read_only_enabled"] is False
    assert settings["interactivity"]["is_enabled"] and settings["socket_mode_enabled"]
    assert not (settings["org_deploy_enabled"] or settings["token_rotation_enabled"])
    assert manifest["_metadata"]["major_version"] == 2
