"""Splits an entry into sentences, and finds its title.

In a reference list, sentences separate fields. A quoted title may contain quotes, in any of the
quote marks known here; a title is returned without the marks and punctuation around it.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from briefs.model import Span

BREAK = "\ue000"
"""Stands in the working copy where words were removed; a cleaned text never contains it."""

ADDRESS = "\ue001"
"""Stands in the working copy where an address was removed."""

_CLIPPINGS = frozenset(
    # words whose full stop ends no sentence
    {"vs", "v", "no", "nos", "vol", "vols", "rs", "mr", "mrs", "ms", "dr", "st", "jr", "sr", "prof"}
    | {"gen", "col", "sgt", "rep", "sen", "gov", "ed", "eds", "hrsg", "trans", "p", "pp", "fig"}
    | {"ch", "sec", "art", "para", "ca", "cf", "etc", "al", "inc", "ltd", "co", "corp", "dept"}
    | {"nº", "nro", "núm", "núms", "n°"}
    | {"univ", "assn", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sept", "sep", "oct"}
    | {"nov", "dec", "bd", "nr", "str", "wyd", "изд", "вид", "ed", "izd"}
)
_DIGITS_OF_A_DAY = 2
_MONTH = re.compile(
    r"(?:Jan|Jän|Feb|Mär|Mar|Apr|Ma[ijy]|Jun|Jul|Aug|Sep|O[ck]t|Nov|De[cz])[^\W\d_]{0,6}\b\.?"
)
_EDITION = re.compile(
    r"(?:Auf|Aus)[lg]|Jahrg|Jg\b|Band\b|Semester\b|Sitzung|Wahlperiode|Legislaturperiode|Jahrhundert"
    r"|Jahrestag|Parteitag|Tagung\b|Kongress\b|Geburtstag|Plenarsitzung|Bundestag\b"
)
_BEFORE_ORDINAL = re.compile(
    r"(?<!\w)(?:zum|zur|am|im|ins|der|des|dem|den|das|die|vom|beim|bis|und|seit|ab) $"
)
_BEFORE_NUMBERS = frozenset(
    {"s", "ss", "str", "sf", "pág", "págs", "pag", "с", "стр", "т", "n", "h", "núm", "num", "abs"}
    | {"fev", "abr", "mai", "ago", "set", "out", "dez", "ene", "dic", "janv", "févr", "avr", "juil"}
    | {"déc", "gen", "giu", "lug", "ott"}
    | {"pt", "pts", "vyp", "вып", "č", "p", "r", "nr"}
)
"""Abbreviations for pages and numbers in other languages, which end no sentence before a digit."""
_ENDING = re.compile(
    r"(?<![^\W_])(?P<word>[^\W_]*)[.?!…]{1,6}[\"”’'»)\]*_]{0,6}[ ]{1,3}(?=[^\Wa-z_]|[\"“‘«([¿¡*]"
    r"|[a-z][a-z-]{2,20}\.(?:de|com|org|net|at|ch|fr|it|es|eu|info|tv|ru|ua|pl)[.,])"
)


def sentences(text: str) -> list[str]:
    """`text` cut after each full stop, question or exclamation mark that ends a sentence."""
    found = []
    at = 0
    for match in _ENDING.finditer(text):
        word = match["word"]
        before = text[max(match.start() - 1, 0)]
        is_initial = len(word) == 1 and word.isupper() and before != "&"
        is_cut = is_initial and not text.startswith("The ", match.end())
        is_stop = "." in match[0]
        if word.isdecimal() and len(word) <= _DIGITS_OF_A_DAY and _MONTH.match(text, match.end()):
            continue  # 12. April
        if word.isdecimal() and not text[at : match.start()].strip():
            continue  # 8. HTML
        if word.isdecimal() and _EDITION.match(text, match.end()):
            continue  # 6. Auflage
        if word.isdecimal() and is_stop and _BEFORE_ORDINAL.search(text, at, match.start("word")):
            continue  # zum 40. Jahrestag
        if word.casefold() in _BEFORE_NUMBERS and text[match.end() : match.end() + 1].isdigit():
            continue
        if (is_stop and (is_cut or word.casefold() in _CLIPPINGS)) or match[0].endswith("… "):
            continue
        found.append(text[at : match.end()].strip())
        at = match.end()
    found.append(text[at:].strip())
    return [sentence for sentence in found if sentence.strip(" .,;()")]


_FAMILY = {"“": "“”„", "”": "“”„", "„": "“”„", '"': '"', "«": "«»", "»": "«»", "›": "‹›", "‹": "‹›"}
_SINGLE = {"‘": "’'", "’": "’'", "‚": "‘’'", "'": "'’"}
_ALL = "".join(_FAMILY) + "".join(_SINGLE)
_LONGEST = 500
_MOST = 12
ENDS_A_HEAD = tuple(f".,:)]{BREAK}")
"""Characters that end the names before a quoted title."""

_STOPS = ".,?!…"
_FIRMLY_AFTER = re.compile(rf"[ ]?(?:$|[.,;(\[{ADDRESS}{BREAK}]|[—–-][ ])")
_SIGNED_AFTER = re.compile(r"[ ]by [^\W\d_a-z]")
_NEW_START = re.compile(r"[ ](?:[^\Wa-z_]|[“„«]|in [^\Wa-z_])")


@dataclass(frozen=True, slots=True)
class Quoted:
    """A possible quoted title: `outer` with its quote marks, `inner` without them.

    It is `firm` if punctuation sets it off; otherwise only a capital follows it.
    """

    outer: Span
    inner: Span
    firm: bool


def quoted(text: str) -> Iterator[Quoted]:
    """The spans of a cleaned text that may be its quoted title, from left to right.

    Only the first dozen opening marks are tried, and no title is longer than 500 characters.
    """
    at = tried = 0
    for match in re.finditer(f"[{_ALL}]", text):
        start = match.start()
        if start < at or not _opens(text, start):
            continue
        if (tried := tried + 1) > _MOST:
            return
        found = _single(text, start) if match[0] in _SINGLE else _double(text, start)
        if found:
            yield found
            at = found.outer.end


def is_cited(text: str, quote: Quoted) -> bool:
    """Whether `quote` is a whole title, with the rest of its source around it."""
    head = text[: quote.outer.start].strip()
    rest = text[quote.outer.end :].strip(" .,")
    is_set_off = quote.firm and (not head or head.endswith(ENDS_A_HEAD))
    return is_set_off and bool(rest or head.endswith(","))


def _double(text: str, start: int) -> Quoted | None:
    """A title in double quotes; marks of one family are counted, so that quotes in the title are
    passed.
    """
    marks = _FAMILY[text[start]]
    depth = 0
    fallback: Quoted | None = None
    for match in re.compile(f"[{marks}]").finditer(text, start, start + _LONGEST):
        at = match.start()
        if _opens(text, at):
            depth += 1
            continue
        depth = max(depth - 1, 0)
        found = _ending(text, start, at)
        if found and depth == 0:
            return found
        if found and found.firm:
            fallback = found
    return fallback or _mismatched(text, start)


def _single(text: str, start: int) -> Quoted | None:
    """A title in single quotes, which ends only before punctuation: most such marks are
    apostrophes.
    """
    for match in re.compile(f"[{_SINGLE[text[start]]}]").finditer(
        text, start + 1, start + _LONGEST
    ):
        found = _ending(text, start, match.start())
        if found and found.firm:
            return found
    return None


def _mismatched(text: str, start: int) -> Quoted | None:
    """A title opened with a curly quote and closed with a straight one, or the reverse."""
    for match in re.compile(r"[\"“”]").finditer(text, start + 1, start + _LONGEST):
        found = _ending(text, start, match.start())
        if found and found.firm:
            return found
    return None


def _opens(text: str, at: int) -> bool:
    """Whether the mark at `at` opens a quote, by its position, since all marks can do both."""
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    if text[at] == "«" and after == " ":
        return True
    if text[at] in "“„«" and before in set(".,:)"):
        return after.isalnum()
    begins = before == "" or before in f" ([—–-/{BREAK}{ADDRESS}{_ALL}"
    return begins and (after.isalnum() or (after != "" and after in _ALL + "#@$€£¿¡[({…&<_*"))


def _ending(text: str, start: int, end: int) -> Quoted | None:
    """The title from the mark at `start` to the one at `end`, if a title can end there."""
    inner = Span(start + 1, end)
    words = inner.of(text).strip()
    if not words or _opens(text, end) or text[end + 1 : end + 2].isalnum():
        return None
    firm = words[-1] in _STOPS or bool(_FIRMLY_AFTER.match(text, end + 1))
    firm = firm or (start == 0 and bool(_SIGNED_AFTER.match(text, end + 1)))
    if firm or (_NEW_START.match(text, end + 1) and words[-1] != ":"):
        return Quoted(Span(start, end + 1), inner, firm)
    return None


_TAKEN_OUT = re.compile(rf"\s?\({ADDRESS}\)|[{ADDRESS}{BREAK}]")
_UNDERLINED = re.compile(r"(?<!\w)_([^_]+)_(?!\w)")
_DESCRIPTION = re.compile(
    r"\s?(?:\[[^\[\]]{3,40}\]|\((?:\d+\w\w ed|Rep(?:ort|\.)|No\.|Vol)[^()]{0,40}\)"
    r"|\((?:[^()]{3,80}, )?(?:[Tt]rans|[Tt]rad|[Üü]bers|[Oo]ms|[Öö]vers|[Pp]rzeł|[Оо]вч|[Пп]ер)"
    r"\.?(?: [^()]{3,60})?\))\.?$"
)
_KEEPS_ITS_STOP = re.compile(r"(?<!\w)[A-Z]\.$|\.\.$")


def tidy(text: str) -> str:
    """`text` without quotes around it, Markdown, a description ("[Video]") or a final stop.

    The stop of "in the U.S." stays.
    """
    text = " ".join(_TAKEN_OUT.sub(" ", text.replace("*", "")).split())
    text = _UNDERLINED.sub(r"\1", text)
    text = _DESCRIPTION.sub("", text.strip(" ,;|"))
    if text.endswith(".") and not _KEEPS_ITS_STOP.search(text):
        text = text[:-1]
    whole = Span(0, len(text))
    inner = next((quote.inner for quote in quoted(text) if quote.outer == whole), whole)
    return inner.of(text).strip(" ,")


def folded(text: str | None) -> str:
    """Only the words of `text`, for comparison: no case, no accents, no punctuation."""
    bare = (text or "").casefold()
    if not bare.isascii():
        plain = unicodedata.normalize("NFKD", bare)
        bare = "".join(char for char in plain if not unicodedata.combining(char))
    return " ".join(re.findall(r"[^\W_]+", bare))
