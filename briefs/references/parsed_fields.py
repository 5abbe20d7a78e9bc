"""What every style reader takes and returns, and helpers that they share.

`clean` normalises an entry to plain characters; `without_number` removes the number of the list;
`ParsedFields` is a reader's result.
"""

import html
import re
import unicodedata
from dataclasses import dataclass

from briefs.model import Author, PartialDate
from briefs.references.fields import dates


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedFields:
    """The fields that were read; `clear` is False if some words were left unread.

    `kind` is a CSL type, set if the very form of the entry shows it.
    """

    authors: tuple[Author, ...] = ()
    title: str | None = None
    container: str | None = None
    publisher: str | None = None
    issued: PartialDate | None = None
    updated: PartialDate | None = None
    accessed: PartialDate | None = None
    kind: str | None = None
    clear: bool = True


LAWS = frozenset({"legislation", "bill", "regulation", "hearing", "legal_case", "treaty"})
"""The kinds of law, whose titles have numbers, commas and stops."""

_SPACES = re.compile(r"\s+")
_EMPHASIS_TAG = re.compile(r"</?(?:i|em|cite)>", re.IGNORECASE)
_ANCHOR = re.compile(r"<a [^<>]{1,200}>[\d↩]{0,4}</a>:? ?")
_OTHER_TAG = re.compile(r"</?(?:b|strong|span|u|small|sup|li|p)(?: [^<>]{0,80})?>", re.IGNORECASE)
_TYPED_QUOTES = re.compile(r"¨([^¨]{2,300})¨")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_MARKER = re.compile(
    r">[ ]?|//[ ]*|#{1,3}[ ]+"  # a quoted list, a comment
    r"|\[\^[^\]\s]{1,40}\]:?[ ]*"  # [^3]:
    r"|\[[A-Z]{0,3}\d{1,4}\]:?[ ]*"  # [3], [TB6]
    r"|\[[A-Z][A-Za-z+]{1,14}\d{1,4}[a-z]?\]:?[ ]*|\[[A-Z]{3,10}\]:[ ]?"  # [Knu97], [DEMUSH]:
    r"|\[Ref\. ?\d{1,3}\][ ]"  # [Ref.1]
    r"|(?:\*\*)?[A-Z]\d{1,2}[.:)] (?=[A-Z][a-z])"  # L1. European
    r"|\(\d{1,3}\)[ ]+"  # (3)
    r"|\d{1,3}[.)][ ]+"  # 3.
    r"|\d{1,3} [-–—] (?=[“\"«„])"  # 3 - “
    r"|\d{1,3}[ ](?=[^\W\d_a-z][\w’'-]{1,30}, [^\W\d_a-z]\.)"  # 3 Roe, A.
    r"|\d{1,3}[ ](?=(?:[^\W\d_a-z][\w.’'-]{0,30}[ ]){2,4}\((?:Hrsg|Hg|eds?)\b)"  # 3 Ada Roe (Hrsg.)
    r"|\d{1,3}[ ](?=[^\W\d_a-z][\w.’'-]{0,30}(?:[ ][\w.’'-]{1,30}){0,6}, ?[“\"«„])"  # 3 Ada Roe, “
    r"|\*\*\[?[A-Z]{0,2}\d{1,3}\]?[.:)]?\*\*[.:]?[ ]"  # **A3.**, **[3]**
    r"|\^[ ]?(?:[a-z][ ]){0,6}"  # ^ a b, a way back to the text
    r"|(?:[-*•·▪‣+]|[-–—]{1,2})[ ]+"  # a bullet
    r"|[⁰¹²³⁴-⁹]+[ ]?"  # a superscript
)


def clean(raw: str) -> str:
    """`raw` in NFC on one line with single plain spaces, with Markdown's escapes undone.

    HTML's tags of emphasis become Markdown's.

    Zero-width and control characters are removed, so that the result never contains one.
    """
    text = html.unescape(raw) if "&" in raw and ";" in raw else raw
    text = _SPACES.sub(" ", unicodedata.normalize("NFC", text))
    if not text.isprintable():  # printable text, the usual case, has none of these
        text = "".join(
            char for char in text if unicodedata.category(char) not in {"Cc", "Cf", "Co", "Cs"}
        )
    if "</" in text:
        text = _ANCHOR.sub("", text)
        text = _OTHER_TAG.sub("", _EMPHASIS_TAG.sub("*", text))
    if "¨" in text:
        text = _TYPED_QUOTES.sub(r"“\1”", text)
    return _ESCAPED.sub(r"\1", text).strip()


_ARABIC = str.maketrans("،؛٪٫٬٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", ",;%.,01234567890123456789")


def westernised(text: str) -> str:
    """`text` with the commas, semicolons and digits of Arabic and Persian replaced by ASCII ones.

    It replaces character by character, so places in both texts are the same.
    """
    return text if text.isascii() else text.translate(_ARABIC)


_MARKS = r"[“„«\"*‘]"
_DATED = r"\b(?:1[5-9]|20)\d\d\b"
_SECOND = re.compile(
    rf";\s+(?:(?i:and|see|also|but|cf\.|compare|siehe|vgl\.|voir|véase|см\.)\s+){{0,3}}"
    rf"(?=[^\W\da-z_]|{_MARKS})(?=[^;]*(?:{_MARKS}|{_DATED}))"
)
_FURTHER = re.compile(
    r"(?<=[.)’”\d])\s+(?:(?:But |And )?(?:[Cc]ompare|[Ss]ee also|[Ss]ee|[Cc]f\.|[Ss]iehe auch"
    r"|[Vv]gl\. auch"
    r"|[Vv]gl\.|[Vv]oir aussi|[Vv]éase también))\s+(?=[^\Wa-z_]|“|\*)"
)
_QUOTES = re.compile(
    r"\*[^*]{2,200}\*|“[^“”]*”|„[^“”„]*[“”]|«[^«»]*»|\"[^\"]*\"|\([^()]*\)|\[[^\[\]]*\]"
)
_SIGN_OF_A_WORK = re.compile(rf"{_MARKS}|{_DATED}")

_NO_SECOND = re.compile(
    r"[^:“„«\"]{2,120}?\((?:hrsg|hg|eds?|coords?|dirs?|https?:)\b|[^“„«\"\d]{2,60}\(?https?:"
    r"|[\w .&-]{0,40}\b(?:press|books|verlag|publish\w+|éditions|university)"
    r"[\w .&-]{0,20}, \d{4}\.?$",
    re.IGNORECASE,
)
"""Further editors, the last of them before the address, or a publisher: "; Doe, Karl (Hg.): "."""


_MAY_END = re.compile(rf"{_MARKS}|[\d)/.]$")
"""What the first work must have before its end: a title that is set off; or it ends in a digit, a
bracket, a full stop or an address.
"""


def first_work(text: str) -> str:
    """A note up to its second work, if it has several: "…, 12; Karl Doe, *The Silt* (…)".

    Names before a title are separated by semicolons, too, so the title or the year of a work must
    come before the semicolon.
    """
    if ";" not in text and _FURTHER.search(text) is None:
        return text
    masked = _QUOTES.sub(lambda match: match[0][0] + "x" * (len(match[0]) - 2) + match[0][-1], text)
    for form in (_SECOND, _FURTHER):
        for match in form.finditer(masked):
            is_second = form is _FURTHER or (
                _NO_SECOND.match(text, match.end()) is None
                and _MAY_END.search(text, 0, match.start()) is not None
            )
            if is_second and _SIGN_OF_A_WORK.search(text, 0, match.start()):
                return text[: match.start()]
    return text


_SIGNAL = re.compile(
    r"(?:[Vv]gl\.|[Ss]iehe|[Zz]it(?:iert|\.) nach|[Vv]oir|[Vv]éase|[Cc]f(?:r\.|\.)|[Cc]onfer|[Ss]ee"
    r"|[Zz]ob\.|[Pp]or ejemplo, véase|[Сс]м\.|[Дд]ив\.|[Bb]kz\.)(?: (?:also|e\.g\.|for example|u\."
    r" ?a\.|auch|hierzu|dazu|etwa"
    r"|z\. ?B\.|notamment|aussi|par exemple|también|por ejemplo|anche|też|например|также|наприклад"
    r"|також))?:? "
    r"(?=[^\Wa-z_]|[“„«\"])"
)
"""Words before a work in a note: "Vgl. auch Roe"."""


def without_number(text: str) -> str:
    """A cleaned entry without its bullet or list number, without signals and quote marks.

    A day at the start ("18. Oktober 2006") is no list number.
    """
    at = 0
    while (match := _MARKER.match(text, at)) and not dates.at(text, at):
        at = match.end()
    signal = _SIGNAL.match(text, at)
    return text[signal.end() if signal else at :]
