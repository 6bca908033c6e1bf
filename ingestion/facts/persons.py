"""Persons: a name told from an office, whoever wrote it in capitals, with a civil title or after a comma."""

import re
from dataclasses import dataclass

from rapidfuzz import fuzz

from ingestion.facts.role_words import vocabulary
from ingestion.french.folding import fold, squash

_CIVIL = re.compile(
    r"(?:(?:M|Mr|MM|Mme|Mmes|Mlle|Melle|Dr|Pr|Me)\b\.?|Monsieur|Madame|Mademoiselle|Ma[iî]tre|Docteure?"
    r"|Professeure?)\s+(?=\S)",
    re.IGNORECASE,
)
_TOKEN = r"(?:[A-ZÀ-Ý]\.|[A-ZÀ-Ý][\w’']*(?:-[A-ZÀ-Ýa-zà-ÿ][\w’']*)*)"
_PARTICLE = r"(?:de|du|des|d['’]|la|le|van|von|der|el|ben|da|dos|di)"
_NAME = re.compile(rf"{_TOKEN}(?:\s+(?:{_PARTICLE}\s*){{0,2}}{_TOKEN}){{1,4}}")
_DETERMINER = re.compile(r"(?:(?:l[ae]|son|sa|leur|un|une)\s+|l['’]\s?)", re.IGNORECASE)
_BRACKETED = re.compile(r"\[[^\]\n]*\]")
_BLANK = re.compile(r"[\s.…_·\-–—:;,/()]*(?:x{3,}|X{2,}|\?{2,})?[\s.…_·\-–—:;,/()]*")
_STOP = re.compile(
    r"\b(?:(?:dument|expressement)\s+(?:habilite|autorise|mandate)|habilitee?s?\b|agissant\b|ayant (?:recu|tous)"
    r"|en (?:sa|leur) qualite|es[ -]qualite"
    r"|en vertu|nommee?\b|ci[ -]*apres|designee?s?\b|denommee?s?\b|d'une part|d'autre part|de premiere part"
    r"|de seconde part|autorisee?\b|dont le siege"
    r"|sise?s?\b|situee?s?\b|adresse\b|siret\b|siren\b|n° ?siret|immatricul|tel(?:ephone)?\b|courriel\b|fonction\s*:"
    r"|ensemble\b|et designe|d'autres? parts?)"
    r'|"'
)
_AS = re.compile(r"(?:,?\s*(?:agissant\s+)?(?:en\s+(?:sa\s+)?qualite\s+de|es[ -]qualite\s+de)\s+)")
_LIKE = 84.0
"""Likeness from which two spellings are one person's: « Nina DELORT » and « Ninà De Lort »."""
_LONGEST_TITLE = 240
"""Characters: beyond, what follows the office is a recital and no part of it."""
_CONTINUES = re.compile(r"(?:de la|de l'|des?|du|d'|et)\b|d'|et ")


@dataclass(frozen=True, slots=True)
class Representative:
    """Who stands for a party."""

    name: str | None
    """The person, without civil title; `None` when none is named."""
    title: str | None
    """Office, without determiner, as written."""
    blanks: tuple[str, ...]
    """`representative` or `representative_title` where the text leaves a place for them and nothing in it."""
    end: int
    """Where the reading stopped, in characters of the text given."""


def is_blank(words: str) -> bool:
    """Dots, lines, brackets to fill, or nothing.

    >>> is_blank("………,"), is_blank("[nom]"), is_blank(" : [nom], [fonction]"), is_blank("XXX"), is_blank("M. Y")
    (True, True, True, True, False)
    """
    return bool(_BLANK.fullmatch(_BRACKETED.sub(" ", words)))


def person_name(words: str) -> str | None:
    """The person that these words name and nothing else, without civil title.

    >>> person_name("M. Anatole Brisefer"), person_name("Zoé DE LA TOUR-NEUVE"), person_name("Mme Le Goff")
    ('Anatole Brisefer', 'Zoé DE LA TOUR-NEUVE', 'Le Goff')
    >>> person_name("Directrice Générale"), person_name("La Cheffe du Service"), person_name("Ministère de la Mer")
    (None, None, None)
    """
    words = " ".join(words.split()).strip(" ,;:.*")
    civil = _CIVIL.match(words)
    rest = words[civil.end() :] if civil else words
    first = squash(rest).split(" ")[0]
    if first in _unnamed() or (not civil and (_DETERMINER.match(rest) or not _NAME.fullmatch(rest))):
        return None
    if civil and not re.fullmatch(rf"(?:(?:{_PARTICLE}\s*){{0,2}}{_TOKEN}\s*){{1,6}}", rest):
        return None
    return None if any(word in _unnamed() for word in squash(rest).split(" ")) else rest


def _unnamed() -> frozenset[str]:
    """Words that no person's name holds: offices and bodies."""
    return frozenset(
        (*vocabulary("offices"), *vocabulary("heads"), "direction", "delegation", "service", "mission", "pour", "fait")
    )


def is_office(words: str) -> bool:
    """« La cheffe du service », « Directeur général »: opens with an office.

    >>> is_office("Le sous-directeur"), is_office("Mme la préfète"), is_office("La DX")
    (True, True, False)
    """
    first = re.match(r"[\w-]+", squash(_undetermined(words)))
    return first is not None and first[0] in vocabulary("offices")


def same_person(one: str, other: str) -> bool:
    """Whether two spellings are one person's, the order of first and last name left aside.

    >>> same_person("Nad BOUHANI", "Nadi Bou Hani"), same_person("Anne Martin", "Jeanne Martineau")
    (True, False)
    """
    first, second = _letters(one), _letters(other)
    turned = _letters(" ".join(reversed(other.split(maxsplit=1))))
    return max(fuzz.ratio(first, second), fuzz.ratio(first, turned)) >= _LIKE


def _letters(name: str) -> str:
    return re.sub(r"[^a-z]", "", fold(name))


def read_representative(words: str) -> Representative:
    """Name and office of « Mme X, directrice », « son maire, M. Y », « la cheffe du service », « [nom], [fonction] ».

    >>> found = read_representative("son maire, M. Jean Valdor, dûment habilité par délibération,")
    >>> found.name, found.title
    ('Jean Valdor', 'maire')
    >>> read_representative("………, directeur général").blanks
    ('representative',)
    """
    folded = fold(words)
    quality = _AS.search(folded)
    stop = _STOP.search(folded, quality.end() if quality else 0)
    end = stop.start() if stop else len(words)
    text = words[:end].rstrip(" \n(")
    if quality and quality.end() <= end:
        text = text[: quality.start()] + "," + text[quality.end() :]
    return _read_pieces(text, end)


def _read_pieces(text: str, end: int) -> Representative:
    name: str | None = None
    titles: list[str] = []
    blank = False
    pieces = _pieces(text)
    for piece in pieces:
        if is_blank(piece) or not any(c.isalpha() for c in piece):
            blank = blank or is_blank(piece)
        elif name is None and (person := person_name(piece)):
            name = person
        elif is_office(piece) or titles or name is None:
            office, inner = _office_then_name(piece)
            titles.append(office)
            name = name or inner
    title = (
        _undetermined(", ".join(titles if sum(len(t) for t in titles) < _LONGEST_TITLE else titles[:1]))
        if titles
        else None
    )
    empty = is_blank(text)
    blanks = (["representative"] if name is None and (blank or empty) else []) + (
        ["representative_title"] if empty and len(pieces) > 1 else []
    )
    return Representative(name, title, tuple(blanks), end)


def _pieces(text: str) -> list[str]:
    """Cut at commas and brackets, except where the office goes on (« ministre de la forêt, de la mer »)."""
    pieces: list[str] = []
    for piece in re.split(r",|\s\((?=[^)]*\))|\)(?=\s|,|$)|\s[–—]\s", text):
        bare = " ".join(piece.split())
        if pieces and _CONTINUES.match(fold(bare)) and is_office(pieces[-1]):
            pieces[-1] += ", " + bare
        elif bare:
            pieces.append(bare)
    return pieces


def _office_then_name(piece: str) -> tuple[str, str | None]:
    """« le préfet de la Combe Monsieur Jean Valdor » without a comma: the office, then the person."""
    for match in _CIVIL.finditer(piece):
        if match.start() > 0 and (person := person_name(piece[match.start() :])):
            return piece[: match.start()].strip(), person
    return piece, None


def _undetermined(title: str) -> str:
    """« Madame la directrice » and « sa directrice » give « directrice »."""
    rest = title.strip()
    for opening in (_CIVIL, _DETERMINER):
        match = opening.match(rest)
        rest = rest[match.end() :] if match else rest
    return rest.strip(" ,;:.*")
