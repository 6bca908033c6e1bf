"""Every duty of the real conventions: place, bearer (role, else words), modality, first and last words."""

import re
from collections.abc import Mapping
from typing import Any

import pytest

from ingestion.blocks import Block
from ingestion.facts.definitions import read_definitions
from ingestion.facts.obligations import Obligation, read_obligations
from ingestion.facts.parties import read_parties
from ingestion.facts.roles import read_roles

REGISTER = {
    "3d62c197": """
2 | partenaire-délégataire | présent | adhère au manifeste du … beta.gouv : <https://beta.gouv.fr/approche/manifeste>
2 | partenaire-délégataire | s'engage | nommer un ou une … la page <https://beta.gouv.fr/approche/intrapreneurs>
2 | partenaire-délégataire | s'engage | désigner une ou un … la page <https://beta.gouv.fr/approche/sponsors>
2 | - | présent | Les travaux de chaque … suite à donner
2 | partenaire-délégataire | présent | Ce comité d'investissement est … représentant du partenaire-délegataire
2 | partenaire-délégataire | s'engage | inviter La DINUM à y participer
2 | L'intrapreneur(e) et l'équipe du service | doit | présenter au minimum les … à 6 mois
2 | partenaire-délégataire | s'engage | permettre à l'équipe du … d'impact fixés collectivement
2 | partenaire-délégataire | s'engage | se tenir disponibles à … l'industrialisation du dispositif
2 | partenaire-délégataire | s'engage | prévoir une enveloppe de … la présente convention
2 | partenaire-délégataire | s'engage | appuyer le produit dans … ambition de croissance
2 | l'équipe "MonServiceSécurisé" | s'engage | mobiliser l'équipe en charge … du programme d'accélération
2 | l'équipe "MonServiceSécurisé" | s'engage | mesurer l'impact du produit … du service numérique
2 | l'équipe "MonServiceSécurisé" | s'engage | améliorer la qualité du … au FAST <https://beta.gouv.fr/approche/fast>
2 | l'équipe "MonServiceSécurisé" | s'engage | préciser l'ambition de déploiement … la nouvelle cible
2 | partenaire-délégataire | s'engage | respecter les bonnes pratiques … de services numériques
2 | partenaire-délégataire | s'engage | créer et mettre à … le site beta.gouv.fr
2 | partenaire-délégataire | s'engage | publier les codes sources … libres dans l'administration
2 | partenaire-délégataire | s'engage | accorder une vigilance particulière … à caractère personnel
2 | partenaire-délégataire | s'engage | mesurer et diffuser l'impact … statistiques du service
2 | partenaire-délégataire | s'engage | organiser régulièrement des ateliers … DINUM et l'ANSSI¹
2 | partenaire-délégataire | s'engage | pour les services nécessitant … de France Connect²
2 | partenaire-délégataire | s'engage | suivre les recommandations de … Donne Mon Avis"³
3 | délégant | s'engage | intégrer le ou les … experts du numérique
3 | délégant | présent | donne accès à une … des produits, etc
3 | délégant | présent | utilise le marché "Accompagnement … de coaching, etc
3 | délégant | s'engage | fournir un accompagnement à … du programme d'accélération
4 | partenaire-délégataire | assure | assure les actes de … budgétaires et comptables
4 | partenaire-délégataire | présent | utilise le marché interministériel … la présente convention
4 | délégant | s'engage | procéder, dès la signature … financière de l'État
4 | délégant | s'engage | mettre à disposition en … l'UO mentionnée ci-dessus
4 | - | présent | Les crédits seront mis … en deux temps
4 | - | présent | 50% du montant de … de la convention
4 | - | présent | Les 50% restants seront … séminaire de lancement
4 | partenaire-délégataire | est chargé | retranscrire les opérations de … du Premier ministre
4 | - | présent | Une copie de la … CBCM du partenaire-déléataire
4 | partenaire-délégataire | s'engage | rendre compte au délégant … consommation du budget
4 | partenaire-délégataire | ne peut pas | La somme des crédits … par le délégant
4 | partenaire-délégataire | présent | informe le délégant sans délai
4 | partenaire-délégataire | présent | suspend l'exécution de la délégation
4 | partenaire-délégataire | s'engage | en informer le délégant … les meilleurs délais
5 | - | présent | un exemplaire est transmis … et du partenaire-déléataire
6 | - | doit | la durée d'exécution du … le marché utilisé
7 | - | présent | La présente convention est … 14 octobre 2004
7 | délégant | présent | Elle est notamment publiée … la plateforme data.gouv.fr
""",
    "ffea78a1": """
2 | délégant | s'engage | respecter le manifeste du … 2 «manifeste beta.gouv.fr»
2 | délégant | s'engage | désigner pour chaque service … numérique à développer
2 | l'intrapreneur | présent | est un agent qui … maîtrise son sujet
2 | l'intrapreneur | présent | a du temps à consacrer au produit
2 | l'intrapreneur | présent | incarne, représente et défend … service qu'il porte
2 | l'intrapreneur | est chargé | est responsable, avec son … service qu'il porte
2 | l'intrapreneur | présent | est prêt à être … en management horizontal
2 | délégant | s'engage | dès la phase de … DINUM et l'ANSSI<sup>1</sup>
2 | délégant | s'engage | être transparent sur l'impact … indicateurs clés d'impact
2 | délégant | s'engage | pour les services nécessitant … de France Connect
2 | délégant | s'engage | pour les démarches en … Donne Mon Avis"<sup>2</sup>
2 | délégant | s'engage | organiser un comité d'investissement … suite à donner
2 | la secrétaire générale | présent | Ce comité d'investissement est … numérique des MTEs-MCTRCT
2 | délégant | s'engage | fournir, en temps utile … par le délégataire
2 | les intrapreneurs | présent | fournissent à l'équipe de … des services faits
2 | délégant | présent | procède aux demandes de … financière de l'État
2 | délégant | présent | met à disposition un … et indicatif suivant
3 | délégataire | s'engage | intégrer les équipes de … la communauté beta.gouv.fr
3 | délégataire | s'engage | mise en avant des … site internet beta.gouv.fr
3 | délégataire | s'engage | relai des campagnes de … internet, réseaux sociaux)
3 | délégataire | s'engage | communication plus globale sur les produits
3 | délégataire | s'engage | invitation des membres de … de déploiement, etc)
3 | délégataire | s'engage | intégration des membres de … les DSI, etc)
3 | délégataire | s'engage | possibilité d'accueillir ponctuellement les … de portefeuille, ateliers)
3 | délégataire | s'engage | possibilité de faire appel … de service, etc
3 | délégataire | s'engage | mise en lien des … de bonnes pratiques
3 | délégataire | s'engage | former les équipes de l'incubateur partenaire
3 | délégataire | s'engage | invitation des équipes aux … la communauté beta.gouv.fr
3 | délégataire | s'engage | mise à disposition de … « Alpha »
3 | délégataire | s'engage | soutien opérationnel au lancement
3 | délégataire | s'engage | accompagner le responsable de … l'autonomisation de celui-ci
3 | délégataire | s'engage | mentorat stratégique possible par … les plus prometteurs
3 | délégataire | s'engage | organisation de réunions de … du réseau beta.gouv.fr
3 | délégataire | présent | utilise les supports contractuels … expertise UX/UI, webdesigner)
3 | délégataire | assure | assure les actes de … budgétaires et comptables
3 | délégataire | est chargé | la passation, de la … réalisation du projet
3 | délégataire | s'engage | renseigner dans le système … en article 2
3 | délégataire | présent | adresse une copie du … du Premier ministre
4 | - | présent | Les codes sources documentés … ou à venir
4 | l'ensemble des parties prenantes | doit | Une vigilance particulière devra … à caractère personnel
5 | délégataire | est chargé | la passation, de la … la présente convention
5 | délégant | présent | fournit en temps utile … du service fait
5 | délégataire | est chargé | retranscrire les opérations de … du Premier ministre
5 | - | présent | Une copie de la … CBCM du délégant
5 | délégataire | s'engage | rendre compte au délégant, … consommation du budget
5 | délégataire | ne peut pas | La somme des crédits … par le délégant
5 | délégataire | présent | informe le délégant sans délai
5 | délégataire | présent | suspend l'exécution de la délégation
5 | délégataire | s'engage | en informer le délégant … les meilleurs délais
6 | - | présent | un exemplaire est transmis … CBCM du délégant
7 | - | doit | la durée d'exécution du … le marché utilisé
8 | délégataire | présent | La présente délégation sera … DINUM sur [data.gouv.fr]
annexe 2 | Les commanditaires | veille | n'imposer aucune des contraintes … liberté pour innover
annexe 2 | l'équipe | assure | assure une **transparence maximale** … facilement accessible, etc
annexe 3 | - | présent | Le financement consenti par … approche Startup d'État»)
annexe 3 | - | présent | Ces dépenses seront engagées … design / hébergement)
annexe 3 | Le coach | est chargé | sécuriser la mobilisation de … sein de l'équipe
annexe 3 | Le coach | est chargé | aider l'intrapreneur dans sa … en visant l'autonomie
annexe 3 | Le coach | est chargé | accompagner l'équipe dans la … d'une vision cible
annexe 3 | Le coach | est chargé | accompagner les équipes dans … de leurs tâches
annexe 3 | Le coach | est chargé | accompagner l'amélioration continue du service
annexe 3 | Le coach | est chargé | s'assurer de la prise … et de l'administration
annexe 3 | Le coach | est chargé | accompagner l'équipe dans la … les pratiques agiles
annexe 3 | Le coach | est chargé | rappeler les bonnes pratiques … et lean startup
annexe 3 | Le coach | est chargé | faciliter la communication entre l'administration et l'équipe
annexe 3 | Le coach | est chargé | s'assurer de la bonne … faisabilité des services
annexe 3 | Le coach | est chargé | s'assurer de la mobilisation … autant que nécessaire
""",
    "595f852e": """
2 | partenaire-délégataire | présent | adhère au manifeste du … [beta.gouv] : <https://beta.gouv.fr/approche/manifeste>
2 | partenaire-délégataire | s'engage | nommer un ou une … la page <https://beta.gouv.fr/approche/intrapreneurs>
2 | partenaire-délégataire | s'engage | désigner une ou un … la page <https://beta.gouv.fr/approche/sponsors>
2 | - | présent | Les travaux de chaque … suite à donner
2 | partenaire-délégataire | présent | Ce comité d'investissement est … représentant du partenaire-délégué
2 | partenaire-délégataire | s'engage | inviter La DINUM à y participer
2 | L'intrapreneur(e) et l'équipe du service | doit | présenter au minimum les … à 6 mois
2 | partenaire-délégataire | s'engage | permettre à l'équipe du … d'impact fixés collectivement
2 | partenaire-délégataire | s'engage | se tenir disponibles à … l'industrialisation du dispositif
2 | partenaire-délégataire | s'engage | prévoir une enveloppe de … la présente convention
2 | délégant | présent | 30 000€ sur les … du programme d'accélération
2 | - | présent | Les **270 000 €** … dans cette convention
2 | l'équipe A-Just | s'engage | mobiliser l'équipe en charge … du programme d'accélération
2 | l'équipe A-Just | s'engage | mesurer l'impact du produit … du service numérique
2 | l'équipe A-Just | s'engage | améliorer la qualité du … au FAST <https://beta.gouv.fr/approche/fast>
2 | partenaire-délégataire | s'engage | respecter les bonnes pratiques … de services numériques
2 | partenaire-délégataire | s'engage | créer et mettre à … le site beta.gouv.fr
2 | partenaire-délégataire | s'engage | publier les codes sources … libres dans l'administration
2 | partenaire-délégataire | s'engage | accorder une vigilance particulière … à caractère personnel
2 | partenaire-délégataire | s'engage | mesurer et diffuser l'impact … statistiques du service
2 | partenaire-délégataire | s'engage | organiser régulièrement des ateliers … DINUM et l'ANSSI<sup>1</sup>
2 | partenaire-délégataire | s'engage | pour les services nécessitant … de France Connect<sup>2</sup>
2 | partenaire-délégataire | s'engage | suivre les recommandations de … "Je Donne Mon.Avis"<sup>3</sup>
3 | délégant | s'engage | intégrer le ou les … experts du numérique
3 | délégant | présent | donne accès à une … des produits, etc
3 | délégant | présent | utilise les supports contractuels … de coaching, etc
4 | partenaire-délégataire | présent | utilise les supports contractuels … la présente convention
4 | partenaire-délégataire | assure | assure les actes de … budgétaires et comptables
4 | délégant | s'engage | procéder, dès la signature … financière de l'État
4 | délégant | s'engage | met à disposition en … l'UO mentionnée ci-dessus
4 | - | présent | Les crédits seront mis … en 2 temps
4 | - | présent | 50% du montant de … de la convention
4 | - | présent | Les 50% restants seront … séminaire de lancement
4 | partenaire-délégataire | est chargé | retranscrire les opérations de … du Premier ministre
4 | - | présent | Une copie de la … CBCM du partenaire-déléataire
4 | partenaire-délégataire | s'engage | rendre compte au délégant … consommation du budget
4 | partenaire-délégataire | ne peut pas | La somme des crédits … par le délégant
4 | partenaire-délégataire | présent | informe le délégant sans délai
4 | partenaire-délégataire | présent | suspend l'exécution de la délégation
4 | partenaire-délégataire | s'engage | en informer le délégant … les meilleurs délais
5 | - | présent | un exemplaire est transmis … et du partenaire-déléataire
6 | - | doit | la durée d'exécution du … le marché utilisé
7 | - | présent | La présente convention est … 14 octobre 2004
7 | délégant | présent | Elle est notamment publiée … la plateforme [data.gouv.fr]
""",
    "2c0d475b": """
2 | délégataire | s'engage | respecter le manifeste du … la page <https://beta.gouv.fr/approche/manifeste/>
2 | délégataire | s'engage | nommer un ou une … la page <https://beta.gouv.fr/approche/intrapreneurs>
2 | délégataire | s'engage | désigner une ou un … la page <https://beta.gouv.fr/approche/sponsors>
2 | délégataire | présent | utilise les supports contractuels … de webdesign, etc
2 | délégataire | assure | assure les actes de … budgétaires et comptables
3 | délégant | s'engage | intégrer l'équipe du service … du numérique, etc)
4 | - | présent | Les travaux sont organisés … suite à donner
4 | délégataire | présent | Ce comité d'investissement est … de la DNUM
4 | délégant | présent | participe à ce comité d'investissement
4 | - | présent | Les codes sources documentés … libres dans l'administration
4 | délégataire | présent | fournira à la DINUM … ou à venir
4 | l'ensemble des parties prenantes | doit | Une vigilance particulière devra … à caractère personnel
4 | délégataire | est chargé | est responsable du traitement … en annexe 1
4 | parties | s'engage | respecter les bonnes pratiques … de services numériques
4 | parties | s'engage | mesurer et diffuser l'impact … statistiques du service
4 | parties | s'engage | organiser régulièrement des ateliers … DINUM et l'ANSSI¹
4 | parties | s'engage | pour les services nécessitant … de France Connect²
4 | parties | s'engage | suivre les recommandations de … Donne Mon Avis”³
5 | délégataire | s'engage | fournir, en temps utile … par le délégataire
5 | délégant | présent | procède aux demandes de … financière de l'État
5 | délégant | présent | met à disposition les … demande du délégataire
5 | délégataire | est chargé | la passation, de la … la présente convention
5 | délégant | présent | fournit en temps utile … du service fait
5 | délégataire | est chargé | retranscrire les opérations de … du Premier ministre
5 | - | présent | Une copie de la … CBCM du délégant
5 | délégataire | s'engage | rendre compte au délégant … consommation du budget
5 | délégataire | ne peut pas | La somme des crédits … par le délégant
5 | délégataire | présent | informe le délégant sans délai
5 | délégataire | présent | suspend l'exécution de la délégation
5 | délégataire | s'engage | en informer le délégant … les meilleurs délais
6 | - | présent | un exemplaire est transmis … de la DNUM
7 | - | doit | la durée d'exécution du … le marché utilisé
8 | - | présent | La présente convention sera … 14 octobre 2004
8 | délégataire | présent | Elle sera notamment publiée … la plateforme data.gouv.fr
""",
    "95bf845b": """
2 | délégant | s'engage | respecter le manifeste du … à l'annexe 1
2 | délégant | s'engage | organiser un comité d'investissement, … suite à donner
2 | délégant | présent | Ce comité d'investissement est … représentant du délégant
2 | L'équipe de la DINUM en charge | présent | participe à ce comité d'investissement
2 | délégant | s'engage | fournir, en temps utile … par le délégataire
2 | délégant | présent | procède aux demandes de … financière de l'Etat
2 | délégant | présent | met à disposition du … (CENT MILLE EUROS)
3 | délégataire | s'engage | intégrer l'équipe du service … la communauté beta.gouv.fr
3 | délégataire | s'engage | mise en avant du … site internet beta.gouv.fr
3 | délégataire | s'engage | relai des campagnes de … internet, réseaux sociaux)
3 | délégataire | s'engage | communication plus globale sur le service
3 | délégataire | s'engage | invitation des membres de … chargés de déploiement...)
3 | délégataire | s'engage | intégration des membres de … les DSI, etc)
3 | délégataire | s'engage | possibilité d'accueillir ponctuellement l'équipe … de portefeuille, ateliers)
3 | délégataire | s'engage | possibilité de faire appel … de service, etc
3 | délégataire | s'engage | mise en lien des … de bonnes pratiques
3 | délégataire | s'engage | fournir, en temps utile … par le délégant
3 | délégataire | présent | renseigne dans CHORUS les … en article 5
3 | délégataire | présent | adresse une copie du … du Premier ministre
3 | délégataire | présent | utilise les supports contractuels … expertise UX/UI, webdesigner)
3 | délégataire | assure | assure les actes de … budgétaires et comptables
4 | - | présent | Les codes sources documentés … en *open source*
4 | délégataire | présent | fournira au délégant les … ou à venir
4 | l'ensemble des parties prenantes | doit | Une vigilance particulière devra … à caractère personnel
4 | parties | s'engage | respecter les bonnes pratiques … de services numériques
4 | parties | s'engage | dès la phase de … DINUM et l'ANSSI
4 | parties | s'engage | être transparent sur l'impact … indicateurs clés d'impact
4 | parties | s'engage | pour les services nécessitant … de France Connect
4 | parties | s'engage | pour les démarches en … Mon Avis »
5 | délégataire | est chargé | la passation, de la … la présente convention
5 | délégant | présent | fournit en temps utile … du service fait
5 | délégataire | est chargé | retranscrire les opérations de … du Premier ministre
5 | - | présent | Une copie de la … CBCM du délégant
5 | délégataire | s'engage | rendre compte au délégant, … consommation du budget
5 | délégataire | ne peut pas | La somme des crédits … par le délégant
5 | délégataire | présent | informe le délégant sans délai
5 | délégataire | présent | suspend l'exécution de la délégation
5 | délégant | présent | convient de l'utilisation du solde budgétaire dégagé
6 | - | présent | un exemplaire est transmis … CBCM du délégant
7 | - | doit | la durée d'exécution du … le marché utilisé
8 | - | présent | La présente convention sera … 14 octobre 2004
8 | la Direction des services administratifs et | présent | Elle sera notamment publiée … délégataire sur data.gouv.fr
8 | délégataire | présent | Elle sera notamment publiée … délégataire sur data.gouv.fr
""",
}
_LONG = 7
"""Words from which a duty is named by its first four and its last three, targets of Markdown links left out."""


def _brief(words: str) -> str:
    return " ".join(words.split()[:6])


def _told(duty: Obligation) -> tuple[str, ...]:
    held = duty.evidence[0]
    words = re.sub(r"\]\([^()]*\)", "]", duty.what).split()
    short = " ".join(words) if len(words) <= _LONG else f"{' '.join(words[:4])} … {' '.join(words[-3:])}"
    who = "-" if duty.bearer is None else duty.bearer.role or _brief(duty.bearer.words)
    return (held.article or f"annexe {held.annexe}", who, duty.modality, short)


@pytest.mark.parametrize("document", REGISTER)
def test_obligations(conventions: Mapping[str, tuple[Block, ...]], compare: Any, document: str) -> None:
    blocks = conventions[document]
    roles = read_roles(blocks, read_parties(blocks), read_definitions(blocks))
    expected = [tuple(line.split(" | ")) for line in REGISTER[document].strip().splitlines()]
    compare("obligations", map(_told, read_obligations(blocks, roles)), expected)
