"""Slack's settings: all faults at once, and secrets that are never shown."""

from pathlib import Path

import pytest

from bot.settings import SettingsError
from bot.slack.settings import DEFAULT_API, SlackRefused, SlackSettings, load_slack

BOT, APP, SECRET = "xoxb-1-robot", "xapp-1-appli", "0123secret"
ALL = {"SLACK_BOT_TOKEN": BOT, "SLACK_APP_TOKEN": APP, "SLACK_SIGNING_SECRET": SECRET}


def faults(http: bool, **laid: str) -> dict[str, str]:
    with pytest.raises(SettingsError) as caught:
        load_slack(laid, None, http=http)
    return {fault.key: fault.value for fault in caught.value.faults}


def test_what_each_transport_needs() -> None:
    assert load_slack({"SLACK_BOT_TOKEN": BOT, "SLACK_APP_TOKEN": APP}, None, http=False) == SlackSettings(BOT, APP)
    held = load_slack({"SLACK_BOT_TOKEN": BOT, "SLACK_SIGNING_SECRET": SECRET}, None, http=True)
    assert held == SlackSettings(BOT, "", SECRET, DEFAULT_API)


@pytest.mark.parametrize(("http", "second"), [(False, "SLACK_APP_TOKEN"), (True, "SLACK_SIGNING_SECRET")])
def test_all_faults_are_told_at_once(http: bool, second: str) -> None:
    assert faults(http, SLACK_API_URL="slack.com/api") == {
        "SLACK_BOT_TOKEN": "",
        second: "",
        "SLACK_API_URL": "slack.com/api",
    }


def test_tokens_in_the_wrong_place_are_told_without_being_shown() -> None:
    assert faults(False, SLACK_BOT_TOKEN=APP, SLACK_APP_TOKEN=BOT) == {
        "SLACK_BOT_TOKEN": "***",
        "SLACK_APP_TOKEN": "***",
    }


@pytest.mark.parametrize("http", [False, True])
def test_secrets_are_in_no_message_nor_repr(http: bool) -> None:
    shown = repr(load_slack(ALL, None, http=http)) + str(load_slack(ALL, None, http=http))
    with pytest.raises(SettingsError) as caught:
        load_slack({key: f"x{value}" for key, value in ALL.items()} | {"SLACK_API_URL": "x"}, None, http=http)
    shown += str(caught.value) + repr(caught.value) + repr(caught.value.faults)
    assert [secret for secret in ("robot", "appli", "0123") if secret in shown] == []


def test_a_token_pasted_as_the_address_is_not_shown() -> None:
    assert BOT not in faults(False, **ALL | {"SLACK_API_URL": BOT}).values()


def test_blanks_around_values_and_the_slash_of_the_address() -> None:
    held = load_slack(
        {"SLACK_BOT_TOKEN": f" {BOT}\n", "SLACK_APP_TOKEN": APP, "SLACK_API_URL": "http://x/api"}, None, http=False
    )
    assert (held.bot_token, held.api_url) == (BOT, "http://x/api/")
    assert load_slack({**ALL, "SLACK_API_URL": "http://x/api//"}, None, http=True).api_url == "http://x/api/"


def test_blank_values_are_missing() -> None:
    assert faults(False, SLACK_BOT_TOKEN="  ", SLACK_APP_TOKEN="") == {"SLACK_BOT_TOKEN": "", "SLACK_APP_TOKEN": ""}


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text(f"SLACK_BOT_TOKEN=xoxb-file\nSLACK_APP_TOKEN={APP}\nOTHER=1\n", encoding="utf-8")
    assert load_slack({"SLACK_BOT_TOKEN": BOT}, file, http=False) == SlackSettings(BOT, APP)
    assert load_slack({}, file, http=False).bot_token == "xoxb-file"


def test_each_missing_setting_says_where_to_find_it() -> None:
    with pytest.raises(SettingsError) as caught:
        load_slack({}, None, http=False)
    assert all(len(fault.remedy) > 30 for fault in caught.value.faults)


def test_a_refusal_holds_slacks_code() -> None:
    assert SlackRefused("invalid_auth").values == {"code": "invalid_auth"}
