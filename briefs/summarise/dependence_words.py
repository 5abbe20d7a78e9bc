"""English words by which a sentence depends on what stands before it: openings, comparisons."""

import re

from briefs.summarise.cue_words import word_set

OPENING = r"[\"'“‘„«(\[「『\s]*"
DEPENDENT = re.compile(
    OPENING
    + r"""(?:
        (?:And|But|So|Yet|Or|Nor|Then|Thus|Hence|Therefore|However|Moreover|Furthermore|Besides
          |Instead|Meanwhile|Nevertheless|Nonetheless|Otherwise|Similarly|Likewise|Consequently
          |Accordingly|Indeed|Also|Still|Again|Additionally|Finally|Secondly|Thirdly|Lastly
          |Conversely|Afterwards|Subsequently|Another|Others?(?!\ than)|Both|Neither|Such|He|She
          |They|His|Her|Hers|Their|Theirs|Him|Them|It|Its|This|That|These|Those|There
          |(?:He|She|It|They|That|There)['’](?:s|ll|d|re|ve))
      | (?:Of\ course|As\ such|As\ well|As\ a\ result|At\ the\ same\ time|By\ contrast|Even\ so
          |That\ said|Until\ then|Since\ then|By\ then|To\ that\ end|Not\ only\ that|To\ be\ sure
          |In\ (?:addition|contrast|fact|turn|short|other\ words|particular|response|any\ case
                 |the\ same\ vein|the\ \w+\ since|th(?:at|is)\ (?:case|way|sense|context|respect))
          |For\ (?:example|instance|one|th(?:at|is)\ reason)|On\ the\ (?:other|one)\ hand
          |On\ the\ contrary|After\ (?:that|all|this)|(?:Despite|Because\ of)\ th(?:at|is|ese|ose)
          |At\ th(?:at|is)\ (?:point|stage)|Not\ (?:just|even|only)\ (?:to|for|because))
      | (?:All|Much|Many|Most|Some|Few|None|Each|One)(?:\ of)?\ (?:this|that|these|those|them)
      | To\ (?:do|achieve|accomplish|reach|address|solve|avoid|prevent|fix|meet|test|help\ with)
          \ (?:that|this|so|these)
      | (?:With|From|In|On|By|At|Through|Under|Beyond|For|Before|Without|Unlike|Like|During
          |Alongside|As\ part\ of|Along\ with|On\ top\ of|Apart\ from|Instead\ of)
          \ (?:that|those)(?!\ (?:who|which|of|said|he|she|they|we|it|I))
      | (?:During|Over|Throughout|By|Around|Since)\ this\ (?:time|period|phase|era|interval|span)
      | From\ (?:there|here)
      | (?:If|When|While|Unless|Until|Because|Although|Though|Since|Whether|As)
          \ (?:that|those|this|these)
          \ (?:\w+(?:s|ed|ens)|can|cannot|will|would|were|are|have|had|may|might|do|did)
      | (?:Under|In|With|At|For|On|From|By|Against|Faced\ with|Given)\ such
      | (?:In|Under|Given)\ the(?:se)?\ circumstances | (?:With\ )?[Tt]hat\ (?:being\ )?said
      | (?:At|In|On|For|By|To|With)\ (?:an)?other(?:s?(?=,))
      | Not\ (?:likely|quite|yet|really|necessarily|always|everyone)(?=[,:;]) | Provided(?=,)
      | (?:Much|Most|Some|All|Part|Many|One|None|Few|Each|Half|Several)\ of\ (?:its|their|his|her)
      | (?:Part|Some|Much|Most)\ of\ the\ (?:explanation|reason|answer|blame|difference|trouble)
      | (?:Certainly|Surely|Perhaps|Probably|Clearly|Obviously)\ not | Fellow
      | (?:At|By|In)\ this\ time(?!\ of) | If\ (?:yes|no)(?=,)
      | The\ (?:first|second|third|fourth|latter|former)(?=,)
      | (?:Better|Worse|Stranger)\ (?:still|yet)
      | As\ an?\ (?:[\w-]+\ ){0,2}(?:side[- ]effect|by-?product|consequence|bonus|corollary)(?=,)
      | Rather(?=\ (?:it|he|she|they|we|I|the|this|that)\b) | One\ who | Well,?\ (?:no|yes)
      | (?:A|One|Another|The)\ (?:\w+\ ){0,2}example(?=\ (?:is|was|are|were|comes|came|can))
      | (?:I|We|They|You)\ (?:sure|certainly|definitely)\ (?:am|are|do|did|have|would|will)(?=[,.])
      | Each\ time(?=,) | (?:No|Little|Small)\ wonder | A\ case\ in\ point
      | Looked\ at | Seen\ (?:like|in)\ this
      | (?:When|If|After|Once|Because|Since|Before|While|As|Until)\ (?:\w+\ ){1,4}(?:that|this)(?=,)
      | (?:At|In)\ (?:either|neither|both|each)\ cases?
      | Here,?\ (?:we|I|you|they|he|she|the|lies?|lay|comes?|again|too|there|it)
      | (?:Some|The|One|Another)\ (?:[\w-]+\ )?[\w-]+(?=:)
      | (?:And\ |But\ )?[Aa]bove\ all
      | (?:In|At|On|For|With)\ the\ (?:first|second|third|latter|former)(?=,)
      | (?:In\ d|By\ d|D)oing\ (?:so|this|that)
      | As\ part\ of\ the\ (?:work|effort|process|project|exercise)(?=,)
      | There\ (?:are|were)\ (?:\w+\ )?(?:reasons|ways)\ (?:why|how)?(?=,)
      | If\ (?:successful|so|not|true|approved|implemented|adopted|passed)(?=,)
      | The\ short\ answer
      | The\ (?:first|second|third|fourth|last|next|latter|former)
          \ (?:is|was|are|were|will|would|has|had|can|relates?|comes?|came|concerns?|involves?|lies)
      | Not\ (?:surprising|everyone\ agrees|so)
      | Along\ the\ way | In\ the\ (?:meantime|process) | Even\ then | Last\ but\ not\ least
      | The\ (?:\w+\ ){1,2}part\ (?:is|was|about)
      | The\ same\ (?:happened|happens|is\ true|was\ true|goes|applies|applied|holds|can\ be\ said)
      | (?:One|The\ (?:only|best|easiest|first)|A(?:nother)?)\ (?:\w+\ )?way
          \ to\ do\ (?:that|this|so|it)
      | (?:The|That)\ (?:next|following|previous|same)\ (?:day|night|morning|week|month|year)
      | (?:(?:A|An|\w+)\ (?:day|week|month|year|decade)s?\ |(?:Hour|Day|Week|Month|Year)s\ )
          (?:later|earlier)
      | Later\ that | An\ earlier\ version | (?:(?:At|In|For|By|To)\ which|Which)(?=[^?]*$)
      ) \b
      | (?:In|From|To)\ (?:our|my|his|her|their|its|your)\ (?:own\ )?case
      | (?:Perhaps|Maybe|Possibly|Probably|Granted|Agreed|Fair\ enough)(?=,\ (?:but|yet)\b)
      | (?:Rather|First|Second|Third|Fourth|Last|Next|Yes|No|Well|True|Sure|Admittedly|Certainly
          |Equally|Alas|Worse|More\ \w+ly|Either\ way|Together|Specifically)(?:\ still)?,""",
    re.VERBOSE,
)
INDEPENDENT = re.compile(
    OPENING
    + r"""(?:
        (?:But\s|And\s|Yet\s|So\s)?It
          (?:\s(?:(?:wo|ca)n['’]t|(?:will|would|may|might|could|should|must|can|has|had)(?:\snot)?))?
          (?:\s(?:be|been|is|was|isn['’]t|wasn['’]t|seems?|seemed|appears?|appeared|feels?|felt
                 |makes?|made|takes?|took|taken|looks?|remains?|becomes?|became|serves?|helps?
                 |become|take)\b|['’]s\b|['’]d\sbe\b),?\s
          (?: (?!(?:going|able|about|set|likely|trying|more|meant|designed|supposed)\b
                 [^.]*?\bto\b|(?:an?|another)\s)
              (?:(?:(?!by\b|and\b|but\b|or\b)[\w'’-]+,?\s){0,5}?that\b
                |(?:(?!(?:by|of|in|for|with|from|as|about|and|but|or|even|on|into)\b)[\w'’-]+\s)
                 {0,4}?(?:whether|how|why|what|who|when|if)\b)
            | (?:[\w'’-]+,?\s){0,4}?(?:time|hard|harder|easy|easier|difficult|important|good|bad
                |better|best|worse|wrong|right|possible|impossible|necessary|unnecessary|essential
                |vital|crucial|tempting|reasonable|unreasonable|ridiculous|absurd|foolish|unfair
                |fair|fitting|clear|useful|helpful|interesting|worth|enough|wise|unwise|safe
                |dangerous|up|common|rare|sensible|naive|premature|early|late|soon|policy|politics
                |mistake|shame|pity|idea|duty|job|responsibility|sense|instructive|customary
                |irresponsible|dishonest|misleading|impractical|unlikely|illegal|legal|fun|nice
                |hypocritical|immoral|remiss|us|me|you|one|courage|years?|months?|decades?|days?),?
                \s(?:(?:for|of)\s(?:[\w'’-]+\s){1,5}?)?to\b
            | more\sthan\b | more\s\w+\sthan\sever\b | (?:more\sand\s)?more\s\w+\sthat\b
            | no\s\w+\sto\b
            | (?:an?|no)\s(?:\w+\s){0,2}question\s(?:of|whether|how|what|who|why|that)\b
            | (?:an?|no)\s(?:\w+\s){0,2}(?:day|shame|pity|mistake|matter|fact|truth|time|irony
                |tragedy|disgrace|scandal|paradox|wonder|miracle|relief|surprise|secret|accident
                |coincidence)\b(?!\sof\b)
            | (?:no\ longer\s|not\s|widely\s|often\s)?(?:reported|said|thought|believed|expected
                |known|hoped|feared|considered|estimated|understood|argued|claimed)\b )
      | This\s(?:week|month|year|morning|afternoon|evening|weekend|summer|winter|spring|autumn|fall
                |season|time|century|decade|article|piece|report|paper|study)\b
      | There\s(?:is|are|was|were|has|have|had|will|may|can)\b | There['’]s\b
      | It\s(?:turns?|turned)\sout\b | It\s(?:will|would)\stake\s(?:an?|more|much|years|time)\b
      | Still\s\w+ing\b | Both\s(?-i:[A-Z]) | Both\s\w+\sand\b | Such\sas\b
      )""",
    re.VERBOSE,
)
INTERJECTED = re.compile(  # "The truth, however, is …", matched from its first comma on
    r", (?:however|though|too|then|therefore|moreover|nevertheless|of course|after all|meanwhile"
    r"|instead|in turn|by contrast|on the other hand|on the contrary|for example|for instance),"
)
SO_FAR = re.compile(  # "Any agreement must therefore …", unless its own words say why
    r"\b(?:must|should|can|could|will|would|may|might|is|are|was|were|has|have|had|need|needs|do"
    r"|does|did) (?:therefore|thus|hence|nevertheless|nonetheless|likewise|similarly|accordingly"
    r"|consequently)\b|\b(?:will|would|can|could|may|might|should|must) then\b"
    r"|\b(?:is|are|was|were|has|have|had|can|could|will|would|should|must|may|might|need|needs|do"
    r"|does|did|we|I|he|she|it|they|who|which) however\b(?! (?:\w+ly|much|many|hard|long|small"
    r"|great|good|bad|few|little|far|often|large|big|we|you|they|I|he|she|it)\b)"
)
SAYS_WHY = re.compile(
    r"[;:]|\b(?:and|but|because|since|as|if|when|while|although|though|whereas|who)\b",
    re.IGNORECASE,
)
SENTENCE_ADVERB = re.compile(  # "Unfortunately, that order is failing"
    r"(?:(?:Un|In|Im|Ir)?[A-Z]?[a-z]+ly|Alas|Of late|In (?:theory|practice|reality|the end|effect"
    r"|principle|general|essence)|At (?:best|worst|present|heart|root|bottom|first)|For now|To date"
    r"|So far|Today|Now|Sometimes|Often|Even (?:today|now)), "
)
POINTS_ON = re.compile(r"(?:this|that|these|those|it|its|he|she|they|his|her|their|such|the)\b")
TURNED_IT = re.compile(OPENING + r"It [\w ]{2,30}, (?:though|however),")  # "It is clear, though, …"

# A pronoun in a subordinate opening, before any name ("For decades, they had …").
EARLY_PRONOUN = re.compile(
    OPENING
    + r"""(?:As|When|While|After|Before|Since|Until|Although|Though|If|Because|For|In|At|On|By|With
        |Without|Like|Unlike|Among|To|What|Let|Even|Only|Now|Once|Many|Some|Most|Few)
      \s(?:(?!(?:any|some|every)(?:one|body)\b|people\b|those\b)[a-z'’-]+,?\s){0,4}?
      (?:he|she|they|him|them)\b""",
    re.VERBOSE,
)

# A definite noun for something said before ("The announcement was made …"), unless its own words
# say which ("The decision of the court …").
DEFINITE = re.compile(
    OPENING
    + r"""The\s(?:(?:two|three|four|five|same|latest|new|first|second|other|whole|entire|proposed
                   |alleged|resulting|joint)\s)?
      (?:announcement|move|decision|incident|attack|accident|crash|blast|explosion|shooting|statement
        |reports?|comments?|remarks?|deal|agreement|plans?|proposal|ruling|verdict|claims?
        |allegations?|accusations?|findings?|results?|study|survey|research|researchers|authors|pair
        |duo|couple|trio|group|company|firm|man|woman|men|women|boy|girl|victims?|suspects?|teenager
        |driver|officers?|team|club|side|project|programme|program|scheme|law|bill|measures?|changes?
        |idea|problem|issue|question|answer|point|reason|effect|process|system|event|meeting|talks
        |case|trial|letter|book|film|video|footage|images?|pictures?|latter|former|others?|rest
        |figures?|increase|rise|drop|fall|trend|approach|policy|initiative|campaign|protests?|clashes
        |violence|dispute|row|crisis|situation|fire|storm|operation|investigation|inquiry|number|site
        |building|area|animal|car|vehicle|boat|plane|aircraft|device|technology|thing|senator
        |congress(?:wo)?man|writer|singer|actor|actress|defendants?|plaintiffs?|raid|strikes?
        |discovery|warning|arrests?|vote|speech|article|interview|episode|example|complication
        |exception|upshot|difference|alternative|solution|goal|aim|purpose|objective|intention
        |motive)
      \s(?!(?:of|that|which|who|by|to|between|on|for|from|against|at|with|about)\b|in\s[A-Z])""",
    re.VERBOSE,
)
COMPARES_AT_ONCE = re.compile(
    r"[\"'“‘(\[\s]*(?:An? (?:equally \w+|separate|similar|further|second|third|fourth|subsequent"
    r"|related|parallel|comparable|different|bigger|better|deeper|larger|greater|smaller|worse)"
    r" \w+(?! (?:from|to)\b)"
    r"|(?:Much |Far |Even |Still )?(?:More|Less|Equally|Just as|No less) (?:\w+ly )?"
    r"\w+ (?:is|are|was|were|will be|would be|has been)\b"
    r"|(?:Much|Far|Even) (?:more|less|better|worse|harder|easier)\b)"
    r"|More recent(?:ly)?\b(?!.*\bthan\b)"
    r"|(?:(?!(?:and|but|or|nor|what|which|who|whether|if|as|where|when|why|how|that)\b)[\w'’–-]+"
    r" )+(?<!know )(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should)"
    r" ?(?:not|n['’]t)[.!]$"
    r"|(?:(?!and\b)[^\s:;]+ )*both (?!of\b|sides\b|ways\b|the\b|parties\b|countries\b|\w+ and\b)"
    r"[a-z]+s\b(?!(?: \w+)? and\b)"
)
COMPARES = re.compile(
    r"\b(?:even (?:more|less|fewer|worse|better|(?!after|under|other|either)\w{2,}[^aeiou\W]er)"
    r"\b(?!,)"
    r"|(?:is|are|was|were|be) equally \w+(?! (?:as|to)\b [^.]*\bas\b)|yet another\b"
    r"|either(?=[,.])|(?:no|any) less \w+(?! than\b)"
    r"|[Tt]he (?:tighter|stricter|tougher|looser|proposed|planned|resulting|ensuing|revised) \w+"
    r"(?! of\b)"
    r"|in (?:much |far |even )?(?:worse|better|similar) (?:shape|position|condition|straits)\b"
    r"|(?:its|his|her|their) (?:equal|equivalent)\b"
    r"|(?:more|appears?|seems?|remains?) so\b"
    r"|(?:just|every bit|equally) as \w+(?=[,.;:]|$)|in between(?=[,.;:])"
    r"|the other (?:hand|is|was|are|were|has|does|half|side)\b(?! of\b)"
    r"|the opposite (?:conclusion|view|effect|direction|approach|problem|result|side|reason)\b"
    r"(?! of\b)"
    r"|the (?:first|second|third|latter) (?:wins?|won|is|was|has|had|will|would|can|could|may"
    r"|does)\b"
    r"|the two (?:stands?|lies?|lay|stood|is|are|was|were|have|had|will|can|must|should|do|did)\b"
    r"|(?:too|as well)(?:[.!]?[\"”’]?$|:)"
    r"|the next (?:step|stage|phase|task|challenge|question)\b"
    r"|[Tt]he (?:remaining|remainder)\b(?! of\b)|[Tt]he \d+ (?:\w+ )?\w+s\b(?= (?:cases|is|are"
    r"|was|were|have|had|will|would|can|could|may|might|must)\b|[,.;:])"
    r"|(?<!right )(?<!over )(?<!from )(?<!out )here(?=[.;:]| (?:is|was|are|were|then|too|because"
    r"|by|than|lies|will|would|can|has|have|had)\b)"
    r"|all (?:three|four|five|six)"
    r"(?= (?:pieces|parts|sides|groups|projects|places|steps|cases|things)\b"
    r"| (?:\w+ed|are|were|have|had|will|would|can|said|say|of them)\b))"
)
CALLED = re.compile(  # "Mr Mayor, that's how you build a bridge!"
    r"^(?:[A-Z][\w.’'-]*,? ){1,4}(?<=, )(?:that|this)(?:['’]s| is| was)"
    r" (?:how|why|what|where|when|the)\b"
)
STANDS_FOR_ALL = re.compile(  # "The town can best achieve that by paying"
    r" th(?:at|is)(?=[.,;:!]|\s(?:by|and|but|alone|taken|done|said|in (?:mind|place))\b)"
)
TAKES_ALL = re.compile(
    r"(?:do|does|did|done|doing|achiev\w+|chang\w+|fix\w*|solv\w+|avoid\w*|prevent\w*|stop\w*"
    r"|den(?:y|ied|ies)|ignor\w+|accept\w*|reject\w*|prov\w+|of|with|for|to|from|at|by|after|before"
    r"|despite|than|like|about|beyond|behind)"
)
NAMED = re.compile(  # the other side is in the same sentence
    r"\b(?:than|compared (?:to|with)|one hand|(?:as|too) \w+ (?:as|to)\b"
    r"|(?:each|either)\b.*\bother)|^(?:While|Whereas|Although)\b"
)
INSTEAD = re.compile(r"(?<!preferring)(?<!choosing)(?<!opting)[,;]? instead\b(?! of\b)")
DENIED = re.compile(r"\b(?:not|never|no|nor|without|rather|hardly|stop\w*)\b|n['’]t\b")
INDEFINITE_ARTICLE = re.compile(r"[\"'“‘(\[\s]*An? ")
COMPARING_CUES = word_set(
    "both not isn't aren't wasn't weren't don't doesn't didn't hasn't haven't hadn't can't won't "
    "couldn't wouldn't shouldn't isn’t aren’t wasn’t weren’t don’t doesn’t didn’t hasn’t haven’t "
    "hadn’t can’t won’t couldn’t wouldn’t shouldn’t cannot "
    "yet either next more less equally just much far between even shape position condition "
    "straits equal equivalent so two other too well instead all opposite first second third latter "
    "tighter stricter tougher looser proposed planned resulting ensuing revised remaining "
    "remainder here"
)
AS_WELL_AS = re.compile(r"\b(?:both|not (?:only|just)|and)\b.*(?:too|as well)[.!]?[\"”’]?$")
