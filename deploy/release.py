"""Makes a release into a folder, and checks one: `make release KEY=…`, `make verify-release`.

A release is the wheel, its bill of materials (CycloneDX, from the lock), the licence texts of what
it needs, SHA256SUMS over all of these, and the signature over that. Made again from the same tree
with the same SOURCE_DATE_EPOCH, all but the signature is the same, byte for byte.
"""

import argparse
import json
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import Any, Final
from uuid import NAMESPACE_URL, uuid5

TOP: Final = Path(__file__).parents[1]
SUMS: Final = "SHA256SUMS"
NAMESPACE: Final = "sourcebrief-release"
"""What a signature is for (ssh-keygen(1), -n): one made for anything else is refused."""

_OPENING: Final = """\
The licence texts of what Sourcebrief needs, as each comes with its distribution.
Sourcebrief's own is LICENSE, in the wheel.
"""
_EPOCH: Final = "1577836800"
_BUILD: Final = "import sys, hatchling.build as b; b.build_wheel(sys.argv[1])"
_TEXTS: Final = re.compile(r"(^|/)(licen[cs]e|copying|notice|authors)[^/]*$", re.IGNORECASE)
_NAMED: Final = {"pysqlite3": "Zlib"}
"""Of those that come with a text and name none."""

_PINNED: Final = re.compile(
    r"^(?P<name>[a-z0-9][a-z0-9._-]*)==(?P<version>[^\s;\\]+)(?P<marker>[^\\\n]*)", re.MULTILINE
)


class ReleaseError(Exception):
    """What is wrong with a release, for a person."""


@dataclass(frozen=True, slots=True)
class Pinned:
    """A distribution of the lock; `marker` says where it is installed, "" for everywhere."""

    name: str
    version: str
    marker: str
    hashes: tuple[str, ...]


def locked(lock: Path) -> tuple[Pinned, ...]:
    """What a lock pins, in its order."""
    text = lock.read_text("utf-8")
    found = list(_PINNED.finditer(text))
    ends = [match.start() for match in found[1:]] + [len(text)]
    return tuple(
        Pinned(
            match["name"],
            match["version"],
            match["marker"].strip(" ;"),
            tuple(re.findall(r"--hash=sha256:([0-9a-f]{64})", text[match.start() : end])),
        )
        for match, end in zip(found, ends, strict=True)
    )


def bill(pins: tuple[Pinned, ...], name: str, version: str, made: datetime) -> dict[str, Any]:
    """The bill of materials of a release, as CycloneDX 1.6 has it."""
    root = f"pkg:pypi/{name}@{version}"
    components = [_component(pin) for pin in pins]
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid5(NAMESPACE_URL, root)}",
        "version": 1,
        "metadata": {
            "timestamp": made.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "component": {
                "type": "application",
                "bom-ref": root,
                "name": name,
                "version": version,
                "purl": root,
                "licenses": [{"expression": "Apache-2.0"}],
            },
        },
        "components": components,
        "dependencies": [{"ref": root, "dependsOn": [str(one["bom-ref"]) for one in components]}],
    }


def _component(pin: Pinned) -> dict[str, Any]:
    purl = f"pkg:pypi/{pin.name}@{pin.version}"
    said: dict[str, Any] = {
        "type": "library",
        "bom-ref": purl,
        "name": pin.name,
        "version": pin.version,
        "purl": purl,
        # The lock has a hash for each file that may be installed, of which any machine takes one.
        "externalReferences": [
            {
                "type": "distribution",
                "url": purl,
                "hashes": [{"alg": "SHA-256", "content": one} for one in pin.hashes],
            }
        ],
    }
    if pin.marker:
        said["properties"] = [{"name": "sourcebrief:marker", "value": pin.marker}]
    licence = _licence(pin.name)
    return said | ({"licenses": [{"license": {"name": licence}}]} if licence else {})


def _installed(name: str) -> Distribution | None:
    try:
        return distribution(name)
    except PackageNotFoundError:  # its marker is not for this machine
        return None


def _licence(name: str) -> str:
    """A distribution's licence as its author names it: an expression, a line, or classifiers."""
    found = _installed(name)
    if found is None:
        return ""
    about: Any = found.metadata  # its type does not tell of `get`
    said = about.get("License-Expression") or about.get("License") or _NAMED.get(name, "")
    if said and "\n" not in said and len(said) < 100:  # noqa: PLR2004  # else it is a whole text
        return str(said)
    classified = about.get_all("Classifier") or []
    names = [one.rpartition(" :: ")[2] for one in classified if one.startswith("License ::")]
    return ", ".join(names)


def licences(pins: tuple[Pinned, ...]) -> str:
    """The licence texts of what is installed with it, as they come with each distribution."""
    parts = [_OPENING]
    for pin in pins:
        found = _installed(pin.name)
        if found is None:
            parts.append(_headed(pin, f"Only installed where {pin.marker}.\n"))
            continue
        texts = list(_texts(found))
        named = _licence(pin.name) or "not named"
        parts.append(
            _headed(pin, f"Licence: {named}\n\n" + "\n\n".join(dict.fromkeys(texts)) + "\n")
        )
    return "\n".join(parts)


def _texts(of: Distribution) -> Iterator[str]:
    for path in sorted(of.files or (), key=str):
        here = Path(str(path.locate()))
        if ".dist-info/" in str(path) and _TEXTS.search(str(path)) and here.is_file():
            yield here.read_bytes().decode("utf-8", "replace").strip()


def _headed(pin: Pinned, text: str) -> str:
    return f"{'=' * 72}\n{pin.name} {pin.version}\n{'=' * 72}\n{text}"


def make(to: Path, key: Path | None) -> None:
    """Make a release into a folder that is not there yet; with a `key`, sign it."""
    to.mkdir(parents=True)
    epoch = os.environ.get("SOURCE_DATE_EPOCH", _EPOCH)
    project = tomllib.loads((TOP / "pyproject.toml").read_text("utf-8"))["project"]
    name, version = project["name"], project["version"]
    subprocess.run(
        (sys.executable, "-c", _BUILD, str(to.resolve())),
        cwd=TOP,
        env={**os.environ, "SOURCE_DATE_EPOCH": epoch},
        check=True,
        stdout=subprocess.DEVNULL,
    )
    pins = locked(TOP / "requirements.txt")
    made = datetime.fromtimestamp(int(epoch), UTC)
    said = json.dumps(bill(pins, name, version, made), indent=1, ensure_ascii=False)
    (to / f"{name}-{version}.cdx.json").write_text(said + "\n", "utf-8")
    (to / "LICENCES.txt").write_text(licences(pins), "utf-8")
    sums = "".join(f"{_sum(path)}  {path.name}\n" for path in sorted(to.iterdir()))
    (to / SUMS).write_text(sums, "utf-8")
    if key is not None:
        sign = ("ssh-keygen", "-Y", "sign", "-q", "-f", str(key), "-n", NAMESPACE)
        subprocess.run((*sign, str(to / SUMS)), check=True, capture_output=True)


def _sum(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()


def verify(folder: Path, signers: Path) -> Iterator[str]:
    """Check a release, and tell what was found; ReleaseError for the first thing that is wrong."""
    sums, signature = folder / SUMS, folder / f"{SUMS}.sig"
    if not sums.is_file() or not signature.is_file():
        raise ReleaseError(f"{folder} has no {SUMS} with its signature.")
    yield f"signed by {_signer(sums, signature, signers)}"
    lines = [line.partition("  ") for line in sums.read_text("utf-8").splitlines()]
    told = {name: digest for digest, _, name in lines}
    here = {path.name for path in folder.iterdir()} - {SUMS, f"{SUMS}.sig"}
    for name in sorted(here ^ set(told)):
        raise ReleaseError(f"{name} is {'not in ' + SUMS if name in here else 'missing'}.")
    for name, digest in told.items():
        if _sum(folder / name) != digest:
            raise ReleaseError(f"{name} is not what was signed.")
    yield f"{len(told)} files are what was signed"
    for path in folder.glob("*.cdx.json"):
        listed = {(c["name"], c["version"]) for c in json.loads(path.read_text())["components"]}
        if listed != {(pin.name, pin.version) for pin in locked(TOP / "requirements.txt")}:
            raise ReleaseError(f"{path.name} does not list what requirements.txt pins.")
        yield f"{path.name} lists the {len(listed)} packages of the lock"


def _signer(sums: Path, signature: Path, signers: Path) -> str:
    """Who signed, as `signers` names them."""
    ask = ("ssh-keygen", "-Y", "find-principals", "-s", str(signature), "-f", str(signers))
    named = subprocess.run(ask, capture_output=True, text=True, check=False)
    who = named.stdout.strip().partition("\n")[0]
    if not who:
        raise ReleaseError(f"Whoever signed it is not in {signers}.")
    check = ("ssh-keygen", "-Y", "verify", "-f", str(signers), "-I", who, "-n", NAMESPACE)
    with sums.open("rb") as said:
        checked = subprocess.run(
            (*check, "-s", str(signature)), stdin=said, capture_output=True, check=False
        )
    if checked.returncode:
        raise ReleaseError(f"The signature does not fit {SUMS}.")
    return who


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("what", choices=("make", "verify"))
    parser.add_argument("folder", type=Path)
    parser.add_argument("--key", type=Path, help="an SSH key to sign with")
    parser.add_argument("--signers", type=Path, default=TOP / "deploy" / "allowed_signers")
    asked = parser.parse_args()
    try:
        if asked.what == "make":
            make(asked.folder, asked.key)
            return 0
        for line in verify(asked.folder, asked.signers):
            print(line)
    except (ReleaseError, OSError, subprocess.CalledProcessError) as error:
        print(f"release: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
