"""Whose words a passage is: claims under test, mottos with their speakers, what people said."""

import pytest

from tests.briefs.quay import CLERK, PARAGRAPHS, TITLE, drafted, listed, markdown, page

CLAIM = "The chair of the board owns four houses by the sea."
CLAIMS = {
    "a heading": f"<h2>Claim</h2><p>{CLAIM}</p><h2>Verdict</h2>",
    "a line above": f"<p><strong>Claim</strong><br>{CLAIM}</p>",
    "a class": f'<div class="claim_wrapper"><div class="claim_cont">{CLAIM}</div></div>',
    "a property": f'<p itemprop="claimReviewed">{CLAIM}</p>',
    "a term": f"<dl><dt>Claim</dt><dd>{CLAIM}</dd><dt>Verdict</dt><dd>False</dd></dl>",
    "a label in capitals": f'<p><span class="label">CLAIM</span> {CLAIM}</p>',
    "a myth": f"<h3>Myth 2</h3><p>{CLAIM}</p><h3>Fact</h3>",
    "a rumour": f"<p><strong>Rumor:</strong> {CLAIM}</p>",
    "an adjective": f"<p><strong>False claim:</strong> {CLAIM}</p>",
    "under test": f"<p><strong>The claim under test:</strong> {CLAIM}</p>",
    "Spanish": f"<h2>¿Qué se ha dicho?</h2><p>{CLAIM}</p><h2>Conclusión</h2>",
    "German": f"<p><b>Behauptung:</b> {CLAIM}</p>",
}


def voices(source: str, name: str = "a.html") -> list[tuple[str, str, str]]:
    draft = drafted(source, name)
    return [(one.kind, one.speaker, draft.body[one.at.start : one.at.end]) for one in draft.voices]


@pytest.mark.parametrize("name", CLAIMS)
def test_a_claim_under_test_is_not_the_authors(name: str) -> None:
    ((kind, _, text),) = voices(page(CLAIMS[name]))
    assert kind == "claim"
    assert CLAIM in text


@pytest.mark.parametrize(
    "text",
    [
        f"# {TITLE}\n\n**Claim**\n{CLAIM}\n\n",
        f"{TITLE}\n\nCLAIM\n{CLAIM}\n\n",
        f"# {TITLE}\n\n## Claim 1\n\n{CLAIM}\n\n## Verdict\n\n",
    ],
)
def test_a_claim_is_known_in_a_text(text: str) -> None:
    ((kind, _, found),) = voices(text + "\n\n".join(PARAGRAPHS), "a.txt")
    assert kind == "claim"
    assert CLAIM in found


def test_a_claim_that_only_the_pages_data_name_is_known() -> None:
    data = '{"@type": "ClaimReview", "claimReviewed": "%s"}'
    told = f'<script type="application/ld+json">{data}</script>'
    ((kind, _, text),) = voices(page(f"<p>{CLAIM}</p>", head=told % CLAIM))
    assert (kind, text) == ("claim", CLAIM)
    assert voices(page(f"<p>{CLAIM}</p>", head=told % "The board owns a house.")) == []


@pytest.mark.parametrize(
    "text",
    [
        "Claims of the owners were heard in May, and none was paid, said the clerk.",
        "The claim that she owns four houses is false, said the clerk of the board.",
        "Myth has it that the quay was built in one night by the pilots of the port.",
    ],
)
def test_a_sentence_about_a_claim_is_the_authors(text: str) -> None:
    assert voices(page(f"<p>{text}</p>")) == []


MOTTO = "Whoever owns the quay owns the town."
MOTTOS = {
    f"> {MOTTO}\n> — Lea Ruiz, pilot\n\n": "Lea Ruiz, pilot",
    f"> {MOTTO}\n> -- Lea Ruiz\n\n": "Lea Ruiz",
    f"> {MOTTO}\n> - Lea Ruiz\n\n": "Lea Ruiz",
    f"*{MOTTO}*\n— Lea Ruiz\n\n": "Lea Ruiz",
    f"“{MOTTO}” —Lea Ruiz, pilot\n\n": "Lea Ruiz, pilot",
    f"“{MOTTO}”\n\nLea Ruiz, pilot of the port\n\n": "Lea Ruiz, pilot of the port",
}


@pytest.mark.parametrize(("text", "speaker"), MOTTOS.items(), ids=range(len(MOTTOS)))
def test_a_motto_is_its_speakers(text: str, speaker: str) -> None:
    source = f"# {TITLE}\n\n{text}" + "\n\n".join(PARAGRAPHS)
    kind, told, said = voices(source, "a.md")[0]
    assert (kind, told) == ("epigraph", speaker)
    assert MOTTO in said


def test_a_line_of_a_dialogue_is_no_motto() -> None:
    line = "— Qui possède le quai possède la ville, dit-elle."
    assert voices(markdown("", head=f"# {TITLE}\n\n{line}\n\n"), "a.md") == []


SPOKEN = {
    "ru": (
        "Мэр сказал совету в мае 2025 года: «Мы платим за то, чем могли бы владеть», и сел.",
        "Хозяйка порта ответила журналистам: «Никто не был готов к такой зиме», и вышла.",
        "Рыбаки повторили за ней 3 мая 2025 года: «Нам нужна глубокая вода», и ушли.",
    ),
    "uk": (
        "Мер сказав раді: «Ми платимо за те, чим могли б володіти», і сів.",
        "Власниця порту відповіла: «Ніхто не був готовий до такої зими», і вийшла.",
        "Рибалки повторили: «Нам потрібна глибока вода», і підписали лист.",
    ),
    "el": (
        "Ο δήμαρχος είπε στο συμβούλιο: «Πληρώνουμε για κάτι δικό μας», και κάθισε.",
        "Η λιμενάρχης απάντησε στον Τύπο: «Κανείς δεν ήταν έτοιμος», και έφυγε.",
        "Οι ψαράδες είπαν μετά: «Θέλουμε βαθύ νερό», και υπέγραψαν.",
    ),
    "en": (
        "Jo Brandt, the owner: “We are paying rent for what we could own,” and she sat down.",
        "Lea Ruiz, a pilot: “Nobody was ready for such a winter,” and she left in 2025.",
        "Ada Okon, of the Times: “We need deep water,” and she signed it.",
    ),
    "de": (
        "Bürgermeister Karl Vogt sagte dem Rat: „Wir zahlen Miete“, und er setzte sich.",
        "Die Hafenmeisterin Ina Roth antwortete 2025: „Niemand war bereit“, und sie ging.",
        "Die Fischer riefen am 3. Mai 2025: „Wir brauchen tiefes Wasser“, und sie gingen.",
    ),
    "pl": (
        "Burmistrz Jan Nowak powiedział radzie: „Płacimy czynsz”, i usiadł.",
        "Kapitan portu odpowiedziała w 2025 roku: „Nikt nie był gotów”, i wyszła.",
        "Rybacy krzyknęli 3 maja 2025 roku: „Chcemy głębokiej wody”, i podpisali list.",
    ),
}


@pytest.mark.parametrize("language", SPOKEN)
def test_what_people_say_at_the_end_of_a_piece_is_no_list_of_works(language: str) -> None:
    text = "\n\n".join((TITLE, *PARAGRAPHS[:2], *SPOKEN[language]))
    draft = drafted(text, "a.txt")
    assert draft.body.split("\n\n") == [*PARAGRAPHS[:2], *SPOKEN[language]]
    assert listed(draft) == []


@pytest.mark.parametrize("said", ["> She owns the quay.", "“She owns the quay.”"])
def test_what_stands_above_a_quotation_is_the_authors_own(said: str) -> None:
    text = "\n\n".join((f"# {TITLE}", PARAGRAPHS[0], said, "— Lea Ruiz, pilot", *PARAGRAPHS[1:]))
    draft = drafted(text, "a.md")
    (voice,) = draft.voices
    assert (voice.kind, voice.speaker) == ("quotation", "Lea Ruiz, pilot")
    assert draft.body[voice.at.start :].startswith(("She owns", "“She owns"))


TESTED = "Harbour dredging has killed all the fish in the bay of Orlen since 2019."
ANSWERED = {
    "a myth in a heading": f"<h3>Myth #1: {TESTED}</h3><p>They came back in a year.</p>",
    "a verdict below": f"<p>{TESTED}</p><p><b>Verdict: False</b></p><p>They came back.</p>",
    "a rated statement": f"<p><b>Statement:</b> {TESTED}</p><p><b>Rating:</b> Mostly false</p>",
    "a misconception": f"<h3>Misconception</h3><p>{TESTED}</p><h3>Reality</h3><p>No.</p>",
    "what they say": f"<p><b>They say:</b> {TESTED}</p><p><b>Reality:</b> They came back.</p>",
    "fiction": f"<p><b>Fiction:</b> {TESTED}</p><p><b>Fact:</b> They came back.</p>",
    "an allegation": f"<p><b>The allegation:</b> {TESTED}</p><p>They came back.</p>",
    "a cross": f"<p>❌ {TESTED}</p><p>✅ They came back in the year after.</p>",
    "a quoted heading": f"<h3>“{TESTED}” — False</h3><p>They came back.</p>",
    "French": f"<h3>« {TESTED} » : FAUX</h3><p>Ils sont revenus.</p>",
    "Spanish": f"<h3>¿Qué dice la publicación?</h3><p>{TESTED}</p>",
    "Portuguese": f"<p><b>O que diz o post:</b> {TESTED}</p>",
    "RDFa": f'<p property="schema:claimReviewed">{TESTED}</p>',
    "a box": '<div class="claim-conclusion"><div><p class="caption">Claim</p>'
    f"<p>{TESTED}</p></div><div><p>Incorrect. They came back soon after.</p></div></div>",
}


@pytest.mark.parametrize("name", ANSWERED)
def test_what_a_verdict_or_an_answer_speaks_of_is_not_the_authors(name: str) -> None:
    draft = drafted(page(ANSWERED[name]))
    assert any(TESTED in voice.at.of(draft.body) for voice in draft.voices if voice.kind == "claim")


OWN = {
    "a question": f"<p><b>Question:</b> {CLERK}</p><p><b>Fact:</b> It was locked.</p>",
    "an argument above a verdict": f"<p>{CLERK} {CLERK}</p><p>Verdict: guilty</p>",
    "a tick alone": f"<p>✅ {CLERK}</p>",
    "a heading of facts": f"<h3>The facts</h3><p>{CLERK}</p>",
}


@pytest.mark.parametrize("name", OWN)
def test_what_no_verdict_speaks_of_stays_the_authors(name: str) -> None:
    assert drafted(page(OWN[name])).voices == ()


SET_OFF = {
    "a class": '<div class="quote"><p>{}</p><span class="author">Lea Ruiz</span></div>',
    "a paragraph's class": '<p class="quote">{}</p>',
    "Bootstrap": '<div class="blockquote">{}</div>',
    "Drupal": '<div class="field--name-field-quote"><div class="field__item">{}</div></div>',
    "Word": "<p class=MsoQuote>{}</p>",
    "LibreOffice": '<p class="quotations">{}</p>',
    "a role": '<div role="blockquote"><p>{}</p></div>',
    "an indent": '<p style="margin-left:40px"><i>{}</i></p>',
}


@pytest.mark.parametrize("name", SET_OFF)
def test_a_quotation_that_only_its_looks_tell_is_not_the_authors(name: str) -> None:
    draft = drafted(page(SET_OFF[name].format(TESTED)))
    assert any(TESTED in voice.at.of(draft.body) for voice in draft.voices)
    assert draft.byline == ""


def test_a_motto_at_the_right_margin_is_not_the_authors() -> None:
    right = 'style="text-align:right"'
    motto = f"<p {right}><em>{TESTED}</em></p><p {right}>Lea Ruiz, <i>Pilots</i></p>"
    draft = drafted(page(before=motto))
    assert any(TESTED in one.at.of(draft.body) for one in draft.voices)


def test_a_motto_with_its_speaker_in_brackets_or_behind_a_tilde_is_not_the_authors() -> None:
    for speaker in ("(Lea Ruiz)", "~ Lea Ruiz"):
        text = "\n\n".join((TITLE, f"“{TESTED}” {speaker}", *PARAGRAPHS))
        (voice,) = drafted(text, "a.txt").voices
        assert (voice.kind, voice.speaker) == ("epigraph", "Lea Ruiz")


def test_lines_that_a_plain_text_quotes_as_mail_does_are_not_the_authors() -> None:
    text = "\n\n".join((TITLE, PARAGRAPHS[0], f"> {TESTED[:30]}\n> {TESTED[30:]}", *PARAGRAPHS[1:]))
    (voice,) = drafted(text, "a.txt").voices
    assert voice.kind == "quotation"
