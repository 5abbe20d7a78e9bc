"""Cutting an entry into its sentences, which in a reference list set fields apart."""

import re

BREAK = "\ue000"
"""Stands in the working copy where words were taken out; a cleaned text never holds one."""

ADDRESS = "\ue001"
"""Stands in the working copy where an address was taken out."""

_CLIPPINGS = frozenset(
    # words that end in a stop without ending a sentence
    {"vs", "v", "no", "nos", "vol", "vols", "rs", "mr", "mrs", "ms", "dr", "st", "jr", "sr", "prof"}
    | {"gen", "col", "sgt", "rep", "sen", "gov", "ed", "eds", "hrsg", "trans", "p", "pp", "fig"}
    | {"ch", "sec", "art", "para", "ca", "cf", "etc", "al", "inc", "ltd", "co", "corp", "dept"}
    | {"univ", "assn", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sept", "sep", "oct"}
    | {"nov", "dec", "bd", "nr", "str"}
)
_ENDING = re.compile(
    r"(?<![^\W_])(?P<word>[^\W_]*)[.?!…]+[\"”’'»)\]*_]*[ ]+(?=[^\Wa-z_]|[\"“‘«([¿¡*])"
)


def sentences(text: str) -> list[str]:
    """`text` cut after each full stop, question or exclamation mark that ends a sentence."""
    found = []
    at = 0
    for match in _ENDING.finditer(text):
        word = match["word"]
        before = text[max(match.start() - 1, 0)]
        is_initial = len(word) == 1 and word.isupper() and before != "&"
        is_cut = is_initial and not text.startswith("The ", match.end())
        is_stop = "." in match[0]
        if (is_stop and (is_cut or word.casefold() in _CLIPPINGS)) or match[0].endswith("… "):
            continue
        found.append(text[at : match.end()].strip())
        at = match.end()
    found.append(text[at:].strip())
    return [sentence for sentence in found if sentence.strip(" .,;()")]
