"""Read a transcript that was kept as data: records of who speaks and what is said, as programs for speech write them. Pure."""

from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Any

from helpers import lexicon
from helpers.report.input.column_names import LESS_SURE_KEYS, TEXT_KEYS, column_key, name_of, role_of
from helpers.report.input.dates import read_date
from helpers.text.apart import that_return
from helpers.text.sentences import ENDS_SENTENCE

_SPEAKER = frozenset(map(column_key, lexicon.terms_of("labels", "speaker")))
_OF_ARTICLES = ("title", "url", "outlet", "author", "file")
_OPENING = 20  # turns, among which are two who come back


def speaker_of(record: Mapping[str, Any]) -> str:
    """Return who speaks in a record, "" where it does not say.

    >>> speaker_of({"speaker": "说话人1", "text": "来吗？"}), speaker_of({"text": "来。"})
    ('说话人1', '')
    """
    value = next((record[name] for name in record if column_key(str(name)) in _SPEAKER), None)
    return " ".join(str(value).split()).rstrip(":：") if isinstance(value, str | int) else ""


def is_turn(record: Any) -> bool:
    """Return whether a record is a turn of a talk: it names a speaker and has a text, and nothing that articles have.

    >>> is_turn({"speaker": "甲", "text": "来吗？"}), is_turn({"speaker": "甲", "text": "来。", "title": "题"})
    (True, False)
    """
    if not isinstance(record, dict):
        return False
    words = next((record[name] for name in record if name_of(str(name)) in TEXT_KEYS | LESS_SURE_KEYS), None)
    if not isinstance(words, str) or not speaker_of(record):
        return False
    roles = {role: value for name, value in record.items() if (role := role_of(str(name)))}
    return roles.keys().isdisjoint(_OF_ARTICLES) and read_date(str(roles.get("date", ""))) is None


def are_turns(records: Any) -> bool:
    """Return whether a value is the list of the turns of one talk: two speakers come back after another one.

    >>> are_turns([{"speaker": name, "text": "好。"} for name in "甲乙甲乙"]), are_turns([{"speaker": "甲", "text": "好。"}])
    (True, False)
    """
    if not isinstance(records, list) or not all(map(is_turn, records)):
        return False
    runs = [name for name, _ in groupby(map(speaker_of, records))]
    return len(that_return(runs) & {*runs[:_OPENING]}) > 1


def _joint(said: str, words: str) -> str:
    """Return what stands between words and those that go on behind them."""
    if not said:
        return ""
    if ENDS_SENTENCE.search(said[-9:]):
        return "\n"
    return " " if said[-1].isascii() and words[:1].isascii() else ""


def as_lines(turns: Iterable[tuple[str, str]]) -> str:
    """Return turns as a transcript, a label and a colon before each; a sentence that goes on in the next one of the same speaker,
    as in subtitles, is one.

    >>> as_lines([("甲", "今天"), ("甲", "下雨。"), ("", "（笑）"), ("乙", "是。")])
    '甲：今天下雨。\\n（笑）\\n乙：是。'
    """
    lines: list[str] = []
    for speaker, each in groupby(turns, key=lambda turn: turn[0]):
        said = ""
        for words in (words.strip() for _, words in each):
            said += _joint(said, words) + words
        lines.append(f"{speaker}：{said}" if speaker and said else said)
    return "\n".join(filter(None, lines))
