"""Rights: who may do what; prohibitions and descriptions are none."""

import pytest

from ingestion.facts.definitions import read_definitions
from ingestion.facts.parties import read_parties
from ingestion.facts.rights import Right, read_rights
from ingestion.facts.roles import read_roles
from ingestion.structure import read_blocks

TEXT = """Convention « Bac à Sable »

Entre

La Région des Dunes (REDU), 1 rue du Vent, 40000 Mimizan, représentée par Mme Ève Oyat, ci-après « le délégant »,

Et

Le Syndicat des plages (SYPLA), 2 rue du Sel, 33000 Lège, représenté par M. Jo Crabe, ci-après « le délégataire »,

Article 1 : Objet

La convention organise le nettoyage.

Article 2 : Droits

"""


def read(body: str) -> tuple[Right, ...]:
    text = TEXT + body + "\n"
    blocks = read_blocks(text)
    found = read_rights(blocks, read_roles(blocks, read_parties(blocks), read_definitions(blocks)))
    assert all(text[one.start : one.end] == one.quote for right in found for one in right.evidence)
    return found


@pytest.mark.parametrize(
    ("body", "holder", "what"),
    [
        ("Le délégant peut visiter les plages.", "délégant", "visiter les plages"),
        ("Le SYPLA pourra, après accord, fermer un accès.", "délégataire", "fermer un accès"),
        ("La REDU se réserve le droit de suspendre ses versements.", "délégant", "suspendre ses versements"),
        ("Le délégataire est autorisé à sous-traiter le tri.", "délégataire", "sous-traiter le tri"),
        ("Le délégant autorise le délégataire à employer du sable.", "délégataire", "employer du sable"),
        ("Chaque partie a la faculté de résilier la convention.", None, "résilier la convention"),
        ("Les parties peuvent ajuster le calendrier.", None, "ajuster le calendrier"),
        ("Si une partie manque à ses devoirs, l'autre peut résilier.", None, "résilier"),
        ("L'équipe a toute latitude pour choisir ses outils.", "L'équipe", "choisir ses outils"),
        ("Le sable revient au SYPLA, qui peut le vendre.", "délégataire", "le vendre"),
        (
            "La convention peut être dénoncée par l'une des parties.",
            None,
            "La convention peut être dénoncée par l'une des parties",
        ),
        (
            "Il peut être mis fin à l'accord par le délégant.",
            "délégant",
            "Il peut être mis fin à l'accord par le délégant",
        ),
    ],
)
def test_a_right_gives_its_holder_and_its_text(body: str, holder: str | None, what: str) -> None:
    found = [(right.holder and (right.holder.role or right.holder.words), right.what) for right in read(body)]
    assert found == [(holder, what)]


@pytest.mark.parametrize(
    "body",
    [
        "Le délégataire ne peut céder ses droits.",
        "Le délégant doit visiter les plages.",
        "La plage est ouverte toute l'année.",
        "Les usagers peuvent se baigner.",
        "La convention autorise la circulation des bacs.",
        "Le bac ne peut être déplacé.",
    ],
)
def test_what_is_no_right(body: str) -> None:
    assert read(body) == ()


def test_items_under_a_right() -> None:
    found = read("La REDU peut :\n\n- contrôler les comptes ;\n- suspendre ses versements.")
    assert [right.what for right in found] == ["contrôler les comptes", "suspendre ses versements"]
    assert [right.themes[0] for right in found] == ["contrôle", "suspension"]


def test_one_sentence_may_hold_a_right_and_a_duty() -> None:
    (right,) = read("Le SYPLA pourra choisir ses engins mais devra en donner la liste.")
    assert right.what == "choisir ses engins"


def test_condition_is_verbatim() -> None:
    (right,) = read("La REDU peut fermer une plage dès lors qu'elle constate un danger, même bref.")
    assert right.condition == "dès lors qu'elle constate un danger, même bref"
