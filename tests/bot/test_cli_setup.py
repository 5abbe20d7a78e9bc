"""`sourcebrief setup` asks, has the platforms check what it was told, and writes `.env`."""

import asyncio
import stat
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from dotenv import dotenv_values
from hypothesis import given
from hypothesis import strategies as st

from bot import config
from bot.cli.setup import who_wrote, write
from bot.platforms.slack import manifest
from tests.bot.conftest import Ran, Run
from tests.emulators.slack import APP_TOKEN, BOT_TOKEN, SIGNING_SECRET, TEAM, SlackEmulator
from tests.emulators.telegram.server import TelegramEmulator

NAME = st.from_regex(r"[A-Z]{1,8}", fullmatch=True)
VALUE = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), max_size=30)


@dataclass(frozen=True, slots=True)
class Desk:
    """Both platforms, and a way to answer the questions, a line each."""

    telegram: TelegramEmulator
    slack: SlackEmulator
    run: Run
    folder: Path

    async def setup(self, *said: str, options: tuple[str, ...] = ()) -> Ran:
        lines = "".join(f"{line}\n" for line in said)
        return await asyncio.to_thread(self.run, "setup", *options, said=lines)

    def written(self) -> dict[str, str | None]:
        return dict(dotenv_values(self.folder / ".env"))


@asynccontextmanager
async def desk(run: Run, folder: Path, patch: pytest.MonkeyPatch) -> AsyncIterator[Desk]:
    async with TelegramEmulator() as telegram, SlackEmulator() as slack:
        patch.setenv("SOURCEBRIEF_TELEGRAM_BASE_URL", telegram.base_url)
        patch.setenv("SOURCEBRIEF_SLACK_BASE_URL", slack.base_url)
        yield Desk(telegram, slack, run, folder)


async def test_a_token_that_telegram_takes_is_written_for_its_owner_alone(
    sourcebrief: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with desk(sourcebrief, folder, monkeypatch) as at:
        at.telegram.people.open(7)
        await at.telegram.people.say(7, "/start")
        ran = await at.setup(at.telegram.token, "", "yes", "")
    assert ran.status == 0
    assert "Taken: it is @" in ran.out
    assert "sourcebrief run" in ran.out
    written = at.written()
    assert written["SOURCEBRIEF_TELEGRAM_TOKEN"] == at.telegram.token
    assert str(written["SOURCEBRIEF_OPERATOR"]).startswith("telegram:")
    assert written["SOURCEBRIEF_EDITORS"] == written["SOURCEBRIEF_OPERATOR"]
    assert stat.S_IMODE((folder / ".env").stat().st_mode) == 0o600
    assert at.telegram.token not in ran.out + ran.err
    assert at.telegram.count("getUpdates") == 1  # nothing was confirmed: `run` gets it again


async def test_who_wrote_to_the_bot_meanwhile_becomes_no_editor_unasked(
    sourcebrief: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with desk(sourcebrief, folder, monkeypatch) as at:
        at.telegram.people.open(7)
        await at.telegram.people.say(7, "/start")
        for answer in ("no", ""):
            ran = await at.setup(at.telegram.token, "", answer, "")
            assert "who wrote last, you?" in ran.out
            assert at.written() == {"SOURCEBRIEF_TELEGRAM_TOKEN": at.telegram.token}


async def test_whoever_came_by_the_link_is_known_whoever_else_writes() -> None:
    async with TelegramEmulator() as telegram:
        for chat in (7, 8):
            telegram.people.open(chat)
        await telegram.people.say(7, "/start abc123")
        await telegram.people.say(8, "/start", sender=8)
        known = await who_wrote(telegram.token, telegram.base_url, "abc123")
        guessed = await who_wrote(telegram.token, telegram.base_url, "another")
    assert known is not None
    assert guessed is not None
    assert (known.had_code, guessed.had_code) == (True, False)
    assert known.address != guessed.address


async def test_what_one_platform_took_is_written_though_the_other_refuses(
    sourcebrief: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with desk(sourcebrief, folder, monkeypatch) as at:
        ran = await at.setup(at.telegram.token, "", "socket", "xoxb-wrong", "xoxb-no", "xoxb-bad")
    assert (ran.status, at.written()["SOURCEBRIEF_TELEGRAM_TOKEN"]) == (1, at.telegram.token)
    assert "Nothing of it is written." in ran.err


async def test_a_token_that_telegram_refuses_is_asked_for_again_and_never_written(
    sourcebrief: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with desk(sourcebrief, folder, monkeypatch) as at:
        ran = await at.setup("4242:wrong", "not a token", "4242:wrong", "")
    assert ran.status == 1
    assert "no longer takes the bot's token" in ran.err
    assert "a number, a colon and a long word" in ran.err
    assert not (folder / ".env").exists()


async def test_slack_by_socket_mode_gets_a_manifest_and_both_tokens(
    sourcebrief: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with desk(sourcebrief, folder, monkeypatch) as at:
        ran = await at.setup("", "socket", BOT_TOKEN, APP_TOKEN, "U7")
    assert ran.status == 0, ran.err
    written = at.written()
    assert written["SOURCEBRIEF_SLACK_BOT_TOKEN"] == BOT_TOKEN
    assert written["SOURCEBRIEF_SLACK_APP_TOKEN"] == APP_TOKEN
    assert written["SOURCEBRIEF_EDITORS"] == f"slack:{TEAM}:U7"
    assert (folder / "slack-manifest.yaml").read_text("utf-8") == manifest.document()
    assert "/invite @Sourcebrief" in ran.out
    assert config.load(folder / ".env").slack_state == "tokens set"


@pytest.mark.parametrize(("said", "editor"), [("@nora", "U7"), ("nora", "")])
async def test_a_name_is_no_member_of_slack(
    sourcebrief: Run, folder: Path, monkeypatch: pytest.MonkeyPatch, said: str, editor: str
) -> None:
    async with desk(sourcebrief, folder, monkeypatch) as at:
        ran = await at.setup("", "socket", BOT_TOKEN, APP_TOKEN, said, editor)
    assert "A member ID is U or W" in ran.err
    listed = at.written().get("SOURCEBRIEF_EDITORS")
    assert listed == (f"slack:{TEAM}:{editor}" if editor else None)


async def test_slack_over_http_gets_a_manifest_with_its_address_and_a_place_to_listen(
    sourcebrief: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with desk(sourcebrief, folder, monkeypatch) as at:
        secret = "0123456789abcdef" * 2
        ran = await at.setup(
            "", "http", "http://no", "https://news.example/", BOT_TOKEN, SIGNING_SECRET, secret, ""
        )
    assert ran.status == 0, ran.err
    written = at.written()
    assert written["SOURCEBRIEF_SLACK_SIGNING_SECRET"] in {SIGNING_SECRET, secret}
    assert written["SOURCEBRIEF_WEB_LISTEN"] == "127.0.0.1:8080"
    said = (folder / "slack-manifest-http.yaml").read_text("utf-8")
    assert said == manifest.document("https://news.example/slack")
    assert "sourcebrief doctor" in ran.out


async def test_an_app_token_where_the_bots_belongs_is_refused(
    sourcebrief: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with desk(sourcebrief, folder, monkeypatch) as at:
        ran = await at.setup("", "socket", APP_TOKEN, BOT_TOKEN, BOT_TOKEN, APP_TOKEN, APP_TOKEN)
    assert "Copy it again" in ran.err
    assert APP_TOKEN not in ran.out + ran.err


async def test_a_platform_that_is_out_of_reach_leaves_the_word_to_the_person(
    sourcebrief: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCEBRIEF_TELEGRAM_BASE_URL", "http://127.0.0.1:1/bot")
    lines = "4242:AAF\nyes\n\n"
    ran = await asyncio.to_thread(sourcebrief, "setup", said=lines)
    assert ran.status == 0
    assert "could not be checked" in ran.err
    written = dict(dotenv_values(folder / ".env"))
    assert written == {"SOURCEBRIEF_TELEGRAM_TOKEN": "4242:AAF"}
    (folder / ".env").unlink()
    ran = await asyncio.to_thread(sourcebrief, "setup", said="4242:AAF\nno\n\n\n")
    assert not (folder / ".env").exists()


def test_who_wants_nothing_changes_nothing(sourcebrief: Run, folder: Path) -> None:
    ran = sourcebrief("setup", said="\n\n")
    assert (ran.status, list(folder.iterdir())) == (0, [])
    assert "Nothing is changed." in ran.out


async def test_check_asks_the_platforms_of_what_is_set_and_tells_no_token(
    sourcebrief: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with desk(sourcebrief, folder, monkeypatch) as at:
        monkeypatch.setenv("SOURCEBRIEF_TELEGRAM_TOKEN", at.telegram.token)
        monkeypatch.setenv("SOURCEBRIEF_SLACK_BOT_TOKEN", BOT_TOKEN)
        monkeypatch.setenv("SOURCEBRIEF_SLACK_APP_TOKEN", APP_TOKEN)
        ran = await at.setup(options=("--check",))
        assert (ran.status, ran.err) == (0, "")
        assert "telegram: taken, @" in ran.out
        assert ran.out.count("slack: taken") == 2
        monkeypatch.setenv("SOURCEBRIEF_TELEGRAM_TOKEN", "4242:wrong")
        ran = await at.setup(options=("--check",))
    assert ran.status == 1
    assert "telegram: Telegram no longer takes the bot's token." in ran.err
    assert "4242:wrong" not in ran.out + ran.err
    assert not (folder / ".env").exists()


async def test_a_token_that_was_in_a_file_is_set_in_one_way_alone(
    sourcebrief: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "token").write_text("4242:old\n")
    (folder / ".env").write_text(f"SOURCEBRIEF_TELEGRAM_TOKEN_FILE={folder}/token\nOTHER=1\n")
    async with desk(sourcebrief, folder, monkeypatch) as at:
        ran = await at.setup(at.telegram.token, "", "")
    assert (ran.status, ran.err) == (0, "")
    assert at.written() == {"OTHER": "1", "SOURCEBRIEF_TELEGRAM_TOKEN": at.telegram.token}
    assert config.load(folder / ".env").telegram_tokens == (at.telegram.token,)


async def test_it_says_where_the_environment_goes_before_what_it_wrote(
    sourcebrief: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCEBRIEF_TELEGRAM_TOKEN", "4242:old")
    async with desk(sourcebrief, folder, monkeypatch) as at:
        ran = await at.setup(at.telegram.token, "", "")
    assert "SOURCEBRIEF_TELEGRAM_TOKEN is set in the environment" in ran.err
    assert "4242:old" not in ran.out + ran.err


@given(st.dictionaries(NAME, VALUE), st.dictionaries(NAME, VALUE))
def test_what_is_written_is_read_back_and_what_else_stood_there_stays(
    tmp_path_factory: pytest.TempPathFactory, old: dict[str, str], new: dict[str, str]
) -> None:
    path = tmp_path_factory.mktemp("env") / ".env"
    write(path, {name: value or "x" for name, value in old.items()})
    path.write_text("# ours\nOTHER=1\n" + path.read_text("utf-8"), "utf-8")
    write(path, new)
    found = dotenv_values(path, interpolate=False)
    assert found.pop("OTHER") == "1"
    assert path.read_text("utf-8").startswith("# ours\n")
    wanted = {name: value or "x" for name, value in old.items()} | {
        name: value for name, value in new.items() if value or name in old
    }
    assert found == {f"SOURCEBRIEF_{name}": value for name, value in wanted.items()}
