"""What the tests of reading entries share: an address, two people, and the fields of a source."""

from briefs.model import Person, Source

ADDRESS = "https://www.example.org/news/2016/9/quay"
ADA = (Person("Roe", "Ada"),)
TWO = (*ADA, Person("Poe", "Max"))


def fields(source: Source) -> dict[str, object]:
    """The fields that were read, without the entry itself."""
    names = ("authors", "title", "container", "publisher", "issued", "updated", "accessed", "url")
    return {name: value for name in names if (value := getattr(source, name))}
