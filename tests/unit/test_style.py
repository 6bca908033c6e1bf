"""Size and naming rules of the code (docs/architecture.md, « Size »)."""

import ast
from pathlib import Path

import pytest

PACKAGES = ("prompts", "ingestion", "index", "bot")
LONGEST_FUNCTION = 50
LONGEST_FILE = 300
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
VAGUE = {"utils", "util", "helpers", "helper", "manager", "managers", "base", "common", "misc", "types"}


def sources(root: Path) -> list[Path]:
    return sorted(path for package in PACKAGES for path in (root / package).rglob("*.py"))


def long_functions(source: str) -> list[str]:
    """Functions of more lines than the limit, decorators left out."""
    functions = [node for node in ast.walk(ast.parse(source)) if isinstance(node, FUNCTIONS)]
    return [node.name for node in functions if (node.end_lineno or 0) - node.lineno + 1 > LONGEST_FUNCTION]


def undocumented(source: str) -> list[str]:
    """Public functions and classes, at module or class level, without a docstring."""
    tree, found = ast.parse(source), []
    scopes = [tree, *(node for node in tree.body if isinstance(node, ast.ClassDef) and not node.name.startswith("_"))]
    for scope in scopes:
        for node in scope.body:
            if isinstance(node, (*FUNCTIONS, ast.ClassDef)) and not node.name.startswith("_"):
                found += [] if ast.get_docstring(node) else [node.name]
    return found


@pytest.mark.parametrize("package", PACKAGES)
def test_functions_and_files_are_short(root: Path, package: str) -> None:
    paths = [path for path in sources(root) if path.relative_to(root).parts[0] == package]
    texts = {path.relative_to(root).as_posix(): path.read_text(encoding="utf-8") for path in paths}
    assert texts
    assert {name: found for name, text in texts.items() if (found := long_functions(text))} == {}
    assert {name: lines for name, text in texts.items() if (lines := len(text.splitlines())) > LONGEST_FILE} == {}


def test_public_names_are_documented(root: Path) -> None:
    texts = {path.relative_to(root).as_posix(): path.read_text(encoding="utf-8") for path in sources(root)}
    found = {name: undocumented(text) for name, text in texts.items()}
    assert {name: names for name, names in found.items() if names} == {}


def test_files_are_named_after_a_noun(root: Path) -> None:
    assert [path.name for path in sources(root) if path.stem in VAGUE] == []


def test_the_checks_see_a_fault() -> None:
    body = "\n".join("    pass" for _ in range(LONGEST_FUNCTION))
    assert long_functions(f"def f():\n{body}") == ["f"]
    assert long_functions(f"def f():\n{body[:-9]}") == []
    assert undocumented("class A:\n    '''doc'''\n    def f(self): ...\n    def _g(self): ...") == ["f"]
