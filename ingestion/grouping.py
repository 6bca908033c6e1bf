"""Groups: runs of lines that make one block, before their place in the structure is known."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from ingestion.blocks import BlockKind
from ingestion.headings import RANKS, Heading, read_heading, read_numbered, read_plain
from ingestion.items import Mark, read_mark
from ingestion.lines import Line, display
from ingestion.noise import noise_lines
from ingestion.tables import table_end
from ingestion.zones import Zones, find_zones, is_signing, is_visa

_FOOTNOTE = re.compile(r"[ \t]*(?:<sup>\s*\d{1,3}\s*</sup>|[¹²³⁴⁵⁶⁷⁸⁹⁰]+|\[\^\d{1,3}\]:)\s*\S")
_SENTENCE_END = (".", ";", ":", "!", "?")
_AGREED = re.compile(r"(?:qui suit|conditions suivantes|ci-apres)\s*:$")
"""« Il a été convenu ce qui suit : » introduces the whole text, not a list."""
_TITLE = re.compile(
    r"(?:projet de |modele de )?(?:convention|avenant|protocole|accord|charte|contrat|arrete|lettre|decision|entente|cahier)\b"
)


_SUBTITLE_MAX = 160
"""Characters of a line that goes on the title, « relative au service X »; a longer one is text."""


@dataclass(frozen=True, slots=True)
class Group:
    """Lines `first` to `last` (included), or a part of one line, that make one block."""

    kind: BlockKind
    start: int
    end: int
    """Character span; blank lines after it are added when blocks are made."""
    first: int
    last: int
    heading: Heading | None = None
    mark: Mark | None = None


def group_lines(lines: Sequence[Line]) -> tuple[Group, ...]:
    """Cut the lines into groups, in order; blank lines belong to none."""
    noise = noise_lines(lines)
    breaks = [i for i, line in enumerate(lines) if i not in noise and _breaks(lines, i, noise)]
    grouper = _Grouper(lines, noise, find_zones(lines, breaks))
    return _with_title(grouper.run(), lines)


def _breaks(lines: Sequence[Line], index: int, noise: frozenset[int]) -> bool:
    heading = read_heading(lines[index], _follows_text(lines, index, noise))
    if heading is None or (heading.kind is BlockKind.ANNEXE and _listed(lines, index, noise)):
        return False
    return heading.kind in (BlockKind.ARTICLE, BlockKind.ANNEXE)


def _listed(lines: Sequence[Line], index: int, noise: frozenset[int]) -> bool:
    """« Annexe 1 : X » in a list of annexes: nothing stands between it and the next annexe's name, or the signatures."""
    after = next((i for i in range(index + 1, len(lines)) if not lines[i].blank and i not in noise), None)
    if after is None:
        return False
    following = read_heading(lines[after], False)
    return is_signing(lines[after]) or (following is not None and following.kind is BlockKind.ANNEXE)


def _follows_text(lines: Sequence[Line], index: int, noise: frozenset[int]) -> bool:
    """True when the line before runs on into this one."""
    if index == 0 or lines[index - 1].blank or index - 1 in noise:
        return False
    before = lines[index - 1]
    return not before.folded.endswith(_SENTENCE_END) and not before.bold and not before.markdown_level


@dataclass(slots=True)
class _Grouper:
    lines: Sequence[Line]
    noise: frozenset[int]
    zones: Zones

    def run(self) -> list[Group]:
        groups: list[Group] = []
        index = 0
        while index < len(self.lines):
            if self.lines[index].blank:
                index += 1
                continue
            found = self.read(index, groups)
            groups.extend(found)
            index = found[-1].last + 1
        return groups

    def read(self, index: int, groups: Sequence[Group]) -> list[Group]:
        """The group that starts at a line; two when a heading is followed by its body on the same line."""
        if index in self.noise:
            return [self.make(BlockKind.NOISE, index, self.until(index, lambda i: i not in self.noise))]
        heading = read_heading(self.lines[index], _follows_text(self.lines, index, self.noise))
        if heading and not (heading.kind is BlockKind.ANNEXE and _listed(self.lines, index, self.noise)):
            return self.with_body(heading, index)
        if any(index in zone for zone in self.zones.signatures):
            return [self.make(BlockKind.SIGNATURE, index, self.until(index, self.starts))]
        end = table_end(self.lines, index)
        if end > index:
            return [self.make(BlockKind.TABLE, index, end - 1)]
        return [self.read_text(index, groups)]

    def read_text(self, index: int, groups: Sequence[Group]) -> Group:
        line = self.lines[index]
        last = self.until(index, self.starts)
        if index in self.zones.parties:
            return self.make(BlockKind.PARTY, index, last)
        if _FOOTNOTE.match(line.text):
            return self.make(BlockKind.FOOTNOTE, index, self.until(index, lambda i: self.starts(i) or self.notes(i)))
        if is_visa(line):
            return self.make(
                BlockKind.VISA, index, self.until(index, lambda i: self.starts(i) or is_visa(self.lines[i]))
            )
        heading = self.read_heading(index, last, groups)
        if heading:
            return self.make(BlockKind.HEADING, index, index, heading=heading)
        mark = read_mark(line)
        kind = BlockKind.ITEM if mark else BlockKind.PARAGRAPH
        return self.make(kind, index, last, mark=mark)

    def read_heading(self, index: int, last: int, groups: Sequence[Group]) -> Heading | None:
        """A heading that only its surroundings tell from an item or a short paragraph."""
        line = self.lines[index]
        alone = self.alone(index)
        before = next((g for g in reversed(groups) if g.kind not in (BlockKind.NOISE, BlockKind.FOOTNOTE)), None)
        numbered = read_numbered(line)
        if numbered and not self.in_list(before, line) and (alone or _upper(line)) and self.has_body(index):
            return numbered
        if read_mark(line) or (before and self.introduces(before) and not line.markdown_level):
            return None
        marked = bool(line.markdown_level) or (line.bold and alone)
        if marked or (alone and last == index and self.has_body(index)):
            return read_plain(line)
        return None

    def in_list(self, before: Group | None, line: Line) -> bool:
        """True when an item of the same sort, or a lead-in, comes just before."""
        if before is None:
            return False
        mark = read_mark(line)
        same = before.mark is not None and mark is not None and before.mark.sort == mark.sort
        return same or self.introduces(before)

    def introduces(self, group: Group) -> bool:
        text_kinds = (BlockKind.PARAGRAPH, BlockKind.ITEM)
        last = self.lines[group.last].folded.rstrip(' "')
        return group.kind in text_kinds and last.endswith(":") and not _AGREED.search(last)

    def has_body(self, index: int) -> bool:
        """True when text follows, so that a short line can be its heading."""
        after = index + 1
        while after < len(self.lines) and (self.lines[after].blank or after in self.noise):
            after += 1
        return after < len(self.lines) and not any(after in zone for zone in self.zones.signatures)

    def alone(self, index: int) -> bool:
        """True when nothing but blank lines or page noise touches this line."""
        sides = (index - 1, index + 1)
        return all(not 0 <= i < len(self.lines) or self.lines[i].blank or i in self.noise for i in sides)

    def starts(self, index: int) -> bool:
        """True when this line cannot go on the group above it."""
        line = self.lines[index]
        if line.blank or index in self.noise or read_mark(line) or line.markdown_level or _FOOTNOTE.match(line.text):
            return True
        if read_heading(line, _follows_text(self.lines, index, self.noise)):
            return True
        zone_starts = (self.zones.parties.start, *(zone.start for zone in self.zones.signatures))
        return index in zone_starts or table_end(self.lines, index) > index

    def notes(self, index: int) -> bool:
        return bool(_FOOTNOTE.match(self.lines[index].text))

    def until(self, index: int, stop: Callable[[int], bool]) -> int:
        """Last line of the group that starts at `index`."""
        last = index
        while last + 1 < len(self.lines) and not self.lines[last + 1].blank and not stop(last + 1):
            last += 1
        return last

    def with_body(self, heading: Heading, index: int) -> list[Group]:
        line = self.lines[index]
        if heading.length >= len(line.text):
            return [self.make(heading.kind, index, index, heading=heading)]
        cut = line.start + heading.length
        last = self.until(index, self.starts)
        head = Group(heading.kind, line.start, cut, index, index, heading)
        return [head, Group(BlockKind.PARAGRAPH, cut, self.lines[last].end, index, last)]

    def make(
        self, kind: BlockKind, first: int, last: int, heading: Heading | None = None, mark: Mark | None = None
    ) -> Group:
        return Group(kind, self.lines[first].start, self.lines[last].end, first, last, heading, mark)


def _upper(line: Line) -> bool:
    letters = [c for c in line.masked if c.isalpha()]
    return len(letters) >= 4 and all(c.isupper() for c in letters[1:])


def _with_title(groups: list[Group], lines: Sequence[Line]) -> tuple[Group, ...]:
    """Mark the title: the first group before the parties or the first article that names the genre, else the first."""
    stop = next((i for i, g in enumerate(groups) if g.kind in (BlockKind.PARTY, BlockKind.ARTICLE, BlockKind.VISA)), 8)
    head = [
        i
        for i, g in enumerate(groups[:stop])
        if g.kind in (BlockKind.PARAGRAPH, BlockKind.HEADING) and _short(g, lines)
    ]
    titles = [i for i in head if _TITLE.match(lines[groups[i].first].folded)]
    chosen = titles[:1] or head[:1]
    for i in head:
        heading = groups[i].heading
        plain = heading is None or heading.rank >= RANKS["plain"]
        if chosen and i == chosen[-1] + 1 and plain and groups[i].end - groups[i].start <= _SUBTITLE_MAX:
            chosen.append(i)
    marked = [replace(g, kind=BlockKind.TITLE, heading=None) if i in chosen else g for i, g in enumerate(groups)]
    return tuple(marked)


def _short(group: Group, lines: Sequence[Line]) -> bool:
    text = " ".join(display(line.text) for line in lines[group.first : group.last + 1])
    return len(text.split()) <= 60
