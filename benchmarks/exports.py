"""How close our citations are to a citation processor's, and what an export costs.

Own sources: our text against citeproc-js's for the same source, character by character. Labelled
entries (../shared/data): an entry in a style that has everything MLA or APA needs (full names for
MLA, the address) is parsed, formatted again, and compared with the processor's text for the same
record; capitals aside, since some styles change them and we never do. The floor of the cost is one
`json.dumps` of the source.
"""

import json
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

from briefs.json_records import source_record
from briefs.model import Source
from briefs.references.export import EXPORTS, Format
from briefs.references.export.text_style import can_set
from briefs.references.parse import parse
from tests.briefs.citeproc.items import ITEMS

ROOT = Path(__file__).parents[1]
RENDERED = ROOT / "tests/briefs/citeproc/rendered.json"
DATA = ROOT / "../shared/data/references/news_rendered_13styles.jsonl"
STYLES: tuple[Format, ...] = ("chicago", "mla", "apa")
PEERS: dict[Format, str] = {"mla": "modern-language-association", "apa": "apa"}
CHICAGO = ("chicago-notes-bibliography-17th-edition", "chicago-author-date", "chicago-note")
TELLING: dict[Format, tuple[str, ...]] = {
    "mla": (*CHICAGO, "modern-language-association"),
    "apa": (*CHICAGO, "modern-language-association", "apa"),
}
ROUNDS = 5


def own() -> None:
    rendered = json.loads(RENDERED.read_text("utf-8"))
    for style in STYLES:
        write = EXPORTS[style].write
        same = sum(
            write((source,)).rstrip("\n") == rendered[style][name] for name, source in ITEMS.items()
        )
        print(f"{style:9} identical with citeproc-js: {same} of {len(ITEMS)} own sources")


def anew() -> None:
    groups: dict[str, dict[str, str]] = defaultdict(dict)
    for line in DATA.read_text("utf-8").splitlines():
        label: dict[str, Any] = json.loads(line)
        groups[label["group"]][label["style"]] = label["text"]
    for target, peer in PEERS.items():
        seen: Counter[str] = Counter()
        for group in groups.values():
            if peer not in group:
                continue
            for style in set(TELLING[target]) & set(group):
                source = parse(group[style])
                seen["entries"] += 1
                seen["set"] += can_set(source)
                ours = EXPORTS[target].write((source,)).strip()
                seen["same"] += can_set(source) and ours.casefold() == group[peer].casefold()
        entries, made, same = seen["entries"], seen["set"], seen["same"]
        print(
            f"{target:9} from {entries} entries in {len(TELLING[target])} styles:"
            f" {made / entries:.3f} set, the rest as written;"
            f" {same / made:.3f} of those as citeproc-js has them"
        )


def cpu(work: Callable[[tuple[Source, ...]], object], sources: tuple[Source, ...]) -> float:
    """The least CPU microseconds a source costs, over a few rounds."""
    times = []
    for _ in range(ROUNDS):
        started = time.process_time()
        work(sources)
        times.append(time.process_time() - started)
    return min(times) / len(sources) * 1e6


def main() -> None:
    own()
    if DATA.is_file():
        anew()
    else:
        print(f"The labelled entries are not here: {DATA}")
    sources = tuple(ITEMS.values()) * 20
    floor = cpu(lambda many: [json.dumps(source_record(source)) for source in many], sources)
    for form, export in EXPORTS.items():
        cost = cpu(export.write, sources)
        print(f"{form:9} {cost:6.1f} µs a source, {cost / floor:4.1f} times the floor")


if __name__ == "__main__":
    main()
