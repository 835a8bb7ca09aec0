"""Lines of credits, rights and calls go; sentences of an article that only speak of such things stay."""

import re

import pytest

from helpers import lexicon
from helpers.cleaning.cleaner import clean
from helpers.report.body.boilerplate import find_boilerplate, fingerprints_of, repeated_lines
from helpers.report.body.credits import note_lines
from helpers.report.body.line_weights import line_features, line_key, log_odds
from helpers.text.script import to_simplified

BODY = [
    "山谷里的第一间机房去年秋天落成，冷却塔立在河边。",
    "夜里温度降得很快，风从北边吹来，带着松树的气味。",
    "服务器运到的那天正下着雨，卡车在泥里停了两个小时。",
    "镇上的人起初不知道那是什么，后来也就习惯了。",
    "机器运转之后，河水比往年暖了半度，鱼群换了地方。",
    "工程师每周开一次会，商量怎样把电费降下来。",
    "冬天到来以前，第二间机房也盖好了，比第一间大一倍。",
    "老人们更关心的是水井，井水还是甜的。",
]


def _left(lines):
    """Return the lines that stay of an article."""
    text = "\n".join(lines)
    for _, old, _, _ in reversed(find_boilerplate(text)):
        text = text.replace(old.strip("\n"), "", 1)
    return [line for line in text.split("\n") if line]


@pytest.mark.parametrize(
    "line",
    [
        *["扫码付款早已是常事，菜场里的老人也会。", "版权归谁，法官们还没有想好。", "侵权的界线一直在移动。"],
        *[
            "未经许可抓取小说来训练模型，算不算偷？",
            "长按输入框，手机就会念出整段回答。",
            "更多精彩的对局发生在棋盘之外。",
        ],
        *["他在群里转发了那篇文章，老师们都看到了。", "看完之后，越来越多的投资人开始关注这座小镇。"],
        *[
            "这并不代表法院赞成他的看法。",
            "律师告诉我们，那份声明不能当作免责的依据。",
            "机器给出的意见仅供参考，拿主意的还是医生。",
        ],
        *["公司正在招聘会两种语言的人，简历已经收到三百份。", "一位公众号编辑说，她每天要回复上百条留言。"],
        *["“现在购买，三天内打对折！”广告牌上这样写着。", "要登录才能使用的模型，算不上开放。"],
        *["记者们挤在门口，没有人愿意先走。", "作者在书里写道，来源不明的数据最危险。"],
        *[
            "那年冬天很冷，谁也没有出门（图片里的人是她的父亲）",
            "他穿着一件旧军大衣（记不清由谁所摄）",
            "他为这本书免费供图",
        ],
        *[
            "法庭说，来往的信件不构成要约，合同没有成立。",
            "投资有风险，这句话他听了二十年才懂。",
            "推AI落地的公司只占1/3",
        ],
        *["本报记者：您怎么看这件事", "编辑：我不同意"],
    ],
)
@pytest.mark.parametrize("place", [0, 4, 8])
def test_a_sentence_of_the_article_stays_though_it_speaks_of_credits_and_calls(line, place):
    lines = [*BODY[:place], line, *BODY[place:]]
    assert _left(lines) == lines


@pytest.mark.parametrize(
    "line",
    [
        *["责任编辑：林晓", "来源：山谷日报", "文｜林晓 编辑｜陈默", "本报记者 林晓 报道", "图/视觉中国"],
        *["本文经授权转载自公众号山谷周刊，转载请联系原作者。", "版权声明：本文版权归作者所有，未经许可不得转载。"],
        *[
            "本文仅代表作者个人观点，不代表本站立场。",
            "如有侵权，请联系后台删除。",
            "觉得不错，就点个在看，分享给朋友吧！",
        ],
        *[
            "长按识别下方二维码，关注我们的公众号。",
            "点击下载山谷新闻App，抢先看独家报道。",
            "欢迎投稿，投稿邮箱：someone@a.example",
        ],
        *["未经授权，禁止转载，违者必究。", "阅读 1024 点赞 56", "相关阅读：《模型又便宜了》"],
    ],
)
@pytest.mark.parametrize("place", [0, 8])
def test_credits_rights_and_calls_at_the_edges_go(line, place):
    assert _left([*BODY[:place], line, *BODY[place:]]) == BODY


@pytest.mark.parametrize(
    "line",
    [
        *[
            "作文｜老師說字跡最要緊",
            "公文｜鄉長的最後一頁",
            "渡口地圖｜消失的七個碼頭",
            "藍圖｜十年後的河堤",
            "調查報道｜誰買走了山谷",
        ],
        *[
            "電動船首發｜三百人排隊",
            "短視頻｜漁民半年賣出一船魚",
            "稅制設計｜學者：太急",
            "獨家｜船廠拿到三億元投資",
            "观点｜别怪机器",
        ],
        *["英文｜菜單上的錯字", "投稿：写给河的信", "合作：两座村子的冬天", "视频：渔村的新窗口"],
    ],
)
@pytest.mark.parametrize("place", [0, 4])
def test_a_headline_whose_word_before_the_bar_ends_like_a_label_stays(line, place):
    lines = clean("\n".join([*BODY[:place], line, *BODY[place:]])).text.split("\n")
    assert _left(lines) == lines


@pytest.mark.parametrize(
    "line",
    [
        *[
            "文｜林晓",
            "撰文｜林晓",
            "美術編輯／林曉",
            "首图来源：视觉中国",
            "ValleyWeb文/林晓",
            "2023-05-06 图/林晓",
            "本版撰文：林晓",
            "撰文﹕林曉",
            "責任編輯︰林曉",
        ],
        *["攝影｜林曉 文字｜陳默", "原文：The Valley Post", "消息来源｜山谷日报"],
    ],
)
@pytest.mark.parametrize("place", [0, 8])
def test_a_label_and_a_name_go(line, place):
    line = clean(f"{BODY[0]}\n{line}").text.split("\n")[1]
    assert _left([*BODY[:place], line, *BODY[place:]]) == BODY


@pytest.mark.parametrize(
    ("line", "goes"),
    [
        ("▼ 廣告，請往下繼續閱讀 ▼", True),
        ("（廣告後繼續閱讀）", True),
        ("請繼續往下閱讀…", True),
        ("請繼續往下閱讀。", False),
        ("请往下看", False),
        ("廣告，請看下一頁", False),
        ("延伸閱讀：漁港的一天", True),
        ("看更多》漁港的一天", True),
        ("延伸閱讀不如重讀。", False),
        ("更多报道河边的事", False),
        ("▲圖／翻攝自船廠臉書", True),
        ("圖片來源／漁會", True),
        ("（网络图片）", True),
        ("渔民在码头卸货。（渔会提供）", True),
        ("渔民在码头卸货。（取自网络）", True),
        ("午饭（学校提供）", False),
        ("渔民在码头卸货（冰由渔会提供）。", False),
        ("6月7日，渔民在码头卸货。山城社记者 张帆 摄", True),
        ("机器坏了三台。两名记者在现场拍摄", False),
        ("图为渔民在码头卸货。张帆摄", True),
        ("图为谁而画。没有人知道", False),
        ("△ 码头的清晨，图源：渔会", True),
        ("数据来源：山谷研究院", True),
        ("资料来源：Wind，山谷证券研究所", True),
        ("数据来源：我们问了三百个人", False),
        ("资料来源：镇上的报纸、老人的日记", False),
        ("支付寶打賞 微信打賞", True),
        ("Status", False),
    ],
)
def test_what_stands_between_paragraphs(line, goes):
    body = [*BODY, *(f"后来的第{k}年，河边又盖了一间机房。" for k in "二三四五六")]
    line = clean(f"{BODY[0]}\n{line}").text.split("\n")[1]
    assert _left([*body[:7], line, *body[7:]]) == [*body[:7], *([] if goes else [line]), *body[7:]]


@pytest.mark.parametrize(
    ("end", "stays"),
    [
        (["Help", "Status", "About", "Terms"], 0),
        (["Status"], 1),
        (["1.5K Followers"], 0),
        (["5 min read"], 0),
        (["三分钟读完一本书的人"], 1),
        (["香港時間21時15分"], 0),
        (["香港时间比伦敦早。"], 1),
        (["发表回复 取消回复", "您的邮箱地址不会被公开。 必填项已用 * 标注"], 0),
        (["本作品采用知识共享署名 4.0 国际许可协议进行许可。"], 0),
        (["他把照片以知识共享协议放到网上，谁都能用。"], 1),
        (["如果发现译文有错，欢迎到仓库提交修改。"], 0),
        (["如果发现错误，模型会重新写一遍。"], 1),
        (["追踪我的Instagram，每周收到新照片。"], 0),
        (["关注我的人越来越少，他说。"], 1),
        (["觀看次數：8萬次"], 0),
    ],
)
def test_feet_of_sites_go_and_sentences_of_their_words_stay(end, stays):
    end = clean("\n".join([BODY[0], *end])).text.split("\n")[1:]
    assert _left([*BODY, *end]) == [*BODY, *end[:stays]]


@pytest.mark.parametrize(
    "line", ["出版：2023-05-06 07:30", "3 分鐘閱讀", "2022年6月号　第88期", "维基百科，自由的百科全书"]
)
def test_what_stands_above_an_article(line):
    line = clean(f"{BODY[0]}\n{line}").text.split("\n")[1]
    assert _left([line, *BODY]) == BODY


def test_an_interview_keeps_its_questions_and_a_credit_with_the_same_label_goes():
    talk = [
        part
        for number, said in enumerate(BODY[:5])
        for part in (f"记者：{'为什么' if number % 2 else '您觉得'}会这样，您怎么看？", f"林晓：{said}")
    ]
    assert _left(talk) == talk
    assert _left(["记者：林晓", *BODY]) == BODY


@pytest.mark.parametrize("last", ["阿ken：（摇头）", "小may：（笑）", "阿Ken：（掌聲）", "老周:(叹气)"])
def test_a_talk_keeps_a_last_turn_without_a_word(last):
    talk = [f"{last[:2] if last.startswith('老') else last.split('：')[0]}：{said}" for said in BODY[:3]]
    assert _left([*talk, last]) == [*talk, last]
    assert _left([*BODY, last]) == [*BODY, last]
    assert _left([*BODY, "摄影：（图虫）"]) == BODY


def test_who_speaks_again_and_again_keeps_every_line():
    talk = [part for said in BODY[:3] for part in (f"阿may：{said}", "阿ken：嗯嗯")]
    assert _left([*talk, "阿may：转发一下"]) == [*talk, "阿may：转发一下"]


def test_a_chronology_keeps_its_days_and_a_date_line_goes():
    days = [part for month, told in enumerate(BODY, start=1) for part in (f"2023年{month}月5日", told)]
    assert _left(days) == days
    assert _left([day.replace("年", ".").replace("月", ".").removesuffix("日") for day in days])[0] == "2023.1.5"
    for day in ("2023年5月5日 08:30", "2023.05.05", "2023-05-05"):
        assert _left([day, *BODY]) == BODY


HEADS = [
    *[
        "{who} 2024-11-02 08:3{n}:07",
        "2024/11/02 08:3{n} {who}",
        "{who} 2024年11月{n}日 下午8:30",
        "{who}（11-02 08:3{n}）",
    ],
    *["{who}, [02.11.2024 08:3{n}]", "2024-11-02 08:3{n}:07 {who}(20317)", "{who} 11月{n}日 08:30"],
]


@pytest.mark.parametrize("names", [("阿岩", "梅朵"), ("慧玲媽媽", "Oskar")])
@pytest.mark.parametrize("head", HEADS)
def test_a_chat_keeps_the_heads_of_its_messages_and_what_stands_below(head, names):
    said = ["你们带伞了吗？", "我带了两把。", "谢谢，转发一下", "不客气"]
    talk = [part for n, words in enumerate(said) for part in (head.format(who=names[n % 2], n=n), words)]
    talk = clean("\n".join(talk)).text.split("\n")
    assert _left(talk) == talk
    assert _left([*talk, "责任编辑：林晓"]) == talk
    assert _left(["今天的接龙", *talk]) == ["今天的接龙", *talk]


def test_a_chat_with_its_words_behind_a_colon_stays():
    talk = [
        f"2024-11-02 08:3{n} {who}：{said}"
        for n, (who, said) in enumerate([("阿岩", "到了"), ("梅朵", "好"), ("阿岩", "收到")])
    ]
    assert _left(talk) == talk


@pytest.mark.parametrize(
    "lines",
    [
        ["林晓 2024-11-02 08:30", *BODY],
        ["2024-11-02 08:30 东岸网", "林晓 2024-11-02 08:35", *BODY],
        ["林晓 2024-11-02 08:30", *BODY, "梅朵 2024-11-02 09:30", "东岸网 2024-11-03 09:30"],
        [*BODY, "林晓 2024-11-02 08:30", "梅朵 2024-11-02 09:30", "东岸网 2024-11-03 09:30"],
    ],
)
def test_bylines_at_the_ends_of_an_article_are_no_chat(lines):
    assert _left(lines) == BODY


def test_dates_of_other_articles_below_one_are_no_chat():
    others = [
        part
        for n, title in enumerate(["电价明年还要涨", "旧厂房变成图书馆", "水电站又停了"], 1)
        for part in (title, f"东岸网 2024-11-0{n}")
    ]
    assert _left(["林晓 2024-11-02 08:30", *BODY, *others]) == [*BODY, others[0]]  # the first may be a last verse


@pytest.mark.parametrize("head", ["搜索", "广告", "视频", "小程序"])
def test_a_subhead_that_is_a_button_elsewhere_stays_in_the_middle(head):
    lines = [*BODY, head, *BODY[::-1]]
    assert _left(lines) == lines
    assert _left([*BODY, head]) == BODY
    assert _left([*BODY, "分享", head, *BODY[::-1]]) == [*BODY, *BODY[::-1]]  # a row of buttons


def test_a_speechless_answer_is_an_answer():
    lines = [*BODY[:4], "“……”", *BODY[4:]]
    assert _left(lines) == lines
    assert _left([*BODY[:4], "……", *BODY[4:]]) == BODY


def test_in_a_short_article_no_more_than_three_lines_that_stay_are_an_edge():
    credit = "责任编辑：林晓"
    assert credit in _left([*BODY[:3], credit, *BODY[3:6]])
    assert credit not in _left([*BODY[:2], credit, *BODY[2:]])


@pytest.mark.parametrize(
    "lead",
    [
        "【东岸日报讯】医院正研究以人工智能协助医生阅读病历文本，内容仍须由医生核实。",
        "〔记者沈一诺／台北报导〕局方昨发表通函，要求公司使用生成的内容时须由人手核实。",
        "本报讯 昨日，美术馆推出智能导览，观众扫码即可收听全文。",
        "东岸社柏林5月6日电 内阁六日公布条例草案，未经同意不得读取病历。",
    ],
)
def test_what_stands_behind_a_dateline_is_judged_by_itself(lead):
    assert lead in _left([lead, *BODY])


def test_a_dateline_alone_and_a_notice_behind_one_go():
    for line in ("【东岸日报讯】", "【东岸日报讯】未经本报书面授权，不得转载。"):
        assert line not in _left([line, *BODY])


@pytest.mark.parametrize(
    "lines",
    [
        ["东岸科技", "东岸科技是一家做电表的公司，工厂在河边。"],
        ["东岸科技", "东岸科技是一家媒体公司的邻居。", "西岸智能", "西岸智能成立于前年，是一家智库的房东。"],
    ],
)
def test_portraits_of_firms_stay(lines):
    assert _left([*BODY, *lines]) == [*BODY, *lines]


def test_buttons_that_a_sentence_lists_stay():
    listed = ["页面的下面只有三个按钮：", "点赞", "收藏", "分享"]
    assert _left([*BODY, *listed, *BODY]) == [*BODY, *listed, *BODY]
    assert _left([*BODY, "点赞", "收藏", "分享"]) == BODY


def test_the_headline_is_cut_above_the_text_and_its_echo_at_the_end_stays():
    names = ["谁来付电费", "东岸周刊", ""]
    keys = [line_key(line) for line in ["标题：谁来付电费", "谁来付电费", *BODY, "谁来付电费", "东岸周刊"]]
    notes = note_lines(keys, names)
    assert [bool(note) for note in notes] == [True, True, *[False] * (len(BODY) + 1), True]


@pytest.mark.parametrize(
    ("line", "goes"),
    [
        ("河边的机房（沈一诺摄）", True),
        ("后置两枚镜头（支持微距拍摄）", False),
        ("后置镜头（长焦主摄）", False),
        ("机房的夜晚。图／东岸科技提供", True),
        ("机房的夜晚。记者沈一诺／摄影", True),
        ("如图/表所示，电费涨了一倍", False),
    ],
)
def test_captions_go_wherever_they_stand_and_lenses_stay(line, goes):
    assert (line not in _left([*BODY[:4], line, *BODY[4:]])) is goes


@pytest.mark.parametrize(
    ("line", "goes"),
    [
        ("设计 | 沈一诺 校对 | 高远", True),
        ("设计：一张图要改三十遍", False),
        ("翻译：最难的是沉默", False),
        ("风险提示：下游需求不及预期；汇率波动。", True),
        ("风险提示：机器有时会编出一本没有的书。", False),
        ("2023年08月09日 12:30 东岸科技报", True),
        ("二〇二三年八月九日", True),
        ("2023年8月9日，机房落成。", False),
        ("—— 完 ——", True),
        ("共 12 条评论", True),
        ("谢绝转载。", True),
        ("点击上方名片，关注本号，回复“修船”领取图纸。", True),
        ("点击鼠标，向他发送“你好”，他才肯下载那份名单。", False),
        ("回复“好”的人领取了一张船票。", False),
        ("【广告】立即下载App，首月只要3元！", True),
        ("[推广]加入会员，八折优惠", True),
        ("【广告】墙上的字已经看不清了。", False),
        ("文字┃林青 摄影┃陈默", True),
        ("采写︱林青", True),
        ("十年︱河堤上的灯", False),
    ],
)
def test_lines_at_the_end_by_their_form_and_words(line, goes):
    assert (line not in _left([*BODY, line])) is goes


@pytest.mark.parametrize(
    ("end", "goes"),
    [("（编辑：沈一诺）1130305", True), ("（记者　沈一诺）", True), ("（他当过编辑：三年）", False)],
)
def test_a_credit_glued_to_the_last_paragraph_goes(end, goes):
    text = clean("\n".join([*BODY[:-1], BODY[-1] + end])).text
    assert (_left(text.split("\n"))[-1] == BODY[-1]) is goes


def _repeated(*articles):
    return repeated_lines([fingerprints_of("\n".join(lines)) for lines in articles])


@pytest.mark.parametrize(
    ("line", "other", "least"),
    [
        ("山谷日报每日更新", "山谷日报每日更新", 2),
        ("阅读量 1024 次", "阅读量 7 次", 2),
        ("本站由山谷传媒运营，转载请联系。", "本站由山谷传媒运营，转载请联系。", 3),
        ("“开放的模型会赢。”", "“开放的模型会赢。”", 5),
        ("去年的收入增加了10%。", "去年的收入增加了10%。", 5),
        ("续航：18小时", "续航：18小时", 5),
        ("续航：18小时", "续航：20小时", None),
        ("人物志", "人物志", 3),
        ("没有人来", "没有人来", 5),
        ("去年的收入增加了10%。", "去年的收入增加了35%。", None),
        ("一、背景", "一、背景", None),
        ("结语", "结语", None),
        ("参考资料：", "参考资料：", None),
    ],
)
def test_how_many_articles_must_have_a_line_before_it_is_their_sources(line, other, least):
    for n in (1, 2, 3, 4, 5, 6):
        articles = [[BODY[k], BODY[k + 1], line if k % 2 else other] for k in range(n)]
        assert bool(_repeated(*articles)) is (least is not None and n >= least)


@pytest.mark.parametrize(
    "line",
    [
        *[
            "优点",
            "开箱与上手",
            "续航测试",
            "主持人",
            "旁白：",
            "老周",
            "阿梅",
            "受访者",
            "一般",
            "售价",
            "重量",
            "没有人来",
        ],
        *["誰來付錢", "價格與售後", "下一步呢"],
    ],
)
def test_a_subhead_a_name_or_a_cell_that_articles_share_stays_inside_the_body(line):
    line = clean(f"{BODY[0]}\n{line}").text.split("\n")[1]
    for n in (2, 6):
        articles = [[BODY[k], line, BODY[k + 1], line, BODY[k + 2]] for k in range(n)]
        assert not _repeated(*articles)
        assert not _repeated(*([line, *lines] for lines in articles))  # above the first sentence, too
    assert not _repeated(*([f"第{k}篇", line, BODY[k], BODY[k + 1]] for k in range(1, 3))) or log_odds(line) > 1


@pytest.mark.parametrize("line", ["扫码关注山谷日报", "首页 | 新闻 | 科技 | 山谷网", "加入山谷网会员，畅读全部文章"])
def test_what_reads_like_boilerplate_and_stands_in_two_articles_goes_wherever_it_stands(line):
    for place in (0, 1, 2):
        assert _repeated(*([*BODY[k : k + place], line, *BODY[k + place : k + 2]] for k in (0, 2)))


def test_a_foot_behind_a_sentence_of_the_foot_is_no_body():
    foot = ["山谷网编辑部", "本站内容未经许可不得转载，违者必究。", "山谷市河边路一号"]
    assert len(_repeated(*([*BODY[k : k + 3], *foot] for k in range(5)))) == 3


def test_a_sentence_that_reads_like_the_articles_own_must_stand_in_half_of_them():
    said = "“开放的模型会赢。”"
    with_it = [[f"{BODY[k % 8]}第{'甲乙丙丁戊己庚'[k % 7]}篇。", said] for k in range(5)]
    others = [[f"{BODY[k % 8]}别处第{'甲乙丙丁戊己庚'[k % 7]}篇。"] for k in range(6)]
    assert _repeated(*with_it, *others[:5])
    assert not _repeated(*with_it, *others)


@pytest.mark.parametrize(
    ("line", "goes"),
    [
        ("版权所有，翻印必究——祖母在食谱的扉页上写。", False),
        ("点击阅读原文，屏幕亮了一下，又黑了。", False),
        ("转载请注明出处——老编辑的口头禅。", False),
        ("版权所有——山谷日报社，未经书面授权不得转载。", True),
        ("版权所有，翻印必究。", True),
        ("未经授权，他人不得转载，违者必究。", True),
    ],
)
def test_a_sentence_that_begins_with_the_words_of_a_notice_stays(line, goes):
    assert bool(note_lines([*map(line_key, [*BODY, line])])[-1]) is goes


def test_features_of_a_line_by_hand():
    assert line_features("甲，乙") == {*"^甲，乙$", "^甲", "甲，", "，乙", "乙$", "_length 0", "_sentence"}
    lengths = [line_features("甲" * n) & {f"_length {k}" for k in range(5)} for n in (7, 8, 15, 16, 29, 30, 59, 60)]
    assert [each.pop()[-1] for each in lengths] == [*"01122334"]
    assert line_features("甲" * 120 + "乙") == line_features("甲" * 120)


def test_log_odds_are_the_sum_of_what_a_line_holds_and_of_the_base():
    table = lexicon.read_table("boilerplate_weights")
    weight = dict(zip(table["feature"], table["weight"].astype(float), strict=True))
    key = line_key("本文来源：山谷日报")
    by_hand = weight["_base"] + sum(weight.get(feature, 0) for feature in line_features(key))
    assert log_odds(key) == pytest.approx(by_hand)
    assert "" not in weight and len(weight) == len(table)


def test_names_of_the_article_go_and_notes_tell_why():
    keys = [*map(line_key, ["模型又便宜了", *BODY, "责任编辑：林晓", "风险提示：本文不构成投资建议。"])]
    notes = note_lines(keys, ["模型又便宜了"])
    assert notes[0] == "headline or name of the source"
    assert notes[-2:] == ["credit, rights or contact", "disclaimer"] and not any(notes[1:-2])


@pytest.mark.parametrize("role, rows", [*lexicon.read_table("credits").groupby("role", sort=False)])
def test_each_form_of_a_line_finds_its_example(role, rows):
    forms = lexicon.terms_of("credits", role)
    wrong = [
        form
        for form, term, example in zip(forms, rows["term"], rows["example"], strict=True)
        if not re.fullmatch(form, line_key(example or term))  # a word is its own example
    ]
    assert not wrong


def test_a_label_has_one_role_for_each_reader():
    table = lexicon.read_table("labels")
    read = table[table["role"] != "credit"]["term"]
    assert read.is_unique
    assert not table.duplicated(["role", "term"]).any()
    assert not set(table.query("role == 'credit'")["term"]) & set(table.query("role in ('author', 'outlet')")["term"])


@pytest.mark.parametrize(
    ("line", "goes"),
    [
        *[
            ("船友论坛 › 修船日记", True),
            ("船网 > 生活 > 河边", True),
            ("東岸時報網", True),
            ("山谷市政府門戶網站", True),
        ],
        *[("即時發佈", True), ("【快讯】", True), ("登录 | 注册", True), ("首页　讨论区　河边　视频", True)],
        *[
            ("社区 > 平台", False),
            ("小船 > 大船 > 飞机", False),
            ("新闻 > 真相 > 流量", False),
            ("一张补了三十年的网", False),
            ("首页改版以后", False),
        ],
        *[("快讯员的一天", False), ("河上的风", False)],
    ],
)
def test_a_line_of_a_site_above_the_headline_goes(line, goes):
    line = clean(f"{BODY[0]}\n{line}").text.split("\n")[1]
    headline = "老船厂的第二次生命"
    assert _left([line, headline, *BODY]) == ([] if goes else [line]) + [headline, *BODY]


def test_a_line_such_as_of_a_site_stays_where_no_headline_follows():
    for lines in (
        ["新闻稿", *BODY],
        ["船友论坛 › 修船日记", "河边", *BODY],
        [BODY[0], "船友论坛 › 修船日记", "老船厂的第二次生命", *BODY[1:]],
    ):
        assert _left(lines) == lines


@pytest.mark.parametrize("heading", ["【本期主播】", "【本期嘉賓】", "【特约撰稿】"])
def test_a_heading_stays_where_what_it_heads_does(heading):
    lines = [*BODY, clean(f"{BODY[0]}\n{heading}").text.split("\n")[1], "阿青，在河上摆渡了四十年的人"]
    assert _left(lines) == lines


@pytest.mark.parametrize(
    ("line", "goes"),
    [
        *[("[点赞] [收藏] [分享]", True), ("收起", True), ("Like Comment Share", True), ("[点赞] 这座桥", False)],
        *[("作者介绍：林青，船工，住在河边。", True), ("作者介绍了三种修船的办法。", False)],
        *[("本文同时刊登于《河岸》秋季号。", True), ("他的文章同时刊登于三家报纸。", False)],
        *[("乘客给船工打了五星，说他和气。", False)],
        *[("如果喜欢这封信，欢迎转寄给朋友。", True), ("他把信转寄给了三位朋友。", False)],
        *[("您可能感兴趣：三座桥的故事", True), ("前瞻性声明：本公告所载陈述涉及风险，实际结果可能不同。", True)],
        *[("前瞻性的研究花了十年。", False), ("前瞻性说明：谁在预测河水", False), ("如需转载，请注明出处。", True)],
    ],
)
def test_what_sites_put_at_the_end_goes(line, goes):
    assert _left([*BODY, line]) == BODY + ([] if goes else [line])


def test_a_row_of_words_of_a_site_stays_inside_the_text():
    for lines in ([*BODY, "搜索 / 广告", *BODY[::-1]], [*BODY, "| 视频 | 图片 |"]):
        assert _left(lines) == lines


SURE = [
    *[
        "索引号：000014349/2021-00012",
        "主办单位：山谷县水利局　技术支持：山谷科技",
        "無障礙瀏覽　長者模式　English",
        "網站導覽 回首頁 RSS",
    ],
    *["你对这个回答的评价是？", "写回答", "好问题 12 添加评论", "著作权归作者所有。商业转载请联系作者获得授权。"],
    *[
        "FILE ARCHIVED ON 10:11:12 Mar 02, 2015",
        "以下是该网页在百度搜索引擎的历史快照",
        "本页面最后修订于2015年3月2日 10:11。",
    ],
    *[
        "发自我的 iPhone",
        "此为系统邮件，请勿直接回复。",
        "取消訂閱 | 更新偏好設定",
        "您会收到这封信，是因为您曾订阅山谷周报。",
    ],
    *["下载时间：2021-03-04", "匯出時間：2021年3月4日 08:30", "存檔日期 2021/03/04"],
    *["剪藏自：山谷日报", "這篇文章最初發表於《山谷》。", "狀態: 已發布", "valley.example", "SAVE TO BOARD"],
    *[
        "GMT+8, 2015-6-20 10:11 , Processed in 0.071 second(s), 25 queries .",
        "小黑屋|手机版|Archiver|船友论坛",
        "使用道具 举报",
    ],
    *["※ 發信站: 山谷實業坊(v.example), 來自: 1.2.3.4 (臺灣)", "來自: 1.2.3.4 (臺灣)"],
    *["※ 提醒您：飲酒過量，有礙健康。", "登入後發表留言", "没有更多啦", "分享 留言 列印 存新聞", "开通会员，畅读全文"],
    *[
        "【打印】【关闭】",
        "[打印] [关闭窗口]",
        "打印　关闭",
        "【大 中 小】【打印】【关闭】",
        "字體：大 中 小　列印　關閉",
        "友善列印 轉寄",
    ],
]
TOLD = [
    *[
        "索引号是他自己编的。",
        "下载时间：两个小时",
        "下载时间：2小时，他等不及了。",
        "访问时间：每天上午九点",
        "主办单位：镇上的读书会",
        "地址：桥头第三棵树下",
        "他写回答，一写就是一夜。",
        "快照上的他还年轻。",
    ],
    *[
        "他退订了所有的邮件。",
        "这篇文章最初发表时，没有人读。",
        "《河》最早出现在银幕上。",
        "他只看该作者的书。",
    ],
    *["提醒您一句，船票涨价了。", "没有更多的船了。", "为什么大家都在用App", "8分", "船员须知"],
    *["打印和关闭", "打印店关闭了", "【打印】键坏了", "打印报纸的人", "大中小船都停了"],
]


@pytest.mark.parametrize("line", SURE)
def test_what_sites_boards_offices_and_mails_put_at_the_end_needs_no_words_to_prove_it(line):
    line = clean("\n".join([*["開源的模型便宜了。"] * (line != to_simplified(line)), line])).text.split("\n")[-1]
    assert _left([*BODY, to_simplified(line)]) == BODY


@pytest.mark.parametrize("line", TOLD)
@pytest.mark.parametrize("place", [1, 4, len(BODY)])
def test_what_only_speaks_of_sites_boards_offices_and_mails_stays(line, place):
    assert _left([*BODY[:place], line, *BODY[place:]]) == [*BODY[:place], line, *BODY[place:]]


@pytest.mark.parametrize("line", ["8 - 10 分钟", "Jun 14, 2023", "第38卷 第4期 山谷研究 Vol. 38 No. 4", "看板 boat"])
def test_what_stands_above_the_text_only(line):
    line = clean(line).text
    assert _left(["船厂的尺", line, *BODY]) == ["船厂的尺", *BODY]
    assert _left([*BODY[:4], line, *BODY[4:]]) == [*BODY[:4], line, *BODY[4:]]


@pytest.mark.parametrize(
    ("line", "goes"),
    [
        *[
            ("中图分类号：J528.2", True),
            ("[收稿日期] 2020-01-02", True),
            ("【基金项目】山谷社科规划课题（20NDJC01）", True),
        ],
        *[("作者简介：林青（1984—），女，山谷人，副教授。", True), ("DOI：10.1234/j.1000-1234.2020.12.003", True)],
        *[("IMG_2210.jpg (188.2 KB, 下载次数: 12)", True), ("本帖最后由 林青 于 2015-3-2 10:20 编辑", True)],
        *[("收稿日期写错了，他也没有改。", False), ("基金项目：我等了三年", False), ("作者简介：只有一行", False)],
        *[("第 4 期工程从三月开始。", False), ("照片.jpg 是他传来的。", False)],
    ],
)
def test_notes_of_journals_and_files_of_boards_go_wherever_they_stand(line, goes):
    line = clean(f"{BODY[0]}\n{line}").text.split("\n")[1]
    assert (line not in _left([*BODY[:4], line, *BODY[4:]])) is goes


def test_the_signature_of_a_post_goes_with_its_foot():
    foot = ["--", "三月的风", "四月的雨", "--", "※ 发信站: 山谷实业坊(v.example)"]
    assert _left([*BODY, *foot]) == BODY
    assert _left([*BODY, *foot[3:]]) == BODY
    assert "三月的风" in _left([*BODY, *foot[:3]])  # no foot
    assert "三月的风" in _left([*BODY, *foot[1:3], foot[4]])  # no lines of hyphens


def test_the_subject_of_a_mail_goes_beside_the_rest_of_its_head():
    head = ["发件人：林青", "主题：河", "收件人：陈默"]
    assert _left([*head, *BODY]) == BODY
    assert _left([head[1], *BODY]) == [head[1], *BODY]


def test_headlines_of_other_articles_go_above_a_foot_that_is_a_sentence():
    more = ["热门文章", "一座桥的冬天", "船票又涨价了"]
    assert _left([*BODY, *more, "此为系统邮件，请勿直接回复。"]) == BODY
    assert _left([*BODY, *more, BODY[1]])[-3:] == [*more[1:], BODY[1]]
