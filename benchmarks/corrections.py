"""How changes of sentences are judged, on pairs of revisions made with known edits.

    python benchmarks/corrections.py [--data FOLDER] [--pieces N] [--seed N] [--show]

Each piece of a corpus becomes a later revision of itself: some sentences are edited, each in one
known way, others are moved, split, merged, put in and taken out around them. Material edits: a
number, a name, a negation, a modal, a quoted word, a quarter of the words, the sentence gone. Quiet
ones: a comma, a space, other quotation marks, a typing error (letters doubled, dropped, swapped or
replaced in any word in small letters of five or more), a split, a merge, a move. Found: the share
of material edits that are judged material. Kept: the share of quiet ones that are not. The floor
judges by the share of equal words alone, a fifth, and pairs sentences by their place.
"""

import argparse
import json
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from random import Random
from time import process_time

from briefs.corrections.affected_messages import Comparison, compare
from briefs.model import Draft, Edited, Revision, Span
from briefs.pieces.versions import revise
from briefs.text.sentences import split

_DATA = Path(__file__).parents[1] / "../shared/data"
_NOW = datetime(2026, 1, 1, tzinfo=UTC)
_AUXILIARY = re.compile(r"\b(is|are|was|were|has|have|had|did|do|does|will|would|could|can|may)\b")
_MODALS = {"will": "may", "would": "must", "could": "must", "can": "must", "may": "will",
           "must": "may", "should": "will", "might": "will"}  # fmt: skip
_NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{3,}\b")
_WORD = re.compile(r"\b[a-z]{5,}\b")
_QUOTED = re.compile(r"[“\"][^“”\"]*?\b([a-z]{4,})\b[^“”\"]*?[”\"]")
_OTHER_WORDS = [
    "harbour",
    "lantern",
    "orchard",
    "saddle",
    "violin",
    "pepper",
    "glacier",
    "thimble",
    "anchor",
    "meadow",
]
_OTHER_NAMES = ["Okonkwo", "Lindqvist", "Vasquez", "Tremblay", "Nakamura", "Petrov"]
_GONE, _SPLIT, _HALF = 0.1, 0.3, 0.5
"""Shares of the edits, where they can be made."""

_FEWEST_WORDS, _FEWEST_SENTENCES = 8, 12
_PART, _WHOLE = 25, 40
"""Letters of what is split and merged, at least."""

_NEW = "The lighthouse keeper painted his gate green again."


@dataclass(frozen=True, slots=True)
class Edit:
    kind: str
    before: str
    after: tuple[str, ...]
    is_material: bool


def number(text: str, random: Random) -> str | None:
    digits = list(re.finditer(r"\d", text))
    if not digits:
        return None
    at = random.choice(digits).start()
    return text[:at] + random.choice([d for d in "123456789" if d != text[at]]) + text[at + 1 :]


def name(text: str, random: Random) -> str | None:
    return _replaced(text, _NAME, random, lambda _: random.choice(_OTHER_NAMES))


def negation(text: str, random: Random) -> str | None:
    if re.search(r"\bnot ", text):
        return re.sub(r"\bnot ", "", text, count=1)
    return _replaced(text, _AUXILIARY, random, lambda word: f"{word} not")


def modal(text: str, random: Random) -> str | None:
    pattern = re.compile(rf"\b(?:{'|'.join(_MODALS)})\b")
    return _replaced(text, pattern, random, lambda word: _MODALS[word])


def quoted(text: str, random: Random) -> str | None:
    found = _QUOTED.search(text)
    if found is None:
        return None
    return text[: found.start(1)] + random.choice(_OTHER_WORDS) + text[found.end(1) :]


def reworded(text: str, random: Random) -> str | None:
    words = text.split(" ")
    places = [n for n, word in enumerate(words) if word.isalpha() and word.islower()]
    wanted = -(-len(words) // 4)
    if len(places) < wanted or len(words) < _FEWEST_WORDS:
        return None
    for n in random.sample(places, wanted):
        words[n] = random.choice(_OTHER_WORDS)
    return " ".join(words)


def comma(text: str, random: Random) -> str | None:
    if ", " in text and random.random() < _HALF:
        return text.replace(", ", " ", 1)
    spaces = [m.start() for m in re.finditer(r"(?<=[a-z]) (?=[a-z])", text)]
    if not spaces:
        return None
    at = random.choice(spaces)
    return f"{text[:at]},{text[at:]}"


def spacing(text: str, random: Random) -> str | None:
    spaces = [m.start() for m in re.finditer(" ", text)]
    if not spaces:
        return None
    at = random.choice(spaces)
    return text[:at] + random.choice(["\u00a0", "\u202f"]) + text[at + 1 :]


def marks(text: str, random: Random) -> str | None:  # noqa: ARG001  # as the others
    changed = text.replace("“", '"').replace("”", '"').replace("’", "'")
    if changed == text:
        changed = text.replace("'", "’")
    return None if changed == text else changed


def typo(text: str, random: Random) -> str | None:
    def mistyped(word: str) -> str:
        at = random.randrange(1, len(word) - 1)
        match random.randrange(4):
            case 0:
                return word[:at] + word[at] + word[at:]
            case 1:
                return word[:at] + word[at + 1 :]
            case 2 if word[at] != word[at + 1]:
                return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
            case _:
                near = random.choice([c for c in "aeiourstnm" if c != word[at]])
                return word[:at] + near + word[at + 1 :]

    return _replaced(text, _WORD, random, mistyped)


def _replaced(
    text: str, pattern: re.Pattern[str], random: Random, by: Callable[[str], str]
) -> str | None:
    found = list(pattern.finditer(text))
    if not found:
        return None
    one = random.choice(found)
    return text[: one.start()] + by(one[0]) + text[one.end() :]


MATERIAL = (number, name, negation, modal, quoted, reworded)
QUIET = (comma, spacing, marks, typo)


def revised(texts: Sequence[str], random: Random) -> tuple[list[list[str]], list[Edit]]:
    """The sentences of the later revision, in groups that stand together, and what was edited."""
    groups: list[list[str]] = [[text] for text in texts]
    edits: list[Edit] = []
    places = [
        n
        for n, text in enumerate(texts)
        if len(text.split()) >= _FEWEST_WORDS and texts.count(text) == 1
    ]
    for at in random.sample(places, len(places) // 3):
        text, is_material = texts[at], random.random() < _HALF
        if is_material and random.random() < _GONE:
            groups[at] = []
            edits.append(Edit("gone", text, (), True))
            continue
        if not is_material and ", and " in text and random.random() < _SPLIT:
            first, second = text.split(", and ", 1)
            if min(len(first), len(second)) > _PART:
                groups[at] = [f"{first}.", f"{second[0].upper()}{second[1:]}"]
                edits.append(Edit("split", text, tuple(groups[at]), False))
                continue
        make = random.choice(MATERIAL if is_material else QUIET)
        after = make(text, random)
        if after is None or after == text:
            continue
        groups[at] = [after]
        edits.append(Edit(make.__name__, text, (after,), is_material))
    edited = {edit.before for edit in edits}
    for at in random.sample(range(len(texts) - 1), len(texts) // 12):
        if not {texts[at], texts[at + 1]} & edited and groups[at] and groups[at + 1]:
            one, other = texts[at], texts[at + 1]
            if one.endswith(".") and min(len(one), len(other)) > _WHOLE and other[0].isupper():
                merged = f"{one[:-1]}; {other}"
                groups[at], groups[at + 1] = [merged], []
                edits += [Edit("merged", said, (merged,), False) for said in (one, other)]
                edited |= {one, other}
    for _ in range(len(texts) // 12):
        at = random.randrange(len(groups))
        moved = groups.pop(at)
        groups.insert(random.randrange(len(groups) + 1), moved)
        if len(moved) == 1 and moved[0] in texts and moved[0] not in edited:
            edits.append(Edit("moved", moved[0], (moved[0],), False))
            edited.add(moved[0])
    groups.insert(random.randrange(len(groups) + 1), [_NEW])
    return groups, edits


def stored(texts: Sequence[str], number_: int) -> Revision:
    """A revision whose sentences are exactly these."""
    body, spans, at = " ".join(texts), [], 0
    for text in texts:
        spans.append(Span(at, at + len(text)))
        at += len(text) + 1
    draft = Draft(title="T", body=body)
    edited = Edited(draft=draft, sentences=tuple(spans), summaries=())
    return revise(edited, piece=1, slug="t", number=number_, now=_NOW)


def by_words(edit: Edit, later: Sequence[str], place: int) -> bool:
    """The floor: the sentence at the same place, and a fifth of other words."""
    there = Counter(later[place].split()) if place < len(later) else Counter()
    said = Counter(edit.before.split())
    return (said - there).total() >= 0.2 * said.total()


def judged(edit: Edit, revision: Revision, comparison: Comparison) -> bool:
    at = next(at for at in revision.sentences if at.of(revision.body) == edit.before)
    change = comparison.of(at)
    return change is not None and change.is_material


def pieces(data: Path, most: int) -> Iterator[list[str]]:
    """Sentences of each piece, of several corpora alike."""
    for name_ in ("editorials", "bbc", "gum", "writers"):
        path = data / "summaries" / f"{name_}.jsonl"
        if not path.exists():
            print(f"skipped: {path} is not there")
            continue
        with path.open() as lines:
            for line in islice(lines, most // 5):
                yield _sentences(json.loads(line)["text"])
    plain = data / "corpora" / "openstax-political-science" / "plain"
    for path in islice(sorted(plain.glob("*")), most // 5):
        yield _sentences(path.read_text())


def _sentences(text: str) -> list[str]:
    found = [at.of(text) for at in split(text)]
    return [" ".join(one.split()) for one in found if one.strip()][:150]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=_DATA)
    parser.add_argument("--pieces", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", action="store_true", help="print what was judged wrongly")
    given = parser.parse_args()
    random = Random(given.seed)  # noqa: S311  # the same edits in every run
    right: dict[str, list[bool]] = defaultdict(list)
    floor: dict[bool, list[bool]] = defaultdict(list)
    ours: dict[bool, list[bool]] = defaultdict(list)
    read = seconds = 0.0
    for texts in pieces(given.data, given.pieces):
        if len(texts) < _FEWEST_SENTENCES:
            continue
        groups, edits = revised(texts, random)
        later = [text for group in groups for text in group]
        before, after = stored(texts, 1), stored(later, 2)
        began = process_time()
        comparison = compare(before, after)
        seconds += process_time() - began
        read += len(texts)
        for edit in edits:
            fits = judged(edit, before, comparison) == edit.is_material
            right[edit.kind].append(fits)
            ours[edit.is_material].append(fits)
            place = texts.index(edit.before)
            floor[edit.is_material].append(by_words(edit, later, place) == edit.is_material)
            if given.show and not fits:
                print(f"{edit.kind}\n  {edit.before}\n  {' | '.join(edit.after)}")
    for kind, fits_ in sorted(right.items()):
        print(f"  {kind:10} {sum(fits_) / len(fits_):.3f} of {len(fits_)}")
    for is_material, what in ((True, "material found"), (False, "quiet kept quiet")):
        share = sum(ours[is_material]) / len(ours[is_material])
        other = sum(floor[is_material]) / len(floor[is_material])
        print(f"{what}: {share:.4f} of {len(ours[is_material])}; by words alone {other:.3f}")
    print(f"{1000 * seconds / read:.2f} ms of CPU a sentence of both revisions")


if __name__ == "__main__":
    main()
