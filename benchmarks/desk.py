"""An editor's day: thirty old files of several formats, and each editorial step on the command
line.

Five each of text, Markdown, HTML, OpenDocument, Word and PDF, with 24 sentences and two works
cited, are added as an archive, found, corrected, drafted, published, retracted and erased. Each
step is a process of its own and must succeed. Beside each is printed how many times the floor it
takes: `sourcebrief --version`, which opens no library.
"""

import os
import random
import subprocess
import sys
import time
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import docx

from tests.briefs.paper import Words, pdf

SUBJECTS = (
    *[
        "water",
        "harbour",
        "council",
        "ferry",
        "bridge",
        "school",
        "budget",
        "road",
        "rail",
        "dam",
        "clinic",
        "market",
        "forest",
    ],
    *[
        "port",
        "court",
        "tax",
        "census",
        "river",
        "mine",
        "grid",
        "museum",
        "archive",
        "union",
        "factory",
        "coast",
        "island",
    ],
    *["tunnel", "library", "airport", "lighthouse"],
)
VERBS = [
    "closed",
    "rebuilt",
    "ignored",
    "audited",
    "sold",
    "measured",
    "defended",
    "postponed",
    "surveyed",
    "doubled",
]
NAMES = ("Ada Lindqvist", "Bo Farkas", "Cem Aydin", "Dora Weiss")
MONTHS = ("January", "March", "June", "September", "November")
FORMS = (
    "The {s} was {v} in {y}, and the {o} paid for it with {n} million that nobody had voted for.",
    "Nobody in the {o} office of district {n} could say why the {s} had to be {v} before {y}.",
    "What the {s} needs is a ledger that the {o} cannot edit, kept for the voters of {n} towns.",
    "A report of {y} counted {n} hundred letters about the {s}, of which the {o} answered few.",
    "If the {o} is {v} again, the {s} will have outlived {n} promises that were made in {y}.",
    "The minister said in {y} that the {s} would pay for itself; it has paid for {n} lawyers.",
)
SEALED = "Nobody but the clerk of the quay knew of the sealed ledger."
DRAFT = f"""---
title: The Quay That Paid
byline: Ada Lindqvist
---
The quay was built in 1998 for ships that never came. {SEALED} The loan is paid by the market.
"""


class Piece:
    """One of the thirty pieces: its words, and its file."""

    def __init__(self, number: int, chance: random.Random) -> None:
        self.number, self.subject = number, SUBJECTS[number]
        self.title = f"Why the {self.subject.title()} Was Never {chance.choice(VERBS).title()}"
        self.byline, year = NAMES[number % 4], 2005 + number % 15
        self.date = f"{1 + number % 27} {MONTHS[number % 5]} {year}"
        self.paragraphs = [" ".join(self._sentence(chance) for _ in range(4)) for _ in range(6)]
        self.works = [
            f"Kassab, Anna. {self.subject.title()} and Power. London: Routledge, {year - 3}.",
            f"Small, Ken. “The {self.subject.title()} Question.” Policy 12 (2003): 3–20.",
        ]

    def _sentence(self, chance: random.Random) -> str:
        return chance.choice(FORMS).format(
            s=self.subject,
            o=chance.choice(SUBJECTS),
            v=chance.choice(VERBS),
            y=chance.randint(1960, 2015),
            n=chance.randint(2, 99),
        )

    def write(self, folder: Path) -> None:
        kind = (self._text, self._markdown, self._html, self._odt, self._word, self._pdf)
        name, data = kind[self.number % 6]()
        (folder / f"{self.number:02} {name}").write_bytes(data)

    def _text(self) -> tuple[str, bytes]:
        head = f"{self.title}\n\nBy {self.byline} | {self.date}"
        parts = (head, *self.paragraphs, "Works cited", *self.works)
        return "essay.txt", "\n\n".join(parts).encode()

    def _markdown(self) -> tuple[str, bytes]:
        head = f"---\ntitle: {self.title}\nbyline: {self.byline}\ndate: {self.date}\n---"
        works = "\n".join(f"- {work}" for work in self.works)
        return "essay.md", "\n\n".join((head, *self.paragraphs, "## Works cited", works)).encode()

    def _html(self) -> tuple[str, bytes]:
        text = "".join(f"<p>{paragraph}</p>" for paragraph in self.paragraphs)
        works = "".join(f"<li>{work}</li>" for work in self.works)
        body = f"<h1>{self.title}</h1><p class=byline>By {self.byline}</p>{text}"
        page = f"<article>{body}<h2>Works cited</h2><ul>{works}</ul></article>"
        return "essay.html", f"<title>{self.title}</title>{page}".encode()

    def _odt(self) -> tuple[str, bytes]:
        office = 'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
        text = 'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
        mime = 'office:mimetype="application/vnd.oasis.opendocument.text"'
        said = "".join(f"<text:p>{one}</text:p>" for one in self.paragraphs)
        works = "".join(f"<text:p>{one}</text:p>" for one in self.works)
        title = (
            f'<text:h text:outline-level="1">{self.title}</text:h><text:p>By {self.byline}</text:p>'
        )
        cited = f'<text:h text:outline-level="2">Works cited</text:h>{works}'
        body = f"<office:body><office:text>{title}{said}{cited}</office:text></office:body>"
        return (
            "essay.fodt",
            f"<office:document {office} {text} {mime}>{body}</office:document>".encode(),
        )

    def _word(self) -> tuple[str, bytes]:
        document, data = docx.Document(), BytesIO()
        document.add_heading(self.title, 0)
        for paragraph in (f"By {self.byline}", *self.paragraphs):
            document.add_paragraph(paragraph)
        document.add_heading("Works cited", 1)
        for work in self.works:
            document.add_paragraph(work)
        document.save(data)
        return "essay.docx", data.getvalue()

    def _pdf(self) -> tuple[str, bytes]:
        lines = [
            Words(text=self.title, y=740, size=18, bold=True),
            Words(text=f"By {self.byline}", y=715),
        ]
        y = 690.0
        for paragraph in (*self.paragraphs, "Works cited", *self.works):
            for line in _lines(paragraph.replace("–", "-").translate({8220: '"', 8221: '"'})):
                lines.append(Words(text=line, y=y, size=10))
                y -= 12
            y -= 8
        return "essay.pdf", pdf([lines])


def _lines(text: str, width: int = 92) -> list[str]:
    found = [""]
    for word in text.split():
        if len(found[-1]) + len(word) > width:
            found.append("")
        found[-1] = f"{found[-1]} {word}".strip()
    return found


STEPS: tuple[tuple[str, ...], ...] = (
    ("add", "--archive", "old"),
    ("list",),
    ("list", "--by", "lindqvist", "--after", "2010"),
    ("search", "ledger", "by:farkas", "-harbour"),
    ("edit", "4", "--date", "9 Jan 2017", "--byline", "Anna Lind", "--topic", "rail"),
    ("edit", "4", "--source", "2 Lind, Per. Rails. London: Verso, 2001."),
    ("add", "old"),
    ("topics", "merge", "rail", "railways"),
    ("piece", "pin", "S3", "4"),
    ("add", "--draft", "new"),
    ("list", "--drafts"),
    ("piece", "check", "31"),
    ("publish", "31", "--at", "06:00 Berlin"),
    ("publish", "31", "--archive"),
    ("retract", "31", "The figures were wrong."),
    ("list", "--state", "retracted"),
    ("erase", "31", "--yes", "unlawful"),
    ("list", "--state", "erased"),
    ("log",),
    ("privacy",),
)


def main() -> None:
    chance = random.Random(5)  # noqa: S311  # no secret
    with TemporaryDirectory(prefix="desk-") as name:
        folder = Path(name)
        for part in ("old", "new"):
            (folder / part).mkdir()
        for number in range(30):
            Piece(number, chance).write(folder / "old")
        (folder / "new" / "quay.md").write_text(DRAFT)
        floor = min(run(folder, "--version")[0] for _ in range(3))
        print(f"the floor, --version: {floor:.2f} s")
        for step in STEPS:
            seconds, said = run(folder, *step)
            last = said.strip().splitlines()[-1][:60] if said.strip() else ""
            print(f"{' '.join(step)[:48]:48} {seconds / floor:5.1f} times the floor   {last}")
        _, digest = run(folder, "chat", said="/digest on 08:30 Berlin\n")
        left = [
            path.name
            for path in folder.glob("sourcebrief.db*")
            if SEALED.encode() in path.read_bytes()
        ]
        print("pieces:", run(folder, "list", "--json")[1].count("\n"))
        print("news in the next digest:", "none" if "nothing new yet" in digest else digest)
        print("files of the library that hold the erased text:", left or "none")


def run(folder: Path, *args: str, said: str = "") -> tuple[float, str]:
    """The seconds of a command, and what it printed; it has to succeed."""
    began = time.perf_counter()
    done = subprocess.run(  # noqa: S603  # our own program
        (sys.executable, "-m", "bot.cli.main", *args),
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])},
        input=said,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"{args}: {done.stdout}{done.stderr}")
    return time.perf_counter() - began, done.stdout


if __name__ == "__main__":
    main()
