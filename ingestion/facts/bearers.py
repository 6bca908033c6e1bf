"""Bearers: who is to do what a clause says, from its subject, its agent, its introduction or the sentence before."""

from ingestion.facts.clauses import Clause, spaced
from ingestion.facts.evidence import Actor
from ingestion.facts.roles import Roles
from ingestion.french.folding import fold

_SUBJECT = spaced(r"(?:\A|[,:;(-]|\b(?:et|puis|ainsi que|ou)\b)(?: (?:ensuite|enfin|seule?|notamment),?)? *\Z")
"""What stands before a subject: the clause's start, a comma or « et »; a direct object follows its verb."""
_AGENT = spaced(r"\bpar *\Z")
_BE = r"(?:est|sont|sera|seront|soit|soient|a ete|ont ete|doit etre|doivent etre|peut etre|devra etre)"
_PASSIVE = spaced(
    rf" ?(?:en |y |n'|ne )?{_BE} (?:\w+ ){{0,2}}?(?!tenu|charge|responsable|oblige|libre|autorise|garant|astreint"
    rf"|engage|invite)"
    r"(?:\w+(?:ee?s?|is|ises?|ites?|us?|ues?|uit|uites?|ert|ertes?|ait))\b"
)
_DONE_BY = spaced(rf"\b{_BE} [^.;]{{3,90}}\bpar *\Z")
_PRONOUN = spaced(
    r"(?:\A|, ?|\bet |\bpuis )(?P<who>il|elle|ils|elles|celui-ci|celle-ci|ceux-ci|ce dernier|cette derniere)\b"
    r"(?! (?:est (?:\w+ )?(?:etabli|cree|convenu|interdit|procede|rappele|precise|possible|tenu compte)|convient"
    r"|appartient|s'agit"
    r"|peut etre|y a|incombe|importe|faut|revient a))"
)
_REACH = 8
_DEMONSTRATIVE = ("celui-ci", "celle-ci", "ceux-ci", "ce dernier", "cette derniere")
_CHARGE = spaced(r"\b(?:responsable|porteur|pilote|acteur|qui|redevable|debiteur|partie|entite|a la charge)\w*\b")
_WHO_MUST = spaced(r",? qui (?:devr|doi|s'engag|est tenue?|est chargee?|aura|dispos)\w*")
_CONTINUES = spaced(
    r"\A(?:ne (?:pas )?|n'|s'|se |l'|en |y )?(?:\w+(?:er|ir|re)\b|(?!les? |l[ae] |une? |chaque |toute?s? )\w+(?:e"
    r"|ent|it|et|end|ond|ient|t)\b)"
)
"""An item that goes on with its introduction's subject: an infinitive or a third person."""


def bearer(
    clause: Clause, start: int, end: int, roles: Roles, at: int | None = None, reach: int = _REACH
) -> Actor | None:
    """Who is to do what stands between two offsets of a clause; `None` when the text does not tell.

    `at` is the offset of the words that interest the caller, for « au délégataire, qui devra … ». A duty of a list is
    its introduction's subject's; a passive's is its agent's (« est transmis par la Ville »). `reach` is how many
    sentences pronouns and introductions are followed back through.
    """
    if reach < 0:
        return None
    actor = _of_header(clause, roles) if clause.cell is not None else _of_words(clause, start, end, roles, at, reach)
    return Actor(" ".join(actor.words.split()), actor.role, actor.party) if actor else None


def _of_words(clause: Clause, start: int, end: int, roles: Roles, at: int | None, reach: int) -> Actor | None:
    text = clause.folded[start:end]
    found = roles.find_actors(clause.text[start:end], clause.text)
    for _, after, actor in found:
        if at is not None and start + after < at and _WHO_MUST.match(text, after):
            return actor
    opens = bool(found and found[0][0] == 0)
    if clause.intro and not opens and _CONTINUES.match(clause.folded):
        return _whole(clause.intro, roles, reach)
    agent = next((actor for a, _, actor in found if _DONE_BY.search(text[:a])), None)
    subject = next((actor for actor in found if _SUBJECT.search(text[: actor[0]])), None)
    if subject and not _PASSIVE.match(text, subject[1]):
        return agent or subject[2]
    if agent or subject:
        return agent
    return _inherited(clause, (start, end), found, roles, reach)


def _whole(clause: Clause, roles: Roles, reach: int) -> Actor | None:
    return bearer(clause, 0, len(clause.text), roles, reach=reach - 1)


def _inherited(
    clause: Clause, span: tuple[int, int], found: tuple[tuple[int, int, Actor], ...], roles: Roles, reach: int
) -> Actor | None:
    """Whom a pronoun stands for; for an item without one, its introduction's subject."""
    start, end = span
    piece = clause.folded[start:end]
    pronoun = _PRONOUN.search(piece)
    if pronoun is None:
        return _whole(clause.intro, roles, reach) if clause.intro and not start else None
    if _PASSIVE.match(piece, pronoun.end()):
        return None
    if pronoun["who"] in _DEMONSTRATIVE and (named := [actor for _, b, actor in found if b <= pronoun.start()]):
        return named[-1]
    if start:
        return bearer(clause, 0, start, roles, reach=reach - 1)
    return _whole(clause.before, roles, reach) if clause.before else None


def _of_header(clause: Clause, roles: Roles) -> Actor | None:
    """Who stands in the row's column of persons in charge, else the column's or the row's own header."""
    for header in (_in_charge(clause), *reversed(clause.cell or ())):
        found = roles.find_actors(header) if header else ()
        if header and found and found[0][1] - found[0][0] > len(header) / 2:
            return found[0][2]
    return None


def _in_charge(clause: Clause) -> str | None:
    for row in clause.block.rows:
        if row.start <= clause.start < row.end:
            return next((cell.text for cell in row.cells if _CHARGE.search(fold(cell.column_header or ""))), None)
    return None
