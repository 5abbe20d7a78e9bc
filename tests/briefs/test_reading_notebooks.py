"""Notebooks: their prose as Markdown is read, every word in one place or counted, no code."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefs.errors import Unreadable
from briefs.model import Draft
from tests.briefs.quay import CLERK, PARAGRAPHS, TITLE, WORKS, added, drafted, listed
from tests.briefs.test_reading_words_always import MARKDOWN, OFTEN, Words, hold

Cell = dict[str, Any]
OPENING = f"# {TITLE}\n\n{PARAGRAPHS[0]}\n"
REST = "\n\n".join(PARAGRAPHS[1:])


def prose(source: str, **metadata: object) -> Cell:
    return {"cell_type": "markdown", "metadata": metadata, "source": source.splitlines(True)}


def code(source: str, *outputs: Cell) -> Cell:
    return {"cell_type": "code", "metadata": {}, "source": source, "outputs": list(outputs)}


def raw(source: str) -> Cell:
    return {"cell_type": "raw", "metadata": {}, "source": source}


def notebook(*cells: Cell, **metadata: object) -> bytes:
    whole = {"nbformat": 4, "nbformat_minor": 5, "metadata": metadata, "cells": list(cells)}
    return json.dumps(whole).encode()


def read(*cells: Cell, **metadata: object) -> Draft:
    return drafted(notebook(*cells, **metadata), "a.ipynb")


@pytest.mark.parametrize(
    "cell",
    [
        f"<p>{CLERK}</p>",
        f"<div class='alert alert-info'>\n{CLERK}\n</div>",
        CLERK.replace("the minutes", "~~no minutes~~ the minutes"),
        f"<!-- SECRET -->{CLERK}",
    ],
)
def test_a_cells_html_and_markup_are_read(cell: str) -> None:
    draft = read(prose(OPENING), prose(cell), prose(REST))
    assert (draft.title, added(draft)) == (TITLE, [CLERK])
    assert "SECRET" not in repr(draft)


def test_notes_of_one_cell_are_called_in_another() -> None:
    draft = read(prose(OPENING), prose(f"{CLERK}[^1]"), prose(f"{REST}\n\n[^1]: {WORKS[0]}"))
    assert (added(draft), listed(draft), len(draft.marks)) == ([CLERK], [WORKS[0]], 1)


@pytest.mark.parametrize(
    "metadata",
    [
        {"tags": ["remove_cell"]},
        {"tags": ["private"]},
        {"slideshow": {"slide_type": "notes"}},
        {"jupyter": {"source_hidden": True}},
        {"nbsphinx": "hidden"},
    ],
)
def test_a_cell_that_is_not_to_be_shown_is_counted_alone(metadata: Cell) -> None:
    draft = read(prose(OPENING), prose("SECRET words of the author", **metadata), prose(REST))
    assert added(draft) == []
    assert "SECRET" not in repr(draft)
    assert [(one.kind, one.words) for one in draft.left_out] == [("private comment", 5)]


def test_the_authors_that_the_file_names_and_front_matter_in_a_raw_cell_are_read() -> None:
    named = read(prose(f"{PARAGRAPHS[0]}\n\n{REST}"), title=TITLE, authors=[{"name": "Ada Okon"}])
    assert (named.title, named.byline, added(named)) == (TITLE, "Ada Okon", [])
    matter = raw(f"---\ntitle: {TITLE}\nauthor: Ada Okon\ndraft: true\n---\n")
    fronted = read(matter, prose(f"{PARAGRAPHS[0]}\n\n{REST}"))
    assert (fronted.title, fronted.byline, bool(fronted.hold)) == (TITLE, "Ada Okon", True)


def test_an_old_notebooks_sheets_and_headings_are_read() -> None:
    cells = [
        {"cell_type": "heading", "level": 1, "metadata": {}, "source": [TITLE]},
        {"cell_type": "markdown", "metadata": {}, "source": "\n\n".join(PARAGRAPHS)},
        {"cell_type": "code", "input": ["print(1)"], "outputs": [], "language": "python"},
    ]
    old = {"nbformat": 3, "worksheets": [{"cells": cells}], "metadata": {}}
    draft = drafted(json.dumps(old).encode(), "a.ipynb")
    assert (draft.title, added(draft)) == (TITLE, [])


@pytest.mark.parametrize(
    "data", [b"{", b'{"nbformat": 4}', b"[]", b'{"cells": [1, null]}', b"\xff"]
)
def test_what_is_no_notebook_is_refused(data: bytes) -> None:
    with pytest.raises(Unreadable, match="notebook"):
        drafted(data, "a.ipynb")


PRINTED: dict[str, Callable[[str], Cell]] = {
    "stream": lambda text: {"output_type": "stream", "name": "stdout", "text": [text]},
    "html": lambda text: {
        "output_type": "display_data",
        "metadata": {},
        "data": {"text/html": [f"<table><tr><td>{text}</td></tr></table>"]},
    },
    "plain": lambda text: {
        "output_type": "execute_result",
        "metadata": {},
        "data": {"text/plain": text},
    },
    "error": lambda text: {"output_type": "error", "ename": "E", "evalue": text, "traceback": []},
}


def written(form: Callable[[Words], str]) -> Callable[[Words], Cell]:
    return lambda words: prose(form(words))


def printed(form: Callable[[str], Cell]) -> Callable[[Words], Cell]:
    return lambda words: code(words(), form(words()))


CELLS: dict[str, Callable[[Words], Cell]] = {
    **{kind: written(form) for kind, form in MARKDOWN.items()},
    **{f"printed {kind}": printed(form) for kind, form in PRINTED.items()},
    "raw": lambda words: raw(words()),
    "hidden": lambda words: prose(words(), tags=["hide-cell"]),
}


@OFTEN
@given(st.lists(st.sampled_from(sorted(CELLS)), min_size=1, max_size=7))
def test_every_word_of_a_notebook_is_in_one_place_or_counted(kinds: list[str]) -> None:
    words = Words()
    cells = [CELLS[kind](words) for kind in kinds]
    hold(read(prose(OPENING), *cells, prose(f"{REST}\n\nIt ends here.")), words.count)


@pytest.mark.parametrize(
    ("metadata", "held"),
    [
        ({"draft": True}, True),
        ({"draft": "true"}, True),
        ({"published": False}, True),
        ({"nikola": {"status": "draft"}}, True),
        ({"draft": False}, False),
        ({"language_info": {"name": "python"}, "private_outputs": True}, False),
    ],
)
@pytest.mark.parametrize("front", [False, True])
def test_a_notebook_whose_metadata_calls_it_a_draft_is_held(
    metadata: Cell, held: bool, front: bool
) -> None:
    above = [raw(f'---\ntitle: "{TITLE}"\n---\n')] if front else []
    draft = read(*above, prose(f"{OPENING}\n{REST}"), **metadata)
    assert (draft.title, added(draft), bool(draft.hold)) == (TITLE, [], held)
