"""Whether a sentence compares with something that it does not name: "even higher", "a separate
inquiry", "we should leave it at home instead".
"""

import re

from briefs.summarise.cue_words import word_set

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
