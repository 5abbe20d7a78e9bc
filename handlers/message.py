"""The types between the platforms and the handlers: requests in, replies of neutral blocks out.

A reply says what is meant (a heading, a quotation, facts, buttons), never how a platform writes it.
Text copied from a piece travels as `Extract`, with its place in the body, so that it can be proved
again right before it is sent (`handlers.outgoing`), and after it was cut to fit.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass, replace
from datetime import datetime
from typing import Any, Literal, TypeAlias, assert_never

from briefs.model import Address, Press, Shown, Span
from briefs.receipts.signing import Issuer
from briefs.storage import Store

Role: TypeAlias = Literal["reader", "admin", "editor"]

_NOT_IN_NAMES = frozenset('"\\/;')


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """The bytes of a file that came with a request; `url` is where it was fetched from, if it was.

    `charset` is the encoding that the server named.
    """

    name: str
    data: bytes
    media_type: str = ""
    url: str = ""
    charset: str = ""


@dataclass(frozen=True, slots=True)
class Missing:
    """A file that was sent and could not be fetched: the reason, and what its sender can do."""

    name: str
    reason: str
    hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Capabilities:
    """What a chat platform can do, where that changes what is said or done.

    `threads`: messages can follow a post in a thread of its own. `answers_anywhere`: a command is
    answered even where the bot may not post, so an answer does not show that posts will arrive.
    `history`: a message can be looked for in the history of its place. `local_ids`: people's ids
    are those of one workspace, not of the whole platform.
    """

    threads: bool = False
    answers_anywhere: bool = False
    history: bool = False
    local_ids: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A command as a person gave it: "/brief 12 short" is command "brief", args ("12", "short").

    `replied_to` is the platform's id of the message replied to, if any; `at` is when it came.
    `place` is the place that the command is about if that is not `origin`: the channel of "/digest
    @channel on …", with its name; `role` is then the sender's role there. `text` is what followed
    the command as it was typed, with its line ends; `files` came with it. `overheard`: everyone in
    the place reads even a private answer. `can` is what the request's platform can do. `forwarded`:
    the sender passed on somebody else's message. `outsider`: the sender belongs to another
    organisation. `cut`: the platform has cut the text, or may have. `replied_to_us`: the message
    replied to is the bot's, or a copy of one of the bot's.
    """

    command: str
    args: tuple[str, ...] = ()
    sender: str = ""
    origin: Address
    at: datetime
    role: Role = "reader"
    replied_to: str | None = None
    place: Address | None = None
    place_name: str = ""
    text: str = ""
    files: tuple[Incoming | Missing, ...] = ()
    overheard: bool = False
    forwarded: bool = False
    outsider: bool = False
    cut: bool = False
    replied_to_us: bool = False
    can: Capabilities = Capabilities()

    @property
    def person(self) -> str:
        """The sender as SOURCEBRIEF_EDITORS names them: "telegram:12345", "slack:T1:U1"."""
        workspace = (self.origin.workspace,) if self.can.local_ids else ()
        return ":".join((self.origin.platform, *workspace, self.sender or self.origin.channel))


@dataclass(frozen=True, slots=True)
class Context:
    """What every handler gets beside the request: the store, and the settings that handlers need.

    `method` is how the sentences of a new piece are chosen, `issuer` who signs receipts.
    """

    store: Store
    method: str = "brief"
    issuer: Issuer = Issuer()  # noqa: RUF009  # it is frozen


@dataclass(frozen=True, slots=True)
class Strong:
    text: str


@dataclass(frozen=True, slots=True)
class Emphasis:
    text: str


@dataclass(frozen=True, slots=True)
class Code:
    text: str


@dataclass(frozen=True, slots=True)
class Link:
    """A link; `url` is http or https and was checked. Any other address is shown as plain text."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Extract:
    """Text copied from a stored body: `at` is its span in the body whose SHA-256 is `sha256`.

    `marked` highlights it (the sentences of the brief within the whole piece). `earlier` says that
    the piece no longer says so: it is shown struck out, and is never corrected.
    """

    text: str
    at: Span
    piece: int
    revision: int
    sha256: str
    marked: bool = False
    earlier: bool = False


Inline: TypeAlias = str | Strong | Emphasis | Code | Link | Extract
"""A bare str is plain text, which a renderer always escapes. It may contain newlines."""


def text_of(part: Inline) -> str:
    """The text of a part, without its markup."""
    return part if isinstance(part, str) else part.text


@dataclass(frozen=True, slots=True)
class Heading:
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    content: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """One sentence of a piece: its label ("S7"), the words, and the author's own note numbers.

    With `opens` it opens a paragraph among the quotes that it follows.
    """

    label: str
    extract: Extract
    notes: tuple[int, ...] = ()
    opens: bool = False


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list; with `start` it is numbered from that number."""

    items: tuple[tuple[Inline, ...], ...]
    start: int | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """Names with their values, in small print."""

    pairs: tuple[tuple[str, tuple[Inline, ...]], ...]


@dataclass(frozen=True, slots=True)
class Collapsed:
    """Details that a platform folds under `summary` if it can."""

    summary: str
    content: tuple["Paragraph | Quote | Bullets | Facts", ...]


@dataclass(frozen=True, slots=True)
class Divider:
    pass


@dataclass(frozen=True, slots=True)
class Button:
    """Pressing it gives a command (a Press) or opens a checked http(s) address (a str)."""

    label: str
    does: Press | str


@dataclass(frozen=True, slots=True)
class Actions:
    buttons: tuple[Button, ...]


@dataclass(frozen=True, slots=True)
class Attachment:
    """A text file; the words right before it in a reply say what it is.

    Raises ValueError for an empty text, which no platform accepts, and for a name with characters
    that a platform or a file system could read as a path or markup.
    """

    name: str
    media_type: str
    text: str

    def __post_init__(self) -> None:
        if not self.name or not self.name.isprintable() or set(self.name) & _NOT_IN_NAMES:
            raise ValueError(f"not a file's name: {self.name!r}")
        if not self.text:
            raise ValueError(f"an empty file: {self.name}")

    @property
    def data(self) -> bytes:
        """The file itself, in UTF-8."""
        return self.text.encode("utf-8", "replace")


Block: TypeAlias = (
    Heading | Paragraph | Quote | Bullets | Facts | Collapsed | Divider | Actions | Attachment
)


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer; `private` is for the asker alone; `about` is the piece that it shows, if any.

    `posts` are messages for other places, posted in addition to the answer.
    """

    blocks: tuple[Block, ...]
    private: bool = False
    about: Shown | None = None
    posts: tuple["Posting", ...] = ()


@dataclass(frozen=True, slots=True)
class Posting:
    """A message for another place than the one that asked; it goes through the outbox.

    `name` is the name of its edition: a place has one edition of a name, so it is never posted
    twice. `reply` has no postings itself.
    """

    to: Address
    name: str
    reply: Reply


@dataclass(frozen=True, slots=True)
class Answer:
    """A proved reply and a token for each of its presses, ready to be rendered and sent.

    `in_place`: it replaces the message whose button was pressed.
    """

    reply: Reply
    tokens: Mapping[Press, str]
    in_place: bool = False


def extracts(reply: Reply) -> Iterator[Extract]:
    """Every Extract of a reply, in order."""
    for block in reply.blocks:
        yield from _extracts(block)


def _extracts(block: Block) -> Iterator[Extract]:
    match block:
        case Quote(extract=extract):
            yield extract
        case Paragraph(content=content):
            yield from (part for part in content if isinstance(part, Extract))
        case Bullets(items=items):
            yield from (part for item in items for part in item if isinstance(part, Extract))
        case Facts(pairs=pairs):
            yield from (part for _, value in pairs for part in value if isinstance(part, Extract))
        case Collapsed(content=inner):
            for nested in inner:
                yield from _extracts(nested)
        case Heading() | Divider() | Actions() | Attachment():
            return
        case never:
            assert_never(never)


def is_noted(reply: Reply) -> bool:
    """Whether it is stored, after sending, which piece a reply showed or quoted."""
    return reply.about is not None or next(extracts(reply), None) is not None


def without_presses(reply: Reply, *, longer_than: int = -1) -> Reply:
    """The reply without the buttons that need a token; buttons that open an address stay.

    With `longer_than`, only the buttons whose press has more characters are left out.
    """
    blocks: list[Block] = []
    for block in reply.blocks:
        if isinstance(block, Actions):
            kept = tuple(b for b in block.buttons if _size(b.does) <= longer_than)
            if kept:
                blocks.append(replace(block, buttons=kept))
        else:
            blocks.append(block)
    return replace(reply, blocks=tuple(blocks))


def _size(does: Press | str) -> int:
    return sum(map(len, does.args)) if isinstance(does, Press) else -1


def presses(reply: Reply) -> tuple[Press, ...]:
    """The presses of a reply's buttons, in order, each once; addresses are no presses."""
    found: dict[Press, None] = {}
    for block in reply.blocks:
        if isinstance(block, Actions):
            found.update((b.does, None) for b in block.buttons if isinstance(b.does, Press))
    return tuple(found)


_KIND = "is"
_TYPES: dict[str, type[Any]] = {
    one.__name__: one
    for one in (
        *(Heading, Paragraph, Quote, Bullets, Facts, Collapsed, Divider, Actions),
        *(Strong, Emphasis, Code, Link, Extract, Button, Press, Span),
    )
}


def dump_blocks(blocks: Iterable[Block]) -> str:
    """The blocks as one line of JSON, from which a message that was sent can be rendered again.

    TypeError for a file, which is no text of a message.
    """
    return json.dumps(_plain(tuple(blocks)), ensure_ascii=False, separators=(",", ":"))


def load_blocks(said: str) -> tuple[Block, ...]:
    """The blocks that `dump_blocks` wrote; ValueError, TypeError or KeyError for any other text."""
    found: tuple[Block, ...] = _built(json.loads(said))
    return found


def _plain(value: object) -> object:
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if is_dataclass(value) and not isinstance(value, type):
        name = type(value).__name__
        if name not in _TYPES:
            raise TypeError(f"no text of a message: {name}")
        said = {
            field.name: _plain(found)
            for field in fields(value)
            if (found := getattr(value, field.name)) != field.default or field.default is MISSING
        }
        return {_KIND: name, **said}
    return value


def _built(value: Any) -> Any:  # noqa: ANN401  # any field of a block
    if isinstance(value, list):
        return tuple(map(_built, value))
    if isinstance(value, dict):
        given = {name: _built(one) for name, one in value.items() if name != _KIND}
        return _TYPES[value[_KIND]](**given)
    return value
