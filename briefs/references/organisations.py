"""Telling an organisation's name from a person's, by its words and the way it is written."""

import re

# English, German, French, Spanish, Italian, Portuguese, Dutch, Swedish, Russian and Ukrainian
_TELLING = """
academy act administration affairs agence agencia agency agentur agenzia alliance amt archive
archives army assembly assemblée associated associates association associação authority bank blog
board branch broadcasting bundesamt bundesministerium bundesregierung bureau business cabinet
campaign center centers centre centro centrum chamber channel city civil club coalition college
comisión comité command commissie commission committee community company congress conseil consejo
consortium constitution convention corporation corps council court database defence defense
democracy department desk deutsche development dictionary directorate division editor editorial
editors education embassy encyclopaedia encyclopedia energy enterprise exchange executive factbook
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
институт комитет министерство редакция університет фонд центр
"""
_WORDS = frozenset(_TELLING.split())
_JOINING = re.compile(
    r"(?<!\w)(?:of|for|the|on|against|without|to|at|in|und|für|&|pour|por|per)(?!\w)"
)
_ACRONYM = re.compile(r"\b(?!(?:II|III|IV|JR|SR)\b)[A-ZÀ-Þ]{2,}(?:[’'][a-z]+)?\b")
_INNER_CAPITAL = re.compile(r"\b(?!Mc|Mac|De|Di|Du|La|Le|Van|Fitz|O[’'])[^\W\d_]+[a-z][A-Z]")


def is_organisation(name: str) -> bool:
    """Whether `name` is one, as far as its wording tells: "Pew Research Center", "UT Austin"."""
    words = re.findall(r"[^\W_]+", name.casefold())
    return bool(
        not _WORDS.isdisjoint(words)
        or any(char.isdigit() for char in name)
        or _JOINING.search(name)
        or name.casefold().startswith("the ")
        or (_ACRONYM.search(name) and not name.isupper())
        or _INNER_CAPITAL.search(name)
    )
