"""Access: who may see which conventions, by the rules of a TOML file. What cannot be read opens nothing."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from bot.library import Library
from index.records import DocumentRow
from ingestion.names import DocumentKind
from ingestion.naming import name_key

_KEYS = ("default", "rule")
_RULE_KEYS = ("conventions", "users", "channels", "emails", "groups")
_DOMAIN = "*@"
"""Beginning of an address that stands for all those of a domain."""
_EMAIL = re.compile(r"(?:\*|[^\s@*]+)@[^\s@*]+")
_LINE = re.compile(r"\bline (\d+)")


class AccessError(Exception):
    """The file of rules cannot be used; the administrator mends it, and nothing is shown until then."""

    def __init__(self, key: str, path: Path, **values: str) -> None:
        """`key`: the message that says why; `values` fill it."""
        super().__init__(f"{key}: {path}")
        self.key = key
        self.values = {"path": str(path), **values}


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who will read an answer."""

    user: str | None
    """Slack id of the person; `None` when nobody in particular reads."""
    channel: str | None
    """Slack id of the channel where it is asked; `None` for none."""
    public: bool
    """True when everybody in the channel will read the answer: the person's own rights then count for nothing."""
    email: str | None = None
    """Address of somebody who signed in to the reader, as the provider vouches for it; `None` for nobody."""
    groups: frozenset[str] = frozenset()
    """Their groups, as the provider tells them."""


@dataclass(frozen=True, slots=True)
class Rule:
    """Conventions, and those who may see them."""

    conventions: tuple[str, ...]
    """Names as people write them, `*` standing for anything; never empty."""
    users: frozenset[str] = frozenset()
    channels: frozenset[str] = frozenset()
    emails: frozenset[str] = frozenset()
    """Addresses in small letters; `*@example.fr` is each of a domain."""
    groups: frozenset[str] = frozenset()

    def admits(self, viewer: Viewer) -> bool:
        """Whether the channel, or the person where only they read, is among those of the rule."""
        return viewer.channel in self.channels or (not viewer.public and self._names(viewer))

    def _names(self, viewer: Viewer) -> bool:
        address = (viewer.email or "").casefold()
        domain = _DOMAIN + address.rpartition("@")[2]
        known = bool(address) and not self.emails.isdisjoint((address, domain))
        return viewer.user in self.users or known or not self.groups.isdisjoint(viewer.groups)


_Conditions = tuple[tuple[Rule, ...], ...]
"""A document is visible to whom at least one rule of each group admits; no group is everybody, an empty one nobody."""


@dataclass(frozen=True)
class Access:
    """Every rule of the file."""

    default: Literal["all", "none"] = "all"
    """Who sees a convention that no rule names."""
    rules: tuple[Rule, ...] = ()
    _kept: dict[str, tuple[list[DocumentRow], Mapping[str, _Conditions]]] = field(
        default_factory=dict, repr=False, compare=False
    )
    """What the rules come to for one list of documents, which is remade when the documents change."""

    @property
    def open(self) -> bool:
        """True when everybody sees everything."""
        return not self.rules and self.default == "all"

    def visible(self, viewer: Viewer, library: Library) -> frozenset[str]:
        """Ids of the documents that may be read. `library` is the whole one: an avenant follows its convention."""
        if self.open:
            return frozenset(row.id for row in library.every_document())
        return frozenset(
            document
            for document, conditions in self._conditions(library).items()
            if all(any(rule.admits(viewer) for rule in group) for group in conditions)
        )

    def unknown(self, library: Library) -> tuple[str, ...]:
        """Names of the file that no document answers to: a slip would leave a convention open."""
        held = {key for row in library.every_document() for key in _keys(row)}
        names = dict.fromkeys(name for rule in self.rules for name in rule.conventions)
        return tuple(name for name in names if not _answers(name, held))

    def _conditions(self, library: Library) -> Mapping[str, _Conditions]:
        rows = library.every_document()
        kept = self._kept.get("")
        if kept is None or kept[0] is not rows:
            kept = (rows, self._resolved(library, rows))
            self._kept[""] = kept
        return kept[1]

    def _resolved(self, library: Library, rows: Sequence[DocumentRow]) -> Mapping[str, _Conditions]:
        """An avenant, and another edition, is under its own rules and its convention's; the default is for what neither
        of them names."""
        own = {row.id: self._naming(row) for row in rows}
        found: dict[str, _Conditions] = {}
        for row in rows:
            above = library.amends(row.id) if row.kind is DocumentKind.AVENANT else ()
            above = (row.identity.edition_of,) if row.identity.edition_of in own else above
            groups = [own[row.id]] if own[row.id] or not above else []
            groups += [own[convention] for convention in above]
            found[row.id] = tuple(group for group in groups if group or self.default == "none")
        return found

    def _naming(self, row: DocumentRow) -> tuple[Rule, ...]:
        keys = _keys(row)
        return tuple(rule for rule in self.rules if any(_answers(name, keys) for name in rule.conventions))


def _keys(row: DocumentRow) -> set[str]:
    """A document's own names, folded: short name, title, file with and without its folder and suffix, id."""
    file = row.source.rpartition("/")[2]
    names = (row.short_name, row.title, row.source, file, file.rpartition(".")[0], row.id)
    return {key for key in map(name_key, names) if key}


def _answers(name: str, keys: set[str]) -> bool:
    """Whether one of the folded names is the one that somebody wrote."""
    if "*" not in name:
        return name_key(name) in keys
    pattern = re.compile(".*".join(re.escape(name_key(part)) for part in name.split("*")))
    return any(pattern.fullmatch(key) for key in keys)


def load_access(path: Path | None) -> Access:
    """The rules of a file; without one, everybody sees everything. Raises AccessError: a bad file opens nothing."""
    if path is None:
        return Access()
    laid = _table(path)
    if not laid:
        raise AccessError("errors.access_empty", path)
    strange = next((name for name in laid if name not in _KEYS), None)
    if strange is not None:
        raise AccessError("errors.access_top_key", path, name=strange, known=", ".join(_KEYS))
    default, rules = laid.get("default", "all"), laid.get("rule", [])
    if default not in ("all", "none"):
        raise AccessError("errors.access_default", path)
    if not isinstance(rules, list) or not all(isinstance(rule, dict) for rule in rules):
        raise AccessError("errors.access_rules", path)
    return Access(default, tuple(_rule(path, rule, f"[[rule]] {at}") for at, rule in enumerate(rules, 1)))


def _table(path: Path) -> dict[str, Any]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise AccessError("errors.access_unreadable", path) from None
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        line = _LINE.search(str(error))  # « at end of document » otherwise
        raise AccessError("errors.access_syntax", path, line=line[1] if line else str(text.count("\n") + 1)) from None


def _rule(path: Path, laid: Mapping[str, Any], place: str) -> Rule:
    strange = next((name for name in laid if name not in _RULE_KEYS), None)
    if strange is not None:
        raise AccessError("errors.access_unknown_key", path, place=place, name=strange, known=", ".join(_RULE_KEYS))
    conventions, users, channels, emails, groups = (_texts(path, laid, name, place) for name in _RULE_KEYS)
    if not conventions:
        raise AccessError("errors.access_conventions", path, place=place)
    wrong = next((one for one in emails if not _EMAIL.fullmatch(one)), None)
    if wrong is not None:
        raise AccessError("errors.access_email", path, place=place, name=wrong)
    addresses = frozenset(one.casefold() for one in emails)
    return Rule(conventions, frozenset(users), frozenset(channels), addresses, frozenset(groups))


def _texts(path: Path, laid: Mapping[str, Any], name: str, place: str) -> tuple[str, ...]:
    """A list of strings that are not blank, without the blanks around them."""
    held = laid.get(name, [])
    if not isinstance(held, list) or not all(isinstance(one, str) and one.strip() for one in held):
        raise AccessError("errors.access_list", path, place=place, name=name)
    return tuple(one.strip() for one in held)
