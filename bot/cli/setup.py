"""`setup` asks for the platforms' tokens, checks them there, and writes them into `.env`."""

import asyncio
import os
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from getpass import getpass
from pathlib import Path
from secrets import token_hex
from typing import Annotated, Any, Final, TypeAlias, assert_never
from urllib.parse import urlsplit

import typer

from bot.cli.common import FAILED, err, out, settings_of
from bot.config import ENV_FILE, IN_A_FILE, PREFIX, Settings
from bot.platforms.slack import manifest
from bot.platforms.slack.client import WebApi
from bot.platforms.slack.errors import Done as SlackDone
from bot.platforms.telegram.client import BotApi
from bot.platforms.telegram.errors import Done as TelegramDone
from briefs.digests.outbox import Rejected, Retry, Unknown
from briefs.errors import BadArgument

_TRIES: Final = 3
_OWNER_ALONE: Final = 0o600
_PLAIN: Final = re.compile(r"[\w:./@,+-]*", re.ASCII)
_SIGNING_SECRET: Final = re.compile(r"[0-9a-f]{32}")
_MEMBER: Final = re.compile(r"[UW][A-Z0-9]+")
_CODE_BYTES: Final = 4
_LISTEN: Final = "127.0.0.1:8080"
_HTTP_MANIFEST: Final = Path("slack-manifest-http.yaml")

Given: TypeAlias = dict[str, str]
"""Settings to write, by their names without the prefix."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """The platform accepts the token; `who` is the bot's name, `home` its workspace."""

    who: str
    home: str = ""


@dataclass(frozen=True, slots=True)
class Refused:
    reason: str


@dataclass(frozen=True, slots=True)
class Unasked:
    """The platform could not be reached."""

    reason: str


Verdict: TypeAlias = Accepted | Refused | Unasked


def setup(
    context: typer.Context,
    check: Annotated[
        bool, typer.Option("--check", help="Ask nothing and write nothing: check what is set.")
    ] = False,
) -> None:
    """Connect Telegram and Slack: ask for their tokens, check them there, write `.env`.

    What else stands in `.env` stays. Answers may come from a pipe, a line each.
    Examples: `sourcebrief setup`, `sourcebrief setup --check`
    """
    settings = settings_of(context)
    if check:
        if not _all_accepted(settings):
            raise typer.Exit(FAILED)
        return
    given: Given = {}
    for ask in (_telegram, _slack):
        if answers := ask(settings, given):
            given |= answers
            # written at once: the questions of the next platform may be interrupted
            path = write(ENV_FILE, answers)
            out.print(f"Written: {path}, which only you can read.", soft_wrap=True)
    if not given:
        out.print("Nothing is changed.")
        return
    for name in given:
        for other in (f"{PREFIX}{name}", f"{PREFIX}{name}{IN_A_FILE}"):
            if os.environ.get(other):
                err.print(
                    f"  {other} is set in the environment, which goes before .env: unset it there.",
                    soft_wrap=True,
                )
    out.print("Next:")
    out.print("  sourcebrief doctor      says whether all fits")
    out.print("  sourcebrief add FILE    brings in a piece: without one there is nothing to brief")
    out.print("  sourcebrief run         serves")
    out.print("Then, in a chat with the bot: /brief, and /digest on 08:30 Berlin weekdays.")


def _telegram(settings: Settings, _: Given) -> Given:
    out.print("Telegram", style="bold")
    out.print("  1. Open https://t.me/BotFather and send /newbot; it asks for two names.")
    out.print("  2. Copy the token that it answers with, as 4242:AAF…", soft_wrap=True)
    taken = _checked(
        "  Token (Enter: " + ("keep what is set" if settings.telegram_token else "no Telegram"),
        lambda token: telegram_verdict(token, settings.telegram_base_url),
    )
    if taken is None:
        return {}
    token, verdict = taken
    given = {"TELEGRAM_TOKEN": token}
    if isinstance(verdict, Accepted):
        code = token_hex(_CODE_BYTES)
        link = f"https://t.me/{verdict.who.lstrip('@')}?start={code}"
        out.print(f"  3. Open {link} and press Start.", soft_wrap=True)
        _asked("  Press Enter once you have; you become its operator and an editor")
        person = asyncio.run(who_wrote(token, settings.telegram_base_url, code))
        if person is not None and (person.had_code or _is_you(person)):
            out.print(f"  {person.name} is operator and editor ({person.address}).", soft_wrap=True)
            given |= {"EDITORS": _with(settings.editors, person.address)}
            given |= {} if settings.operator else {"OPERATOR": person.address}
        else:
            out.print("  SOURCEBRIEF_OPERATOR and _EDITORS stay as they are.", soft_wrap=True)
    return given


def _is_you(person: "Writer") -> bool:
    """Ask whether a person who wrote to the bot without the code is the operator.

    Anybody may have written to the bot meanwhile.
    """
    question = f"  Is {person.name} ({person.address}), who wrote last, you? yes or no (Enter: no)"
    return _choice(question, ("", "yes", "no")) == "yes"


def _slack(settings: Settings, before: Given) -> Given:
    out.print("\nSlack", style="bold")
    known = "keep what is set" if settings.slack_bot_token else "no Slack"
    out.print("  Socket Mode needs no public address; over HTTP, Slack calls one of yours.")
    mode = _choice(f"  socket or http (Enter: {known})", ("", "socket", "http"))
    if not mode:
        return {}
    given: Given = {}
    if mode == "http":
        url = _public_url()
        text, path = manifest.document(f"{url}/slack"), _HTTP_MANIFEST
        given["WEB_LISTEN"] = settings.web_listen or _LISTEN
    else:
        text, path = manifest.document(), Path(manifest.FILE)
    path.write_text(text, "utf-8")
    out.print(
        f"  1. Open https://api.slack.com/apps: Create New App, From a manifest; paste {path}."
    )
    out.print("  2. Install App: Install to Workspace; copy the Bot User OAuth Token (xoxb-…).")
    taken = _checked(
        "  Bot token (Enter: stop here",
        lambda token: slack_verdict(token, settings.slack_base_url, method="auth.test"),
    )
    if taken is None:
        return {}
    given["SLACK_BOT_TOKEN"], verdict = taken
    if mode == "socket":
        out.print(
            "  3. Basic Information, App-Level Tokens: generate one with connections:write; "
            "copy it (xapp-…).",
            soft_wrap=True,
        )
        app = _checked(
            "  App-level token (Enter: stop here",
            lambda token: slack_verdict(
                token, settings.slack_base_url, method="apps.connections.open"
            ),
        )
        if app is None:
            return {}
        given |= {"SLACK_APP_TOKEN": app[0], "SLACK_SIGNING_SECRET": ""}
    else:
        out.print("  3. Basic Information, App Credentials: copy the Signing Secret.")
        given |= {"SLACK_SIGNING_SECRET": _signing_secret(), "SLACK_APP_TOKEN": ""}
    if isinstance(verdict, Accepted):
        out.print("  4. Your profile, ⋮, Copy member ID: you become an editor.", soft_wrap=True)
        if member := _member_id():
            editors = before.get("EDITORS") or settings.editors
            given["EDITORS"] = _with(editors, f"slack:{verdict.home}:{member}")
    out.print("  In each channel that it should serve: /invite @Sourcebrief")
    return given


def _checked(question: str, verdict_of: Any) -> tuple[str, Verdict] | None:  # noqa: ANN401  # a lambda of a coroutine
    """A token that the platform accepts, or could not check; None if none is given."""
    for _ in range(_TRIES):
        token = _asked(f"{question})", hidden=True)
        if not token:
            return None
        verdict: Verdict = asyncio.run(verdict_of(token))
        match verdict:
            case Accepted(who, home):
                out.print(f"  Taken: it is {who}{f' of {home}' if home else ''}.", soft_wrap=True)
                return token, verdict
            case Refused(reason):
                err.print(f"  {reason} Copy it again.", soft_wrap=True)
            case Unasked(reason):
                err.print(f"  It could not be checked: {reason}", soft_wrap=True)
                if _choice("  Write it all the same? yes or no", ("yes", "no")) == "yes":
                    return token, verdict
            case never:
                assert_never(never)
    raise BadArgument("No token was taken.", hint="Nothing of it is written. Start setup again.")


async def telegram_verdict(token: str, base_url: str | None) -> Verdict:
    """What Telegram answers for a bot's token (getMe)."""
    if not re.fullmatch(r"[0-9]+:[A-Za-z0-9_-]+", token, re.ASCII):
        return Refused("That is no token: a number, a colon and a long word.")
    api = BotApi(token, base_url)
    try:
        match await api.call("getMe"):
            case TelegramDone(result):
                return Accepted(f"@{result.get('username')}" if isinstance(result, dict) else "?")
            case Rejected(reason=reason):
                return Refused(reason)
            case Retry(reason=reason) | Unknown(reason=reason):
                return Unasked(reason)
            case never:
                assert_never(never)
    finally:
        await api.close()


async def slack_verdict(token: str, base_url: str | None, *, method: str) -> Verdict:
    """What Slack answers for a token: auth.test for a bot's, apps.connections.open for an app's."""
    api = WebApi(token, base_url)
    await api.open()
    try:
        match await api.form(method, {}):
            case SlackDone(answer):
                return Accepted(
                    str(answer.get("user") or "the app"), str(answer.get("team_id", ""))
                )
            case Rejected(reason=reason):
                return Refused(reason)
            case Retry(reason=reason) | Unknown(reason=reason):
                return Unasked(reason)
            case never:
                assert_never(never)
    finally:
        await api.close()


@dataclass(frozen=True, slots=True)
class Writer:
    """A person who wrote to a bot in private; `had_code`: they used the link
    shown to the operator.
    """

    name: str
    address: str
    had_code: bool


async def who_wrote(token: str, base_url: str | None, code: str) -> Writer | None:
    """The person who sent that code to the bot, or else the last who wrote.

    The updates are not confirmed, so that `run` gets them again.
    """
    api = BotApi(token, base_url)
    try:
        result = await api.call("getUpdates", {"timeout": 0})
    finally:
        await api.close()
    found = result.result if isinstance(result, TelegramDone) else []
    writers = []
    for update in found if isinstance(found, list) else []:
        message = update.get("message") or {}
        sender = message.get("from") or {}
        if (message.get("chat") or {}).get("type") == "private" and sender.get("id"):
            had_code = code in str(message.get("text") or "").split()
            name = str(sender.get("first_name") or "You")
            writers.append(Writer(name, f"telegram:{sender['id']}", had_code))
    return max(writers[::-1], key=lambda one: one.had_code, default=None)


def _all_accepted(settings: Settings) -> bool:
    """Whether every token that is set is accepted; prints each platform's answer."""
    asked = [
        *((t, telegram_verdict(t, settings.telegram_base_url)) for t in settings.telegram_tokens),
        *(
            (secret, slack_verdict(secret.get_secret_value(), settings.slack_base_url, method=how))
            for secret, how in (
                (settings.slack_bot_token, "auth.test"),
                (settings.slack_app_token, "apps.connections.open"),
            )
            if secret is not None
        ),
    ]
    if not asked:
        err.print("sourcebrief: no token is set", soft_wrap=True)
    well = bool(asked)
    for token, asking in asked:
        name = "telegram" if isinstance(token, str) else "slack"
        match asyncio.run(asking):
            case Accepted(who, home):
                out.print(f"{name}: taken, {who}{f' of {home}' if home else ''}", soft_wrap=True)
            case Refused(reason) | Unasked(reason):
                err.print(f"{name}: {reason}", soft_wrap=True)
                well = False
            case never:
                assert_never(never)
    return well


def _public_url() -> str:
    for _ in range(_TRIES):
        said = _asked("  The https:// address that leads to this machine").rstrip("/")
        if said.startswith("https://") and urlsplit(said).hostname:
            return said
        err.print("  Write https:// and a name, as Slack is to call it.")
    raise BadArgument(
        "No address was given.", hint="Nothing of it is written. Socket Mode needs none."
    )


def _signing_secret() -> str:
    for _ in range(_TRIES):
        if _SIGNING_SECRET.fullmatch(said := _asked("  Signing secret", hidden=True)):
            return said
        err.print("  A signing secret is 32 characters of 0-9 and a-f.")
    raise BadArgument("No signing secret was given.", hint="Nothing of it is written.")


def _member_id() -> str:
    """A Slack member id, "" for none. A name is refused: names change, and are not unique."""
    for _ in range(_TRIES):
        said = _asked("  Member ID (Enter: nobody)")
        if not said or _MEMBER.fullmatch(said):
            return said
        err.print("  A member ID is U or W and capital letters and digits, as U02ABCDEF.")
    return ""


def _choice(question: str, allowed: tuple[str, ...]) -> str:
    for _ in range(_TRIES):
        if (said := _asked(question).lower()) in allowed:
            return said
        err.print(f"  One of: {', '.join(filter(None, allowed))}", soft_wrap=True)
    raise BadArgument("I did not understand the answer.", hint="Nothing of it is written.")


def _asked(question: str, *, hidden: bool = False) -> str:
    """The answer, blank at the end of input; `hidden` does not echo it."""
    out.print(f"{question}: ", end="", soft_wrap=True)
    if hidden and sys.stdin.isatty():
        return getpass("").strip()
    line = sys.stdin.readline()
    if not sys.stdin.isatty():
        out.print()
    return line.strip()


def _with(listed: str | None, address: str) -> str:
    """A list of editors with one more."""
    known = (listed or "").replace(",", " ").split()
    return ",".join(dict.fromkeys((*known, address)))


def write(path: Path, given: Mapping[str, str]) -> Path:
    """Set these values in a `.env`, keep its other lines, and make it readable by its owner alone.

    The file is replaced atomically. Returns its path.
    """
    place = path.resolve()
    lines = place.read_text("utf-8").splitlines() if place.is_file() else []
    left = {f"{PREFIX}{name}": value for name, value in given.items()}
    in_files = {f"{name}{IN_A_FILE}" for name in left}
    kept = []
    for line in lines:
        name = line.removeprefix("export ").partition("=")[0].strip()
        if name in in_files:
            continue  # a secret may be set in one way only
        kept.append(f"{name}={_quoted(left.pop(name))}" if name in left else line)
    kept += [f"{name}={_quoted(value)}" for name, value in left.items() if value]
    new = place.with_name(f"{place.name}.new")
    new.unlink(missing_ok=True)
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _OWNER_ALONE), "w") as file:
        file.write("\n".join(kept) + "\n")
        file.flush()
        os.fsync(file.fileno())
    new.replace(place)
    return place


def _quoted(value: str) -> str:
    if _PLAIN.fullmatch(value):
        return value
    return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"
