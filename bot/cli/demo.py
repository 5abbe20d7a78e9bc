"""`demo` plays a morning in the terminal, with a temporary library of its own.

The bot really answers: the chat service, the scheduler and the console's inbox are those of `run`.
Only the clock is the demo's own, so that a morning takes a minute.
"""

import select
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, chdir
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Final, TypeAlias, assert_never

import typer

from bot import config
from bot.chat import ChatService
from bot.cli.common import out
from bot.delivery.console_delivery import ConsoleInbox
from bot.platforms.console.terminal import PROMPT, Console
from briefs import examples
from briefs.pieces import ingest
from briefs.reading import reader
from briefs.storage import Store
from briefs.storage.sql.store import open_store

_MONDAY: Final = datetime(2026, 11, 23, 7, 10, tzinfo=UTC)
"""10 past 8 in Berlin."""

_NEWCOMER: Final = "who-keeps-count-of-a-ceasefire.txt"
_RIGHT: Final = "2,202 of them"
_WRONG: Final = "2,022 of them"
_GRACE: Final = timedelta(hours=18)

_END: Final = (
    "That was all; nothing of it is kept. `sourcebrief setup` connects Telegram or Slack, "
    "`sourcebrief add FILE` brings in a piece of your own, and `sourcebrief run` serves them."
)
_READING_SECONDS: Final = 4.0
_KEY_SECONDS: Final = 0.03


@dataclass(frozen=True, slots=True)
class Told:
    """A line of the demo's narrator."""

    text: str


@dataclass(frozen=True, slots=True)
class Typed:
    """A line that a person types."""

    line: str


@dataclass(frozen=True, slots=True)
class Pressed:
    """A button of the last answer, by its label; its number is typed."""

    label: str


@dataclass(frozen=True, slots=True)
class Passed:
    """Time passes, and digests that fall due in it arrive."""

    until: datetime


Step: TypeAlias = Told | Typed | Pressed | Passed


def script(folder: Path) -> Iterator[Step]:
    """The steps of the morning; the piece and its corrected version are written into `folder`."""
    path = folder / _NEWCOMER
    right = dict(examples.pieces())[_NEWCOMER].decode()
    if _RIGHT not in right:
        raise ValueError(f"the example no longer says {_RIGHT!r}")
    yield Told(
        "Monday, 08:10 in Berlin. The archive has five pieces. A desk orders its digest; in "
        "Telegram and Slack it is the same line."
    )
    yield Typed("/digest on 08:30 Berlin weekdays")
    yield Told("08:15. A piece comes in. An editor sends the file, and sees what was understood.")
    path.write_text(right.replace(_RIGHT, _WRONG), "utf-8")
    yield Passed(_MONDAY + timedelta(minutes=5))
    yield Typed(f"/piece add {_NEWCOMER}")
    yield Told("Nothing is public before this button is pressed.")
    yield Pressed("Publish")
    yield Told(
        "08:20. A reader asks, with a word that the brief is to lean towards. Each sentence is the "
        "piece's own, under its number."
    )
    yield Passed(_MONDAY + timedelta(minutes=10))
    yield Typed("/brief 6 countries")
    yield Told("What does it rest on? And where does sentence 6 stand?")
    yield Typed("/sources [5]")
    yield Typed("/check S6")
    yield Told("08:30. The digest arrives by itself, once.")
    yield Passed(_MONDAY + timedelta(minutes=21))
    yield Told(
        "09:05. The author finds a wrong number: 2,022 should be 2,202. The corrected file is a "
        "new revision; the old one stays, and receipts of it still hold."
    )
    path.write_text(right, "utf-8")
    yield Passed(_MONDAY + timedelta(minutes=55))
    yield Typed(f"/piece revise #6 {_NEWCOMER}")
    yield Pressed("Publish")
    yield Told(
        "Each message that quotes the sentence is corrected. In Telegram and Slack it is edited "
        "where it stands; a terminal cannot, so it is told of each."
    )
    yield Passed(_MONDAY + timedelta(minutes=58))
    yield Pressed("What changed")
    yield Told("Tuesday, 08:30. The next digest opens with it.")
    yield Passed(_MONDAY + timedelta(days=1, minutes=21))


def demo(
    fast: Annotated[bool, typer.Option("--fast", help="Without pauses, as into a pipe.")] = False,
) -> None:
    """Play a morning: a piece comes in, a brief, a digest and a correction follow.

    Nothing of it is kept, and nothing is sent. Enter skips a pause, Ctrl-C ends it.
    Examples: `sourcebrief demo`, `sourcebrief demo --fast`
    """
    config.use_packaged_tzdata()
    pause = _no_pause if fast or not out.is_terminal else _pause
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="sourcebrief-demo-")))
        stack.enter_context(chdir(folder))
        store = open_store(f"sqlite:///{folder}/demo.db")
        stack.callback(store.close)
        stage = Stage(store, pause)
        try:
            stage.play(script(folder))
        except KeyboardInterrupt:
            out.print()
    stage.tell(_END)


class Stage:
    """The chat of the demo, with the demo's own clock."""

    def __init__(self, store: Store, pause: Callable[[float], None]) -> None:
        self.now = _MONDAY
        self._pause = pause
        inbox = ConsoleInbox(
            store, clock=self._clock, zones=config.release(), grace=_GRACE, worker="demo"
        )
        chat = ChatService(store, self._clock)
        self._console = Console(chat, out, self._clock, inbox.letters)
        for name, data in examples.pieces():
            if name != _NEWCOMER:
                draft = reader.read(data, name=name, origin=f"example:{name}")
                store.catalogue.add(ingest.edit(draft), now=_MONDAY, archive=True)

    def _clock(self) -> datetime:
        return self.now

    def play(self, steps: Iterable[Step]) -> None:
        """Show each step as a person at a terminal would see it."""
        for step in steps:
            match step:
                case Told(text):
                    self._pause(_READING_SECONDS)
                    self.tell(text)
                    self._pause(_READING_SECONDS / 2)
                case Typed(line):
                    self._type(line)
                case Pressed(label):
                    labels = [button.label for button in self._console.on_screen]
                    self._pause(_READING_SECONDS)
                    self._type(str(labels.index(label) + 1))
                case Passed(until):
                    self.now = until
                    self._console.collect()
                case never:
                    assert_never(never)

    def tell(self, text: str) -> None:
        out.print()
        out.print(text, style="dim italic", soft_wrap=not out.is_terminal)

    def _type(self, line: str) -> None:
        out.print()
        out.print(PROMPT, end="")
        for key in line:
            out.print(key, end="")
            self._pause(_KEY_SECONDS)
        out.print()
        self._console.say(line)


def _no_pause(_seconds: float) -> None:
    pass


def _pause(seconds: float) -> None:
    """Wait so long, or until Enter is pressed (where select(2) works on standard input)."""
    if sys.stdin is None or not sys.stdin.isatty() or sys.platform == "win32":
        time.sleep(seconds)
    elif select.select([sys.stdin], [], [], seconds)[0]:
        sys.stdin.readline()
