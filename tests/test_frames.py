"""What stands around an article in the text of a whole page goes by what stands beside it; the same words in a text stay."""

import pytest

from helpers.cleaning.cleaner import clean
from helpers.cleaning.html_page import parse
from helpers.report.body.boilerplate import find_boilerplate
from helpers.report.body.threads import around_messages
from helpers.text.script import to_simplified

TITLE = "井边的磨刀人"
BODY = [
    "磨刀人每年霜降前后来一次，扁担一头是凳子，一头是水桶。",
    "他在井边坐下，先把石头浸湿，再把刀翻过来看一看刀口。",
    "村里的刀他都认得，哪一把砍过骨头，哪一把只切过豆腐。",
    "“刀不怕用，”他说，“刀怕放在抽屉里，谁也不想起它来。”",
    "太阳偏西的时候，他收了七块钱，把水泼在菜地里，走了。",
]


def _left(lines):
    """Return the lines that stay of a page."""
    text = to_simplified(clean("\n".join(lines)).text)
    for start, old, _, _ in reversed(find_boilerplate(text)):
        text = text[:start] + text[start + len(old) :]
    return [line for line in text.split("\n") if line]


ARTICLE = _left([TITLE, *BODY])


@pytest.mark.parametrize(
    "above",
    [
        ["井边周刊", "首页", "要闻", "人物", "图集", "登录", "注册"],
        ["井邊誌", "搜尋", "議題", "專欄", "登入 / 註冊", "下載 App"],
        ["首页 | 村志 | 排行榜 | 登录"],
        ["首页　手艺　老行当　水井"],
        ["Skip to content", "Navigation Menu", "Pricing", "Sign in", "Sign up"],
        [
            "INTERNET ARCHIVE WAYBACK MACHINE",
            "9 captures",
            "3 Feb 2011 - 9 Aug 2014",
            "JAN",
            "FEB",
            "3",
            "2010",
            "2011",
            "首页",
            "登录",
        ],
        ["archive.today", "webpage capture", "Saved from", "search", "9 Jul 2021 03:12:45 UTC", "report bug or abuse"],
        [
            "Skip to content",
            "moli / knife",
            "Star 9",
            "Folders and files",
            "docs\t补充说明\tlast month",
            "README",
            "MIT license",
        ],
        ["河谷视频", "河谷公开课", "安全退出", "邮箱", "河谷首页 > 河谷号 > 正文 申请入驻"],
        ["登录河谷通行证", "河谷网>>社会·法治"],
        ["今天是：2022年3月9日 星期三", "井边县人民政府", "首页", "政务公开", "您的位置：首页>政务公开>民生"],
        ["井边时报", "要闻 体育 副刊 井边事 娱乐"],
        ["井邊時報", "要聞", "體育", "副刊", "您使用的瀏覽器版本較舊，建議您更新瀏覽器版本。"],
        ["井边网首页 股票 基金 数据 旗下网站", "股票代码/名称/拼音 搜索"],
        ["直接到主要內容區", "本網站使用 Cookie，繼續瀏覽即表示您同意我們的政策。", "人物"],
    ],
)
def test_the_menu_above_the_headline_goes(above):
    assert _left([*above, TITLE, *BODY]) == ARTICLE


@pytest.mark.parametrize(
    "below",
    [
        ["上一篇", "补锅的人", "下一篇", "卖油的人", "热门排行", "1", "县城的书店", "网站首页", "广告服务", "联系我们"],
        ["热门留言", "国立井边大学", "哭爆", "4,120", "回复", "邻村中学", "真好", "88", "回复", "共 611 则留言"],
        [
            "评论",
            "小米粥：",
            "写得真好",
            "2010-04-13 08:10",
            "回复(0)",
            "阿山：",
            "我也听过",
            "2010-04-14 10:00",
            "回复(0)",
        ],
        ["About", "一把刀", "Resources", "Readme", "Stars", "9 stars", "Packages", "Languages", "Python 96.4%"],
        ["附件：收费标准.doc", "主办：井边县政府　承办：数据中心", "您对本文是否满意？ ○满意 ○不满意 提交"],
        ["责任编辑：林青", "订阅", "本刊每周四更新，欢迎读者来信。", "微信搜索“井边周刊”关注我们"],
        ["發佈留言", "發佈留言必須填寫的電子郵件地址不會公開。 必填欄位標示為 *", "留言 *", "顯示名稱 *"],
        ["还没有人赞赏，支持一下", "总资产12共写了3.1W字获得209个赞共47个粉丝"],
        ["往期回看：", "补锅的人", "卖油的人"],
        ["You may also like", "补锅的人"],
        ["其他回答", "周舟", "2016-01-02", "不知道。"],
    ],
)
def test_what_a_page_puts_below_an_article_goes(below):
    assert _left([TITLE, *BODY, *below]) == ARTICLE


@pytest.mark.parametrize(
    "below",
    [
        ["订阅井边通讯", "每周四早上，一封信，三个好故事。", "输入你的邮箱", "订阅"],
        ["【联系我们】", "微博：@井边电台", "微信公众号：井边电台"],
        ["❏ 本集贊助", "河谷咖啡，輸入 WELL 打九折", "❏ 追蹤慢車", "Instagram：@slow.example", "Facebook：慢車"],
        ["【制作团队】", "主播：阿岚", "后期：小周", "【收听方式】", "在小宇宙、Apple 播客搜索「井边」收听。"],
        ["#打工", "#老行当", "#井"],
        ["关于作者", "林青，写过两本关于手艺的书，住在井边。"],
        ["井边周刊", "井边周刊是一家专注手艺的媒体。"],
        ["支持井边志", "好的报道需要时间，也需要你。", "每一笔小额赞助，都用在采访上。", "立即赞助"],
        ["分享此文", "林青", "住在河谷的自由撰稿人，著有《刀与水》。", "作者的其他文章"],
        ["下载井边周刊APP，每日不漏接", "地方", "稻穗艺术节登场", "9/27 09:40", "老街修复完工", "9/27 08:15"],
        ["id: 8f9a1b", "created_time: 2025-11-02T05:30:11Z", "source_url: https://valley.example/1", "type_: 1"],
        ["关键词：", "磨刀;水井;手艺", "基金资助：", "省社科规划项目(21LS011)；"],
        ["媒体联络人：", "江畔船务公司", "林小姐　电话：1234"],
        ["法律声明", "本公众号所载资料的版权归本公司所有。"],
        ["✕"],
    ],
)
def test_what_no_list_knows_goes_between_known_lines_of_a_foot(below):
    known = ["责任编辑：林青", "打印", "关闭窗口"], ["版权所有 河谷网", "联系我们", "返回顶部"]
    assert _left([TITLE, *BODY, *known[0], *below, *known[1]]) == ARTICLE


@pytest.mark.parametrize(
    "between",
    [
        [
            "井边周刊",
            "2025-08-19 18:22 来源：井边周刊",
            "河谷",
            "0",
            "分享至",
            "用微信扫码二维码",
            "分享至好友和朋友圈",
        ],
        ["我来答", "1个回答", "老周说刀", "高粉答主", "2024-08-02 · 说的都是干货，快来关注"],
        ["作者, 林青", "Role, 井边周刊记者，发自河谷"],
    ],
)
def test_what_a_page_puts_between_headline_and_text_goes(between):
    assert _left([TITLE, *between, *BODY])[-len(BODY) - 1 :] == ARTICLE


@pytest.mark.parametrize(("title", "stays"), [(TITLE, False), ("", True)])
def test_what_stands_above_a_known_headline_goes(title, stays):
    text = "\n".join(["河谷网", "长短句", TITLE, *BODY])
    assert ("长短句" in "".join(old for _, old, _, _ in find_boilerplate(text, names=[title]))) is not stays


@pytest.mark.parametrize(
    "below",
    [
        ["更多井边周刊报导", "老戏院转手　新屋主是他", "独／油价明天涨"],
        ["热门新讯", "老戏院转手　新屋主是他", "看更多生活新闻", "独／油价明天涨"],
        ["大家还看了", "多地发布暴雨预警", "3小时前", "新版邮票今日发行", "5小时前"],
        ["想继续追问这篇文章吗？你可以问我：", "1. 他为什么不多收钱？", "2. 刀怎么才不钝？"],
        ["支持井边周刊，每月只要100元"],
        ["批注 [林1]: 年份再查", "第 3 页 共 3 页"],
        ["来自印象笔记"],
    ],
)
def test_lists_of_other_articles_and_questions_go(below):
    assert _left([TITLE, *BODY, *below]) == ARTICLE


@pytest.mark.parametrize(
    "lines",
    [
        [TITLE, "捞", BODY[0], "劝", *BODY[1:]],
        [TITLE, "2025-08-19 来源：井边周刊", "捞", *BODY],
        ["译本", "2025-08-19 来源：井边周刊", "译者序", "他在序里只说了三件事：", *BODY],
        [TITLE, *BODY, "name: 磨刀", "on: push", "path: knife", "run: make"],
        [TITLE, *BODY, "name: knife", "on: push", "path: knife", "run: make"],
        [TITLE, *BODY, "石磨体验", "11/02 09:30", "豆花品尝", "11/09 09:30"],
        [TITLE, *BODY[:2], "图像来源，他从来不说。", "他说图片来源，往往比图片本身更难找。", *BODY[2:]],
        [TITLE, *BODY[:3], "更多的人问他为什么不多收钱", *BODY[3:]],
        [TITLE, *BODY[:2], "支持他的人每月只要来一次就好。", *BODY[2:]],
    ],
)
def test_short_lines_of_a_text_stay(lines):
    text = _left(lines)
    assert [
        line for line in clean("\n".join(lines)).text.split("\n") if line not in text and "来源：" not in line
    ] == []


@pytest.mark.parametrize(
    "lines",
    [
        [TITLE, *BODY, "后来网上有人写下几条留言：", "1楼", "我也去过。", "2楼", "真好听。", "3楼", "刀快了。"],
        [TITLE, *BODY, "问卷最后的四道题，他都没有答：", "首页", "登录", "搜索", "帮助中心"],
        [TITLE, *BODY[:3], "团队", "我们一共四个人，都不会磨刀。", *BODY[3:]],
        ["话剧《刀》", *BODY, "主持：谢谢大家", "主播：再见", "主持：我们明天见", "主播：好的"],
        ["刀的四种用法", "#1 切", "切豆腐的一把。", *BODY, "#3 砍", "#4 放"],
        ["我的2023你的2024", "一封年终的信", *BODY],
        ["一个护士的日志", "三月的夜班", *BODY],
        ["编辑部故事", "设计之都", *BODY],
        [TITLE, *BODY, "早餐店的价目", "豆浆 NT$25", "油条 NT$20", "饭团 NT$40"],
        [TITLE, *BODY, "井沿上刻着四句", "一声催人早", "两声催人归", "三声潮水起", "四声无人追"],
        [TITLE, *BODY, "他们的社团叫：", "Facebook：井边刀声", "微博：井边刀声"],
        [TITLE, *BODY, "Instagram：三百人", "Facebook：两千人"],
        [TITLE, *BODY, "其他答案", "也有人说，刀是自己钝的。", "还有人说，没有刀。"],
        [TITLE, *BODY, "相关政策", "《手艺人登记办法》", "《集市管理条例》"],
        ["首页的四个栏目", "首页 手艺 老行当 水井", *BODY],
        ["一张报纸的四个版面", "要闻 体育 副刊 广告", "四个版面，他只看广告。", *BODY],
        [TITLE, *BODY, "我们订阅了那份报纸，读者只剩三个人。"],
        [TITLE, *BODY, "本馆的开放时间改了三次，读者还是记错。"],
        [TITLE, *BODY, "怎么办", "独立媒体需要读者的赞助。", "没有赞助，就没有报道。"],
        [TITLE, *BODY, "附：两个人的下落", "老周", "教师，现居河谷。", "老李", "诗人，著有《刀》。"],
        [TITLE, *BODY[:2], "水位下降三米。（来源：井边周刊）", *BODY[2:]],
        [TITLE, *BODY, "位置", "顶端", "最上", "页首"],
        ["回响", *BODY],
        [TITLE, *BODY, "我知道了"],
    ],
)
def test_the_same_words_in_a_text_stay(lines):
    assert _left(lines) == clean("\n".join(lines)).text.split("\n")


def test_a_sentence_about_a_medium_stays_between_a_caption_and_a_credit():
    said = "我们订阅了那份报纸，读者只剩三个人。"
    assert _left([TITLE, *BODY, "图片来源：井边周刊", said, "责任编辑：林青"]) == [*ARTICLE, said]


@pytest.mark.parametrize("place", [1, 2, 5])
@pytest.mark.parametrize(
    "cells",
    [
        ["刀", "磨多久", "菜刀", "34 分钟", "柴刀", "9 分钟"],
        ["活", "切", "砍", "时间", "30 分钟", "45 分钟"],
        ["刀口", "大", "中", "小", "价钱", "3 元", "2 元", "1 元"],
        ["村", "路程", "井边", "3 小时", "河谷", "1 天"],
    ],
)
def test_cells_of_a_table_stay_below_the_first_sentence_and_at_the_end(cells, place):
    lines = [TITLE, *BODY[:place], *cells, *BODY[place:]]
    assert _left(lines) == clean("\n".join(lines)).text.split("\n")


@pytest.mark.parametrize("sign", ["✕", "✗", "○", "△", "√", "×", "？"])
def test_a_sign_of_the_text_stays_and_an_ornament_goes(sign):
    sign = clean(f"甲。\n{sign}\n乙。").text.split("\n")[1]
    assert sign in _left([TITLE, *BODY[:2], "账本上只有这个记号：", sign, *BODY[2:]])
    assert sign in _left([TITLE, *BODY, "最后一页只剩一个记号：", sign])
    assert "◆" not in _left([TITLE, *BODY[:2], "◆", *BODY[2:]])


_FORWARDED = ["---------- Forwarded message ---------", "寄件者： 井邊誌 <news@well.example>", "Date: 2021年3月9日 週二",
              "Subject: 井邊的磨刀人", "To: <qiu@mail.example>"]  # fmt: skip


def test_a_page_without_chinese_that_an_archive_kept_is_read():
    assert "The knives are sharp now, he said!" in _left(["Wayback Machine", "The knives are sharp now, he said!"])


def test_an_answer_stays_above_the_mail_that_it_answers():
    assert _left([TITLE, *BODY, *_FORWARDED, "秋天的磨刀人已经不来了。"])[: len(ARTICLE)] == ARTICLE


def test_who_answers_and_when_may_stand_on_one_line():
    others = ["其他回答（2）", "匿名用户 2021-11-07", "不磨也行，买新的。", "井边客", "同问，我家那把也钝了。"]
    assert _left([TITLE, *BODY, *others]) == ARTICLE
    assert _left([TITLE, *BODY, "其他回答", "他们说，石头比刀老。"])[-1] == "他们说，石头比刀老。"


def test_the_days_of_a_table_and_the_weather_are_no_heads_of_a_chat():
    rows = ["6月1日至8月31日", "上门提醒", "9月1日至11月30日", "书面告知", "12月1日以后", "依照条例处理"]
    page = ["2024年1月9日 星期二 多云", "您当前所在位置：首页>政务公开", TITLE, *BODY[:4], *rows, BODY[4]]
    assert _left(page) == [*ARTICLE[:5], *rows, ARTICLE[5]]


@pytest.mark.parametrize(("others", "stay"), [("item", False), ("byline", True)])
def test_posts_that_name_their_author_are_the_article_s_or_replies(others, stay):
    page = parse(
        "<html><body>"
        '<div class="atl-item" _host="甲"><p>第一楼的正文。</p></div>'
        f'<div class="atl-{others}" _host="乙"><p>路过的人。</p></div>'
        '<div class="atl-item" _host="甲"><p>第二楼的正文。</p></div>'
        "</body></html>"
    )
    cut = [page.source[start:end] for start, end, _ in around_messages(page)]
    assert [("乙" in each) for each in cut] == ([] if stay else [True])
