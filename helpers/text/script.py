"""Recognise Han characters and the script of a text; convert Traditional to Simplified. Pure."""

import re
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from helpers import lexicon

if TYPE_CHECKING:
    import opencc

# Han characters have no case: in a pattern that ignores case, (?-i:[{HAN}]) compiles five times faster than [{HAN}].
HAN = r"\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
IS_HAN, HAN_RUN = re.compile(f"[{HAN}]"), re.compile(f"[{HAN}]+")
_NOT_FOR_OPENCC = re.compile("([\0\ud800-\udfff]+)")
IN_CONTEXT = "乾夥徵瞭藉"  # which character they become depends on the word: 餅乾, but 乾縣
_IS_IN_CONTEXT = re.compile(f"[{IN_CONTEXT}]")
IS_KANA = re.compile("[\u3041-\u3096\u30a1-\u30fa]")
# The kinds of characters: of no script, Han of both scripts, kana, Simplified only, Traditional only.
_OTHER, _HAN, _KANA, _SIMPLIFIED, _TRADITIONAL = range(5)


@cache
def _converter(config: str) -> "opencc.OpenCC":
    import opencc  # loaded when used: most tools of this room need no conversion

    return opencc.OpenCC(config)


def convert(config: str, text: str) -> str:
    """Return ``text`` as OpenCC converts it; OpenCC itself drops all that follows a NUL, and takes no half a character.

    >>> convert("s2tw", "软件")
    '軟件'
    """
    pieces = _NOT_FOR_OPENCC.split(text)
    pieces[::2] = map(_converter(config).convert, pieces[::2])
    return "".join(pieces)


def code_points(text: str) -> np.ndarray:
    """Return the code points of ``text``, to look up or compare all of them at once.

    >>> code_points("A开").tolist()
    [65, 24320]
    """
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")


@cache
def _variants() -> dict[str, str]:
    """Return the Simplified form of each character that OpenCC leaves: of Hong Kong's (衞星), and of abolished variants (瞇)."""
    table = lexicon.read_table("variants")
    return {variant: row.simplified for row in table.itertuples() for variant in row.variants}


@cache
def _spellings() -> tuple[re.Pattern[str], dict[str, str]]:
    """Return the pattern of variants, and what stands for each: of words (甚麼, 祇有) the usual Traditional form."""
    table = lexicon.read_table("variant_words")
    usual = dict(zip(table["variant"], table["usual"], strict=True)) | _variants()
    return re.compile("|".join(usual)), usual


@cache
def _of_script(script: str) -> str:
    """Return the characters that only one script uses: ``"simplified"`` or ``"traditional"``."""
    characters = lexicon.read_table("scripts").set_index("script")["characters"][script]
    return characters + "".join(_variants()) * (script == "traditional")


@cache
def _kinds() -> np.ndarray:
    """Return the kind of each character, by code point."""
    characters = "".join(map(chr, range(0x40000)))
    kinds = np.full(0x110000, _OTHER, dtype="uint8")
    members_of = {
        _HAN: IS_HAN.findall(characters),
        _KANA: IS_KANA.findall(characters),
        _SIMPLIFIED: _of_script("simplified"),
        _TRADITIONAL: _of_script("traditional"),
    }
    for kind, members in members_of.items():  # the later kind counts
        kinds[code_points("".join(members))] = kind
    return kinds


def traditional_characters(text: str) -> dict[str, int]:
    """Return how often each character occurs in ``text`` that Simplified writing would change.

    >>> traditional_characters("開源开源")
    {'開': 1}
    """
    codes = code_points(text)
    found, n = np.unique(codes[_kinds()[codes] == _TRADITIONAL], return_counts=True)
    return dict(zip(map(chr, found.tolist()), n.tolist(), strict=True))


def script_of(text: str) -> str:
    """Return ``"Hant"`` (Traditional), ``"Hans"`` (Simplified) or ``""`` (no Chinese: no Han character, or Japanese).

    The majority decides: characters that only Traditional uses against characters that only Simplified uses.

    >>> script_of("開源模型"), script_of("开源模型"), script_of("open")
    ('Hant', 'Hans', '')
    """
    return _script_of(_numbers(_kinds()[code_points(text)]))


def _numbers(kinds: np.ndarray) -> list[int]:
    """Return the number of characters of each kind."""
    return np.bincount(kinds, minlength=5).tolist()


def _script_of(n: list[int]) -> str:
    n_han = n[_HAN] + n[_SIMPLIFIED] + n[_TRADITIONAL]
    if not n_han or 5 * n[_KANA] > n_han:
        return ""
    return "Hant" if n[_TRADITIONAL] > n[_SIMPLIFIED] else "Hans"


# 著 as an author's work stays 著: in words (原著, 卓著), and behind a name where a title, a translator or the end of the
# clause follows. Behind a verb (讨论著, 看著《…》) it is 着, as OpenCC has it.
_WORK = re.compile(
    r"著(?:(?<=[原專专拙土巨鉅遺遗所撰卓昭]著)|(?<=[論论]著)(?<![討讨談谈議议評评辯辩爭争推].著)|(?<=[編编]著)(?<!改.著)"
    r"|(?<=[譯译]著)(?<!翻.著)|(?<=合著)(?<![配結结混組组融聯联整縫缝閉闭].著)|(?<=[該该此新舊旧]著)(?<![照仍依].著)"
    r"|(?<=大著)(?=[》」，。、；問问出拜是已的])|(?<=[雜杂]著)(?<![夾夹混摻掺間间交錯错複复].著)|(?<=素著)(?<=[威望名聲声績绩]素著)"
    r"|(?<=微知著)|(?<=積微成著)|(?<=积微成著)|(?<=彰明較著)|(?<=彰明较著)"
    r"|(?<=\w[ \u3000]著)(?=[ ]?(?:的?[《〈「『]|[，。；、）)》,;\n]|\Z)))"
    r"(?![手眼急重落陸陆力想火迷涼凉裝装色實实])"
)
_HAS_WRITTEN = re.compile(
    r"著有(?=[《〈]|[一兩两三四五六七八九十多數数大].{0,3}[部本冊册篇種种卷量]|[專专論论譯译]著|小[說说]|[詩诗文]集|[論论]文)"
)
_TITLE = r"[ ]?的?[《〈『「]"
_TRANSLATED = r"[ ]?(?:[^。！？\n]{0,16}(?:[譯译]|出版)|[)）\]】]|\Z|\n)"
_BEHIND_LONG = re.compile(rf"著(?:{_TITLE}|{_TRANSLATED}|[ ]?[，,、。;；])")
_BEHIND_SHORT = re.compile(rf"著(?:{_TITLE}|{_TRANSLATED})")
_NAME = 16  # characters before 著 that may be a name
# The last character of what one may be at: 看著, 意味著, 伴隨著. A name that ends so is not recognised.
_LASTING = (
    "看接有想味指活顺跟睡打怀向朝沉当为围借点趁冲靠赶贴本按附觉挨乘引凭执摆吸烧固穿划背数照连持黏粘挂恋藏绕护存对开弄握"
    "盖躺视包说坐蔽记抱拿演示动拥映算缩绷负覆叉织仗赖带循冒偎顾合剔努抑喊呛哽啃洒垫套卧漫奏受悠念惦谓憋夹牵扛扮批袭披"
    "抿拄挟挽捂捆捞捱掐排推描揣扶搁配列放撬擎抹攀攒支敞敷晾枕架梗缺比溢爱盼渴漂伏缀焊拉病直瞄眯突罩签糊逼累翘考耗聊诵"
    "腻舔含征趴踏踮转还寻避镶烁防拦伴忍飘舞举等听唱读写翻捧笑哭叫站走跑随戴吃喝住忙盯望守依沿意呈代表响临现在待变迫思虑"
    "论述讲谈问答释析查找用使行进展流传播散发布满闪耀荡漾扎争抢斗战骂议评赞颂夸吹拍摸碰触撞拖拽扯提拎挑抬扔丢抛投掷射击"
    "刺砍切割剪缝补洗刷擦扫拾理备划惧怕恨忘得察感悟会解决置管治领导率从服遵卫留停滞驻居处长养育教习练操作做干制造构组结"
    "系绑缚困扰害毁坏裂碎落降起游浮没淹载运送递交换替改修订编画绘催促鼓励劝慰陪照料咬嚼抽搂挤压踩骑驾驶追逐逃躲埋掩遮挡"
    "燃冒滴淌涌奔跳爬滚旋摇晃颤抖嚷吼嘟囔嘀咕低仰侧弯蹲跪倚偏偷硬强暗悄默幻梦醒歌呼唤唠叨研究关注期模仿观赏聆享阅览浏"
)


@cache
def _names_before() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Return the patterns of what stands before an author's 著: no name, a long name (王小明, 高爾基), a short one (李維)."""

    def either(characters: str) -> str:
        return "".join({*characters, *"".join(to_traditional(characters))} - set("[]\\^-"))

    surname, sounds = (either("".join(lexicon.terms_of("reporting", role))) for role in ("surname", "transliteration"))
    begins = rf"(?:\A|(?<=[^{HAN}A-Za-z·・‧•])|(?<=[由與与和及是國国授士家者師师]))"
    latin = r"[A-Z][A-Za-z'-]{1,15}"
    dotted = rf"[{HAN}]{{1,8}}[·・‧•][{HAN}·・‧•]{{1,12}}"
    many = "(?:等|等人)?[ ]?"
    long = rf"{begins}(?:[{surname}][{HAN}]{{2}}|[{sounds}]{{3,8}}|{dotted}|{latin}){many}\Z"
    short = rf"{begins}(?:[{surname}][{HAN}]|[{sounds}]{{2}}){many}\Z"
    verb = rf"[{either(_LASTING.replace('等', ''))}]等?\Z|(?:\A|[^{HAN}A-Za-z ]|[我你他她它們们都])等\Z"
    return re.compile(verb), re.compile(long), re.compile(short)


def _is_behind_name(text: str, place: int) -> bool:
    if not _BEHIND_LONG.match(text, place):
        return False
    before = text[max(0, place - _NAME) : place]
    verb, long, short = _names_before()
    if verb.search(before):
        return False
    if not long.search(before):
        return bool(short.search(before) and _BEHIND_SHORT.match(text, place))
    return not before.endswith("等") or bool(_BEHIND_SHORT.match(text, place))


def is_authored(text: str, place: int) -> bool:
    """Return whether 著 at a place of ``text`` names an author's work, and so stays 著 in Simplified.

    >>> is_authored("原著", 1), is_authored("看著", 1), is_authored("王小明著《書》", 3), is_authored("看著《書》", 1)
    (True, False, True, False)
    """
    if _WORK.match(text, place) or _is_behind_name(text, place):
        return True
    return bool(_HAS_WRITTEN.match(text, place)) and not _names_before()[0].search(text, max(0, place - 1), place)


_KEPT = "\ue00a"


def to_simplified(text: str) -> str:
    """Return ``text`` in Simplified characters (OpenCC ``tw2s``, and what it leaves); words stay as they are.

    ``tw2s`` also converts 著 to 着, which ``t2s`` leaves; an author's 著 is kept from it. It damages Simplified text
    (么 → 幺), so ask `script_of` first.

    >>> to_simplified("隨著開源"), to_simplified("譯著")
    ('随着开源', '译著')
    """
    is_variant, usual = _spellings()
    text = is_variant.sub(lambda match: usual[match[0]], text)
    if "著" not in text or _KEPT in text:
        return convert("tw2s", text)
    kept = re.sub("著", lambda match: _KEPT if is_authored(text, match.start()) else "著", text)
    return convert("tw2s", kept).replace(_KEPT, "著")


_WIDE = (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))  # digits and letters, as in cleaning
_NARROW = {code: code - 0xFEE0 for code in _WIDE}


def simplify_words(words: str) -> str:
    """Return words or a pattern that a user wrote as cleaned texts have them: in Simplified, each run of Han characters by
    itself, and without full-width letters and digits.

    Few characters do not tell the script as those of a text do (`script_of`): 台灣之光 has one Traditional character
    and one that is Simplified too. So all are converted, but 么 only beside a Traditional character: it may be Simplified.

    >>> simplify_words("台灣之光"), simplify_words("饿了么|開源ＡＩ")
    ('台湾之光', '饿了么|开源AI')
    """
    words = words.translate(_NARROW)
    return HAN_RUN.sub(lambda run: run[0] if _may_be_simplified(run[0]) else to_simplified(run[0]), words)


def _may_be_simplified(words: str) -> bool:
    return "么" in words and not traditional_characters(words)


_SENTENCE = re.compile(r"[^。！？\n]*[。！？\n]?")
_FEW = 3  # Traditional characters that prove a sentence


def traditional_passages(text: str) -> list[tuple[int, int]]:
    """Return the spans of ``text`` that are written in Traditional script: all of a Traditional text, single sentences of a
    Simplified one, and none of any other.

    A sentence counts with three Traditional characters, and more of them than of Simplified ones; one beside it with any
    and no Simplified one.

    >>> traditional_passages("这个开源模型来了，还说应该降价。他寫道：「這個趨勢。」"), traditional_passages("开源的乾隆")
    ([(16, 26)], [])
    """
    kinds = _kinds()[code_points(text)]
    n = _numbers(kinds)
    if (script := _script_of(n)) != "Hans":
        return [(0, len(text))] if script else []
    if n[_TRADITIONAL] < _FEW:
        return []
    spans = [match.span() for match in _SENTENCE.finditer(text) if match.group()]
    starts = [start for start, _ in spans]
    traditional = np.add.reduceat((kinds == _TRADITIONAL).astype("int64"), starts)
    simplified = np.add.reduceat((kinds == _SIMPLIFIED).astype("int64"), starts)
    proved = (traditional >= _FEW) & (traditional > simplified)
    beside = np.append(proved[1:], False) | np.insert(proved[:-1], 0, False)
    found = proved | (beside & (traditional > 0) & (simplified == 0))
    return [span for span, counts in zip(spans, found.tolist(), strict=True) if counts]


def to_traditional(text: str) -> set[str]:
    """Return ``text`` as Traditional writing may spell it: by the general standard, Taiwan's and Hong Kong's.

    >>> sorted(to_traditional("谷歌,里面"))
    ['谷歌,裏面', '谷歌,裡面']
    """
    return {convert(config, text) for config in ("s2t", "s2tw", "s2hk")}


# Small and vertical forms of marks (﹕ in Hong Kong and Taiwan), and the signs that stand for a colon in scans and in Word.
_USUAL = dict(
    zip(
        "﹐︐﹑︑︒﹔︔﹕︓︰∶꞉˸ː﹖︖﹗︕﹙︵﹚︶﹝︹﹞︺︻︼︽︾",
        "，，、、。；；：：：：：：：？？！！（（））〔〔〕〕【】《》",
        strict=True,
    )
)
_USUAL_FORMS = str.maketrans(_USUAL)


def usual_marks(text: str) -> str:
    """Return ``text`` with the usual full-width mark for each small, vertical or borrowed form, every character in its place.

    >>> usual_marks("記者﹕為什麼﹖")
    '記者：為什麼？'
    """
    return text.translate(_USUAL_FORMS) if any(map(text.__contains__, _USUAL)) else text


_MARKS = dict(zip("，！？：；（）．＂﹁﹂﹃﹄〝〞〟‟「」『』‧•・丨", ',!?:;()."“”‘’“””““”‘’···|', strict=True))
DOTS_OF_NAMES = "·" + "".join(form for form, mark in _MARKS.items() if mark == "·")  # of one name in several papers
_USUAL_DOT = str.maketrans(dict.fromkeys(DOTS_OF_NAMES, "·"))
_ASCII = str.maketrans(_MARKS | {form: _MARKS.get(usual, usual) for form, usual in _USUAL.items()})


def usual_dot(name: str) -> str:
    """Return ``name`` with the usual dot between its parts, whichever a newspaper prints.

    >>> usual_dot("萨姆•奥尔特曼"), usual_dot("薩姆‧奧特曼")
    ('萨姆·奥尔特曼', '薩姆·奧特曼')
    """
    return name.translate(_USUAL_DOT)


class _Shadows(dict[int, str]):
    """The shadow of each character, found when it first occurs; made for `str.translate`."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        simple = to_simplified(char) if traditional_characters(char) else char
        self[code] = shadow = (simple if len(simple) == 1 else char).translate(_ASCII)
        return shadow


_shadows = _Shadows()


@cache
def _may_change() -> re.Pattern[str]:
    """Return the pattern of the letters whose shadow may be another; rare ones beyond the first plane are only one range."""
    common = "".join(char for char in _of_script("traditional") if char <= "\uffff")
    return re.compile(f"[{common}{IN_CONTEXT}\U00010000-\U0010ffff]")


def shadow_of(text: str) -> str:
    """Return ``text`` in Simplified characters and ASCII marks, every character still in its place.

    Quotation marks are “ ” ‘ ’, and the dot between the parts of a foreign name is ·.
    Rules are matched on the shadow; what they find is cut from the text itself.

    >>> shadow_of("「開源，」他說")
    '“开源,”他说'
    """
    if not _may_change().search(text):
        text = usual_marks(text)
        for mark, ascii_mark in _MARKS.items():  # many times faster than `str.translate`
            text = text.replace(mark, ascii_mark)
        return text
    shadow = text.translate(_shadows)
    if _IS_IN_CONTEXT.search(text) and len(simple := to_simplified(text)) == len(text):
        places = {match.start() for match in _IS_IN_CONTEXT.finditer(text)}
        shadow = "".join(simple[at] if at in places else char for at, char in enumerate(shadow))
    return shadow
