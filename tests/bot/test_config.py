"""The settings, and the file that explains them."""

from pathlib import Path

import pytest
from pydantic import SecretStr, ValidationError

from bot import config

TOP = Path(__file__).parents[2]


def test_the_example_file_says_every_setting_with_its_default() -> None:
    assert (TOP / ".env.example").read_text() == config.env_example()


def test_the_example_file_read_back_gives_the_defaults(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in config.Settings.model_fields:
        monkeypatch.delenv(f"{config.PREFIX}{name.upper()}", raising=False)
    assert config.load(TOP / ".env.example") == config.load(TOP / "no-such-file")


def test_without_tokens_nothing_is_served(tmp_path: Path) -> None:
    assert not config.load(tmp_path / "none").serves


def test_the_environment_goes_before_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".env").write_text("SOURCEBRIEF_WORKERS=2\nSOURCEBRIEF_LOG_LEVEL=DEBUG\n")
    monkeypatch.setenv("SOURCEBRIEF_WORKERS", "7")
    settings = config.load(tmp_path / ".env")
    assert (settings.workers, settings.log_level) == (7, "DEBUG")


def test_tokens_are_hidden_when_settings_are_printed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCEBRIEF_TELEGRAM_TOKEN", "123:very-secret")
    settings = config.load(tmp_path / "none")
    assert "very-secret" not in repr(settings)
    assert settings.secrets == ("123:very-secret",)


def test_half_a_slack_set_up_is_named() -> None:
    half = config.Settings(_env_file=None, slack_bot_token=SecretStr("xoxb-1"))
    assert half.serves
    assert half.slack_state == "WARNING: SOURCEBRIEF_SLACK_APP_TOKEN is missing"


def test_a_setting_out_of_range_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCEBRIEF_WORKERS", "0")
    with pytest.raises(ValidationError, match="workers"):
        config.load(tmp_path / "none")
