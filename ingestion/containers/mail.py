"""`.eml`: what is attached to an e-mail, and its own text when it says something."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import policy
from email.errors import MessageError
from email.message import EmailMessage
from email.parser import BytesParser
from mimetypes import guess_extension
from pathlib import Path

from ingestion.containers.message_text import message_text, says_something
from ingestion.containers.parts import CONTAINER_SUFFIXES, LeftOut, Part, Parts, safe_name, suffix_in
from ingestion.errors import UnreadableFile
from ingestion.readers import READERS
from ingestion.reading_rules import ReadingRules

MESSAGE = "message.txt"
"""Name of the part that the text of the e-mail is."""
_DEPTH = 20
"""Levels of parts in parts; those of people have four."""
_FAULTS = (MessageError, ValueError, LookupError, TypeError, AttributeError, RecursionError)
"""What the standard library raises on headers and encodings that are not sound."""
_SEALS = ("application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature")
_MESSAGES = ("message/rfc822", "message/global")


def open_mail(path: Path, content: bytes, rules: ReadingRules) -> Parts:
    """Its attachments that readers can read, and `message.txt` when its text says something of its own.

    Pictures that its text shows (logos, signatures) are no part. Raises UnreadableFile when it is no e-mail.
    """
    try:
        message = BytesParser(EmailMessage, policy=policy.default).parsebytes(content)
        if not message.keys() or not ("from" in message or "subject" in message or message.is_multipart()):
            raise UnreadableFile(path, "damaged")
        return _parts(path, message, rules)
    except _FAULTS:
        raise UnreadableFile(path, "damaged") from None


@dataclass(slots=True)
class _Taken:
    """Parts taken so far, by their names."""

    rules: ReadingRules
    parts: dict[str, Part] = field(default_factory=dict)
    left_out: LeftOut = field(default_factory=LeftOut)
    room: int = 0

    def take(self, leaf: EmailMessage, name: str) -> None:
        content = leaf.get_payload(decode=True)
        reason = self.reason(name, content)
        if reason or not isinstance(content, bytes):
            self.left_out.add(reason or "damaged", name)
            return
        self.room -= len(content)
        name = self.free(safe_name(name) or name)
        self.parts[name] = Part(name, content)

    def reason(self, name: str, content: object) -> str | None:
        """Why an attachment is left out; `None` for one that is taken."""
        suffix = suffix_in(name)
        if safe_name(name) is None:
            return "unsafe"
        if suffix not in READERS:
            return "nested" if suffix in CONTAINER_SUFFIXES else "format"
        if len(self.parts) >= self.rules.parts:
            return "many"
        return "large" if isinstance(content, bytes) and len(content) > min(self.rules.bytes, self.room) else None

    def free(self, name: str) -> str:
        """The name, numbered when another attachment bears it: two scans are often called the same."""
        stem, dot, suffix = name.rpartition(".")
        names = (name, *(f"{stem} ({rank}){dot}{suffix}" for rank in range(2, len(self.parts) + 2)))
        held = {other.casefold() for other in (*self.parts, MESSAGE)}
        return next(free for free in names if free.casefold() not in held)


def _parts(path: Path, message: EmailMessage, rules: ReadingRules) -> Parts:
    taken = _Taken(rules, room=rules.unpacked)
    body, page = _bodies(message)
    text = message_text(path, body, page, rules)
    for rank, (leaf, within) in enumerate(_leaves(message), 1):
        if leaf is body or leaf is page or _aside(leaf, within):
            continue
        taken.take(leaf, _name(leaf, rank))
    if says_something(text, alone=not taken.parts):
        subject = " ".join(str(message.get("subject", "")).split())
        content = f"{subject}\n\n{text}\n" if subject else f"{text}\n"
        taken.parts[MESSAGE] = Part(MESSAGE, content.encode("utf-8", "replace"))
    remarks = taken.left_out.remarks()
    if not taken.parts and not remarks:
        raise UnreadableFile(path, "empty")
    return Parts(tuple(taken.parts[name] for name in sorted(taken.parts)), remarks)


def _bodies(message: EmailMessage) -> tuple[EmailMessage | None, EmailMessage | None]:
    """The text of the e-mail as plain text and as a web page."""
    bodies = [message.get_body((sort,)) for sort in ("plain", "html")]
    plain, page = [body if isinstance(body, EmailMessage) else None for body in bodies]
    return plain, page


def _leaves(message: EmailMessage, within: str = "", depth: int = 0) -> Iterator[tuple[EmailMessage, str]]:
    """Parts that hold no other, each with the sort of what holds it; e-mails that are attached are not entered."""
    if message.get_content_type() in _MESSAGES or not message.is_multipart() or depth > _DEPTH:
        yield message, within
        return
    for part in message.iter_parts():
        if isinstance(part, EmailMessage):
            yield from _leaves(part, message.get_content_type(), depth + 1)


def _aside(leaf: EmailMessage, within: str) -> bool:
    """Whether a part is the e-mail's own: a picture that its text shows, a seal, another form of its text."""
    picture = leaf.get_content_maintype() == "image" and within == "multipart/related"
    text = within == "multipart/alternative" and leaf.get_filename() is None
    return picture or text or leaf.get_content_type() in _SEALS or (not within and not leaf.get_filename())


def _name(leaf: EmailMessage, rank: int) -> str:
    """Its file's name; a number and what its sort says when it has none."""
    sort = leaf.get_content_type()
    named = leaf.get_filename()
    suffix = ".eml" if sort in _MESSAGES else guess_extension(sort) or ".bin"
    if not named:
        return f"piece-{rank}{suffix}"
    clear = re.sub(r"\s+", " ", str(named)).strip()
    return f"{clear}.eml" if sort in _MESSAGES and suffix_in(clear) != "eml" else clear
