"""Splits a text into sentences, as spans of its characters.

Quotations within one line, from an opening to its closing quotation mark, are found first. The
rules use no data but our own word lists: words whose full stop does not end a sentence are those of
`abbreviations.toml`. Headlines, captions, bylines, table rows and code are units of the text, too.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from briefs.model import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Abbreviations:
    """Words without their last full stop, as written; inner stops are kept ("e.g", "p.m").

    `titles` never end a sentence. `shortened` end one only before a word that opens sentences
    (`openers`) and never before a digit. `numbered` do not end one before a digit. `units` stand
    after a number ("1962 г.") and end a sentence there only if it has enough other words. `closing`
    ones end a list, and a sentence before any capital ("etc.", "и др."). `endings` make an
    abbreviation of any word ("Hauptstr."). With `ordinals`, a stop after a small number or a Roman
    one makes it an ordinal ("am 3. Oktober", "II. Abdülhamid").
    """

    titles: frozenset[str]
    shortened: frozenset[str]
    numbered: frozenset[str]
    openers: frozenset[str]
    units: frozenset[str] = frozenset()
    closing: frozenset[str] = frozenset()
    endings: tuple[str, ...] = ()
    ordinals: bool = False


_SHARED = {"sk": "cs"}
"""Languages that use the lists of another language."""


@cache
def abbreviations(language: str) -> Abbreviations:
    """The abbreviations of an ISO 639-1 language; English ones for an unknown language."""
    lists = _lists()
    return _read(lists.get(_SHARED.get(language, language), lists["en"]))


@cache
def _lists() -> Mapping[str, Mapping[str, Any]]:
    return tomllib.loads((files("briefs.text") / "abbreviations.toml").read_text("utf-8"))


def _read(lists: Mapping[str, Any]) -> Abbreviations:
    def words(name: str) -> frozenset[str]:
        return frozenset(lists.get(name, "").split())

    return Abbreviations(
        titles=words("titles"),
        shortened=words("shortened"),
        numbered=words("numbered"),
        openers=words("openers"),
        units=words("units"),
        closing=words("closing"),
        endings=tuple(sorted(words("endings"))),
        ordinals=lists.get("ordinals", False),
    )


_MARK = re.compile(r'["“”„«»‟「」『』（）]')
_OPENING = frozenset(" \t\u00a0\u202f([{—–-/‘'")
_STOPS = frozenset(".!?…")
_CLOSES = {
    '"': '"',
    "“": "”",
    "„": "“”",
    "«": "»",
    "»": "«",
    "‟": "”",
    "「": "」",
    "『": "』",
    "（": "）",
}
_FULL_WIDTH_OPENING = frozenset("「『（")
_NEVER_OPENING = frozenset("”」』）")
# Chinese and Japanese characters and signs
_UNSPACED = r"[\u3001-\u30ff\u3400-\u9fff\uff01-\uff5e]"
_BEFORE_UNSPACED = re.compile(_UNSPACED)


def quotations(line: str) -> tuple[Span, ...]:
    """The outermost quotations of a line, marks included, in order; linear in its length.

    A mark that is never closed is ignored.
    """
    found: list[Span] = []
    start, closes = -1, ""
    for mark in _MARK.finditer(line):
        at, char = mark.start(), mark.group()
        if start >= 0 and char in closes and not (char == '"' and _opens(line, at)):
            found.append(Span(start, at + 1))
            start, closes = -1, ""
        elif start >= 0 and closes in "」』）":
            continue  # a mark inside of 「…」 opens nothing
        elif (
            char not in _NEVER_OPENING
            and _opens(line, at)
            and not (start >= 0 and _continues(line, at))
        ):
            start, closes = at, _CLOSES[char]
    return tuple(found)


def _opens(line: str, at: int) -> bool:
    """Whether a mark is an opening one: after a space or bracket, and right before a word."""
    before = line[at - 1] if at else " "
    after = line[at + 1 : at + 2]
    if line[at] in "«„" or line[at] in _FULL_WIDTH_OPENING:
        return True
    if line[at] == "“" and _BEFORE_UNSPACED.match(before):
        return bool(after) and not after.isspace()
    return before in _OPENING and bool(after) and not after.isspace()


def _continues(line: str, at: int) -> bool:
    """Whether a repeated opening mark, as at a new paragraph of one
    quotation, follows a full stop.
    """
    return line[at - 2 : at - 1] in _STOPS and line[at - 1 : at].isspace()


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
_WITHIN_UNSPACED = re.compile(rf"{_UNSPACED}[?!]+[」』）”]*{_UNSPACED}")
# Continues the sentence after a quotation that ends with a stop: a particle in Japanese
# ("「…。」と述べた"), a verb of saying in Chinese ("“……。”他说"), a comma in both.
_GOES_ON = re.compile(
    r"""[、，,;；:：]
      | (?:と(?!ころ|にかく)|って|など|の(?!で)|は(?!い)|が|を|に(?!も)|も(?!し)|で(?!も|は)|へ
          |や(?!が)|から|より|まで|だ|です)
      | [^。！？“”「」『』，、]{0,10}
          (?:[说說道称稱问問答喊]|表示|指出|认为|認為|强调|強調|写道|寫道|補充|补充)
    """,
    re.VERBOSE,
)
_ELLIPSIS = re.compile(r"…|\.[ \u00a0]?\.")

_BEFORE = 32  # no abbreviation is longer
_OPENERS = "\"'“‘„«»(['¿¡—–-•*_…. \u00a0"
_NEXT = re.compile(r"[\s\"'“‘’„«‹»(\[¿¡—–\-•*_…#@$€£]{0,6}(?P<word>[^\W_]+(?:['’.-][^\W_]+)*)?")
_JOINED = re.compile(r"[\"“‘]?(?:[A-ZÀ-ÞА-ЯІЇЄҐ][a-zà-ÿа-яіїєґ]+|I|A)(?=[\s,;:'’]|$)")
_DOMAINS = frozenset({"Com", "Net", "Org", "Js", "Io", "Co", "Gov", "Edu", "Ai", "Uk", "Info"})
_CAMEL = re.compile(r"[a-z]{1,5}[A-Z]")
_PLAIN = re.compile(r"[^\W\d_][^\W\d_A-Z]{2,}")  # no acronym and no number
_YEAR = 4  # digits
_APOSTROPHE = re.compile("['’]")
_ACRONYM = re.compile(r"(?:[^\W\d_]{1,2}\.-?)+[^\W\d_]")
_INITIALS = re.compile(r"[^\W\d_]\.")  # a further initial
_ROMAN = re.compile(r"[IVXLC]{2,8}|[VX]")
_TWO_PARTS = re.compile(r"(?:^|\s)([^\W\d_])\.\s?([^\W\d_])$")
_FEWEST_BEFORE_UNIT = 7  # fewest words of a sentence that ends with a date or a quantity
_AFTER_TIME = re.compile(  # continues the sentence after "5 p.m."
    r"(?:(?:Mon|Tues?|Wed|Wednes|Thu|Thurs?|Fri|Sat|Satur|Sun)(?:day)?"
    r"|(?:Jan|Febr?)(?:uary)?|March|Mar|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?"
    r"|Oct(?:ober)?|(?:Nov|Dec)(?:ember)?|(?:[ECMP][SD]?|[BC]ES?|B?S|J|I|AE)[DS]?T|GMT|UTC"
    r"|Eastern|Central|Mountain|Pacific|Greenwich|Local|Moscow)"
)
_SPEECH = re.compile(
    r"(?!(?:He|She|They|We|You|I|It)\b)(?:[A-Z][\w'’.-]*\s+){1,3}(?:said|asked|says|asks|added|wrote|told|replied|tweeted|cried|"
    r"shouted|demanded|wondered|exclaimed|joked|explained|recalled)\b(?!\s+(?:that|he|she|it|the)\b)"
)

_CITATION = re.compile(  # a source in brackets: "(A. Reed et al. J. Harb. Stud. 4, 12–19; 2013)"
    r"\((?=[^()]{0,200}(?:\bet al\b|\d, ?[\w–-]{1,12}; ?(?:19|20)\d\d))[^()]{1,400}\)"
)
_LONGEST_QUOTATION = 500  # characters; a longer one is split like any other text …
_MOST_STOPS = 2  # … and so is one of more than three sentences
_INNER_STOP = re.compile(r"[.!?]\s+[^\W\d_a-zà-ÿ]")
# the author's line under a motto
_SIGNATURE = re.compile(r"[—–-]{1,2}\s?(?:[A-Z][\w.'’-]*+\s?+){1,4}$")


def split(body: str, language: str = "en") -> tuple[Span, ...]:
    """The units of a text, in order: sentences, and other text that stands alone on its line.

    Spans are code points of `body`; they do not overlap, begin and end with a character that is not
    white space, and everything outside of them is white space. A line break always ends a unit. A
    quotation of up to three sentences is not split if it closes within its line. Linear in the
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
    """Where the units of a line end, without the line's own end."""
    quoted = (quote for quote in quotations(line) if _stays_whole(quote.of(line)))
    quote = next(quoted, None)
    citations = (Span(*found.span()) for found in _CITATION.finditer(line))
    citation = next(citations, None)
    start = 0
    for stop in _STOP.finditer(line):
        at = stop.start("gap")
        while quote is not None and quote.end <= at:
            quote = next(quoted, None)
        while citation is not None and citation.end <= at:
            citation = next(citations, None)
        within = any(whole is not None and whole.start < at for whole in (quote, citation))
        if stop.end() == len(line) or within:
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
        return not (stop["closers"] and _is_within(line, start, stop))
    word = _word_before(line, stop.start())
    if (
        not stop["gap"]
        and stop["stop"][-1] in "?!"
        and _WITHIN_UNSPACED.search(line, max(0, stop.start() - 1), stop.end() + 1)
    ):
        return not _GOES_ON.match(line, stop.end())
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
            return len(word) == _YEAR  # a shorter number counts the following item
        if _INITIALS.match(line, stop.end()) and _is_initial(word) and word.isupper():
            return False
        return _full_stop_ends(line[start : stop.start()], word, following, words)
    if _ELLIPSIS.match(stop["stop"]):
        return following not in {"I", "I'm", "I’m", "I'd", "I’d", "I've", "I’ve"}
    if stop["stop"][-1] in "?!":
        if stop["closers"]:
            return not _SPEECH.match(line, stop.end())
        return word not in words.shortened or following in words.openers
    return True


def _is_within(line: str, start: int, stop: re.Match[str]) -> bool:
    """Whether the sentence goes on after a full-width stop and a closing mark."""
    opened = line.rfind("（", start, stop.start())
    aside = "）" in stop["closers"] and line[start:opened].strip() != ""
    return aside or _GOES_ON.match(line, stop.end()) is not None


def _full_stop_ends(unit: str, word: str, following: str, words: Abbreviations) -> bool:
    """Whether a bare full stop between `word`, the last of `unit`, and
    `following` ends the unit.
    """
    opens = _APOSTROPHE.split(following)[0] in words.openers
    if word.isdecimal() or (words.ordinals and _ROMAN.fullmatch(word)):
        return opens or not (words.ordinals and len(word) < _YEAR)
    word = _without_elision(word, words)
    acronym = _ACRONYM.fullmatch(word) is not None
    if following[0].isdecimal():
        known = {word, word.lower()} & words.numbered or word in words.shortened | words.titles
        return not (known or acronym or _is_initial(word) or word.endswith(words.endings))
    if words.closing & {word, _with_its_first_part(unit)}:
        return True
    if word in words.units and _counts_something(unit):
        return _says_enough(unit)
    if word in words.titles or (word.isupper() and word.capitalize() in words.titles):
        return False
    if word.isupper() and following.isupper() and word.capitalize() in words.shortened:
        return False  # "THE ST. PETERSBURG SUMMIT"
    if unit.strip() == word and word.lower() in words.titles:  # it is the first word: "Prof."
        return False
    if word.lower() in {"a.m", "p.m"}:
        return _AFTER_TIME.fullmatch(following) is None
    return opens or not (acronym or word in words.shortened or _is_initial(word))


def _is_initial(word: str) -> bool:
    return len(word) == 1 and word.isalpha()


def _without_elision(word: str, words: Abbreviations) -> str:
    """An abbreviation without the elided article before it: "dell'art" gives "art"."""
    article, apostrophe, noun = word.replace("’", "'").rpartition("'")
    is_known = noun in words.titles or noun in words.shortened or noun in words.numbered
    return noun if apostrophe and article.isalpha() and len(noun) > 1 and is_known else word


def _with_its_first_part(unit: str) -> str:
    """The two-part abbreviation at the end of a unit: "т. д." gives "т.д"."""
    parts = _TWO_PARTS.search(unit)
    return f"{parts[1]}.{parts[2]}" if parts else ""


def _counts_something(unit: str) -> bool:
    """Whether a number precedes the last word of a unit: "с 1962 г"."""
    before = unit.split()[-2:-1]
    return bool(before) and (before[0][-1].isdecimal() or _ROMAN.fullmatch(before[0]) is not None)


def _says_enough(unit: str) -> bool:
    """Whether a unit that ends with a date or a quantity may be a sentence: not "В 1962 г."."""
    clause = max(unit.rfind(mark) for mark in ",;:(")
    return len(unit[clause + 1 :].split()) >= _FEWEST_BEFORE_UNIT


def _word_before(line: str, at: int) -> str:
    """The word right before `at`, without opening marks."""
    head = line[max(0, at - _BEFORE) : at]
    if not head or head[-1].isspace():
        return ""
    return head.split()[-1].lstrip(_OPENERS).rsplit("/", 1)[-1]


def _runs_on(line: str, stop: re.Match[str], word: str) -> bool:
    """Whether a stop without a space after it ends a sentence ("… end.The next …")."""
    joined = _JOINED.match(line, stop.end())
    if joined is None or joined.group() in _DOMAINS:
        return False
    if stop["notes"]:
        return True
    return _PLAIN.fullmatch(word) is not None or (word.isdecimal() and len(word) == _YEAR)
