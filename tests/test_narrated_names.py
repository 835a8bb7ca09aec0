"""Persons whom the narrator tells of before they speak, and those who speak nobody's words."""

import pytest

from helpers.framing import find_quotations


def last_speaker(text):
    found = find_quotations(text)
    found = found[found["kind"] != "term"]
    return found["speaker"].tolist()[-1] if len(found) else None


@pytest.mark.parametrize(
    ("told", "speaker"),
    [
        ("蔡宁每天骑车上班。", "蔡宁"),
        ("三十岁的蔡宁在码头开吊车。", "蔡宁"),
        ("记者采访了蔡宁。", "蔡宁"),
        ("我问蔡宁怕不怕。", "蔡宁"),
        ("焊工蔡宁刚下夜班。", "蔡宁"),
        ("蔡宁是一名焊工，住在城西。", "蔡宁"),
        ("去年秋天，蔡宁辞了工作。那时雨很大。", "蔡宁"),
        ("隔壁的老蔡修了半辈子钟表。", "老蔡"),
        ("高三学生小棠每天用它。", "小棠"),
        ("带队的工程师叫蔡宁，话不多。", "蔡宁"),
        ("我在码头遇到了船员奥利维尔。", "奥利维尔"),
        ("我问了同事 Nadia。", "Nadia"),
        ("蔡宁的母亲每天买菜。", "蔡宁的母亲"),
        ("我前老板不信。", "我前老板"),
        ("蔡宁和罗薇是同学。", "他"),
        ("蔡宁、罗薇都在码头上班。", "他"),
        ("没有人反对。", "马斯克"),
        ("车间里很热，任务也重。", "马斯克"),
        ("高质量的数据不多，文档也少。", "马斯克"),
        ("黄金跌了，石油也跌。", "马斯克"),
        ("8000万美元花完了。", "马斯克"),
        ("严格来讲，这不算新车。", "马斯克"),
        ("蔡宁的店关了。", "马斯克"),
        ("夜航船今年三十岁，网上人人认识。", "他"),
    ],
)
def test_a_pronoun_means_whom_the_narrator_tells_of(told, speaker):
    assert last_speaker(f"马斯克昨天来访。{told}他说：“价格会降下来的。”") == speaker


@pytest.mark.parametrize(
    ("told", "speaker"),
    [
        ("蔡宁点点头。", "蔡宁"),
        ("蔡宁没有回答，低头喝茶。", "蔡宁"),
        ("蔡宁不愿谈钱。他讲了一件旧事：那年厂里烧煤。", "蔡宁"),
        ("蔡宁没有回答。", ""),
        ("马斯克问蔡宁怕不怕。", ""),
        ("厂里烧煤，烟囱很高。", ""),
    ],
)
def test_a_quotation_behind_what_one_person_does_is_hers(told, speaker):
    assert last_speaker(f"{told}“自己发电的客户，早晚会回来。”") == speaker


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("蔡宁很安静。他看着马斯克说：“她两种都会开。”", "蔡宁"),
        ("记者问了模型，它回答：“这里没有镇长。”", ""),
        ("蔡宁引用了阿基米德的名言：“给我一个支点。”", "阿基米德"),
        ("蔡宁引用自己的话说：“价格一定会降下来。”", "蔡宁"),
        ("蔡宁给我看一段话，是模型写的：“对不起，我不知道。”", ""),
        ("一名焊工告诉记者，活少了。“一天不到三单，”他说。", "一名焊工"),
        ("有人替平台说话：“再给一次机会吧，求你们。”", "有人"),
        ("有位当护士的朋友回信，传来一句：“你来值个夜班试试。”", "有位当护士的朋友"),
        ("挪威首相表示：“石油总有用完的一天。”", "挪威首相"),
        ("爱沙尼亚前总理卡拉斯说：“欧洲该醒了。”", "卡拉斯"),
        ("不具名的银行高层透露，钱快没了。“只剩三个月。”这名高层说。", "不具名的银行高层"),
        ("研发VP说：“预算没有了，明年再说。”", "研发VP"),
        ("街坊陈太则担心：“机器不会煲汤。”", "陈太"),
        ("主任由阿依努尔·买买提担任。“语料很少，”阿依努尔说。", "阿依努尔·买买提"),
        ("监管机构至今只有一句“正在研究”。", "监管机构"),
        ("蔡宁表示，训练很快，速度“快过我们最乐观的模型”。", "蔡宁"),
        ("他们自称“搬料人”。", None),
    ],
)
def test_whose_words_they_are(text, speaker):
    assert last_speaker(text) == speaker


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("王磊站起来问：“为什么？”", "王磊"),
        ("老陳擺擺手說：「不談。」", "老陳"),
        ("工程师走过来说：“修好了。”", "工程师"),
        ("赵敏放下筷子说：“吃饱了。”", "赵敏"),
        ("老婆翻身骂：“吵死了。”", "老婆"),
        ("邮递员对我妈说：“签收吧。”", "邮递员"),
        ("站长起身说：“到站了。”", "站长"),
    ],
)
def test_a_gesture_or_a_listener_before_the_verb_is_no_part_of_a_name(text, speaker):
    assert last_speaker(text) == speaker


@pytest.mark.parametrize("name", ["欧阳朔", "司马青", "上官云", "欧阳修远", "诸葛明亮"])
@pytest.mark.parametrize("text", ["{}说：“到了。”", "{}问：“到了？”", "“到了。”{}答道。"])
def test_a_surname_of_two_characters_takes_no_verb_along(name, text):
    assert last_speaker(text.format(name)) == name
