"""The documentation that can be checked: commands, settings, links, and what no file may name."""

import re
import subprocess
from pathlib import Path

import pytest
from typer.core import TyperGroup
from typer.main import get_command

from bot.cli.app import build
from bot.settings import PREFIX, Settings

SETTINGS = {PREFIX + name.upper() for name in Settings.model_fields}


def headings(text: str) -> list[str]:
    return re.findall(r"^### `([^`]+)`", text, re.MULTILINE)


def commands(command: object, path: str = "alinea") -> list[str]:
    """Full names of the commands below this one; a group that only shows its help is none."""
    if not isinstance(command, TyperGroup):
        return [path]
    below = [name for key, child in command.commands.items() for name in commands(child, f"{path} {key}")]
    return [path, *below] if command.invoke_without_command else below


def test_every_command_has_its_heading(root: Path) -> None:
    documented = {re.sub(r"[ ]+[\"\[A-Z].*", "", title) for title in headings(cli(root)) if title.startswith("alinea")}
    assert documented == set(commands(get_command(build())))
    assert "alinea bench retrieval" in documented


def test_every_setting_has_its_heading(root: Path) -> None:
    assert {title for title in headings(cli(root)) if title.startswith(PREFIX)} == SETTINGS


def test_every_setting_of_slack_has_its_heading(root: Path) -> None:
    read = set(re.findall(r"\"(SLACK_[A-Z_]+[A-Z])\"", (root / "bot" / "slack" / "settings.py").read_text("utf-8")))
    assert {"SLACK_BOT_TOKEN", "SLACK_API_URL"} <= read
    assert {title for title in headings(cli(root)) if title.startswith("SLACK_")} == read
    example = (root / ".env.example").read_text(encoding="utf-8")
    assert set(re.findall(r"^#(SLACK_\w+)=$", example, re.MULTILINE)) == read, "commented: an example holds no token"


def test_every_option_is_told(root: Path) -> None:
    options = set(re.findall(r"typer\.Option\(\s*\"(-{1,2}[a-z]+)\"", sources(root)))
    assert "--rebuild" in options
    assert [option for option in sorted(options) if f"`{option}" not in cli(root)] == []


def test_the_example_of_settings_is_complete(root: Path) -> None:
    example = (root / ".env.example").read_text(encoding="utf-8")
    assert set(re.findall(r"^(ALINEA_\w+)=", example, re.MULTILINE)) == SETTINGS


def test_links_lead_somewhere(root: Path) -> None:
    pages = [*root.glob("*.md"), *(root / "docs").glob("*.md")]
    links = [(page, link) for page in pages for link in re.findall(r"\]\((?!http)([^)#]+)", page.read_text("utf-8"))]
    assert len(links) > 3
    assert [f"{page.name}: {link}" for page, link in links if not (page.parent / link).exists()] == []


def test_make_targets_of_the_documentation_exist(root: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):", (root / "Makefile").read_text("utf-8"), re.MULTILINE))
    told = set(re.findall(r"`?make ([a-z]+)\b", (root / "CONTRIBUTING.md").read_text("utf-8")))
    assert told - {"and"} <= targets
    assert {"ask", "test", "score", "bench"} <= targets


@pytest.mark.skipif(not Path(__file__).parents[2].joinpath(".git").exists(), reason="not a clone")
def test_no_file_names_a_machine(root: Path) -> None:
    """Paths of a machine and hosts of package registries have no place in the repository."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=root,
        capture_output=True,
        check=True,
    ).stdout.decode()
    forbidden = re.compile(
        "|".join(("/wo" + "rk/", "/fa" + "rm", "/tmp/" + "v/", "pypi" + r"\.org", "python" + "hosted"))
    )
    found = [
        name
        for name in filter(None, listed.split("\0"))
        if (root / name).is_file() and forbidden.search((root / name).read_text("utf-8", "ignore"))
    ]
    assert found == []


def cli(root: Path) -> str:
    return (root / "docs" / "cli.md").read_text(encoding="utf-8")


def sources(root: Path) -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in (root / "bot" / "cli").glob("*.py"))
