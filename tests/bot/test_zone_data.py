"""The release of the time zone data is that of what is read."""

from importlib.metadata import version
from pathlib import Path

from bot import zone_data


def test_the_system_s_release_goes_first(tmp_path: Path) -> None:
    package = f"tzdata {version('tzdata')}"
    (tmp_path / "tzdata.zi").write_text("# version 2031c\n# This zic input file is …\n")
    assert zone_data.release([str(tmp_path / "none"), str(tmp_path)]) == f"2031c, {package}"
    assert zone_data.release([str(tmp_path / "none")]) == package
