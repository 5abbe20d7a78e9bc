"""Long replies become messages within the limits, with every word kept and every span exact."""

from hypothesis import given
from hypothesis import strategies as st

from bot.platforms.splitting import split
from briefs.model import Span
from handlers.message import Block, Bullets, Collapsed, Extract, Facts, Heading, Paragraph, Quote

BODY_SHA = "0" * 64


def text_of(block: Block) -> str:
    match block:
        case Heading(text):
            return text
        case Paragraph(content):
            return "".join(part if isinstance(part, str) else part.text for part in content)
        case Quote(label, extract):
            return f"{label} {extract.text}"
        case Bullets(items):
            return " ".join(text_of(Paragraph(item)) for item in items)
        case Facts(pairs):
            return " ".join(f"{name} {text_of(Paragraph(value))}" for name, value in pairs)
        case Collapsed(summary, content):
            return " ".join((summary, *map(text_of, content)))
        case _:
            return ""


def size(block: Block) -> int:
    return len(text_of(block)) + 1


def extract(text: str, start: int = 0) -> Extract:
    return Extract(text, Span(start, start + len(text)), piece=1, revision=1, sha256=BODY_SHA)


words = st.text(alphabet="abc .!”é\n", max_size=120)
quotes = st.builds(Quote, st.just("S1"), words.map(lambda text: extract(text, start=7)))
paragraphs = st.lists(words.map(extract) | words, max_size=4).map(lambda c: Paragraph(tuple(c)))
bullets = st.lists(words.map(lambda text: (text,)), max_size=4).map(lambda i: Bullets(tuple(i), 1))
facts = st.lists(st.tuples(st.just("Name"), words.map(lambda text: (text,))), max_size=3).map(
    lambda pairs: Facts(tuple(pairs))
)
plain: st.SearchStrategy[Paragraph | Quote | Bullets | Facts] = st.one_of(
    quotes, paragraphs, bullets, facts
)
folded = st.lists(plain, min_size=1, max_size=3).map(lambda c: Collapsed("More", tuple(c)))
anything: st.SearchStrategy[Block] = st.one_of(words.map(Heading), plain, folded)
replies = st.lists(anything, max_size=6).map(tuple)


def letters(blocks: tuple[Block, ...]) -> str:
    """What a split must keep, in order: all but white space and the repeated fold titles."""
    return "".join("".join(text_of(b).split()).replace("More", "") for b in blocks)


@given(replies, st.integers(20, 200), st.integers(1, 5))
def test_every_message_keeps_within_its_budget(
    blocks: tuple[Block, ...], budget: int, most: int
) -> None:
    for message in split(blocks, budget=budget, size=size, most=most):
        assert sum(map(size, message)) <= budget
        assert 1 <= len(message) <= most


@given(replies, st.integers(20, 200))
def test_no_letter_is_lost_or_moved(blocks: tuple[Block, ...], budget: int) -> None:
    messages = split(blocks, budget=budget, size=size, most=10)
    assert letters(tuple(b for message in messages for b in message)) == letters(blocks)


@given(st.text(max_size=400), st.integers(20, 60))
def test_a_cut_extract_is_made_of_exact_sub_spans(text: str, budget: int) -> None:
    quote = Quote("S1", extract(text, start=100))
    for message in split((quote,), budget=budget, size=size, most=10):
        for part in message:
            assert isinstance(part, Quote)
            at = part.extract.at
            assert text[at.start - 100 : at.end - 100] == part.extract.text


def test_a_long_paragraph_is_cut_between_sentences() -> None:
    sentences = ("One sentence stands here.", "Another stands here.", "And a third.")
    block = Paragraph(
        (extract(sentences[0]), " ", extract(sentences[1]), " ", extract(sentences[2]))
    )
    parts = split((block,), budget=50, size=size, most=10)
    assert [text_of(message[0]).strip() for message in parts] == [
        "One sentence stands here. Another stands here.",
        "And a third.",
    ]


def test_a_text_without_joints_is_cut_at_a_sentence_end() -> None:
    block = Paragraph(("The first one ends here. The second one runs on and on",))
    first, second = split((block,), budget=40, size=size, most=10)
    assert text_of(first[0]) == "The first one ends here."
    assert text_of(second[0]) == "The second one runs on and on"


def test_a_heading_goes_with_what_it_heads() -> None:
    blocks = (Paragraph(("a" * 30,)), Heading("Sources"), Paragraph(("b" * 30,)))
    first, second = split(blocks, budget=45, size=size, most=10)
    assert first == blocks[:1]
    assert second == blocks[1:]


def test_a_numbered_list_goes_on_counting() -> None:
    block = Bullets(tuple((f"entry {n}",) for n in range(1, 8)), start=1)
    messages = split((block,), budget=30, size=size, most=10)
    starts = [part.start for message in messages for part in message if isinstance(part, Bullets)]
    assert starts == [1, 4, 7]
