"""Duties: every wording gives its bearer and its text; descriptions give none."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingestion.blocks import Block, BlockKind
from ingestion.facts.definitions import read_definitions
from ingestion.facts.obligations import Obligation, read_obligations
from ingestion.facts.parties import read_parties
from ingestion.facts.rights import read_rights
from ingestion.facts.roles import read_roles
from ingestion.structure import read_blocks

PARTIES = """Convention de partenariat « Moulin Public »

Entre

La Direction des moulins (DIMO), 3 rue du Blé, 28000 Chartres, représentée par Mme Ada Meule, ci-après « le délégant »,

Et

L'Office des farines (OFAR), 8 quai du Son, 76000 Rouen, représenté par M. Luc Tamis, ci-après « le délégataire »,

Préambule

L'OFAR anime un réseau de trente moulins. La DIMO finance la rénovation des roues.

Article 1 : Objet

La convention organise le service.

"""
PLAIN = "Article 2 : Exécution\n\n"


def read(body: str) -> tuple[Obligation, ...]:
    text = PARTIES + body + "\n"
    blocks = read_blocks(text)
    found = read_obligations(blocks, read_roles(blocks, read_parties(blocks), read_definitions(blocks)))
    for duty in found:
        assert all(text[one.start : one.end] == one.quote for one in duty.evidence)
    return found


def told(body: str) -> list[tuple[str | None, str, str]]:
    """Role of the bearer (else their words), modality, text."""
    return [(duty.bearer and (duty.bearer.role or duty.bearer.words), duty.modality, duty.what) for duty in read(body)]


@pytest.mark.parametrize(
    ("body", "bearer", "modality", "what"),
    [
        ("Le délégant s'engage à nettoyer le bief.", "délégant", "s'engage", "nettoyer le bief"),
        (
            "Le délégataire s'engage, dans un délai de trente jours, à réparer la roue.",
            "délégataire",
            "s'engage",
            "réparer la roue",
        ),
        (
            "L'OFAR s'engage à ce que le moulin reste ouvert.",
            "délégataire",
            "s'engage",
            "à ce que le moulin reste ouvert",
        ),
        ("Par les présentes, la DIMO s'engage à repeindre les volets.", "délégant", "s'engage", "repeindre les volets"),
        ("Les parties s'engagent mutuellement à garder le secret.", "parties", "s'engage", "garder le secret"),
        ("L'OFAR devra, avant le 1er mars, remettre un bilan.", "délégataire", "doit", "remettre un bilan"),
        (
            "Le délégataire, qui agit pour le délégant, est tenu de garder les pièces.",
            "délégataire",
            "doit",
            "garder les pièces",
        ),
        ("Il appartient au délégataire de tenir le registre.", "délégataire", "est chargé", "tenir le registre"),
        (
            "Il incombe à l'OFAR, avec la DIMO, de vérifier les balances.",
            "délégataire",
            "est chargé",
            "vérifier les balances",
        ),
        ("Le délégataire a pour mission d'entretenir les roues.", "délégataire", "est chargé", "entretenir les roues"),
        ("La DIMO charge l'OFAR de peindre les volets.", "délégataire", "est chargé", "peindre les volets"),
        ("La DIMO confie à l'OFAR l'entretien du bief.", "délégataire", "est chargé", "l'entretien du bief"),
        ("L'OFAR est seul responsable des dommages.", "délégataire", "est chargé", "est seul responsable des dommages"),
        (
            "Les frais de port sont à la charge du délégant.",
            "délégant",
            "est chargé",
            "Les frais de port sont à la charge du délégant",
        ),
        (
            "Le délégataire prend en charge le salaire du meunier.",
            "délégataire",
            "est chargé",
            "prend en charge le salaire du meunier",
        ),
        ("Le délégant veille à la propreté du bief.", "délégant", "veille", "la propreté du bief"),
        ("L'OFAR assure la garde des clés.", "délégataire", "assure", "assure la garde des clés"),
        (
            "À la demande de la DIMO, l'OFAR fournit un état des stocks.",
            "délégataire",
            "présent",
            "fournit un état des stocks",
        ),
        ("Le délégataire mettra en place un guichet.", "délégataire", "présent", "mettra en place un guichet"),
        ("La DIMO, après accord du meunier, désigne un expert.", "délégant", "présent", "désigne un expert"),
        (
            "Le délégant n'engage aucune dépense sans accord.",
            "délégant",
            "n'engage pas",
            "n'engage aucune dépense sans accord",
        ),
        ("Le délégataire ne saurait céder ses droits.", "délégataire", "ne peut pas", "ne saurait céder ses droits"),
        (
            "Le délégataire s'interdit de revendre la farine.",
            "délégataire",
            "ne peut pas",
            "s'interdit de revendre la farine",
        ),
        ("L'OFAR ne facture rien aux visiteurs.", "délégataire", "ne peut pas", "ne facture rien aux visiteurs"),
        ("Il est interdit au délégataire de fumer.", "délégataire", "ne peut pas", "fumer"),
        (
            "Un bilan est remis par le délégataire chaque année.",
            "délégataire",
            "présent",
            "Un bilan est remis par le délégataire chaque année",
        ),
        (
            "Les dépenses engagées par l'OFAR ne pourront dépasser 900 €.",
            "délégataire",
            "ne peut pas",
            "Les dépenses engagées par l'OFAR ne pourront dépasser 900 €",
        ),
        ("Les plans devront être publiés.", None, "doit", "Les plans devront être publiés"),
        (
            "Les codes sources seront publiés sous licence libre.",
            None,
            "présent",
            "Les codes sources seront publiés sous licence libre",
        ),
        ("Une copie est adressée au préfet.", None, "présent", "Une copie est adressée au préfet"),
        ("L'équipe projet doit présenter ses mesures.", "L'équipe projet", "doit", "présenter ses mesures"),
        (
            "Le chef d'atelier prend les dispositions utiles.",
            "Le chef d'atelier",
            "présent",
            "prend les dispositions utiles",
        ),
        ("Chaque équipe met en ligne une page.", "Chaque équipe", "présent", "met en ligne une page"),
        ("Le déléataire adresse ses comptes.", "délégataire", "présent", "adresse ses comptes"),
    ],
)
def test_a_sentence_gives_its_bearer_and_its_text(body: str, bearer: str | None, modality: str, what: str) -> None:
    assert told(PLAIN + body) == [(bearer, modality, what)]


def test_a_sentence_about_another_is_not_the_headings() -> None:
    assert told("Article 2 : Rôle de la DIMO\n\n1. L'OFAR zozote.\n2. Édite la carte.") == [
        ("délégant", "présent", "Édite la carte")
    ]


@pytest.mark.parametrize(
    "body",
    [
        "Le moulin est un bâtiment du XVIIe siècle.",
        "Le service permet aux habitants de moudre leur blé.",
        "Le comité examine les résultats et décide de la suite.",
        "La convention a pour objet la mouture du blé.",
        "Le délégant peut visiter le moulin.",
        "Le délégataire se réserve le droit de fermer en hiver.",
        "Le meunier désigné par l'OFAR est un agent public.",
        "L'équipe en charge du programme est à Rouen.",
        "L'OFAR ne répond d'aucun dommage.",
        "L'article 9 de la convention initiale est supprimé.",
        "Il convient de se reporter au guide.",
        "Le montant est plafonné à 5 000 € par équipe.",
        "Le délégataire se voit confier la gestion des crédits.",
        "Lorsque le délégataire verse un acompte au meunier, le reçu vaut preuve.",
    ],
)
def test_what_is_no_duty(body: str) -> None:
    assert told(PLAIN + body) == []


def test_the_preamble_tells_no_duty() -> None:
    assert read(PLAIN + "La farine est blanche.") == ()


def test_a_lead_in_gives_the_bearer_of_each_item_nested_ones_included() -> None:
    found = read(
        PLAIN + "Le délégant s'engage à :\n\n- ouvrir le moulin au public :\n  - accueil des classes ;\n"
        "  - visite guidée le dimanche ;\n- ne pas vendre les meules ;\n- dès la livraison, tenir le registre."
    )
    assert [(duty.what, duty.modality, len(duty.evidence)) for duty in found] == [
        ("ouvrir le moulin au public", "s'engage", 2),
        ("accueil des classes", "s'engage", 3),
        ("visite guidée le dimanche", "s'engage", 3),
        ("ne pas vendre les meules", "ne peut pas", 2),
        ("dès la livraison, tenir le registre", "s'engage", 2),
    ]
    assert {duty.bearer and duty.bearer.role for duty in found} == {"délégant"}
    assert [one.quote for one in found[1].evidence][1:] == ["ouvrir le moulin au public :", "Le délégant s'engage à :"]


def test_a_bare_subject_leads_items_that_have_their_own_verb() -> None:
    found = read(
        PLAIN + "Dès la signature de la convention, le délégataire :\n\n- organise deux visites ;\n"
        "- n'exige aucun loyer ;\n- peut fermer en hiver ;\n- veille à la propreté."
    )
    assert [(duty.what, duty.modality, duty.deadline) for duty in found] == [
        ("organise deux visites", "présent", "Dès la signature de la convention"),
        ("n'exige aucun loyer", "ne peut pas", "Dès la signature de la convention"),
        ("la propreté", "veille", "Dès la signature de la convention"),
    ]


def test_a_heading_gives_the_bearer_of_the_list_under_it() -> None:
    body = "Article 2 : Obligations du délégataire\n\n- tenir le registre ;\n- remet un bilan chaque année.\n"
    assert told(body) == [
        ("délégataire", "doit", "tenir le registre"),
        ("délégataire", "présent", "remet un bilan chaque année"),
    ]


def test_numbered_duties_need_no_engagement() -> None:
    body = "Article 2 : Rôle de la DIMO\n\n1. La DIMO édite la carte.\n2. Elle forme deux agents.\n3. L'OFAR relit."
    assert told(body) == [
        ("délégant", "présent", "édite la carte"),
        ("délégant", "présent", "forme deux agents"),
        ("délégataire", "présent", "relit"),
    ]


def test_items_that_detail_an_object_belong_to_their_lead_in() -> None:
    found = read(PLAIN + "L'OFAR remet à la DIMO, le 5 de chaque mois :\n\na) les comptes ;\nb) la liste des sacs.")
    assert [(duty.what, duty.deadline) for duty in found] == [
        ("remet à la DIMO, le 5 de chaque mois : les comptes ; la liste des sacs", "le 5 de chaque mois")
    ]
    assert [one.quote for one in found[0].evidence][1:] == ["les comptes ;", "la liste des sacs."]


def test_a_lead_in_that_says_a_duty_is_one_too() -> None:
    body = "Les parties s'engagent à respecter l'usage, et notamment :\n\n- mesurer l'impact ;\n- trier les sacs."
    assert [what for _, _, what in told(PLAIN + body)] == ["respecter l'usage", "mesurer l'impact", "trier les sacs"]


def test_an_item_that_names_another_bearer_is_theirs() -> None:
    body = "Le délégataire s'engage à :\n\n- garder les clés ;\n- 300 € sont utilisés directement par la DIMO."
    assert [bearer for bearer, _, _ in told(PLAIN + body)] == ["délégataire", "délégant"]


def test_an_inverse_lead_in() -> None:
    body = "Sont à la charge du délégataire :\n\n- les frais d'assurance ;\n- l'entretien des vannes."
    assert told(PLAIN + body) == [
        ("délégataire", "est chargé", "les frais d'assurance"),
        ("délégataire", "est chargé", "l'entretien des vannes"),
    ]


def test_an_item_cut_by_a_page_is_one_duty() -> None:
    blocks = read_blocks(
        PARTIES + PLAIN + "Le délégant s'engage à :\n\n- fournir chaque mois un relevé des\n\n\n2\n\n\n"
        "hauteurs d'eau du bief ;\n- curer le canal.\n"
    )
    duties = read_obligations(blocks, read_roles(blocks, read_parties(blocks)))
    assert [" ".join(duty.what.split()) for duty in duties] == [
        "fournir chaque mois un relevé des hauteurs d'eau du bief",
        "curer le canal",
    ]


@pytest.mark.parametrize(
    ("body", "bearers"),
    [
        ("La DIMO ouvre les vannes. Elle prévient l'OFAR.", ["La DIMO", "La DIMO"]),
        ("Le sac vidé par le délégataire, celui-ci le rend.", ["le délégataire"]),
        ("Lorsque le délégataire voit une fuite, il en avise le délégant.", ["le délégataire"]),
        ("La DIMO ouvre les vannes. La convention est longue. Elle précise le montant.", ["La DIMO"]),
        ("La DIMO ouvre les vannes. Il ferme le canal.", ["La DIMO"]),
        ("Le sac est rendu à l'OFAR, qui devra le laver.", [None, "l'OFAR"]),
        ("La DIMO et l'OFAR échangent leurs plans.", ["La DIMO et l'OFAR"]),
        ("La carte sera publiée par la DIMO à Chartres et par l'OFAR à Rouen.", ["la DIMO", "l'OFAR"]),
    ],
)
def test_who_is_meant(body: str, bearers: list[str | None]) -> None:
    assert [duty.bearer and duty.bearer.words for duty in read(PLAIN + body)] == bearers


def test_condition_deadline_beneficiary_and_themes() -> None:
    (duty,) = read(PLAIN + "En cas de panne, l'OFAR informe la DIMO sous huit jours ouvrés du coût des réparations.")
    assert duty.condition == "En cas de panne"
    assert duty.deadline == "sous huit jours ouvrés"
    assert duty.beneficiary and duty.beneficiary.party == "DIMO"
    assert {"budget", "suivi et comptes rendus"} <= set(duty.themes)
    (other,) = read(PLAIN + "L'OFAR publie le code source, sous réserve de l'accord de la DIMO.")
    assert other.condition == "sous réserve de l'accord de la DIMO"
    assert (other.deadline, other.themes[0]) == (None, "open source")


def test_a_table_of_tasks_gives_a_duty_a_cell() -> None:
    table = "| Tâche | DIMO | OFAR |\n|---|---|---|\n| Registre | tient le registre | communique ses données |\n"
    body = f"Article 2 : Répartition des tâches\n\n{table}"
    assert told(body) == [
        ("délégant", "présent", "tient le registre"),
        ("délégataire", "présent", "communique ses données"),
    ]


def test_a_table_with_one_party_only_in_its_header_is_not_read() -> None:
    table = "| Tâche | DIMO | |\n|---|---|---|\n| Registre | tient le registre | communique ses données |\n"
    assert told(f"Article 2 : Répartition des tâches\n\n{table}") == []


@given(st.text(alphabet="le délgatrisngàêué«»:;,.'’-\n 0123()", max_size=400))
@settings(deadline=None, max_examples=60)
def test_no_text_breaks_the_readers(text: str) -> None:
    blocks = (Block(BlockKind.PARAGRAPH, 0, len(text), text, "1"),)
    roles = read_roles(blocks, ())
    for fact in (*read_obligations(blocks, roles), *read_rights(blocks, roles)):
        assert all(text[one.start : one.end] == one.quote for one in fact.evidence)
