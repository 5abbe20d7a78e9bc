import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefs.errors import Unreadable
from briefs.reading.reader import read, read_text
from briefs.text import sentences
from tests.conftest import sampled

SHARED = Path(__file__).parents[2] / "../shared/data"
needs_data = pytest.mark.skipif(not SHARED.exists(), reason="../shared/data is not here")

BODY = (
    "The quay reopened in April. Two thirds of the cranes were working again.\n\n"
    "Insurers were slower to return; they wanted to see the survey first."
)
LISTED = (
    "Doe, Jane. “The Quay Reopens.” The Example Herald, April 2, 2019.\n\n"
    "Roe, Richard. “Who Insures the Port?” Example Times, June 11, 2019."
)
PIECE = f"After the Dredger\n\n{BODY}\n\n{LISTED}\n"


def refused(data: bytes, name: str = "piece.txt") -> Unreadable:
    with pytest.raises(Unreadable) as caught:
        read(data, name=name, origin=f"desk/{name}")
    return caught.value


def test_a_piece_is_its_title_its_body_and_its_sources() -> None:
    draft = read(PIECE.encode(), name="After the dredger.txt", origin="desk/dredger.txt")
    assert draft.title == "After the Dredger"
    assert draft.body == BODY
    assert [source.number for source in draft.sources] == [1, 2]
    assert draft.slug == "after-the-dredger"
    assert not draft.named
    assert draft.origin == "desk/dredger.txt"
    assert len(draft.original) == 64
    assert draft.warnings == ()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_unicode_texts_are_read_in_every_encoding(encoding: str) -> None:
    draft = read(PIECE.encode(encoding), name="piece.txt")
    assert (draft.title, draft.body, draft.warnings) == ("After the Dredger", BODY, ())


def test_latin_1_is_read_with_a_warning() -> None:
    draft = read("Après\n\nLe café “rouvre” à midi.".encode("cp1252"), name="piece.txt")
    assert draft.body == "Le café “rouvre” à midi."
    assert draft.warnings == ("not UTF-8: read as Windows-1252 (Latin-1)",)


def test_a_text_from_the_web_is_read_in_the_charset_that_its_server_names() -> None:
    text = "Набережная\n\nПорт открылся в апреле. Его никто не ждал."
    draft = read(text.encode("koi8-r"), name="piece.txt", charset="KOI8-R")
    assert (draft.title, draft.warnings) == ("Набережная", ())
    assert read(text.encode(), name="piece.txt", charset="koi8-r").body == draft.body
    assert read("Le café rouvre.".encode("cp1252"), charset="no-such").body == "Le café rouvre."


def test_crlf_gives_the_same_body_as_lf() -> None:
    assert read(PIECE.replace("\n", "\r\n").encode()).body == read(PIECE.encode()).body


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b" \n\t\n", "empty"),
        (b"%PDF-1.7 and so on", "it is damaged, or no PDF at all"),
        (b"PK\x03\x04\x14", "this seems to be a zip archive"),
        (b"\xd0\xcf\x11\xe0\xa1", "this seems to be an old Word file (.doc)"),
        (b"\x89PNG\r\n", "this seems to be a PNG image"),
        (b"text with\x00zeroes", "binary: it has NUL bytes"),
        (b"\x01\x02\x03abc\x04", "binary: it is full of control characters"),
        (b"\xff\xfea", "it begins as UTF-16 text, but is not"),
        (b"x" * 50_000_000, "too large: 50 MB"),
        ("\u200b\n\u200b".encode(), "empty: no text in it"),
        (b"A Headline and No More\n", "only a title"),
        (LISTED.encode(), "only references"),
        (f"References\n\n{LISTED}".encode(), "only references"),
        (b"# A Headline\n\n| a | b |\n|---|---|\n| 1 | 2 |\n", "no text beside 1 table"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_piece_is_refused_with_its_path_and_the_reason(data: bytes, reason: str) -> None:
    error = refused(data)
    assert error.reason.startswith(reason)
    assert str(error).startswith("desk/piece.txt: ")
    assert error.hint


def test_a_marker_before_a_paragraph_is_no_word_of_it() -> None:
    text = f"# A Title\n\n{BODY}\n\n[^1]\n\n[^1] [^2] It was paid[^2].\n\n[^1]: One.\n\n[^2]: Two."
    draft = read(text.encode(), name="piece.md")
    assert draft.body == f"{BODY}\n\nIt was paid."
    assert [one.text for one in draft.asides] == ["One.", "Two."]


def test_broken_front_matter_is_refused_with_its_line() -> None:
    error = refused(b'---\ntitle: Fine\nbyline: "Jane\n---\n\nText.\n')
    assert "broken front matter" in error.reason
    assert str(error).startswith("desk/piece.txt:4: ")


def test_a_yaml_bomb_is_refused() -> None:
    bomb = "---\na: &a [x, x]\nb: &b [*a, *a]\ntitle: *b\n---\n\nText.\n"
    error = refused(bomb.encode())
    assert error.reason == "front matter may not use anchors and aliases (& and *)"
    assert error.line == 2


def test_a_text_without_a_title_has_none_and_a_warning() -> None:
    draft = read(BODY.encode(), name="piece.txt")
    assert (draft.title, draft.body) == ("", BODY)
    assert draft.warnings == ("no title was found: give it in front matter",)


def test_a_title_that_is_given_is_the_title_and_stays_out_of_the_body() -> None:
    assert read_text(PIECE, title="After the Dredger").body == BODY
    assert read_text(BODY, title="Elsewhere").title == "Elsewhere"


def test_a_text_that_has_no_title_keeps_its_first_line() -> None:
    draft = read_text(PIECE, title=None)
    assert draft.title == ""
    assert draft.body.startswith("After the Dredger\n\n")
    assert draft.warnings == ()


@pytest.mark.parametrize(
    ("text", "warning"),
    [("", "empty: no text in it"), ("A Headline", "only a title"), (LISTED, "only references")],
)
def test_a_text_without_a_body_is_a_warning(text: str, warning: str) -> None:
    draft = read_text(text)
    assert draft.body == ""
    assert draft.warnings[0].startswith(warning)


def test_broken_front_matter_of_a_text_is_a_warning() -> None:
    draft = read_text("---\ntitle: [\n---\n\nText of the piece.")
    assert "Text of the piece." in draft.body
    assert draft.warnings[0].startswith("line 3: broken front matter")


def test_what_turns_or_hides_text_is_taken_out_of_a_title_and_told() -> None:
    draft = read("The \u202eQuay\u200b Reopens\n\n".encode() + BODY.encode())
    assert draft.title == "The Quay Reopens"
    assert draft.warnings == ("1 control or text-direction character was taken out",)


def test_platform_markup_and_html_are_only_text() -> None:
    body = "Hello <!channel> and <b>all</b> of <script>you</script> & *everyone*. It ends here."
    assert read_text(f"A Title\n\n{body}").body == body


def test_a_sentence_of_100_000_characters_is_kept() -> None:
    long = "tide " * 20_000
    assert read(f"A Title\n\n{long.strip()}.".encode()).body == long.strip() + "."


def test_markers_are_lifted_and_those_without_an_entry_are_told() -> None:
    text = PIECE.replace("April.", "April.[1]").replace("first.", "first.[7]")
    draft = read_text(text)
    assert [(mark.source, draft.body[: mark.at.start]) for mark in draft.marks] == [
        (1, "The quay reopened in April.")
    ]
    assert draft.warnings == ("no entry for the marker [7]", "never cited: entry 2")


def test_a_name_of_digits_is_no_slug() -> None:
    assert read(PIECE.encode(), name="12.txt").slug == "piece-12"


@given(st.text())
def test_reading_a_text_never_fails(text: str) -> None:
    draft = read_text(text)
    assert draft.body == draft.body.strip()
    assert all(mark.at.end <= len(draft.body) for mark in draft.marks)


@given(
    st.text(alphabet=st.sampled_from("#*_[]()^-!`<>&;|:1a \n\\“”")), st.sampled_from(["", "a.md"])
)
def test_reading_markup_never_fails(text: str, name: str) -> None:
    draft = read_text(text, name=name)
    assert "\n\n\n" not in draft.body


WORDS = st.sampled_from(
    ["the", "quay", "reopened", "waited.", "Doe,", "2019", "[1]", "“Ports,”", "m²", "It is"]
)
PARAGRAPHS = st.lists(
    st.lists(WORDS, min_size=1, max_size=30).map(" ".join), min_size=1, max_size=6
)


@given(PARAGRAPHS, st.sampled_from(["", "\n\n" + LISTED]))
def test_every_letter_of_a_plain_text_is_in_the_title_the_body_the_entries_or_the_notes(
    paragraphs: list[str], listed: str
) -> None:
    text = "\n\n".join(paragraphs) + listed
    draft = read_text(text)
    raw = [source.raw for source in draft.sources]
    kept = "".join((draft.title, draft.body, *raw, *(aside.text for aside in draft.asides)))
    written = iter(text)
    assert sorted(filter(str.isalpha, kept)) == sorted(filter(str.isalpha, text))
    assert all(letter in written for letter in filter(str.isalpha, draft.title + draft.body))


@needs_data
def test_the_first_piece_is_read_as_its_desk_meant_it() -> None:
    path = SHARED / "pieces/after-aleppo.txt"
    draft = read(path.read_bytes(), name=path.name, origin=str(path))
    assert draft.title.startswith("After Aleppo: ")
    assert len(draft.body.split("\n\n")) == 7
    assert len(sentences.split(draft.body, draft.language)) == 33
    assert len(draft.sources) == 6
    assert all("\u00a0" in source.raw for source in draft.sources[:1])
    assert "\u00a0" in draft.body
    assert (draft.slug, draft.language, draft.warnings) == ("after-aleppo", "en", ())


@needs_data
def test_every_mark_and_entry_of_a_book_is_found_and_none_invented() -> None:
    book = SHARED / "corpora/openstax-political-science"
    for line in sampled((book / "truth.jsonl").read_text("utf-8").splitlines()):
        truth = json.loads(line)
        marked = read((book / "markdown" / f"{truth['id']}.md").read_bytes(), name="piece.md")
        plain = read((book / "plain" / f"{truth['id']}.txt").read_bytes(), name="piece.txt")
        wanted = [number + 1 for _, numbers in truth["sentences"] for number in numbers]
        assert sorted(mark.source for mark in marked.marks) == sorted(wanted)
        for draft in (marked, plain):
            assert draft.title == truth["title"]
            assert ["".join(s.raw.split()) for s in draft.sources] == [
                "".join(entry.split()) for entry in truth["refs"]
            ]


@needs_data
def test_posts_without_a_list_are_given_none() -> None:
    posts = sampled(sorted((SHARED / "corpora/18f-blog/original").glob("*.md")))
    drafts = [read(post.read_bytes(), name=post.name) for post in posts]
    listed = (any(source.where == "list" for source in draft.sources) for draft in drafts)
    assert sum(listed) <= 5
    assert all(draft.title and draft.body for draft in drafts)


def test_words_in_angle_brackets_are_words_unless_they_are_html() -> None:
    text = "# Sea\n\nIt <will not wait> for <b>us</b>, <!channel>, nor <em>them</em> <ever>.\n"
    assert read_text(text).body == "It <will not wait> for us, <!channel>, nor them <ever>."


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("2017-01-09-harbour.md", "2017-01-09"),
        ("2017-01-09 The harbour.txt", "2017-01-09"),
        ("20170109_harbour.txt", "2017-01-09"),
        ("2017_01_09.txt", "2017-01-09"),
        ("2017.01.09 harbour.txt", "2017-01-09"),
        ("9.1.2017 Der Hafen.txt", "2017-01-09"),
        ("09.01.2017.txt", "2017-01-09"),
        ("9 Jan 2017 - The harbour.txt", "2017-01-09"),
        ("9-jan-2017-harbour.txt", "2017-01-09"),
        ("desk/essays/2017-01-09.txt", "2017-01-09"),
        ("harbour-2017-01-09.txt", None),
        ("2017-01-harbour.txt", None),
        ("2017 harbour.txt", None),
        ("2017-13-09-harbour.txt", None),
        ("2017-02-30-harbour.txt", None),
        ("201701091530-scan.txt", None),
        ("20170109-2.txt", "2017-01-09"),
        ("12345678.txt", None),
        ("09-01-2017 harbour.txt", None),  # the ninth, or September
        ("harbour.txt", None),
        ("", None),
    ],
)
def test_a_leading_date_in_a_files_name_is_the_day_of_publication(
    name: str, day: str | None
) -> None:
    published = read(PIECE.encode(), name=name).published
    assert (None if published is None else published.date().isoformat()) == day


def test_what_a_piece_says_of_its_date_wins_over_its_files_name() -> None:
    text = f"---\ndate: 2016-05-04\n---\n\n{PIECE}"
    published = read(text.encode(), name="2017-01-09-harbour.md").published
    assert published is not None
    assert published.date().isoformat() == "2016-05-04"
