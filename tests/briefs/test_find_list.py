import importlib.util
import sys
import textwrap
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefs.references.find_list import find

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"
BODY = (
    "The port authority said in March that the quay would reopen, and by the first week of April "
    "two thirds of the cranes were working again.\n\n"
    "However, insurers were slower to return. They wanted to see the survey first, and the survey "
    "was not finished until June 2019, when the last of the wrecks had been raised.\n\n"
    "What remains is a question of money. The ministry has promised a loan; nobody has signed it."
)
ENTRIES = (
    "Doe, Jane. “The Quay Reopens.” The Example Herald, April 2, 2019. Accessed May 3, 2019.",
    "Roe, Rick, and Ana Silva. “Who Insures It?” Example Times, May 1, 2019. https://example.org/it.",
    "“Survey of the Outer Basin.” Harbour Survey Office, 2019. https://example.com/survey.",
    "Okafor, Chidi. Ports and Promises (London: Example Press, 2016).",
)
HEADINGS = (
    "References",
    "## Works cited",
    "**Sources:**",
    "NOTES",
    "3. Bibliography",
    "Further Reading",
    "Quellen",
    "Références",
    "Fuentes",
    "Bibliografia",
    "Bronnen",
    "Källor",
    "Źródła",
    "Источники",
    "Список использованных источников",
    "Список використаних джерел",
    "Referências",
    "Fonti",
    "Kaynakça",
    "المراجع",
    "منابع",
    "संदर्भ",
    "参考文献：",
    "【出典】",
    "참고문헌",
)
TRAILERS = (
    "",
    "Jane Doe is a senior fellow at the Institute for Examples.",
    "© 2021 The Example Review. All rights reserved.",
    "Related\n\n- A first other piece\n- A second other piece",
    "The views expressed here are the author’s own.",
)
FORMS: dict[str, Callable[[Sequence[str]], str]] = {
    "blank": "\n\n".join,
    "two blanks": "\n\n\n".join,
    "dense": "\n".join,
    "numbered": lambda entries: "\n".join(f"{n}. {e}" for n, e in enumerate(entries, 1)),
    "bracketed": lambda entries: "\n".join(f"[{n}] {e}" for n, e in enumerate(entries, 1)),
    "raised": lambda entries: "\n".join(f"{'⁰¹²³⁴'[n]} {e}" for n, e in enumerate(entries, 1)),
    "bulleted": lambda entries: "\n".join(f"- {e}" for e in entries),
    "defined": lambda entries: "\n".join(f"[^{n}]: {e}" for n, e in enumerate(entries, 1)),
}


def laid_out(form: str, heading: str = "", trailer: str = "") -> str:
    return "\n\n".join(filter(None, (BODY, heading, FORMS[form](ENTRIES), trailer)))


def raws(text: str) -> tuple[str, ...]:
    return tuple(entry.raw for entry in find(text).entries)


@pytest.mark.parametrize("trailer", TRAILERS)
@pytest.mark.parametrize("form", FORMS)
def test_a_list_without_a_heading_is_parted_from_the_body(form: str, trailer: str) -> None:
    found = find(laid_out(form, trailer=trailer))
    assert tuple(entry.raw for entry in found.entries) == ENTRIES
    assert found.text.split() == (BODY + " " + trailer).split()


@pytest.mark.parametrize("heading", HEADINGS)
@pytest.mark.parametrize("form", FORMS)
def test_a_list_under_a_heading_is_parted_from_the_body_and_the_heading_goes(
    form: str, heading: str
) -> None:
    found = find(laid_out(form, heading, TRAILERS[1]))
    assert tuple(entry.raw for entry in found.entries) == ENTRIES
    assert found.text.split() == (BODY + " " + TRAILERS[1]).split()


@pytest.mark.parametrize("form", FORMS)
def test_a_heading_may_stand_right_on_its_list(form: str) -> None:
    assert raws(f"{BODY}\n\nSources:\n{FORMS[form](ENTRIES)}") == ENTRIES


def test_numbers_that_the_text_cites_are_a_list_whatever_they_say() -> None:
    listed = "1. Talk with the harbour master\n2. https://example.org/tides"
    assert raws(f"{BODY}[1]\n\nNext.[2]\n\n{listed}") == (
        "Talk with the harbour master",
        "https://example.org/tides",
    )
    assert raws(f"{BODY}\n\n{listed}") == ()


@pytest.mark.parametrize("form", ["blank", "numbered", "bracketed", "bulleted", "defined"])
def test_wrapped_entries_are_whole_again(form: str) -> None:
    marked = FORMS[form](ENTRIES).split("\n\n" if form == "blank" else "\n")
    parts = [*BODY.split("\n\n"), *([] if form == "blank" else [""])]
    listed = ("\n\n" if form == "blank" else "\n").join(textwrap.fill(e, 72) for e in marked)
    text = "\n\n".join([*(textwrap.fill(part, 72) for part in parts if part), listed])
    assert raws(text) == ENTRIES


def test_hanging_indents_belong_to_the_entry_above() -> None:
    listed = "\n".join(textwrap.fill(entry, 60, subsequent_indent="    ") for entry in ENTRIES)
    assert raws(f"{BODY}\n\nReferences\n{listed}") == ENTRIES


def test_labels_are_what_markers_call_an_entry() -> None:
    assert [entry.label for entry in find(laid_out("bracketed")).entries] == ["1", "2", "3", "4"]
    assert [entry.label for entry in find(laid_out("defined")).entries] == ["^1", "^2", "^3", "^4"]
    assert [entry.label for entry in find(laid_out("blank")).entries] == ["", "", "", ""]


def test_a_numbered_list_keeps_an_entry_that_reads_like_none() -> None:
    listed = FORMS["numbered"]((*ENTRIES, "Talk with the harbour master, by telephone."))
    assert len(find(f"{BODY}\n\n{listed}").entries) == 5


def test_the_last_of_two_headings_and_the_list_right_above_it_are_both_kept() -> None:
    notes = f"## Notes\n\n1. {ENTRIES[0]}\n2. {ENTRIES[1]}"
    text = f"{BODY}\n\n{notes}\n\n## Further reading\n\n- {ENTRIES[3]}"
    assert raws(text) == (*ENTRIES[:2], ENTRIES[3])


def test_a_heading_with_prose_below_it_is_no_list() -> None:
    text = (
        f"{BODY}\n\nSources\n\nWe were told this by people who did not want to be named, and why."
    )
    assert find(text).text == text
    assert not find(text).entries


def test_a_paragraph_below_the_list_goes_back_to_the_body() -> None:
    after = (
        "We have been asked since whether the loan was ever signed, and all that can be said is "
        "that it was not signed by the time this was written, that both sides still say it will "
        "be, and that nobody who was in the room believes it."
    )
    found = find(f"{BODY}\n\nReferences\n\n{FORMS['blank'](ENTRIES)}\n\n{after}")
    assert tuple(entry.raw for entry in found.entries) == ENTRIES
    assert found.text.split() == f"{BODY} {after}".split()


@pytest.mark.parametrize(
    "listed",
    [
        "- [The first post](https://example.org/1)\n- [The second post](https://example.org/2)",
        "1. Open the valve.\n2. Wait until the needle falls below ten.\n3. Close it again.",
        "“We will not pay,” he said on June 3, 2019.\n\n“Then we will not sail,” she said in July.",
        "Berlin\nParis\nRome",
    ],
    ids=["links", "steps", "quotations", "names"],
)
def test_what_only_looks_like_a_list_stays_in_the_body(listed: str) -> None:
    text = f"{BODY}\n\n{listed}"
    assert find(text).text == text
    assert not find(text).entries


def test_a_line_drawn_above_the_list_goes_with_it() -> None:
    assert find(f"{BODY}\n\n---\n\n{FORMS['blank'](ENTRIES)}").text.split() == BODY.split()


def test_notes_that_are_comments_stay_in_the_text() -> None:
    text = f"{BODY}[^1]\n\n[^1]: This was true when it was written."
    assert find(text).text == text


@pytest.mark.parametrize(
    "note",
    [
        "as recommended in the [harbour plan](https://example.org/plan)",
        "For this guide, a quay is also a pier.",
        "Harbour Rules (HR) 1.602-2(d)",
    ],
)
def test_notes_that_name_no_work_are_no_list(note: str) -> None:
    text = f"{BODY}[^1]\n\n[^1]: {note}"
    assert find(text).entries == ()


@pytest.mark.parametrize(
    "short",
    [
        "Okafor, Ports and Promises.",
        "Doe and Roe, The Quay of Glass, 12–13.",
        "See also Chapter 6.",
    ],
)
@pytest.mark.parametrize("first", [True, False])
def test_a_short_form_at_either_end_of_a_list_is_of_it(short: str, *, first: bool) -> None:
    entries = (short, *ENTRIES) if first else (*ENTRIES, short)
    found = find(BODY + "\n\n" + "\n\n".join(entries))
    expected = entries if "Chapter" not in short or not first else entries[1:]
    assert tuple(entry.raw for entry in found.entries) == expected


def test_a_byline_above_a_list_is_no_short_form() -> None:
    found = find("\n\n".join((BODY, "Jane Doe, Harbour Editor.", *ENTRIES)))
    assert tuple(entry.raw for entry in found.entries) == ENTRIES


def test_definitions_in_a_code_block_are_code() -> None:
    text = f"{BODY}\n\n```\n[^1]: https://example.org\n```"
    assert not find(text).entries


def test_a_definition_takes_the_lines_that_are_indented_below_it() -> None:
    note = "[^a]: Doe, Jane. “The Quay.”\n    Example Herald, 2019.\n\n    See page 4."
    found = find(f"{BODY}[^a]\n\n{note}\n\nEnd.")
    assert found.entries[0].raw == "Doe, Jane. “The Quay.” Example Herald, 2019. See page 4."
    assert found.text.endswith("End.")


LINES = st.lists(
    st.sampled_from(
        [
            *ENTRIES,
            *BODY.split("\n\n"),
            *TRAILERS,
            "2. Second",
            "[^a]: Doe, Jane. 2019.",
            "- one",
            "---",
        ]
    )
)


@given(LINES, st.sampled_from(["\n", "\n\n", "\n\n\n"]))
def test_no_letter_is_ever_lost_between_the_text_and_the_list(lines: list[str], gap: str) -> None:
    text = gap.join(lines)
    found = find(text)
    kept = found.text + "".join(entry.raw + entry.label for entry in found.entries)
    assert Counter(filter(str.isalpha, kept)) == Counter(filter(str.isalpha, text))
    assert found.entries or found.text == text


OFTEN = {
    "plain": {"blank", "a line each", "hanging", "[1]"},
    "none": {"blank", "bullets", "wrapped", "1."},
}
"""Layouts of most pieces, so that the test is quick; `benchmarks/layouts.py` tries all."""

WRAPPED_BY_CHANCE = {("en 8", "a line each"), ("de 9", "a line each")}
"""Lists without stops at the end of entries, whose lines look as if one had been broken."""


@pytest.fixture(name="layouts", scope="module")
def layouts_benchmark() -> ModuleType:
    spec = importlib.util.spec_from_file_location("layouts", BENCHMARKS / "layouts.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["layouts"] = module
    spec.loader.exec_module(module)
    return module


def test_lists_of_sixteen_languages_are_found_in_every_layout_and_the_body_stays(
    layouts: ModuleType,
) -> None:
    missed = [
        (language, form, heading)
        for language, form, heading, piece in layouts.cases()
        if (" " not in language or form in OFTEN.get(heading, ()))
        and (language, form) not in WRAPPED_BY_CHANCE
        and not layouts.exact(piece, find(layouts.laid_out(piece, form, heading)))
    ]
    assert not missed


@pytest.mark.parametrize("name", ["list_pages.txt", "pages_without_lists.txt"])
def test_lists_of_parts_end_where_another_text_begins_and_other_pages_have_none(
    layouts: ModuleType, name: str
) -> None:
    pages = list(layouts.pages(name))
    assert pages
    missed = [called for called, text, piece in pages if not layouts.exact(piece, find(text), "")]
    assert not missed


@pytest.mark.parametrize(
    "quotation",
    [
        "Harbour Master Cat Roe: “Those who own the wall see no dark.”",
        "“Until the fish have historians, the sea tells of the nets,” Chinua Doe wrote in 2004.",
        "Hafenmeisterin Anke Vogt: „Wer die Mauer hat, sieht keine Nacht.“",
        "Капитан порта Ева Рыбак: «Кто владеет стеной, тот не видит ночи».",
        "كتب جمال البحر عام 2004: «البحر يروي حكاية الشباك».",
        "「海は網のことしか語らない」と海野太郎は2004年に書いた。",
    ],
)
@pytest.mark.parametrize("form", ["blank", "dense", "bulleted"])
def test_a_quotation_above_a_list_without_a_heading_stays_in_the_body(
    form: str, quotation: str
) -> None:
    found = find("\n\n".join((BODY, quotation, FORMS[form](ENTRIES))))
    assert tuple(entry.raw for entry in found.entries) == ENTRIES
    assert quotation in found.text


def test_a_dash_for_the_author_above_begins_an_entry() -> None:
    entries = (ENTRIES[0], "---. “Dunes.” Example Times, 3 May 2019, example.org/dunes.")
    dashed = (*entries, "———. Sands. Example Press, 2016.")
    assert raws(f"{BODY}\n\nWorks Cited\n" + "\n".join(dashed)) == dashed


def test_what_kramdown_sets_behind_a_paragraph_is_of_no_entry() -> None:
    listed = "\n\n".join(f'{entry}\n{{: id="e{n}"}}' for n, entry in enumerate(ENTRIES))
    assert raws(f"{BODY}\n\n## References\n\n{listed}") == ENTRIES


@pytest.mark.parametrize("columns", [48, 60, 76, 100])
def test_lines_that_hang_are_whole_entries_however_they_end(columns: int) -> None:
    listed = "\n".join(
        textwrap.fill(
            entry,
            columns,
            subsequent_indent="    ",
            break_long_words=False,
            break_on_hyphens=False,
        )
        for entry in ENTRIES
    )
    assert raws(f"{BODY}\n\nWorks Cited\n{listed}") == ENTRIES
    assert raws(f"{BODY}\n\n{listed}") == ENTRIES


def test_a_list_of_bare_titles_is_found_under_a_heading_that_can_be_no_other() -> None:
    titles = ("Пески порта", "История гавани", "Приливы")
    assert raws("Порт занесло.\n\n## Список литературы\n\n" + "\n".join(titles)) == titles
