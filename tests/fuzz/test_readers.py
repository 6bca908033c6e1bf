"""Every reader and every container on mutated files: a sound reading or UnreadableFile, soon, and nothing else done.

`FUZZ_FILES=2000` gives each format so many files instead of a few, others at each run.
"""

import os
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from ingestion.containers import CONTAINERS
from ingestion.readers import READERS
from tests.fuzz.examiner import Examiner, Hang
from tests.fuzz.mutations import MUTATIONS, mutate
from tests.fuzz.seeds import SEEDS

_FILES = int(os.environ.get("FUZZ_FILES", "0"))
_SECONDS = 30
"""What reading twice a file of 400 kB may take where other work goes on; a sound one takes less than one."""
FORMATS = sorted({*READERS, *CONTAINERS})
_STEPS = st.lists(st.tuples(st.sampled_from(sorted(MUTATIONS)), st.integers(0, 2**32 - 1)), min_size=1, max_size=4)


@pytest.fixture(scope="module")
def examiner() -> Iterator[Examiner]:
    made = Examiner(_SECONDS)
    yield made
    made.close()


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_sound_file_is_read(examiner: Examiner, suffix: str) -> None:
    assert suffix in SEEDS, "add a sound file of this format to tests/fuzz/seeds.py"
    verdict = examiner.verdict("read", suffix, SEEDS[suffix]())
    assert verdict == ""


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_mutated_file_is_read_or_refused(examiner: Examiner, suffix: str) -> None:
    sound = SEEDS[suffix]()

    @settings(
        max_examples=_FILES or 40,
        derandomize=not _FILES,
        deadline=None,
        database=None,
        phases=[Phase.generate],  # files that hang would be tried again and again
        suppress_health_check=list(HealthCheck),
    )
    @given(_STEPS, st.sampled_from(FORMATS))
    def check(steps: list[tuple[str, int]], other: str) -> None:
        verdict = examiner.verdict("read", suffix, mutate(sound, SEEDS[other](), steps))
        assert verdict == "", verdict

    check()


@pytest.mark.parametrize(
    ("task", "said"),
    [
        ("raise", "IndexError"),
        ("write", "died (86)"),
        ("connect", "died (86)"),
        ("decompose", "not NFC"),
        ("draw", "unstable"),
    ],
)
def test_the_examiner_sees_a_fault(examiner: Examiner, task: str, said: str) -> None:
    assert said in examiner.verdict(task, "odt", "café".encode())


def test_the_examiner_sees_a_hang() -> None:
    examiner = Examiner(_SECONDS)
    assert examiner.verdict("read", "txt", b"Lavoir") == ""
    examiner.seconds = 1
    with pytest.raises(Hang):
        examiner.verdict("hang", "odt", b"")
