"""What the model sees of each word of an entry: its form, its neighbours, and where it stands.

A feature is a name that is there or not. Those of a word itself are also seen from the words next
to it, under their distance: "-1 close=." says that the word before ends in a full stop.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from briefs.references.months import MONTHS
from briefs.references.organisations import is_telling
from briefs.references.phrases import ADDRESS, CLIPPINGS

_WORDS = {
    "in": "in dans en",
    "and": "and & et und y e a och",
    "et al": "al others",
    "editor": "ed eds editor editors edited hrsg éd éds dir coord ed.) eds.)",
    "translator": "trans translated traduction übers trad transl",
    "edition": "edition edn édition aufl auflage rev revised",
    "volume": "vol vols volume volumes no nos n° nr bd band tome t v issue iss number jg heft",
    "pages": "p pp page pages s ff pgs",
    "meeting": "proceedings proc conference conf workshop symposium symp meeting congress colloquium"
    " actes advances annual international lecture notes presented",
    "journal": "journal j review rev transactions trans bulletin annals letters lett quarterly"
    " magazine revue zeitschrift archives acta american science sci research",
    "publisher": "press university univ publishers publishing verlag éditions editions books presses"
    " wiley springer elsevier routledge sage mcgraw-hill prentice addison-wesley inc ltd co sons"
    " academic",
    "thesis": "thesis dissertation ph.d phd doctoral master's m.sc msc diss thèse",
    "report": "report technical tech tr working paper memo memorandum rapport preprint manuscript",
    "place": "new york london paris berlin cambridge oxford boston chicago ma ca ny uk usa dc"
    " washington amsterdam philadelphia princeton germany france heidelberg munich münchen",
    "online": "available retrieved accessed online url doi http arxiv internet from web http",
    "particle": "van von de der den del della di da du la le el bin ter ten al jr sr iii",
    "article": "the a an of on and for to with from by der die das les des l un une",
}
_CLASSES: dict[str, tuple[str, ...]] = {}
for _name, _listed in _WORDS.items():
    for _word in _listed.split():
        _CLASSES[_word] = (*_CLASSES.get(_word, ()), f"class={_name}")
