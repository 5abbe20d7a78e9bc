"""What each sentence of a piece leans on: the sentences without which it must not be shown.

A pronoun needs its owner, a definite noun what it was introduced by, a bare surname the sentence
that says who that is, a conceded view its turn; a linking word links to one before. The rules are
those of English; they look at words and not at meaning.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from briefs.summarise.dependence import leans
from briefs.summarise.misleading import concedes, misleads, quoted_shares, turns
from briefs.summarise.names import Names, bare
from briefs.summarise.terms import word_set

_FAR = 3  # sentences back that a pronoun's owner is looked for …
_DEFINITE_FAR = 6  # … a definite noun's …
_LINKED_FAR = 5  # … and what "This" or "The move" stands for
_POINTING_EARLY = 10  # words in which "this" stands for something before the sentence
_EARLY = 6  # words in which "it", "this", "also" … hang on what was said before
_AFTER_COMMA = 3  # words behind an opening clause, in which the owner of its pronoun stands
_SHORTEST_PLURAL = 4  # letters: not "gas" or "was"

_HE = word_set("he she him her his hers")
_THEY = word_set("they them their theirs")
_IT = word_set("it its")
_PERSONS = word_set(
    "man woman president minister leader chancellor mother father son daughter wife husband "
    "king queen senator mayor governor author writer journalist lawyer doctor teacher officer "
    "boy girl who someone anyone everyone nobody person chairman editor professor director "
    "candidate student patient child parent brother sister boss driver victim"
)
_PLURALS = word_set(
    "people children men women police media both many some others those parents staff public"
)
_NO_PLURALS = word_set(
    "this is was has does its his us as yes politics economics news always perhaps besides "
    "towards sometimes afterwards series crisis basis analysis focus status virus campus bus "
    "gas less unless across thus plus"
)
_DETERMINERS = word_set("a an the our your my every each any no this that one")
_TIMES = word_set(
    "week month year morning afternoon evening weekend summer winter spring autumn fall season "
    "century decade day time moment generation country world article piece essay report's "
    "planet nation way kind sort"
)
_HANGING = word_set(
    "also too another similar similarly likewise therefore however thus instead nevertheless "
    "nonetheless meanwhile consequently moreover furthermore"
)
_DEFINITE = word_set(
    "announcement move decision incident attack attacks accident crash blast explosion shooting "
    "statement report reports comment comments remark remarks deal agreement plan plans "
    "proposal proposals ruling verdict claim claims allegation allegations accusation finding "
    "findings result results study survey researchers authors pair duo couple trio group groups "
    "company firm man woman men women boy girl victim victims suspect suspects driver officer "
    "officers club project programme program scheme bill measure measures idea process event "
    "meeting talks case trial letter book film video footage image images picture approach "
    "policy initiative campaign protest protests clashes dispute row operation investigation "
    "inquiry site building device discovery warning arrest arrests vote speech interview "
    "episode exercise list change changes rule rules document documents figures increase rise "
    "drop trend committee commission agency movement debate march offer summit strategy cost "
    "costs benefit benefits argument saving savings loss losses gain gains effect effects "
    "consequence consequences reaction response request attempt effort efforts upshot error "
    "errors"
)
_COMPLEMENTS = word_set(
    "of that which who whom whose by to between on for from against at with about in into "
    "behind over under within where when"
)
_UNIQUE = word_set(
    "world country government public people state economy president west east north south "
    "internet media police military army law past future present end beginning rest way time "
    "moment day year century fact truth problem question point reason answer right left same "
    "only first last next best most other more sun earth sea sky press market church city "
    "nation house party region war peace street home web phone number kind sort need chance "
    "power name"
)
_PREPOSITIONS = word_set("in with for on at by from under despite after before during")
_WHICH = word_set("who of that with in whose which responsible")
_ENDS_NOUN = word_set(
    "is was are were has have had will would can could may might must should and but or to as "
    "it he she they we i does did do not also then than because so if while"
) | {""}
_EMPTY_IT = word_set("that to whether how why what who when if")
_POINTING = _HE | _THEY | _IT | word_set("this these those such latter former")
_LINKS = re.compile(
    r"^[\"'“‘(\[\s]*(?:And|But|So|Yet|Or|Nor|Then|Thus|Hence|Therefore|However|Moreover|Furthermore"
    r"|Besides|Instead|Meanwhile|Nevertheless|Nonetheless|Otherwise|Consequently|Accordingly|Indeed"
    r"|Also|Still|Again|Additionally|Finally|Ultimately|Conversely|In fact|In short|In addition"
    r"|As a result|After all|Of course|Even so|That said|Rather|Worse|Well|Certainly|More \w+ly"
    r"|By contrast|In contrast|At the same time|In turn|Either way|In any case)\b(?! (?:this|that"
    r"|these|those|it|he|she|they|such|his|her|their|its)\b)"
)
_LINKS_ON = re.compile(r"^[\"'“‘(\[\s]*(?:On the one hand|At first|At one end|In theory)\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaning:
    """What each sentence needs: the positions of those that must stand beside it, or None if it
    may never be shown; `names` are those of them that say who is named in it. `alone` tells whether
    it can be told by itself, under the title, `linked` whether it opens with a linking word.
    """

    needs: tuple[frozenset[int] | None, ...]
    names: tuple[frozenset[int] | None, ...]
    alone: tuple[bool, ...]
    linked: tuple[bool, ...]


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
    owned = [None if at in others else piece.needs(at) for at in range(len(texts))]
    leant = [at > 0 and piece.leans(at) for at in range(len(texts))]
    loose = [_LINKS.match(text) is not None for text in texts]
    linked = tuple(
        at > 0 and ((leant[at] and loose[at]) or piece.hangs(at)) for at in range(len(texts))
    )
    leant = [one or other for one, other in zip(leant, linked, strict=True)]
    direct = [
        _with_owner(at, owned, leant, linked) if leant[at] else owned[at]
        for at in range(len(texts))
    ]
    whole = tuple(_closed(at, direct) for at in range(len(texts)))
    alone = tuple(direct[at] == frozenset() and not piece.concedes(at) for at in range(len(texts)))
    named = [piece.names_needed(at) for at in range(len(texts))]
    names = tuple(_closed(at, named) for at in range(len(texts)))
    return Leaning(needs=whole, names=names, alone=alone, linked=linked)


def _with_owner(
    at: int,
    owned: Sequence[frozenset[int] | None],
    leant: Sequence[bool],
    linked: Sequence[bool],
) -> frozenset[int] | None:
    """What a sentence needs that is linked to one before ("But"), or opens with a word for it
    ("This", "The move"): its owners, and the sentence before, or, if that leans itself, the nearest
    that stands alone. A linking word that has none near is only weighed against it.
    """
    own = owned[at]
    if own is None or any(at - _LINKED_FAR <= other < at for other in own):
        return own
    near = range(at - 1, max(-1, at - 1 - _LINKED_FAR), -1)
    able = [other for other in near if owned[other] == frozenset() and not leant[other]]
    if able:
        return own | {able[0]}
    return own if linked[at] else None


MOST_NEEDED = 3
"""Sentences that one may need beside it; one that leans on more is not shown at all."""


def _closed(at: int, direct: Sequence[frozenset[int] | None]) -> frozenset[int] | None:
    """All that a sentence needs, step by step; None if one of them may not be shown."""
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
        self._lower = [[word.lower() for word in said] for said in words]
        self._title = {bare(word).lower() for word in title}
        self._quoted = list(quoted_shares(texts, paragraphs))
        self._names = Names(texts, words, title)
        self._indefinite = self._indefinites()

    def needs(self, at: int) -> frozenset[int] | None:
        """What a sentence needs by itself; None if it may never be shown."""
        after = self._after(at)
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

    def names_needed(self, at: int) -> frozenset[int] | None:
        """The sentences that present who is named in one; None if that is said only later."""
        found = frozenset(self._names.introducers(at, presented=True))
        return None if None in found else frozenset(n for n in found if n is not None)

    def concedes(self, at: int) -> bool:
        return concedes(self._texts[at], self._lower[at])

    def leans(self, at: int) -> bool:
        """Whether a sentence opens with a word for something before, or linked to it."""
        first, *others = self._lower[at]
        if first in _HE | _THEY or (first == "those" and not _WHICH.isdisjoint(others[:3])):
            return False
        return leans(self._texts[at])

    def hangs(self, at: int) -> bool:
        """Whether its first words compare it with something before: "It also", "Another"."""
        return bool(_HANGING.intersection(self._lower[at][:_EARLY]))

    def _after(self, at: int) -> str:
        return self._texts[at + 1] if at + 1 < len(self._texts) else ""

    def _wants(self, at: int) -> Iterator[int | None]:
        """What a sentence needs, one after the other; None for what is not there."""
        text, after = self._texts[at], self._after(at)
        if after and (_LINKS_ON.match(text) or (turns(after) and concedes(text, self._lower[at]))):
            yield at + 1
        yield from self._owners(at)
        yield from self._definite(at)
        yield from self._names.introducers(at)

    def _owners(self, at: int) -> Iterator[int | None]:
        """The owners of a sentence's pronouns, where they are not in it."""
        lower = self._lower[at]
        if _POINTING.isdisjoint(lower):
            return
        person = plural = thing = False
        for place, plain in enumerate(lower):
            if plain in _HE and not person and not self._named_after(at, place):
                yield self._back(at, _FAR, self._has_person)
                person = True
            elif plain in _THEY and not plural and not self._named_after(at, place):
                yield self._back(at, _FAR, self._has_plural)
                plural = True
            elif plain in _IT and not thing and self._it_hangs(at, place):
                yield at - 1
                thing = True
            elif self._points_back(lower, place, plural=plural):
                yield at - 1 if at else None
            if plain in _PERSONS or self._is_name(at, place):
                person = thing = True
            plural = plural or _is_plural(plain) or (plain == "and" and person)
            thing = thing or (place > 0 and lower[place - 1] in _DETERMINERS)

    def _is_name(self, at: int, place: int) -> bool:
        word = self._words[at][place]
        return word[:1].isupper() and bare(word) in self._names.known

    def _it_hangs(self, at: int, place: int) -> bool:
        """Whether an early "it" or "its" stands for something before."""
        lower = self._lower[at]
        if at == 0 or not 0 < place < _EARLY or _empty_it(lower, place):
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
                return place < _POINTING_EARLY and after not in _TIMES and not after[:1].isdigit()
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
        return bool(self._names.named[at]) or bool(_PERSONS.intersection(self._lower[at]))

    def _has_plural(self, at: int) -> bool:
        return any(map(_is_plural, self._lower[at]))

    def _definite(self, at: int) -> Iterator[int | None]:
        """What "the report" and "the clinic" mean, where it was told before."""
        lower = self._lower[at]
        for place, plain in enumerate(lower[:-1]):
            if plain != "the":
                continue
            noun, after = lower[place + 1], lower[place + 2] if place + 2 < len(lower) else ""
            if not self._words[at][place + 1][:1].islower():
                continue
            if noun in _UNIQUE | self._title or after in _COMPLEMENTS or noun in lower[:place]:
                continue
            if noun in _DEFINITE:
                yield self._mention(at, noun)
            elif place == 0 and self._is_subject(noun, after):
                yield self._told(at, noun, otherwise=at)
            elif after in _ENDS_NOUN and self._indefinite.get(noun, at) < at:
                yield self._indefinite[noun]

    def _is_subject(self, noun: str, after: str) -> bool:
        """Whether an opening "the" goes with this very word: what follows is a verb, or it was
        introduced as a noun.
        """
        return after in _ENDS_NOUN or after.endswith(("s", "ed")) or noun in self._indefinite

    def _mention(self, at: int, noun: str) -> int | None:
        """The last sentence before that has a noun; else the one before; of the first, itself."""
        return self._told(at, noun, otherwise=max(0, at - 1))

    def _told(self, at: int, noun: str, *, otherwise: int | None) -> int | None:
        stem = noun.rstrip("s")
        found = self._back(
            at, _DEFINITE_FAR, lambda n: not {noun, stem, f"{stem}s"}.isdisjoint(self._lower[n])
        )
        return otherwise if found is None else found

    def _indefinites(self) -> Mapping[str, int]:
        """Where each noun that comes with "a" first does: "a clinic"."""
        found: dict[str, int] = {}
        for at, lower in enumerate(self._lower):
            for one, noun, after in zip(lower, lower[1:], [*lower[2:], ""], strict=False):
                ends = after in _ENDS_NOUN or after in _COMPLEMENTS
                if one in ("a", "an") and ends and noun not in found:
                    found[noun] = at
        return found


def _is_plural(plain: str) -> bool:
    return plain in _PLURALS or (
        len(plain) >= _SHORTEST_PLURAL
        and plain.endswith("s")
        and not plain.endswith(("ss", "us", "'s", "’s"))
        and plain not in _NO_PLURALS
    )


def _empty_it(lower: Sequence[str], place: int) -> bool:
    """Whether an "it" stands for nothing: "makes it clear that", "it is time to"."""
    return lower[place] == "it" and bool(_EMPTY_IT.intersection(lower[place + 1 : place + 9]))
