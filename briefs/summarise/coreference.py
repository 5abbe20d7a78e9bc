"""The names of an English piece, and the sentences that introduce them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import pairwise

from briefs.summarise.cue_words import word_set
from briefs.summarise.definite_nouns import before
from briefs.summarise.familiar_names import FAMILIAR_NAMES
from briefs.summarise.units import PLAIN, lexicon

_WORDS_KEPT = 32_768
_HONORIFICS = word_set(
    "mr mrs ms miss dr prof professor president prime minister sir lord lady dame senator sen "
    "rep governor gov mayor chancellor secretary king queen prince princess pope general gen "
    "judge justice captain chief congressman congresswoman ambassador the"
)
DAYS = word_set(
    "january february march april may june july august september october november december monday "
    "tuesday wednesday thursday friday saturday sunday"
)
_PLACES = word_set(
    "north south east west new great united saudi middle northern southern eastern western "
    "central supreme high grand black white st saint los las san"
)
_GIVEN_AND_LAST = 2  # words of a name
_SHORTEST_SHORTENED = 3  # letters: "Jess" for "Jessica"
_JOINERS = word_set("of de van von der al bin ibn la le du da and for")

_STEM = 5  # letters that a country's name and its people's share: "Tunisian"
_FAMILIAR_STEMS = {name[:_STEM] for name in FAMILIAR_NAMES if len(name) >= _STEM}

_NAME = re.compile(r"(?<![\w-])[A-Z][\w-]*(?: (?:(?:of|for|and|in|to) )?(?:the )?[A-Z][\w-]*)+")
_ACRONYM = re.compile(r"\(([A-Z]{2,7})s?\)")
_ROLE = re.compile(  # "historian Tony Judt", not "by Tony Judt"
    r"\b(?!(?:other|another|later|earlier|after|under|over|ever|never|for|or|nor|former|when|then|went"
    r"|sent|spent|their|rather|whether|either|neither|per|an|man)\b)"
    r"[a-z-]+(?:er|or|ist|ian|ant|ent|man|woman|eer|yst|ess|chief|star|captain|baron|mayor|poet) $"
)
_APPOSED = re.compile(r"^,\s(?:an?|the|who|whose|then|now|\d\d)\b")


class Names:
    """The names in each sentence, without honorifics, and the sentences that introduce them. A name
    that is among the words of `title` needs no introduction.
    """

    def __init__(
        self, texts: Sequence[str], words: Sequence[Sequence[str]], title: Sequence[str]
    ) -> None:
        self._texts = texts
        self._words = words
        self._title = {bare(word) for word in title}
        self.known = {bare(word) for said in words for word in said[1:] if word[:1].isupper()}
        self.named = [list(self._names_in(at)) for at in range(len(texts))]
        small = (lexicon("en") or PLAIN).stop_words
        self._small = small.union(word for said in words for word in said if word.islower())
        self._mentions: dict[str, list[int]] = {}
        for at, names in enumerate(self.named):
            for name in names:
                self._mentions.setdefault(name[-1], []).append(at)
        self._before, self._alone = self._neighbours()
        self._introduced, self._presented = self._introductions()
        self._acronyms = {
            match[1]: at
            for at in reversed(range(len(texts)))
            for match in _ACRONYM.finditer(texts[at])
        }

    def introducers(self, at: int) -> Iterator[tuple[int | None, bool]]:
        """The positions that introduce the people or bodies that sentence `at` names by their last
        name alone. Each has a flag: whether the piece presents the name there ("Amara Delgado, a
        nurse"). The position is None if that happens only later.
        """
        whole = {name[-1] for name in self.named[at] if len(name) > 1}
        for name in self.named[at]:
            last = name[-1]
            if len(name) > 1 or last in whole or last in self._title or last in FAMILIAR_NAMES:
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
            told = self._acronyms.get(_initials(word))
            if told is not None and told < at and bare(word) not in self._title:
                yield told, True

    def mentioned(self, at: int) -> Iterator[frozenset[int]]:
        """For each name in its short form that is not familiar, the earlier positions that mention
        it; for a longer one, the position that explained it.
        """
        whole = {name[-1] for name in self.named[at] if len(name) > 1}
        for name in self.named[at]:
            last = name[-1]
            if len(name) > 1:
                explained = self._explained.get(name, at)
                if explained < at and not self._title.issuperset(name):
                    yield frozenset({explained})
                continue
            if last in whole or self._is_familiar(last):
                continue
            told = before(at, self._given_as(last)) or before(at, self._mentions[last])
            if not told and last.isupper() and len(last) > 1:
                told = before(at, self._spelt.get(last, ()))
            if told:
                yield told

    def _given_as(self, name: str) -> Sequence[int]:
        """The positions that have a given name, or one that it shortens, with a last name: "Gil
        Reed" for "Gil", "Jessica Hale" for "Jess".
        """
        whole = self._given.get(name)
        if whole is None and len(name) >= _SHORTEST_SHORTENED:
            found = (at for given, at in self._given.items() if given.startswith(name))
            whole = next(found, None)
        return whole or ()

    @cached_property
    def _given(self) -> Mapping[str, Sequence[int]]:
        """By the first of the two words of a name, the positions that have both."""
        found: dict[str, list[int]] = {}
        for at, names in enumerate(self.named):
            for name in names:
                if len(name) == _GIVEN_AND_LAST and name[0].lower() not in _PLACES:
                    found.setdefault(name[0], []).append(at)
        return found

    @cached_property
    def _spelt(self) -> Mapping[str, Sequence[int]]:
        """By initials, the positions that have a name with them, counted with or without its small
        words.
        """
        found: dict[str, list[int]] = {}
        for at, text in enumerate(self._texts):
            for match in _NAME.finditer(text):
                words = match[0].removeprefix("The ").split()
                capitals = "".join(word[0] for word in words if word[0].isupper())
                whole = "".join(word[0].upper() for word in words)
                for initials in {capitals: None, whole: None}:
                    found.setdefault(initials, []).append(at)
        return found

    def _is_familiar(self, name: str) -> bool:
        """Whether a name is generally known, is in the title, or is also a common word of the
        piece.
        """
        stem = name[:_STEM]
        return (
            name in FAMILIAR_NAMES
            or name in self._title
            or name.lower() in DAYS
            or name.lower() in self._small
            or stem in _FAMILIAR_STEMS
            or any(word[:_STEM] == stem for word in self._title)
        )

    @cached_property
    def _explained(self) -> Mapping[tuple[str, ...], int]:
        """By a name of several words, the position of its first mention, if that says what it is:
        "Blue Stream, a pipeline".
        """
        found: dict[tuple[str, ...], int] = {}
        first: set[tuple[str, ...]] = set()
        for at, names in enumerate(self.named):
            for name in names:
                if len(name) == 1 or name in first:
                    continue
                first.add(name)
                _, whole, behind = self._texts[at].partition(" ".join(name))
                if whole and _APPOSED.match(behind) and not FAMILIAR_NAMES.issuperset(name):
                    found[name] = at
        return found

    def _introductions(self) -> tuple[Mapping[str, int], frozenset[str]]:
        """The position that introduces each name, by its last word; and the last words of the names
        that are presented in full there: "Amara Delgado, a nurse".
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
                before, _, _ = text.partition(" ".join(name))
                if len(name) > 1 and (apposed or (whole and _ROLE.search(before))):
                    presented.add(last)
                if apposed or whole:
                    found.setdefault(last, at)
        return found, frozenset(presented)

    def _neighbours(self) -> tuple[Mapping[str, set[str]], frozenset[str]]:
        """For each word of a name the words that follow it in a name; and the words that end a
        name.
        """
        after: dict[str, set[str]] = {}
        alone: set[str] = set()
        for names in self.named:
            for name in names:
                alone.add(name[-1])
                for one, other in pairwise(name):
                    after.setdefault(one, set()).add(other)
        return after, frozenset(alone)

    def _is_given(self, word: str, last: str) -> bool:
        """Whether a word occurs only before this last name, as a given name does: "Amara"."""
        return (
            self._before.get(word, set()) == {last}
            and word not in self._alone
            and word.lower() not in _PLACES
        )

    def _names_in(self, at: int) -> Iterator[tuple[str, ...]]:
        """The names in a sentence, without honorifics."""
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
        """Whether something separates two words: "in London, David Cameron"."""
        text = self._texts[at]
        return f"{one} {other}" not in text


def _initials(word: str) -> str:
    """A word without its possessive ending and, of initials, without the plural: "MPs"."""
    plain = bare(word)
    return plain.removesuffix("s") if plain[:-1].isupper() else plain


def _opens_name(written: Sequence[str]) -> bool:
    """Whether the first word of a sentence begins a name: "Amara Delgado" or "AD", but not "When
    Delgado".
    """
    small = (lexicon("en") or PLAIN).stop_words
    if not written[1:] or written[0].lower() in small:
        return False
    initials = written[0].isupper() and len(bare(written[0])) > 1 and not written[1].isupper()
    return initials or written[1][:1].isupper()


def _plain_name(name: Sequence[str]) -> Iterator[tuple[str, ...]]:
    plain = tuple(word for word in name if word.lower() not in _HONORIFICS)
    while len(plain) > 1 and plain[0].lower() in DAYS:
        plain = plain[1:]  # "In May Delgado …"
    if plain:
        yield plain


@lru_cache(maxsize=_WORDS_KEPT)
def bare(word: str) -> str:
    """A word without its possessive ending."""
    return word.replace("’", "'").removesuffix("'s").rstrip("'")
