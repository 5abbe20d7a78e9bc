"""English cue words and patterns: those that link a sentence to another, and those that make the
features of a sentence, with the groups of these features.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType


def _named(names: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in names.split(","))


CUES: Mapping[str, str] = MappingProxyType(
    {
        "must": "must should ought need needs needed",
        "will": "will won't shall",
        "would": "would could wouldn't couldn't",
        "may": "may might perhaps maybe probably likely seem seems seemed appear appears",
        "can": "can cannot can't",
        "cause": "because therefore thus hence lead leads led mean means "
        "reason reasons due result results resulted cause causes caused",
        "denies": "not no never nothing nobody none neither nor isn't aren't "
        "wasn't weren't don't doesn't didn't hasn't haven't won't can't cannot without",
        "weighs": "real main key danger risk lesson challenge solution truth "
        "problem question point fact goal reality issue answer crucial vital critical "
        "essential important significant serious fundamental major necessary urgent clear "
        "clearly simply really truly",
        "instead": "rather instead",
        "but": "but yet while although though despite whereas however",
        "if": "unless if until",
        "most": "most best worst greatest",
        "all": "only always every all any everyone everything",
        "argues": "argue argues argued believe believes think thinks suggest "
        "suggests show shows shown reveal reveals prove proves proved demonstrate "
        "demonstrates find finds found",
        "I": "i my me i'm i've i'd i'll myself",
        "we": "we our us we're we've we'll ourselves",
        "you": "you your yours you're you've you'll",
        "amount": "percent cent million billion trillion half third quarter",
        "study": "study studies research researchers report survey poll data "
        "evidence figures scientists experts according",
        "said": "said says told tells wrote writes announced asked replied "
        "added quoted claim claims claimed called calls",
        "was": "was were had did went came became began took made got saw knew",
        "is": "is are has have does do it's that's",
        "now": "today now current currently recent recently already yesterday",
        "example": "example instance including such like",
        "concedes": "admittedly granted critics opponents supporters sceptics "
        "skeptics proponents defenders true course doubt supposedly",
        "talk": "joke laugh funny bloody damn hell crazy weird guy guys kid stuff thing things",
        "he": "he she him her his hers himself herself",
        "they": "they them their theirs themselves",
        "it": "it its itself",
        "this": "this that these those",
        "another": "another other others also too similar similarly same again "
        "more further both latter former one",
        "the": "the",
        "judges": "wrong right dangerous foolish absurd shameful disgrace disgraceful unfair "
        "unjust fair just immoral moral reckless irresponsible hypocrisy hypocritical "
        "failure failures failing fail fails failed success succeed succeeds succeeded "
        "disaster disastrous catastrophe catastrophic tragic tragedy mistake mistakes "
        "mistaken flawed broken corrupt necessary essential vital crucial critical "
        "urgent important better worse good bad great terrible unacceptable unfathomable "
        "outrage outrageous ridiculous ludicrous bizarre nonsense hope hopes fear fears "
        "threat threats threaten threatens harm harms harmful damage damages damaging "
        "benefit benefits risk risks danger dangers doomed weak strong serious genuine "
        "legitimate effective ineffective pointless useless impossible likely unlikely "
        "doubtful clear obvious",
        "both sides": "while although though despite whatever regardless nevertheless even",
        "reports": "announced said told reported revealed published released launched ordered "
        "arrested killed voted visited met died born",
        "dated": "monday tuesday wednesday thursday friday saturday sunday january february march "
        "april june july august september october november december last yesterday",
        "owes": "must should ought need needs needed require requires demand demands deserve "
        "deserves owe owes afford overdue",
        "view": "view opinion mind judgment experience hunch argument point guess advice "
        "conclusion",
        "who": "who which where whose",
        "to": "to",
        "public": "government policy public people country nation state society "
        "economy economic political politics democracy world law right rights citizens "
        "international national social",
    }
)
"""For each feature the words, in lower case, that it counts."""

SUFFIXES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "was": ("ed",),
        "most": ("est",),
        "abstract": (
            "tion",
            "sion",
            "ment",
            "ness",
            "ity",
            "ism",
            "ance",
            "ence",
            "ship",
        ),
    }
)
"""For each feature the endings that it counts, in words of at least six letters."""

OPENERS: Mapping[str, str] = MappingProxyType(
    {
        "opens and": "and or nor plus",
        "opens but": "but yet however nevertheless nonetheless still instead rather",
        "opens so": "so thus therefore hence then consequently which",
        "opens also": "also moreover furthermore additionally besides similarly "
        "likewise indeed meanwhile finally second third next another again",
        "opens he": "he she his her",
        "opens they": "they their them",
        "opens it": "it its it's",
        "opens this": "this that these those such that's",
        "opens there": "there there's",
        "opens we": "we our",
        "opens I": "i my i'm i've",
        "opens you": "you your",
        "opens the": "the",
        "opens a": "a an",
        "opens if": "if unless",
        "opens when": "when while as after before since once although though "
        "despite even because given",
        "opens what": "what how why who whether where",
        "opens in": "in on at for by from with to under over during",
        "opens not": "no not none nobody nothing never neither",
        "opens some": "some many most few several one others all every everyone people",
    }
)
"""For each feature the first words of a sentence that set it."""

PUNCTUATION: Mapping[str, str] = MappingProxyType(
    {
        "quotation": '"“”',
        "parenthesis": "([",
        "colon": ":",
        "semicolon": ";",
        "dash": "—–",
        "comma": ",",
        "exclaims": "!",
        "trails off": "…",
    }
)
"""For each feature the characters that it counts."""

_STANDS = (
    r"\b(?:I|[Ww]e) (?:(?:would|also|firmly|strongly|still|do|can only) )?"
    r"(?:argue|believe|think|suspect|hope|fear|contend|submit|suggest|propose|find|feel|doubt|say"
    r"|maintain|wonder|predict|urge|expect)\b"
    r"|\b[Ii]n my (?:view|opinion|mind|judgment|experience)\b"
    r"|\b[Mm]y (?:view|hunch|argument|point|guess|advice|conclusion|answer)\b"
)
_HAS_TO = (
    r"\b(?:need(?:s|ed)? to|ha(?:s|ve) to|must|should|ought to|had better|can(?:not|['’]t) afford"
    r"|can no longer|needs? an?|(?:is|are) long overdue|time (?:to|for|has come))\b"
)
_THE_POINT = (
    r"\b(?:real|true|main|only|best|biggest|central|key|deeper|bigger|basic|underlying|simple"
    r"|fundamental|worst|greatest) (?:\w+ )?"
    r"(?:problem|question|issue|reason|danger|threat|point|answer|way|solution|lesson|challenge"
    r"|thing|truth|test|cause|risk|hope|mistake|tragedy|scandal|story|message)\b"
)
_NOT_BUT = (
    r"\b(?:not (?:just|only|merely|simply|because|about|to)|rather than|instead of|more than"
    r"|less about|nothing to do with|no longer|far from)\b"
)
_TOLD = (
    r"\b(?:I|[Mm]e|[Mm]y|[Ww]e|[Oo]ur) (?:was|were|had|went|saw|met|grew|remember|recall|came|got"
    r"|felt|thought|knew|used|asked|told|wrote|spent|started|read)\b"
)
_OF_THE_PIECE = (
    r"\b[Tt]his (?:article|piece|post|column|essay|paper|chapter|book)\b|\bin this\b"
    r"|\b(?:I|we)['’]ll\b|\bbelow\b|\bfollowing\b"
)

PHRASES: Mapping[str, tuple[tuple[str, ...], str]] = MappingProxyType(
    {
        "stands for": (("I", "we", "view"), _STANDS),
        "has to": (("owes", "to", "is"), _HAS_TO),
        "the point": (("weighs", "most", "is"), _THE_POINT),
        "not but": (("denies", "instead", "another", "but", "if"), _NOT_BUT),
        "told": (("I", "we"), _TOLD),
        "of the piece": (("this", "we", "I", "you"), _OF_THE_PIECE),
    }
)
"""For each feature its cue words and a pattern that it counts: a sentence without any of the cues
cannot match the pattern.
"""

_BEGINS = r"[\"'“‘(\[\s]*"

OPENINGS: Mapping[str, str] = MappingProxyType(
    {
        "concludes": _BEGINS + r"(?:So|Thus|Therefore|Hence|In (?:short|the end|sum|conclusion)"
        r"|Ultimately|The (?:lesson|upshot|result|point|bottom line|truth|fact|answer|conclusion"
        r"|message|problem|question|danger|real)|What|That(?: i|['’])s why|This is why|For all"
        r"|All (?:of )?this|Now|Only|Instead|If|Unless)\b",
        "bids": _BEGINS
        + r"(?:Let|Just|Take|Look|Consider|Think|Imagine|Ask|Remember|Compare|Note|See"
        r"|Try|Don['’]t|Stop|Make|Get|Give|Read|Forget|Add|Call|Say|Put)\b",
        "opens with who": _BEGINS
        + r"(?:[A-Z][a-z]+ ){1,4}(?:said|says|told|was|is|has|had|wrote|argued|argues|announced)\b",
        "opens general": _BEGINS
        + r"(?:The|A|An|Our|Any|Every|Each|No|Most|Many|People|Those who|Anyone)\b",
    }
)
"""For each feature a pattern that matches the beginning of a sentence."""

GROUPS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "place": _named(
            "far, farther, from start, to end, first, first three, first six, last, last two, "
            "last three, last six, opens paragraph, second in paragraph, ends paragraph, alone in "
            "paragraph, paragraph size, first paragraph, second paragraph, last paragraph, last "
            "paragraph but one, opens last paragraph, ends first paragraph"
        ),
        "title": _named(
            "title, title words, title share, title best, title pairs, title before, title after, "
            "title late, title opens paragraph, title with but"
        ),
        "subject": _named(
            "central, central rank, key terms, key most, key spread, top terms, new terms, rare "
            "terms, spread, before likeness, after likeness, paragraph likeness"
        ),
        "taken up": _named("begins with, ends with, begins share, ends share, key late"),
        "length": _named("words, words off, short, shorter, very long, long words, term rate"),
        "claim": _named(
            "must, must late, will, would, may, can, cause, denies, weighs, instead, but, if, "
            "most, all, argues, we, public, abstract, is, opens but, opens so, opens not, opens "
            "we, opens if, opens what, colon, semicolon, dash, comma, to, who, after asked, "
            "judges, both sides, owes, view, stands for, has to, the point, not but, concludes, "
            "opens general"
        ),
        "evidence": _named(
            "digits, amount, study, now, names, names new, names again, capitals, opens in, opens "
            "a, opens the, opens some, opens when, the, reports, dated, opens with who"
        ),
        "voice": _named(
            "I, you, talk, was, past, example, opens I, opens you, opens also, exclaims, trails "
            "off, asks, asks after, short after, short before, parenthesis, concedes, turned "
            "after, turned before, told, bids, of the piece"
        ),
        "reported": _named("said, quotation, opens quoted, quoted share"),
        "pronouns": _named(
            "leans, leaned on, he, they, it, this, another, early pronoun, opens and, opens he, "
            "opens they, opens it, opens this, opens there, central leaning, barred, owners, owner "
            "far, owns, loose ties, alone, linked, turned on, introduced"
        ),
    }
)
"""The features of each group, by the name that `explain` shows for the group."""

CLAIM_GROUPS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "place": _named(
            "opens with a question, opens short, opens with I, opens with a quotation, opens long, "
            "opens with the title, opens with names, opens dated, opens in the past, opens going "
            "on, closes short, closes with a question, closes with I, closes leaning, closes with "
            "must, closes barred, closes with the title, middle"
        ),
        "title": _named(
            "title first, title last, title in the end, title answered, title answered far"
        ),
        "length": _named("words beside the mean, longest"),
        "claim": _named(
            "argument, argument rank, argument with title, argument far, argument last, argument "
            "opens, argument ends, argument rate, argument around, most argument, first turn, "
            "after first turn, before first turn, answers"
        ),
        "evidence": _named(
            "particulars, particulars before, particulars after, particulars follow, particulars "
            "around"
        ),
        "voice": _named("past rate, present rate, present first"),
    }
)
"""The features that only the main claim is learned from, by the same groups."""


def word_set(words: str) -> frozenset[str]:
    """The words of a space-separated list."""
    return frozenset(words.split())


SPEAKING = word_set(
    "said says say told tells tell wrote writes write announced asked asks replied added adds "
    "argued argues explained explains according called calls declared insisted warned warns "
    "claimed claims put stated states noted notes concluded remarked observed defines defined "
    "describes described recalls recalled admits admitted acknowledges acknowledged suggests "
    "suggested urges urged"
)
LINKS = re.compile(
    r"^[\"'“‘(\[\s]*(?:(?:And|But|So|Yet|Or|Nor|Then|Thus|Hence|Therefore|However|Moreover"
    r"|Furthermore|Besides|Instead|Meanwhile|Nevertheless|Nonetheless|Otherwise|Consequently"
    r"|Accordingly|Indeed|Also|Still|Again|Additionally|Finally|Ultimately|Conversely|Likewise"
    r"|Similarly|First|Second(?:ly)?|Third(?:ly)?|Fourth|Fifth|Next|Last(?:ly)?|Dually|In fact"
    r"|In short"
    r"|In addition|As a result|After all|Of course|Even so|That said|Rather|Worse|Well"
    r"|Certainly(?! not\b)"
    r"|More \w+ly|Specifically|By contrast|In contrast|At the same time|In turn|Either way"
    r"|In any case)\b"
    r"(?! (?:this|that|these|those|it|he|she|they|such|his|her|their|its)\b)"
    r"|For (?:this|that) reason\b|For (?:its|his|her|their) part\b"
    r"|In the same (?:way|manner|vein|spirit)\b"
    r"|\w+, (?:though|however),|(?!Even\b)(?:\w+ ){1,3}(?:though|however),)"
)
ADDS = re.compile(
    r"^[\"'“‘(\[\s]*(?:Now, the\b|(?:\w+ ){1,4}(?:is|was|are|were) another\b"
    r"|(?:We|I|You|He|She|They|It|The \w+) then\b"
    r"|There(?:['’]s| (?:is|are|was|were"
    r"|(?:will|may|might|can|could) be)) (?:also |even |still )?(?:an?other|other|further|more)\b"
    r"|For (?:if|when|while|though|although|unless|without)\b"
    r"|For (?!(?:the (?:first|last|past|next|sake)|(?:\w+ )?(?:years|decades|months|weeks|long)"
    r"|now|example|instance|more|most|some|those|people|\d))[^,]{60}"
    r"|(?:Most|Many|Some|Several|Few|None|All|Others) (?:were|was|are|is|have|had|did|do|nearby)\b)"
)
HANGS = re.compile(  # can only refer to the sentence directly before
    r"^[\"'“‘(\[\s]*(?:Instead|Rather|Or|Nor|Otherwise|Conversely|Likewise|Similarly|Also|Again"
    r"|Then"
    r"|(?:By|In) contrast|For \w+ part|In the same|First|Second(?:ly)?|Third(?:ly)?|Fourth|Fifth"
    r"|Next|Consequently|Accordingly|As a result|Therefore|Thus|Hence|Moreover|Furthermore|Besides"
    r"|Additionally|In addition|In turn|Either way|Well|For (?:this|that) reason)\b"
)
CONTINUES = re.compile(HANGS.pattern + r"|^[\"'“‘(\[\s]*(?:So|And|Indeed|In short|Specifically)\b")
LOOSE = re.compile(  # concedes or sums up the whole: depends on no single sentence
    r"^[\"'“‘(\[\s]*(?:Of course|Certainly(?! not\b)|To be sure|Ultimately|In short|Meanwhile)\b"
)
LINKS_ON = re.compile(r"^[\"'“‘(\[\s]*(?:On the one hand|At first|At one end|In theory)\b")
FEATURES = tuple(name for names in GROUPS.values() for name in names)
"""Every feature that all models are learned from, group by group."""

CLAIM_FEATURES = (*FEATURES, *(name for names in CLAIM_GROUPS.values() for name in names))
"""Every feature that the model of the main claim is learned from."""

ALL_GROUPS = {group: (*names, *CLAIM_GROUPS.get(group, ())) for group, names in GROUPS.items()}

LINE_FEATURES: tuple[str, ...] = (
    *("title", "title share", "title best", "begins with", "ends with", "central"),
    *("words", "words off", "long words", "quotation", "quoted share", "digits", "names new"),
    *(
        "far",
        "first three",
        "last three",
        "opens but",
        "concludes",
        "the point",
        "must",
        "said",
        "I",
    ),
    *("barred", "linked", "owners"),
)
"""The features that, with the three scores, show how well a sentence can be read alone."""

ARGUES = ("must", "judges", "weighs", "stands for", "has to", "the point", "not but", "concludes")
PARTICULAR = ("digits", "quotation", "was", "dated")
CLAIM_OPENS = (
    ("opens with a question", "asks"),
    ("opens short", "shorter"),
    ("opens with I", "I"),
    ("opens with a quotation", "quotation"),
    ("opens long", "words"),
    ("opens with the title", "title"),
    ("opens with names", "names"),
)
CLAIM_CLOSES = (
    ("closes short", "last", "shorter"),
    ("closes with a question", "last", "asks"),
    ("closes with I", "last", "I"),
    ("closes leaning", "last", "leans"),
    ("closes with must", "last three", "must"),
    ("closes barred", "last three", "barred"),
    ("closes with the title", "last six", "title"),
)
