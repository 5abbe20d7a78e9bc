"""Links to sentences: how many are given, and how many a browser follows to the exact sentence.

Real prose with notes (../shared/data) is laid out in each of the forms of `benchmarks/pages.py` and
served on 127.0.0.1; headless Chromium follows the links (`tests/followed_links.py`). The peer in
the same run: a link with the whole sentence as it is stored, as a person would make it.
"""

import sys
from functools import partial
from html import escape

from pages import DATA, FORMS, PAGE, in_markup, pieces

from tests import chromium
from tests.followed_links import Tally, follow, served

A_FORM = 12
"""Sentences that are followed in each form by default."""

PIECES = 3


def laid_out(form: str, title: str, entries: list[str], body: str) -> str:
    _, around, listed = FORMS[form]
    references = around.format(listed(list(map(in_markup, entries))))
    return PAGE.format(title=escape(title), body=body, listed=references)


def main() -> None:
    if not DATA.exists():
        print(f"no data at {DATA}")
        return
    if chromium.missing:
        print("Chromium is not installed")
        return
    most = int(sys.argv[1]) if len(sys.argv) > 1 else A_FORM
    total, every = Tally(), list(pieces())
    with chromium.chromium() as browser:
        for number, form in enumerate(FORMS):
            tally = Tally()
            for title, marked, entries in every[number :: len(FORMS)][:PIECES]:
                page = served(marked, FORMS[form][0], partial(laid_out, form, title, entries))
                tally.add(follow(browser, page, most // PIECES))
            print(f"{form:22} {tally}", flush=True)
            total.add(tally)
    print(f"{'all':22} {total}")
    for link in total.wrong[:20]:
        print(f"  {link}")


if __name__ == "__main__":
    main()
