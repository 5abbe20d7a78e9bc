"""What sentences depend on, and which are never shown as the author's own."""

import pytest

from briefs.summarise.antecedents import Dependence, dependence
from briefs.text.words import words_of


def _dependence(*paragraphs: str, title: str = "") -> Dependence:
    """Of paragraphs whose sentences are parted by " | "."""
    parted = [paragraph.split(" | ") for paragraph in paragraphs]
    texts = [text for group in parted for text in group]
    numbers = [number for number, group in enumerate(parted) for _ in group]
    return dependence(texts, [words_of(text) for text in texts], numbers, words_of(title))


def _last(*paragraphs: str, title: str = "") -> frozenset[int] | None:
    return _dependence(*paragraphs, title=title).needs[-1]


@pytest.mark.parametrize(
    "text",
    [
        "The mayor Ann Reed opened the bridge. | She had asked for it for years on end.",
        "Ships wait for days off the coast. | This costs their owners nine million a year.",
        "Amara Delgado, a nurse, kept the list. | Delgado had never shown it to the council.",
        "The European Space Board (ESB) met in May. | The ESB put off every vote until autumn.",
        "Fish left the bay in a single year. | Such losses are never made good by subsidies.",
        "Ann Reed runs the port. | As chief secretary of the Valley of Ports, she sold the crane.",
        "A pact on ports is near. | Widely seen as a way to save all, fish and port, it must hold.",
        "A pilot has to be cautious. | One who sails by night has to know every light.",
        "Some ask for a wall. | Well no, since every port of the valley is going to silt up.",
        "Some pilots row and some sail. | Ann Reed is however a rare pilot, for she has a quay.",
        "No port of the valley is deep. | Rather it is the rain that brings ships to a harbour.",
        "Some towns built their ports well. | A good example is Oak Bay with nine quays.",
        "The council may sell the quay. | Every port of the valley would then lie idle for years.",
        "Cranes have to be mended by pilots. | Nobody has yet found a way to do it.",
        "Every quay of the valley grew. | As a welcome side-effect, pilots moved to Oak Bay.",
        "Rain fell on the valley. | First, every bridge in the country has to be mended.",
        "Rain fell on the valley. | Instead, the country needs a bridge that a child can mend.",
        "Boats lay idle for a whole winter. | Those left the harbour in the spring at last.",
        "Every port of the valley lacks pilots. | One way to do that is to pay for a school.",
        "The town has a fair in June. | It will be a day of music and of speeches by the sea.",
        "The port needs a crane. | Doing so would cost the valley nine million in a year.",
        "The port has an office. | Here we talk with the pilots of every ship of the valley.",
        "The European Space Board (ESB) met in May. | Many ESBs of other lands met in autumn.",
        "Nobody knows what a port needs. | It is a hard question because ships grow.",
        "We asked for a crane. | As part of the work, we counted every ship of the valley.",
        "The council wants a longer quay. | If successful, the plan will bring larger ships.",
        "A quay has to grow each year. | To do this, the council has to sell a crane.",
        "Old boats lay in the mud. | From there, nobody has ever brought a ship into the port.",
        "The ports have many pilots. | Unlike the mayors of the valley, they cannot sell a crane.",
        "The ports want more pilots. | Perhaps the council will bow to such a demand in the end.",
        "The mayor likes a crane. | She was told so by the pilots of Oak Bay (Meridia, North).",
        "A strict law would help. | Perhaps it would assert that every port has to be dredged.",
        "The port built a crane. | If it is used, and if it holds, it may save the valley.",
        "The port has a rule. | Drafted by the pilots of nine valleys in May, it has no end.",
        "The mayor sold a crane. | Weeks after the storm at the Gestapo's quay, his boat sank.",
        "The port has a plan. | If that proves to be wrong, the valley will have no harbour.",
        "The law of ports is weak. | Under such circumstances, nobody can build a quay.",
        "Ships are late at dawn. | At another, pilots are needed who know the whole harbour.",
        "The rain broke the crane. | No wonder that so many in the valley want a new council.",
        "The port lost its pilots. | With that said, any harbour has to start with its ships.",
        "Two towns built a quay. | Good examples of the latter can be found all over the valley.",
        "The mayor has a plan. | In an echo of the New Deal and of the Old, he wants a big quay.",
        "There is a gas in the valley. | Much of its chemistry is well known to the pilots.",
        "Two ways are open to the port. | Pilots are going to grasp the latter nettle if it rains.",
        "The IPCC has issued a claim. | Certainly not that the port was the first to lose a crane.",
        "Obama spoke in the valley. | Obama kept it simple, short and vague, as pilots say.",
        "Ships have long had need of pilots. | In its place this Declaration is high on words.",
        "The valley has a harbour. | In this case the valley has to pay for this sort of harbour.",
        "Few pilots trust the mayor. | I sure am, because the mayor has never lost a crane.",
        "The port has a model. | Famously, it assumes that nobody in the valley reads a price.",
        "Rain broke a quay in May. | Over this time, nobody in the valley has mended a crane.",
        "Rain broke a quay in May. | When I ask that, pilots of the valley say that it rains.",
        "The port has a budget. | It is a challenge that no mayor of a valley can shirk.",
        "The council met in May. | It's a laudable idea, and even if it rains, it may hold.",
        "Rain broke a quay in May. | It is possible, though, that the council mends it by winter.",
    ],
)
def test_a_sentence_needs_the_one_that_has_its_owner(text: str) -> None:
    assert _last(text) == frozenset({0})


@pytest.mark.parametrize(
    "text",
    [
        "The council sold a quay in May. | The quay brought in nine million that year.",
        "A study of forty ports came out in May. | The study found silt in every single port.",
        "David Cameron came in the rain. | Even Cameron could not promise to rebuild the bridge.",
        "Rain fell on the valley. | But the government of the valley slept.",
        "Some prayers were stopped in May. | The prayer controversy was a reason for the parade.",
        "Two ports lost a quay. | Men who live far off, and never ask a soul, deny these claims.",
        "Forty ports need a quay. | The budget that the council passed is close to that number.",
        "One reason is the rain. | A second reason is that nobody in the capital likes bridges.",
        "Jessica Hale and Gil Reed met in May. | Last autumn Jess had left the council for good.",
        "The port needs a longer quay. | To make good on that wish we have to sell a crane.",
        "Gil Reed and Ann Hale met in May. | In the spring of that year Gil had left the council.",
        "A permit names a quay and a ship. | Each permit has to be read by the mayor in person.",
        "A bridge fell in May of this year. | The same happened in the spring of the year before.",
        "Poets invented nine cities and a sea. | Some of the inventions turned out to be true.",
        "A code was kept by all pilots. | The code ceased to be kept when the old pilots left.",
        "The council wants a longer quay. | The pilots of it come to the opposite conclusion.",
        "The council paid for a crane. | Specifically, the money came from the sale of boats.",
        "Pilots came to the port. | We then asked every pilot what the ships of today need.",
        "Three towns own the bridge. | In May all three said that it has to be mended.",
        "Ships have to be counted. | Nobody in the capital could have that number before spring.",
        "Ships have to be counted. | The council of the valley can best achieve that by paying.",
        "Boats were sold to a firm. | The operator has been looking for pilots since the spring.",
        "Ships were late for once. | The polarization has its roots in the wages of pilots.",
        "The port pays two men. | The second relates to a quay that nobody has ever used.",
        "A team went to nine ports. | Silt, as the Texas team says, lies in every single port.",
        "A report on silt came in May. | The report, released in Paris, is the first of its kind.",
        "A bill on silt came up in May. | Perhaps the mayor likes the bill; it helps the pilots.",
        "Ships need a deep harbour. | But getting there will take the valley nine years and more.",
        "A lawsuit names six firms. | Few believe that the lawsuit seeks would be all it wants.",
        "Ships need a new port. | Next May the valley has a new plan to support these new goals.",
        "A film on silt came out in May. | The film's website shows nobody how to dredge a port.",
        "Towns of the valley are warm. | The recent redistribution surely delights the fishermen.",
        "Ships need pilots. | Long before that time the valley has to come to terms with its silt.",
        "The port pays two men. | The second, in the old town, is mainly a gathering of pilots.",
        "A plan and a law are at hand. | All will be the better for it if the second wins support.",
        "The Brookline Institute agrees. | The institute is a think tank of some weight in ports.",
        "The town has a wall. | The result of it is the complete lack of a view of the ships.",
        "A car has a fuel cell. | The car's fuel cell not only heats the house of every pilot.",
        "A crane fell in May of this year. | All know that yet another series of storms is near.",
        "Ships need pilots. | Equally important is a quay on which nobody has to wait for hours.",
        "Ships need pilots. | Much more difficult will be the search for a quay in the valley.",
        "Blue Stream, a pipeline, leaks. | Nobody in the valley has ever heard of Blue Stream.",
    ],
)
def test_a_sentence_is_taken_only_after_what_it_leans_on(text: str) -> None:
    found = _dependence(text)
    assert found.needs[-1] == frozenset()
    assert set(found.anchors[-1]) == {frozenset({0})}
    assert not found.alone[-1]


@pytest.mark.parametrize(
    "text",
    [
        "Rain fell on the whole valley. | Ann Reed said that she would rebuild the bridge.",
        "Rain fell on the whole valley. | It is time to rebuild every bridge in the country.",
        "Rain fell on the whole valley. | It would be good politics to rebuild every bridge.",
        "Rain fell on the whole valley. | It will take more than money to rebuild every bridge.",
        "Rain fell on the whole valley. | If anyone builds a bridge, they must mend that bridge.",
        "Rain fell on the whole valley. | In his speech, Cameron promised to rebuild the bridge.",
        "Rain fell on Cameron as well. | Those who built the bridge knew that it would not hold.",
        "Rain fell on the whole valley. | This year the country will rebuild every bridge it has.",
        "Rain fell on the whole valley. | The government has to rebuild every bridge in time.",
        "Rain fell on the whole valley. | Bridges are dear, but these bridges are worth the money.",
        "Rain fell on the whole valley. | Every town will rebuild its bridge in May of this year.",
        "Rain fell on the whole valley. | Towns at this year's fair have to rebuild every bridge.",
        "Rain fell on the whole valley. | Towns make such a big fuss about bridges in the rain.",
        "Rain fell on the whole valley. | It is the bridge that towns of every size have to mend.",
        "Rain fell. | It takes no talent to count ships in a port of the valley.",
        "Rain fell. | It is more important than ever for mayors to count ships.",
        "Rain fell. | It turns out, anything in a port has the same rules as a ship.",
        "Rain fell. | As ports adopt cranes, the pay of pilots must similarly grow.",
        "Rain fell. | What silt and rain have in common is that they need pilots.",
    ],
)
def test_a_sentence_that_has_its_owners_in_it_stands_alone(text: str) -> None:
    found = _dependence(text)
    assert found.needs[-1] == frozenset()
    assert found.alone[-1]


def test_what_the_title_names_needs_no_introduction() -> None:
    text = (
        "Amara Delgado, a nurse, kept the list. | In May Delgado had shown a copy to the council."
    )
    assert _last(text) == frozenset({0})
    assert _last(text, title="What Delgado Knew") == frozenset()


def test_a_name_is_not_given_before_it_is_said_who_that_is() -> None:
    text = "In May Delgado showed a list around. | Amara Delgado, a nurse, had kept it for years."
    assert _dependence(text).needs[0] is None
    assert _dependence(text).names[0] is None


@pytest.mark.parametrize(
    "text",
    [
        "Who will pay for the bridge in the end?",
        "“The bridge is a monument to vanity and nothing else.”",
        "Myth #1: The bridge will pay for itself within a decade.",
        "The bridge rests on these five pillars:",
        "Ann Reed is a columnist and fellow of the Institute for Bridges.",
        "As mentioned above, bridges are built to be looked at.",
        "- 80 percent of those asked wanted a bridge",
        "It fell at last.",
        "Because bridges are more alike than rivers are in their needs and fears.",
        "Because Ann Reed is good, and rivers are bad, and the valley is in danger.",
        "All because a man in the capital likes bridges, and has the money for them.",
        "The bridge held for once, but here are five reasons why it may fall.",
        "“You would begin with “Do you like bridges?” and “Do you swim?” before all else.",
        "'It doesn't tell the council or the pilots what they have to do now,' she said.",
        "“I like the bridge of the valley, they say of me in Oak Bay.”",
        "Available: Work on the bridge should be visible.",
        "We are the generation that mends the bridge of the valley.”",
        "Step two: Build a bridge that a child can mend.",
        'How can a town of this size afford to build bridges?"',
        "(Except the mayor of Oak Bay, who still has a bridge of his own.)",
        "(The pilots of Oak Bay were never asked about bridges.",
        "Even the pilots of Oak Bay were never asked about bridges.)",
        "Now we come to the bridges, a matter that is new to the valley.",
        "Option 2: Build a bridge that a child can mend.",
    ],
)
def test_what_is_not_the_authors_own_is_never_shown(text: str) -> None:
    assert _last(f"Rain fell on the whole valley. | {text}") is None


@pytest.mark.parametrize(
    "text",
    [
        "The law of bridges comes from a sum of treaties and customs (see Chapter 11: Courts).",
        "Ann Reed has pledged to sign up the whole country to a campaign for bridges.",
        "Under the Bridges Act, section 533, every bridge has to be inspected each year.",
        "“Bridges are a monument to vanity and nothing else,” writes Reed, who defines them.",
        "The valley needs 1) a bridge that holds and 2) a crane that turns.",
        "(Old) bridges of the valley are more alike than rivers are (see the map).",
    ],
)
def test_what_only_looks_like_a_note_on_the_piece_may_be_shown(text: str) -> None:
    assert _last(f"Rain fell on the whole valley. | {text}") == frozenset()


def test_a_claim_that_is_denied_next_is_never_shown() -> None:
    text = "Bridges pay for themselves within ten years. | That is simply not true of this one."
    assert _dependence(text).needs[0] is None


def test_a_view_that_is_conceded_comes_with_its_turn() -> None:
    text = "Critics say that bridges cost too much. | But floods cost a country more than bridges."
    found = _dependence(text)
    assert found.needs[0] == frozenset({1})
    assert not found.alone[0]


def test_what_is_generally_supposed_comes_with_its_turn() -> None:
    text = "Ports are generally supposed to be dirty. | The reality is quite another in the valley."
    assert _dependence(text).needs[0] == frozenset({1})


def test_a_view_is_conceded_until_the_turn() -> None:
    text = (
        "To be sure, bridges are dear. | A new one may cost a small town all of its revenue. | "
        "But floods cost a country more than bridges."
    )
    assert _dependence(text).needs[1] == frozenset({2})


def test_a_word_that_stands_for_something_before_is_no_empty_one() -> None:
    text = "The council sold the quay. | For the mayor, it was the only way to pay for the bridge."
    assert _last(text) == frozenset({0})


def test_a_linking_word_links_to_its_paragraph_or_to_the_one_before() -> None:
    first, second = (
        "One. | Rain fell on the valley.",
        "But the hills slept. | So the valley drowned.",
    )
    assert [[tie.others for tie in ties] for ties in _dependence(first, second).ties] == [
        [],
        [],
        [frozenset({0, 1})],
        [frozenset({2})],
    ]


def test_a_quotation_over_several_sentences_is_nobodys_own() -> None:
    text = "The mayor spoke. | “We waited for years. | Nobody came to mend a thing. | No more.”"
    assert _dependence(text).needs[1:] == (None, None, None)


def test_a_linking_word_is_told() -> None:
    found = _dependence("Rain fell on the valley. | But the government of the valley slept.")
    assert found.linked == (False, True)
    assert found.points == (False, False)


def test_anothers_words_are_never_shown() -> None:
    texts = ["A town that forgets its river drowns.", "The council forgot the river in May."]
    found = dependence(texts, [words_of(text) for text in texts], [0, 1], (), others={0})
    assert found.needs[0] is None


def test_a_sentence_that_leans_on_too_many_is_not_shown() -> None:
    chain = " | ".join(
        ["The mayor built a bridge."] + ["This led to a further loss for the valley."] * 6
    )
    assert all(needed is None or len(needed) <= 3 for needed in _dependence(chain).needs)


def test_a_sentence_of_signs_alone_is_never_shown_by_itself() -> None:
    assert _dependence("It rained. | .").needs[-1] is None


@pytest.mark.parametrize(
    "text",
    [
        "The province of Meridia sells its port. | Water is dear, and Meridia has run out of it.",
        "The Bay Union Trust (BUT) met in May. | Nobody voted, since BUT has no chairman now.",
        "Some boats were sold in May. | A quarter of the boats went to the neighbours abroad.",
        "The council trained six pilots. | Last year the training cost them a million and more.",
        "Wages fell by a third. | The newspaper had warned of it in two leaders that spring.",
        "Greece has two harbours left. | Spain is in worse shape because it sold them all.",
        "The court opened an inquiry. | A separate investigation by the port is not complete.",
        "We could keep the children at home. | In a better year we would keep adults out instead.",
        "Some say rain ruins trade. | Trade grew that year, and the other side is still silent.",
        "Sheds burned in five towns. | There are other failures, and all of them were costly.",
        "This threatens many an island. | Islands where nobody has seen a ferry in nine years.",
        "Who owns the sea is disputed. | Negotiators treat the answer as a mere technical annex.",
        "The Board for Old Harbours met. | Few towns expect that BOH will ever meet again.",
        "Eleven boats burned at the quay. | The carnage provoked a crackdown by the coastguard.",
        "The port sold water abroad. | A member of the board told the newspaper that it was cheap.",
        "The union wants to look radical. | Most of its desperate antics to appear so are quaint.",
        "Some years ago he freed the port. | Madam Mayor, that's how you build a legacy at sea!",
        "Rain makes a mole of the island. | I refuse to make it who I am, and so do the others.",
        "Pilots dread the winter. | Very little is done by anyone on shore to remove those fears.",
        "It is a quay. | For any quay that leads people to drown each other deserves contempt.",
        "They shipped nothing for weeks. | Now, the thieves who took the cargo are on trial.",
    ],
)
def test_a_sentence_is_anchored_to_what_its_nouns_and_comparisons_mean(text: str) -> None:
    found = _dependence(text)
    assert frozenset({0}) in {*found.anchors[-1], found.needs[-1]}


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("The province of Meridia sells its port. | Water is dear in Meridia now.", "Meridia"),
        ("France has a port. | Water is dear in France, and the French will have to save it.", ""),
        ("Some boats sank. | The boats of the neighbours abroad are old, and many leak.", ""),
        ("A threat hangs over the port. | The threat posed by the tide is one of many.", ""),
        ("Our culture is sick. | It is plain that the culture we live in rewards the loud.", ""),
        ("The election is on. | All voters know that the election will be close again.", ""),
        ("Greece has two harbours. | Spain is in worse shape than Greece, and it knows.", ""),
        ("Rain fell. | Sensible people do not shout at the sea, they build a wall instead.", ""),
        ("It rained each spring. | The vote on it will come back in the spring of some year.", ""),
        ("Few ask who owns the sea. | To a pilot the answer is that nobody owns any of it.", ""),
        (
            "The port burned. | Nobody but the mayor asked the council of the town for rain.",
            "",
        ),
        ("Boats lie idle. | Both the pilots and the owners have an even greater need than we.", ""),
        ("A new crane came in May. | The mayor sees the weaknesses of the new arrangements.", ""),
        ("Rain fell. | The trick is to count the ships twice before a pilot goes to bed.", ""),
        ("Rain fell. | The argument is simple: ports that count their ships lose fewer.", ""),
        ("A problem came up. | Better pay gets to the root of the problem: a lack of pilots.", ""),
        ("A news item came. | Nobody in the news business has been to the valley.", ""),
        (
            "Pilots met. | Feeding pilots well is vital for ports, and that aim is one for mayors.",
            "",
        ),
        ("Each port has a twin. | Trust ends when each forgets that the other is at work.", ""),
        ("Rain fell. | While cranes are a danger to pilots, silt is an even larger danger.", ""),
        ("Ports closed for COVID-19. | No mayor of the valley was ready for COVID-19.", ""),
    ],
)
def test_what_is_said_whole_or_known_to_all_is_anchored_to_nothing(text: str, title: str) -> None:
    assert _dependence(text, title=title).anchors[-1] == ()


def test_what_follows_a_colon_is_somebody_elses_sentence() -> None:
    text = "As the mayor told a paper in May: | The council has no power to close the harbour."
    assert _dependence(text).needs[-1] is None


@pytest.mark.parametrize(
    "text",
    [
        "Spain has an old canal. | For Greece, it is the only way to reach the sea in winter.",
        "The church talks a lot. | At the moment it's beginning to walk, too, if with a limp.",
    ],
)
def test_the_place_or_time_that_opens_a_sentence_owns_no_pronoun(text: str) -> None:
    assert frozenset({0}) in {_last(text), *_dependence(text).anchors[-1]}


def test_a_chain_of_linked_sentences_is_taken_from_its_beginning() -> None:
    chain = "Rain fell on the port. | But the port slept. | So the ships of the port left."
    assert _dependence(chain).anchors[1:] == ((frozenset({0}),), (frozenset({1}),))


def test_a_concession_and_a_summing_up_are_linked_to_no_one_sentence() -> None:
    for opening in ("Of course,", "Ultimately,", "In short,"):
        text = f"Rain fell on the valley. | {opening} the government of any valley needs a bridge."
        assert _dependence(text).anchors[-1] == ()


def test_an_item_of_an_enumeration_comes_with_the_item_before() -> None:
    text = (
        "Two things matter to any port. | First, it has to pay its pilots."
        " | Pilots of the valley are few. | Second, ports need a quay."
    )
    assert _last(text) == frozenset({0, 1})


def test_a_stray_quotation_mark_does_not_make_what_follows_a_quotation() -> None:
    text = 'Half of them said yes," as pilots told us. | Every bridge in the valley is too old.'
    assert _last(text) == frozenset()


def test_first_words_that_only_continue_are_told_from_those_that_turn() -> None:
    found = _dependence(
        "Ann Hale left the port. | But all the others slept on."
        " | So all the ships left too. | In June she came back again."
    )
    assert found.continues == (False, False, True, True)


def test_a_sentence_of_a_report_comes_with_what_its_first_words_refer_to() -> None:
    found = _dependence("Ann Hale left the port in May. | She had asked for it | “She had.”")
    assert found.of_report[1] == frozenset({0})
    assert found.of_report[2] == frozenset()


def test_a_counted_phrase_comes_with_the_last_of_what_it_counts() -> None:
    found = _dependence(
        "The mayor Ann Reed sold a crane. | The mayor Tom Hale sold a quay. | The work of these two"
        " mayors has cost the valley more than any storm."
    )
    assert 1 in (found.needs[2] or ()) or any(1 in others for others in found.anchors[2])


def test_that_year_comes_with_the_sentence_before_unless_its_own_words_say_which() -> None:
    before = "The crane fell in a storm of 2009."
    found = _dependence(f"{before} | The council met nine times that year in the old port.")
    assert found.ties[1]
    found = _dependence(f"{before} | In May 1998 the council met every week that year in port.")
    assert not found.ties[1]


@pytest.mark.parametrize(
    ("text", "hangs"),
    [
        ("Most of the pilots in the valley are not.", True),
        ("Some pilots of the valley row, and others do not.", False),
        ("Ann Reed of Oak Bay combines both methods in a storm.", True),
        ("Ann Reed and Tom Hale have seen both harbours in a storm.", False),
        ("The council has seen both harbours and quays in a storm.", False),
    ],
)
def test_an_omitted_verb_and_an_untold_pair_hang_on_the_sentence_before(
    text: str, hangs: bool
) -> None:
    found = _dependence(f"Boats of Oak Bay have sails and oars. | {text}")
    assert any(tie.kind == "points" for tie in found.ties[1]) is hangs


def test_who_said_the_sentence_before_is_no_sentence_alone() -> None:
    found = _dependence(
        "“How dare they close the port?” | Ann Reed of Oak Bay demanded. | The council said that"
        " the port was not closed to pilots."
    )
    assert found.needs[1] is None
    assert found.needs[2] is not None
