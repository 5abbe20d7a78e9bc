"""Formulas of a page, which are no text: as MathML, as pictures, drawn by KaTeX, or still LaTeX."""

import re

from briefs.reading.base import Account
from briefs.reading.html.tree import GAP, Element, has_words, names

_PICTURES = re.compile(
    r"\b(?:la)?tex\b|mwe-math|equation|mathjax|\bmath\b|/math/render/|codecogs|mimetex|wp-latex"
    r"|chart\.googleapis\.com/chart\?cht=tx"
)
_MOST_SRC_CHARS = 300
_LINEAR_MATH = frozenset({"math", "mrow", "mi", "mn", "mo", "mtext", "semantics", "mstyle", "span"})
_STACKED = frozenset({"vlist-t", "mfrac", "msupsub", "sqrt", "mop", "mtable"})
_PROGRAMS = re.compile(r"mathjax|katex", re.IGNORECASE)
_LATEX_OPENS = re.compile(r"\\[(\[]|\$\$")
_LATEX = re.compile(
    r"\\\((?:[^\\]|\\(?![()])){1,2000}\\\)|\\\[(?:[^\\]|\\(?![\[\]])){1,5000}\\\]"
    r"|\$\$[^$]{1,5000}\$\$"
)
_LITERAL = frozenset({"pre", "code", "textarea", "title", "script", "style", "head"})


def is_linear(formula: Element) -> bool:
    """Whether the letters of MathML stand on one line and tell all of it."""
    tags = (one.tag for one in formula.iter())
    return formula.tag == "math" and _LINEAR_MATH.issuperset(map(str, tags)) and has_words(formula)


def is_stacked(drawn: Element) -> bool:
    """Whether KaTeX drew fractions, powers or the like."""
    return any(not _STACKED.isdisjoint(names(one)) for one in drawn.iter("span"))


def is_drawn(element: Element) -> bool:
    """Whether a program drew a formula, so that only the drawing is hidden from screen readers."""
    signs = ("katex", "mathjax", "mjx", "mwe-math")
    return any(sign in name for name in names(element) for sign in signs)


def is_picture(image: Element) -> bool:
    told = f"{image.get('class') or ''} {(image.get('src') or '')[:_MOST_SRC_CHARS]}"
    return _PICTURES.search(told) is not None


def withhold_undrawn(root: Element, account: Account) -> None:
    """Replace the LaTeX that a program of the page will draw as formulas by gaps."""
    programs = (
        f"{one.get('src') or ''} {(one.text or '')[:_MOST_SRC_CHARS]}"
        for one in root.iter("script")
    )
    if not any(map(_PROGRAMS.search, programs)):
        return
    for element in root.iter():
        if isinstance(element.tag, str) and element.tag not in _LITERAL:
            is_alone = len(element) == 0
            if element.text and _LATEX_OPENS.search(element.text):
                element.text = _with_gaps(element.text, account, is_alone=is_alone)
            for child in element:
                if child.tail and _LATEX_OPENS.search(child.tail):
                    child.tail = _with_gaps(child.tail, account, is_alone=False)


def _with_gaps(text: str, account: Account, *, is_alone: bool) -> str:
    for found in _LATEX.finditer(text):
        account.add("formula", found[0])
    if is_alone and _LATEX.fullmatch(text.strip()):
        return ""  # it stands between two paragraphs
    return _LATEX.sub(GAP, text)
