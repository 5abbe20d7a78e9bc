"""Makes `briefs/text/languages.json`: the function words of each language, and its frequent
trigrams.

    python -m training.languages TREEBANKS DECLARATIONS

TREEBANKS contains Universal Dependencies treebanks (UD_German-GSD/*.conllu, …), DECLARATIONS the
Universal Declaration of Human Rights as unicode-org/udhr publishes it (udhr_deu_1996.xml, …). Only
which words are function words, and how frequent three letters in a row are, is kept of them. Test
sets, which `benchmarks/languages.py` evaluates on, are not read.
"""

import argparse
import json
import math
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from briefs.text.language import letters_of, trigrams, words_of

OUT = Path(__file__).parents[1] / "briefs/text/languages.json"

# Languages that are detected: their treebanks, or parts of them, and their declarations.
TOLD = {
    "en": ("English-EWT", "eng"),
    "fr": ("French-GSD", "fra"),
    "de": ("German-GSD", "deu_1996"),
    "es": ("Spanish-GSD", "spa"),
    "pt": ("Portuguese-Bosque Portuguese-GSD", "por_BR por_PT"),
    "it": ("Italian-ISDT", "ita"),
    "pl": ("Polish-PDB:dev Polish-PUD", "pol"),
    "ru": ("Russian-GSD Russian-Taiga", "rus"),
    "uk": ("Ukrainian-IU:dev", "ukr"),
    "tr": ("Turkish-BOUN", "tur"),
    "ar": ("Arabic-PUD", "arb"),
    "fa": ("Persian-PerDT:dev", "pes_1 pes_2"),
    "hi": ("Hindi-PUD", "hin"),
    "zh": ("Chinese-GSDSimp:dev Chinese-PUD", ""),
    "ja": ("Japanese-GSD:dev", ""),
    "cs": ("Czech-CAC", "ces"),
    "nl": ("Dutch-Alpino:dev", "nld"),
    "sv": ("Swedish-Talbanken", "swe"),
    "ro": ("Romanian-RRT:dev", "ron_2006"),
    "he": ("Hebrew-HTB", "heb"),
    "sk": ("Slovak-SNK:dev", "slk"),
}
# Similar languages, which must not be mistaken for them, and are not reported.
NEIGHBOURS = {
    "ca": ("", "cat"),
    "gl": ("Galician-TreeGal:train", "glg"),
    "oc": ("", "oci_1 oci_2 oci_3"),
    "ast": ("", "ast"),
    "co": ("", "cos"),
    "rm": ("", "roh_rumgr roh"),
    "la": ("", "lat lat_1"),
    "eo": ("", "epo"),
    "ht": ("", "hat_kreyol"),
    "da": ("Danish-DDT:dev", "dan"),
    "nb": ("Norwegian-Bokmaal:dev", "nob"),
    "nn": ("", "nno"),
    "is": ("", "isl"),
    "fo": ("", "fao"),
    "af": ("Afrikaans-AfriBooms:train", "afr"),
    "fy": ("", "fri"),
    "lb": ("", "ltz"),
    "nds": ("", "nds"),
    "sl": ("Slovenian-SSJ:dev", "slv"),
    "hr": ("Croatian-SET:dev Serbian-SET:dev", "hrv bos_latn srp_latn"),
    "hsb": ("", "hsb"),
    "hu": ("Hungarian-Szeged:train", "hun"),
    "fi": ("", "fin"),
    "et": ("", "est"),
    "lt": ("", "lit"),
    "lv": ("", "lav"),
    "sq": ("", "als"),
    "eu": ("", "eus"),
    "cy": ("", "cym"),
    "ga": ("", "gle"),
    "mt": ("", "mlt"),
    "id": ("", "ind mly_latn"),
    "vi": ("", "vie"),
    "sw": ("", "swh"),
    "tl": ("", "tgl"),
    "az": ("", "azj_latn"),
    "tk": ("", "tuk_latn"),
    "uz": ("", "uzn_latn"),
    "ku": ("", "kmr kur"),
    "so": ("", "som"),
    "be": ("Belarusian-HSE:dev", "bel"),
    "bg": ("Bulgarian-BTB:dev", "bul"),
    "mk": ("", "mkd"),
    "sr": ("", "srp_cyrl bos_cyrl"),
    "kk": ("Kazakh-KTB:train", "kaz"),
    "ky": ("Kyrgyz-KTMU:train", "kir"),
    "tt": ("", "tat"),
    "tg": ("", "tgk"),
    "mn": ("", "khk"),
    "os": ("", "oss"),
    "ur": ("Urdu-UDTB:dev", "urd"),
    "ps": ("", "pbu"),
    "ckb": ("", "ckb"),
    "ug": ("", "uig_arab"),
    "mr": ("Marathi-UFAL:train", "mar"),
    "ne": ("", "nep"),
    "sa": ("", "san"),
    "yi": ("Yiddish-YiTB:train", "ydd"),
}
_CLOSED = {"ADP", "AUX", "CCONJ", "SCONJ", "DET", "PART", "PRON"}
_SHARE = 0.6
_LEAST = 2
_FREQUENT_ADVERB = 1 / 1500
_TRIGRAMS = 500
_ELIDED = re.compile(r"['’]$")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("treebanks", type=Path)
    parser.add_argument("declarations", type=Path)
    asked = parser.parse_args()
    made: dict[str, dict[str, object]] = {}
    for language, (banks, declarations) in (TOLD | NEIGHBOURS).items():
        texts = list(_declared(asked.declarations, declarations))
        words: list[tuple[str, str]] = []
        for bank in banks.split():
            for text, tagged in _sentences(asked.treebanks, bank):
                texts.append(text)
                words += tagged
        entry: dict[str, object] = {}
        if language in TOLD:
            small = small_words(words)
            every = frozenset(small)
            entry["small"] = " ".join(small)
            written = [word for text in texts for word in words_of(text)]
            entry["share"] = round(sum(word in every for word in written) / len(written), 2)
        if language not in {"zh", "ja"}:
            entry["trigrams"] = frequent("\n".join(texts))
        made[language] = entry
    OUT.write_text(json.dumps(made, ensure_ascii=False, separators=(",", ":")) + "\n")


def small_words(words: list[tuple[str, str]]) -> list[str]:
    """Words that are mostly function words, or very frequent adverbs; the most frequent first."""
    kinds: dict[str, Counter[str]] = {}
    for word, kind in words:
        kinds.setdefault(word, Counter())[kind] += 1
    found = []
    for word, tags in kinds.items():
        count = tags.total()
        closed = sum(tags[kind] for kind in _CLOSED)
        adverb = tags["ADV"] + closed >= _SHARE * count and count >= _FREQUENT_ADVERB * len(words)
        if count >= _LEAST and (closed >= _SHARE * count or adverb):
            found.append((-count, word))
    return [word for _, word in sorted(found)]


def frequent(text: str) -> dict[str, int]:
    """The most frequent trigrams of a text, with how rare each is, in tenths of a bit."""
    counts = Counter(trigrams(text))
    total = counts.total() or 1
    return {
        gram: round(-10 * math.log2(count / total))
        for gram, count in sorted(counts.most_common(_TRIGRAMS))
    }


def _declared(folder: Path, names: str) -> Iterator[str]:
    for name in names.split():
        if (file := folder / f"udhr_{name}.xml").exists():
            marked = file.read_text(encoding="utf-8")
            yield from re.findall(r"<para>(.*?)</para>", marked, re.DOTALL)


def _sentences(folder: Path, bank: str) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    name, _, part = bank.partition(":")
    for file in sorted(folder.glob(f"UD_{name}/*{part}.conllu")):
        for block in file.read_text(encoding="utf-8").split("\n\n"):
            text, tagged = "", []
            rows = [line.split("\t") for line in block.split("\n") if line[:1].isdecimal()]
            kinds = {row[0]: row[3] for row in rows}
            inside = 0
            for at, form, _, kind, *_ in rows:
                if "-" in at:  # "del": a written word is a function word if all its parts are
                    first, inside = map(int, at.split("-"))
                    parts = {kinds[str(part)] for part in range(first, inside + 1)}
                    kind = "ADP" if parts <= _CLOSED else "X"  # noqa: PLW2901 - as its parts say
                elif "." in at or int(at) <= inside:
                    continue
                word = _ELIDED.sub("", letters_of(form).strip())
                if word and " " not in word and any(map(str.isalpha, word)):
                    tagged.append((word, kind))
            text = next((line[9:] for line in block.split("\n") if line[:9] == "# text = "), "")
            if text:
                yield text, tagged


if __name__ == "__main__":
    main()
