"""The map and the glossary hold to the code: each place that is named is there."""

import re
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
