"""The settings: the only module that reads the environment and `.env`.

It also derives the secret of Telegram's webhook from the bot's token, and selects the packaged time
zone data.
"""

import hmac
import os
import re
import zoneinfo
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any, Final, Literal
from urllib.parse import quote, unquote, urlsplit

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator

from bot.access import ANSWERS_A_MINUTE, Editors
from briefs.errors import BadArgument
from briefs.model import Address

_PURPOSE: Final = b"sourcebrief: telegram's webhook"


def webhook_secret(token: str) -> str:
    """64 characters derived from the token: equal in all processes, and not a
    setting of its own.
    """
    return hmac.new(token.encode(), _PURPOSE, sha256).hexdigest()


PREFIX = "SOURCEBRIEF_"
ENV_FILE: Final = Path(".env")
"""In the folder that the program is started in."""


SECRETS: Final = (
    "database_url",
    "database_password",
    "telegram_token",
    "slack_bot_token",
    "slack_app_token",
    "slack_signing_secret",
)
"""The secret settings; each may be read from a file, which the setting NAME_FILE names."""

IN_A_FILE: Final = "_FILE"

_LISTEN = re.compile(r"(?:[^\s:\[\]]+|\[[0-9a-f:]+\]):[0-9]{1,5}", re.ASCII)

_PASSWORD = re.compile(r"://[^/@:]*:([^@]{1,255})@|[?&](?:ssl)?password=([^&#]+)")
"""The password in a database's address: before the host, or among the driver's options."""

_MAX_PORT = 65_535

# No pydantic plugin is used; looking for one reads the metadata of every installed package.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "1")


class Settings(BaseModel):
    """Every setting has a default that works; a test compares `.env.example` with this class."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    database_url: str = Field(
        default="sqlite:///sourcebrief.db",
        repr=False,  # may contain a password
        description="Where the library is kept: an SQLite file, made if it is not there, "
        "or a PostgreSQL database: postgresql://user:password@host/name.",
    )
    database_password: SecretStr | None = Field(
        default=None,
        description="The password of the database's user, if it is not in the address. This and "
        "every other secret may stand in a file instead: SOURCEBRIEF_DATABASE_PASSWORD_FILE.",
    )
    telegram_token: SecretStr | None = Field(
        default=None,
        description="The bot's token from @BotFather, or several: one,two; empty: no Telegram.",
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
    slack_signing_secret: SecretStr | None = Field(
        default=None,
        description="The app's signing secret: Slack delivers to WEB_LISTEN, not by Socket Mode.",
    )
    slack_base_url: str | None = Field(
        default=None, description="Another address for Slack's Web API, for tests; empty: Slack's."
    )
    slack_digest_admins: str = Field(
        default="anyone",
        description="Who may set a Slack channel's digest: anyone, admins, or member ids: U1,U2.",
    )
    telegram_paid: bool = Field(
        default=False,
        description="Post digests by Telegram's paid broadcast, which costs the bot's Stars.",
    )
    web_listen: str | None = Field(
        default=None, description="Where to listen for what is delivered to us: 127.0.0.1:8080."
    )
    web_url: str | None = Field(
        default=None,
        description="How the world reaches WEB_LISTEN (https://…): Telegram delivers, unpolled.",
    )
    status_listen: str | None = Field(
        default=None,
        description="Where /status is served to the operator, and to nobody else: 127.0.0.1:9090.",
    )
    digest_grace: int = Field(
        default=18, ge=1, le=24, description="How many hours late a digest may still be sent."
    )
    operator: str | None = Field(
        default=None,
        description="The chat that is told what went wrong: telegram:12345 or slack:T1:C1.",
    )
    editors: str | None = Field(
        default=None,
        description="Who may bring pieces in by chat, people or whole groups: telegram:12345.",
    )
    fetch_private: str | None = Field(
        default=None,
        description="Private networks that feeds and editors may fetch from, never readers: "
        "10.1.2.0/24.",
    )
    library: str | None = Field(
        default=None,
        description="A folder whose files are pieces: new, changed and removed ones are followed.",
    )
    feed_least: int = Field(
        default=15, ge=5, le=1440, description="The fewest minutes between two visits to a feed."
    )
    feed_most: int = Field(
        default=1440, ge=5, le=1440, description="The most minutes between two visits to a feed."
    )
    feed_categories: bool = Field(
        default=True, description="Whether the categories of a feed's entries become topics."
    )
    passing_days: int = Field(
        default=7, ge=1, le=90, description="How many days the page of a reader's link is kept."
    )
    signing_key: str | None = Field(
        default=None,
        description="The file with the key that signs receipts (`sourcebrief keys new`); "
        "empty: unsigned.",
    )
    issuer: str | None = Field(
        default=None, description="Who issues the receipts: your newsroom's name or address."
    )
    cited_copies_mb: int = Field(
        default=0,
        ge=0,
        le=100_000,
        description="Megabytes of text copies of cited pages to keep for when links die; 0: none.",
    )
    keep_deliveries: int = Field(
        default=30, ge=7, description="How many days the outbox tells of what has been posted."
    )
    keep_buttons: int = Field(
        default=400, ge=30, description="How many days the buttons of a message work."
    )
    method: str = Field(
        default="brief",
        description="How sentences are chosen for new pieces: brief, lead or one of sumy's.",
    )
    answers_a_minute: int = Field(
        default=ANSWERS_A_MINUTE,
        ge=0,
        description="How many answers a person gets in a minute, and a chat four times as many; "
        "0: any.",
    )
    workers: int = Field(
        default=2, ge=1, le=64, description="How many requests are answered at the same time."
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        default="INFO", description="What is logged: DEBUG, INFO, WARNING or ERROR."
    )
    log_json: bool = Field(default=False, description="Log one JSON object a line.")

    @field_validator("fetch_private")
    @classmethod
    def _are_networks(cls, value: str | None) -> str | None:
        if value:
            from bot.http_client.address_policy import networks  # noqa: PLC0415  # loads slowly

            networks(value)
        return value

    @field_validator("method")
    @classmethod
    def _is_a_method(cls, value: str) -> str:
        if value != cls.model_fields["method"].default:
            from briefs.summarise.ranking import METHODS  # noqa: PLC0415  # loads slowly

            if value not in METHODS:
                raise ValueError(f"write one of {', '.join(METHODS)}")
        return value

    @field_validator("editors")
    @classmethod
    def _are_editors(cls, value: str | None) -> str | None:
        try:
            Editors.read(value or "")
        except BadArgument as error:
            raise ValueError(f"{error} {error.hint}") from error
        return value

    @field_validator("web_listen", "status_listen")
    @classmethod
    def _is_a_place_to_listen(cls, value: str | None) -> str | None:
        fits = value is None or (
            _LISTEN.fullmatch(value) and int(value.rpartition(":")[2]) <= _MAX_PORT
        )
        if not fits:
            raise ValueError("write 127.0.0.1:8080, or 0.0.0.0:8080 for all networks")
        return value

    @field_validator("web_url")
    @classmethod
    def _is_reached_by_the_world(cls, value: str | None) -> str | None:
        if value is not None and not (value.startswith("https://") and urlsplit(value).hostname):
            raise ValueError("write https:// and a name, as Telegram is to call it")
        return value

    @field_validator("telegram_base_url")
    @classmethod
    def _is_a_bot_api(cls, value: str | None) -> str | None:
        # The token is appended directly: after a bare host it would become part of the host's name.
        if value is not None and not (
            value.startswith(("https://", "http://")) and value.endswith("/bot")
        ):
            raise ValueError("write http:// or https://, the server, and /bot at the end")
        return value

    @field_validator("operator")
    @classmethod
    def _is_a_chat(cls, value: str | None) -> str | None:
        if value is not None and not Address.parse(value).workspace:
            raise ValueError("write telegram:12345 or slack:T1:C1")
        return value

    @property
    def telegram_tokens(self) -> tuple[str, ...]:
        said = self.telegram_token.get_secret_value() if self.telegram_token else ""
        return tuple(token.strip() for token in said.split(",") if token.strip())

    @property
    def telegram_bots(self) -> tuple[str, ...]:
        """The ids of the Telegram bots, each once."""
        return tuple(dict.fromkeys(token.partition(":")[0] for token in self.telegram_tokens))

    @property
    def listens(self) -> tuple[str, int] | None:
        """The host and the port to listen at for platforms."""
        return _host_and_port(self.web_listen)

    @property
    def tells_status(self) -> tuple[str, int] | None:
        """The host and the port of the operator's pages."""
        return _host_and_port(self.status_listen)

    @property
    def slack_state(self) -> str:
        """What is set up for Slack, in words; it needs the bot token and a way to get events."""
        match self.slack_bot_token, self.slack_app_token or self.slack_signing_secret:
            case None, None:
                return "no tokens"
            case None, _:
                return f"WARNING: {PREFIX}SLACK_BOT_TOKEN is missing"
            case _, None:
                return f"WARNING: {PREFIX}SLACK_APP_TOKEN is missing"
            case _:
                return "tokens set"

    @property
    def _slack_secrets(self) -> tuple[SecretStr | None, ...]:
        return self.slack_bot_token, self.slack_app_token, self.slack_signing_secret

    @property
    def secrets(self) -> tuple[str, ...]:
        """The values that must never be printed."""
        found = _PASSWORD.finditer(self.database_url)
        passwords = [password for match in found for password in match.groups() if password]
        return (
            *self.telegram_tokens,
            *(webhook_secret(token) for token in self.telegram_tokens),
            *(secret.get_secret_value() for secret in self._slack_secrets if secret is not None),
            *([self.database_password.get_secret_value()] if self.database_password else ()),
            *passwords,
            *map(unquote, passwords),
        )


def _host_and_port(written: str | None) -> tuple[str, int] | None:
    if written is None:
        return None
    host, _, port = written.rpartition(":")
    return host.strip("[]"), int(port)


def load(env_file: Path = ENV_FILE, environ: Mapping[str, str] = os.environ) -> Settings:
    """Read the environment over `.env` over the defaults; raises pydantic's ValidationError.

    A secret may be in a file that NAME_FILE names: BadArgument if the file cannot be read, or if
    both are set.
    """
    raw = {name.upper(): value for name, value in _given(environ, env_file).items() if value}
    found: dict[str, Any] = {
        name: raw[setting]
        for name in Settings.model_fields
        if (setting := f"{PREFIX}{name.upper()}") in raw
    }
    for name in SECRETS:
        setting = f"{PREFIX}{name.upper()}"
        if (path := raw.get(f"{setting}{IN_A_FILE}")) is None:
            continue
        if setting in raw:
            raise BadArgument(
                f"{setting} and {setting}{IN_A_FILE} are both set.", hint="Keep one of them."
            )
        try:
            found[name] = Path(path).read_text("utf-8").strip()
        except (OSError, ValueError) as error:
            raise BadArgument(
                f"{setting}{IN_A_FILE} names {path}, which cannot be read.",
                hint="Check its path, and that the bot's user may read it.",
            ) from error
    return with_password(Settings(**found))


def with_password(settings: Settings) -> Settings:
    """The settings with the database's password put into its address, if it is set by itself."""
    password = settings.database_password
    address = urlsplit(settings.database_url)
    if password is None or not address.scheme.startswith("postgres"):
        return settings
    user, at, host = address.netloc.rpartition("@")
    if not at or ":" in user or "password=" in address.query:
        return settings
    safe = quote(password.get_secret_value(), safe="")
    whole = address._replace(netloc=f"{user}:{safe}@{host}").geturl()
    return settings.model_copy(update={"database_url": whole})


def has_password(address: str) -> bool:
    return _PASSWORD.search(address) is not None


def given(environ: Mapping[str, str], env_file: Path = ENV_FILE) -> frozenset[str]:
    """The fields that the environment or `.env` sets, directly or by a secret's file."""
    names = {name.upper() for name in _given(environ, env_file)}
    return frozenset(
        name
        for name in Settings.model_fields
        if not names.isdisjoint({f"{PREFIX}{name}".upper(), f"{PREFIX}{name}{IN_A_FILE}".upper()})
    )


def _given(environ: Mapping[str, str], env_file: Path) -> dict[str, str | None]:
    return {**_written(env_file), **environ}


def _written(env_file: Path) -> dict[str, str | None]:
    if not env_file.is_file():
        return {}
    from dotenv import dotenv_values  # noqa: PLC0415  # needed only if there is such a file

    return dotenv_values(env_file, interpolate=False)  # a password may have "${" in it


def read_from(env_file: Path = ENV_FILE) -> str:
    """Which file settings were read from, in words: a `.env` is easily overlooked."""
    return f"{env_file.resolve()} and the environment" if env_file.is_file() else "the environment"


def searched(env_file: Path = ENV_FILE) -> str:
    """Where settings were looked for, whether the file exists, and what it sets."""
    where = str(env_file.resolve())
    if not env_file.is_file():
        return f"{where}, which is not there, and in the environment"
    given = sorted(
        name for name, value in _written(env_file).items() if value and name.startswith(PREFIX)
    )
    said = f"which sets {', '.join(given)}" if given else "which sets nothing of mine"
    return f"{where}, {said}, and in the environment"


def unknown(environ: Mapping[str, str], env_file: Path = ENV_FILE) -> tuple[str, ...]:
    """The names that look like settings and are none, in the environment and `.env`, sorted."""
    given = _given(environ, env_file)
    known = {f"{PREFIX}{name}".upper() for name in Settings.model_fields}
    known |= {f"{PREFIX}{name}{IN_A_FILE}".upper() for name in SECRETS}
    return tuple(
        sorted(n for n in given if n.upper().startswith(PREFIX) and n.upper() not in known)
    )


def use_packaged_tzdata() -> None:
    """Read the tzdata package's data from now on; the system's may be years older."""
    zoneinfo.reset_tzpath(())


def release() -> str:
    """The release of the time zone data; under another release, next runs are recomputed."""
    from importlib.metadata import version  # noqa: PLC0415  # needed only to serve

    return f"tzdata {version('tzdata')}"
