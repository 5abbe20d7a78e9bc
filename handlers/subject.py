"""What a brief is asked of: one piece, perhaps leaning towards some words, or all on a topic."""

from dataclasses import dataclass
from typing import TypeAlias

from briefs.errors import BadArgument, NotFound
from briefs.model import Card
from briefs.search_query import fold, parse
from briefs.storage import Store
from handlers.resolve import MATCHES, Choice, chosen, looks_like_ref, retracted

ALL = "all"


@dataclass(frozen=True, slots=True)
class Single:
    """One piece; `towards` are the words its brief should lean towards, if any."""

    choice: Choice
    towards: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Topic:
    """The newest pieces that have all the words; with `more` there are older ones."""

    words: tuple[str, ...]
    cards: tuple[Card, ...]
    more: bool


Subject: TypeAlias = Single | Topic


def meant(words: tuple[str, ...], store: Store) -> Subject:
    """What at least one word names; NotFound if nothing.

    "12 water" is piece 12 leaning towards water, "all water" every piece on water. Plain words are
    the one piece that has them, leaning towards them, or, where several do, the topic; unless they
    are the whole title of one.
    """
    first, *rest = words
    if first.lower() == ALL:
        if not rest:
            raise BadArgument("All pieces on what?", hint=f"For example: /brief {ALL} syria")
        return _topic(tuple(rest), store)
    if _names_piece(first, alone=not rest, store=store):
        return Single(chosen((first,), store), tuple(rest))
    found = _topic(words, store)
    titled = tuple(card for card in found.cards if fold(card.title) == fold(" ".join(words)))
    if titled:
        card, *others = (*titled, *(card for card in found.cards if card not in titled))
        return Single(Choice(card, card.revision, tuple(others)))
    if len(found.cards) == 1:
        return Single(Choice(found.cards[0], found.cards[0].revision), words)
    return found


def _names_piece(word: str, *, alone: bool, store: Store) -> bool:
    """Whether a word stands for a piece: alone its number or id; before others only what is no
    word of anybody's, "12", "#harbour" or "after-aleppo", and for a bare number, if there is one,
    or was before it was taken back.
    """
    name, _, _ = word.removeprefix("#").partition("@")
    marked = word.startswith("#")
    if looks_like_ref(word) and (alone or marked):
        return True
    if not (alone or marked or not name.isalpha()):
        return False
    return store.find(name) is not None or retracted(name, store) is not None


def _topic(words: tuple[str, ...], store: Store) -> Topic:
    said = " ".join(words)
    hits = store.search(parse(said), limit=MATCHES + 1)
    if not hits:
        raise NotFound(said, hint="/latest lists the newest pieces, /search finds words in them.")
    return Topic(words, tuple(hit.card for hit in hits[:MATCHES]), len(hits) > MATCHES)
