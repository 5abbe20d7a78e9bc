"""Briefs of arguments: as they were learned, by themselves, of a length that follows the piece."""

import subprocess
import sys
from dataclasses import replace
from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefs.model import OtherVoice, Span
from briefs.reading import reader
from briefs.summarise.cue_words import CLAIM_FEATURES, CLAIM_GROUPS, FEATURES, GROUPS
from briefs.summarise.editor_model import Classifier, columns_of, learned, mean_features
from briefs.summarise.features import reading
from briefs.summarise.summary import Piece, extract, line, summaries
from briefs.text.sentences import split
from tests.conftest import scaled

_EXAMPLES = sorted(
    path.name for path in files("briefs.examples").iterdir() if path.name.endswith((".md", ".txt"))
)
_TITLE = "We Must Mend the Bridges We Have"
_PARAGRAPH = (
    "Amara Delgado, an engineer, kept a list of the bridges that need repair in {0}. Delgado says "
    "that we should mend number {0} first, because it carries the buses. But do we listen to her? "
    "The list was put away, and nobody must be surprised at what follows in year {0}. Critics say "
    "that bridge {0} can wait. But a bridge that waits costs us more than number {0} does now."
)
_BODY = "\n\n".join(_PARAGRAPH.format(number) for number in range(2, 8))


def _sentences(body: str, indices: tuple[int, ...]) -> list[str]:
    spans = split(body)
    return [spans[index].of(body) for index in indices]


def _piece(body: str = _BODY, title: str = _TITLE) -> Piece:
    return Piece.of(title, body, split(body), "en")


def test_every_weight_is_of_a_feature_that_there_is() -> None:
    text = _piece().text
    columns = columns_of(reading(text.document, text.units, text.title))
    assert set(columns) == set(CLAIM_FEATURES)
    assert set(CLAIM_GROUPS) <= set(GROUPS)
    model = learned()
    assert set(FEATURES) == {name for names in GROUPS.values() for name in names}
    for scoring in (model.opinion, model.explanation, model.work):
        assert set(scoring.brief) == set(scoring.never) == set(FEATURES)
        assert set(scoring.claim) == set(CLAIM_FEATURES)
    assert set(model.argues.weights) == set(CLAIM_FEATURES)
    assert set(model.opines.weights) == set(model.explains.weights) == set(FEATURES)


def test_a_piece_that_argues_is_told_from_a_report() -> None:
    report = "\n\n".join(
        f"A man of {40 + n} was arrested in Port {n} on Monday, police said. “He ran,” a witness, "
        f"John Smith, {30 + n}, told reporters. Officers found {n} boats on the beach."
        for n in range(6)
    )
    argues, reports = _piece().text.argument, _piece(report, "Man arrested").text.argument
    assert argues is not None
    assert argues.shares is not None
    assert reports is not None
    assert reports.shares is None


@pytest.mark.parametrize("name", _EXAMPLES)
def test_every_example_is_told_for_an_argument(name: str) -> None:
    draft = reader.read_text((files("briefs.examples") / name).read_text("utf-8"))
    argument = _piece(draft.body, draft.title).text.argument
    assert argument is not None
    assert argument.shares is not None


@pytest.mark.parametrize("name", _EXAMPLES)
def test_an_opinion_piece_has_its_own_scoring(name: str) -> None:
    draft = reader.read_text((files("briefs.examples") / name).read_text("utf-8"))
    text = _piece(draft.body, draft.title).text
    means = mean_features(columns_of(reading(text.document, text.units, text.title)))
    model = learned()
    assert model.scoring(means) is model.opinion
    assert replace(model, opines=Classifier({}, -1.0)).scoring(means) is not model.opinion


def test_what_explains_is_scored_otherwise_than_what_tells_of_work() -> None:
    never, always = Classifier({}, -1.0), Classifier({}, 1.0)
    model = replace(learned(), opines=never)
    assert replace(model, explains=always).scoring({}) is model.explanation
    assert replace(model, explains=never).scoring({}) is model.work


def test_a_claim_that_turns_may_follow_any_earlier_sentence() -> None:
    body = (
        "The council counts the bridges of the town each spring, and prints the number. "
        "A bridge is where a town meets itself. Boats pass below, and children wave. "
        "Ducks swim there in May.\n\nVisitors like to stand and look at the water. "
        "They bring bread for the ducks. In June the water is low. In July it is lower."
        "\n\nBut the council must mend the bridges that we have before it builds new bridges."
    )
    argument = _piece(body).text.argument
    assert argument is not None
    assert argument.dependence.ties[-1][0].kind == "link"
    assert argument.dependence.anchors[-1][-1] == frozenset(range(8))


def test_a_line_opens_with_no_word_for_something_before() -> None:
    body = "\n\n".join(
        f"The council must mend bridge {n}, because nobody else will. This is what we must demand "
        f"of a council that forgets bridge {n}. They should not rest until bridge {n} is mended."
        for n in range(4)
    )
    spans = split(body)
    told = line(title=_TITLE, body=body, sentences=spans)
    assert told is not None
    assert spans[told].of(body).startswith("The council")


def test_no_sentence_of_a_brief_lacks_what_it_leans_on() -> None:
    for made in summaries(title=_TITLE, body=_BODY, sentences=split(_BODY)):
        texts = [at.of(_BODY) for at in made.sentences]
        assert texts
        assert not any(text.endswith("?") for text in texts)
        for number, text in enumerate(texts):
            if text.startswith("Delgado"):
                assert any("an engineer" in before for before in texts[:number])
            if text.startswith("Critics"):
                assert texts[number + 1].startswith("But a bridge")


@settings(max_examples=scaled(60), deadline=None)
@given(
    st.lists(st.sampled_from(_BODY.replace("\n\n", " ").split(". ")), min_size=8, max_size=40),
    st.integers(1, 9),
)
def test_an_extract_is_always_whole(parts: list[str], count: int) -> None:
    body = ". ".join(part.rstrip(".?") for part in parts) + "."
    piece = _piece(body)
    picks = extract(title=_TITLE, body=body, sentences=split(body), count=count).picks
    taken = frozenset(piece.positions(picks))
    assert len(picks) <= count
    needs = piece.text.needs
    assert len(taken) == 1 or all((needs[at] or frozenset()) <= taken for at in taken)


@pytest.mark.parametrize(("paragraphs", "most"), [(2, 4), (6, 5), (20, 7), (34, 9), (60, 9)])
def test_a_longer_piece_gets_a_longer_brief(paragraphs: int, most: int) -> None:
    body = "\n\n".join(_PARAGRAPH.format(number) for number in range(paragraphs))
    assert abs(_piece(body).most - most) <= 1


def test_another_voice_is_never_the_authors_sentence_nor_the_line() -> None:
    spans = split(_BODY)
    voices = tuple(OtherVoice("quotation", at) for at in spans if at.of(_BODY).startswith("Amara"))
    made = summaries(title=_TITLE, body=_BODY, sentences=spans, voices=voices)
    assert not any(
        at.of(_BODY).startswith(("Amara", "Delgado")) for m in made for at in m.sentences
    )
    told = line(title=_TITLE, body=_BODY, sentences=spans, voices=voices)
    assert told is not None
    assert not spans[told].of(_BODY).startswith("Amara")


def test_the_line_can_be_read_alone_and_fits() -> None:
    spans = split(_BODY)
    told = line(title=_TITLE, body=_BODY, sentences=spans, longest=100)
    assert told is not None
    assert spans[told].end - spans[told].start <= 100
    assert _piece().text.argument is not None
    assert not spans[told].of(_BODY).startswith(("Delgado", "Critics"))


def test_where_nothing_can_stand_alone_there_is_no_line() -> None:
    body = "Who knows? Is it so? Why not?"
    assert line(title="", body=body, sentences=split(body)) is None
    assert (
        line(title="", body="", sentences=(), voices=(OtherVoice("epigraph", Span(0, 0)),)) is None
    )


def test_a_brief_is_made_without_numpy() -> None:
    code = (
        "import sys; sys.modules['numpy'] = sys.modules['scipy'] = None\n"
        "from briefs.summarise.summary import extract\n"
        "from briefs.text.sentences import split\n"
        f"body = {_BODY!r}\n"
        f"print(len(extract(title={_TITLE!r}, body=body, sentences=split(body)).picks))"
    )
    ran = subprocess.run(  # our own interpreter and text
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert int(ran.stdout) > 2
