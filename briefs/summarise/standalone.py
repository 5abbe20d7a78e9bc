"""Which sentences of a piece may never be shown as the author's own."""

import re
from collections.abc import Collection, Iterator, Sequence

from briefs.summarise.dependence import asks
from briefs.summarise.terms import word_set

_FEWEST_WORDS = 5  # of a sentence that can be one by itself
_HALF = 0.5  # of a sentence: one that is quoted from there on is somebody else's …
_MOSTLY = 0.7  # … and one that ends with a quoted question asks, if so much of it is quoted

_SPEAKS = word_set(
    "said says say told tells tell wrote writes write announced asked asks replied added adds "
    "argued argues explained explains according called calls declared insisted warned warns "
    "claimed claims put stated states noted notes concluded remarked observed defines defined "
    "describes described recalls recalled admits admitted acknowledges acknowledged suggests "
    "suggested urges urged"
)
_CONCEDES = re.compile(
    r"^[\"'“‘(\[\s]*(?:Of course|True|Yes|Sure|Admittedly|Granted|To be sure|Certainly|No doubt"
    r"|It is true|It['’]s true)\b"
    r"|\b(?:[Ss]ome|[Cc]ritics|[Oo]pponents|[Ss](?:c|k)eptics|[Ss]upporters|[Pp]roponents|[Dd]efenders"
    r"|[Mm]any(?: people)?|[Pp]eople|[Tt]hey|[Oo]thers)"
    r"\s(?:may\s|might\s|will\s|would\s|often\s|still\s|even\s)?"
    r"(?:say|argue|claim|think|believe|insist|object|complain|fear|contend|maintain)\b"
    r"|\b(?:we are told|the argument goes|it is often (?:said|argued|claimed)|conventional wisdom"
    r"|supposedly|the common view)\b"
)
_TURNS = re.compile(
    r"^[\"'“‘(\[\s]*(?:But|Yet|However|Nevertheless|Nonetheless|Still|In fact|In reality|In truth"
    r"|Actually|The truth|The reality|Even so)\b"
)
_DENIES = re.compile(
    r"^[\"'“‘(\[\s]*(?:Not so\b|Wrong\b|Nonsense\b|Rubbish\b|No[,.]"
    r"|(?:But |Yet |In fact,? |However, )?(?:[Tt]his|[Tt]hat|[Ii]t|[Tt]hey|[Tt]hese|[Tt]hose)"
    r"(?:\s(?:is|was|are|were)|['’]s)\s(?:\w+\s){0,2}?"
    r"(?:not\s(?:\w+\s)?(?:true|so|right|the case)|wrong|false|untrue|nonsense|mistaken|a myth"
    r"|a lie|absurd|ridiculous|far from))",
)
_TESTED = re.compile(
    r"^[\"'“‘(\[\s]*+(?:Myth|Claim|Fiction|Misconception|Objection|Allegation|Rumou?r|Excuse|Q|A"
    r"|Question|Answer|Verdict|Rating|Fact[- ]check"
    r"|One|Two|Three|Four|Five|Six|Seven)\s*+(?:#|No\.?|number)?\s*+\d*+\s*+[:.—–-]\s"
)
_POINTS_ELSEWHERE = re.compile(
    r"\b(?:above|aforementioned|(?:mentioned|discussed|described|noted|seen|shown|listed|explained"
    r"|outlined) (?:earlier|before|above|below|previously|here)|(?:this|next|previous|last"
    r"|following|earlier|preceding) (?:chapter|section|module|unit|post|instal+ment|part)"
    r"|[Cc]hapter \d+|[Ss]ection \d+|[Ff]igure \d+|[Tt]able \d+|as follows|the following|see below"
    r"|[Rr]ecall that|[Ll]et['’]s (?:look|take|start|see)|[Ww]e (?:will|['’]ll) (?:look|discuss"
    r"|cover|explore|examine|see)|at right|at left|pictured)\b"
)
_ASIDE = re.compile(r"\([^()]*\)")
_NOT_A_POINT = re.compile(
    r"\bAct, [Ss]ection \d|\babove (?:all|the law|\w+ ?%|\d)"
    r"|\bthe following (?:day|week|month|year)"
)
_BOILERPLATE = re.compile(
    r"\b(?:[Ff]ollow (?:him|her|me|us|them|\w+ \w+) (?:on|at)|[Cc]lick here|[Rr]ead more|Sign up"
    r"|[Ss]ubscribe|[Ee]mail (?:him|her|me|us)|[Vv]iews expressed|[Aa]ll rights reserved"
    r"|(?:is|was) (?:a|an|the) (?:[\w-]+ ){0,6}(?:columnist|fellow|contributor|freelance \w+"
    r"|correspondent|host of|author of|editor of|editor-in-chief|co-founder of))\b"
)
# A sentence that has none of these words is not looked at for what they would tell.
_OF_THE_WEB = ("http://", "https://", "www.", " @")
_BOILER_WORDS = word_set(
    "follow click read sign subscribe email views rights columnist fellow contributor freelance "
    "correspondent host author editor editor-in-chief co-founder"
)
_POINT_WORDS = word_set(
    "above aforementioned earlier before below previously here chapter section module unit post "
    "installment instalment part figure table follows following see recall let's let’s look "
    "discuss cover explore examine right left pictured"
)
_CONCEDING_WORDS = word_set(
    "course true yes sure admittedly granted certainly doubt say argue claim think believe insist "
    "object complain fear contend maintain told goes said argued claimed wisdom supposedly view"
)
_CLAUSE = re.compile(r"^[\"'“‘(\[\s]*(?:Because|Which|Whereas|So that|Such as|Especially)\b[^,?]*$")
_STARTS_LIST = re.compile(r"^\s*(?:[-*•–—]|\(?\d{1,2}[.)]\s|[a-z][.)]\s)")


def misleads(
    text: str, after: str, words: Collection[str], *, quoted: float, is_named: bool
) -> bool:
    """Whether a sentence is none of the author's own, or none by itself: a question, a quotation
    without its speaker, a claim that is tested or that the next sentence denies, a note on the
    piece itself, a fragment.

    `after` is the next sentence, `words` are its own in lower case, `quoted` is the share of it
    that is quoted, and `is_named` tells whether it has a name in it.
    """
    return (
        len(words) < _FEWEST_WORDS
        or _asks(text, quoted)
        or (quoted > _HALF and not (is_named and _SPEAKS.intersection(words)))
        or text.rstrip("\"'”’) ").removesuffix(".").endswith((":", ",", "…", ".."))
        or _CLAUSE.match(text) is not None
        or _is_about_the_piece(text, words)
        or (bool(after) and _DENIES.match(after) is not None)
    )


def _asks(text: str, quoted: float) -> bool:
    if "? " in text or "?” " in text:
        return True
    return asks(text) and not (text.endswith(("?”", '?"')) and quoted < _MOSTLY)


def _is_about_the_piece(text: str, words: Collection[str]) -> bool:
    return (
        _TESTED.match(text) is not None
        or _STARTS_LIST.match(text) is not None
        or any(mark in text for mark in _OF_THE_WEB)
        or (not _BOILER_WORDS.isdisjoint(words) and _BOILERPLATE.search(text) is not None)
        or (not _POINT_WORDS.isdisjoint(words) and _points_elsewhere(text))
    )


def _points_elsewhere(text: str) -> bool:
    if "(" in text:
        text = _ASIDE.sub("", text)  # "(see Chapter 11)" can be passed over
    return _POINTS_ELSEWHERE.search(text) is not None and not _NOT_A_POINT.search(text)


def concedes(text: str, words: Collection[str]) -> bool:
    """Whether it gives a view that may not be the author's: "Critics say …", "Of course …"; `words`
    are its own in lower case.
    """
    return not _CONCEDING_WORDS.isdisjoint(words) and _CONCEDES.search(text) is not None


def turns(text: str) -> bool:
    """Whether it opens by turning against what was said: "But …", "In fact …"."""
    return _TURNS.match(text) is not None


def quoted_shares(texts: Sequence[str], paragraphs: Sequence[int]) -> Iterator[float]:
    """The share of each sentence that is quoted; a quotation may run over several sentences, and
    not beyond its paragraph.
    """
    inside, before = False, -1
    for text, paragraph in zip(texts, paragraphs, strict=True):
        inside = inside and paragraph == before
        before = paragraph
        quoted = 0
        if not inside and '"' not in text and "“" not in text:
            yield 0.0
            continue
        for mark in text:
            if mark == "“" or (mark == '"' and not inside):
                inside = True
            elif mark in '”"':
                inside = False
            quoted += inside
        yield quoted / max(1, len(text))
