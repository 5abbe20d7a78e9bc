"""Whether words are the name of a person, of a body or of a place, by the words and their spelling:
given names, capitals, small words between them, stops at the end, words that tell an organisation.

Other names may be a person's, too; one that opens with a known given name is a person's for certain
if nothing else in the entry contradicts it. An imprint is a publisher after its place, as in
"Boston, MA: Example Press".
"""

import re
from functools import cache
from importlib.resources import files

from briefs.references.fields.given_names import GIVEN_NAMES


@cache
def _every_given_name() -> frozenset[str]:
    """All given names that are known, of some seventy countries: see
    `training.references.given_names`.
    """
    told = files("briefs.references").joinpath("given_names.txt").read_text("utf-8")
    return GIVEN_NAMES | frozenset(told.split())


FAMILY_PREFIXES = frozenset(
    {"Ó", "Ní", "Nic", "Uí", "Mac", "Ua", "Du", "De", "Von", "Van", "Di", "Da", "Le", "La", "Del"}
    | {"Della", "Dos", "El", "Al"}
)
"""Words that belong to the family name, particles with a capital among them: W.E.B. Du Bois."""
PARTICLES = frozenset(
    {"van", "von", "de", "da", "do", "dos", "das", "del", "della", "di", "du", "la", "le", "der"}
    | {"den", "des", "het", "ten", "ter", "zu", "zum", "af", "av", "al", "el", "bin", "ben", "ibn"}
    | {"bint", "y", "e", "d'", "d’"}
)
"""Words between a given name and a family name."""


def opens_with_given_name(words: str) -> bool:
    """Whether the first word of a possible person's name is a given name."""
    first = words.split(maxsplit=1)[0] if words.strip() else ""
    return first.casefold().partition("-")[0] in _every_given_name()


_BEHIND_NAME = re.compile(
    r"[ ](?:\([A-Z][A-Z0-9]{1,7}(?: [A-Z]{2,6})?\)|contributors|editors|staff|team)$"
)
_SMALL_WORDS = PARTICLES | frozenset(
    {"of", "for", "the", "on", "against", "without", "to", "at", "in", "and", "&"}
    | {"und", "für", "et", "pour", "a", "i", "para", "com", "per", "dei", "degli", "delle", "sulla"}
    | {"zur", "im", "am", "an", "voor", "och", "för", "w", "na", "po", "и", "в", "по", "при", "о"}
    | {"та", "upon", "under", "between", "sur", "sobre", "über", "mit"}
)
_ELIDED = ("d’", "d'", "l’", "l'")
_KEEPS_ITS_STOP = re.compile(r"(?:(?<!\w)\w|\b(?:Jr|Sr|St|Inc|Ltd|Co|Corp)|\.\w)\.$")
NAME_WORD = re.compile(r"(?:[dlDLO][’'‘]|\d{1,4})?[^\W\d_][\w.’'‘ʼ-]*(?:&\w+)?")
_MOST_WORDS_OF_A_GIVEN_NAME = 4
_MOST_WORDS_OF_AN_ORGANISATION = 14


def is_proper(text: str, most: int, small: frozenset[str] = _SMALL_WORDS) -> bool:
    """Whether `text` is capitalised like a name, and has at most `most` words."""
    words = text.split()
    return (
        0 < len(words) <= most
        and all(word in small or word.startswith(_ELIDED) or is_capital(word) for word in words)
        and words[-1] not in small
    )


def is_official(text: str) -> bool:
    """Whether `text` is capitalised like an organisation's name, apart from what may follow it."""
    return is_proper(_BEHIND_NAME.sub("", text), _MOST_WORDS_OF_AN_ORGANISATION)


def is_given(text: str) -> bool:
    first, *others = bare(text).split()
    return (
        len(others) < _MOST_WORDS_OF_A_GIVEN_NAME
        and is_capital(first)
        and all(word in PARTICLES or is_capital(word) for word in others)
    )


_JOINED_PARTICLE = re.compile(r"(?:de|la|le|van|von|mac|mc|di)[A-Z]")


def is_capital(word: str) -> bool:
    is_small = word[0].islower() and _JOINED_PARTICLE.match(word) is None  # deGrasse
    return not is_small and NAME_WORD.fullmatch(word) is not None


def is_acronym(text: str) -> bool:
    return text.isupper() and text.isalpha()


def bare(name: str) -> str:
    """`name` without a final full stop, unless it belongs to an initial or an abbreviation."""
    return name[:-1] if name.endswith(".") and not _KEEPS_ITS_STOP.search(name) else name


_EASTERN = r"[\u3400-\u9fff\u3040-\u30ff\uac00-\ud7a3]"
_EASTERN_LIST = re.compile(rf"{_EASTERN}(?:{_EASTERN}|[ ,、，·・&]){{1,80}}\.?")
_BETWEEN_EASTERN = re.compile(r" ?[,、，&] ?| · ?")


def eastern_names(text: str) -> list[str]:
    """Names in Chinese, Japanese or Korean letters, which do not part the family name; or []."""
    is_list = not text.isascii() and _EASTERN_LIST.fullmatch(text) is not None
    return _BETWEEN_EASTERN.split(text.rstrip(".")) if is_list else []


# English, German, French, Spanish, Italian, Portuguese, Dutch, Swedish, Polish, Turkish, Russian
# and Ukrainian
_TELLING = """
academy act administration affairs agence agencia agency agentur agenzia alliance amt archive
archives army assembly assemblée associated associates association associação authority bank blog
board branch broadcasting bundesamt bundesministerium bundesregierung bureau business cabinet
campaign center centers centre centro centrum chamber channel city civil club coalition college
comisión comité command commissie commission committee community company congress conseil consejo
consortium constitution convention corporation corps council court database defence defense
democracy department desk deutsche deutscher deutsches wetterdienst development dictionary
directorate division editor editorial editors education embassy encyclopaedia encyclopedia energy
enterprise exchange executive factbook
federal federation fondation force forces forum foundation fund fundación fundação funds gallery
gesellschaft global gobierno gouvernement government governo group health house human inc
initiative institut institute institution institutions instituto intelligence international
istituto journal justice laboratory labour league library limited llc ltd magazine media
ministerio ministero ministry ministère ministério monitor movement museum nachrichten nation
national nations network news newspaper newsroom newswire nyheter observatoire observatorio
observatory office official online organisation organization panel parliament partners partnership
party platform police policy prensa press presse program programme project public publishing radio
redacción redactie redaktion redaktionen redazione redação regering relief report reporter
reporters república research resources review rights rédaction school science secretariat security
senate service services society solutions staff state states statistics stichting stiftung
strategy studies system task team technologies technology television tidningen times today trade
tribunal trust union united universidad universidade universiteit university università
universität université verband verein verlag watch web workers workshop writers zeitung агентство
институт комитет министерство редакция университет фонд центр
banca banco banque bundeszentrale landeszentrale jazeera mundial outreach prize
airlines america africa asia autoridad autoridade authorities awareness bbc
belediyesi bakanlığı birliği brasil bundestag bundestags bundesanstalt bundesgericht cámara câmara
canada care champions charity commons comptes confederation conservation consulting corp cour
contributors reserves
derneği dergisi diputación dirección entertainment environment europe facts films fisheries
fraunhofer fundacja główny hafenamt handelsblatt healthcare hospital institutet instytut insurance
journalists kids kurumu labs landesamt life marketing meclisi ministerstwo motors municipal
municipality mum nature navy ocean oceans parlament parlement pharma polizei port ports prefeitura
presidency productions rada railway records sanctuary schools secretaría secretaria software
solutions statistik statistisches studio studios support talks tv twitter umweltbundesamt
systems developers semiconductor semiconductors electronics devices robotics docs engineering users
guild guilds arts naciones unidas nationen nazioni unies unite games sports museums libraries
theatre orchestra festival foods farms airways investigations insights analytics ventures holdings
consultants advisors attorneys properties therapeutics biosciences genomics laboratories hospitals
clinic physicians nurses teachers students parents women scientists educators economists android
gemeente instituut federatie confederação vereniging
hogeschool asociación federación federação sociedad sociedade organización organização sindicato
confederación colegio coordinadora
presidenza consiglio ministri dipartimento regione comune direzione presidência conselho
caritas italiana italiano italiane française français españoles española brasileira brasileiro
polskie europea europeo européenne européen europäische internazionale internacional
nazionale nacional presidencia kementerian badan consumers creators composers architects
tourism meteorological
secretary médecins planbureau ethikrat raad bundesbank riksbank utredningar styrelsen myndigheten
izba kontroli emploi inspekcja lab
rzecznik uniwersytet urząd vakfı water wetlands wikipedia wildlife world
youth zarząd ajansı
администрация академия агентства банк бюро вестник газета департамент дума комиссия корпорация
музей объединение отдел палата правительство префектура прокуратура росстат служба совет союз суд
управление федерация ведомости агенція адміністрація академія видавництво держава держслужба
асоціація ассоциация організація организация бібліотека библиотека центр консорціум
інститут кабінет комісія комітет міністерство рада спілка управління університет порт
"""
_WORDS = frozenset(_TELLING.split())
_ARABIC_WORDS = """
برنامج صندوق مفوضية مكتب رئاسة مصرف شركة
مجلس وزارة وكالة منظمة جامعة مركز معهد مؤسسة جريدة صحيفة قناة شبكة هيئة لجنة حكومة بنك
جزيرة عربية نت رويترز سكاي فرانس
جمعية اتحاد أمم سلطة ديوان دائرة محكمة سازمان وزارت دانشگاه خبرگزاری شهرداری روزنامه بانک
"""
_ARABIC = frozenset(_ARABIC_WORDS.split())
"""Without the article."""
_JOINING = re.compile(
    r"(?<!\w)(?:of|for|the|on|against|without|to|at|in|und|für|&|pour|por|per)(?!\w)"
)
_ACRONYM = re.compile(r"\b(?!(?:II|III|IV|JR|SR)\b)[A-ZÀ-Þ]{2,}(?:[’'][a-z]+)?\b")
_INITIALISM = re.compile(r"(?:U\.N\.|U\.S\.|E\.U\.|U\.K\.|UN|US|EU|UK) \w")
_INNER_CAPITAL = re.compile(
    r"\b(?!Mc|Mac|De|Di|Du|La|Le|Van|Fitz|O[’']|(?:de|la|le|van|von|di)[A-Z])[^\W\d_]+[a-z][A-Z]"
)


def has_telling_word(name: str) -> bool:
    return not _WORDS.isdisjoint(re.findall(r"[^\W_]+", name.casefold()))


def is_organisation(name: str) -> bool:
    """Whether `name` is an organisation by its words: "Pew Research Center", "UT Austin"."""
    words = re.findall(r"[^\W_]+", name.casefold())
    return bool(
        has_telling_word(name)
        or _INITIALISM.match(name)
        or not _ARABIC.isdisjoint(word.removeprefix("ال") for word in words)
        or any(char.isdigit() for char in name)
        or _JOINING.search(name)
        or name.casefold().startswith("the ")
        or (_ACRONYM.search(name) and not name.isupper())
        or _INNER_CAPITAL.search(name)
    )


_CITY = (
    "Amsterdam|Baltimore|Berkeley|Berlin|Boston|Cambridge|Chicago|Chichester|Frankfurt|Geneva"
    "|Hamburg|Leiden|London|Los Angeles|Madrid|Milano?|Moscow|München|New Haven|New York|Oxford"
    "|Paris|Philadelphia|Princeton|Roma|San Francisco|Stanford|Stockholm|Toronto|Washington|Wien"
    "|Zürich"
)
_REGION = r"(?:,? ?[A-Z]{2}|, D\.C\.|, [A-Z][a-z]+)"
_IN_BRACKETS = re.compile(r"\([^:()]{2,60}: (?P<publisher>[^:()]{2,80})\)?")
_IN_THE_OPEN = re.compile(
    rf"(?:^|(?<=\. ))(?:(?:{_CITY}){_REGION}?|[A-Z][\w ]{{2,30}}, [A-Z]{{2}}):"
    r" (?P<publisher>[^:()]{2,80})"
)
_IN_STATE = re.compile(
    r"[A-Z][a-z]+(?: [A-Z][a-z]+)?, (?:A[KLRZ]|C[AOT]|DC|FL|GA|I[ADLN]|K[SY]|LA|M[ADEINOST]"
    r"|N[CDEHJMVY]|O[HKR]|PA|RI|S[CD]|T[NX]|UT|V[AT]|W[AIVY])"
)
_PLACED = re.compile(
    r"(?P<place>[^\W\d_a-z][\w.-]+(?: [^\W\d_a-z][\w-]+){0,2}|[Ss]\. ?l\.?)"
    r"(?:, [A-Z][A-Za-z]+)? ?: (?P<publisher>[^\W\d_a-z][^:]{2,90})"
)
_PLACE = re.compile(rf"(?:{_CITY}),? (?:[A-Z]{{2}}|D\.C\.?)")


def find_imprint(text: str) -> re.Match[str] | None:
    """The imprint in `text`, with its group "publisher"."""
    return _IN_BRACKETS.search(text) or _IN_THE_OPEN.search(text)


_FURTHER_CITIES = """
Athens Barcelona Beijing Bogotá Brasília Brussels Bruxelles Budapest Buenos_Aires Cairo
Caracas Copenhagen Dublin Edinburgh Genève Hanoi Helsinki Istanbul Jakarta Jerusalem
Johannesburg Kiev Kyiv Lima Lisboa Lisbon Luxembourg Lyon Manila Melbourne México Montréal
Montreal Mumbai Munich Nairobi Napoli Oslo Prague Praha Québec Rio_de_Janeiro Rome
Santiago São_Paulo Seoul Shanghai Singapore Sofia Sydney Tallinn Tokyo Torino Valencia
Vienna Vilnius Warsaw Warszawa Москва Київ Киев Минск Praha Bern Köln Stuttgart Leipzig
Dresden Hannover Bonn Wiesbaden Mainz Potsdam Düsseldorf Nürnberg Bremen Graz Salzburg Innsbruck
Basel Lausanne Luzern Winterthur Antwerp Antwerpen Gent Utrecht Rotterdam The_Hague Den_Haag
Marseille Toulouse Bordeaux Strasbourg Lille Nantes Grenoble Rennes Montpellier
Sevilla Bilbao Zaragoza Granada Salamanca Porto Coimbra Bologna Firenze Florence Venezia Venice
Genova Palermo Bari Padova Glasgow Manchester Birmingham Leeds Bristol Cardiff Belfast Aberdeen
Gothenburg Göteborg Malmö Uppsala Bergen Aarhus Odense Reykjavik Turku Tampere Riga Tartu Kaunas
Kraków Wrocław Poznań Gdańsk Łódź Lublin Brno Bratislava Ljubljana Zagreb Beograd Belgrade Bucharest
București Tbilisi Yerevan Baku Ankara İstanbul İzmir Tel_Aviv Beirut Amman Damascus Baghdad Tehran
Riyadh Doha Dubai Abu_Dhabi Kuwait Tunis Algiers Rabat Casablanca Lagos Abuja Accra Dakar Kampala
Addis_Ababa Kigali Pretoria Cape_Town Harare Lusaka New_Delhi Delhi Kolkata Chennai Bangalore
Islamabad Karachi Lahore Dhaka Colombo Kathmandu Bangkok Kuala_Lumpur Hong_Kong Taipei Osaka Kyoto
Canberra Brisbane Perth Adelaide Auckland Wellington Ottawa Vancouver Calgary Guadalajara Monterrey
Havana Quito Medellín Cartagena Montevideo Buenos_Aires Córdoba Asunción La_Paz Belo_Horizonte
Porto_Alegre Curitiba Recife Atlanta Austin Dallas Denver Detroit Houston Miami Minneapolis Seattle
Portland Pittsburgh Phoenix San_Diego St._Louis Ithaca Durham Santa_Monica Palo_Alto Bethesda
Arlington Одесса Одеса Львів Харків Новосибирск Казань Екатеринбург Пермь Томск
"""
_CITIES = frozenset(
    (*_CITY.replace("Milano?", "Milano|Milan").split("|"), *_FURTHER_CITIES.split())
)


def is_city(text: str) -> bool:
    """Whether the whole of `text` is the name of a large city."""
    return text.strip(" .,").replace(" ", "_") in _CITIES or text.strip(" .,") in _CITIES


def is_place(text: str) -> bool:
    """Whether the whole of `text` is a place: "Washington, DC", "Ann Arbor, MI"."""
    return _PLACE.fullmatch(text) is not None or _IN_STATE.fullmatch(text) is not None


def publisher_behind_place(text: str) -> str | None:
    """The publisher in "Mexico City: Instituto Nacional", if the whole of `text` has this form."""
    found = _PLACED.fullmatch(text)
    if found is None:
        return None
    publisher = found["publisher"].strip(" .")
    place = found["place"]
    is_known = is_city(place) or is_organisation(publisher) or place.casefold()[:2] == "s."
    return publisher if is_known and not is_organisation(place) else None


_OFFICE = re.compile(
    r"(?:Agence|Assemblée|Association|Banque|Bureau|Comité|Commission|Conseil|Cour|Direction"
    r"|Fédération|Institut|Ministère|Parlement|Préfecture|Union"
    r"|Organisation|Asamblea|Ayuntamiento|Comité|Consejo|Defensoría|Gobierno|Parlamento|Comisión"
    r"|Instituto|Ministerio|Secretaría|Tribunal|Ministério|Secretaria"
    r"|(?:Bundes|Landes)(?:amt|anstalt|ministerium|zentrale|verband)|Ministerium|Senatsverwaltung"
    r"|Gesellschaft|Institut|Stiftung|Verein|Zentralrat"
    r"|Державна служба|Федеральная служба|Государственный комитет"
    r"|Autorità|Camera|Consiglio|Corte|Garante|Presidenza"
    r"|Istituto|Ministero) (?:(?:d[eu]s?|de la|del|della|dei|dos?|das?|per la|per i|für|der|zur) "
    r"|de l’|de l'|d’|d'|[a-zà-ÿа-яіїє]+ )"
)
"""The names of offices in Romance languages, most of whose words are in lower case."""
_PART_OF_BODY = re.compile(
    r"(?:Department|Division|Office of|Bureau of|Directorate|Section|Unit|Branch|Secretariat"
    r"|Subcommittee|Committee on|Commission on)\b"
    r"|(?:[^\W\d_a-z][\w’'-]* |of |and |for |the ){1,6}"
    r"(?:Department|Division|Office|Bureau|Directorate|Section|Unit|Branch|Secretariat|Service"
    r"|Administration|Committee|Program|Programme)$"
)
_TEAM = re.compile(
    r"(?:The )?[^\W_][\w.+-]*(?: [\w.+-]+){0,5} (?:[Tt]eam|[Gg]roup|[Cc]ommunity|[Dd]evelopers"
    r"|[Cc]ontributors|[Cc]ollaboration|[Cc]onsortium|[Aa]uthors|[Mm]aintainers|[Ee]ditors)\."
)
_CYRILLIC_BODY = re.compile(r"[А-ЯІЇЄҐ][^.?!:,]{6,80}\.?")
_DESK = re.compile(
    r"(?:[^\W\d_a-z][\w.]* ){0,3}(?:[Ss]taff|[Cc]orrespondents?|[Rr]eporters?|[Aa]gencies)"
    r"(?: (?:and|&|with) (?:[^\W\d_a-z][\w.]* ){0,2}(?:[Aa]genc(?:y|ies)|[Ww]ires?|[Ss]taff"
    r"|[Cc]orrespondents?))"
)

_UNLIKE_AN_OFFICE = re.compile(
    r"[\d,:;?!“”„\"«»()*]|\. |(?<!\w)(?:und|van|von|vom|der|del|della|dos|dello|bin|ibn|et|and|och)"
    r"(?: [^\W\d_a-z]\w+)?$"
)
_FEWEST_WORDS_OF_AN_OFFICE = 3
_MOST_WORDS_OF_AN_OFFICE = 9
_LONG_WORD = 4

_NOBODY = re.compile(
    r"no (?:specified |named |stated )?author(?: (?:given|named|specified|listed|stated))?\.?"
    r"|author (?:unknown|not (?:given|stated|specified))|unknown(?: author)?|anon\.?|unsigned"
    r"|n\. ?a\.?|o\. ?(?:v|verf)\.?|ohne (?:autor|verfasser)|s\. ?(?:a|n)\.|sin autor"
    r"|auteur inconnu|b\. ?a\.|без автора|без автору",
    re.IGNORECASE,
)


def opens_as_office(text: str) -> bool:
    """Whether a text begins like the name of an office: "Ministère de la", "Bundesamt für"."""
    return _OFFICE.match(text) is not None


def written_as_office(text: str) -> bool:
    """Whether a text before a date or a title is written as the names of offices abroad, which have
    words in lower case: "Statens offentliga utredningar", "Haut Conseil pour le climat".
    """
    words = text.split()
    small = [word for word in words if word.islower() and len(word) >= _LONG_WORD]
    return (
        _FEWEST_WORDS_OF_AN_OFFICE <= len(words) <= _MOST_WORDS_OF_AN_OFFICE
        and words[0][0].isupper()
        and words[0] != "The"
        and _UNLIKE_AN_OFFICE.search(text) is None
        and bool(small)
    )


def is_part_of_body(text: str) -> bool:
    """Whether a text names a part of the body before it: "Civil Rights Division"."""
    return _PART_OF_BODY.match(text.rstrip(".")) is not None


def signs_as_body(text: str) -> bool:
    """Whether a text before a stop and a date is a body: a team; in Cyrillic, words in lower case
    with one that tells a body.
    """
    is_cyrillic = not text.isascii() and _CYRILLIC_BODY.fullmatch(text) is not None
    return (is_cyrillic and has_telling_word(text)) or _TEAM.fullmatch(text) is not None


def is_desk(text: str) -> bool:
    """Whether a text is how a newsroom signs: "Staff and agencies"."""
    return _DESK.fullmatch(text) is not None


def is_nobody(text: str) -> bool:
    """Whether a text says that there is no author: "No author", "Anon.", "o. V."."""
    return _NOBODY.fullmatch(text) is not None
