"""What can be worked out by hand of `alinea bench ingest`. Durations are never asserted."""

import subprocess
import sys
from pathlib import Path

import pytest

from bot.ingestion_bench import IngestionSpeed
from bot.process_memory import MemoryWatch

_WORKER = "data = bytearray(80_000_000); print(len(data), flush=True); input()"
_PARENT = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {_WORKER!r}])"


@pytest.mark.skipif(not Path("/proc/self/smaps_rollup").exists(), reason="Linux tells the memory of a process")
def test_the_memory_of_a_child_counts() -> None:
    process = subprocess.Popen([sys.executable, "-c", _PARENT], stdin=-1, stdout=-1, text=True)
    assert process.stdout is not None and process.stdout.readline() == "80000000\n"
    watch = MemoryWatch(process.pid)
    while not watch.seen():
        pass
    process.communicate("\n")
    assert 76 < watch.stop() < 300


def test_what_is_on_top_is_told_in_hundredths_of_the_embedder() -> None:
    speed = IngestionSpeed(1000, 17000, 3700, 3700, 130.0, 100.0, 5.0, 300.0, 200.0)
    assert speed.on_top == 30
