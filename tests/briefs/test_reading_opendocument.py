from io import BytesIO
from xml.sax.saxutils import escape
from zipfile import ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefs.errors import Unreadable
from briefs.left_out import LeftOut, count_words
from briefs.model import (
    Draft,
)
from briefs.reading.reader import read

UNDATED = "undated: that the file was made on 2019-04-02 says nothing of when it was published"

FIRST = "The quay reopened in April, and two thirds of the cranes were working again."
SECOND = "Insurers were slower to return; they wanted to see the survey first."
BODY = f"{FIRST}\n\n{SECOND}"
DOE = "Doe, Jane. “The Quay Reopens.” The Example Herald, April 2, 2019."
ROE = "Roe, Richard. “Who Insures the Port?” Example Times, June 11, 2019."
NAMES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{uri}:1.0"'
    for name, uri in (
        ("office", "office"),
        ("text", "text"),
        ("style", "style"),
        ("table", "table"),
        ("draw", "drawing"),
        ("meta", "meta"),
    )
)
STYLES = """
<style:style style:name="S" style:family="text">
  <style:text-properties style:text-line-through-style="solid"/></style:style>
<style:style style:name="H" style:family="text">
  <style:text-properties text:display="none"/></style:style>
<style:style style:name="R" style:family="text">
  <style:text-properties style:text-position="super 58%"/></style:style>
<style:style style:name="Quotations" style:family="paragraph"/>
<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Quotations"/>
<style:style style:name="Gone" style:family="paragraph">
  <style:text-properties style:text-line-through-style="solid"/></style:style>
<text:list-style style:name="L"><text:list-level-style-number text:level="1"
  style:num-format="1"/></text:list-style>
"""
META = (
    "<office:meta><meta:initial-creator>Jane Doe</meta:initial-creator>"
    "<meta:creation-date>2019-04-02T10:30:00.000000000</meta:creation-date></office:meta>"
)


def p(words: str, style: str = "Standard") -> str:
    return f'<text:p text:style-name="{style}">{words}</text:p>'


def span(words: str, style: str) -> str:
    return f'<text:span text:style-name="{style}">{words}</text:span>'


def note(words: str, number: int = 1) -> str:
    return (
        f'<text:note text:note-class="footnote"><text:note-citation>{number}</text:note-citation>'
        f"<text:note-body>{p(words)}</text:note-body></text:note>"
    )


def written(text: str, *, meta: str = "") -> bytes:
    """An OpenDocument file with this text below a title, as a zip archive."""
    content = (
        f"<office:document-content {NAMES}><office:automatic-styles>{STYLES}"
        f"</office:automatic-styles><office:body><office:text>{text}</office:text></office:body>"
        "</office:document-content>"
    )
    stream = BytesIO()
    with ZipFile(stream, "w") as made:
        made.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        made.writestr("content.xml", content)
        made.writestr("meta.xml", f"<office:document-meta {NAMES}>{meta}</office:document-meta>")
        made.writestr("META-INF/manifest.xml", "<manifest/>")
    return stream.getvalue()


def flat(text: str) -> bytes:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document {NAMES} office:mimetype='
        f'"application/vnd.oasis.opendocument.text"><office:automatic-styles>{STYLES}'
        f"</office:automatic-styles><office:body><office:text>{text}</office:text></office:body>"
        "</office:document>"
    ).encode()


TITLE = p("After the Dredger", "Title")


def told(text: str, *, meta: str = "") -> Draft:
    return read(written(TITLE + text, meta=meta), name="The piece.odt", origin="desk/piece.odt")


def test_an_archive_that_says_last_what_it_is_is_read() -> None:
    data = written(TITLE + p("The quay reopened in April."))
    stream = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(stream, "w") as made:
        for name in reversed(old.namelist()):
            made.writestr(name, old.read(name))
    assert read(stream.getvalue(), name="a.odt").body == "The quay reopened in April."


def test_the_title_style_is_the_title_and_paragraphs_the_body() -> None:
    draft = told(p(FIRST) + p(SECOND))
    assert (draft.title, draft.body, draft.left_out) == ("After the Dredger", BODY, ())


def test_a_flat_file_is_read_as_one_that_is_packed() -> None:
    text = TITLE + p(FIRST + note(DOE)) + p(SECOND)
    packed, plain = read(written(text), name="a.odt"), read(flat(text), name="a.fodt")
    assert (packed.title, packed.body, packed.sources) == (plain.title, plain.body, plain.sources)
    assert (plain.body, len(plain.sources)) == (BODY, 1)


def test_notes_are_entries_or_stand_beside_the_text() -> None:
    draft = told(p(FIRST + note(DOE)) + p(SECOND + note("See what the audit says.", 2)))
    assert draft.body == BODY
    assert [one.raw for one in draft.sources] == [DOE]
    assert [(one.text, one.label) for one in draft.asides] == [("See what the audit says.", "2")]
    assert [draft.body[: one.at.start].rpartition(" ")[2] for one in draft.marks] == ["again."]


def test_a_list_that_is_numbered_is_called_by_its_numbers() -> None:
    entries = "".join(f"<text:list-item>{p(entry)}</text:list-item>" for entry in (DOE, ROE))
    draft = told(
        p(FIRST + span("2", "R"))
        + '<text:h text:outline-level="1">References</text:h>'
        + f'<text:list text:style-name="L">{entries}</text:list>'
    )
    assert [one.raw for one in draft.sources] == [DOE, ROE]
    assert [draft.sources[one.source - 1].raw for one in draft.marks] == [ROE]


def test_links_in_the_text_are_listed_apart() -> None:
    link = (
        '<text:a xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="https://example.org/a">'
        "the audit<text:span> of May</text:span></text:a>"
    )
    draft = told(f"<text:p>They had read {link}, and nobody was told of it.</text:p>")
    assert [(one.raw, one.url, one.where) for one in draft.sources] == [
        ("the audit of May", "https://example.org/a", "link")
    ]


def test_what_is_not_shown_or_struck_out_is_left_out_and_counted() -> None:
    draft = told(
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>one word</text:p>"
        "</text:deletion></text:changed-region></text:tracked-changes>"
        + p(FIRST)
        + p(
            f"Insurers were {span('never', 'S')} slower {span('x', 'H')}to return; they wanted to"
            " see the survey first."
        )
        + p("All of it was paid for.", "Gone")
        + '<text:section text:display="none">'
        + p("Nobody reads this.")
        + "</text:section>"
    )
    assert draft.body == BODY
    assert {one.kind: (one.passages, one.words) for one in draft.left_out} == {
        "deleted text": (1, 2),
        "struck-out passage": (2, 7),
        "hidden passage": (2, 4),
    }


def test_a_comment_is_counted_and_nothing_of_it_kept() -> None:
    comment = f"<office:annotation>{p('Ask the lawyer first.')}</office:annotation>"
    draft = told(p(FIRST[:9] + comment + FIRST[9:]) + p(SECOND))
    assert draft.body == BODY
    assert draft.left_out == (LeftOut("private comment", 1),)
    assert "lawyer" not in repr(draft)


def table(*rows: tuple[str, ...]) -> str:
    cells = (
        "<table:table-row>"
        + "".join(f"<table:table-cell>{p(cell)}</table:table-cell>" for cell in row)
        + "</table:table-row>"
        for row in rows
    )
    return f"<table:table>{''.join(cells)}</table:table>"


def test_a_table_of_data_is_left_out_and_one_for_the_layout_is_text() -> None:
    draft = told(table((FIRST, SECOND)) + table(("Year", "Depth"), ("1998", "Nine metres")))
    assert draft.body == BODY
    assert draft.left_out == (LeftOut("table", 1, 5, "Year Depth 1998 Nine metres"),)


def test_a_box_is_text_unless_it_says_again_what_the_text_says() -> None:
    box = "<draw:frame><draw:text-box>{}</draw:text-box></draw:frame>"
    draft = told(p(FIRST + box.format(p(SECOND)) + box.format(p("the cranes were working again"))))
    assert draft.body == BODY
    assert [one.kind for one in draft.left_out] == ["doubled passage"]


def test_a_quotation_that_is_set_apart_is_anothers_voice() -> None:
    draft = told(p(FIRST) + p("We pay rent for it.", "P1"))
    assert [(one.kind, draft.body[one.at.start : one.at.end]) for one in draft.voices] == [
        ("quotation", "We pay rent for it.")
    ]


def test_properties_are_used_only_where_the_text_says_nothing() -> None:
    draft = told(p(FIRST), meta=META)
    assert draft.byline == "Jane Doe"
    assert draft.published is None
    assert draft.warnings == ("from the file’s properties, not its text: byline", UNDATED)


@pytest.mark.parametrize("cut", [200, 400, 900])
def test_a_damaged_file_is_refused_with_what_to_do(cut: int) -> None:
    with pytest.raises(Unreadable) as caught:
        read(written(TITLE + p(FIRST))[:cut], name="a.odt")
    assert "LibreOffice" in caught.value.hint


def test_a_locked_file_is_refused_with_what_to_do() -> None:
    stream = BytesIO(written(TITLE + p(FIRST)))
    with ZipFile(stream, "a") as made, pytest.warns(UserWarning, match="Duplicate"):
        made.writestr("META-INF/manifest.xml", "<manifest><encryption-data/></manifest>")
    with pytest.raises(Unreadable) as caught:
        read(stream.getvalue(), name="a.odt")
    assert caught.value.reason == "it is locked with a password"


WORDS = st.lists(st.sampled_from(("quay", "crane", "ship", "tide", "berth")), min_size=1)
PARTS = st.lists(
    st.tuples(
        st.sampled_from(("text", "struck", "hidden", "box", "table", "comment", "deleted", "list")),
        WORDS.map(" ".join),
    ),
    max_size=8,
)


def part(kind: str, words: str) -> str:
    words = escape(words)
    return {
        "text": p(words + "."),
        "struck": p("It is " + span(words, "S") + " so."),
        "hidden": p("It is " + span(words, "H") + " so."),
        "box": p(f"<draw:frame><draw:text-box>{p(words)}</draw:text-box></draw:frame>"),
        "table": table((words, words), (words, words)),
        "comment": p(f"It is<office:annotation>{p(words)}</office:annotation> so."),
        "deleted": "<text:tracked-changes><text:changed-region><text:deletion>"
        f"{p(words)}</text:deletion></text:changed-region></text:tracked-changes>",
        "list": f'<text:list text:style-name="L"><text:list-item>{p(words)}</text:list-item>'
        "</text:list>",
    }[kind]


@given(PARTS)
@settings(deadline=None)
def test_every_word_is_always_in_the_body_or_counted(parts: list[tuple[str, str]]) -> None:
    draft = told("".join(part(*one) for one in parts) + p("It ends here."))
    own = {"text": 0, "struck": 3, "hidden": 3, "comment": 3}
    told_twice = {"table": 4, "comment": 0}
    total = 3 + sum(
        own.get(kind, 0) + told_twice.get(kind, 1) * count_words(words) for kind, words in parts
    )
    left = sum(one.words for one in draft.left_out)
    listed = sum(count_words(one.raw) for one in draft.sources)
    shown = [draft.body, draft.byline, *(one.text for one in draft.asides)]
    assert sum(map(count_words, shown)) + left + listed == total


def unseen(words: str) -> list[str]:
    draft = read(written(p("The Quay", "Title") + p(FIRST) + words), name="a.odt")
    assert draft.body.startswith(FIRST)
    return [draft.body[len(FIRST) :].strip(), *(one.kind for one in draft.left_out)]


def shown_as(attributes: str, *, style: str = "") -> str:
    """A paragraph some words of which have a style of their own."""
    made = (
        f'<style:style style:name="X" style:family="text"><style:text-properties {attributes}/>'
        "</style:style>"
    )
    return made + p("She kept" + span(" SECRET", "X") + " the key.", style or "Standard")


FO = 'xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"'


@pytest.mark.parametrize("look", ['fo:color="#ffffff"', 'fo:color="#FEFEFE"', 'fo:font-size="1pt"'])
def test_letters_that_nobody_can_see_are_left_out(look: str) -> None:
    assert unseen(shown_as(f"{FO} {look}")) == ["She kept the key.", "hidden passage"]


def test_white_letters_on_a_painted_ground_are_seen() -> None:
    look = f'{FO} fo:color="#ffffff" fo:background-color="#003366"'
    assert unseen(shown_as(look)) == ["She kept SECRET the key."]


def test_what_a_field_hides_is_left_out_and_what_it_shows_is_read() -> None:
    field = '<text:hidden-text text:is-hidden="{}">no</text:hidden-text>'
    assert unseen(p(f"She kept {field.format('false')} key.")) == ["She kept no key."]
    assert unseen(p(f"She kept a {field.format('true')}key.")) == [
        "She kept a key.",
        "hidden passage",
    ]
    hidden = '<text:hidden-paragraph text:condition="1" text:is-hidden="true"/>'
    assert unseen(p(f"{hidden}She kept a SECRET.")) == ["", "hidden passage"]


def test_a_reading_stands_behind_its_word_and_a_script_is_no_word() -> None:
    base, reading = (
        "<text:ruby-base>漢字</text:ruby-base>",
        "<text:ruby-text>kanji</text:ruby-text>",
    )
    assert unseen(p(f"She wrote <text:ruby>{base}{reading}</text:ruby> on it.")) == [
        "She wrote 漢字(kanji) on it."
    ]
    assert unseen(p("She wrote<text:script>SECRET</text:script> it.")) == [
        "She wrote it.",
        "markup",
    ]


@pytest.mark.parametrize(
    "said",
    [
        "<meta:keyword>draft</meta:keyword>",
        '<meta:user-defined meta:name="Status">In review</meta:user-defined>',
    ],
)
def test_properties_hold_a_piece_back(said: str) -> None:
    text = p("The Quay", "Title") + p(FIRST)
    assert read(written(text, meta=f"<office:meta>{said}</office:meta>"), name="a.odt").hold
    assert not read(written(text, meta=META), name="a.odt").hold
