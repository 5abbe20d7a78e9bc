"""A publisher with its place before it, as books have it: "Boston, MA: Example Press"."""

import re

from briefs.references.fields.organisations import is_organisation

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
    """Whether `text` is the name of a large city and no more."""
    return text.strip(" .,").replace(" ", "_") in _CITIES or text.strip(" .,") in _CITIES


def is_place(text: str) -> bool:
    """Whether `text` is a place and no more: "Washington, DC", "Ann Arbor, MI"."""
    return _PLACE.fullmatch(text) is not None or _IN_STATE.fullmatch(text) is not None


def publisher_behind_place(text: str) -> str | None:
    """The publisher in "Mexico City: Instituto Nacional", if all of `text` is that."""
    found = _PLACED.fullmatch(text)
    if found is None:
        return None
    publisher = found["publisher"].strip(" .")
    place = found["place"]
    is_known = is_city(place) or is_organisation(publisher) or place.casefold()[:2] == "s."
    return publisher if is_known and not is_organisation(place) else None
