"""Party clauses: where the parties are introduced, cut into one span a party."""

import re
from collections.abc import Iterator, Sequence

from ingestion.blocks import Block, BlockKind
from ingestion.facts.role_words import vocabulary
from ingestion.french.folding import fold
from ingestion.lines import mask

_OPENING = re.compile(
    r"\s*(?:[^\n.;]{0,120}?\b(?:conclue?s?|passee?s?|etablie?s?|signee?s?|intervenue?|est)\s+)?entre\b"
    r"(?:\s+(?:les\s+)?(?:soussignee?s?|parties(?:\s+(?:suivantes|soussignees"
    r"|designees\s+ci-dessous))?)(?:\s+suivante?s)?)?\s*[:,]?\s*(?:d'une part\s*[,:]\s*)?"
)
_CUE = re.compile(
    r"repre(?:-\n\s*)?sente|ci[- ]*apres|denommee?|designee?|appelee?|dont le siege|sise?s?\b|situee?s? a|adresse\b"
    r"|siret|d'autre part|\d{5}\b|\d\d \d{3}\b|domicilie"
    r"|\"\s*(?:l[ea]s?\b|l')"
)
_CLOSED = re.compile(r"ci[- ]*apres|denommee?|designee?s?\b|appelee?s?\b|d'une part|d'autre part|\"\s*[,.;]?\s*$")
"""What a clause ends with: the name to be used afterwards."""
_SEPARATOR = re.compile(
    r"(?m)^[ *-]*et(?:[ ,:-]*d'autre part)?[ ,:*-]*$"  # « Et » alone on its line
    r"|\bd'une part\s*[,;.]?\s*(?:et\b[ ,:]*)?(?=\S)(?!d'autre)"
    r"|(?:(?<=[,;.\")])|^)\s*\bet[ \n]+(?:de[ ]+)?(?=(?:d'autre part[, ]|l[ae]s?\b|l'|m\.|mme\b|monsieur|madame"
    r"|une?\b|[a-z]))"
)
_MARKED = re.compile(
    r"(?m)^[ \t]*(?:\d{1,2}\s?[.)°/-]|[a-hA-H]\s?[.)–-]|[-–•*]|(?:de )?(?:premiere|seconde|deuxieme"
    r"|troisieme) part\s*:)[ \t]+(?=\S)"
)
_FIELD = re.compile(
    r"[-–•*]?\s*(?:adresse|repre(?:-\n\s*)?sent|ci[- ]*apres|denomm|design|appele|nomme|dont\b|siege|sise?\b|situe"
    r"|domicili|immatricul|siret|siren|n°|numero"
    r"|agissant|dument|d'une part|d'autre part|de (?:premiere|seconde) part|ensemble|et\b|tel|courriel|mel\b|e-?mail"
    r"|fonction|code\b|inscrit|ayant|titulaire"
    r"|en qualite|habilit|par\b|conformement|ministere charge|ou\b|m\.|mme\b|monsieur|madame|tou(?:te)?s\b"
    r"|conjointement|collectivement|referent|nom\b"
    r"|ci-dess|il (?:est|a)|\d|\"|\(|\[)"
)
_JOINT = re.compile(
    r"(?:^|(?<=[\n,.;\")]))\s*(?:et[ ,]+)?(?:(?:ci[- ]*apres|elles?|ils?|les parties?(?: sont)?)[ ,]+)?(?:(?:etant "
    r"|sont )?(?:designee?s?|denommee?s?|appelee?s?)[ ,]+)?(?:ci[- ]*apres[ ,]+)?"
    r"(?:ensemble|conjointement|collectivement|individuellement|tou(?:te)?s (?:les )?(?:deux|trois|quatre)"
    r"|chacune? (?:une|individuellement))\b"
)
_ALONE = re.compile(r"[ ]*\n[ *-]*et[ ,:*-]*\n\s*")
_NAMED_ONLY = re.compile(
    r"\([A-ZÀ-Ý][\w&./-]{1,14}\)(?P<joint>\s*(?:,\s*(?:et\s+)?|et\s+))(?=(?:[Ll][ae]s?\s|[Ll]['’])[^,;.()]{3,160}\([A-ZÀ-Ý])"
)
"""« la Région (RX), le Département (DY) et l'Office (OZ) »: parties that are only named, as in an avenant."""
_PARTIES = re.compile(r"(?:conclue?|passee?|etablie?|signee?|intervenue?)\s+entre\b")


def party_zone(text: str, blocks: Sequence[Block]) -> tuple[int, int]:
    """Span of the text where the parties are introduced; an empty span where nowhere does.

    The zone of party blocks; else an article that says « conclue entre » before two parties.
    """
    first = next((i for i, block in enumerate(blocks) if block.kind is BlockKind.PARTY), None)
    if first is not None:
        last = first
        while last + 1 < len(blocks) and blocks[last + 1].kind in (BlockKind.PARTY, BlockKind.NOISE):
            last += 1
        return blocks[first].start, blocks[last].end
    for index, block in enumerate(blocks):
        if block.kind is BlockKind.PARAGRAPH and block.annexe is None and _PARTIES.search(fold(block.text)):
            end = _run_end(blocks, index)
            if len(_CUE.findall(fold(text[block.start : end]))) > 1:
                return block.start, end
    return 0, 0


def _run_end(blocks: Sequence[Block], index: int) -> int:
    """End of the paragraphs and items that follow under the same heading, while they introduce parties."""
    last = index
    for following in range(index + 1, len(blocks)):
        block = blocks[following]
        text_block = block.kind in (BlockKind.PARAGRAPH, BlockKind.ITEM, BlockKind.NOISE)
        introduces = text_block and _CUE.search(fold(block.text))
        if not introduces and fold(block.body).strip(" ,*") != "et":
            break
        last = following
    return blocks[last].end


def clear_zone(blocks: Sequence[Block], start: int, end: int) -> str:
    """The zone's text, same length, without marks and with page noise made blanks."""
    inside = (block for block in blocks if block.start < end and block.end > start)
    parts = ["\n" * len(block.text) if block.kind is BlockKind.NOISE else mask(block.text) for block in inside]
    return "".join(parts)


def split_clauses(clear: str) -> tuple[tuple[int, int], ...]:
    """Spans of the parties' clauses in a zone's text, in order, joint names (« ensemble les parties ») left out."""
    folded = fold(clear)
    opening = _OPENING.match(folded)
    start = opening.end() if opening else 0
    joint = next(
        (
            m
            for m in _JOINT.finditer(folded, start)
            if '"' in folded[m.end() : m.end() + 90] or "parties" in folded[m.end() : m.end() + 60]
        ),
        None,
    )
    end = joint.start() if joint else len(folded)
    cuts = sorted({(start, start), *_cuts(clear, folded, start, end)})
    spans = []
    for (_, after), (before, _) in zip(cuts, [*cuts[1:], (end, end)], strict=True):
        piece = folded[after:before]
        if len(piece.strip(" ,;.\n")) > 3 and not _is_tail(piece):
            spans.append(_trimmed(folded, after, before))
    return tuple(spans)


def _is_tail(piece: str) -> bool:
    """« d'autre part, » alone, or a field that belongs to no party."""
    rest = piece.strip(" ,;.:\n*-")
    return rest in ("d'autre part", "d'une part", "et", "soussignes") or rest.startswith(
        ("il est", "il a ete", "ensemble")
    )


def _cuts(clear: str, folded: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Places between two clauses: (end of the one, start of the next)."""
    for match in _SEPARATOR.finditer(folded, start, end):
        alone = (
            match[0].strip(" \n*-").startswith("et")
            and "\n" in folded[max(0, match.start() - 1) : match.start() + 1]
            and folded[match.end() : match.end() + 1] in ("\n", "")
        )
        before, after = folded[start : match.start()], folded[match.end() : match.end() + 400]
        if (
            alone
            or _ALONE.fullmatch(match[0])
            or "d'une part" in match[0]
            or (_CUE.search(before) and _CUE.search(after) and _opens(clear[match.end() :]))
        ):
            yield match.start(), match.end()
    if not _CUE.search(folded, start, end):
        yield from ((match.start("joint"), match.end()) for match in _NAMED_ONLY.finditer(clear, start, end))
    marks = [match for match in _MARKED.finditer(folded, start, end) if not _FIELD.match(folded, match.end())]
    if len(marks) > 1:
        yield from ((match.start(), match.end()) for match in marks)
    for match in re.finditer(r"\n[ \t]*(?:\n[ \t]*)*(?=\S)", folded[start:end]):
        at = start + match.end()
        if not _FIELD.match(folded, at) and _starts_party(clear, folded, start, start + match.start(), at):
            yield at, at


def _starts_party(clear: str, folded: str, start: int, before: int, at: int) -> bool:
    """Whether a new line opens another clause: the one above is closed, and this line looks like a name."""
    above = folded[start:before].rstrip(" *")
    previous = above[max(above.rfind("\n\n"), above.rfind("\net"), 0) :]
    wrapped = not above.endswith((",", ";", ".", '"', ")", ":")) and not folded[before:at].count("\n") > 1
    return (
        not wrapped
        and bool(_CLOSED.search(previous))
        and _opens(clear[at:])
        and bool(_CUE.search(folded[at : at + 400]))
    )


def _opens(words: str) -> bool:
    """Whether words open like a party's name: a capital, or a determiner before the noun of a body."""
    words = re.sub(r"^(?:d['’]autre part[, ]*|de[ ]+)?", "", words.lstrip(" \n*,"), flags=re.IGNORECASE)
    match = re.match(r"(?:(?:[Ll][ae]s?|[Uu]ne?)\s+|[Ll]['’]\s?)?(?P<noun>[\w-]+)", words)
    if not match:
        return False
    noun = match["noun"]
    return noun[0].isupper() or fold(noun) in (
        *vocabulary("heads"),
        *vocabulary("offices"),
        "direction",
        "service",
        "delegation",
        "mission",
        "entreprise",
        "organisme",
    )


def _trimmed(folded: str, start: int, end: int) -> tuple[int, int]:
    piece = folded[start:end]
    first = start + len(piece) - len(piece.lstrip(" \n,;:*-"))
    return first, max(first, start + len(piece.rstrip(" \n")))
