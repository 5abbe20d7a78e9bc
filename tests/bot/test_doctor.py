"""`doctor` says what `run` would serve, and which settings do not fit together."""

import pytest

from tests.bot.conftest import Run

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
