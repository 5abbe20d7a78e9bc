"""A release: the bill of materials is the lock, and nothing of it can be changed unnoticed."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

TOP = Path(__file__).parents[1]
PROGRAM = (sys.executable, str(TOP / "deploy" / "release.py"))


def run(*args: str | Path, **env: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        (*PROGRAM, *map(str, args)),
        env={**os.environ, "PYTHONPATH": "", **env},
        capture_output=True,
        text=True,
        check=False,
    )


def new_key(path: Path, who: str) -> Path:
    """A key, with the file that lets it sign."""
    if shutil.which("ssh-keygen") is None:
        pytest.skip("ssh-keygen is not installed here")
    make = ("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", who, "-f", str(path))
    subprocess.run(make, check=True)
    public = path.with_suffix(".pub").read_text("utf-8")
    path.with_suffix(".signers").write_text(f'{who} namespaces="sourcebrief-release" {public}')
    return path


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return new_key(tmp_path_factory.mktemp("key") / "ours", "desk@example.org")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, key: Path) -> Path:
    folder = tmp_path_factory.mktemp("release") / "dist"
    ran = run("make", folder, "--key", key)
    assert ran.returncode == 0, ran.stderr
    return folder


@pytest.fixture
def release(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "dist"))


def verified(release: Path, key: Path) -> "subprocess.CompletedProcess[str]":
    return run("verify", release, "--signers", key.with_suffix(".signers"))


def test_a_release_is_verified_by_whoever_has_the_public_key(release: Path, key: Path) -> None:
    ran = verified(release, key)
    assert ran.returncode == 0, ran.stderr
    assert "signed by desk@example.org" in ran.stdout
    assert "3 files are what was signed" in ran.stdout


def test_the_bill_of_materials_is_the_lock(release: Path) -> None:
    (path,) = release.glob("*.cdx.json")
    said: dict[str, Any] = json.loads(path.read_text("utf-8"))
    assert (said["bomFormat"], said["specVersion"]) == ("CycloneDX", "1.6")
    text = (TOP / "requirements.txt").read_text("utf-8")
    pinned = [line.split(" ")[0].rstrip("\\") for line in text.splitlines() if line[:1].isalnum()]
    assert [f"{c['name']}=={c['version']}" for c in said["components"]] == pinned
    hashes = [
        h["content"] for c in said["components"] for h in c["externalReferences"][0]["hashes"]
    ]
    assert len(hashes) == text.count("--hash=sha256:") > 0
    assert all(f"--hash=sha256:{one}" in text for one in hashes)
    here = [c for c in said["components"] if "properties" not in c]
    assert [c["name"] for c in here if "licenses" not in c] == []


def test_every_package_that_is_installed_comes_with_its_licence(release: Path) -> None:
    text = (release / "LICENCES.txt").read_text("utf-8")
    for name in ("aiohttp", "sqlalchemy", "trafilatura", "python-telegram-bot"):
        assert f"\n{name} " in text
    assert "Apache License" in text
    assert "Licence: not named" not in text


@pytest.mark.parametrize("name", ["LICENCES.txt", "SHA256SUMS", "wheel"])
def test_what_was_changed_is_noticed(release: Path, key: Path, name: str) -> None:
    (path,) = release.glob("*.whl") if name == "wheel" else (release / name,)
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(bytes(data))
    ran = verified(release, key)
    assert ran.returncode == 1
    assert "release:" in ran.stderr


def test_what_was_added_or_taken_away_is_noticed(release: Path, key: Path) -> None:
    (release / "more.whl").touch()
    assert "more.whl is not in SHA256SUMS" in verified(release, key).stderr
    (release / "more.whl").unlink()
    (release / "LICENCES.txt").unlink()
    assert "LICENCES.txt is missing" in verified(release, key).stderr


def test_a_stranger_s_signature_is_refused_and_so_is_one_for_another_use(
    release: Path, key: Path, tmp_path: Path
) -> None:
    stranger = new_key(tmp_path / "theirs", "stranger@example.org")
    assert "is not in" in verified(release, stranger).stderr
    (release / "SHA256SUMS.sig").unlink()
    sign = ("ssh-keygen", "-Y", "sign", "-q", "-f", str(key), "-n", "email")
    subprocess.run((*sign, str(release / "SHA256SUMS")), check=True, capture_output=True)
    assert verified(release, key).returncode == 1
    (release / "SHA256SUMS.sig").unlink()
    assert "no SHA256SUMS with its signature" in verified(release, key).stderr


def test_made_again_all_but_the_signature_is_the_same(made: Path, tmp_path: Path) -> None:
    assert run("make", tmp_path / "again").returncode == 0
    again = {path.name: path.read_bytes() for path in (tmp_path / "again").iterdir()}
    first = {path.name: path.read_bytes() for path in made.iterdir()}
    first.pop("SHA256SUMS.sig")
    assert again == first
