"""Split text into tokens. No other module knows the segmenter."""

import re
import warnings
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import cache, lru_cache, partial
from itertools import accumulate, pairwise

from helpers import lexicon
from helpers.text.entities import (
    entity_of,
    families,
    is_versioned,
    no_version,
    product_version_pattern,
    products,
    version_pattern,
)
from helpers.text.measures import ASCII_OF_AMOUNTS, DIGITS_OF_AMOUNTS, amount, mask_amounts, mask_digits, unmask_amounts
from helpers.text.script import DOTS_OF_NAMES, HAN, HAN_RUN, IS_HAN, script_of, to_simplified
from helpers.text.sentences import split_sentences

_LATIN = r"A-Za-z\u00c0-\u024f"
_DIGIT = rf"\d{DIGITS_OF_AMOUNTS}"
_WORD = f"{_LATIN}0-9{ASCII_OF_AMOUNTS}"
_NOT_HAN = r"\x00-\u3006\u3008-\u33ff\u4dc0-\u4dff\ua000-\uf8ff\ufb00-\U0001ffff\U00040000-\U0010ffff"
_MARKS = r"""，。、：；！？“”‘’「」『』《》（）…—,;:!?()"%"""  # no longer token begins with one of them


def _any_of(names: Iterable[str], *, whole: bool = True) -> str:
    """Return a pattern of ``names`` in any case, the longest first, grouped by first letter.

    The engine passes over a whole group after one look at its letter. `helpers.text.matching.Terms` does the same for a
    search of its own; here the names are one branch of a larger pattern. A name that is not ``whole`` goes on behind it.
    """
    # 奇虎360多款产品: the number of a whole name may look like an amount
    too = mask_digits if whole else lambda digit: ""
    groups: dict[str, list[str]] = {}
    for name in sorted(names, key=lambda name: (-len(name), name)):
        rest = re.sub("[0-9]", lambda digit: f"[{digit[0]}{too(digit[0])}]", re.escape(name[1:]).replace(r"\ ", "[ ]?"))
        rest = rest.replace("·", f"[{DOTS_OF_NAMES}]")
        groups.setdefault(name[0].casefold(), []).append(rest)
    edge, end = rf"(?<![{_WORD}])", rf"(?![{_WORD}])" * whole
    grouped = (f"[{c}{c.upper()}{too(c)}](?i:{'|'.join(rests)})" for c, rests in sorted(groups.items()))
    return f"{edge}(?:{'|'.join(grouped) or '(?!)'}){end}"


@cache
def _token_pattern(with_lexicon: bool, with_marks: bool = True) -> re.Pattern[str]:
    """Return the pattern whose first group is a run of Han characters and whose second is any other token.

    If marks and blanks are not wanted, it passes over those behind a token. It is for text from `mask_amounts`.
    """
    aliases = [*lexicon.read_table("entities")["alias"], *_own_words] if with_lexicon else []
    # Names with a blank, a dot or a dash would be torn.
    of_both = [(families(), version_pattern), (products(), product_version_pattern)] if with_lexicon else []
    is_amount = rf"(?<!\d)(?={no_version()})"  # Sora60秒
    versioned = (
        "|".join(f"{_any_of(names, whole=False)}(?:{version()}|{is_amount})" for names, version in of_both) or "(?!)"
    )
    torn = [a for a in aliases if not re.fullmatch(rf"[{HAN}]+|[{_WORD}]+", a) and not is_versioned(a)]
    in_han = [alias for alias in torn if IS_HAN.match(alias)]
    of_han = [([name for name in names if re.fullmatch(f"[{HAN}]+", name)], version) for names, version in of_both]
    heads = [*(re.match(f"[{HAN}]+", alias)[0] for alias in in_han), *(name for names, _ in of_han for name in names)]
    begins, ends = ("".join({head[place] for head in heads}) or "\0" for place in (0, -1))
    beside = re.escape(
        "".join({alias[len(head)] for alias, head in zip(in_han, heads, strict=False)} | {*DOTS_OF_NAMES})
    )
    versioned_han = (
        "|".join(_any_of(names, whole=False) + version(only_begins=True) for names, version in of_han) or "(?!)"
    )
    edge, end = rf"(?<![{_WORD}])", rf"(?![{_WORD}])"
    passed = "" if with_marks else rf"[{_MARKS}\s]*+"
    return re.compile(
        # A run ends before a name that would be torn. Nearly all are told by their last character, or what follows it, to
        # break no name; in the others, only few characters can begin one.
        rf"((?>[{HAN}]++(?:(?<![{ends}])|(?![\w{ASCII_OF_AMOUNTS} {beside}-]))"
        rf"|(?:[^{_NOT_HAN}{begins}]++|(?!{_any_of(in_han)}|{versioned_han})[{HAN}])++)){passed}"
        rf"|([{_MARKS}]|\s+"  # the last line would match marks as well, but they are the commonest tokens
        rf"|{versioned}"
        rf"|{_any_of(torn)}"
        # a name and its version: `Llama 2`, but not `Meta 7月` nor `Meta 2023`
        rf"|{edge}(?=[a-z]?[A-Z])[{_LATIN}]++(?:-[{_LATIN}]++)*+[ ](?!{no_version()})[vV]?\d{{1,2}}(?:\.\d)?"
        rf"(?![{_DIGIT}]|[.,:][{_DIGIT}]){end}(?:[ ](?:Pro|Max|Plus|Ultra|Mini|Air|Lite|Turbo|Fold|Flip){end})*+"
        rf"|{edge}(?i:to)[ ][BCG]{end}"  # trade talk: selling to business, consumers, government
        rf"|[{_LATIN}](?:[{_WORD}]++|[-_+'’&](?=[{_WORD}])|\.(?=[0-9{ASCII_OF_AMOUNTS}a-z]))*+(?:(?<=[CFJ])#(?<![{_WORD}].#)(?![#A-Za-z0-9])|\+*)"
        rf"|[{_DIGIT}]++(?:[.,:][{_DIGIT}]++)*+(?:[%％]|[{_LATIN}]++)?"
        rf"|.){passed}"
    )


@cache
def _new_words(with_lexicon: bool) -> list[str]:
    """Return the words to teach an engine: our list, and the names that are Han characters only."""
    han = re.compile(f"[{HAN}]{{2,}}")
    ours = (*lexicon.read_words("words"), *lexicon.read_table("entities")["alias"], *_of_mainland(), *_own_words)
    words = ours if with_lexicon else ()
    return [word for word in dict.fromkeys(words) if han.fullmatch(word)]


@cache
def _jieba(with_lexicon: bool) -> Callable[[str], list[str]]:
    """Return the reference engine: jieba's own dictionary and our words, without a cache file or global state."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # jieba's import, not our code: escapes that Python no longer likes
        import jieba
    segmenter = jieba.Tokenizer()
    segmenter.FREQ, segmenter.total = segmenter.gen_pfdict(segmenter.get_dict_file())
    segmenter.initialized = True
    cut = partial(segmenter.lcut, HMM=False)
    for word in _new_words(with_lexicon):
        if cut(word) != [word]:  # jieba would count a word that it knows twice
            segmenter.add_word(word)
    return cut


@cache
def _rjieba(with_lexicon: bool) -> Callable[[str], list[str]]:
    """Return the fast engine: the same algorithm and dictionary in Rust. Raises `ImportError` if it is not installed."""
    import rjieba

    segmenter = rjieba.Jieba()
    for word in _new_words(with_lexicon):
        if segmenter.cut(word, False) != [word]:
            segmenter.add_word(word, None, None)
    return lambda runs: segmenter.cut(runs, False)


_own_words: tuple[str, ...] = ()


def teach_words(words: Iterable[str]) -> None:
    """Keep ``words`` of a user's own in one token each, in this process, in place of those taught before.

    >>> teach_words(["算力券"]); tokenize("发放算力券")
    ['发放', '算力券']
    >>> teach_words([])
    """
    global _own_words
    if _own_words != (words := tuple(words)):
        _own_words = words
        for made in (_engine, _rjieba, _jieba, _new_words, _token_pattern):
            made.cache_clear()


@cache
def _engine(with_lexicon: bool) -> Callable[[str], list[str]]:
    """Return the function that cuts Han runs into words, built once a process because it cannot be pickled."""
    try:
        return _rjieba(with_lexicon)
    except ImportError:
        return _jieba(with_lexicon)


def tokenize(text: str, *, lexicon: bool = True) -> list[str]:
    """Return the tokens of ``text``; joined, they are the text.

    jieba's dictionary and ours cut the runs of Han characters, without jieba's guessing model: that is linear, and better
    on the gold data of PKU, MSR and AS (SIGHAN Bakeoff 2005), but not on CityU's. The dictionary is Simplified: a text that
    is mostly Traditional is cut where its Simplified form would be (as it stands, F1 falls to .52), and keeps its characters.
    A Latin name with its version or second word is one token.

    Args:
        text: any text.
        lexicon: use our words and names; if false, cut as jieba alone would.

    >>> tokenize("Meta发布开源大模型Llama 2")
    ['Meta', '发布', '开源', '大模型', 'Llama 2']
    >>> tokenize("大模型", lexicon=False)
    ['大', '模型']
    >>> tokenize("開源軟體的圖書館")
    ['開源', '軟體', '的', '圖書館']
    """
    simplified = to_simplified(text) if script_of(text) == "Hant" else text
    to_cut = simplified if len(simplified) == len(text) else text
    # No name or number could be torn in a run of Han characters.
    alone = HAN_RUN.fullmatch(to_cut)
    found = _engine(lexicon)(to_cut) if alone else _cut(to_cut, _engine(lexicon), _token_pattern(lexicon))
    if simplified == text:
        return found
    ends = [*accumulate(map(len, found))]
    return [text[start:end] for start, end in pairwise((0, *ends))]


def _cut(text: str, cut_runs: Callable[[str], list[str]], pattern: re.Pattern[str]) -> list[str]:
    masked = mask_amounts(text)
    found = pattern.findall(masked)
    # One call for all runs, because a call costs more than a run. No word reaches over a line end, which is a token itself.
    in_runs = cut_runs("".join([run or "\n" for run, _ in found]))
    others: Iterator[str] = iter([other for _, other in found if other])
    if masked != text:
        others = map(unmask_amounts, others)
    return [next(others) if token == "\n" else token for token in in_runs]


def engine_differences(texts: Iterable[str]) -> Iterator[tuple[str, list[str], list[str]]]:
    """Yield ``(sentence, jieba's tokens, rjieba's tokens)`` for every sentence that the two engines cut differently.

    Raises:
        ImportError: rjieba, the fast engine, is not installed.

    >>> list(engine_differences(["Meta发布开源大模型。"]))
    []
    """
    reference, fast, pattern = _jieba(True), _rjieba(True), _token_pattern(True)
    for text in texts:
        for sentence in split_sentences(text):
            expected, found = _cut(sentence, reference, pattern), _cut(sentence, fast, pattern)
            if expected != found:
                yield sentence, expected, found


@cache
def _stop_words() -> frozenset[str]:
    return frozenset(lexicon.read_words("stopwords"))


@cache
def _of_mainland() -> dict[str, str]:
    """Return what the mainland calls a thing for which Taiwan has another word."""
    table = lexicon.read_table("taiwan")
    return dict(zip(table["taiwan"], table["mainland"], strict=True))


@cache
def _taiwan_alone() -> dict[str, str]:
    """Return the mainland's word for each word that only Taiwan has."""
    table = lexicon.read_table("taiwan")
    table = table[table["also"] == ""]
    return dict(zip(table["taiwan"], table["mainland"], strict=True))


@cache
def _shared_with_taiwan() -> dict[str, str]:
    """Return the mainland's word for each word of Taiwan that the mainland uses in another sense (软体家具)."""
    return {word: mainland for word, mainland in _of_mainland().items() if word not in _taiwan_alone()}


def words_of_taiwan(term: str) -> dict[str, bool]:
    """Return what Taiwan calls the thing that is ``term`` on the mainland, and whether only Taiwan calls it so.

    >>> words_of_taiwan("芯片"), words_of_taiwan("网络"), words_of_taiwan("开源")
    ({'晶片': False}, {'网路': True}, {'开放原始码': True})
    """
    return {word: word in _taiwan_alone() for word, mainland in _of_mainland().items() if mainland == term}


def is_of_taiwan(text: str, *, was_traditional: bool = False) -> bool:
    """Return whether the words of ``text`` are those of Taiwan: it holds one that only Taiwan has, or is or was Traditional.

    Args:
        text: any text.
        was_traditional: the text was converted from Traditional script.

    >>> is_of_taiwan("网路上的软体"), is_of_taiwan("软体家具"), is_of_taiwan("软体", was_traditional=True)
    (True, False, True)
    """
    return was_traditional or any(word in text for word in _taiwan_alone()) or script_of(text) == "Hant"


_NAMED_BY_NUMBER = re.compile(r"[2-9][AC-LN-Z]")  # 5G, 3D, 4K; 7B is a size
_NUMERALS, _SOME, _MORE = "〇零一二两兩三四五六七八九十百千万萬亿億兆", "数數几幾", "[余餘多来來几幾]"


@cache
def _numeral() -> re.Pattern[str]:
    """Return the pattern of a number or amount in Chinese numerals: 一代 and 百家 are words, 三十多家 and 数百个 amounts."""
    n = f"[{_NUMERALS}]"
    return re.compile(
        rf"[{_SOME}]?{n}+{_MORE}?{n}*(?:[元块]|美元|人民币|港元|港币|日元|欧元|英镑|新?台币)?|亿元|万元"
        rf"|(?:{n}{{2,}}|[{_SOME}]{n}+|{n}+(?={_MORE})){amount()}"
        rf"|[{_SOME}{_NUMERALS}]+{_MORE}?[成倍]多?|{n}+分之{n}+{_MORE}?{n}*"
    )


def _content(token: str, stop: frozenset[str]) -> str:
    key = token.casefold()
    if entity := entity_of(token):
        return entity
    token = _taiwan_alone().get(token, token)
    is_word = token[0].isalpha() if token else False
    carries = (
        len(token) > 1 and (is_word or _NAMED_BY_NUMBER.fullmatch(token)) and token not in stop and key not in stop
    )
    return token if carries and not _numeral().fullmatch(token) else ""


@lru_cache(maxsize=1 << 17)  # the words of one part of a corpus recur in the next
def _content_word(token: str) -> str:
    return _content(token, _stop_words())


def content_words(
    tokens: Iterable[str], *, stop_words: Iterable[str] | None = None, of_taiwan: bool | None = None
) -> list[str]:
    """Return the tokens that carry content: no stop words, numbers, marks or single characters; names in one spelling.

    Args:
        tokens: as `tokenize` returns them.
        stop_words: words to leave out, instead of our list.
        of_taiwan: whether 软体 is software (`is_of_taiwan`); without it, the tokens tell.

    >>> content_words(["我", "的", "chatGPT", "开源", ",", "80%"])
    ['ChatGPT', '开源']
    """
    stop = _stop_words() if stop_words is None else frozenset(stop_words)
    tokens = [*tokens]
    words = [word for word in (_content(token, stop) for token in tokens) if word]
    shared = _shared_with_taiwan()
    if shared.keys().isdisjoint(words) or not (is_of_taiwan("".join(tokens)) if of_taiwan is None else of_taiwan):
        return words
    return [shared.get(word, word) for word in words]


class ContentCodes(dict[str, int]):
    """The number of each token's content word, assigned when it first occurs; 0 if `content_words` leaves it out.

    A token costs one look-up, and only a new one a decision. ``words`` maps each word to its number.

    >>> codes = ContentCodes()
    >>> [codes[token] for token in tokenize("安卓的模型,Android的模型")], list(codes.words)
    ([1, 0, 2, 0, 1, 0, 2], ['', 'Android', '模型'])
    """

    def __init__(self) -> None:
        super().__init__()
        self.words = {"": 0}

    def count(self, text: str, *, was_traditional: bool = False) -> Counter[int]:
        """Return how often each content word occurs in ``text``, by number; ``was_traditional`` as in `is_of_taiwan`.

        >>> ContentCodes().count("安卓的模型,Android的模型")
        Counter({1: 2, 2: 2})
        """
        # neither marks nor the order of tokens matter here
        masked = mask_amounts(text)
        found = _token_pattern(True, with_marks=False).findall(masked)
        runs, others = zip(*found, strict=True) if found else ((), ())
        tokens = _engine(True)("\n".join(filter(None, runs)))
        tokens += map(unmask_amounts, filter(None, others)) if masked != text else filter(None, others)
        counted = Counter(map(self.__getitem__, tokens))
        del counted[0]
        shared = {word: code for word in _shared_with_taiwan() if (code := self.words.get(word)) in counted}
        if shared and is_of_taiwan(text, was_traditional=was_traditional):
            for word, code in shared.items():
                mainland = self.words.setdefault(_shared_with_taiwan()[word], len(self.words))
                counted[mainland] += counted.pop(code)
        return counted

    def __missing__(self, token: str) -> int:
        word = _content_word(token)
        code = self[token] = self.words.setdefault(word, len(self.words))
        return code
