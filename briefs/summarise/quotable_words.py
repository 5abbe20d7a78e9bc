"""English words by which a sentence cannot be quoted alone: about its own text, or a concession."""

import re

from briefs.summarise.cue_words import word_set

BEGINS = r"^[\"'“‘(\[\s]*(?:(?:And|But|So|Then|Finally|First|Meanwhile|Also),? )?"
TEXT = r"(?:(?:blog )?posts?|blogs|articles?|essays?|pieces?|interviews?|instal+ments?)"
NUMBER = r"(?:one|two|three|four|five|six|seven|[1-9]\d?|I{1,3}|IV|VI?)"

# "Please get in touch", "Stay tuned", "As mentioned in …", "Below, …", "An example of a plan."
OPENS = re.compile(
    BEGINS + r"(?:(?:Dear [^.,:]{1,40}(?=:)|Editor['’]s note"
    r"|(?:Note|Update|Disclosure|Correction|Full disclosure)(?=:)"
    r"|Thanks?(?! to (?!(?:everyone|everybody|all|our|those|you|each)\b)[a-z])|Happy New"
    r"|Merry Christmas|Welcome|Please|Kudos|Congratulations|Stay (?:tuned|posted)|Feel free"
    r"|Visit (?:us|our|the|and|\S+\.\w)|Join (?:us|the)|Reach out|Contact|Get in touch|Click"
    r"|Compare and contrast"
    r"|Come (?:check|see|and|to|join|work|find)|Tune in|Watch (?:the|our|this|it)"
    r"|Apply (?:now|by|to|for)"
    r"|Register (?:for|now|at|here)|RSVP|Download|Drop us|Send (?:us|me|your)|Tell us|Let us know"
    r"|Share your|Email|Tweet|Keep an eye|See you|Don['’]t forget to|Check back|Head (?:over|to)"
    r"|You can (?:also )?(?:read|find|follow|download|check|watch|view|browse)"
    r" (?:more|the|our|it|all|him|her|them|this|out)"
    r"|(?:To (?:learn|read|find out|see) more"
    r"|For (?:more|further|additional) (?:information|details|about|on|background|help)))\b"
    r"|As (?:mentioned|noted|described|discussed|explained|promised) in\b"
    r"|As (?:we|I)(?:['’]ve| have)? (?:said|mentioned|noted|wrote|written|discussed|described"
    r"|explained) (?:before|earlier|previously|in)\b"
    r"|Before (?:we|I) (?:start|begin|dive|go|get|delve|turn)\b|Below\b"
    r"|(?:Tomorrow|Soon|Next (?:week|month)|(?:Later|Earlier) this (?:week|month|year)"
    r"|(?:Over|In) the (?:next|coming) (?:few )?(?:days|weeks|months)),? (?:we|I)(?:['’]ll| will)"
    r"(?: be)? (?:shar|post|publish|profil|blog|writ|talk|explain|detail|outline)"
    r"|(?:Now|Here) (?:we|I) (?:come|turn|move|get|return)\b|(?:That|This) brings (?:us|me)\b"
    r"|Let (?:us|me) (?:now |first )?(?:turn|return|consider|begin|start|look|explain)\b"
    r"|Let(?:['’]s| us) (?:now |first )?(?:use|say|imagine|suppose|assume|call)\b"
    r"|When (?:we|I) last (?:left|met|saw|looked|spoke|wrote)\b"
    r"|Up (?:first|next) (?:is|are)\b|Note that\b"
    r"|Here(?:['’]s| is| are| it is| they are|['’]re)\b"
    r"|An? (?:example|screenshot|photo|picture|view|sketch|illustration|diagram|map|excerpt) of"
    r"(?!.*\b(?:is|was|are|were|has|have|comes|came|shows|can|will)\b))"
)

# "In part one, we explained …", "in future posts", "the last of a series of articles"
SERIES = re.compile(
    rf"\b[Pp]art {NUMBER}\b(?! of (?!(?:this|our|my|the|a) (?:\w+ )?series\b))"
    rf"|\b(?:[Ff]uture|[Ll]ater|[Ee]arlier|[Pp]revious|[Nn]ext|[Uu]pcoming|[Ss]ubsequent|[Cc]ompanion"
    rf"|[Ff]orthcoming|[Tt]oday['’]s|[Yy]esterday['’]s) (?:blog )?(?:posts?|instal+ments?|blogs)\b"
    r"|\b[Ii]n (?:the|our|my) (?:first|second|third|fourth|fifth|last|final|next|previous|earlier)"
    rf" {TEXT}\b"
    rf"|\b[Ss]eries of (?:\w+ )?{TEXT}\b"
    r"|\b(?:[Tt]his|[Oo]ur|[Mm]y) (?:(?:new|blog|ongoing|weekly|monthly|\w+-part) ){0,2}[Ss]eries\b"
    r"(?! of\b)|\b[Oo]ur [A-Z]\w+ (?:[\w-]+ ){0,4}Series\b"
    r"|\b(?:first|second|third|fourth|fifth|last|final|latest|next) (?:\w+ )?instal+ments?\b"
    rf"|\b(?:end|beginning|top|bottom|rest) of (?:the|this|our|my) {TEXT}\b"
    rf"|\b[Ww]e(?:['’]ll| will) have (?:\w+ )?{TEXT}\b"
    r"|\b(?:published|wrote|written|shared) (?:[\w-]+ ){0,2}(?:blog )?posts?\b"
    r"|\bposts (?:we|I|that we)\b|\b[Ww]e(?:['’]ll| will) be"
    r" (?:profiling|featuring|blogging|posting|sharing|publishing)\b|\b[Tt]oday,? we share\b"
    r"|\bis an? (?:\w+ )?(?:column|blog|newsletter|podcast|series)"
    r" (?:that|where|in which|from|by)\b"
    r"|\b(?:[Yy]esterday|[Ll]ast (?:week|month)|[Ee]arlier this (?:week|month)|[Pp]reviously"
    r"|[A-Z]?[a-z]* ?(?:weeks?|months?) ago),? (?:we|I)"
    r" (?:shared|posted|wrote|published|blogged)\b"
)

# "In this post we will …", "Here are the results", "Let's look at …"
ANNOUNCES = re.compile(
    rf"\b[Ii]n (?:this|today['’]s) (?:{TEXT}|paper|column|video|module|chapter|section)\b"
    r"|\b(?:this|next|previous|last|following|earlier|preceding)"
    r" (?:chapter|section|module|unit|post|instal+ment|part)\b"
    r"|\b(?:[Ww]e|I)(?:['’]ll| will|['’]d like to| want(?:ed)? to| would like to"
    r"|['’]re going to|['’]m going to| am going to| are going to) (?:also |first |now |briefly )?"
    r"(?:talk (?:\w+ )?about|tell you|show you|lay out"
    r"|share (?:what|how|why|some|our|my|with you))\b"
    r"|\b(?:[Ww]e|I)(?:['’]ll| will|['’]re going to|['’]m going to)"
    r" (?:also |first |now |briefly )?(?:look at|discuss|cover|explore|examine|explain|describe"
    r"|outline|highlight|introduce|dive|delve|walk (?:you )?through|take a look"
    r"|address (?:this|these)|blog)\b"
    r"|\b[Ww]e(?:['’]ll| will) see\b"
    r"|\b[Ww]e share (?:\w+ )?(?:here|below)\b|\bwe should first\b"
    r"|\b[Aa]s (?:described|mentioned|noted|discussed|explained|outlined)(?=[,.;)])"
    r"|\b(?:last|previous|next|first|preceding|following) paragraph\b|\bI['’]ll say more\b"
    r"|\blike to pose (?:one|a)\b|\b[Ww]e(?:['’]ve| have) (?:examined|discussed|covered|explored)\b"
    r"|\b[Ww]e share (?:one|two|three|four|five|six) here\b"
    r"|\bas follows\b|\bthe following\b|\b[Hh]ere are\b"
    r"|\b[Hh]ere(?:['’]s| is) (?:why|how|what|our"
    r"|an? (?:\w+ )?(?:look|update|list|summary|sample|few|video|example))\b"
    r"|\b[Rr]ecall that\b|\b[Ll]et['’]s (?:look|take|start|see|walk|dive|talk)\b"
    r"|\b[Ww]e(?:['’]ve| have) (?:put together|compiled|collected|gathered|rounded up)"
    r" (?:a|some|our|the) (?:\w+ )?(?:list|guide|collection|few|resources|tips|answers)\b"
    r"|\baims? to (?:provide|give|offer) you\b"
)

# "The chart below", "as mentioned above", "Photo courtesy of …"
ELSEWHERE = re.compile(
    r"\b(?:[Tt]he above(?!-| average| zero)|[Aa]bove-?(?:mentioned|named|described|cited|listed)"
    r"|(?:mentioned|noted|described|discussed|indicated|listed|outlined|quoted|cited|shown|seen"
    r"|given"
    r"|explained|stated|defined|pictured|presented|suggested|argued|[Aa]s|[Ss]ee|(?:referred"
    r"|alluded)"
    r" to|touched on) above(?!-| average| the\b| all\b)"
    r"|(?:[Ee]xample|[Cc]hart|[Gg]raph|[Pp]aragraph|[Ss]ection|[Ss]entence|[Pp]ost|[Qq]uote"
    r"|[Qq]uotation"
    r"|[Ss]tatement|[Aa]rgument|[Ii]mage|[Pp]hoto|[Ll]ist|[Tt]able|[Dd]iagram|[Tt]ext|[Cc]ode"
    r"|[Pp]icture"
    r"|[Mm]ap|[Ff]igure|[Vv]ideo|[Ll]ink|[Rr]ationale)s? above"
    r"(?=[,.;:)!?]|$| (?:is|are|was|were|shows?)\b)|\w+ed above(?=[,.;:)!?]|$)|^Above(?=,| (?:is"
    r"|are|we|I)\b)"
    r"|[Oo]n (?:News )?[Pp]ages? \d+|aforementioned"
    r"|(?:mentioned|discussed|described|noted|seen|shown|listed|explained|outlined)"
    r" (?:earlier|before|below|previously|here)"
    r"|(?:chart|graph|graphic|figure|image|table|map|diagram|screenshot|photo|picture|video|list"
    r"|link|example|sentence|button|form|box)s? (?:below|at the (?:top|bottom|end) of)"
    r"|[Cc]hapter \d+|[Ss]ee [Ss]ection \d+|[Ii]n section \d+|[Ff]igure \d+|[Tt]able \d+"
    r"|see below|below(?=[.:!]?$)|at right|at left|pictured"
    r"|(?:[Pp]hotos?|[Ii]mages?|[Ss]creenshots?|[Pp]hotographs?|[Vv]ideo)"
    r" (?:(?:is |are )?courtesy|credit|by [A-Z]|posted by)"
    r"|[Oo]riginally (?:posted|published|appeared)|(?:[Ww]as|[Ii]s) cross-?posted)\b"
)
NOT_ELSEWHERE = re.compile(r"\bthe following (?:day|week|month|year)")
BIOGRAPHY = re.compile(
    r"\b(?:[Ff]ollow (?:him|her|me|us|them|\w+ \w+) (?:on|at)|[Vv]iews expressed"
    r"|[Aa]ll rights reserved"
    r"|(?:is|was) (?:a|an|the) (?:[\w-]+ ){0,6}(?:columnist|fellow|contributor|freelance \w+"
    r"|correspondent|host of|author of|editor of|editor-in-chief|co-founder of))\b"
)

# "Come check out …", "Let us know", "Thank you for …"
CALLS = re.compile(
    r"\b[Cc]lick here\b|\b[Rr]ead more\b|\bSign up\b"
    r"|\bsign up (?:here|now|for (?:our|email|updates))\b"
    r"|\b[Ss]ubscribe(?= to (?:our|the|this)\b|[.!])"
    r"|\b(?:[Ff]ind out|[Ll]earn|[Rr]ead) more (?:about|at|on)\b"
    r"|\b[Cc]heck (?:it )?out (?:our|the|their|this)\b|\b[Cc]heck out [^.]{1,40} for yourself\b"
    r"|\b[Tt]ake a look at (?:our|the|“|\")"
    r"|\b[Ee]mail (?:him|her|me|us)\b|\b[Ss]tay (?:tuned|posted)\b|\b[Ff]eel free to\b"
    r"|\b(?:let|tell) us know\b|\bget in touch\b(?! with (?!us\b|me\b|our\b))"
    r"|\b(?:reach out|write|talk) to (?:us|our)\b|\bcontact us\b"
    r"|\bopen an? (?:\w+ )?issue\b|\bdrop us a\b|\b(?:[Ww]e['’]d|[Ww]e would|I['’]d|I would) love"
    r" (?:(?:\w+ ){0,3}to (?:hear|work with you|join us)|your)\b"
    r"|\b(?:[Ww]e|I) (?:encourage|invite|welcome|urge)"
    r" (?:you|your|issues|contributions|pull|feedback|comments|suggestions"
    r"|questions|any (?:\w+ )?(?:contributions|feedback|comments))\b"
    r"|\b(?:look|looking) forward to (?:hearing|informing|sharing|telling|your|welcoming"
    r"|working with you|seeing you|receiving)\b"
    r"|\b[Tt]hank(?:s| you)(?: so much| again)? for (?:your|reading|all|taking|the)\b"
    r"|\b(?:[Ww]e|I)(?:['’]d like to| would like to| want to| \w+ly)? (?:thank|appreciate)"
    r" (?:the|our|all|everyone|those|you)\b"
    r"|\b[Yy]ou(?:['’]ll| will) (?:soon )?hear (?:more|from us)\b|\bextend our thanks\b"
    r"|\bfeel welcome to\b|\b[Rr]emember to check back\b"
    r"|\b[Ww]e(?:['’]re| are)(?: \w+ly| also| so)? (?:grateful|thankful)\b"
    r"|\bplease (?:open|file|leave|contact|email|visit|see|send|share|join|reach|check|sign"
    r"|read|consider|refer)\b"
    r"|\b[Ii]f you(?: have|['’]ve got) (?:any |other |some )?(?:feedback|questions?"
    r"|suggestions?|ideas|thoughts|comments|further)\b"
    r"|\bsee (?:the|our|this|her|his|my) (?:[\w.]+ ){0,4}(?:website|site|page|blog|guide|handbook"
    r"|documentation|list)\b"
    r"|\b(?:is|are|will be) available (?:on|at|from) (?:[\w’' -]{1,60} )?"
    r"(?:YouTube|GitHub|Github|iTunes|Vimeo|[Ww]ebsite|[Bb]log|[Pp]laylist)\b"
)
OF_THE_WEB = ("http://", "https://", "www.", "@", "__", "\\_")  # and a blank to be filled in
STARTS_LIST = re.compile(r"^\s*(?:[-*•–—]|\(?\d{1,2}[.)]\s|[a-z][.)]\s|\[\d{1,3}\]\s)")

# A sentence without any of these words is not searched for the patterns that need one.
SERIES_WORDS = word_set(
    "part series post posts blog blogs article articles essay essays piece pieces interview "
    "interviews installment instalment installments instalments shared posted wrote published "
    "blogged column newsletter podcast profiling featuring blogging posting sharing publishing "
    "share"
)
ANNOUNCING_WORDS = word_set(
    "pose described mentioned noted discussed explained outlined paragraph post posts blog article "
    "essay piece interview installment instalment paper column video "
    "module chapter section unit part talk tell show lay share look discuss cover explore examine "
    "explain describe outline highlight introduce dive delve walk take address see should follows "
    "following here here's here’s recall let's let’s put compiled collected gathered rounded aim "
    "aims"
)
ELSEWHERE_WORDS = word_set(
    "above above-mentioned above-named above-described above-cited above-listed page pages "
    "aforementioned earlier before below previously here chapter section figure table see right "
    "left pictured courtesy credit photo photos image images screenshot screenshots "
    "photograph photographs video top bottom end originally cross-posted crossposted"
)
BIOGRAPHY_WORDS = word_set(
    "follow views rights columnist fellow contributor freelance correspondent host author editor "
    "editor-in-chief co-founder"
)
CALLING_WORDS = word_set(
    "click read sign subscribe find learn check look looking email stay feel let tell get reach "
    "write talk contact open drop love encourage invite welcome urge thank thanks appreciate hear "
    "extend remember grateful thankful please feedback question questions suggestion suggestions "
    "ideas thoughts comments further see available"
)
GRANTS = re.compile(
    r"^[\"'“‘(\[\s]*(?:Of course|True|Yes|Sure|Admittedly|Granted|To be sure|Certainly|No doubt"
    r"|It is true|It['’]s true)\b"
)
CONCEDES = re.compile(
    GRANTS.pattern + r""
    r"|\b(?:[Ss]ome|[Cc]ritics|[Oo]pponents|[Ss](?:c|k)eptics|[Ss]upporters|[Pp]roponents"
    r"|[Dd]efenders"
    r"|[Mm]any(?: people)?|[Pp]eople|[Tt]hey|[Oo]thers)"
    r"\s(?:may\s|might\s|will\s|would\s|often\s|still\s|even\s)?"
    r"(?:say|argue|claim|think|believe|insist|object|complain|fear|contend|maintain)\b"
    r"|\b(?:is|are) (?:generally|widely|commonly|often|popularly|usually) (?:supposed|thought"
    r"|believed"
    r"|assumed|seen|held|said|regarded|considered|portrayed|viewed|dismissed)\b"
    r"|\b[Tt]he (?:usual |common |standard )?(?:argument|claim|theory|assumption"
    r"|excuse) (?:has always been|goes)\b"
    r"|\b(?:[Oo]ne|[Ii]t|[Yy]ou|[Ss]omebody|[Ss]omeone) (?:could|may|might|can|will)\b"
    r"(?: \([^()]{1,40}\)| well| even| also| rightly)?(?: be)?"
    r" (?:argued?|objected|object|claimed?)\b"
    r"|\b(?:we are told|the argument goes|it is often (?:said|argued|claimed)|conventional wisdom"
    r"|supposedly|the common view)\b"
)
TURNS = re.compile(
    r"^[\"'“‘(\[\s]*(?:But|Yet|However|Nevertheless|Nonetheless|Still|In fact|In reality|In truth"
    r"|Actually|The truth|The reality|Even so)\b"
)
DENIES = re.compile(
    r"^[\"'“‘(\[\s]*(?:Not so\b|Wrong\b|Nonsense\b|Rubbish\b|No[,.]"
    r"|(?:But |Yet |In fact,? |However, )?(?:[Tt]his|[Tt]hat|[Ii]t|[Tt]hey|[Tt]hese|[Tt]hose)"
    r"(?:\s(?:is|was|are|were)|['’]s)\s(?:\w+\s){0,2}?"
    r"(?:not\s(?:\w+\s)?(?:true|so|right|the case)|wrong|false|untrue|nonsense|mistaken|a myth"
    r"|a lie|absurd|ridiculous|far from))",
)
TESTED = re.compile(
    r"^[\"'“‘(\[\s]*+(?:Myth|Claim|Fiction|Misconception|Objection|Allegation|Rumou?r|Excuse|Q|A"
    r"|Question|Answer|Verdict|Rating|Fact[- ]check"
    r"|What|Why|How|Who|When|Where|Step|Tip|Option|Scenario|Phase|Stage|Lesson|Rule|Reason|Principle|Point|Example|Pros?|Cons?"
    r"|One|Two|Three|Four|Five|Six|Seven)\s*+(?:#|No\.?|number|one|two|three|four|five|six|seven)?"
    r"\s*+\d*+\s*+[:.—–-]\s"
)
ITEM = re.compile(  # "Available: Work should be visible."
    r"^(?!\w*(?:ing|ed|en)\b)[A-Z][\w/-]*(?: (?!(?:is|are|was|were|has|have|had|says?|said|it|this"
    r"|that|will|can|must|should|may)\b)[a-z][\w/-]*){0,2}: [A-Z]"
)
CONCEDING_WORDS = word_set(
    "course true yes sure admittedly granted certainly doubt say argue claim think believe insist "
    "thought believed assumed seen held said regarded considered portrayed viewed dismissed "
    "supposed "
    "object complain fear contend maintain told goes said argued claimed wisdom supposedly view"
)
CLAUSE = re.compile(  # "Because the mayor lied.", "All because it rained, and the road gave way."
    r"^[\"'“‘(\[\s]*(?:(?:Because|Which|Whereas|So that|Such as|Especially)\b"
    r"(?:[^,?]|,(?= (?:and|or|which|who|\w+ed)\b))*$|All because\b|Not (?:to mention|that)\b"
    r"|(?:Just|Much) like\b[^,]*$|From \w+ing\b(?!.*, (?:we|I|he|she|they|it|the|you|our|this"
    r"|a)\b))"
)
SPOKE = re.compile(  # "Ann Reed, a pilot, demanded.", behind what she demanded
    r"(?:[\w.,’'-]+ ){1,7}(?:said|says|asked|asks|demanded|wondered|replied|added|explained"
    r"|insisted|concluded|wrote|exclaimed|shouted|cried)\."
)
