"""`alinea slack --check` and `--alive`: each fault is a finding with a remedy, and no secret is ever shown."""

import asyncio
import os
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from bot.doctor import Check
from bot.settings import Settings
from bot.slack import alive, checking, http, running
from bot.slack.checking import examine
from bot.slack.emulator import SlackEmulator
from bot.slack.scopes import SCOPES
from index.build import update
from index.embedder import open_embedder

SECRETS = ("xoxb-emu", "xapp-1-emu", "s3cret", "xoxb-wrong", "xapp-wrong")
GOOD = {
    "Settings": None,
    "Bot token": None,
    "Scopes": None,
    "App token": None,
    "Agreements": "alinea ingest FOLDER",
    "Access": None,
}
"""Remedies where all is well but for the index, which is not there."""


@pytest.fixture
def emu() -> Iterator[SlackEmulator]:
    with SlackEmulator() as emulator:
        emulator.scopes = tuple(sorted(SCOPES))
        yield emulator


def checked(data: Path, emu: SlackEmulator, *, over_http: bool = False, **environ: str) -> list[Check]:
    laid = {
        "ALINEA_DATA": str(data),
        "SLACK_BOT_TOKEN": emu.bot_token,
        "SLACK_APP_TOKEN": emu.app_token,
        "SLACK_SIGNING_SECRET": emu.secret,
        "SLACK_API_URL": emu.api,
        **environ,
    }
    found = asyncio.run(examine(laid, data / "no.env", "en", http=over_http))
    told = " ".join(f"{one.name} {one.finding} {one.remedy}" for one in found)
    assert not [secret for secret in SECRETS if secret in told]
    return found


def index_nothing(data: Path) -> None:
    """An index without a document."""
    settings = Settings(data=data)
    settings.corpus.mkdir(parents=True)
    update(settings.corpus, settings.index, open_embedder())


def remedies(found: list[Check]) -> dict[str, str | None]:
    return {one.name: one.remedy for one in found}


def one(found: list[Check], name: str) -> Check:
    return next(check for check in found if check.name == name)


def test_all_is_well_but_the_index(tmp_path: Path, emu: SlackEmulator) -> None:
    found = checked(tmp_path, emu)
    assert remedies(found) == GOOD
    assert list(remedies(found)) == list(GOOD)
    assert one(found, "Bot token").finding.startswith("accepted by the workspace")
    assert {call.method for call in emu.calls()} == {"auth.test", "apps.connections.open"}


def test_over_http_no_socket_is_asked_for(tmp_path: Path, emu: SlackEmulator) -> None:
    found = checked(tmp_path, emu, over_http=True, SLACK_APP_TOKEN="")
    assert one(found, "Signing secret").remedy is None
    assert not emu.calls("apps.connections.open")


def test_an_empty_index_is_a_finding_and_its_count_is_told(tmp_path: Path, emu: SlackEmulator) -> None:
    index_nothing(tmp_path)
    found = one(checked(tmp_path, emu), "Agreements")
    assert found.finding == "0 documents"
    assert found.remedy == GOOD["Agreements"]


def test_every_fault_of_settings_is_a_line(tmp_path: Path, emu: SlackEmulator) -> None:
    found = checked(tmp_path, emu, SLACK_BOT_TOKEN="", SLACK_APP_TOKEN="emu", ALINEA_LANGUAGE="es")
    assert [check.finding for check in found] == ["ALINEA_LANGUAGE=es", "SLACK_BOT_TOKEN=", "SLACK_APP_TOKEN=***"]
    assert all(check.remedy for check in found)
    assert not emu.calls()


def test_an_unreadable_file_of_settings_is_told_once(tmp_path: Path) -> None:
    env_file = tmp_path / ".env"
    env_file.write_bytes(b"SLACK_BOT_TOKEN=\xff")
    assert len(asyncio.run(examine({}, env_file, "en", http=False))) == 1


def test_refused_tokens_say_the_code(tmp_path: Path, emu: SlackEmulator) -> None:
    found = checked(tmp_path, emu, SLACK_BOT_TOKEN="xoxb-wrong", SLACK_APP_TOKEN="xapp-wrong")
    assert one(found, "Bot token").finding == "refused by Slack (invalid_auth)"
    assert one(found, "App token").finding == "refused by Slack (invalid_auth)"
    assert "OAuth" in str(one(found, "Bot token").remedy)
    assert "connections:write" in str(one(found, "App token").remedy)
    assert "Scopes" not in remedies(found)


@pytest.mark.parametrize(("granted", "finding"), [(SCOPES - {"im:write", "commands"}, "missing: commands, im:write"),
                                                  (SCOPES | {"files:read"}, "all granted"),
                                                  (frozenset(), "Slack did not tell them")])  # fmt: skip
def test_scopes(tmp_path: Path, emu: SlackEmulator, granted: frozenset[str], finding: str) -> None:
    emu.scopes = tuple(sorted(granted))
    found = one(checked(tmp_path, emu), "Scopes")
    assert found.finding == finding
    assert (found.remedy is None) == (not finding.startswith("missing"))


@pytest.mark.parametrize(
    ("status", "error", "finding"),
    [
        (429, "ratelimited", "Slack does not answer (ratelimited)"),
        (503, "service_unavailable", "Slack does not answer (service_unavailable)"),
        (200, "account_inactive", "refused by Slack (account_inactive)"),
        (0, "cut", "Slack does not answer (ServerDisconnectedError)"),
    ],
)
def test_failures_of_slack(tmp_path: Path, emu: SlackEmulator, status: int, error: str, finding: str) -> None:
    emu.fail("auth.test", error, status)
    assert one(checked(tmp_path, emu), "Bot token").finding == finding


def test_nobody_at_the_address(tmp_path: Path, emu: SlackEmulator, capfd: pytest.CaptureFixture[str]) -> None:
    found = checked(tmp_path, emu, SLACK_API_URL="http://127.0.0.1:9/")
    assert one(found, "Bot token").finding == "Slack does not answer (ClientConnectorError)"
    assert "SLACK_API_URL" in str(one(found, "App token").remedy)
    assert capfd.readouterr() == ("", "")


def test_a_slow_slack_is_not_waited_for(tmp_path: Path, emu: SlackEmulator, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "_SECONDS", 0.2)
    emu.delay("auth.test", 2)
    start = time.monotonic()
    assert one(checked(tmp_path, emu), "Bot token").finding == "Slack does not answer (TimeoutError)"
    assert time.monotonic() - start < 2


class Page(BaseHTTPRequestHandler):
    """A server that is not Slack's: a page in HTML, 404 for what `bot.slack.alive` asks."""

    def do_POST(self) -> None:
        self._page(200)

    def do_GET(self) -> None:
        self._page(200 if self.path == http.HEALTH else 404)

    def _page(self, status: int) -> None:
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        body = b"<html>Please log in</html>"
        self.send_response(status)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Quiet."""


@pytest.fixture
def page() -> Iterator[int]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Page)
    Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port
    server.shutdown()
    server.server_close()


def test_a_page_that_is_not_slack(tmp_path: Path, emu: SlackEmulator, page: int) -> None:
    found = one(checked(tmp_path, emu, SLACK_API_URL=f"http://127.0.0.1:{page}/api"), "Bot token")
    assert found.finding.startswith("Slack does not answer")


@pytest.mark.parametrize(
    ("rules", "finding", "good"),
    [
        ('default = "none"', "rules read", True),
        ('default = "no"', "default", False),
        ("[[rule", "line 1", False),
    ],
)
def test_access(tmp_path: Path, emu: SlackEmulator, rules: str, finding: str, good: bool) -> None:
    path = tmp_path / "access.toml"
    path.write_text(rules, encoding="utf-8")
    found = one(checked(tmp_path, emu, ALINEA_ACCESS=str(path)), "Access")
    assert finding in found.finding
    assert (found.remedy is None) == good


def test_a_name_of_the_rules_that_no_document_has(tmp_path: Path, emu: SlackEmulator) -> None:
    index_nothing(tmp_path)
    path = tmp_path / "access.toml"
    path.write_text('[[rule]]\nconventions = ["Portulan"]\nusers = ["U1"]\n', encoding="utf-8")
    found = one(checked(tmp_path, emu, ALINEA_ACCESS=str(path)), "Access")
    assert "Portulan" in found.finding
    assert found.remedy


def test_the_names_of_signs_of_life_are_the_bots() -> None:
    assert (alive.HEARTBEAT, alive.HEALTH) == (running.HEARTBEAT, http.HEALTH)


def test_a_heartbeat_is_believed_for_a_minute(tmp_path: Path) -> None:
    assert alive.beating(tmp_path).key == "slack_alive.stopped"
    (tmp_path / alive.HEARTBEAT).touch()
    assert alive.beating(tmp_path).alive
    os.utime(tmp_path / alive.HEARTBEAT, (time.time() - 90, time.time() - 90))
    late = alive.beating(tmp_path)
    assert (late.alive, late.key, late.seconds) == (False, "slack_alive.late", 90)


def test_the_health_page_is_asked(page: int) -> None:
    assert alive.serving("0.0.0.0", page).alive
    assert not alive.serving("127.0.0.1", 9).alive
