"""Small files that are made to exhaust or break their readers."""

import zlib
from collections.abc import Mapping
from functools import cache
from io import BytesIO
from types import MappingProxyType
from zipfile import ZIP_DEFLATED, ZipFile

import docx

from tests.briefs.paper import Words, assembled, lines, pdf

BODY = "word/document.xml"
CATALOGUE = b"<< /Type /Catalog /Pages 2 0 R >>"
_W = b'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_RESOURCES = (
    b"/MediaBox [0 0 612 792] /Resources << /Font << /F1 << /Type /Font /Subtype /Type1 "
    b"/BaseFont /Helvetica >> >> >>"
)


def stream(data: bytes, entries: bytes = b"") -> bytes:
    packed = zlib.compress(data, 9)
    head = b"<< %s /Filter /FlateDecode /Length %d >>" % (entries, len(packed))
    return b"%s\nstream\n%s\nendstream" % (head, packed)


def page_of(content: bytes, more: bytes = b"") -> bytes:
    """A document of one page with this content."""
    return assembled(
        [
            CATALOGUE,
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R %s /Contents 4 0 R >>" % (_RESOURCES + more),
            content,
        ]
    )


@cache
def pdfs() -> Mapping[str, bytes]:
    sound = pdf([[Words(text="After the Dredger", y=740, size=20), *lines(["Text."] * 20)]])
    kids = b" ".join([b"3 0 R"] * 200_000)
    words = b"BT /F1 11 Tf 72 700 Td (word) Tj ET\n"
    return {
        "a tree of pages that is its own child": assembled(
            [CATALOGUE, b"<< /Type /Pages /Kids [2 0 R] /Count 9 >>"]
        ),
        "two nodes that are each other's child": assembled(
            [
                CATALOGUE,
                b"<< /Type /Pages /Kids [3 0 R] /Count 9 >>",
                b"<< /Type /Pages /Kids [2 0 R] /Parent 2 0 R /Count 9 >>",
            ]
        ),
        "a count of pages that are not there": assembled(
            [CATALOGUE, b"<< /Type /Pages /Kids [] /Count 2000000000 >>"]
        ),
        "one page two hundred thousand times": assembled(
            [
                CATALOGUE,
                b"<< /Type /Pages /Kids [%s] /Count 200000 >>" % kids,
                b"<< /Type /Page /Parent 2 0 R %s >>" % _RESOURCES,
            ]
        ),
        "cut off in the middle": sound[: len(sound) // 2],
        "cut off behind its first line": sound[:9],
        "forty megabytes of spaces in a stream": page_of(
            stream(zlib.compress(b" " * 40_000_000, 9), b"/X /Y").replace(
                b"/FlateDecode", b"[/FlateDecode /FlateDecode]"
            )
        ),
        "half a million words on a page": page_of(stream(words * 500_000)),
        "arrays in arrays": assembled([CATALOGUE, b"[" * 200_000 + b"]" * 200_000]),
        "a form that draws itself": assembled(
            [
                CATALOGUE,
                b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
                (
                    b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R "
                    b"/Resources << /XObject << /X 5 0 R >> >> >>"
                ),
                stream(b"/X Do"),
                stream(
                    b"/X Do /X Do",
                    b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] "
                    b"/Resources << /XObject << /X 5 0 R >> >>",
                ),
            ]
        ),
        "a length that is the stream's own": page_of(
            b"<< /Length 4 0 R /Filter /FlateDecode >>\nstream\nxx\nendstream"
        ),
        "a bomb for a list of objects": assembled(
            [
                CATALOGUE,
                b"<< /Type /Pages /Kids [9 0 R] /Count 1 >>",
                stream(b"9 0 " * 10_000_000, b"/Type /ObjStm /N 10000000 /First 4"),
            ]
        ),
        "numbers without end": assembled(
            [CATALOGUE, b"<< /Type /Pages /Kids [] /Count 1%s >>" % (b"0" * 100_000)]
        ),
    }


def word(changed: Mapping[str, bytes] = MappingProxyType({})) -> bytes:
    """A Word file with some parts changed or added, by their names."""
    sound = BytesIO()
    made = docx.Document()
    made.add_paragraph("The quay reopened in April.")
    made.save(sound)
    packed = BytesIO()
    with ZipFile(sound) as old, ZipFile(packed, "w", ZIP_DEFLATED) as new:
        for name in dict.fromkeys((*old.namelist(), *changed)):
            new.writestr(name, changed[name] if name in changed else old.read(name))
    return packed.getvalue()


def written(inner: bytes, before: bytes = b"") -> bytes:
    """A Word file with this in its body."""
    return word({BODY: body(inner, before)})


def body(inner: bytes, before: bytes = b"") -> bytes:
    """A document part with this in its body."""
    return b"%s<w:document %s><w:body>%s</w:body></w:document>" % (before, _W, inner)


@cache
def words() -> Mapping[str, bytes]:
    entities = b"".join(b'<!ENTITY e%d "%s">' % (n + 1, b"&e%d;" % n * 10) for n in range(12))
    laughs = b'<!DOCTYPE d [<!ENTITY e0 "word ">%s]>' % entities
    outside = b'<!DOCTYPE d [<!ENTITY e12 SYSTEM "file:///etc/hostname">]>'
    called = b"<w:p><w:r><w:t>&e12;</w:t></w:r></w:p>"
    paragraph = b"<w:p><w:r><w:t>Text number %d.</w:t></w:r></w:p>"
    circle = b'<w:style w:type="paragraph" w:styleId="a"><w:basedOn w:val="a"/></w:style>'
    return {
        "entities of entities": written(called, laughs),
        "an entity from a file": written(called, outside),
        "entities in UTF-16": word({BODY: body(called, laughs).decode().encode("utf-16")}),
        "forty megabytes of spaces": written(b" " * 40_000_000),
        "forty megabytes of picture": word({"word/media/a.bmp": b"\0" * 40_000_000}),
        "too many parts": word({f"word/media/{n}.png": b"" for n in range(6_000)}),
        "thirty thousand paragraphs": written(b"".join(paragraph % n for n in range(30_000))),
        "tables in tables": written(
            b"<w:tbl><w:tr><w:tc>" * 5_000 + b"</w:tc></w:tr></w:tbl>" * 5_000
        ),
        "changes in changes": written(b"<w:p>" + b"<w:ins>" * 240 + b"</w:ins>" * 240 + b"</w:p>"),
        "a style based on itself": word(
            {"word/styles.xml": b"<w:styles %s>%s</w:styles>" % (_W, circle)}
        ),
        "no body": word({BODY: b"<w:document %s/>" % _W}),
        "no XML": word({BODY: b"\0\1\2"}),
        "cut off": word()[:2_000] + BODY.encode(),
    }
