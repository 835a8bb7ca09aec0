"""Numbers and facts that the prose of notebooks 01 to 09 states, computed with the package."""

import datetime
import re
from pathlib import Path

import pandas as pd
import pytest
from approval import check_approved

from helpers import (
    add_rates,
    clean,
    concordance,
    count_terms,
    find_terms,
    load_articles,
    load_codes,
    plots,
    rank_terms,
    read_claims,
    replay,
    tokenize,
)
from helpers.claims import judge, load_variants, measure
from helpers.claims.verdicts import verdict_table
from helpers.cleaning import find_doubled
from helpers.framing import SYSTEMS
from helpers.stats import (
    every_article_is_significant,
    naive_token_test,
    permutation_floor,
    permutation_trend,
    power_simulation,
)


@pytest.fixture(scope="module")
def articles():
    return load_articles()


@pytest.fixture(scope="module")
def by_id(articles):
    return articles.set_index("article_id")


@pytest.fixture(scope="module")
def verdicts(articles):
    variants = load_variants()
    return {found.claim.claim_id: found for found in judge(read_claims(), articles, variants=variants)}


@pytest.fixture(scope="module")
def others(articles):
    codes = load_codes(articles)
    return codes.loc[(codes["form"] != "near_miss") & ~codes["domain"].isin(SYSTEMS)]


def test_every_notebook_on_our_articles_has_its_numbers_tested():
    here = Path(__file__)
    tested = set(re.findall(r"^def test_(\d\d)_", here.read_text(encoding="utf-8"), re.M))
    notebooks = {path.name[:2] for path in (here.parent.parent / "notebooks").glob("0*.ipynb")}
    assert tested == notebooks


def test_01_real_brackets_survive_and_pronunciation_notes_do_not(articles, by_id):
    guancha = by_id.loc["004"]
    assert "(DeepSeek)" in guancha["text"] and "(LLM)" in guancha["text"]
    assert "開發者" not in guancha["raw"] and "開發(fā)者" in guancha["raw"]
    text = {rule: before for rule, before, _ in replay(guancha["raw"], guancha["ledger"])}["pinyin"]
    assert "(a16z)" in text[:900] or "(DeepSeek)" in text[:900]  # exercise 2
    assert "original" not in set(articles["mediation"])  # exercise 1


def test_02_the_speaker_is_lost_with_the_tidy_copy(by_id):
    zhiwei = by_id.loc["002"]
    text = next(before for rule, before, _ in replay(zhiwei["raw"], zhiwei["ledger"]) if rule == "doubling")
    passage = find_doubled(text)
    fuller, tidy = (text[slice(*span)] for span in (passage.kept, passage.dropped))
    assert "智源" in fuller and "智源" not in tidy


def test_02_the_machine_wrote_one_safety_for_the_other(articles):
    spun = [table.query("article_id == '000'") for table in (load_articles(rules=()), articles)]
    peace, safe = ([len(find_terms(table, [term])) for table in spun] for term in ("平安", "安全"))
    assert peace[1] == 0 and safe == [0, peace[0]]
    assert len(clean("開(kāi)源").ledger) and not clean("开源").ledger


def test_03_the_concordance_has_every_occurrence(articles):
    assert len(concordance(articles, "开源")) == len(find_terms(articles, ["开源"]))


def test_03_models_follow_open_source_and_one_text_has_monopoly(articles):
    lines = concordance(articles, "开源", width=16)
    after = [tokenize(line)[0] for line in lines["right"].str.strip() if tokenize(line)]
    followers = pd.Series(after).loc[lambda words: words.str.len() > 1].value_counts()
    assert followers.index[:2].tolist() == ["模型", "社区"]
    ranked = rank_terms(count_terms(articles))
    everywhere = set(ranked.loc[ranked["articles"] == 5, "term"])
    assert {"OpenAI", "Meta", "Google", "Microsoft"} <= everywhere and not {"Sam Altman", "Elon Musk"} & everywhere
    assert find_terms(articles, ["垄断"])["article_id"].unique().tolist() == ["003"]


def test_04_who_speaks_of_phones_and_which_use_gains(articles):
    codes = load_codes(articles)
    systems = codes.loc[codes["domain"].isin(SYSTEMS) & (codes["form"] != "near_miss")]
    strict = systems.loc[systems["level"] == "strict"]
    assert set(strict["speaker"]) == {
        "author",
        "BAAI",
        "Elon Musk",
        "common opinion",
        "market camp of Chinese makers",
    }
    sure = systems.loc[(systems["level"] == "strict") & (systems["confidence"] == "high")]
    assert set(sure["use"]) == {"promise", "share_profit", "dependence", "coexistence"}  # exercise 2
    assert strict["article_id"].nunique() == len(articles) - 2  # the first page says so too


def test_05_war_is_in_every_text_without_doubtful_codes(others):
    certain = others.loc[others["confidence"] != "low"].groupby("domain")["article_id"].nunique()
    assert certain.index[certain == 5].tolist() == ["war"]


def test_05_the_moat_is_in_four_texts(others):
    moat = others.loc[others["domain"] == "moat"]
    assert moat["article_id"].nunique() == 4
    assert (
        moat.loc[moat["mapping_en"].str.startswith("moat → lasting advantage"), "article_id"].nunique() == 3
    )  # the memo


def test_05_war_is_the_least_certain_domain_and_the_moat_the_most(others):
    lost = others.loc[others["confidence"] != "high", "domain"].value_counts()
    assert len(others.loc[others["domain"] == "food"])
    assert lost.index[0] == "war" and "moat" not in lost


def test_06_baai_holds_the_judgement_and_a_third_tells_how_it_came(articles):
    quotes = load_codes(articles, "quotes")
    said = quotes.loc[quotes["kind"] != "term"]
    moment = said.loc[(said["article_id"] == "002") & said["quote"].str.contains("安卓时刻")]
    assert set(moment["speaker"]) == {"BAAI"}
    assert (said["verbatim"] == "yes").sum() == 1
    assert (said["kind"] == "anonymous").any()
    assert (said["relayed_by"] != "").mean() == pytest.approx(1 / 3, abs=0.03)
    assert "Zhiwei" not in set(said["relayed_by"])  # an outlet does not retell to itself
    size = said["quote"].str.len().groupby(said["country"]).sum()
    assert size["US"] / size.sum() > 0.5
    assert set(said.loc[said["country"] == "DE", "speaker"]) == {"G. W. F. Hegel"}


def test_07_what_the_tellings_contradict_and_leave_out(articles):
    events = load_codes(articles, "events").set_index("event")
    assert events.loc["eighty_percent", "quote"].str.contains("80%").all()
    licence = events.loc["llama2_licence"]
    assert licence.loc[licence["contradicts"].str.contains("itself"), "article_id"].tolist() == ["002"]
    details = load_codes(articles, "details")
    named = details.loc[details["detail"] == "names its author"].set_index("article_id")["value"]
    assert named.to_dict() == {"001": "yes", "002": "not_given", "003": "not_given"}
    inside = events.loc[events["contradicts"].str.contains("itself")].drop("eighty_percent")
    assert sorted(inside["article_id"].items()) == [
        ("llama2_licence", "002"),
        ("musk_lawsuit", "003"),
        ("openai_closing", "003"),
    ]
    differ = events.loc[events["contradicts"].str.contains(r"\b00\d (?!itself)")]
    assert set(differ.index) - {"eighty_percent"} == {"llama2_licence", "openai_closing"}
    count = details["value"].value_counts()
    assert (count["silent"], count["not_given"]) == (19, 7)
    assert ((details["quote"] == "") == (details["value"] == "silent")).all()
    ways = details.groupby(["event", "article_id"])["value"].agg(tuple)
    assert (ways.groupby("event").nunique() > 1).all()  # none is told the same way in all its articles
    assert ways["openai_closing"].nunique() < len(ways["openai_closing"])  # but some are in two
    first = articles.set_index("article_id").loc["001"]
    assert (first["date_to"] - datetime.date(2023, 5, 4)).days <= 14  # after the memo became public
    told = events.reset_index()[["event", "article_id"]].drop_duplicates()
    assert details[["event", "article_id"]].merge(told).shape == details[["event", "article_id"]].shape


def test_08_every_verdict_reads_as_it_was_approved(verdicts):
    table = verdict_table(verdicts.values())
    check_approved(
        "verdicts",
        ["claim", "column", "text"],
        [(row["claim_id"], *one) for row in table.to_dict("records") for one in row.items()],
        longest=400,
    )


def test_08_three_claims_hold_and_one_that_looks_plain_does_not(verdicts):
    holding = {name for name, found in verdicts.items() if found.key == "holds"}
    assert holding == {"china-2025", "phone-absent-2025", "safety-or-price"}
    assert verdicts["musk-google"].reasons == (
        "It fails if words are cut by a general dictionary, which lacks many names and terms.",
    )
    assert {verdicts[name].key for name in ("war-later", "open-source-falls")} == {"unclear"}
    assert verdicts["china-2025"].permutation.floor == 0.2
    assert any(found.key != "holds" and abs(found.value or 0) > 0.5 for found in verdicts.values())


def test_08_safety_holds_on_average_only(verdicts):
    rates = verdicts["safety-or-price"].measured.set_index("article_id")["rate"]
    columns = rates.index.isin(["000", "003"])
    assert rates[columns].mean() > rates[~columns].mean()
    assert (
        rates["003"] < rates["002"]
        and "the Zhiwei commentary has a larger share" in verdicts["safety-or-price"].claim.note
    )


def test_08_two_articles_of_one_time_double_the_smallest_p(verdicts):
    trend = verdicts["open-source-falls"]
    smallest, ordered = trend.permutation.floor, permutation_trend(range(5), range(5)).floor
    assert f"is {smallest:.2g}, not {ordered:.2g}." in trend.claim.note


def test_08_words_and_codes_point_different_ways(articles, verdicts):
    """What the page tells under the cards: a list of words is no list of metaphors."""
    coded = load_codes(articles).query("form != 'near_miss'").rename(columns={"domain": "term"})
    coded = add_rates(coded.drop_duplicates(["article_id", "sentence", "term"]), articles)
    for name, domain in (("war-later", "war"), ("moat-2023", "moat")):
        found = verdicts[name]
        sides = found.measured.set_index("article_id")["side"]
        rates = coded.loc[coded["term"] == domain].set_index("article_id")["rate"].reindex(sides.index, fill_value=0)
        means = rates.groupby(sides).mean()
        assert found.value > 0 > means["group"] - means["rest"]


def test_08_one_claim_about_a_kind_can_pass_so_no_p_is_corrected(verdicts):
    kind = {name: found.cannot_pass for name, found in verdicts.items() if found.claim.speaks_of_a_kind}
    assert [name for name, cannot in kind.items() if not cannot] == ["open-source-falls"] and len(kind) == 4
    assert verdicts["open-source-falls"].p_holm == verdicts["open-source-falls"].permutation.p


def test_08_the_naive_test_finds_something_everywhere(articles):
    counts = count_terms(articles)
    assert naive_token_test(counts, ["004"]).loc[0, "p_holm"] < 1e-4
    assert (every_article_is_significant(counts)["significant"] > 0).all()


def test_09_the_floor_is_one_in_five_and_004_has_rank_one(articles):
    china = next(claim for claim in read_claims() if claim.claim_id == "china-2025")
    rate = measure(china, articles).set_index("article_id")["rate"]
    assert int((rate >= rate["004"]).sum()) == 1
    assert permutation_floor(1, len(articles) - 1) == 1 / len(articles)


def test_09_the_test_is_fishers_and_chi_squared_makes_p_smaller_still(articles):
    from scipy.stats import chi2_contingency

    counts = count_terms(articles)
    tested = naive_token_test(counts, ["004"])
    assert tested.loc[0, "term"] == "China" and tested.loc[0, "p_holm"] == pytest.approx(
        tested.loc[0, "p"] * len(tested)
    )
    sizes = tested[["n_target", "n_rest"]].sum()
    for row in tested.head(6).itertuples():
        cells = [[row.n_target, row.n_rest], [sizes["n_target"] - row.n_target, sizes["n_rest"] - row.n_rest]]
        assert chi2_contingency(cells, correction=False).pvalue < row.p
    page = (Path(__file__).parent.parent / "notebooks" / "09-how-sure-can-we-be.ipynb").read_text(encoding="utf-8")
    assert f"Counting words, p = {plots.power_of_ten(tested.loc[0, 'p_holm'])}." in page


def test_09_open_source_varies_from_four_to_thirteen_and_false_alarms_are_rare(articles):
    rate = add_rates(find_terms(articles, ["开源"]), articles)["rate"]
    assert rate.round().min() == 4 and rate.round().max() == 13
    assert power_simulation(rate.tolist(), ratio=1.0, draws=1_000, seed=1)["power"].max() < 0.08


def test_the_first_page_says_that_each_text_says_open_source_most(articles):
    words = ["开源", "闭源", "专有", "免费", "安全", "护城河"]
    rates = add_rates(find_terms(articles, words), articles, terms=words)
    most = rates.loc[rates.groupby("article_id")["rate"].idxmax()]
    assert set(most["term"]) == {"开源"} and most["rate"].min() > 4


def test_what_pictures_describe_is_in_the_glossary():
    """A reader without Chinese gets the English of every word in an alternative text or a caption."""
    import nbformat
    from glosses import glosses

    from helpers.text.script import HAN

    for path in sorted((Path(__file__).parent.parent / "notebooks").glob("0*.ipynb")):
        for cell in nbformat.read(path, as_version=4).cells:
            for output in cell.get("outputs", []):
                about = output["metadata"].get("image/png", {})
                runs = re.findall(f"[{HAN}]+", about.get("alt", "") + about.get("caption", ""))
                assert [run for run in runs if run not in glosses()] == [], path.name
    assert plots.label_of("开源") == "开源 open source"


def counts_on(page: Path) -> list[tuple[tuple[str, str, str], str]]:
    """Return ((word, what is counted, article or ""), number) of every table and heat map of a committed notebook."""
    import base64
    import csv
    import html
    import io

    import nbformat

    found = []
    for cell in nbformat.read(page, as_version=4).cells:
        for output in cell.get("outputs", []):
            markup = output.get("data", {}).get("text/html", "")
            for data, heads in zip(
                re.findall(r"base64,([A-Za-z0-9+/=]+)", markup),
                re.findall(r"<thead>(.*?)</thead>", markup, re.S),
                strict=False,
            ):
                names = [html.unescape(re.sub("<[^>]+>", "", head)) for head in re.findall(r"<th.*?</th>", heads, re.S)]
                rows = [*csv.reader(io.StringIO(base64.b64decode(data).decode("utf-8-sig")))][1:]
                if names and names[0] == "word":
                    found += [((row[0], name, ""), n) for row in rows for name, n in zip(names[1:], row[1:], strict=False)
                              if name.startswith(("times as", "times any"))]  # fmt: skip
            alt = output.get("metadata", {}).get("image/png", {}).get("alt", "")
            if alt.startswith("Heat map, per 1,000 characters: "):
                for part in alt.removeprefix("Heat map, per 1,000 characters: ").rstrip(".").split("; "):
                    word, _, rates = part.partition(": ")
                    for told in re.findall(r"([^,]+?) (\d+\.\d)(?:, |$)", rates):
                        found.append(((word.split(" ")[0], "per 1,000", told[0].strip()), told[1]))
    return found


def test_one_word_has_one_number_on_all_pages():
    pages = sorted((Path(__file__).parent.parent / "notebooks").glob("0*.ipynb"))
    values: dict[tuple[str, str, str], set[str]] = {}
    for page in pages:
        for label, number in counts_on(page):
            values.setdefault(label, set()).add(number)
    assert len(values) > 40
    assert {label: numbers for label, numbers in values.items() if len(numbers) > 1} == {}
