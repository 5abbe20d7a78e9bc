"""/piece add and revise: what was sent becomes proposals, each shown as it was understood.

A proposal is not public. Its editor sees what was read, what to look at, the extract that readers
would get, and buttons to publish or discard it.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeAlias, assert_never

from briefs.editorial_selection import EditorialSelection
from briefs.errors import BadArgument, SourcebriefError, StoreUnavailable, Unreadable
from briefs.model import Brief, Card, Draft, Press, Revision, Shown, Source, Status
from briefs.pieces import versions
from briefs.pieces.proof import extracted
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
"""Findings that are shown; a piece with more has one fault many times."""

_OPENING_CHARS = 40

_STATUS_WORDS: tuple[tuple[Status, str], ...] = (
    ("parsed", "read"),
    ("partial", "read in part"),
    ("raw", "shown as written"),
)


def facts(revision: Revision, now: datetime) -> Facts:
    """Where the piece is from, its length and its references; what is empty is left out."""
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
    """The reader's warnings, then the findings of the reference audit; nothing if there are none.

    Both report entries that nothing cites; the warning is shown, the finding is not.
    """
    from briefs.references.audit import audit  # noqa: PLC0415  # its rules load slowly

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
    """The extract that readers get, and which of its sentences an editor chose."""
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
    """The passages that are another's, by their beginnings, with speakers if they have one."""
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
    """How many entries were parsed: "12 read, 3 read in part, 2 shown as written"."""
    counts = (
        (sum(source.status == status for source in sources), said) for status, said in _STATUS_WORDS
    )
    return ", ".join(f"{count} {said}" for count, said in counts if count)


def _sentence(warning: str) -> str:
    """A warning as a sentence; readers write them as clauses that follow a file's name."""
    return f"{warning[:1].upper()}{warning[1:]}." if warning else warning


def blocks(
    proposal: Proposal,
    brief: Brief,
    now: datetime,
    public: Card | None,
    warnings: Sequence[str] = (),
) -> Iterator[Block]:
    """All but the buttons; `public` is what readers get of the piece, if they get it at all.

    `warnings` are the reader's, which are told once and not kept.
    """
    revision = proposal.revision
    yield Heading(revision.heading)
    yield Paragraph((Emphasis(_state_of(proposal, public)),))
    yield facts(revision, now)
    yield from to_look_at(revision, now, warnings)
    yield from extract(brief)


def buttons(revision: Revision, *, named: bool = False) -> Actions:
    """The buttons of a proposal; `named` puts its number on them where several share a message."""
    ref = ref_of(revision)
    which = f" {ref}" if named else ""
    sources = f"Sources ({len(revision.listed)})" if revision.listed else "Sources"
    asked = (("Publish", "publish"), ("Discard", "discard"), ("Read", "read"), (sources, "sources"))
    return Actions(tuple(Button(f"{label}{which}", Press("piece", (v, ref))) for label, v in asked))


def similar_piece(proposal: Proposal) -> str:
    """The public piece that says nearly the same: "#12 says 93 % the same", "" if none does."""
    if not proposal.twin:
        return ""
    return f"#{proposal.twin} says {int(100 * proposal.likeness)} % the same"


def _state_of(proposal: Proposal, public: Card | None) -> str:
    revision = proposal.revision
    said = f"Proposed as {ref_of(revision)}: readers see nothing of it before you publish it."
    if public is not None:
        # The title shows an editor that a wrong number was typed.
        other = f", “{public.heading}”" if public.heading != revision.heading else ""
        said += f" It would replace revision {public.revision}{other}."
    if proposal.twin:
        said += f" {similar_piece(proposal)}: is it the same piece? "
        said += f"/piece revise #{proposal.twin} takes it as a version of that one."
    return said


_MIN_SPLIT_CHARS = 3_900
"""Characters from which on a chat program may have split a text; Slack does at 4000."""

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
    """What was sent is word for word a piece that is stored already."""

    card: Card


@dataclass(frozen=True, slots=True)
class NotRead:
    """What was sent could not be read."""

    name: str
    reason: str
    hint: str


Result: TypeAlias = Proposed | AlreadyKnown | NotRead


def propose(request: Request, context: Context, *, skip: int, replaces: int = 0) -> Reply:
    """One answer for each file, or for the pasted text; a failure of one stops no other.

    `skip` words of the request come before a pasted text; `replaces` is the number of the piece
    that what was sent is a version of, or 0.
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
    """The text behind the words of the command, if there is any."""
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
            except StoreUnavailable:  # the file is not at fault
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
