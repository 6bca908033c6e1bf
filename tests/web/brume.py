"""A convention about an invented service, with credits over three years, committees and a notice."""

BRUME = """# Convention de délégation de gestion relative au service « Vigie Brume »

Entre

La Direction de la météorologie routière (DMR), ci-après « le délégant »,

Et

La Direction interministérielle du numérique (DINUM), ci-après « le délégataire »,

## Article 1 – Objet

La convention organise le service « Vigie Brume », qui annonce le brouillard. Elle prend effet le 1er janvier 2025.

## Article 2 – Gouvernance

Le comité de pilotage se réunit tous les six mois. Un comité d'usagers peut être saisi.
Le délégataire remet un bilan au délégant le 15 mars 2026. Il adresse un compte rendu au délégant sous trente jours
ouvrés à compter de la signature.

## Article 3 – Crédits

Le délégant cofinance le service à hauteur de 450 000 €. Les crédits sont ouverts selon le tableau suivant :

| Année | AE | CP |
| --- | --- | --- |
| 2025 | 250 000 € | 120 000 € |
| 2026 | 200 000 € | 180 000 € |
| 2027 | | 150 000 € |
| Total | 450 000 € | 450 000 € |

## Article 4 – Durée

La convention est conclue pour une durée de trois ans à compter de sa prise d'effet. Elle peut être dénoncée avec un
préavis de quatre mois, par lettre recommandée.

Fait à Paris, le
"""
