"""What `/case` says: its help, and what it does not understand."""

from bot.language import later, say
from bot.messages.parts import Message, message
from bot.messages.texts import help_text, spoken

CASE_HELP = (
    later("*Cases* are complaints, inquiries, content issues and takedown notices."),
    later("• `/case new` opens one; words after it are its title"),
    later("• `/case list` shows the ten open ones that changed last"),
    later("• `/case show 12` shows case number 12"),
    later("• `/case assign 12 @somebody` gives it to somebody, or to you if you name nobody"),
    later("• `/case comment 12 words` says something to those who answer for it"),
    later("• `/case resolve 12 words` says how it was resolved; the reporter reads it"),
    later("• `/case reopen 12 words` opens it again, and its clocks begin anew"),
    later("• `/case help` shows this"),
    later("*Open a case* in a message's menu makes one of that message."),
)


def unknown_case_word(word: str) -> Message:
    """What is said to a command that does not exist."""
    known = help_text(*CASE_HELP)
    missing = spoken(say("There is no command “/case {word}”.", word=word[:40]))
    return message(missing["text"], [*missing["blocks"], *known["blocks"]])


def done(sentence: str) -> Message:
    """What is said to whoever did something by a command."""
    return spoken(sentence)
