"""Signs, tags, code and patterns of which a sentence speaks stay; what only marks up the text goes."""

import pytest

from helpers.cleaning.cleaner import clean

BEFORE, BEHIND = "车间里只剩三个人，他们轮流看着屏幕。\n", "\n下班以后，灯还亮着，没有人去关。"


def cleaned(line):
    """Return what cleaning makes of a line between two lines of prose."""
    text = clean(BEFORE + line + BEHIND).text
    assert clean(text).text == text
    assert text.startswith(BEFORE) and text.endswith(BEHIND)
    return text[len(BEFORE) : -len(BEHIND)]


@pytest.mark.parametrize(
    "line",
    [
        # indices
        "名单names[0]、names[1]和names[2]里没有他。",
        "下标从零起，第[0]、第[1]和第[2]个都空着。",
        "取x[1]、y[2]与z[3]三个值。",
        "脚本收到user_args[1]、items[2]和items[3]。",
        "行是[[1, 2], [3, 4]]与[[5, 6]]，列是t[[\"a\"]]和t[[1]]。",
        # stars
        "传train(data, **options)之后算3**2，再打印k**m。",
        "匹配时.+?和.*?都懒，.*和.+都贪。",
        "正则^a.*b$与^c.*d$不同，\\w*和\\s*也不同。",
        "日志在/var/*/log和/srv/*/log，配置在/etc/*.conf和/opt/*.ini。",
        "把*.csv和*.json留下，其余*.tmp都删。",
        "先COUNT(*)再SUM(*)，结果不同。",
        "注释写成/*这样*/就行，(a+b)*c*(d)是乘积。",
        "箱子的容积是长 * 宽 * 高，不算把手。",
        "通配符 * 代表任意多个，而 ** 还代表子目录。",
        # highlights and comments
        "==和equals的差别：==看地址，equals看内容。",
        "==判断值，而且==不看类型，很多人踩坑。",
        "运算符==的优先级低，==两边的值先算。",
        "不等写!=，相等写==，赋值写=，别把==写错。",
        "写%%timeit或%%prun都能测，写%%html就画网页。",
        # templates
        "提示词里的{{city}}和{{date}}忘了填，模型就照念。",
        "{{user}}是占位符，程序会换成名字。",
        "模板用{{}}包住变量，用{% if x %}包住条件，也能嵌套。",
        # tags, comments, entities
        "输入以<s>开头，以</s>结尾，<pad>只补长度。",
        "用<b>和</b>包住要加粗的字。",
        "图用<img>，链接用<a>…</a>，段落用<p>...</p>。",
        "用<div></div>包住它，再写<div class=\"box\">，最后收尾。",
        "换行写作<br>，分隔线写作<hr/>，不要混用。",
        "List<Object>是一种类型，Promise<Data>又是一种。",
        "文件开头写作#include <map>，再写#include <stdio.h>。",
        "文件以<!DOCTYPE html>开头，浏览器才知道。",
        "注释放在<!--和-->之间，读者看不见。",
        "小于号写作&lt;，大于号写作&gt;，与号写作&amp;。",
        "要空格就写&nbsp;，要换行就写<br>，别的照打。",
        "空格要转义，&nbsp;和&ensp;都行，&#160;也可以。",
        "尖括号要转义，&lt;p&gt;和&lt;/p&gt;才看得见，&lt;b&gt;也是。",
        "&lt;p class=a&gt;是转义以后的标签。",
        "HTML里的&nbsp;是不换行的空格，&lt;则是小于号。",
        "写网页代码时&copy;代表版权，&mdash;指破折号。",
        # style sheets
        "样式写成.box {margin: 0;} .card {padding: 1px;}就能对齐。",
        "例如（p {color: red;}），段落就变红。",
        "脚本里[[ -d build ]]判断目录，[[ $a == 1 ]]判断数。",
        # what was no mark before
        "循环写i++或++j，条件写a && b，取反写!c，路径写~/.ssh和$PATH。",
        "对话以<|user|>开头，中间是<think>，类里有__init__，字符串里有\\n和\\t。",
    ],
)  # fmt: skip
def test_a_sign_that_a_sentence_names_stays(line):
    assert cleaned(line) == line


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("模型很大[1]。价格低[2]，人少[3]，GPT[4]和transformer[5]也一样。", "模型很大。价格低，人少，GPT和transformer也一样。"),
        ("模型很大[1]。价格低[2][3]。", "模型很大。价格低。"),
        ("见[[飞轮]]和[[a|别名]]，[[2024-03-05]]写的，[[ 笔记 ]]。", "见飞轮和别名，2024-03-05写的，笔记。"),
        ("这里**很**重要，那里**也**一样，2**10很大。", "这里很重要，那里也一样，2**10很大。"),
        ("甲*很*高，（*真的*）不*低*，见*Nature.*和*《书》*，*AI*也是。", "甲很高，（真的）不低，见Nature.和《书》，AI也是。"),
        ("模型==便宜==了，==和平==与==是否==都重要，==比较贵==。", "模型便宜了，和平与是否都重要，比较贵。"),
        ("见%%私人批注%%此处，%% 另一条 %%也是。", "见此处，也是。"),
        ("作者：{{author}} 发布于{{date}}", "作者：发布于"),
        ("模型来了。{{ad}}后来的事大家都知道。", "模型来了。后来的事大家都知道。"),
        ("词条{{lang|en|Llama}}很长，{{% notice %}}也是。", "词条很长，也是。"),
        ("用<b>粗体</b>字，利用<br>电脑，<span>标签</span>和<i>元素</i>。", "用粗体字，利用\n电脑，标签和元素。"),
        ("甲<b>乙</b>丙<i>丁</i>戊，标题用<h1>和</h1>包住。", "甲乙丙丁戊，标题用<h1>和</h1>包住。"),
        ("起到作用&nbsp;和影响，增加&nbsp;，描写&nbsp;，甲&amp;乙，A&lt;B。", "起到作用和影响，增加，描写，甲&乙，A<B。"),
        ("甲&nbsp;是乙，他在网页上说：&ldquo;是的&rdquo;。", "甲是乙，他在网页上说：“是的”。"),
        # browsers read these without their end as well
        ("他说&#26725&#24403然好，&#x6865&#8220;好&#8221，&amp;#26725也是。", "他说桥当然好，桥“好”，桥也是。"),
        ("甲&nbsp&nbsp乙&quot丙&quot。", "甲乙\"丙\"。"),
        ("见a.php?x=1&copy=2&lt=3和R&D、b&ampc、&#38b、&#20、&#165200元。", "见a.php?x=1&copy=2&lt=3和R&D、b&ampc、&#38b、&#20、&#165200元。"),
        ("正文<!-- 注 -->又来了，完<!--more-->。", "正文又来了，完。"),
        ("正文来了。.ad { margin: 0; color: #333; }正文又来了。", "正文来了。正文又来了。"),
        ("模型 ** 便宜 ** 了。", "模型便宜了。"),
    ],
)  # fmt: skip
def test_what_marks_up_a_sentence_goes(line, text):
    assert cleaned(line) == text


@pytest.mark.parametrize(
    "line",
    [
        "先写`<div class=\"box\">`，再写`{{name}}`，最后写`&copy;`。",
        "用`*`或`**`作通配符，批注写`%%注%%`，重点写`==重点==`，链接写`[[名字]]`。",
        "图写`![图](a.png)`，链接写`[文](b.html)`，脚注写`[^1]`，星号写`\\*`。",
        "在`<head>`里加`<script>alert(1)</script>`，别忘了`</head>`。",
        "样式写`p {color: red;}`，又写``a<b>``也行。",
        "正则`<[^>]+>`会被`<a title=\">\">`骗过去。",
    ],
)  # fmt: skip
def test_code_that_would_be_read_as_markup_keeps_its_backticks(line):
    assert cleaned(line) == line


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("函数`print`、变量`x_1`和`a**b`。", "函数print、变量x_1和a**b。"),
        ("用`*`，再算`a**b`。", "用`*`，再算a**b。"),
        ("`他说，**便宜**了。`后来又涨。", "他说，便宜了。后来又涨。"),  # a sentence is no code
        ("**用`<b>`标粗**，![看`<i>`](a.png)*斜*。", "用`<b>`标粗，斜。"),
    ],
)
def test_backticks_around_anything_else_go(line, text):
    assert cleaned(line) == text


def test_a_page_shows_an_entity_that_it_names():
    page = "<html><body><p>空格写作&amp;nbsp;，与号写作&amp;amp;。甲&amp;nbsp;乙。</p></body></html>"
    assert clean(page).text == "空格写作&nbsp;，与号写作&amp;。甲乙。"
