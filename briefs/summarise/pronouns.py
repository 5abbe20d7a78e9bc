"""English pronouns and the sentences that hold their antecedents: "he", "it", "those", "this plan",
"such a plan". The rules look at words, not at meaning.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from functools import lru_cache

from briefs.summarise.coreference import DAYS, Names, bare
from briefs.summarise.cue_words import word_set
from briefs.summarise.definite_nouns import Definite, may_be_noun
from briefs.summarise.familiar_names import KNOWN_PERSONS, NO_PERSONS

_WORDS_KEPT = 32_768
_FAR = 3  # sentences back in which a pronoun's antecedent is looked for
_POINTING_EARLY = 10  # first words, in which "this" refers to an earlier sentence …
_EARLY = 6  # … "it" …
_OPENING_WORDS = 5  # … and "he" or "they", to the sentence before
_SHORT_OPENING = 9  # words of an opening without a verb before "it", at most …
_LONG_OPENING = 20  # … and of one before "he" or "they", or with a participle
_AFTER_COMMA = 3  # words after an opening clause, among which its pronoun's antecedent is
_WITHIN = 8  # words after "such a debate", among which "as" or "that" says which
_SHORTEST_PLURAL = 4  # letters, which excludes "gas" and "was"

HE = word_set("he she him her his hers")
THEY = word_set("they them their theirs")
IT = word_set("it its")
PERSONS = word_set(
    "man woman president minister leader chancellor mother father son daughter wife husband "
    "king queen senator mayor governor author writer journalist lawyer doctor teacher officer "
    "boy girl who someone anyone everyone nobody person chairman editor professor director "
    "candidate student patient child parent brother sister boss driver victim pope guy prophet "
    "priest rabbi imam bishop cardinal cleric preacher politician scientist researcher "
    "economist historian artist singer actor actress comedian soldier worker farmer fisherman "
    "nurse baby grandfather grandmother uncle aunt friend neighbour colleague landlord reader "
    "user engineer manager founder investor programmer reporter columnist commentator spokesman "
    "spokeswoman ambassador premier emperor tsar dictator general captain commander analyst "
    "activist campaigner poet novelist philosopher tenant customer employee employer hero "
    "survivor suspect prisoner player coach secretary head chief chair chairwoman executive"
)
_PLURALS = word_set(
    "people children men women police media both many some others those parents staff public "
    "someone somebody anyone anybody everyone everybody nobody"
)
_NO_PLURALS = word_set(
    "this is was has does its his us as yes politics economics news always perhaps besides "
    "weeks days years months hours minutes decades centuries "
    "towards sometimes afterwards series crisis basis analysis focus status virus campus bus "
    "gas less unless across thus plus"
)
DETERMINERS = word_set("a an the our your my every each any no this that one")
TIMES = word_set(
    "week month year morning afternoon evening weekend summer winter spring autumn fall season "
    "century decade day time moment generation country world article piece essay report's "
    "planet nation way kind sort"
)
_OF_MANY = word_set("are were have")
_EMPTY_IT = word_set("that to whether how why what who when if")
_MODALS = word_set("will would may might can could should must shall")
_ADVERBS = word_set("not also even well never perhaps still only then now once always soon surely")
_EMPTY_VERBS = word_set(
    "be have seem appear take make help become come turn feel matter look remain"
)
_EMPTY_FORMS = word_set(
    "is was isn't wasn't has had seems seemed appears appeared takes makes helps becomes turns "
    "turned "
    "follows followed matters mattered remains remained looks looked feels happens happened does "
    "goes "
    "stands strikes occurred needed helped likely unlikely this always thus perhaps"
)
_THIRD_PERSON = re.compile(r"[a-z]{2,}(?:[^s]s|ed)")
_JOINING = word_set("and or but even by of in with from about on as")
_CONTRACTED = word_set("he she it they")
_PREPOSITIONS = word_set("in with for on at by from under despite after before during")
_OPENING_A_PHRASE = _PREPOSITIONS | {"to", "among", "within", "across", "like", "unlike"}
_DATED = TIMES | DAYS
_NO_PARTICIPLES = word_set(
    "according during something anything nothing everything morning evening even when then often "
    "given men women children listen open seven eleven own between known citizen golden"
)
_DO = word_set("do does did doing done")
_ADVERB = re.compile(r"\w{3,}ly")
_ARTICLES = word_set("a an one")
_AS_FAR = 4  # words of "As chief executive", among which is what the subject is
_BEFORE_A_PARTICIPLE = word_set("long once often newly recently first now never")
_WHICH = word_set("who of that with in whose which responsible")
_LATTER = word_set("half part decades years stages days century parts phase months")
_AS = word_set("as that where")
_INTENSIFIED = word_set(  # "such a big debate" compares with nothing
    "big small great good bad long short high low large little strong weak wide deep hard easy "
    "important difficult powerful rich poor young old new nice huge vast tiny fast slow close "
    "thing way pity shame mess hurry fuss success failure surprise pleasure joy relief"
)
POINTING = HE | THEY | IT | word_set("this these those such latter former")


@lru_cache(maxsize=_WORDS_KEPT)
def uncontracted(word: str) -> str:
    """A word in lower case; of "It's" or "they've" the pronoun."""
    plain = word.lower()
    pronoun, mark, _ = plain.replace("’", "'").partition("'")
    return pronoun if mark and pronoun in _CONTRACTED else plain


def is_plural(plain: str) -> bool:
    return (
        plain in _PLURALS
        or plain.endswith("men")
        or (
            len(plain) >= _SHORTEST_PLURAL
            and plain.endswith("s")
            and not plain.endswith(("ss", "us", "'s", "’s"))
            and plain not in _NO_PLURALS
        )
    )


def is_empty(lower: Sequence[str], place: int) -> bool:
    """Whether an "it" has no antecedent: "makes it clear that", "it is time to", but not "it is the
    way to".
    """
    if lower[place] != "it":
        return False
    behind = lower[place + 1 : place + 9]
    end = next((n for n, word in enumerate(behind) if word in _EMPTY_IT), None)
    if end == 0 and behind[0] not in ("to", "that"):
        return False  # "I refuse to make it who I am"
    if end and behind[end - 1].startswith(("happen", "belong", "appl", "refer")):
        return False  # "one day it will happen to me"
    if end and behind[0] in _MODALS:
        verb = next((word for word in behind[1:] if word not in _ADVERBS), "")
        if verb not in _EMPTY_VERBS:
            return False  # "it would assert that"
    elif end and _THIRD_PERSON.fullmatch(behind[0]) and behind[0] not in _EMPTY_FORMS:
        return False  # "it assumes that"
    if end and (behind[end - 1] in _JOINING or behind[1] in ("a", "an")):
        return False  # "it should be used, and if", "it is a plan that"
    return end is not None and "the" not in behind[:end]


def _is_personal(name: str) -> bool:
    """Whether a name may be a person's: not "France" or "June"."""
    return name not in NO_PERSONS and name.lower() not in DAYS


def _is_like_one(behind: Sequence[str]) -> bool:
    """Whether "such a", before these words, refers to something said before: "such a debate", but
    not "such a big debate" or "such a debate as".
    """
    noun, *after = behind or ("",)
    return may_be_noun(noun) and noun not in _INTENSIFIED and _AS.isdisjoint(after[:_WITHIN])


_REFERRING = (
    HE | THEY | IT | word_set("this these those such also too another other same latter former")
)
_COMPLETED = word_set(  # behind the "that" of "we know that the …"
    "the a an it they he she we you i there this these those is was are were will would has have "
    "had "
    "can could may might must should"
)


def referring_words(said: Sequence[str]) -> int:
    """The number of words in a sentence that refer to something, whether there or elsewhere: each
    may be misread where the sentence stands among others than in its piece.
    """
    lower = [uncontracted(word) for word in said]
    return sum(
        plain in _REFERRING or (plain == "that" and after not in _COMPLETED)
        for plain, after in zip(lower, [*lower[1:], ""], strict=True)
    )


class Pronouns:
    """Where the antecedents of a piece's pronouns are."""

    def __init__(
        self,
        *,
        texts: Sequence[str],
        words: Sequence[Sequence[str]],
        lower: Sequence[Sequence[str]],
        title: AbstractSet[str],
        names: Names,
        definite: Definite,
    ) -> None:
        self._texts = texts
        self._words = words
        self._lower = lower
        self._title = title
        self._names = names
        self._definite = definite

    def open(self, at: int) -> bool:
        """Whether "he" or "they" is among its first words, with no possible
        antecedent before it.
        """
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

    def are_early(self, at: int) -> bool:
        """Whether a personal pronoun is among its first words."""
        return not (HE | THEY | IT).isdisjoint(self._lower[at][:_OPENING_WORDS])

    def owners(self, at: int) -> Iterator[int | None]:
        """The positions of the antecedents of a sentence's pronouns, if they are in other
        sentences.
        """
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
            elif plain in IT and not thing and self._it_hangs(at, place, clause):
                yield at - 1
                thing = True
            elif self._points_back(lower, place, plural=plural):
                yield self._definite.pointed_from(at, place) if at else None
            if self._is_name(at, place):
                thing = thing or bare(self._words[at][place]) not in KNOWN_PERSONS
                person = person or self._may_be_person(at, place)
            person = person or bare(plain) in PERSONS
            plural = plural or is_plural(plain) or (plain == "and" and person)
            if plain in _OF_MANY and place and may_be_noun(lower[place - 1]):
                plural = True  # "what religion and politics have in common is that they"
            named = place > 0 and lower[place - 1] in DETERMINERS
            thing = thing or (named and plain not in PERSONS and plain not in TIMES)

    def _opening_phrase(self, at: int) -> int:
        """The number of words of an opening phrase without a subject, prepositional ("In Britain")
        or of a participle ("Founded in 1990"), if a pronoun follows its comma; else 0.
        """
        lower = self._lower[at]
        is_participle = self._opens_with_participle(lower)
        if not (is_participle or lower[0] in _OPENING_A_PHRASE):
            return 0
        *openings, _ = self._texts[at].split(", ")
        before = 0
        for opening in openings if is_participle else openings[:1]:
            before += len(opening.split())
            plain = lower[before] if before < len(lower) else ""
            if plain in POINTING:
                personal = plain in HE or plain in THEY
                longest = _LONG_OPENING if is_participle or personal else _SHORT_OPENING
                return before if before <= longest else 0
        return 0

    def _opens_with_participle(self, lower: Sequence[str]) -> bool:
        """Whether the first words describe the subject to come: "Founded in", "Widely seen as",
        "As a minister".
        """
        first, second, *_ = *lower[:2], ""
        if first == "as":
            return second in _ARTICLES or not PERSONS.isdisjoint(lower[1:_AS_FAR])
        if first in _BEFORE_A_PARTICIPLE or _ADVERB.fullmatch(first):
            first = second
        return first.endswith(("ed", "ing", "wn", "en")) and first not in _NO_PARTICIPLES

    def _is_name(self, at: int, place: int) -> bool:
        word = self._words[at][place]
        return word[:1].isupper() and word != "I" and bare(word) in self._names.known

    def _may_be_person(self, at: int, place: int) -> bool:
        """Whether a word of a name may belong to a person's: not "France", "the Gestapo"."""
        words = self._words[at]
        first = place
        while first and words[first - 1][:1].isupper():
            first -= 1
        the = first > 0 and words[first - 1] == "the"
        return not the and _is_personal(bare(words[place]))

    def _it_hangs(self, at: int, place: int, clause: int) -> bool:
        """Whether an "it" or "its" among the first words, or where a `clause` begins after an
        opening phrase, has its antecedent in an earlier sentence.
        """
        lower = self._lower[at]
        is_early = 0 < place < _EARLY or 0 < place == clause
        is_done = place > 1 and lower[place - 1] in _DO  # "a way to do it"
        if at == 0 or not (is_early or is_done) or is_empty(lower, place):
            return False
        if lower[place] == "its" and place > 1 and lower[0] not in _PREPOSITIONS:
            return False
        return not self._named_after(at, place)

    def _points_back(self, lower: Sequence[str], place: int, *, plural: bool) -> bool:
        """Whether a "this", "such", "those" … refers to an earlier sentence."""
        plain, after = lower[place], bare(lower[place + 1]) if place + 1 < len(lower) else ""
        if place == 0 and plain != "those":
            return False
        match plain:
            case "this" | "these":
                coming = after in ("coming", "past") and not _DATED.isdisjoint(
                    lower[place + 2 :][:1]
                )
                known = after in TIMES or after[:1].isdigit() or coming
                known = known or (may_be_noun(after) and after in {*self._title, *lower[:place]})
                return place < _POINTING_EARLY and not known
            case "such" if after in ("a", "an"):
                return _is_like_one(lower[place + 2 :])
            case "such":
                return after not in ("as", "that") and lower[place - 1] != "no"
            case "those":
                return not plural and not _WHICH.intersection(lower[place + 1 : place + 4])
            case "latter" | "former":
                known = plain == "former" or after in _LATTER
                return lower[place - 1] == "the" and not (known and may_be_noun(after))
        return False

    def _named_after(self, at: int, place: int) -> bool:
        """Whether the pronoun is in an opening clause, and its antecedent follows it: "In his
        speech, Cameron …".
        """
        comma = self._texts[at].find(", ")
        if comma < 0:
            return False
        before = len(self._texts[at][:comma].split())
        behind = range(before, min(before + _AFTER_COMMA, len(self._words[at])))
        return 0 < place < before and any(self._is_name(at, other) for other in behind)

    def _back(self, at: int, far: int, has: Callable[[int], bool]) -> int | None:
        """The nearest earlier position, at most `far` back, for which `has` is true; None if there
        is none.
        """
        return next((n for n in range(at - 1, max(-1, at - 1 - far), -1) if has(n)), None)

    def _has_person(self, at: int) -> bool:
        text = self._texts[at]
        return not PERSONS.isdisjoint(map(bare, self._lower[at])) or any(
            _is_personal(name[-1]) and f"the {name[0]}" not in text
            for name in self._names.named[at]
        )

    def _has_plural(self, at: int) -> bool:
        return any(map(is_plural, self._lower[at]))
