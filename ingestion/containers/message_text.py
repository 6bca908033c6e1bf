"""The text of an e-mail, and whether it says something of its own."""

import re
from email.message import EmailMessage
from pathlib import Path

from ingestion.errors import UnreadableFile
from ingestion.readers import READERS
from ingestion.reading_rules import ReadingRules

_WORDS = 40
"""Of its own that make a text more than « ci-joint la convention signée, bonne réception »."""
_QUOTED = re.compile(r"\s*>")
_CUT = re.compile(
    r"-- ?$|_{5,}$|-{5,}|(?:Le|On)\b.{6,200}(?:a écrit|wrote)\s*:$|(?:De|From)\s*:\s*\S",
)
"""What opens a signature, or the e-mail that is answered or sent on."""
_GREETING = re.compile(
    r"(?:bonjour|bonsoir|madame|monsieur|mesdames|messieurs|chers?|ch[èe]res?|hello|dear|(?:bien )?cordialement"
    r"|bien à (?:vous|toi)|merci|bonne (?:journée|réception|soirée)|best regards|sincères salutations)\b",
    re.IGNORECASE,
)
_CLOSING = 8
"""Words of a line that greets or thanks; a longer one says more."""


def message_text(path: Path, plain: EmailMessage | None, page: EmailMessage | None, rules: ReadingRules) -> str:
    """The text as it is written, or as the reader of web pages reads it; the empty string when there is none."""
    text = _decoded(plain) if plain is not None else ""
    reader = READERS.get("html")
    content = page.get_payload(decode=True) if page is not None and not text.strip() else None
    if reader is None or not isinstance(content, bytes):
        return _tidied(text)
    try:
        return _tidied(reader(path, content, rules).text)
    except UnreadableFile:
        return ""


def says_something(text: str, alone: bool) -> bool:
    """Whether a text has enough words of its own to be a document; any word will do when nothing goes with it.

    >>> says_something("Bonjour,\\nCi-joint la convention signée.\\nCordialement,", alone=False)
    False
    >>> says_something("Le versement est reporté.", alone=True), says_something("Bonjour,\\n> oui", alone=True)
    (True, False)
    """
    words = 0
    for line in text.splitlines():
        if _CUT.match(line.strip()) and words:
            break
        greets = _GREETING.match(line.strip()) and len(line.split()) <= _CLOSING
        words += 0 if greets or _QUOTED.match(line) else len(line.split())
    return words >= (1 if alone else _WORDS)


def _decoded(part: EmailMessage) -> str:
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes):
        return ""
    try:
        return content.decode(part.get_content_charset("utf-8"))
    except (UnicodeError, LookupError):
        return content.decode("cp1252", "replace")


def _tidied(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "").strip()
