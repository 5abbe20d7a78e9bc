"""What people see does not change unnoticed: each command's payload on each platform."""

import pytest

from tests.bot import golden


@pytest.fixture(scope="module")
def written() -> dict[str, str]:
    return {str(path.relative_to(golden.FOLDER)): text for path, text in golden.rendered().items()}


FILES = [
    f"{platform}/{name}.{ending}"
    for platform, (ending, _) in golden.PLATFORMS.items()
    for name in (*golden.CASES, *golden.EDITED, *golden.CORRECTED)
]


@pytest.mark.parametrize("name", FILES)
def test_a_command_sends_what_its_golden_file_says(name: str, written: dict[str, str]) -> None:
    golden_file = golden.FOLDER / name
    assert golden_file.exists(), f"no {name}: `make golden` writes it"
    assert written[name] == golden_file.read_text()


def test_no_golden_file_is_left_behind() -> None:
    found = {
        str(path.relative_to(golden.FOLDER))
        for path in golden.FOLDER.rglob("*")
        if path.is_file() and not {golden.LIBRARY, golden.INCOMING} & set(path.parents)
    }
    assert found == set(FILES)
