"""Gather given names of some seventy countries, and put them into the package.

    python -m training.references.given_names TEXTS…

The names are those of Faker's providers (MIT licence), without words that texts have in lower case
as well, towns, countries and words of bodies. TEXTS are folders: `../shared/data`, and the
treebanks of `training.references.prepare`. Needs faker. The same data give the same file.
"""

import importlib
import pkgutil
import re
import sys
import textwrap
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path

from faker.providers import person

from briefs.references.fields.dates import MONTHS
from briefs.references.fields.name_words import has_telling_word, is_city

ROOT = Path(__file__).parents[2]
NAMES = ROOT / "briefs/references/given_names.txt"
SUFFIXES = frozenset({".txt", ".json", ".jsonl", ".html", ".md", ".tsv", ".conllu"})
NOT_READ = frozenset({"en_TH"})
_NAME = re.compile(r"[^\W\d_]{3,20}")
_FEWEST, _SHARE_OF_LOWER = 3, 0.2
_COUNTRIES_AND_THINGS = """
africa alabama alemania alexandria algeria amazon america american américa angola apollo apple april
arab arizona art asia august australia austin austria bank baptist bedford belgium bolivia brazil
britain buddhist canada carolina catholic chile china christian cleveland colombia columbia
commodore congo cuba daily dakota dallas danish dayton december delaware denmark denver django
egypt england esparta essex europe february fem finland florence florida france francia freedom
french friday georgia georgian german ghana google grecia greece greek herald hindu holland hong
hope houston india indiana indonesia intel iowa iran iraq ireland israel italia italy january
japan java jenkins jewish jordan june july jupiter justice kent kenya korea latin lebanon liberty
libya lord lourdes louisiana maine malaysia mali march marvel maven may medina mercedes mercury meta
mexico mississippi missouri monday montana moon morocco muslim nazi neptune nevada niger nigeria
ninja nokia north norway november ocean october odessa ohio oman oracle oregon orlando pennsylvania
perl persian peru phoenix porsche post press python qatar queen raleigh reno richmond river roman
royal ruby rusia russia saint santa saturday scotland september siena sing sony south spain star
sudan sun sunday sweden syria tennessee tesla texas thailand thursday times tory toyota tribune
trinity true trust tuesday tunisia turkey union unity utah venus verona vietnam viking villa
virginia wales wednesday west yemen york zambia zealand áfrica
"""


def gathered() -> Iterator[str]:
    """The given names of every country that Faker knows."""
    for found in pkgutil.iter_modules(person.__path__):
        if found.name in NOT_READ:
            continue
        provider = importlib.import_module(f"{person.__name__}.{found.name}").Provider
        for attribute in filter(lambda name: name.startswith("first_name"), dir(provider)):
            told = getattr(provider, attribute)
            for name in told if isinstance(told, Sequence | Mapping) else ():
                plain = unicodedata.normalize("NFC", str(name))
                if _NAME.fullmatch(plain) and plain[0].isupper() and not plain.isupper():
                    yield plain.casefold()


def common_words(folders: Sequence[Path]) -> frozenset[str]:
    """The words that the texts have in lower case often enough."""
    lower: Counter[str] = Counter()
    every: Counter[str] = Counter()
    for path in chain.from_iterable(folder.rglob("*") for folder in folders):
        if path.suffix in SUFFIXES:
            for word in _NAME.findall(path.read_text("utf-8", errors="ignore")):
                lower[word] += word.islower()
                every[word.casefold()] += word.islower() or word.istitle()
    return frozenset(
        word
        for word, count in lower.items()
        if count >= _FEWEST and count > _SHARE_OF_LOWER * every[word]
    )


def main() -> None:
    if len(sys.argv) < 2:
        raise SystemExit(__doc__)
    left_out = (
        common_words(list(map(Path, sys.argv[1:])))
        | frozenset(MONTHS)
        | frozenset(_COUNTRIES_AND_THINGS.split())
    )
    names = {
        name
        for name in gathered()
        if name not in left_out and not has_telling_word(name) and not is_city(name.title())
    }
    NAMES.write_text("\n".join(textwrap.wrap(" ".join(sorted(names)), 100)) + "\n", "utf-8")
    print(f"{len(names)} names; {NAMES.name}")  # noqa: T201  # its one line of output


if __name__ == "__main__":
    main()
