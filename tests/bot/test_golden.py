"""What people see does not change unnoticed: each command's payload on each platform."""

from tests.bot import golden

FILES = [
    f"{platform}/{name}.{ending}"
    for platform, (ending, _) in golden.PLATFORMS.items()
    for name in (*golden.CASES, *golden.EDITED, *golden.CORRECTED)
]


def test_every_command_sends_what_its_golden_files_say() -> None:
    """One test for all: they are answers of one library, which takes long to bring about."""
    written = {
        str(path.relative_to(golden.FOLDER)): text for path, text in golden.rendered().items()
    }
    kept = {
        name: (golden.FOLDER / name).read_text()
        for name in FILES
        if (golden.FOLDER / name).exists()
    }
    changed = [name for name in FILES if written[name] != kept.get(name)]
    for name in changed:
        assert written[name] == kept.get(name), f"{changed}: `make golden` writes them"


def test_no_golden_file_is_left_behind() -> None:
    found = {
        str(path.relative_to(golden.FOLDER))
        for path in golden.FOLDER.rglob("*")
        if path.is_file() and not {golden.LIBRARY, golden.INCOMING} & set(path.parents)
    }
    assert found == set(FILES)
