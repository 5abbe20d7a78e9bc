"""English pronouns, and the nouns that may be their antecedents."""

from collections.abc import Sequence

from briefs.summarise.cue_words import word_set

_SHORTEST_PLURAL = 4  # letters, which excludes "gas" and "was"

HE = word_set("he she him her his hers")
THEY = word_set("they them their theirs")
IT = word_set("it its")
PERSONS = word_set(
    "man woman president minister leader chancellor mother father son daughter wife husband "
    "king queen senator mayor governor author writer journalist lawyer doctor teacher officer "
    "boy girl who someone anyone everyone nobody person chairman editor professor director "
    "candidate student patient child parent brother sister boss driver victim"
)
_PLURALS = word_set(
    "people children men women police media both many some others those parents staff public "
    "someone somebody anyone anybody everyone everybody nobody"
)
_NO_PLURALS = word_set(
    "this is was has does its his us as yes politics economics news always perhaps besides "
    "towards sometimes afterwards series crisis basis analysis focus status virus campus bus "
    "gas less unless across thus plus"
)
DETERMINERS = word_set("a an the our your my every each any no this that one")
TIMES = word_set(
    "week month year morning afternoon evening weekend summer winter spring autumn fall season "
    "century decade day time moment generation country world article piece essay report's "
    "planet nation way kind sort"
)
_EMPTY_IT = word_set("that to whether how why what who when if")
_CONTRACTED = word_set("he she it they")
POINTING = HE | THEY | IT | word_set("this these those such latter former")


def uncontracted(plain: str) -> str:
    """The pronoun of "it's" or "they've"; any other word unchanged."""
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
    return end is not None and "the" not in behind[:end]
