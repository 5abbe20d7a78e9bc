"""`sourcebrief run` without a terminal: it ends with an error if it could serve nobody."""

import subprocess
from pathlib import Path

import pytest

from tests.bot.conftest import Run
from tests.bot.processes import PROGRAM


def test_without_a_terminal_and_without_a_token_it_fails_and_says_where_it_looked(
    sourcebrief: Run, folder: Path
) -> None:
    ran = sourcebrief("run")
    assert (ran.status, ran.out) == (1, "")
    assert f"{folder.resolve()}/.env, which is not there" in ran.err
    assert "SOURCEBRIEF_TELEGRAM_TOKEN" in ran.err
    assert "SOURCEBRIEF_SLACK_BOT_TOKEN" in ran.err
    assert "sourcebrief setup" in ran.err
    assert not (folder / "library.db").exists()


def test_it_names_what_the_file_that_it_read_has_set(sourcebrief: Run, folder: Path) -> None:
    (folder / ".env").write_text("SOURCEBRIEF_WORKERS=3\nSOURCEBRIEF_TELEGRAM_TOKEN=\n")
    ran = sourcebrief("run")
    assert ran.status == 1
    assert f"{folder.resolve()}/.env, which sets SOURCEBRIEF_WORKERS," in ran.err


@pytest.mark.parametrize("role", ["web", "publisher", "courier"])
def test_a_role_without_a_token_says_the_same(sourcebrief: Run, role: str) -> None:
    ran = sourcebrief("run", "--role", role)
    assert ran.status == 1
    assert f"the role “{role}” is for a platform" in ran.err
    assert "SOURCEBRIEF_TELEGRAM_TOKEN" in ran.err


def test_lines_from_a_pipe_are_still_answered_over_the_examples(sourcebrief: Run) -> None:
    ran = sourcebrief("run", said="/latest\n/quit\n")
    assert ran.status == 0
    assert "What Seventy Per Cent Owes the Reader" in ran.out


@pytest.mark.parametrize("closed", [False, True], ids=["null", "closed"])
def test_a_service_manager_sees_it_fail(tmp_path: Path, closed: bool) -> None:
    shell = f'exec {"0<&-" if closed else "0</dev/null"}; exec "$@"'
    ran = subprocess.run(
        ("/bin/sh", "-c", shell, "sh", *PROGRAM, "run"),
        cwd=tmp_path,
        env={"PYTHONPATH": str(Path(__file__).parents[2])},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ran.returncode == 1
    assert "No platform's token is set" in ran.stderr
    assert "Traceback" not in ran.stderr


def test_settings_that_cannot_be_read_are_told_in_words(
    sourcebrief: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / ".env").write_bytes("SOURCEBRIEF_EDITORS=Ü\n".encode("latin-1"))
    ran = sourcebrief("list")
    assert ran.status == 2
    assert "it is not in UTF-8" in ran.err

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("dotenv.dotenv_values", refuse)
    ran = sourcebrief("list")
    assert ran.status == 2
    assert f"{folder.resolve()}/.env: Permission denied" in ran.err
