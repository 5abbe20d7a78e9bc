"""A tiny PDF writer for tests: words put on pages at given places, in given sizes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Words whose baseline begins at (x, y), in points from the bottom left; `rise` lifts them.

    `turned` sets them bottom up; `grey` is 0, black, to 1, white; `mode` how they are painted.
    """

    text: str
    x: float = 72
    y: float = 700
    size: float = 11
    rise: float = 0
    bold: bool = False
    turned: bool = False
    grey: float = 0
    mode: int = 0


@dataclass(frozen=True, slots=True)
class Linked:
    """A link to an address, over the rectangle from (left, bottom) to (right, top)."""

    url: str
    at: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Ruled:
    """A thin line from (x, y), so many points to the right, as stands above notes; or a box."""

    x: float
    y: float
    width: float
    height: float = 0.5


Page = Sequence[Words | Linked | Ruled]


def pdf(pages: Sequence[Page], *, info: dict[str, str] | None = None, trailer: str = "") -> bytes:
    """The bytes of a PDF document with these pages, on letter paper."""
    objects: list[bytes] = [b"<< /Type /Catalog /Pages 2 0 R >>", b"", *_fonts()]
    kids: list[int] = []
    for page in pages:
        links = [_link(item) for item in page if isinstance(item, Linked)]
        content = b"\n".join(_shown(item) for item in page if not isinstance(item, Linked))
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
        stream = len(objects)
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents %d 0 R "
            b"/Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> /Annots [%s] >>"
            % (stream, b" ".join(links))
        )
        kids.append(len(objects))
    listed = b" ".join(b"%d 0 R" % kid for kid in kids)
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (listed, len(kids))
    if info:
        said = b" ".join(b"/%s (%s)" % (k.encode(), _escaped(v)) for k, v in info.items())
        objects.append(b"<< %s >>" % said)
        trailer += f" /Info {len(objects)} 0 R"
    return assembled(objects, trailer)


def assembled(objects: Sequence[bytes], trailer: str = "") -> bytes:
    """A document of these objects, the first of which is its catalogue."""
    made = b"%PDF-1.7\n"
    places: list[int] = []
    for number, body in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return made + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R %s >>\n"
        b"startxref\n%d\n%%%%EOF\n" % (size, table, size, trailer.encode(), len(made))
    )


def lines(
    texts: Iterable[str], *, x: float = 72, top: float = 700, size: float = 11, leading: float = 14
) -> list[Words]:
    """Lines of text below each other; "" leaves one out."""
    return [
        Words(text=text, x=x, y=top - n * leading, size=size)
        for n, text in enumerate(texts)
        if text
    ]


def _fonts() -> Iterable[bytes]:
    for name in (b"Helvetica", b"Helvetica-Bold"):
        yield (b"<< /Type /Font /Subtype /Type1 /BaseFont /%s /Encoding /WinAnsiEncoding >>" % name)


def _shown(item: Words | Ruled) -> bytes:
    if isinstance(item, Ruled):
        return b"0 g %g %g %g %g re f" % (item.x, item.y, item.width, item.height)
    return b"%g g %d Tr BT /%s %g Tf %g Ts %s %g %g Tm (%s) Tj ET" % (
        item.grey,
        item.mode,
        b"F2" if item.bold else b"F1",
        item.size,
        item.rise,
        b"0 1 -1 0" if item.turned else b"1 0 0 1",
        item.x,
        item.y,
        _escaped(item.text),
    )


def _link(link: Linked) -> bytes:
    return (
        b"<< /Type /Annot /Subtype /Link /Border [0 0 0] /Rect [%g %g %g %g] "
        b"/A << /S /URI /URI (%s) >> >>" % (*link.at, _escaped(link.url))
    )


def _escaped(text: str) -> bytes:
    data = text.encode("cp1252")
    for character in (b"\\", b"(", b")"):
        data = data.replace(character, b"\\" + character)
    return data
