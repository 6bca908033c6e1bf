"""Places left to fill in: « …… », « ____ », « [montant] », « XX », « à compléter »."""

import re

MARKS = (
    r"(?:\.{3,}|…+(?:[ .…]*…)?|_{2,}|\[(?!\^\d)[^\]\n]{0,60}\](?!\()|<[^<>\n]{1,40}>|\?{2,}|"
    r"(?<!\w)x{2,}(?:[ .]?x{2,})*(?!\w))"
)
"""Pattern, for folded text, of what stands for a value that is still to come; « [^1] » calls a footnote."""

_WORDS = (
    r"a (?:completer|preciser|renseigner|definir|determiner|venir|remplir|indiquer|creer)|en cours(?: [\w' ]{0,40})?|"
    r"non (?:connue?|communiquee?|renseignee?|defini[e]?)|tbd|nc|n\.c\.?"
)
_BLANK = re.compile(rf"[\s:;,|*()-]*(?:(?:{MARKS}|\(?(?:{_WORDS})\)?)[\s:;,|*().-]*)?(?:k?€|euros?)?\s*")


def is_blank(folded: str) -> bool:
    """Whether a folded cell or value holds nothing but blanks, dashes or a placeholder.

    >>> is_blank(" - "), is_blank("......"), is_blank("[n° a completer]"), is_blank("a preciser"), is_blank("36")
    (True, True, True, True, False)
    >>> is_blank("[^1]")
    False
    """
    return len(folded) < 120 and _BLANK.fullmatch(folded) is not None
