"""What definite nouns ("the report", "the clinic") and phrases that point back ("these claims", "a
second reason") refer to in a piece.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet

from briefs.summarise.noun_words import (
    ADJECTIVES,
    AFTER_PREPOSITION,
    ATTRIBUTES,
    AUXILIARIES,
    BEFORE_A_CLAUSE,
    BEHIND_EMPTY_THERE,
    BEHIND_PARTICIPLE,
    CLOSING,
    COMPLEMENTS,
    COUNTED,
    COUNTS,
    DATES,
    DEFINITE,
    DETERMINERS,
    EQUATES,
    EXPLAINED,
    EXPLAINS,
    FOLLOWED,
    KNOWN_POINTED,
    LIES,
    LISTED,
    NAMED_BY_PLACE,
    NO_NOUNS,
    NO_PARTICIPLES,
    ORDINALS,
    PARTS,
    PAST,
    PERIODS,
    POINTING,
    POINTS,
    PRONOUNS,
    RESULTS,
    STAYS,
    TAKE_A_NOUN,
    TELLS,
    TIMELY,
    TOLD,
    UNIQUE,
    WHICH,
)

_POINTED_FAR = 3  # sentences back in which the meaning of "these claims" is looked for …
_LIST_FAR = 15  # … and the reason before "a second reason"
_STEM = 6  # letters that "this threat" and "threaten" have in common
_SHORTEST_STEM = 4
# endings of nouns derived from verbs
_MADE = ("tion", "sion", "ment", "ing", "ance", "ence", "ure")
_MADE_MANY = tuple(f"{ending}s" for ending in _MADE)
_FIRST_KEPT = 4  # sentences that mention a noun or name: so many of the first …
_LAST_KEPT = 12  # … and of the last before the sentence in question
_LATEST = 2  # the last sentences, so many, that may explain a noun which they do not contain
_SECOND_CLAUSE = 8  # words before a clause that is joined to the first one …
_JOINS = frozenset({"and", "but", "so", "however"})  # … by one of these
_MOST_WORDS = 4  # from after "the" to its noun, included

_STOPS = frozenset(",;:)")


def may_be_noun(noun: str, written: str = "") -> bool:
    """Whether a word may be a noun, or the first word of a compound, and is no name."""
    return noun[:1].isalpha() and (written or noun)[:1].islower() and noun not in NO_NOUNS


def before(at: int, places: Sequence[int]) -> frozenset[int]:
    """Of ascending positions, those before `at`: all, or if they are many, the first and the last
    ones.
    """
    end = bisect_left(places, at)
    return frozenset((*places[: min(end, _FIRST_KEPT)], *places[max(0, end - _LAST_KEPT) : end]))


def _owner(word: str) -> str:
    """A word without its possessive ending."""
    return word.replace("’", "'").removesuffix("'s")


def _is_past(words: Sequence[str]) -> bool:
    return any(word in PAST or word.endswith("ed") for word in words)


def _forms(noun: str) -> frozenset[str]:
    """A noun in the singular and in the plural."""
    stem = noun.rstrip("s")
    found = {noun, stem, f"{stem}s"}
    if stem.endswith("ie"):
        found |= {f"{stem[:-2]}y"}
    elif stem.endswith("y"):
        found |= {f"{stem[:-1]}ies"}
    return frozenset(found)


class Definite:
    """Where the definite nouns of a piece are introduced. `lower` are the words of each sentence in
    lower case, `words` the same as written; a noun of `title` needs no introduction.
    """

    def __init__(
        self,
        texts: Sequence[str],
        lower: Sequence[Sequence[str]],
        words: Sequence[Sequence[str]],
        title: AbstractSet[str],
    ) -> None:
        self._texts = texts
        self._stopped: dict[int, frozenset[int]] = {}
        self._lower = lower
        self._words = words
        self._known = UNIQUE | title
        self._known_title = title | {word.rstrip("s") for word in title}
        self._nouns, self._first_with_the = self._seen_first()
        self._places: dict[str, list[int]] = {}
        for at, said in enumerate(lower):
            for word in dict.fromkeys(said):
                self._places.setdefault(word, []).append(at)
        self._vocabulary = sorted(self._places)
        self._held: dict[str, Sequence[int]] = {}

    def introducers(self, at: int) -> Iterator[frozenset[int]]:
        """For each definite noun in sentence `at`, the earlier positions that mention it, any one
        of which explains it; the position directly before if there is none.
        """
        lower = self._lower[at]
        if not at or ("the" not in lower and lower[:1] != ["each"]):
            return
        if lower[0] in PARTS and lower[1:3] == ["of", "the"]:  # "Some of the inventions …"
            noun, after, *_ = *lower[3:5], "", ""
            known = noun in self._known or after in COMPLEMENTS
            if not known and may_be_noun(noun, self._words[at][3]):
                yield self._told(at, noun, ()) or frozenset({at - 1})
        for place, plain in enumerate(lower[:-1]):
            if plain != "the" and (plain != "each" or place):
                continue
            noun, others, head = _owner(lower[place + 1]), list[str](), place + 1
            if noun != lower[place + 1] and may_be_noun(noun, self._words[at][place + 1]):
                if noun in self._known or not _forms(noun).isdisjoint(lower[:place]):
                    continue  # "The film's website"
            else:
                found = self._head(at, place + 1)
                if found is None or self._says_which(at, place + 1, found):
                    continue
                head = found
                noun, *others = reversed(lower[place + 1 : head + 1])
            told = self._last_named(noun, self._told(at, noun, others))
            if noun in RESULTS:
                yield frozenset({at - 1})
            elif noun in DEFINITE | FOLLOWED and not others:
                yield told or frozenset({at - 1})
            elif told and (
                noun in DEFINITE
                or noun not in self._first_with_the
                or noun.endswith(_MADE_MANY)  # "the inventions", after "invented"
            ):
                yield told
            elif not told and not place and self._opens_with_news(lower, head):
                yield frozenset({at - 1})  # "The carnage provoked …", "The operator has …"

    def _last_named(self, noun: str, told: frozenset[int]) -> frozenset[int]:
        """Of positions that have a noun, the last one, if it is part of names there: two institutes
        are not the same.
        """
        named = any(
            word[:1].isupper() and word.lower() == noun
            for at in told
            for word in self._words[at][1:]
        )
        return frozenset({max(told)}) if named else told

    def _opens_with_news(self, lower: Sequence[str], head: int) -> bool:
        """Whether a sentence opens as if its noun were known from the one before: "The carnage
        provoked", "The operator has", "The recent move".
        """
        follows = _is_past(lower[2:3]) or not AUXILIARIES.isdisjoint(lower[2:3])
        return (head == 1 and follows) or lower[1] in TIMELY

    def _says_which(self, at: int, first: int, head: int) -> bool:
        """Whether a definite noun needs no other sentence: its own words say which ("the report of
        the council", "the threat posed by them"), it is generally known, or it occurs earlier in
        the same sentence.
        """
        lower = self._lower[at]
        after, behind, *_ = *lower[head + 1 : head + 3], "", ""
        if self._is_stopped(at, head):  # "The report, which …", "the bill; it …"
            after = behind = ""
        phrase = list(map(_owner, lower[first : head + 1]))
        tells = first == 1 and lower[head] in DEFINITE - UNIQUE and after in TELLS
        heard = first > 1 and lower[first - 2] in TOLD and after == "that"
        if phrase[-1] in DEFINITE:  # "the first report"
            phrase = [word for word in phrase if word not in ORDINALS and word != "first"]
        if after == "of" and behind in PRONOUNS:
            return False  # "The result of it"
        return (
            (after in COMPLEMENTS and not heard)
            or f"{self._words[at][head]}:" in self._texts[at]  # "the root of the problem: a law"
            or (
                after.endswith(("ed", "ing", "wn", "en", "made"))
                and behind in BEHIND_PARTICIPLE
                and after not in NO_PARTICIPLES
            )
            or (not tells and not self._known.isdisjoint(phrase))
            or (phrase[-1] in FOLLOWED and (after in EQUATES or after in LIES))
            or (phrase[-1] in EXPLAINED and after in EQUATES and behind in EXPLAINS)
            or any(word.endswith("est") or word in COUNTED for word in phrase[:-1])
            or not _forms(lower[head]).isdisjoint(lower[: first - 1])
        )

    def _is_stopped(self, at: int, place: int) -> bool:
        """Whether a comma or another sign is directly behind a word."""
        if at not in self._stopped:
            text, end = self._texts[at], 0
            stopped = set()
            for number, word in enumerate(self._words[at]):
                found = text.find(word, end)
                end = found + len(word) if found >= 0 else end
                if text[end : end + 1] in _STOPS:
                    stopped.add(number)
            self._stopped[at] = frozenset(stopped)
        return place in self._stopped[at]

    def _head(self, at: int, place: int) -> int | None:
        """The place of the head noun of a phrase, if `place` is where it begins ("the short
        siege"); None for a name.
        """
        lower, written = self._lower[at], self._words[at]
        for named in range(place + 1, min(len(lower), place + _MOST_WORDS)):
            if not written[named - 1][:1].isupper():
                break
            if lower[named] in NAMED_BY_PLACE:
                return named  # "the Texas team"
        end = place
        while end < min(len(lower), place + _MOST_WORDS) and may_be_noun(lower[end], written[end]):
            end += 1
        if end == place or (end < len(written) and written[end][:1].isupper()):
            return None
        ends = end == len(lower) or lower[end] in AUXILIARIES
        first = place
        while place < end - 1 and lower[place] in ATTRIBUTES:
            place += 1
        if lower[place] in ATTRIBUTES and lower[end : end + 1] == ["and"]:
            return None  # "the economic and moral means"
        for head in range(end - 1, place, -1):
            plain = lower[head]
            if plain in ATTRIBUTES:
                continue  # "the founders still had"
            if plain in DEFINITE or plain in self._nouns:
                return head
            verb = plain.endswith("s") and not plain.endswith("ss")
            told = lower[head - 1] in self._nouns and verb  # "the lawsuit seeks"
            if head == end - 1 and ends and not told and not plain.endswith(("ed", "ing", "ly")):
                return head
        known = place > first or lower[place] in DEFINITE or lower[place] in self._nouns
        return place if known or end == place + 1 else None

    def pointed_at(self, at: int) -> Iterator[frozenset[int]]:
        """For each "these claims" or "that number", the positions that may say what it refers to;
        and for each counted item ("the second reason"), the position of the item before it.
        """
        lower = self._lower[at]
        if not at or POINTING.isdisjoint(lower):
            return
        for place, plain in enumerate(lower):
            if plain not in POINTING:
                continue
            noun, after, *_ = *lower[place + 1 : place + 3], "", ""
            if (
                (plain in POINTS and noun and self._stands_for(at, place, noun, after))
                or (
                    plain == "there"
                    and lower[place - 1] != "out"
                    and (noun not in BEHIND_EMPTY_THERE or lower[place - 1] in STAYS)
                    and place
                )
                or (plain == "same" and lower[place - 1] == "the" and "as" not in lower[place:])
            ):
                yield self._near(at, noun, after)
            elif (
                plain in ORDINALS
                and noun in LISTED
                and (place < 1 or lower[place - 1] not in ("at", "out"))
            ):
                forms = {noun.rstrip("s"), f"{noun.rstrip('s')}s"}
                near = range(max(0, at - _LIST_FAR), at)
                told = frozenset(n for n in near if not forms.isdisjoint(self._lower[n]))
                if told or plain not in CLOSING:
                    yield told or frozenset({at - 1})

    def pointed_from(self, at: int, place: int) -> int:
        """The nearest position that the phrase at a place refers to: "this claim"."""
        noun, after, *_ = *self._lower[at][place + 1 : place + 3], "", ""
        return max(self._near(at, noun, after))

    def _near(self, at: int, noun: str, after: str) -> frozenset[int]:
        """The positions, at most _POINTED_FAR back, that have the noun of a phrase that points back
        or a word that it is derived from; the position directly before if there is none.
        """
        if noun in NO_NOUNS or noun in COUNTS:  # "these two presidents", of whom one is told last
            return frozenset({at - 1})
        forms = _forms(noun) if after in NO_NOUNS else _forms(noun) | _forms(after)
        stem = noun[:_STEM]
        near = range(max(0, at - _POINTED_FAR), at)
        found = frozenset(
            n
            for n in near
            if not forms.isdisjoint(self._lower[n])
            or (len(stem) == _STEM and any(word[:_STEM] == stem for word in self._lower[n]))
        )
        return found or frozenset({at - 1})

    def _stands_for(self, at: int, place: int, noun: str, after: str) -> bool:
        """Whether a "this", "these", "that" or "those" with its noun refers to an earlier sentence:
        the noun is neither in the title nor earlier in the same sentence.
        """
        lower, written = self._lower[at], self._words[at]
        known = _owner(noun) in KNOWN_POINTED
        known = known and lower[place] in ("this", "these")
        if known or not (may_be_noun(noun, written[place + 1]) or noun in DEFINITE):
            return False
        prior = lower[place - 1] if place else ""
        if lower[place] == "that" and noun in PERIODS and place:
            return not any(word in DATES or word[:1].isdigit() for word in lower[:place])
        if prior in _JOINS and place >= _SECOND_CLAUSE:
            return False  # "Feeding all is essential, and that aim …"
        if lower[place] == "that":
            plural = noun.endswith("s") and not noun.endswith("ss")  # "than that prices rise"
            takes = prior in AFTER_PREPOSITION or prior in TAKE_A_NOUN
            if plural or not (takes or prior in BEFORE_A_CLAUSE) or after in WHICH:
                return False
        if lower[place] == "those" and (not place or after in COMPLEMENTS):
            return False
        named = set() if noun in ADJECTIVES else {noun, noun.rstrip("s")}
        if after not in NO_NOUNS:
            named |= {after, after.rstrip("s")}
        return named.isdisjoint(self._known_title) and named.isdisjoint(lower[:place])

    def _told(self, at: int, noun: str, others: Sequence[str]) -> frozenset[int]:
        """The earlier positions that have a noun; for a known one, or if there are any, also those
        that have one of the words before it ("the arbitration process").
        """
        found = self._with(at, noun)
        beside = frozenset[int]().union(
            *(self._with(at, other) for other in others if other in self._nouns)
        )
        if not found and noun in DEFINITE:
            # "The prayer controversy", explained by earlier "prayers"
            return frozenset(sorted(beside)[-_LATEST:])
        return found | beside if found else found

    def _with(self, at: int, noun: str) -> frozenset[int]:
        """Earlier positions that have a noun; if there are none, that have the verb that it is
        derived from ("assassinated"). Of many, the first and the last ones.
        """
        found = self._having(noun, _forms(noun))
        single = noun.removesuffix("s")
        ending = next((end for end in _MADE if single.endswith(end)), "")
        stem = single.removesuffix(ending)[:_STEM]
        if ending and len(stem) >= _SHORTEST_STEM and not (found and found[0] < at):
            found = self._having(f"{stem}*", self._from(stem))
        return before(at, found)

    def _having(self, key: str, words: Iterable[str]) -> Sequence[int]:
        """The positions that have one of some words, in ascending order; cached under `key`."""
        found = self._held.get(key)
        if found is None:
            found = sorted({n for word in words for n in self._places.get(word, ())})
            self._held[key] = found
        return found

    def _from(self, stem: str) -> Iterator[str]:
        """The words of the piece that begin with a stem."""
        for place in range(bisect_left(self._vocabulary, stem), len(self._vocabulary)):
            if not self._vocabulary[place].startswith(stem):
                return
            yield self._vocabulary[place]

    def _seen_first(self) -> tuple[frozenset[str], frozenset[str]]:
        """The words that follow a determiner somewhere in the piece, and those that first occur
        after "the".
        """
        seen: set[str] = set()
        nouns: set[str] = set()
        unique: set[str] = set()
        for lower in self._lower:
            for one, noun, after in zip(lower, lower[1:], [*lower[2:], ""], strict=False):
                if one in DETERMINERS:
                    nouns.add(noun)
                    if one == "the" and noun not in seen and after not in WHICH:
                        unique.add(noun)
                seen.add(noun)
            seen.update(lower[:1])
        return frozenset(nouns), frozenset(unique)
