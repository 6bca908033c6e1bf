"""Notices: what must be given, and how, before leaving a convention or opposing its renewal."""

import re
from collections.abc import Iterator, Sequence
from typing import Literal

from ingestion.blocks import Block
from ingestion.facts.clauses import Clause, read_clauses, segments, spaced
from ingestion.facts.evidence import Actor
from ingestion.facts.figures import durations_in
from ingestion.facts.ownership import quotes_a_change
from ingestion.facts.roles import Roles
from ingestion.facts.terms import Notice
from ingestion.french.durations import DurationMention

Purpose = Literal["résiliation", "dénonciation", "retrait", "reconduction"]

_PURPOSES: tuple[tuple[Purpose, re.Pattern[str]], ...] = (
    (
        "reconduction",
        spaced(
            r"\b(?:s'oppos\w*|opposition|refus\w*|(?:non[ -]|ne pas )(?:etre )?(?:la |le )?(?:reconduct|reconduire"
            r"|renouvel)\w*"
            r"|ne (?:souhait|entend|veu|desir)\w* pas (?:\w+ )?(?:reconduire|renouvel\w*)"
            r"|(?:recondu|renouvel)\w*[^.;]{0,80}(?:sauf|a defaut|hors|sous reserve)|sauf[^.;]{0,60}(?:denonc\w*"
            r"|avis contraire)"
            r"[^.;]{0,80}(?:reconduc|renouvel)\w*)"
        ),
    ),
    ("retrait", spaced(r"\b(?:se retire\w*|retrait|quitter|sorti[er] (?:du|de la|de l')|se desengag\w+)")),
    (
        "résiliation",
        spaced(
            r"\b(?:resili\w+|(?<!\by\s)met(?:tre|tent|tra|tront)? (?:\w+ ){0,2}(?:un )?(?:terme|fin)\b|mise? fin\b"
            r"|rompre"
            r"|rompue?|rupture)"
        ),
    ),
    ("dénonciation", spaced(r"\b(?:denon[c]\w+|renonc\w+|se (?:deli|degag)\w+)")),
)
_LEAVING = spaced(
    r"\b(?:resili|denonc|retir|retrait|reconduc|reconduire|renouvel|(?<!\by\s)mettre (?:\w+ ){0,2}fin|mis fin"
    r"|met fin|rompre"
    r"|rompu|rupture|quitter|sort(?:ir|ie)|s'oppos|(?:y|a la convention|a l'accord) renonc|se deli(?:e|er|ent)\b"
    r"|se degag)"
)
_VISITING = spaced(r"\b(?:controle[rs]?|visite[rs]?|audit(?:e[rs]?)?|verifi\w+|acceder|inspect\w+|sur place)\b")
"""A notice before a visit leaves nothing."""
_BEFORE = spaced(
    r"\b(?:preavis|prevenance)\b(?: (?:ecrit|minimal|minimum|prealable|obligatoire|reciproque|est|de|d'|fixe a"
    r"|requis|:|donne|,|au moins"
    r"|un|delai|sera|doit etre|ne peut etre|inferieur a|egal a|signifie|notifie|adresse|par|lettre|recommandee"
    r"|ecrite))*"
    r" ?(?:d'au moins|au moins|de|d'|a|:|,|minimum de|minimum d')? ?\Z"
)
_AFTER = spaced(r" ?(?:au moins |au minimum |minimum |francs? )?(?:de|comme|a titre de) (?:preavis|prevenance)\b")
_AHEAD = spaced(
    r" ?(?:au moins |au plus tard )?(?:avant(?= ?(?:[.;,)]|\Z))|avant (?:la |l'|le |son |sa |leur "
    r"|chaque |toute )?(?:\w+ )?(?:date |terme"
    r"|echeance|expiration|fin\b"
    r"|reconduction|renouvellement|anniversaire|periode|tacite|prise d'effet)|a l'avance|auparavant)"
)
_FORMAL = spaced(
    r" ?(?:apres|suivant|a compter de|a dater de|de) (?:la |l'|une |cette |son |sa )?(?:\w+ d(?:e l'|e la |'"
    r"|e )(?:une )?)?"
    r"(?:mise en demeure|notification|envoi|reception|lettre)"
)
_UNHEEDED = spaced(
    r"\b(?:mise en demeure|demeuree?|restee?) [^.;]{0,60}(?:pendant|dans|a l'expiration|au terme|apres)[^.;]{0,40}\Z"
)
_FORM = spaced(
    r"\b(?:par (?:simple |une |un )?(?=lettre|courrier|courriel|ecrit|acte|voie|pli|e-mail|message)|(?=(?:lettre"
    r"|courrier|pli)"
    r" recommandee?))(?P<form>(?:(?!\b(?:trois|deux|un|six|en respectant|moyennant|sous reserve|avant|adressee?"
    r"|au moins|\d+"
    r"|avec un preavis|et (?:rest|demeur)\w+|valant)\b)[^,;.()]){4,110})"
)
_RESULT = spaced(
    r"\A(?:la |le |l'|cette |ce |en cas de |toute |tout |dans (?:ce|le) cas|a l'issue d(?:u|e ce) |au terme d(?:u"
    r"|e ce) )"
    r"(?:presente? )?(?P<word>resiliation|denonciation|retrait|fin|preavis|\w*)\b"
)
_WORDS: dict[Purpose, tuple[str, ...]] = {
    "résiliation": ("resiliation", "fin", "preavis"),
    "dénonciation": ("denonciation", "resiliation", "fin", "preavis"),
    "retrait": ("retrait",),
    "reconduction": (),
}
_OBJECT = spaced(r"(?:\b(?:a|au|aux|de|du|des|avec|pour|chez|envers)|\b(?:d|a l|de l)') *(?:la |le |les |l')?\Z")
"""What stands before an actor that is not the subject."""
_ANYONE = spaced(
    r"\b(?:l'une (?:ou l'autre )?des|chac\w+ des|chaque|une des|tou(?:s|t|te|tes)(?: les| l'un des| des)?|les"
    r"|l'autre|l'un des|par l'un"
    r"|un des) (?:deux )?(?:parti|signataire|partenaire|cocontract|cosignataire|contractant)\w*|\bl'autre\b"
    r"|\bl'une d'elles\b"
)


def read_notices(blocks: Sequence[Block], roles: Roles) -> tuple[Notice, ...]:
    """Every notice, in reading order; one a purpose where a sentence has several (« s'opposer …, ou se retirer »)."""
    clauses = [clause for clause in read_clauses(blocks) if not (clause.heading or quotes_a_change(clause))]
    found: list[Notice] = []
    for index, clause in enumerate(clauses):
        for start, end in segments(clause):
            if length := notice_length(clause, start, end):
                found += _notices(clauses[index:], length, (start, end), roles)
    return tuple(found)


def notice_length(clause: Clause, start: int, end: int) -> DurationMention | None:
    """The duration of a notice between two offsets of a clause; `None` when nothing there is one."""
    text = clause.folded[:end]
    leaving = bool(_LEAVING.search(text, start)) or bool(clause.intro and _LEAVING.search(clause.intro.folded))
    if not leaving and ("preavis" not in text[start:] or _VISITING.search(text, start)):
        return None
    for mention in durations_in(clause.text[:end]):
        before = text[max(start, mention.start - 110) : mention.start]
        if mention.start < start:
            continue
        if _BEFORE.search(before) or _AFTER.match(text, mention.end):
            return mention
        if leaving and (
            _AHEAD.match(text, mention.end) or _FORMAL.match(text, mention.end) or _UNHEEDED.search(before)
        ):
            return mention if _decides(text[start:]) else None
    return None


def _decides(piece: str) -> bool:
    """Whether a segment ends or refuses something, rather than asks for a renewal or tells what follows it."""
    return any(pattern.search(piece) for _, pattern in _PURPOSES)


def _notices(clauses: list[Clause], length: DurationMention, span: tuple[int, int], roles: Roles) -> Iterator[Notice]:
    clause, (start, end) = clauses[0], span
    piece = clause.folded[start:end]
    for purpose in _purposes(clause, piece):
        result = _result(clauses, purpose)
        evidences = clause.with_intros() + (result.evidences() if result else ())
        effect = result.words(0, len(result.text)) if result else None
        holder, form = _holder(clause, piece, span, roles), _form(clause, start, end)
        yield Notice(length.value, purpose, holder, form, effect, evidences)


def _purposes(clause: Clause, piece: str) -> list[Purpose]:
    """What the notice is for: by its own segment, else by its introduction, its sentence before or its heading."""
    around = (
        piece,
        clause.intro.folded if clause.intro else "",
        clause.before.folded if clause.before else "",
        clause.under,
    )
    for text in around:
        found = [purpose for purpose, pattern in _PURPOSES if pattern.search(text)]
        if "reconduction" in found:
            return [purpose for purpose in found if purpose in ("reconduction", "retrait")]
        if found:
            return found
    return ["résiliation"]


def _form(clause: Clause, start: int, end: int) -> str | None:
    found = _FORM.search(clause.folded, start, end)
    return clause.words(*found.span("form")).rstrip(" ,") if found else None


def _result(clauses: list[Clause], purpose: Purpose) -> Clause | None:
    """The sentence of the same article that tells what leaving brings."""
    for clause in clauses[1:]:
        if clause.block.path != clauses[0].block.path or clause.block.kind is not clauses[0].block.kind:
            return None
        found = _RESULT.match(clause.folded)
        if found and found["word"] in _WORDS[purpose] and "preavis de" not in clause.folded:
            return clause
    return None


def _holder(clause: Clause, piece: str, span: tuple[int, int], roles: Roles) -> Actor | None:
    """The one who may leave, when it is one of them: the first party that is a subject of the segment."""
    if _ANYONE.search(piece):
        return None
    for start, _, actor in roles.find_actors(clause.text[slice(*span)]):
        if actor.party and not _OBJECT.search(piece[:start]):
            return actor
    return None
