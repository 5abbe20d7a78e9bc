"""A piece becomes a document of sumy, and every sentence of that leads back to the piece."""

from hypothesis import given
from hypothesis import strategies as st

from briefs.summarise.ranking import candidates
from briefs.summarise.units import Tokenizer
from briefs.text.sentences import split

_BODY = """Harbour reopens after a week

By Mara Lind

The harbour reopened on Monday. Ships were waiting outside.

Photo: The harbour at dawn.

The harbour reopened on Monday. Nobody was hurt in the storm."""


def _texts(title: str, body: str) -> list[str]:
    spans = split(body)
    return [spans[index].of(body) for index in candidates(title, body, spans).indices]


def test_only_sentences_are_candidates_and_each_once() -> None:
    assert _texts("Harbour reopens after a week", _BODY) == [
        "The harbour reopened on Monday.",
        "Ships were waiting outside.",
        "Nobody was hurt in the storm.",
    ]


def test_the_title_is_a_heading_and_never_a_candidate() -> None:
    body = "The harbour reopened on Monday.\n\nShips were waiting outside."
    found = candidates("The harbour reopened on Monday", body, split(body))
    assert [str(heading) for heading in found.document.headings] == [
        "The harbour reopened on Monday"
    ]
    assert found.indices == (1,)


def test_where_nothing_reads_as_a_sentence_every_line_is_a_candidate() -> None:
    assert _texts("List", "List\nbread\nsalt") == ["bread", "salt"]


def test_paragraphs_are_kept() -> None:
    body = "The harbour reopened on Monday. Ships were waiting there.\n\nNobody was hurt at all."
    found = candidates("", body, split(body))
    assert [len(paragraph.sentences) for paragraph in found.document.paragraphs] == [2, 1]


def test_words_keep_numbers_and_abbreviations_together() -> None:
    assert Tokenizer().to_words("The 39-year-old left the U.S. in 2017.") == (
        "The",
        "39-year-old",
        "left",
        "the",
        "U.S",
        "in",
        "2017",
    )


@given(st.text(alphabet="ab AB.\n", max_size=120))
def test_each_sentence_of_the_document_is_always_the_one_its_index_names(body: str) -> None:
    spans = split(body)
    found = candidates("A b", body, spans)
    assert [str(sentence) for sentence in found.document.sentences] == [
        spans[index].of(body) for index in found.indices
    ]
    assert list(found.indices) == sorted(set(found.indices))


def test_marks_part_the_piece_and_numbers_have_headings_behind_them() -> None:
    body = (
        "The harbour reopened on Monday.\n\n* * *\n\nShips were waiting outside.\n\n1.\n\n"
        "Wait until the last minute.\n\nNobody was hurt in the storm."
    )
    found = candidates("Two items", body, split(body))
    assert [str(sentence) for sentence in found.document.sentences] == [
        "The harbour reopened on Monday.",
        "Ships were waiting outside.",
        "Wait until the last minute.",
        "Nobody was hurt in the storm.",
    ]
    assert found.marked == {1}
    assert found.headings == {2}
