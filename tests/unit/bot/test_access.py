"""Access: rules of a file, who they let see what, and files that open nothing."""

from collections.abc import Mapping
from pathlib import Path
from typing import cast

import pytest

from bot.access import Access, AccessError, Viewer, load_access
from bot.faults import sentences
from bot.library import Library
from index.records import DocumentRow
from tests.made_plans import ALTO, AVENANT, QUAI, ROWS, VERGER

Q, V, A, N = QUAI.id, VERGER.id, ALTO.id, AVENANT.id
ALL = frozenset((Q, V, A, N))


class Shelf:
    """As much of a library as access reads."""

    def __init__(self, rows: tuple[DocumentRow, ...] = ROWS, amends: Mapping[str, tuple[str, ...]] | None = None):
        self.rows = list(rows)
        self.amended = {N: (Q,)} if amends is None else amends

    def every_document(self) -> list[DocumentRow]:
        return self.rows

    def amends(self, avenant: str) -> tuple[str, ...]:
        return self.amended.get(avenant, ())


def shelf(**values: object) -> Library:
    return cast("Library", Shelf(**values))  # type: ignore[arg-type]


def rules(folder: Path, text: str) -> Access:
    (folder / "access.toml").write_text(text, encoding="utf-8")
    return load_access(folder / "access.toml")


def alone(user: str | None, channel: str | None = None) -> Viewer:
    return Viewer(user, channel, public=False)


def before_all(channel: str | None, user: str | None = "U1") -> Viewer:
    return Viewer(user, channel, public=True)


def test_without_a_file_all_is_open() -> None:
    access = load_access(None)
    assert access.open and access.unknown(shelf()) == ()
    assert access.visible(Viewer(None, None, public=True), shelf()) == ALL


def test_a_rule_hides_from_the_others(tmp_path: Path) -> None:
    access = rules(tmp_path, '[[rule]]\nconventions = ["verger-COMMUN"]\nusers = ["U1"]\nchannels = ["C1"]')
    assert not access.open
    assert access.visible(alone("U1"), shelf()) == ALL
    assert access.visible(alone("U2"), shelf()) == ALL - {V}
    assert access.visible(alone("U2", "C1"), shelf()) == ALL
    assert access.visible(alone(None), shelf()) == ALL - {V}


def test_before_everybody_only_the_channel_counts(tmp_path: Path) -> None:
    access = rules(tmp_path, '[[rule]]\nconventions = ["Verger Commun"]\nusers = ["U1"]\nchannels = ["C1"]')
    assert access.visible(before_all("C1", "U9"), shelf()) == ALL
    assert access.visible(before_all("C2", "U1"), shelf()) == ALL - {V}
    assert access.visible(before_all(None, "U1"), shelf()) == ALL - {V}


def test_several_rules_of_a_convention_add_up(tmp_path: Path) -> None:
    text = '[[rule]]\nconventions = ["Alto Bus"]\nusers = ["U1"]\n[[rule]]\nconventions = ["Al*", "Verger Commun"]\n'
    access = rules(tmp_path, text + 'users = ["U2"]')
    seen = {user: access.visible(alone(user), shelf()) for user in ("U1", "U2", "U3")}
    assert seen == {"U1": ALL - {V}, "U2": ALL, "U3": ALL - {V, A}}


def test_a_rule_without_readers_is_for_nobody(tmp_path: Path) -> None:
    access = rules(tmp_path, '[[rule]]\nconventions = ["Alto Bus"]')
    assert access.visible(alone(None, None), shelf()) == access.visible(alone("U1", "C1"), shelf()) == ALL - {A}


def test_by_default_none(tmp_path: Path) -> None:
    access = rules(tmp_path, 'default = "none"\n[[rule]]\nconventions = ["Quai Ouvert"]\nusers = ["U1"]')
    assert access.visible(alone("U1"), shelf()) == {Q, N}, "an avenant follows its convention"
    assert access.visible(alone("U2"), shelf()) == frozenset()
    assert access.visible(alone("U1"), shelf(amends={})) == {Q}, "one that is attached to none follows the default"
    assert not rules(tmp_path, 'default = "none"').open


@pytest.mark.parametrize("default", ["all", "none"])
def test_an_avenant_is_under_its_conventions_rules_besides_its_own(tmp_path: Path, default: str) -> None:
    text = f'default = "{default}"\n[[rule]]\nconventions = ["Quai Ouvert"]\nusers = ["U1", "U2"]\n'
    access = rules(tmp_path, text + '[[rule]]\nconventions = ["Quai Ouvert – avenant n° 1"]\nusers = ["U2", "U3"]')
    held = {user: access.visible(alone(user), shelf()) & {Q, N} for user in ("U1", "U2", "U3")}
    assert held == {"U1": {Q}, "U2": {Q, N}, "U3": set()}


def test_an_avenant_that_may_amend_several_is_under_the_rules_of_all(tmp_path: Path) -> None:
    text = '[[rule]]\nconventions = ["Quai Ouvert"]\nusers = ["U1"]\n[[rule]]\nconventions = ["Alto Bus"]\n'
    access = rules(tmp_path, text + 'users = ["U1", "U2"]')
    library = shelf(amends={N: (Q, A)})
    assert N in access.visible(alone("U1"), library) and N not in access.visible(alone("U2"), library)


@pytest.mark.parametrize(
    "name", ["verger commun", "VergerCommun", "Convention Verger Commun", "Verger Commun.txt", "*"]
)
def test_names_as_people_write_them(tmp_path: Path, name: str) -> None:
    access = rules(tmp_path, f'[[rule]]\nconventions = ["{name}"]')
    assert V not in access.visible(alone("U1"), shelf()) and access.unknown(shelf()) == ()


def test_marks_of_a_name_are_only_marks(tmp_path: Path) -> None:
    access = rules(tmp_path, '[[rule]]\nconventions = ["Verger (Commun)", "[A-Z].+", "Ve*mun", "DINUM", "Vergr"]')
    assert access.visible(alone("U1"), shelf()) == ALL - {V}
    assert access.unknown(shelf()) == ("[A-Z].+", "DINUM", "Vergr"), "a party is no convention, a slip is told"


def test_rules_follow_the_documents(tmp_path: Path) -> None:
    access = rules(tmp_path, '[[rule]]\nconventions = ["Verger Commun"]')
    assert access.visible(alone("U1"), shelf(rows=(QUAI,))) == {Q}
    assert access.visible(alone("U1"), shelf()) == ALL - {V}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "says nothing"),
        ("# nothing\n", "says nothing"),
        ("[[rule]]\nconventions = [", "line 2"),
        ("[[rule]]\nconventions = = []\n\n", "line 2"),
        ('default = "all', "line 1"),
        ('default = "everybody"', 'default = "none"'),
        ("default = true", 'default = "none"'),
        ("default = []", 'default = "none"'),
        ("[[rules]]\nconventions = ['a']", "“rules”"),
        ("[rule]\nconventions = ['a']", "[[rule]]"),
        ("rule = [1]", "[[rule]]"),
        ("[[rule]]\nconvention = ['a']", "“convention”"),
        ("[[rule]]\nusers = ['U1']", "“conventions” must name"),
        ("[[rule]]\nconventions = []", "“conventions” must name"),
        ("[[rule]]\nconventions = 'a'", "“conventions” must be a list"),
        ("[[rule]]\nconventions = ['a', ' ']", "“conventions” must be a list"),
        ("[[rule]]\nconventions = ['a']\n[[rule]]\nconventions = ['a']\nusers = [1]", "[[rule]] 2: “users”"),
        ("[[rule]]\nconventions = ['a']\nchannels = 'C1'", "[[rule]] 1: “channels”"),
    ],
)
def test_a_bad_file_opens_nothing(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(AccessError) as caught:
        rules(tmp_path, text)
    (english,), (french,) = sentences(caught.value, "en"), sentences(caught.value, "fr")
    assert told in english and str(tmp_path / "access.toml") in english
    assert "accès" in french and str(tmp_path / "access.toml") in french


def test_a_file_that_cannot_be_read_opens_nothing(tmp_path: Path) -> None:
    (tmp_path / "latin").write_bytes("# accès".encode("latin-1"))
    for path in (tmp_path, tmp_path / "absent", tmp_path / "latin"):
        with pytest.raises(AccessError) as caught:
            load_access(path)
        assert "cannot be read" in sentences(caught.value, "en")[0]


def test_a_file_of_another_editor_is_read(tmp_path: Path) -> None:
    (tmp_path / "access.toml").write_bytes('\ufeffdefault = "all"\r\n'.encode())
    assert load_access(tmp_path / "access.toml").open


def signed_in(email: str | None, *groups: str) -> Viewer:
    return Viewer(None, None, public=False, email=email, groups=frozenset(groups))


def test_people_who_sign_in_are_named_by_address_or_group(tmp_path: Path) -> None:
    text = '[[rule]]\nconventions = ["Verger Commun"]\nemails = ["Ana@Exemple.fr"]\n'
    access = rules(
        tmp_path, text + '[[rule]]\nconventions = ["Alto Bus"]\nemails = ["*@region.fr"]\ngroups = ["juristes"]'
    )
    seen = {
        "ana": access.visible(signed_in("ana@exemple.FR"), shelf()),
        "other": access.visible(signed_in("bob@exemple.fr"), shelf()),
        "domain": access.visible(signed_in("bob@region.fr"), shelf()),
        "below": access.visible(signed_in("bob@sous.region.fr"), shelf()),
        "group": access.visible(signed_in(None, "juristes", "x"), shelf()),
        "star": access.visible(signed_in("*@region.fr.mechant.example"), shelf()),
        "slack": access.visible(alone("ana@exemple.fr"), shelf()),
    }
    less = ALL - {V, A}
    assert seen == {"ana": ALL - {A}, "other": less, "domain": ALL - {V}, "below": less, "group": ALL - {V},
                    "star": less, "slack": less}  # fmt: skip


def test_an_address_in_public_opens_nothing(tmp_path: Path) -> None:
    access = rules(tmp_path, '[[rule]]\nconventions = ["*"]\nemails = ["ana@exemple.fr"]\ngroups = ["g"]')
    everybody = Viewer(None, "C1", public=True, email="ana@exemple.fr", groups=frozenset({"g"}))
    assert access.visible(everybody, shelf()) == frozenset()


@pytest.mark.parametrize("address", ["ana", "*", "@exemple.fr", "ana@*", "a b@c.fr", "*.fr"])
def test_what_is_no_address_opens_nothing(tmp_path: Path, address: str) -> None:
    with pytest.raises(AccessError) as refused:
        rules(tmp_path, f'[[rule]]\nconventions = ["*"]\nemails = ["{address}"]')
    assert refused.value.key == "errors.access_email" and address in sentences(refused.value, "fr")[0]
