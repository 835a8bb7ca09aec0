"""Tell the lines of an article that are not its own: credits, rights, calls to the reader, lists of other articles. Pure.

No single word proves that a line is a credit: articles are written about copyright, and essays begin with 扫码. So the
evidence adds up. A line near the beginning or the end is cut if its pairs of characters are more likely in such lines than
in articles (`log_odds`, fitted by bench/fit_boilerplate.py on lines made up for the purpose), and more so beside other
such lines. Labels and days that come back again and again are the structure of an article: an interview, a chronology.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from itertools import pairwise, repeat

from helpers import lexicon
from helpers.text.script import HAN

# Notes that several searches give.
NAMES, CREDITS = "headline or name of the source", "credit, rights or contact"
DISCLAIMER, WIDGET = "disclaimer", "widget of a site"

_NUMBER, _LETTER = re.compile(r"\d[\d,.:]*"), re.compile(r"\w")


_DOTTED_DAY = re.compile(r"(\d{4})\.(\d{1,2})\.(?=\d)")  # else one number


def line_key(line: str) -> str:
    """Return the key by which lines of a site are compared: numbers and blanks do not matter.

    >>> line_key("阅读 1,024") == line_key("阅读 7")
    True
    """
    return _NUMBER.sub("0", _DOTTED_DAY.sub(r"\1-\2-", "".join(line.split()))).casefold()


@cache
def _widgets() -> frozenset[str]:
    return frozenset(map(line_key, lexicon.read_words("boilerplate")))


# ---------------------------------------------------------------------------------------------- the words of a line

_MOST_READ = 120  # characters of a line that are read; a credit has said by then what it is
_LENGTHS = (8, 16, 30, 60)  # characters: how long a line is, in steps
_IS_SENTENCE = re.compile("[，。！？；]")


def line_features(key: str) -> set[str]:
    """Return what speaks for or against a line: its characters and pairs of them, ``^`` and ``$`` for its ends; how long
    it is; whether it has marks of a sentence.

    >>> sorted(line_features("编辑"))
    ['$', '^', '^编', '_length 0', '编', '编辑', '辑', '辑$']
    """
    marked = f"^{key[:_MOST_READ]}$"
    found = {*marked, *map("".join, pairwise(marked)), f"_length {sum(len(key) >= step for step in _LENGTHS)}"}
    return found | {"_sentence"} if _IS_SENTENCE.search(key) else found


@cache
def _weights() -> dict[str, float]:
    table = lexicon.read_table("boilerplate_weights")
    return dict(zip(table["feature"], table["weight"].astype(float), strict=True))


def weigh(key: str, weights: Mapping[str, float]) -> float:
    """Return the sum of the ``weights`` of what a line holds, and of ``_base``.

    >>> weigh("甲", {"_base": -1.0, "甲": 2.5, "乙": 9.0})
    1.5
    """
    return weights["_base"] + sum(map(weights.get, line_features(key), repeat(0.0)))


@lru_cache(4096)  # a line is asked for when articles are compared, and again when one is finished
def log_odds(key: str) -> float:
    """Return the logarithm of the odds that a line is boilerplate, by its words alone.

    >>> log_odds("责任编辑:张三") > 0 > log_odds("编辑是一个正在消失的职业,她说。")
    True
    """
    return weigh(key, _weights())


# ------------------------------------------------------------------------------------------------- the form of a line

# Who speaks in an interview stands before a colon; so does who wrote an article.
_SAYS = re.compile(r"\W{0,3}(?:(?:本[报刊]|见习|实习|特约)?记者|作者|编辑|主编|主持人|译者|问|答)[:：|｜]")
_MANY_FORMS = 3  # lines of one form, from which on it is the structure of the text
_DAY = "0"  # the form of a line that is a day: of these, all numbers are blinded
_ONLY_DAY = re.compile(r"\W{0,3}0[年/.-]0?(?:[月/.-]0?日?)?\W{0,3}|\W{0,3}0月0日\W{0,3}")


def _structure(keys: Sequence[str]) -> frozenset[str]:
    """Return the forms of line that a text repeats: a label behind which different things are said, or a day."""
    forms = {(form, number if form == _DAY else key) for number, key in enumerate(keys) if (form := _form(key))}
    counts = Counter(form for form, _ in forms)
    return frozenset(form for form, n in counts.items() if n >= _MANY_FORMS)


def _form(key: str) -> str:
    if _ONLY_DAY.fullmatch(key):
        return _DAY
    said = _SAYS.match(key)
    return said.group() if said else ""


_IN_SPEECH = re.compile("[你您我他她吗么呢怎]")


def _is_speech(key: str) -> bool:
    """Return whether what stands behind the label of a person is said, and no name."""
    said = _SAYS.match(key)
    return bool(said and _IN_SPEECH.search(key, said.end()))


_BY = (
    "文|作者|参与|本文作者|原作者|原文作者|撰文|撰稿|编辑|责任编辑|责编|主编|校对|校审|审校|审核|来源|文章来源|图源|图片来源|题图|头图|封面图?|题图来源|头图来源|封面图来源"
    "|图|图片|配图|供图|图文|文图|出品|监制|主笔|统筹|采写|采访|记者|报道|编译|翻译|译者|译|排版|版面|设计|制图|摄影|视频|策划|整理|观点|选题|初审|二审|三审|终审|复审|核稿|编审|监审|值班主?编?|文字|资料来源|撰文者|浏览数|点阅人次|发布单位|发文机关|索引号|出处|首发"
)
# What a label names goes on to the next label: were it free to end earlier, a row of labels would take a second.
_NAMED = rf"(?:(?!(?:{_BY})[:：|｜丨/／])[^。！？!?]){{1,52}}+"
_READ, _MANY = (
    "(?:阅读|浏览|点击|查看|评论|跟贴|跟帖|点赞|分享|收藏|转发|播放|热度|人气|views?|reads?|comments?)",
    "[万wk+]?",
)
_CHANNEL = (
    "(?:二维码|公众号|小程序|名片|入群|进群|加群|关注|下载|咨询|报名|添加|微信|领取|了解|阅读|查看|收听|订阅|预约)"
)
# What a line among the first and last may be that says who made the article, who may use it, and what to do next.
_CREDIT_KINDS = {
    "rights, makers and calls": (
        r"\W{0,3}(?:版权|免责)(?:声明|条款)(?:\W.{0,100})?|\W{0,3}版权所有(?![者人权方]).{0,100}|\W{0,3}.{0,6}版权归[^，。？谁]{1,24}所有.{0,80}"
        r"|\W{0,3}声明[:：].{0,100}|\W{0,3}(?:文章|本文|图片|稿件|信息|素材)?来源[:：].{1,100}|\W{0,3}原文(?:链接|地址|标题|出处)(?:\W.{0,100})?"
        r"|\W{0,3}责编[^，。！？的]{2,12}|\W{0,3}(?:©|copyright|poweredby|publishedat|author:|posted(?:by|on)).{0,100}"
        r"|\W{0,3}(?:如|若|如有|若有)?(?:侵权|侵犯).{0,16}(?:联系|删|告知|必究|邮|处理).{0,80}|\W{0,3}转载(?:请|须|需|或|及|授权|声明|说明|事宜|[:：]).{0,100}"
        r"|\W{0,3}未经.{0,24}(?:授权|许可|允许|同意|书面).{0,40}(?:不得|禁止|请勿|谢绝|严禁|追究|必究|违者|不可|切勿|不准).{0,80}"
        rf"|\W{{0,3}}点击.{{0,6}}阅读原文.{{0,100}}|\W{{0,3}}(?:扫码|长按|扫一扫|扫描).{{0,24}}{_CHANNEL}.{{0,60}}|\W{{0,3}}(?:欢迎|点赞)(?:关注|订阅).{{0,100}}"
        r"|\W{0,3}更多精彩(?:内容|资讯|文章|视频|报道|推荐|活动|信息)?(?:[,，]?(?:请|关注|点击|扫|尽在|敬请|欢迎|下载|猛戳|阅读|查看|登录).{0,80}|\W{0,6})"
    ),
    "names behind a label and a bar or colon": (
        rf"\W{{0,3}}[^。！？:：|｜丨/／的是了]{{0,12}}?(?:{_BY})[:：|｜丨/／]{_NAMED}(?:(?:{_BY})[:：|｜丨/／]{_NAMED}){{0,5}}"
        r"|[（(]?(?:本文|文章|稿件|内容)?(?:来自|来源于?|转自|转载自|首发于|原载于?|授权转载自?)[^。！？,，]{2,24}(?:[)）]|，.{0,30}授权.{0,20})"
        r"|(?:via|author|参考(?:链接|资料|来源|文献)|链接|原文链接)[:：]?"
        r"|[^。，！？,的]{2,10}(?:报道|编辑部|出品)"
    ),
    "when and by whom it was posted": (
        r"[\W_]{0,3}(?:日期|时间|date|published(?:on)?)[:：]?[a-z0_，, :：+.年月日-]{3,40}"
        r"|\W{0,3}[^。，！？]{0,10}记者[^。，！？]{2,8}0[年/.-]0.{0,30}|.{0,30}(?:发表|发布|更新|编辑)[于时]?间?[:：]?0[-年/].{0,40}|\W{0,3}(?:0[-年/.]0[-月/.]0日?|0\.?[a-z]{3,9}0)(?:0|星期.|周.|[上下]午|\W)*"
    ),
    "calls to follow, scan, share, join and buy": (
        r".{0,40}(?:识别|扫描|扫码|长按|点击|海报).{0,16}(?:二维码|小程序|名片|图片查阅|预约|阅读原文).{0,60}"
        r"|.{0,60}(?:点个?赞|[【「“]?在看|点点|星标|转发)[】」”]?[^。]{0,24}(?:关注|在看|星标|分享|好友|朋友圈|三连).{0,60}"
        r"|\W{0,3}(?:商务|广告|内容|品牌|媒体)?(?:合作|转载|投稿|寻求报道|联系我们|转载授权|开白)[^。！？]{0,30}(?:[:：@]|联系|获得授权|请(?:联系|注明|在|私信|后台|加|发)).{0,80}"
        r"|.{0,60}(?:公众号后台回复|后台回复|添加微信|加微信|扫码进群|加入.{0,10}(?:社群|交流群)|免费试用|立即试用|立即报名|立即购买|戳我).{0,80}"
        r"|(?:[—–-]|©|\.|。)*(?:the)?end[—–.。-]*|(?:往期|历史)(?:回顾|推荐|精选|文章)\W{0,6}"
        r"|\W{0,3}[^。！？]{0,20}(?:备份|观点|意见|内容|本文|以上|译文|资料|整理)[^。！？]{0,8}仅供(?:参考|学习|查阅|交流|娱乐)[^。！？]{0,10}.?"
        r"|[^。！？]{0,60}(?:点击此处|点击这里|欢迎点击)[^。！？]{0,30}.?"
        r"|.{0,80}(?:欢迎|不妨|快来|记得|期待你)[^。！？]{0,12}(?:评论区|留言区).{0,60}"
        r"|[^。！？]{0,30}(?:订阅|关注)(?:[^。，！？]{0,12}[吧哦][~～!！]|一下[？?！!])"
        r"|.{0,120}(?:招募|招聘|诚聘)[^。]{0,60}.{0,120}(?:回复|投递|简历|邮箱|公众号).{0,80}|(?:诚挚|正在|我们)?(?:招聘|招人)(?:啦|启事|信息)?[:：!！]?"
    ),
    "who made it from what, and where it first stood": (
        r"\W{0,3}本文(?:(?:属于|为|系|是)[^。！？]{0,20}(?:原创|投稿|报道|编译|作品|整理)|[由经][^。！？]{0,30}(?:编译|翻译|授权|供稿|推出|原创))"
        r"[^。！？，]{0,12}(?:，(?:如|未经|欢迎|转载|版权|请|原|作者|首发)[^。！？]{0,100}|，[^。！？，]{0,16}(?:推出|出品|发布))?[。.]?"
        r"|\W{0,3}(?:这是|本文[是为系])[^。！？]{0,16}(?:公众号|专栏|栏目|本号)[^。！？]{0,8}第0篇[^。！？]{0,12}.?"
        r"|\W{0,3}(?:mp|www|m)\.[a-z0-9.-]{2,40}\.(?:com|cn|net|org)[^。，！？]{0,40}"
    ),
    "addresses of mail, masked ones too; registers of analysts; what a platform declares under each article": (
        r"[^。！？]{0,12}[a-z0-9._-]{1,40}[@#][a-z0-9-]{1,40}(?:\.[a-z]{2,8}){1,3}"
        r"|[^。！？]{0,60}(?:sac执证编号|执业证书编号|sac编号|sacno|sac执业|(?:分析师|分析员|联系人|研究助理)[^。，！？]{0,20}s0(?![a-z]))"
        r"[^。！？]{0,120}"
        r"|\W{0,3}(?:广告|本站|平台|网站)声明[:：].{0,160}"
        r"|.{0,60}不代表[^。！？，]{0,12}(?:观点|立场|意见|看法).{0,30}|subscribe(?:to|now|here).{0,60}"
        r"|\W{0,3}(?:(?:本|该|此)文|以上|文章|文中)?(?:内容|观点)?(?:仅|只)代表[^。！？]{2,80}.?"
        r"|如(?:对|有|需|果)[^。！？]{0,40}(?:异议|投诉|侵权|转载|版权)[^。！？]{0,40}(?:联系|邮件|邮箱|@).{0,60}"
        r"|\W{0,3}(?:本文)?(?:首发|首刊|原载|原刊|刊载)于[^。！？，]{2,40}[。.]?|\W{0,3}(?:题图|头图|封面图?|图片)来自[^。！？]{2,100}[。.]?|\W{0,3}本文来自(?:微信|公众号|[^。！？，（(]{2,12}[，（(])[^。！？]{0,100}[。.]?"
        r"|notice:thecontentabove.{0,300}|[^。！？，的]{2,12}(?:官方(?:公众号|账号|帐号)|公众号)|举报/?反馈|(?:平台|特别)声明"
    ),
    "reporters and desks of newspapers and agencies": (
        r"\W{0,2}(?!据)[^。，！？的]{0,30}记者[^。，！？]{1,14}(?:报[导道]|电|讯|摄)\W?|\W{0,2}[^。，！？]{2,12}[/／][^。，！？]{1,8}报[导道]\W?"
        r"|\W{0,2}作者(?:系|为|是)[^。！？]{2,40}[)）]"
    ),
    "calls of sites and apps": (
        r"[^。！？]{0,40}(?:line好友|粉丝(?:团|专页)|订阅(?:电子报|频道)|追踪我们|[按点]赞加入|分享此文|分享给朋友|点我下载|app看新闻"
        r"|尽在[^。！？]{2,12}app|关注[^。！？]{0,10}视频号|点击上方)[^。！？]{0,40}[。！？!]?"
        r"|\W{0,3}(?:看更多[:：]?.{0,40}|更多[^。！？，]{0,12}(?:报[导道]|新闻|文章|资讯)|返回[^。，！？]{1,8}，?查看更多|(?:收听|听)(?:本文|全文)|字体[:：]?[大中小]{2,3})"
    ),
    "keywords, addresses, first titles, length": (
        r"\W{0,3}(?:tags?|标签|关键[字词]|原标题|本文地址|文章地址|文章持有者|filedunder)[:：].{1,100}"
        r"|\W{0,3}(?:阅读时[长间]|预计阅读|(?:全文|本文|正文)共?|字数)[:：]?约?0(?:字|分钟)?[^。！？]{0,24}"
    ),
    "a day with who, where or how often": (
        r"(?=.{0,80}0[-年/.]0[-月/.]0)(?=.{0,120}(?:原创|发表于|发布(?:于|时间|日期|单位)|来源[:：]|阅读量|分类|成文|点阅|浏览))[^。！？]{6,120}"
        r"|[^。，！？]{0,12}记者[^。，！？]{2,8}(?:实习生|通讯员|见习记者|特约记者|摄影)[^。，！？]{2,12}"
        r"|\W{0,2}[^。，！？]{2,8}(?:专讯|专电)\W{0,3}(?:[^。，！？]{0,4}记者[^。，！？]{2,8})?\W?"
    ),
    "buttons, rules for comments, registers of a site, subscriptions": (
        r"(?:赞同?|添加评论|申请转载|收藏|喜欢|收起|转发|推荐|评论|分享|举报|0条?(?:评论|回复|留言)?){3,12}|(?:#[^#。！？，]{1,14}#?){2,10}"
        r"|[^。！？]{0,30}(?:打印本页|关闭窗口|字[号级][:：]|分享到[:：]|复制链接|用line传送|扫一扫在手机)[^。！？]{0,60}"
        r"|[^。！？]{0,12}(?:文明上网|理性发言|我要留言|发言请先)[^。！？]{0,60}"
        r"|.{0,20}(?:icp[备证]|公网安备|增值电信业务经营许可证|新闻信息服务许可证).{0,120}|[^。！？]{0,20}举报(?:电话|邮箱|热线)[:：].{0,80}"
        r"|[^。！？]{0,30}(?:会员专享|畅读(?:全文|每月)|请(?:按此)?登[录入]|登[录入]后(?:可|才能)(?!.{0,30}的))[^。！？]{0,60}"
        r"|.{0,40}(?:点个[“「]?赞|[“「]在看[”」]).{0,30}"
        r"|\W{0,3}下载[「“]?[^。！？]{1,10}app[^。！？]{0,60}|[^。！？]{0,30}(?:点我|点此|按此)(?:订阅|下载|加入|看|阅读)[^。！？]{0,40}"
        r"|.{0,20}(?:追踪|关注|订阅|加入)[^。！？]{0,12}(?:telegram|facebook|instagram|line|youtube)[^。！？]{0,50}"
        r"|\W{0,3}(?:延伸阅读|相关(?:阅读|报[导道]|新闻|文章|字词)|推荐阅读|更多报[导道])[:：﹕].{1,120}"
        r"|[^。！？]{0,60}(?:非经授权|不得转载)[^。！？]{0,60}.?|\W{0,3}本文(?:已?获|经)[^。！？]{0,40}授权.{0,60}"
        r"|(?=[^。，！？]{0,60}(?:检举|举报|错字|意见反映|反馈|纠错))(?:[^。，！？|｜]{1,14}[|｜]){1,4}[^。，！？|｜]{0,14}|共0页.{0,40}"
    ),
    "where on a site, what before and after, how often read": (
        r"(?:当前位置|您?(?:现在|当前|所在)?的?(?:位置|所在))[:：].{1,60}|(?:首页|主页|home)(?:[>›»→/|-][^。！？，]{1,12}){1,5}"
        r"|(?:[上下前后]一[篇条页章]|next|previous)[:：].{1,80}"
        r"|微信号[:：]?[a-z0_-]{3,30}|功能介绍.{1,80}|收录于合集.{0,60}|#[^#，。]{1,20}0个|[（(]编辑[:：][^）)]{2,12}[）)]0*"
        r"|sentfrom.{2,40}"
        r"|0?\W{0,2}(?:媒体来源|记者署名|完整新闻(?:标题|内文|连结[^:：]{0,10}))[:：].{0,120}"
        rf"|(?:0{_MANY}(?:次|人|条)?{_READ}|{_READ}(?:量|数|次数)?[:：(（]?0{_MANY}[)）]?(?:次|人|条)?){{1,6}}"
    ),
}
_CREDIT = re.compile("|".join(_CREDIT_KINDS.values()))
# What no text says of itself, wherever it stands: from where a picture comes, addresses, what a reader shall send for.
_ANYWHERE = re.compile(
    r"\W{0,3}(?:图片|资料|数据|图表|配图|题图|图)来源[:：][^。！？]{1,60}|图源(?![于自])[^。！？，,的不]{1,20}|[^。！？，,为他她我]{1,12}供图"
    r"|(?:0\.?)?(?:[a-z0-9-]{1,40}\.){1,4}(?:com|cn|org|net|io|ai|co|dev)/[a-z0-9._/?=&%#-]{0,200}"
    r"|.{0,160}[（(〔](?:图(?:[/／|｜:：]|片[/／|｜:：]|片?来[自源]|[撷截取摘]自)[^）)〕]{1,40}|(?:(?:本报|特约|中央社)?记者)?(?!记)[^）)〕，。所]{2,10}摄|[^）)〕，。]{0,16}(?:(?:资料|档案)照片?|翻摄))[）)〕]"
    r"|[推嘘→][a-z0_]{1,13}[0:：].{0,160}0/0"  # what readers wrote below a post of a forum
    r"|(?:[^。！？]{0,60}[，,！!:：]|关注[^。，！？]{1,16})?(?:公众号)?后台回复(?:关键[词字])?[“「『【\[][^。！？]{1,60}.?"
)
_FROM = re.compile("来自[^。！？!?，,:：]{2,16}")  # under the headline of a site: the desk that sends the news
_DISCLAIMER = re.compile(
    r"\W{0,3}(?:风险提示|免责声明|法律声明|重要声明|一般声明|特别声明|特别提示|legaldisclaimer)(?:及免责条款)?(?:[:：].*)?"
)
_OF_BUSINESS = re.compile(r".*(?:不构成|不作为).{0,40}(?:建议|依据|要约|邀请|征价|买卖).*|\W*(?:市场|投资)有风险.*")
_LEGAL = re.compile("本公众号|本资料|本报告|本平台|本订阅号|版权|责任|声明|投资|建议|证券|转载|书面|法律")


_MORE = re.compile(
    r"\W{0,3}(?:(?:相关|延伸|推荐|更多|往期|热门|精彩)的?(?:阅读|文章|新闻|推荐|报道|回顾|内容|资讯|链接)|猜你喜欢|往期精彩推荐|你可能[也还]会?(?:喜欢|感兴趣).{0,30}|喜欢此内容的人还喜欢|大家都在看)[:：]?\W{0,3}"
)
_HEADLINE = 60  # characters; longer lines below such a heading are no headlines


def _other_articles(keys: Sequence[str], notes: list[str]) -> None:
    """Note the lines from a heading such as 相关阅读 on, if nothing but headlines follows to the end of the text."""
    first = len(keys)
    for number in range(len(keys) - 1, -1, -1):
        key = keys[number]
        if _MORE.fullmatch(key):
            first = number
        elif len(key) > _HEADLINE or key.endswith(("。", "”", "；")):
            break
    _note_from(first, notes, "list of other articles")


def _note_from(first: int, notes: list[str], note: str) -> None:
    """Note all lines from the ``first`` on that have no note yet."""
    notes[first:] = [each or note for each in notes[first:]]


# ------------------------------------------------------------------------------------------------- where a line stands

_EDGE = 6  # lines that stay in on either side of which such a line is still at the edge; labels do not count
_EDGE_SHARE = 3  # and of a short article no more than every third line
LABEL = 12  # characters of a line that only names what follows: 分类, 皮肤, 相关文章:
_CREDIT_LINE = 200  # characters; a longer line is a paragraph, unless it is a disclaimer
# Log-odds from which on a line is cut: a sentence, or another line; by its words alone, or if it has the form of a credit.
ENOUGH = {("sentence", "words"): 4.0, ("line", "words"): 3.0, ("sentence", "form"): -0.5, ("line", "form"): -2.0}


def _at_the_edge(keys: Sequence[str], notes: list[str]) -> None:
    """Note the lines of credits and the like from both ends on, until more than a few lines in a row stay in."""
    structure = _structure(keys)
    most = min(_EDGE, max(3, sum(len(key) > LABEL for key in keys) // _EDGE_SHARE))
    for order in (range(len(keys)), range(len(keys) - 1, -1, -1)):
        kept = 0
        for number in order:
            key = keys[number]
            if not notes[number] and key:
                notes[number] = "" if _form(key) in structure or _is_speech(key) else _note_of(key)
                kept += not notes[number] and len(key) > LABEL
            if kept >= most:
                break


def _note_of(key: str) -> str:
    """Return why a line at the edge of an article is cut, or "" if it stays."""
    if len(key) <= 3 * _CREDIT_LINE and _DISCLAIMER.fullmatch(key):
        return DISCLAIMER
    of_business = len(key) <= 3 * _CREDIT_LINE and _OF_BUSINESS.fullmatch(key)
    if len(key) > _CREDIT_LINE and not of_business:
        return ""
    what = "sentence" if _IS_SENTENCE.search(key) else "line"
    by = "form" if of_business or _CREDIT.fullmatch(key) else "words"
    if log_odds(key) < ENOUGH[what, by]:
        return ""
    return DISCLAIMER if of_business else CREDITS


def _desk(keys: Sequence[str], notes: list[str]) -> None:
    """Note a line that only says from which desk the news comes, if a known headline and short lines stand above."""
    under_headline = False
    for number, (key, note) in enumerate(zip(keys, notes, strict=True)):
        under_headline = under_headline or note == NAMES
        if key and not note and under_headline and _FROM.fullmatch(key):
            notes[number] = CREDITS
        if not note and len(key) > LABEL:
            return


_LAST = 12  # lines at the end among which a publisher introduces itself
_PORTRAIT = re.compile("(?:是一?[家个]|是[中国]国|成立于|创[立办]于|专注|致力|全网同名)")


def _self_portrait(keys: Sequence[str], notes: list[str]) -> None:
    """Note the line with the name of a publisher near the end, and the next one, which says who that is."""
    filled = [number for number, key in enumerate(keys) if key][-_LAST:]
    for number, following in pairwise(filled):
        name = keys[number]
        said = keys[following].removeprefix(name)
        if 2 <= len(name) <= LABEL and said != keys[following] and _PORTRAIT.match(said):
            notes[number] = notes[number] or NAMES
            notes[following] = notes[following] or CREDITS


def _legal_end(keys: Sequence[str], notes: list[str]) -> None:
    """Note all lines from the heading of a disclaimer on, if they end the text, speak of the law, and are not much of it."""
    whole, rest, legal, first = sum(map(len, keys)), 0, 0, len(keys)
    for number in range(len(keys) - 1, -1, -1):
        key = keys[number]
        rest, legal = rest + len(key), legal + len(key) * bool(_LEGAL.search(key[:1000]))
        if 3 * rest > whole:
            break
        if len(key) <= 15 and 4 * legal >= 3 * (rest - len(key)) > 0 and _DISCLAIMER.fullmatch(key):
            first = number
    _note_from(first, notes, DISCLAIMER)


_SHORT_WORD = re.compile(f"(?!图片|正文)[{HAN}]{{1,3}}")  # 图片 alone stands for a picture that was not saved


def _widget_lines(keys: Sequence[str], notes: list[str]) -> None:
    """Note the buttons of a site. One by itself among the lines of the text may be a subhead (搜索, 广告) or a verse."""
    filled = [number for number, key in enumerate(keys) if key]
    is_widget = [keys[number] in _widgets() for number in filled]
    last = len(filled) - 1
    for place, number in enumerate(filled):
        if is_widget[place] and not notes[number]:
            at_end = place < _EDGE or place > last - _EDGE
            beside = any(is_widget[near] or notes[filled[near]] for near in (place - 1, place + 1) if 0 <= near <= last)
            if at_end or beside or not _SHORT_WORD.fullmatch(keys[number]):
                notes[number] = WIDGET


_SPEECHLESS = re.compile(r"[“「『][…—.。！？!?]+[”」』]")  # an answer all the same


def note_lines(keys: Sequence[str], names: Iterable[str] = ()) -> list[str]:
    """Return for each line of an article why it is boilerplate regardless of other articles, or "".

    Args:
        keys: the lines in the form of `line_key`.
        names: headline, outlet and author, where known; a line that says nothing else is boilerplate.

    >>> note_lines(["开源来了。", "点击关注"])
    ['', 'widget of a site']
    """
    named = {line_key(name) for name in names} - {""}
    notes = []
    for key in keys:
        if key in named:
            notes.append(NAMES)
        elif _ANYWHERE.fullmatch(key):
            notes.append(CREDITS)
        else:
            is_bare = key and not _LETTER.search(key) and not _SPEECHLESS.fullmatch(key)
            notes.append("line without a word" if is_bare else "")
    _legal_end(keys, notes)
    _self_portrait(keys, notes)
    _other_articles(keys, notes)
    _widget_lines(keys, notes)
    _at_the_edge(keys, notes)
    _desk(keys, notes)
    return notes
