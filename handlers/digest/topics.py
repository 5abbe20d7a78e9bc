"""The topics of a subscription as people write them ("+energy -sport"), and in words."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz, process

from briefs.digests.digest import Subscription
from briefs.errors import BadArgument

ALL = "all"

_SIGN = re.compile(r"[+−–-](?=[\"“„«]?(?:[^\W\d]|\d\w*[^\W\d]))")
_QUOTES = str.maketrans("", "", '"“”„«»')
_MIN_LIKENESS = 60.0
"""A known topic is suggested for an unknown one from this similarity on (WRatio, 0 to 100)."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """Topics to receive and topics to leave out, casefolded, each once."""

    more: tuple[str, ...]
    less: tuple[str, ...]

    def of(self, order: Subscription) -> Subscription:
        """The subscription with these topics added; of a topic that is named twice the last sign
        counts.
        """
        return replace(
            order,
            wanted=_with(order.wanted, self.more, self.less),
            unwanted=_with(order.unwanted, self.less, self.more),
        )


def is_signed(word: str) -> bool:
    """Whether a word begins a topic with its sign: "+energy" or "-sport", but not "+2" or "-"."""
    return _SIGN.match(word) is not None


def read(words: Sequence[str], known: Sequence[str]) -> Wishes:
    """The topics that the words name; `known` are the library's. BadArgument if they name none.

    A topic begins at a sign or after a comma and may have several words, quoted or not. Words
    without sign and comma are one topic, unless each of them is a known topic.
    """
    keys = {topic.casefold() for topic in known}
    more: dict[str, None] = {}
    less: dict[str, None] = {}
    for sign, topic in _split(words):
        parts = topic.split()
        each = parts if topic not in keys and all(part in keys for part in parts) else [topic]
        for name in each:
            wish, other = (more, less) if sign == "+" else (less, more)
            wish[name] = None
            other.pop(name, None)
    if not more and not less:
        raise BadArgument(
            "Which topics?",
            hint="For example: /digest topics +energy -sport, or /digest topics all. "
            "/topics lists those there are.",
        )
    return Wishes(tuple(more), tuple(less))


def unknown(order: Subscription, known: Sequence[str]) -> Iterator[str]:
    """A line for each topic of a subscription that no piece has, with the
    most similar known one.
    """
    keys = {topic.casefold(): topic for topic in known}
    for topic in (*order.wanted, *order.unwanted):
        if topic in keys:
            continue
        near = process.extractOne(
            topic, keys.keys(), scorer=fuzz.WRatio, score_cutoff=_MIN_LIKENESS
        )
        nearest = f" The nearest: {keys[near[0]]}." if near else ""
        yield f"No piece is on “{topic}” today.{nearest}"


def spelled(order: Subscription) -> str:
    """A subscription's topics: "all", "energy", "all but sport", "energy, but not sport"."""
    wanted, unwanted = ", ".join(order.wanted), ", ".join(order.unwanted)
    if not unwanted:
        return wanted or ALL
    return f"{wanted}, but not {unwanted}" if wanted else f"{ALL} but {unwanted}"


def _split(words: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Each topic, casefolded, with its sign, "+" where it has none."""
    for group in map(str.strip, ",".join(_signed(words)).split(",")):
        sign = "-" if group[:1] in "−–-" else "+"
        named = group[1:] if is_signed(group) else group
        topic = " ".join(named.translate(_QUOTES).casefold().split())
        if any(map(str.isalnum, topic)):
            yield sign, topic


def _signed(words: Sequence[str]) -> Iterator[str]:
    """The words joined into groups, each beginning at a signed word."""
    group: list[str] = []
    for word in words:
        if is_signed(word) and group:
            yield " ".join(group)
            group = []
        group.append(word)
    yield " ".join(group)


def _with(topics: tuple[str, ...], more: tuple[str, ...], less: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(topic for topic in dict.fromkeys((*topics, *more)) if topic not in less)
