"""How many paragraphs that are read of real web pages a browser shows, word for word.

The pages are the development halves of two peers' suites (../shared/data/pages). Headless Chromium
loads each without its scripts and without the web, and tells all that it shows (`innerText`), with
its details open. A paragraph is confirmed if its letters and digits are a run of that text (without
digits, if it has raised ones); list items and lines are looked at one by one. A second look is
without what scripts would end (words that fade in) and without words in a box of one pixel, which
only programs read aloud. The share is over all paragraphs of all pages; `-v` prints those that
neither look confirms. It skips, with a line, where Chromium is not installed.
"""

import base64
import re
import sys
import unicodedata
from collections.abc import Iterator, Sequence

from suites import DATA, Expected, ours, suite

from tests import chromium

OPEN = "for (const part of document.querySelectorAll('details')) part.open = true;"
FADED = "*{opacity:1!important;visibility:visible!important;animation:none!important}"
LOOK_AGAIN = f"""
    const sheet = document.createElement('style');
    sheet.textContent = '{FADED}';
    document.documentElement.append(sheet);
    for (const part of [...document.querySelectorAll('body *')]) {{
      const box = part.getBoundingClientRect();
      if (getComputedStyle(part).position === 'absolute' && box.width <= 1 && box.height <= 1)
        part.remove();
    }}
"""
MARKS = re.compile("[⁰¹²³⁴-⁹₀-₉]")
MARKERS = re.compile(r"\[\s?\d{1,3}\s?\]")
"""Of notes: they are lifted out of what is read."""

CHARSET = re.compile(rb"charset\s*=", re.IGNORECASE)
MAX_PAGE_BYTES = 1_500_000
"""A longer page is no address that Chromium takes."""


def letters(text: str) -> str:
    plain = unicodedata.normalize("NFKC", MARKS.sub("", text)).casefold()
    return "".join(filter(str.isalnum, plain))


def shown(browser: chromium.Chromium, page: bytes) -> tuple[str, str]:
    """What the browser shows of a page, at the first look and at the second."""
    is_named = CHARSET.search(page[:4_096]) is not None  # else its server said what it is
    kind = "text/html" if is_named or not is_utf8(page) else "text/html;charset=utf-8"
    browser.open(f"data:{kind};base64,{base64.b64encode(page).decode()}")
    body = "document.body ? document.body.innerText : ''"
    looks = (str(browser.run(f"{before} {body}")) for before in (OPEN, LOOK_AGAIN))
    first, second = (MARKERS.sub("", told) for told in looks)
    return first, second


def is_utf8(page: bytes) -> bool:
    try:
        page.decode()
    except UnicodeDecodeError:
        return False
    return True


def looked_up(page: Expected, told: tuple[str, str]) -> Iterator[tuple[bool, bool, str]]:
    """Each line of a page's body, and whether the browser shows it at either look."""
    first, second = map(letters, told)
    for line in ours(page.page).text.split("\n"):
        if any(map(str.isalnum, line)):
            at_first, at_second = (is_in(line, whole) for whole in (first, second))
            yield at_first, at_first or at_second, line


def is_in(line: str, whole: str) -> bool:
    if MARKS.search(line):
        return re.sub(r"\d", "", letters(line)) in re.sub(r"\d", "", whole)
    return letters(line) in whole


def measure(name: str, pages: Sequence[Expected]) -> None:
    first = either = total = whole = 0
    with chromium.chromium("--host-resolver-rules=MAP * ~NOTFOUND") as browser:
        browser.call("Emulation.setScriptExecutionDisabled", value=True)
        for page in pages:
            lines = list(looked_up(page, shown(browser, page.page)))
            first += sum(at_first for at_first, _, _ in lines)
            good = [is_shown for _, is_shown, _ in lines]
            either, total = either + sum(good), total + len(good)
            whole += all(good)
            if "-v" in sys.argv:
                for line in (line for _, is_shown, line in lines if not is_shown):
                    print(f"  {page.id[:24]}: {line[:120]}")
    print(
        f"{name}: {first} of {total} paragraphs confirmed ({first / max(1, total):.4f}), "
        f"{either} ({either / max(1, total):.4f}) with the second look, "
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
