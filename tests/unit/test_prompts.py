"""Messages: the same keys in both languages, each used key present, each placeholder in both."""

import ast
import re
import string
from pathlib import Path

import pytest

from prompts import LANGUAGES, MissingMessage, fingerprint, has_message, message, messages

PACKAGES = ("ingestion", "index", "bot")
OTHERS = {"chat.update", "chat.delete", "slack.log"}
"""What looks like messages of our families: methods of Slack's Web API, and a file."""
FAMILIES = {key.partition(".")[0] for key in messages("fr")}


def placeholders(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


def literal_keys(source: str) -> set[str]:
    """Strings of a source that look like a message's key, those built at run time left out."""
    tree = ast.parse(source)
    built = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    texts = {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in built
    }
    return {text for text in texts if re.fullmatch(rf"({'|'.join(FAMILIES)})\.[a-z0-9_]+", text)}


def test_both_languages_have_the_same_keys() -> None:
    assert messages("fr").keys() == messages("en").keys()
    assert messages("fr")


def test_both_languages_have_the_same_placeholders() -> None:
    french, english = messages("fr"), messages("en")
    different = [key for key in french if placeholders(french[key]) != placeholders(english[key])]
    assert different == []


def test_every_key_in_the_code_has_its_message(root: Path) -> None:
    keys = {
        key
        for package in PACKAGES
        for path in (root / package).rglob("*.py")
        for key in literal_keys(path.read_text(encoding="utf-8"))
    }
    assert "cli.no_convention" in keys
    assert sorted(key for key in keys - OTHERS if not has_message(key)) == []


def test_a_message_is_filled() -> None:
    assert message("errors.missing_path", "en", path="a{b}") == "a{b} does not exist: check the path."


def test_a_missing_message_is_an_error() -> None:
    with pytest.raises(MissingMessage, match=r"cli\.nothing_of_the_kind"):
        message("cli.nothing_of_the_kind")


def test_french_punctuation_does_not_break_lines() -> None:
    for key, text in messages("fr").items():
        assert not any(f" {mark}" in text for mark in ":;?!»"), key
        assert "« " not in text, key
    assert not any("\u00a0" in text for text in messages("en").values())


def test_fingerprints_tell_files_apart() -> None:
    prints = {fingerprint(f"messages.{language}.toml") for language in LANGUAGES}
    assert len(prints) == len(LANGUAGES)
    assert all(len(print_) == 12 for print_ in prints)
