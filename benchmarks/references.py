"""How well reference entries are parsed, field by field and style by style, and what that costs.

Labelled entries (../shared/data): real ones, and thirteen styles made by a citation processor.
Authors are right if all are, by family name and initial; title and outlet without case, accents and
punctuation; dates as ISO; addresses without scheme, "www." and a final slash. The labels have one
date for issued and updated. The floor is one compiled scan for years and addresses.
"""

import json
import re
import time
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from briefs.model import Author, Person, Source
from briefs.references.parse import LONGEST, parse

DATA = Path(__file__).parents[1] / "../shared/data/references"
SETS = ("news_real84.jsonl", "news_rendered_13styles.jsonl")
FIELDS = ("authors", "title", "container", "issued", "accessed", "url")
FLOOR = re.compile(r"https?://\S+|\b(?:1[5-9]|20)\d\d\b")
ROUNDS = 3
HOSTILE = ("[", "(", "“", '"x ', '"a," ', "“a” B", "[a](", "http://", "Aa, ", "accessed ", "A. ")

Label = dict[str, Any]
Key = str | tuple[tuple[str, str], ...]


@dataclass(slots=True)
class Tally:
    """Counts over one set or style."""

    entries: int = 0
    complete: int = 0
    wrong: int = 0
    status: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    given: Counter[str] = field(default_factory=Counter)
    due: Counter[str] = field(default_factory=Counter)

    def add(self, source: Source, label: Label) -> None:
        verdicts = {name: judge(name, source, label) for name in FIELDS}
        self.entries += 1
        self.status[source.status] += 1
        self.complete += all(right for right, _, _ in verdicts.values())
        self.wrong += any(given and not right for right, given, _ in verdicts.values())
        for name, (right, given, due) in verdicts.items():
            self.right[name] += right and given and due
            self.given[name] += given
            self.due[name] += due

    def row(self, name: str) -> str:
        shares = (self.complete, self.wrong, self.status["raw"] + self.status["partial"])
        return f"{name[:34]:34} {self.entries:7}" + "".join(
            f"{count / self.entries:10.3f}" for count in shares
        )

    def fields(self) -> Iterable[str]:
        for name in FIELDS:
            precision = self.right[name] / max(self.given[name], 1)
            recall = self.right[name] / max(self.due[name], 1)
            f1 = 2 * self.right[name] / max(self.given[name] + self.due[name], 1)
            yield f"  {name:12} precision {precision:.3f}  recall {recall:.3f}  F1 {f1:.3f}"


def judge(name: str, source: Source, label: Label) -> tuple[bool, bool, bool]:
    """Whether a field is right, whether it was given, and whether the label has it."""
    given, due = read(name, source), truth(name, label)
    if name == "authors" and label.get("etal"):
        given = given[: len(due[0])]
    return (given in due if due else not given), bool(given), bool(due and due[0])


def read(name: str, source: Source) -> Key:
    match name:
        case "authors":
            return tuple(map(key, source.authors))
        case "issued":
            return source.issued or source.updated or ""
        case "url":
            return bare(source.url or "")
        case "accessed":
            return source.accessed or ""
        case _:
            return fold(getattr(source, name) or "")


def truth(name: str, label: Label) -> list[Key]:
    """The values that the label allows: an outlet may have several."""
    match name:
        case "authors":
            return [
                tuple(
                    (fold(one.get("literal") or one["family"]), fold(one.get("given") or "")[:1])
                    for one in label["authors"]
                )
            ]
        case "container":
            return [fold(name) for name in label["container"]]
        case "title":
            return [fold(label["title"])]
        case "url":
            return [bare(label["url"] or "")]
        case _:
            return [label[name] or ""]


def key(author: Author) -> tuple[str, str]:
    if isinstance(author, Person):
        return fold(author.family), fold(author.given)[:1]
    return fold(author.name), ""


def fold(text: str) -> str:
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKD", text).casefold()))


def bare(url: str) -> str:
    return re.sub(r"^(?:https?://)?(?:www\.)?", "", url.casefold()).rstrip("/")


def cpu(work: Callable[[str], object], texts: list[str]) -> float:
    """The least CPU milliseconds an entry costs, over a few rounds."""
    times = []
    for _ in range(ROUNDS):
        started = time.process_time()
        for text in texts:
            work(text)
        times.append(time.process_time() - started)
    return min(times) / len(texts) * 1000


def main() -> None:
    if not DATA.is_dir():
        print(f"The labelled entries are not here: {DATA}")
        return
    print(f"{'':34} {'entries':>7}{'complete':>10}{'a wrong':>10}{'as':>10}")
    print(f"{'':34} {'':7}{'':10}{'field':>10}{'written':>10}")
    for file in SETS:
        labels = [json.loads(line) for line in (DATA / file).read_text("utf-8").splitlines()]
        total = Tally()
        by_style: dict[str, Tally] = defaultdict(Tally)
        for label in labels:
            source = parse(label["text"])
            for tally in (total, by_style[label["style"]]):
                tally.add(source, label)
        print(total.row(file))
        for style, tally in by_style.items():
            print(tally.row(f"  {style}"))
        print("\n".join(total.fields()))
        texts = [label["text"] for label in labels]
        ours, floor = cpu(parse, texts), cpu(FLOOR.findall, texts)
        print(f"  CPU {ours:.3f} ms an entry; {ours / floor:.0f} times one scan ({floor:.4f} ms)\n")
    worst = max(HOSTILE, key=lambda unit: cpu(parse, [unit * (LONGEST // len(unit))]))
    text = worst * (LONGEST // len(worst))
    print(f"Worst hostile entry of {LONGEST} characters: {worst!r}, {cpu(parse, [text]):.1f} ms")
    print(f"100 000 characters: {cpu(parse, ['“a” ' * 25_000]):.3f} ms")


if __name__ == "__main__":
    main()
