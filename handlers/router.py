"""Finds what a request asks for, from the words that people type around a command, and its handler;
and turns every outcome, errors included, into a reply.

Chat programs and keyboards add marks of direction, full-width signs, quotation marks and digits of
other scripts; people add punctuation, leave the slash out, or mistype a name.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from secrets import token_hex
from typing import Any, Final

from briefs.errors import NotFound, SourcebriefError, StoreUnavailable, Unproved
from briefs.log import get_logger
from briefs.model import looks_like_ref
from briefs.storage import Store
from handlers.commands import COMMANDS, Command, load
from handlers.find_revision import closest_pieces
from handlers.format import brief_buttons, card_lines, safe_url, with_notice
from handlers.message import Actions, Bullets, Code, Context, Paragraph, Reply, Request
from handlers.outgoing import directed, left_out, verified

NOT_READ: Final = "not-read"
"""The command given to a message without words: a picture, a voice message, a location."""

NAMES: Final = tuple(command.name for command in COMMANDS)

INVISIBLE: Final = "\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff"
"""The inside of a regex class: marks of direction and zero-width characters.

U+200C and U+200D are not in it: the spelling of some scripts needs them.
"""

_INVISIBLE: Final = re.compile(f"[{INVISIBLE}]")
_BEFORE_WORDS: Final = re.compile(rf"[\s{INVISIBLE}]+")

_BEFORE_COMMAND: Final = "/／\\`'*_~>•· \t\r\n,:;.!?،؛؟，：；！？-–—"
_MARKS: Final = frozenset("`*_~")
"""Markdown's signs, which people type on both sides of a command."""

_AFTER_NAME: Final = ",:;.!?،؛؟，：；！？`"
_AFTER_NUMBER: Final = ".,;:!?،؛"
_QUOTES: Final = ('"', "“", "”", "„", "«", "»")
_GLUED: Final = re.compile(r"([a-z]+)[_#]?(\d{1,9})")
_NUMBERS: Final = re.compile(r"[(№]?#?[Ss]?\d[\d@#\-–Ss]*\)?[.,;:!?،؛]*|\[\d+\][.,;:!?،؛]*")
_SENTENCE: Final = re.compile(r"[Ss]\d{1,7}")
_ALONE: Final = (
    ("brief", re.compile(r"(?:(?:no|nr|number|piece)\.? ?|№ ?)?#?\d{1,9}(?:@\d{1,9})?")),
    ("check", re.compile(r"s\d{1,7}")),
    ("sources", re.compile(r"\[\d{1,9}\]")),
)
"""Commands that are meant by a message of this form alone."""

_OF_A_PIECE: Final = frozenset({"brief", "read", "sources", "check"})
_PIECE_WORDS: Final = 2
"""How many words of /piece are read as words of a command: a verb and a reference, or a sentence,
as in "publish #12" and "pin S3".
"""

_NUMBERED: Final = frozenset({"no", "nr", "number", "piece", "article", "№", "#"})
_READS_LINKS: Final = frozenset({"brief", "read", "sources"})
_LENGTHS: Final = frozenset({"short", "normal", "long"})
_NEWEST: Final = frozenset({"latest", "newest", "last", "new"})
_DIGEST_VERBS: Final = {
    "stop": "off",
    "end": "off",
    "cancel": "off",
    "unsubscribe": "off",
    "start": "on",
    "begin": "on",
    "subscribe": "on",
    "info": "status",
    "show": "status",
}
_HOURS: Final = {
    name: str(hour)
    for hour, name in enumerate(
        ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"), start=1
    )
}
_ALIASES: Final = {
    "start": "help",
    "commands": "help",
    "menu": "help",
    "hello": "help",
    "hi": "help",
    "hey": "help",
    "new": "latest",
    "news": "latest",
    "newest": "latest",
    "last": "latest",
    "summary": "brief",
    "summarise": "brief",
    "summarize": "brief",
    "source": "sources",
    "references": "sources",
    "find": "search",
    "topic": "topics",
    "settings": "digest",
    "subscribe": "digest",
}
"""Other words for commands; a message of one such word alone is that command."""

_ASKS_FOR_NEWS: Final = frozenset({"what's new", "whats new", "what is new", "anything new"})
_MAX_SLIPS: Final = 2
_SHORT_NAME: Final = 5


_HALF: Final = re.compile("[\ud800-\udfff]")


def well_formed(value: Any) -> Any:  # noqa: ANN401  # JSON, whatever it is
    """The same JSON value with U+FFFD for each unpaired surrogate, which UTF-8 cannot encode."""
    if isinstance(value, str):
        return value if value.isascii() else _HALF.sub("\ufffd", value)
    if isinstance(value, dict):
        return {well_formed(name): well_formed(one) for name, one in value.items()}
    if isinstance(value, list):
        return [well_formed(one) for one in value]
    return value


def bare(text: str) -> str:
    """The text without leading white space and invisible characters."""
    found = _BEFORE_WORDS.match(text)
    return text[found.end() :] if found else text


def known(name: str) -> bool:
    """Whether a name after a slash is one of our commands, with or without a number glued to it.

    Aliases do not count: in a group, "/start" may be meant for another bot.
    """
    glued = _GLUED.fullmatch(name.lower())
    return (glued[1] if glued else name.lower()) in NAMES


def command_of(name: str, words: str) -> tuple[str, str] | None:
    """The command that a name after a slash means, and its words; None if it means none.

    "brief12" is read as "brief 12".
    """
    name = name.lower()
    if name in NAMES or name == NOT_READ:
        return name, words
    if name in _ALIASES:
        return _ALIASES[name], words
    glued = _GLUED.fullmatch(name)
    if glued is not None and (found := command_of(glued[1], "")) is not None:
        return found[0], f" {glued[2]}{words}"
    return None


def typed(text: str) -> tuple[str, str]:
    """The command and words that a text without a slash means; (search, text) if it means no
    command.

    An empty text means help, a number alone a brief of that piece, "S7" that sentence, and "[2]"
    that source.
    """
    said = _said(text)
    if not said.strip():
        return "help", ""
    if (found := commanded(text)) is not None:
        return found
    if _whole(said) in _ASKS_FOR_NEWS:
        return "latest", ""
    if len(said.split()) == 1 and (found := command_of(_first(said), "")) is not None:
        return found
    return "search", said


def commanded(text: str) -> tuple[str, str] | None:
    """The command and words of a text that begins with the exact name of a command, else None.

    A number, "S7" or "[2]" alone stands for its command, as in `typed`.
    """
    said = _said(text)
    if not said.strip():
        return None
    whole = _whole(said)
    for command, form in _ALONE:
        if form.fullmatch(whole):
            return command, whole
    name, words = _first(said), "".join(said.split(maxsplit=1)[1:])
    marks = "".join(set(bare(text).removesuffix(said)) & _MARKS)
    return (name, words.rstrip(marks) if marks else words) if name in NAMES else None


def _said(text: str) -> str:
    return bare(text).lstrip(_BEFORE_COMMAND)


def _whole(said: str) -> str:
    return plain(said).strip(_BEFORE_COMMAND).casefold().replace("’", "'")


def _first(said: str) -> str:
    """The first word, in lower case and without the punctuation after it."""
    return said.split(maxsplit=1)[0].rstrip(_AFTER_NAME).lower()


def understood(request: Request) -> Request:
    """The request with the command that its name means, and its words without typing slips.

    The text of a piece, which may follow /piece, is left as it is.
    """
    found = command_of(request.command, "")
    if found is None:
        return request
    command, glued = found
    args = tuple(filter(None, (*glued.split(), *map(word, request.args))))
    if command == "piece":  # what follows the reference may be a piece's own text
        args = (*map(word, request.args[:_PIECE_WORDS]), *request.args[_PIECE_WORDS:])
    if request.command.lower() == "start" and args:
        # A link can carry a command: core.telegram.org/bots/features#deep-linking
        command, rest = command_of(args[0].replace("-", "_"), "") or ("help", "")
        args = tuple(rest.split())
    if command == "search" and request.forwarded and _is_quotation(request.text):
        command = "check"  # a forwarded text is compared, not searched for
    elif command in _OF_A_PIECE:
        args = _with_length_last(_without_fillers(args))
        if command != "check" and len(args) == 1 and _SENTENCE.fullmatch(args[0]):
            command = "check"
    if command == "digest":
        args = _digest_words(args)
    return replace(request, command=command, args=args)


def _without_fillers(args: tuple[str, ...]) -> tuple[str, ...]:
    """The words with "no. 2" and "piece 2" read as 2, "page 2" as p2, and "latest" alone as
    nothing.
    """
    if len(args) == 1 and args[0].casefold() in _NEWEST:
        return ()
    found: list[str] = []
    for arg in args:
        before = found[-1].casefold().rstrip(".") if found else ""
        if arg.isdecimal() and before in {"page", "p"}:
            found[-1] = f"p{arg}"
        elif before in _NUMBERED and arg.removeprefix("#").isdecimal():
            found[-1] = arg
        else:
            found.append(arg)
    return tuple(found)


def _with_length_last(args: tuple[str, ...]) -> tuple[str, ...]:
    """The words with "short." read as short, and "short 1" as "1 short"."""
    if len(args) <= 1:
        return args
    said = tuple(arg.rstrip(_AFTER_NUMBER) for arg in args)
    if said[-1].casefold() in _LENGTHS:
        return (*args[:-1], said[-1])
    first, *rest = said
    about_one = len(rest) == 1 and _NUMBERS.fullmatch(rest[0]) is not None
    return (rest[0], first) if first.casefold() in _LENGTHS and about_one else args


def _digest_words(args: tuple[str, ...]) -> tuple[str, ...]:
    """The words of /digest with aliases replaced by its verbs, and spelled-out hours by numbers."""
    if not args:
        return args
    first = _DIGEST_VERBS.get(args[0].casefold(), args[0])
    if any(char.isdecimal() for arg in args for char in arg):
        return (first, *args[1:])
    return (first, *(_HOURS.get(arg.casefold(), arg) for arg in args[1:]))


def _is_quotation(text: str) -> bool:
    from briefs.receipts.quotation import reads_as_quotation  # noqa: PLC0415  # few forward one

    return reads_as_quotation(text)


def nearest(name: str, names: Sequence[str] = NAMES, *, limit: int = 2) -> tuple[str, ...]:
    """The names most similar to a mistyped one, nearest first, at most `limit`.

    Similar means one slip away, two for a name of five letters or more (optimal string alignment).
    """
    from rapidfuzz.distance import OSA  # noqa: PLC0415  # few mistype a name

    most = 1 if len(name) < _SHORT_NAME else _MAX_SLIPS
    near = sorted((OSA.distance(name, one), n, one) for n, one in enumerate(names))
    return tuple(one for distance, _, one in near if distance <= most)[:limit]


def plain(text: str) -> str:
    """The text with the digits of any script as 0 to 9, and full-width signs as ASCII."""
    return text if text.isascii() else "".join(map(_plain, text))


def _plain(char: str) -> str:
    if char.isascii():
        return char
    if (digit := unicodedata.decimal(char, None)) is not None:
        return str(digit)
    return unicodedata.normalize("NFKC", char) if "\uff01" <= char <= "\uff5e" else char


def word(said: str) -> str:
    """A word of a command without typing slips: "1." and "№1" are 1.

    A quoted phrase, an address and "[2]" keep their punctuation.
    """
    if "://" in said:
        return said
    shown = plain(_INVISIBLE.sub("", said))
    if shown.startswith(_QUOTES) or shown.endswith(_QUOTES):
        return shown  # the search reads phrases itself
    if _NUMBERS.fullmatch(shown):
        return shown.rstrip(_AFTER_NUMBER).removeprefix("№")
    return shown


def link_to_read(request: Request) -> str | None:
    """The address that takes the place of a piece's number in `/brief`, `/read` or `/sources`."""
    may = request.args and request.command.lower() in _READS_LINKS
    return safe_url(request.args[0]) if may else None


def link_to_add(request: Request) -> str | None:
    """The address in a `/piece add` or `revise`; its page is fetched before the handler runs."""
    if request.command.lower() != "piece" or request.files:
        return None
    match [word for word in request.args if word]:
        case [verb, url] if verb.lower() == "add":
            return safe_url(url)
        case [verb, _, url] if verb.lower() == "revise":
            return safe_url(url)
        case _:
            return None


def searches(request: Request) -> bool:
    """Whether a request searches the library for words."""
    asked = understood(request)
    if asked.command.lower() == "search":
        return True
    words = (word for word in asked.args if word.lower() not in _LENGTHS)
    return asked.command.lower() in _OF_A_PIECE and not all(map(looks_like_ref, words))


_STOPS = frozenset({"stop", "unsubscribe", "cancel", "quit", "exit"})
_CHANGING = frozenset({"digest", "piece"})
_FOR_ALL = frozenset({"status", "preview", "help"})
_NOT_READ_REPLY = (
    "I read words and documents, not pictures, voices or places. /help shows what I can do."
)

_log = get_logger(__name__)


def answer(request: Request, context: Context) -> Reply:
    """The proved reply to a request; every error becomes a reply, too."""
    request = understood(request)
    name = request.command.lower()
    if name == NOT_READ:
        return _line(_NOT_READ_REPLY)
    command = _command(name)
    if command is None:
        return _unknown(name)
    if (why := _untrusted(request)) is not None:
        return _line(why)
    if request.args == ("help",) and name != "search":
        request = replace(request, command="help", args=(name,))
        command = next(one for one in COMMANDS if one.name == "help")
    try:
        return _answered(command, request, context)
    except Unproved as error:
        reference = token_hex(4)
        _log.error("unproved", reference=reference, error=str(error), command=name)
        return _bug_reply(
            "I can't show this: the stored text does not match its proof, and what cannot be "
            "proved is not sent.",
            reference,
        )
    except StoreUnavailable as error:
        _log.error("no_store", error=str(error), hint=error.hint, command=name)
        return error_reply(error)
    except SourcebriefError as error:
        return error_reply(error)
    except Exception:  # noqa: BLE001  # a bug in one answer must not end the bot
        reference = token_hex(4)
        _log.exception("bug", reference=reference, command=name)
        return _bug_reply("Something went wrong on my side.", reference)


def _command(name: str) -> Command | None:
    return next((command for command in COMMANDS if command.name == name), None)


def _untrusted(request: Request) -> str | None:
    """Why a command that changes something is not run for this sender; None if it is run."""
    if request.command not in _CHANGING or (request.args and request.args[0] in _FOR_ALL):
        return None
    if request.forwarded:
        return "Somebody else wrote that command. I run it only for whoever types it."
    if request.outsider:
        return "Only people of this workspace can do that here: ask one of them."
    return None


def _line(said: str) -> Reply:
    return Reply((Paragraph((said,)),), private=True)


def _answered(command: Command, request: Request, context: Context) -> Reply:
    store = context.store
    try:
        reply = load(command)(request, context)
        try:
            return directed(with_notice(verified(reply, store), store))
        except Unproved as error:
            sound = directed(with_notice(left_out(reply, store, error), store))
            _log.error("left_out", error=str(error), command=request.command)
            return sound
    except NotFound as error:
        return directed(_not_found(error, request, store))


def _unknown(name: str) -> Reply:
    if name in _STOPS:
        return _line("/digest off ends the digest of this chat, /digest pause only rests it.")
    near = " or ".join(f"/{one}" for one in nearest(name))
    advice = f"Did you mean {near}?" if near else "/help lists what I can do."
    return _line(f"I don't know /{name[:40]}. {advice}")


def error_reply(error: SourcebriefError) -> Reply:
    """What went wrong and what the asker can do next.

    An error of the database is answered without its place, which is for the operator's log alone.
    """
    if isinstance(error, StoreUnavailable):
        error = SourcebriefError(
            "The library can't be used for this at the moment.",
            hint="Try again in a few minutes. The operator is told.",
        )
    lines = filter(None, (str(error), error.hint))
    return Reply(tuple(Paragraph((line,)) for line in lines), private=True)


def _not_found(error: NotFound, request: Request, store: Store) -> Reply:
    near = closest_pieces(error.ref, store)
    if not near:
        return error_reply(error)
    return Reply(
        (
            *error_reply(error).blocks,
            Paragraph(("The closest I have:",)),
            Bullets(card_lines(near, request.at)),
            Actions(brief_buttons(near)),
        ),
        private=True,
    )


def _bug_reply(text: str, reference: str) -> Reply:
    return Reply(
        (Paragraph((text, " The operator finds it in the log under ", Code(reference), ".")),),
        private=True,
    )
