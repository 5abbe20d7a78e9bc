"""Notes with asterisks and daggers that no link connects to the text: “paid twice.*”, “* Once.”"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from briefs.reading.base import Paragraph, RemarkNote

_SIGN = r"(?:[*∗⁎]{1,4}|†{1,3}|‡{1,3}|§{1,2}|¶|‖)"
_OPENS = re.compile(
    rf"(?P<sign>{_SIGN})[ \u00a0\u2009\u202f]?(?P<text>(?![*∗⁎†‡§¶‖\s])\S.*)", re.DOTALL
)
_CALL = re.compile(rf"(?<=[^\W_]|[.,;:!?…%)\]”’\"'»])(?P<sign>{_SIGN})(?![\w*∗⁎†‡§¶‖])")
_MAX_CALLS, _MIN_WORDS = 3, 2


def part(paragraphs: Sequence[Paragraph]) -> tuple[tuple[Paragraph, ...], tuple[RemarkNote, ...]]:
    """The paragraphs without such notes, with note markers in the text, and the notes.

    A paragraph is a note if it begins with a sign that follows a word above it, and if no other
    paragraph begins with the same sign, as the items of a list do.
    """
    opened = {at: found for at, one in enumerate(paragraphs) if (found := _opening(one))}
    signs = Counter(found["sign"] for found in opened.values())
    notes = {
        at: found
        for at, found in opened.items()
        if signs[found["sign"]] == 1 and 0 < _calls(found["sign"], paragraphs[:at]) <= _MAX_CALLS
    }
    if not notes:
        return tuple(paragraphs), ()
    labels = {found["sign"] for found in notes.values()}

    def marked(call: re.Match[str]) -> str:
        return f"[^{call['sign']}]" if call["sign"] in labels else call[0]

    kept = (one for at, one in enumerate(paragraphs) if at not in notes)
    return (
        tuple(
            replace(one, text=_CALL.sub(marked, one.text)) if _CALL.search(one.text) else one
            for one in kept
        ),
        tuple(RemarkNote(f"^{found['sign']}", found["text"]) for found in notes.values()),
    )


def _opening(paragraph: Paragraph) -> re.Match[str] | None:
    if paragraph.level or paragraph.text[:1].isalnum() or "\n" in paragraph.text:
        return None
    found = _OPENS.fullmatch(paragraph.text)
    return found if found and len(found["text"].split()) >= _MIN_WORDS else None


def _calls(sign: str, above: Sequence[Paragraph]) -> int:
    return sum(call["sign"] == sign for one in above for call in _CALL.finditer(one.text))
