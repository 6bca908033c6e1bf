"""Groups: runs of lines that make one block, before their place in the structure is known."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from ingestion.blocks import BlockKind
from ingestion.headings import RANKS, Heading, is_dotted, read_heading, read_numbered, read_plain, read_subtitle
from ingestion.items import Mark, read_mark
from ingestion.lines import Line, display
from ingestion.noise import noise_lines
from ingestion.tables import table_ends
from ingestion.zones import Zones, find_zones, is_signing, is_visa

_FOOTNOTE = re.compile(r"[ \t]*(?:<sup>\s*\d{1,3}\s*</sup>|[¹²³⁴⁵⁶⁷⁸⁹⁰]+|\[\^\d{1,3}\]:)\s*\S")
_SENTENCE_END = (".", ";", ":", "!", "?")
_AGREED = re.compile(r"(?:qui suit|conditions suivantes|ci-apres)\s*:$")
"""« Il a été convenu ce qui suit : » introduces the whole text, not a list."""
_TITLE = re.compile(
    r"(?:projet de |modele de )?"
    r"(?:convention|avenant|protocole|accord|charte|contrat|arrete|lettre|decision|entente|cahier|partenariat"
    r"|delegation de gestion)\b"
)
_TITLE_REACH = 8
"""Groups in which the title is looked for in a document without parties, visas or articles."""
_TITLE_WORDS = 60
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
    return _with_title(_Grouper(lines, noise, find_zones(lines, breaks)).run(), lines)


def _breaks(lines: Sequence[Line], index: int, noise: frozenset[int]) -> bool:
    heading = read_heading(lines[index], _follows_text(lines, index, noise))
    if heading is None or (heading.kind is BlockKind.ANNEXE and _listed(lines, index, noise)):
        return False
    return heading.kind in (BlockKind.ARTICLE, BlockKind.ANNEXE)


def _listed(lines: Sequence[Line], index: int, noise: frozenset[int]) -> bool:
    """« Annexe 1 : X » in a list of annexes: the next text is another annexe's name, or the signatures."""
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
    tables: tuple[int, ...] = ()
    """See `table_ends`."""
    signed: frozenset[int] = frozenset()
    """Lines of the signatures."""
    openings: frozenset[int] = frozenset()
    """First lines of the zones."""

    def __post_init__(self) -> None:
        self.tables = table_ends(self.lines)
        self.signed = frozenset(index for zone in self.zones.signatures for index in zone)
        self.openings = frozenset(zone.start for zone in (self.zones.parties, *self.zones.signatures))

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
        if index in self.signed:
            return [self.make(BlockKind.SIGNATURE, index, self.until(index, self.starts))]
        if self.tables[index] > index:
            return [self.make(BlockKind.TABLE, index, self.tables[index] - 1)]
        return [self.read_text(index, groups)]

    def read_text(self, index: int, groups: Sequence[Group]) -> Group:
        line = self.lines[index]
        if index in self.zones.parties:
            return self.make(BlockKind.PARTY, index, self.until(index, self.starts))
        if _FOOTNOTE.match(line.text):
            return self.make(BlockKind.FOOTNOTE, index, self.until(index, self.starts))
        if is_visa(line):
            return self.make(BlockKind.VISA, index, self.until(index, self.starts_or_cites))
        last = self.until(index, self.starts)
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
        if index + 1 < len(self.lines) and not self.lines[index + 1].blank and not self.in_list(before, line):
            subtitle = read_subtitle(line, self.lines[index + 1])
            if subtitle:
                return subtitle
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
        return after < len(self.lines) and after not in self.signed

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
        if index in self.openings or self.tables[index] > index:
            return True
        return is_dotted(line) and (
            not _follows_text(self.lines, index, self.noise) or is_dotted(self.lines[index - 1])
        )

    def starts_or_cites(self, index: int) -> bool:
        """Likewise in the visas, where each « Vu » is a group of its own."""
        return self.starts(index) or is_visa(self.lines[index])

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


def _with_title(groups: Sequence[Group], lines: Sequence[Line]) -> tuple[Group, ...]:
    """Mark the title: before the parties and the first article, the first group that names the genre, else the first
    that is neither a sentence nor numbered and that no table or list precedes."""
    stops = (BlockKind.PARTY, BlockKind.ARTICLE, BlockKind.VISA)
    stop = next((i for i, group in enumerate(groups) if group.kind in stops), _TITLE_REACH)
    kinds = (BlockKind.PARAGRAPH, BlockKind.HEADING)
    head = [i for i, group in enumerate(groups[:stop]) if group.kind in kinds and _short(group, lines)]
    named = (i for i in head if _TITLE.match(lines[groups[i].first].folded))
    body = next((i for i, group in enumerate(groups) if group.kind in (BlockKind.TABLE, BlockKind.ITEM)), len(groups))
    begins = (i for i in head if i < body and not lines[groups[i].first].masked.lstrip()[:1].islower())
    other = next((i for i in begins if _goes_on(groups[i], lines)), len(groups))
    first = next(named, other)
    last, near = first + 1, frozenset(head)
    while last in near and _goes_on(groups[last], lines) and groups[last].end - groups[last].start <= _SUBTITLE_MAX:
        last += 1
    marked = [replace(group, kind=BlockKind.TITLE, heading=None) for group in groups[first:last]]
    return (*groups[:first], *marked, *groups[last:])


def _goes_on(group: Group, lines: Sequence[Line]) -> bool:
    """True for a line that may be or go on a title, « relative au service X »: no number, no sentence, no lead-in."""
    plain = group.heading is None or group.heading.rank >= RANKS["plain"]
    first, last = lines[group.first].masked.strip(), lines[group.last].folded
    return plain and not (first[:1].isupper() and last.endswith(_SENTENCE_END))


def _short(group: Group, lines: Sequence[Line]) -> bool:
    text = " ".join(display(line.text) for line in lines[group.first : group.last + 1])
    return len(text.split()) <= _TITLE_WORDS
