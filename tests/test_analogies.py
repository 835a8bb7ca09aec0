"""Analogies: every rule by (in, out) tables of sentences made up for the purpose."""

from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest

from helpers.framing import analogies, weighing
from helpers.framing.analogies import ANALOGY_TYPES, find_analogies
from helpers.framing.sources import Marker, Metaphor, marker_of, sentences_of

DEV = Path(__file__).parent / "analogies_dev.csv"


def sentences(*texts, article_id="a"):
    return pd.DataFrame({"article_id": article_id, "sentence": range(1, len(texts) + 1), "text": texts})


def strict(*texts):
    found = find_analogies(sentences(*texts))
    return sorted(set(found.loc[found["level"] == "strict", "sentence"]))


@pytest.mark.parametrize(
    "text",
    [
        "Meta想让Llama成为AI时代的安卓。",
        "OpenAI的处境让人想起当年的王安电脑。",
        "大模型价格的曲线，复刻了宽带降价的曲线。",
        "模型公司如果步柯达的后尘，问题不在技术。",
        "模型许可证之争，与二十年前GPL的争吵如出一辙。",
        "智能体好比当年的打字员。",
        "AI产业里的英特尔是谁？",
        "谁来做大模型时代的ARM？",
        "DeepSeek是大模型界的Android。",
        "大模型的“iPhone时刻”还没有到来。",
        "業界把Llama比作AI界的Linux。",
        "如果说GPT-4是iOS，那么Llama就是安卓。",
        "ChatGPT之于AI，正如iPhone之于智能手机。",
        "开源大模型正在复制安卓的成功路径。",
        "當年Android靠開源拿下八成份額，如今輪到大模型了。",
        "AI领域也会出现安卓与iOS之争。",
        "OpenAI走的是苹果的路线,Meta走的是安卓的路线。",
        "马斯克以为,AI时代需要个“Linux”。",
        "就像今天的iOS和安卓,大模型也会各有各的活法。",
        "诸如安卓和Linux的崛起，大模型也一样。",
        "诸如安卓系统的崛起，大模型也一样。",
        "开源大模型要学Android，让各地的工厂都能造设备。",
        "没有共享精神就没有Linux，大模型也一样。",
        "大模型拼的不是参数，能到手才算数，看看路边摊上的安卓机就知道。",
        "封閉的iPhone活得很好，封閉的模型為什麼不行？",
        "閉源模型會不會是下一個黑莓？",
        "模型會像電網一樣，沒有人在意背後是哪座電廠。",
        "瀏覽器大戰的結局，可能在大模型上重演。",
        "今天的大模型像极了当年的数据库市场。",
    ],
)
def test_a_system_or_firm_that_something_is_compared_with_is_an_analogy(text):
    assert strict(text) == [1]


@pytest.mark.parametrize(
    "text",
    [
        "该AI模型的App发布于Android平台。",
        "这款AI助手已上线iOS和安卓客户端。",
        "用户可以在Windows、macOS和Linux上运行这个模型。",
        "苹果将在iPhone中接入ChatGPT。",
        "小米发布了自研大模型。",
        "苹果、谷歌等公司都在招募AI研究员。",
        "像苹果、微软这样的公司也在用开源模型。",
        "就像在iPhone上一样，Gemini也能在安卓上运行。",
        "Linux基金会发布了开源AI的定义。",
        "库克说，苹果的AI就像一个助手。",
        "Google的Android系统内置Gemini。",
        "这款AI手机搭载Android 15，起售价三千元。",
        "苹果起诉前员工，称其把AI机密带给了OpenAI。",
        "三星手機的AI功能今年會支援繁體中文。",
        "训练大模型的机房要用掉一座电厂的电力。",
        "新版浏览器的侧栏接入了大模型。",
        "前诺基亚工程师创办了一家AI公司。",
        "AI识别出了超市里的苹果和小米。",
        "不少AI研究者写过诸如安卓系统的代码。",
    ],
)
def test_a_system_or_firm_that_is_only_named_is_none(text):
    assert strict(text) == []


@pytest.mark.parametrize(
    "text",
    [
        # AI is, or has, or waits for one system
        "Keras是深度学习的Java。",
        "有人說，Ollama就是大模型的Docker。",
        "GLM正在变成中国AI的Linux，谁都在用。",
        "语言模型就是新的浏览器，别的都住在里面。",
        "智能体还没等来自己的Excel。",
        # AI is in the time of one
        "AI音樂目前還停留在黑白電視階段。",
        "具身智能的模型正处在大哥大时代，又贵又沉。",
        "AI绘画还没走出功能机时代。",
        # vehicles, platforms and things that only a comparison names beside AI
        "没有评测的大模型，就像一架没有仪表的飞机。",
        "这个模型像一辆没有刹车的卡车，可它是AI里的T型车。",
        "造大模型和造火箭一样，前几次都是学费。",
        "大模型会不会是下一个元宇宙？",
        "Sora想做AI时代的抖音。",
        "有团队在做AI版的小红书。",
        "智能体商店会成为第二个App Store吗？",
        "AI之於律師，就像計算機之於會計。",
        "如果说模型是CPU，那么上下文就是内存。",
    ],
)
def test_ai_may_be_cast_as_a_system_or_in_its_time(text):
    assert strict(text) == [1]


@pytest.mark.parametrize(
    "text",
    [
        "公司发布了AI的鸿蒙版。",
        "这是智谱AI的安卓测试包。",
        "新的浏览器内置了大模型。",
        "早在拨号上网时代他就写博客，如今他写AI。",
        "公司从功能机时代做到今天，去年才有AI部门。",
        # what becomes a part of a system
        "谷歌要让Gemini成为安卓的默认搜索。",
        "Copilot將成為Windows的標準元件，AI一鍵可用。",
        "千问成为三星手机的合作方，AI应用随机附送。",
        # somebody's life, and buildings
        "曾經主導Android設計的人，如今投資了十幾家AI公司。",
        "他当年是黑莓的产品经理，现在带一支大模型团队。",
        "大模型团队搬进了当年摩托罗拉的厂房。",
        # devices that look or feel alike
        "AI手機的邊框和iPhone一樣是鈦金屬。",
        "AI戒指的充电盒像苹果的一样小。",
        # the things themselves
        "Meta把元宇宙部门的预算转给了AI。",
        "抖音上线AI版的特效。",
        "火箭公司招了二十名AI工程师。",
        "這台服務器的CPU和內存都不貴，貴的是跑大模型的GPU。",
        "它是国际版的抖音，用AI推荐视频。",
    ],
)
def test_a_part_a_life_or_a_device_is_no_comparison(text):
    assert strict(text) == []


@pytest.mark.parametrize(
    ("text", "compares"),
    [
        # what stands for AI, cast as a system
        ("顯卡廠說，GPU就是這個年代的發電機。", True),
        ("Manus是办公界的Excel。", True),
        ("机器人还没等到自己的Windows。", True),
        ("神经网络就是新的内燃机。", True),
        ("GPU的供应商换成了英特尔。", False),
        ("算力中心的发电机昨晚停了。", False),
        ("Manus支持Windows和安卓。", False),
        ("机器人展在当年的诺基亚大楼开幕。", False),
        # firms that are systems in a role only
        ("Perplexity想做AI时代的谷歌。", True),
        ("FastAPI之後，LangChain成了AI界的Rails。", True),
        ("谷歌和亚马逊都在用AI推荐商品。", False),
        ("外卖领域的美团也上线了AI客服。", False),
        # accidents, and what A is to B
        ("AI的車諾比時刻會不會來？", True),
        ("大模型對譯者來說，好比縫紉機對裁縫。", True),
        ("AI公司与三里岛核电站签署购电协议。", False),
    ],
)
def test_who_is_cast_may_stand_for_ai(text, compares):
    assert strict("大模型的熱潮還沒有退。", text) == ([2] if compares else [])


@pytest.mark.parametrize(
    ("texts", "found"),
    [
        (("縫紉機剛進作坊時，裁縫們夜裡去砸。", "現在，畫師們想砸的是AI。"), [1]),
        (("1904年，没有人相信飞机能载客。", "今天没有人相信AI能看病。"), [1]),
        (("2012年，他在微软负责Windows的更新。", "今天，他带一支AI团队。"), []),
        (("诺基亚昨天推出新款功能机。", "今天，公司又发布了AI助手。"), []),
    ],
)
def test_a_story_of_then_is_told_for_the_sentence_on_ai_that_begins_with_now(texts, found):
    assert strict(*texts) == found


@pytest.mark.parametrize(
    ("text", "compares"),
    [
        ("OPPO和小米一样，都接入了豆包大模型。", False),
        ("三星跟華為一樣，都採用了Gemini。", False),
        ("苹果像往常一样在秋天开卖新机，AI功能要等。", False),
        ("和去年一样，微软把AI更新放在五月的Windows里。", False),
        ("像鸿蒙这样的平台可以运行端侧大模型。", False),
        ("Anthropic像当年的苹果一样，软硬都要握在手里。", True),
        ("模型公司和当年的手机厂商一样，最后只剩两三家。", True),
    ],
)
def test_a_firm_like_another_or_like_itself_last_year_is_no_comparison(text, compares):
    assert strict(text) == ([1] if compares else [])


def test_a_story_of_phones_goes_on_until_the_text_leaves_it():
    story = (
        "开源大模型的“安卓时刻”来了。",
        "当初安卓阵营的份额超过了iPhone。",
        "苹果却拿走了手机市场的利润。",
        "新模型今天发布。",
        "它很好用。",
        "安卓版的App下周上线。",
    )
    assert strict(*story) == [1, 2, 3]


def test_a_story_counts_that_is_told_four_sentences_after_the_last_word_for_ai():
    story = (
        "大模型公司该不该什么都自己做？",
        "这个问题不新鲜。",
        "有人两头都想要。",
        "最后往往两头落空。",
        "看看老一辈是怎么过来的。",
        "苹果把软件和硬件都握在手里，利润最厚。",
        "微软把Windows卖给所有装机的人，份额最大。",
    )
    assert strict(*story) == [6, 7]


def test_the_same_story_far_from_ai_is_none():
    assert strict("苹果把软件和硬件都握在手里，利润最厚。", "微软把Windows卖给所有装机的人，份额最大。") == []


def test_long_sentences_are_judged_by_the_words_near_the_system():
    padding = "，".join(["当年的故事告诉我们，开放的一方最后赢了"] * 4)
    literal = "而在同一天晚上隔壁会场的另一场活动里，主办方请来的几个年轻人把这个模型的安卓客户端装到了旧手机上"
    assert strict(f"{padding}，{literal}。") == []


@pytest.mark.parametrize(
    ("text", "domains"),
    [
        ("大模型的训练好比做菜。", ["food"]),
        ("这家模型公司像一个拳击场上的裁判。", ["race_road"]),
        ("模型之间的对决像拳击。", ["race_road"]),
        ("模型是庄稼，数据是土壤。", ["food"]),
        ("模型是土壤检测仪。", []),
        ("厨师让模型设计菜谱，裁判让模型看录像。", []),  # no word of comparison: they mean what they say
    ],
)
def test_an_everyday_word_is_an_image_only_beside_a_word_of_comparison(text, domains):
    assert find_analogies(sentences(text))["domain"].tolist() == domains


@pytest.mark.parametrize(
    ("compares", "literal"),
    [
        # words that count in a frame only
        ("闭源模型就像自动挡，踩就行了。", "这款自动挡轿车内置了AI语音。"),
        ("上下文窗口好比早期电脑的記憶體，裝滿了就得搬。", "記憶體缺貨，AI伺服器的價格漲了。"),
        ("AI客服会像银行的取款机那样，和柜员一起留下来。", "AI客服装进了银行的取款机。"),
        ("編譯器剛出現的時候也沒人信，今天輪到大模型了。", "團隊用大模型改寫了編譯器的前端。"),
        ("当年的手动挡司机这样说，如今AI画师也这样说。", "他早年开货车，如今教AI认路。"),
        # nouns that stand in no list: by their form, by a time, by their Latin name
        ("开源模型就像灌装机，装什么都行。", "AI公司给酒厂的灌装机写了程序。"),
        ("大模型如同上世纪的纺织厂商会，谁也不服谁。", "大模型论文引用了上世纪的算法。"),
        ("智能体现在好比刚有寻呼塔那几年，天天占线。", "AI团队刚有新办公室，就像换了一批人。"),
        ("有人把这个模型叫作語音界的Quuxphone。", "AI领域的Zhang教授参加了会议。"),
        ("AI写代码就像自动对焦，拍得快不等于拍得好。", "AI就像自动化部门的一位老同事。"),
        ("模型会变成像NVRAM那样的东西，谁便宜买谁。", "AI也进了像NASA那样的机构。"),
        ("本地模型就是十年前的量贩灯箱，极客先玩。", "大模型就是三年前的那家公司提出的。"),
        # Taiwan's words for what the list calls otherwise
        ("開源模型的授權亂象，就是當年共享軟體的翻版。", "公司用AI檢查共享軟體的授權。"),
        # no name, and no technology
        ("AI像当年的寻呼塔一样，转眼就没人用了。", "就像当年的班主任一样，AI助教每天催作业。"),
        ("有人把大模型比作照相机。", "他比作者更懂AI，也更懂照相机。"),
    ],
)
def test_a_frame_makes_a_comparison_of_a_noun_that_means_itself_elsewhere(compares, literal):
    assert (strict(compares), strict(literal)) == ([1], [])


@pytest.mark.parametrize(
    "text",
    [
        "AI机房的造价相当于四座核电厂。",
        "模型的体积抵得上十张光盘。",
        "AI训练的碳排放相当于五辆汽车一辈子的排放。",
        "三家AI公司的資本支出，等於一座發電廠的造價。",
        "一次AI长对话的耗电相当于把微波炉开十秒。",
    ],
)
def test_a_measure_is_no_comparison(text):
    assert strict(text) == []


@pytest.mark.parametrize(
    ("compares", "literal"),
    [
        # what AI is said or thought to be, by the word that counts it and the form of the noun
        ("对小厂来说，AI也是一台压面机。", "这台AI是一台压面机大小的盒子。"),
        ("Qwen就是那台人人买得起的奎宁克斯。", "Qwen团队带来了那台人人买得起的样机。"),
        ("模型說到底是一把電刨。", "模型也是一把雙刃劍。"),
        ("不妨把大模型想成一台老式绞肉机。", "很多人把大模型想成朋友。"),
        ("開源模型是一座變電站。", "開源模型是一座金礦。"),
        # one of a field, of any name
        ("業者把它叫作模型界的莫洛號。", "模型界的共識是資料比參數重要。"),
        ("Mistral是AI圈的摇摇铃。", "他是AI圈的老前辈。"),
        ("研究機構把本地主機喻為「AI的暖水瓶」，市場明年翻倍。", "他說「AI的春天」還早。"),
        # asked for
        ("大家在問，AI的收票機在哪裡？", "大家在問，AI的邊界在哪裡？"),
        ("AI的Linux还没有出现。", "AI的Linux客户端还没有上架。"),
        ("模型公司里谁会是卡尔松？", "模型公司里谁是第一名？"),
        # one thing does it, AI does not
        ("碎紙機不會記得你的秘密，模型會。", "碎紙機還沒修好，模型又宕機了。"),
        ("洗衣机坏了有人修，模型坏了没人懂。", "洗衣机坏了，AI客服没有人接。"),
    ],
)
def test_a_frame_of_ai_makes_a_comparison_of_a_noun_that_no_list_has(compares, literal):
    assert (strict(compares), strict(literal)) == ([1], [])


@pytest.mark.parametrize(
    ("compares", "literal"),
    [
        ("点钞器刚上市的时候也没人信，AI也一样。", "新款刚上市的时候，AI功能也没人用。"),
        ("寻呼亭那会儿也是人人排队，如今轮到大模型。", "大模型那会儿也是人人排队。"),
    ],
)
def test_a_technology_that_no_list_has_is_seen_by_its_coming(compares, literal):
    assert (strict(compares), strict(literal)) == ([1], [])


def test_who_makes_or_uses_a_thing_is_not_the_thing():
    for text, share in (("客户是三家造纸和印刷的企业。", 1), ("客户是电网公司。", 1), ("电网是谁的？", 0)):
        (sentence,) = sentences_of([text])
        assert weighing.sentence_features(sentence).get("organisation", 0) == share


@pytest.mark.parametrize(
    ("texts", "found"),
    [
        (("大模型谁来建？", "他以铁路为例，说轨距先要统一。"), [2]),
        (("大模型谁来建？", "他以苹果为例，说利润今年又涨了。"), []),
        (("以Windows为例，用户先下载AI客户端。",), []),
        # a word that a frame has made an image is one near by, too
        (("Kestrel是AI界的榨蜜机。", "当年没人看好榨蜜机，它最后赢了。"), [1, 2]),
        (("Kestrel是AI界的榨蜜机。", *["今天下雨。"] * 5, "当年没人看好榨蜜机，它最后赢了。"), [1, 7]),
        (("Kestrel是AI界的榨蜜机。", *["今天下雨。"] * 6, "当年没人看好榨蜜机，它最后赢了。"), [1]),
        (("当年没人看好榨蜜机，它最后赢了。", "Kestrel很快。"), []),
        (("电是没有立场的，模型有。", "当年没人看好电工，最后他们赢了。"), [1]),  # not within another word
        (("AI就像一台缝纫机。", "他在商场买了一台缝纫机，花了八百元。"), [1]),
    ],
)
def test_an_example_and_a_word_that_was_an_image_before(texts, found):
    assert strict(*texts) == found


@pytest.mark.parametrize("of", ["台积电八天的资本支出", "微软一个季度的利润", "三星去年的研发支出"])
def test_the_income_of_a_firm_measures_only(of):
    assert strict(f"这笔AI预算相当于{of}。") == []


def test_the_name_of_a_system_is_no_cue_against_it():
    (sentence,) = sentences_of(["AI会像当年的平板电脑，热潮过后就进了抽屉。"])
    assert sentence.cues["product"] == set()


def test_quotation_marks_around_a_system_tell():
    quoted, plain = sentences_of(["每个学校都有“发电厂”。", "每个学校都有发电厂。"])
    assert weighing.sentence_features(quoted)["quoted"] == 1
    assert "quoted" not in weighing.sentence_features(plain)


def test_dead_metaphors_are_neither_weather_nor_theatre():
    for text in ("大模型公司开了一场头脑风暴。", "AI加深了数字鸿沟。", "人工智能大会昨天落幕。"):
        assert find_analogies(sentences(text)).empty


def test_other_systems_of_technology_have_a_domain_of_their_own():
    found = find_analogies(sentences("開放模型正在走Kubernetes走過的路。"))
    assert found[["domain", "level", "source_term"]].values.tolist() == [["technology", "strict", "Kubernetes"]]


@pytest.mark.parametrize(
    ("text", "domain", "term"),
    [
        ("开源模型就像当年的安卓，厂商可以免费使用。", "mobile_os", "安卓"),
        ("开源模型就像昔日的手机安卓，厂商可以免费使用。", "mobile_os", "安卓"),
        ("大模型就像当年的浏览器，赢家通吃。", "technology", "当年的浏览器"),
    ],
)
def test_a_class_gives_way_to_the_system_that_it_names(text, domain, term):
    (found,) = find_analogies(sentences(text)).itertuples()
    assert (found.domain, found.source_term) == (domain, term)


def test_a_wider_image_counts_only_beside_a_strict_one():
    alone = find_analogies(sentences("大模型的移动互联网时代来了。"))
    assert alone.empty
    beside = find_analogies(sentences("大模型的移动互联网时代来了，Llama成为AI时代的安卓。"))
    assert beside[["source_term", "level"]].values.tolist() == [["移动互联网时代|安卓", "strict"]]


def test_the_same_words_far_from_ai_are_no_image():
    assert find_analogies(sentences("古城的护城河很宽。", "游客很多。")).empty


@pytest.mark.parametrize(
    ("text", "domain"),
    [
        ("OpenAI没有护城河。", "moat"),
        ("大模型的軍備競賽剛剛開始。", "war"),
        ("开源阵营又将了OpenAI一军，这步棋下得漂亮，大模型变天了。", "chess_game"),
        ("OpenAI的宫斗结束了。", "palace"),
        ("OpenAI上演了年度大戏。", "theatre"),
        ("有人把AI比作核武器。", "nuclear"),
        ("开源模型迎来寒武纪大爆发。", "biology"),
        ("大厂也想在模型市场分一杯羹。", "food"),
        ("开源模型成了开发者的圣杯。", "religion"),
        ("国内大模型想弯道超车。", "race_road"),
        ("国产AI芯片被卡脖子。", "body"),
    ],
)
def test_each_domain_by_one_sentence(text, domain):
    assert domain in find_analogies(sentences(text))["domain"].tolist()


@pytest.mark.parametrize(
    "text",
    [
        "AI公司打起了价格战。",
        "百度公布AI战略，迎接挑战。",
        "这个模型战胜了对手，竞争激烈。",
        "黑客攻击了AI公司的服务器，模型被植入病毒。",
        "AI正在改变生物技术。",
        "OpenAI公布模型路线图。",
        "AlphaGo是会下棋的AI，落子很快。",
        "文生视频模型可以写剧本、拍电影。",
        "加拿大滑铁卢大学的AI团队很强。",
        "AI能预测明天的气温和寒潮。",
        "马斯克公开炮制AI新闻。",
    ],
)
def test_literal_and_worn_out_words_do_not_fire(text):
    assert find_analogies(sentences(text)).empty


@pytest.mark.parametrize(
    ("figurative", "literal"),
    [
        ("OpenAI没有护城河。", "苏州护城河的水质由AI监测。"),
        ("企业用AI筑起护城河。", "考古队用AI还原了护城河。"),
        ("開源模型掀起了一場海嘯。", "氣象局用AI追蹤海嘯。"),
        ("AI泡沫破裂，会是一场地震。", "AI地震预警系统已经上线。"),
        ("大模型赛道已经拥挤。", "车手用AI记住赛道的坡度。"),
        ("AI检测是一条新赛道。", "AI模型能识别赛道上的油渍。"),
        ("AI公司没有按剧本走。", "他让豆包写了一份剧本。"),
        ("DeepSeek改写了AI的剧本。", "AI帮网文作者写好剧本。"),
        ("AI短剧成了新的战场。", "AI短剧里战场的烟雾最难做。"),
        ("这篇论文成了大模型的圣经。", "语言学家请AI翻译圣经。"),
        ("数据是大模型的血液。", "AI监测血液流速。"),
        ("GPT-5把王座让了出来。", "AI看出照片里的皇冠是假的。"),
        ("用AI画图的公司正在混战。", "动画师用AI画出两军混战。"),
        ("AI像一座活火山。", "AI把火山口的影像放大了十倍。"),
    ],
)
def test_what_ai_is_put_to_work_on_is_no_image(figurative, literal):
    assert not find_analogies(sentences(figurative)).empty
    assert find_analogies(sentences(literal)).empty


def test_what_is_likened_is_an_image_though_ai_is_put_to_work_on_it():
    assert not find_analogies(sentences("用AI检测漏洞，就像修一道城墙。")).empty


def test_who_is_compared_by_which_words():
    row = find_analogies(sentences("Meta想让Llama成为AI时代的安卓。")).iloc[0]
    assert (row["source_term"], row["target_term"], row["form"]) == ("安卓", "Llama", "comparison")
    row = find_analogies(sentences("OpenAI没有护城河。")).iloc[0]
    assert (row["source_term"], row["marker"], row["target_term"]) == ("护城河", "", "OpenAI")


def test_script_and_width_of_the_marks_change_nothing():
    simplified = find_analogies(sentences("就像安卓,大模型也要开源,这是一场军备竞赛。"))
    traditional = find_analogies(sentences("就像安卓，大模型也要開源，這是一場軍備競賽。"))
    columns = ["domain", "level", "form"]
    assert simplified[columns].values.tolist() == traditional[columns].values.tolist() != []


@pytest.mark.parametrize("texts", [(), ("",), ("今天天气很好。",)])
def test_no_analogy_gives_an_empty_table_of_the_right_shape(texts):
    found = find_analogies(sentences(*texts))
    assert found.empty
    assert {name: str(kind) for name, kind in found.dtypes.items()} == ANALOGY_TYPES


def test_a_missing_column_is_named():
    with pytest.raises(ValueError, match="'text'"):
        find_analogies(pd.DataFrame({"article_id": ["a"], "sentence": [1]}))


def test_the_weights_reach_their_goal_on_the_sentences_made_up_for_them():
    passages = pd.read_csv(DEV, keep_default_na=False)
    assert passages["label"].value_counts().loc[["analogy", "near_miss"]].ge([150, 300]).all()
    found = find_analogies(passages.rename(columns={"passage": "article_id"}))
    hits = set(found.loc[found["level"] == "strict", ["article_id", "sentence"]].itertuples(index=False, name=None))
    judged = passages.loc[passages["label"] != ""]
    analogies = set(
        judged.loc[judged["label"] == "analogy", ["passage", "sentence"]].itertuples(index=False, name=None)
    )
    hits &= set(judged[["passage", "sentence"]].itertuples(index=False, name=None))
    assert len(analogies & hits) / len(hits) >= 0.85
    assert len(analogies & hits) / len(analogies) >= 0.7


@pytest.mark.parametrize("stage", ["sentence", "passage"])
def test_every_feature_has_a_weight_and_every_weight_a_feature(stage):
    read = sentences_of(pd.read_csv(DEV, keep_default_na=False)["text"])
    named = weighing.named_near_ai(read)
    own = {n: weighing.sentence_features(read[n]) for n in named}
    features = {name for found in own.values() for name in found}
    if stage == "passage":
        likely = dict.fromkeys(named, 1.0)
        features |= {name for n in named for name in weighing.passage_features(read, n, own, likely)}
    assert features == set(weighing.weights(stage)) - {"base"}


def test_articles_do_not_leak_into_each_other():
    first = sentences("大模型的“安卓时刻”来了。", article_id="a")
    second = sentences("苹果拿走了手机市场的利润。", article_id="b")
    assert set(find_analogies(pd.concat([first, second]))["article_id"]) == {"a"}


# ------------------------------------------------------------------------------- what speaks for a comparison, by hand


def _told(*, names=(), ai=False, parallel=()):
    """A sentence that names systems of technology, and AI or not."""
    systems = [SimpleNamespace(needs="os") for _ in names]
    return SimpleNamespace(systems=systems, has_ai=ai, named={*names}, cues={"parallel": {*parallel}})


def _around(places, size=20, *, index=10, mine=None, likely=0.5, cells=None):
    """Features of the sentence number ``index``, beside sentences in ``places`` that name systems too."""
    told = [_told() for _ in range(size)]
    for place, names in {index: "安", **places}.items():
        told[place] = _told(names=names)
    for place, cell in (cells or {}).items():
        told[place] = cell
    own = {place: {} for place in places} | {index: mine or {}}
    return weighing.passage_features(told, index, own, dict.fromkeys(own, likely))


@pytest.mark.parametrize(
    ("name", "feature"),
    [
        ("goes_on", {6: 0.5 * 0.8**3, 9: 0.5, 5: 0, 11: 0}),  # the four sentences before
        ("leads_up", {11: 0.5, 12: 0.5 * 0.8, 13: 0, 9: 0}),  # the two behind
        ("same_system", {2: 0.5, 18: 0.5, 1: 0, 19: 0}),  # eight on either side
        ("others", {5: 0.5, 15: 0.5, 4: 0, 16: 0}),  # five on either side
    ],
)
def test_another_comparison_makes_one_likelier_within_its_reach(name, feature):
    found = {place: _around({place: "安"}, mine={"plain": 1}).get(name, 0) for place in feature}
    assert found == pytest.approx(feature)


def test_a_sentence_is_likelier_by_the_same_system_and_by_those_that_are_near():
    assert "same_system" not in _around({9: "微"})
    assert _around({9: "安"}, mine={"application": 0.25, "product": 0.25})["same_system"] == pytest.approx(0.25)
    assert "same_system" not in _around({9: "安"}, mine={"application": 1, "product": 1})
    assert "goes_on" not in _around({9: "安"}, mine={"plain": 1, "ai": 1})  # it names AI itself
    told = [_told(names="安") for _ in range(3)]
    likely = {0: 0.9, 1: 0.5, 2: 0.3}
    found = weighing.passage_features(told, 0, {n: {} for n in range(3)}, likely)
    assert found["others"] == pytest.approx((0.5 + 0.8 * 0.3) / 1.8)  # the nearer weighs more
    assert found["leads_up"] == 0.5 and found["same_system"] == 0.5


def test_what_is_said_of_ai_behind_a_system_concludes_the_comparison():
    concluding = _told(ai=True, parallel=["同样"])
    for place, concluded in ((11, 1), (12, 1), (13, 0), (9, 0)):
        assert _around({}, cells={place: concluding}).get("concluded", 0) == concluded
    for other in (_told(ai=True), _told(parallel=["同样"]), _told(names="微", ai=True, parallel=["同样"])):
        assert "concluded" not in _around({}, cells={11: other})


@pytest.mark.parametrize(("place", "share"), [(4, 1 / 13), (16, 1 / 13), (3, 0), (17, 0)])
def test_ai_is_near_within_six_sentences(place, share):
    assert _around({}, cells={place: _told(ai=True)}).get("ai_near", 0) == pytest.approx(share)


def test_news_of_programs_are_near_within_two_sentences():
    told = [_told(names="安") for _ in range(7)]
    for place, literal in ((1, 0.5), (5, 0.5), (0, 0), (6, 0)):
        own = {place: {"application": 1.0}, 3: {"product": 2.0}}
        found = weighing.passage_features(told, 3, own, dict.fromkeys(own, 0))
        assert found.get("literal_near", 0) == literal
    own = {2: {"application": 2.0, "product": 1.0}, 3: {}, 4: {}}
    assert weighing.passage_features(told, 3, own, dict.fromkeys(own, 0))["literal_near"] == 0.5  # 1 and 0


@pytest.mark.parametrize(("between", "named"), [(11, [0]), (12, [])])
def test_a_system_counts_only_in_a_passage_on_ai(between, named):
    told = [_told(names="安"), *[_told()] * between, _told(ai=True)]
    assert weighing.named_near_ai(told) == named
    assert weighing.named_near_ai(told[::-1]) == [len(told) - 1 - place for place in named]


@pytest.mark.parametrize(
    ("text", "apart"),
    [
        ("安卓赢在伙伴多，模型也一样。", True),
        ("模型的安卓来了。", False),
        ("安卓来了。", False),
        ("模型像安卓，也像模型。", False),
        ("安卓来了;模型也来了", True),
        ("安卓、模型", True),
    ],
)
def test_ai_and_a_system_stand_apart_in_clauses_of_their_own(text, apart):
    (sentence,) = sentences_of([text])
    assert weighing._stand_apart(sentence) is apart


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("它的“安卓”来了。", True),
        ("它的“一二三四五安卓一二三四五”来了。", True),
        ("它的“一二三四五六安卓”来了。", False),
        ("它的“安卓一二三四五六”来了。", False),
        ("它的“旧”安卓“新”", False),
        ("它的“旧,安卓”来了", False),
        ("它的“安卓。", False),
    ],
)
def test_marks_around_a_system_stand_within_six_characters(text, quoted):
    (sentence,) = sentences_of([text])
    assert weighing._in_marks(sentence, sentence.systems[0]) is quoted


@pytest.mark.parametrize(("between", "parts"), [(40, [(0, 44)]), (80, [(0, 84)]), (81, [(0, 42), (43, 85)])])
def test_in_a_long_sentence_what_stands_forty_characters_from_a_system_is_near(between, parts):
    (sentence,) = sentences_of(["安卓" + "一" * between + "安卓"])
    assert sentence._near == parts
    assert sentences_of(["一" * 99])[0]._near == [(0, 99)]


@pytest.mark.parametrize(
    ("text", "features"),
    [
        ("Qwen是AI的安卓。", {"given": 1}),
        ("Qwen是AI的安卓应用。", {"used": 1}),
        ("Qwen是安卓的AI。", {}),
        ("安卓是AI的安卓。", {"given": 1}),  # the second of them
        ("模型还在DOS时代。", {"staged": 1}),  # what stands in its time is not used
        ("还在DOS时代的模型。", {"used": 1}),  # AI is named only behind it
        ("模型在DOS时代。", {"used": 1}),
    ],
)
def test_ai_that_is_named_before_is_cast_as_a_system(text, features):
    (sentence,) = sentences_of([text])
    assert {
        name: value for name, value in weighing._cast(sentence).items() if value and name != "used_twice"
    } == features


def test_words_before_a_system_do_not_equate_it_if_its_own_part_follows():
    for text, equated in (("成为安卓。", True), ("成为安卓团队的一员。", False)):
        (sentence,) = sentences_of([text])
        assert weighing._equated(sentence, sentence.systems[0])[0] is equated


def test_ai_is_put_to_work_within_a_clause():
    (sentence,) = sentences_of(["用AI修复城墙，城墙还是旧的；AI检测城墙。"])
    assert [sentence.applies_ai(metaphor.start) for metaphor in sentence.metaphors] == [True, False, True]
    assert not sentences_of(["城墙由人修复。"])[0].applies_ai(0)
    assert not sentences_of([""])[0].applies_ai(0)


def _marked(*markers):
    return SimpleNamespace(
        markers=sorted(Marker(start, end, name, strength, False) for start, end, name, strength in markers)
    )


@pytest.mark.parametrize(
    ("markers", "strong", "nearest"),
    [
        ([], False, None),
        ([(30, 31, "像", "weak")], False, "像"),
        ([(30, 31, "像", "weak")], True, None),
        ([(30, 31, "像", "weak"), (20, 22, "如同", "strong")], True, "如同"),
        ([(30, 31, "像", "weak"), (20, 22, "如同", "strong")], False, "像"),
        ([(0, 8, "近", "weak")], False, "近"),  # 32 characters before
        ([(0, 7, "远", "weak")], False, None),
        ([(40, 42, "里", "weak")], False, "里"),  # it begins with the image
        ([(41, 43, "里", "weak")], False, None),
    ],
)
def test_the_nearest_marker_before_a_metaphor_is_its_own(markers, strong, nearest):
    metaphor = Metaphor(40, 42, "war", "", "", "")
    found = marker_of(_marked(*markers), metaphor, strong=strong)
    assert (found and found.name) == nearest


@pytest.mark.parametrize(
    ("before", "behind", "markers", "ai", "likened"),
    [
        ("数据是", "", [], True, True),
        ("数据是", "。", [], True, True),
        ("数据是", "的", [], True, False),  # not the whole predicate
        ("数据是", "", [], False, False),
        ("数据有", "", [], True, False),
        ("数据变成", "", [], True, True),
        ("像一二三四五六", "", [(0, 1, "像", "weak")], False, True),
        ("像一二三四五六七", "", [(0, 1, "像", "weak")], False, False),
        ("似一", "", [(0, 1, "似", "weak")], False, False),
        ("如同一二三四五六七", "", [(0, 2, "如同", "strong")], False, True),
    ],
)
def test_an_everyday_word_is_likened_beside_a_marker_or_as_the_whole_predicate(before, behind, markers, ai, likened):
    sentence = _marked(*markers)
    sentence.shadow, sentence.has_ai = f"{before}土壤{behind}", ai
    assert analogies._is_likened(Metaphor(len(before), len(before) + 2, "x", "", "marker", ""), sentence) is likened


@pytest.mark.parametrize(
    ("places", "marker", "target"),
    [
        ([], None, ""),
        ([(0, 2)], None, "甲甲"),
        ([(0, 2), (4, 6)], None, ""),  # which of them?
        ([(0, 2), (20, 22)], None, "甲甲"),  # twice the same
        ([(0, 2), (4, 6)], (8, 10), "乙乙"),  # the nearest before
        ([(0, 2), (12, 14)], (2, 10), "甲甲"),
        ([(12, 14)], (8, 10), "丙丙"),  # between the marker and the image
        ([(20, 22), (24, 26)], (8, 10), "甲甲"),  # the first behind
        ([(8, 10), (20, 22)], (9, 10), "甲甲"),
    ],
)
def test_who_is_compared_stands_before_the_marker_else_inside_else_behind(places, marker, target, monkeypatch):
    #       0         1         2
    #       012345678901234567890123456
    words = "甲甲一一乙乙一一一一一一丙丙一一土壤一一甲甲一一丁丁"
    monkeypatch.setattr(analogies, "_targets", lambda sentence: places)
    sentence = SimpleNamespace(text=words, shadow=words)
    mark = marker and Marker(*marker, "", "", False)
    assert analogies._target_of(sentence, Metaphor(16, 18, "", "", "", ""), mark) == target


def test_evidence_is_summed_by_weight_and_becomes_a_probability():
    assert weighing.total({"a": 2.0, "b": 1.0, "unknown": 9.0}, {"base": -1.0, "a": 0.5, "b": 0.25}) == 0.25
    assert weighing.likelihood(0) == 0.5 and weighing.likelihood(2) == pytest.approx(0.880797)
    assert weighing.likelihood(-2) == pytest.approx(1 - 0.880797)


def test_only_more_evidence_than_none_is_a_comparison():
    told = sentences_of(["模型的安卓来了。"])
    for base, found in ((0.0, set()), (0.01, {0}), (-0.01, set())):
        assert weighing.comparing(told, lambda stage, base=base: {"base": base}) == found
