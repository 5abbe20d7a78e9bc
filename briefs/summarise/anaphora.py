"""English words that point back: pronouns, with the nouns that may be their antecedents, and
comparisons with something that a sentence does not name ("even higher", "a separate inquiry").
"""

import re
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


_COMPARES = re.compile(
    r"^[\"'“‘(\[\s]*An? (?:separate|similar|further|second|third|fourth|subsequent|related|parallel"
    r"|comparable|different|bigger|better|deeper|larger|greater|smaller|worse)"
    r" \w+(?! (?:from|to)\b)"
    r"|\beven (?:more|less|fewer|worse|better|(?!after|under|other|either)\w{2,}[^aeiou\W]er)"
    r"\b(?!,)"
    r"|\bin (?:much |far |even )?(?:worse|better|similar) (?:shape|position|condition|straits)\b"
    r"|\b(?:its|his|her|their) (?:equal|equivalent)\b"
    r"|\b(?:more|appears?|seems?|remains?) so\b"
    r"|\bthe other (?:hand|is|was|are|were|has|does|half|side)\b(?! of\b)"
    r"|\b(?:too|as well)[.!]?[\"”’]?$"
)
_CALLED = re.compile(  # "Mr Mayor, that's how you build a bridge!"
    r"^(?:[A-Z][\w.’'-]*,? ){1,4}(?<=, )(?:that|this)(?:['’]s| is| was)"
    r" (?:how|why|what|where|when|the)\b"
)
_NAMED = re.compile(r"\b(?:than|compared (?:to|with)|one hand|(?:as|too) \w+ (?:as|to)\b)")
_INSTEAD = re.compile(r"(?<!preferring)(?<!choosing)(?<!opting)[,;]? instead\b(?! of\b)")
_DENIED = re.compile(r"\b(?:not|never|no|nor|without|rather|hardly|stop\w*)\b|n['’]t\b")
_CUES = word_set(
    "a an even shape position condition straits equal equivalent so other too well instead"
)
_AS_WELL_AS = re.compile(r"\b(?:both|not (?:only|just)|and)\b.*(?:too|as well)[.!]?[\"”’]?$")


def compares(text: str, words: frozenset[str]) -> bool:
    """Whether the other side of a comparison, or the alternative to "instead", is in the sentence
    before. `words` are the sentence's own in lower case.
    """
    if _CALLED.match(text):
        return True
    if _CUES.isdisjoint(words):
        return False
    if _COMPARES.search(text) and not _NAMED.search(text) and not _AS_WELL_AS.search(text):
        return True
    if "instead" not in words:
        return False
    found = _INSTEAD.search(text)
    return found is not None and not _DENIED.search(text, 0, found.start())
