"""Scope: which conventions a question means, by its own names or by the thread's."""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.mentions import Directory, Mention
from bot.plan import Scope
from bot.reading import Reading, holds_operation
from ingestion.french.folding import fold

_PRONOUN = re.compile(
    r"\b(?:elle|il|ils|elles|la|le|les|y|en|cela|ça|ca|celle-ci|celui-ci|"
    r"cette convention|ce montant|cette date|it|its|they|them|this one)\b",
    re.IGNORECASE,
)

_AVENANT = re.compile(
    r"(?<!avant )(?<!before )(?<!depuis )(?<!apres )(?<!que )(?<!what )"
    r"\b(?:l'|cet |un |the |d'|de l')(?:avenant|amendment)\b"
)

_RANKS = {
    0: ("premiere", "first", "former"),
    1: ("deuxieme", "seconde", "second"),
    2: ("troisieme", "third"),
    -1: ("derniere", "last", "latter"),
}
"""Feminine, for a convention: « le premier » is a payment or an article."""
_RANKED = "|".join(word for words in _RANKS.values() for word in words)
_RANK = re.compile(rf"\b(?:la|the) (?P<rank>{_RANKED})(?: convention| one)?\s*[?.!]*$")
_ANNEXE = re.compile(r"\b(?:annexes?|appendix|tableaux?|tables?|tableur|excel|classeur|spreadsheet|fichier|file)\b")
"""What makes a question one about a document that goes with a convention too."""
_NOUN = 5
"""Letters of the shortest word that may say what is added; « on », « a », « cb » say nothing."""
_CONVENTIONS = re.compile(
    r"\b(?:conventions|accords|agreements|(?:quelle est la|quel est l')\s?(?:convention|accord)"
    r"|(?:convention|accord|agreement)\s+(?:(?:la|le|qui|avec|a|with|that|has|the)\s+)*(?:plus|moins|most|least)"
    r"|(?:plus|moins)\s+\w+\s+(?:convention|accord)|\w+est\s+agreement)\b"
)
"""What says that an operation runs across them: « la plus grosse convention », « le total des conventions »."""
_LEADING = re.compile(
    r"\W*(?:class(?:e|er|ez|ement)|tri(?:e|er|ez)|ordonne[rz]?|rank|sort)\b"
    r"|\W*(?:(?:la |une )?list\w+ |(?:donne|montre|affiche|sors)\w*(?: moi)? |show(?: me)? |give(?: me)? )?"
    r"(?:(?:d|l)es |toutes les |tous les |nos |mes |all |the |our )*(?:conventions|accords|contrats|agreements)\b"
)
"""« conventions en cours », « liste des conventions de 2024 », « classe par montant »."""
_LISTS = re.compile(r"\W*(?:(?:la |une |the |a )?list\w* (?:des|de|of|les|the|all)\b|tou(?:s|tes) les\b|all the\b)")
"""« liste des centres de coûts »."""
_ONE_EACH = frozenset((
    "cost_centre", "functional_domain", "financial_centre", "activity", "programme", "bop", "chorus", "end", "notice",
    "latest_notice", "amount", "delegated", "signature_date", "effect", "duration", "signatory", "role", "parties",
))  # fmt: skip
"""Subjects of which a list is one of conventions."""
_ROLES = re.compile(r"\b(?:[ld]es|nos|tous les) (?:delegants|delegataires|mandants|mandataires|porteurs)\b")
"""Several of those of whom a convention has one."""
_ACROSS = ("most", "least", "add", "compare")
"""Operations that run across conventions when none is named."""


def scope_of(
    reading: Reading, earlier: Sequence[Reading], directory: Directory, assumed: Sequence[str] = ()
) -> tuple[Scope, bool]:
    """The conventions meant, and whether the thread gave them.

    `assumed`: ids of those meant when neither the question nor its thread names one; those unknown here are ignored.
    """
    assumed = tuple(one for one in dict.fromkeys(assumed) if one in directory.short_names)
    own = _chosen(_named(reading.mentions), assumed)
    if own and holds_operation(reading.cues, ("cross",)) and not any(m.strong for m in reading.mentions):
        return Scope("all", (), (), own.names), False
    if own is None and assumed and not _spans(reading):
        scope, took = _of_thread(reading, earlier, assumed) or (Scope("named", assumed, (), ()), False)
        return _with_annexes(_amended(scope, reading, directory), reading, directory), took
    cross = _crosses(reading, earlier)
    if own or (_AVENANT.search(fold(reading.text)) and not cross):
        return _with_annexes(_amended(own, reading, directory), reading, directory), False
    if cross or (not earlier and _across(reading)):
        return Scope("all", (), (), ()), False
    rest = Scope("all" if assumed and _across(reading) else "any", (), (), ())
    return _of_thread(reading, earlier, assumed) or (rest, False)


def _crosses(reading: Reading, earlier: Sequence[Reading]) -> bool:
    """Whether the words say that many conventions are meant."""
    said = fold(reading.text)
    several = bool(_LEADING.match(said) or _ROLES.search(said))
    return several or holds_operation(reading.cues, ("cross",)) or (not earlier and _lists_one_each(reading))


def _of_thread(reading: Reading, earlier: Sequence[Reading], assumed: Sequence[str]) -> tuple[Scope, bool] | None:
    """The conventions that the thread speaks of; `None` when the question owes it nothing."""
    ranked = _of_rank(reading, earlier)
    if ranked:
        return Scope("named", (ranked,), (), ()), True
    if reading.follows or _PRONOUN.search(reading.text):
        for before in reversed(earlier):
            found = _chosen(_named(before.mentions), assumed)
            if found:
                return replace(found, names=()), True
            if _crosses(before, ()) or any(cue.subject == "listing" for cue in before.cues):
                return Scope("all", (), (), ()), True
    return None


def _of_rank(reading: Reading, earlier: Sequence[Reading]) -> str | None:
    """« et pour la première ? », « the second one »: by their order in a thread that named several; else `None`."""
    found = _RANK.search(fold(reading.text))
    named = [_named(before.mentions) for before in earlier]
    order = tuple(dict.fromkeys(one for scope in named if scope for one in scope.documents))
    if found is None or len(order) < 2:
        return None
    place = next(at for at, words in _RANKS.items() if found["rank"] in words)
    return order[place] if place < len(order) else None


def _chosen(scope: Scope | None, assumed: Sequence[str]) -> Scope | None:
    """Where one name fits several conventions, those of them that are assumed, if any."""
    kept = tuple(one for one in scope.alternatives if one in assumed) if scope else ()
    return Scope("named", kept, (), scope.names) if scope and kept else scope


def _spans(reading: Reading) -> bool:
    """Whether a question is plainly across conventions, whatever is assumed: « le total » and « le plus gros » alone
    are about what is assumed."""
    if holds_operation(reading.cues, ("cross", "compare")) or any(cue.subject == "listing" for cue in reading.cues):
        return True
    return holds_operation(reading.cues, _ACROSS) and bool(_CONVENTIONS.search(fold(reading.text)))


def _lists_one_each(reading: Reading) -> bool:
    """« liste des centres de coûts », and nothing else: « liste des obligations du délégataire » is of one of them."""
    cued = {cue.subject for cue in reading.cues if ":" not in cue.subject and cue.subject != "filler"}
    return bool(_LISTS.match(fold(reading.text)) and cued and cued <= _ONE_EACH)


def _across(reading: Reading) -> bool:
    """Whether an operation runs across conventions: « combien en tout ? » does not say of what, and asks back."""
    if holds_operation(reading.cues, [name for name in _ACROSS if name != "add"]):
        return True
    operations = [cue for cue in reading.cues if cue.subject.startswith("operation:")]
    said = [w for w in reading.words if not any(cue.start <= w.start < cue.end for cue in operations)]
    nouns = [w for w in said if len(w.folded) >= _NOUN and w.folded != "combien"]
    acronyms = [w for w in said if reading.text[w.start : w.end].isupper() and w.end - w.start > 1]
    return holds_operation(reading.cues, ("add",)) and bool(nouns or acronyms)


def _amended(own: Scope | None, reading: Reading, directory: Directory) -> Scope:
    """« l'avenant X » means the avenant, where there is one; « avant l'avenant » and « depuis l'avenant » do not."""
    scope = own or Scope("any", (), (), ())
    if not _AVENANT.search(fold(reading.text)):
        return scope
    held = [a for d in scope.documents for a in directory.avenants.get(d, ())] if own else list(directory.avenants[""])
    if len(held) == 1 and (scope.kind == "named" or not own):
        return Scope("named", (held[0],), (), scope.names)
    return scope


def _with_annexes(scope: Scope, reading: Reading, directory: Directory) -> Scope:
    """« l'annexe financière de X » also means the documents that go with the convention."""
    held = [a for d in scope.documents for a in directory.attached.get(d, ()) if a not in scope.documents]
    if scope.kind != "named" or not held or not _ANNEXE.search(fold(reading.text)):
        return scope
    return replace(scope, documents=(*held, *scope.documents))


def _named(mentions: Sequence[Mention]) -> Scope | None:
    """Strong names decide; parties only where no strong name does."""
    mentions = [mention for mention in mentions if not mention.everywhere]
    strong = [mention for mention in mentions if mention.strong] or mentions
    if not strong:
        return None
    names = tuple(mention.name for mention in strong)
    sure = [mention for mention in strong if len(mention.documents) == 1]
    if sure:
        return Scope("named", tuple(dict.fromkeys(m.documents[0] for m in sure)), (), names)
    shared = set.intersection(*(set(mention.documents) for mention in strong))
    documents = tuple(d for d in strong[0].documents if d in (shared or set(strong[0].documents)))
    if len(documents) == 1:
        return Scope("named", documents, (), names)
    return Scope("any", (), documents, names)
