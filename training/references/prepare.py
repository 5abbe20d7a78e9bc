"""Make what the tagger of references learns from: works for styles to set, and written entries.

    python -m training.references.prepare SOURCES

SOURCES is a folder of your own with `translators/` (Zotero's), `bibliographies/` (BibTeX files),
`treebanks/` (Universal Dependencies, one file or more a language, named after it) and `styles/`
(CSL). Written there: `jobs.json` for `render.cjs`, and `forms.jsonl`. Works whose titles stand in
the labelled sets of `../shared/data` or of `benchmarks/wild` are left out.
"""

import json
import random
import re
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path

from training.references import real_items
from training.references.made_items import Item, Maker, world
from training.references.written_forms import Writer

FORMS = 30_000
A_JOB = 22
"""Works that one style sets; to read a style costs more than to use it."""
JOBS_A_CORE_STYLE, JOBS_A_LANGUAGE, OTHER_STYLES = 16, 60, 420

_ROOT = Path(__file__).parents[2]
_JUDGING = ("news_real84.jsonl", "news_rendered_13styles.jsonl")
_CORE = """
apa apa apa apa-6th-edition modern-language-association modern-language-association
modern-language-association chicago-author-date chicago-notes-bibliography
chicago-notes-bibliography chicago-notes chicago-notes chicago-author-date-17th-edition
chicago-notes-bibliography-17th-edition chicago-notes-bibliography-access-dates
chicago-author-date-access-dates harvard-cite-them-right harvard-cite-them-right-11th-edition ieee
american-medical-association american-sociological-association
american-political-science-association vancouver iso690-author-date-en iso690-numeric-en
elsevier-harvard oscola bluebook-law-review modern-humanities-research-association nature
"""
_OWN = {
    "de": "din-1505-2 iso690-author-date-de chicago-author-date-de din-1505-2-numeric",
    "fr": "iso690-author-date-fr iso690-numeric-fr chicago-author-date-fr iso690-note-fr",
    "es": "iso690-author-date-es iso690-full-note-es",
    "pt": "associacao-brasileira-de-normas-tecnicas iso690-author-date-pt-br",
    "it": "chicago-author-date iso690-author-date-en",
    "pl": "iso690-author-date-en",
    "ru": "gost-r-7-0-5-2008 gost-r-7-0-5-2008-numeric gost-r-7-0-5-2008-numeric-alphabetical",
    "uk": "gost-r-7-0-5-2008 gost-r-7-0-5-2008-numeric",
    "ar": "chicago-notes-bibliography",
    "tr": "apa-tr chicago-notes-bibliography",
    "zh": "china-national-standard-gb-t-7714-2015-numeric"
    " china-national-standard-gb-t-7714-2015-author-date",
    "ja": "sist02 chicago-notes-bibliography",
    "ko": "chicago-notes-bibliography",
}
_EVERYWHERE = (
    "apa modern-language-association chicago-notes-bibliography harvard-cite-them-right"
    " chicago-author-date chicago-notes ieee vancouver"
)
_UNSPACED = frozenset({"zh", "ja"})
_HEADLINES = frozenset({"webpage", "article-newspaper", "report", "post-weblog"})
_NO_SENTENCE = re.compile(r"[,،、，;:—]| – ")


def titles(sources: Path, real: Sequence[Item]) -> Mapping[str, Sequence[str]]:
    """What made-up works are called: sentences or first clauses; in English also headlines."""
    found: dict[str, list[str]] = defaultdict(list)
    for language in world():
        for path in sorted((sources / "treebanks").glob(f"{language}_*.conllu")):
            for line in path.read_text("utf-8").splitlines():
                if line.startswith("# text = ") and (title := _title(line[9:], language)):
                    found[language].append(title)
    found["en"] += [item["title"] for item in real if item["type"] in _HEADLINES]
    return found


def _title(sentence: str, language: str) -> str | None:
    sentence = sentence.strip(' “”"').rstrip(".。")
    for text in (sentence, _NO_SENTENCE.split(sentence)[0].strip()):
        count = len(text) / 2 if language in _UNSPACED else len(text.split())
        if 3 <= count <= 16:
            return text
    return None


def fold(text: str) -> str:
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKD", text).casefold()))[:60]


def real_works(sources: Path) -> list[Item]:
    """Works of others, each once, without those by which the readers are judged."""
    judged = (_ROOT / "benchmarks/wild/entries.tsv").read_text("utf-8")
    known = {fold(title) for row in judged.splitlines() for title in row.split("\t")[5:6]}
    data = _ROOT / "../shared/data/references"
    for name in _JUDGING:
        lines = (data / name).read_text("utf-8").splitlines()
        known |= {fold(json.loads(line)["title"]) for line in lines}
    found = []
    for item in (
        *real_items.zotero(sources / "translators"),
        *real_items.bibtex(sources / "bibliographies"),
    ):
        key = fold(item["title"])
        if key and key not in known:
            known.add(key)
            found.append(item)
    return found


def jobs(sources: Path, real: Sequence[Item], maker: Maker) -> Iterator[Mapping[str, object]]:
    """What `render.cjs` is to set: many works in the usual styles, some in hundreds of others."""
    chance = maker.chance
    styles = {
        path.stem: path.read_text("utf-8")
        for path in sorted((sources / "styles").glob("*.csl"))
        if not re.search("no-url|annotated|abstract|rtf-scan", path.stem)
    }
    by_type: dict[str, list[Item]] = defaultdict(list)
    for item in real:
        by_type[item["type"]].append(item)

    def job(style: str, locale: str, language: str) -> Mapping[str, object]:
        works = [
            chance.choice(by_type[chance.choice(sorted(by_type))]) | _visited(maker)
            if language == "en" and chance.random() < 0.65
            else maker.item(language)
            for _ in range(A_JOB)
        ]
        return {"style": style, "locale": locale, "items": works}

    for style in _CORE.split():
        for _ in range(JOBS_A_CORE_STYLE):
            yield job(style, chance.choice(("en-US", "en-GB")), "en")
    others = [style for style, xml in styles.items() if "<bibliography" in xml]
    chance.shuffle(others)
    for style in others[:OTHER_STYLES]:
        found = re.search(r'default-locale="(([a-z]+)[^"]*)"', styles[style])
        language = found[2] if found and found[2] in maker.world else "en"
        yield job(style, found[1] if found else "en-US", language)
    for language, own in _OWN.items():
        fitting = [*own.split(), *own.split(), *_EVERYWHERE.split()]
        for _ in range(JOBS_A_LANGUAGE):
            locale = chance.choice(maker.world[language]["locales"])
            yield job(chance.choice(fitting), locale, language)


def _visited(maker: Maker) -> Item:
    """A date of access, for half of the works."""
    return {"accessed": maker.date(1.0)} if maker.chance.random() < 0.5 else {}


def main() -> None:
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    sources = Path(sys.argv[1])
    real = real_works(sources)
    named = titles(sources, real)
    every = list(jobs(sources, real, Maker(named, seed=11)))
    random.Random(11).shuffle(every)  # noqa: S311  # a repeatable order is wanted
    (sources / "jobs.json").write_text(json.dumps(every, ensure_ascii=False), "utf-8")
    writer = Writer(Maker(named, seed=23))
    languages = ["en"] * 16 + [language for language in world() if language != "en"] * 2
    written = islice(writer.entries(languages), FORMS)
    lines = (json.dumps({"s": "form", "t": text}, ensure_ascii=False) for text in written)
    (sources / "forms.jsonl").write_text("\n".join(lines) + "\n", "utf-8")
    print(f"{len(every)} jobs, {FORMS} forms")  # noqa: T201  # its one line of output


if __name__ == "__main__":
    main()
