"""Whether a sentence can be quoted alone, as the author's own words about the subject.

It misleads alone if it asks, quotes, concedes, or is about its own text (metadiscourse): the parts
of a series, what the piece will do, what is shown above or below, who wrote it, what the reader
should do next. Words of others are found by quotation marks, which may go on over several
sentences, and by lines that are no sentences themselves, so that they are looked for among all
units of a piece: the lead-in of a list that its items complete ("Its features include:"), a
speaker's colon, the questions of an interview.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from briefs.model import Span
from briefs.summarise import quotable_words as english
from briefs.summarise.cue_words import SPEAKING, word_set

_FEWEST_WORDS = 5  # words of a complete sentence
_HALF = 0.5  # share of a sentence: one quoted from there on is somebody else's …
_WHOLLY = 0.95  # … even if it names somebody who speaks …
_MOSTLY = 0.7  # … and one that ends in a quoted question asks, if so much of it is quoted


def misleads(
    text: str, after: str, words: Collection[str], *, quoted: float, is_named: bool
) -> bool:
    """Whether a sentence would mislead alone: it is a question, a quotation without its speaker, a
    claim that is only tested or that the next sentence denies, a note on the piece itself, or a
    fragment.

    `after` is the next sentence, `words` are its own in lower case, `quoted` is the share of it
    that is quoted (0 to 1), and `is_named` tells whether it has a name.
    """
    return (
        len(words) < _FEWEST_WORDS
        or _asks(text, quoted)
        or quoted > _WHOLLY
        or (quoted > _HALF and not (is_named and SPEAKING.intersection(words)))
        or text.rstrip("\"'”’) ").removesuffix(".").endswith((":", ",", "…", ".."))
        or _is_aside(text)
        or english.CLAUSE.match(text) is not None
        or english.SPOKE.fullmatch(text) is not None
        or english.TESTED.match(text) is not None
        or english.ITEM.match(text) is not None
        or is_metadiscourse(text, words)
        or (bool(after) and english.DENIES.match(after) is not None)
    )


def _is_aside(text: str) -> bool:
    """Whether it is in brackets as a whole, or the first or last part of what is."""
    opened, closed = text.count("("), text.count(")")
    opens, ends = text.startswith("("), text.rstrip(".!?\"'”’ ").endswith(")")
    wholly = opens and ends and text.find(")") == text.rfind(")")
    return wholly or (opens and opened > closed) or (ends and opened < closed)


def _asks(text: str, quoted: float) -> bool:
    if "? " in text or "?” " in text or '?" ' in text:
        return True
    quotes = text.endswith(("?”", '?"')) and ('"' in text[:-1] or "“" in text)
    return asks(text) and not (quotes and quoted < _MOSTLY)


def concedes(text: str, words: Collection[str]) -> bool:
    """Whether it gives a view that may not be the author's: "Critics say …", "Of course …"; `words`
    are its own in lower case.
    """
    return (
        not english.CONCEDING_WORDS.isdisjoint(words) and english.CONCEDES.search(text) is not None
    )


def turns(text: str) -> bool:
    """Whether it opens by contradicting what was said: "But …", "In fact …"."""
    return english.TURNS.match(text) is not None


def grants(text: str) -> bool:
    """Whether it opens by conceding a view of others ("To be sure, …"); the next sentence may
    continue it.
    """
    return english.GRANTS.match(text) is not None


_ASIDE = re.compile(r"\([^()]*\)")


def is_metadiscourse(text: str, words: Collection[str]) -> bool:
    """Whether a sentence is about its own text, or is a list item or an address. `words` are its
    own in lower case.
    """
    return (
        english.STARTS_LIST.match(text) is not None
        or any(mark in text for mark in english.OF_THE_WEB)
        or english.OPENS.match(text) is not None
        or _matches(english.BIOGRAPHY, english.BIOGRAPHY_WORDS, text, words)
        or _matches(english.CALLS, english.CALLING_WORDS, text, words)
        or _matches(english.SERIES, english.SERIES_WORDS, text, words)
        or _points_elsewhere(text, words)
    )


def _matches(
    pattern: re.Pattern[str], cues: frozenset[str], text: str, words: Collection[str]
) -> bool:
    return not cues.isdisjoint(words) and pattern.search(text) is not None


def _points_elsewhere(text: str, words: Collection[str]) -> bool:
    if "(" in text:
        text = _ASIDE.sub("", text)  # "(see Chapter 11)" is no part of the statement
    return (
        _matches(english.ANNOUNCES, english.ANNOUNCING_WORDS, text, words)
        or _matches(english.ELSEWHERE, english.ELSEWHERE_WORDS, text, words)
    ) and not english.NOT_ELSEWHERE.search(text)


def asks(sentence: str) -> bool:
    """Whether it is a question."""
    return sentence.rstrip("\"'”’»)] ").endswith(("?", "؟", "？"))


_LONGEST_QUOTATION = 12  # sentences
_OPENS_QUOTE = re.compile(r"(?:(?<=^)|(?<=[,:] ))['‘](?=[A-Z\[])")
_CLOSES_QUOTE = re.compile(r"(?<=[.,?!…])['’](?!\w)")


def quoted_shares(texts: Sequence[str], paragraphs: Sequence[int]) -> Iterator[float]:
    """The share of each sentence that is quoted, 0 to 1; a quotation may continue over several
    sentences of its paragraph.
    """
    inside, single, before = False, False, -1
    for at, (text, paragraph) in enumerate(zip(texts, paragraphs, strict=True)):
        inside, single = inside and paragraph == before, single and paragraph == before
        before = paragraph
        if not inside and not any(mark in text for mark in '"“”'):
            share, single = _in_single(text, single, _rest(texts, paragraphs, at))
            yield share
            continue
        quoted = 0
        for place, mark in enumerate(text):
            if mark == "“":
                inside = True
            elif mark == "”":
                if not inside and "“" not in text:
                    quoted = place  # opened in no sentence: all of it is quoted
                inside = False
            elif mark == '"':
                inside = _opens_quotation(text, place, inside)
            quoted += inside
        yield quoted / max(1, len(text))


def _opens_quotation(text: str, place: int, inside: bool) -> bool:
    """Whether a straight quotation mark opens a quotation: by the spaces beside it, or if they do
    not tell, whether none is open.
    """
    before, after = text[place - 1 : place], text[place + 1 : place + 2]
    if not before.strip(" ([—–") and after.isalnum():
        return True
    if before.strip(" ([—–") and not after.isalnum():
        return False
    return not inside


def _rest(texts: Sequence[str], paragraphs: Sequence[int], at: int) -> Iterator[str]:
    """The next sentences of a paragraph behind one, among which a quotation may end."""
    for other in range(at + 1, min(len(texts), at + _LONGEST_QUOTATION)):
        if paragraphs[other] != paragraphs[at]:
            return
        yield texts[other]


def _in_single(text: str, inside: bool, rest: Iterator[str]) -> tuple[float, bool]:
    """The share of a sentence between single quotation marks, and whether the quotation goes on.
    One that nothing closes within its paragraph is none: "'Tis the season".
    """
    quoted = place = 0
    while True:
        if not inside:
            opening = _OPENS_QUOTE.search(text, place)
            if opening is None:
                break
            place = opening.end()
        closing = _CLOSES_QUOTE.search(text, place)
        if closing is None:
            if not inside and not any(map(_CLOSES_QUOTE.search, rest)):
                break
            return (quoted + len(text) - place) / max(1, len(text)), True
        quoted += closing.start() - place
        place, inside = closing.end(), False
    return quoted / max(1, len(text)), False


_LEAST_LABELLED = 4  # paragraphs that open with a speaker's label, of an interview …
_LEAST_ASKED = 2  # … of which so many ask …
_LEAST_SPEAKERS = 2
_LEAST_QUESTIONS = 3  # … or so many paragraphs that are questions, if nobody is labelled
_LONGEST_QUESTION = 3  # sentences
_LEAST_OWN = 3  # sentences in the first person, after such questions
_LABEL = re.compile(
    r"[\"“(\[]?(?P<label>[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){1,3}|[A-Z]{1,3}|Question|Answer)\s?:\s"
)
_TALKED = re.compile(
    r"\b(?:[Ii]nterview\w*|[Tt]alk(?:ed|s|ing)?|[Cc]hat(?:ted)?|[Ss]poke|[Ss]at down"
    r"|[Cc]onversation|[Rr]eached out|[Cc](?:aught|atch\w*) up with|[Cc]heck(?:s|ed)? in with"
    r"|[Aa]sked|Q ?& ?A|[Qq]uestions|[Dd]iscuss(?:ed|es)?"
    r"|[Aa]nswers?|[Ee]mailed)\b"
)
_YOU = re.compile(r"\b(?:you|your|you['’]ve|you['’]re)\b", re.IGNORECASE)
_OWN = re.compile(
    r"\b(?:I|I['’](?:m|ve|d|ll)|[Mm]y|[Mm]e|[Ww]e|[Ww]e['’](?:re|ve|d|ll)|[Oo]urs?|[Uu]s)\b"
)
_NAME = re.compile(r"\b[A-Z][\w'’-]+(?: [A-Z][\w.'’-]+){1,3}\b")
_REPLIES = re.compile(
    r"[^:]{1,60}:\s(?:(?:Yes|No|Well|So|Yeah|Oh|Absolutely|Exactly|Definitely|For me)\b"
    r"|The (?:\w+ ){1,2}(?:thing|part|one|challenge|reason)\b"
    r"|(?:\S+ ){0,9}?(?:[Tt]h(?:is|at|ese|ose|ey)|[Ii]t|[Hh]e|[Ss]he|[Oo]ne of the)\b)"
)
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")


@dataclass(frozen=True, slots=True)
class TextUnit:
    """A unit of the text, the number of its paragraph, and whether it opens a line."""

    text: str
    paragraph: int
    opens: bool


def plain_words(text: str) -> list[str]:
    return [word.lower().replace("’", "'") for word in _WORD.findall(text)]


def answers(title: str, units: Sequence[TextUnit], *, is_english: bool) -> Iterator[int]:
    """The sentences of an interview that are not the author's: what is said in the first person,
    what the interviewer asks, and, unless the title names who answers, everything that is answered.
    """
    paragraphs = [
        list(group) for _, group in groupby(range(len(units)), lambda at: units[at].paragraph)
    ]
    labelled = {
        group[0]: match["label"]
        for group in paragraphs
        if (match := _LABEL.match(units[group[0]].text)) is not None
    }
    asked = [group[0] for group in paragraphs if any(units[at].text.endswith("?") for at in group)]
    if _is_labelled_interview(labelled, asked):
        first = min(labelled)
        askers = {labelled[at] for at in asked if at in labelled}
        askers |= {label for label in labelled.values() if _initials(label) in askers}
    elif not is_english:
        return
    else:
        found = [group[0] for group in paragraphs if _is_question(units, group)]
        told = " ".join((title, *(unit.text for unit in units[: found[0]]))) if found else ""
        own = sum(_OWN.search(unit.text) is not None for unit in units[found[0] :]) if found else 0
        if len(found) < _LEAST_QUESTIONS or own < _LEAST_OWN or not _TALKED.search(told):
            return
        first, askers = found[0], set()
    named = is_english and _names_one(
        title, [unit.text for unit in units[:first]], labelled, askers
    )
    for at in range(first, len(units)):
        label = labelled.get(at, "")
        # "Ann Reed: The harbour …", but not "Ann Reed: Yes, it does …"
        speaks = " " in label and label not in askers and not _REPLIES.match(units[at].text)
        if not speaks and (label or not named or _OWN.search(units[at].text)):
            yield at


def _is_labelled_interview(labelled: dict[int, str], asked: Sequence[int]) -> bool:
    counts = Counter(labelled.values())
    if len(labelled) < _LEAST_LABELLED or len(counts) < _LEAST_SPEAKERS:
        return False
    shortened = any(" " in label and _initials(label) in counts for label in counts)
    questions = sum(at >= min(labelled) for at in asked)
    return shortened or (max(counts.values()) > 1 and questions >= _LEAST_ASKED)


def _initials(label: str) -> str:
    return "".join(word[0] for word in label.split())


def _is_question(units: Sequence[TextUnit], group: Sequence[int]) -> bool:
    """Whether a paragraph is a question to somebody, not an author's thoughts that end with one."""
    said = [units[at].text for at in group]
    return len(said) <= _LONGEST_QUESTION and said[-1].endswith("?") and any(map(_YOU.search, said))


def _names_one(
    title: str, before: Sequence[str], labelled: dict[int, str], askers: set[str]
) -> bool:
    """Whether the title names the one person who answers: "A talk with Ann Reed"."""
    answering = {label for label in labelled.values() if " " in label and label not in askers}
    if len(answering) > 1:
        return False
    names = answering or {name for text in before for name in _NAME.findall(text)}
    words = set(plain_words(title))
    return any(
        name.split()[-1].lower().removesuffix("'s").removesuffix("’s") in words for name in names
    )


_FINITE = word_set(
    "is are was were am has have had will would can could should must may might shall do does did "
    "need needs isn't aren't wasn't weren't hasn't haven't hadn't won't wouldn't can't cannot "
    "couldn't shouldn't don't doesn't didn't it's that's there's he's she's we're they're you're "
    "i'm we've they've you've i've we'll they'll you'll i'll it'll makes make helps gives takes "
    "means shows allows lets works gets"
)
_SUBORDINATES = word_set("that which who whose whom where when if whether because as while so")
_IF = re.compile(r"(?:If|When|Whether)\b[^,]*$")
_ANSWERS = re.compile(  # "What will change? Nothing – unless you vote."
    r"(?:Nothing|None|Nobody|No one|Not|Never|Simple|Simply|Easy|Easily|Because|Everything|Hardly"
    r"|Little|Plenty|Maybe|Perhaps|Probably|Absolutely|Definitely|Exactly|Yes|No|Two|Three|Four)\b"
)
_OF_THE_LIST = re.compile(r"(?:\S+ ){0,12}?(?:[Tt]hese|[Tt]his|[Tt]hose)\b(?! (?:who|week|year))")
_BIOGRAPHY = re.compile(
    r"(?P<name>[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){1,3}) (?:is|was|are|works) (?:an?|the|as|for)\b"
)
_LONGEST_REPLY = 12  # words
_LONG_LEAD = 8  # words
_FIRST_UNITS = 2
_LAST_UNITS = 3
_TITLED_ITEM = re.compile(r"\W*[A-Z][\w./()&' -]{1,40}? ?[-–—] (?:An?|The)\b")


def hanging(
    title: str, body: str, sentences: Sequence[Span], language: str = "en"
) -> frozenset[int]:
    """The indices of the sentences that must not be shown without a line that is no sentence. In
    other languages than English only the answers of labelled speakers are known.
    """
    units = list(_units(body, sentences))
    answered = answers(title, units, is_english=language == "en")
    if language != "en":
        return frozenset(answered)
    return frozenset((*_items(units), *_biographies(title, units), *answered))


def _units(body: str, sentences: Sequence[Span]) -> Iterator[TextUnit]:
    paragraph = end = 0
    for span in sentences:
        gap = body[end : span.start]
        paragraph += "\n\n" in gap
        yield TextUnit(span.of(body), paragraph, opens=not end or "\n" in gap)
        end = span.end


def _items(units: Sequence[TextUnit]) -> Iterator[int]:
    """The items that complete a lead-in, the sentence that a speaker's colon introduces, and the
    incomplete answer to a question.
    """
    is_list = was_list = False
    for at, (before, unit) in enumerate(pairwise(units), 1):
        led = before.text.rstrip("*_ ").endswith((":", "：", " such as")) and unit.opens
        if led and _introduces(before, unit):
            yield at
        was_list, is_list = (
            is_list,
            led or (is_list and (not unit.opens or unit.paragraph == before.paragraph)),
        )
        if unit.opens and (
            (is_list and not _is_clause(unit.text))
            or (_TITLED_ITEM.match(unit.text) and not _is_clause(unit.text))
            or (before.text.endswith(("?", ":")) and _IF.match(unit.text))
        ):
            yield at
            is_list = True
        elif (before.text.endswith("?") and _is_reply(unit.text)) or (
            was_list and unit.opens and not is_list and _OF_THE_LIST.match(unit.text)
        ):
            yield at


def _introduces(before: TextUnit, unit: TextUnit) -> bool:
    """Whether a text that ends with a colon or "such as" introduces somebody's words: it tells that
    somebody speaks, or is long for a heading, and what follows is a paragraph.
    """
    said = plain_words(before.text)
    is_long = len(said) >= _LONG_LEAD and unit.paragraph != before.paragraph
    return is_long or not SPEAKING.isdisjoint(said)


def _biographies(title: str, units: Sequence[TextUnit]) -> Iterator[int]:
    """The sentences at the beginning and the end that say who somebody is of whom nothing else is
    told.
    """
    ends = range(len(units))
    for at in {*ends[:_FIRST_UNITS], *ends[-_LAST_UNITS:]}:
        if found := _BIOGRAPHY.match(units[at].text):
            last = found["name"].split()[-1]
            told = (title, *(unit.text for other, unit in enumerate(units) if other != at))
            if not any(last in text for text in told):
                yield at


def _is_reply(text: str) -> bool:
    """Whether it is the short answer to a question, which says nothing without it."""
    return len(text.split()) <= _LONGEST_REPLY and _ANSWERS.match(text) is not None


def _is_clause(text: str) -> bool:
    """Whether a line has a verb of its own before any subordinate clause: "Rents must fall", but
    not "Boats that were built there".
    """
    words = plain_words(text)
    end = next((at for at, word in enumerate(words) if at and word in _SUBORDINATES), len(words))
    return not _FINITE.isdisjoint(words[:end])
