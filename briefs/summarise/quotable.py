"""Whether a sentence can be shown alone: whether it depends on an earlier one, asks a question, or
would mislead as the author's own view.
"""

import re
import tomllib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from briefs.summarise.cue_words import SPEAKING, word_set
from briefs.summarise.metadiscourse import is_metadiscourse

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
      | (?:During|Over|Throughout|By|Around|Since)\ this\ (?:time|period|phase|era|interval|span)
      | From\ (?:there|here)
      | (?:If|When|While|Unless|Until|Because|Although|Though|Since|Whether|As)
          \ (?:that|those|this|these)
          \ (?:\w+(?:s|ed|ens)|can|cannot|will|would|were|are|have|had|may|might|do|did)
      | (?:Under|In|With|At|For|On|From|By|Against|Faced\ with|Given)\ such
      | (?:In|Under|Given)\ the(?:se)?\ circumstances | (?:With\ )?[Tt]hat\ (?:being\ )?said
      | (?:At|In|On|For|By|To|With)\ (?:an)?other(?:s?(?=,))
      | (?:No|Little|Small)\ wonder | A\ case\ in\ point | Looked\ at | Seen\ (?:like|in)\ this
      | (?:When|If|After|Once|Because|Since|Before|While|As|Until)\ (?:\w+\ ){1,4}(?:that|this)(?=,)
      | (?:At|In)\ (?:either|neither|both|each)\ cases?
      | Here,?\ (?:we|I|you|they|he|she|the|lies?|lay|comes?|again|too|there|it)
      | (?:Some|The|One|Another)\ (?:[\w-]+\ )?[\w-]+(?=:)
      | (?:And\ |But\ )?[Aa]bove\ all
      | (?:In|At|On|For|With)\ the\ (?:first|second|third|latter|former)(?=,)
      | (?:In\ d|By\ d|D)oing\ (?:so|this|that)
      | As\ part\ of\ the\ (?:work|effort|process|project|exercise)(?=,)
      | There\ (?:are|were)\ (?:\w+\ )?(?:reasons|ways)\ (?:why|how)?(?=,)
      | If\ (?:successful|so|not|true|approved|implemented|adopted|passed)(?=,)
      | The\ short\ answer
      | The\ (?:first|second|third|fourth|last|next|latter|former)
          \ (?:is|was|are|were|will|would|has|had|can|relates?|comes?|came|concerns?|involves?|lies)
      | Not\ (?:surprising|everyone\ agrees|so)
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
                 [^.]*?\bto\b|(?:an?|another)\s)
              (?:(?:(?!by\b|and\b|but\b|or\b)[\w'’-]+,?\s){0,5}?that\b
                |(?:(?!(?:by|of|in|for|with|from|as|about|and|but|or|even|on|into)\b)[\w'’-]+\s)
                 {0,4}?(?:whether|how|why|what|who|when|if)\b)
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
            | (?:an?|no)\s(?:\w+\s){0,2}(?:day|shame|pity|mistake|matter|fact|truth|time|irony
                |tragedy|disgrace|scandal|paradox|wonder|miracle|relief|surprise|secret|accident
                |coincidence)\b(?!\sof\b)
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
_TURNED_IT = re.compile(
    _OPENING + r"It [\w ]{2,30}, (?:though|however),"
)  # "It is clear, though, …"
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
            return not _INDEPENDENT_ENGLISH.match(sentence) or bool(_TURNED_IT.match(sentence))
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


_FEWEST_WORDS = 5  # words of a complete sentence
_HALF = 0.5  # share of a sentence: one quoted from there on is somebody else's …
_MOSTLY = 0.7  # … and one that ends in a quoted question asks, if so much of it is quoted

_GRANTS = re.compile(
    r"^[\"'“‘(\[\s]*(?:Of course|True|Yes|Sure|Admittedly|Granted|To be sure|Certainly|No doubt"
    r"|It is true|It['’]s true)\b"
)
_CONCEDES = re.compile(
    _GRANTS.pattern + r""
    r"|\b(?:[Ss]ome|[Cc]ritics|[Oo]pponents|[Ss](?:c|k)eptics|[Ss]upporters|[Pp]roponents|[Dd]efenders"
    r"|[Mm]any(?: people)?|[Pp]eople|[Tt]hey|[Oo]thers)"
    r"\s(?:may\s|might\s|will\s|would\s|often\s|still\s|even\s)?"
    r"(?:say|argue|claim|think|believe|insist|object|complain|fear|contend|maintain)\b"
    r"|\b(?:we are told|the argument goes|it is often (?:said|argued|claimed)|conventional wisdom"
    r"|supposedly|the common view)\b"
)
_TURNS = re.compile(
    r"^[\"'“‘(\[\s]*(?:But|Yet|However|Nevertheless|Nonetheless|Still|In fact|In reality|In truth"
    r"|Actually|The truth|The reality|Even so)\b"
)
_DENIES = re.compile(
    r"^[\"'“‘(\[\s]*(?:Not so\b|Wrong\b|Nonsense\b|Rubbish\b|No[,.]"
    r"|(?:But |Yet |In fact,? |However, )?(?:[Tt]his|[Tt]hat|[Ii]t|[Tt]hey|[Tt]hese|[Tt]hose)"
    r"(?:\s(?:is|was|are|were)|['’]s)\s(?:\w+\s){0,2}?"
    r"(?:not\s(?:\w+\s)?(?:true|so|right|the case)|wrong|false|untrue|nonsense|mistaken|a myth"
    r"|a lie|absurd|ridiculous|far from))",
)
_TESTED = re.compile(
    r"^[\"'“‘(\[\s]*+(?:Myth|Claim|Fiction|Misconception|Objection|Allegation|Rumou?r|Excuse|Q|A"
    r"|Question|Answer|Verdict|Rating|Fact[- ]check"
    r"|What|Why|How|Who|When|Where|Step|Tip|Lesson|Rule|Reason|Principle|Point|Example|Pros?|Cons?"
    r"|One|Two|Three|Four|Five|Six|Seven)\s*+(?:#|No\.?|number|one|two|three|four|five|six|seven)?"
    r"\s*+\d*+\s*+[:.—–-]\s"
)
_ITEM = re.compile(  # "Available: Work should be visible."
    r"^(?!\w*(?:ing|ed|en)\b)[A-Z][\w/-]*(?: (?!(?:is|are|was|were|has|have|had|says?|said|it|this"
    r"|that|will|can|must|should|may)\b)[a-z][\w/-]*){0,2}: [A-Z]"
)
_CONCEDING_WORDS = word_set(
    "course true yes sure admittedly granted certainly doubt say argue claim think believe insist "
    "object complain fear contend maintain told goes said argued claimed wisdom supposedly view"
)
_CLAUSE = re.compile(  # "Because the mayor lied.", "All because it rained, and the road gave way."
    r"^[\"'“‘(\[\s]*(?:(?:Because|Which|Whereas|So that|Such as|Especially)\b"
    r"(?:[^,?]|,(?= (?:and|or|which|who|\w+ed)\b))*$|All because\b|Not (?:to mention|that)\b"
    r"|From \w+ing\b(?!.*, (?:we|I|he|she|they|it|the|you|our|this|a)\b))"
)


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
        or (quoted > _HALF and not (is_named and SPEAKING.intersection(words)))
        or text.rstrip("\"'”’) ").removesuffix(".").endswith((":", ",", "…", ".."))
        or _CLAUSE.match(text) is not None
        or _TESTED.match(text) is not None
        or _ITEM.match(text) is not None
        or is_metadiscourse(text, words)
        or (bool(after) and _DENIES.match(after) is not None)
    )


def _asks(text: str, quoted: float) -> bool:
    if "? " in text or "?” " in text or '?" ' in text:
        return True
    quotes = text.endswith(("?”", '?"')) and ('"' in text[:-1] or "“" in text)
    return asks(text) and not (quotes and quoted < _MOSTLY)


def concedes(text: str, words: Collection[str]) -> bool:
    """Whether it gives a view that may not be the author's: "Critics say …", "Of course …"; `words`
    are its own in lower case.
    """
    return not _CONCEDING_WORDS.isdisjoint(words) and _CONCEDES.search(text) is not None


def turns(text: str) -> bool:
    """Whether it opens by contradicting what was said: "But …", "In fact …"."""
    return _TURNS.match(text) is not None


def grants(text: str) -> bool:
    """Whether it opens by conceding a view of others ("To be sure, …"); the next sentence may
    continue it.
    """
    return _GRANTS.match(text) is not None


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
        if not inside and '"' not in text and "“" not in text:
            share, single = _in_single(text, single, _rest(texts, paragraphs, at))
            yield share
            continue
        quoted = 0
        for place, mark in enumerate(text):
            if mark == "“":
                inside = True
            elif mark == "”":
                inside = False
            elif mark == '"':
                inside = _opens(text, place, inside)
            quoted += inside
        yield quoted / max(1, len(text))


def _opens(text: str, place: int, inside: bool) -> bool:
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
