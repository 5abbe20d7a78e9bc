"""Finds a piece's headline, byline and date at its head. A doubtful line belongs to the body."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from briefs.left_out import is_dense
from briefs.reading import base
from briefs.reading.base import Paragraph
from briefs.text.canonical import folded, one_line

_LONGEST_TITLE, _MOST_WORDS = 160, 28
_LONGEST_BYLINE = 120
_MUCH_LONGER = 3
_TELLING = 80
_MIN_WITH_HEADLINE = 2
_MIN_SHARED_WORDS, _SHARED_WORDS = 2, 0.6
_ENDS_SENTENCE = re.compile(r"[.!?…。！？।॥۔؟።။։][”’\"'»)\]]*(?:\[\^?\w+\]|[⁰¹²³⁴-⁹])*$")
_INITIALS = re.compile(r"\b[A-Z]\.(?:[A-Z]\.){1,6}$")
_NO_TITLE = re.compile(
    r"[-*+•]\s|\(?\d{1,3}[.)]\s|\[\d|https?://|<|[^\w“\"‘'«„¿¡(#@$€£]|[a-z]+ [a-z]"
)
_IN_NAME = "\\w.'’\u0300-\u036f\u064b-\u0652\u0900-\u0963\u200c\u200d·・\\-"
_NAME = rf"(?:[^\W\d_a-z][{_IN_NAME}]*+)"
_SMALL = (
    "and|und|et|y|e|en|och|i|и|і|й|та|ve|و|और|&|in|of|for|at|the|de|da|dos|van|von|der|al|bin|la|di"
)
_NAMES = rf"{_NAME}(?:[,،、]? ?(?:{_NAME}|{_SMALL})){{0,14}}"
_BY = re.compile(
    r"(?:(?i:by|written by|words by|text by|von|par|por|door|av|di|autore?:|author:|text:|texte de"
    r"|testo di"
    r"|texto de|autora?:|autorzy?:|autorka:|tekst:|yazan:|yazar:|автор:?|авторка:|автори:|текст:"
    r"|بقلم:?|كتب:|كتبت:|الكاتب:|نوشتهٔ|نوشته:|نوشته ی|به قلم:?|نویسنده:|लेखक:|लेखिका:|द्वारा:)\s+"
    r"|(?:作者|撰文|文|著者|執筆|記者|记者|编辑)\s?[:：／/]\s?)"
    rf"(?P<names>{_NAMES})"
)
_PERSON = re.compile(
    rf"{_NAME}(?:[ -]{_NAME}){{1,3}}(?:(?:,| and| &) {_NAME}(?:[ -]{_NAME}){{1,3}}){{0,4}}"
)
_DATED = re.compile(
    r"(?:published|posted|date|first published|veröffentlicht|publié|publicado|pubblicato"
    r"|opublikowano"
    r"|опубликовано|опубліковано|дата|data|datum|tarih|yayın tarihi|yayınlanma tarihi"
    r"|نُ?شر في|تاريخ النشر"
    r"|تاریخ انتشار|تاریخ|प्रकाशित|दिनांक|发布时间|发布于|發佈於|发表于|公開日|更新日|日期)"
    r"(?: on| am| le| el| il| em)?\s?[:：]?\s*",
    re.IGNORECASE,
)
_WEEKDAY = re.compile(r"(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+", re.IGNORECASE)
_UNSPACED_NAME = re.compile(r"[\u3040-\u30ff\u3400-\u9fff·・＝=]{2,16}")
_MOST_NAMES = 6
_PARTS = re.compile(r"\s{1,4}[|·•–—/]\s{1,4}")
_TAIL = re.compile(r"^(.*?[^\W\d_]),?\s+((?:[^\W\d_]+\.?\s+)?\d{1,2}\b.*\d)$")
_TIME_TO_READ = re.compile(
    r"(?<=\w)\s{0,3}[—–·|•,-]?\s{0,3}\d{1,3}[\s-]?min(?:ute[ns]?|s)?\.?(?: read(?:ing time)?)?$",
    re.IGNORECASE,
)
_WRAPPER = re.compile(r"^([*_]{1,3})(.+)\1$")


@dataclass(frozen=True, slots=True)
class Opening:
    """What was found, and the paragraphs that remain for the body.

    `replaced` is the text's own headline, if the known title is a newer one.
    """

    title: str
    byline: str
    published: datetime | None
    body: tuple[Paragraph, ...]
    replaced: str = ""


def read(
    paragraphs: Sequence[Paragraph], *, title: str | None, byline: str, published: datetime | None
) -> Opening:
    """Take the headline, byline and date from the head of a text.

    `title` is None if it has to be found. Values that are known already (not None, not empty) are
    kept; a line is then only removed if it repeats the value.
    """
    rest = list(paragraphs)
    if title is None:
        title, rest = _headline(rest)
    while rest[1:] and title and folded(rest[0].text) == folded(title):
        rest = rest[1:]  # some exports repeat it
    replaced = _replaced(rest, title)
    rest = rest[1:] if replaced else rest
    for _ in range(3):
        line, below = _first_line(rest)
        names, date = _signed(_TIME_TO_READ.sub("", line))
        if not names and byline and folded(line) == folded(byline):
            names = byline  # known from the page
        if not names and date is None and _is_dated(below) and _is_name(line):
            names = one_line(line)
        if not names and date is None:
            break
        known = (names and byline and folded(names) != folded(byline)) or (
            date is not None and published is not None and date.date() != published.date()
        )
        if known or not below:
            break
        byline, published, rest = byline or names, published or date, below
    return Opening(title, byline, published, tuple(rest), replaced)


def _replaced(paragraphs: list[Paragraph], title: str) -> str:
    """The headline that a text begins with, if it is an older form of the known title."""
    if not title or len(paragraphs) < _MIN_WITH_HEADLINE:
        return ""
    found, _ = _headline(paragraphs)
    old, new = (set(folded(text).split()) for text in (found, title))
    shared = len(old & new)
    is_form = shared >= _MIN_SHARED_WORDS and shared >= _SHARED_WORDS * max(len(old), len(new))
    is_sentence = _ENDS_SENTENCE.search(found) is not None
    return found if is_form and not is_sentence and "\n" not in paragraphs[0].text else ""


def _is_dated(paragraphs: list[Paragraph]) -> bool:
    """Whether the first line of these paragraphs is only a date."""
    line = _first_line(paragraphs)[0]
    return len(line) <= _LONGEST_BYLINE and _date(line) is not None


def _is_name(line: str) -> bool:
    """Whether a line is only a person's name: capitals, or a script without them."""
    words = line.split()
    if _UNSPACED_NAME.fullmatch(line):
        return True
    if not 1 < len(words) <= _MOST_NAMES or not re.fullmatch(rf"[{_IN_NAME} ,،]+", line):
        return False
    capital = [not word[0].islower() or word in _SMALL.split("|") for word in words]
    return all(capital) and not any(map(str.isdecimal, line)) and not line.endswith(".")


def _first_line(paragraphs: list[Paragraph]) -> tuple[str, list[Paragraph]]:
    """The first line, and the paragraphs without it."""
    if not paragraphs:
        return "", []
    line, _, more = paragraphs[0].text.partition("\n")
    rest = [replace(paragraphs[0], text=more)] if more else []
    return line, rest + paragraphs[1:]


def _headline(paragraphs: list[Paragraph]) -> tuple[str, list[Paragraph]]:
    if not paragraphs:
        return "", paragraphs
    first = paragraphs[0]
    line, below = _first_line(paragraphs)
    if first.level == 1:
        return one_line(first.text), paragraphs[1:]
    if first.level or not _reads_as_headline(line):
        return "", paragraphs
    if "\n" in first.text:
        # Without a blank line below it, the following text must be much longer, and no list of
        # lines.
        following = first.text.split("\n")[1]
        told = len(following) > max(_MUCH_LONGER * len(line), _LONGEST_TITLE)
    else:
        after = [paragraph.text for paragraph in below]
        told = any(_tells(text) or _ENDS_SENTENCE.search(text) for text in after)
        told = told or not (after or _ENDS_SENTENCE.search(line))
    return (one_line(line), below) if told else ("", paragraphs)


def _tells(text: str) -> bool:
    """Whether a paragraph is long enough to be text; in some scripts a word has two characters."""
    return len(text) >= _TELLING or (len(text) >= _TELLING // 3 and is_dense(text))


def _reads_as_headline(line: str) -> bool:
    if len(line) > _LONGEST_TITLE or len(line.split()) > _MOST_WORDS or _NO_TITLE.match(line):
        return False
    if any(_signed(line)) or not any(map(str.isalnum, line)):
        return False
    stops = line.endswith((".", ";", ",", ":")) and not line.endswith(("...", "…"))
    return not stops or _INITIALS.search(line) is not None


def _signed(line: str) -> tuple[str, datetime | None]:
    """The names and the date in a line that has nothing else; empty for any other line."""
    if len(line) > _LONGEST_BYLINE:
        return "", None
    if wrapped := _WRAPPER.match(line):
        line = wrapped[2]
    if by := _BY.fullmatch(line):
        return one_line(by["names"]), None
    if (date := _date(line)) is not None:
        return "", date
    if (tail := _TAIL.match(line)) and (by := _BY.fullmatch(tail[1])):
        return (one_line(by["names"]), date) if (date := _date(tail[2])) else ("", None)
    parts = _PARTS.split(line)
    dates = [date for part in parts if (date := _date(part)) is not None]
    others = [part for part in parts if _date(part) is None]
    if len(dates) == 1 and len(others) == 1:
        names = _BY.fullmatch(others[0])
        if names or _PERSON.fullmatch(others[0]):
            return one_line(names["names"] if names else others[0]), dates[0]
    return "", None


def _date(text: str) -> datetime | None:
    bare = _WEEKDAY.sub("", _DATED.sub("", text.strip(), count=1), count=1)
    return base.read(bare) if any(map(str.isnumeric, bare)) else None
