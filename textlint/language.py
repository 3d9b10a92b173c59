"""language – whether a place of a text is in a language that a rule is written for.

Rules in English words must stay silent in a German paragraph, where `ist`, `als` and `oder` are no typos.
A vote of function words decides: for a paragraph, or for the whole text where the paragraph has too few.
"""

import regex

from textlint.model import Document, Span
from textlint.segment import Paragraph, framed, once, paragraph_at

FEWEST_VOTES = 3  # fewer function words than this in a paragraph decide nothing …
FEWEST_WITHOUT_ENGLISH = 2  # … unless none of them is English
SMALLEST_SHARE = 0.1  # of all words; function words are a third to a half of any prose
SHORT_TEXT = 2000  # code points; in a longer one enough function words stand without a mark
LONGEST_SAMPLE = 20_000  # code points of a text that vote for it as a whole
# Latin letters end with the last block of European extensions.
FOREIGN_LETTER = regex.compile(r"[^\x00-\N{LATIN SMALL LETTER EZH WITH CURL}](?<=\p{L})")
# Code counts as a language of its own: what looks like a slip of English there is a name or a command.
CODE_SIGNS = ("_", "=", "{", "}", "|", "\\", "$", "`", "<", ">", "~", "^", "--")
# Each begins with what is rare and looks back from there; joined into one they take eight times as long.
CODE = tuple(
    map(
        regex.compile,
        (
            r"[={}|\\$`<>~^]\p{L}",
            r"[_(](?<=\p{L}.)\p{L}",
            r"-(?<!\S-)-?\p{L}",
            r"[A-Z](?<=\p{Ll}.)",
            r"\(\)(?<=\p{L}..)",
        ),
    )
)
FEWEST_PIECES, MOST_CODE = 3, 0.08  # such places in a text, and for each of its tokens
MOST_LETTERS_FOREIGN = 0.5  # above this share of letters outside the Latin script a place is not English

# The commonest function words of each language. A word may stand with several.
FUNCTION_WORDS = {
    "en": "the of and to in is that for on was with as it by are be at from his he this had not have but an"
    " they which were their been has would there if will about who more its when she her i we you my our or"
    " all can could should what than so out after over also no new said says",
    "de": "der die das und ist von den dem des mit für auf im nicht ein eine einer eines zu sich auch als"
    " nach bei aus wird wurde werden sind hat haben sie er es wir ihr oder aber wie über vor zur zum bis"
    " durch noch nur dass kann mehr am war einen einem gegen unter ich",
    "fr": "le la les de des du et est un une en dans que qui pour par sur au aux avec ce cette ces pas plus"
    " ne se son sa ses il elle ils nous vous je été sont ont leur mais ou où comme être avoir fait entre"
    " après selon d'un d'une c'est qu'il",
    "es": "el la los las de del y en que un una es por con para se su sus al lo como más pero no fue ha han"
    " son este esta entre cuando sobre también hasta desde muy sin ser está están según o",
    "it": "il lo la i gli le di del della dei delle e è in che un una per con non si sono da al alla nel"
    " nella come più ma anche ha hanno questo questa dal dalla su suo sua tra stato essere secondo",
    "pt": "o a os as de do da dos das e em no na que um uma para com por não se mais como mas foi ao à são"
    " sua seu também pelo pela entre quando até ser está segundo ou",
    "nl": "de het een en van in is dat op te zijn voor met die niet aan er om ook als bij door naar uit"
    " maar nog wordt werd heeft hebben over dan deze dit meer was zich volgens of",
    "sv": "och i att det som en på är av för den med till inte om ett han men var de har jag vid från sig så"
    " kan hade också efter eller där när ska skulle enligt",
    "da": "og i at det er en til af på som for med de den ikke har der et var han jeg vi fra om sig men"
    " efter ved kan blev skal også eller hun når ifølge nå å ble etter",
    "fi": "ja on ei se että oli hän ovat mutta kun myös joka mukaan sen kuin tai ole sekä jo vain vielä",
    "pl": "i w na z się do nie że jest to o jak za od po przez dla są ale był była co ma jego które który"
    " oraz tym już także być może według",
    "cs": "a v se na je že s z do o i to jako by pro ale po od za jsou byl které který nebo při podle ve"
    " také jeho jsem až",
    "ro": "și în de la cu pe a nu o care din un este că să se mai pentru ale au fost fi sunt prin după"
    " sau ca dar ce lui",
    "hu": "a az és hogy nem is egy ez volt van de meg csak már mint ki még azt ha el kell szerint vagy"
    " lesz ezt után",
    "tr": "ve bir bu da de için ile olarak daha çok olan ne gibi sonra kadar en var ise değil olduğu"
    " olduğunu ancak göre her ki o ya mi tarafından ama türkiye",
    "id": "yang dan di ini itu dengan untuk dari pada tidak dalam adalah ke akan juga oleh sebagai telah"
    " bisa ada atau saat mereka",
    "hr": "i je u na se da su za od nije s o koji koja što bi ali iz kao sa ili će bio biti samo nakon prema",
    "ca": "el la els les de del i que en un una per amb no es és al com més però ha són va també entre fins",
    "ga": "an na agus a ar is le i go ag do sé sí bhí tá ní nach níl leis seo sin chun faoi mar nó don iad",
    "gd": "an na a agus air tha is ann le e i do bha gu aig nach chan seo sin mar no leis iad dhan airson",
    "tl": "ang ng sa na mga at ay si ni para kay hindi ito siya nang may kung mula ayon din rin pero o niya",
    "af": "die van en in is het nie dat vir om te met op sy was wat hy hulle aan deur sal kan ook maar word",
    "vi": "và của là có không được cho các một những với trong này người đã khi từ đến như để ông",
}
SMALL_WORDS = frozenset(FUNCTION_WORDS["en"].split())
ANY = "any"
MODERN = "en-modern"  # what is an error today was right when these were written
# Not the language of a trade: in manuals words are names of commands, and signs stand for themselves.
ANY_LAY, MODERN_LAY = "any-lay", "en-lay"
LAY = {ANY_LAY: ANY, MODERN_LAY: MODERN}
LANGUAGES = (ANY, ANY_LAY, MODERN, MODERN_LAY, *FUNCTION_WORDS)  # what a rule may name
OLD = (
    "thou thee thy thine ye hath doth hast dost shalt wilt 'tis 'twas 'twill e'en o'er ere oft hither thither"
    " whither whence betwixt unto wherefore methinks shew shews shewn shewed shewing chuse chuses chusing"
    " surprize surprized surprizing connexion connexions publick musick physick compleat antient intire"
)
OLD_WORDS = frozenset(OLD.encode().split())
OLD_PAST = regex.compile(r"[a-z]{2,}[b-df-hj-np-tvxz](?<!\b(?:that|what|this))'d")  # mix'd, but not she'd
# Bytes of words in small letters stay as they are, all others are blanks.
WORDS_APART = bytes(
    code if chr(code).isascii() and (chr(code).isalpha() or chr(code) == "'") else 32 for code in range(256)
)
FEWEST_OLD = 3  # different ones
LONGEST_JUDGED = 200_000  # bytes of a text whose words tell its age and its trade
TERMS = (
    "argument arguments ascii boolean buffer buffers byte bytes callback changelog checkbox click"
    " clicking command commands compile compiler config configuration configure configured cursor daemon"
    " debug debugging default defaults deprecated dialog dialogs directory directories executable file"
    " filename filenames files folder folders font fonts gui header headers hostname html http icon init"
    " input install installed integer integers invoked json kernel keyboard library localhost menu menus"
    " metadata module modules mouse namespace null numeric output override parameter parameters parse"
    " parsed parser plugin plugins posix prefix prompt regex regexp repository runtime script scripts"
    " shell specified specifies specify specifying string strings subdirectories subdirectory symlink"
    " syntax terminal toggle toolbar toolbox unicode unix url username utf variable variables widget"
    " widgets xml"
)
TERM_WORDS = frozenset(TERMS.encode().split())
TERMS_ENOUGH = ((5, 0.01), (4, 0.04))  # so many different ones, if all of them are such a share of the words
# A word's votes as one number with a byte for each language, so that adding them up is one sum.
VOTES: dict[str, int] = {}
for _n, _words in enumerate(FUNCTION_WORDS.values()):
    for _word in _words.split():
        VOTES[_word] = VOTES.get(_word, 0) + (1 << 8 * _n)


def speaks(document: Document, span: Span, language: str) -> bool:
    """Whether a place is in this language as far as can be told; "any" is every language.

    What begins in one paragraph and ends in another is judged by the whole text.
    """
    if language in LAY:
        return not is_technical(document) and speaks(document, span, LAY[language])
    if language == ANY:
        return True
    if language == MODERN:
        return speaks(document, span, "en") and not is_old(document)
    paragraph = paragraph_at(document, span.start)
    if paragraph is None or span.end > paragraph.end:
        return _whole(document) == language
    return _language_of(document, paragraph) == language


@once
def is_old(document: Document) -> bool:
    """Whether a text is of a time with another spelling: of Shakespeare's, or of Austen's."""
    words = set(_small_words(document))
    past = (word.decode() for word in words if word.endswith(b"'d"))
    return len(words & OLD_WORDS) + sum(bool(OLD_PAST.fullmatch(word)) for word in past) >= FEWEST_OLD


@once
def is_technical(document: Document) -> bool:
    """Whether a text is a manual or the like, and nothing in it marks what is code."""
    if document.blocks:
        return False
    words = _small_words(document)
    terms = [word for word in words if word in TERM_WORDS]
    different = len(set(terms))
    return any(different >= fewest and len(terms) >= share * len(words) for fewest, share in TERMS_ENOUGH)


@once
def _small_words(document: Document) -> list[bytes]:
    """The words of a text, or of the first part of a long one, in small letters with straight apostrophes."""
    plain = framed(document)[:LONGEST_JUDGED].replace("’".encode(), b"'")
    return plain.lower().translate(WORDS_APART).split()


def vote(text: str) -> str | None:
    """The language with the most different function words, or None if there are too few to tell.

    >>> vote("Das ist nicht der Ort, der als Hauptstadt gilt."), vote("Share this")
    ('de', None)
    """
    if _foreign_script(text):
        return "other"
    if _is_code(text):
        return "code"
    words = set(text.lower().replace("’", "'").split())
    if len(text) < SHORT_TEXT:
        words = {word.strip(".,;:!?()“”„\"'«»") for word in words}
    votes = sum(map(VOTES.__getitem__, words & VOTES.keys())).to_bytes(len(FUNCTION_WORDS), "little")
    most = max(votes)  # English comes first, so it wins where another has as many
    fewest = FEWEST_VOTES if votes[0] else FEWEST_WITHOUT_ENGLISH
    return (
        tuple(FUNCTION_WORDS)[votes.index(most)] if most >= max(fewest, SMALLEST_SHARE * len(words)) else None
    )


@once
def _whole(document: Document) -> str:
    return vote(document.text[:LONGEST_SAMPLE]) or "en"


def _language_of(document: Document, paragraph: Paragraph) -> str:
    key = (_language_of, paragraph.first)
    if key not in document.memo:
        body = document.text[paragraph.start : min(paragraph.end, paragraph.start + LONGEST_SAMPLE)]
        document.memo[key] = vote(body) or _whole(document)
    return str(document.memo[key])


def _is_code(text: str) -> bool:
    """Whether a text is full of code: names with signs inside, commands, options. Few texts have a sign."""
    if not any(sign in text for sign in CODE_SIGNS):
        return False
    sample = text[:LONGEST_SAMPLE]
    pieces = sum(len(piece.findall(sample)) for piece in CODE)
    return pieces >= FEWEST_PIECES and pieces > MOST_CODE * len(sample.split())


def _foreign_script(text: str) -> bool:
    """Whether most letters are beyond the Latin script."""
    if text.isascii() or not FOREIGN_LETTER.search(text):
        return False
    sample = text[:LONGEST_SAMPLE]
    foreign = len(FOREIGN_LETTER.findall(sample))
    return foreign > MOST_LETTERS_FOREIGN * sum(map(str.isalpha, sample))
