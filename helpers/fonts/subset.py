"""Make NotoSansSC-Regular-subset.otf from the full Noto Sans SC Regular.

    python subset.py path/to/NotoSansSC-Regular.otf [path/to/output.otf]

Needs fontTools. The same input font and the same fontTools give the same bytes.
"""

import sys
from pathlib import Path

from fontTools import subset

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
OUTPUT = HERE / "NotoSansSC-Regular-subset.otf"

BLOCKS = [
    (0x0020, 0x007E),  # ASCII
    (0x00A0, 0x017F),  # Latin-1, Latin Extended-A: most pinyin letters
    (0x0180, 0x024F),  # Latin Extended-B: caron letters ǎ ǐ ǒ ǔ, and ǖ ǘ ǚ ǜ
    (0x02B0, 0x036F),  # modifier letters, combining accents
    (0x0370, 0x03FF),  # Greek
    (0x0400, 0x045F),  # Cyrillic
    (0x1E00, 0x1EFF),  # Latin Extended Additional: ḿ, ẑ, ế …
    (0x2000, 0x206F),  # general punctuation
    (0x2070, 0x209F),  # superscripts and subscripts
    (0x20A0, 0x20BF),  # currency signs
    (0x2100, 0x214F),  # letter-like symbols
    (0x2150, 0x218F),  # fractions, Roman numerals
    (0x2190, 0x21FF),  # arrows
    (0x2200, 0x22FF),  # mathematical operators
    (0x2300, 0x23FF),  # technical signs
    (0x2460, 0x24FF),  # circled and bracketed numbers
    (0x2500, 0x25FF),  # box drawing, blocks, geometric shapes
    (0x2600, 0x27BF),  # symbols, dingbats
    (0x2900, 0x297F),  # more arrows
    (0x3000, 0x303F),  # CJK punctuation
    (0x3040, 0x30FF),  # kana
    (0x3100, 0x312F),  # bopomofo
    (0x3200, 0x33FF),  # enclosed and squared CJK
    (0xFE10, 0xFE4F),  # vertical and compatibility forms
    (0xFF00, 0xFFEF),  # full-width and half-width forms
]

# What the two standards lack and articles from Hong Kong, Taiwan or about people do hold.
EXTRA = (
    "佢喺嘅唔咁哋啲嚟冇咗嗰嘢諗噉嘥㗎嘞㖞喎嗌瞓攞咩嘜乜噏谂啱掟揸撳攰嬲滙衞着綫裏羣飆麪峯啓説鷄臺竪温脱污註喆祎錤堃珺玥玙琰昇赟旻晞彧翀祺弢頔骉飏"
    # places, food and words of Hong Kong
    "埗鰂滘磡邨鱲脷輋壆㘭氹硤㙟塱蓢竻朥樖餸嚿啫冧劏揾搵冚揼掹擝揦喐唥咇啩嗱噃㖭囖曱甴鎅掗慳孭抦揗嚹㩒㨆㧎㨘㪐鑊煱炆焗㷛燶烚罉鍟奀孖"
    # given names and surnames, in both scripts
    "垚㛃燚犇龘昉婳瑄瑀琇瑢珣玭珝琀珅琎璠瑨璈琤瑧瓅昺暐晳昳晙曈旼燊烜炘燏煐琸芃蕓沄沚洺淏渟湉溦澂湜妘姞嫄媞婍嬿嬅孋俍倓偲傕儁"
    "勍卲吿喦埈夑姮寔峣崟崐廌弇愔慜扆抃昪杺枬楒橒橦汭烺熺牁畑畯皞盺碁禔禛竑綝緗纁翙翚翯翾衎袆褀諲諠豊贇鈺鋆鋐鋕鍇鏐鏵闿霂韡顗"
    "飔騄騏驊鶱龑龢瑋嵂翬蒨讌鄺銥鎧霙頴鯤龎祤淯滺澔瀠瀅煒燁燿爗旂昰晧曨琁璉睎皜傉冮麹亶逺郤"
)


def decodable(encoding, lead_bytes, trail_bytes):
    """Return the characters that two-byte codes of these ranges stand for."""
    pairs = (bytes([lead, trail]) for lead in lead_bytes for trail in trail_bytes)
    return set("".join(pair.decode(encoding, errors="ignore") for pair in pairs))


def gb2312():
    """Return all of GB 2312: 6,763 Han characters and 682 other signs."""
    return decodable("gb2312", range(0xA1, 0xF8), range(0xA1, 0xFF))


def big5_level_1():
    """Return Big5 level 1, A440 to C67E: the 5,401 Han characters of daily use."""
    trails = [*range(0x40, 0x7F), *range(0xA1, 0xFF)]
    last_row = decodable("big5", [0xC6], range(0x40, 0x7F))
    return decodable("big5", range(0xA4, 0xC6), trails) | last_row


def own_texts():
    """Return every character of the articles and of our word lists."""
    words = (file for file in ROOT.glob("helpers/lexicon/*.*") if file.stem != "scripts")  # which lists all characters
    files = [*ROOT.glob("seeds/*.txt"), *words]
    return set("".join(file.read_text(encoding="utf-8", errors="ignore") for file in files))


def wanted():
    """Return the code points to keep, as far as the full font has them."""
    blocks = {chr(code) for first, last in BLOCKS for code in range(first, last + 1)}
    return sorted(map(ord, blocks | gb2312() | big5_level_1() | own_texts() | set(EXTRA)))


def make_subset(source, output=OUTPUT):
    """Write the subset of the font file `source` to `output`."""
    options = subset.Options()
    options.layout_features = ["ccmp", "kern", "mark", "mkmk"]
    options.hinting = False
    options.notdef_outline = True
    options.name_IDs = ["*"]
    options.name_languages = ["*"]
    options.drop_tables += ["DSIG", "VORG", "vhea", "vmtx", "BASE"]
    options.recalc_timestamp = False
    with subset.load_font(str(source), options) as font:
        subsetter = subset.Subsetter(options)
        subsetter.populate(unicodes=wanted())
        subsetter.subset(font)
        subset.save_font(font, str(output), options)


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    make_subset(*sys.argv[1:])
