"""A line of type as it stands on a page, in points from the page's bottom left corner."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """`text` has its note numbers raised ("¹"); `height` is that of its type, ascent to descent.

    `cut` says that a hyphen ended it, which may be the author's or the line's. `column` holds the
    left and right edge of the column it stands in; `urls` are where links on it lead.
    """

    text: str
    page: int
    left: float
    right: float
    bottom: float
    height: float
    cut: bool = False
    column: tuple[float, float] = (0, 0)
    urls: tuple[str, ...] = ()

    @property
    def top(self) -> float:
        return self.bottom + self.height

    @property
    def letter(self) -> float:
        """The average width of its letters."""
        return (self.right - self.left) / max(len(self.text), 1)

    @property
    def indent(self) -> float:
        return self.left - self.column[0]

    def within(self, column: tuple[float, float]) -> "Line":
        """The same line, in that column; spelt out, as every line of a file passes here."""
        return Line(
            text=self.text,
            page=self.page,
            left=self.left,
            right=self.right,
            bottom=self.bottom,
            height=self.height,
            cut=self.cut,
            column=column,
            urls=self.urls,
        )
