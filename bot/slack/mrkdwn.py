"""mrkdwn: from an answer's Markdown to Slack's own marks, all that comes from texts or people made harmless.

Rules: https://docs.slack.dev/messaging/formatting-message-text. Only `&`, `<` and `>` are escaped there; all that Slack
obeys (mentions, channels, links) stands between `<` and `>`.
"""

import re
from collections.abc import Collection

_URL = re.compile(r"https?://[^\s<>|«»\"“”]+[^\s<>|«»\"“”.,;:!?)\]’']")
_BOLD = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*")
_ITALIC_LINE = re.compile(r"^\*(?!\*)(?=\S)([^*]+)(?<=\S)\*$", re.MULTILINE)
_ITEM = re.compile(r"^(?P<indent> *)- ", re.MULTILINE)
_COMMAND = re.compile(r"<(?=[!@#])")
_JOINER = "\u2060"
"""Word joiner: takes no room, and keeps what follows `<` from being read as a mention where nothing can be escaped."""


def escaped(text: str) -> str:
    """Text that mrkdwn shows as it is.

    >>> escaped("<!channel> R&D")
    '&lt;!channel&gt; R&amp;D'
    """
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def harmless(text: str) -> str:
    """Text for places that take no marks (buttons, table cells, titles), where escaping would show.

    >>> harmless("<!channel>") == "<" + chr(0x2060) + "!channel>"
    True
    """
    return _COMMAND.sub("<" + _JOINER, text)


def urls(text: str) -> tuple[str, ...]:
    """Addresses that stand in a text, without the punctuation that closes their sentence.

    >>> urls("Voir https://exemple.gouv.fr/stats.")
    ('https://exemple.gouv.fr/stats',)
    """
    return tuple(_URL.findall(text))


def mrkdwn(markdown: str, allowed: Collection[str] = ()) -> str:
    """An answer's Markdown as mrkdwn. Only the addresses in `allowed` (those of the cited texts) become links.

    >>> mrkdwn("- **AE** : 3 € <!here>")
    '• *AE* : 3 € &lt;!here&gt;'
    """
    text = escaped(markdown)
    text = _ITALIC_LINE.sub(r"_\1_", text)
    text = _BOLD.sub(r"*\1*", text)
    text = _ITEM.sub(lambda found: f"{found['indent']}• ", text)
    return _linked(text, frozenset(map(escaped, allowed)))


def _linked(text: str, allowed: frozenset[str]) -> str:
    return _URL.sub(lambda found: f"<{found[0]}>" if found[0] in allowed else found[0], text)


def plain(markdown: str) -> str:
    """An answer's Markdown without its marks, for notifications, screen readers and terminals."""
    text = _ITALIC_LINE.sub(r"\1", markdown)
    return _ITEM.sub(lambda found: f"{found['indent']}• ", _BOLD.sub(r"\1", text))


def cut(text: str, most: int) -> str:
    """Text of at most `most` characters, cut at a blank with « … » where it is longer.

    >>> cut("une phrase longue", 12)
    'une phrase…'
    """
    if len(text) <= most:
        return text
    head = text[: most - 1]
    return (head.rsplit(" ", 1)[0] if " " in head[most // 2 :] else head).rstrip(" ,;:") + "…"
