"""Text to sentences and tokens. The only room that knows the segmenter."""

import re
import warnings
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import cache, lru_cache, partial
from itertools import pairwise

from helpers import lexicon
from helpers.script import HAN, IS_HAN, to_traditional

_PAIRS = {"“": "”", "「": "」", "『": "』", "‘": "’", "（": "）", "(": ")", "《": "》", "【": "】", "[": "]"}
_CLOSING = set(_PAIRS.values())
_SAYS = re.compile(
    r"[^。！？!?\n]{0,12}(?:说|說|道|称|稱|问|問|表示|指出|写|寫|坦言|回应|回應)[^。！？!?\n]{0,4}[。！？!?]"
)
_END = re.compile(
    r"[。！？!?｡]+(?:[。！？!?….]*)"
    r"|(?<=[a-z]{3})\.(?=\s+[A-Z\u4e00-\u9fff]|[\u4e00-\u9fff]|\s*$)"  # an English full stop, not 3.5 nor a16z.com
)


def _quoted(line: str) -> list[tuple[int, int]]:
    """Return the outermost ``(open, close)`` places of quotations and brackets that are closed within the line."""
    stack: list[int] = []
    closed = []
    for place, char in enumerate(line):
        if char in _PAIRS:
            stack.append(place)
        elif char in _CLOSING:
            # an opening mark that was never closed must not swallow what follows
            for depth in range(len(stack) - 1, max(-1, len(stack) - 9), -1):
                if _PAIRS[line[stack[depth]]] == char:
                    closed.append((stack[depth], place))
                    del stack[depth:]
                    break
    straight = [place for place, char in enumerate(line) if char == '"']
    if len(straight) % 2 == 0:
        closed += list(zip(straight[::2], straight[1::2], strict=True))
    outermost: list[tuple[int, int]] = []
    for start, end in sorted(closed):
        if not outermost or start > outermost[-1][1]:
            outermost.append((start, end))
    return outermost


def _ends(line: str) -> Iterable[int]:
    quoted = _quoted(line)
    at = 0
    for match in _END.finditer(line):
        mark, end = match.start(), match.end()
        while at < len(quoted) and quoted[at][1] < mark:
            at += 1
        if at < len(quoted) and quoted[at][0] < mark:  # inside a quotation, which stays whole
            start, close = quoted[at]
            if end < close or line[start] in "《[【":
                continue
            end = close + 1
            if _SAYS.match(line, end):
                continue  # “…。”他说。 is one sentence
        elif line[mark] in "?!" and re.match(r"[A-Za-z0-9/][?!][A-Za-z0-9=&]", line[max(0, mark - 1) : mark + 2]):
            continue  # inside an address
        while end < len(line) and line[end] in "”」』’）)】":
            end += 1
        yield end


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Return ``(start, end)`` of every sentence of ``text``, without the blanks around it.

    A sentence ends at ``。！？!?`` or a line end; a closed quotation or bracket stays whole, an unclosed one reaches
    no further than its line. Together the sentences hold every character of the text that is not a blank.
    """
    spans, line_start = [], 0
    for line in text.splitlines(keepends=True):
        cuts = [0, *(end for end in _ends(line) if end < len(line)), len(line)]
        for start, end in pairwise(cuts):
            piece = line[start:end]
            if piece.strip():
                start += len(piece) - len(piece.lstrip())
                spans.append((line_start + start, line_start + start + len(piece.strip())))
        line_start += len(line)
    return spans


def split_sentences(text: str) -> list[str]:
    """Return the sentences of ``text`` (see `sentence_spans`).

    >>> split_sentences("谁赢了?眼下还不好说。“开源。真的?”他说。")
    ['谁赢了?', '眼下还不好说。', '“开源。真的?”他说。']
    """
    return [text[start:end] for start, end in sentence_spans(text)]


@cache
def _entities() -> dict[str, str]:
    """Return the entity of every alias, a Han one also as Traditional writing spells it."""
    table = lexicon.read_table("entities")
    known = {alias.casefold(): entity for alias, entity in zip(table["alias"], table["entity"], strict=True)}
    spelled: dict[str, str] = {}
    for spelling in sorted(to_traditional("\n".join(known))):
        spelled |= zip(spelling.split("\n"), known.values(), strict=True)
    return spelled | known


@cache
def _kinds() -> dict[str, str]:
    table = lexicon.read_table("entities")
    return dict(zip(table["entity"], table["kind"], strict=True))


def _entity(key: str) -> str:
    known = _entities()
    if key not in known and not key.isalnum():  # letters and digits alone are spelled but one way
        key = re.sub(r"[\s-]+", " ", key)
    return known.get(key, "")


def entity_of(token: str) -> str:
    """Return the entity that ``token`` is a name of, in its English form, or ``""``.

    Every spelling counts as one: case, blanks and hyphens do not matter.

    >>> entity_of("chatGPT"), entity_of("安卓"), entity_of("模型")
    ('ChatGPT', 'Android', '')
    """
    return _entity(token.casefold())


def kind_of(entity: str) -> str:
    """Return what ``entity`` is (company, person, model, …), or ``""``."""
    return _kinds().get(entity, "")


@cache
def _glosses() -> dict[str, str]:
    entities = lexicon.read_table("entities")
    glossary = lexicon.read_table("glossary")
    glosses = dict(zip(entities["alias"], entities["entity"], strict=True))
    for column in ("taiwan", "traditional", "simplified"):
        glosses |= {term: english for term, english in zip(glossary[column], glossary["english"], strict=True) if term}
    return glosses


def gloss_of(term: str) -> str:
    """Return the English gloss of ``term`` from the glossary, or the entity it names, or ``""``.

    >>> gloss_of("护城河")
    'moat'
    """
    return _glosses().get(term, "") or entity_of(term)


_LATIN = r"A-Za-z\u00c0-\u024f"
_NOT_HAN = r"\x00-\u3006\u3008-\u33ff\u4dc0-\u4dff\ua000-\uf8ff\ufb00-\U0001ffff\U00040000-\U0010ffff"
_MARKS = r"""，。、：；！？“”‘’「」『』《》（）…—,;:!?()"%"""  # no longer token begins with one of them


def _any_of(names: Iterable[str]) -> str:
    """Return a pattern of ``names``, whatever their case, the longest first; a group for each first letter.

    The engine passes over a whole group after one look at its letter.
    """
    groups: dict[str, list[str]] = {}
    for name in sorted(names, key=lambda name: (-len(name), name)):
        groups.setdefault(name[0].casefold(), []).append(re.escape(name[1:]).replace(r"\ ", "[ ]?"))
    edge, end = rf"(?<![{_LATIN}0-9])", rf"(?![{_LATIN}0-9])"
    grouped = (f"[{first}{first.upper()}](?i:{'|'.join(rests)})" for first, rests in sorted(groups.items()))
    return f"{edge}(?:{'|'.join(grouped) or '(?!)'}){end}"


@cache
def _token_pattern(with_lexicon: bool) -> re.Pattern[str]:
    """Return the pattern of a run of Han characters (first group) or of any other token (second group)."""
    aliases = lexicon.read_table("entities")["alias"] if with_lexicon else []
    # Names that hold a blank, a dot or a dash would be torn.
    torn = [alias for alias in aliases if not re.fullmatch(rf"[{HAN}]+|[{_LATIN}0-9]+", alias)]
    in_han = [alias for alias in torn if IS_HAN.match(alias)]
    begins = "".join({alias[0] for alias in in_han})
    edge, end = rf"(?<![{_LATIN}0-9])", rf"(?![{_LATIN}0-9])"
    return re.compile(
        # a run ends before a name that would be torn; only few characters can begin one
        rf"((?:[^{_NOT_HAN}{begins}]++|(?!{_any_of(in_han)})[{HAN}])++)"
        rf"|([{_MARKS}]|\s+"  # marks also the last line's, but first because commonest
        rf"|{_any_of(torn)}"
        # a name and its version: `Llama 2`, but not `Meta 7月` nor `Meta 2023`
        rf"|{edge}(?=[a-z]?[A-Z])[{_LATIN}]++(?:-[{_LATIN}]++)*+[ ]\d{{1,2}}(?:\.\d)?"
        rf"(?![\d.,%:]*[\d%年月日号点万亿千百个家款倍]){end}"
        rf"|{edge}(?i:to)[ ][BCG]{end}"  # trade talk: selling to business, consumers, government
        rf"|[{_LATIN}](?:[{_LATIN}0-9]++|[-_+'’&](?=[{_LATIN}0-9])|\.(?=[0-9a-z]))*+\+*"
        rf"|\d++(?:[.,:]\d++)*+(?:%|[{_LATIN}]++)?"
        r"|.)"
    )


@cache
def _new_words(with_lexicon: bool) -> list[str]:
    """Return the words to teach an engine: ours and the names in Han characters alone."""
    han = re.compile(f"[{HAN}]{{2,}}")
    words = (*lexicon.read_words("words"), *lexicon.read_table("entities")["alias"]) if with_lexicon else ()
    return [word for word in dict.fromkeys(words) if han.fullmatch(word)]


@cache
def _jieba(with_lexicon: bool) -> Callable[[str], list[str]]:
    """Return the reference engine, from jieba's own file and our words: no cache file, nothing global."""
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
    """Return the fast engine, the same algorithm and dictionary in Rust; `ImportError` where it is not installed."""
    import rjieba

    segmenter = rjieba.Jieba()
    for word in _new_words(with_lexicon):
        if segmenter.cut(word, False) != [word]:
            segmenter.add_word(word, None, None)
    return lambda runs: segmenter.cut(runs, False)


@cache
def _engine(with_lexicon: bool) -> Callable[[str], list[str]]:
    """Return what cuts Han runs into words, built once a process (it cannot be pickled)."""
    try:
        return _rjieba(with_lexicon)
    except ImportError:
        return _jieba(with_lexicon)


def tokenize(text: str, *, lexicon: bool = True) -> list[str]:
    """Return the tokens of ``text``; joined they give it back exactly.

    Han runs are cut by jieba's dictionary and ours, without its guessing model (better on public gold, and linear);
    a Latin name, with its version or second word, is one token.

    Args:
        text: any text.
        lexicon: use our words and names; without them, as jieba alone would.

    >>> tokenize("Meta发布开源大模型Llama 2")
    ['Meta', '发布', '开源', '大模型', 'Llama 2']
    >>> tokenize("大模型", lexicon=False)
    ['大', '模型']
    """
    return _cut(text, _engine(lexicon), _token_pattern(lexicon))


def _apart(
    text: str, cut_runs: Callable[[str], list[str]], pattern: re.Pattern[str]
) -> tuple[list[str], Iterator[str]]:
    """Return the tokens of all Han runs, a line end in the place of every other token, and those other tokens."""
    found = pattern.findall(text)
    # All runs at once, for a call costs more than a run: no engine's word reaches over a line end, itself a token.
    in_runs = cut_runs("".join([run or "\n" for run, _ in found]))
    return in_runs, iter([other for _, other in found if other])


def _cut(text: str, cut_runs: Callable[[str], list[str]], pattern: re.Pattern[str]) -> list[str]:
    in_runs, others = _apart(text, cut_runs, pattern)
    return [next(others) if token == "\n" else token for token in in_runs]


def engine_differences(texts: Iterable[str]) -> Iterator[tuple[str, list[str], list[str]]]:
    """Yield ``(sentence, jieba's tokens, rjieba's tokens)`` of every sentence that the two engines cut differently.

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


def _content(token: str, stop: frozenset[str]) -> str:
    key = token.casefold()
    if entity := _entity(key):
        return entity
    carries = len(token) > 1 and token[0].isalpha() and token not in stop and key not in stop
    return token if carries else ""


@lru_cache(maxsize=1 << 17)  # the words of one part of a corpus come again in the next
def _content_word(token: str) -> str:
    return _content(token, _stop_words())


def content_words(tokens: Iterable[str], *, stop_words: Iterable[str] | None = None) -> list[str]:
    """Return the tokens that carry content: names under one spelling, no stop words, numbers, marks or lone characters.

    Args:
        tokens: as `tokenize` returns them.
        stop_words: words to leave out instead of our list.

    >>> content_words(["我", "的", "chatGPT", "开源", ",", "80%"])
    ['ChatGPT', '开源']
    """
    stop = _stop_words() if stop_words is None else frozenset(stop_words)
    return [word for word in (_content(token, stop) for token in tokens) if word]


class ContentCodes(dict[str, int]):
    """The number of each token's content word, given at first sight; 0 where `content_words` leaves the token out.

    Every token costs one look-up, every distinct one a decision. ``words`` holds the words by number.

    >>> codes = ContentCodes()
    >>> [codes[token] for token in tokenize("安卓的模型,Android的模型")], list(codes.words)
    ([1, 0, 2, 0, 1, 0, 2], ['', 'Android', '模型'])
    """

    def __init__(self) -> None:
        super().__init__()
        self.words = {"": 0}

    def count(self, text: str) -> Counter[int]:
        """Return how often each content word stands in ``text``, by its number.

        >>> ContentCodes().count("安卓的模型,Android的模型")
        Counter({1: 2, 2: 2})
        """
        in_runs, others = _apart(text, _engine(True), _token_pattern(True))  # their order does not matter here
        counted = Counter(map(self.__getitem__, in_runs))
        counted.update(map(self.__getitem__, others))
        del counted[0]
        return counted

    def __missing__(self, token: str) -> int:
        word = _content_word(token)
        code = self[token] = self.words.setdefault(word, len(self.words))
        return code
