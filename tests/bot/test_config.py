"""The settings, and the file that explains them."""

from pathlib import Path

import pytest
from pydantic import SecretStr, ValidationError

from bot import config
from bot.config import webhook_secret
from bot.platforms import registry
from briefs.errors import BadArgument

TOP = Path(__file__).parents[2]


def _example() -> str:
    """The text of `.env.example`: every setting with its explanation and default."""
    lines = ["# Copy to .env and fill in what you need. No setting is needed to start."]
    for name, field in config.Settings.model_fields.items():
        default = "" if field.default is None else str(field.default)
        default = default.lower() if isinstance(field.default, bool) else default
        lines += ["", f"# {field.description}", f"{config.PREFIX}{name.upper()}={default}"]
    return "\n".join(lines) + "\n"


def test_the_example_file_says_every_setting_with_its_default() -> None:
    assert (TOP / ".env.example").read_text() == _example()


def test_the_example_file_read_back_gives_the_defaults(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in config.Settings.model_fields:
        monkeypatch.delenv(f"{config.PREFIX}{name.upper()}", raising=False)
    assert config.load(TOP / ".env.example") == config.load(TOP / "no-such-file")


def test_without_tokens_nothing_is_served(tmp_path: Path) -> None:
    assert not registry.is_any_set_up(config.load(tmp_path / "none"))


def test_a_value_of_the_file_stands_for_nothing_but_itself(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("SOURCEBRIEF_DATABASE_PASSWORD=a${HOME}b$c\n")
    password = config.load(tmp_path / ".env", {"HOME": "/home/noor"}).database_password
    assert password is not None
    assert password.get_secret_value() == "a${HOME}b$c"


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
    token, hook = settings.secrets
    assert token == "123:very-secret"
    assert hook == webhook_secret(token)


def test_several_tokens_are_told_apart_and_each_is_hidden() -> None:
    several = config.Settings(telegram_token=SecretStr("1:one, 2:two,"))
    assert several.telegram_tokens == ("1:one", "2:two")
    assert several.telegram_bots == ("1", "2")
    assert {"1:one", "2:two"} < set(several.secrets)
    assert config.Settings().telegram_tokens == ()


def test_where_to_listen_is_a_host_and_a_port() -> None:
    for said, at in (
        ("127.0.0.1:8080", ("127.0.0.1", 8080)),
        ("[::1]:80", ("::1", 80)),
        ("localhost:0", ("localhost", 0)),
    ):
        assert config.Settings(web_listen=said).listens == at
    for said in ("8080", "127.0.0.1", "::1:80", ":80", "a b:80", "host:port", "[::1]:65536"):
        with pytest.raises(ValidationError, match="web_listen"):
            config.Settings(web_listen=said)


def test_telegram_is_told_of_an_https_address_alone() -> None:
    said = "https://bot.example.org/x"
    assert config.Settings(web_url=said).web_url == said
    for wrong in ("http://bot.example.org", "bot.example.org", "https://"):
        with pytest.raises(ValidationError, match="web_url"):
            config.Settings(web_url=wrong)


def test_a_token_never_becomes_part_of_a_server_s_name() -> None:
    said = "http://127.0.0.1:8081/bot"
    assert config.Settings(telegram_base_url=said).telegram_base_url == said
    for wrong in ("http://127.0.0.1:8081", "https://api.example.org/", "api.example.org/bot"):
        with pytest.raises(ValidationError, match="telegram_base_url"):
            config.Settings(telegram_base_url=wrong)


def test_half_a_slack_set_up_is_named() -> None:
    half = config.Settings(slack_bot_token=SecretStr("xoxb-1"))
    assert registry.is_any_set_up(half)
    assert half.slack_state == "WARNING: SOURCEBRIEF_SLACK_APP_TOKEN is missing"
    other = config.Settings(slack_signing_secret=SecretStr("5ecret"))
    assert registry.is_any_set_up(other)
    assert other.slack_state == "WARNING: SOURCEBRIEF_SLACK_BOT_TOKEN is missing"


def test_a_setting_out_of_range_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCEBRIEF_WORKERS", "0")
    with pytest.raises(ValidationError, match="workers"):
        config.load(tmp_path / "none")


def test_an_operator_is_a_chat_s_address() -> None:
    for said in ("telegram:12345", "slack:T1:C1", "telegram:4242:-100:7"):
        assert config.Settings(operator=said).operator == said
    for said in ("me", "slack:", "telegram::7:"):
        with pytest.raises(ValidationError, match="operator"):
            config.Settings(operator=said)


def test_the_password_of_a_database_is_never_printed(tmp_path: Path) -> None:
    def secrets(url: str) -> tuple[str, ...]:
        settings = config.load(tmp_path / "none")
        return settings.model_copy(update={"database_url": url}).secrets

    assert secrets("postgresql://anna:s%C3%A9kret@db.example/library") == ("s%C3%A9kret", "sékret")
    assert set(secrets("postgresql://anna:s/k:r?t@db.example/library")) == {"s/k:r?t"}
    assert set(secrets("postgresql://anna@db.example/x?sslmode=require&password=s%20t")) == {
        "s%20t",
        "s t",
    }
    assert secrets("sqlite:///a:b@c.db") == ()


def test_a_secret_may_stand_in_a_file_that_its_setting_names(tmp_path: Path) -> None:
    (tmp_path / "token").write_text("4242:secret\n")
    given = {"SOURCEBRIEF_TELEGRAM_TOKEN_FILE": str(tmp_path / "token")}
    settings = config.load(tmp_path / "none", given)
    assert settings.telegram_tokens == ("4242:secret",)
    assert "4242:secret" not in repr(settings)
    assert config.unknown(given, tmp_path / "none") == ()
    (tmp_path / ".env").write_text(f"SOURCEBRIEF_SLACK_BOT_TOKEN_FILE={tmp_path / 'token'}\n")
    assert "4242:secret" in config.load(tmp_path / ".env", {}).secrets


def test_a_secret_in_two_places_or_in_no_file_is_refused(tmp_path: Path) -> None:
    file = str(tmp_path / "token")
    with pytest.raises(BadArgument, match="cannot be read"):
        config.load(tmp_path / "none", {"SOURCEBRIEF_TELEGRAM_TOKEN_FILE": file})
    both = {"SOURCEBRIEF_TELEGRAM_TOKEN_FILE": file, "SOURCEBRIEF_TELEGRAM_TOKEN": "1:a"}
    with pytest.raises(BadArgument, match="both set"):
        config.load(tmp_path / "none", both)


@pytest.mark.parametrize(
    ("address", "whole"),
    [
        ("postgresql://desk@db.example/x", "postgresql://desk:p%40ss%2F@db.example/x"),
        ("postgresql://desk@/x?host=/run", "postgresql://desk:p%40ss%2F@/x?host=/run"),
        ("postgresql://desk:own@db.example/x", "postgresql://desk:own@db.example/x"),
        ("postgresql:///x", "postgresql:///x"),
        ("sqlite:///x.db", "sqlite:///x.db"),
    ],
)
def test_the_password_of_the_database_may_stand_apart_from_its_address(
    tmp_path: Path, address: str, whole: str
) -> None:
    (tmp_path / "password").write_text("p@ss/")
    given = {"SOURCEBRIEF_DATABASE_PASSWORD_FILE": str(tmp_path / "password")}
    (tmp_path / ".env").write_text(f"SOURCEBRIEF_DATABASE_URL={address}\n")
    settings = config.load(tmp_path / ".env", given)
    assert settings.database_url == whole
    assert "p@ss/" in settings.secrets
