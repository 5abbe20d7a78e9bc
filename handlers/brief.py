"""/brief: decides what is meant (a piece, a piece and words, or a topic), and answers with its
extract.

A `Target` is decided first, from the words, the message replied to and the piece shown last;
everything after it is a match over its three cases. An extract is whole sentences of a stored body,
with what proves them.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TypeAlias, assert_never

from briefs.editorial_selection import EditorialSelection
from briefs.errors import BadArgument, NotFound
from briefs.model import Brief, Card, Length, Press, Revision, Shown, extracted, looks_like_ref
from briefs.search_query import fold, parse
from briefs.storage import Store
from briefs.summarise.units import openings
from handlers.corrected_messages import WHAT_CHANGED, Change, notice_line
from handlers.corrections import brief_notice
from handlers.find_revision import (
    MAX_MATCHES,
    Choice,
    at_hand,
    newest_piece,
    replied_to,
    resolve_piece,
)
from handlers.format import (
    DOT,
    bounded,
    card_lines,
    counted,
    dateline,
    day,
    outdated_notice,
    quote,
    ref_of,
    safe_url,
    shared_headings,
    told_apart,
)
from handlers.message import (
    Actions,
    Block,
    Bullets,
    Button,
    Context,
    Emphasis,
    Facts,
    Heading,
    Paragraph,
    Quote,
    Reply,
    Request,
    Strong,
)

ALL = "all"
"""The first word of a brief on every piece that contains the words after it."""

_LENGTHS: dict[str, Length] = {"short": "short", "normal": "normal", "long": "long"}


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece, as its stored brief."""

    choice: Choice


@dataclass(frozen=True, slots=True)
class FocusedPiece:
    """One piece and the words that its brief is focused on; `words` is never empty."""

    choice: Choice
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Topic:
    """The newest pieces that contain all the words; `more` says that there are older ones."""

    words: tuple[str, ...]
    cards: tuple[Card, ...]
    more: bool


Target: TypeAlias = Piece | FocusedPiece | Topic


@dataclass(frozen=True, slots=True)
class Focused:
    """A brief and the words that were asked for: `held` are in the piece, `missing` are not.

    `held` is empty, too, where the brief is the opening of the piece, which no word can change.
    """

    brief: Brief
    held: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


def answer(request: Request, context: Context) -> Reply:
    """`/brief [number, id or all] [words] [short|normal|long]`.

    A length alone means the piece under discussion (`handlers.find_revision`).
    """
    words, said = _length_of(request.args)
    length, store = said or "normal", context.store
    match _target(words, said, request, store):
        case Piece(choice):
            plain = Focused(store.catalogue.brief(choice.piece, length, choice.number))
            return _piece_reply(plain, choice, (), request, store)
        case FocusedPiece(choice, towards):
            leaning = focus(choice, towards, length, store)
            return _piece_reply(leaning, choice, towards, request, store)
        case Topic() as topic:
            blocks = _topic_blocks(topic, topic_briefs(topic, length, store), request)
            return Reply(tuple(blocks), about=Shown(piece=0))
        case never:
            assert_never(never)


def briefs(words: tuple[str, ...], length: Length, store: Store) -> tuple[Brief, ...]:
    """The briefs for at least one word: one brief of a piece, or one of each piece of a topic.

    Raises NotFound and BadArgument as `target_of` does.
    """
    match target_of(words, store):
        case Piece(choice):
            return (store.catalogue.brief(choice.piece, length, choice.number),)
        case FocusedPiece(choice, towards):
            return (focus(choice, towards, length, store).brief,)
        case Topic() as topic:
            return topic_briefs(topic, length, store)
        case never:
            assert_never(never)


def _length_of(args: tuple[str, ...]) -> tuple[tuple[str, ...], Length | None]:
    if args and args[-1].lower() in _LENGTHS:
        return args[:-1], _LENGTHS[args[-1].lower()]
    return args, None


def _target(
    words: tuple[str, ...], length: Length | None, request: Request, store: Store
) -> Target:
    if words:
        return target_of(words, store)
    discussed = at_hand if length else replied_to
    return Piece(discussed(request, store) or newest_piece(store))


def target_of(words: tuple[str, ...], store: Store) -> Target:
    """What at least one word means; NotFound if no piece matches, BadArgument for "all" alone.

    "12 water" is piece 12 focused on water, and "all water" every piece on water. Other words are
    searched for. If one piece contains them, it is focused on them; if several do, they are a
    topic. Words that are the whole title of a piece mean that piece, unfocused.
    """
    first, *rest = words
    if first.lower() == ALL:
        if not rest:
            raise BadArgument("All pieces on what?", hint=f"For example: /brief {ALL} syria")
        return _topic(tuple(rest), store)
    if _names_piece(first, alone=not rest, store=store):
        choice = resolve_piece((first,), store)
        return FocusedPiece(choice, tuple(rest)) if rest else Piece(choice)
    topic = _topic(words, store)
    titled = tuple(card for card in topic.cards if fold(card.title) == fold(" ".join(words)))
    if titled:
        card, *others = (*titled, *(card for card in topic.cards if card not in titled))
        return Piece(Choice(card, card.revision, tuple(others)))
    if len(topic.cards) == 1:
        return FocusedPiece(Choice(topic.cards[0], topic.cards[0].revision), words)
    return topic


def _names_piece(word: str, *, alone: bool, store: Store) -> bool:
    """Whether a word refers to a piece rather than being a word to look for.

    A word alone refers to a piece if it has the form of a number ("12", "#12@1") or is a stored id.
    Followed by other words it does so if it begins with "#", or if it has a character that is no
    letter ("12", "after-aleppo") and such a piece is or was in the library.
    """
    name, _, _ = word.removeprefix("#").partition("@")
    marked = word.startswith("#")
    if looks_like_ref(word) and (alone or marked):
        return True
    if not (alone or marked or not name.isalpha()):
        return False
    return store.catalogue.find(name) is not None or store.catalogue.withdrawn(name) is not None


def _topic(words: tuple[str, ...], store: Store) -> Topic:
    said = " ".join(words)
    hits = store.catalogue.search(parse(said), limit=MAX_MATCHES + 1)
    if not hits:
        raise NotFound(said, hint="/latest lists the newest pieces, /search finds words in them.")
    return Topic(words, tuple(hit.card for hit in hits[:MAX_MATCHES]), len(hits) > MAX_MATCHES)


def focus(choice: Choice, words: tuple[str, ...], length: Length, store: Store) -> Focused:
    """The brief focused on the words, or the stored brief if the piece has none of them."""
    plain = store.catalogue.brief(choice.piece, length, choice.number)
    query = parse(" ".join(words))
    if not query:
        return Focused(plain)
    from briefs.summarise.query_focused import focused_summary, match_query  # noqa: PLC0415  # loads slowly

    matched = match_query(plain.revision, query)
    if not matched.held:
        return Focused(plain, missing=matched.missing)
    summary = focused_summary(plain.revision, matched.forms, length)
    held = matched.held if EditorialSelection.of(summary).method != "lead" else ()
    return Focused(replace(plain, summary=summary), held, matched.missing)


def topic_briefs(topic: Topic, length: Length, store: Store) -> tuple[Brief, ...]:
    """A brief of each piece of a topic, newest first; a piece that adds nothing new is left out."""
    from briefs.summarise.query_focused import across  # noqa: PLC0415  # loads slowly

    revisions = [store.catalogue.revision(card.piece, card.revision) for card in topic.cards]
    return across(revisions, parse(" ".join(topic.words)), length)


def _piece_reply(
    shown: Focused, choice: Choice, words: tuple[str, ...], request: Request, store: Store
) -> Reply:
    revision = shown.brief.revision
    corrected = brief_notice(revision, shown.brief.summary.sentences, store)
    blocks = (
        *_piece_blocks(shown, choice, request, corrected),
        *_other_matches(choice, request),
        _piece_actions(shown, words, corrected),
    )
    return Reply(blocks, about=Shown(revision.piece, revision.number))


def _piece_blocks(
    shown: Focused, choice: Choice, request: Request, corrected: Change | None
) -> Iterator[Block]:
    revision = shown.brief.revision
    yield Heading(revision.heading)
    yield Paragraph((Emphasis(dateline(revision, request.at)),))
    yield from outdated_notice(choice)
    if corrected is not None:
        yield notice_line(corrected)
    if shown.missing:
        yield Paragraph((Emphasis(_missing_words(shown)),))
    yield from _paragraphs(shown.brief)
    yield Facts((("Proof", (DOT.join(_piece_proof(shown)),)),))


def _paragraphs(brief: Brief) -> Iterator[Quote]:
    """The brief's sentences; those that open a paragraph of it say so."""
    revision = brief.revision
    found = list(extracted(brief))
    indices = [number - 1 for number, _ in found]
    opening = openings(revision.body, revision.sentences, indices)
    for number, at in found:
        yield replace(quote(revision, at, number), opens=number - 1 in opening)


def _missing_words(shown: Focused) -> str:
    missing = ", ".join(f"“{word}”" for word in shown.missing)
    plain = "" if shown.held else " This is its plain brief."
    return f"Not in the text of this piece: {missing}.{plain}"


def _piece_proof(shown: Focused) -> Iterator[str]:
    """How much of the piece the extract is, how it was chosen, and of which revision.

    `/check` shows the whole proof.
    """
    revision, summary = shown.brief.revision, shown.brief.summary
    taken, all_ = len(summary.sentences), counted(len(revision.sentences), "sentence")
    if taken == len(revision.sentences):
        yield f"The whole piece, {all_}: too short to shorten"
    else:
        is_lead = EditorialSelection.of(summary).method == "lead"
        yield "The opening" if is_lead else "Exact extract"
        yield f"{taken} of {all_}"
        if EditorialSelection.of(summary).by_hand:
            yield "chosen by an editor"
        if shown.held:
            yield f"leaning towards “{' '.join(shown.held)}”"
    yield f"revision {revision.number}"


def _other_matches(choice: Choice, request: Request) -> Iterator[Block]:
    if choice.others:
        yield Paragraph(("These match too:",))
        yield Bullets(card_lines((choice.card, *choice.others), request.at)[1:])


def _piece_actions(shown: Focused, words: tuple[str, ...], corrected: Change | None) -> Actions:
    brief, revision = shown.brief, shown.brief.revision
    ref = ref_of(revision)
    asked = (ref, *bounded(words)) if shown.held else (ref,)
    buttons = [
        Button(_sources_label(revision), Press("sources", (ref,))),
        Button("Read", Press("read", (ref,))),
        Button("Check", Press("check", (ref,))),
    ]
    whole = len(brief.summary.sentences) == len(revision.sentences)
    if brief.summary.length != "long" and not whole:
        buttons.append(Button("Longer", Press("brief", (*asked, "long"), True)))
    if brief.summary.length == "long":
        buttons.append(Button("Shorter", Press("brief", asked, True)))
    if corrected is not None:
        buttons.append(Button(WHAT_CHANGED, Press("corrections", (ref,))))
    original = safe_url(revision.url)
    if original:
        buttons.append(Button("Original", original))
    return Actions(tuple(buttons))


def _sources_label(revision: Revision) -> str:
    return f"Sources ({len(revision.listed)})" if revision.listed else "Sources"


def _topic_blocks(topic: Topic, found: tuple[Brief, ...], request: Request) -> Iterator[Block]:
    said = " ".join(topic.words).strip('“”"')
    yield Heading(f"On “{said}”")
    doubles = shared_headings(brief.revision for brief in found)
    for brief in found:
        revision = brief.revision
        name = Strong(f"#{revision.piece} {revision.heading}")
        apart = (told_apart(revision),) if revision.piece in doubles else ()
        said = DOT.join((dateline(revision, request.at), *apart))
        yield Paragraph((name, "\n", Emphasis(said)))
        for number, at in extracted(brief):
            quoted = quote(revision, at, number)
            yield replace(quoted, label=f"#{revision.piece} {quoted.label}")
    yield Facts((("Proof", (_topic_proof(topic, found, request),)),))
    opened = [Button(f"#{b.revision.piece}", Press("brief", (ref_of(b.revision),))) for b in found]
    yield Actions((*opened, Button("All matches", Press("search", bounded(topic.words)))))


def _topic_proof(topic: Topic, found: tuple[Brief, ...], request: Request) -> str:
    sentences = counted(sum(len(brief.summary.sentences) for brief in found), "sentence")
    pieces = counted(len(topic.cards), "piece")
    among = f"the {len(topic.cards)} newest pieces" if topic.more else pieces
    return DOT.join(
        (
            "Exact extract",
            f"{sentences} from {len(found)} of {among} with these words",
            f"as of {day(request.at)}",
        )
    )
