"""A piece's short name, as people type it after a command: "after-aleppo"."""

import re
import unicodedata
from pathlib import PurePath

_LONGEST = 80
_WORDS = re.compile(r"[a-z0-9]+")


def slug(words: str) -> str:
    """The words in lower-case ASCII, joined by hyphens; never digits alone, as numbers are.

    Empty if no letter or digit is left.
    """
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    joined = "-".join(_WORDS.findall(plain))[:_LONGEST].strip("-")
    return f"piece-{joined}" if joined.replace("-", "").isdigit() else joined


def of_file(name: str) -> str:
    """The slug that a file's name (or path) gives."""
    return slug(PurePath(name).stem)
