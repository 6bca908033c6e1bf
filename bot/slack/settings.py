"""Slack's own settings: tokens and address, read from the variables that Slack's samples use, beside `ALINEA_*`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bot.settings import Fault, SettingsError, variables
from prompts import message

DEFAULT_API = "https://slack.com/api/"
_PREFIXES = {"SLACK_BOT_TOKEN": "xoxb-", "SLACK_APP_TOKEN": "xapp-"}


class SlackRefused(Exception):
    """Slack refuses the token or the app; the administrator mends what its code says."""

    def __init__(self, code: str) -> None:
        """`code`: Slack's own, `invalid_auth` for instance."""
        super().__init__(code)
        self.values = {"code": code}


@dataclass(frozen=True, slots=True)
class SlackSettings:
    """What reaches one workspace. Secrets stay out of `repr`, hence out of logs."""

    bot_token: str = field(repr=False)
    app_token: str = field(default="", repr=False)
    """For Socket Mode; empty over HTTP."""
    signing_secret: str = field(default="", repr=False)
    """For HTTP; empty in Socket Mode."""
    api_url: str = DEFAULT_API
    """Address of the Web API, with its closing slash."""


def load_slack(environ: Mapping[str, str], env_file: Path | None, *, http: bool) -> SlackSettings:
    """Slack's settings for one transport. Raises SettingsError, all faults at once; their values are never shown."""
    laid = {key: value.strip() for key, value in variables(environ, env_file).items() if key.startswith("SLACK_")}
    needed = ("SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET" if http else "SLACK_APP_TOKEN")
    faults = [fault for key in needed if (fault := _fault(key, laid.get(key, "")))]
    url = laid.get("SLACK_API_URL") or DEFAULT_API
    if not url.startswith(("http://", "https://")):
        faults.append(
            Fault("SLACK_API_URL", "***" if "xox" in url or "xapp" in url else url, message("slack_settings.api_url"))
        )
    if faults:
        raise SettingsError(tuple(faults))
    return SlackSettings(
        laid["SLACK_BOT_TOKEN"],
        laid.get("SLACK_APP_TOKEN", ""),
        laid.get("SLACK_SIGNING_SECRET", ""),
        url.rstrip("/") + "/",
    )


def _fault(key: str, value: str) -> Fault | None:
    if not value:
        return Fault(key, "", message(f"slack_settings.missing_{key.removeprefix('SLACK_').lower()}"))
    prefix = _PREFIXES.get(key, "")
    return None if value.startswith(prefix) else Fault(key, "***", message("slack_settings.prefix", prefix=prefix))
