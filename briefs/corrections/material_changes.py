"""Judges the change of a sentence: material, if it now claims something else, or quiet.

Material is a change of a number, a name, a negation, of a word that says how certain or necessary
something is, of quoted words, or of a fifth of the words. Everything else is quiet: commas,
spacing, case, accents, and typing errors in other words. In doubt a change is material: a reader
who is told of a comma loses less than one who is not told of a "not". The words of each language
are in `briefs/text/claim_words.toml`. In a script without capitals names cannot be recognised, so
every change of a letter is material there.
"""

import re
import tomllib
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final, Literal, TypeAlias

from briefs.corrections.alignment import (
    SURE_TYPO_FROM,
    TYPO_FROM,
    is_sure_typo,
    is_typo,
    words_changed,
)
from briefs.text.language import small_words
from briefs.text.words import UNSPACED, fold

Aspect: TypeAlias = Literal[
    "number", "negation", "modal", "name", "quotation", "wording", "removed"
]
"""What changed in a sentence; "modal" is how certain or necessary it calls something."""

ASPECTS: Final[tuple[Aspect, ...]] = ("number", "negation", "modal", "name", "quotation")

_SHARE: Final = 0.2
"""If this share of a sentence's words changed, its wording has changed."""


_CONTRACTIONS: Final = (
    (re.compile(r"\bcan['’]t\b", re.IGNORECASE), "can not"),
    (re.compile(r"\bcannot\b", re.IGNORECASE), "can not"),
    (re.compile(r"\bwon['’]t\b", re.IGNORECASE), "will not"),
    (re.compile(r"\bshan['’]t\b", re.IGNORECASE), "shall not"),
    (re.compile(r"(?<=\w)n['’]t\b", re.IGNORECASE), " not"),
    (re.compile(r"(?<=\w)['’]ll\b", re.IGNORECASE), " will"),
)
_SPACES: Final = "\u0020\u00a0\u202f\u2009"
_NUMBER: Final = (
    rf"(?:(?<![^\W_])(?<!\d)[-−+±])?\d+(?:[.,'’:/]\d+|[{_SPACES}]\d{{3}}(?!\d))*[^\W_{UNSPACED}]*"
)
_MARK: Final = (
    r"\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u0900-\u0903\u093a-\u094f"
)
_WORD: Final = (
    rf"[^\W\d_{UNSPACED}](?:[^\W_{UNSPACED}]|[{_MARK}\u200c\u200d\u00ad]|['’](?=[^\W\d_]))*"
)
_TOKEN: Final = re.compile(
    rf"(?P<number>{_NUMBER})|(?P<word>{_WORD})|(?P<character>[{UNSPACED}])|(?P<other>\S)"
)
_THOUSANDS: Final = re.compile(rf"[-+±]?\d{{1,3}}(?:([.,'’{_SPACES}])\d{{3}})(?:\1\d{{3}})*")
_COMMA_GROUPS: Final = frozenset({"en", "zh", "ja", "hi", "he", "ko"})
_OPENING: Final = {
    "“": "”",
    "„": "“”",
    "«": "»",
    "‹": "›",
    "「": "」",
    "『": "』",
    "‚": "‘’",
    "‘": "’",
}
_CLOSING: Final = frozenset("”»›」』")
_BEFORE_A_START: Final = frozenset(".!?:;…“„«‹「『‘‚\"'([—–•")
_SPLIT_AT_APOSTROPHES: Final = frozenset({"fr", "it", "ca"})
_GERMAN_ADJECTIVE: Final = re.compile(r"[a-zäöüß]{2,}(?:e|en|er|es|em)")
_TURKISH_DENIAL: Final = re.compile(r"m[aeıiuü]z?")


@dataclass(frozen=True, slots=True)
class Judgement:
    """What changed materially in a sentence, the most important aspect first; empty if quiet."""

    aspects: tuple[Aspect, ...] = ()

    @property
    def is_material(self) -> bool:
        return bool(self.aspects)


@dataclass(frozen=True, slots=True)
class _Token:
    """A word or sign; `text` is folded; `weight` is the aspect that it alone is, if it is one.

    `starts`: its capital may come from its position.
    """

    text: str
    weight: Aspect | None
    capital: bool
    starts: bool
    quoted: bool
    is_word: bool


@dataclass(frozen=True, slots=True)
class _Words:
    weights: dict[str, Aspect]
    prefixes: tuple[str, ...]
    determiners: frozenset[str]


def judge(
    before: str, after: str, language: str, names: Collection[str] = frozenset()
) -> Judgement:
    """The judgement of a change; the same in both directions.

    `names` are those of the piece (`names_of`): without them, a name at the beginning of a sentence
    is recognised only if it changed.
    """
    one, other = _tokens(before, language), _tokens(after, language)
    known = {token.text for token in (*one, *other) if token.text in names}
    called = known | _capitals(one, language) | _capitals(other, language)
    weighty, others = _weighty(one, called), _weighty(other, called)
    found = [aspect for aspect in ASPECTS if _of(weighty, aspect) != _of(others, aspect)]
    if not found and _order(weighty) != _order(others):
        found = [_first_difference(weighty, others)]
    found = [aspect for aspect in found if not _is_misspelt(aspect, one, other, called, language)]
    plain = [token.text for token in one if token.is_word]
    there = [token.text for token in other if token.is_word]
    if plain != there:
        found += _of_words(one, other, plain, there, language)
    if ("?" in before) != ("?" in after):
        found.append("modal")
    return Judgement(tuple(dict.fromkeys(found)))


def names_of(texts: Sequence[str], language: str) -> frozenset[str]:
    """The words of a piece that always have a capital, folded."""
    capital, small = set[str](), set[str]()
    for text in texts:
        tokens = _tokens(text, language)
        capital |= _capitals(tokens, language)
        small |= {token.text for token in tokens if token.is_word and not token.capital}
    return frozenset(capital - small)


@cache
def _words_of(language: str) -> _Words:
    table = _table().get(language, {})
    weights: dict[str, Aspect] = {}
    named: tuple[tuple[str, Aspect], ...] = (
        ("counts", "number"),
        ("hedges", "modal"),
        ("denies", "negation"),
    )
    for key, aspect in named:
        weights |= {fold(word): aspect for word in table.get(key, "").split()}
    return _Words(
        weights,
        tuple(map(fold, table.get("prefixes", "").split())),
        frozenset(map(fold, table.get("determiners", "").split())),
    )


@cache
def _table() -> dict[str, dict[str, str]]:
    return tomllib.loads(files("briefs.text").joinpath("claim_words.toml").read_text("utf-8"))


@lru_cache(maxsize=4_096)
def _tokens(text: str, language: str) -> tuple[_Token, ...]:
    text = unicodedata.normalize("NFKC", text.replace("\u00b4", "'"))
    if language == "en":
        for pattern, expanded in _CONTRACTIONS:
            text = pattern.sub(expanded, text)
    weights, quoted = _words_of(language).weights, _quoted(text)
    found: list[_Token] = []
    for match in _TOKEN.finditer(text):
        said, kind = match[0], match.lastgroup
        within = quoted[match.start()]
        starts = not found or _ended(text, match.start())
        if kind == "other":
            if _is_sign(said):
                found.append(_Token(said, "number", False, starts, within, False))
        elif kind == "number":
            found.append(_Token(_number(said, language), "number", False, starts, within, True))
        else:
            for n, part in enumerate(_parts(said, language)):
                folded = fold(part).removesuffix("'s")
                weight = weights.get(folded)
                if weight is None and (kind == "character" or _is_caseless(part)):
                    weight = "name"
                capital = part[:1].isupper()
                found.append(_Token(folded, weight, capital, starts and not n, within, True))
    return tuple(found)


def _parts(said: str, language: str) -> Iterator[str]:
    if language in _SPLIT_AT_APOSTROPHES:
        yield from filter(None, re.split("['’]", said))
    else:
        yield said


def _is_sign(char: str) -> bool:
    return char in "%‰°<>=±×÷" or unicodedata.category(char) == "Sc"


def _is_caseless(word: str) -> bool:
    return any(unicodedata.category(char) == "Lo" for char in word)


def _number(said: str, language: str) -> str:
    """A number without the signs that only group its digits."""
    said = fold(said.replace("−", "-")).lstrip("+")
    group = _THOUSANDS.fullmatch(said)
    if group is None:
        return said
    mark = group[1]
    digits = said.replace(mark, "")
    many = said.count(mark) > 1
    is_comma = mark == "," and language in _COMMA_GROUPS
    is_dot = mark == "." and language not in {*_COMMA_GROUPS, "und"}
    return digits if many or is_comma or is_dot or mark in f"'’{_SPACES}" else said


def _ended(text: str, at: int) -> bool:
    """Whether a word at that place begins a sentence, or a quotation."""
    before = text[:at].rstrip()
    return not before or before[-1] in _BEFORE_A_START


def _quoted(text: str) -> list[bool]:
    """For each character, whether it is within quotation marks.

    A quotation that begins or ends in another sentence extends to the edge of this one.
    """
    inside = [False] * (len(text) + 1)
    opened: tuple[int, str] | None = None
    straight = [at for at, char in enumerate(text) if char == '"']
    for first, last in zip(straight[::2], straight[1::2], strict=False):
        inside[first : last + 1] = [True] * (last + 1 - first)
    for at, char in enumerate(text):
        if opened is None:
            if char in _OPENING and not (char in "‘‚" and not _opens(text, at)):
                opened = at, _OPENING[char]
            elif char in _CLOSING and not any(inside[:at]):
                inside[: at + 1] = [True] * (at + 1)
        elif char in opened[1] and not (char == "’" and text[at + 1 : at + 2].isalnum()):
            inside[opened[0] : at + 1] = [True] * (at + 1 - opened[0])
            opened = None
    if opened is not None and opened[1] != "’":
        inside[opened[0] :] = [True] * (len(inside) - opened[0])
    return inside


def _opens(text: str, at: int) -> bool:
    return not text[at - 1 : at].isalnum() and text[at + 1 : at + 2].isalnum()


def _capitals(tokens: Sequence[_Token], language: str) -> set[str]:
    """The words with a capital that does not come from their position; in German without plain
    nouns.
    """
    found = set[str]()
    for at, token in enumerate(tokens):
        if token.capital and not token.starts and token.text != "i":
            before = tokens[at - 1] if at else None
            if language == "de" and before is not None and _makes_a_noun(before):
                continue
            found.add(token.text)
    return found


def _makes_a_noun(before: _Token) -> bool:
    if before.text in _words_of("de").determiners or before.text.isdecimal():
        return True
    return not before.capital and _GERMAN_ADJECTIVE.fullmatch(before.text) is not None


_Weighty: TypeAlias = tuple[tuple[Aspect, str], ...]


def _weighty(tokens: Sequence[_Token], names: Collection[str]) -> _Weighty:
    found: list[tuple[Aspect, str]] = []
    for token in tokens:
        if token.weight is not None:
            found.append((token.weight, token.text))
        elif token.text in names:
            found.append(("name", token.text))
        if token.quoted and token.is_word:
            found.append(("quotation", token.text))
    return tuple(found)


def _of(weighty: _Weighty, aspect: Aspect) -> tuple[str, ...]:
    return tuple(text for one, text in weighty if one == aspect)


def _order(weighty: _Weighty) -> _Weighty:
    """Negations, numbers and names in their order: "not all" and "all not" differ."""
    return tuple(one for one in weighty if one[0] != "quotation")


def _first_difference(one: _Weighty, other: _Weighty) -> Aspect:
    aspects = {
        aspect
        for pair in zip(_order(one), _order(other), strict=False)
        if pair[0] != pair[1]
        for aspect, _ in pair
    }
    return next(aspect for aspect in ASPECTS if aspect in aspects)


def _is_misspelt(
    aspect: Aspect,
    one: Sequence[_Token],
    other: Sequence[_Token],
    names: Collection[str],
    language: str,
) -> bool:
    """Whether all changes of an aspect are transposed or missing letters. Such an error rarely
    makes another word; for names it counts as a change.
    """
    said, there = _of(_weighty(one, names), aspect), _of(_weighty(other, names), aspect)
    if aspect == "quotation":
        return len(said) == len(there) and all(
            a == b or (len(a) >= SURE_TYPO_FROM and is_sure_typo(a, b))
            for a, b in zip(said, there, strict=True)
        )
    if aspect == "name":
        return False
    if len(said) == len(there):
        return False
    longer, shorter, misspelt = (
        (said, there, other) if len(said) > len(there) else (there, said, one)
    )
    if len(longer) != len(shorter) + 1:
        return False
    missing = next(
        (w for n, w in enumerate(longer) if (*longer[:n], *longer[n + 1 :]) == shorter), None
    )
    if missing is None or len(missing) < SURE_TYPO_FROM:
        return False
    known = {token.text for token in (other if misspelt is one else one)} | small_words(language)
    return any(
        token.weight is None and token.text not in known and is_sure_typo(token.text, missing)
        for token in misspelt
    )


def _of_words(
    one: Sequence[_Token],
    other: Sequence[_Token],
    said: Sequence[str],
    there: Sequence[str],
    language: str,
) -> Iterator[Aspect]:
    """The aspects that changed in words without a weight of their own."""
    gone, new = set(said) - set(there), set(there) - set(said)
    if any(_is_opposite(a, b, language) for a in gone for b in new):
        yield "negation"
    first, now = next(iter(one), None), next(iter(other), None)
    if first is not None and now is not None and first.text in gone and now.text in new:
        small = small_words(language)
        content = first.text not in small and now.text not in small
        if content and first.capital and now.capital and not is_typo(first.text, now.text):
            yield "name"
    if words_changed(said, there) >= _SHARE * max(len(said), len(there)):
        yield "wording"


def _is_opposite(one: str, other: str, language: str) -> bool:
    """Whether one word is the other with a negating prefix, or in Turkish a negating syllable."""
    longer, shorter = (one, other) if len(one) > len(other) else (other, one)
    if len(shorter) >= TYPO_FROM and longer.endswith(shorter):
        return longer.removesuffix(shorter) in _words_of(language).prefixes
    if language == "tr" and 1 < len(longer) - len(shorter) <= 3:  # noqa: PLR2004  # "ma" to "maz"
        for n in range(2, len(shorter) + 1):
            middle = longer[n : n + len(longer) - len(shorter)]
            if longer[:n] + longer[n + len(middle) :] == shorter:
                return _TURKISH_DENIAL.fullmatch(middle) is not None
    return False
