"""An examiner: a process that reads files one at a time under watch, and says what was wrong with each reading.

It is run as a script: each file comes on the input as a line of JSON and its bytes, each verdict goes out as a line.
"""

import json
import os
import resource
import struct
import subprocess
import sys
import traceback
import unicodedata
from pathlib import Path
from select import POLLHUP, POLLIN, poll
from typing import IO, Any

_MEMORY = 3_000_000_000
_READ_ONLY = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_FORBIDDEN = (
    "os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.symlink", "os.link", "os.chmod", "os.truncate", "os.system",
    "os.exec", "os.posix_spawn", "subprocess.Popen", "socket.connect", "socket.getaddrinfo", "socket.bind", "shutil.",
    "urllib.Request", "ftplib.", "http.",
)  # fmt: skip
UNCHANGED = ("txt", "md", "markdown")
"""Formats whose text is the file as it is decoded."""


class Hang(AssertionError):
    """A file that takes longer to read than any file of its size may."""


class Examiner:
    """The other side of the process, for tests."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.process: subprocess.Popen[bytes] | None = None

    def verdict(self, task: str, suffix: str, content: bytes) -> str:
        """What is wrong with the reading of a file; the empty string when nothing is. Raises Hang."""
        if self.process is None or self.process.poll() is not None:
            script = [sys.executable, "-B", __file__]
            root = str(Path(__file__).parents[2])
            env = os.environ | {"PYTHONPATH": root}
            self.process = subprocess.Popen(script, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=env, cwd=root)
        assert self.process.stdin and self.process.stdout
        head = json.dumps({"task": task, "suffix": suffix}).encode()
        self.process.stdin.write(struct.pack("<II", len(head), len(content)) + head + content)
        self.process.stdin.flush()
        waiting = poll()  # `select` takes no descriptor above 1,023, which a worker with many tests behind it has
        waiting.register(self.process.stdout, POLLIN | POLLHUP)
        if not waiting.poll(self.seconds * 1_000):
            self.close()
            raise Hang(f"{task} .{suffix}: more than {self.seconds} s for {len(content)} bytes")
        line = self.process.stdout.readline()
        return str(json.loads(line)) if line else f"the process died ({self.process.wait()})"

    def close(self) -> None:
        """End the process."""
        if self.process is not None:
            self.process.kill()
            self.process.communicate()
            self.process = None


def examine(task: str, suffix: str, content: bytes) -> str:
    """Read a file twice and look at what comes out."""
    from ingestion.errors import UnreadableFile
    from prompts import has_message

    try:
        return _examined(task, suffix, content)
    except UnreadableFile as error:
        told = all(has_message(f"ingest.reason_{error.reason}", language) for language in ("fr", "en"))
        return "" if told else f"no words for the reason {error.reason}"
    except BaseException:
        return traceback.format_exc()


def _examined(task: str, suffix: str, content: bytes) -> str:
    from ingestion.containers import CONTAINERS
    from ingestion.documents import Reading, document_of
    from ingestion.readers import READERS
    from ingestion.reading import read_entry
    from ingestion.reading_rules import ReadingRules

    rules = ReadingRules(bytes=20_000_000, unpacked=20_000_000, ocr=False)
    path = Path(f"a.{suffix}")
    if task == "entry":
        text = content.decode("utf-8")
        entry = read_entry(document_of(path.name, suffix, content, Reading(text)))
        return "" if "".join(block.text for block in entry.blocks) == text else "blocks do not cover the text"
    if suffix in CONTAINERS:
        parts, again = (CONTAINERS[suffix](path, content, rules) for _ in range(2))
        return _faults_of_parts(parts, rules) or ("" if again == parts else "unstable")
    reader = READERS[suffix] if task == "read" else _FAULTY[task]
    reading, once_more = (reader(path, content, rules) for _ in range(2))
    return _faults(suffix, reading) or ("" if once_more == reading else "unstable")


def _connect(_path: Path, _content: bytes, _rules: Any) -> Any:
    import socket

    return socket.create_connection(("127.0.0.1", 9), 1)


def _decompose(_path: Path, content: bytes, _rules: Any) -> Any:
    from ingestion.documents import Reading

    return Reading(unicodedata.normalize("NFD", content.decode()))


def _draw(_path: Path, _content: bytes, _rules: Any) -> Any:
    from ingestion.documents import Reading

    return Reading(str(os.urandom(8)))


_FAULTY: dict[str, Any] = {
    "raise": lambda path, content, rules: content[len(content)],
    "hang": lambda path, content, rules: [None for _ in iter(int, 1)],
    "write": lambda path, content, rules: Path(os.devnull).write_bytes(content),
    "connect": _connect,
    "decompose": _decompose,
    "draw": _draw,
}
"""Readers with each of the faults that are looked for."""


def _faults(suffix: str, reading: Any) -> str:
    text = reading.text
    text.encode("utf-8")
    spans = [(doubt.start, doubt.end) for doubt in reading.doubts]
    ends = [0, *(end for _, end in spans)]
    found = {
        "nothing is read": not text.strip() and not reading.remarks,
        "not NFC": suffix not in UNCHANGED and not unicodedata.is_normalized("NFC", text),
        "NUL": suffix not in UNCHANGED and "\x00" in text,
        "pages": list(reading.pages) != sorted(reading.pages) or not all(0 <= p <= len(text) for p in reading.pages),
        "first page": reading.pages[:1] not in ((), (0,)),
        "doubts": not all(
            before <= start < end <= len(text) for before, (start, end) in zip(ends, spans, strict=False)
        ),
        "confidence": not all(0 <= one.confidence <= 1 for one in (*reading.doubts, *reading.scanned)),
        "scanned": [one.page for one in reading.scanned] != sorted({one.page for one in reading.scanned}),
    }
    return ", ".join(name for name, wrong in found.items() if wrong) or _wordless(reading.remarks)


def _faults_of_parts(parts: Any, rules: Any) -> str:
    names = [part.name for part in parts.parts]
    odd = [
        n for n in names if n.startswith("/") or "\\" in n or not n.isprintable() or {"..", ".", ""} & set(n.split("/"))
    ]
    found = {
        "names in order, once each": names != sorted(set(names)),
        "odd names": bool(odd),
        "too many": len(set(names) - {"message.txt"}) > rules.parts,
        "too large": sum(len(part.content) for part in parts.parts) > rules.unpacked,
    }
    return ", ".join(name for name, wrong in found.items() if wrong) or _wordless(parts.remarks)


def _wordless(remarks: Any) -> str:
    from prompts import message

    for remark in remarks:
        for language in ("fr", "en"):
            message(f"ingest.remark_{remark.key}", language, **remark.detail).encode("utf-8")
    return ""


def _watch(event: str, arguments: tuple[Any, ...]) -> None:
    """Refuse, for good, what no reader may do; the fault is then the reading's."""
    writes = event == "open" and isinstance(arguments[2], int) and arguments[2] & _READ_ONLY
    if writes or event.startswith(_FORBIDDEN):
        sys.stderr.write(f"refused: {event} {arguments!r}\n")
        os._exit(86)


def _serve(entrance: IO[bytes], exit_: IO[bytes]) -> None:
    while head := entrance.read(8):
        lengths = struct.unpack("<II", head)
        asked = json.loads(entrance.read(lengths[0]))
        answer = examine(asked["task"], asked["suffix"], entrance.read(lengths[1]))
        exit_.write(json.dumps(answer).encode() + b"\n")
        exit_.flush()


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no verdict
    sys.addaudithook(_watch)
    _serve(sys.stdin.buffer, answers)
