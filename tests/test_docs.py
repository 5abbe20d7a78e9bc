"""The map, the glossary, docstrings and comments agree with the code: what they name exists."""

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

TOP = Path(__file__).parents[1]
ARCHITECTURE = (TOP / "docs" / "architecture.md").read_text("utf-8")
GLOSSARY = (TOP / "docs" / "glossary.md").read_text("utf-8")
MAX_WORDS = 30
MAX_LINES = 100
"""Of the map: one page."""

PLACES = sorted(
    set(re.findall(r"`((?:bot|briefs|handlers|training|benchmarks)/[\w/.]*)`", ARCHITECTURE))
)


@pytest.mark.parametrize("place", PLACES)
def test_each_place_on_the_map_is_there(place: str) -> None:
    assert (TOP / place).exists()


def test_every_package_of_the_house_is_on_the_map() -> None:
    packages = [
        f"{path.relative_to(TOP)}/"
        for top in ("bot", "briefs", "handlers")
        for path in sorted((TOP / top).iterdir())
        if (path / "__init__.py").exists()
    ]
    examples = {"briefs/examples/"}
    missing = [name for name in packages if name not in ARCHITECTURE and name not in examples]
    assert missing == []


def test_the_map_is_one_page() -> None:
    assert len(ARCHITECTURE.splitlines()) <= MAX_LINES


def test_the_glossary_has_a_line_for_each_of_at_most_thirty_words() -> None:
    entries = [line for line in GLOSSARY.splitlines() if line.startswith("- ")]
    words = [word for line in entries for word in re.findall(r"\*\*(.+?)\*\*", line)[0].split(", ")]
    assert 0 < len(words) == len(set(words)) <= MAX_WORDS
    assert all(re.match(r"- \*\*[\w, ]+\*\*: \S", line) for line in entries)


PRODUCT = ("bot", "briefs", "handlers", "training", "benchmarks")
A_PATH = re.compile(
    rf"(?<![\w/.])(?:{'|'.join(PRODUCT)}|tests|docs)/[\w/]+\.(?:py|md|toml|json|tsv)\b"
)
AN_IMPORT = re.compile(r"^\s*(?:from [\w.]+ )?import .*", re.MULTILINE)
A_NAME = re.compile(rf"(?<![\w/.])(?:{'|'.join(PRODUCT[:4])})(?:\.[A-Za-z_]\w*)+\b(?![/(])")
FILES = sorted(path for top in PRODUCT for path in (TOP / top).rglob("*.py"))


def prose(path: Path) -> Iterator[tuple[int, str]]:
    """The docstrings and comments of a file that names something, with the lines they begin at."""
    source = path.read_text("utf-8")
    bare = AN_IMPORT.sub("", source)
    if not (A_PATH.search(bare) or A_NAME.search(bare)):
        return
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Expr(ast.Constant(value=str(text)), lineno=line):
                yield line, text
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], token.string


@cache
def names_in(module: str) -> frozenset[str]:
    """Every name that a module defines, imports or uses as an attribute; empty if there is none."""
    path = TOP.joinpath(*module.split("."))
    path = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    if not path.exists():
        return frozenset()
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    found = {Path(path).stem}
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        match node:
            case ast.Name(id=name) | ast.Attribute(attr=name) | ast.alias(name=name):
                found.add(name)
            case _ if isinstance(node, kinds):
                found.add(node.name)
    return frozenset(found)


def exists(name: str) -> bool:
    """Whether a dotted name is a module or package, or is defined in one (at any depth)."""
    parts = name.split(".")
    for end in range(len(parts), 0, -1):
        place = TOP.joinpath(*parts[:end])
        if place.is_dir() or place.with_suffix(".py").exists():
            return set(parts[end:]) <= names_in(".".join(parts[:end]))
    return False


def test_docstrings_and_comments_name_what_exists() -> None:
    missing = [
        f"{path.relative_to(TOP)}:{line}: {name}"
        for path in FILES
        for line, text in prose(path)
        for name in (*A_PATH.findall(text), *A_NAME.findall(text))
        if not ((TOP / name).exists() if "/" in name else exists(name))
    ]
    assert missing == []
