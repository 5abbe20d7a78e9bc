"""Splits a text into sentences, as spans of its characters; no data beyond its own word lists."""

import re
from collections.abc import Iterator

from briefs.model import Span
from briefs.sentences.quotes import quotations
from briefs.text.abbreviations import Abbreviations, abbreviations

_LINE = re.compile(r"[^\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")

_STOP = re.compile(
    r"""
    (?P<stop> \.(?:[ \u00a0]\.+)+ | [.!?…؟۔।॥。！？｡]+ )
    (?P<closers> (?: [ \u00a0\u202f]?[»›] | ["'”’)\]」』】）] | [“«](?=[\s,;]|$) )* )
    (?P<notes>
        (?: [ \u00a0]? \[ (?:\d{1,3}|[a-z]|\*|[nN]ote\ \d{1,3}|[Cc]itation\ needed)
            (?:[,–-]\ ?\d{1,3}){0,8} \] )+
      | [⁰¹²³⁴-⁹]+
      | \ \d{1,2}(?=\ (?:Even|At|The|In|This|It|He|She|They|We|But|As|For|A)\s)
      | (?<=[a-z][.!?])\d{1,3}(?=\s+["“]?[A-Z]) | (?<=[.!?]["”])\d{1,3}(?=\s+["“]?[A-Z])
    )?
    (?P<gap> \s* )
    """,
    re.VERBOSE,
)
_FULL_WIDTH = frozenset("。！？｡")
_ELLIPSIS = re.compile(r"…|\.[ \u00a0]?\.")

_BEFORE = 32  # a longer word before a stop is no abbreviation
_OPENERS = "\"'“‘„«»(['¿¡—–-•*_…. \u00a0"
_NEXT = re.compile(r"[\s\"'“‘’„«‹»(\[¿¡—–\-•*_…#@$€£]{0,6}(?P<word>[^\W_]+(?:['’.-][^\W_]+)*)?")
_JOINED = re.compile(r"[\"“‘]?(?:[A-ZÀ-ÞА-ЯІЇЄҐ][a-zà-ÿа-яіїєґ]+|I|A)(?=[\s,;:'’]|$)")
_DOMAINS = frozenset({"Com", "Net", "Org", "Js", "Io", "Co", "Gov", "Edu", "Ai", "Uk", "Info"})
_CAMEL = re.compile(r"[a-z]{1,5}[A-Z]")
_PLAIN = re.compile(r"[^\W\d_][^\W\d_A-Z]{2,}")  # a word that is no acronym, name or number
_YEAR = 4  # digits
_APOSTROPHE = re.compile("['’]")
_ACRONYM = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]")
_AFTER_TIME = re.compile(  # what goes on after "5 p.m."
    r"(?:(?:Mon|Tues?|Wed|Wednes|Thu|Thurs?|Fri|Sat|Satur|Sun)(?:day)?"
    r"|(?:Jan|Febr?)(?:uary)?|March|Mar|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?"
    r"|Oct(?:ober)?|(?:Nov|Dec)(?:ember)?|(?:[ECMP][SD]?|[BC]ES?|B?S|J|I|AE)[DS]?T|GMT|UTC"
    r"|Eastern|Central|Mountain|Pacific|Greenwich|Local|Moscow)"
)
_SPEECH = re.compile(
    r"(?!(?:He|She|They|We|You|I|It)\b)(?:[A-Z][\w'’.-]*\s+){1,3}(?:said|asked|says|asks|added|wrote|told|replied|tweeted|cried|"
    r"shouted|demanded|wondered|exclaimed|joked|explained|recalled)\b(?!\s+(?:that|he|she|it|the)\b)"
)

_LONGEST_QUOTATION = 500  # characters; a longer one is split like any other text …
_MOST_STOPS = 2  # … and so is one of more than three sentences
_INNER_STOP = re.compile(r"[.!?]\s+[^\W\d_a-zà-ÿ]")
_SIGNATURE = re.compile(r"[—–-]{1,2}\s?(?:[A-Z][\w.'’-]*\s?){1,4}$")  # under a motto


def split(body: str, language: str = "en") -> tuple[Span, ...]:
    """The units of a text, in order: sentences, and whatever stands alone on its line.

    Spans are code points of `body`; they do not overlap, begin and end with a character that is
    not white space, and everything outside them is white space. A line break always ends a unit.
    A quotation of up to three sentences stays whole where it closes within its line. Linear in the
    length of the text.
    """
    words = abbreviations(language)
    return tuple(
        unit for line in _LINE.finditer(body) for unit in _units(line.group(), line.start(), words)
    )


def _units(line: str, offset: int, words: Abbreviations) -> Iterator[Span]:
    start = 0
    for end in (*_ends(line, words), len(line)):
        text = line[start:end]
        left = start + len(text) - len(text.lstrip())
        right = start + len(text.rstrip())
        if left < right:
            yield Span(offset + left, offset + right)
        start = end


def _ends(line: str, words: Abbreviations) -> Iterator[int]:
    """Where the units of a line end, its own end left out."""
    quoted = (quote for quote in quotations(line) if _stays_whole(quote.of(line)))
    quote = next(quoted, None)
    start = 0
    for stop in _STOP.finditer(line):
        at = stop.start("gap")
        while quote is not None and quote.end <= at:
            quote = next(quoted, None)
        if stop.end() == len(line) or (quote is not None and quote.start < at):
            continue
        if _ends_sentence(line, start, stop, words):
            yield at
            start = stop.end()


def _stays_whole(quotation: str) -> bool:
    return (
        len(quotation) <= _LONGEST_QUOTATION and len(_INNER_STOP.findall(quotation)) <= _MOST_STOPS
    )


def _ends_sentence(line: str, start: int, stop: re.Match[str], words: Abbreviations) -> bool:
    """Whether the unit that began at `start` ends with this stop."""
    if stop["stop"][-1] in _FULL_WIDTH:
        return True
    word = _word_before(line, stop.start())
    if not stop["gap"]:
        return _runs_on(line, stop, word)
    after = _NEXT.match(line, stop.end())
    following = after["word"] if after else None
    if not following:
        return False
    if following[0].islower() and not _CAMEL.match(following):
        aside = line[stop.end()] == "(" and stop["stop"] == "."
        plain = _PLAIN.fullmatch(word) is not None or (word.isupper() and word.isalpha())
        return aside and plain and word not in words.shortened
    if _SIGNATURE.match(line, stop.end()):
        return False
    if stop["notes"]:
        return True
    if stop["stop"] == "." and stop["closers"] in {"", "]"}:
        if word.isdecimal() and stop.start() - len(word) == start:
            return len(word) == _YEAR  # else it numbers what follows
        return _full_stop_ends(word, following, words)
    if _ELLIPSIS.match(stop["stop"]):
        return following not in {"I", "I'm", "I’m", "I'd", "I’d", "I've", "I’ve"}
    if stop["stop"][-1] in "?!":
        if stop["closers"]:
            return not _SPEECH.match(line, stop.end())
        return word not in words.shortened or following in words.openers
    return True


def _full_stop_ends(word: str, following: str, words: Abbreviations) -> bool:
    """Whether a bare full stop between `word` and `following` ends a sentence."""
    opens = _APOSTROPHE.split(following)[0] in words.openers
    if word.isdecimal():
        return opens or not (words.ordinals and len(word) < _YEAR)
    acronym = _ACRONYM.fullmatch(word) is not None
    if following[0].isdecimal():
        known = word in words.numbered or word in words.shortened or word in words.titles
        return not (known or acronym or _is_initial(word))
    if word in words.titles or (word.isupper() and word.capitalize() in words.titles):
        return False
    if word.lower() in {"a.m", "p.m"}:
        return _AFTER_TIME.fullmatch(following) is None
    return opens or not (acronym or word in words.shortened or _is_initial(word))


def _is_initial(word: str) -> bool:
    return len(word) == 1 and word.isalpha()


def _word_before(line: str, at: int) -> str:
    """The word that ends right before `at`, its opening marks taken off."""
    head = line[max(0, at - _BEFORE) : at]
    if not head or head[-1].isspace():
        return ""
    return head.split()[-1].lstrip(_OPENERS).rsplit("/", 1)[-1]


def _runs_on(line: str, stop: re.Match[str], word: str) -> bool:
    """Whether a stop with no space after it ends a sentence all the same ("… end.The next …")."""
    joined = _JOINED.match(line, stop.end())
    if joined is None or joined.group() in _DOMAINS:
        return False
    if stop["notes"]:
        return True
    return _PLAIN.fullmatch(word) is not None or (word.isdecimal() and len(word) == _YEAR)
