"""Party fields: the name, the address, the representative and the « ci-après » names in one party's clause.

Every function takes the clause without marks and its folded form, of the same length, and gives offsets in it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingestion.facts.persons import Representative, is_blank, is_office, person_name, read_representative
from ingestion.facts.role_words import role_of, vocabulary

_LEADING = re.compile(
    r"(?:d'(?:une|autre) part\s*[,:]?\s*|et\s+|de (?:premiere|seconde|deuxieme"
    r"|troisieme) part\s*[,:]\s*)?(?:l[ae]s?\s+|l'\s?)?"
)
_LABELLED = re.compile(
    r"(?:(?:pour|au titre de)\s+)?(?P<role>(?:l[ae]\s+|l'\s?)?[a-z][a-z' -]{4,30}?)\s*:\s*(?=\S)(?!\[)"
)
"""« Le délégant : la direction X … »."""
_FIELD_WORDS = (
    r"repre(?:-\n\s*)?sente|ci[- ]*apres|denommee?\b|designee?s?\b|appelee?\b|dont le siege|ayant son siege"
    r"|sise?s?\b|situee?s? (?:au|a|en)\b|domiciliee?\b"
    r"|agissant\b|adresse\b|immatriculee?|regie par|siret|ci-dess|n° ?siret|enregistree?\b|inscrite?\b"
)
_NAME_STOP = re.compile(rf"[,;(\"\n:]|\s[-–]\s+(?=\S)|\s(?:{_FIELD_WORDS})")
_GOES_ON = re.compile(
    r",\s*(?:et\s+)?(?:de la|de l'|des|du|d'|de)\s*(?!une part|autre part|droit|type|nationalite|\d)[a-z]|,\s*et\s+de"
)
_HANGING = re.compile(r"\b(?:de|du|des|d'|la|le|les|l'|et|a|au|aux|pour|en)\s*$")
_ABBREVIATION = re.compile(
    r"\s*(?:\(\s*(?:ci[- ]apr[èe]s\s*[:,]?\s*)?[«\"“]?\s*(?:l[ae]s?\s+|l['’])?"
    r"|[–—-]\s+)(?P<word>[A-ZÀ-Ý0-9][\w&.’'/-]{1,14}(?:[ ][A-ZÀ-Ý]{2,8})?)\s*[»\"”]?\s*(?:\)|(?=[,\n]|$))"
)

_UNIT = re.compile(
    r"\s*,\s*(?:l[ae]\s+|l['’])?(?:direction|service|secrétariat|délégation|mission|bureau|sous-direction"
    r"|agence)\b[^,;(\n]{3,90}",
    re.IGNORECASE,
)

_AFTER = re.compile(
    r"(?:(?:denommee?s?|designee?s?|appelee?s?|nommee?s?"
    r"|intitulee?s?)(?:\s*\(e\))?(?:\(e?s?\))?[\s,]*(?:ci[- ]*apres)?|ci[- ]*apres)"
    r"[\s,:(]*(?:(?:conjointement|egalement|aussi|denommee?s?|designee?s?|appelee?s?|nommee?s?|\(e\)|\(e\)s?|par"
    r"|comme|sous|le[s]?\s+(?:terme|vocable|sigle|nom)s?|l'abreviation|d[eu]|[,:])\s*)*"
    r"(?P<determiner>(?:l[ae]s?\s+|l'\s?)?)"
)
_QUOTED = re.compile(r"(?P<det>(?:l[ae]s?\s+|l'\s?)?)\"\s*(?P<words>[^\"\n]{1,60}?(?:\n[^\"\n]{1,40}?)?)\s*\"")
_AND = re.compile(r"[\s,]*(?:ou|et|/|ou encore)?[\s,]*(?=(?:l[ae]s?\s+|l')?\")")
_PLAIN = re.compile(
    r"(?:l[ae]s?\s+|l'\s?)?(?P<words>[^\s,;.:()\"\[\]…][^,;.:()\"\n\[\]…]{1,40}?)\s*(?=[,;.)\n]|$|\s+(?:d'une part"
    r"|d'autre part|et|represente))"
)

_STREET = (
    r"(?:rue|avenue|av\b\.?|boulevard|bd\b\.?|bld\b|place|impasse|quai|chemin|allees?|route|cours|esplanade|square"
    r"|passage|faubourg|parvis|promenade|mail"
    r"|villa|ruelle|venelle|hotel|rond-point|sentier|cite|port|zone|za\b|parc|residence)"
)
_ADDRESS_LABEL = re.compile(r"adresse(?:\s+(?:postale|du siege|administrative))?(?:\s*:|\s+(?=\d))[ \t]*")
_SEAT = re.compile(
    r"(?:dont le siege(?: social)?|ayant son siege(?: social)?|siege(?: social)?\s*:|sise?s?\b|situee?s?\b"
    r"|domiciliee?s?\b|demeurant|(?<!')etablie?\b)"
    r"[\s,]*(?:(?:est|se trouve)\b)?[\s,]*(?:(?:situe|sis|fixe|etabli|installe)e?)?[\s,]*(?:au\s+|en\s+"
    r"|a l'adresse\s*:?\s*|a\s+|:\s*)?(?=\S)"
)
_BARE_ADDRESS = re.compile(
    rf"(?:^|[,\n;(-])\s*(?=\d{{1,4}}(?:[- ,]*\d{{1,4}})?(?:\s?(?:bis|ter|quater|[a-d]))?\s*,?\s+{_STREET})|(?:^"
    rf"|[,\n])\s*(?=(?:place|hotel de|cs|bp|tsa)\s+\w[^,\n]{{2,60}},\s*\d\d\s?\d{{3}})"
)
_POSTAL = re.compile(
    r"\b\d{2}\s?\d{3}\s+[a-z][a-z' -]*?(?:\s+cedex(?:\s+\d{1,2})?)?(?=\s*(?:[,;\n()]|\.\s|\.?$|\s(?:repres"
    r"|ci[- ]apres|n°|siret)|$))"
)
_CODE_AFTER = re.compile(r"\s*\(\d{5}\)")
_ADDRESS_STOP = re.compile(rf"[;\n(]|[,\s]\s*(?:{_FIELD_WORDS}|n°|siren|tel\b|courriel)")

_REPRESENTED = re.compile(
    r"(?:repre(?:-\n\s*)?sent(?:-\n\s*)?(?:ant legal[^:\n]{0,60}(?=:)"
    r"|ee?s?\b)\s*(?:\(\s*e\s*\))?(?:\s*,?\s*(?:legalement|aux presentes|pour les presentes|a la presente convention"
    r"|dans la presente convention|a l'effet des presentes))*"
    r"\s*(?:-\n\s*)?(?:\bpar\b(?:\s*\(?nom et prenom\)?)?)?\s*:?[ \t]*|en la personne de\s+)"
)
_PERSON_LABEL = re.compile(r"\s*(?:adresse|ci[- ]*apres|et\b|fonction|courriel|tel|siret|n°|designe|denomme|dont)")


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of a clause and where they stand in it."""

    start: int
    end: int
    words: str
    """As written, on one line; the empty string for a blank."""


@dataclass(frozen=True, slots=True)
class ShortName:
    """A name to be used afterwards."""

    start: int
    end: int
    words: str
    """As written between the quotes, determiner included."""
    role: str | None
    """The role it states."""


def _flat(words: str) -> str:
    return " ".join(re.sub(r"(?<=\w)-\n\s*(?=[a-zà-ÿ])", "", words).split()).strip(" ,;:*")


def label_of(folded: str) -> tuple[str | None, int]:
    """Role that opens a clause as a label (« Le délégant : »), and where the clause goes on."""
    match = _LABELLED.match(folded)
    role = role_of(match["role"]) if match else None
    return (role, match.end()) if match and role else (None, 0)


_LEGAL_FORM = re.compile(
    r"\b(?:a competence nationale|publics?(?: a caractere)?(?: \w+)?|d'interet (?:public|economique)|mixte(?: \w+)?"
    r"|a but non lucratif|de cooperation \w+)\s*\Z"
)
"""What a body is, « service à compétence nationale »: its own name follows between quotes."""


def read_name(clear: str, folded: str, start: int) -> Piece:
    """The party's name, without its determiner."""
    lead = _LEADING.match(folded, start)
    first = lead.end() if lead else start
    at = first
    while stop := _NAME_STOP.search(folded, at):
        if not (following := _past(folded, first, stop)):
            end = stop.start()
            break
        at = following
    else:
        end = len(folded)
    words = _flat(clear[first:end])
    form = re.compile(r"\s*:([^\n]*)").match(clear, end)
    blank = is_blank(words) or (form is not None and bool(form[1].strip()) and is_blank(form[1]))
    return Piece(first, first + len(clear[first:end].rstrip()), "" if blank else words)


def _past(folded: str, first: int, stop: re.Match[str]) -> int | None:
    """Where a name goes on after what could have ended it; `None` when it ends there."""
    at = stop.start()
    if stop[0] == "," and _GOES_ON.match(folded, at):
        return at + 1
    if stop[0] == '"':
        heading = folded[first:at].split()
        close = folded.find('"', at + 1)
        body = bool(heading) and len(heading) < 4 and heading[0] in vocabulary("heads")
        return close + 1 if close > 0 and (body or _LEGAL_FORM.search(folded, first, at)) else None
    if stop[0] == "\n":
        line = folded[at + 1 :].lstrip(" ")
        hangs = _HANGING.search(folded[first:at]) or folded[:at].endswith("-")
        wrapped = (
            line[:1].isalpha()
            and not re.match(_FIELD_WORDS + r"|tel|courriel|et\b", line)
            and not line.startswith("\n")
        )
        return at + 1 if wrapped and (hangs or at - first > 45) else None
    return None


def read_abbreviation(clear: str, name: Piece) -> Piece | None:
    """« (DX) » or « – DX » right after the name, or after the unit of it that acts (« …, direction des bois (DB) »)."""
    unit = _UNIT.match(clear, name.end)
    match = _ABBREVIATION.match(clear, name.end) or (unit and _ABBREVIATION.match(clear, unit.end()))
    if not match or sum(c.isupper() for c in match["word"]) < 2 or is_blank(match["word"]):
        return None
    return Piece(*match.span("word"), match["word"])


def read_short_names(clear: str, folded: str, after: int) -> tuple[ShortName, ...]:
    """Every « ci-après » name, and a quoted « le délégant » that closes the clause without « ci-après »."""
    found: dict[int, ShortName] = {}
    for match in _AFTER.finditer(folded, after):
        for short in _names_at(clear, folded, match):
            found.setdefault(short.start, short)
    if not found:
        for quoted in _QUOTED.finditer(folded, after):
            short = _short(clear, *quoted.span("words"))
            if short.role or re.match(r"l[ae]s? |l'", quoted["words"]) or _is_bracketed_name(clear, folded, quoted):
                found[short.start] = short
    told = (short for short in found.values() if not is_blank(short.words))
    return tuple(sorted(told, key=lambda short: short.start))


def _names_at(clear: str, folded: str, after: re.Match[str]) -> Iterator[ShortName]:
    at = after.start("determiner")
    quoted = _QUOTED.match(folded, at)
    if not quoted:
        plain = _PLAIN.match(folded, at)
        if plain and _is_plain_name(clear, folded, plain):
            yield _short(clear, plain.start(), plain.end("words"))
        return
    while quoted:
        yield _short(clear, *quoted.span("words"))
        link = _AND.match(folded, quoted.end())
        quoted = _QUOTED.match(folded, link.end()) if link else None


def _is_bracketed_name(clear: str, folded: str, quoted: re.Match[str]) -> bool:
    """« (« Brindille ») »: a name with a capital, alone in its brackets, that the full name holds or that ends all."""
    start, end = quoted.span("words")
    after = folded[quoted.end() :].lstrip()
    if not clear[start].isupper() or not folded[: quoted.start()].rstrip().endswith("(") or after[:1] != ")":
        return False
    held = re.search(rf"(?<!\w){re.escape(folded[start:end])}(?!\w)", folded[: quoted.start()])
    return held is not None or re.fullmatch(r"\)[\s*,;.]*(?:d'(?:une|autre) part[\s*,;.]*)?", after) is not None


def _is_plain_name(clear: str, folded: str, plain: re.Match[str]) -> bool:
    """Without quotes, a name is a role, or has a capital: « ci-après la Ville »."""
    words = folded[plain.start() : plain.end("words")]
    if len(words.split()) > 5 or re.match(r"(?:par|comme|sous|est|sont|dans|pour|et|ou|designe|denomme)\b", words):
        return False
    return role_of(words) is not None or clear[plain.start("words")].isupper()


def _short(clear: str, start: int, end: int) -> ShortName:
    words = _flat(clear[start:end])
    return ShortName(start, end, words, role_of(words))


def read_address(clear: str, folded: str, after: int) -> Piece | None:
    """The address, labelled (« Adresse : »), introduced (« dont le siège est ») or bare; no words when left blank."""
    label = _ADDRESS_LABEL.search(folded, after)
    if label:
        return _address_at(clear, folded, label.end())
    for opening in (_SEAT, _BARE_ADDRESS):
        match = opening.search(folded, after)
        if match and match.end() < len(folded):
            return _address_at(clear, folded, match.end())
    return None


def _address_at(clear: str, folded: str, start: int) -> Piece:
    stop = _ADDRESS_STOP.search(folded, start)
    end = stop.start() if stop else len(folded)
    postal = _POSTAL.search(folded, start, min(len(folded), start + 200))
    line = folded[end : end + 60].lstrip(" \n")
    if postal and postal.start() <= end:
        end = max(postal.end(), end) if stop and stop[0] == "\n" else postal.end()
    elif postal and stop and stop[0] == "\n" and re.match(r"(?:[^\n:]{0,50}\n)?[^\n:]{0,40}\d{2}\s?\d{3}\s", line):
        end = postal.end()
    if code := _CODE_AFTER.match(folded, end):
        end = code.end()
    words = clear[start:end]
    flat = "" if is_blank(words) else _flat(words)
    return Piece(start, start + len(words.rstrip(" ,;\n")), flat)


def read_represented(clear: str, folded: str, after: int) -> tuple[Representative, Piece] | None:
    """Who stands for the party, and the span that says so; `None` when the clause names nobody for it."""
    match = _REPRESENTED.search(folded, after)
    if not match:
        return None
    end = _person_end(folded, match.end())
    found = read_representative(clear[match.end() : end])
    found = _with_function(clear, folded, end, found)
    last = match.end() + found.end if found.end else match.end()
    return found, Piece(match.start(), match.start() + len(clear[match.start() : last].rstrip(" ,;\n")), "")


def _person_end(folded: str, start: int) -> int:
    """A representative's words end with their paragraph; when nothing stands before its end, with the next one."""
    end = folded.find("\n\n", start)
    if end >= 0 and not folded[start:end].strip(" :\n"):
        following = re.compile(r"\s*").match(folded, end)
        at = following.end() if following else end
        end = end if _PERSON_LABEL.match(folded, at) else folded.find("\n\n", at)
    return end if end >= 0 else len(folded)


def _with_function(clear: str, folded: str, end: int, found: Representative) -> Representative:
    """A form's « Fonction : » line, filled or left blank."""
    match = re.compile(r"\s*(?:fonction|qualite|titre)\s*:[ \t]*([^\n]*)").match(folded, end)
    if not match or found.title:
        return found
    words = clear[slice(*match.span(1))]
    if is_blank(words):
        return Representative(found.name, None, (*found.blanks, "representative_title"), match.end() - end + found.end)
    return Representative(found.name, _flat(words), found.blanks, found.end)


def person_after(clear: str, name: Piece) -> Representative | None:
    """« Le préfet de la Combe, M. Jean Valdor »: a party named by an office, with the one who holds it."""
    if not is_office(name.words):
        return None
    match = re.compile(r"\s*,\s*([^,;\n(]{3,60})").match(clear, name.end)
    person = person_name(match[1]) if match else None
    return Representative(person, name.words, (), 0) if person else None
