"""Codes kept whole and verbatim: Chorus, SIRET, laws, circulars, commitments, addresses of the web and of mail."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from ingestion.french.folding import fold

Kind = Literal[
    "url",
    "email",
    "siret",
    "siren",
    "legal_text",
    "circular",
    "nor",
    "commitment",
    "centre_financier",
    "bop",
    "domaine_fonctionnel",
    "activite",
    "centre_de_cout",
    "programme",
]


@dataclass(frozen=True, slots=True)
class CodeMention:
    """A code where the text states it."""

    kind: Kind
    """What its form and the word before it say it is; a caller may know better from a table's header."""
    value: str
    """The text's own characters: `text[start:end]`."""
    start: int
    end: int
    """Characters of the text; the word that names the code (« décret n° ») is left out."""

    @property
    def canonical(self) -> str:
        """The form to look it up by; see `canonical_code`."""
        return canonical_code(self.value)


_EDGE, _NO_MORE = r"(?<![\w.-].)", r"(?!\w|-\w)"
"""After the first character, which the engine can jump to, and after the last one."""
_NUMBER = r"(?:[ \n]?n°?s?[ \n.]?|[ \n]numero[ \n])?[ \n:]{0,3}"
_LAW = (
    r"(?:decrets?|lois?|ordonnances?|arretes?|reglements?|directives?|decision)"
    r"(?:[ \n](?:organique|constitutionnelle|modifie|modifiee|\(ue\)|\(ce\)|ue|du [\w ]{6,20}))?"
)
_BARE_DOMAIN = (
    r"[a-z0-9](?<![\w@.-].)[a-z0-9-]{0,62}(?:\.[a-z0-9-]{1,62}){0,6}\.(?:gouv\.fr|fr|com|org|eu|net|io|dev)(?![\w-])"
    r"(?:/[^\s<>\"|\]]*)?"
)

_FORMS: tuple[tuple[Kind, str, str], ...] = (
    ("url", "http", r"https?://[^\s<>\"|\]]+"),
    ("url", "www.", r"www\.[^\s<>\"|\]]+"),
    (
        "email",
        "@",
        r"[a-z0-9_+-](?<![\w.+-].)[a-z0-9_+-]{0,63}(?:\.[a-z0-9_+-]{1,64}){0,5}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{2,63}){1,5}",
    ),
    ("url", ".", _BARE_DOMAIN),
    ("siret", "siret", rf"siret{_NUMBER}(?P<code>[0-9]{{3}}[ .]?[0-9]{{3}}[ .]?[0-9]{{3}}[ .]?[0-9]{{5}})(?![\w])"),
    (
        "siret",
        "",
        r"[0-9](?<![\w.,-].)(?<![0-9] .)[0-9]{2}[ ]?[0-9]{3}[ ]?[0-9]{3}[ ]?[0-9]{5}(?![\w]|[ .,-][0-9]| ?[€%])",
    ),
    ("siren", "siren", rf"siren{_NUMBER}(?P<code>[0-9]{{3}}[ .]?[0-9]{{3}}[ .]?[0-9]{{3}})(?![\w]|[ .][0-9])"),
    ("legal_text", "", rf"{_LAW}{_NUMBER}(?P<code>(?:[0-9]{{2}}|[0-9]{{4}})[-/][0-9]{{1,5}}){_NO_MORE}"),
    ("legal_text", "", rf"n°[ \n]?(?P<code>(?:19|20)[0-9]{{2}}-[0-9]{{2,5}}){_NO_MORE}"),
    ("legal_text", "", rf"[12]{_EDGE}(?:(?<=1)9|(?<=2)0)[0-9]{{2}}-(?!(?:19|20)[0-9]{{2}}\b)[0-9]{{3,4}}{_NO_MORE}"),
    ("circular", "/", rf"[0-9]{_EDGE}[0-9]{{2,4}} ?/ ?[a-z]{{2,5}}{_NO_MORE}"),
    ("nor", "", r"[a-z](?<!\w.)[a-z]{3}[0-9]{7}[a-z](?!\w)"),
    ("commitment", "", rf"\b(?:ej|engagement juridique){_NUMBER}(?P<code>[0-9]{{10}})(?!\w)"),
    ("programme", "programme", rf"programmes?(?: budgetaire)?{_NUMBER}(?P<code>[0-9]{{3,4}}){_NO_MORE}(?! ?€)"),
    ("centre_financier", "-", rf"0{_EDGE}[0-9]{{3}} ?- ?[a-z][a-z0-9]{{1,5}}(?: ?- ?[a-z0-9]{{2,6}}){{1,2}}{_NO_MORE}"),
    ("bop", "-", rf"0{_EDGE}[0-9]{{3}}-[a-z][a-z0-9]{{2,5}}{_NO_MORE}"),
    ("domaine_fonctionnel", "-", rf"0{_EDGE}[0-9]{{3}}-[0-9]{{2}}(?:-[0-9]{{2}})?{_NO_MORE}"),
    ("activite", "", r"0(?<![\w.,-].)[0-9]{3}[0-9a-z]{8}(?![\w-])"),
    ("centre_de_cout", "", r"[a-z](?<![\w.,@/-].)[a-z][0-9a-z]{6}[0-9]{2}(?![\w@/-])"),
)
"""Kind, what the folded text must hold for the form to be tried, and the form; the first one to claim a span wins."""


def _luhn(code: str) -> bool:
    """Whether the key of a SIRET is right (ISO/IEC 7812)."""
    digits = [int(digit) for digit in reversed(code) if digit in "0123456789"]
    doubled = [sum(divmod(2 * digit, 10)) for digit in digits[1::2]]
    return (sum(digits[::2]) + sum(doubled)) % 10 == 0


def _capitals(code: str) -> bool:
    return code == code.upper()


def _cost_centre(code: str) -> bool:
    """Ten capitals and figures, two figures at the end at least, as no French word in capitals is."""
    return _capitals(code) and code[-2:].isdigit()


def _activity(code: str) -> bool:
    return code.isdigit() or (_capitals(code) and code[-2:].isdigit())


_CHECKS: dict[Kind, Callable[[str], bool]] = {
    "siret": _luhn,
    "circular": _capitals,
    "nor": _capitals,
    "activite": _activity,
    "centre_de_cout": _cost_centre,
}
_COMPILED = tuple((kind, needs, re.compile(form)) for kind, needs, form in _FORMS)
_TRAILING = ".,;:!?'*_"


def find_codes(text: str) -> tuple[CodeMention, ...]:
    """Every code, in order, spans apart.

    >>> [(code.kind, code.value) for code in find_codes("UO 0987-ABCD-EFGH, domaine 0987-02, centre XYZABC0042")]
    [('centre_financier', '0987-ABCD-EFGH'), ('domaine_fonctionnel', '0987-02'), ('centre_de_cout', 'XYZABC0042')]
    >>> [code.value for code in find_codes("décret n° 2001-123, circulaire 4321/AB, https://pain.exemple.fr/stats.")]
    ['2001-123', '4321/AB', 'https://pain.exemple.fr/stats']

    Refused: years, telephone numbers, sums, a SIRET whose key is wrong unless the text names it.

    >>> find_codes("2023-2024 ; 01-42-75-80-00 ; 141 000 000 € ; article 12-3 ; 12345678901234 ; CONVENTION ; 30 km/h")
    ()
    """
    folded = fold(text)
    claimed = bytearray(len(text))
    found: list[CodeMention] = []
    for kind, needs, form in _COMPILED:
        if needs in folded:
            found += _claims(text, folded, kind, form, claimed)
    return tuple(sorted(found, key=lambda code: code.start))


def _claims(text: str, folded: str, kind: Kind, form: re.Pattern[str], claimed: bytearray) -> Iterator[CodeMention]:
    for found in form.finditer(folded):
        start, end = found.span("code") if "code" in form.groupindex else found.span()
        if kind == "url":
            end = _url_end(folded, start, end)
        named = start > found.start()
        if any(claimed[start:end]) or not (named or _CHECKS.get(kind, bool)(text[start:end])):
            continue
        claimed[start:end] = b"\1" * (end - start)
        yield CodeMention(kind, text[start:end], start, end)


def _url_end(folded: str, start: int, end: int) -> int:
    """The address without the stop of its sentence or the bracket around it."""
    address = folded[start:end].rstrip(_TRAILING)
    surplus = address.count(")") - address.count("(")
    closing = len(address) - len(address.rstrip(")"))
    address = address[: len(address) - max(0, min(surplus, closing))]
    return start + len(address.rstrip(_TRAILING))


def canonical_code(code: str) -> str:
    """The letters and figures of a code in capitals, to look it up whatever case, spacing or dash was typed.

    >>> canonical_code("xyzabc 0042"), canonical_code("0987–Abcd - EFGH") == canonical_code("0987-ABCD-EFGH")
    ('XYZABC0042', True)
    """
    return "".join(character for character in fold(code) if character.isalnum()).upper()
