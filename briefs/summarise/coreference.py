"""What was introduced before: the people and bodies that sentences name, and the things that
definite nouns stand for ("the report", "the clinic"); and the sentences that introduced them.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import lru_cache
from itertools import pairwise

from briefs.summarise.terms import PLAIN, lexicon, word_set

_WORDS_KEPT = 32_768
_HONORIFICS = word_set(
    "mr mrs ms miss dr prof professor president prime minister sir lord lady dame senator sen "
    "rep governor gov mayor chancellor secretary king queen prince princess pope general gen "
    "judge justice captain chief congressman congresswoman ambassador the"
)
_DAYS = word_set(
    "january february march april may june july august september october november december monday "
    "tuesday wednesday thursday friday saturday sunday"
)
_PLACES = word_set(
    "north south east west new great united saudi middle northern southern eastern western "
    "central supreme high grand black white st saint los las san"
)
_JOINERS = word_set("of de van von der al bin ibn la le du da and for")

_ACRONYM = re.compile(r"\(([A-Z]{2,7})s?\)")
_APPOSED = re.compile(r"^,\s(?:an?|the|who|whose|then|now|\d\d)\b")


class Names:
    """The names of each sentence, each without its honorifics, and the sentences that introduce
    one. `title` are the title's words: whom they name needs no introduction.
    """

    def __init__(
        self, texts: Sequence[str], words: Sequence[Sequence[str]], title: Sequence[str]
    ) -> None:
        self._texts = texts
        self._words = words
        self._title = {bare(word) for word in title}
        self.known = {bare(word) for said in words for word in said[1:] if word[:1].isupper()}
        self.named = [list(self._names_in(at)) for at in range(len(texts))]
        self._before, self._alone = self._neighbours()
        self._introduced, self._presented = self._introductions()
        self._acronyms = {
            match[1]: at
            for at in reversed(range(len(texts)))
            for match in _ACRONYM.finditer(texts[at])
        }

    def introducers(self, at: int) -> Iterator[tuple[int | None, bool]]:
        """The sentences that say who or what is named here by its last name alone, each with
        whether the piece presents them ("Amara Delgado, a nurse"); None for what is said only
        later.
        """
        whole = {name[-1] for name in self.named[at] if len(name) > 1}
        for name in self.named[at]:
            last = name[-1]
            if len(name) > 1 or last in whole or last in self._title:
                continue
            told = self._introduced.get(last)
            if told is None or told == at:
                continue
            presented = last in self._presented
            if told < at:
                yield told, presented
            elif presented:
                yield None, True
        for word in self._words[at] if self._acronyms else ():
            told = self._acronyms.get(bare(word))
            if told is not None and told < at and bare(word) not in self._title:
                yield told, True

    def _introductions(self) -> tuple[Mapping[str, int], frozenset[str]]:
        """The sentence that says who a name is, by the last word of it; and those presented in
        full: "Amara Delgado, a nurse".
        """
        found: dict[str, int] = {}
        presented: set[str] = set()
        for at, names in enumerate(self.named):
            for name in names:
                text, last = self._texts[at], name[-1]
                _, _, behind = text.partition(name[0] if len(name) > 1 else last)
                behind = behind[behind.find(last) + len(last) :] if len(name) > 1 else behind
                apposed = _APPOSED.match(behind) is not None
                whole = len(name) > 1 and self._is_given(name[-2], last)
                if apposed and len(name) > 1:
                    presented.add(last)
                if apposed or whole:
                    found.setdefault(last, at)
        return found, frozenset(presented)

    def _neighbours(self) -> tuple[Mapping[str, set[str]], frozenset[str]]:
        """For each word of a name those that follow it, and which words also stand last in one."""
        after: dict[str, set[str]] = {}
        alone: set[str] = set()
        for names in self.named:
            for name in names:
                alone.add(name[-1])
                for one, other in pairwise(name):
                    after.setdefault(one, set()).add(other)
        return after, frozenset(alone)

    def _is_given(self, word: str, last: str) -> bool:
        """Whether a word stands before this name alone, as a given name does: "Amara"."""
        return (
            self._before.get(word, set()) == {last}
            and word not in self._alone
            and word.lower() not in _PLACES
        )

    def _names_in(self, at: int) -> Iterator[tuple[str, ...]]:
        """The names of a sentence, their honorifics left out."""
        name: list[str] = []
        written = self._words[at]
        for place, word in enumerate([*written, ""]):
            plain = bare(word)
            capital = plain[:1].isupper() and plain not in ("I", "I'm", "I've", "I'd", "I'll")
            if capital and place == 0:
                capital = plain in self.known or _opens_name(written)
            if capital and not (name and self._parted(at, name[-1], word)):
                name.append(plain)
                continue
            if (
                name
                and plain.lower() in _JOINERS
                and written[place + 1 : place + 2]
                and (written[place + 1][:1].isupper() and plain.lower() not in ("and", "for"))
            ):
                continue
            if name:
                yield from _plain_name(name)
            name = [plain] if capital else []

    def _parted(self, at: int, one: str, other: str) -> bool:
        """Whether something stands between two words: "in London, David Cameron"."""
        text = self._texts[at]
        return f"{one} {other}" not in text


def _opens_name(written: Sequence[str]) -> bool:
    """Whether a first word is that of a name: "Amara Delgado", not "When Delgado"."""
    small = (lexicon("en") or PLAIN).stop_words
    return len(written) > 1 and written[1][:1].isupper() and written[0].lower() not in small


def _plain_name(name: Sequence[str]) -> Iterator[tuple[str, ...]]:
    plain = tuple(word for word in name if word.lower() not in _HONORIFICS)
    while len(plain) > 1 and plain[0].lower() in _DAYS:
        plain = plain[1:]  # "In May Delgado …"
    if plain:
        yield plain


@lru_cache(maxsize=_WORDS_KEPT)
def bare(word: str) -> str:
    """A word without its possessive ending."""
    return word.replace("’", "'").removesuffix("'s").rstrip("'")


_FAR = 6  # sentences back that a definite noun's introduction is looked for

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
_ENDS_NOUN = word_set(
    "is was are were has have had will would can could may might must should and but or to as "
    "it he she they we i does did do not also then than because so if while"
) | {""}

_VERBS = word_set("is was are were has have had will would can could may might must should")


class Definite:
    """The sentences that definite nouns were introduced in. `lower` are the words of each sentence
    in lower case, `words` as they are written; the nouns of `title` need no introduction.
    """

    def __init__(
        self,
        lower: Sequence[Sequence[str]],
        words: Sequence[Sequence[str]],
        title: AbstractSet[str],
    ) -> None:
        self._lower = lower
        self._words = words
        self._known = _UNIQUE | title
        self._indefinite = self._indefinites()

    def introducers(self, at: int) -> Iterator[int]:
        """The sentences before one that tell what "the report" and "the clinic" in it mean; the
        one before it where no other does.
        """
        lower = self._lower[at]
        for place, plain in enumerate(lower[:-1]):
            if plain != "the":
                continue
            noun, after = lower[place + 1], lower[place + 2] if place + 2 < len(lower) else ""
            if not self._words[at][place + 1][:1].islower():
                continue
            if noun in self._known or after in _COMPLEMENTS or noun in lower[:place]:
                continue
            told = self._introducer(at, place, noun, after)
            if told is not None and told != at:
                yield told

    def _introducer(self, at: int, place: int, noun: str, after: str) -> int | None:
        if noun in _DEFINITE:
            told = self._told(at, noun)
            return max(0, at - 1) if told is None else told
        if place == 0 and self._is_subject(noun, after):
            return self._told(at, noun)
        behind = self._lower[at][place + 3] if place + 3 < len(self._lower[at]) else ""
        if place == 0 and behind in _VERBS:  # "The prayer controversy was …"
            told = self._told(at, after)
            return self._told(at, noun) if told is None else told
        if after in _ENDS_NOUN and self._indefinite.get(noun, at) < at:
            return self._indefinite[noun]
        return None

    def _is_subject(self, noun: str, after: str) -> bool:
        """Whether an opening "the" goes with this very word: what follows is a verb, or it was
        introduced as a noun.
        """
        return after in _ENDS_NOUN or after.endswith(("s", "ed")) or noun in self._indefinite

    def _told(self, at: int, noun: str) -> int | None:
        """The nearest sentence before, not too far, that has a noun."""
        stem = noun.rstrip("s")
        forms = {noun, stem, f"{stem}s"}
        near = range(at - 1, max(-1, at - 1 - _FAR), -1)
        return next((n for n in near if not forms.isdisjoint(self._lower[n])), None)

    def _indefinites(self) -> Mapping[str, int]:
        """Where each noun that comes with "a" first does: "a clinic"."""
        found: dict[str, int] = {}
        for at, lower in enumerate(self._lower):
            for one, noun, after in zip(lower, lower[1:], [*lower[2:], ""], strict=False):
                ends = after in _ENDS_NOUN or after in _COMPLEMENTS
                if one in ("a", "an") and ends and noun not in found:
                    found[noun] = at
        return found
