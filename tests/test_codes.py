"""Hand codes: every quotation is in its text, and the codebook knows every category."""

import calendar
import re

import pandas as pd
import pytest

from helpers import SEEDS, load_articles, load_codes, read_categories
from helpers.corpus import SeedError, read_seed_table
from helpers.framing.codes import DOMAINS, add_pairs, code_sentences

ARTICLES = pd.DataFrame({"article_id": ["a"], "text": ["安卓来了。开源赢了。开源输了。"]})
CATEGORIES = "table,column,value,meaning\ncodes,domain,war,armies\ncodes,domain,moat,water\n"
HEAD = "code_id,article_id,quote,domain,form\n"


@pytest.fixture
def folder(tmp_path):
    def write(rows, name="codes"):
        (tmp_path / "categories.csv").write_text(CATEGORIES, encoding="utf-8")
        (tmp_path / f"{name}.csv").write_text(HEAD + rows, encoding="utf-8")
        return tmp_path

    return write


@pytest.fixture(scope="module")
def seeds():
    return load_articles()


def test_a_code_gets_the_place_and_the_sentence_of_its_quotation(folder):
    codes = load_codes(ARTICLES, folder=folder("A1,a,开源赢了,war,metaphor\n"))
    assert codes[["start", "sentence"]].values.tolist() == [[5, 2]]


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ("A1,b,开源,war,\n", r"codes\.csv, row 2: there is no article 'b'"),
        ("A1,a,闭源,war,\n", r"codes\.csv, row 2: the quote '闭源' is not in article a"),
        ("A1,a,,war,\n", r"codes\.csv, row 2: the quote '' is not in article a"),
        ("A1,a,开源,peace,\n", r"codes\.csv, row 2: domain 'peace' is not in the codebook"),
        ("A1,a,开源,war,\nA1,a,安卓,moat,\n", r"codes\.csv, row 3: code_id 'A1' occurs twice"),
    ],
)
def test_a_wrong_row_is_refused_in_one_sentence(folder, rows, message):
    with pytest.raises(SeedError, match=message) as error:
        load_codes(ARTICLES, folder=folder(rows))
    assert "\n" not in str(error.value)


def test_an_unknown_table_is_refused():
    with pytest.raises(ValueError, match="no codes named 'moods'"):
        load_codes(ARTICLES, "moods")


def test_another_coders_table_needs_only_what_agreement_needs(folder, tmp_path):
    other = folder("A1,a,开源,war,\n") / "other.csv"
    other.write_text("article_id,quote,domain\na,安卓,moat\n", encoding="utf-8")
    codes = load_codes(ARTICLES, folder=tmp_path, path=other)
    assert code_sentences(codes, ARTICLES)["code"].tolist() == ["moat", "none", "none"]


def test_a_sentence_carries_all_its_domains_and_a_near_miss_none(folder):
    rows = "A1,a,开源赢了,war,metaphor\nA2,a,赢了,moat,idiom\nA3,a,安卓来了,war,near_miss\n"
    units = code_sentences(load_codes(ARTICLES, folder=folder(rows)), ARTICLES)
    assert dict(units.values.tolist()) == {"a:1": "none", "a:2": "moat+war", "a:3": "none"}


def test_mappings_are_split_into_two_sides():
    both = add_pairs(pd.DataFrame({"mapping_en": ["iPhone → GPT; Android → Llama 2", ""]}))
    assert both[["source", "target"]].values.tolist() == [["iPhone\nAndroid", "GPT\nLlama 2"], ["", ""]]


@pytest.mark.parametrize("name", ["codes", "quotes", "events", "claims"])
def test_every_shipped_code_is_in_its_article(seeds, name):
    codes = load_codes(seeds, name)
    texts = dict(zip(seeds["article_id"], seeds["text"], strict=True))
    assert len(codes) > 20
    for row in codes.itertuples():
        assert texts[row.article_id][row.start :].startswith(row.quote)


def test_a_quotation_that_occurs_again_is_found_where_its_row_says(seeds, tmp_path):
    quotes = load_codes(seeds, "quotes").set_index("quote_id")
    text = seeds.set_index("article_id").at["003", "text"]
    assert quotes.at["Q110", "start"] == text.index("微软的子公司", text.index("微软的子公司") + 1) == 1319
    path = tmp_path / "quotes.csv"
    for nth, message in (("99", "occurs fewer than 99 times"), ("x", "nth 'x' is not a whole number from 1 on")):
        path.write_text(f"article_id,quote,nth\n000,OpenAI,{nth}\n", encoding="utf-8")
        with pytest.raises(SeedError, match=f"^quotes.csv, row 2: .*{message}"):
            load_codes(seeds, "quotes", path=path)


def test_every_strict_code_names_what_it_passes_over(seeds):
    assert (load_codes(seeds).query("level == 'strict'")["mismatch"] != "").all()


def days_in(text):
    """The years of a text, with month and day where they are told: ``[2026, 8, 10]``; 0 where they are not."""
    months = {name: number for number, name in enumerate(calendar.month_name) if name}
    found = re.finditer(rf"(?:(\d{{1,2}}) )?(?:({'|'.join(months)}) )?(20\d\d)", text)
    return [[int(match[3]), months.get(match[2], 0), int(match[1] or 0)] for match in found]


def test_every_claim_has_its_outcome_and_every_outcome_a_source_or_none(seeds):
    outcomes = read_seed_table(SEEDS / "outcomes.csv", ("claim_id", "verdict", "outcome_en", "source_url", "quote"))
    assert outcomes["claim_id"].tolist() == load_codes(seeds, "claims")["claim_id"].tolist()
    for row in outcomes.loc[outcomes["as_of"] != ""].itertuples():  # no outcome tells of a later day than it says
        as_of = [int(part) for part in row.as_of.split("-")]
        assert [day for day in days_in(row.outcome_en) if day[: len(as_of)] > as_of] == [], row.claim_id
    settled = outcomes["verdict"] != "not_settled"
    assert outcomes.loc[settled, ["source_url", "quote"]].ne("").all().all()
    assert outcomes.loc[settled, "source_url"].str.startswith("https://").all()


def test_a_retelling_beside_its_original_is_a_part_of_its_article(seeds):
    texts = dict(zip(seeds["article_id"], seeds["text"], strict=True))
    originals = read_seed_table(
        SEEDS / "originals.csv", ("article_id", "chinese", "original_en", "original_source_url", "english_is")
    )
    assert set(originals["english_is"]) == {"original", "retelling", "summary", "correction"}
    assert all(row.chinese in texts[row.article_id] for row in originals.itertuples())
    assert originals["original_en"].str.split().str.len().max() <= 60


def test_events_contradict_articles_that_exist(seeds):
    named = load_codes(seeds, "events")["contradicts"].str.findall(r"\b00\d\b").explode().dropna()
    assert set(named) <= set(seeds["article_id"])


def test_codebook_pages_and_report_call_a_category_the_same():
    codebook = (SEEDS / "CODEBOOK.md").read_text(encoding="utf-8")
    of_codes = read_categories(SEEDS).query("table == 'codes'").groupby("column")
    names = {column: dict(zip(of["value"], of["page_name"], strict=True)) for column, of in of_codes}
    assert names["domain"] | {"technology": "other technology"} == DOMAINS
    assert re.findall(r"^\| `(\w+)` \| \*([^*]+)\*: ", codebook, re.MULTILINE) == [*names["domain"].items()]
    for value, name in names["use"].items():
        assert not value or (f"* `{value}`" + f", on the pages *{name}*" * (name != value) + ":") in codebook


def test_categories_say_what_they_mean():
    categories = read_categories(SEEDS)
    assert (categories[["page_name", "meaning"]] != "").all(axis=None)
    assert not categories.duplicated(["table", "column", "value"]).any()
