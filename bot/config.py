"""The settings: the one place where the environment and `.env` are read."""

from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

PREFIX = "SOURCEBRIEF_"


class Settings(BaseSettings):
    """Every setting has a default that works; `.env.example` is held to this class by a test."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_file=".env", env_ignore_empty=True, extra="ignore", frozen=True
    )

    database_url: str = Field(
        default="sqlite:///sourcebrief.db",
        description="Where the library is kept: an SQLite file, made if it is not there.",
    )
    telegram_token: SecretStr | None = Field(
        default=None, description="The bot's token from @BotFather; empty: no Telegram."
    )
    telegram_base_url: str | None = Field(
        default=None,
        description="The address of your own Bot API server, ending in /bot; empty: Telegram's.",
    )
    slack_bot_token: SecretStr | None = Field(
        default=None, description="The app's bot token (xoxb-…); empty: no Slack."
    )
    slack_app_token: SecretStr | None = Field(
        default=None, description="The app-level token (xapp-…) with connections:write."
    )
    slack_base_url: str | None = Field(
        default=None, description="Another address for Slack's Web API, for tests; empty: Slack's."
    )
    method: str = Field(
        default="brief",
        description="How sentences are chosen for new pieces: brief, lead or one of sumy's.",
    )
    workers: int = Field(
        default=2, ge=1, le=64, description="How many requests are answered at the same time."
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        default="INFO", description="What is logged: DEBUG, INFO, WARNING or ERROR."
    )
    log_json: bool = Field(default=False, description="Log one JSON object a line.")

    @property
    def serves(self) -> bool:
        """Whether any platform is set up; without one, `run` opens the console chat."""
        tokens = (self.telegram_token, self.slack_bot_token, self.slack_app_token)
        return any(token is not None for token in tokens)

    @property
    def slack_state(self) -> str:
        """What is set up for Slack, in words; it needs both tokens."""
        match self.slack_bot_token, self.slack_app_token:
            case None, None:
                return "no tokens"
            case None, _:
                return f"WARNING: {PREFIX}SLACK_BOT_TOKEN is missing"
            case _, None:
                return f"WARNING: {PREFIX}SLACK_APP_TOKEN is missing"
            case _:
                return "tokens set"

    @property
    def secrets(self) -> tuple[str, ...]:
        """What must never be printed."""
        tokens = (self.telegram_token, self.slack_bot_token, self.slack_app_token)
        return tuple(token.get_secret_value() for token in tokens if token is not None)


def env_example() -> str:
    """What `.env.example` must say: every setting with its explanation and its default."""
    lines = ["# Copy to .env and fill in what you need. No setting is needed to start."]
    for name, field in Settings.model_fields.items():
        default = "" if field.default is None else str(field.default)
        default = default.lower() if isinstance(field.default, bool) else default
        lines += ["", f"# {field.description}", f"{PREFIX}{name.upper()}={default}"]
    return "\n".join(lines) + "\n"


def load(env_file: Path = Path(".env")) -> Settings:
    """Read the environment over `.env` over the defaults; raises pydantic's ValidationError."""
    return Settings(_env_file=env_file)
