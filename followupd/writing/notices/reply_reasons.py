"""The messages on why a reply was not understood, or could not be carried out; `reasons` recognises them. Pure."""

from __future__ import annotations

from followupd.writing.language.words import mark_message

REPLY_REASONS = (
    mark_message(
        "%(sender)s wrote, and followupd had not told you yet when you answered; read that mail, then answer once more"
    ),
    mark_message("the mail before this one changed nothing; to take back another word: followupd undo"),
    mark_message(
        "%(step)s went out again since, and that attempt is in doubt as well; look whether it arrived, then answer the last question about it"
    ),
    mark_message("%(step)s is not waiting any more: it is sent, skipped, or no longer in the file"),
    mark_message(
        "the words have changed since that mail; read the last one about this step, and answer that"
    ),
    mark_message("it says more than one thing"),
    mark_message("it says more than that"),
    mark_message("it says two things: “%(first)s” and “%(second)s”"),
    mark_message("this mail asks for nothing like “%(words)s”"),
    mark_message("it asks something"),
    mark_message("it is not certain"),
    mark_message("it holds a “not”"),
    mark_message("it speaks of what is to come"),
    mark_message("the quoted mail stands in it"),
    mark_message("it names a day"),
    mark_message("it names an hour"),
    mark_message("they may not have chosen you, or not have answered the call"),
    mark_message("it names more than one day"),
    mark_message("it is not clear which day is meant"),
    mark_message("something else holds %(company)s: %(why)s; answer resume when the follow-up may go on"),
    mark_message("its interview is closed, or is not in the configuration any more"),
    mark_message("name a day to come, not more than %(number)s days ahead"),
    mark_message("it names more than one outcome; say one of: close rejected, close offer, close withdrawn"),
    mark_message("the follow-up for %(company)s is closed already"),
    mark_message("this mail is about several interviews; name one of them beside the command: %(names)s"),
    mark_message("no interview stands behind this mail any more; use the command line: followupd --help"),
    mark_message("this mail is about no single step"),
    mark_message("there is nothing to undo for %(interview)s"),
    mark_message(
        "you have said something else about %(interview)s since: %(command)s. Only the last word can be taken back"
    ),
    mark_message("%(step)s to %(name)s has left since, on %(day)s; it cannot be taken back any more"),
    mark_message("%(step)s is leaving at this moment; say it again in a minute"),
    mark_message("%(step)s is %(state)s at this moment; it cannot be skipped any more"),
    mark_message("%(interview)s has no open step %(step)s; %(command)s lists them"),
    mark_message(
        "the letter to %(name)s is not written yet, so it cannot be %(outcome)s; if you posted one of your own: %(command)s"
    ),
    mark_message("%(date)s is past; name a day to come"),
    mark_message("%(date)s is past"),
    mark_message("no mail about %(interview)s is in doubt; %(command)s says what holds it"),
    mark_message("%(target)s needs no approval: it goes out by itself when it is due"),
)
