"""What is said to a learner about a final: kindly, and without the word for not passing."""

from __future__ import annotations

from collections.abc import Mapping

from holdfast.interface_text import later, say, say_many
from holdfast.library import Library
from holdfast.model import Pathway
from holdfast.standing.outcome import PASS_SHARE, PROVISIONAL, FinalOutcome
from holdfast.wording import listed

_TALK: Mapping[Pathway, str] = {
    "all-staff": later("Talk it through with your safeguarding lead, in your own time."),
    "dsl": later("Talk it through with your head, or with the safeguarding lead of your trust or local authority."),
}
_OTHER_TALK = later("Talk it through with the person who runs this training where you work.")
_NO_JUDGEMENT = later("This is about learning. It is never used to judge how you do your job.")
_ESSENTIALS = later("The essentials pathway has no final check, and it is open to you.")
_PROVISIONAL = later("That share is provisional until a panel has set it.")
_KEEP = later("What you had right stays right, and every page stays open to you.")


def talk_to(pathway: Pathway) -> str:
    """Return whom a learner can talk to after the last try, in one sentence."""
    return say(_TALK.get(pathway, _OTHER_TALK))


def pass_mark_in_words() -> str:
    """Return what a pass takes, and that the mark is provisional while it is."""
    share = round(100 * PASS_SHARE)
    need = say(
        "You need {share} per cent of the points, and every starred objective right: those keep someone safe.",
        share=share,
    )
    return f"{need} {say(_PROVISIONAL)}" if PROVISIONAL else need


def outcome_in_words(library: Library, pathway: Pathway, outcome: FinalOutcome) -> tuple[str, ...]:
    """Return how a final stands, in sentences; nothing where there is none."""
    names = listed(f"“{library.objective(name).short}”" for name in outcome.missed)
    match outcome.state:
        case "none":
            return ()
        case "not-begun":
            return (pass_mark_in_words(),)
        case "passed":
            return _passed(names)
        case "mend":
            return (_mends_in_words(len(outcome.mends)), say("Read why first. Then answer it when you are ready."))
        case "again":
            return (say("Not there yet. Have another look at {names}.", names=names), _left(outcome), say(_KEEP))
        case "talk":
            return (talk_to(pathway), say(_NO_JUDGEMENT), say(_ESSENTIALS), say(_KEEP))


def _passed(names: str) -> tuple[str, ...]:
    done = say("You have passed the final check.")
    return (done, say("Worth another look: {names}.", names=names)) if names else (done,)


def _mends_in_words(number: int) -> str:
    return say_many(
        "You have enough right. {number} starred objective is left, and one more question can put it right.",
        "You have enough right. {number} starred objectives are left, and one more question each can put them right.",
        number,
    )


def _left(outcome: FinalOutcome) -> str:
    return say_many(
        "You have {number} try left. It asks only about what was missed.",
        "You have {number} tries left. The next one asks only about what was missed.",
        outcome.tries_left,
    )
