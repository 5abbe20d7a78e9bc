"""/piece add and revise: a file or text becomes proposals, each shown with what was read of it.

A proposal is not public. Its editor sees what was read, warnings, the extract that readers would
get, and buttons to publish or discard it.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeAlias, assert_never

from briefs.editorial_selection import EditorialSelection
from briefs.errors import BadArgument, SourcebriefError, StoreUnavailable, Unreadable
from briefs.model import Brief, Card, Draft, Press, Revision, Shown, Source, Status, extracted
from briefs.pieces import versions
from briefs.sandbox import pool
from briefs.storage.editorial import LARGEST, Original, Proposal
from briefs.text.canonical import paragraphs
from handlers.format import DOT, counted, dateline, quote, ref_of, safe_url
from handlers.message import (
    Actions,
    Block,
    Bullets,
    Button,
    Context,
    Divider,
    Emphasis,
    Facts,
    Heading,
    Incoming,
    Missing,
    Paragraph,
    Reply,
    Request,
    Strong,
)

_MAX_FINDINGS = 12
"""Findings that are shown at most; a piece with more has the same fault many times."""

_OPENING_CHARS = 40

_STATUS_WORDS: tuple[tuple[Status, str], ...] = (
    ("parsed", "read"),
    ("partial", "read in part"),
    ("raw", "shown as written"),
)


def facts(revision: Revision, now: datetime) -> Facts:
    """The piece's origin, length and references; empty values are left out."""
    marks = counted(len(revision.marks), "note mark")
    known = (
        ("From", dateline(revision, now)),
        ("Language", revision.language),
        ("Topics", ", ".join(revision.topics)),
        ("Text", _text(revision)),
        ("References", DOT.join((_references(revision.listed), marks)) if revision.listed else ""),
        ("Links in the text", str(len(revision.linked)) if revision.linked else ""),
        ("Left out of the text", "; ".join(map(str, revision.left_out))),
        ("Kept beside the text", _asides(revision)),
        ("Not the author's own", _voices(revision)),
    )
    return Facts(tuple((name, (value,)) for name, value in known if value))


def to_look_at(revision: Revision, now: datetime, warnings: Sequence[str]) -> Iterator[Block]:
    """The reader's warnings and the findings of the reference audit; nothing if there are none.

    Both report entries that nothing cites; where there are warnings, that finding is left out.
    """
    from briefs.references.audit import audit  # noqa: PLC0415  # loads slowly

    found = [_sentence(warning) for warning in warnings]
    found += (
        finding.sentence
        for finding in audit(revision.listed, revision.marks, now, revision.published)
        if finding.kind != "summary" and not (warnings and finding.kind == "uncited")
    )
    if not found:
        return
    if len(found) > _MAX_FINDINGS:
        found[_MAX_FINDINGS:] = [f"… and {len(found) - _MAX_FINDINGS} more like these."]
    yield Paragraph((Strong("To look at"),))
    yield Bullets(tuple((said,) for said in found))


def extract(brief: Brief) -> Iterator[Block]:
    """The extract that readers would get, and the sentences that an editor pinned or dropped."""
    revision, hand = brief.revision, EditorialSelection.of(brief.summary)
    for number, at in extracted(brief):
        yield quote(revision, at, number)
    taken = len(brief.summary.sentences)
    said = f"{taken} of {counted(len(revision.sentences), 'sentence')}"
    if hand.by_hand:
        wished = (*(f"S{n} in" for n in hand.pinned), *(f"S{n} out" for n in hand.dropped))
        said = DOT.join((said, f"chosen by an editor: {', '.join(wished)}"))
    yield Facts((("Extract", (said,)),))


def _asides(revision: Revision) -> str:
    counts = Counter(aside.kind for aside in revision.asides)
    return DOT.join(counted(count, kind) for kind, count in counts.items())


def _voices(revision: Revision) -> str:
    """The first words of each passage that is not the author's own, with its speaker if known."""
    shown = (
        f"{voice.kind} “{' '.join(voice.at.of(revision.body).split())[:_OPENING_CHARS]}…”"
        + (f" ({voice.speaker})" if voice.speaker else "")
        for voice in revision.voices[:_MAX_FINDINGS]
    )
    return "; ".join(shown)


def _text(revision: Revision) -> str:
    parts = counted(len(paragraphs(revision.body)), "paragraph")
    return DOT.join((parts, counted(len(revision.sentences), "sentence")))


def _references(sources: Sequence[Source]) -> str:
    """How many references were parsed: "12 read, 3 read in part, 2 shown as written"."""
    counts = (
        (sum(source.status == status for source in sources), said) for status, said in _STATUS_WORDS
    )
    return ", ".join(f"{count} {said}" for count, said in counts if count)


def _sentence(warning: str) -> str:
    """A warning as a sentence of its own; readers write warnings to follow a file's name."""
    return f"{warning[:1].upper()}{warning[1:]}." if warning else warning


def blocks(
    proposal: Proposal,
    brief: Brief,
    now: datetime,
    public: Card | None,
    warnings: Sequence[str] = (),
) -> Iterator[Block]:
    """A proposal without its buttons; `public` is the piece's public card, None if it has none.

    `warnings` are the reader's; they are shown once and not stored.
    """
    revision = proposal.revision
    yield Heading(revision.heading)
    yield Paragraph((Emphasis(_state_of(proposal, public)),))
    yield facts(revision, now)
    yield from to_look_at(revision, now, warnings)
    yield from extract(brief)


def buttons(revision: Revision, *, named: bool = False) -> Actions:
    """The buttons of a proposal; `named` adds its number, for several proposals in one message."""
    ref = ref_of(revision)
    which = f" {ref}" if named else ""
    sources = f"Sources ({len(revision.listed)})" if revision.listed else "Sources"
    asked = (("Publish", "publish"), ("Discard", "discard"), ("Read", "read"), (sources, "sources"))
    return Actions(tuple(Button(f"{label}{which}", Press("piece", (v, ref))) for label, v in asked))


def similar_piece(proposal: Proposal) -> str:
    """The nearly identical public piece, in words: "#12 says 93 % the same"; "" without one."""
    if not proposal.twin:
        return ""
    return f"#{proposal.twin} says {int(100 * proposal.likeness)} % the same"


def _state_of(proposal: Proposal, public: Card | None) -> str:
    revision = proposal.revision
    said = f"Proposed as {ref_of(revision)}: readers see nothing of it before you publish it."
    if public is not None:
        # The title shows the editor whether the number was the right one.
        other = f", “{public.heading}”" if public.heading != revision.heading else ""
        said += f" It would replace revision {public.revision}{other}."
    if proposal.twin:
        said += f" {similar_piece(proposal)}: is it the same piece? "
        said += f"/piece revise #{proposal.twin} takes it as a version of that one."
    return said


_MIN_SPLIT_CHARS = 3_900
"""A text this long may have been split by the chat program; Slack splits at 4000 characters."""

_MAYBE_SPLIT = (
    "this is as long as a message can be in some chats: if the piece goes on, send it as a file"
)
_HOW_TO_SEND = (
    "Send me a file with the words /piece add, or write them in front of the text or its link: "
    "plain text, Markdown, Word, PDF and web pages can be read."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """A new proposal, the brief that readers would get, and the reader's warnings."""

    proposal: Proposal
    brief: Brief
    public: Card | None
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AlreadyKnown:
    """The text sent is word for word a stored piece."""

    card: Card


@dataclass(frozen=True, slots=True)
class NotRead:
    """The file or text could not be read."""

    name: str
    reason: str
    hint: str


Result: TypeAlias = Proposed | AlreadyKnown | NotRead


def propose(request: Request, context: Context, *, skip: int, replaces: int = 0) -> Reply:
    """One reply for all files, or for the pasted text; a file that fails stops none of the others.

    `skip` is how many words of the request come before a pasted text; `replaces` is the number of
    the piece that gets a new version, or 0.
    """
    came = request.files or _pasted(request, skip)
    if not came:
        raise BadArgument("There is nothing to read.", hint=_HOW_TO_SEND)
    if replaces and len(came) > 1:
        raise BadArgument(f"#{replaces} can only be one of these.", hint="Send them one by one.")
    results = [_result_of(one, request, context, replaces) for one in came]
    waiting = [result for result in results if isinstance(result, Proposed)]
    told: list[Block] = []
    for result in results:
        if told:
            told.append(Divider())
        told.extend(_result_blocks(result, request, named=len(waiting) > 1))
    about = waiting[0].proposal.revision if len(waiting) == 1 else None
    return Reply(tuple(told), about=Shown(about.piece, about.number) if about else None)


def _pasted(request: Request, skip: int) -> tuple[Incoming, ...]:
    """The text behind the command and its `skip` words, as a file; () if there is none."""
    behind = request.text.split(maxsplit=skip)[skip:]
    if not behind:
        return ()
    if safe_url(text := behind[0].strip()):
        raise BadArgument("I can't fetch links here.", hint="Send the page as a file.")
    return (Incoming(name="", media_type="text/plain", data=text.encode("utf-8", "replace")),)


def _result_of(
    came: Incoming | Missing, request: Request, context: Context, replaces: int
) -> Result:
    match came:
        case Incoming():
            try:
                return _proposed(came, request, context, replaces)
            except Unreadable as error:
                line = f"line {error.line}: " if error.line is not None else ""
                return NotRead(came.name, f"{line}{error.reason}", error.hint)
            except StoreUnavailable:  # the database failed, not the file
                raise
            except SourcebriefError as error:
                return NotRead(came.name, str(error), error.hint)
        case Missing(name, reason, hint):
            return NotRead(name, reason, hint)
        case never:
            assert_never(never)


def _proposed(came: Incoming, request: Request, context: Context, replaces: int) -> Result:
    store, draft = context.store, _read(came, request.at)
    edited = pool.edit(draft, method=context.method)
    found = store.editorial.propose(
        edited,
        by=request.person,
        at=request.origin,
        now=request.at,
        original=Original(draft.original, came.name, came.media_type, came.data),
        replaces=replaces,
    )
    if isinstance(found, Card):
        return AlreadyKnown(found)
    piece, number = found.revision.piece, found.revision.number
    return Proposed(
        proposal=found,
        brief=store.catalogue.brief(piece, "normal", number),
        public=store.catalogue.find(f"#{piece}"),
        warnings=edited.draft.warnings,
    )


def _read(came: Incoming, now: datetime) -> Draft:
    from briefs import left_out  # noqa: PLC0415  # only here are the readers needed
    from briefs.reading import base  # noqa: PLC0415  # only here are the readers needed

    draft = pool.read(came.data, name=came.name, origin=came.url, charset=came.charset)
    warnings = [one for one in draft.warnings if not one.startswith(left_out.USUAL)]
    if reason := versions.hold_reason(draft, now):
        warnings.append(reason)
    if not came.name and len(came.data.decode()) >= _MIN_SPLIT_CHARS:
        warnings.append(_MAYBE_SPLIT)
    if len(came.data) > LARGEST:
        warnings.append("the file is too large to be kept beside its text")
    url = draft.url or came.url
    return replace(
        draft,
        slug=draft.slug or base.slug(draft.title),
        url=url,
        origin=url if came.url else "",
        warnings=tuple(warnings),
    )


def _result_blocks(result: Result, request: Request, *, named: bool) -> Iterator[Block]:
    match result:
        case Proposed(proposal=found):
            yield from blocks(found, result.brief, request.at, result.public, result.warnings)
            yield buttons(found.revision, named=named)
        case AlreadyKnown(card):
            said = f"Nothing new: #{card.piece} says it already, word for word."
            yield Paragraph((Strong(card.heading), "\n", said))
            yield Actions((Button(f"#{card.piece}", Press("piece", ("check", f"#{card.piece}"))),))
        case NotRead(name, reason, hint):
            what = Strong(name or "The text")
            yield Paragraph((what, f" can't be taken in: {reason.removesuffix('.')}."))
            if hint:
                yield Paragraph((hint,))
        case never:
            assert_never(never)
