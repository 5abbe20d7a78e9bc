"""`explain` in the terminal and as a page, and `brief` with words, as the shell sees them."""

from html.parser import HTMLParser
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console as Terminal

from bot.cli.explain import table
from briefs.summarise.explain import explain
from tests.bot.conftest import Run
from tests.briefs.builders import revision

_VOID = {"meta", "br"}
_HOSTILE = """Ships & <script>alert(1)</script>

The "harbour" <img src=x onerror=alert(1)> closed on Monday. Nobody & nothing moved in the harbour.

The ferry <b>waited</b> for the tide. A tug came for the ferry at noon. The harbour opened again.
"""


class _Page(HTMLParser):
    """Collects a page's tags and text, and holds that every tag is closed."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.tags: set[str] = set()
        self.text = ""
        self.feed(html)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes.extend(attrs)
        if tag not in _VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.fixture
def stocked(sourcebrief: Run, essay: Path) -> Run:
    assert sourcebrief("add", essay).status == 0
    return sourcebrief


def _page(sourcebrief: Run, *options: str) -> str:
    ran = sourcebrief("explain", "1", "--html", "page.html", *options)
    assert ran.status == 0, ran.err
    return Path("page.html").read_text(encoding="utf-8")


def test_the_table_has_a_row_for_each_sentence_and_says_why(stocked: Run) -> None:
    out = stocked("explain", "harbour").out
    rows = [line.split()[0] for line in out.splitlines() if line.strip().startswith("S")]
    assert [row for row in rows if row[1:].isdecimal()] == [f"S{n}" for n in range(1, 10)]
    assert "taken as number 1" in out
    assert "subject" in out
    assert "score" in out


@pytest.mark.parametrize(("width", "says"), [(80, "central +0."), (150, "  central  ")])
def test_features_stand_in_columns_where_there_is_room_and_below_where_not(
    width: int, says: str
) -> None:
    piece = revision(
        "The port closed on Monday. Ships waited in the bay. A tug sank in the port.",
        "Insurers will pay for the tug. The port opens again in June.",
    )
    made = explain(title="", body=piece.body, sentences=piece.sentences)
    paper = StringIO()
    Terminal(file=paper, width=width).print(table(piece, made, width=width))
    assert says in paper.getvalue()
    assert max(map(len, paper.getvalue().splitlines())) <= width


def test_the_records_tell_the_same_as_the_brief(stocked: Run) -> None:
    records = stocked("explain", "1", "--json").records
    (receipt,) = stocked("brief", "1", "--json").records
    taken = [record["number"] for record in records if record["taken"]]
    assert taken == [sentence["number"] for sentence in receipt["sentences"]]
    assert all(sum(r["features"].values()) == pytest.approx(r["score"]) for r in records)


def test_words_asked_for_are_weighed(stocked: Run) -> None:
    records = stocked("explain", "1", "--query", "BREAKWATERS", "--json").records
    asked = [record["number"] for record in records if record["features"]["query"]]
    assert asked == [6]


def test_another_method_shows_its_order_alone(stocked: Run) -> None:
    out = stocked("explain", "1", "--method", "luhn").out
    assert "Method luhn:" in out
    assert "central" not in out


def test_an_unknown_method_or_piece_or_folder_is_told(stocked: Run) -> None:
    for args, says in [
        (("1", "--method", "nonsense"), "nonsense"),
        (("99",), "99"),
        (("1", "--html", "nowhere/page.html"), "nowhere/page.html"),
    ]:
        ran = stocked("explain", *args)
        assert (ran.status, says in ran.err) == (1, True)


def test_the_page_shows_the_whole_piece_and_fetches_nothing(stocked: Run) -> None:
    html = _page(stocked)
    page = _Page(html)
    body = stocked("text", "1").out
    for sentence in stocked("read", "1", "--json").records:
        assert sentence["text"] in page.text
    assert body.splitlines()[0].split(".")[0] in page.text
    assert "script" not in page.tags
    assert not {"src", "href", "onload"} & {name for name, _ in page.attributes}
    assert "url(" not in html
    assert "http" not in html


def test_the_page_marks_what_was_taken_in_order(stocked: Run) -> None:
    page = _Page(_page(stocked))
    kinds = [value for name, value in page.attributes if name == "class" and value]
    article = kinds[kinds.index("paragraph") :]
    (receipt,) = stocked("brief", "1", "--json").records
    assert article.count("sentence taken") == len(receipt["sentences"])
    assert article.count("card") == 9


def test_a_page_for_another_method_shades_by_rank(stocked: Run) -> None:
    page = _Page(_page(stocked, "--method", "luhn"))
    assert "ranked last" in page.text
    assert "--shade:1.00" in dict.fromkeys(v for n, v in page.attributes if n == "style")


def test_nothing_in_a_piece_becomes_markup(sourcebrief: Run, folder: Path) -> None:
    (folder / "hostile.txt").write_text(_HOSTILE)
    assert sourcebrief("add", "hostile.txt").status == 0
    page = _Page(_page(sourcebrief))
    assert not page.tags & {"script", "img"}
    assert "<img src=x onerror=alert(1)>" in page.text
    assert "Ships & <script>alert(1)</script>" in page.text


def test_a_brief_leans_towards_words(stocked: Run) -> None:
    ran = stocked("brief", "1", "breakwater")
    assert ran.status == 0
    assert "leaning towards “breakwater”" in ran.out
    (receipt,) = stocked("brief", "1", "breakwater", "--length", "short", "--json").records
    assert "A breakwater costs forty, once." in [s["text"] for s in receipt["sentences"]]


def test_a_topic_has_a_receipt_for_each_piece_and_each_is_proved(
    stocked: Run, folder: Path
) -> None:
    (folder / "tide.txt").write_text(
        "The Tide\n\nThe tide took the harbour wall in March. Boats left the harbour at once.\n\n"
        "Masons came to the harbour in April. The harbour wall stands again."
    )
    assert stocked("add", "tide.txt").status == 0
    assert "On “harbour”" in stocked("brief", "all", "harbour").out
    ran = stocked("brief", "all", "harbour", "--json")
    assert [record["piece"] for record in ran.records] == [2, 1]
    for line in ran.out.splitlines():
        assert stocked("verify", "-", said=line).status == 0
