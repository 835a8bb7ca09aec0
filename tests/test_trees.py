"""Texts that editors keep as trees: as a whole file, in a row of JSON, and written out in a cell."""

import csv
import io
import json

import pytest

from helpers.report.input.trees import is_tree, text_of_tree, tree_in
from helpers.report.sources import entries_of

LINES = ["渡口停了五天。", "对岸的人还在等", "老周说：“水退了再开。”"]


def _runs(line, key="text", **more):
    return [{key: part, **more} for part in (line[:3], line[3:])]


def _rich(line):
    return [
        {"type": "text", "text": {"content": part}, "plain_text": part, "href": None} for part in (line[:3], line[3:])
    ]


def _paragraph(*nodes):
    return {"type": "paragraph", "attrs": {"textAlign": "left", "text": "无"}, "content": [*nodes]}


_LINK = {"type": "link", "url": "https://a.example/", "children": [{"text": LINES[1][2:4]}]}
TREES = {
    "ops": {
        "ops": [
            *_runs(LINES[0], "insert"), {"insert": "\n", "attributes": {"header": 1}}, *_runs(LINES[1], "insert", attributes={"bold": True}),
            {"insert": {"image": "data:image/png;base64,AA"}}, {"insert": f"\n{LINES[2]}\n"},
        ]
    },
    "blocks with data": {
        "time": 1700000000000,
        "blocks": [
            {"type": "header", "data": {"text": LINES[0], "level": 2}}, {"type": "list", "data": {"style": "ordered", "items": [LINES[1], 1]}},
            {"type": "image", "data": {"file": {"url": "https://a.example/a.jpg"}, "caption": LINES[2]}},
        ],
        "version": "2.28",
    },
    "lists in lists": {"blocks": [{"type": "list", "data": {"items": [{"content": LINES[0], "items": [{"content": LINES[1], "items": []}]}]}}, {"type": "paragraph", "data": {"text": LINES[2]}}]},
    "cells": {"blocks": [{"type": "paragraph", "data": {"text": LINES[0]}}, {"type": "table", "data": {"withHeadings": False, "content": [[LINES[1], LINES[2]]]}}]},
    "blocks of a text": {
        "blocks": [{"key": str(n), "text": line, "type": "unstyled", "inlineStyleRanges": [{"offset": 0, "length": 1, "style": "BOLD"}]} for n, line in enumerate(LINES)],
        "entityMap": {"0": {"type": "LINK", "data": {"url": "https://a.example/", "text": "不是正文"}}},
    },
    "doc": {
        "type": "doc",
        "content": [
            {"type": "heading", "content": _runs(LINES[0], type="text", marks=[{"type": "bold"}])}, {"type": "image", "attrs": {"src": "a.jpg", "alt": "图"}},
            {"type": "bulletList", "content": [{"type": "listItem", "content": [_paragraph(*_runs(LINES[1], type="text"))]}]}, _paragraph({"type": "text", "text": LINES[2]}), _paragraph(),
        ],
    },
    "a line ended inside": {"type": "doc", "content": [_paragraph({"type": "text", "text": LINES[0]}, {"type": "hardBreak"}, {"type": "text", "text": LINES[1]}), _paragraph({"type": "text", "text": LINES[2]})]},
    "children": [
        {"type": "paragraph", "children": [{"text": LINES[0]}]}, {"type": "ul", "children": [{"type": "li", "children": [{"text": LINES[1][:2]}, _LINK, {"text": LINES[1][4:]}]}]},
        {"type": "image", "url": "https://a.example/a.jpg", "children": [{"text": ""}]}, {"type": "paragraph", "children": [{"text": LINES[2]}]},
    ],
    "children alone": [{"children": _runs(line)} for line in LINES],
    "leaves": {"document": {"nodes": [{"object": "block", "type": "paragraph", "nodes": [{"object": "text", "leaves": _runs(line, object="leaf")}]} for line in LINES]}},
    "rich text": {"object": "list", "results": [{"object": "block", "type": kind, kind: {"rich_text": _rich(line)}} for kind, line in zip(["heading_1", "paragraph", "quote"], LINES, strict=True)]},
    "rich text in cells": [{"object": "block", "type": "table_row", "table_row": {"cells": [_rich(line) for line in LINES]}}],
    "root": {"root": {"type": "root", "children": [{"type": "paragraph", "version": 1, "children": _runs(line, type="text", format=0)} for line in LINES]}},
    "spans": [{"_type": "block", "style": "normal", "markDefs": [{"_type": "link", "text": "不是正文"}], "children": _runs(line, _type="span", marks=["strong"])} for line in LINES],
    "values": {"nodeType": "document", "data": {}, "content": [{"nodeType": "paragraph", "content": _runs(line, "value", nodeType="text")} for line in LINES]},
    "text runs": {"items": [{"block_type": 2, "text": {"elements": [{"text_run": run} for run in _runs(line, "content")]}} for line in LINES]},
}  # fmt: skip


def _cells(*cells):
    table = io.StringIO()
    csv.writer(table).writerows([["标题", "正文"], *(["渡口", cell] for cell in cells)])
    return table.getvalue()


def _read(folder, name, data):
    (folder / name).write_text(data if isinstance(data, str) else json.dumps(data), encoding="utf-8")
    return [
        (entry.data, {key: value for key, value in entry.metadata.items() if key != "article_id"})
        for entry in entries_of(folder / name)
    ]


@pytest.mark.parametrize("kind", TREES)
def test_the_tree_of_an_editor_is_read_as_lines_wherever_it_stands(kind, tmp_path):
    tree, lines = TREES[kind], "\n".join(LINES)
    named = {"title": "渡口"}
    assert text_of_tree(tree) == lines
    assert _read(tmp_path, "a.json", tree) == [(lines, {})]
    assert _read(tmp_path, "a.json", [named | {"body_of_it": tree}] * 2) == [(lines, named)] * 2
    assert _read(tmp_path, "a.json", {"data": {"post": named | {"body_of_it": tree}}}) == [(lines, named)]
    assert _read(tmp_path, "a.jsonl", f"{json.dumps(tree)}\n" * 2) == [(lines, {})] * 2
    assert _read(tmp_path, "a.jsonl", named | {"content": tree}) == [(lines, named)]
    assert _read(tmp_path, "a.jsonl", named | {"content": json.dumps(tree)}) == [(lines, named)]
    assert _read(tmp_path, "a.csv", _cells(json.dumps(tree, ensure_ascii=False), tree)) == [(lines, named)] * 2


_ONE, _TWO = ({"content": [_paragraph({"type": "text", "text": line})]} for line in LINES[:2])


@pytest.mark.parametrize(
    "articles",
    [
        [{"type": "news", "text": line} for line in LINES[:2]],
        [{"type": "news", "title": "渡口", "text": line} for line in LINES[:2]],
        {"blocks": [{"type": "news", "title": "渡口", "text": line} for line in LINES[:2]]},
        [{"type": "news"} | _ONE, {"type": "news"} | _TWO],
        {"results": [{"type": "news"} | _ONE, {"type": "news"} | _TWO]},
        {"data": [{"type": "articles", "attributes": {"content": line}} for line in LINES[:2]]},
        [{"_type": "doc", "_source": {"title": "渡口", "content": [{"text": line}]}} for line in LINES[:2]],
        [{"role": "user", "type": "message", "content": [{"type": "text", "text": line}]} for line in LINES[:2]],
        [{"type": "doc"} | _ONE, {"type": "doc"} | _TWO],
        [{"ops": [{"insert": line}]} for line in LINES[:2]],
    ],
)
def test_articles_in_an_array_stay_apart(articles, tmp_path):
    assert [text for text, _ in _read(tmp_path, "a.json", articles)] == LINES[:2]


def test_a_text_with_answers_below_it_is_itself(tmp_path):
    assert _read(tmp_path, "a.json", [{"text": LINES[0], "children": [{"text": LINES[1]}]}]) == [(LINES[0], {})]


@pytest.mark.parametrize(
    "value",
    [
        None, 1, "", [], {}, [1], [{}], {"ops": []}, {"ops": [{"insert": {"image": "a"}}]}, {"ops": [{"insert": LINES[0]}, {"delete": 2}]}, {"ops": 1},
        {"blocks": []}, {"blocks": [{"type": "delimiter", "data": {}}]}, {"type": "doc", "content": []}, {"type": "doc", "content": LINES[0]}, [{"type": "paragraph", "children": []}],
        {"text": LINES[0]}, {"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"text": LINES[0]}}]}, [LINES[0]], [{"type": "image", "value": "a.jpg"}],
        {"root": {"document": {"doc": {"body": {"root": {"document": TREES["doc"]}}}}}},
    ],
)  # fmt: skip
def test_what_has_not_the_form_of_a_tree_is_none(value):
    assert text_of_tree(value) is None
    assert not is_tree(value)


@pytest.mark.parametrize(
    "cell", ["[注] 渡口停了。[完]", '{"text": "渡口停了。"}', '["渡口停了。"]', '{"ops": [{"insert": "渡口', '{"content": x}', "{“text”: 渡口}", "[]"]
)  # fmt: skip
def test_a_cell_that_only_begins_like_a_tree_stays(cell, tmp_path):
    assert tree_in(cell) is None
    assert _read(tmp_path, "a.csv", _cells(cell)) == [(cell, {"title": "渡口"})]


def test_a_tree_without_end_is_none():
    deep = [{"text": LINES[0]}]
    for _ in range(5000):
        deep = [{"type": "paragraph", "children": deep}]
    assert text_of_tree(deep) is None
    assert text_of_tree([TREES["children"][0], *deep]) is None


def test_pictures_leave_nothing_behind(tmp_path):
    blocks = [{"type": "paragraph", "data": {"text": LINES[0]}}, {"type": "image", "value": "a.jpg"}]
    assert text_of_tree({"blocks": blocks}) == LINES[0]


def test_metadata_beside_a_tree_are_read_and_when_it_was_saved_is_not(tmp_path):
    tree = TREES["blocks with data"]
    assert _read(tmp_path, "a.json", tree | {"title": "渡口", "date": "2021-03-04"})[0][1] == {
        "title": "渡口",
        "date": "2021-03-04",
    }
    assert _read(tmp_path, "a.json", {"title": "渡口", "content": tree})[0][1] == {"title": "渡口"}
