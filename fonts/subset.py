#!/usr/bin/env python3
"""Makes the fonts in `briefkit-han` and `briefkit-symbols` from those that they are subsets of.

    python3 fonts/subset.py            # downloads the fonts with `npm pack`; needs fontTools 4.68
    python3 fonts/subset.py --check    # fails if a committed font differs

Every download is checked against its SHA-256, so that each run writes the same bytes. The subsets have names of their
own: their licence reserves "Source", and a full font in a folder of the user's must not count as the same face.
"""

import array
import hashlib
import io
import pathlib
import subprocess
import sys
import tarfile
import tempfile

import status_signs
from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.ttLib.scaleUpem import scale_upem
from fontTools.ttLib.tables._g_l_y_f import GlyphCoordinates

HERE = pathlib.Path(__file__).parent

# The npm package of each font, with its version; the file in it; and the SHA-256 of that file.
SOURCES = {
    "han-regular": (
        "@expo-google-fonts/noto-sans-sc@0.4.3",
        "400Regular/NotoSansSC_400Regular.ttf",
        "d45f67f0a7c0ca3f256950777ce6a61cc7ce5f9696d02900cbbaac25f8aa7d16",
    ),
    "han-bold": (
        "@expo-google-fonts/noto-sans-sc@0.4.3",
        "700Bold/NotoSansSC_700Bold.ttf",
        "9a38ae0ab28cd5a256f9ea8e00dedc688aac17f7915fcb000572990afa956b96",
    ),
    "symbols": (
        "@expo-google-fonts/noto-sans-symbols@0.4.1",
        "400Regular/NotoSansSymbols_400Regular.ttf",
        "aedeec1cd0514930aeeafc4a88a6deff83cda1e6b58086f0b9bb9c7dd0157578",
    ),
    "symbols-2": (
        "@expo-google-fonts/noto-sans-symbols-2@0.4.1",
        "400Regular/NotoSansSymbols2_400Regular.ttf",
        "f67f40c65f929f029827ab37cfdc4897dfd9ae3c28d9e98ba46e0d52e39eb97e",
    ),
    "math": (
        "@expo-google-fonts/noto-sans-math@0.4.2",
        "400Regular/NotoSansMath_400Regular.ttf",
        "b4a1dfdbfa13b4755e5eac20cb25c1d17ed5a745ceb89639595e8cf45a2b1e07",
    ),
    "emoji": (
        "@expo-google-fonts/noto-emoji@0.4.7",
        "400Regular/NotoEmoji_400Regular.ttf",
        "24aaa2a20c9c06ffe9bf04284bfd1f14376a329d10122f902abe2770817eb504",
    ),
    "currency": (
        "@expo-google-fonts/noto-sans@0.4.2",
        "400Regular/NotoSans_400Regular.ttf",
        "fe8c022f48d8dd29f17b744d16f9346f4357e16f7d4f7be58b000ae7c291b614",
    ),
}

# The features that the shaper applies to horizontal text by itself. The others, such as vertical forms and the
# proportional widths of kana, need a request that no layout makes.
FEATURES = ["ccmp", "locl", "rlig", "liga", "calt", "clig", "kern", "mark", "mkmk"]

# Characters of names that are in none of the standards of `han_characters`: variants that people write their names
# with in China, Taiwan, Hong Kong and Japan.
NAMES = (
    "囍頔尐朤堔晳澔綝諠贇鄷鈊閆顗髙麐龑﨑栁濵嵜槗桒㓁〆〇ヶ蕐廸玅珎邉圀淸靑郞眞緖曻﨟﨣冝峕嵗彣慜攰朥氹沵炁爕眘緈"
    "臯鍀靐㐱㽑"
)

# Presentation forms of vertical text.
VERTICAL_FORMS = {*range(0xFE10, 0xFE20), *range(0xFE30, 0xFE50)}

# The blocks whose characters come from the symbol fonts, as far as Source Sans 3 lacks them: punctuation, superscripts
# and subscripts, currency signs, letter-like symbols and number forms, arrows, mathematical operators, technical
# symbols, control pictures, enclosed alphanumerics, lines, blocks and geometric shapes, miscellaneous symbols and
# dingbats, arrows and operators of the supplements, long dashes, enclosed letters, emoji, geometric shapes and arrows
# of the supplements.
SYMBOLS = [
    (0x2010, 0x205E), (0x2070, 0x209C), (0x20A0, 0x20C0), (0x2100, 0x218F), (0x2190, 0x21FF), (0x2200, 0x22FF), (0x2300, 0x23FF),
    (0x2400, 0x2426), (0x2460, 0x24FF), (0x2500, 0x25FF), (0x2600, 0x27BF), (0x27C0, 0x27FF), (0x2900, 0x297F), (0x2B00, 0x2BFF),
    (0x2E3A, 0x2E3B), (0x1F004, 0x1F004), (0x1F0CF, 0x1F0CF), (0x1F100, 0x1F1FF), (0x1F300, 0x1F64F), (0x1F680, 0x1F6FF),
    (0x1F780, 0x1F7FF), (0x1F800, 0x1F8FF), (0x1F900, 0x1F9FF), (0x1FA70, 0x1FAFF),
]

# Characters of emoji that the emoji font joins by rules, in addition to those of the blocks: the digits, `#` and `*` of
# keycaps with U+20E3, the tags of flags such as that of Scotland, and the zero-width joiner, with the symbols that it
# joins to emoji. These symbols are in a symbol font, too, for text.
KEYCAPS = [*map(ord, "0123456789#*"), 0x20E3]
TAGS = range(0xE0020, 0xE0080)
JOINER = 0x200D
JOINED_SYMBOLS = [*map(ord, "♀♂⚕⚖✈☠❄❤⚧➡↔↕⛓⬛")]

# A sign in one colour is the same in each tone of skin, so that the tones, which the rules would join, are left out of
# the text before it is shaped.
TONES = range(0x1F3FB, 0x1F400)

# Characters below U+3000 that are emoji unless a selector says otherwise (`Emoji_Presentation` of Unicode's
# emoji-data.txt 16.0). They and all of the emoji blocks are taken from the emoji font first.
EMOJI_PRESENTATION = [
    (0x231A, 0x231B), (0x23E9, 0x23EC), (0x23F0, 0x23F0), (0x23F3, 0x23F3), (0x25FD, 0x25FE), (0x2614, 0x2615),
    (0x2648, 0x2653), (0x267F, 0x267F), (0x2693, 0x2693), (0x26A1, 0x26A1), (0x26AA, 0x26AB), (0x26BD, 0x26BE),
    (0x26C4, 0x26C5), (0x26CE, 0x26CE), (0x26D4, 0x26D4), (0x26EA, 0x26EA), (0x26F2, 0x26F3), (0x26F5, 0x26F5),
    (0x26FA, 0x26FA), (0x26FD, 0x26FD), (0x2705, 0x2705), (0x270A, 0x270B), (0x2728, 0x2728), (0x274C, 0x274C),
    (0x274E, 0x274E), (0x2753, 0x2755), (0x2757, 0x2757), (0x2795, 0x2797), (0x27B0, 0x27B0), (0x27BF, 0x27BF),
    (0x2B1B, 0x2B1C), (0x2B50, 0x2B50), (0x2B55, 0x2B55),
]
FIRST_EMOJI_BLOCK = 0x1F300

# Emoji blocks that are taken from the emoji font alone. The other pictographs in them, which other fonts have, come
# from symbol fonts of the nineties and would take 40 KB.
PICTOGRAPHS = (0x1F300, 0x1F5EF)
LATER_PICTOGRAPHS = 0x1F900

# Units per em of the subsets. The emoji have 2048, for which their outlines take 6 % more.
UNITS_PER_EM = 1000
EMOJI_UNITS_PER_EM = 600

# How far a point of a curve may be from the middle of its neighbours to be dropped, in units.
MAX_OFF_THE_MIDDLE = 1


def main():
    made = {}
    for weight in ("Regular", "Bold"):
        font = read_source("han-" + weight.lower())
        frequent = han_code_points(font)
        keep_characters(font, frequent, FEATURES)
        rename(font, "Briefkit Han", weight)
        made[f"briefkit-han/BriefkitHan-{weight}.ttf"] = font_bytes(font)
    # One weight is enough for characters that are in one name of thousands.
    font = read_source("han-regular")
    rare = {ord(character) for character in rare_han_characters()} & set(font.getBestCmap())
    keep_characters(font, rare - frequent, [])
    rename(font, "Briefkit Han Rare", "Regular")
    made["briefkit-han/BriefkitHanRare-Regular.ttf"] = font_bytes(font)
    made["briefkit-han/simplified-characters.txt"] = simplified_characters()
    made["briefkit-symbols/BriefkitStatus-Regular.ttf"] = font_bytes(status_signs.status_font())
    text = text_code_points() | set(status_signs.SIGNS)
    fonts = {name: read_source(name) for name in ("symbols", "symbols-2", "math", "currency", "emoji")}
    chosen = choose_symbols(fonts, text)
    chosen["emoji"] |= {*KEYCAPS, *TAGS, JOINER, *JOINED_SYMBOLS}
    leave_out_tones(fonts["emoji"])
    for name, font in fonts.items():
        if name == "emoji":
            # Emoji are joined by rules: two letters to a flag, a digit and a keycap, persons to a family.
            keep_characters(font, chosen[name], ["ccmp"], EMOJI_UNITS_PER_EM)
        else:
            keep_characters(font, chosen[name], [])
        drop_implied_points(font)
        family = {"symbols-2": "Symbols 2"}.get(name, name.capitalize())
        rename(font, "Briefkit " + family, "Regular")
        file = family.replace(" ", "")
        made[f"briefkit-symbols/Briefkit{file}-Regular.ttf"] = font_bytes(font)
    differ = [name for name, data in made.items() if "--check" in sys.argv and (HERE / name).read_bytes() != data]
    for name, data in made.items():
        if "--check" not in sys.argv:
            (HERE / name).write_bytes(data)
        print(f"{hashlib.sha256(data).hexdigest()}  {name}  {len(data):,} bytes")
    if differ:
        sys.exit(f"not as the script makes them: {', '.join(differ)}")


def read_source(name):
    package, file, expected = SOURCES[name]
    with tempfile.TemporaryDirectory() as folder:
        packed = subprocess.run(
            ["npm", "pack", "--silent", package], cwd=folder, check=True, capture_output=True, text=True
        )
        with tarfile.open(pathlib.Path(folder) / packed.stdout.split()[-1]) as archive:
            data = archive.extractfile("package/" + file).read()
    found = hashlib.sha256(data).hexdigest()
    if found != expected:
        sys.exit(f"{file} of {package} has the SHA-256 {found}, not {expected}")
    return TTFont(io.BytesIO(data), recalcTimestamp=False)


def han_code_points(font):
    """What of Noto Sans SC is kept: the Han characters of the lists below, and all other characters but vertical forms.
    Code points that share a glyph with them, such as radicals and compatibility ideographs, cost nothing."""
    glyphs = font.getBestCmap()
    is_ideograph = lambda code: chr(code).isalpha() and (
        0x3400 <= code <= 0x9FFF or 0xF900 <= code <= 0xFAFF or 0x20000 <= code
    )
    kept = {code for code in glyphs if not is_ideograph(code)} - VERTICAL_FORMS
    wanted = {ord(character) for character in han_characters()}
    missing = wanted - set(glyphs)
    if missing:
        print("not in Noto Sans SC:", *(chr(code) for code in sorted(missing)), file=sys.stderr)
    kept |= wanted & set(glyphs)
    kept_glyphs = {glyphs[code] for code in kept}
    return kept | {code for code, glyph in glyphs.items() if glyph in kept_glyphs} - VERTICAL_FORMS


def general_standard_characters():
    listed = (HERE / "briefkit-han/general-standard-characters.txt").read_text(encoding="utf-8")
    lines = [line for line in listed.splitlines() if not line.startswith("#")]
    general = "".join(lines)
    assert len(general) == 8105, len(general)
    return general


def simplified_characters():
    """A text file of the characters that Taiwan, Japan and Korea do not use: those of their standards are left out."""
    gb2312 = encoded_characters("gb2312", range(0xB0, 0xF8), range(0xA1, 0xFF))
    others = rare_han_characters()
    others |= encoded_characters("big5", range(0xA4, 0xC7), [*range(0x40, 0x7F), *range(0xA1, 0xFF)])
    others |= encoded_characters("euc_jp", range(0xB0, 0xD0), range(0xA1, 0xFF))
    simplified = "".join(it for it in general_standard_characters() if it in gb2312 and it not in others)
    lines = [simplified[at : at + 50] + "\n" for at in range(0, len(simplified), 50)]
    return "".join(["# Made by subset.py: characters of GB 2312 that only simplified Chinese uses.\n", *lines]).encode()


def han_characters():
    general = set(general_standard_characters())
    # All of GB 2312; level 1 of Big5, the 5,401 frequent characters of traditional Chinese; level 1 of JIS X 0208.
    # Names from Taiwan, Hong Kong and Japan are quoted in other languages, too.
    gb2312 = encoded_characters("gb2312", range(0xB0, 0xF8), range(0xA1, 0xFF))
    big5 = encoded_characters("big5", range(0xA4, 0xC7), [*range(0x40, 0x7F), *range(0xA1, 0xFF)])
    jis = encoded_characters("euc_jp", range(0xB0, 0xD0), range(0xA1, 0xFF))
    return general | gb2312 | big5 | jis | set(NAMES)


def rare_han_characters():
    """All other characters of Big5, JIS X 0208 and KS X 1001."""
    big5 = encoded_characters("big5", range(0xC9, 0xFA), [*range(0x40, 0x7F), *range(0xA1, 0xFF)])
    jis = encoded_characters("euc_jp", range(0xD0, 0xF5), range(0xA1, 0xFF))
    ksx = encoded_characters("euc_kr", range(0xCA, 0xFE), range(0xA1, 0xFF))
    return big5 | jis | ksx


def encoded_characters(encoding, leads, trails):
    pairs = (bytes([lead, trail]).decode(encoding, "ignore") for lead in leads for trail in trails)
    return {pair for pair in pairs if len(pair) == 1 and pair.isalpha()}


def text_code_points():
    """The characters that every style of Source Sans 3 has."""
    files = sorted((HERE / "source-sans-3").glob("*.ttf"))
    return set.intersection(*(set(TTFont(file, lazy=True).getBestCmap()) for file in files))


def choose_symbols(fonts, text):
    """The code points that each font is to have. Each code point is in one font only."""
    chosen = {name: set() for name in fonts}
    for first, last in SYMBOLS:
        for code in range(first, last + 1):
            is_emoji = code >= FIRST_EMOJI_BLOCK or any(low <= code <= high for low, high in EMOJI_PRESENTATION)
            if PICTOGRAPHS[0] <= code <= PICTOGRAPHS[1] or code >= LATER_PICTOGRAPHS:
                order = ["emoji"]
            elif is_emoji:
                order = ["emoji", "symbols", "symbols-2", "math"]
            else:
                order = ["symbols", "symbols-2", "math", "currency", "emoji"]
            having = [name for name in order if code in fonts[name].getBestCmap()]
            if having and code not in text:
                chosen[having[0]].add(code)
    return chosen


def leave_out_tones(font):
    """Drops the rules that join an emoji to a tone of skin."""
    glyphs = font.getBestCmap()
    tones = {glyphs[code] for code in TONES}
    for lookup in font["GSUB"].table.LookupList.Lookup:
        for table in lookup.SubTable:
            table = getattr(table, "ExtSubTable", table)
            for first, rules in list(getattr(table, "ligatures", {}).items()):
                rules[:] = [rule for rule in rules if not tones.intersection(rule.Component)]
                if not rules:
                    del table.ligatures[first]


def keep_characters(font, code_points, features, units_per_em=UNITS_PER_EM):
    options = subset.Options(
        layout_features=features,
        hinting=False,
        glyph_names=False,
        notdef_outline=True,
        bidi_closure=False,
        name_IDs=["*"],
        drop_tables=[
            *("BASE", "DSIG", "MATH", "STAT", "gasp", "vhea", "vmtx"),
            *([] if features else ["GDEF", "GPOS", "GSUB"]),
        ],
    )
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=code_points)
    subsetter.subset(font)
    if font["head"].unitsPerEm != units_per_em:
        scale_upem(font, units_per_em)


def drop_implied_points(font):
    """Drops points of curves that are nearly where a TrueType outline has one without saying so, halfway between two
    control points. That moves a curve by a thousandth of the em or two, and saves 6 % of the emoji."""
    glyphs = font["glyf"]
    for name in font.getGlyphOrder():
        glyph = glyphs[name]
        if glyph.numberOfContours <= 0:
            continue
        coordinates, flags, ends = [], [], []
        start = 0
        for end in glyph.endPtsOfContours:
            points = list(zip(glyph.coordinates[start : end + 1], glyph.flags[start : end + 1]))
            kept = points_without_implied(points)
            coordinates += [point for point, _ in kept]
            flags += [flag for _, flag in kept]
            ends.append(len(coordinates) - 1)
            start = end + 1
        glyph.coordinates = GlyphCoordinates(coordinates)
        glyph.flags = array.array("B", flags)
        glyph.endPtsOfContours = ends
        glyph.recalcBounds(glyphs)


def points_without_implied(points):
    kept = []
    for index, (point, flag) in enumerate(points):
        (before, flag_before), (after, flag_after) = points[index - 1], points[(index + 1) % len(points)]
        is_implied = flag & 1 and not flag_before & 1 and not flag_after & 1
        off_the_middle = max(abs(a + b - 2 * c) for a, b, c in zip(before, after, point))
        if not (is_implied and off_the_middle <= 2 * MAX_OFF_THE_MIDDLE):
            kept.append((point, flag))
    return kept


def rename(font, family, weight):
    names = font["name"]
    copyright, designers, licence, url = (names.getDebugName(number) for number in (0, 9, 13, 14))
    version = names.getDebugName(5).split(";")[0]
    names.names = []
    postscript = family.replace(" ", "") + "-" + weight
    texts = {
        0: copyright,
        1: family,
        2: weight,
        3: f"{version};{postscript}",
        4: family if weight == "Regular" else f"{family} {weight}",
        5: version,
        6: postscript,
        9: designers,
        13: licence,
        14: url,
    }
    for number, text in texts.items():
        names.setName(text, number, 3, 1, 0x409)
    font["OS/2"].achVendID = "NONE"


def font_bytes(font):
    file = io.BytesIO()
    # Whether or not HarfBuzz is installed, whose packer writes other bytes.
    font.cfg["fontTools.ttLib.tables.otBase:USE_HARFBUZZ_REPACKER"] = False
    font.save(file, reorderTables=True)
    return file.getvalue()


if __name__ == "__main__":
    main()
