"""What `deploy/` ships: a unit that systemd finds sound, an image that answers, a compose file."""

import re
import shutil
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

TOP = Path(__file__).parents[1]
DEPLOY = TOP / "deploy"
CONTAINERFILE = (DEPLOY / "Containerfile").read_text("utf-8")
BASE = "python:3.12-slim"
MAX_EXPOSURE = 2.0
"""Of ten, as `systemd-analyze security` reckons; it calls units below 2 well protected."""


def program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed here")
    return found


def ran(*command: str, said: str = "", **how: Any) -> str:
    done = subprocess.run(command, input=said, capture_output=True, text=True, check=False, **how)
    assert done.returncode == 0, done.stdout + done.stderr
    return str(done.stdout)


@pytest.fixture
def unit(tmp_path: Path) -> Path:
    """The unit, with a program that is here."""
    text = (DEPLOY / "sourcebrief.service").read_text("utf-8")
    path = tmp_path / "sourcebrief.service"
    path.write_text(text.replace("/opt/sourcebrief/bin/sourcebrief", "/bin/true"), "utf-8")
    return path


def test_systemd_finds_nothing_wrong_with_the_unit(unit: Path) -> None:
    done = subprocess.run(
        (program("systemd-analyze"), "verify", "--man=no", str(unit)),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_systemd_finds_the_unit_well_protected(unit: Path) -> None:
    said = ran(program("systemd-analyze"), "security", "--offline=yes", "--no-pager", str(unit))
    found = re.search(r"exposure level for \S+: ([0-9.]+)", said)
    assert found
    assert float(found[1]) < MAX_EXPOSURE


def test_the_unit_lets_a_process_end_before_it_is_killed_and_readers_limit_themselves() -> None:
    text = (DEPLOY / "sourcebrief.service").read_text("utf-8")
    assert "TimeoutStopSec=40s" in text
    assert "landlock_restrict_self" in text


def test_the_image_has_a_base_to_choose_a_plain_user_and_a_health_check() -> None:
    bases = re.findall(r"^FROM (\S+)", CONTAINERFILE, re.MULTILINE)
    assert bases == ["${BASE}", "${BASE}"]
    assert f"ARG BASE={BASE}" in CONTAINERFILE
    last = CONTAINERFILE.rpartition("FROM ${BASE}")[2]
    assert "\nUSER sourcebrief\n" in last
    assert "\nHEALTHCHECK " in last
    assert "--require-hashes" in CONTAINERFILE


def test_what_the_image_is_built_from_is_let_through_and_is_all_of_the_program() -> None:
    copied = {
        name
        for line in re.findall(r"^COPY (?!--from)(.+)$", CONTAINERFILE, re.MULTILINE)
        for name in line.split()[:-1]
    }
    through = {
        line.removeprefix("!")
        for line in (TOP / ".containerignore").read_text("utf-8").splitlines()
        if line.startswith("!")
    }
    assert copied == through
    project = tomllib.loads((TOP / "pyproject.toml").read_text("utf-8"))
    assert set(project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]) <= copied
    assert all((TOP / name).exists() for name in copied)


def test_the_compose_file_gives_the_bot_nothing_that_it_does_not_need() -> None:
    services = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))["services"]
    bot, database = services["sourcebrief"], services["db"]
    assert bot["read_only"] is True
    assert bot["cap_drop"] == ["ALL"]
    assert bot["security_opt"] == ["no-new-privileges:true"]
    assert database["networks"] == ["database"]
    assert not any("ports" in service for service in services.values())
    for service in services.values():
        name, _, _ = service["image"].partition(":")
        assert "." not in name  # no registry is named


NAMED = re.compile(r"(?<![\w/.-])(?:docs|deploy|tests|benchmarks|bot|briefs)/[\w/-]+(?:\.[a-z]+)+")
TELLING = [*DEPLOY.iterdir(), TOP / "Makefile", TOP / "pyproject.toml", *TOP.rglob("docs/**/*.md")]


@pytest.mark.parametrize("path", TELLING, ids=lambda path: path.relative_to(TOP).as_posix())
def test_every_file_of_the_project_that_is_named_is_there(path: Path) -> None:
    named = set(NAMED.findall(path.read_text("utf-8")))
    assert [name for name in sorted(named) if not (TOP / name).exists()] == []


@pytest.mark.soak
def test_an_image_is_built_and_answers_a_brief_as_a_plain_user() -> None:
    """Needs buildah, the base image and an index of packages; isolation is what works anywhere."""
    buildah = program("buildah")
    base = f"localhost/{BASE}"
    if not ran(buildah, "images", "--quiet", "--filter", f"reference={base}").strip():
        pytest.skip(f"buildah has no {base}: import or pull one under that name")
    shared = ("/etc/pip.conf", "/etc/ssl/certs/ca-certificates.crt")
    mounts = [
        part for path in shared if Path(path).exists() for part in ("-v", f"{path}:{path}:ro")
    ]
    name = "sourcebrief-test"
    try:
        ran(
            *(buildah, "build", "--isolation", "chroot", "--network", "host", *mounts),
            *("--build-arg", f"BASE={base}", "-f", "deploy/Containerfile", "-t", name, "."),
            cwd=TOP,
            timeout=280,
        )
        inside = ran(buildah, "from", f"localhost/{name}").strip()
        run = (buildah, "run", "--isolation", "chroot", inside, "--")
        assert "Proof: Exact extract" in ran(*run, "sourcebrief", "run", said="/brief\n")
        assert ran(*run, "id", "--user").strip() == "10001"
        assert "Nothing to mend." in ran(*run, "sourcebrief", "doctor")
        ran(buildah, "rm", inside)
    finally:
        subprocess.run((buildah, "rmi", "--force", name), capture_output=True, check=False)
