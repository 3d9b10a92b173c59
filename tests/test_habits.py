"""Habits of texts: what looks like slips of punctuation where writers, languages and trades do it on purpose."""

import pytest

import textlint
from textlint.model import Applicability, Severity

PACKS = ["punctuation", "balance", "repetition", "truncation"]
RULES = textlint.load_ruleset(select=PACKS, ignore=["truncation/cut-document", "truncation/cut-paragraph"])


def above_info(text):
    findings = textlint.check(text, RULES)
    return [(each.rule, text[slice(*each.span)]) for each in findings if each.severity is not Severity.INFO]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            "1\n00:00:01,000 --> 00:00:03,000\nI thought you were..\n\n2\n00:00:03,500 --> 00:00:05,000\n..coming with us.\n\n3\n00:00:06,000 --> 00:00:08,000\nNo.. I can't.\n",
            id="subtitles with times",
        ),
        pytest.param(
            "- Where were you?\n- I was at home..\n- Alone?\n- Yes, alone.\n", id="dialogue with dashes"
        ),
        pytest.param(
            "anna: are you coming tonight\nben: not sure yet..\nanna: come on, it will be fun\nben: ok ok.. maybe later\n",
            id="a chat",
        ),
        pytest.param(
            "anna: are you coming tonight\nben: I am not sure yet..\nanna: come on, it will be fun\n",
            id="one pair in a chat",
        ),
        pytest.param(
            "[11/01/22, 4:19:15 PM] Rudi: We are on our way..\n[11/01/22, 4:19:20 PM] Anna: ok see you there\n",
            id="a chat with times",
        ),
        pytest.param("Он долго молчал.. Потом встал и ушёл.. А дождь всё шёл..", id="Russian"),
        pytest.param("Он долго молчал, потом встал и ушёл..", id="one pair in Russian"),
        pytest.param("And then.. silence. He waited.. and waited.. Nobody came..", id="two stops throughout"),
        pytest.param("यह एक परीक्षा है। क्या आप ठीक हैं? हाँ, मैं ठीक हूँ॥", id="danda"),
        pytest.param(
            "Πού πας; Πάω στο σχολείο, είπε· «Ό,τι πεις».", id="a Greek question mark and a comma in a word"
        ),
        pytest.param("Բոլոր մարդիկ ծնվում են ազատ ու հավասար։ Ի՞նչ է սա։", id="Armenian"),
        pytest.param(
            "የሰው ልጅ ሁሉ ሲወለድ ነጻና በክብርና በመብትም እኩልነት ያለው ነው። የተፈጥሮ ማስተዋልና ሕሊና ስላለው፤ አንዱ ሌላውን በወንድማማችነት መንፈስ መመልከት ይገባዋል።",
            id="Ethiopic",
        ),
        pytest.param("มนุษย์ทั้งหลายเกิดมามีอิสระและเสมอภาคกันในเกียรติศักดิ์และสิทธิ ต่างมีเหตุผลและมโนธรรม", id="Thai"),
        pytest.param(
            "လူတိုင်းသည် တူညီ လွတ်လပ်သော ဂုဏ်သိက္ခာဖြင့် လည်းကောင်း၊ တူညီလွတ်လပ်သော အခွင့်အရေးများဖြင့် လည်းကောင်း၊ မွေးဖွားလာသူများ ဖြစ်သည်။",
            id="Burmese",
        ),
        pytest.param("មនុស្សទាំងអស់កើតមកមានសេរីភាព និងសមភាព ក្នុងផ្នែកសេចក្ដីថ្លៃថ្នូរនិងសិទ្ធិ។", id="Khmer"),
        pytest.param("ߡߐ߱ ߓߍ߯ ߟߊߞߏ߫ ߟߊ߫ ߞߊ߬ ߘߊ߲߬ߧߊ߫ ߸ ߊ߬ ߣߴߊ߬ ߟߊ߫ ߤߊߙߊ߲ߓߏ߲ ߏ߬ ߘߐ߫܀", id="N’Ko"),
        pytest.param(
            "« Où vas-tu ? » demanda-t-il ; elle répondit : « Je pars ! » — Vraiment ? — Oui.",
            id="French quotation",
        ),
        pytest.param(
            "Il a dit : “Je pars !” Puis il est sorti ; nous sommes restés.",
            id="French spacing with double marks",
        ),
        pytest.param(
            "”Vart ska du?” frågade han. ”Hem”, sade hon. EU:s regler och FN:s stadga gäller.", id="Swedish"
        ),
        pytest.param(
            "”Minne menet?” hän kysyi. ”Kotiin”, sanoi nainen. EU:n säännöt ja YK:n peruskirja.", id="Finnish"
        ),
        pytest.param("„Wohin gehst du?“, fragte er. »Nach Hause«, sagte sie. ‚Gut‘, meinte er.", id="German"),
        pytest.param("„Dokąd idziesz?” zapytał. — Do domu — odpowiedziała. ,,Dobrze'', rzekł.", id="Polish"),
        pytest.param("– Hová mész? – kérdezte. – Haza – felelte. „Jól van”, mondta »ő«.", id="Hungarian"),
        pytest.param("—¿Adónde vas? —preguntó él. —¡A casa! —dijo ella. «Está bien».", id="Spanish"),
        pytest.param("他问：“你去哪里？”她说：“回家。”然后就走了……", id="Chinese"),
        pytest.param("「どこへ行くの？」と彼は聞いた。「家へ。」彼女は答えた…。", id="Japanese"),
        pytest.param('הוא אמר: "אתמול נסעתי לנתב"ג". צה"ל וארה"ב, ד"ר כהן.', id="Hebrew abbreviations"),
        pytest.param(
            "ʻO ka ʻōlelo Hawaiʻi ka ʻōlelo ʻōiwi o Hawaiʻi. Ua noʻonoʻo ʻoia i kāna hana.", id="ʻokina"
        ),
        pytest.param(
            "Díí bikáʼ dahonítʼinígíí éí: Bilaʼashdlaʼii tʼáá ałtso yiníkʼehgo bidizhchįh.", id="Navajo"
        ),
        pytest.param("Gatho ya jä'i ñ'a:ni, n'a:ni ya 'be:fi, ne:xu ra mu:i.", id="colons in words"),
        pytest.param("Hy het gesê: ,,Ek gaan huis toe.'' Toe loop hy.", id="Afrikaans"),
        pytest.param(",,Unde mergi?'' a întrebat el. „Acasă”, a zis ea.", id="Romanian"),
        pytest.param(
            "‘‘I never saw him,” said she; ‘‘nor will I.” And so he went.", id="two single marks for one"
        ),
        pytest.param(
            "‘Where are you going?’ he asked. ‘Home,’ she said. ‘To the dogs’ home, ’tis near.’",
            id="single marks and apostrophes",
        ),
        pytest.param(
            "“It was late when we came to the house, and nobody was there.\n\n“We went in by the back door, which was open, and sat down in the dark.\n\n“Then the lights went on,” he said.",
            id="a quotation over paragraphs",
        ),
        pytest.param(
            '"It was late when we came to the house, and nobody was there.\n\n"We went in by the back door, which was open, and sat down in the dark.\n\n"Then the lights went on," he said.',
            id="the same with straight marks",
        ),
        pytest.param(
            "“She said “no” to me,” he told the court, “and then “yes” to him.”",
            id="double marks in double marks",
        ),
        pytest.param(
            "> “He said that it was late\n> and left the house.”\n\nI think so, too.",
            id="a quotation in quoted lines",
        ),
        pytest.param(
            "The Council decides as follows:\n\n(a) the Member States shall inform the Commission of the measures that they have taken;\n\n(b) the Commission shall forward that information to the other Member States; and\n\n(c) the measures shall enter into force on the day after the publication of the decision,\n\nhas adopted this decision.",
            id="items of a decree",
        ),
        pytest.param(
            "What you need for the day in the mountains with the children\n\nwarm clothes and a coat against the rain that comes in the afternoon\nshoes that have been worn before and do not hurt\na bottle of water for each of you, and something to eat on the way\n",
            id="a list without stops",
        ),
        pytest.param(
            "Council to vote on the closure of the bridge in the old town\n\nMayor says that the works will be over by the end of the year\n",
            id="headlines",
        ),
        pytest.param(
            "A method is described for the analysis of the load that a bridge can bear. It is compared with two others that have been in use since 1990. The results show that the time needed is reduced by a half and that the accuracy is as good as that of the best of the other methods",
            id="an abstract without its last stop",
        ),
        pytest.param(
            "The option takes two arguments, month month, and prints the calendar of the months between. Use cal month year to print one.",
            id="arguments named like words",
        ),
        pytest.param(
            "MR. SMITH: Well, I I think that that is what we we said, and and the the court agreed, you know.\nJUSTICE DOE: Is is there any case that that says so?\nMR. SMITH: No no, Your Honor. Very very few.\n",
            id="a court",
        ),
        pytest.param(
            "Um, so I was I was going to the the store, and, uh, they they had this this thing, you know.",
            id="fillers",
        ),
        pytest.param(
            "HAMLET. [_Aside._] A little more than kin, and less than kind.\n\n[_Enter the Ghost, who walks over the stage and is seen by nobody.\n\nHORATIO. Look, my lord, it comes!\n\n[_Exit the Ghost, and after him all of the others.\n",
            id="stage directions",
        ),
        pytest.param(
            "The king speaks.\n\nHAM. I am too much i' the sun.\n\n[Exeunt all but Hamlet.\n\nHAM. O, that this too too solid flesh would melt!\n\n[Enter Horatio and Marcellus from the left.\n",
            id="stage directions of an old play",
        ),
        pytest.param(
            "I love it so much :) but the other one was bad :( and then (: what can I say =) it is (what it is ;) and that is all.",
            id="emoticons",
        ),
        pytest.param(
            "The reasons are: 1) it is cheap; 2) it is near; a) by bus, b) on foot. See also #3) above.",
            id="numbers of items",
        ),
        pytest.param(
            "The values lie in [0, 1) or in (2, 5], and sometimes in ]a, b[ as the French write it.",
            id="intervals",
        ),
        pytest.param(
            "i went to the shop and bought some milk. then i went home and slept. it was a good day i think",
            id="small letters",
        ),
        pytest.param(
            "Dear Ms Doe,\n\nThank you for the letter that you sent us on Monday about the bridge and the bus. Best regards,\n\nJane\n",
            id="a letter",
        ),
        pytest.param(
            "The word “the” is an article, and “the the” a slip. Search for of of in the text.",
            id="words that are named",
        ),
        pytest.param(
            "Open Mon..Fri, 9..17. Range 1..10, letters a..z. cd ..; ls ../x.. and git diff main..dev..",
            id="ranges and paths",
        ),
        pytest.param(
            'The board is 27" wide and 3½" thick, the screen 24″, the pipe 1/2" and the desk 30 " long.',
            id="inches",
        ),
    ],
)
def test_habits_are_left_alone(text):
    assert above_info(text) == []
    assert textlint.fix(text, RULES).text == text


REST = "The talks of both sides went on for the whole of the night, and nobody knew when they would end."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(f"{REST}. Then they left.", [("punctuation/doubled", "..")], id="a doubled stop"),
        pytest.param(
            f"It is shown (Doe et al.,, 2019). {REST}", [("punctuation/doubled-comma", ",,")], id="et al."
        ),
        pytest.param(
            f"{REST} They met in the\nthe afternoon.", [("repetition/function-word", "the\nthe")], id="lines"
        ),
        pytest.param(f". .is what they said. {REST}", [("punctuation/loose-stop", ". .")], id="a loose stop"),
        pytest.param(
            f"{REST} They met ，and left.", [("punctuation/full-width", " ，")], id="a full-width comma"
        ),
        pytest.param(f"{REST} They met in Bonn (in May.", [("balance/bracket", "(in")], id="a bracket"),
        pytest.param(
            f"{REST}\n\n{REST} They met in the", [("truncation/document", "in the")], id="a cut text"
        ),
        pytest.param(
            f"It is for peace,justice,freedom and fairness. {REST}",
            [("punctuation/missing-space-comma-word", ",")] * 2,
            id="a list of words without blanks",
        ),
        pytest.param(
            f"They met with us.So they left. {REST}", [("punctuation/missing-space-stop", ".")], id="a stop"
        ),
    ],
)
def test_slips_are_found(text, expected):
    assert above_info(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Seni çok özledim.. Ne zaman geleceksin? Bekliyorum..", id="Turkish"),
        pytest.param("Non so cosa dire.. Forse domani andrà meglio..", id="Italian"),
        pytest.param("But.. This was not what we had in mind when we came.", id="one word that leads on"),
        pytest.param("And then he yelled out.. “They are all gone!”", id="speech follows"),
    ],
)
def test_two_stops_that_may_be_an_ellipsis_stay(text):
    assert textlint.fix(text, RULES).text == text


def test_two_stops_are_safe_once():
    (finding,) = textlint.check(f"{REST}.", RULES)
    assert finding.applicability is Applicability.SAFE
    assert all(
        each.applicability is Applicability.UNSAFE for each in textlint.check(f"{REST}. {REST}.", RULES)
    )
