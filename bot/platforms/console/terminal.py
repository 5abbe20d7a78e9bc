"""The chat in a terminal: the same commands; a button is pressed by typing its number."""

import mimetypes
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias, assert_never

from rich.console import Console as Terminal
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from bot.importing import data_of
from briefs.errors import StoreUnavailable, Unreadable
from briefs.log import get_logger
from briefs.model import Address, Press
from handlers.format import safe_url
from handlers.message import (
    Actions,
    Answer,
    Attachment,
    Block,
    Bullets,
    Button,
    Code,
    Collapsed,
    Divider,
    Emphasis,
    Extract,
    Facts,
    Heading,
    Incoming,
    Inline,
    Link,
    Missing,
    Paragraph,
    Quote,
    Reply,
    Request,
    Strong,
)

if TYPE_CHECKING:
    from bot.platforms.base import Responder

_BEFORE = {"add": 1, "revise": 2}
"""How many words stand before the path in `/piece add path` and `/piece revise #12 path`."""


def attach_file(command: str, args: Sequence[str], text: str) -> tuple[Incoming | Missing, ...]:
    """The file of `/piece add path` or `/piece revise #12 path`; () if the word is an address."""
    skip = _BEFORE.get(args[0].casefold()) if command == "piece" and args else None
    behind = text.split(maxsplit=skip)[skip:] if skip else []
    if not behind or safe_url(behind[0].strip()):
        return ()
    path = Path(behind[0].strip().strip("'\""))
    try:
        path = path.expanduser()
        data = data_of(path)
    except Unreadable as error:
        return (Missing(str(path), error.reason, error.hint),)
    except RuntimeError:  # raised by expanduser for an unknown home directory
        return (Missing(str(path), "nobody here has that home"),)
    media_type = mimetypes.guess_type(path.name)[0] or ""
    return (Incoming(name=path.name, data=data, media_type=media_type),)


HERE = Address("console", "", "local")
PROMPT = "› "
_MARKED = "reverse"
_EARLIER = "strike"

_log = get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Line:
    """Text with a label, a bullet or a number hanging before it."""

    text: Text
    label: str = ""
    space: bool = True


def render(reply: Reply) -> tuple[Line | Attachment, ...]:
    """The reply as lines and files; its nth button is shown as (n)."""
    numbers = {button: n for n, button in enumerate(buttons(reply), start=1)}
    return tuple(line for block in reply.blocks for line in _lines(block, numbers))


def buttons(reply: Reply) -> tuple[Button, ...]:
    return tuple(b for block in reply.blocks if isinstance(block, Actions) for b in block.buttons)


def without_buttons(reply: Reply) -> Reply:
    """The reply for the command line, which has nothing to press."""
    return replace(reply, blocks=tuple(b for b in reply.blocks if not isinstance(b, Actions)))


def _lines(block: Block, numbers: Mapping[Button, int]) -> Iterator[Line | Attachment]:
    match block:
        case Heading(text):
            yield Line(Text(text, "bold"))
        case Paragraph(content):
            yield Line(_joined(content))
        case Quote(label, extract, notes):
            marks = "".join(f" [{n}]" for n in notes)
            yield Line(Text(extract.text, _style(extract)).append(marks, "dim"), label)
        case Bullets(items, start):
            for n, item in enumerate(items):
                label = "•" if start is None else f"{start + n}."
                yield Line(_joined(item), label, space=n == 0 or start is not None)
        case Facts(pairs):
            for n, (name, value) in enumerate(pairs):
                yield Line(Text(f"{name}: ", "dim").append_text(_joined(value)), space=n == 0)
        case Collapsed(summary, content):
            yield Line(Text(summary, "bold"))
            for inner in content:
                yield from _lines(inner, numbers)
        case Divider():
            yield Line(Text("———", "dim"))
        case Actions(found):
            yield Line(Text("  ").join(_button(button, numbers[button]) for button in found))
        case Attachment():
            yield block
        case _:
            assert_never(block)


def _button(button: Button, number: int) -> Text:
    text = Text(f"({number}) ", "dim").append(button.label, "cyan")
    return text.append(f" {button.does}", "dim") if isinstance(button.does, str) else text


def _joined(content: Sequence[Inline]) -> Text:
    text = Text()
    for part in content:
        match part:
            case str():
                text.append(part)
            case Strong():
                text.append(part.text, "bold")
            case Emphasis():
                text.append(part.text, "italic")
            case Code():
                text.append(part.text, "green")
            case Link():
                text.append(part.text, f"underline link {part.url}")
                if part.text != part.url:
                    text.append(f" <{part.url}>", "dim")
            case Extract():
                text.append(part.text, _style(part))
            case _:
                assert_never(part)
    return text


def _style(extract: Extract) -> str:
    if extract.earlier:
        return _EARLIER
    return _MARKED if extract.marked else ""


def printed(lines: Iterable[Line | Attachment], terminal: Terminal) -> None:
    """Print lines: wrapped with hanging labels on a terminal, one on a line into a pipe.

    A file is printed under its name on a terminal; into a pipe only its text is written.
    """
    for line in lines:
        if isinstance(line, Attachment):
            _print_file(line, terminal)
            continue
        if line.space:
            terminal.print()
        if not terminal.is_terminal:
            label = f"{line.label} " if line.label else ""
            terminal.print(f"{label}{_pointed(line.text)}", soft_wrap=True)
        elif line.label:
            grid = Table.grid(padding=(0, 1))
            grid.add_column(min_width=3, style="dim")
            grid.add_column(ratio=1)
            grid.add_row(line.label, line.text)
            terminal.print(grid)
        else:
            terminal.print(Padding(line.text, 0))


def _print_file(file: Attachment, terminal: Terminal) -> None:
    if terminal.is_terminal:
        terminal.print()
        terminal.print(file.name, style="bold", soft_wrap=True)
    terminal.file.write(file.text)  # rich's print drops control characters
    if terminal.is_terminal and not file.text.endswith("\n"):
        terminal.print()


def _pointed(text: Text) -> str:
    """The text without colours: highlights stand between pointers, struck-out
    text between tildes.
    """
    said = text.plain
    if text.style == _EARLIER:
        return f"~~{said}~~"
    for span in sorted(text.spans, reverse=True):
        if span.style in {_MARKED, _EARLIER}:
            first, last = "▸◂" if span.style == _MARKED else ("~~", "~~")
            said = (
                f"{said[: span.start]}{first}{said[span.start : span.end]}{last}{said[span.end :]}"
            )
    return said


@dataclass(frozen=True, slots=True)
class Letter:
    """A message that nobody asked for; its nth button is shown in the text as (n)."""

    text: str
    buttons: tuple[Button, ...] = ()


Letters: TypeAlias = Callable[[], Iterable[Letter]]
"""The messages since the last call; asking for the next one marks one as read."""


@dataclass(slots=True)
class Console:
    """The state of the chat: the buttons on screen, and the message counter."""

    responder: "Responder"
    terminal: Terminal
    clock: Callable[[], datetime]
    letters: Letters = tuple
    on_screen: tuple[Button, ...] = ()
    messages: int = 0
    _busy: threading.Lock = field(default_factory=threading.Lock)

    def run(self, lines: Iterable[str]) -> None:
        """Answer line after line until they end or say /quit; new messages
        are shown before each.
        """
        self.collect()
        for line in lines:
            said = line.strip()
            if said in ("/quit", "/exit"):
                return
            self.collect()
            if said:
                with self._busy:
                    self.say(said)

    def collect(self) -> bool:
        """Show new messages; returns whether there were any. An outage of the
        store counts as none.
        """
        shown, wraps = False, self.terminal.is_terminal
        with self._busy:
            try:
                for letter in self.letters():
                    self.terminal.print(letter.text, end="", soft_wrap=not wraps)
                    self.on_screen = letter.buttons
                    shown = True
            except StoreUnavailable as error:
                _log.error("console.no_store", error=str(error), hint=error.hint)
        return shown

    @contextmanager
    def watching(self, every: float) -> Iterator[None]:
        """Within this context new messages are shown while a line is awaited, every so many
        seconds.
        """
        over = threading.Event()

        def watch() -> None:
            while not over.wait(every):
                if self.collect():
                    self.terminal.print(PROMPT, end="")

        watcher = threading.Thread(target=watch, name="letterbox", daemon=True)
        watcher.start()
        try:
            yield
        finally:
            over.set()
            watcher.join()

    def say(self, said: str) -> None:
        """Answer one line: a command, a button's number, or words to search for."""
        numbered = {str(n): button.does for n, button in enumerate(self.on_screen, start=1)}
        match numbered.get(said):
            case str() as address:
                self.terminal.print(address, soft_wrap=True)
            case Press() as press:
                self._show(self._pressed(press))
            case None:
                command, _, text = (
                    said.partition(" ") if said.startswith("/") else ("search", "", said)
                )
                self._show(self.responder.answer(self._asked(command.removeprefix("/"), text)))

    def _pressed(self, press: Press) -> Answer:
        return self.responder.answer(
            self._request(press.command, press.args), in_place=press.in_place
        )

    def _asked(self, command: str, text: str) -> Request:
        """The request that a line makes; a path in it is read as a file."""
        request = self._request(command, tuple(text.split()))
        return replace(request, text=text, files=attach_file(command, request.args, text))

    def _request(self, command: str, args: tuple[str, ...]) -> Request:
        return Request(
            command=command, args=args, sender="you", origin=HERE, at=self.clock(), role="admin"
        )

    def _show(self, answer: Answer) -> None:
        printed(render(answer.reply), self.terminal)
        self.on_screen = buttons(answer.reply)
        self.messages += 1
        self.responder.sent(answer.reply, HERE, str(self.messages), answer.reply.blocks)


def typed(*, interactive: bool) -> Iterator[str]:
    """Typed lines until end of file, with editing and history on a terminal."""
    if not interactive:
        yield from sys.stdin
        return
    with suppress(ImportError):
        import readline  # noqa: F401, PLC0415  # its import gives `input` editing, where it exists
    while True:
        try:
            yield input(PROMPT)
        except (EOFError, KeyboardInterrupt):
            return
