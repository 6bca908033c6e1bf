"""Conventions about invented services, with all that a page has to show."""

HALAGE = """# Convention de délégation de gestion relative au service « Halage Libre »

Entre

La Direction des canaux et des écluses (DCE),
12 quai du Pertuis, 58000 Nevers,
ci-après « le délégant »,

Et

La Direction interministérielle du numérique (DINUM), ci-après « le délégataire »,

## Article 1<sup>er</sup> – Objet

La convention organise **« Halage Libre »**, qui réserve les écluses[^1]. Elle est signée le 15 mars 2024.

## Article 2 – Engagements du délégataire

### Publications

Le délégataire s'engage à :

- publier le code source du service sous **licence libre** ;
- rendre compte au délégant chaque mois, au plus tard le 10 :
  - par voie navigable ;
  - par département ;
- former les éclusiers pendant trois jours.

1. Le premier bilan est remis le 30 juin 2024.
2. Le second est remis un an après.

## Article 3 – Crédits

Les crédits sont ouverts selon le tableau suivant :

| Année | AE | CP |
| --- | --- | --- |
| 2024 | 180 000 € | 90 000 € |
| 2025 | | 90 000 € |

## Article 4 – Durée

La convention prend fin le 31 décembre 2025. Chaque partie peut la résilier avec un préavis de trois mois.

## Article 5 – Communication

Le délégataire prévient le délégant de toute communication au public.

[^1]: Au sens du règlement des voies navigables.

Fait à Nevers, le 15 mars 2024

## Annexe 1 – Écluses ouvertes

L'écluse des Trois-Saules ouvre à six heures.
"""
AVENANT = """# Avenant n° 1 à la convention de délégation de gestion relative au service « Halage Libre »

Entre la Direction des canaux et des écluses (DCE), le délégant, et la Direction interministérielle du numérique
(DINUM), le délégataire,

## Article 1 – Durée

À l'article 4 de la convention initiale, les mots « le 31 décembre 2025 » sont remplacés par les mots
« le 30 juin 2026 ».

## Article 2 – Communication

L'article 5 de la convention initiale est supprimé.

Le présent avenant entre en vigueur le 1er décembre 2024.

Fait à Nevers, le 14 novembre 2024
"""
NASTY = """# Convention relative au service « Ronce <script>alert(1)</script> »

Entre la Direction des haies <img src=x onerror=alert(2)> et la DINUM,

## Article 1 – "><svg onload=alert(3)>

Le texte cite </article></main><h1>un titre</h1> et {{ 7 * 7 }} et &lt;b&gt;.

| Clé | Valeur |
| --- | --- |
| <a href="javascript:alert(4)">clic</a> | <iframe src="//exemple.fr"></iframe> |

- un item <script src="//exemple.fr/x.js"></script> ;
- un autre.

Le préavis de résiliation de Ronce est de deux mois <script>alert(5)</script>.
"""
