"""Tells a sentence from what else stands in a text: headlines, captions, bylines, rows, code."""

import re

_TAIL = re.compile(r"[\"'”’»)\]」』】）\s]*(?:\s?\[[^\[\]]{1,12}\])*[⁰¹²³⁴-⁹]*\d{0,3}$")
_ENDS = frozenset(".!?…؟۔।॥。！？｡")
_STARTS = re.compile(r"[\s\"'“‘„«»(\[¿¡….$€£@#+-]*(?P<first>[^\W\d_]+(?:['’-][^\W\d_]+)*|\w)")
_FOUR_WORDS = re.compile(  # the fewest that a sentence is made of
    r"[\W\d_]*+(?:[^\W\d_]++(?:['’-][^\W\d_]++)*+[\W\d_]++){3}[^\W\d_]"
)
_LIST_STUB = re.compile(r"(?:[•▪◦‣●■*–—-]\s|(?:\d{1,3}|[a-zA-Z]|[ivx]{1,4})[.)]\s)")
_CREDIT = re.compile(
    r"""(?: (?:By|Reporting|Editing|Written|Compiled|Edited|Translated|Additional\ reporting)
            (?:\s+(?:by|and|in|writing|editing))*\s+[A-Z][^,]{0,60}$
      | (?:Image|Photo|Photograph|Picture|Photos|Caption|Source|Sources|Credit|Graphic|Video
            |Copyright)\s*(?:[:©|]|(?:caption|copyright|credits?)\b|by\s+[A-Z])
      | (?:Figure|Fig\.|Table|Chart|Map)\s\d[\d.]*[.:|]\s
      | (?:Accessed|Retrieved|Updated|Posted|Last\ (?:updated|modified)|Available\ (?:at|from)
            |Read\ more|See\ also|Related|Click\ here|Follow\ us|Sign\ up|Subscribe|Scroll\ down
            |Watch\ the|Share\ this|E-?mail\ us|Contact\ us|All\ rights\ reserved)\b
      | (?:https?://|www\.)\S+$
    )""",
    re.VERBOSE,
)
_DATED_ENTRY = re.compile(
    r"(?:[^\s.]+\s){0,4}[^\s.]*,\s(?:(?:\d{1,2}\s)?[A-Z][a-z]+(?:\s\d{1,2})?,?\s)?(?:19|20)\d{2}\.$"
)
_CODE = re.compile(r"[{}<>=|\\;\t]")
_CASELESS = re.compile(
    r"[\u0590-\u08ff\u0900-\u0dff\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]"
)

_FEWEST_CHARACTERS = 6  # of a script that is written without case, where words need no spaces


def reads_as_sentence(text: str) -> bool:
    """Whether a unit reads as a whole sentence: it ends with a stop, opens like one and says
    enough; not a headline, caption, byline, list stub, table row, dated entry or code.
    """
    end = len(text)
    if text[-1:] not in _ENDS and (tail := _TAIL.search(text, max(0, end - 48))):
        end = tail.start()
    if end == 0 or text[end - 1] not in _ENDS:
        return False
    start = _STARTS.match(text)
    if start is None or _LIST_STUB.match(text) or _CREDIT.match(text):
        return False
    head = text[:400]
    if not head.isascii() and _CASELESS.search(head):
        return len(head) >= _FEWEST_CHARACTERS
    words = head.split()
    return (
        not start["first"].islower()
        and _FOUR_WORDS.match(head) is not None
        and 5 * sum(map(str.isalpha, words)) >= len(words)
        and any(map(str.islower, words))
        and 20 * len(_CODE.findall(head)) < len(head)
        and not (text[-2:-1].isdecimal() and _DATED_ENTRY.match(text))
    )
