"""Entries as people write them beside the style guides, each field between marks.

`forms.txt` has the forms: a field is `{name}` or `{name.form}`; what stands in `[[…]]` falls away
where one of its fields is empty, and of `<<a|b>>` one is taken. A field comes out as
MARK name SEP words END, as the citation processor's fields do.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from training.references.made_items import KINDS, Item, Maker
from training.references.people import UNSPACED, named, spoken

MARK, SEP, END = "\ue000", "\ue001", "\ue002"

_FIELD = re.compile(r"\{(?P<name>\w+)(?:\.(?P<form>[\w.]+?))?(?P<stop>\.?)\}")
_OPTIONAL = re.compile(r"\[\[((?:[^\[\]]|\[(?!\[)|\](?!\]))*)\]\]")
_CHOICE = re.compile(r"<<(.*?)>>")
_ENGLISH_MONTHS = (
    *("Jan.", "Feb.", "Mar.", "Apr.", "May", "June"),
    *("July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec."),
)
_TWO = 2

_UN = (
    *("UN General Assembly", "United Nations Security Council", "United Nations, General Assembly"),
    *("UN Human Rights Council", "United Nations", "Human Rights Committee"),
    *("UN Secretary-General", "UN Economic and Social Council"),
)
_ACTS = (
    *("Clean Air Act", "Data Protection Act", "Freedom of Information Act", "Human Rights Act"),
    *("Immigration and Nationality Act", "Equality Act", "Fair Housing Act", "Online Safety Act"),
)
_REPORTERS = ("U.S.", "F.3d", "F.2d", "F. Supp. 2d", "S. Ct.", "P.3d", "N.E.2d", "Cal. App. 4th")
_COURTS = ("UKSC", "EWCA Civ", "EWHC", "UKHL", "HCA", "SCC", "NZSC", "ZACC", "IESC")
_PARTIES = (
    "Ministry of Justice",
    "Board of Education",
    "United States",
    "City of Boston",
    "Minister",
)
_STUDIOS = ("Netflix", "Warner Bros.", "A24", "Pathé", "Universal Pictures", "BBC Films")
_UNITS = (
    "Population Division",
    "Statistics Division",
    "Office of Inspector General",
    "Press Office",
)
_SITES = {
    "Twitter": "twitter.com",
    "X": "x.com",
    "Facebook": "www.facebook.com",
    "Telegram": "t.me",
}
_POSTED = {"Twitter": ("Tweet",), "X": ("Post", "Tweet"), "Telegram": ("Telegram post", "Post")}


def _gazette(language: str, number: int) -> str:
    return {
        "de": f"BGBl. I S. {number}",
        "fr": "Journal officiel de la République française",
        "es": "Boletín Oficial del Estado",
        "it": "Gazzetta Ufficiale",
        "pl": f"Dz.U. 2011 nr {number} poz. {number + 7}",
        "pt": "Diário Oficial da União",
        "ru": "Собрание законодательства РФ",
        "uk": "Відомості Верховної Ради України",
        "tr": "Resmî Gazete",
    }.get(language, f"OJ L {number}/12")


class Writer:
    """Writes works down in the forms of `forms.txt`."""

    def __init__(self, maker: Maker) -> None:
        self.maker = maker
        self.chance = maker.chance
        lines = Path(__file__).with_name("forms.txt").read_text("utf-8").splitlines()
        self.forms = [
            (set(kinds.split()), set(languages.split()), form)
            for kinds, languages, form in (
                re.split(r" (?<!\\)\| ", line, maxsplit=2)
                for line in lines
                if line and not line.startswith("#")
            )
        ]

    def entries(self, languages: Sequence[str]) -> Iterator[str]:
        """Marked entries of these languages, in turn, without end."""
        while True:
            for language in languages:
                if written := self._entry(language):
                    yield written

    def _entry(self, language: str) -> str | None:
        item = self.maker.item(language)
        kind = KINDS[item["type"]][0]
        if language == "en" and self.chance.random() < 0.08:  # what no other kind of work is like
            kind = self.chance.choice(("official", "case"))
        item.setdefault("issued", self.maker.date(0.75))
        fitting = [
            form
            for kinds, of, form in self.forms
            if kind in kinds and (language in of or ("*" in of and language not in UNSPACED))
        ]
        return self._filled(self.chance.choice(fitting), item) if fitting else None

    def _filled(self, form: str, item: Item) -> str | None:
        """A form with its fields, or None where the work lacks one that the form must have."""
        form = _CHOICE.sub(lambda match: self.chance.choice(_choices(match[1])), form)
        form = _OPTIONAL.sub(lambda match: self._whole(match[1], item), form)
        return re.sub(r"\s+", " ", self._whole(form, item)).strip() or None

    def _whole(self, form: str, item: Item) -> str:
        """A piece of a form with its fields; nothing where one is empty."""
        missing = False

        def value(match: re.Match[str]) -> str:
            nonlocal missing
            text = self._field(match["name"], match["form"] or "", item, stop=bool(match["stop"]))
            missing = missing or not text
            return text

        text = _FIELD.sub(value, form)
        return "" if missing else text

    def _field(self, name: str, form: str, item: Item, *, stop: bool) -> str:
        pick, language = self.chance.choice, item["lang"]
        own = self.maker.world[language]
        number = str(self.chance.randint(1, 400))
        match name:
            case "author" | "editor" | "body" | "director":
                return self._names(name, form, item)
            case "title":
                return self._title(form, item, stop=stop)
            case "date" | "year":
                parts = item["issued"]["date-parts"][0]
                return marked(
                    "issued", self.date(parts if name == "date" else parts[:1], language, form)
                )
            case "accessed":
                return self._accessed(form, item)
            case "url" | "from" | "address":
                return self._address(name, item)
            case "outlet" | "book" | "journal" | "show" | "screen" | "platform":
                return self._outlet(name, form, item)
            case "publisher" | "university" | "studio":
                given = {"university": own["universities"], "studio": _STUDIOS}.get(name)
                return marked("publisher", pick(given) if given else item.get("publisher", ""))
            case "place":
                return marked("publisher-place", item["publisher-place"])
            case "handle":
                return marked("author" if form else "handle", self._handle(item))
            case "posturl" | "videourl":
                return self._shared(name, item)
            case _:
                return self._plain(name, item, own) or self._of_law(name, form, item, number)

    def _plain(self, name: str, item: Item, own: Mapping[str, Any]) -> str:
        """A field that is the same in every form; an empty text for any other name."""
        pick = self.chance.choice
        match name:
            case "nodate":
                word: str = own["no date"]
                return word
            case "posted":
                kinds = _POSTED.get(item["container-title"], ("Post", "Thread"))
                return marked("genre", pick(kinds))
            case "uploader":
                return marked("name", pick(own["outlets"] + own["orgs"]))
            case "department":
                joined = pick((", ", ". ")).join((pick(own["orgs"]), pick(_UNITS)))
                return marked("body", joined)
        return ""

    def _of_law(self, name: str, form: str, item: Item, number: str) -> str:
        pick, language = self.chance.choice, item["lang"]
        year = item["issued"]["date-parts"][0][0]
        match name:
            case "genre":
                return marked("genre", item.get("genre", ""))
            case "number":
                return marked("number", number)
            case "un":
                return marked("body", pick(_UN))
            case "symbol":
                end = self.chance.randint(1, 99)
                codes = (f"A/HRC/{end}/{number}", f"A/RES/{end}/{number}", f"S/RES/{number}")
                return marked(
                    "number", pick((*codes, f"S/{year}/{number}", f"E/CN.4/{year}/{end}"))
                )
            case "resolution":
                short = pick(("G.A. Res. ", "S.C. Res. ")) if form else "Resolution "
                return marked("title", short + number)
            case "parties":
                families = self.maker.world["en"]["family"]
                first, second = pick((*families, *_PARTIES)), pick((*families, *_PARTIES))
                title = pick((f"{first} v. {second}", f"{first} v {second}", f"R v {second}"))
                return self._set(marked("title", title)) if form else marked("title", title)
            case "reporter":
                return marked("container-title", f"{number} {pick(_REPORTERS)} {number}")
            case "neutral":
                return marked("container-title", f"[{year}] {pick(_COURTS)} {number}")
            case "act":
                return marked("title", self._act(language, year, dated=bool(form)))
            case "statute":
                laws = (f"{number[:2]} U.S.C. § {number}", f"{number} Stat. {number}")
                return marked("container-title", pick(laws))
            case "regulation":
                subject = self.maker.title("en")[:40].lower()
                return marked("title", f"Regulation (EU) {year}/{number} on {subject}")
            case "gazette":
                return marked("container-title", _gazette(language, int(number)))
        raise ValueError(f"No field is called {name}")

    def _act(self, language: str, year: int, *, dated: bool) -> str:
        subject = self.maker.title(language)[:30].lower().strip()
        pick = self.chance.choice
        own = {
            "en": pick(_ACTS) + (f" {year}" if dated else ""),
            "de": pick(("Klimaschutzgesetz", "Strafgesetzbuch", f"Gesetz über {subject}")),
            "fr": f"Loi n° 78-{len(subject)} relative à {subject}",
            "es": f"Ley {len(subject)}/{year}, de {subject}",
            "it": f"Legge n. {len(subject)}, {subject}",
            "pl": f"Ustawa o {subject}",
            "pt": f"Lei nº {len(subject)} sobre {subject}",
            "ru": f"О {subject}",
            "uk": f"Про {subject}",
            "tr": f"{len(subject)} sayılı {subject} Kanunu",
        }
        return own.get(language, subject)

    def _names(self, name: str, form: str, item: Item) -> str:
        language = item["lang"]
        match name:
            case "body":
                body = self.chance.choice(self.maker.world[language]["orgs"])
                return marked("container-title" if form == "outlet" else "body", body)
            case "director":
                return marked("name", spoken(self.maker.person(language), language))
            case "editor":
                people = item.get("editor") or self.maker.people(language)
                return marked("name", named(people, form, language, self._and(language)))
        people = item.get("author") or ()
        if not people:
            return ""
        label = "body" if all("literal" in one for one in people) else "author"
        return marked(label, named(people, form, language, self._and(language)))

    def _and(self, language: str) -> str:
        word: str = self.maker.world[language]["and"]
        return word

    def _title(self, form: str, item: Item, *, stop: bool) -> str:
        title = marked("title", item["title"])
        if form == "set":
            return self._set(title)
        if form != "quoted":
            return title
        opens, closes = self.maker.world[item["lang"]]["quotes"]
        if self.chance.random() < 0.25:
            opens, closes = self.chance.choice((('"', '"'), ("“", "”"), ("‘", "’")))
        end = "." if stop and item["title"][-1] not in "?!." else ""
        return (
            f"{opens}{title}{end}{closes}"
            if item["lang"] == "en"
            else f"{opens}{title}{closes}{end}"
        )

    def _set(self, text: str) -> str:
        """A title in the emphasis that its copy may have kept as Markdown."""
        mark = self.chance.choices(("", "*", "_"), (6, 3, 1))[0]
        return f"{mark}{text}{mark}"

    def _outlet(self, name: str, form: str, item: Item) -> str:
        own, pick = self.maker.world[item["lang"]], self.chance.choice
        text = {
            "journal": lambda: pick(own["journals"]),
            "screen": lambda: pick(("YouTube", "YouTube", "Vimeo", *own["outlets"][:2])),
            "outlet": lambda: item.get("container-title") or pick(own["outlets"]),
        }.get(name, lambda: item.get("container-title") or self.maker.title(item["lang"])[:40])()
        text = marked("publisher" if form == "publisher" else "container-title", text)
        return self._set(text) if form == "set" else text

    def _accessed(self, form: str, item: Item) -> str:
        language = item["lang"]
        given = item.get("accessed")
        if not given and not form:
            return ""
        parts = given["date-parts"][0] if given else [2021, 3, 4]
        if form:
            return marked("accessed", self.date(parts, language, "" if form == "bare" else form))
        word = self.chance.choice(self.maker.world[language]["accessed"])
        closes = {"(": ")", "[": "]", "（": "）"}.get(word[0], "")
        return f"{word} {marked('accessed', self.date(parts, language))}{closes}"

    def _address(self, name: str, item: Item) -> str:
        address = item.get("URL")
        if name == "address":
            return marked("URL", address or "https://www.example.com/page")
        if not address:
            return ""
        address = self.chance.choices(
            (address, address.partition("://")[2], f"<{address}>"), (7, 2, 1)
        )[0]
        word = self.chance.choice(self.maker.world[item["lang"]]["from"]) if name == "from" else ""
        return f"{word} {marked('URL', address)}".strip()

    def _handle(self, item: Item) -> str:
        people = item.get("author") or ({"literal": "user"},)
        letters = re.sub(r"[^a-z0-9_]", "", spoken(people[0], item["lang"]).casefold())
        return f"@{letters[:15] or 'reader'}"

    def _shared(self, name: str, item: Item) -> str:
        code = self.chance.randint(10**8, 10**12)
        if name == "videourl":
            return marked("URL", f"https://www.youtube.com/watch?v={code:x}")
        site = _SITES.get(item["container-title"], "www.instagram.com")
        return marked("URL", f"https://{site}/{self._handle(item)[1:]}/status/{code}")

    def date(self, parts: Sequence[int], language: str, form: str = "") -> str:
        """A date as it is written in a language."""
        year, *rest = parts
        pick = self.chance.choice
        if not rest:
            return str(year)
        iso = "-".join((str(year), *(f"{part:02}" for part in rest)))
        if form == "iso":
            return iso
        month, day = rest[0], rest[1] if len(rest) == _TWO else None
        if form == "vancouver":
            return f"{year} {_ENGLISH_MONTHS[month - 1][:3]}{f' {day}' if day else ''}"
        if form == "brief":
            name = _ENGLISH_MONTHS[month - 1]
            return f"{name} {day}, {year}" if day else f"{name} {year}"
        eastern = {"zh": "年月日", "ja": "年月日", "ko": "년월일"}.get(language)
        if eastern:
            gap = " " if language == "ko" else ""
            written = f"{year}{eastern[0]}{gap}{month}{eastern[1]}"
            written += f"{gap}{day}{eastern[2]}" if day else ""
            return pick((written, written, iso))
        if day and self.chance.random() < (0.05 if language == "en" else 0.2):
            return pick((iso, f"{day:02}.{month:02}.{year}")) if language != "en" else iso
        return self._spelt(year, month, day, language)

    def _spelt(self, year: int, month: int, day: int | None, language: str) -> str:
        name = self.maker.world[language]["months"][month - 1]
        if language == "en" and self.chance.random() < 0.3:
            name = _ENGLISH_MONTHS[month - 1]
        if language in {"es", "pt"}:
            return f"{day} de {name} de {year}" if day else f"{name} de {year}"
        if day is None:
            return f"{name} {year}"
        if language == "en" and self.chance.random() < 0.5:
            return f"{name} {day}, {year}"
        return f"{day}{'.' if language == 'de' else ''} {name} {year}"


def _choices(text: str) -> list[str]:
    return [choice.replace("\\|", "|") for choice in re.split(r"(?<!\\)\|", text)]


def marked(name: str, words: str) -> str:
    return f"{MARK}{name}{SEP}{words}{END}" if words else ""
