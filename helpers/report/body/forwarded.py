"""Find the chat around an article that somebody sent on, in an export or copy of a chat, and in any other chat its stamps. Pure.

A chat is a text of its own. So one message, or several by the same person, must hold most of what is said, in sentences;
then the heads of messages go, and what others say to it in a few words. Of a chat of its own, the days and times go and what
the program put in for pictures; who speaks, and all that is said, stays.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

CHAT, STAMP = "chat around an article", "time of a message"
BEHIND_NAME = "what parts a name from what is said"  # a colon stands in its place
_DAY = r"(?:(?:19|20)?\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?|\d{1,2}[-/.]\d{1,2}[-/.](?:(?:19|20)?\d\d))"
_CLOCK = (
    r"(?:[上下]午|凌晨|早上|中午|晚上|[AaPp]\.?[Mm]\.?)?[ \u202f]?\d{1,2}:\d\d(?::\d\d)?(?:[ \u202f]?[AaPp]\.?[Mm]\.?)?"
)
_WHO = r"[^\s:：\[\]\t。！？][^:：\[\]\t\n。！？]{0,23}"
# How programs write the head of a message; what is said stands behind it (``in line``) or below.
_HEADS = (
    re.compile(rf"\u200e?\[{_DAY}[,， ]{{1,3}}{_CLOCK}\] (?P<who>{_WHO}): ?", re.MULTILINE),  # WhatsApp
    re.compile(rf"{_DAY}[,， ]{{1,3}}{_CLOCK} [-–] (?P<who>{_WHO}): ?"),
    re.compile(rf"{_CLOCK}\t(?P<who>{_WHO})\t"),  # LINE
    re.compile(rf"(?P<who>{_WHO}), \[{_DAY}[ ,]{{1,2}}{_CLOCK}\]:?[ \r]*(?:\n|\Z)"),  # Telegram
    re.compile(rf"{_DAY}[ \u3000]{{1,4}}{_CLOCK}[ \t\u3000]{{1,4}}(?P<who>{_WHO})[ \r]*(?:\n|\Z)"),  # WeChat, QQ
    re.compile(
        rf"(?P<who>{_WHO}?)[:：]?(?P<apart>[ \t\u3000]{{1,4}})(?:{_DAY}[ \u3000]{{1,4}})?{_CLOCK}[ \r]*(?:\n|\Z)"
    ),
    re.compile(rf"{_CLOCK} (?P<who>[^\s:：。！？，]{{1,12}}) (?=\S)"),  # LINE on a computer
)
_LOOSE = _HEADS[-2:]
_WITH_DAY = re.compile(_DAY)
# What a program puts in where something else than words was sent, or what was said is gone.
_NO_WORDS = re.compile(
    r"[\s\u200e<〈\[]*(?:(?:[圖图]片|照片|相片|[影視视][片頻频]|[贴貼][图圖]|[語语]音|音[訊频頻]|文件|[檔档]案|媒[体體]|gif|image|video|audio|sticker"
    r"|document|media)(?:[訊讯消]息)?\s?(?:已?(?:忽略|略去|省略)|omitted)"
    r"|\[(?:[圖图]片|照片|(?:动画|動畫)?表情|[视視][频頻]|[語语]音|文件|[贴貼][图圖])"
    r"|(?:[此這这][條条則则]?|[您你])?(?:[訊讯消]息)?已?被?(?:刪除|删除|撤回|收回)(?:了?一?[條条則则]?[訊讯消]息)?"
    r"|(?:this message was|you) deleted(?: this message)?)[\s>〉\].。]*",
    re.IGNORECASE,
)
_PUT_IN = re.compile(
    r"(?m)(?:^|[\t ])(?:\[?(?:贴图|貼圖|照片|图片|圖片|影片|视频|語音訊息|语音|檔案|文件|链接|表情)\]?$|[—–-]{2,}[ ]*(?:19|20)\d\d)|已收回|撤回了一"
)
_NOTICE = re.compile(
    rf"(?:(?:\u200e?\[{_DAY}[,， ]{{1,3}}{_CLOCK}\]|{_DAY}[,， ]{{1,3}}{_CLOCK} [-–]|{_CLOCK}\t)[^\n]{{1,80}}"
    rf"|{_CLOCK} [^\n。]{{1,30}}(?:收回了?[訊讯消]息|撤回了[^\n。]{{1,6}}|加入(?:了?群組|聊天)?|退出(?:了?群組|聊天)?)"
    rf"|[—–\-]{{2,}}[ ]*{_DAY}[ ]*[—–\-]{{2,}}|{_DAY}[ ]?(?:[(（][^\n]{{1,3}}[)）]|(?:星期|[周週禮礼拜]{{1,2}}).)?"
    r"|\[LINE\][^\n]{1,60}|(?:储存|儲存|保存)日期[:：][^\n]{1,30}"
    r"|={5,}|消息(?:分[组組]|[对對]象)[:：][^\n]{0,40}"
    r"|[^\n。！？]{0,24}(?:聊天|对话|對話|消息)[记記紀纪][录錄][^\n。！？]{0,24}|\[Forwarded from [^\n]{1,60}\])[ ]*"
)
_FULL_STOP = re.compile(r"[。！？]")
_FEWEST, _LONGEST_REMARK, _MOST_AROUND = 2, 60, 0.35  # messages; characters; share of what is said
_SHORTEST_ARTICLE, _FEWEST_SENTENCES = 150, 4


class _Message(NamedTuple):
    who: str
    start: int
    said: int  # where it begins
    end: int

    @property
    def size(self) -> int:
        """How many characters are said."""
        return self.end - self.said


def find_chat(raw: str) -> Iterator[tuple[int, int, str]]:
    """Yield the spans of a text that are a chat around an article: heads of messages, notices, and remarks by others; of a
    chat of its own, the times of its messages.

    >>> article = "河边的茶馆开了六十年，今天还开着。" * 12
    >>> text = f"09:12\\t林青\\t{article}\\n09:15\\t周舟\\t写得真好\\n"
    >>> [text[start:end] for start, end, _ in find_chat(text)]
    ['09:12\\t林青\\t', '09:15\\t周舟\\t写得真好\\n']
    """
    begin = len(raw) - len(raw.lstrip())
    line = raw[begin : begin + 120].partition("\n")[0]
    if ":" not in raw or not (_NOTICE.fullmatch(line.rstrip()) or any(head.match(line) for head in _HEADS)):
        return
    lines = raw.splitlines(keepends=True)
    for head in _HEADS:
        messages = _messages(lines, head)
        if len(messages) >= _FEWEST:
            kept = _article(raw, messages) if head not in _LOOSE or _is_proved(raw, messages) else []
            if kept:
                edges = [0, *(place for one in kept for place in _without_marks(raw, one)), len(raw)]
                yield from (
                    (start, end, CHAT) for start, end in zip(edges[::2], edges[1::2], strict=True) if start < end
                )
            elif _is_talk(raw, messages, is_loose=head in _LOOSE):
                yield from ((start, end, note) for start, end, note in _stamps(raw, messages) if start < end)
            if kept or head not in _LOOSE:
                return


_FEWEST_OF_TALK = 3  # messages


def _is_talk(raw: str, messages: Sequence[_Message], *, is_loose: bool) -> bool:
    """Return whether messages are a chat of its own: most are by people who speak again, and each has its day or the program
    tells that it is one."""
    again = Counter(one.who for one in messages)
    n_again = sum(again[one.who] > 1 for one in messages)
    if len(messages) < _FEWEST_OF_TALK or 2 * n_again < len(messages):
        return False
    has_days = all(_WITH_DAY.search(raw, one.start, one.said) for one in messages)
    return not is_loose or (has_days and len(again) > 1) or (len(again) > 1 and bool(_NOTICE.match(raw.lstrip())))


def _stamps(raw: str, messages: Sequence[_Message]) -> Iterator[tuple[int, int, str]]:
    """Yield the spans of what stands around the names in the heads of messages, and messages without words."""
    for one in messages:
        if _NO_WORDS.fullmatch(raw, one.said, one.end):
            yield one.start, one.end, STAMP
            continue
        named = raw.index(one.who, one.start, one.said)
        behind = named + len(one.who)
        yield one.start, named, STAMP
        if not raw[behind : one.said].startswith((":", "：")):  # but a tab, or the end of the line
            yield behind, one.said, BEHIND_NAME


def _messages(lines: Sequence[str], head: re.Pattern[str]) -> Sequence[_Message]:
    """Return the messages of a text, in order; none where a line before the first is no notice of the program."""
    found: list[_Message] = []
    position, end, apart = 0, -1, None  # `end`: where a notice begins, if nothing is said below it
    for line in lines:
        match = head.match(line)
        if match and apart in (None, match.groupdict().get("apart")):
            if found:
                found[-1] = found[-1]._replace(end=position if end < 0 else end)
            found.append(_Message(match["who"].strip(), position, position + match.end(), -1))
            end, apart = -1, match.groupdict().get("apart")
        elif _NOTICE.fullmatch(line.rstrip("\r\n")):
            if found and found[-1].said == position:  # right below the head: from whom it was sent on
                found[-1] = found[-1]._replace(said=position + len(line))
            elif end < 0:
                end = position
        elif line.strip():
            if not found:
                return ()
            end = -1
        position += len(line)
    if found:
        found[-1] = found[-1]._replace(end=position if end < 0 else end)
    return found


def _article(raw: str, messages: Sequence[_Message]) -> list[_Message]:
    """Return the messages that are an article; none where the text is a chat of its own."""
    longest = max(messages, key=lambda message: message.size)
    kept = [one for one in messages if one.who == longest.who and (one is longest or one.size > 2 * _LONGEST_REMARK)]
    said = sum(one.size for one in kept)
    rest = [one for one in messages if one not in kept]
    text = "".join(raw[one.said : one.end] for one in kept)
    is_article = (
        longest.size >= _SHORTEST_ARTICLE
        and len(_FULL_STOP.findall(text)) >= _FEWEST_SENTENCES
        and all(one.size <= _LONGEST_REMARK or raw.startswith(("http", "["), one.said) for one in rest)
        and sum(one.size for one in rest) <= _MOST_AROUND * (said + 1)
    )
    return kept if is_article else []


def _is_proved(raw: str, messages: Sequence[_Message]) -> bool:
    """Return whether lines with a time of day are messages, and no diary or programme of a day: somebody speaks again, and
    the program has put its words there as well."""
    again = len({one.who for one in messages}) < len(messages)
    return bool(_PUT_IN.search(raw) or (again and _NOTICE.match(raw.lstrip())))


def _without_marks(raw: str, message: _Message) -> tuple[int, int]:
    """Return where a message begins and ends, without the quotation marks in which LINE puts one of several lines."""
    is_quoted = raw.startswith('"', message.said)
    end = message.said + len(raw[message.said : message.end].rstrip())
    return message.said + is_quoted, end - (raw[end - 1] == '"') if is_quoted else message.end
