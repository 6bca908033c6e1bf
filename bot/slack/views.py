"""Views: pure builders of modals: quotes, a fiche, why an answer was no good, a question, the glossary."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.answer import Language
from bot.conversations.feedback import Reason
from bot.slack.messages import Block, Message, context, section
from bot.slack.mrkdwn import cut, escaped, harmless, mrkdwn, urls
from prompts import message

View = dict[str, object]
FEEDBACK, ASK = "feedback_reason", "ask"
REASONS: tuple[Reason, ...] = ("wrong", "elsewhere", "incomplete", "refused", "unclear", "other")
_TITLE = 24
_SECTION = 2_900
_LINE = 2_700
"""Characters, once escaped, of a line that stays whole; one character may become five."""
_PLACE = 300
_MOST_BLOCKS = 90
"""Blocks of a modal that we fill; Slack takes 100."""


@dataclass(frozen=True, slots=True)
class Quoted:
    """A passage to show."""

    place: str
    """« Quai Ouvert, art. 4 »."""
    quote: str
    """Verbatim."""
    link: str | None = None
    """The reader's page; `None` without a reader."""


def quotes(passages: Sequence[Quoted], language: Language) -> View:
    """The verbatim passages of an answer; addresses that stand in a passage are links."""
    blocks: list[Block] = []
    for passage in passages:
        shown = f"*{escaped(cut(passage.place, _PLACE))}*"
        link = f"  <{passage.link}|{message('slack.read', language)}>" if passage.link else ""
        blocks.append(section(shown + link))
        blocks += [section(piece) for piece in _quoted(passage.quote)]
    told = [context(message("slack.verbatim", language))]
    if len(blocks) > _MOST_BLOCKS:
        told.append(context(message("slack.more_quotes", language)))
    return _modal("slack.quotes_title", language, [*blocks[:_MOST_BLOCKS], *told])


def note(text: str, language: Language, title: str = "slack.note_title") -> View:
    """A sentence of ours, where an answer cannot be."""
    return _modal(title, language, [section(mrkdwn(text))])


def answer_view(messages: Sequence[Message], language: Language, title: str = "slack.answer_title") -> View:
    """An answer in a modal: what only messages may hold is left out or written in lines."""
    blocks = [block for one in messages for block in one.blocks]
    kept = [piece for block in blocks for piece in _for_modal(block)]
    more = [context(message("slack.more_quotes", language))] if len(kept) > _MOST_BLOCKS else []
    return _modal(title, language, [*kept[:_MOST_BLOCKS], *more])


def feedback(turn: str, language: Language) -> View:
    """Why an answer was no good."""
    options = [
        {"text": _plain(message(f"slack.reason_{reason}", language)), "value": reason} for reason in REASONS
    ]  # fmt: skip
    reasons: Block = {
        "type": "input",
        "block_id": "reasons",
        "optional": True,
        "label": _plain(message("slack.why", language)),
        "element": {"type": "checkboxes", "action_id": "reasons", "options": options},
    }
    comment = _input("comment", message("slack.expected", language), message("slack.expected_hint", language), True)
    notice = context(message("slack.feedback_notice", language))
    view = _modal("slack.feedback_title", language, [reasons, comment, notice], "slack.send", FEEDBACK)
    return {**view, "private_metadata": turn}


def ask(language: Language) -> View:
    """A question, from anywhere in Slack."""
    question = _input("question", message("slack.your_question", language), message("slack.question_hint", language))
    return _modal("slack.ask_title", language, [question], "slack.ask", ASK)


def glossary(entries: Sequence[str], language: Language) -> View:
    """The words of the field; entries are Markdown, one a word."""
    return _modal("slack.glossary_title", language, [section(mrkdwn(text)) for text in entries[:_MOST_BLOCKS]])


def _input(name: str, label: str, hint: str, optional: bool = False) -> Block:
    element = {
        "type": "plain_text_input",
        "action_id": name,
        "multiline": True,
        "max_length": 3_000,
        "placeholder": _plain(cut(hint, 150)),
    }
    return {"type": "input", "block_id": name, "optional": optional, "label": _plain(label), "element": element}


def _modal(title: str, language: Language, blocks: Sequence[Block], submit: str = "", callback: str = "") -> View:
    view: View = {
        "type": "modal",
        "title": _plain(cut(message(title, language), _TITLE)),
        "close": _plain(message("slack.close", language)),
        "blocks": list(blocks),
    }
    if submit:
        view |= {"submit": _plain(message(submit, language)), "callback_id": callback}
    return view


def _plain(text: str) -> Block:
    return {"type": "plain_text", "text": harmless(text)}


def _quoted(quote: str) -> list[str]:
    """A quote as mrkdwn lines that begin with « > », in pieces that fit a section."""
    return list(_filled([f"> {piece}" for line in quote.split("\n") for piece in _fitting(line, urls(quote))]))


def _fitting(line: str, links: Sequence[str]) -> Iterator[str]:
    """A line as mrkdwn; in pieces only where it is longer than a section."""
    step = max(len(line), 1) if len(escaped(line)) < _LINE else _LINE // 5
    for start in range(0, max(len(line), 1), step):
        yield mrkdwn_verbatim(line[start : start + step], links)


def mrkdwn_verbatim(text: str, links: Sequence[str]) -> str:
    """Text shown as it is, with its own addresses as links."""
    shown = escaped(text)
    if not links:
        return shown
    marked = "|".join(re.escape(escaped(url)) for url in sorted(set(links), key=len, reverse=True))
    return re.sub(marked, lambda found: f"<{found[0]}>", shown)


def _filled(lines: Sequence[str]) -> Iterator[str]:
    """Lines put together in pieces that fit a section."""
    held = ""
    for line in lines:
        if held and len(held) + len(line) + 1 > _SECTION:
            yield held
            held = line
        else:
            held = f"{held}\n{line}" if held else line
    yield held


def _for_modal(block: Block) -> list[Block]:
    """What Slack takes in a modal in place of a block of a message."""
    if block["type"] == "table":
        rows = block["rows"]
        assert isinstance(rows, list)
        lines = [" · ".join(escaped(cell["text"]) for cell in row) for row in rows]
        return [section(piece) for piece in _filled([f"*{cut(lines[0], _LINE)}*", *(cut(x, _LINE) for x in lines[1:])])]
    return [] if block["type"] == "context_actions" else [block]
