"""The splitter on news as it is written: each case is a text and the sentences it holds."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefs.text.sentences import split

_GUM = Path(__file__).parents[2] / "../shared/data/summaries/gum.jsonl"

# In each case the sentences are parted by "¦", which is not part of the text.
_CASES = {
    "en": """
The harbour reopened on Monday. ¦Ships were waiting outside.
Dr. Amara Osei leads the clinic. ¦She arrived in May.
Mr. and Mrs. Lindqvist sold the farm.
Gov. Elena Ruiz signed the bill. ¦Sen. Tom Hale objected.
Sgt. Maj. Peter Dunn was promoted. ¦Gen. Okafor spoke.
The Rev. J. T. Abbot opened the hall.
Prof. Lena Marsh of St. Brigid's Hospital disagreed.
The firm was bought by Harlow Inc. for a small sum.
Shares of Corin Ltd. rose. ¦Those of Bexley Corp. fell.
He joined Acme Corp. in 1999. ¦It failed in 2001.
The U.S. Senate met. ¦It did not vote.
He moved to the U.S. ¦He never went home.
Trade with the U.K. and the U.S. grew.
The talks were held in Washington, D.C. ¦They failed.
The gates open at 8 a.m. and close at 6 p.m. ¦Visitors pay nothing.
The vote is due at 5 p.m. Friday in the old hall.
The market closed at 4 p.m. EST and reopened on Monday.
She holds a Ph.D. in chemistry. ¦She also paints.
George H. W. Tate was born in 1924. ¦He flew planes.
J. K. Moreno wrote the book. ¦It sold out.
The memo named E. Novak and P. Lee as authors.
The plan needs money, e.g. a loan, i.e. help. ¦It has none.
The case of Reed vs. Marsh was settled.
Pens, paper, etc. were sent. ¦They never came.
The rule is in Sec. 4 of the act. ¦See also p. 12.
It is shown in Fig. 3 and in vol. 2 of the report.
Article No. 10 was struck out. ¦No. 11 stays.
Was it safe? ¦The answer was no. ¦He left.
The deficit fell to 3.5 per cent. ¦It had been 4.1.
Prices rose by $1.2 bn. ¦Wages did not.
The fee is 2.50 euros. ¦It was 2.
It happened on Jan. 3 in the morning. ¦Nobody saw it.
Sept. 11 changed the law. ¦It was never repealed.
In Feb. the river froze. ¦By Mar. 3 it had thawed.
They counted 40 boats in 2017. ¦They counted 12 in 2019.
The score was 3-1. ¦24 players were booked.
“We are tired,” she said. ¦“We want to go home.”
“We are tired. We want to go home,” she said. ¦Nobody answered.
"It is over. Nothing is left," said the mayor. ¦He wept.
“Why now?” asked the senator.
“Why now?” Senator Hale asked. ¦Nobody knew.
"Stop!" he shouted. ¦They stopped.
He called it “a disgrace.” ¦The board did not reply.
He called it "a disgrace". ¦The board did not reply.
The minister said: "We will pay." ¦Then he left.
'We will stay,' she said. ¦'We have no choice.'
The sign read “Closed.” ¦The door was open.
She asked, “Who are you?” ¦He said nothing.
(The ministry declined to comment.) ¦The paper asked again.
The bridge is old (it was built in 1901). ¦It will go.
He paid the fine (about $40.) ¦Then he drove off.
He waited . . . and nobody came.
He waited ... and then he left. ¦She stayed.
“I was … afraid,” she said. ¦It passed.
They walked for days… ¦Then the rain came.
The road ends here... ¦Nobody knows why.
Who paid? ¦Who knew? ¦Who lied?
What a night! ¦The crowd went home late.
Really?! ¦That was all he said.
Yahoo! said it would appeal. ¦It did not.
The dam broke.[3] ¦The valley flooded.[4][5] ¦Help came.
The dam broke. [3] ¦The valley flooded. [4] [5] ¦Help came.
The dam broke.¹ ¦The valley flooded.²³ ¦Help came.
The dam broke.12 ¦The valley flooded.
The dam broke.¦The valley flooded. ¦Help came.
“It broke.”¦He ran.
Visit example.org for more. ¦The site is free.
The file is at www.example.org/a.b.html today. ¦Read it.
Write to desk@example.org. ¦We answer.
The tool is called Node.js and costs nothing.
Version 2.0.1 is out. ¦It fixes a fault.
LONDON (Desk) — The talks failed. ¦They resume today.
The firm sells phones. ¦iPhone sales fell.
The firm sells phones. ¦eBay bought it.
Gen. al-Tamimi spoke. ¦Al-Tamimi then left.
The vitamin is B12. ¦It helps.
World War II. was a typing error.
He lives on Elm St. in Oak Hill. ¦He likes it.
The office is on Fifth Ave. ¦The lift is broken.
John Reed Jr. was elected. ¦John Reed Sr. was proud.
The report by Reed et al. was wrong. ¦It was withdrawn.
Rents rise (A. Reed et al. J. Harb. Stud. 4, 12–19; 2013). ¦The mayor knew.
The view (Nature Clim. Change 9, 295-299; 2019) holds. ¦So be it.
The senate passed S. Res. 98. ¦The vote was close.
The senate voted on S. Res. 98 that day. ¦It passed.
AT THE ST. BELL SUMMIT OF LEADERS. ¦IT ENDED.
The town of Ft. Bell lies near Mt. Cole. ¦Both are small.
He is from Athens, Ga. ¦He is 40.
MR. REED SPOKE. ¦NOBODY HEARD HIM.
The so-called “U.S. model” failed. ¦It was costly.
1. The first point is simple. ¦It is cheap.
Is that all? ¦(It was not.)
He wrote “Go home!” on the wall. ¦It was painted over.
The vote—the third this year—failed. ¦A fourth is due.
The bill passed; the senate rose. ¦Summer began.
There was one rule: no one leaves. ¦All left.
"The sea gives. The sea takes." — Mara Lind
It is the oldest port in the US. ¦(http://example.org)
""",
    "fr": """
M. Dubois est arrivé. ¦Il a parlé.
« Nous partons. C'est fini », a dit la ministre. ¦Elle est sortie.
« Vraiment ? » demanda-t-il. ¦Personne ne répondit.
Le prix est de 3,5 euros, cf. p. 12. ¦C'est cher.
""",
    "de": """
Am 3. Oktober wurde gefeiert. ¦Es war kalt.
Dr. Weber sprach, z. B. über Geld. ¦Danach ging er.
„Wir gehen. Es ist vorbei“, sagte sie. ¦Niemand sprach.
Das geschah im Jahr 2019. ¦Danach blieb es ruhig.
""",
    "es": """
El Sr. Ruiz llegó. ¦No dijo nada.
¿Quién paga? ¦¡Nadie! ¦Eso dijo la Dra. Gil.
EE. UU. no votó. ¦La sesión terminó.
""",
    "pt": """
O Sr. Lima chegou. ¦Ele falou pouco.
""",
    "it": """
Il dott. Rossi è arrivato. ¦Ha parlato poco.
""",
    "ru": """
Это случилось в 2019 г. в городе. ¦Он уехал.
Академик И. П. Иванов выступил. ¦Его слушали.
«Мы уходим. Всё кончено», — сказал он. ¦Все молчали.
""",
    "uk": """
Це сталося на вул. Садовій. ¦Він поїхав.
""",
    "ar": """
وصل الوزير اليوم. ¦لم يقل شيئا. ¦هل يعود؟ ¦لا أحد يعرف.
""",
    "zh": """
会议结束了。¦没有人说话。¦为什么？¦没有人知道。
""",
}
_PARTED = [
    pytest.param(language, line, id=f"{language}: {line[:48]}")
    for language, lines in _CASES.items()
    for line in lines.strip().splitlines()
]


def _sentences(text: str, language: str = "en") -> list[str]:
    return [span.of(text) for span in split(text, language)]


@pytest.mark.parametrize(("language", "parted"), _PARTED)
def test_news_is_split_where_its_sentences_end(language: str, parted: str) -> None:
    expected = [sentence.strip() for sentence in parted.split("¦")]
    assert _sentences(parted.replace("¦", ""), language) == expected


def test_the_probe_holds_at_least_eighty_cases() -> None:
    assert len(_PARTED) >= 80


_PROSE = st.text(alphabet="aB. \n\"“”'’!?…[]()3«»„。 \u2028\x85\t", max_size=120)


@given(st.one_of(st.text(max_size=200), _PROSE), st.sampled_from(["en", "de", "ar", "xx"]))
def test_units_are_always_ordered_and_apart_with_only_white_space_between(
    text: str, language: str
) -> None:
    end = 0
    for span in split(text, language):
        assert text[end : span.start].strip() == ""
        assert end <= span.start < span.end
        assert span.of(text) == span.of(text).strip()
        end = span.end
    assert text[end:].strip() == ""


@given(_PROSE)
def test_a_line_break_always_ends_a_unit(text: str) -> None:
    assert all("\n" not in span.of(text) for span in split(text))


@given(_PROSE, _PROSE)
def test_a_paragraph_is_always_split_as_if_it_stood_alone(one: str, other: str) -> None:
    together = _sentences(f"{one}\n\n{other}")
    assert together == _sentences(one) + _sentences(other)


def test_a_headline_is_a_unit_of_its_own() -> None:
    text = "Harbour reopens after a week\nThe harbour reopened on Monday. Ships were waiting."
    assert _sentences(text) == [
        "Harbour reopens after a week",
        "The harbour reopened on Monday.",
        "Ships were waiting.",
    ]


def test_each_list_item_is_a_unit_of_its_own() -> None:
    assert _sentences("- bread\n- salt. And pepper\n2. Wine") == [
        "- bread",
        "- salt.",
        "And pepper",
        "2. Wine",
    ]


def test_a_quotation_that_opens_anew_with_each_paragraph_stays_whole() -> None:
    text = '"The first part is over. "The second begins now," she said. He left.'
    assert _sentences(text) == [
        '"The first part is over. "The second begins now," she said.',
        "He left.",
    ]


def test_a_quotation_that_never_closes_hides_no_sentence() -> None:
    assert _sentences('He said: "It is over. We go home. Nobody stays.') == [
        'He said: "It is over.',
        "We go home.",
        "Nobody stays.",
    ]


def test_a_quotation_of_three_sentences_stays_whole_and_one_of_four_does_not() -> None:
    three = "“They came. They saw it. They left.”"
    assert _sentences(three) == [three]
    assert _sentences("“They came. They saw it. They left. Nobody cared.”") == [
        "“They came.",
        "They saw it.",
        "They left.",
        "Nobody cared.”",
    ]


def test_a_very_long_quotation_is_split_like_other_text() -> None:
    text = "“" + "They came and they went home. " * 40 + "It was late.”"
    assert len(_sentences(text)) == 41


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ('"A b. ' * 1_000, 1),
        ("“They went home. " * 1_000, 1_000),
        ("A. " * 30_000, 1),
        ("word " * 20_000, 1),
        ("." * 100_000, 1),
        (". " * 50_000, 1),
        ("a." + "[1]" * 30_000, 1),
        ("." + ")" * 100_000, 1),
        ("." + " " * 100_000 + "x", 1),
    ],
    ids=["straight quotes", "curly quotes", "initials", "words", "stops", "spaced stops", "notes",
         "brackets", "spaces"],
)  # fmt: skip
def test_hostile_texts_are_split_like_any_other(text: str, units: int) -> None:
    assert len(split(text)) == units


@pytest.mark.skipif(not _GUM.exists(), reason="the gold sentences of GUM are not at hand")
def test_gold_sentences_are_found() -> None:
    found = gold = right = 0
    for line in _GUM.read_text().splitlines():
        piece = json.loads(line)
        for text, sentences in zip(piece["text"].split("\n\n"), piece["gold_sents"], strict=True):
            ours = _sentences(text)
            found += len(ours)
            gold += len(sentences)
            right += len(set(ours) & set(sentences))
    assert 2 * right / (found + gold) > 0.96
