"""What the wording of a sentence tells of it: that it leans on one before it, or that it asks."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

_OPENING = r"[\"'“‘„«(\[「『\s]*"

_LEANS_ENGLISH = re.compile(
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
      | (?:The|That)\ (?:next|following|previous|same)\ (?:day|night|morning|week|month|year)
      | (?:(?:A|An|\w+)\ (?:day|week|month|year|decade)s?\ |(?:Hour|Day|Week|Month|Year)s\ )
          (?:later|earlier)
      | Later\ that | An\ earlier\ version | (?:(?:At|In|For|By|To)\ which|Which)(?=[^?]*$)
      ) \b
      | (?:Rather|First|Second|Third|Fourth|Last|Next|Yes|No|Well|True|Sure|Admittedly|Certainly
          |Equally|Alas|Worse|More\ \w+ly|Either\ way)(?:\ still)?,""",
    re.VERBOSE,
)
_STANDS_ENGLISH = re.compile(
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
            | (?:an?|no)\s(?:\w+\s){0,2}(?:day|shame|pity|mistake|matter|question|fact|truth|time)\b
            | (?:no\ longer\s|not\s|widely\s|often\s)?(?:reported|said|thought|believed|expected
                |known|hoped|feared|considered|estimated|understood|argued|claimed)\b )
      | This\s(?:week|month|year|morning|afternoon|evening|weekend|summer|winter|spring|autumn|fall
                |season|time|century|decade|article|piece|report|paper|study)\b
      | There\s(?:is|are|was|were|has|have|had|will|may|can)\b | There['’]s\b
      | Still\s\w+ing\b | Both\s(?-i:[A-Z]) | Both\s\w+\sand\b | Such\sas\b
      )""",
    re.VERBOSE,
)
_INTERJECTED_ENGLISH = re.compile(  # "The truth, however, is …", from its first comma on
    r", (?:however|though|too|then|therefore|moreover|nevertheless|of course|after all|meanwhile"
    r"|instead|in turn|by contrast|on the other hand|on the contrary|for example|for instance),"
)
_FIRST_COMMA = 64  # characters
# A pronoun that a subordinate opening brings before any name ("For decades, they had …").
_EARLY_PRONOUN_ENGLISH = re.compile(
    _OPENING
    + r"""(?:As|When|While|After|Before|Since|Until|Although|Though|If|Because|For|In|At|On|By|With
        |Without|Like|Unlike|Among|To|What|Let|Even|Only|Now|Once|Many|Some|Most|Few)
      \s(?:(?!(?:any|some|every)(?:one|body)\b|people\b|those\b)[a-z'’-]+,?\s){0,4}?
      (?:he|she|they|him|them)\b""",
    re.VERBOSE,
)
# A definite noun for what was told before ("The announcement was made …"), unless words of its own
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
        |exception|upshot|difference|alternative|solution)
      \s(?!(?:of|that|which|who|by|to|between|on|for|from|against|at|with|about)\b|in\s[A-Z])""",
    re.VERBOSE,
)


_END = r"(?![\w\u0300-\u036f\u064b-\u0652\u0900-\u0963\u200c])"  # of a word and its marks


@dataclass(frozen=True, slots=True)
class _Openings:
    """How sentences of a language open that lean, and that only look so; None where not known."""

    leans: re.Pattern[str]
    stands: re.Pattern[str] | None


@cache
def _openings(language: str) -> _Openings | None:
    """Those of `dependence.toml`."""
    patterns = _tables().get(language)
    if patterns is None:
        return None
    end = "" if patterns.get("unspaced") else _END
    stands = patterns.get("stands", "").replace("\n", "")
    leans = patterns["leans"].replace("\n", "")
    return _Openings(
        re.compile(f"{_OPENING}(?:{leans}){end}"),
        re.compile(f"{_OPENING}(?:{stands})") if stands else None,
    )


@cache
def _tables() -> Mapping[str, Mapping[str, Any]]:
    return tomllib.loads((files("briefs.summarise") / "dependence.toml").read_text("utf-8"))


def leans(sentence: str, language: str = "en") -> bool:
    """Whether it opens with a word for something said before it: "However, he …", "The move …"."""
    if language == "en":
        if _LEANS_ENGLISH.match(sentence):
            return not _STANDS_ENGLISH.match(sentence)
        comma = sentence.find(",", 0, _FIRST_COMMA)
        return (
            _DEFINITE_ENGLISH.match(sentence) is not None
            or _EARLY_PRONOUN_ENGLISH.match(sentence) is not None
            or (comma > 0 and _INTERJECTED_ENGLISH.match(sentence, comma) is not None)
        )
    openings = _openings(language)
    return (
        openings is not None
        and openings.leans.match(sentence) is not None
        and (openings.stands is None or openings.stands.match(sentence) is None)
    )


def asks(sentence: str) -> bool:
    """Whether it is a question."""
    return sentence.rstrip("\"'”’»)] ").endswith(("?", "؟", "？"))
