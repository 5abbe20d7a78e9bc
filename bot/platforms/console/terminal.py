"""The chat in a terminal: the same commands; a button is pressed by typing its number."""

import mimetypes
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Protocol, TypeAlias, assert_never

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


class Terminal(Protocol):
    """Where output is printed: Rich's console, or anything with the same methods."""

    @property
    def is_terminal(self) -> bool: ...

    @property
    def file(self) -> IO[str]: ...

    def print(self, *objects: Any, **how: Any) -> None: ...  # noqa: ANN401  # Rich's signature


Words: TypeAlias = tuple[tuple[str, str], ...]
"""Pieces of text, each with the name of its style in Rich, or ""."""


@dataclass(frozen=True, slots=True)
class Line:
    """Text with a label, a bullet or a number hanging before it."""

    words: Words
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
            yield Line(((text, "bold"),))
        case Paragraph(content):
            yield Line(_joined(content))
        case Quote(label, extract, notes, opens):
            if opens:
                yield Line((), space=False)
            marks = "".join(f" [{n}]" for n in notes)
            yield Line(((extract.text, _style(extract)), (marks, "dim")), label)
        case Bullets(items, start):
            for n, item in enumerate(items):
                label = "•" if start is None else f"{start + n}."
                yield Line(_joined(item), label, space=n == 0 or start is not None)
        case Facts(pairs):
            for n, (name, value) in enumerate(pairs):
                yield Line(((f"{name}: ", "dim"), *_joined(value)), space=n == 0)
        case Collapsed(summary, content):
            yield Line(((summary, "bold"),))
            for inner in content:
                yield from _lines(inner, numbers)
        case Divider():
            yield Line((("———", "dim"),))
        case Actions(found):
            shown = (_button(button, numbers[button]) for button in found)
            yield Line(tuple(part for button in shown for part in (("  ", ""), *button))[1:])
        case Attachment():
            yield block
        case _:
            assert_never(block)


def _button(button: Button, number: int) -> Words:
    shown = ((f"({number}) ", "dim"), (button.label, "cyan"))
    return (*shown, (f" {button.does}", "dim")) if isinstance(button.does, str) else shown


def _joined(content: Sequence[Inline]) -> Words:
    return tuple(part for inline in content for part in _part(inline))


def _part(part: Inline) -> Words:
    match part:
        case str():
            return ((part, ""),)
        case Strong():
            return ((part.text, "bold"),)
        case Emphasis():
            return ((part.text, "italic"),)
        case Code():
            return ((part.text, "green"),)
        case Link():
            shown = (part.text, f"underline link {part.url}")
            return (shown,) if part.text == part.url else (shown, (f" <{part.url}>", "dim"))
        case Extract():
            return ((part.text, _style(part)),)
        case never:
            assert_never(never)


def _style(extract: Extract) -> str:
    if extract.earlier:
        return _EARLIER
    return _MARKED if extract.marked else ""


def printed(lines: Iterable[Line | Attachment], terminal: Terminal) -> None:
    """Print lines: wrapped with hanging labels on a terminal, one on a line into a pipe.

    A file is printed under its name on a terminal; into a pipe only its text is written.
    """
    is_terminal = terminal.is_terminal
    for line in lines:
        if isinstance(line, Attachment):
            _print_file(line, terminal)
            continue
        if line.space:
            terminal.print()
        if is_terminal:
            _print_wrapped(line, terminal)
        else:
            label = f"{line.label} " if line.label else ""
            terminal.print(f"{label}{_pointed(line.words)}", soft_wrap=True)


def _print_wrapped(line: Line, terminal: Terminal) -> None:
    from rich.padding import Padding  # noqa: PLC0415  # into a pipe go plain lines
    from rich.table import Table  # noqa: PLC0415  # as above
    from rich.text import Text  # noqa: PLC0415  # as above

    text = Text.assemble(*line.words)
    if not line.label:
        terminal.print(Padding(text, 0))
        return
    grid = Table.grid(padding=(0, 1))
    grid.add_column(min_width=3, style="dim")
    grid.add_column(ratio=1)
    grid.add_row(line.label, text)
    terminal.print(grid)


def _print_file(file: Attachment, terminal: Terminal) -> None:
    if terminal.is_terminal:
        terminal.print()
        terminal.print(file.name, style="bold", soft_wrap=True)
    terminal.file.write(file.text)  # rich's print drops control characters
    if terminal.is_terminal and not file.text.endswith("\n"):
        terminal.print()


def _pointed(words: Words) -> str:
    """The text without colours: highlights stand between pointers, struck-out
    text between tildes.
    """
    around = {_MARKED: ("▸", "◂"), _EARLIER: ("~~", "~~")}
    pointed = ((text, *around.get(style, ("", ""))) for text, style in words)
    return "".join(f"{before}{text}{behind}" for text, before, behind in pointed)


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

        watcher = threading.Thread(target=watch, name="console-inbox", daemon=True)
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
