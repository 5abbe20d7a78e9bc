"""How languages fare: sentence ends, the language told, search and briefs, on treebanks.

    TREEBANKS=FOLDER python benchmarks/languages.py [--peers] [--development]

FOLDER holds Universal Dependencies treebanks as they are published: UD_German-PUD/*.conllu, …; what
is not there is skipped and named. Figures are of the test set of each language; `--development`
takes the other set, the one that rules were made on. `--peers` measures pysbd, sentencex, py3langid
and lingua in the same run; they have to be installed.

Ends: F1 of sentence ends in runs of ten sentences, beside a plain regular expression. Told: the
share of runs of 1, 3 and 10 sentences whose language is told rightly, and wrongly; the rest is
"und". Found: the share of inflected words of the treebank that find the sentence by another form of
the same lemma, and the share of other sentences that are found without it. Brief: its method, and
the share of its sentences that are sentences of the treebank.
"""

import argparse
import os
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from briefs.search_query import parse, ways
from briefs.summarise.summary import summaries
from briefs.text.language import UNKNOWN, detect
from briefs.text.sentences import split
from briefs.text.words import fold, index_terms

# Language: (test set, development set); "" where there is none.
BANKS = {
    "de": ("German-PUD", "German-GSD"),
    "fr": ("French-PUD", "French-GSD"),
    "es": ("Spanish-PUD", "Spanish-GSD"),
    "pt": ("Portuguese-PUD", "Portuguese-Bosque"),
    "it": ("Italian-PUD", "Italian-ISDT"),
    "pl": ("Polish-PDB:test", "Polish-PDB:dev"),
    "ru": ("Russian-PUD", "Russian-GSD"),
    "uk": ("Ukrainian-IU:test", "Ukrainian-IU:dev"),
    "tr": ("Turkish-PUD", "Turkish-BOUN"),
    "ar": ("Arabic-PUD", ""),
    "fa": ("Persian-Seraji:test", "Persian-PerDT:dev"),
    "hi": ("Hindi-PUD", ""),
    "zh": ("Chinese-GSDSimp:test", "Chinese-GSDSimp:dev"),
    "ja": ("Japanese-GSD:test", "Japanese-GSD:dev"),
    "en": ("English-PUD", "English-EWT"),
    "cs": ("Czech-PUD", "Czech-CAC"),
    "nl": ("Dutch-Alpino:test", "Dutch-Alpino:dev"),
    "sv": ("Swedish-PUD", "Swedish-Talbanken"),
    "ro": ("Romanian-RRT:test", "Romanian-RRT:dev"),
}
# Languages that are not detected, and must not be taken for a similar one.
RELATIVES = {
    "gl": "Galician-TreeGal:test",
    "be": "Belarusian-HSE:test",
    "kk": "Kazakh-KTB:test",
    "sr": "Serbian-SET:test",
    "bg": "Bulgarian-BTB:test",
    "mk": "Macedonian-MTB",
    "da": "Danish-DDT:test",
    "nb": "Norwegian-Bokmaal:test",
    "ur": "Urdu-UDTB:test",
    "hu": "Hungarian-Szeged:test",
    "hr": "Croatian-SET:test",
    "sl": "Slovenian-SSJ:test",
    "af": "Afrikaans-AfriBooms:test",
    "fi": "Finnish-PUD",
    "mr": "Marathi-UFAL:test",
    "yi": "Yiddish-YiTB:test",
    "ky": "Kyrgyz-KTMU:test",
}
RUN = 10
HEAD = """\
ends: F1 (false/missed); told: right/wrong of 1, 3 and 10 sentences; found: as typed, without
accents, wrongly; brief: method, share of its sentences that are gold"""
UNSPACED = {"zh", "ja"}
_TOLD_OF = 400  # sentences
_INDEXED = 1_000
_BRIEFED = 800
_WORDS = 500
_SHORTEST = 3
_PLAIN = re.compile(
    r"""[.!?؟।…]+["”’»)\]]*\s+(?=["“‘«(\[¿¡]*[^\W\d_a-zà-ÿа-я])|[。！？]+[」』”）]*"""
)


@dataclass(frozen=True, slots=True)
class Word:
    form: str
    lemma: str
    kind: str


@dataclass(frozen=True, slots=True)
class Sentence:
    text: str
    words: tuple[Word, ...]


def treebank(folder: Path, name: str) -> list[Sentence]:
    """The sentences of a treebank, or of one part of it ("Polish-PDB:dev"); [] if it is absent."""
    bank, _, part = name.partition(":")
    files = sorted(folder.glob(f"UD_{bank}/*{part}.conllu")) if bank else []
    return [sentence for file in files for sentence in _sentences(file)]


def _sentences(file: Path) -> Iterator[Sentence]:
    for block in file.read_text(encoding="utf-8").split("\n\n"):
        text, words, inside = "", [], 0
        for line in block.split("\n"):
            if line.startswith("# text = "):
                text = line[9:].strip()
            elif line[:1].isdecimal():
                at, form, lemma, kind, *_ = line.split("\t")
                if "-" in at:  # a written word that is several: its parts are not written
                    inside = int(at.split("-")[1])
                    words.append(Word(form, "", "MULTI"))
                elif "." not in at:
                    written = int(at) > inside
                    words.append(Word(form if written else "", lemma, kind))
        if text:
            yield Sentence(text, tuple(words))


def runs(sentences: Sequence[Sentence], size: int) -> Iterator[Sequence[Sentence]]:
    for start in range(0, len(sentences) - size + 1, size):
        yield sentences[start : start + size]


def joined(run: Sequence[Sentence], language: str) -> tuple[str, set[int]]:
    """A run of sentences as one paragraph, and where they end in it."""
    gap = "" if language in UNSPACED else " "
    text, ends = "", set()
    for sentence in run:
        text += (gap if text else "") + sentence.text
        ends.add(len(text))
    return text, ends


Ends = Callable[[str, str], set[int]]


def ours(text: str, language: str) -> set[int]:
    return {span.end for span in split(text, language)}


def plain(text: str, language: str) -> set[int]:  # noqa: ARG001 - the same for every language
    found = {len(text[: stop.end()].rstrip()) for stop in _PLAIN.finditer(text)}
    return found | {len(text)}


def by_units(units: Callable[[str, str], Sequence[str]]) -> Ends:
    """A splitter that returns texts, as one that returns ends."""

    def ends(text: str, language: str) -> set[int]:
        found, at = set(), 0
        for unit in units(text, language):
            if unit := unit.strip():
                at = text.index(unit, at) + len(unit)
                found.add(at)
        return found

    return ends


def right(ends: Ends, sentences: Sequence[Sentence], language: str) -> tuple[float, int, int]:
    """F1 of sentence ends within runs, false ends and missed ones; a run's own end is given."""
    found = gold = both = 0
    for run in runs(sentences, RUN):
        text, wanted = joined(run, language)
        got, want = ends(text, language) - {len(text)}, wanted - {len(text)}
        found, gold, both = found + len(got), gold + len(want), both + len(got & want)
    return 2 * both / max(1, found + gold), found - both, gold - both


def by_pysbd() -> Ends:
    import pysbd  # noqa: PLC0415 - a peer, where it is installed

    known = set(pysbd.languages.LANGUAGE_CODES)

    @cache
    def segmenter(language: str) -> Any:  # noqa: ANN401 - pysbd has no types
        return pysbd.Segmenter(language=language if language in known else "en", clean=False)

    return by_units(lambda text, language: list(segmenter(language).segment(text)))


def by_sentencex() -> Ends:
    from sentencex import segment  # noqa: PLC0415 - a peer, where it is installed

    return by_units(lambda text, language: list(segment(language, text)))


def by_langid() -> Callable[[str], str]:
    import py3langid  # noqa: PLC0415 - a peer, where it is installed

    return lambda text: str(py3langid.classify(text)[0])


def by_lingua() -> Callable[[str], str]:
    from lingua import LanguageDetectorBuilder  # noqa: PLC0415 - a peer, where it is installed

    detector = LanguageDetectorBuilder.from_all_languages().build()

    def told(text: str) -> str:
        found = detector.detect_language_of(text)
        return found.iso_code_639_1.name.lower() if found else UNKNOWN

    return told


def told(detector: Callable[[str], str], sentences: Sequence[Sentence], wanted: str) -> str:
    """The share of runs of 1, 3 and 10 sentences told rightly, and wrongly, in per cent."""
    shares = []
    for size in (1, 3, 10):
        found = Counter(
            detector(joined(run, wanted)[0]) for run in runs(sentences[:_TOLD_OF], size)
        )
        every = max(1, found.total())
        wrong = every - sum(found[one] for one in {wanted, UNKNOWN})
        shares.append(f"{found[wanted] / every:4.0%}/{wrong / every:3.0%}")
    return " ".join(shares)


def found(sentences: Sequence[Sentence], language: str) -> tuple[int, float, float, float]:
    """How many inflected words are looked for by their lemma; the share that finds its sentence, as
    typed and without accents; and the share of other sentences that it finds, of another lemma.
    """
    index = [set(index_terms([sentence.text], language)) for sentence in sentences[:_INDEXED]]
    lemmas = [{word.lemma.casefold() for word in sentence.words} for sentence in sentences]
    shortest = 2 if language in UNSPACED else _SHORTEST
    pairs = sorted(
        {
            (at, word.lemma)
            for at, sentence in enumerate(sentences[:_INDEXED])
            for word in sentence.words
            if word.kind in {"NOUN", "ADJ", "PROPN"}
            and word.lemma.isalpha() | (language in {"hi", "zh", "ja"})
            and (word.form.casefold() != word.lemma.casefold() or language in UNSPACED)
            and min(len(word.form), len(word.lemma)) >= shortest
        }
    )
    chosen = Random(1).sample(pairs, min(_WORDS, len(pairs)))  # noqa: S311 - the same each time
    hits = typed = wrong = others = 0
    for at, lemma in chosen:
        hits += _holds(lemma, index[at])
        typed += _holds(fold(lemma), index[at])
        apart = [n for n in range(len(index)) if lemma.casefold() not in lemmas[n] and n != at]
        others += len(apart)
        wrong += sum(_holds(lemma, index[n]) for n in apart)
    every = max(1, len(chosen))
    return len(chosen), hits / every, typed / every, wrong / max(1, others)


def _holds(word: str, terms: set[str]) -> bool:
    """Whether a single word is found by its terms; of several, whether each is there."""
    return any(
        all(
            part in terms or (prefix and any(term.startswith(part) for term in terms))
            for part in way
        )
        for way, prefix in _ways(word)
    )


@cache
def _ways(word: str) -> tuple[tuple[tuple[str, ...], bool], ...]:
    return tuple(way for group in parse(word).groups for term in group for way in ways(term))


def briefs(sentences: Sequence[Sentence], language: str) -> tuple[str, float]:
    """The method of briefs of forty sentences, and the share of their sentences that are gold."""
    methods: Counter[str] = Counter()
    picks = gold = 0
    for run in runs(sentences[:_BRIEFED], 40):
        paragraphs = [joined(part, language)[0] for part in runs(run, RUN)]
        made = edit_text("\n\n".join(paragraphs), language)
        known = {sentence.text for sentence in run}
        for text, method in made:
            methods[method] += 1
            picks += 1
            gold += text in known
    return "/".join(methods), gold / max(1, picks)


def edit_text(body: str, language: str) -> list[tuple[str, str]]:
    spans = split(body, language)
    made = summaries(title="", body=body, sentences=spans, language=language)
    return [(at.of(body), made[1].method) for at in made[1].sentences]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--peers", action="store_true")
    parser.add_argument("--development", action="store_true")
    parser.add_argument("languages", nargs="*")
    asked = parser.parse_args()
    folder = os.environ.get("TREEBANKS")
    if not folder:
        sys.exit("skipped: TREEBANKS names no folder of treebanks")
    splitters: dict[str, Ends] = {"ours": ours, "plain": plain}
    detectors: dict[str, Callable[[str], str]] = {"ours": detect}
    if asked.peers:
        splitters |= {"pysbd": by_pysbd(), "sentencex": by_sentencex()}
        detectors |= {"py3langid": by_langid(), "lingua": by_lingua()}
    print(HEAD)
    for language in asked.languages or BANKS:
        sentences = treebank(Path(folder), BANKS[language][asked.development])
        if not sentences:
            print(f"{language:3} skipped: no UD_{BANKS[language][asked.development]}")
            continue
        ends = [(name, *right(one, sentences, language)) for name, one in splitters.items()]
        line = "  ".join(f"{name} {f1:.3f} ({false}/{missed})" for name, f1, false, missed in ends)
        print(f"{language:3} ends  {line}")
        for name, detector in detectors.items():
            print(f"    told  {name:10}{told(detector, sentences, language)}")
        words, typed, plainly, wrong = found(sentences, language)
        method, gold = briefs(sentences, language)
        print(
            f"    found {typed:.3f} {plainly:.3f} {wrong:.5f} of {words}  brief {method} {gold:.3f}"
        )
    if asked.languages:
        return
    print("languages that are not told: und/wrong of 1, 3, 10 sentences")
    for language, bank in RELATIVES.items():
        if sentences := treebank(Path(folder), bank):
            row = told(
                lambda text: UNKNOWN if detect(text) == UNKNOWN else "xx", sentences, UNKNOWN
            )
            print(f"{language:3} {row}")


if __name__ == "__main__":
    main()
