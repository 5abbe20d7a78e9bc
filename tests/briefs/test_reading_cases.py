"""The inputs that failed once, each the smallest form of a fault, come out as they must."""

from pathlib import Path

import pytest

from briefs.errors import Unreadable
from briefs.model import Draft
from briefs.reading.reader import read

CASES = Path(__file__).parents[2] / "../shared/cases/documents"
needs_cases = pytest.mark.skipif(not CASES.exists(), reason="../shared/cases is not here")

FIRST = (
    "The harbour silted up in a single winter, and nobody on the council had been ready for it at"
    " all."
)
MAYOR = "The mayor took no money"


def case(name: str) -> Draft:
    return read((CASES / name).read_bytes(), name=name)


def listed(draft: Draft) -> int:
    return sum(source.where == "list" for source in draft.sources)


@needs_cases
@pytest.mark.parametrize(
    "name",
    ["cyrillic-quotes.txt", "greek-quotes.txt", "arabic-quotes.txt", "hindi-quotes.txt"],
)
def test_quotations_of_any_script_are_the_body(name: str) -> None:
    draft = case(name)
    assert (draft.body.count("\n\n"), draft.sources) == (3, ())


BODIES = {
    "amp.html": (FIRST, 0),
    "aria-hidden-icon.html": (f"{MAYOR}, says the audit, and the council was told so", 0),
    "br-paragraphs.html": (FIRST + "\n\nWe are paying", 0),
    "button-inline.html": (f"{MAYOR}, and the council was told so in May of that year.", 0),
    "byline-date.html": (FIRST, 0),
    "cjk.html": ("港口在一个冬天里就淤塞了", 0),
    "code-inline.html": ("The mayor typed no money into the machine, and", 0),
    "cookie.html": (FIRST + "\n\nWe are paying", 0),
    "correction.html": ("Correction, May 5: An earlier version of this piece said", 0),
    "double-entities.html": ("The council&#8217;s plan is &quot;late&quot; &amp; costly", 0),
    "drop-cap.html": (FIRST + "\n\nONE DAY in May the harbour master", 0),
    "figure-in-p.html": (f"{MAYOR}, and the council was told so", 0),
    "fraction.html": ("The channel is 1", 2),
    "gb.html": ("港口在一个冬天里就淤塞了，议会里没有人为此做好准备，朱镕基也没有。", 0),
    "gdocs.html": (FIRST, 3),
    "hidden.html": (f"{MAYOR} from the fund, the council was told in May.", 0),
    "iframe-p.html": (f"{MAYOR}. The council was told so", 0),
    "inline-share.html": (f"{MAYOR}, says the audit, and the council was told so", 0),
    "km2.html": ("The lake covers 40 km² in the dry years", 3),
    "km2.md": ("The lake covers 40 km² in the dry years", 2),
    "km2.txt": ("The lake covers 40 km² in the dry years", 3),
    "latin1.html": ("Der Bürgermeister öffnete die Schleuse “später” — sagte Müller", 0),
    "letter_labels.txt": ("The machine was asked to write a fugue, and it did so in a night.", 2),
    "loose-text.html": (FIRST, 0),
    "math-inline.html": ("The mayor took 3 coins, and a share of x was told to the council.", 0),
    "md-htmlblock.md": (FIRST, 0),
    "medium-export.html": (FIRST, 0),
    "mojibake.html": ("The councilâ€™s plan", 0),
    "noscript-lazy.html": (FIRST, 0),
    "obsidian.md": (FIRST + " See the dredging notes and Breakwater.", 1),
    "pandoc.md": (FIRST + "\n\nWe are paying", 0),
    "hugo.md": (FIRST + " More is in the archive.", 0),
    "paywall.html": (FIRST, 0),
    "pull-quote.html": (FIRST, 0),
    "q.html": ("The master told the council that “we are paying rent on a problem that we", 0),
    "ruby.html": ("The word 港(みなと) means harbour", 0),
    "short-list.html": ("What happened today:\n\nRain fell.\nThe pier shut.", 0),
    "shy.html": ("The har\u00adbour silted up", 0),
    "sidenote-tufte.html": (f"{MAYOR} from the fund, the council was told in May.", 0),
    "small-caps-mark.html": (f"{MAYOR}, and The Courier told the council so in May.", 0),
    "sr-only.html": (f"{MAYOR}, says the audit, and the council was told so", 0),
    "stray-first.html": (FIRST + "\n\nWe are paying", 0),
    "strike.html": (FIRST + "\n\nThe mayor took no money, the council was told on Tuesday.", 0),
    "strike.md": (FIRST + "\n\nThe mayor took no money, the council was told on Tuesday.", 0),
    "svg-text.html": (f"{MAYOR}, and the council was told so", 0),
    "table-in-article.html": (FIRST, 0),
    "time-inline.html": (f"{MAYOR} on 5 May, and the council was told so in three days.", 0),
    "title-brand.html": (FIRST, 0),
    "title-fix.txt": ("The coast office stopped its yearly count in 2011", 0),
    "two-part.html": (FIRST, 0),
    "word-filtered.html": (FIRST, 3),
}


@needs_cases
@pytest.mark.parametrize(("name", "begins", "entries"), [(n, *told) for n, told in BODIES.items()])
def test_a_body_begins_as_its_page_does_and_has_its_entries(
    name: str, begins: str, entries: int
) -> None:
    draft = case(name)
    assert draft.body.startswith(begins)
    assert listed(draft) == entries


@needs_cases
@pytest.mark.parametrize(
    ("name", "gone"),
    [
        ("hidden.html", "HIDDEN"),
        ("strike.html", "for himself"),
        ("strike.html", "resigned"),
        ("strike.md", "~~"),
        ("stray-first.html", "night ferry"),
        ("cookie.html", "partners"),
        ("two-part.html", "Advertisement"),
        ("paywall.html", "Subscribe"),
        ("hugo.md", "{{"),
        ("pandoc.md", ":::"),
        ("pandoc.md", "@"),
        ("obsidian.md", "[["),
        ("obsidian.md", "=="),
        ("footnote-remark.md", "[^"),
        ("word-filtered.html", "·"),
    ],
)
def test_what_is_none_of_the_piece_is_not_in_its_body(name: str, gone: str) -> None:
    assert gone not in case(name).body


@needs_cases
@pytest.mark.parametrize(
    ("name", "private"),
    [("gdocs.html", "lawyer"), ("obsidian.md", "private"), ("obsidian.md", "remark")],
)
def test_private_remarks_are_nowhere_in_a_draft(name: str, private: str) -> None:
    draft = case(name)
    told = repr((draft.body, draft.sources, draft.asides, draft.left_out, draft.title))
    assert private not in told.replace("private comment", "")


@needs_cases
@pytest.mark.parametrize(
    ("name", "title", "byline"),
    [
        ("title-brand.html", "The harbour is a lie: rent and the sea", ""),
        ("byline-date.html", "The Harbour and the Sea", "Nneka Okafor"),
        ("stray-first.html", "The Harbour and the Sea", "Nneka Okafor"),
        ("gdocs.html", "The Harbour and the Sea", ""),
        ("word-filtered.html", "The Harbour and the Sea", ""),
        ("title-fix.txt", "Who Counts the Boats Now", "A. Writer"),
        ("zero-width/persian.md", "سد می‌ماند و خانه‌ها", "سد می"),
        ("zero-width/emoji.md", "Families 👨‍👩‍👧 and flags 🏳️‍🌈", "Famili"),
        ("zero-width/sinhala.md", "ශ්‍රී ලංකාවේ වේල්ල", "ශ්‍රී"),
        ("hugo.md", "The Harbour and the Sea", "Nneka Okafor"),
    ],
)
def test_titles_and_bylines_are_the_pages_own(name: str, title: str, byline: str) -> None:
    draft = case(name)
    assert (draft.title, draft.byline) == (title, byline)


@needs_cases
def test_a_text_that_cannot_be_decoded_surely_is_refused() -> None:
    with pytest.raises(Unreadable, match="mac-roman"):
        case("mac.txt")
    assert case("sjis.txt").title == "港と海"


@needs_cases
def test_a_motto_is_its_speakers() -> None:
    (voice,) = case("epigraph.md").voices
    assert (voice.kind, voice.speaker) == ("epigraph", "Marta Lindqvist, ship owner")
