"""The names of the months and seasons in eleven European languages."""

# English, French, German, Spanish, Portuguese, Italian, Dutch, Swedish, Polish, Russian and
# Ukrainian, with the case endings that dates take and the usual clippings.
_NAMES = """
1 january jan janvier janv januar jänner enero ene janeiro gennaio gen januari
1 stycznia styczeń sty января январь янв січня січень січ
2 february feb février févr fév fevrier februar febrero fevereiro fev febbraio februari
2 lutego luty lut февраля февраль фев февр лютого лютий лют
3 march mar mars märz mrz marzo março maart mrt
3 marca marzec марта март мар березня березень бер
4 april apr avril avr abril abr aprile kwietnia kwiecień kwi апреля апрель апр квітня квітень квіт
5 may mai mayo maio maggio mag mei maj maja мая май травня травень трав
6 june jun juin juni junio junho giugno giu czerwca czerwiec cze июня июнь июн червня червень черв
7 july jul juillet juil juli julio julho luglio lug lipca lipiec lip июля июль июл липня липень лип
8 august aug août aout agosto ago augustus augusti
8 sierpnia sierpień sie августа август авг серпня серпень серп
9 september sept sep septembre septiembre setembro settembre set
9 września wrzesień wrz сентября сентябрь сен сент вересня вересень вер
10 october oct octobre oktober okt octubre outubro out ottobre ott
10 października październik paź октября октябрь окт жовтня жовтень жовт
11 november nov novembre noviembre novembro
11 listopada listopad lis ноября ноябрь ноя нояб листопада листопад лист
12 december dec décembre déc decembre dezember dez diciembre dic dezembro dicembre
12 grudnia grudzień gru декабря декабрь дек грудня грудень груд
"""

_SEASONS = """
spring summer autumn fall winter printemps été automne hiver frühling frühjahr sommer herbst
primavera verano otoño invierno verão outono inverno autunno lente zomer herfst vår höst vinter
wiosna lato jesień zima весна лето осень зима весна літо осінь зима
"""

MONTHS = {
    name: int(number)
    for number, *names in map(str.split, _NAMES.strip().splitlines())
    for name in names
}
"""A month's name or clipping in lower case -> 1 to 12."""

SEASONS = frozenset(_SEASONS.split())

ALSO_WORDS = frozenset({"ago", "gen", "lis", "mag", "out", "set"})
"""Clippings that are words as well ("Data Set 2017"): they are months only beside a day."""

IN_FULL = frozenset({"april", "august", "june", "july", "march", "may"})
"""Months that are given names as well, and take no stop as a clipping does: "Ng, April. 2017"."""
