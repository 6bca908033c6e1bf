"""Quotes: words of the convention that an avenant quotes, and replaces or cuts."""

from collections.abc import Iterator

from ingestion.amending.change import Amendment
from ingestion.amending.orders import BE, ordered
from ingestion.amending.sections import Section, find_targets, target
from ingestion.amending.wordings import read_change
from ingestion.facts.clauses import spaced

_REPLACED = spaced(
    r"\"(?P<old>[^\"]{1,600})\",? (?:figurant [^\"]{0,60} |de l'article [^\"]{0,60} )?"
    rf"(?:{BE} )?(?:remplacee?s? par|substituee?s? par|devien(?:t|nent)|a remplacer par)"
    r"(?: (?:(?:le|la|les)(?: [a-z]+){1,2}|cel(?:le|ui)s?|ceux)(?: (?:du|de la|de|des))?)?(?: suivante?s?)?"
    r" ?:? ?\"(?P<new>[^\"]{1,3000})\""
)
_INSTEAD = spaced(
    r"\bau lieu de ?:? ?\"(?P<old>[^\"]{1,600})\" ?,? ?(?:lire|il (?:faut|convient de) lire) ?:?"
    r" ?\"(?P<new>[^\"]{1,3000})\""
)
_CUT = spaced(rf"\"(?P<old>[^\"]{{1,600}})\",? (?:figurant [^\"]{{0,60}} )?{BE} (?:supprimee?s?|retiree?s?|abrogee?s?)")


def read_quotes(section: Section) -> Iterator[Amendment]:
    """Words quoted and replaced or cut."""
    for pattern in (_REPLACED, _INSTEAD):
        for found in pattern.finditer(section.folded, len(section.heading)):
            old, new = (section.text[slice(*found.span(name))].strip() for name in ("old", "new"))
            between = section.folded[found.end("old") : found.start("new")]
            named = [number for _, number in find_targets(between)]
            for sort, before, after in read_change(old, new):
                yield ordered(
                    section,
                    sort,
                    named[-1] if named else target(section, found.start()),
                    found.span(),
                    old=old,
                    new=new,
                    before=before,
                    after=after,
                )
    for found in _CUT.finditer(section.folded, len(section.heading)):
        old = section.text[slice(*found.span("old"))].strip()
        yield ordered(section, "text", target(section, found.start()), found.span(), old=old)
