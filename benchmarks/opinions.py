"""How many paragraphs that are read of real web pages a browser shows, word for word.

The pages are the development halves of two peers' suites (../shared/data/pages). Headless Chromium
loads each without its scripts and without the web, and tells all that it shows (`innerText`), with
its details open. A paragraph is confirmed if its letters and digits are a run of that text; list
items and lines are looked at one by one. The share is over all paragraphs of all pages; `-v` prints
those that are not confirmed. It skips, with a line, where Chromium is not installed.
"""

import base64
import re
import sys
import unicodedata
from collections.abc import Iterator, Sequence

from suites import DATA, Expected, ours, suite

from tests import chromium

OPEN = "for (const part of document.querySelectorAll('details')) part.open = true;"
MARKS = re.compile("[⁰¹²³⁴-⁹₀-₉]")
MARKERS = re.compile(r"\[\s?\d{1,3}\s?\]")
"""Of notes: they are lifted out of what is read."""

CHARSET = re.compile(rb"charset\s*=", re.IGNORECASE)
MAX_PAGE_BYTES = 1_500_000
"""A longer page is no address that Chromium takes."""


def letters(text: str) -> str:
    plain = unicodedata.normalize("NFKC", MARKS.sub("", text)).casefold()
    return "".join(filter(str.isalnum, plain))


def shown(browser: chromium.Chromium, page: bytes) -> str:
    is_named = CHARSET.search(page[:4_096]) is not None  # else its server said what it is
    kind = "text/html" if is_named or not is_utf8(page) else "text/html;charset=utf-8"
    browser.open(f"data:{kind};base64,{base64.b64encode(page).decode()}")
    told = str(browser.run(f"{OPEN} document.body ? document.body.innerText : ''"))
    return MARKERS.sub("", told)


def is_utf8(page: bytes) -> bool:
    try:
        page.decode()
    except UnicodeDecodeError:
        return False
    return True


def unconfirmed(page: Expected, told: str) -> Iterator[tuple[bool, str]]:
    """Each line of a page's body, and whether the browser shows it."""
    whole = letters(told)
    for line in ours(page.page).text.split("\n"):
        if any(map(str.isalnum, line)):
            yield letters(line) in whole, line


def measure(name: str, pages: Sequence[Expected]) -> None:
    confirmed = total = whole = 0
    with chromium.chromium("--host-resolver-rules=MAP * ~NOTFOUND") as browser:
        browser.call("Emulation.setScriptExecutionDisabled", value=True)
        for page in pages:
            lines = list(unconfirmed(page, shown(browser, page.page)))
            good = [is_shown for is_shown, _ in lines]
            confirmed, total = confirmed + sum(good), total + len(good)
            whole += all(good)
            if "-v" in sys.argv:
                for line in (line for is_shown, line in lines if not is_shown):
                    print(f"  {page.id[:24]}: {line[:120]}")
    print(
        f"{name}: {confirmed} of {total} paragraphs confirmed ({confirmed / max(1, total):.4f}), "
        f"all of them in {whole} of {len(pages)} pages"
    )


def main() -> None:
    if chromium.missing or not DATA.exists():
        print("Chromium or the pages are not here: skipped")
        return
    for name in ("readability", "scrapinghub"):
        pages = [one for one in suite(name) if len(one.page) < MAX_PAGE_BYTES]
        measure(name, pages)


if __name__ == "__main__":
    main()
