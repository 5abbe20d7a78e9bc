"""Known advisories are found for what is pinned, and what cannot be told is said."""

import json
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from tests.advisories import Pinned, main, matching, pinned

REQUIREMENTS = """
# comment
aiohttp==3.14.5 ; python_version >= "3.11" \\
    --hash=sha256:00
zope.Interface==1.0 --hash=sha256:11
"""


def advisory(package: str, **affected: Any) -> dict[str, Any]:
    return {
        "id": "PYSEC-2026-1",
        "modified": "2026-11-01T00:00:00Z",
        "summary": "Reads too much.",
        "affected": [{"package": {"ecosystem": "PyPI", "name": package}, **affected}],
    }


def between(*events: dict[str, str]) -> dict[str, Any]:
    return {"ranges": [{"type": "ECOSYSTEM", "events": list(events)}]}


def test_what_is_pinned_is_read_by_its_normal_name() -> None:
    assert pinned(REQUIREMENTS) == (Pinned("aiohttp", "3.14.5"), Pinned("zope-interface", "1.0"))


@pytest.mark.parametrize(
    ("affected", "found"),
    [
        (between({"introduced": "0"}), True),
        (between({"introduced": "0"}, {"fixed": "3.14.5"}), False),
        (between({"introduced": "0"}, {"fixed": "3.14.6"}), True),
        (between({"introduced": "3.15"}), False),
        (between({"introduced": "0"}, {"last_affected": "3.14.5"}), True),
        (between({"introduced": "0"}, {"last_affected": "3.14.4"}), False),
        (between({"introduced": "0"}, {"fixed": "2"}, {"introduced": "3.14"}), True),
        ({"versions": ["3.14.5"]}, True),
        ({"versions": ["3.14.4"]}, False),
        ({"ranges": [{"type": "GIT", "events": [{"introduced": "0"}]}]}, False),
    ],
)
def test_a_version_is_affected_as_the_format_says(affected: dict[str, Any], *, found: bool) -> None:
    hits = matching((Pinned("aiohttp", "3.14.5"),), [advisory("AIOHTTP", **affected)])
    assert bool(hits) == found


def test_what_was_withdrawn_and_other_ecosystems_do_not_count() -> None:
    one = advisory("aiohttp", versions=["3.14.5"])
    other = advisory("aiohttp", versions=["3.14.5"])
    other["affected"][0]["package"]["ecosystem"] = "npm"
    hits = matching((Pinned("aiohttp", "3.14.5"),), [one | {"withdrawn": "2026-01-01"}, other])
    assert not hits


def test_without_a_database_it_says_that_it_cannot_tell(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main([]) == 2
    assert "cannot tell" in capsys.readouterr().err


@pytest.mark.parametrize("packed", [True, False])
def test_a_database_is_named_by_its_date_and_hash_and_held_to_a_pin(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], *, packed: bool
) -> None:
    requirements = tmp_path / "requirements.txt"
    requirements.write_text(REQUIREMENTS)
    said = json.dumps(advisory("aiohttp", versions=["3.14.5"]))
    database = tmp_path / ("all.zip" if packed else "vulns")
    if packed:
        with ZipFile(database, "w") as archive:
            archive.writestr("PYSEC-2026-1.json", said)
    else:
        (database / "aiohttp").mkdir(parents=True)
        (database / "aiohttp" / "PYSEC-2026-1.yaml").write_text(said)
    asked = ["--database", str(database), "--requirements", str(requirements)]
    assert main(asked) == 1
    out = capsys.readouterr().out
    assert "aiohttp 3.14.5: PYSEC-2026-1 Reads too much." in out
    assert "2026-11-01" in out
    sha256 = out.partition("sha256 ")[2][:64]
    assert main([*asked, "--sha256", sha256]) == 1
    assert main([*asked, "--sha256", "0" * 64]) == 2
    assert "not the one" in capsys.readouterr().err
