"""The errors that a person can act on, as one tree.

SourcebriefError            says what went wrong (`str(error)`) and what to do next (`hint`)
├── Unreadable              a file or text cannot become a piece (path, line, reason)
├── NotFound                nothing in the library has that reference (with the closest matches)
├── BadArgument             the words after a command cannot be understood
├── CannotRank              a ranking method cannot work on this text (which one, and why)
├── Unproved                a sentence is not, or no longer, a sentence of the stored piece
│   └── Withdrawn           the piece itself is retracted, gone or damaged
└── StoreUnavailable        the database cannot be opened, is locked, full or too old

Any other exception is a bug: it is logged with its traceback and answered with an apology.
"""


class SourcebriefError(Exception):
    """An error that a reader, editor or operator can do something about."""

    hint: str

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class Unreadable(SourcebriefError):
    """A file or text cannot become a piece; `line` is 1-based, if one line is the cause."""

    def __init__(
        self, reason: str, *, path: str = "", line: int | None = None, hint: str = ""
    ) -> None:
        where = path + (f":{line}" if line is not None else "")
        super().__init__(f"{where}: {reason}" if where else reason, hint=hint)
        self.reason = reason
        self.path = path
        self.line = line


_MAX_REPEATED_CHARS = 80
"""How much of a person's text an error message repeats."""


class NotFound(SourcebriefError):
    """Nothing has the reference `ref`; `gone`: something had it before."""

    def __init__(self, ref: str, *, hint: str = "", gone: bool = False) -> None:
        shown = ref if len(ref) <= _MAX_REPEATED_CHARS else f"{ref[:_MAX_REPEATED_CHARS]}…"
        called = f"#{shown.lstrip('#')}" if shown.lstrip("#")[:1].isdecimal() else f"“{shown}”"
        said = f"{called} is not here any more." if gone else f"Nothing here answers to “{shown}”."
        super().__init__(said, hint=hint)
        self.ref = ref


class BadArgument(SourcebriefError):
    """The words after a command cannot be understood."""


class CannotRank(SourcebriefError):
    """A ranking method cannot work on this text."""


class Unproved(SourcebriefError):
    """A text to be sent differs from the stored piece; it must not be sent."""


class Withdrawn(Unproved):
    """A piece to be quoted is retracted, gone or damaged; other pieces can be sent without it."""


class StoreUnavailable(SourcebriefError):
    """The database cannot be opened or used."""
