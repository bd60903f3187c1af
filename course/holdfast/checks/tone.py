"""TON: the tone rules that a program can see. The others need a reader."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from pathlib import Path

from holdfast.checks._kit_texts import kit_part_pieces
from holdfast.checks._piece import TOLD, Kind, Piece
from holdfast.checks._rules import Found, Place, Subject, rule
from holdfast.checks._texts import pieces
from holdfast.checks._words import grade, plain, sentences, words

MAX_SENTENCE = 25
MAX_THREAT = 8
MAX_GRADE = 9.0
_ENOUGH_WORDS = 60  # a grade of fewer words says little

_OWN_WORDS: tuple[Kind, ...] = ("term", "stage", "change", "case", "plan", "kit")
_READ_AS_ONE: dict[Kind, str] = {
    "term": "The glossary",
    "stage": "The register of stages",
    "change": "Then and now",
    "case": "The register of case questions",
    "plan": "The action plan",
}


def _phrases(*phrases: str) -> re.Pattern[str]:
    spaced = "|".join(re.escape(phrase).replace(r"\ ", r"\s+") for phrase in phrases)
    return re.compile(rf"\b(?:{spaced})", re.IGNORECASE)


_AVOIDED = _phrases(
    "committed suicide", "commits suicide", "commit suicide", "revenge porn", "naive", "naïve",
    "risky behaviour", "sexting", "child porn",
)  # fmt: skip
SERVICES = re.compile(r"Revenge\s+Porn\s+Helpline")
_BLAME = _phrases(
    "should have known", "their own fault", "his own fault", "her own fault", "your own fault",
    "why did you send", "brought it on", "asking for it", "silly mistake",
)  # fmt: skip
_NUMBER_WORDS = (
    "two|three|four|five|six|seven|eight|nine|ten|fifteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|"
    "hundred|thousand|a hundred|a thousand"
)
_SUM = re.compile(
    rf"[£$€]\s?\d|\b(?:\d[\d,.]*|{_NUMBER_WORDS})[\s-](?:pounds?|quid|dollars?|euros?|bitcoins?|pence)\b", re.IGNORECASE
)
APPS = re.compile(
    r"\b(?:Snapchat|Instagram|Insta|WhatsApp|Facebook|Messenger|TikTok|Discord|Telegram|Skype|Omegle|Kik|Wizz|Yubo|Hoop|"
    r"Roblox|Fortnite|Minecraft|Twitter|YouTube|Twitch|Tinder|Grindr|Hinge|Bumble|OnlyFans|Reddit|BeReal|Viber|iMessage|"
    r"FaceTime|PlayStation|Xbox|PayPal|Cash App|Monzo|Revolut|Apple Pay|Google Pay|iTunes|Amazon)\b"
)
_QUOTED = re.compile(r"“([^”]*)”|\"([^\"]*)\"|‘([^’]*)’")
_THREAT = re.compile(
    r"\bor (?:else|i|we)\b|\bunless you\b|\b(?:i|we)(?:['’]ll| will| am going to|['’]m going to| are going to) "
    r"(?:post|leak|ruin|expose|publish|share it|share them|send it to|send them to|send this)|"
    r"\bpay (?:me|us|up)\b|\beveryone will see\b|\blast chance\b|\bruin your\b|\btime is running out\b",
    re.IGNORECASE,
)


def _matches(
    subject: Subject, pattern: re.Pattern[str], wanted: Callable[[Piece], bool]
) -> Iterator[tuple[Place, str]]:
    for piece in pieces(subject):
        for match in pattern.finditer(SERVICES.sub("", piece.text)) if wanted(piece) else ():
            yield piece.place, match.group()


def _of(*kinds: Kind) -> Callable[[Piece], bool]:
    allowed: Collection[str] = frozenset(kinds)
    return lambda piece: piece.kind in allowed


@rule("TON001")
def avoided_word(subject: Subject) -> Found:
    """Words to avoid stand only where they are named as such, in what older guidance said, or in a name."""
    for place, word in _matches(subject, _AVOIDED, lambda piece: not piece.avoid):
        yield place, f"{word!r} is a word to avoid; see the tone rules."


@rule("TON002")
def blame(subject: Subject) -> Found:
    """No sentence blames the person who is threatened, but in a weaker choice or among words to avoid."""
    for place, phrase in _matches(subject, _BLAME, lambda piece: not (piece.avoid or piece.weaker)):
        yield place, f"{phrase!r} gives the person who is threatened a share of the blame."


@rule("TON003")
def sum_of_money(subject: Subject) -> Found:
    """No sum of money is named, but in the law."""
    for place, amount in _matches(subject, _SUM, lambda piece: piece.kind != "law"):
        yield place, f"Take out the sum {amount!r}: it tells a learner nothing and an offender something."


@rule("TON004")
def app_name(subject: Subject) -> Found:
    """No app or shop is named in a scenario, a question, an explanation or a register of the course's own words."""
    for place, name in _matches(subject, APPS, _of(*TOLD, *_OWN_WORDS)):
        yield place, f"Say what kind of app it is in place of {name!r}."


@rule("TON005")
def long_threat(subject: Subject) -> Found:
    """A threat that is quoted in a scenario, a question or a register of the course has at most eight words."""
    for place, quote in _matches(subject, _QUOTED, _of(*TOLD, *_OWN_WORDS)):
        if len(words(quote)) > MAX_THREAT and _THREAT.search(quote):
            yield place, f"The quoted threat has {len(words(quote))} words; describe it, or keep to {MAX_THREAT}."


@rule("TON006")
def long_sentence(subject: Subject) -> Found:
    """No sentence has more than 25 words."""
    for piece in pieces(subject):
        for sentence in sentences(piece.text):
            spoken = words(sentence)
            if len(spoken) > MAX_SENTENCE:
                start = " ".join(sentence.split()[:6])
                yield piece.place, f"The sentence {start + ' …'!r} has {len(spoken)} words."


@rule("TON007")
def hard_to_read(subject: Subject) -> Found:
    """Each section, scenario, quiz, check and register can be read at school grade 9 (Flesch-Kincaid)."""
    for place, what, texts in _readings(subject):
        if sum(len(words(text)) for text in texts) >= _ENOUGH_WORDS and grade(texts) > MAX_GRADE:
            yield place, f"{what} reads at grade {grade(texts):.1f}; shorter sentences and words bring it down."


def _readings(subject: Subject) -> Iterator[tuple[Place, str, list[str]]]:
    for lesson in subject.lessons.values():
        for part in lesson.parts():
            texts = [plain(cell.source) for cell in part.cells if cell.kind == "markdown"]
            yield part.place, f"The section {part.title!r}", texts
    told: dict[Path, list[str]] = {}
    registers: dict[Kind, list[Piece]] = {}
    for piece in pieces(subject):
        if piece.kind in TOLD:
            told.setdefault(piece.place[0], []).append(piece.text)
        elif piece.kind in _READ_AS_ONE and not piece.avoid:
            registers.setdefault(piece.kind, []).append(piece)
    for place, what, files in _whole(subject):
        yield place, what, [text for file in files for text in told.get(file, [])]
    for paper in subject.library.kit.values():
        place = subject.at("kit part", paper.id)
        yield place, f"The part {paper.id!r} of the pack", [piece.text for piece in kit_part_pieces(subject, paper)]
    for kind, read in registers.items():
        yield (read[0].place[0], 1), _READ_AS_ONE[kind], [piece.text for piece in read]


def _whole(subject: Subject) -> Iterator[tuple[Place, str, list[Path]]]:
    """Yield what is read in one go, with the files that its texts stand in."""
    library = subject.library
    for scenario in library.scenarios.values():
        place = subject.at("scenario", scenario.id)
        yield place, f"The scenario {scenario.id!r}", [place[0]]
    asked = {item: subject.at("item", item)[0] for item in library.items}
    for quiz in library.quizzes.values():
        place = subject.at("quiz", quiz.id)
        items = [asked[answer.item] for answer in quiz.items if answer.item in asked]
        yield place, f"The quiz {quiz.id!r}", [place[0], *items]
    for assignment in library.course.assignments:
        items = [asked[item] for item in assignment.items if item in asked]
        keys = [subject.at("key", item)[0] for item in assignment.items if item in subject.keys]
        yield subject.at("assignment", assignment.id), f"The check {assignment.id!r}", [*items, *keys]
