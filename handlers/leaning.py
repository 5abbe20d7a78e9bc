"""A brief of one piece, leaning towards a reader's words where they stand in it."""

from dataclasses import dataclass, replace

from briefs.model import Brief, Length
from briefs.search_query import parse
from briefs.storage import Store
from handlers.subject import Single


@dataclass(frozen=True, slots=True)
class Leaning:
    """A brief, the words it leans towards, and those asked for that are nowhere in the piece."""

    brief: Brief
    held: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


def leaning(single: Single, length: Length, store: Store) -> Leaning:
    """The stored brief, or, where the piece has some of the words, one that leans towards them."""
    choice = single.choice
    plain = store.brief(choice.piece, length, choice.number)
    query = parse(" ".join(single.towards))
    if not query:
        return Leaning(plain)
    from briefs.summarise.leaning import standing, towards  # noqa: PLC0415  # it loads slowly

    words = standing(plain.revision, query)
    if not words.held:
        return Leaning(plain, missing=words.missing)
    leant = replace(plain, summary=towards(plain.revision, words.forms, length))
    ranked = leant.summary.method != "lead"
    return Leaning(leant, words.held if ranked else (), words.missing)
