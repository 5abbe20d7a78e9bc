"""English comparisons with something that a sentence does not name ("even higher", "a separate
inquiry"), and other phrases that are explained in the sentence before ("do that", "the next step").
"""

import re

from briefs.summarise.cue_words import word_set

_COMPARES = re.compile(
    r"^[\"'“‘(\[\s]*An? (?:equally \w+|separate|similar|further|second|third|fourth|subsequent"
    r"|related|parallel"
    r"|comparable|different|bigger|better|deeper|larger|greater|smaller|worse)"
    r" \w+(?! (?:from|to)\b)"
    r"|\beven (?:more|less|fewer|worse|better|(?!after|under|other|either)\w{2,}[^aeiou\W]er)"
    r"\b(?!,)"
    r"|\beither(?=[,.])|\b(?:no|any) less \w+(?! than\b)|\b[Tt]he (?:tighter|stricter|tougher"
    r"|looser|proposed"
    r"|planned"
    r"|resulting|ensuing|revised) \w+(?! of\b)"
    r"|\bin (?:much |far |even )?(?:worse|better|similar) (?:shape|position|condition|straits)\b"
    r"|\b(?:its|his|her|their) (?:equal|equivalent)\b"
    r"|\b(?:more|appears?|seems?|remains?) so\b"
    r"|^[\"'“‘(\[\s]*(?:Much |Far |Even |Still )?(?:More|Less|Equally|Just as|No less) (?:\w+ly )?"
    r"\w+ (?:is|are|was|were|will be|would be|has been)\b"
    r"|^[\"'“‘(\[\s]*(?:Much|Far|Even) (?:more|less|better|worse|harder|easier)\b"
    r"|\b(?:just|every bit|equally) as \w+(?=[,.;:]|$)|\bin between(?=[,.;:])"
    r"|\bthe other (?:hand|is|was|are|were|has|does|half|side)\b(?! of\b)"
    r"|\bthe opposite (?:conclusion|view|effect|direction|approach|problem|result"
    r"|side|reason)\b(?! of\b)"
    r"|\bthe two (?:stands?|lies?|lay|stood|is|are|was|were|have|had|will|can|must|should|do|did)\b"
    r"|\b(?:too|as well)(?:[.!]?[\"”’]?$|:)"
    r"|\bthe next (?:step|stage|phase|task|challenge|question)\b"
    r"|\ball (?:three|four|five|six)"
    r"(?= (?:pieces|parts|sides|groups|projects|places|steps|cases|things)\b"
    r"| (?:\w+ed|are|were|have|had|will|would|can|said|say|of them)\b)"
)
_CALLED = re.compile(  # "Mr Mayor, that's how you build a bridge!"
    r"^(?:[A-Z][\w.’'-]*,? ){1,4}(?<=, )(?:that|this)(?:['’]s| is| was)"
    r" (?:how|why|what|where|when|the)\b"
)
_STANDS_FOR_ALL = re.compile(  # "The town can best achieve that by paying"
    r"\b(?:do|does|did|done|doing|achiev\w+|chang\w+|fix\w*|solv\w+|avoid\w*|prevent\w*|stop\w*"
    r"|den(?:y|ied|ies)|ignor\w+|accept\w*|reject\w*|prov\w+|of|with|for|to|from|at|by|after|before"
    r"|despite|than|like|about|beyond|behind) th(?:at|is)(?=[.,;:!]|\s(?:by|and|but|alone)\b)"
    r"|\b[Ww]ith th(?:at|is) (?:taken|done|said|in mind|in place)\b"
)
_NAMED = re.compile(r"\b(?:than|compared (?:to|with)|one hand|(?:as|too) \w+ (?:as|to)\b)")
_INSTEAD = re.compile(r"(?<!preferring)(?<!choosing)(?<!opting)[,;]? instead\b(?! of\b)")
_DENIED = re.compile(r"\b(?:not|never|no|nor|without|rather|hardly|stop\w*)\b|n['’]t\b")
_EARLY = 120  # characters, in which "do that" refers to an earlier sentence
_CUES = word_set(
    "either no any the next that this more less equally just much far between a an even shape "
    "position "
    "condition "
    "straits equal equivalent so two other too well instead all opposite"
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
    if ("that" in words or "this" in words) and _STANDS_FOR_ALL.search(text, 0, _EARLY):
        return True
    if _COMPARES.search(text) and not _NAMED.search(text) and not _AS_WELL_AS.search(text):
        return True
    if "instead" not in words:
        return False
    found = _INSTEAD.search(text)
    return found is not None and not _DENIED.search(text, 0, found.start())
