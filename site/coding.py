"""The coding page of the site: what it needs, written into the page itself, so that it works without a network and from disk."""

import json
import sys
from collections.abc import Container
from pathlib import Path

from execute import ROOT, write_whole

from helpers import SEEDS, load_articles, load_codes, read_categories
from helpers.framing.codes import code_sentences
from helpers.translations import read_translations

sys.path.insert(0, str(ROOT / "classroom"))

import lessons
from facts import CODING

_PAIRS = ROOT / "classroom" / "coding.json"


def coding_data(shown: Container[str] | None = None) -> dict:
    """Return what the page works with: its texts in two languages, the domains, and the sentences with the shipped codes.

    Args:
        shown: anchors of the sentences that a published site may show; None: all.
    """
    articles = load_articles()
    pairs = json.loads(_PAIRS.read_text(encoding="utf-8"))
    translated = {one.anchor.replace("-", ":"): one for one in read_translations()}
    codes = code_sentences(load_codes(articles, folder=SEEDS), articles)  # in the order in which agreement is computed
    units = [unit for unit in codes["unit_id"] if shown is None or unit.replace(":", "-") in shown]
    shipped = dict(zip(codes["unit_id"], codes["code"], strict=True))
    domains = read_categories().query("table == 'codes' and column == 'domain'")
    chinese = {one["article"]: one["name"]["zh"] for one in lessons.read("abstracts")["abstract"]}
    return {
        "messages": pairs["messages"],
        "page": pairs["page"],
        "published": shown is not None,
        "ten": list(CODING),
        "articles": [[row.article_id, row.short, chinese[row.article_id]] for row in articles.itertuples()],
        "domains": [
            {"value": row.value, "en": [row.page_name, row.meaning], "zh": pairs["domains"][row.value].split("：")}
            for row in domains.itertuples()
        ],
        "sentences": [
            {
                "unit": unit,
                "article": translated[unit].article_id,
                "number": int(translated[unit].sentence),
                "text": translated[unit].chinese,
                "english": translated[unit].english,
                "shipped": shipped[unit],
            }
            for unit in units
        ],
    }


def write_coding_page(path: Path, shown: Container[str] | None = None) -> None:
    """Write the page as MyST Markdown; ``shown`` as in `coding_data`."""
    data = coding_data(shown)
    inside = json.dumps(data, ensure_ascii=False).replace("<", "\\u003c").replace("`", "\\u0060")
    write_whole(
        path,
        f"---\nnosearch: true\n---\n\n# {data['page']['title'][0]}\n\n"
        '```````{raw} html\n<div id="am-coding"><noscript><p>This page needs JavaScript; the same sheet on paper is sheet 7.</p>'
        f'</noscript></div>\n<script type="application/json" id="am-coding-data">{inside}</script>\n```````\n',
    )
