import io
import json
import logging
from collections.abc import Callable, Iterator

import pytest

from bot import log
from briefs.log import get_logger

SECRET = "123456:AA-secret/part+of=it"


@pytest.fixture
def configured() -> Iterator[Callable[..., io.StringIO]]:
    """Configure logging into a buffer, and put everything back afterwards."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    chatty = {name: logging.getLogger(name).level for name in log._NOISY_LOGGERS}

    def configure(level: str = "DEBUG", *, as_json: bool = False) -> io.StringIO:
        stream = io.StringIO()
        log.configure(level, json=as_json, secrets=(SECRET, ""), stream=stream)
        return stream

    yield configure
    root.handlers[:] = handlers
    root.setLevel(level)
    for name, before in chatty.items():
        logging.getLogger(name).setLevel(before)


def fail_with(text: str) -> None:
    raise ValueError(text)


@pytest.mark.parametrize("as_json", [False, True])
def test_a_secret_is_hidden_in_messages_arguments_fields_and_tracebacks(
    configured: Callable[..., io.StringIO], *, as_json: bool
) -> None:
    out = configured(as_json=as_json)
    library = logging.getLogger("some.library")
    library.debug("GET https://example.org/bot%s/getMe", SECRET)
    library.warning("parameters: %s", {"token": SECRET, "url": "bot123456%3AAA-secret"})
    get_logger("ours").info("event", field=SECRET, nested={"a": [SECRET]})
    try:
        fail_with(f"refused: {SECRET}")
    except ValueError:
        library.exception("failed")
        get_logger("ours").exception("failed")
    lines = out.getvalue()
    assert "secret/part" not in lines
    assert lines.count(log.HIDDEN) >= 6
    assert lines.count("Traceback (most recent call last)") == 2


def test_a_secret_in_an_address_or_a_json_text_is_hidden_too(
    configured: Callable[..., io.StringIO],
) -> None:
    out = configured()
    logging.getLogger("x").info("see /bot123456%3AAA-secret%2Fpart%2Bof%3Dit/getMe")
    assert "AA-secret" not in out.getvalue()


@pytest.mark.parametrize("as_json", [False, True])
def test_an_address_is_logged_without_what_may_be_a_secret(
    configured: Callable[..., io.StringIO], *, as_json: bool
) -> None:
    out = configured(as_json=as_json)
    url = "https://us:PASSWORD@journal.example/feed?key=KEY"
    get_logger("ours").warning("feed.failed", feed=url, feeds=[url, url])
    try:
        fail_with(f"Invalid URL {url!r}")
    except ValueError:
        get_logger("ours").exception("feed.broken")
    lines = out.getvalue()
    assert "PASSWORD" not in lines
    assert "KEY" not in lines
    assert lines.count("https://journal.example/feed?…") >= 4
    if as_json:
        told = json.loads(lines.splitlines()[0])
        assert told["feeds"] == ["https://journal.example/feed?…"] * 2


def test_a_record_that_cannot_be_formatted_gives_nothing_away() -> None:
    out = io.StringIO()
    handler = log.RedactingHandler((SECRET,), out)
    handler.handle(logging.makeLogRecord({"name": "x", "msg": "%d", "args": (SECRET,)}))
    assert out.getvalue() == "a record of x could not be formatted: TypeError\n"


def test_a_line_that_cannot_be_written_ends_no_work() -> None:
    class Full(io.StringIO):
        def write(self, _: str) -> int:
            raise OSError(28, "No space left on device")

    closed = io.StringIO()
    closed.close()
    for stream in (Full(), closed):
        log.RedactingHandler((), stream).handle(logging.makeLogRecord({"msg": "on"}))


def test_a_password_with_quotes_and_accents_is_hidden_in_json_lines() -> None:
    out = io.StringIO()
    handler = log.RedactingHandler(('é"k',), out)
    for ascii_only in (True, False):
        said = json.dumps({"password": 'é"k'}, ensure_ascii=ascii_only)
        handler.handle(logging.makeLogRecord({"msg": said}))
    assert out.getvalue() == f'{{"password": "{log.HIDDEN}"}}\n' * 2


def test_json_lines_hold_the_event_with_its_fields(
    configured: Callable[..., io.StringIO],
) -> None:
    out = configured("INFO", as_json=True)
    get_logger("bot.x").info("sent", parts=2)
    get_logger("bot.x").debug("not this")
    (line,) = out.getvalue().splitlines()
    event = json.loads(line)
    assert event.pop("timestamp").endswith("Z")
    assert event == {"event": "sent", "parts": 2, "level": "info", "logger": "bot.x"}


def test_the_http_librarys_requests_are_told_at_debug_alone(
    configured: Callable[..., io.StringIO],
) -> None:
    out = configured("INFO")
    logging.getLogger("httpx").info("HTTP Request")
    assert out.getvalue() == ""
    out = configured("DEBUG")
    logging.getLogger("httpx").info("HTTP Request")
    assert "HTTP Request" in out.getvalue()


def test_configuring_again_does_not_write_twice(
    configured: Callable[..., io.StringIO],
) -> None:
    configured()
    out = configured()
    get_logger("x").info("once")
    assert out.getvalue().count("once") == 1


def test_strangers_words_command_no_terminal_and_begin_no_line(
    configured: Callable[..., io.StringIO],
) -> None:
    evil = "a\x1b[2J\x07\x9b\u202e\u2028b\n2026-11-30T00:00:00Z [error] Refused [telegram]"
    stream = configured()
    get_logger("own").error("folder.taken", path=evil, title=evil.replace(" ", ""))
    logging.getLogger("library").error("it said %s", evil)
    try:
        fail_with(evil)
    except ValueError:
        get_logger("own").exception("own.failed", error=ValueError(evil))
    said = stream.getvalue()
    assert not any(sign in said for sign in "\x1b\x07\x9b\u202e\u2028")
    begun = [line for line in said.splitlines() if line.startswith("2026-11-30T00:00:00Z")]
    assert begun == []
    assert "Traceback" in said
