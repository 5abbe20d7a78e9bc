"""What each sentence of a piece leans on: the sentences without which it must not be shown.

A pronoun needs its owner, the surname of someone who was presented the sentence that presents them,
a conceded view its turn. More loosely, a linking word leans on one before, and names in full and
definite nouns on what introduced them: such a sentence can be read alone, and is better read after
one of those. The rules are those of English; they look at words and not at meaning.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass

from briefs.summarise.anchors import MOST_NEEDED, Tie
from briefs.summarise.comparisons import compares
from briefs.summarise.coreference import Names, bare
from briefs.summarise.cue_words import word_set
from briefs.summarise.links import ADDS, HANGS, LINKS, LINKS_ON, LOOSE
from briefs.summarise.mentions import Definite
from briefs.summarise.pronouns import (
    DETERMINERS,
    HE,
    IT,
    PERSONS,
    POINTING,
    THEY,
    TIMES,
    is_empty,
    is_plural,
    uncontracted,
)
from briefs.summarise.standalone import concedes, grants, leans, misleads, quoted_shares, turns

_FAR = 3  # sentences back that a pronoun's owner is looked for …
_LINKED_FAR = 5  # … what "But" links to …
_NOUN_FAR = 3  # … and what "The move" stands for
_POINTING_EARLY = 10  # words in which "this" stands for something before the sentence
_EARLY = 6  # words in which "it", "this", "also" … hang on what was said before
_OPENING_WORDS = 5  # in which "he" or "they" stands for somebody in the sentence before
_SHORT_OPENING = 6  # words of one that has no verb
_SHORTEST_TAKEN_UP = 4  # letters of a last word that the next sentence begins with
_AFTER_COMMA = 3  # words behind an opening clause, in which the owner of its pronoun stands


_HANGING = word_set(
    "also too another similar similarly likewise therefore however thus instead nevertheless "
    "nonetheless meanwhile consequently moreover furthermore"
)
_RELATIVES = word_set("who whose which that where")
_PREPOSITIONS = word_set("in with for on at by from under despite after before during")
_WHICH = word_set("who of that with in whose which responsible")


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaning:
    """What each sentence needs: the positions of those that must stand beside it, or None if it
    may never be shown; `owners` are those whose words its own stand for, wherever it is shown, or
    None; `own` tells whether it is the author's own and whole, whatever it needs;
    `names` are those of them that say who is named in it. `ties` are what else it leans on,
    `anchors` the sets of which it needs one each. `alone` tells whether it can be told by itself,
    under the title, `linked` whether it opens with a linking word, `points` whether with
    another word for something before it, `turned` whether the next one turns against it.
    """

    needs: tuple[frozenset[int] | None, ...]
    owners: tuple[frozenset[int] | None, ...]
    own: tuple[bool, ...]
    names: tuple[frozenset[int] | None, ...]
    ties: tuple[tuple[Tie, ...], ...]
    anchors: tuple[tuple[frozenset[int], ...], ...]
    alone: tuple[bool, ...]
    linked: tuple[bool, ...]
    points: tuple[bool, ...]
    turned: tuple[bool, ...]


def leaning(
    texts: Sequence[str],
    words: Sequence[Sequence[str]],
    paragraphs: Sequence[int],
    title: Sequence[str],
    others: Collection[int] = (),
) -> Leaning:
    """What each sentence leans on, itself and through those that it needs. `title` are the title's
    words: what they name needs no owner. `others` are the positions of another's words: a motto, a
    block quotation, a claim that is only tested.
    """
    piece = _Piece(texts, words, paragraphs, title)
    count = range(len(texts))
    owned = [None if at in others else piece.needs(at) for at in count]
    leant = [at > 0 and piece.leans(at) for at in count]
    links = [leant[at] and LINKS.match(texts[at]) is not None for at in count]
    opens_noun = [leant[at] and not links[at] and texts[at].startswith("The ") for at in count]
    linked = tuple(at > 0 and (links[at] or piece.hangs(at)) for at in count)
    points = tuple(leant[at] and not links[at] and not opens_noun[at] for at in count)
    owners = [_with_previous(at, owned) if points[at] else owned[at] for at in count]
    direct = [
        _after_previous(at, owned)
        if piece.opens_with_pronoun(at) or (links[at] and HANGS.match(texts[at]))
        else owners[at]
        for at in count
    ]
    ties = []
    for at in count:
        found = list(piece.ties(at))
        if linked[at]:
            found.append(Tie(_linked_to(at, paragraphs), "link"))
        elif opens_noun[at]:
            found.append(Tie(frozenset(range(max(0, at - _NOUN_FAR), at)), "noun"))
        ties.append(tuple(dict.fromkeys(found)))
    named = [piece.names_needed(at) for at in count]
    return Leaning(
        needs=tuple(_closed(at, direct) for at in count),
        owners=tuple(_closed(at, owners) for at in count),
        own=tuple(owned[at] is not None for at in count),
        names=tuple(_closed(at, named) for at in count),
        ties=tuple(ties),
        anchors=tuple(tuple(_anchors(at, texts[at], ties[at])) for at in count),
        alone=tuple(
            direct[at] == frozenset() and not ties[at] and not piece.concedes(at) for at in count
        ),
        linked=linked,
        points=points,
        turned=tuple(at + 1 in count and turns(texts[at + 1]) for at in count),
    )


def _anchors(at: int, text: str, ties: Sequence[Tie]) -> Iterator[frozenset[int]]:
    """The sets of sentences of which one each must stand beside a sentence: what a linking word
    links to is the sentence before alone.
    """
    for tie in ties:
        if tie.kind != "link":
            yield tie.others
        elif not LOOSE.match(text):
            yield frozenset({at - 1})


def _linked_to(at: int, paragraphs: Sequence[int]) -> frozenset[int]:
    """What a linking word may link to: the sentences before it in its paragraph, or, where it opens
    one, those of the paragraph before; not too far.
    """
    if at == 0:
        return frozenset()
    near = range(max(0, at - _LINKED_FAR), at)
    return frozenset(other for other in near if paragraphs[other] == paragraphs[at - 1])


def _after_previous(at: int, owned: Sequence[frozenset[int] | None]) -> frozenset[int] | None:
    """What a sentence needs that begins with a person's pronoun, or a word that links it to no
    other: its owners and the sentence before, as another between them would give it a wrong one;
    None if that may not be shown.
    """
    own = owned[at]
    if own is None or at == 0:
        return own
    return None if owned[at - 1] is None else own | {at - 1}


def _with_previous(at: int, owned: Sequence[frozenset[int] | None]) -> frozenset[int] | None:
    """What a sentence needs that opens with a word for something before ("This", "It"): its owners,
    or the sentence before; None if that may not be shown.
    """
    own = owned[at]
    if own is None or any(at - _LINKED_FAR <= other < at for other in own):
        return own
    return None if owned[at - 1] is None else own | {at - 1}


def _closed(at: int, direct: Sequence[frozenset[int] | None]) -> frozenset[int] | None:
    """All that a sentence needs, step by step; None if one of them may not be shown."""
    if not direct[at]:
        return direct[at]
    needed: set[int] = set()
    todo = [at]
    while todo:
        further = direct[todo.pop()]
        if further is None:
            return None
        todo += further - needed - {at}
        needed |= further - {at}
        if len(needed) > MOST_NEEDED:
            return None
    return frozenset(needed)


class _Piece:
    """The sentences of a piece with what was named in them, and where first."""

    def __init__(
        self,
        texts: Sequence[str],
        words: Sequence[Sequence[str]],
        paragraphs: Sequence[int],
        title: Sequence[str],
    ) -> None:
        self._texts = texts
        self._words = words
        self._lower = [[uncontracted(word.lower()) for word in said] for said in words]
        self._title = {bare(word).lower() for word in title}
        self._paragraphs = paragraphs
        self._quoted = list(quoted_shares(texts, paragraphs))
        self._names = Names(texts, words, title)
        self._introduced = [list(self._names.introducers(at)) for at in range(len(texts))]
        self._definite = Definite(self._lower, words, self._title)

    def needs(self, at: int) -> frozenset[int] | None:
        """What a sentence needs by itself; None if it may never be shown."""
        after = self._after(at)
        if at and self._texts[at - 1].rstrip(". ").endswith(":"):
            return None  # what somebody else was just said to say
        if misleads(
            self._texts[at],
            after,
            self._lower[at],
            quoted=self._quoted[at],
            is_named=bool(self._names.named[at]),
        ):
            return None
        found: set[int] = set()
        for needed in self._wants(at):
            if needed is None:
                return None
            found.add(needed)
        return frozenset(found - {at})

    def ties(self, at: int) -> Iterator[Tie]:
        """What introduces a name or a definite noun of a sentence that can be read without, and
        what it points to.
        """
        for other, presented in self._introduced[at]:
            if other is not None and not presented:
                yield Tie(frozenset({other}), "name")
        for others in self._names.mentioned(at):
            yield Tie(others, "mention")
        for others in self._definite.introducers(at):
            yield Tie(others, "noun")
        for others in self._definite.pointed_at(at):
            yield Tie(others, "points")
        if at and compares(self._texts[at], frozenset(self._lower[at])):
            yield Tie(frozenset({at - 1}), "points")

    def names_needed(self, at: int) -> frozenset[int] | None:
        """The sentences that present who is named in one; None if that is said only later."""
        found = {other for other, presented in self._introduced[at] if presented}
        return None if None in found else frozenset(n for n in found if n is not None)

    def concedes(self, at: int) -> bool:
        return concedes(self._texts[at], self._lower[at])

    def _goes_on_conceding(self, at: int) -> bool:
        """Whether the sentence before concedes a view, and this one does not turn against it."""
        return (
            at > 0
            and self._paragraphs[at - 1] == self._paragraphs[at]
            and grants(self._texts[at - 1])
            and not turns(self._texts[at])
        )

    def leans(self, at: int) -> bool:
        """Whether a sentence opens with a word for something before, or linked to it."""
        first, *others = self._lower[at] or ("",)  # of a sentence of signs alone: "."
        if first in HE | THEY or (first == "those" and not _WHICH.isdisjoint(others[:3])):
            return False
        return leans(self._texts[at])

    def opens_with_pronoun(self, at: int) -> bool:
        """Whether a "he" or "they" is among its first words, and nobody that it could be before."""
        lower = self._lower[at][:_OPENING_WORDS]
        place = next((n for n, plain in enumerate(lower) if plain in HE or plain in THEY), None)
        if place is None or self._named_after(at, place):
            return False
        before = lower[:place]
        return not (
            any(self._is_name(at, n) for n in range(place))
            or any(map(is_plural, before))
            or PERSONS.intersection(before)
        )

    def hangs(self, at: int) -> bool:
        """Whether its first words compare it with something before ("It also", "Another"), add to
        it ("There are other"), or take up its last word: "… many a land. Lands where …".
        """
        lower = self._lower[at]
        if not _HANGING.isdisjoint(lower[:_EARLY]) or ADDS.match(self._texts[at]):
            return True
        taken_up = lower[0].rstrip("s") if at and lower[1:2] and lower[1] in _RELATIVES else ""
        last = self._lower[at - 1][-2:] if at else []
        return len(taken_up) >= _SHORTEST_TAKEN_UP and taken_up in {
            word.rstrip("s") for word in last
        }

    def _after(self, at: int) -> str:
        return self._texts[at + 1] if at + 1 < len(self._texts) else ""

    def _wants(self, at: int) -> Iterator[int | None]:
        """What a sentence needs, one after the other; None for what is not there."""
        text, after = self._texts[at], self._after(at)
        conceded = concedes(text, self._lower[at]) or self._goes_on_conceding(at)
        if after and (LINKS_ON.match(text) or (turns(after) and conceded)):
            yield at + 1
        yield from self._owners(at)
        yield from (other for other, presented in self._introduced[at] if presented)

    def _owners(self, at: int) -> Iterator[int | None]:
        """The owners of a sentence's pronouns, where they are not in it."""
        lower = self._lower[at]
        if POINTING.isdisjoint(lower):
            return
        person = plural = thing = False
        clause = self._opening_phrase(at)
        for place, plain in enumerate(lower):
            if place == clause:  # "For Germany, it is the only way"
                person = plural = thing = False
            if plain in HE and not person and not self._named_after(at, place):
                yield self._back(at, _FAR, self._has_person)
                person = True
            elif plain in THEY and not plural and not self._named_after(at, place):
                yield self._back(at, _FAR, self._has_plural)
                plural = True
            elif plain in IT and not thing and self._it_hangs(at, place):
                yield at - 1
                thing = True
            elif self._points_back(lower, place, plural=plural):
                yield at - 1 if at else None
            if self._is_name(at, place):
                person = thing = True
            person = person or plain in PERSONS
            plural = plural or is_plural(plain) or (plain == "and" and person)
            named = place > 0 and lower[place - 1] in DETERMINERS
            thing = thing or (named and plain not in PERSONS and plain not in TIMES)

    def _opening_phrase(self, at: int) -> int:
        """How many words an opening of a preposition and its nouns has, if a pronoun comes right
        behind its comma; 0 if there is none.
        """
        lower = self._lower[at]
        comma = self._texts[at].find(", ")
        if comma < 0 or lower[0] not in _PREPOSITIONS | {"to", "among", "within", "across"}:
            return 0
        before = len(self._texts[at][:comma].split())
        pronoun = before <= _SHORT_OPENING and before < len(lower) and lower[before] in POINTING
        return before if pronoun else 0

    def _is_name(self, at: int, place: int) -> bool:
        word = self._words[at][place]
        return word[:1].isupper() and word != "I" and bare(word) in self._names.known

    def _it_hangs(self, at: int, place: int) -> bool:
        """Whether an early "it" or "its" stands for something before."""
        lower = self._lower[at]
        if at == 0 or not 0 < place < _EARLY or is_empty(lower, place):
            return False
        if lower[place] == "its" and place > 1 and lower[0] not in _PREPOSITIONS:
            return False
        return not self._named_after(at, place)

    def _points_back(self, lower: Sequence[str], place: int, *, plural: bool) -> bool:
        """Whether a "this", "such", "those" … stands for something before the sentence."""
        plain, after = lower[place], lower[place + 1] if place + 1 < len(lower) else ""
        if place == 0 and plain != "those":
            return False
        match plain:
            case "this" | "these":
                known = after in TIMES or after in self._title or after[:1].isdigit()
                known = known or after in lower[:place]
                return place < _POINTING_EARLY and not known
            case "such":
                return after not in ("as", "a", "an", "that") and lower[place - 1] != "no"
            case "those":
                return not plural and not _WHICH.intersection(lower[place + 1 : place + 4])
            case "latter" | "former":
                return lower[place - 1] == "the" and after in ("", "is", "was", "has", "will")
        return False

    def _named_after(self, at: int, place: int) -> bool:
        """Whether an opening clause holds the pronoun, and its owner comes right after it:
        "In his speech, Cameron …".
        """
        comma = self._texts[at].find(", ")
        if comma < 0:
            return False
        before = len(self._texts[at][:comma].split())
        behind = range(before, min(before + _AFTER_COMMA, len(self._words[at])))
        return place < before and any(self._is_name(at, other) for other in behind)

    def _back(self, at: int, far: int, has: Callable[[int], bool]) -> int | None:
        """The nearest sentence before, not too far, that has something."""
        return next((n for n in range(at - 1, max(-1, at - 1 - far), -1) if has(n)), None)

    def _has_person(self, at: int) -> bool:
        return bool(self._names.named[at]) or bool(PERSONS.intersection(self._lower[at]))

    def _has_plural(self, at: int) -> bool:
        return any(map(is_plural, self._lower[at]))
