"""The messages of the lint, one for each fault that a rule can find. Pure.

A name is the rule's id, followed by the kind of fault if a rule finds several. `reasons` recognises each sentence, and
translates it for the candidate.
"""

from __future__ import annotations

from dataclasses import dataclass

from followupd.writing.language.words import mark_message

MESSAGES = {
    "empty": mark_message("%(label)s has no subject or no words; write both"),
    "leftover": mark_message("%(label)s still holds %(quote)s; fill it in, or take it out"),
    "sample": mark_message("%(label)s holds the sample text %(quote)s; write your own words there"),
    "name/own": mark_message("%(label)s does not greet them by name; begin with %(quote)s"),
    "name/template": mark_message("%(label)s does not greet them by name; begin with %(snippet)s"),
    "other-name": mark_message("%(label)s greets %(name)s; write one note to each person"),
    "greeting/commas": mark_message(
        "%(label)s greets with two commas; write the `name` in the order it is spoken (it says %(quote)s)"
    ),
    "greeting/title": mark_message(
        "%(label)s greets a title; write the whole name, or a `salutation` (it says %(quote)s)"
    ),
    "greeting/capitals": mark_message(
        "%(label)s greets in capitals; write the `name` as they do (it says %(quote)s)"
    ),
    "greeting/several": mark_message(
        "%(label)s greets several people; write one contact for each (it says %(quote)s)"
    ),
    "greeting/mailbox": mark_message(
        "%(label)s greets a mailbox; write the `name` of a person (it says %(quote)s)"
    ),
    "greeting/odd": mark_message(
        "%(label)s greets what is no name; write the `name` of a person, or a `salutation` (it says %(quote)s)"
    ),
    "greeting/family": mark_message(
        "%(label)s greets by the family name alone;"
        " give them a `title`, a first name or a `salutation` (it says %(quote)s)"
    ),
    "address": mark_message(
        "%(label)s says %(polite)s and %(informal)s to one person; change your words,"
        " or set `address:` to informal or polite"
    ),
    "company/own": mark_message("%(label)s never names %(company)s; say which company you mean"),
    "company/template": mark_message(
        "%(label)s never names %(company)s; say which company you mean with %(snippet)s"
    ),
    "other-company": mark_message(
        "%(label)s names %(other)s, another company of yours, but goes to %(company)s; take it out"
    ),
    "reproach": mark_message("%(label)s reads as a reproach: %(quote)s; ask how things stand instead"),
    "alike/own": mark_message(
        "%(label)s is %(share)s the same as the note to %(name)s (limit %(limit)s); say something else in it"
    ),
    "alike/template": mark_message(
        "%(label)s is %(share)s the same as the note to %(name)s (limit %(limit)s);"
        " give each a `fact` of its own, or a template"
    ),
    "short": mark_message("%(label)s has %(count)s words; a note needs at least %(limit)s"),
    "thanks": mark_message("%(label)s does not say thank you; say it"),
    "interest": mark_message("%(label)s shows no interest; say that you would like to do the work"),
    "fact/own": mark_message("%(label)s leaves out what you spoke about (%(topic)s); say it in it"),
    "fact/template": mark_message("%(label)s leaves out what you spoke about (%(topic)s); print %(snippet)s"),
    "skill/own": mark_message(
        "%(label)s ties none of your `strengths` to the role; name the role, and say one of them: %(strength)s"
    ),
    "skill/template": mark_message(
        "%(label)s ties none of your `strengths` to the role; name the role, and print %(snippet)s"
    ),
    "keywords/own": mark_message(
        "%(label)s uses %(count)s of the role's keywords (%(keywords)s); speak of two of them"
    ),
    "keywords/template": mark_message(
        "%(label)s uses %(count)s of the role's keywords (%(keywords)s); print %(snippet)s"
    ),
    "phone": mark_message("%(label)s does not ask whether you may phone; ask it as a question"),
    "attachment": mark_message(
        "%(label)s speaks of a file (%(quote)s), and none goes along; name it under `attachments:`,"
        " or take the words out"
    ),
    "fact-unknown": mark_message(
        "%(label)s tells nothing of your conversation; give %(name)s a `fact` in the interview's file"
    ),
    "skill-unknown": mark_message(
        "%(label)s does not say how your skills fit the role; give `strengths` in the interview's file"
    ),
    "keywords-unknown": mark_message(
        "%(label)s uses no keywords of the role; give `keywords` in the interview's file"
    ),
    "attachment-unsaid": mark_message(
        "%(label)s does not speak of what goes along (%(files)s); say what it is"
    ),
    "attachment-thanks": mark_message(
        "%(label)s takes %(files)s along; a thank-you says thanks, unless they asked for it"
    ),
    "long": mark_message("%(label)s has %(count)s words; more than %(limit)s are seldom read"),
    "subject": mark_message("%(label)s has a subject of %(count)s characters; keep to %(limit)s"),
    "signature": mark_message("%(label)s is not signed; end with %(name)s"),
    "salutation": mark_message(
        "%(label)s greets them without Mr or Ms, since nobody should guess; give them a `title`, such as"
        " %(title)s, or a `salutation`"
    ),
    "salutation/informal": mark_message(
        "%(label)s greets them without Mr or Ms, since nobody should guess; give them a `title`, such as"
        " %(title)s, or a `salutation` (or `address: informal` for du)"
    ),
    "fact-form/about": mark_message(
        "%(label)s says %(quote)s, which speaks about them;"
        " write it to them, without a full stop, as in `fact: %(example)s`"
    ),
    "fact-form/article": mark_message(
        "%(label)s says %(quote)s, which needs its article, such as %(articles)s;"
        " write it to them, without a full stop, as in `fact: %(example)s`"
    ),
    "fact-form/language": mark_message(
        "%(label)s says %(quote)s, which is in another language than the mail;"
        " write it to them, without a full stop, as in `fact: %(example)s`"
    ),
    "fact-form/link": mark_message(
        "%(label)s says %(quote)s, which holds a link or an address;"
        " write it to them, without a full stop, as in `fact: %(example)s`"
    ),
    "fact-form/capitals": mark_message(
        "%(label)s says %(quote)s, which is in capitals;"
        " write it to them, without a full stop, as in `fact: %(example)s`"
    ),
    "fact-form/chat": mark_message(
        "%(label)s says %(quote)s, which sounds like a chat, or is about pay, working time, looks, a weak point or private plans;"
        " write it to them, without a full stop, as in `fact: %(example)s`"
    ),
    "fact-form/small": mark_message(
        "%(label)s says %(quote)s, whose nouns need capitals in German;"
        " write it to them, without a full stop, as in `fact: %(example)s`"
    ),
    "fact-form/sentence": mark_message(
        "%(label)s says %(quote)s, which is neither a topic nor said to them;"
        " write it to them, without a full stop, as in `fact: %(example)s`"
    ),
    "fact-form/long": mark_message(
        "%(label)s has a `fact` of several sentences, which reads badly behind a colon;"
        " write it to them, without a full stop, as in `fact: %(example)s`"
    ),
    "strength-form": mark_message(
        "%(label)s has the strength %(quote)s, which is no sentence;"
        " write one about what you did, as in %(example)s"
    ),
    "strength-form/half": mark_message(
        "%(label)s has the strength %(quote)s, which begins in the middle of a sentence;"
        " if it belongs to the one before it, put the whole sentence between quotes"
    ),
    "keyword-form": mark_message(
        "%(label)s has the keyword %(quote)s, which is no topic of work; write a noun, as in %(example)s"
    ),
    "role-title": mark_message(
        "%(label)s calls the role %(quote)s; write the form that is yours under `position:`"
    ),
    "role-title/capitals": mark_message(
        "%(label)s has a `position:` in capitals, and calls it %(quote)s; write it as you say it"
    ),
    "role-title/advert": mark_message(
        "%(label)s calls the role %(quote)s, as an advertisement does; write under `position:` how people say it"
    ),
    "company-name": mark_message("%(label)s calls them %(quote)s; write under `called:` how people say it"),
    "name-capitals": mark_message(
        "%(label)s has a `name:` in capitals, and says %(quote)s; write it as they do"
    ),
    "shared-sentence": mark_message(
        "%(label)s shares a sentence with the note to %(name)s: %(quote)s; give each their own"
    ),
}

# What a template prints in place of the missing part; the same in each language.
SNIPPETS = {
    "name/template": "{{ contact.greeting }}",
    "company/template": "{{ employer }}",
    "fact/template": "{{ contact.fact }}",
    "skill/template": "{{ strengths[0] | sentence }}",
    "keywords/template": "{{ keywords | listed }}",
}


@dataclass(frozen=True, slots=True)
class Remark:
    """A rule's remark on a mail: a message of the catalogues, and the values for its blanks."""

    message: str
    values: tuple[tuple[str, object], ...] = ()

    def write_english(self, label: str) -> str:
        """Return the English sentence; `label` names the mail that it is about."""
        return self.message % {"label": label, **dict(self.values)}


def make_remark(name: str, /, **values: object) -> Remark:
    """Return a message by its name, with the values for its blanks."""
    if name in SNIPPETS:
        values["snippet"] = SNIPPETS[name]
    return Remark(MESSAGES[name], tuple(values.items()))
