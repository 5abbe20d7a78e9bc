"""The wheel: built twice it is the same bytes, and installed it answers without the project."""

import os
import subprocess
import sys
from pathlib import Path
from shutil import copytree, ignore_patterns
from zipfile import ZipFile

import pytest

TOP = Path(__file__).parents[1]
PACKAGES = ("bot", "briefs", "handlers")
BUILD = "import sys; from hatchling.build import build_wheel; print(build_wheel(sys.argv[1]))"
LEFT = ignore_patterns("__pycache__", ".*", "*.db*", "tests", "benchmarks", "training", "docs")


def built(source: Path, to: Path, **env: str) -> Path:
    """The wheel of a tree, built offline by the pinned backend."""
    to.mkdir()
    ran = subprocess.run(
        (sys.executable, "-c", BUILD, str(to)),
        cwd=source,
        env={**os.environ, "PYTHONPATH": "", **env},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    return to / ran.stdout.split()[-1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(TOP, tmp_path_factory.mktemp("wheel") / "dist", SOURCE_DATE_EPOCH="1700000000")


def test_built_again_elsewhere_and_later_it_is_the_same_byte_for_byte(
    wheel: Path, tmp_path: Path
) -> None:
    source = copytree(TOP, tmp_path / "elsewhere", ignore=LEFT)
    for number, path in enumerate(sorted(source.rglob("*"), reverse=True)):
        os.utime(path, (1_000_000_000 + number, 1_000_000_000 + number))
        if path.is_file():
            path.chmod(0o600 if number % 2 else 0o644)
    again = built(
        source, tmp_path / "dist", SOURCE_DATE_EPOCH="1700000000", TZ="Asia/Tokyo", LC_ALL="C"
    )
    assert again.name == wheel.name
    assert again.read_bytes() == wheel.read_bytes()


def test_all_that_the_packages_need_is_in_it_and_nothing_else(wheel: Path) -> None:
    ours = {
        path.relative_to(TOP).as_posix()
        for package in PACKAGES
        for path in (TOP / package).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    with ZipFile(wheel) as opened:
        names = set(opened.namelist())
    about = {name for name in names if ".dist-info/" in name}
    assert names - about == ours
    assert {name.partition("/")[2] for name in about} == {
        "METADATA",
        "RECORD",
        "WHEEL",
        "entry_points.txt",
        "licenses/LICENSE",
    }


def test_installed_alone_it_answers_a_brief_over_its_examples(wheel: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    with ZipFile(wheel) as opened:
        opened.extractall(site)
    ran = subprocess.run(
        (sys.executable, "-c", "import bot.cli.main as m; print(m.__file__); m.main()", "run"),
        cwd=tmp_path,
        env={"PYTHONPATH": str(site), "PATH": os.environ["PATH"]},
        input="/brief\n/sources\n",
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.startswith(str(site))
    assert "Proof: Exact extract" in ran.stdout
    assert "Sources (" in ran.stdout
