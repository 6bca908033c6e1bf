"""The Home tab: pure builder. One's own convention and its path, what ends soon, the conventions, words, privacy."""

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from bot.answer import Language
from bot.coming import Coming
from bot.slack.citing import Spans
from bot.slack.messages import Block, actions, button, context, section
from bot.slack.mrkdwn import cut, escaped, harmless
from bot.steps import Step
from index.records import DocumentRow
from ingestion.french.dates import format_date
from ingestion.french.folding import fold
from prompts import message

PAGE = 15
"""Conventions listed at once."""
STEPS_A_BLOCK = 10
"""Slack's limit of options in one group of boxes."""
_MOST_STEPS = 30
_MOST_ENDING = 8
_MOST_OPTIONS = 100
"""Options of a static list; beyond, the list is asked for as one types."""
_OPTION = 75
_HOW = 150
"""Characters of how a date was computed: the sum, then as much of the rule as a phone shows."""


@dataclass(frozen=True, slots=True)
class Looked:
    """What a person looks at in the list of conventions."""

    words: str = ""
    """What they search for; empty for all."""
    page: int = 0
    """From 0."""

    def written(self) -> str:
        """As the view carries it from one click to the next."""
        return json.dumps({"words": self.words[:200], "page": self.page}, ensure_ascii=False)


def read_looked(written: str) -> Looked:
    """What `Looked.written` wrote; the beginning of the whole list for anything else."""
    try:
        held = json.loads(written or "{}")
        return Looked(str(held.get("words", "")), max(0, int(held.get("page", 0))))
    except (ValueError, AttributeError, TypeError):
        return Looked()


@dataclass(frozen=True, slots=True)
class Home:
    """What one person's Home shows. Only what they may see."""

    language: Language
    conventions: tuple[DocumentRow, ...]
    """All those that may be chosen, by name."""
    found: tuple[DocumentRow, ...]
    """Those that the search leaves."""
    looked: Looked
    chosen: DocumentRow | None
    steps: tuple[Step, ...]
    """Path of the chosen convention; empty when none is chosen."""
    ticked: Collection[str]
    """Ids of the steps done."""
    ending: tuple[Coming, ...]
    until: date
    """Last day that `ending` looks at."""
    sources: dict[str, str]
    """Document ids by source."""
    retention_days: int
    model: str | None = None
    """Name of the language model that writes some answers; `None` without one."""


def home_view(home: Home) -> dict[str, object]:
    """The view for `views.publish`, at most 100 blocks."""
    blocks = [*_welcome(home), *_mine(home), *_ending(home), *_conventions(home), *_foot(home)]
    return {"type": "home", "callback_id": "home", "private_metadata": home.looked.written(), "blocks": blocks}


def option(row: DocumentRow) -> Block:
    """A convention in a list to choose from."""
    return {"text": _cut(row.short_name), "value": row.id}


def _welcome(home: Home) -> Iterator[Block]:
    yield _header("home.title", home)
    yield section(message("home.welcome", home.language, count=len(home.conventions)))


def _mine(home: Home) -> Iterator[Block]:
    """« Ma convention », the list to choose it from, its path."""
    yield {"type": "divider"}
    yield _header("home.mine", home)
    if home.conventions:
        yield from actions([_select(home), *_mine_buttons(home)])
    told = "home.mine_chosen" if home.chosen else "home.mine_none"
    name = escaped(home.chosen.short_name) if home.chosen else ""
    yield section(message(told, home.language, name=name))
    if home.steps:
        done = sum(step.id in home.ticked for step in home.steps)
        yield section(message("home.path", home.language, done=done, total=len(home.steps)))
        yield from _path(home)


def _select(home: Home) -> Block:
    kind = "static_select" if len(home.conventions) <= _MOST_OPTIONS else "external_select"
    select: Block = {
        "type": kind,
        "action_id": "home_choose",
        "placeholder": _plain(message("home.choose", home.language)),
    }
    if kind == "static_select":
        select["options"] = [option(row) for row in home.conventions]
    else:
        select["min_query_length"] = 1
    if home.chosen:
        select["initial_option"] = option(home.chosen)
    return select


def _mine_buttons(home: Home) -> list[Block]:
    if home.chosen is None:
        return []
    return [
        button(message("home.card", home.language), "home_card", home.chosen.id),
        button(message("home.path_detail", home.language), "home_path", home.chosen.id),
        button(message("home.forget_mine", home.language), "home_unchoose", home.chosen.id),
    ]


def _path(home: Home) -> Iterator[Block]:
    """The steps as boxes to tick, ten a group."""
    for at in range(0, min(len(home.steps), _MOST_STEPS), STEPS_A_BLOCK):
        options = [_step(step, home.language) for step in home.steps[at : at + STEPS_A_BLOCK]]
        boxes: Block = {"type": "checkboxes", "action_id": f"home_tick_{at}", "options": options}
        done = [one for one in options if one["value"] in home.ticked]
        if done:
            boxes["initial_options"] = done
        yield from actions([boxes])


def _step(step: Step, language: Language) -> Block:
    told = f"{format_date(step.day, language)} — {step.detail}" if step.day else step.detail
    shown: Block = {"text": _cut(step.title), "value": step.id}
    return {**shown, "description": _cut(told)} if told else shown


def _ending(home: Home) -> Iterator[Block]:
    yield {"type": "divider"}
    yield _header("home.ending", home)
    if not home.ending:
        yield section(message("home.nothing_ends", home.language, day=format_date(home.until, home.language)))
    for line in home.ending[:_MOST_ENDING]:
        yield _line(line, home)
    if len(home.ending) > _MOST_ENDING:
        yield context(message("home.more_ending", home.language, count=len(home.ending) - _MOST_ENDING))


def _line(line: Coming, home: Home) -> Block:
    """« 30 juin 2025 — Quai Ouvert : fin de la convention », with its source a click away."""
    day = format_date(line.day, home.language)
    text = message("home.line", home.language, day=day, name=escaped(line.name), what=escaped(line.what))
    shown = section(text + (f"\n_{escaped(cut(line.how, _HOW))}_" if line.how else ""))
    source = home.sources.get(line.citation.source)
    if source is None:
        return shown
    spans = Spans(source, ((line.citation.start, line.citation.end),))
    return {**shown, "accessory": button(message("home.source", home.language), "cite_0", spans.written())}


def _conventions(home: Home) -> Iterator[Block]:
    yield {"type": "divider"}
    yield _header("home.conventions", home)
    yield _search(home)
    if not home.found:
        key = "home.none_found" if home.conventions else "home.no_convention"
        yield section(message(key, home.language, words=escaped(cut(home.looked.words, 200))))
    first = home.looked.page * PAGE
    for row in home.found[first : first + PAGE]:
        yield _convention(row, home.language)
    yield from actions(list(_pages(home, first)))


def _search(home: Home) -> Block:
    field: Block = {
        "type": "plain_text_input",
        "action_id": "home_search",
        "placeholder": _plain(message("home.search_hint", home.language)),
        "dispatch_action_config": {"trigger_actions_on": ["on_enter_pressed"]},
    }
    if home.looked.words:
        field["initial_value"] = home.looked.words[:200]
    label = _plain(message("home.search", home.language))
    return {"type": "input", "block_id": "search", "dispatch_action": True, "label": label, "element": field}


def _convention(row: DocumentRow, language: Language) -> Block:
    parties = escaped(" / ".join(row.identity.parties))
    shown = section(cut(f"*{escaped(row.short_name)}*" + (f"\n{parties}" if parties else ""), 2_900))
    return {**shown, "accessory": button(message("home.card", language), "home_card", row.id)}


def _pages(home: Home, first: int) -> Iterator[Block]:
    if first > 0:
        yield button(message("home.previous", home.language), "home_previous", str(home.looked.page - 1))
    if first + PAGE < len(home.found):
        yield button(message("home.next", home.language), "home_next", str(home.looked.page + 1))


def _foot(home: Home) -> Iterator[Block]:
    yield {"type": "divider"}
    yield _header("home.words", home)
    yield from actions([button(message("home.glossary", home.language), "home_glossary", "glossary")])
    yield {"type": "divider"}
    yield _header("home.privacy", home)
    notice = message("home.privacy_notice", home.language, days=home.retention_days)
    sent = message("home.privacy_local", home.language)
    if home.model:
        sent = message("home.privacy_model", home.language, model=escaped(cut(home.model, 100)))
    yield section(f"{notice} {sent}")
    confirm = {
        "title": _plain(message("home.forget", home.language)),
        "text": _plain(message("home.forget_sure", home.language)),
        "confirm": _plain(message("home.forget_yes", home.language)),
        "deny": _plain(message("home.forget_no", home.language)),
    }
    yield from actions([button(message("home.forget", home.language), "home_forget", "forget", confirm=confirm)])


def matching(rows: Sequence[DocumentRow], words: str) -> tuple[DocumentRow, ...]:
    """The conventions whose name, title or parties hold every word of a search, accents and case forgiven."""
    wanted = fold(words).split()
    held = [(row, fold(" ".join((row.short_name, row.title, *row.identity.parties)))) for row in rows]
    return tuple(row for row, text in held if all(word in text for word in wanted))


def _header(key: str, home: Home) -> Block:
    return {"type": "header", "text": _plain(message(key, home.language))}


def _cut(text: str) -> Block:
    """A text of an option: made harmless first, for that may lengthen it."""
    return {"type": "plain_text", "text": cut(harmless(text), _OPTION), "emoji": False}


def _plain(text: str) -> Block:
    return {"type": "plain_text", "text": harmless(text), "emoji": False}
