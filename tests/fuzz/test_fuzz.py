"""Ten minutes of search for what hurts a reader: nothing but our own errors, in time and memory."""

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

SECONDS = 100
"""For each of the six readers."""

ROOT = Path(__file__).parents[2]

pytestmark = [
    pytest.mark.soak,
    pytest.mark.skipif(
        find_spec("atheris") is None, reason="the fuzzer is not here: pip install atheris"
    ),
]


@pytest.mark.parametrize("name", ["plain", "Markdown", "HTML", "feed", "Word", "PDF"])
def test_nothing_that_the_fuzzer_finds_hurts_a_reader(name: str, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.fuzz.drive", name, str(SECONDS), str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    failed = {path.name: path.read_bytes() for path in tmp_path.glob("failed-*")}
    assert done.returncode == 0, f"{failed}\n{done.stderr[-4_000:]}"
