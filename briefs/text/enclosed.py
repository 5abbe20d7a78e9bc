"""Passages between an opening and the nearest closing, found in linear time.

The single pattern `opening.*?closing` scans the rest of the text for every opening without a
closing: n openings cost n times the text.
"""

import re
from collections.abc import Callable


class Enclosed:
    """A pair of patterns, in which a dot matches any character and ^ the beginning of any line."""

    def __init__(self, opens: str, closes: str) -> None:
        flags = re.MULTILINE | re.DOTALL
        self._whole = re.compile(f"(?:{opens})(.*?)(?:{closes})", flags)
        self.opens = re.compile(opens, flags)
        self.closes = re.compile(closes, flags)

    def sub(self, put: Callable[[re.Match[str]], str] | str, text: str) -> str:
        """Like `re.Pattern.sub`; group 1 is the text between opening and closing.

        Openings after the last closing are not tried; every opening before it has a closing.
        """
        last = max((found.end() for found in self.closes.finditer(text)), default=0)
        return self._whole.sub(put, text[:last]) + text[last:]
