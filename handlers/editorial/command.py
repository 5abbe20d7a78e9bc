"""/piece: what editors do with pieces before and after they are public.

Every answer is private; where others would read it, the request is refused.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Literal, TypeAlias, assert_never, get_args

from briefs.errors import BadArgument
from briefs.model import Brief, Card, Press, Revision, Shown, sentence_numbers
from briefs.storage import Store
from briefs.storage.editorial import Proposal
from handlers import sources
from handlers.editorial import edit_fields, proposals
from handlers.editorial.edit_fields import as_typed as _as_typed
from handlers.editorial.edit_fields import edit
from handlers.editorial.erase import erase
from handlers.editorial.log import corrections_reached, editorial_log
from handlers.editorial.proposals import extract, facts, propose, to_look_at
from handlers.editorial.publish import ANYWAY, choose, discard, publish, retract
from handlers.editorial.schedule import spelled
from handlers.editorial.topics import topics
from handlers.find_revision import resolve_proposed, resolve_stored
from handlers.format import (
    DOT,
    Page,
    age,
    day,
    page_buttons,
    page_of,
    paginate,
    parse_number,
    quote,
    ref_of,
    shared_headings,
    split_page,
    told_apart,
)
from handlers.message import (
    Actions,
    Block,
    Bullets,
    Button,
    Code,
    Context,
    Emphasis,
    Facts,
    Heading,
    Inline,
    Paragraph,
    Quote,
    Reply,
    Request,
    Strong,
)

_TICK = "✓"
_HOW_TO_SELECT = (
    "/piece pin S3 puts a sentence in, /piece drop S3 takes one out, /piece auto S3 undoes either"
)


def numbered_sentences(brief: Brief, page: int) -> Reply:
    """Page `page`, from 1, of a piece's numbered sentences; those of its extract are ticked."""
    revision = brief.revision
    pages = paginate(revision.sentences)
    shown = page_of(pages, page, revision, "/piece read")
    blocks = (*_blocks(brief, shown), *_page_footer(brief, page, len(pages)))
    return Reply(blocks, about=Shown(revision.piece, revision.number))


def _blocks(brief: Brief, page: Page) -> Iterator[Block]:
    revision, taken = brief.revision, frozenset(brief.summary.sentences)
    numbers = sentence_numbers(revision)
    yield Heading(f"{revision.heading}{DOT}{ref_of(revision)}")
    for at in page:
        yield _ticked(quote(revision, at, numbers[at]), chosen=at in taken)


def _ticked(sentence: Quote, *, chosen: bool) -> Quote:
    return replace(sentence, label=f"{sentence.label}{_TICK}") if chosen else sentence


def _page_footer(brief: Brief, page: int, pages: int) -> Iterator[Block]:
    ref = ref_of(brief.revision)
    said = f"Page {page} of {pages}{DOT}{_TICK} is in the extract{DOT}{_HOW_TO_SELECT}"
    yield Paragraph((Emphasis(said),))
    turn = page_buttons(Press("piece", ("read", ref)), page, pages)
    yield Actions((*turn, Button("Back", Press("piece", ("check", ref)))))


_Verb: TypeAlias = Literal[
    "list",
    "add",
    "check",
    "read",
    "sources",
    "publish",
    "discard",
    "revise",
    "edit",
    "topics",
    "retract",
    "erase",
    "pin",
    "drop",
    "line",
    "auto",
    "log",
    "corrections",
]
_VERBS: tuple[_Verb, ...] = get_args(_Verb)
_OF_PUBLICATION = {"publish": publish, "discard": discard, "retract": retract, "erase": erase}
_BECOME_ONE = "To become one, tell the operator who you are here:"
_MAX_PROPOSALS = 8
"""Proposals on a page of the list."""


def answer(request: Request, context: Context) -> Reply:
    """`/piece [verb] [words]`; the table in `handlers.commands` says what each verb does."""
    if request.role != "editor":
        return _refusal(request)
    if request.overheard:
        return _overheard_reply()
    said, words = (request.args[0].casefold(), request.args[1:]) if request.args else ("list", ())
    verb = next((verb for verb in _VERBS if verb == said), None)
    if verb is None:
        raise BadArgument(f"I don't know /piece {said[:40]}.", hint=f"I know {', '.join(_VERBS)}.")
    return replace(_answer(verb, words, request, context), private=True)


def _answer(verb: _Verb, words: tuple[str, ...], request: Request, context: Context) -> Reply:
    store = context.store
    match verb:
        case "list":
            return _list(words, request, store)
        case "add" | "revise" if request.cut:
            raise BadArgument(
                "This text may be cut: a message has 4096 characters at most, and what is longer "
                "is sent in several.",
                hint="Nothing was taken in. Send it as a file (.txt, .md, .docx), or its link.",
            )
        case "add":
            return propose(request, context, skip=1)
        case "revise":
            return _revise(words, request, context)
        case "check":
            return _check(words, request, store)
        case "read":
            rest, page = split_page(words)
            revision = resolve_stored(rest, request, store)
            return numbered_sentences(
                store.catalogue.brief(revision.piece, "normal", revision.number), page
            )
        case "sources":
            return _sources(words, request, store)
        case "topics":
            return topics(_as_typed(words, request), request, store)
        case "edit":
            return edit(words, request, context)
        case "log" | "corrections":
            told = editorial_log if verb == "log" else corrections_reached
            return told(words, request, store)
        case "publish" | "discard" | "retract" | "erase":
            return _OF_PUBLICATION[verb](words, request, store)
        case "pin" | "drop" | "line" | "auto":
            return choose(verb, words, request, store)
        case never:
            assert_never(never)


def _refusal(request: Request) -> Reply:
    """Refuse, and show the asker's id in the form in which the operator lists editors."""
    return Reply(
        (
            Paragraph(("Only editors bring pieces in, publish them or take them back.",)),
            Paragraph(
                ("To become one, tell the operator who you are here: ", Code(request.person))
            ),
        ),
        private=True,
    )


def _overheard_reply() -> Reply:
    said = "What is not public yet is for editors only, and here others read along."
    return Reply((Paragraph((said, " Send it to me in private.")),), private=True)


def _list(words: tuple[str, ...], request: Request, store: Store) -> Reply:
    """A page of the waiting proposals, newest first; `p2` is the second page."""
    page = split_page(words)[1]
    skip = _MAX_PROPOSALS * (page - 1)
    waiting = store.editorial.proposals(limit=skip + _MAX_PROPOSALS + 1)[skip:]
    if not waiting and skip:
        return _list((), request, store)
    if not waiting:
        said = (
            "Nothing waits to be published. /piece add and a file, a text or a link proposes one."
        )
        return Reply((Paragraph((said,)),))
    shown = waiting[:_MAX_PROPOSALS]
    doubles = shared_headings(one.revision for one in shown)
    buttons = (
        Button(ref, Press("piece", ("check", ref)))
        for ref in (ref_of(one.revision) for one in shown)
    )
    turn = page_buttons(
        Press("piece", ("list",)),
        page,
        page + bool(waiting[_MAX_PROPOSALS:]),
        back="‹ Newer",
        on="Older ›",
    )
    return Reply(
        (
            Heading("Waiting to be published"),
            Bullets(tuple(_proposal_line(one, request, doubles) for one in shown)),
            Actions((*buttons, *turn)),
        ),
        about=Shown(piece=0),
    )


def _proposal_line(one: Proposal, request: Request, doubles: frozenset[int]) -> tuple[Inline, ...]:
    came = f"proposed {age(one.proposed_at, request.at)}"
    if one.due_at is not None:
        came += f"{DOT}public on {spelled(one.due_at)}"
    place = f"would replace revision {one.replaces}" if one.replaces else "a new piece"
    apart = told_apart(one.revision) if one.revision.piece in doubles else ""
    said = DOT.join(filter(None, (came, place, apart, proposals.similar_piece(one))))
    return (f"{ref_of(one.revision)} ", Strong(one.revision.heading), f"\n{said}")


def _revise(words: tuple[str, ...], request: Request, context: Context) -> Reply:
    if not words:
        raise BadArgument(
            "A new version of which piece?",
            hint="/piece revise #12, with a file, or with a text or link after it.",
        )
    revision = resolve_stored(words[:1], request, context.store)
    return propose(request, context, skip=2, replaces=revision.piece)


def _check(words: tuple[str, ...], request: Request, store: Store) -> Reply:
    revision = resolve_proposed(words, request, store)
    brief = store.catalogue.brief(revision.piece, "normal", revision.number)
    about = Shown(revision.piece, revision.number)
    waits = store.editorial.proposal(revision.piece, revision.number)
    if waits is not None:
        blocks = proposals.blocks(
            waits, brief, request.at, store.catalogue.find(f"#{revision.piece}")
        )
        return Reply((*blocks, proposals.buttons(revision)), about=about)
    ref, public = ref_of(revision), store.catalogue.find(f"#{revision.piece}")
    buttons = [
        Button("Read", Press("piece", ("read", ref))),
        Button("Sources", Press("piece", ("sources", ref))),
    ]
    if public is None or public.revision != revision.number:
        buttons.insert(0, Button("Publish", Press("piece", ("publish", ref, ANYWAY))))
    return Reply(
        (
            Heading(revision.heading),
            Paragraph((_state_of(revision, public, store),)),
            facts(revision, request.at),
            *_corrections(revision),
            *_original_file(revision, store),
            *to_look_at(revision, request.at, ()),
            *extract(brief),
            Actions(tuple(buttons)),
        ),
        about=about,
    )


def _state_of(revision: Revision, public: Card | None, store: Store) -> str:
    ref = ref_of(revision)
    if public is not None and public.revision == revision.number:
        return f"{ref} is public: it is what readers get."
    if public is not None:
        return f"{ref} is not public: readers get revision {public.revision}."
    gone = store.catalogue.retraction(revision.piece)
    return f"{ref} is not public. {gone.notice}" if gone else f"{ref} is not public."


def _corrections(revision: Revision) -> Iterator[Block]:
    if known := edit_fields.facts(revision):
        yield Paragraph((Strong("Corrected by an editor"),))
        yield Facts(known)


def _original_file(revision: Revision, store: Store) -> Iterator[Block]:
    """The file that the revision was read from, if it is stored."""
    sha256 = store.editorial.original_sha256(revision.piece, revision.number)
    if not sha256:
        return
    kept = store.editorial.original(sha256)
    name = kept.name or "a pasted text" if kept else "a file that was not kept"
    size = f"{DOT}{len(kept.data):,} bytes" if kept else ""
    came = f"{name}{size}{DOT}came in {day(revision.stored_at)}"
    yield Facts((("Read from", (came,)), ("SHA-256 of the file", (Code(sha256),))))


def _sources(words: tuple[str, ...], request: Request, store: Store) -> Reply:
    form = sources.format_of(words[-1]) if words else None
    rest, page = split_page(words[:-1] if form else words)
    number = parse_number(rest[-1]) if len(rest) > 1 else None
    revision = resolve_stored(rest[:1], request, store)
    shown = sources.sources_reply(revision, number, page, form, command="/piece sources")
    return _as_editor_reply(shown, revision)


def _as_editor_reply(reply: Reply, revision: Revision) -> Reply:
    """The reply with its buttons changed to ones that work for a revision that is not public."""
    ref = ref_of(revision)

    def turned(button: Button) -> Button:
        match button.does:
            case Press("sources", args, in_place):
                return replace(button, does=Press("piece", ("sources", *args), in_place))
            case Press("read" | "brief" as command):
                verb = "check" if command == "brief" else command
                return replace(button, does=Press("piece", (verb, ref)))
            case _:
                return button

    blocks = (
        Actions(tuple(map(turned, block.buttons))) if isinstance(block, Actions) else block
        for block in reply.blocks
    )
    return replace(reply, blocks=tuple(blocks))
