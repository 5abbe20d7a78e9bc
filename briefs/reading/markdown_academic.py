"""Citations, formulas and TeX in Markdown, as Pandoc, Quarto and academic writers use them.

A citation in brackets is removed; one that is part of its sentence, and a formula that cannot be
written in letters, become GAP.
"""

import re
from collections.abc import Callable, Mapping

from briefs.reading.base import Account, Enclosed
from briefs.reading.html.tree import GAP

_CITATION = re.compile(
    r"[ \t]{0,4}(?<![\]\\])\[(?=[^\[\]]{0,300}(?<![\w.])-?@[\w{])[^\[\]\n]{0,400}\](?!\()"
)
_CITED_IN_TEXT = re.compile(r"(?<![\w@/.\\])-?@[A-Za-z_][\w:.#$%&+?<>~/-]*\w(?: \[[^\[\]\n]*\])?")
_RAISED = str.maketrans("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ")
_LOWERED = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")
_SUPERSCRIPT = re.compile(r"(?<=[\w)\]])\^([^\s^\[\]]{1,12})\^")
_SUBSCRIPT = re.compile(r"(?<=[\w)])(?<!~)~([\w+-]{1,4})~(?!~)")
_BLOCK_MATH = (
    Enclosed(r"\$\$(?!\$\$)", r"\$\$"),
    Enclosed(r"\\\[(?=[^\]]{0,300}(?:\\(?!\])|[\^_=]))(?!\\\])", r"\\\]"),
)
_INLINE_MATH = re.compile(
    r"(?<![\\\w$])\$(?=[^\s$])([^$\n]{1,300}?)(?<=[^\s\\])\$(?![\w$])"
    r"|\\\((?=[^)\n]{0,300}[\\^_=])(.{1,300}?)\\\)"
)
_MATHEMATICAL = re.compile(r"[\\^_=<>+*/]|^[A-Za-z]$|^\d+(?:[.,]\d+)?[a-zA-Z]?$")
_PLAIN_MATH = re.compile(r"[A-Za-z]|\d+(?:[.,]\d+)?%?")
_TEX_LINE = re.compile(
    r"^[ \t]*\\(?:newpage|pagebreak|clearpage|vspace|hspace|vfill|tableofcontents|bibliography"
    r"|bibliographystyle|printbibliography|begin|end|label|centering|noindent|maketitle|setlength"
    r"|usepackage)\b[^\n]*$",
    re.MULTILINE,
)
_TEX_BREAK = re.compile(
    r"(?<![ \t])[ \t]*+\\(?:newpage|pagebreak|clearpage|noindent|smallskip|medskip|bigskip|hfill"
    r"|vfill)\b(?!\{)"
)
_TEX_WORDS = re.compile(
    r"\\(?:emph|textit|textbf|textsc|textrm|texttt|text|underline|mbox)\{([^{}\n]*)\}"
)
_TEX_CITATION = re.compile(
    r"(?<![ \t~])[ \t~]*\\(?:[a-z]*cite[a-z]*|index|label|nocite)\*?(?:\[[^\]\n]*\])*"
    r"\{[^{}\n]*\}"
)
_TEX_OTHER = re.compile(r"\\[a-zA-Z]{2,}\*?(?:\[[^\]\n]*\])*\{[^{}\n]*\}")


def plain(text: str, account: Account, *, cites: bool) -> str:
    """The text without citations, formulas and TeX, which are added to the account."""
    text = _citations(text, account, cites=cites)
    return _signs(_tex(_mathematics(text, account), account))


def _instead(account: Account, shown: str) -> Callable[[re.Match[str]], str]:
    def told(found: re.Match[str]) -> str:
        account.add("markup", found.group())
        return shown

    return told


def _citations(text: str, account: Account, *, cites: bool) -> str:
    bracketed = _CITATION.search(text) is not None
    if not (cites or bracketed):
        return text
    text = _CITATION.sub(_instead(account, ""), text)
    # the names that it stands for are missing
    return _CITED_IN_TEXT.sub(_instead(account, GAP), text)


def _mathematics(text: str, account: Account) -> str:
    def formula(found: re.Match[str]) -> str:
        account.add("formula", found[1])
        return "\n\n"

    def inline(found: re.Match[str]) -> str:
        said = found[1] or found[2]
        if not _MATHEMATICAL.search(said):
            return found.group()
        if _PLAIN_MATH.fullmatch(said):
            return said
        account.add("formula", said)
        return GAP

    for form in _BLOCK_MATH:
        text = form.sub(formula, text)
    return _INLINE_MATH.sub(inline, text)


def _tex(text: str, account: Account) -> str:
    if "\\" not in text:
        return text
    text = _TEX_LINE.sub(_instead(account, ""), text)
    text = _TEX_BREAK.sub(_instead(account, ""), text)
    text = _TEX_WORDS.sub(r"\1", text)
    text = _TEX_CITATION.sub(_instead(account, ""), text)
    return _TEX_OTHER.sub(_instead(account, GAP), text)


def _signs(text: str) -> str:
    """Pandoc's superscripts and subscripts as characters: m^3^, H~2~O."""
    text = _SUPERSCRIPT.sub(lambda found: _set(found[1], _RAISED), text)
    return _SUBSCRIPT.sub(lambda found: _set(found[1], _LOWERED), text)


def _set(letters: str, table: Mapping[int, int]) -> str:
    """Digits and signs as superscripts or subscripts; unchanged if there are other letters."""
    return letters.translate(table) if all(ord(one) in table for one in letters) else letters
