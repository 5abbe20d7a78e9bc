"""Structured logs in which every secret is redacted.

Our loggers and the libraries' are logged with fields, by structlog. Libraries write the bot's token
into URLs, parameters and tracebacks, and the URLs of feeds and pages contain passwords and keys. No
list of such places can be complete, so each finished line is searched for them, at every level.
"""

import json as json_format
import logging
import re
import sys
from collections import Counter
from collections.abc import Iterable, MutableMapping, Sequence
from contextlib import suppress
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, TextIO
from urllib.parse import quote

from briefs.log import event_fields

if TYPE_CHECKING:
    from structlog.typing import Processor

_HIDDEN: Final = "…"

# After the host only a port or the end of a sentence may follow: anything else may be part of a
# password.
_ADDRESS = re.compile(
    r"(?P<scheme>[a-z][a-z0-9+.-]*://)(?:[^/?#]*@)?"
    r"(?P<host>(?:\[[^]/?#@]*\]|[^/?#@:\[\]]*)(?::\d*[^\w/?#@]*)?)"
    r"(?P<path>/[^?#]*|)(?P<query>\?[^#]*|)(?P<fragment>#.*|)",
    re.IGNORECASE | re.DOTALL,
)
_WITHIN = re.compile(r"[a-z][a-z0-9+.-]{1,20}://[^\s\"\\\x00-\x1f]+", re.IGNORECASE)
_WITH_SECRETS = re.compile(r"[@?#]|://")


def redacted_url(url: str) -> str:
    """The scheme, host and path of an address; a query is shown as "?…"."""
    read = _ADDRESS.fullmatch(url)
    if read is None:
        return _unread(url)
    return f"{read['scheme']}{read['host']}{read['path']}{read['query'] and f'?{_HIDDEN}'}"


def bare_url(url: str) -> str:
    """The whole address without a user's name and password, to be shown to its owner."""
    read = _ADDRESS.fullmatch(url)
    if read is None:
        return _unread(url)
    return "".join(read.group("scheme", "host", "path", "query", "fragment"))


def redact_urls(text: str) -> str:
    """The text with every address in it redacted by `redacted_url`."""
    return _WITHIN.sub(lambda found: redacted_url(found[0]), text)


def _unread(url: str) -> str:
    """A text that cannot be parsed as an address, unless it may contain a secret."""
    scheme, _, rest = url.rpartition("://")
    if _WITH_SECRETS.search(url) is None:
        return url
    return f"{scheme}://{_HIDDEN}" if rest and scheme.isalnum() else _HIDDEN


HIDDEN = "[secret]"

_NOISY_LOGGERS = ("httpx", "httpcore", "alembic", "watchfiles")
"""Libraries that log every request or step at INFO; they are shown at DEBUG only."""


def _reasons(_: object, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Values with a `reason`, such as outcomes, are logged as that text."""
    for name, value in event.items():
        if isinstance(reason := getattr(value, "reason", None), str):
            event[name] = reason
    return event


def _worded(_: object, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Our events in words; the event's name stands where a library's line has its logger's."""
    from bot.log_words import in_words  # noqa: PLC0415  # with the first record

    name = event["event"]
    if (words := in_words(str(name))) is not None:
        event["event"], event["logger"] = words, name
    return event


_CONTROL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]"
)


def _shown(_: object, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Strangers' words in a line cannot command the reader's terminal, nor begin a line of theirs.

    What they sent stands in titles, paths, and the messages of libraries and exceptions.
    """
    for name, value in event.items():
        if isinstance(value, str):
            event[name] = _CONTROL.sub("\N{REPLACEMENT CHARACTER}", value)
    for name in ("event", "exception"):
        if isinstance(value := event.get(name), str):
            event[name] = value.replace("\n", "\n    ")
    return event


def configure(
    level: str, *, json: bool, secrets: Sequence[str], stream: TextIO | None = None
) -> None:
    """Log from `level` on to `stream` (standard error by default); may be called again.

    With `json` each event is a JSON object on one line; otherwise it is written in words, with its
    name. None of `secrets` is ever written.
    """
    handler = RedactingHandler(secrets, stream)
    handler.setFormatter(LazyFormatter(json=json, colors=(stream or sys.stderr).isatty()))
    root = logging.getLogger()
    for earlier in [h for h in root.handlers if isinstance(h, RedactingHandler)]:
        root.removeHandler(earlier)
    root.addHandler(handler)
    root.setLevel(level)
    for name in _NOISY_LOGGERS:
        logging.getLogger(name).setLevel(level if level == "DEBUG" else "WARNING")


class LazyFormatter(logging.Formatter):
    """Formats records by structlog, which is imported with the first record."""

    def __init__(self, *, json: bool, colors: bool) -> None:
        super().__init__()
        self._json, self._colors = json, colors

    def format(self, record: logging.LogRecord) -> str:
        return self._formatter.format(record)

    @cached_property
    def _formatter(self) -> logging.Formatter:
        from structlog.dev import ConsoleRenderer, plain_traceback  # noqa: PLC0415  # as above
        from structlog.processors import JSONRenderer  # noqa: PLC0415  # as above
        from structlog.stdlib import ProcessorFormatter  # noqa: PLC0415  # as above

        renderer: Processor = (
            JSONRenderer(ensure_ascii=False)
            if self._json
            # Rich's tracebacks show local variables, which may contain parts of secrets.
            else ConsoleRenderer(colors=self._colors, exception_formatter=plain_traceback)
        )
        return ProcessorFormatter(
            processors=[
                ProcessorFormatter.remove_processors_meta,
                _reasons,
                *(() if self._json else (_worded, _shown)),
                renderer,
            ],
            foreign_pre_chain=event_fields(),
        )


class RedactingHandler(logging.Handler):
    """Writes finished lines with every secret hidden, in each form that it may take in a line.

    Addresses are shortened by `redacted_url`.
    """

    def __init__(self, secrets: Iterable[str], stream: TextIO | None = None) -> None:
        super().__init__()
        forms = {form for secret in secrets if secret for form in _forms(secret)}
        self._forms = sorted(forms, key=len, reverse=True)
        self._stream = stream
        self.written: Final[Counter[str]] = Counter()

    def emit(self, record: logging.LogRecord) -> None:
        try:
            line = self.format(record)
        except Exception as error:  # noqa: BLE001  # logging would print the arguments
            line = f"a record of {record.name} could not be formatted: {type(error).__name__}"
        for form in self._forms:
            line = line.replace(form, HIDDEN)
        line = redact_urls(line)
        self.written[record.levelname.lower()] += 1
        with suppress(OSError, ValueError):  # a full disk or a closed pipe must not stop the bot
            (self._stream or sys.stderr).write(f"{line}\n")


def written() -> dict[str, int]:
    """How many lines this process has logged, by level; empty before `configure`."""
    handlers = logging.getLogger().handlers
    return next((dict(one.written) for one in handlers if isinstance(one, RedactingHandler)), {})


def _forms(secret: str) -> tuple[str, ...]:
    as_json = (json_format.dumps(secret, ensure_ascii=ascii_only) for ascii_only in (True, False))
    return secret, quote(secret, safe=""), repr(secret)[1:-1], *(form[1:-1] for form in as_json)
