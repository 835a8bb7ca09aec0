"""The codebook and the tables on the site: all of them, linked from where they are named, and no more of the articles."""

import pytest
from bs4 import BeautifulSoup
from data_pages import TABLES, link_data, mark_exercises, table_to_show, write_data

from helpers import SEEDS, load_articles
from helpers.translations import read_translations


def test_no_table_is_missing():
    assert sorted(TABLES) == sorted(path.stem for path in SEEDS.glob("*.csv"))


def test_the_pages_and_every_table_are_written(tmp_path):
    write_data(tmp_path / "pages", tmp_path / "files")
    assert sorted(path.name for path in (tmp_path / "pages").iterdir()) == ["CODEBOOK.md", "README.md", "index.md"]
    index = (tmp_path / "pages" / "index.md").read_text(encoding="utf-8")
    for name in TABLES:
        assert f'href="{name}.csv"' in index
        assert len((tmp_path / "files" / f"{name}.csv").read_bytes().splitlines()) > len(table_to_show(name))
    assert "(<code>count</code>)" in index and "`" not in index.partition("<table>")[2].partition("</table>")[0]


def test_no_table_gives_an_article_away(tmp_path):
    write_data(tmp_path / "pages", tmp_path / "files")
    files = [path.read_text(encoding="utf-8-sig") for path in tmp_path.rglob("*.*")]
    for text in load_articles()["text"]:
        assert not any(text[at : at + 240] in file for file in files for at in range(0, len(text) - 240, 60))
    assert "chinese" not in table_to_show("translations")


def test_a_published_site_gives_only_the_words_that_it_shows():
    shown = {one.anchor for one in read_translations() if one.article_id != "002"}
    assert set(table_to_show("translations", shown)["article_id"]) == {"000", "001", "003", "004"}
    for name in ("codes", "quotes", "events", "claims", "second_coder"):
        table = table_to_show(name, shown)
        assert len(table) == len(table_to_show(name))
        hidden = table.loc[table["article_id"] == "002", "quote"]
        assert len(hidden) and set(hidden) <= {"[…]", ""}
        others = table.loc[table["article_id"] == "003", "quote"]
        assert "[…]" not in set(others) and set(others) != {""}
    cuts = table_to_show("edits", shown)
    assert set(cuts["quote"]) == {"[…]"} and cuts["reason"].ne("").all()


@pytest.mark.parametrize(
    ("markup", "address"),
    [
        ("<p><code>codes.csv</code></p>", "../seeds/codes.csv"),
        ("<p><code>seeds/hypotheses.csv</code></p>", "../seeds/hypotheses.csv"),
        ("<p><code>CODEBOOK.md</code></p>", "../seeds/CODEBOOK.html"),
        ("<p><code>seeds/CODEBOOK.md</code></p>", "../seeds/CODEBOOK.html"),
        ("<p><code>seeds/README.md</code></p>", "../seeds/README.html"),
        ("<p><code>seeds/</code></p>", "../seeds/index.html"),
        ("<p><code>README.md</code></p>", ""),  # the project's own
        ("<p><code>mine.csv</code></p>", ""),
        ("<p><code>make agreement CODES=codes.csv</code></p>", ""),
        ("<pre><code>codes.csv</code></pre>", ""),
        ('<p><a href="there"><code>codes.csv</code></a></p>', "there"),
    ],
)
def test_a_table_is_linked_where_it_is_named(markup, address):
    page = BeautifulSoup(markup, "html.parser")
    link_data(page, "notebooks/01", "../")
    assert [link["href"] for link in page.select("a")] == ([address] if address else [])


def test_a_page_does_not_link_to_itself():
    page = BeautifulSoup("<p><code>CODEBOOK.md</code></p>", "html.parser")
    link_data(page, "seeds/CODEBOOK", "../")
    assert not page.select("a")


@pytest.mark.parametrize(
    ("exercise", "kind"),
    [
        ("<strong>Read.</strong> Which article would you cite?", ""),
        ("<strong>Read.</strong> Filter the ledger for <code>editorial</code>.", ""),  # on the page
        ("<strong>Read.</strong> Open <code>helpers/example/a.html</code>.", "files"),
        ("<strong>Change one parameter.</strong> Count four parts.", "change"),
        ("<strong>Bring your own text.</strong> Take a page of sports news.", ""),
        ("<strong>Bring your own text.</strong> Run <code>make report</code>.", "files"),
    ],
)
def test_an_exercise_that_takes_the_folder_says_so(exercise, kind):
    page = BeautifulSoup(
        f'<section id="try-it"><h2>Try it</h2><ol><li><p>{exercise}</p></li></ol></section>', "html.parser"
    )
    mark_exercises(page, "../")
    notes = page.select("li > p > small")
    assert [note["class"] for note in notes] == ([[f"am-needs-{kind}"]] if kind else [])
    assert all(note.get_text() == "(needs the project's folder)" for note in notes)
