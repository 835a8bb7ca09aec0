"""What the sheets look up: articles, numbers, rows of ``seeds/``, and how a quotation is printed in each language.

Every number is computed here and nowhere else, so that no two languages can differ.
"""

import csv
import json
from functools import cache
from pathlib import Path

import pandas as pd
from agree import agree_on

from helpers import SEEDS, count_characters, load_articles, load_codes, read_categories, replay, split_articles
from helpers.cleaning.repetition import find_doubled
from helpers.framing.codes import code_sentences
from helpers.lexicon import read_table
from helpers.text.script import convert, script_of
from helpers.translations import read_translations

# After OpenCC's s2twp: words that it turns too far, and words that Taiwan says otherwise; checked by eye on every sheet and page.
TAIWAN = {
    "文本里": "文本裡",
    "還是隻是": "還是只是",
    "是不是隻限": "是不是只限",
    "撤訴": "撤告",
    "水平": "水準",
    "評價專案": "評量項目",
    "網上公開": "網路上公開",
    "開原始碼": "開放原始碼",
    "支援": "支持",
    "開啟": "打開",
    "釋出": "發布",
    "訊息靈通": "消息靈通",
    "通過": "透過",
    "許可協議": "授權條款",
    "置信區間": "信賴區間",
    "首席財務官": "財務長",
    "智慧手機": "智慧型手機",
    "電動汽車": "電動車",
    "應用商店": "應用程式商店",
    "電信運營商": "電信業者",
    "攝像頭": "鏡頭",
    "初創": "新創",
    "谷歌": "Google",
    "報道": "報導",
    "賬本": "帳本",
    "打分": "評分",
    "沒勁": "平淡",
    "程式設計": "寫程式",
    "引數": "參數",
    "質量": "品質",
    "彙總": "彙整",
    "賬號": "帳號",
    "只能通過": "只能透過",
    "幻燈片": "投影片",
    "評分量規": "評分規準",
    "兩節連上": "兩節連堂",
    "同桌": "鄰座同學",
    "教師用書": "教師手冊",
    "語文": "國語文",
    "母語是中文": "母語是華語",
    "會中文": "會華語",
    "在學中文": "在學華語",
    "大語言模型": "大型語言模型",
    "許可證": "授權條款",
    "伯克利": "柏克萊",
    "用中文引他的話": "以中文引述他的話",
    "外刊轉述": "外媒報導轉述",
}


@cache
def articles() -> pd.DataFrame:
    """Return the five articles."""
    return load_articles()


@cache
def texts(kind: str = "q") -> dict[str, str]:
    """Return what a quotation is looked up in, by article: the cleaned text, or the raw file for ``raw-q``."""
    table = articles()
    return dict(zip(table["article_id"], table["raw" if kind == "raw-q" else "text"], strict=True))


def quoted_as(words: str, language: str) -> str:
    """Return words of an article as a sheet prints them: in Traditional characters for ``zh-tw``, no word replaced.

    >>> quoted_as("软件信息", "zh-tw"), quoted_as("软件信息", "zh")
    ('軟件信息', '软件信息')
    """
    return convert("s2tw", words) if language == "zh-tw" and script_of(words) == "Hans" else words


def said_as(prose: str, language: str) -> str:
    """Return our own Chinese as a sheet prints it: for ``zh-tw`` in Traditional characters and with Taiwan's words and marks.

    >>> said_as("“软件”和信息", "zh-tw")
    '「軟體」和資訊'
    """
    if language != "zh-tw":
        return prose
    converted = convert("s2twp", prose).translate(str.maketrans("“”‘’", "「」『』"))
    for mainland, taiwan in TAIWAN.items():
        converted = converted.replace(mainland, taiwan)
    return converted


@cache
def uses_by_code() -> dict[str, str]:
    """Return what each row of ``codes.csv`` says that the comparison is used for."""
    return load_codes(articles()).set_index("code_id")["use"].to_dict()


COUNTED = {"model": "大模型", "huge_model": "巨大模型", "future": "未来", "rivalry": "竞争"}


@cache
def facts() -> dict[str, str | int]:
    """Return the numbers that the sheets print."""
    table = articles().set_index("article_id")
    spun = table.loc["000"]
    steps = replay(table.at["002", "raw"], table.at["002", "ledger"])  # without captions, as notebook 02 counts
    twice = next(text for rule, text, _ in steps if rule == "doubling")
    passage = find_doubled(twice)
    counted = {
        f"{name}_{state}": spun[column].count(word)
        for state, column in (("raw", "raw"), ("clean", "text"))
        for name, word in COUNTED.items()
    }
    codes = load_codes(articles()).query("form != 'near_miss'")
    doubtful = read_table("spin").query("certainty == 'doubt'")["spun"]
    return counted | {
        "spun_changes": sum(edit.rule == "spin" for edit in spun["ledger"]),
        "doubtful": sum(word in spun["raw"] for word in doubtful),
        "verbatim_spun": len(load_codes(articles(), "quotes").query("article_id == '000' and verbatim == 'yes'")),
        "copy_1": f"{count_characters(twice[slice(*passage.kept)]):,}",
        "copy_2": f"{count_characters(twice[slice(*passage.dropped)]):,}",
        "codes": len(codes),
        "sentences": len(split_articles(articles())),
        "claims": len(load_codes(articles(), "claims")),
        "strict_articles": " ".join(sorted(codes.query("level == 'strict'")["article_id"].unique())),
    }


def _dates(row: pd.Series) -> tuple[str, str]:
    """The time of an article in English and in Chinese."""
    first, last = row["date_from"], row["date_to"]
    if first == last:
        return f"{last.day} {last:%b %Y}", f"{last.year}年{last.month}月{last.day}日"
    if (first.year, first.month) == (last.year, last.month):
        return f"{last:%b %Y}", f"{last.year}年{last.month}月"
    return f"{first:%b}–{last:%b %Y}", f"{last.year}年{first.month}—{last.month}月"


CODING = ("000:23", "000:50", "000:11", "001:46", "001:48", "003:34", "003:55", "004:5", "004:9", "004:28")


@cache
def coding_rows() -> list[dict[str, str]]:
    """Return the ten sentences of the coding sheet: their English, both shipped readings, the words and form that were coded."""
    table = split_articles(articles())
    table["unit_id"] = table["article_id"] + ":" + table["sentence"].astype("str")
    readings = {"second": load_codes(articles(), path=SEEDS / "second_coder.csv"), "first": load_codes(articles())}
    for name, codes in readings.items():
        table = table.merge(code_sentences(codes, articles()).rename(columns={"code": name}), on="unit_id")
    words: dict[str, str] = {}
    forms: dict[str, str] = {}
    for name, column in (("second", "quote"), ("first", "source_term")):
        codes = readings[name].query("form != 'near_miss'")
        unit = codes["article_id"] + ":" + codes["sentence"].astype("str")
        words |= codes.groupby(unit)[column].agg("|".join).to_dict()
        if name == "first":
            forms = codes.groupby(unit)["form"].agg(" + ".join).to_dict()
    chosen = table.set_index("unit_id").loc[list(CODING)].reset_index()
    chosen["words"] = chosen["unit_id"].map(words).fillna("").str.replace("|", "、")
    chosen["form"] = chosen["unit_id"].map(forms).fillna("")
    english = {one.anchor.replace("-", ":"): one.english for one in read_translations()}
    chosen["english"] = chosen["unit_id"].map(english)
    columns = ["unit_id", "article_id", "text", "english", "first", "second", "words", "form"]
    return chosen[columns].astype("str").to_dict("records")


def write_coding_table(path: Path) -> None:
    """Write the table that a class fills in: the ten sentences, ``domain`` and ``form`` empty."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["article_id", "quote", "domain", "form"])
        out.writerows([row["article_id"], row["text"], "", ""] for row in coding_rows())


def _agreement_of_two_readings() -> dict[str, str | int]:
    """The ten sentences as both readings have them: the same code, alpha, and the small table of image or none."""
    pairs = [(row["first"], row["second"]) for row in coding_rows()]
    result = agree_on(*zip(*pairs, strict=True))
    image = [(first != "none", second != "none") for first, second in pairs]
    same, n = sum(one == two for one, two in image) / len(image), len(image)
    first, second = (sum(column) / n for column in zip(*image, strict=True))
    by_chance = first * second + (1 - first) * (1 - second)
    return {
        "two_same": round(result.same * n),
        "two_alpha": f"{result.alpha:.2f}",
        "two_low": f"{result.alpha_interval.low:.2f}",
        "two_high": f"{result.alpha_interval.high:.2f}",
        "two_differ": [number for number, (one, two) in enumerate(pairs, start=1) if one != two],
        "image_table": [image.count(cell) for cell in ((True, True), (True, False), (False, True), (False, False))],
        "image_same": f"{same:.2f}",
        "image_first": f"{first:.1f}",
        "image_second": f"{second:.1f}",
        "image_chance": f"{by_chance:.2f}",
        "image_kappa": f"{(same - by_chance) / (1 - by_chance):.2f}",
    }


def _coding_page() -> dict:
    return json.loads((Path(__file__).parent / "coding.json").read_text(encoding="utf-8"))


def _by(table: pd.DataFrame, key: str) -> dict[str, dict[str, str]]:
    return table.astype("str").set_index(key).to_dict("index")


@cache
def sheet_data(language: str = "en") -> dict:
    """Return all that the sheets look up: articles, numbers, rows of ``seeds/``, glossary, the coding sentences."""
    table = articles()
    meta = {}
    for _, row in table.iterrows():
        when, when_zh = _dates(row)
        meta[row["article_id"]] = {"when": when, "when_zh": when_zh, "short": row["short"]}
    meanings = read_categories().query("table == 'codes'")
    domains = meanings.query("column == 'domain'")
    coded, glossary = _by(load_codes(table), "code_id"), read_table("glossary")
    for row in coded.values():  # each term as it is looked up and as it is printed
        row["terms"] = [[term, quoted_as(term, language)] for term in row["source_term"].split("|")]
    glossary["shown"] = [said_as(word, language) for word in glossary["simplified"]]
    originals = pd.read_csv(SEEDS / "originals.csv", dtype="str", keep_default_na=False)
    return {
        "articles": meta,
        "facts": facts() | _agreement_of_two_readings(),
        "codes": coded,
        "claims": _by(load_codes(table, "claims"), "claim_id"),
        "outcomes": _by(pd.read_csv(SEEDS / "outcomes.csv", dtype="str", keep_default_na=False), "claim_id"),
        "originals": originals[["article_id", "original_en"]].to_dict("records"),
        "coding": [row | {"words": quoted_as(row["words"], language)} for row in coding_rows()],
        "meanings": {
            name: dict(zip(of["value"], of["meaning"], strict=True)) for name, of in meanings.groupby("column")
        },
        "domains_en": dict(zip(domains["value"], domains["page_name"], strict=True)),
        "domains_zh": {name: said_as(said, language) for name, said in _coding_page()["domains"].items()},
        "glossary": _by(glossary, "simplified"),
    }
