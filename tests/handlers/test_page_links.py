"""/check S7 leads to the very sentence where the piece appeared, or to the page, or nowhere."""

from hashlib import sha256

from briefs.storage.editorial import Original
from handlers.message import Actions, Reply
from tests.contracts.memory_store import MemoryStore
from tests.handlers.newsroom import NOW, Reader, button, library, piece

URL = "https://example.org/dam"


def labels(answer: Reply) -> list[str]:
    return [b.label for block in answer.blocks if isinstance(block, Actions) for b in block.buttons]


def from_page(html: str) -> MemoryStore:
    data = html.encode()
    original = Original(sha256(data).hexdigest(), "dam.html", "text/html", data)
    store = MemoryStore()
    store.catalogue.add(piece(url=URL, original=original.sha256), now=NOW, original=original)
    return store


def link(answer: Reply) -> object:
    return button(answer, "In the original").does


def test_a_sentence_with_a_public_address_is_linked() -> None:
    answer = Reader(library(piece(url=URL))).ask("/check S3")
    assert link(answer) == f"{URL}#:~:text=Nobody%20slept."


def test_all_sentences_of_a_brief_are_marked_by_one_link() -> None:
    answer = Reader(library(piece(url=URL))).ask("/check")
    found = str(link(answer))
    assert found.startswith(f"{URL}#:~:text=The%20dam%20held%20through%20the%20night.&text=")
    assert found.count("text=") == 2


def test_without_an_address_there_is_no_link() -> None:
    assert not {"In the original", "Original"} & set(
        labels(Reader(library(piece())).ask("/check S3"))
    )


def test_an_address_that_is_no_web_page_is_no_link() -> None:
    answer = Reader(library(piece(url="javascript:alert(1)"))).ask("/check S3")
    assert not {"In the original", "Original"} & set(labels(answer))


def test_what_the_page_shows_before_is_told_apart() -> None:
    store = from_page(
        "<!doctype html><html><body><p>Read next: Nobody slept.</p>"
        "<p>The dam held through the night. Engineers had doubted it. Nobody slept.</p>"
        "<p>By morning the lake was full. The valley below stayed dry.</p></body></html>"
    )
    found = str(link(Reader(store).ask("/check S3")))
    assert found.startswith(f"{URL}#:~:text=")
    assert "doubted%20it.-," in found or ",-By%20morning" in found


def test_a_page_that_shows_something_else_gets_the_plain_link() -> None:
    store = from_page("<!doctype html><html><body><p>Subscribe to read on.</p></body></html>")
    answer = Reader(store).ask("/check S3")
    assert button(answer, "Original").does == URL


def test_an_original_that_is_no_page_is_passed_over() -> None:
    store = from_page("The dam held through the night.")
    assert link(Reader(store).ask("/check S3")) == f"{URL}#:~:text=Nobody%20slept."
