"""Made-up works of fourteen languages: real outlets, bodies and publishers, other names and titles.

A work is a dictionary as CSL-JSON has it, with a few fields more for the forms that people write.
Titles are sentences of treebanks and, in English, titles of real works.
"""

import json
import random
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

Item = dict[str, Any]
World = Mapping[str, Mapping[str, Any]]

KINDS = {
    "article-newspaper": ("news", 5),
    "webpage": ("web", 3),
    "report": ("report", 3),
    "pamphlet": ("press", 2),
    "post": ("post", 2),
    "motion_picture": ("video", 2),
    "broadcast": ("podcast", 1),
    "interview": ("interview", 1),
    "dataset": ("data", 1),
    "software": ("software", 1),
    "speech": ("speech", 1),
    "thesis": ("thesis", 1),
    "chapter": ("chapter", 1),
    "book": ("book", 2),
    "article-journal": ("journal", 2),
    "article-magazine": ("magazine", 1),
    "post-weblog": ("blog", 1),
    "legislation": ("law", 1),
    "standard": ("standard", 1),
    "entry-encyclopedia": ("entry", 1),
}
"""The CSL types, what the forms call them, and how often they come."""

_PLATFORMS = (
    *("Twitter", "X", "Facebook", "Instagram", "Mastodon", "LinkedIn", "Threads", "Bluesky"),
    *("Telegram", "Reddit", "TikTok", "VK", "Weibo"),
)
_SCREENS = ("YouTube", "YouTube", "YouTube", "Vimeo", "Netflix")
_ARCHIVES = ("Zenodo", "Dryad", "Harvard Dataverse", "Figshare", "ICPSR", "Kaggle", "GitHub")
_WIRES = ("PR Newswire", "Business Wire", "GlobeNewswire")
_BODIES_OF_STANDARDS = ("International Organization for Standardization", "ISO", "DIN", "IEEE")
_OF_BODIES = {"report": 0.6, "pamphlet": 1.0, "post": 0.4, "motion_picture": 0.5, "dataset": 0.5}
_UNSIGNED = {"article-newspaper": 0.25, "webpage": 0.35, "entry-encyclopedia": 0.6}
_TO_THE_YEAR = frozenset({"thesis", "chapter", "book", "article-journal"})
_ON_PAPER = frozenset({"chapter", "book"})
_PRINTED = frozenset({"thesis", "chapter", "book", "article-journal", "entry-encyclopedia"})
_OF_OFFICES = frozenset({"report", "pamphlet", "dataset", "software", "speech", "standard"})
_OUTLETS = frozenset({"article-newspaper", "article-magazine", "interview", "post-weblog"})


def world() -> World:
    told: World = json.loads(Path(__file__).with_name("world.json").read_text("utf-8"))
    return told


class Maker:
    """Makes works; the same ones for the same seed and titles."""

    def __init__(self, titles: Mapping[str, Sequence[str]], seed: int) -> None:
        self.world = world()
        self.titles = titles
        self.chance = random.Random(seed)  # noqa: S311  # a repeatable choice is wanted

    def item(self, language: str) -> Item:
        """A work of a language, of some kind."""
        own, chance = self.world[language], self.chance
        kind = chance.choices(tuple(KINDS), [weight for _, weight in KINDS.values()])[0]
        item: Item = {
            "type": kind,
            "lang": language,
            "title": self.title(language),
            "issued": self.date(0.05 if kind in _TO_THE_YEAR else 0.75),
        }
        item["URL"] = self.address(own, language, item["title"])
        if chance.random() < 0.45:
            item["accessed"] = {"date-parts": [[self._year(2010), *self._day()]]}
        if chance.random() >= _UNSIGNED.get(kind, 0.05):
            by_body = chance.random() < _OF_BODIES.get(kind, 0.0)
            item["author"] = [self.body(own)] if by_body else self.people(language)
        self._of_its_kind(item, own, kind)
        printed = kind in _ON_PAPER or (kind == "article-journal" and chance.random() < 0.6)
        if printed or chance.random() < 0.12:
            item.pop("URL")
            item.pop("accessed", None)
        return item

    def _of_its_kind(self, item: Item, own: Mapping[str, Any], kind: str) -> None:
        pick = self.chance.choice
        item["publisher-place"] = pick(own["cities"])
        described = {"pamphlet": "press", "motion_picture": "video", "broadcast": "podcast"}
        genre = described.get(kind, {"software": "soft", "dataset": "data"}.get(kind, kind))
        if genre in own["descriptions"] and (kind != "report" or self.chance.random() < 0.4):
            item["genre"] = pick(own["descriptions"][genre])
        if kind in _OUTLETS:
            item["container-title"] = pick(own["outlets"])
        if kind in _PRINTED:
            self._of_print(item, own, kind)
        elif kind in _OF_OFFICES:
            self._of_an_office(item, own, kind)
        else:
            self._of_a_screen(item, own, kind)

    def _of_an_office(self, item: Item, own: Mapping[str, Any], kind: str) -> None:
        pick = self.chance.choice
        match kind:
            case "report":
                if self.chance.random() < 0.7:
                    item["publisher"] = pick(own["orgs"])
                item["number"] = str(self.chance.randint(1, 400))
            case "pamphlet" if self.chance.random() < 0.4:
                item["container-title"] = pick((*own["outlets"], *_WIRES))
            case "dataset":
                item["publisher"] = pick((*_ARCHIVES, *own["orgs"]))
                item["version"] = pick(("1.0", "2.1", "3"))
            case "software":
                item["version"] = pick(("1.0.2", "4.1", "2023.6"))
            case "speech":
                item["event-title"] = item["publisher"] = pick(own["orgs"])
            case "standard":
                item["author"] = [{"literal": pick(_BODIES_OF_STANDARDS)}]
                item["number"] = f"ISO {self.chance.randint(1000, 30000)}"

    def _of_a_screen(self, item: Item, own: Mapping[str, Any], kind: str) -> None:
        pick = self.chance.choice
        match kind:
            case "webpage":
                if self.chance.random() < 0.7:
                    item["container-title"] = pick(own["outlets"] + own["orgs"])
                if self.chance.random() < 0.25:
                    item["publisher"] = pick(own["orgs"] + own["publishers"])
                if self.chance.random() < 0.35:
                    del item["issued"]
            case "post":
                item["container-title"] = pick(_PLATFORMS)
            case "motion_picture":
                item["container-title"] = pick((*_SCREENS, *own["outlets"]))
            case "broadcast":
                item["container-title"] = self.title(item["lang"])[:40].strip()
                item["publisher"] = pick(own["outlets"])
                item["number"] = str(self.chance.randint(1, 300))
            case "interview":
                item["interviewer"] = [self.person(item["lang"])]

    def _of_print(self, item: Item, own: Mapping[str, Any], kind: str) -> None:
        pick, language = self.chance.choice, item["lang"]
        match kind:
            case "thesis":
                item["publisher"] = pick(own["universities"])
                item["genre"] = pick(("PhD thesis", "Doctoral dissertation", "Master’s thesis"))
            case "chapter":
                item["container-title"] = self.title(language)
                item["publisher"] = pick(own["publishers"])
                item["editor"] = self.people(language)
                item["page"] = self._pages()
            case "book":
                item["publisher"] = pick(own["publishers"])
                if self.chance.random() < 0.2:
                    item["translator"] = [self.person(language)]
                if self.chance.random() < 0.2:
                    item["edition"] = str(self.chance.randint(2, 5))
            case "article-journal":
                item["container-title"] = pick(own["journals"])
                item["volume"] = str(self.chance.randint(1, 80))
                item["issue"] = str(self.chance.randint(1, 12))
                item["page"] = self._pages()
            case "entry-encyclopedia":
                item["container-title"] = pick(own["encyclopedias"])

    def title(self, language: str) -> str:
        chance = self.chance
        title = chance.choice(self.titles[language])
        if title.istitle() and chance.random() < 0.3:
            title = title.capitalize()
        if chance.random() < 0.08:
            title += chance.choice((": ", ". ", " – ")) + chance.choice(self.titles[language])
        return title

    def date(self, to_the_day: float) -> Mapping[str, list[list[int]]]:
        """A date to the day with this probability, a little more often to the month."""
        parts = [self._year(self.chance.choice((1960, 2005, 2015)))]
        if self.chance.random() < to_the_day + 0.1:
            month, day = self._day()
            parts += [month, day] if self.chance.random() < 0.9 else [month]
        return {"date-parts": [parts]}

    def _year(self, first: int) -> int:
        return self.chance.randint(first, 2026)

    def _day(self) -> tuple[int, int]:
        return self.chance.randint(1, 12), self.chance.randint(1, 28)

    def _pages(self) -> str:
        return f"{self.chance.randint(1, 200)}-{self.chance.randint(201, 400)}"

    def person(self, language: str) -> Mapping[str, str]:
        own, chance = self.world[language], self.chance
        family = chance.choice(own["family"])
        if not own["given"]:
            cut = 2 if language == "ja" and len(family) > 3 else 1
            return {"family": family[:cut], "given": family[cut:]}
        given = chance.choice(own["given"])
        if chance.random() < 0.12:
            given += f" {chance.choice(own['given'])[0]}."
        return {"family": family, "given": given}

    def people(self, language: str) -> list[Mapping[str, str]]:
        count = self.chance.choices((1, 2, 3, 5), (12, 5, 2, 1))[0]
        return [self.person(language) for _ in range(count)]

    def body(self, own: Mapping[str, Any]) -> Mapping[str, str]:
        return {"literal": self.chance.choice(own["orgs"])}

    def address(self, own: Mapping[str, Any], language: str, title: str) -> str:
        chance = self.chance
        host = _slug(chance.choice(own["outlets"] + own["orgs"])).replace("-", "")[:18]
        ending = chance.choice(
            ("com", "org", "net", "gov", "co.uk" if language == "en" else language)
        )
        path = chance.choice(("news/", "article/", "2021/03/04/", "media/", ""))
        name = _slug(title)[:50].strip("-")
        return (
            f"https://www.{host or 'example'}.{ending}/{path}{name or chance.randint(1000, 99999)}"
        )


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.casefold()).strip("-")
