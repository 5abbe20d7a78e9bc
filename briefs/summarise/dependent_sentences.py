"""Sentences that depend on what stands before them: by their opening words
("However, he …"), or as items of a list that complete its lead-in, as words that a colon
introduces, and as the answers of an interview.

The lines of lists and interviews are found among all units of a piece, as a lead-in ("Its features
include:") and the heading of a question are no sentences that could be chosen.
"""

import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import groupby, pairwise
from typing import Any

from briefs.model import Span
from briefs.summarise.cue_words import SPEAKING, word_set

_OPENING = r"[\"'“‘„«(\[「『\s]*"

_DEPENDENT_ENGLISH = re.compile(
    _OPENING
    + r"""(?:
        (?:And|But|So|Yet|Or|Nor|Then|Thus|Hence|Therefore|However|Moreover|Furthermore|Besides
          |Instead|Meanwhile|Nevertheless|Nonetheless|Otherwise|Similarly|Likewise|Consequently
          |Accordingly|Indeed|Also|Still|Again|Additionally|Finally|Secondly|Thirdly|Lastly
          |Conversely|Afterwards|Subsequently|Another|Others?|Both|Neither|Such|He|She|They|His|Her
          |Hers|Their|Theirs|Him|Them|It|Its|This|That|These|Those|There
          |(?:He|She|It|They|That|There)['’](?:s|ll|d|re|ve))
      | (?:Of\ course|As\ such|As\ well|As\ a\ result|At\ the\ same\ time|By\ contrast|Even\ so
          |That\ said|Until\ then|Since\ then|By\ then|To\ that\ end|Not\ only\ that|To\ be\ sure
          |In\ (?:addition|contrast|fact|turn|short|other\ words|particular|response|any\ case
                 |the\ same\ vein|the\ \w+\ since|th(?:at|is)\ (?:case|way|sense|context|respect))
          |For\ (?:example|instance|one|th(?:at|is)\ reason)|On\ the\ (?:other|one)\ hand
          |On\ the\ contrary|After\ (?:that|all|this)|(?:Despite|Because\ of)\ th(?:at|is|ese|ose)
          |At\ th(?:at|is)\ (?:point|stage)|Not\ (?:just|even|only)\ (?:to|for|because))
      | (?:All|Much|Many|Most|Some|Few|None|Each|One)(?:\ of)?\ (?:this|that|these|those|them)
      | To\ (?:do|achieve|accomplish|reach|address|solve|avoid|prevent|fix|meet|test|help\ with)
          \ (?:that|this|so|these)
      | (?:With|From|In|On|By|At|Through|Under|Beyond|For|Before|Without|Unlike|Like|During
          |Alongside|As\ part\ of|Along\ with|On\ top\ of|Apart\ from|Instead\ of)
          \ (?:that|those)(?!\ (?:who|which|of|said|he|she|they|we|it|I))
      | During\ this\ (?:time|period|phase) | From\ (?:there|here)
      | Here,?\ (?:we|I|you|they|he|she|the)
      | (?:In|At|On|For|With)\ the\ (?:first|second|third|latter|former)(?=,)
      | (?:In\ d|By\ d|D)oing\ (?:so|this|that)
      | As\ part\ of\ the\ (?:work|effort|process|project|exercise)(?=,)
      | There\ (?:are|were)\ (?:\w+\ )?(?:reasons|ways)\ (?:why|how)?(?=,)
      | If\ (?:successful|so|not|true|approved|implemented|adopted|passed)(?=,)
      | The\ short\ answer
      | Along\ the\ way | In\ the\ (?:meantime|process) | Even\ then | Last\ but\ not\ least
      | The\ (?:\w+\ ){1,2}part\ (?:is|was|about)
      | The\ same\ (?:happened|happens|is\ true|was\ true|goes|applies|applied|holds|can\ be\ said)
      | (?:One|The\ (?:only|best|easiest|first)|A(?:nother)?)\ (?:\w+\ )?way
          \ to\ do\ (?:that|this|so|it)
      | (?:The|That)\ (?:next|following|previous|same)\ (?:day|night|morning|week|month|year)
      | (?:(?:A|An|\w+)\ (?:day|week|month|year|decade)s?\ |(?:Hour|Day|Week|Month|Year)s\ )
          (?:later|earlier)
      | Later\ that | An\ earlier\ version | (?:(?:At|In|For|By|To)\ which|Which)(?=[^?]*$)
      ) \b
      | (?:Rather|First|Second|Third|Fourth|Last|Next|Yes|No|Well|True|Sure|Admittedly|Certainly
          |Equally|Alas|Worse|More\ \w+ly|Either\ way|Together|Specifically)(?:\ still)?,""",
    re.VERBOSE,
)
_INDEPENDENT_ENGLISH = re.compile(
    _OPENING
    + r"""(?:
        (?:But\s|And\s|Yet\s|So\s)?It
          (?:\s(?:(?:wo|ca)n['’]t|(?:will|would|may|might|could|should|must|can|has|had)(?:\snot)?))?
          (?:\s(?:be|been|is|was|isn['’]t|wasn['’]t|seems?|seemed|appears?|appeared|feels?|felt
                 |makes?|made|takes?|took|taken|looks?|remains?|becomes?|became|serves?|helps?
                 |become|take)\b|['’]s\b|['’]d\sbe\b),?\s
          (?: (?!(?:going|able|about|set|likely|trying|more|meant|designed|supposed)\b
                 [^.]*?\bto\b)(?:[\w'’-]+,?\s){0,5}?
                (?:that|whether|how|why|what|who|when|if)\b
            | (?:[\w'’-]+,?\s){0,4}?(?:time|hard|harder|easy|easier|difficult|important|good|bad
                |better|best|worse|wrong|right|possible|impossible|necessary|unnecessary|essential
                |vital|crucial|tempting|reasonable|unreasonable|ridiculous|absurd|foolish|unfair
                |fair|fitting|clear|useful|helpful|interesting|worth|enough|wise|unwise|safe
                |dangerous|up|common|rare|sensible|naive|premature|early|late|soon|policy|politics
                |mistake|shame|pity|idea|duty|job|responsibility|sense|instructive|customary
                |irresponsible|dishonest|misleading|impractical|unlikely|illegal|legal|fun|nice
                |hypocritical|immoral|remiss|us|me|you|one|courage|years?|months?|decades?|days?),?
                \s(?:(?:for|of)\s(?:[\w'’-]+\s){1,5}?)?to\b
            | more\sthan\b
            | (?:an?|no)\s(?:\w+\s){0,2}question\s(?:of|whether|how|what|who|why|that)\b
            | (?:an?|no)\s(?:\w+\s){0,2}(?:day|shame|pity|mistake|matter|fact|truth|time)\b
                (?!\sof\b)
            | (?:no\ longer\s|not\s|widely\s|often\s)?(?:reported|said|thought|believed|expected
                |known|hoped|feared|considered|estimated|understood|argued|claimed)\b )
      | This\s(?:week|month|year|morning|afternoon|evening|weekend|summer|winter|spring|autumn|fall
                |season|time|century|decade|article|piece|report|paper|study)\b
      | There\s(?:is|are|was|were|has|have|had|will|may|can)\b | There['’]s\b
      | Still\s\w+ing\b | Both\s(?-i:[A-Z]) | Both\s\w+\sand\b | Such\sas\b
      )""",
    re.VERBOSE,
)
_INTERJECTED_ENGLISH = re.compile(  # "The truth, however, is …", matched from its first comma on
    r", (?:however|though|too|then|therefore|moreover|nevertheless|of course|after all|meanwhile"
    r"|instead|in turn|by contrast|on the other hand|on the contrary|for example|for instance),"
)
_FIRST_COMMA = 64  # characters
# A pronoun in a subordinate opening, before any name ("For decades, they had …").
_EARLY_PRONOUN_ENGLISH = re.compile(
    _OPENING
    + r"""(?:As|When|While|After|Before|Since|Until|Although|Though|If|Because|For|In|At|On|By|With
        |Without|Like|Unlike|Among|To|What|Let|Even|Only|Now|Once|Many|Some|Most|Few)
      \s(?:(?!(?:any|some|every)(?:one|body)\b|people\b|those\b)[a-z'’-]+,?\s){0,4}?
      (?:he|she|they|him|them)\b""",
    re.VERBOSE,
)
# A definite noun for something said before ("The announcement was made …"), unless its own words
# say which ("The decision of the court …").
_DEFINITE_ENGLISH = re.compile(
    _OPENING
    + r"""The\s(?:(?:two|three|four|five|same|latest|new|first|second|other|whole|entire|proposed
                   |alleged|resulting|joint)\s)?
      (?:announcement|move|decision|incident|attack|accident|crash|blast|explosion|shooting|statement
        |reports?|comments?|remarks?|deal|agreement|plans?|proposal|ruling|verdict|claims?
        |allegations?|accusations?|findings?|results?|study|survey|research|researchers|authors|pair
        |duo|couple|trio|group|company|firm|man|woman|men|women|boy|girl|victims?|suspects?|teenager
        |driver|officers?|team|club|side|project|programme|program|scheme|law|bill|measures?|changes?
        |idea|problem|issue|question|answer|point|reason|effect|process|system|event|meeting|talks
        |case|trial|letter|book|film|video|footage|images?|pictures?|latter|former|others?|rest
        |figures?|increase|rise|drop|fall|trend|approach|policy|initiative|campaign|protests?|clashes
        |violence|dispute|row|crisis|situation|fire|storm|operation|investigation|inquiry|number|site
        |building|area|animal|car|vehicle|boat|plane|aircraft|device|technology|thing|senator
        |congress(?:wo)?man|writer|singer|actor|actress|defendants?|plaintiffs?|raid|strikes?
        |discovery|warning|arrests?|vote|speech|article|interview|episode|example|complication
        |exception|upshot|difference|alternative|solution|goal|aim|purpose|objective|intention
        |motive)
      \s(?!(?:of|that|which|who|by|to|between|on|for|from|against|at|with|about)\b|in\s[A-Z])""",
    re.VERBOSE,
)


_END = r"(?![\w\u0300-\u036f\u064b-\u0652\u0900-\u0963\u200c])"  # end of a word and its marks


@dataclass(frozen=True, slots=True)
class _Openings:
    """How sentences of a language open that depend on an earlier one (`dependent`), and exceptions
    (`independent`), if there are any.
    """

    dependent: re.Pattern[str]
    independent: re.Pattern[str] | None


@cache
def _openings(language: str) -> _Openings | None:
    """The openings of a language in `dependence.toml`; None if it has none."""
    patterns = _tables().get(language)
    if patterns is None:
        return None
    end = "" if patterns.get("unspaced") else _END
    independent = patterns.get("independent", "").replace("\n", "")
    dependent = patterns["dependent"].replace("\n", "")
    return _Openings(
        re.compile(f"{_OPENING}(?:{dependent}){end}"),
        re.compile(f"{_OPENING}(?:{independent})") if independent else None,
    )


@cache
def _tables() -> Mapping[str, Mapping[str, Any]]:
    return tomllib.loads((files("briefs.summarise") / "dependence.toml").read_text("utf-8"))


def depends(sentence: str, language: str = "en") -> bool:
    """Whether it opens with a word for something said before it: "However, he …", "The move …"."""
    if language == "en":
        if _DEPENDENT_ENGLISH.match(sentence):
            return not _INDEPENDENT_ENGLISH.match(sentence)
        comma = sentence.find(",", 0, _FIRST_COMMA)
        return (
            _DEFINITE_ENGLISH.match(sentence) is not None
            or _EARLY_PRONOUN_ENGLISH.match(sentence) is not None
            or (comma > 0 and _INTERJECTED_ENGLISH.match(sentence, comma) is not None)
        )
    openings = _openings(language)
    return (
        openings is not None
        and openings.dependent.match(sentence) is not None
        and (openings.independent is None or openings.independent.match(sentence) is None)
    )


def asks(sentence: str) -> bool:
    """Whether it is a question."""
    return sentence.rstrip("\"'”’»)] ").endswith(("?", "؟", "？"))


_LEAST_LABELLED = 4  # paragraphs that open with a speaker's label, of an interview …
_LEAST_ASKED = 2  # … of which so many ask …
_LEAST_SPEAKERS = 2
_LEAST_QUESTIONS = 3  # … or so many paragraphs that are questions, if nobody is labelled
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
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")

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
_REPLIES = re.compile(
    r"[^:]{1,60}:\s(?:(?:Yes|No|Well|So|Yeah|Oh|Absolutely|Exactly|Definitely|For me)\b"
    r"|The (?:\w+ ){1,2}(?:thing|part|one|challenge|reason)\b"
    r"|(?:\S+ ){0,9}?(?:[Tt]h(?:is|at|ese|ose|ey)|[Ii]t|[Hh]e|[Ss]he|[Oo]ne of the)\b)"
)
_OF_THE_LIST = re.compile(r"(?:\S+ ){0,12}?(?:[Tt]hese|[Tt]his|[Tt]hose)\b(?! (?:who|week|year))")
_BIOGRAPHY = re.compile(
    r"(?P<name>[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){1,3}) (?:is|was|are|works) (?:an?|the|as|for)\b"
)
_LONGEST_REPLY = 12  # words
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
    answers = _answers(title, units, is_english=language == "en")
    if language != "en":
        return frozenset(answers)
    return frozenset((*_items(units), *_biographies(title, units), *answers))


@dataclass(frozen=True, slots=True)
class _Unit:
    """A unit of the text, the number of its paragraph, and whether it opens a line."""

    text: str
    paragraph: int
    opens: bool


def _units(body: str, sentences: Sequence[Span]) -> Iterator[_Unit]:
    paragraph = end = 0
    for span in sentences:
        gap = body[end : span.start]
        paragraph += "\n\n" in gap
        yield _Unit(span.of(body), paragraph, opens=not end or "\n" in gap)
        end = span.end


def _items(units: Sequence[_Unit]) -> Iterator[int]:
    """The items that complete a lead-in, the sentence that a speaker's colon introduces, and the
    incomplete answer to a question.
    """
    is_list = was_list = False
    for at, (before, unit) in enumerate(pairwise(units), 1):
        led = before.text.rstrip("*_ ").endswith((":", "：")) and unit.opens
        if led and not SPEAKING.isdisjoint(_words(before.text)):
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


def _biographies(title: str, units: Sequence[_Unit]) -> Iterator[int]:
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


def _words(text: str) -> list[str]:
    return [word.lower().replace("’", "'") for word in _WORD.findall(text)]


def _is_clause(text: str) -> bool:
    """Whether a line has a verb of its own before any subordinate clause: "Rents must fall", but
    not "Boats that were built there".
    """
    words = _words(text)
    end = next((at for at, word in enumerate(words) if at and word in _SUBORDINATES), len(words))
    return not _FINITE.isdisjoint(words[:end])


def _answers(title: str, units: Sequence[_Unit], *, is_english: bool) -> Iterator[int]:
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


def _is_question(units: Sequence[_Unit], group: Sequence[int]) -> bool:
    """Whether a paragraph ends with a question to somebody."""
    return units[group[-1]].text.endswith("?") and any(_YOU.search(units[at].text) for at in group)


def _names_one(
    title: str, before: Sequence[str], labelled: dict[int, str], askers: set[str]
) -> bool:
    """Whether the title names the one person who answers: "A talk with Ann Reed"."""
    answering = {label for label in labelled.values() if " " in label and label not in askers}
    if len(answering) > 1:
        return False
    names = answering or {name for text in before for name in _NAME.findall(text)}
    words = set(_words(title))
    return any(
        name.split()[-1].lower().removesuffix("'s").removesuffix("’s") in words for name in names
    )
