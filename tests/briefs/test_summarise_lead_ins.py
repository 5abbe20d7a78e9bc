"""Sentences that must not be shown without a line that is no sentence."""

from briefs.summarise.quotable import hanging
from briefs.summarise.summary import summaries
from briefs.text.sentences import split

_LABELLED = """Ships are late in every harbour that we know of on this coast.

We talked with the two pilots of Oak Bay about the reasons for it.

Olga Eves: What makes ships late in your harbour?

Ann Reed: The quay is too short for the ships of today.
I measure it each year in the spring.

OE: And what would you do about it?

Tom Hale: The quay has to grow by half its length.

AR: We have told that to the council for years on end.

OE: Who should pay for the work?

AR: The owners of the ships should pay for it.
"""
_TITLED = """Ann Reed has been the pilot of Oak Bay for thirty years. We talked with her in May.

What makes ships late in your harbour?

I think that the quay is too short. The ships of today are twice as long as those of my youth.

What do you tell the council?

We have told them the same for years. A harbour lives on its quay.

Do you still like your work?

I would not want another. My boat is a part of me.
"""
_LIST = """The harbour has a plan for the coming year. Its parts are:

A new crane for the eastern quay.
Longer hours for the crew of the lock.
The lock will open before dawn.

The plan costs nine million in all.
"""


def _hanging(body: str, title: str = "", language: str = "en") -> set[str]:
    sentences = split(body)
    return {sentences[at].of(body) for at in hanging(title, body, sentences, language)}


def test_the_items_that_complete_a_lead_in_hang_on_it() -> None:
    assert _hanging(_LIST) == {
        "A new crane for the eastern quay.",
        "Longer hours for the crew of the lock.",
    }


def test_what_a_speakers_colon_introduces_hangs_on_it() -> None:
    body = "The pilot said:\n\nThe quay is too short for us.\n\nThe council has no answer yet."
    assert _hanging(body) == {"The quay is too short for us."}


def test_a_paragraph_behind_a_long_lead_in_hangs_on_it_and_one_behind_a_heading_does_not() -> None:
    body = "{}:\n\nThe quay is too short for us.\n\nThe council has no answer yet."
    long = "A passage from the book of ports that holds the aims of the council"
    assert _hanging(body.format(long)) == {"The quay is too short for us."}
    assert not _hanging(body.format("The quay"))
    quoted = body.format(long).replace(":", ", with words of the pilots such as")
    assert _hanging(quoted) == {"The quay is too short for us."}


def test_an_answer_that_is_no_clause_hangs_on_its_question() -> None:
    body = "Who pays for the quay? Nobody, unless you ask the owners. The owners are rich."
    assert _hanging(body) == {"Nobody, unless you ask the owners."}


def test_what_points_at_a_list_hangs_on_it() -> None:
    body = _LIST.replace(
        "The plan costs", "Each of these parts will pay for itself.\n\nThe plan costs"
    )
    assert "Each of these parts will pay for itself." in _hanging(body)


def test_who_somebody_is_of_whom_nothing_else_is_told_is_no_part_of_the_piece() -> None:
    body = "Ann Reed is a pilot of Oak Bay. The quay is sinking. The council has to mend it soon."
    assert _hanging(body) == {"Ann Reed is a pilot of Oak Bay."}
    assert not _hanging(f"{body} Reed has told it so for years.")


def test_of_an_interview_only_what_has_its_speakers_name_before_it_may_be_shown() -> None:
    shown = {span.of(_LABELLED) for span in split(_LABELLED)} - _hanging(_LABELLED)
    assert shown == {
        "Ships are late in every harbour that we know of on this coast.",
        "We talked with the two pilots of Oak Bay about the reasons for it.",
        "Ann Reed: The quay is too short for the ships of today.",
        "Tom Hale: The quay has to grow by half its length.",
    }


def test_initials_for_a_name_show_an_interview_without_questions() -> None:
    body = (
        "Ann Reed: The quay is too short.\n\nTom Hale: The ships are too long.\n\n"
        "AR: The quay was made for boats.\n\nTH: The ships have grown since then."
    )
    assert _hanging(body) == {
        "AR: The quay was made for boats.",
        "TH: The ships have grown since then.",
    }


def test_an_answer_that_leans_on_its_question_hangs_even_with_a_name() -> None:
    body = _LABELLED.replace("Tom Hale: The quay", "Tom Hale: Yes, and that quay")
    assert "Tom Hale: Yes, and that quay has to grow by half its length." in _hanging(body)


def test_a_labelled_interview_is_known_in_other_languages() -> None:
    assert "OE: Who should pay for the work?" in _hanging(_LABELLED, language="de")


def test_what_the_one_person_of_the_title_answers_may_be_shown_unless_it_says_i() -> None:
    named = _hanging(_TITLED, "A talk with Ann Reed")
    assert "I think that the quay is too short." in named
    assert "My boat is a part of me." in named
    assert "A harbour lives on its quay." not in named
    assert "A harbour lives on its quay." in _hanging(_TITLED, "A talk about harbours")


def test_questions_to_the_reader_do_not_make_an_interview() -> None:
    body = _TITLED.replace("We talked with her in May.", "She is known to all.")
    assert not _hanging(body, "Harbours")


def test_long_paragraphs_that_end_with_a_question_do_not_make_an_interview() -> None:
    thoughts = "The quay is old. It was mended in May. It sank again in June. Do you see why?"
    paragraphs = [f"{thoughts}\n\nI think so. I have told it to the council. I told it in June."]
    body = "\n\n".join(["We talked about the quay for years.", *paragraphs * 4])
    assert not _hanging(body, "Harbours")


def test_a_brief_of_an_interview_has_nothing_that_nobody_says() -> None:
    sentences = split(_LABELLED)
    for summary in summaries(title="Late ships", body=_LABELLED, sentences=sentences):
        for span in summary.sentences:
            assert not span.of(_LABELLED).startswith(("I ", "AR:", "OE:", "Olga Eves:"))
