"""/check of a quotation: each of its sentences is verbatim, changed (with the difference), or not
ours.

Only what readers may see is searched: no draft, nothing scheduled, nothing retracted.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from time import monotonic
from typing import Final, assert_never

from briefs.errors import BadArgument, NotFound
from briefs.model import Press, Revision, Shown, Span
from briefs.receipts.difference import Difference
from briefs.receipts.quotation import (
    Changed,
    Finding,
    NotOurs,
    Verbatim,
    judge,
    queries,
    sentences_of,
)
from briefs.storage import Store
from handlers.format import DOT, counted, extract, quote, ref_of
from handlers.message import (
    Actions,
    Block,
    Bullets,
    Button,
    Emphasis,
    Heading,
    Inline,
    Paragraph,
    Quote,
    Reply,
    Strong,
)

MAX_SENTENCES: Final = 12
_MAX_PIECES: Final = 8
_MAX_HITS: Final = 4
_MAX_EARLIER: Final = 5
_BUTTONS: Final = 4
_MAX_SAID_CHARS: Final = 200
_SECONDS: Final = 1.0
"""For all searches of one check: a sentence that is not found is said to be none of ours."""

_UNSEEN: Final = "I could not look through all pieces: an older one may have what is not ours here."


def check(text: str, named: Revision | None, store: Store) -> Reply:
    """The result for a pasted or forwarded quotation; `named` is the only piece searched, if given.

    BadArgument for a text without a sentence.
    """
    said = sentences_of(text)
    if not said:
        raise BadArgument("There is no sentence in that.", hint="Paste the words behind /check.")
    told = said[:MAX_SENTENCES]
    revisions, is_all = ((named,), True) if named is not None else _candidates(told, store)
    found = _in_earlier(judge(told, revisions), store)
    unseen = (Paragraph((Emphasis(_UNSEEN),)),) if not is_all else ()
    blocks = (*_blocks(found, len(said) - len(told)), *unseen, *_actions(found))
    pieces = {(r.piece, r.number) for one in found if (r := _revision(one)) is not None}
    about = Shown(*pieces.pop()) if len(pieces) == 1 else None
    return Reply(tuple(blocks), about=about)


def _candidates(said: Sequence[str], store: Store) -> tuple[tuple[Revision, ...], bool]:
    """The public revisions that share a run of words with the sentences, and whether all pieces
    were looked through for them.
    """
    found: dict[int, Revision] = {}
    is_all, until = True, monotonic() + _SECONDS
    for sentence in said:
        for query in queries(sentence):
            left = max(0.0, until - monotonic())
            hits = store.catalogue.search(query, limit=_MAX_HITS, seconds=left)
            is_all = is_all and (hits.is_all or bool(hits))
            for hit in hits:
                if hit.card.piece not in found and len(found) < _MAX_PIECES:
                    found[hit.card.piece] = store.catalogue.revision(hit.card.piece)
            if hits:
                break
    return tuple(found.values()), is_all


def _in_earlier(found: Sequence[Finding], store: Store) -> tuple[Finding, ...]:
    """The findings; a changed sentence that is verbatim in an earlier public revision becomes that
    one.
    """
    earlier: dict[int, tuple[Revision, ...]] = {}
    out: list[Finding] = []
    for one in found:
        if isinstance(one, Changed):
            of = one.candidate.revision
            if of.piece not in earlier:
                earlier[of.piece] = _earlier(of, store)
            (again,) = judge([one.said], earlier[of.piece]) or (one,)
            out.append(again if isinstance(again, Verbatim) else one)
        else:
            out.append(one)
    return tuple(out)


def _earlier(revision: Revision, store: Store) -> tuple[Revision, ...]:
    numbers = range(revision.number - 1, max(0, revision.number - 1 - _MAX_EARLIER), -1)
    found = []
    for number in numbers:
        if revision.piece > 0 and store.editorial.was_public(revision.piece, number):
            try:
                found.append(store.catalogue.revision(revision.piece, number))
            except NotFound:
                continue
    return tuple(found)


def _revision(one: Finding) -> Revision | None:
    return None if isinstance(one, NotOurs) else one.candidate.revision


def _blocks(found: Sequence[Finding], more: int) -> Iterator[Block]:
    kinds = Counter(type(one) for one in found)
    parts = ((Verbatim, "verbatim"), (Changed, "changed"), (NotOurs, "not ours"))
    told = (f"{kinds[kind]} {name}" for kind, name in parts if kinds[kind])
    yield Heading(f"Check{DOT}{DOT.join(told)}")
    before: Revision | None = None
    for one in found:
        match one:
            case Verbatim(_, candidate, number):
                revision = candidate.revision
                if revision is not before:
                    yield Paragraph((Strong("Verbatim"), f"{DOT}{_named(revision)}"))
                yield quote(revision, candidate.span(number), number)
                before = revision
                continue
            case Changed() as changed:
                yield from _told(changed)
            case NotOurs(said):
                shown = f"{said[:_MAX_SAID_CHARS]}…" if len(said) > _MAX_SAID_CHARS else said
                words: tuple[Inline, ...] = (f"{DOT}in no piece that is public here\n", shown)
                yield Paragraph((Strong("Not ours"), *words))
            case never:
                assert_never(never)
        before = None
    if more > 0:
        yield Paragraph((Emphasis(f"{counted(more, 'sentence')} more: check them by themselves."),))


def _told(changed: Changed) -> Iterator[Block]:
    revision, at = changed.candidate.revision, changed.candidate.span(changed.number)
    word = "Only a part" if changed.part else "Changed"
    yield Paragraph((Strong(word), f"{DOT}{_named(revision)}{DOT}the piece says:"))
    yield Quote(f"S{changed.number}", extract(revision, at), quote(revision, at, 1).notes)
    lines = tuple(_difference(one, revision, at) for one in changed.differences)
    if lines:
        yield Bullets(lines)
    else:
        yield Paragraph((Emphasis("The words are the same; spaces or signs are not."),))


def _difference(one: Difference, revision: Revision, at: Span) -> tuple[Inline, ...]:
    place = Span(at.start + one.ours.start, at.start + one.ours.end)
    ours: tuple[Inline, ...] = ("“", extract(revision, place), "”")
    if not one.theirs:
        return ("left out: ", *ours)
    theirs: tuple[Inline, ...] = ("“", one.theirs, "”")
    if one.ours.start == one.ours.end:
        return ("put in: ", *theirs)
    return (*ours, " became ", *theirs)


def _named(revision: Revision) -> str:
    number = f"#{revision.piece} " if revision.piece > 0 else ""
    return f"{number}{revision.heading}{DOT}revision {revision.number}"


def _actions(found: Sequence[Finding]) -> Iterator[Actions]:
    """Buttons to the proof of the first sentences that are verbatim or changed."""
    buttons: dict[str, Button] = {}
    for one in found:
        if not isinstance(one, NotOurs) and len(buttons) < _BUTTONS:
            ref, sentence = ref_of(one.candidate.revision), f"S{one.number}"
            label = f"#{one.candidate.revision.piece} {sentence}"
            buttons[label] = Button(label, Press("check", (ref, sentence)))
    if buttons:
        yield Actions(tuple(buttons.values()))
