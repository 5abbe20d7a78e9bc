"""/piece publish, discard and retract change what is public; pin, drop, line and auto change its
extract.

An editor chooses sentences by their numbers; no sentence can be typed.
"""

from typing import Literal, TypeAlias, assert_never

from briefs.corrections.affected_messages import NO_WORD, EditorsWord
from briefs.digests.digest import MAX_LINE_CHARS, opening
from briefs.editorial_selection import EditorialSelection
from briefs.errors import BadArgument
from briefs.model import Brief, Press, Revision, Shown, extracted
from briefs.pieces.versions import is_to_come
from briefs.storage import Store
from handlers.editorial.proposals import extract
from handlers.editorial.schedule import NEVER, read_time, spelled
from handlers.find_revision import resolve_proposed, resolve_stored
from handlers.format import DOT, day, quote, ref_of, require_sentences, split_sentence_numbers
from handlers.message import Actions, Block, Button, Facts, Heading, Paragraph, Reply, Request

ANYWAY = "anyway"
"""The word that publishes a revision which is not a waiting proposal."""

_MAX_WAITING = 20
"""Waiting proposals of one piece that are read at most."""

ARCHIVE = "archive"
"""The word that keeps a piece out of digests."""

_NO_NEWS = "It is of the archive: found and briefed, and no digest tells of it."
AT = "at"
"""The word before a time of publication."""


def publish(words: tuple[str, ...], request: Request, store: Store) -> Reply:
    """`/piece publish [ref] [anyway] [archive]`, or `[ref] at 06:00 Berlin`, or `[ref] at never`.

    A waiting proposal is published, now or at the given time; "anyway" publishes any stored
    revision. After that, `quiet` says that readers need not be told, and `correction` that they
    must, with a note on what changed. "archive" keeps the piece out of digests, and may be said of
    a public piece, too.
    """
    words, word = editors_word(words)
    for cut in (0, 1):
        if words[cut : cut + 1] == (AT,):
            return _schedule(words[:cut], words[cut + 1 :], request, store)
    archive, anyway = ARCHIVE in words[-2:], ANYWAY in words[-2:]
    ref_words = tuple(one for one in words if one not in {ARCHIVE, ANYWAY})
    revision = resolve_proposed(ref_words, request, store)
    ref = ref_of(revision)
    public = store.catalogue.find(f"#{revision.piece}")
    if public is not None and public.revision == revision.number and archive:
        store.editorial.archive(revision.piece)
        return _published_reply(revision, "Archive", f"{ref} stays what readers get. {_NO_NEWS}")
    if public is not None and public.revision == revision.number:
        return _published_reply(revision, "Public already", f"{ref} is what readers get.")
    waits = store.editorial.proposal(revision.piece, revision.number)
    if waits is None and not anyway:
        raise _not_waiting(revision, store)
    store.editorial.publish(
        revision.piece,
        revision.number,
        now=request.at,
        by=request.person,
        word=word,
        archive=archive,
    )
    said = f"{ref} is what readers get from now on."
    if archive:
        said += f" {_NO_NEWS}"
    if revision.published is not None and is_to_come(revision.published, request.at):
        said += f" It is dated {day(revision.published)}, which is still to come."
    if public is not None:
        said += f" Revision {public.revision} stays, and what was sent of it can still be proved."
        said += f" Messages that quote it are corrected: /piece corrections #{revision.piece}"
    return _published_reply(revision, "Published", said)


def editors_word(words: tuple[str, ...]) -> tuple[tuple[str, ...], EditorsWord]:
    """The words before `quiet` or `correction`, and that word with its note."""
    for at, word in enumerate(words):
        match word.casefold().lstrip("-—–"):
            case "quiet" if at == len(words) - 1:
                return words[:at], EditorsWord("quiet")
            case "correction":
                note = " ".join(words[at + 1 :]).strip('"“” ')
                return words[:at], EditorsWord("material", note)
    return words, NO_WORD


def _schedule(
    named: tuple[str, ...], when: tuple[str, ...], request: Request, store: Store
) -> Reply:
    """Set when a proposal becomes public by itself; "never" cancels that."""
    revision = resolve_proposed(named, request, store)
    ref = ref_of(revision)
    if store.editorial.proposal(revision.piece, revision.number) is None:
        raise _not_waiting(revision, store)
    off = [word.casefold() for word in when] == [NEVER]
    due = None if off else read_time(when, request.at)
    store.editorial.schedule(
        revision.piece,
        revision.number,
        None if due is None else due.at,
        now=request.at,
        by=request.person,
    )
    if due is None:
        said = f"{ref} becomes public when an editor publishes it, and not before."
    else:
        said = (
            f"{ref} becomes public by itself on {due.local}, that is {spelled(due.at)}. Until then "
            "readers see nothing of it."
        )
        said += f" {due.changed}" if due.changed else ""
    buttons = [Button("Publish now", Press("piece", ("publish", ref)))]
    if due is not None:
        buttons.append(Button("Don't schedule", Press("piece", ("publish", ref, AT, NEVER))))
    return Reply(
        (
            Heading(f"{'Scheduled' if due else 'Not scheduled'}{DOT}{revision.heading}"),
            Paragraph((said,)),
            Actions(tuple(buttons)),
        ),
        about=Shown(revision.piece, revision.number),
    )


def discard(words: tuple[str, ...], request: Request, store: Store) -> Reply:
    """`/piece discard [ref]`: a waiting proposal will not be published."""
    revision = resolve_proposed(words, request, store)
    if not store.editorial.discard(revision.piece, revision.number):
        raise _not_waiting(revision, store)
    said = f"{ref_of(revision)} will not be published, and readers never saw it."
    return Reply((Heading(f"Discarded{DOT}{revision.heading}"), Paragraph((said,))))


def retract(words: tuple[str, ...], request: Request, store: Store) -> Reply:
    """`/piece retract ref [reason]`: a public piece is no longer public."""
    if not words:
        raise BadArgument("Which piece is to be taken back?", hint="/piece retract #12 and why.")
    revision = resolve_stored(words[:1], request, store)
    if store.catalogue.find(f"#{revision.piece}") is None:
        raise _not_public(revision, store)
    reason = " ".join(words[1:])
    waiting = store.editorial.proposals(limit=_MAX_WAITING, piece=revision.piece)
    retraction = store.editorial.retract(revision.piece, reason, now=request.at, by=request.person)
    back = f"#{revision.piece}@{retraction.revision}"
    said = (
        f"#{revision.piece} is out of lists, search and digests. Whoever asks for it is told: "
        f"“{retraction.notice}” What was sent of it is struck out where it stands: "
        f"/piece corrections #{revision.piece}"
    )
    if any(one.due_at for one in waiting):
        said += " What was to become public of it by itself waits for an editor."
    undo = Actions((Button("Undo", Press("piece", ("publish", back, ANYWAY))),))
    return Reply(
        (Heading(f"Retracted{DOT}{revision.heading}"), Paragraph((said,)), undo),
        about=Shown(revision.piece, retraction.revision),
    )


def _published_reply(revision: Revision, what: str, said: str) -> Reply:
    ref = ref_of(revision)
    return Reply(
        (
            Heading(f"{what}{DOT}{revision.heading}"),
            Paragraph((said,)),
            Actions((Button("Brief", Press("brief", (ref,))),)),
        ),
        about=Shown(revision.piece, revision.number),
    )


def _not_waiting(revision: Revision, store: Store) -> BadArgument:
    """Why a revision is not a waiting proposal: it is public, retracted, discarded or replaced."""
    ref = ref_of(revision)
    public = store.catalogue.find(f"#{revision.piece}")
    if public is not None and public.revision == revision.number:
        return BadArgument(
            f"{ref} is public.", hint=f"/piece retract #{revision.piece} takes it back."
        )
    gone = store.catalogue.retraction(revision.piece)
    if gone is not None and gone.revision == revision.number:
        said = gone.notice
    else:
        said = (
            f"{ref} is not waiting to be published: it was discarded, or a newer version took its "
            "place."
        )
    return BadArgument(said, hint=f"/piece publish {ref} {ANYWAY} makes it public all the same.")


def _not_public(revision: Revision, store: Store) -> BadArgument:
    gone = store.catalogue.retraction(revision.piece)
    if gone is not None:
        return BadArgument(gone.notice)
    if store.editorial.proposals(limit=1, piece=revision.piece):
        hint = f"It waits: /piece discard #{revision.piece} takes it out of what does."
    else:
        hint = "/piece lists what waits."
    return BadArgument(f"#{revision.piece} is not public.", hint=hint)


Verb: TypeAlias = Literal["pin", "drop", "line", "auto"]

_MAX_PINNED = 14
"""Sentences that may be pinned at most: as many as a long extract has."""


def choose(verb: Verb, words: tuple[str, ...], request: Request, store: Store) -> Reply:
    """`pin S3 [ref]` and `drop S9 [ref]` choose sentences; `line S4 [ref]` chooses the digest's
    sentence.

    `auto S3 [ref]` undoes the choice of a sentence, `auto [ref]` all choices. Each can be repeated
    without effect, so that two editors, or a message delivered twice, undo nothing.
    """
    numbers, others = split_sentence_numbers(words)
    if not numbers and verb != "auto":
        raise BadArgument(
            "Which sentence?", hint=f"/piece {verb} S3; /piece read shows their numbers."
        )
    revision = resolve_stored(others, request, store)
    require_sentences(numbers, revision, hint=f"/piece read {ref_of(revision)} shows them.")
    if verb == "line":
        _require_line(numbers, revision)
    brief = store.catalogue.brief(revision.piece, "normal", revision.number)
    hand = _apply_selection(verb, numbers, EditorialSelection.of(brief.summary))
    return _selection_reply(_store_selection(revision, hand, store), brief, store)


def _require_line(numbers: tuple[int, ...], revision: Revision) -> None:
    if len(numbers) > 1:
        raise BadArgument("One sentence tells a piece in a digest.", hint="/piece line S4")
    for number in numbers:
        length = len(revision.sentences[number - 1].of(revision.body))
        if length > MAX_LINE_CHARS:
            raise BadArgument(
                f"S{number} has {length} characters; a digest's sentence has {MAX_LINE_CHARS} at "
                "most.",
                hint=f"/piece read {ref_of(revision)} shows the others.",
            )


def _apply_selection(
    verb: Verb, numbers: tuple[int, ...], hand: EditorialSelection
) -> EditorialSelection:
    if verb == "auto" and not numbers:
        return EditorialSelection(hand.method)
    for number in numbers:
        match verb:
            case "pin":
                hand = hand.pin(number)
            case "drop":
                hand = hand.drop(number)
            case "line":
                hand = hand.tell(number)
            case "auto":
                hand = hand.free(number)
            case never:
                assert_never(never)
    if len(hand.pinned) > _MAX_PINNED:
        raise BadArgument(
            f"An extract has {_MAX_PINNED} sentences at most.", hint="Unpin some first."
        )
    return hand


def _store_selection(revision: Revision, hand: EditorialSelection, store: Store) -> Brief:
    from briefs.summarise.editorial_extracts import selected_summaries  # noqa: PLC0415  # loads slowly

    made = selected_summaries(revision, hand)
    if not all(summary.sentences for summary in made):
        raise BadArgument("Nothing would be left of the extract.", hint="Pin a sentence first.")
    store.editorial.set_summaries(revision.piece, revision.number, made)
    return store.catalogue.brief(revision.piece, "normal", revision.number)


def _numbers(brief: Brief) -> str:
    return ", ".join(f"S{number}" for number, _ in extracted(brief))


def _told(brief: Brief) -> str:
    """The sentence that stands for the piece in a digest, by its number; or that its title alone
    does.
    """
    at = opening(brief)
    told = "its title alone" if at is None else f"S{brief.revision.sentences.index(at) + 1}"
    chosen = EditorialSelection.of(brief.summary).line is not None
    return f"{told}, chosen by an editor" if chosen else told


def _selection_reply(brief: Brief, before: Brief, store: Store) -> Reply:
    revision = brief.revision
    ref = ref_of(revision)
    was, told = _told(before), _told(brief)
    compared = (
        ("Before", (_numbers(before),)),
        ("Now", (_numbers(brief),)),
        ("In digests", (told if told == was else f"{told} (before: {was})",)),
    )
    blocks: list[Block] = [Heading(revision.heading), *extract(brief), Facts(compared)]
    line = opening(brief)
    if told != was and line is not None and line not in brief.summary.sentences:
        blocks.append(quote(revision, line, revision.sentences.index(line) + 1))
    public = store.catalogue.find(f"#{revision.piece}")
    if public is not None and public.revision == revision.number:
        blocks.append(Paragraph(("Readers get this from now on.",)))
    buttons = [Button("Read", Press("piece", ("read", ref)))]
    if store.editorial.proposal(revision.piece, revision.number) is not None:
        buttons.insert(0, Button("Publish", Press("piece", ("publish", ref))))
    if EditorialSelection.of(brief.summary).is_settled:
        buttons.append(Button("Undo all", Press("piece", ("auto", ref))))
    return Reply((*blocks, Actions(tuple(buttons))), about=Shown(revision.piece, revision.number))
