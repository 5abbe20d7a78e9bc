"""Passages between an opening and the nearest closing, found in time that grows with the text.

`opening.*?closing` as one pattern looks through all that follows an opening that nothing closes,
and so again for each of them: n openings cost n times the text.
"""

import re
from collections.abc import Callable


class Enclosed:
    """`opens` and `closes` are patterns, in which a dot is any character and ^ begins any line."""

    def __init__(self, opens: str, closes: str) -> None:
        flags = re.MULTILINE | re.DOTALL
        self._whole = re.compile(f"(?:{opens})(.*?)(?:{closes})", flags)
        self.opens = re.compile(opens, flags)
        self.closes = re.compile(closes, flags)

    def sub(self, put: Callable[[re.Match[str]], str] | str, text: str) -> str:
        """As `re.Pattern.sub`; group 1 is what stands between.

        Behind the last closing no opening is looked at; before it, each has one.
        """
        last = max((found.end() for found in self.closes.finditer(text)), default=0)
        return self._whole.sub(put, text[:last]) + text[last:]
