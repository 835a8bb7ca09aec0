"""Markup of forums, feeds, wikis, office programs and site generators."""

import pytest

from helpers.cleaning.cleaner import clean


def page(inside):
    return clean(f"<html><head><title>t</title></head><body>{inside}</body></html>").text


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("[b]便宜[/b]的[color=red]模型[/color]和[SIZE=4][I]芯片[/I][/SIZE]。", "便宜的模型和芯片。"),
        ("[quote]甲：贵吗？[/quote]不贵。", "甲：贵吗？\n不贵。"),  # another's words are a paragraph of their own
        ("[align=center]题[/align]\n[list]\n[*]一\n[*]二\n[/list]", "题\n一\n二"),
        ("看图：[img]https://a.b/c.jpg[/img]，[img=9,9]x.png[/img]完[attach]123[/attach]。", "看图：，完。"),
        ("见[url=https://a.b/c]这里[/url]和[url]https://a.b/d/[/url]", "见这里和"),
        ("[b]甲[i]乙[/b]丙[/i]", "甲乙丙"),
    ],
)
def test_codes_of_forums_go(raw, text):
    assert clean(raw).text == text == clean(text).text


@pytest.mark.parametrize(
    "text",
    [
        "数组[b]、区间[a, b]和a[i]不同，[*]也不同。",
        "加粗用[b]和[/b]，居中用[align]…[/align]。",
        "代码写`[b]粗[/b]`就行。",
        "[b]只有开头",
        "只有结尾[/b]",
        "[说明]甲[/说明]",
        "[*]一",
    ],
)
def test_brackets_that_are_no_codes_stay(text):
    assert clean(text).text == text


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ('正文一段。\n{: id="2031-a" updated="2031"}\n## 题{: .big #top}', "正文一段。\n题"),
        ("## 题 {#part-1 .wide}\n正文", "题\n正文"),
        ("{% note info %}\n数据如下。\n{% endnote %}\n> {%- if x -%} {% endif %}\n完", "数据如下。\n完"),
        ("{% centerquote %}引文。{% endcenterquote %}", "引文。"),
        ('甲![图](a.png){width=50% .right}乙[丙](b.html){target="_blank"}丁', "甲乙丙丁"),
        (
            '见[旧文]({% post_url 2031-05-06-shop %})和[新文]({{< ref "b.md" >}})。\n![图]({{ site.url }}/a.png)',
            "见旧文和新文。",
        ),
        ("[TOC]\n正文\n[[_TOC_]]\n@[TOC](目录)\n[[toc]]\n完", "正文\n完"),
    ],
)
def test_attributes_and_tags_of_site_generators_go(raw, text):
    assert clean(raw).text == text == clean(text).text


@pytest.mark.parametrize(
    "text",
    [
        "增速是{10%}还是20%？",
        "条件写在{% if x %}和{% endif %}之间。",
        "{% if %}是条件，{% endif %}是结尾。",
        "集合{:}与{:甲}，{#}",
        "颜色{#fff}很白",
        "函数f(x){y=1}与[甲]{.b}",
        "用[TOC]生成目录",
    ],
)
def test_braces_that_say_something_stay(text):
    assert clean(text).text == text


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        ("<p><![if !supportLists]><span>1.</span><![endif]>机器慢。</p>", "1.机器慢。"),
        ("<p>前<!--[if gte vml 1]><v:x/><![endif]--><![if !vml]>中<![endif]>后</p>", "前中后"),
        ('<p>问<a epub:type="noteref" href="a.xhtml#x1"><sup>[1]</sup></a>：能吗？</p>', "问：能吗？"),
        ('<p>份额<a href="#_ftn1" name="_ftnref1"><span>[1]</span></a>。</p><p><a href="#_ftnref1">[1]</a> 据某报</p>',
         "份额。\n据某报"),
        ('<p>快<sup><a href="#cmnt1" id="cmnt_ref1">[a]</a></sup>，高<sup id="r"><a href="#cite_note-x-2">[注 2]</a></sup>。</p>',
         "快，高。"),
        ('<p>甲<a role="doc-noteref" href="#x">†</a>乙<a class="footnote-backref" href="#y">↩</a>丙<sup>[3-5]</sup></p>', "甲乙丙"),
        ('<h2>历史<span class="mw-editsection">[<a href="/w?action=edit">编辑</a>]</span></h2>', "历史"),
    ],
)  # fmt: skip
def test_marks_of_notes_and_of_office_programs_go(inside, text):
    assert page(inside) == text


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        ('<p>取<a href="/doc#list">list[0]</a>，见<a href="#fn1">第三章</a>。</p>', "取list[0]，见第三章。"),
        ('<p>第<a href="#reform">1</a>、<a href="#part2">2</a>节，<a href="#preface">3</a></p>', "第1、2节，3"),
        ("<p>2<sup>10</sup>与x<sup>i</sup></p>", "2^10与xi"),
        (f'<p>见<a href="#fn1" title="{"x" * 700}">1</a>。</p>', "见1。"),
        ("<p>结尾写作&lt;![endif]&gt;。</p>", "结尾写作<![endif]>。"),
    ],
)
def test_what_is_no_mark_of_a_note_stays(inside, text):
    assert page(inside) == text


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ('## 历史[[编辑](https://w.example/i.php?title=x&action=edit&section=1 "编辑章节：历史")]\n正文', "历史\n正文"),
        ("## 早期 [[编辑](https://w.example/a?action=edit)|[编辑源代码](https://w.example/b?action=edit)]", "早期"),
        ("历史[编辑]\n甲。\n早期[编辑 | 编辑源代码]\n乙。\n晚期[編輯]\n丙。", "历史\n甲。\n早期\n乙。\n晚期\n丙。"),
        ("他点了[编辑]\n完。", "他点了[编辑]\n完。"),
    ],
)
def test_links_to_edit_a_section_go(raw, text):
    assert clean(raw).text == text == clean(text).text


WIKI = "'''桥'''架在[[河|河上]]。{}\n\n== 历史 ==\n桥断过。\n"


@pytest.mark.parametrize(
    ("inside", "said"),
    [
        ("<ref>{{cite|题=[[桥]]}}，第7页。</ref>船<ref name=a />停了。", "船停了。"),
        ("{{信息框\n| 名 = {{小|桥}}\n| 长 = 9\n}}", ""),
        ("又叫{{lang|en|The Bridge of Rivers}}。", "又叫The Bridge of Rivers。"),
        ("[[文件:a.jpg|thumb|[[河]]边]][[Category:桥]][[en:Bridge]]", ""),
        ("\n{| class=a\n|-\n| 长 || 9\n|}\n船停了。", "\n船停了。"),
        ("船''停''了。", "船停了。"),
        ("{{没有完，船停了。", "{{没有完，船停了。"),
        ("没有起头}}，{{来源}}船停了。", "没有起头}}，船停了。"),
    ],
)
def test_of_a_wiki_the_text_stays(inside, said):
    cleaned = clean(WIKI.format(inside)).text
    assert cleaned == f"桥架在河上。{said}\n历史\n桥断过。" == clean(cleaned).text


@pytest.mark.parametrize("text", ["他写作''桥''和<ref>船</ref>。", "笔记里的[[en:桥]]", "'''桥'''是粗体，{{桥"])
def test_what_a_wiki_has_and_others_too_stays(text):
    said = text.replace("[[", "").replace("]]", "")
    assert clean(text).text == said


LATEX = "\\documentclass{{ctexart}}\n\\title{{老桥}}\n\\begin{{document}}\n{}\n\\end{{document}}\n"


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("\\section*{桥}\n桥\\textbf{断\\emph{了}}\\cite[7]{a,b}，见图~\\ref{f}。", "桥\n桥断了，见图。"),
        ("桥断了。% 待查\n船停了，少了9\\%。", "桥断了。船停了，少了9%。"),
        ("\\begin{figure}[h]\n\\includegraphics[width=3cm]{a.png}\n\\caption{桥}\n\\end{figure}\n桥断了。", "桥断了。"),
        ("\\begin{itemize}\n\\item 桥断了。\n\\item 船停了。\n\\end{itemize}", "桥断了。\n船停了。"),
        ("\\begin{tabular}{|l|r|}\n\\hline\n桥 & 断了\\\\[2pt]\n船 & 停了\\\\\n\\end{tabular}", "桥\n断了\n船\n停了"),
        (
            "``桥''断了---\\textcolor{red}{船}\\href{https://a.example}{停}了\\footnote{听说。}，\\vspace{2em}人走了。",
            "“桥”断了—船停了，人走了。",
        ),
        ("\\reference{桥}断了，\\colorbox{a}船停了。", "桥断了，a船停了。"),
        ("船有$a_{1} \\times 2$条。", "船有$a_{1} \\times 2$条。"),
        ("\\begin{figure}桥断了。", "桥断了。"),  # its end is lost
    ],
)
def test_of_latex_the_text_stays(source, said):
    cleaned = clean(LATEX.format(source)).text
    assert cleaned == said == clean(cleaned).text


@pytest.mark.parametrize("text", ["写作\\emph{桥}。", "\\section{桥}\n桥断了，少了9%。"])
def test_commands_of_latex_in_no_such_document_stay(text):
    assert clean(text).text == text


ITEM = """<item>
<title><![CDATA[显卡降价]]></title>
<link>https://a.example/1</link>
<guid isPermaLink="false">1</guid>
<dc:creator><![CDATA[林晓]]></dc:creator>
<pubDate>Tue, 06 May 2031 08:30:00 +0800</pubDate>
<content:encoded><![CDATA[<p>显卡便宜了。</p><p>人人都买。</p>]]></content:encoded>
</item>
"""


@pytest.mark.parametrize(
    "raw",
    [
        ITEM,
        f'<?xml version="1.0"?>\n<rss version="2.0"><channel>\n{ITEM}</channel></rss>',
        '<entry><id>1</id><title type="html">显卡降价</title><author><name>林晓</name></author><link href="a"/>'
        '<content type="html">&lt;p&gt;显卡便宜了。&lt;/p&gt;&lt;p&gt;人人都买。&lt;/p&gt;</content></entry>',
    ],
)
def test_of_a_feed_the_headline_and_the_text_stay(raw):
    assert clean(raw).text == "显卡降价\n显卡便宜了。\n人人都买。"


def test_elements_of_feeds_in_other_texts_stay():
    text = "订阅里有<item>和<pubDate>两种元素，<guid>也是。"
    assert clean(text).text == text
