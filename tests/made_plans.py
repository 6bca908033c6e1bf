"""Plans of questions about four invented documents, made by the real vocabulary without any index."""

from bot.mentions import directory
from bot.plan import Ask, Plan
from bot.question import Question, cleaned
from bot.understanding import understand
from bot.vocabulary import vocabulary
from index.records import DocumentRow
from ingestion.names import Alias, DocumentKind, Identity


def row(name: str, *aliases: tuple[str, str], kind: DocumentKind = DocumentKind.CONVENTION) -> DocumentRow:
    """A document under its short name and under aliases, each with its origin; its id is its short name."""
    found = tuple(Alias(alias, origin, 0, 1) for alias, origin in ((name, "title"), *aliases))
    parties = tuple(alias for alias, origin in aliases if origin == "party")
    title = f"Convention {name}"
    return DocumentRow(name, f"{name}.txt", kind, name, title, Identity(kind, name, title, found, parties), 5, 5)


QUAI = row(
    "Quai Ouvert", ("FAST 31", "number"), ("DINUM", "party"), ("Direction des canaux", "party"), ("DCX", "party")
)
VERGER = row("Verger Commun", ("Cueille-Tout", "annexe"), ("DINUM", "party"), ("DRV", "party"))
ALTO = row("Alto Bus", ("association Roulibre", "party"), ("Agence", "party"))
AVENANT = row("Quai Ouvert – avenant n° 1", ("Quai Ouvert", "title"), kind=DocumentKind.AVENANT)
ROWS = (QUAI, VERGER, ALTO, AVENANT)
DIRECTORY = directory(ROWS)


def plan_of(text: str, *thread: str) -> Plan:
    """What is understood of a question, and of those asked before it, oldest first."""
    return understand(cleaned(Question("q", text, thread)), DIRECTORY, vocabulary())


def ask_of(text: str, *thread: str) -> Ask:
    """The only half of a question. Raises ValueError when it has several."""
    (ask,) = plan_of(text, *thread).asks
    return ask
