"""reStructuredText with the roles and directives of Sphinx: what its pages show."""

import pytest

from briefs.model import Draft
from briefs.reading import pandoc
from briefs.reading.reader import read

pytestmark = pytest.mark.skipif(
    pandoc.path() is None, reason="the extra “formats” is not installed"
)
PROSE = "The harbour silted up in a single winter, and nobody was ready for it."


def drafted(text: str) -> Draft:
    source = (
        f"The Quay\n========\n\n{PROSE}\n\n{text}\n\n.. _locks:\n\nThe Old Locks\n-------------\n"
    )
    return read(f"{source}\n{PROSE}\n".encode(), name="a.rst")


def added(draft: Draft) -> list[str]:
    assert draft.body.startswith(PROSE)
    assert draft.body.endswith(f"The Old Locks\n\n{PROSE}")
    return draft.body.split("\n\n")[1:-2]


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("See :pep:`8` on it.", "See PEP 8 on it."),
        ("See :rfc:`2440#section-1` on it.", "See RFC 2440 on it."),
        ("See :pep:`the style <8>` on it.", "See the style on it."),
        ("See :doc:`the guide <a/guide>` on it.", "See the guide on it."),
        ("See :ref:`the locks <locks>` on it.", "See the locks on it."),
        ("See :ref:`locks` on it.", "See The Old Locks on it."),
        ("Use :py:class:`~quay.boats.Boat` for it.", "Use Boat for it."),
        ("Use :class:`!Boat` for it.", "Use Boat for it."),
        ("A :term:`berth` is a place.", "A berth is a place."),
        ("The :abbr:`IMO (maritime body)` said so.", "The IMO said so."),
        ("Press :guilabel:`&Save` now.", "Press Save now."),
        ("Open :menuselection:`File --> Save` now.", "Open File ‣ Save now."),
        ("It is so :cite:`okon2019` now.", "It is so now."),
        ("It is so :footcite:p:`okon2019`.", "It is so."),
    ],
)
def test_a_role_has_the_words_that_its_page_shows(said: str, shown: str) -> None:
    assert added(drafted(said)) == [shown]


@pytest.mark.parametrize("said", ["It is in :doc:`a/guide` now.", "It is |release| now."])
def test_a_paragraph_with_words_from_elsewhere_is_left_out_and_counted(said: str) -> None:
    draft = drafted(said)
    assert added(draft) == []
    assert [one.counted for one in draft.left_out] == ["1 unfinished paragraph"]


@pytest.mark.parametrize(
    "directive",
    [
        ".. toctree::\n   :maxdepth: 2\n\n   intro\n   guide",
        ".. index:: quay; harbour",
        ".. automodule:: quay\n   :members:",
        ".. versionadded:: 3.2",
        ".. youtube:: dQw4w9WgXcQ",
        ".. post:: 3 May 2026\n   :tags: ports",
        ".. parsed-literal::\n\n   cd *harbour*",
    ],
)
def test_a_directive_that_is_no_text_is_left_out_and_counted(directive: str) -> None:
    draft = drafted(directive)
    assert added(draft) == []
    assert sum(one.passages for one in draft.left_out) == 1


def test_a_directive_that_no_rule_knows_keeps_its_sentences() -> None:
    draft = drafted(".. boxed:: blue\n\n   It was paid for twice.\n\n.. boxed:: It was paid for.")
    assert added(draft) == ["It was paid for twice.", "It was paid for."]
