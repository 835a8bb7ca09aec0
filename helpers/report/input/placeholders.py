"""Know what crawlers and platforms put where there is no text: it was deleted, is not shown, or was never loaded. Pure."""

import re

from helpers.text.script import shadow_of

_MOST = 80  # characters; what is longer tells something
_THING = "(?:内容|正文|全文|文章|新闻|报道|微博|博文|帖子|贴文|主题|页面|网页|视频|图文|图片|笔记|回答|问题|链接|文件|消息|信息|资讯|数据|文本|文字|稿件|文档|详情|摘要|简介|账号|公众号|文)"
_WHOSE = "(?:(?:很|非常)?抱歉|对不起|sorry|提示)?[,，!！:：]?(?:该|此|本|这[篇条个]|原|当前|您?[要所]?(?:访问|查看|浏览|请求)的)?(?:条|篇)?"
_BY = (
    "(?:已经?)?(?:被|由)?(?:原?作者|发布者|发布人|用户|博主|管理员|版主|平台|系统|官方|其)?(?:自行|主动)?(?:已经?)?被?"
)
_GONE = "(?:删除|移除|屏蔽|下架|下线|撤回|撤稿|隐藏|封禁|封停|注销|迁移|失效|过期|设为私密|不存在|不可见|不可用)(?:或(?:已?被?删除|不存在|已?失效|已?过期))?"
_WHY = "(?:[,，]?(?:因|由于|经|涉嫌|被投诉)[^。！？!?\\n]{0,24}?[,，]?)?"
_NOT_SHOWN = "(?:暂时|目前|现在)?(?:无法|不能|不予|不可|没有权限)(?:正常)?(?:查看|显示|访问|浏览|展示|阅读|打开|加载)"
_PLACEHOLDER = re.compile(
    rf"(?:{_WHOSE}{_THING}{_WHY}{_BY}{_GONE}了?"
    rf"|{_WHOSE}{_THING}{_WHY}{_NOT_SHOWN}"
    rf"|(?:已经?被?|被){_BY}{_GONE}"
    rf"|(?:暂无|暂时没有|没有|未找到|找不到|未获取到?|获取不到|未抓取到?|无)(?:更多|相关|任何|可用)?{_THING}"
    rf"|{_THING}(?:为空|暂缺|缺失|待补充?|不详|抓取失败|获取失败|解析失败|加载失败|采集失败|提取失败|未找到|找不到了?)"
    r"|(?:页面|数据|内容|正文)?(?:抓取|获取|解析|采集|提取|加载|请求|访问|网络)(?:失败|错误|异常|超时|出错)"
    r"|(?:内容|正文|页面|数据)?(?:正在|努力|拼命|玩命)?(?:加载|载入|读取)中|请(?:稍候|稍后|稍等)(?:再试|重试)?|点击(?:重试|重新加载)"
    r"|(?:error[: ]?)?(?:40[0134]|410|50[0234])(?:[: -]{0,3}(?:not found|forbidden|page not found|bad gateway|error|页面不存在|页面未找到))?"
    r"|page not found|not found|no content|loading|(?:content|page|article) (?:is )?(?:not available|unavailable|deleted|removed|not found)"
    r"|nan|nat|null|none|nil|undefined|n/a|#n/a|\[(?:deleted|removed)\]|[\[［【(（]?(?:暂无|空|无|缺)[\]］】)）]?)",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"[。．.!！?？…~～,，\s]+")


def is_placeholder(text: str) -> bool:
    """Return whether a text says only that there is none.

    >>> is_placeholder("此內容因違規無法查看"), is_placeholder("该文章已被发布者删除。"), is_placeholder("文章删除之后，读者还记得。")
    (True, True, False)
    """
    if len(text) > _MOST:
        return False
    shadow = shadow_of(text.strip())
    if _PLACEHOLDER.fullmatch(shadow.strip("。．.!！…~～ ")):
        return True
    parts = [part for part in _BETWEEN.split(shadow) if part]
    return bool(parts) and all(map(_PLACEHOLDER.fullmatch, parts))
