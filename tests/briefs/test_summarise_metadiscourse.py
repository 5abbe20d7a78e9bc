"""Which sentences are about their own text; labelled by hand before the rule was run on them."""

import pytest

from briefs.summarise.quotable import is_metadiscourse
from briefs.text.words import words_of


def _is_metadiscourse(text: str) -> bool:
    return is_metadiscourse(text, [word.lower() for word in words_of(text)])


@pytest.mark.parametrize(
    "sentence",
    [
        "In part one, we explained why the quay sinks.",
        "This is the last in a series of articles about the quay.",
        "In future posts, we will say who pays for the crane.",
        "Part 2 of our series is about the night ferry.",
        "In the third post, we gave you the steps for a calm harbour.",
        "Last week, we wrote about the pilots of Oak Bay.",
        "As I wrote in an earlier post, the quay sinks.",
        "In this post, I’ll describe how the harbour counts ships.",
        "We’ll walk through the three steps of a mooring.",
        "Here’s how the harbour counts its ships.",
        "I want to share what the pilots told me.",
        "The chart below shows how many ships were late.",
        "The quay, as mentioned above, is sinking.",
        "This story was originally published by the Oak Bay Herald.",
        "An example of a mooring plan for a small ship.",
        "Photo courtesy of the harbour office in Oak Bay.",
        "Ann Reed is a freelance writer from Oak Bay.",
        "Please get in touch if you own a boat.",
        "Come see the new crane for yourself this weekend.",
        "Tomorrow, we’ll share the answers of the pilots.",
        "We’ve put together a list of ports for small ships.",
        "If you have any questions, ask the harbour office.",
        "We’re grateful to everyone who helped us count.",
        "As mentioned in our last talk with the pilots, the quay sinks.",
        "Harbour Notes is a weekly column that answers what pilots ask.",
        "To add a port to the list, open an issue in our repository.",
        "You’ll soon hear more about the new crane.",
        "We’d like to lay out some details of the crane.",
        "Let us know what you think of the crane.",
        "We encourage you to try the new timetable.",
        "Thank you for reading to the end of it.",
        "Thanks to Ann Reed and Tom Hale for the drawings.",
        "We look forward to hearing from every pilot.",
        "Write to harbour@example.org with your questions.",
        "For more information, see the page of the harbour.",
        "Stay tuned for the news of the crane.",
        "You can read more about the crane on its page.",
        "Costs will rise in the short term as described, but fall at last.",
        "I made the last paragraph fit another harbour as well.",
        "The above figures are those of the pilots.",
        "Above, the crane was said to be late.",
        "As discussed on page 488, the crane is late.",
        "Here are three ways to count a ship.",
        "Here’s a brief look at the crane.",
        "[12] The pilots were counted in May.",
        "The ____ is what keeps a ship at its quay.",
    ],
)
def test_a_sentence_about_its_own_text_is_metadiscourse(sentence: str) -> None:
    assert _is_metadiscourse(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "The harbour is part of a larger plan.",
        "Ships post their times on a board by the quay.",
        "Section 508 of the act covers every public quay.",
        "Thanks to the new crane, ships wait an hour less.",
        "The council asked to get in touch with every owner.",
        "We wanted to explore what keeps ships waiting.",
        "As the pilots have said before, the quay sinks.",
        "A series of storms broke the quay.",
        "The harbour must look beyond the next season.",
        "Visit a quay at night and you will meet its pilots.",
        "The second part of the plan costs nine million.",
        "Readers of the tide tables know how late ships are.",
        "The mayor thanked the pilots for their patience.",
        "An example of a calm harbour is the one at Oak Bay.",
        "Debt above ninety percent is rare in ports.",
        "No order ever came from above.",
        "The above-average heat broke the crane.",
        "The quay puts the pilots above the crane.",
        "Above all, the quay has to be mended.",
        "Here, in the valley, ships are late.",
        "The printout occupies 1350 pages of the record.",
    ],
)
def test_a_sentence_about_the_subject_is_not(sentence: str) -> None:
    assert not _is_metadiscourse(sentence)
