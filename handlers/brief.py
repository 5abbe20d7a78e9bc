"""/brief: the extract of a piece, its own sentences word for word, with what proves them."""

from collections.abc import Iterator

from briefs.model import Brief, Card, Length, Press, Revision, Shown
from briefs.proof import sentence_numbers
from briefs.store import Store
from handlers.links import checked
from handlers.message import (
    Actions,
    Block,
    Bullets,
    Button,
    Emphasis,
    Facts,
    Heading,
    Paragraph,
    Reply,
    Request,
)
from handlers.pieces import Choice, at_hand, chosen, newest, replied_to
from handlers.present import DOT, dateline, day, listed, outdated, quote, ref_of

_LENGTHS: dict[str, Length] = {"short": "short", "normal": "normal", "long": "long"}


def answer(request: Request, store: Store) -> Reply:
    """`/brief [number, id or words] [short|normal|long]`; a mere length means the piece at hand."""
    words, length = _length_of(request.args)
    if words:
        choice = chosen(words, store)
    else:
        about = at_hand if length else replied_to
        choice = about(request, store) or newest(store)
    brief = store.brief(choice.piece, length or "normal", choice.number)
    blocks = (*_blocks(brief, choice, request), *_others(choice.others, request), _actions(brief))
    return Reply(blocks, about=Shown(brief.revision.piece, brief.revision.number))


def _length_of(args: tuple[str, ...]) -> tuple[tuple[str, ...], Length | None]:
    if args and args[-1].lower() in _LENGTHS:
        return args[:-1], _LENGTHS[args[-1].lower()]
    return args, None


def _blocks(brief: Brief, choice: Choice, request: Request) -> Iterator[Block]:
    revision = brief.revision
    numbers = sentence_numbers(revision)
    yield Heading(revision.heading)
    yield Paragraph((Emphasis(dateline(revision, request.at)),))
    yield from outdated(choice)
    for at in brief.summary.sentences:
        yield quote(revision, at, numbers[at])
    yield Facts((("Proof", (proof_line(brief, request),)),))


def proof_line(brief: Brief, request: Request) -> str:
    """What the extract is, said exactly: how much of the piece, chosen how, of which revision."""
    revision, summary = brief.revision, brief.summary
    shown, all_ = len(summary.sentences), len(revision.sentences)
    if shown == all_:
        what = f"The whole piece, {_count(all_)}: too short to shorten"
    elif summary.method == "lead":
        what = f"The opening{DOT}{shown} of {_count(all_)}"
    else:
        what = f"Exact extract{DOT}{shown} of {_count(all_)}"
    return f"{what}{DOT}revision {revision.number}{DOT}as of {day(request.at)}"


def _count(sentences: int) -> str:
    return "1 sentence" if sentences == 1 else f"{sentences} sentences"


def _others(cards: tuple[Card, ...], request: Request) -> Iterator[Block]:
    if cards:
        yield Paragraph(("These match too:",))
        yield Bullets(tuple(listed(card, request.at) for card in cards))


def _actions(brief: Brief) -> Actions:
    revision, ref = brief.revision, ref_of(brief.revision)
    buttons = [
        Button(_sources_label(revision), Press("sources", (ref,))),
        Button("Read", Press("read", (ref,))),
        Button("Check", Press("check", (ref,))),
    ]
    whole = len(brief.summary.sentences) == len(revision.sentences)
    if brief.summary.length != "long" and not whole:
        buttons.append(Button("Longer", Press("brief", (ref, "long"), True)))
    if brief.summary.length == "long":
        buttons.append(Button("Shorter", Press("brief", (ref,), True)))
    original = checked(revision.url)
    if original:
        buttons.append(Button("Original", original))
    return Actions(tuple(buttons))


def _sources_label(revision: Revision) -> str:
    return f"Sources ({len(revision.sources)})" if revision.sources else "Sources"
