"""The texts that extracts are judged on, with the summaries that people wrote of them."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from briefs.model import Span
from briefs.text.sentences import split

DATA = Path(__file__).parents[2] / "../shared/data/summaries"
HUMAN = ("cnndm", "writers", "inshorts", "gum", "xsum")
"""The sets of articles whose summaries people wrote."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A text and its summaries, each a tuple of sentences; none where nobody wrote one."""

    title: str
    body: str
    sentences: tuple[Span, ...]
    references: tuple[tuple[str, ...], ...]

    def texts(self, indices: Iterable[int]) -> tuple[str, ...]:
        return tuple(self.sentences[index].of(self.body) for index in sorted(indices))


def read(folder: Path, name: str, limit: int | None) -> list[Piece]:
    with (folder / f"{name}.jsonl").open() as lines:
        return [_piece(json.loads(line)) for line in islice(lines, limit)]


def _piece(data: dict[str, object]) -> Piece:
    body, title = str(data["text"]), str(data.get("title") or "")
    references = data.get("refs") or [data.get("summary") or []]
    assert isinstance(references, list)
    return Piece(title, body, split(body), tuple(map(_reference, filter(None, references))))


def _reference(sentences: str | Sequence[str]) -> tuple[str, ...]:
    return (sentences,) if isinstance(sentences, str) else tuple(sentences)
