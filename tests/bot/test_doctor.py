"""`doctor` says what `run` would serve, and which settings do not fit together."""

import json
from pathlib import Path

import pytest

from bot.cli.common import SafeTerminal
from bot.config import Settings, load
from briefs.model import Address
from tests.bot.conftest import Run
from tests.bot.processes import order_now

URL = "https://bot.example.org"


def test_it_names_what_would_be_served(sourcebrief: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "the console chat" in sourcebrief("doctor").out
    monkeypatch.setenv("SOURCEBRIEF_TELEGRAM_TOKEN", "4242:first,4343:second")
    ran = sourcebrief("doctor")
    assert ran.status == 0
    assert "telegram:4242, telegram:4343" in ran.out
    assert "first" not in ran.out
    assert "second" not in ran.out


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"TELEGRAM_TOKEN": "4242:first", "WEB_URL": URL}, "SOURCEBRIEF_WEB_LISTEN"),
        ({"TELEGRAM_TOKEN": "4242:first,4242:second"}, "name each bot once"),
        ({"TELEGRAM_TOKEN": "not-a-token"}, "Copy it again"),
        ({"TELEGRAM_TOKEN": "4242:first 4343:second"}, "commas"),
        ({"TELEGRAM_TOKEN": "4242:first", "OPERATOR": "slack:T1:C1"}, "SOURCEBRIEF_OPERATOR"),
        ({"SLACK_SIGNING_SECRET": "first"}, "SLACK_BOT_TOKEN is missing"),
    ],
)
def test_it_warns_of_settings_that_run_would_refuse(
    sourcebrief: Run, monkeypatch: pytest.MonkeyPatch, given: dict[str, str], said: str
) -> None:
    for name, value in given.items():
        monkeypatch.setenv(f"SOURCEBRIEF_{name}", value)
    doctor = sourcebrief("doctor")
    assert doctor.status == 1
    assert "WARNING" in doctor.out
    assert said in doctor.out
    run = sourcebrief("run")
    assert run.status == 1
    assert said in run.err
    for shown in (doctor, run):
        assert not any(word in shown.out + shown.err for word in ("first", "second", "not-a"))


def test_a_setting_that_is_none_is_named_with_the_nearest_that_is_one(
    sourcebrief: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCEBRIEF_TELEGRAM_TOKN", "4242:first")
    doctor = sourcebrief("doctor")
    assert doctor.status == 1
    assert "WARNING: SOURCEBRIEF_TELEGRAM_TOKN is no setting" in doctor.out
    assert "did you mean SOURCEBRIEF_TELEGRAM_TOKEN?" in doctor.err
    assert "first" not in doctor.out + doctor.err


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("WORKERS", "abc", "write a whole number, such as 2"),
        ("LOG_JSON", "maybe", "write true or false"),
        ("LOG_LEVEL", "loud", "write 'DEBUG', 'INFO', 'WARNING' or 'ERROR'"),
        ("DIGEST_GRACE", "-3", "write 1 or more"),
        ("METHOD", "gpt", "write one of brief, lead"),
    ],
)
def test_a_wrong_setting_is_named_with_what_to_write(
    sourcebrief: Run, monkeypatch: pytest.MonkeyPatch, name: str, value: str, said: str
) -> None:
    monkeypatch.setenv(f"SOURCEBRIEF_{name}", value)
    ran = sourcebrief("list")
    assert (ran.status, ran.err.startswith(f"sourcebrief: SOURCEBRIEF_{name}: {said}")) == (2, True)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("LIBRARY", "/nowhere is no folder"),
        ("SIGNING_KEY", "The signing key /nowhere: No such file or directory."),
    ],
)
def test_what_a_setting_names_and_is_not_there_is_told(
    sourcebrief: Run, monkeypatch: pytest.MonkeyPatch, name: str, said: str
) -> None:
    monkeypatch.setenv(f"SOURCEBRIEF_{name}", "/nowhere")
    ran = sourcebrief("doctor")
    assert (ran.status, f"WARNING: {said}" in ran.out) == (1, True)


def test_every_setting_is_listed_and_no_value_of_one(
    sourcebrief: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCEBRIEF_DATABASE_PASSWORD_FILE", str(folder / "secret"))
    (folder / "secret").write_text("hunter2")
    (folder / ".env").write_text("SOURCEBRIEF_WORKERS=7\nSOURCEBRIEF_ISSUER='The Courier'\n")
    records = {one["setting"]: one for one in sourcebrief("settings", "--json").records}
    assert len(records) == len(Settings.model_fields)
    named = {name for name, one in records.items() if one["set"]}
    assert {f"SOURCEBRIEF_{n}" for n in ("WORKERS", "ISSUER", "DATABASE_PASSWORD")} <= named
    assert "SOURCEBRIEF_SLACK_BOT_TOKEN" not in named
    shown = sourcebrief("settings").out
    assert "SOURCEBRIEF_WORKERS [2] (set)" in shown
    assert not [value for value in ("hunter2", "The Courier") if value in shown]


def test_what_is_no_setting_is_an_event_of_a_log_for_machines(
    sourcebrief: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCEBRIEF_TELEGRAM_TOKN", "4242:first")
    monkeypatch.setenv("SOURCEBRIEF_LOG_JSON", "true")
    monkeypatch.setenv("SOURCEBRIEF_LOG_LEVEL", "WARNING")
    (line,) = sourcebrief("list", "--json").err.splitlines()
    event = json.loads(line)
    assert (event["event"], event["name"]) == ("settings.unknown", "SOURCEBRIEF_TELEGRAM_TOKN")
    assert event["nearest"] == "SOURCEBRIEF_TELEGRAM_TOKEN"


def test_it_says_which_file_the_settings_were_read_from(sourcebrief: Run, folder: Path) -> None:
    assert "the environment" in sourcebrief("doctor").out
    (folder / ".env").write_text("SOURCEBRIEF_WORKERS=3\nSOURCEBRIEF_WORKER=4\n")
    found = sourcebrief("doctor").out
    assert f"{folder.resolve()}/.env and the environment" in found
    assert "SOURCEBRIEF_WORKER is no setting" in found


def test_the_password_of_a_database_is_in_no_repr_of_the_settings() -> None:
    assert "hunter2" not in repr(Settings(database_url="postgresql://desk:hunter2@db/briefs"))


@pytest.mark.parametrize("how", [{}, {"soft_wrap": True}])
def test_what_a_stranger_wrote_moves_no_cursor(
    how: dict[str, bool], capsys: pytest.CaptureFixture[str]
) -> None:
    SafeTerminal().print("Harbour\x1b]0;owned\x07 desk\r\x9b2J", **how)
    shown = capsys.readouterr().out
    assert not set(shown) & set("\x1b\x07\r\x9b")
    assert "Harbour" in shown


def test_it_warns_of_digests_that_no_bot_would_send(
    sourcebrief: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCEBRIEF_TELEGRAM_TOKEN", "4242:first")
    assert sourcebrief("doctor").status == 0
    url = load().database_url
    order_now(url, Address("telegram", "4343", "-5"), Address("telegram", "4242", "-6"))
    ran = sourcebrief("doctor")
    assert ran.status == 1
    assert "1 are ordered of telegram:4343, whose token is not set" in ran.out
    assert "telegram:4242, whose" not in ran.out


def test_it_says_its_own_version_first_and_how_to_mend_what_is_wrong(
    sourcebrief: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran = sourcebrief("doctor")
    assert ran.out.startswith("sourcebrief ")
    assert ran.out.endswith("Nothing to mend.\n")
    (folder / ".env").write_text("SOURCEBRIEF_SLACK_APP_TOKEN=xapp-1\n")
    (folder / ".env").chmod(0o644)
    ran = sourcebrief("doctor")
    assert ran.status == 1
    assert f"chmod 600 {folder.resolve()}/.env" in ran.out
    assert "`sourcebrief setup` asks for it." in ran.out
    monkeypatch.setenv("SOURCEBRIEF_DATABASE_URL", "postgresql://desk@127.0.0.1:1/none")
    (folder / ".env").unlink()
    record = sourcebrief("doctor", "--json").records[-1]
    assert record["check"] == "database"
    assert record["mend"]


def test_it_warns_of_a_library_that_others_may_read(sourcebrief: Run, folder: Path) -> None:
    assert "permissions" not in sourcebrief("doctor").out
    (folder / "library.db").chmod(0o644)
    ran = sourcebrief("doctor")
    assert ran.status == 1
    assert "others on this machine may read it: chmod 600 library.db*" in ran.out
