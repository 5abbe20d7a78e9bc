"""The pieces that a first run opens with: our own texts, each in another form that is read."""

from importlib.resources import files

_SUFFIXES = (".md", ".txt")


def pieces() -> tuple[tuple[str, bytes], ...]:
    """Each piece's file name and bytes, sorted by name."""
    texts = (entry for entry in files(__name__).iterdir() if entry.name.endswith(_SUFFIXES))
    return tuple(sorted((text.name, text.read_bytes()) for text in texts))
