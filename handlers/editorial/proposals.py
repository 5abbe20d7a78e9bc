"""Bringing pieces in: each file, or the text, that came with a request becomes a proposal."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TypeAlias, assert_never

from briefs.errors import BadArgument, SourcebriefError, StoreUnavailable, Unreadable
from briefs.model import Brief, Card, Draft, Press, Shown
from briefs.storage import Store
from briefs.storage.editorial import LARGEST, Original, Proposal
from handlers import proposal as handlers_proposal
from handlers.links import checked
from handlers.message import (
    Actions,
    Block,
    Button,
    Divider,
    Incoming,
    Missing,
    Paragraph,
    Reply,
    Request,
    Strong,
)

_LONG = 3_900
"""Characters of a text from which on a chat program may have parted it into several messages."""

_PARTED = (
    "this is as long as a message can be in some chats: if the piece goes on, send it as a file"
)
_HOW = (
    "Send me a file with the words /piece add, or write them in front of the text or its link: "
    "plain text, Markdown, Word, PDF and web pages can be read."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """What waits now, with what readers get of the piece, and the reader's warnings."""

    proposal: Proposal
    brief: Brief
    public: Card | None
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """What came says nothing that a piece does not say already."""

    card: Card


@dataclass(frozen=True, slots=True)
class Failed:
    """What came could not be taken in."""

    name: str
    reason: str
    hint: str


Result: TypeAlias = Proposed | Known | Failed


def link(request: Request) -> str | None:
    """The address of a `/piece add` or `revise`, to be fetched before it can be answered."""
    if request.command.lower() != "piece" or request.files:
        return None
    match [word for word in request.args if word]:
        case [verb, url] if verb.lower() == "add":
            return checked(url)
        case [verb, _, url] if verb.lower() == "revise":
            return checked(url)
        case _:
            return None


def propose(request: Request, store: Store, *, skip: int, replaces: int = 0) -> Reply:
    """An answer on each of what came, one by one: no failure keeps the others out.

    `skip` words of the request come before a pasted text; `replaces` is the piece that what came is
    a version of.
    """
    came = request.files or _pasted(request, skip)
    if not came:
        raise BadArgument("There is nothing to read.", hint=_HOW)
    if replaces and len(came) > 1:
        raise BadArgument(f"#{replaces} can only be one of these.", hint="Send them one by one.")
    results = [_taken(one, request, store, replaces) for one in came]
    waiting = [result for result in results if isinstance(result, Proposed)]
    told: list[Block] = []
    for result in results:
        if told:
            told.append(Divider())
        told.extend(_told(result, request, named=len(waiting) > 1))
    about = waiting[0].proposal.revision if len(waiting) == 1 else None
    return Reply(tuple(told), about=Shown(about.piece, about.number) if about else None)


def _pasted(request: Request, skip: int) -> tuple[Incoming, ...]:
    """The text behind the words of the command, if there is any."""
    behind = request.text.split(maxsplit=skip)[skip:]
    if not behind:
        return ()
    if checked(text := behind[0].strip()):
        raise BadArgument("I can't fetch links here.", hint="Send the page as a file.")
    return (Incoming(name="", media_type="text/plain", data=text.encode("utf-8", "replace")),)


def _taken(came: Incoming | Missing, request: Request, store: Store, replaces: int) -> Result:
    match came:
        case Incoming():
            try:
                return _proposed(came, request, store, replaces)
            except Unreadable as error:
                line = f"line {error.line}: " if error.line is not None else ""
                return Failed(came.name, f"{line}{error.reason}", error.hint)
            except StoreUnavailable:  # it says nothing of the file
                raise
            except SourcebriefError as error:
                return Failed(came.name, str(error), error.hint)
        case Missing(name, reason, hint):
            return Failed(name, reason, hint)
        case never:
            assert_never(never)


def _proposed(came: Incoming, request: Request, store: Store, replaces: int) -> Result:
    from briefs.pieces import ingest  # noqa: PLC0415  # the summariser takes a while to load

    draft = _read(came)
    found = store.publishing.propose(
        ingest.edit(draft, method=request.method),
        by=request.sender,
        at=request.origin,
        now=request.at,
        original=Original(draft.original, came.name, came.media_type, came.data),
        replaces=replaces,
    )
    if isinstance(found, Card):
        return Known(found)
    piece, number = found.revision.piece, found.revision.number
    return Proposed(
        proposal=found,
        brief=store.brief(piece, "normal", number),
        public=store.find(f"#{piece}"),
        warnings=draft.warnings,
    )


def _read(came: Incoming) -> Draft:
    from briefs.reading import (
        sandbox,  # as do the readers
        slug,  # as do the readers
    )

    draft = sandbox.read(came.data, name=came.name, origin=came.url, charset=came.charset)
    warnings = list(draft.warnings)
    if not came.name and len(came.data.decode()) >= _LONG:
        warnings.append(_PARTED)
    if len(came.data) > LARGEST:
        warnings.append("the file is too large to be kept beside its text")
    url = draft.url or came.url
    return replace(
        draft,
        slug=draft.slug or slug.slug(draft.title),
        url=url,
        origin=url if came.url else "",
        warnings=tuple(warnings),
    )


def _told(result: Result, request: Request, *, named: bool) -> Iterator[Block]:
    match result:
        case Proposed(proposal=found):
            yield from handlers_proposal.blocks(
                found, result.brief, request.at, result.public, result.warnings
            )
            yield handlers_proposal.buttons(found.revision, named=named)
        case Known(card):
            said = f"Nothing new: #{card.piece} says it already, word for word."
            yield Paragraph((Strong(card.heading), "\n", said))
            yield Actions((Button(f"#{card.piece}", Press("piece", ("check", f"#{card.piece}"))),))
        case Failed(name, reason, hint):
            what = Strong(name or "The text")
            yield Paragraph((what, f" can't be taken in: {reason.removesuffix('.')}."))
            if hint:
                yield Paragraph((hint,))
        case never:
            assert_never(never)
