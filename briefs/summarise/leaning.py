"""Extracts that lean towards a reader's words, in whatever form the piece has them."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from briefs.model import Length, Revision, Summary
from briefs.search_query import Query, fold
from briefs.summarise.summary import summaries
from briefs.summarise.terms import PLAIN, lexicon, words_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How the words that were asked for stand in a piece, small words left out.

    `held` and `missing` are those that its body has and has not, as they were asked for; `forms`
    are the words of the body that answer to those held.
    """

    held: tuple[str, ...]
    missing: tuple[str, ...]
    forms: tuple[str, ...]


def standing(revision: Revision, query: Query) -> Standing:
    """Which of the words of a query a piece's body has.

    A word stands there if the body has it without regard to case and accents, or a word of the same
    stem, or, for a term with a trailing *, one that begins with it.
    """
    small = lexicon(revision.language) or PLAIN
    written: dict[str, list[str]] = defaultdict(list)
    stemmed: dict[str, list[str]] = defaultdict(list)
    for form in dict.fromkeys(words_of(revision.body)):
        for word in fold(form):
            written[word].append(form)
        stemmed[small.stem(form.casefold())].append(form)

    found: dict[str, list[str]] = {}
    for asked, prefix in _asked(query):
        plain = "".join(fold(asked))
        if plain in small.stop_words or asked.casefold() in small.stop_words:
            continue
        forms = [*written.get(plain, ()), *stemmed.get(small.stem(asked.casefold()), ())]
        if prefix:
            forms += (form for word in written if word.startswith(plain) for form in written[word])
        found[asked] = forms
    return Standing(
        held=tuple(asked for asked, forms in found.items() if forms),
        missing=tuple(asked for asked, forms in found.items() if not forms),
        forms=tuple(dict.fromkeys(form for forms in found.values() for form in forms)),
    )


def _asked(query: Query) -> Iterator[tuple[str, bool]]:
    """Each word of a query, and whether it is only the beginning of one."""
    for group in query.groups:
        for term in group:
            *heads, last = term.words
            yield from ((word, False) for word in heads)
            yield last, term.prefix


def towards(revision: Revision, forms: tuple[str, ...], length: Length) -> Summary:
    """The extract of that length, leaning towards those words of the body.

    It is chosen anew by the method "brief", from the stored body and the stored sentences; where
    that cannot rank, it is the lead, and `method` says so.
    """
    made = summaries(
        title=revision.title,
        body=revision.body,
        sentences=revision.sentences,
        language=revision.language,
        query=" ".join(forms),
    )
    return next(summary for summary in made if summary.length == length)
