"""What the definite nouns of a piece stand for, and what it points to: "the report" and "the
clinic" that it told of, "these claims", "a second reason".
"""

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet

from briefs.summarise.terms import word_set

_FAR = 6  # sentences back that a definite noun's introduction is looked for …
_POINTED_FAR = 3  # … what "these claims" are …
_LIST_FAR = 15  # … and the reason before a second one

_DEFINITE = word_set(
    "announcement move decision incident attack attacks accident crash blast explosion shooting "
    "statement report reports comment comments remark remarks deal agreement plan plans proposal "
    "proposals ruling verdict claim claims allegation allegations accusation finding findings "
    "result results study survey researchers authors pair duo couple trio group groups company "
    "firm man woman men women boy girl victim victims suspect suspects driver officer officers "
    "club project programme program scheme bill measure measures idea process event meeting "
    "talks case trial letter book film video footage image images picture approach policy "
    "initiative campaign protest protests clashes dispute row operation investigation inquiry "
    "site building device discovery warning arrest arrests vote speech interview episode "
    "exercise list change changes rule rules document documents figures increase rise drop trend "
    "committee commission agency movement debate march offer summit strategy cost costs benefit "
    "benefits argument saving savings loss losses gain gains effect effects consequence "
    "consequences reaction response request attempt effort efforts upshot error errors news "
    "growth outcome scenario threat threats provision provisions suggestion controversy"
)
_COMPLEMENTS = word_set(
    "of that which who whom whose by to between on for from against at with about in into behind "
    "over under within where when"
)
_UNIQUE = word_set(
    "world country government public people state economy president west east north south "
    "internet media police military army law past future present end beginning rest way time "
    "moment day year century fact truth problem question point reason answer right left same "
    "only first last next best most other more sun earth sea sky press market church city nation "
    "house party region war peace street home web phone number kind sort need chance power name"
)
_ENDS_NOUN = word_set(
    "is was are were has have had will would can could may might must should and but or to as it "
    "he she they we i does did do not also then than because so if while"
) | {""}

_POINTS = word_set("this these that those")
_AFTER_PREPOSITION = word_set(
    "of in on at by for from with about against into over under between through during before "
    "after behind within without across to than as like and or but"
)
_NO_NOUNS = (
    _ENDS_NOUN
    | _AFTER_PREPOSITION
    | word_set(
        "a an the this that these those you their his her its our my your there who whom which "
        "whose when where why how what here very more most much many few some any all each every "
        "both one just only even now no nor too been being had having does doing done isn't "
        "wasn't don't doesn't up out"
    )
)
_KNOWN_POINTED = word_set(
    "week month year years morning afternoon evening weekend summer winter spring autumn fall "
    "season century decade decades day days time times moment point generation country world "
    "article piece essay post column planet nation way kind kinds sort sorts type season age "
    "stage regard respect sense extent purpose case things thing"
)
_ORDINALS = word_set("second third fourth fifth sixth final last another further")
_LISTED = word_set(
    "reason reasons point points problem problems way ways lesson lessons imperative imperatives "
    "thing things factor factors question questions issue issues argument arguments step steps "
    "myth myths example examples possibility truth truths danger dangers concern concerns "
    "objection category type kind group camp option answer explanation mistake mistakes cause "
    "causes challenge challenges advantage aspect element principle rule goal aim task priority "
    "theme trend"
)
_VERBS = word_set("is was are were has have had will would can could may might must should")


def _may_be_noun(noun: str, written: str) -> bool:
    """Whether a word may be a noun, or begin one, and is no name."""
    return noun[:1].isalpha() and written[:1].islower() and noun not in _NO_NOUNS


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
        self._known_title = title | {word.rstrip("s") for word in title}
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

    def pointed_at(self, at: int) -> Iterator[frozenset[int]]:
        """What each "these claims" and "that number" stands for, and the item before each that is
        counted ("the second reason"): one of these sentences tells it.
        """
        lower = self._lower[at]
        for place, plain in enumerate(lower[:-1]):
            noun, after = lower[place + 1], lower[place + 2] if place + 2 < len(lower) else ""
            if plain in _POINTS and self._stands_for(at, place, noun, after):
                yield frozenset(range(max(0, at - _POINTED_FAR), at))
            elif plain in _ORDINALS and noun in _LISTED and (place < 1 or lower[place - 1] != "at"):
                forms = {noun.rstrip("s"), f"{noun.rstrip('s')}s"}
                near = range(max(0, at - _LIST_FAR), at)
                yield frozenset(n for n in near if not forms.isdisjoint(self._lower[n]))

    def _stands_for(self, at: int, place: int, noun: str, after: str) -> bool:
        """Whether a "this", "these", "that" or "those" with its noun stands for something said
        before: the noun is neither in the title nor in the sentence before it.
        """
        lower, written = self._lower[at], self._words[at]
        if not _may_be_noun(noun, written[place + 1]) or noun in _KNOWN_POINTED:
            return False
        if lower[place] in ("that", "those"):
            if place == 0 or lower[place - 1] not in _AFTER_PREPOSITION or after in _COMPLEMENTS:
                return False
            if lower[place] == "that" and noun.endswith("s") and not noun.endswith("ss"):
                return False  # "than that prices rise"
        named = {noun, noun.rstrip("s"), after, after.rstrip("s")} - {""}
        return named.isdisjoint(self._known_title) and named.isdisjoint(lower[:place])

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
