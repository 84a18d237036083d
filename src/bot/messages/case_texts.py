"""What `/case` says: its help, and what it does not understand."""

from bot.messages.parts import Message, message
from bot.messages.texts import help_text, spoken

CASE_HELP = (
    "*Cases* are complaints, inquiries, content issues and takedown notices.\n"
    "• `/case new` opens one; words after it are its title\n"
    "• `/case list` shows the ten open ones that changed last\n"
    "• `/case show 12` shows case number 12\n"
    "• `/case assign 12 @somebody` gives it to somebody, or to you if you name nobody\n"
    "• `/case comment 12 words` says something to those who answer for it\n"
    "• `/case resolve 12 words` says how it was resolved; the reporter reads it\n"
    "• `/case reopen 12 words` opens it again, and its clocks begin anew\n"
    "• `/case help` shows this\n"
    "*Open a case* in a message's menu makes one of that message."
)


def unknown_case_word(word: str) -> Message:
    """What is said to a command that does not exist."""
    known = help_text(CASE_HELP)
    missing = spoken(f"There is no command `/case {word[:40]}`.")
    return message(missing["text"], [*missing["blocks"], *known["blocks"]])


def done(sentence: str) -> Message:
    """What is said to whoever did something by a command."""
    return spoken(sentence)
