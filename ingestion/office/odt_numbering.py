"""Automatic numbers of an .odt: lists that count on, restart and nest, and numbered headings."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from ingestion.office.numbers import show
from ingestion.office.odt_styles import Level

_DEPTH = 10
"""Levels of a list (ODF 1.3, 19.880)."""
Counts = list[int | None]


@dataclass(slots=True)
class Counter:
    """How far a list has counted, at each of its levels."""

    levels: Mapping[int, Level]
    counts: Counts = field(default_factory=lambda: [None] * (_DEPTH + 1))

    def mark(self, depth: int, start: int | None = None) -> str:
        """Count an item at a level, from 1, and give what is shown before it: `-` for a bullet."""
        depth = min(max(depth, 1), _DEPTH)
        level = self.levels.get(depth)
        if level is None:
            return "-"
        before = self.counts[depth]
        self.counts[depth] = start if start is not None else level.start if before is None else before + 1
        self.counts[depth + 1 :] = [None] * (_DEPTH - depth)
        if level.form is None:
            return "-"
        return self._shown(depth, level)

    def restart(self, depth: int) -> None:
        """Let the next item of a level and those below start anew."""
        self.counts[depth:] = [None] * (len(self.counts) - depth)

    def _shown(self, depth: int, level: Level) -> str:
        if level.pattern is not None:
            return re.sub(r"%(\d+)%", lambda match: self._value(min(int(match[1]), _DEPTH)), level.pattern)
        if not level.form:
            return f"{level.prefix}{level.suffix}".strip()
        first = max(depth - level.levels + 1, 1)
        values = [value for inner in range(first, depth + 1) if (value := self._value(inner))]
        return f"{level.prefix}{'.'.join(values)}{level.suffix}"

    def _value(self, depth: int) -> str:
        level = self.levels.get(depth)
        if level is None or level.form is None:
            return ""
        count = self.counts[depth]
        if count is None:
            count = self.counts[depth] = level.start
        return show(count, level.form)


@dataclass(slots=True)
class Counters:
    """The lists of a document, so that one may go on with another."""

    styles: Mapping[str, Mapping[int, Level]]
    by_style: dict[str, Counter] = field(default_factory=dict)
    by_id: dict[str, Counter] = field(default_factory=dict)

    def open(self, style: str, identifier: str | None, goes_on: bool, after: str | None) -> Counter:
        """The counter of an outermost list: a former one's when it goes on with it, else a new one."""
        counter = self.by_id.get(after or "") or (self.by_style.get(style) if goes_on else None)
        if counter is None:
            counter = Counter(self.styles.get(style, {}))
        elif style in self.styles:
            counter = replace(counter, levels=self.styles[style])
        self.by_style[style] = counter
        if identifier:
            self.by_id[identifier] = counter
        return counter
