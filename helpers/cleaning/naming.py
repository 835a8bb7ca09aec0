"""Tell a sign that a sentence talks about from one that marks up the text: 换行写作<br>, but 甲<br>乙. Pure.

An article about technology names signs, tags, code and patterns. What shows it must still be there when the text is clean,
so that cleaning it again changes nothing: the words around a sign, or the backticks around code.
"""

import re

_CODE = re.compile(r"`(?<!``)(`{0,2})(?!`)([^`\n。！？]{1,200})`\1(?!`)")
# What the rules would read as markup, if it were no code.
_MARKUP = re.compile(
    r"</?[A-Za-z!]|&#?\w{1,30};|(?<![A-Za-z0-9*])\*|\*(?![A-Za-z0-9*])|==|~~|%%|\[\[|\{\{|\{%|\{:|\[/[A-Za-z]|\[[a-z][\w-]{1,40}[ ][\w-]{1,40}=[\"'“”]|\]\(|\w\[\d|\[\^|\[cit|†|\^\[|\\[^\w\s]|\{\s{0,9}[\w-]{1,30}\s?:"
)
# Behind a word for naming, anything but the rest of a word may follow; behind a common one (用, 加), only what tells a use.
_NAMING = (
    "写作 寫作 写成 寫成 写为 寫為 记作 記作 记为 記為 叫作 叫做 称为 稱為 名为 名為 读作 讀作 键入 鍵入 换成 換成 换为 換為 替换为 替換為 转成 轉成 "
    "转义为 轉義為 转为 轉為 改成 改为 改為 变成 變成 变为 變為 显示为 顯示為 显示成 顯示成 打成 印成 匹配 符号 符號 标签 標籤 标记 標記 字符 字元 "
    "运算符 運算子 占位符 佔位符 前缀 前綴 后缀 後綴 #include"
)
_COMMON = "用 以 写 寫 叫 敲 加 加上 加入 插入 输入 輸入 放 放在 补 補 如 例如 比如 遇到 看到 在 把 将 將"
_USE = (
    "表示 代表 用来 用來 用于 用於 开头 開頭 开始 開始 结尾 結尾 结束 結束 之间 之間 包住 包裹 括住 括起 围住 圍住 代替 替换 替換 换行 換行 分隔 隔开 隔開 "
    "连接 連接 匹配 标签 標籤 标记 標記 元素 节点 節點 组件 組件 元件 符号 符號 语法 語法 注释 註解 作为 作為 当作 當作 换成 換成 改成"
)
_FOLLOWING = "和 与 與 或 跟 及 以及 到 是 指 来 來 就 则 則 会 會 可 能 等 这 這 那 里 裡 裏 中 内 內 不 也 都 只"


def _any_of(words: str) -> str:
    return "|".join(sorted(words.split(), key=len, reverse=True))


_OPEN, _CLOSE = "[ :：“「『‘\"'（(]{0,3}", "[ ”」』’\"'`）)]{0,3}"
_IS_CALLED = re.compile(rf"(?:{_any_of(_NAMING)}|(?<![描填编編书書撰听聽抄改手缩縮速])[写寫]){_OPEN}\Z")  # but no 描写
_IS_USED = re.compile(rf"(?:{_any_of(_COMMON)}){_OPEN}\Z")
_GOES_ON = re.compile(rf"{_CLOSE}(?:{_any_of(_FOLLOWING)}|{_any_of(_USE)}|[，。、；：！？,;]|\Z|\n)")
_TELLS_USE, _MARK = re.compile(rf"{_CLOSE}(?:{_any_of(_USE)})"), re.compile("[ ]?[，。、；]")
_JOINT = re.compile(
    r"[ ”」』’\"'`]{0,3}(?:标签|標籤|标记|標記)?(?:和|与|與|或者?|及|以及|跟|到|至|、|/|…{1,2}|\.{3}|~|～)[ “「『‘\"'`]{0,3}"
)
_INTRODUCES = re.compile("(?:[“‘「『（(`：:]|代码|代碼|程式碼|样式|樣式|规则|規則|语句|語句|选择器|選擇器)[ ]?\\Z")
_ENDS_LINE = re.compile("[ ]*(?:\n|\\Z)")
_FARTHEST = 12  # characters before a sign that may name it


def code_spans(text: str) -> list[tuple[int, int]]:
    """Return the spans of code between backticks that the rules would read as markup if the backticks went.

    >>> code_spans("先写`<div>`，再写`x`")
    [(2, 9)]
    """
    return [match.span() for match in _CODE.finditer(text) if _MARKUP.search(match[2])] if "`" in text else []


def hide_code(text: str, mark: str, mask: str) -> str:
    """Return ``text`` with a mask of the same length over every ``mark`` in such code.

    >>> hide_code("`<b>`与<b>", "<", "-")
    '`-b>`与<b>'
    """
    if "`" not in text or mark not in text:
        return text
    return _CODE.sub(lambda match: match[0].replace(mark, mask) if _MARKUP.search(match[2]) else match[0], text)


def is_named(text: str, start: int, end: int) -> bool:
    """Return whether the words before and behind a sign show that the sentence talks about it.

    >>> is_named("换行写作<br>，不是回车", 4, 8), is_named("第一行<br>第二行", 3, 7)
    (True, False)
    """
    before = text[max(0, start - _FARTHEST) : start]
    if _IS_CALLED.search(before):
        return bool(_GOES_ON.match(text, end))
    # no line ends before a comma, but a blank that was too many may stand there
    is_use = _TELLS_USE.match(text, end) or (text[start] == "<" and _MARK.match(text, end))
    return bool(is_use and _IS_USED.search(before))


def is_shown(text: str, start: int, end: int) -> bool:
    """Return whether a sentence shows a piece of code: it stands behind a word for naming or an opening mark, and goes on.

    >>> is_shown("写成p{color:red;}就红", 2, 15), is_shown("模型来了。p{color:red;}就红", 5, 18)
    (True, False)
    """
    before = text[max(0, start - _FARTHEST) : start]
    is_introduced = _IS_CALLED.search(before) or _IS_USED.search(before) or _INTRODUCES.search(before)
    return bool(is_introduced and _GOES_ON.match(text, end) and not _ENDS_LINE.match(text, end))


def is_joint(text: str, start: int, end: int) -> bool:
    """Return whether what stands between two signs only joins them, so that a sentence names both: 用<s>和</s>.

    >>> is_joint("用<s>和</s>", 4, 5), is_joint("用<s>和平</s>", 4, 6)
    (True, False)
    """
    return bool(_JOINT.fullmatch(text, start, end))
