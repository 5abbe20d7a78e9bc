"""Finds what each sentence of an English piece depends on: the sentences it must not be shown
without; and, in any language, whether a sentence depends on one before it by how it opens.

A pronoun needs its antecedent (`owners`). A surname needs the sentence that presents its person. A
conceded view needs the sentence that turns against it. These are needs. Linking words, names in
full and definite nouns are weaker: the sentence can be read alone, but reads better after one of
those that introduced them. These are ties. The rules look at words, not at meaning.
"""

import re
import tomllib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from briefs.summarise import dependence_words as english
from briefs.summarise.coreference import Names, bare
from briefs.summarise.cue_words import ADDS, CONTINUES, HANGS, LINKS, LINKS_ON, LOOSE, word_set
from briefs.summarise.definite_nouns import Definite
from briefs.summarise.pronouns import HE, THEY, Pronouns, uncontracted
from briefs.summarise.quotable import concedes, grants, misleads, quoted_shares, turns
from briefs.summarise.selection import MOST_NEEDED, Tie

_LINKED_FAR = 5  # sentences back in which is what "But" links to …
_NOUN_FAR = 3  # … what "The move" refers to …
_LISTED_FAR = 16  # … and the item before "Second"
_EARLY = 6  # first words, in which "also" … refers to what was said before
_SHORTEST_TAKEN_UP = 4  # letters of a last word with which the next sentence begins

_ORDINAL = re.compile(r"[\"'“‘(\[\s]*(Second|Third|Fourth|Fifth)(?:ly)?\b")
_ITEMS_BEFORE = {
    "Second": re.compile(r"\b[Ff]irst(?:ly)?\b|\bTo (?:begin|start) with\b"),
    "Third": re.compile(r"\b[Ss]econd(?:ly)?\b"),
    "Fourth": re.compile(r"\b[Tt]hird(?:ly)?\b"),
    "Fifth": re.compile(r"\b[Ff]ourth(?:ly)?\b"),
}
_HANGING = word_set(
    "also too similar similarly likewise therefore however thus instead nevertheless "
    "nonetheless meanwhile consequently moreover furthermore"
)
_RELATIVES = word_set("who whose which that where")
_WHICH = word_set("who of that with in whose which responsible")


@dataclass(frozen=True, slots=True, kw_only=True)
class Dependence:
    """What the sentences of a piece depend on; every field has one item for each sentence.

    `needs` are the positions that must be shown with it, directly or through others; None if it is
    never shown. `owners` are the needs without which its own words cannot be understood, and
    `names` those that say who is named in it. `own` tells whether it is the author's own, complete
    statement. `ties` are its weaker dependencies, and `anchors` the sets of positions made of them.

    `alone` tells whether it can be shown by itself under the title, `linked` whether it opens with
    a linking word, `points` whether it opens with another word that refers back ("This"), and
    `turned` whether the next sentence turns against it ("But"). `continues` tells whether its first
    words only continue the sentence before: a pronoun with its antecedent there, "So", "Similarly".
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
    continues: tuple[bool, ...]

    @property
    def of_report(self) -> tuple[frozenset[int] | None, ...]:
        """The positions that must be shown with each sentence of a report: those that say who is
        named, and what its first words refer back to. A report's sentence is not held back for
        being quoted or asked.
        """
        found: list[frozenset[int] | None] = []
        for at, named in enumerate(self.names):
            needed = self.needs[at]
            if named is None or not (self.continues[at] or self.points[at]):
                found.append(named)
            elif needed is not None:
                found.append(named | needed)
            else:
                found.append(None if self.own[at] else named)
        return tuple(found)


def dependence(
    texts: Sequence[str],
    words: Sequence[Sequence[str]],
    paragraphs: Sequence[int],
    title: Sequence[str],
    others: Collection[int] = (),
) -> Dependence:
    """What each sentence depends on, directly and through the sentences that it needs.

    `texts`, `words` and `paragraphs` have one item for each sentence. `title` are the title's
    words: a name in it needs no introduction. `others` are the positions of sentences that are
    somebody else's words (a motto, a block quotation, a claim that is only tested); they are never
    shown.
    """
    piece = _Piece(texts, words, paragraphs, title)
    count = range(len(texts))
    owned = [None if at in others else piece.needs(at) for at in count]
    dependent = [at > 0 and piece.depends(at) for at in count]
    links = [dependent[at] and LINKS.match(texts[at]) is not None for at in count]
    opens_noun = [dependent[at] and not links[at] and texts[at].startswith("The ") for at in count]
    linked = tuple(at > 0 and (links[at] or piece.hangs(at)) for at in count)
    points = tuple(dependent[at] and not links[at] and not opens_noun[at] for at in count)
    owners = [_with_previous(at, owned) if points[at] else owned[at] for at in count]
    direct = [
        _after_item(at, owned, texts)
        if links[at] and _ORDINAL.match(texts[at])
        else _after_previous(at, owned)
        if piece.pronouns.open(at) or (links[at] and HANGS.match(texts[at]))
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
    return Dependence(
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
        continues=tuple(
            bool(owners[at] and piece.pronouns.are_early(at))
            or (linked[at] and CONTINUES.match(texts[at]) is not None)
            for at in count
        ),
    )


def _anchors(at: int, text: str, ties: Sequence[Tie]) -> Iterator[frozenset[int]]:
    """The anchors that a sentence's ties become. A linking word is anchored to the sentence
    directly before it; one that concedes or sums up has no anchor.
    """
    for tie in ties:
        if tie.kind != "link":
            yield tie.others
        elif not LOOSE.match(text):
            yield frozenset({at - 1})


def _linked_to(at: int, paragraphs: Sequence[int]) -> frozenset[int]:
    """The positions that a linking word may link to: earlier sentences of its paragraph, or, at the
    start of a paragraph, those of the paragraph before; at most _LINKED_FAR back.
    """
    if at == 0:
        return frozenset()
    near = range(max(0, at - _LINKED_FAR), at)
    return frozenset(other for other in near if paragraphs[other] == paragraphs[at - 1])


def _after_previous(at: int, owned: Sequence[frozenset[int] | None]) -> frozenset[int] | None:
    """The needs of a sentence that opens with a personal pronoun, or with a word that can only link
    to the sentence before: its antecedents and the sentence before. Any other sentence between them
    would give the pronoun a wrong antecedent. None if one of them is never shown.
    """
    own = owned[at]
    if own is None or at == 0:
        return own
    return None if owned[at - 1] is None else own | {at - 1}


def _after_item(
    at: int, owned: Sequence[frozenset[int] | None], texts: Sequence[str]
) -> frozenset[int] | None:
    """The needs of an item of an enumeration ("Second, …"): its antecedents and the item before it;
    without one, the sentence before. None if that is never shown.
    """
    own, opening = owned[at], _ORDINAL.match(texts[at])
    if own is None or opening is None or at == 0:
        return own
    earlier = _ITEMS_BEFORE[opening[1]]
    item = next(
        (n for n in range(at - 1, max(-1, at - _LISTED_FAR), -1) if earlier.search(texts[n])),
        at - 1,
    )
    return None if owned[item] is None else own | {item}


def _with_previous(at: int, owned: Sequence[frozenset[int] | None]) -> frozenset[int] | None:
    """The needs of a sentence that opens with a word that refers back ("This", "It"): its
    antecedents, or, if none of them is near, also the sentence before. None if one of them is never
    shown.
    """
    own = owned[at]
    if own is None or any(at - _LINKED_FAR <= other < at for other in own):
        return own
    return None if owned[at - 1] is None else own | {at - 1}


def _closed(at: int, direct: Sequence[frozenset[int] | None]) -> frozenset[int] | None:
    """All positions that a sentence needs, directly or through others; None if one of them is never
    shown or if they are more than MOST_NEEDED.
    """
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
    """The sentences of a piece, the names in them, and where each name is introduced."""

    def __init__(
        self,
        texts: Sequence[str],
        words: Sequence[Sequence[str]],
        paragraphs: Sequence[int],
        title: Sequence[str],
    ) -> None:
        self._texts = texts
        self._words = words
        self._lower = [[uncontracted(word) for word in said] for said in words]
        self._title = {bare(word).lower() for word in title}
        self._paragraphs = paragraphs
        self._quoted = list(quoted_shares(texts, paragraphs))
        self._names = Names(texts, words, title)
        self._introduced = [list(self._names.introducers(at)) for at in range(len(texts))]
        self._definite = Definite(texts, self._lower, words, self._title)
        self.pronouns = Pronouns(
            texts=texts,
            words=words,
            lower=self._lower,
            title=self._title,
            names=self._names,
            definite=self._definite,
        )

    def needs(self, at: int) -> frozenset[int] | None:
        """The positions that a sentence needs directly; None if it is never shown."""
        after = self._after(at)
        if at and self._texts[at - 1].rstrip(". ").endswith(":"):
            return None  # the colon introduces somebody else's words
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
        """The weaker dependencies of a sentence: where its names and definite nouns are introduced,
        and what it points back to.
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
        """The positions that present the names in a sentence; None if one is
        presented only later.
        """
        found = {other for other, presented in self._introduced[at] if presented}
        return None if None in found else frozenset(n for n in found if n is not None)

    def concedes(self, at: int) -> bool:
        return concedes(self._texts[at], self._lower[at])

    def _goes_on_conceding(self, at: int) -> bool:
        """Whether the sentence before it in the paragraph concedes a view, and it does not turn
        against it.
        """
        return (
            at > 0
            and self._paragraphs[at - 1] == self._paragraphs[at]
            and grants(self._texts[at - 1])
            and not turns(self._texts[at])
        )

    def depends(self, at: int) -> bool:
        """Whether a sentence opens with a linking word or a word that refers back; "he" and "they"
        do not count.
        """
        first, *others = self._lower[at] or ("",)  # of a sentence of signs alone: "."
        if first in HE | THEY or (first == "those" and not _WHICH.isdisjoint(others[:3])):
            return False
        return depends(self._texts[at])

    def hangs(self, at: int) -> bool:
        """Whether its first words compare it with something earlier ("It also", "Another"), add to
        that ("There are other"), or repeat the last word before it: "… many a land. Lands where …".
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
        """The positions that a sentence needs directly; None for a need that the piece does not
        have.
        """
        text, after = self._texts[at], self._after(at)
        conceded = concedes(text, self._lower[at]) or self._goes_on_conceding(at)
        if after and (LINKS_ON.match(text) or (turns(after) and conceded)):
            yield at + 1
        yield from self.pronouns.owners(at)
        yield from (other for other, presented in self._introduced[at] if presented)


_FIRST_COMMA = 64  # characters
_END = r"(?![\w\u0300-\u036f\u064b-\u0652\u0900-\u0963\u200c])"  # end of a word and its marks


@dataclass(frozen=True, slots=True)
class _Openings:
    """How sentences of a language open that depend on an earlier one (`dependent`), and exceptions
    (`independent`), if there are any.
    """

    dependent: re.Pattern[str]
    independent: re.Pattern[str] | None


@cache
def _openings(language: str) -> _Openings | None:
    """The openings of a language in `dependence.toml`; None if it has none."""
    patterns = _tables().get(language)
    if patterns is None:
        return None
    end = "" if patterns.get("unspaced") else _END
    independent = patterns.get("independent", "").replace("\n", "")
    dependent = patterns["dependent"].replace("\n", "")
    return _Openings(
        re.compile(f"{english.OPENING}(?:{dependent}){end}"),
        re.compile(f"{english.OPENING}(?:{independent})") if independent else None,
    )


@cache
def _tables() -> Mapping[str, Mapping[str, Any]]:
    return tomllib.loads((files("briefs.summarise") / "dependence.toml").read_text("utf-8"))


def depends(sentence: str, language: str = "en") -> bool:
    """Whether it opens with a word for something said before it: "However, he …", "The move …"."""
    if language == "en":
        comma = sentence.find(",", 0, _FIRST_COMMA)
        if comma > 0 and english.INTERJECTED.match(sentence, comma):
            return True
        if english.DEPENDENT.match(sentence):
            return not english.INDEPENDENT.match(sentence) or bool(
                english.TURNED_IT.match(sentence)
            )
        adverb = english.SENTENCE_ADVERB.match(sentence)
        if adverb:
            rest = sentence[adverb.end() :]
            return bool(english.POINTS_ON.match(rest)) and depends(rest[:1].upper() + rest[1:])
        return (
            english.DEFINITE.match(sentence) is not None
            or english.EARLY_PRONOUN.match(sentence) is not None
            or _follows(sentence)
        )
    openings = _openings(language)
    return (
        openings is not None
        and openings.dependent.match(sentence) is not None
        and (openings.independent is None or openings.independent.match(sentence) is None)
    )


def _follows(sentence: str) -> bool:
    """Whether a "therefore" or the like behind a verb concludes from something said before."""
    found = english.SO_FAR.search(sentence)
    return found is not None and english.SAYS_WHY.search(sentence, 0, found.start()) is None


_EARLY_CHARACTERS = 120  # characters, in which "do that" refers to an earlier sentence


def compares(text: str, words: frozenset[str]) -> bool:
    """Whether the other side of a comparison, or the alternative to "instead", is in the sentence
    before. `words` are the sentence's own in lower case.
    """
    if english.CALLED.match(text):
        return True
    for found in english.STANDS_FOR_ALL.finditer(text, 0, _EARLY_CHARACTERS):
        if english.TAKES_ALL.fullmatch(text[: found.start()].rpartition(" ")[2].lower()):
            return True
    if (
        english.COMPARING_CUES.isdisjoint(words)
        and not english.INDEFINITE_ARTICLE.match(text)
        and not any(word.isdigit() for word in words)
    ):
        return False
    compared = english.COMPARES_AT_ONCE.match(text) or english.COMPARES.search(text)
    if compared and not english.NAMED.search(text) and not english.AS_WELL_AS.search(text):
        return True
    if "instead" not in words:
        return False
    instead = english.INSTEAD.search(text)
    return instead is not None and not english.DENIED.search(text, 0, instead.start())
