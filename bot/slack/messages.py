"""Messages: pure builders from an answer to what Slack shows, blocks first, plainer forms behind them.

Limits: https://docs.slack.dev/reference/block-kit/blocks; `bot.slack.limits` checks every message that is sent.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.answer import Answer, Choice, Language
from bot.links import Reader
from bot.question import clean
from bot.slack.citing import MOST_BUTTONS, Place, places
from bot.slack.mrkdwn import cut, escaped, harmless, mrkdwn, urls
from bot.slack.tables import Table, is_rule, parts
from prompts import message

Block = dict[str, object]

_SECTION = 2_900
"""Characters of a section; Slack takes 3,000."""
_MESSAGE = 7_500
"""Characters of the text of one message; Slack refuses some 13,200 in all its blocks, buttons and warnings included."""
_MOST_BLOCKS = 40
"""Blocks of text in one message; Slack takes 50, and citations, warnings and feedback come behind."""
_LEAD = 1_000
"""Characters above an answer."""
_FALLBACK = 3_000
"""Characters of the text behind the blocks: notifications show the first hundred."""
_CELLS = 7_000
"""Characters of the cells of a table; Slack takes 10,000."""
_LONGEST_BUTTON = 75
_LONGEST_QUESTION = 500
"""Characters of a question that is repeated above its answer."""
_WARNING = 1_900


@dataclass(frozen=True, slots=True)
class Message:
    """One message, in the three forms of the ladder: blocks, Markdown, plain text."""

    text: str
    """mrkdwn, for notifications and screen readers, and alone as the last form."""
    blocks: tuple[Block, ...] = ()
    markdown: str = ""
    """Markdown, at most 12,000 characters; empty when the text is enough."""

    def forms(self) -> Iterator[dict[str, object]]:
        """Arguments of chat.postMessage, the richest form first: Slack's refusal of one leads to the next."""
        if self.blocks:
            yield {"text": self.text, "blocks": list(self.blocks)}
        if self.markdown:
            yield {"markdown_text": self.markdown}
        yield {"text": self.text}


@dataclass(frozen=True, slots=True)
class Frame:
    """What an answer is shown with."""

    turn: str
    """Id of the turn, which feedback and buttons name."""
    documents: Mapping[str, str]
    """Document id by source, of the documents that the reader may see."""
    reader: Reader | None = None
    """The reader's pages; `None` shows quotes in a modal."""
    share: str | None = None
    """ts of the thread in which a private answer may be shared, the empty string for the channel itself; `None` when it
    is not private, or there is nobody to share it with."""
    shared_by: str | None = None
    """Slack id of the person who shared it; `None` for an answer to its own question."""
    asked: str | None = None
    """The question, where nobody else sees it beside the answer."""
    about: tuple[str, ...] = ()
    """Short names of the conventions that were assumed or clicked: the reader is told, for a figure of another
    convention would cost a budget line."""


def answer_messages(answer: Answer, frame: Frame) -> tuple[Message, ...]:
    """The messages of an answer: one, or several where it is long. The last one carries citations and feedback."""
    language = answer.language
    lead = _lead(frame, language)
    groups = list(_groups(answer, lead))
    tail = [
        *_written_by(answer),
        *_warnings(answer),
        *_choices(answer.choices, frame),
        *_sources(answer, frame),
        *_feedback(answer, frame),
    ]
    groups[-1] = (groups[-1][0] + tail, groups[-1][1])
    return tuple(
        Message(
            text=cut(f"{lead}\n{mrkdwn(_spoken(written))}".strip(), _FALLBACK),
            blocks=tuple(blocks),
            markdown=cut(harmless_markdown(written), 11_500),
        )
        for blocks, written in groups
    )


def _lead(frame: Frame, language: Language) -> str:
    """Whose answer it is and which conventions it is about, in mrkdwn; empty when the question says it all."""
    shared = message("slack.shared_by", language, user=f"<@{frame.shared_by}>") if frame.shared_by else ""
    names = escaped(cut(", ".join(frame.about), _LEAD // 10))
    about = message("slack.about", language, names=names) if frame.about else ""
    asked = f"> {mrkdwn(cut(clean(frame.asked), _LONGEST_QUESTION))}" if frame.asked else ""
    return "\n".join(filter(None, (shared, asked, about)))


def sentence(text: str) -> Message:
    """A message of one sentence of ours, with nothing behind it."""
    return Message(text=mrkdwn(text), blocks=(section(mrkdwn(text)),))


def section(text: str) -> Block:
    """A section of mrkdwn. `verbatim`: Slack makes no link or mention of what is not marked as one."""
    return {"type": "section", "text": {"type": "mrkdwn", "text": text, "verbatim": True}}


def context(text: str) -> Block:
    """A line in small grey letters."""
    return {"type": "context", "elements": [{"type": "mrkdwn", "text": text, "verbatim": True}]}


def button(text: str, action: str, value: str, **more: object) -> Block:
    """A button; `value` comes back with the click."""
    shown = {"type": "plain_text", "text": cut(harmless(text), _LONGEST_BUTTON), "emoji": False}
    return {"type": "button", "action_id": action, "text": shown, "value": value, **more}


def actions(elements: Sequence[Block]) -> list[Block]:
    """A row of buttons, or nothing."""
    return [{"type": "actions", "elements": list(elements)}] if elements else []


@dataclass(frozen=True, slots=True)
class _Piece:
    """A block of an answer's text, and the Markdown that it shows."""

    block: Block
    written: str

    @property
    def is_table(self) -> bool:
        return self.block["type"] == "table"


def _groups(answer: Answer, lead: str) -> Iterator[tuple[list[Block], str]]:
    """Blocks and Markdown of each message, as full as Slack takes them, one table a message."""
    blocks: list[Block] = [section(lead)] if lead else []
    written: list[str] = []
    size = len(lead)
    for piece in _all_pieces(answer):
        room = len(str(piece.block))
        tabled = piece.is_table and any(block["type"] == "table" for block in blocks)
        if blocks and (size + room > _MESSAGE or len(blocks) >= _MOST_BLOCKS or tabled):
            with_it = tabled and len(blocks) > 1 and _announces(written[-1])  # a table keeps the line above it
            kept, told = ([blocks.pop()], [written.pop()]) if with_it else ([], [])
            yield blocks, "\n".join(written)
            blocks, written, size = kept, told, len(str(kept))
        blocks.append(piece.block)
        written.append(piece.written)
        size += room
    yield blocks or [section("…")], "\n".join(written) or "…"


def _announces(written: str) -> bool:
    return "\n" not in written.strip() and written.rstrip().endswith(":")


def _all_pieces(answer: Answer) -> Iterator[_Piece]:
    allowed = [url for citation in answer.citations for url in urls(citation.quote)]
    conventions = {citation.convention for citation in answer.citations}
    for part in parts(answer.text, conventions, answer.language):
        table = _table(part) if isinstance(part, Table) else None
        if table:
            yield _Piece(table, _lines(part))
        else:
            yield from _sections(_lines(part), allowed)


def _spoken(written: str) -> str:
    """Markdown with its tables as lines, for whoever listens to it or reads it in a notification."""
    lines = [line for line in written.split("\n") if not is_rule(line)]
    return "\n".join(_spoken_row(line) if line.startswith("|") else line for line in lines)


def _spoken_row(line: str) -> str:
    return " · ".join(cell.strip() for cell in line.strip("|").split("|"))


def _lines(part: str | Table) -> str:
    return part if isinstance(part, str) else "\n".join(part.lines)


def _table(table: Table) -> Block | None:
    """A table block; None where Slack would refuse it."""
    rows = [table.header, *table.rows]
    if sum(len(cell) for row in rows for cell in row) > _CELLS:
        return None
    cells = [[{"type": "raw_text", "text": harmless(cell) or "–"} for cell in row] for row in rows]
    settings = [{"is_wrapped": True} for _ in table.header]
    return {"type": "table", "rows": cells, "column_settings": settings}


def _sections(text: str, allowed: Sequence[str]) -> Iterator[_Piece]:
    """Sections of whole lines; a line longer than a section is cut at blanks, and nothing of it is lost."""
    held = ""
    for line in (piece for whole in text.split("\n") for piece in _pieces(whole)):
        if held and len(mrkdwn(f"{held}\n{line}", allowed)) > _SECTION:
            yield _Piece(section(mrkdwn(held, allowed)), held)
            held = line
        else:
            held = f"{held}\n{line}" if held else line
    if held.strip():
        yield _Piece(section(mrkdwn(held, allowed)), held)


def _pieces(line: str, most: int = _SECTION // 5) -> Iterator[str]:
    """A line in pieces that stay below a section once each character is escaped, at worst five times as long."""
    while len(mrkdwn(line)) > _SECTION:
        at = line.rfind(" ", 1, most)
        at = at if at > 0 else most
        yield line[:at]
        line = line[at:].lstrip(" ")
    yield line


def harmless_markdown(text: str) -> str:
    """Markdown for Slack's own renderer: nothing of it can be a mention, and no text can hide an address."""
    return escaped(text).replace("](", "] (")


def _written_by(answer: Answer) -> list[Block]:
    """Who wrote the sentences, where a language model did."""
    if answer.written_by is None:
        return []
    name = escaped(cut(answer.written_by, 100))
    return [context(message("slack.written_by", answer.language, model=name))]


def _warnings(answer: Answer) -> list[Block]:
    if not answer.warnings:
        return []
    told = " · ".join(mrkdwn(warning) for warning in answer.warnings)
    return [context(cut(f"*{message('slack.warnings', answer.language)}* {told}", _WARNING))]


def _choices(choices: Sequence[Choice], frame: Frame) -> list[Block]:
    """A button a candidate; a click asks the same question of it."""
    return actions(
        [button(one.name, f"choose_{at}", f"{frame.turn}|{one.document}") for at, one in enumerate(choices[:24])]
    )


def _sources(answer: Answer, frame: Frame) -> list[Block]:
    """The citations, and the sharing of a private answer."""
    cited = places(answer.citations, frame.documents, answer.language)
    row = [_source(place, at, frame) for at, place in enumerate(cited[:MOST_BUTTONS])]
    if len(cited) > MOST_BUTTONS:
        row.append(button(message("slack.all_sources", answer.language, count=len(cited)), "cite_all", frame.turn))
    if frame.share is not None and answer.status == "answered":
        value = f"{frame.turn}|{frame.share}"
        row.append(button(message("slack.share", answer.language), "share", value, style="primary"))
    return actions(row)


def _source(place: Place, at: int, frame: Frame) -> Block:
    link = {"url": frame.reader.url(place.spans.document, place.spans.spans)} if frame.reader else {}
    return button(place.label, f"cite_{at}", place.spans.written(), **link)


def _feedback(answer: Answer, frame: Frame) -> list[Block]:
    def one(key: str, verdict: str) -> Block:
        told = message(f"slack.{key}", answer.language)
        return {
            "text": {"type": "plain_text", "text": told},
            "accessibility_label": told,
            "value": f"{frame.turn}|{verdict}",
        }

    buttons = {
        "type": "feedback_buttons",
        "action_id": "feedback",
        "positive_button": one("useful", "good"),
        "negative_button": one("not_useful", "bad"),
    }
    return [{"type": "context_actions", "elements": [buttons]}]
