"""A process that has everything imported and does each work in a child of its own, to be killed at no cost.

`python -m tests.noloss.served` reads one order a line, and answers each by a line, both JSON.
"""

import json
import os
import signal
import subprocess
import sys
import time
import traceback
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Ended:
    """How a work ended."""

    signal: int
    """That killed it; 0 when it came to its end."""
    seconds: float
    steps: int
    """Operations on files and databases; 0 when it was killed, or when none were counted."""
    given: Any
    """What it gave; `None` when it was killed or failed."""
    output: str
    """All that it wrote on standard output and standard error."""


class Served:
    """The process, seen from a test."""

    def __init__(self, root: Path, folder: Path) -> None:
        self._answer = folder / "answer.json"
        command = [sys.executable, "-m", "tests.noloss.served", str(self._answer)]
        self._process = subprocess.Popen(command, cwd=root, stdin=-1, stdout=-1, text=True)

    def do(
        self,
        work: str,
        *arguments: object,
        deadly_step: int = 0,
        kill_after: float = 0,
        inside: str = "",
        **named: object,
    ) -> Ended:
        """Do a work in a new child; kill it at a step or after some seconds, unless 0. `inside`: counts steps there."""
        assert self._process.stdin and self._process.stdout
        order = [work, arguments, named, deadly_step, kill_after, inside]
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        ended = Ended(**json.loads(self._process.stdout.readline()))
        assert ended.signal or ended.given is not False, ended.output
        return ended

    def close(self) -> None:
        """End the process."""
        self._process.communicate()


def _serve(answer: Path) -> None:
    from tests.noloss import works  # noqa: F401  (imported before any child is made)

    for line in sys.stdin:
        answer.unlink(missing_ok=True)
        output, begun = answer.with_suffix(".out"), time.perf_counter()
        order = json.loads(line)
        child = os.fork()
        if child == 0:
            _obey(order, answer, output)
        if order[4]:
            _kill_after(child, order[4])
        _, status = os.waitpid(child, 0)
        told = (
            json.loads(answer.read_text()) if answer.exists() else {"given": None if os.WIFSIGNALED(status) else False}
        )
        ended = Ended(
            os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0, time.perf_counter() - begun,
            told.get("steps", 0), told["given"], output.read_text(errors="replace"),
        )  # fmt: skip
        print(json.dumps({name: getattr(ended, name) for name in Ended.__slots__}), flush=True)


def _kill_after(child: int, seconds: float) -> None:
    """Kill a child unless it ended before; it stays a zombie until waited for, so that its number is its own."""
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)


def _obey(order: list[Any], answer: Path, output: Path) -> None:
    from tests.noloss import works

    work, arguments, named, deadly_step, _, inside = order
    file = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(file, 1), os.dup2(file, 2)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    sys.stdin = os.fdopen(0)
    try:
        if inside:
            works.count_steps(deadly_step, inside)
        works.perform(work, arguments, named, answer)
    except BaseException:
        traceback.print_exc()
        sys.stdout.flush(), sys.stderr.flush()
        os._exit(1)
    sys.stdout.flush(), sys.stderr.flush()
    os._exit(0)


if __name__ == "__main__":
    _serve(Path(sys.argv[1]))
