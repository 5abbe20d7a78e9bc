"""What the library holds, by where it came from: addresses, files, and the bytes themselves."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """A piece, and what the revision it stands by was read from: the public one, or the latest.

    `origin` names the place, `original` the bytes, by their SHA-256 (hex); "" is not known.
    """

    piece: int
    origin: str
    original: str
    public: bool


class Holdings(Protocol):
    """Each method is one transaction. Proposals and retracted pieces are held too."""

    def at(self, url: str) -> int:
        """The piece that stands by an address, however it is written; 0 if none does."""
        ...

    def read_from(self, original: str) -> Holding | None:
        """The piece of which any revision, be it an older one, was read from these bytes."""
        ...

    def from_place(self, origin: str) -> Holding | None:
        """The piece that stands by a revision from exactly there."""
        ...

    def below(self, folder: str) -> tuple[Holding, ...]:
        """The pieces whose origin begins with `folder`, in the order of their numbers."""
        ...

    def move(self, piece: int, origin: str) -> None:
        """Note that what a piece stands by comes from another place now."""
        ...

    def until(self, piece: int) -> datetime | None:
        """When a passing piece is forgotten; None if it is none, or has been."""
        ...
