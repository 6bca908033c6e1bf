"""Chorus codes in sentences and lists: « UO 0123-ABCD-EFGH », « - Centre de coût : … », « programme 123 « … » »."""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from ingestion.blocks import Block, BlockKind
from ingestion.facts.chorus_codes import SHAPES, ChorusField, CodeFound, cue_words, field_names, read_codes, straight
from ingestion.facts.chorus_tables import read_value
from ingestion.facts.evidence import Evidence, State, evidence, sentence_around
from ingestion.facts.placeholders import MARKS
from ingestion.french.folding import fold
from ingestion.french.sentences import sentences
from ingestion.lines import display, mask

_READ = (BlockKind.PARAGRAPH, BlockKind.ITEM, BlockKind.HEADING, BlockKind.FOOTNOTE, BlockKind.VISA)
_ASIDE = r"(?:\s*\([^()\n]{0,40}\))?"
_TIGHT = re.compile(
    rf"(?:s|es|\(s\))?{_ASIDE}\s*(?:chorus|lolf|budgetaires?)?{_ASIDE}\s*(?:n°|n\.|numero|code|:|=|"
    rf"-)?\s*[\"(\[]?\s*"
)
_LOOSE = re.compile(r"[^.;:\n\d]{0,40}[:\n]?[^.;:\n\d]{0,20}")
_WORTH = re.compile(rf"[\d:]|{MARKS}")
_NEAR = ("centre_financier", "domaine_fonctionnel", "activité", "centre_de_coût", "engagement_juridique")
"""Fields whose code may stand a few words after the label, its shape being its own."""
_LINE = re.compile(
    r"^[ \t]*(?:[-–—•*·o]|\d{1,2}[.)°]|[a-z]\))?[ \t]*(?P<label>[^:\n|"
    r"]{2,45}?)[ \t]*:[ \t]*(?P<value>[^\n]*)$",
    re.M,
)
_TO_FILL = re.compile(
    rf"\s*(?:n°)?\s*(?:(?:est|sera)(?: le)?)?\s*:?\s*(?:{MARKS}"
    r"|(?<=[: ])a (?:completer|preciser|renseigner|definir|determiner|communiquer|venir|creer)\b)"
)
_QUOTED = re.compile(r"\s{0,3}(?:[-,:]\s{0,2})?\(?\"\s*(?P<label>[^\"]{2,160}?)\s*\"")
_BRACKETED = re.compile(r"\s{0,2}\((?P<label>[^()\d]{3,120})\)")
_DASHED = re.compile(r"\s{1,3}-\s{1,2}(?P<label>[a-z][^.;:()\"]{2,160})")
_FREE = re.compile(r"\s{1,2}(?P<label>[a-z][^.;:()\"]{8,160})")
_NO_LABEL = re.compile(
    r"(?:sur|dont|est|sont|sera|seront|pour|au|aux|a|de|du|des|d'|et|ou|hors|en|le|la|les|l'|qui|que|"
    r"par|dans|avec|relati\w*|"
    r"mention\w*|vis[ee]\w*|ger\w*|pilot\w*|ouvert\w*|rattach\w*|dedi\w*|impute\w*|port\w*|ci|afin|"
    r"conform\w*|soit|sous)\b"
)
_VERB = re.compile(
    r"\w+(?:(?<!em)ent|era|eront|ait|aient|ees?|est)\b|(?!.*(?: et | de | des | du | d'| aux? )).*", re.S
)
"""What a bare label is not: a verb that goes on with the sentence, or words that no preposition joins."""
_ENDS = r" dont | sur | pour | qui | ainsi | conform| a hauteur|\n| est | sont |$"
_CUT, _CUT_BOLD = re.compile(rf",|{_ENDS}"), re.compile(_ENDS)
"""Where a bare label ends; one in bold may hold commas."""


@cache
def _labels() -> re.Pattern[str]:
    """Every name of every field, longest first."""
    return re.compile(rf"\b(?:{'|'.join(sorted(_names(), key=len, reverse=True))})(?![a-rt-z])")


@cache
def _names() -> dict[str, tuple[ChorusField, bool]]:
    """Pattern of each name: its field, and whether it is an abbreviation, read in capitals only."""
    names: dict[str, tuple[ChorusField, bool]] = {}
    for one in field_names():
        names |= {short.lower(): (one.field, True) for short in one.short}
        names |= {re.escape(word).replace(r"\ ", r"s?[ \n]{1,2}"): (one.field, False) for word in one.words}
    return names


@cache
def _field(name: str) -> tuple[ChorusField, bool]:
    """Field of a name as it was matched, and whether it is an abbreviation."""
    return next(found for pattern, found in _names().items() if re.fullmatch(pattern, name))


def read_prose(blocks: Sequence[Block]) -> Iterator[CodeFound]:
    """Codes said outside tables, in reading order."""
    for index, block in enumerate(blocks):
        if block.kind in _READ:
            yield from _block(blocks, index, block)


def _block(blocks: Sequence[Block], index: int, block: Block) -> Iterator[CodeFound]:
    masked = mask(block.text)
    folded = fold(masked)
    if not _WORTH.search(folded):
        return
    cuts = sentences(block.text)
    spans: list[tuple[int, int]] = []
    taken = bytearray(len(folded))
    for field, start, end in _codes(folded, masked):
        if any(taken[start:end]):
            continue
        taken[start:end] = b"\1" * (end - start)
        spans.append((start, end))
        yield _stated(block, masked, folded, (field, start, end), cuts)
    yield from _blanks(blocks, index, block, folded, spans)


def _codes(folded: str, masked: str) -> Iterator[tuple[ChorusField, int, int]]:
    smooth = straight(masked)
    for label in _labels().finditer(folded):
        field, capitals = _named(label, smooth)
        if not capitals:
            continue
        for start, end in _after(field, folded, smooth, label.end()):
            yield field, start, end
    for found in SHAPES["centre_financier"].finditer(smooth):
        if not smooth[found.start() : found.end()].islower():
            yield "centre_financier", *found.span()
    if cue_words().search(folded):
        yield from _by_shape(smooth)


def _by_shape(smooth: str) -> Iterator[tuple[ChorusField, int, int]]:
    """Codes without a label, in a block that speaks of imputations: the activity and the functional domain."""
    for found in re.finditer(r"(?<![\w.,-])0\d{11}(?![\w-])", smooth):
        yield "activité", *found.span()
    for found in re.finditer(r"(?<![\w.,/-])0\d{3}-\d{2}(?:-\d{2})?(?![\w-])", smooth):
        yield "domaine_fonctionnel", *found.span()


def _after(field: ChorusField, folded: str, smooth: str, end: int) -> tuple[tuple[int, int], ...]:
    """Spans of the codes that belong to a label ending at `end`."""
    tight = _TIGHT.match(folded, end)
    at = tight.end() if tight else end
    spans = read_codes(field, smooth, at, labelled=False)
    if spans and field == "bop":
        return tuple(span for span in spans if smooth[span[0] : span[1]].upper() == smooth[span[0] : span[1]])
    if not spans and field in _NEAR:
        loose = _LOOSE.match(folded, end)
        found = SHAPES[field].search(smooth, end, (loose.end() if loose else end) + 24)
        if found and loose and found.start() <= loose.end() and not _labels().search(folded, end, found.start()):
            return read_codes(field, smooth, found.start(), labelled=False)
    return spans


def _stated(
    block: Block, masked: str, folded: str, code: tuple[ChorusField, int, int], cuts: Sequence[tuple[int, int]]
) -> CodeFound:
    field, start, end = code
    where = sentence_around(block, block.start + start, block.start + end, cuts)
    span = _label_after(field, folded, block.text, end)
    label = display(masked[span[0] : span[1]]).strip(" -–—,:") if span else None
    return CodeFound(field, masked[start:end], label or None, State.STATED, where)


def _label_after(field: ChorusField, folded: str, raw: str, end: int) -> tuple[int, int] | None:
    """Span of the wording that names a code: quoted, in brackets, or, for a programme or BOP, bare."""
    found = _QUOTED.match(folded, end) or _BRACKETED.match(folded, end)
    if found:
        return found.span("label")
    if field not in ("programme", "bop"):
        return None
    bare = _DASHED.match(folded, end) or _FREE.match(folded, end)
    if bare is None or _NO_LABEL.match(bare["label"]) or (bare.re is _FREE and _VERB.match(bare["label"])):
        return None
    start, last = bare.span("label")
    bold = raw.find("**", start, last)
    cut = (_CUT if bold < 0 else _CUT_BOLD).search(folded, start, bold if bold >= 0 else last)
    return start, (cut.start() if cut else last)


def _blanks(
    blocks: Sequence[Block], index: int, block: Block, folded: str, spans: Sequence[tuple[int, int]]
) -> Iterator[CodeFound]:
    """Lines « label : » with nothing, « sans objet » or other words after, in a list about Chorus."""
    for label in _labels().finditer(folded):
        field, capitals = _named(label, block.text)
        mark = _TO_FILL.match(folded, label.end())
        if mark and capitals and not any(first >= label.start() and first < mark.end() for first, _ in spans):
            where = sentence_around(block, block.start + label.start(), block.start + mark.end(), sentences(block.text))
            yield CodeFound(field, None, None, State.BLANK, where)
            return
    for line in _LINE.finditer(folded):
        name = _line_field(line, block.text)
        taken = any(line.start() <= first < line.end() for first, _ in spans)
        if name and not taken and not _goes_on(blocks, index, line["value"]) and _in_a_list(blocks, index):
            yield from read_value(
                block, name, block.start + line.start("value"), block.start + line.end(), _line(block, line)
            )


def _line_field(line: re.Match[str], text: str) -> ChorusField | None:
    label = _labels().match(folded := line["label"])
    if label is None or len(folded) - label.end() > 12:
        return None
    field, capitals = _named(label, text[line.start("label") :])
    return field if capitals else None


def _named(label: re.Match[str], text: str) -> tuple[ChorusField, bool]:
    """Field of a label, and whether its letters are right: abbreviations are in capitals."""
    field, short = _field(label.group())
    return field, not short or text[label.start() : label.end()].isupper()


def _line(block: Block, line: re.Match[str]) -> Evidence:
    start = line.start() + len(line[0]) - len(line[0].lstrip())
    return evidence(block, block.start + start, block.start + start + len(line[0].strip()))


def _in_a_list(blocks: Sequence[Block], index: int) -> bool:
    """Whether another line near by names another field with a colon, or what stands above speaks of imputations."""
    texts = [mask(block.text) for block in blocks[max(0, index - 2) : index + 3]]
    fields = {_line_field(line, text) for text in texts for line in _LINE.finditer(fold(text))}
    lead = blocks[index].lead_in
    above = fold(" ".join(blocks[index].path[-1:]) + " " + (blocks[lead].text if lead is not None else ""))
    return len(fields - {None}) > 1 or cue_words().search(above) is not None


def _goes_on(blocks: Sequence[Block], index: int, value: str) -> bool:
    """Whether an empty line only introduces the items below."""
    items = [block for block in blocks[index + 1 : index + 3] if block.kind is BlockKind.ITEM]
    return not value.strip() and any(item.lead_in == index for item in items)
