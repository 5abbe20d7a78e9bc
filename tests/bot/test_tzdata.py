"""The time zone data is our package's, whatever the system has."""

import zoneinfo
from collections.abc import Iterator
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

import pytest

from bot import config


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    before = zoneinfo.TZPATH
    yield
    zoneinfo.reset_tzpath(before)


def test_the_system_s_data_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "Nowhere").write_bytes(_a_zone())
    zoneinfo.reset_tzpath([str(tmp_path)])
    assert "Nowhere" in zoneinfo.available_timezones()
    config.use_packaged_tzdata()
    known = zoneinfo.available_timezones()
    assert "Nowhere" not in known
    assert {"Europe/Berlin", "America/New_York"} <= known


def test_the_release_is_the_package_s() -> None:
    assert config.release() == f"tzdata {version('tzdata')}"


def _a_zone() -> bytes:
    return (files("tzdata") / "zoneinfo" / "UTC").read_bytes()
