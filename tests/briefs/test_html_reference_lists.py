from collections.abc import Callable, Sequence

import pytest

from briefs.reading.html.references_and_notes import find
from briefs.references.parse import source
from tests.briefs.web import ENTRIES, PARAGRAPHS, around, raws, shown

Layout = Callable[[Sequence[str]], str]


def each(form: str, between: str = "\n") -> Layout:
    return lambda entries: between.join(
        form.replace("{n}", str(n)).replace("{entry}", entry) for n, entry in enumerate(entries, 1)
    )


FORMS: dict[str, tuple[str, Layout]] = {
    "ol": ("<h2>References</h2><ol>{}</ol>", each("<li>{entry}</li>")),
    "ul": ("<h2>Quellen</h2><ul>{}</ul>", each("<li><p>{entry}</p></li>")),
    "p": ("<h3>Works cited <a href='#w'>¶</a></h3>{}", each("<p>{entry}</p>")),
    "bold words": ("<p><strong>Sources:</strong></p>{}", each("<p>{entry}</p>")),
    "div.references": ("<div class='references'>{}</div>", each("<p>{entry}</p>")),
    "own heading": (
        "<section id='sources'><h2>What this rests on</h2>{}</section>",
        each("<p>{entry}</p>"),
    ),
    "section.footnotes": (
        "<hr><section class='footnotes'><ol>{}</ol></section>",
        each("<li id='fn{n}'><p>{entry} <a href='#r{n}' class='footnote-backref'>↩︎</a></p></li>"),
    ),
    "roles": (
        "<div role='doc-endnotes'>{}</div>",
        each("<p role='doc-endnote'>{entry} <a role='doc-backlink' href='#r{n}'>Up</a></p>"),
    ),
    "bibliography role": (
        "<div role='doc-bibliography'><ul>{}</ul></div>",
        each("<li role='doc-biblioentry'>{entry}</li>"),
    ),
    "reflist": (
        """<h2>Notes<span class='mw-editsection'>[edit]</span></h2>
        <div class='reflist'><ol class='references'>{}</ol></div>""",
        each(
            "<li id='cite_note-{n}'><span class='mw-cite-backlink'><b>^ <a href='#a'>a</a> "
            "<a href='#b'>b</a></b></span> <span>{entry}</span></li>"
        ),
    ),
    "ids alone": ("<ol>{}</ol>", each("<li id='fn:{n}'>{entry}</li>")),
    "lines": ("<h2>Notes</h2><p>{}</p>", each("{entry}", "<br>")),
    "lines with their heading": ("<p><b>Notes</b><br>{}</p>", each("[{n}] {entry}", "<br/>")),
    "lines far apart": ("<h2>Notes</h2><div>{}</div>", each("{n}. {entry}", "<br><br>")),
    "details": ("<details><summary>Sources</summary><ol>{}</ol></details>", each("<li>{entry}")),
    "aside": ("<aside><h3>Bibliography</h3><ul>{}</ul></aside>", each("<li>{entry}</li>")),
    "footer": (
        "<footer><h2>Further reading</h2>{}<p>© 2021 Example Review.</p></footer>",
        each("<p>{entry}</p>"),
    ),
    "wp-block-footnotes": (
        "<ol class='wp-block-footnotes'>{}</ol>",
        each("<li id='u{n}'>{entry} <a href='#u{n}-link'>↩︎</a></li>"),
    ),
    "dl": ("<h2>Notes</h2><dl>{}</dl>", each("<dt>[{n}]</dt><dd>{entry}</dd>")),
    "table": ("<h2>Sources</h2><table>{}</table>", each("<tr><td>{n}.<td>{entry}</tr>")),
    "numbered by hand": ("<h2>Endnotes</h2>{}", each("<p><sup>{n}</sup> {entry}</p>")),
    "paragraphs alone": ("{}", each("<p>{entry}</p>")),
    "ol alone": ("<ol>{}</ol>", each("<li>{entry}</li>")),
}


@pytest.mark.parametrize("form", FORMS)
def test_every_entry_is_kept_and_the_body_is_what_it_was(form: str) -> None:
    outside, listed = FORMS[form]
    page = find(around(PARAGRAPHS, outside.format(listed(ENTRIES))))
    assert raws(page) == ENTRIES
    assert shown(page) == PARAGRAPHS
    assert all(entry not in page.rest for entry in ENTRIES)


@pytest.mark.parametrize("form", FORMS)
def test_inline_markup_in_an_entry_leaves_its_words_alone(form: str) -> None:
    outside, listed = FORMS[form]
    marked = [entry.replace("The Quay", "<i>The <b>Quay</b></i>") for entry in ENTRIES]
    marked = [
        entry.replace("Example", "<a href='https://example.org'>Example</a>") for entry in marked
    ]
    assert raws(find(around(PARAGRAPHS, outside.format(listed(marked))))) == ENTRIES


def test_entries_are_called_by_the_number_the_author_gave_them() -> None:
    listed = "".join(f"<li>{entry}</li>" for entry in ENTRIES)
    page = find(around(PARAGRAPHS, f"<h2>Notes</h2><ol start='7'>{listed}</ol>"))
    assert [entry.label for entry in page.entries] == ["7", "8", "9", "10"]
    assert [entry.number for entry in page.entries] == [1, 2, 3, 4]


def test_entries_without_a_number_are_called_by_their_place() -> None:
    listed = "".join(f"<li>{entry}</li>" for entry in ENTRIES)
    page = find(around(PARAGRAPHS, f"<h2>Notes</h2><ul>{listed}</ul>"))
    assert [entry.label for entry in page.entries] == ["1", "2", "3", "4"]


def test_numbers_that_two_lists_share_call_no_entry() -> None:
    lists = f"<h2>Notes</h2><ol><li>{ENTRIES[0]}</ol><h2>Sources</h2><ol><li>{ENTRIES[1]}</ol>"
    page = find(around(PARAGRAPHS, lists))
    assert [entry.label for entry in page.entries] == ["^1", "^2"]


def test_headings_within_a_list_part_it_and_go_with_it() -> None:
    first, second = (f"<ul><li>{a}<li>{b}</ul>" for a, b in (ENTRIES[:2], ENTRIES[2:]))
    lists = f"<h2>Sources</h2><h3>Newspapers</h3>{first}<h3>Books</h3>{second}"
    page = find(around(PARAGRAPHS, lists))
    assert raws(page) == ENTRIES
    assert "Newspapers" not in page.rest


def test_an_entry_that_breaks_its_own_lines_is_one_entry() -> None:
    listed = "".join(f"<p>{entry.replace('. ', '.<br>', 1)}</p>" for entry in ENTRIES)
    assert raws(find(around(PARAGRAPHS, f"<h2>References</h2>{listed}"))) == ENTRIES


def test_a_link_that_is_not_its_address_gives_it_to_the_parser() -> None:
    linked = "<a href='https://example.org/quay'>The Quay Reopens</a>"
    entry = f"Doe, Jane. “{linked}.” The Example Herald, April 2, 2019."
    page = find(around(PARAGRAPHS, f"<h2>Sources</h2><ul><li>{entry}</ul>"))
    read = source(page.entries[0])
    assert read.raw == "Doe, Jane. “The Quay Reopens.” The Example Herald, April 2, 2019."
    assert (read.title, read.url) == ("The Quay Reopens", "https://example.org/quay")
    assert (read.container, read.issued) == ("The Example Herald", "2019-04-02")


def test_a_linked_title_without_quotes_is_known_by_its_link() -> None:
    entry = (
        "<a href='https://example.org/quay'>The Quay Reopens</a>, The Example Herald, April 2, 2019"
    )
    page = find(around(PARAGRAPHS, f"<h2>Sources</h2><ul><li>{entry}</ul>"))
    read = source(page.entries[0])
    assert read.raw == "The Quay Reopens, The Example Herald, April 2, 2019"
    assert (read.title, read.url) == ("The Quay Reopens", "https://example.org/quay")


def test_an_address_that_is_written_out_is_told_once() -> None:
    address = "https://example.org/tides"
    entry = f"“Tides.” Harbour Office, 2019. <a href='{address}'>{address}</a>."
    page = find(around(PARAGRAPHS, f"<h2>Sources</h2><ul><li>{entry}</ul>"))
    assert page.entries[0].urls == ("https://example.org/tides",)
    assert source(page.entries[0]).status == "parsed"


def test_the_pages_names_of_an_entry_are_kept() -> None:
    listed = f"<h2>Sources</h2><ol><li id='fn1'><a name='one'></a>{ENTRIES[0]}</ol>"
    assert find(around(PARAGRAPHS, listed)).entries[0].ids == ("fn1", "one")
