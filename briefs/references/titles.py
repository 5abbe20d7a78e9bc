"""A title without the marks and the punctuation that an entry puts round it."""

import re

from briefs.model import Span
from briefs.references.fields.titles import quoted
from briefs.references.phrases import ADDRESS, BREAK

_TAKEN_OUT = re.compile(rf"\s?\({ADDRESS}\)|[{ADDRESS}{BREAK}]")
_DESCRIPTION = re.compile(
    r"\s?(?:\[[^\[\]]{3,40}\]|\((?:\d+\w\w ed|Rep(?:ort|\.)|No\.|Vol)[^()]{0,40}\))\.?$"
)
_KEEPS_ITS_STOP = re.compile(r"(?<!\w)[A-Z]\.$|\.\.$")


def tidy(text: str) -> str:
    """`text` without quotes round the whole, Markdown, a description ("[Video]") or a last stop.

    The stop of "in the U.S." stays.
    """
    text = " ".join(_TAKEN_OUT.sub(" ", text.replace("*", "")).split())
    text = _DESCRIPTION.sub("", text.strip(" ,;|"))
    if text.endswith(".") and not _KEEPS_ITS_STOP.search(text):
        text = text[:-1]
    whole = Span(0, len(text))
    inner = next((quote.inner for quote in quoted(text) if quote.outer == whole), whole)
    return inner.of(text).strip(" ,")
