#!/usr/bin/env python3
"""Makes the fonts in `fonts`: subsets of Noto Sans for the scripts that no built-in font has.

    python3 tests/scripts/subset_fonts.py      # downloads the fonts with `npm pack`; needs fontTools 4.68

Each has the characters of the briefs in this folder and of the built-in labels and months of their languages. The
families have names of their own, because the licence of the full ones reserves "Source", and so that no font of the
machine counts as the same face.
"""

import pathlib
import sys

from fontTools.ttLib import TTCollection

HERE = pathlib.Path(__file__).parent
ROOT = HERE.parent.parent
sys.path.insert(0, str(ROOT / "fonts"))
import subset  # noqa: E402

# The npm package of each font, with its version; the file in it; and the SHA-256 of that file.
SOURCES = {
    "JP": (
        "@expo-google-fonts/noto-sans-jp@0.4.3",
        "400Regular/NotoSansJP_400Regular.ttf",
        "d930d5d52d15231c283089760f84584272ad5e37e14607ba0d19c798e7a9caec",
    ),
    "TC": (
        "@expo-google-fonts/noto-sans-tc@0.4.3",
        "400Regular/NotoSansTC_400Regular.ttf",
        "add35d53f70727657b4509531677c4e3712b67df3d54661efdee5d3a0c16d954",
    ),
    "KR": (
        "@expo-google-fonts/noto-sans-kr@0.4.3",
        "400Regular/NotoSansKR_400Regular.ttf",
        "8cbc9b353bb9ce848fd69bb6a507319dfacc659cf5fd643db5d88f3c4970e1dd",
    ),
    "Thai": (
        "@expo-google-fonts/noto-sans-thai@0.4.2",
        "400Regular/NotoSansThai_400Regular.ttf",
        "9acb585d8662ca4ed1b1cf5889dfa1393f8555103b3986e1ea1e3af4faef70bd",
    ),
    "Arabic": (
        "@expo-google-fonts/noto-sans-arabic@0.4.3",
        "400Regular/NotoSansArabic_400Regular.ttf",
        "252629ca0e87b6233851249b8cbf7b43445211a8caf199f1b306a19202251508",
    ),
    "Hebrew": (
        "@expo-google-fonts/noto-sans-hebrew@0.4.1",
        "400Regular/NotoSansHebrew_400Regular.ttf",
        "e0ee753f09733337b9236221018d4bf71fd6d06c87dd76bbc83120514bc55911",
    ),
    "Devanagari": (
        "@expo-google-fonts/noto-sans-devanagari@0.4.1",
        "400Regular/NotoSansDevanagari_400Regular.ttf",
        "084a94d89eb54aafb93a056e15425c34fd859f6342875165d304837b3bcfc2d2",
    ),
}

# Every feature that these scripts need by default, with the regional forms of Han characters.
FEATURES = ["ccmp", "locl", "rlig", "liga", "calt", "clig", "kern", "mark", "mkmk", "isol", "init", "medi", "fina", "ljmo",
            "vjmo", "tjmo", "nukt", "akhn", "rphf", "rkrf", "pref", "blwf", "abvf", "half", "pstf", "vatu", "cjct", "pres",
            "abvs", "blws", "psts", "haln", "abvm", "blwm", "dist"]

# What the tests set beside the briefs: characters whose shapes differ between the regions, and whole alphabets.
MORE = {
    "JP": "直骨海誤令免税角返曜関連語彙あいうえおアイウエオがガ、。「」（）・ー",
    "TC": "直骨海誤令免稅角返曜關連語彙，。、「」（）：；？！・",
    "KR": "가나다라마바사아자차카타파하훈민정음년월일",
    "Thai": "".join(map(chr, [*range(0x0E01, 0x0E3B), *range(0x0E3F, 0x0E5C)])),
    "Arabic": "".join(map(chr, [0x60C, 0x61B, 0x61F, *range(0x621, 0x63B), *range(0x640, 0x653), *range(0x660, 0x66E)])),
    "Hebrew": "".join(map(chr, [*range(0x5B0, 0x5C8), *range(0x5D0, 0x5EB), *range(0x5F3, 0x5F5), 0x20AA])),
    "Devanagari": "०१२३४५६७८९।क्षत्रज्ञ",
}

# The briefs and label files whose characters each font has.
TEXTS = {
    "JP": ["ja"],
    "TC": ["zh-Hant"],
    "KR": ["ko"],
    "Thai": ["th"],
    "Arabic": ["ar"],
    "Hebrew": ["he"],
    "Devanagari": ["hi"],
}


def main():
    subset.SOURCES.update(SOURCES)
    fonts = {name: make_font(name) for name in SOURCES}
    # Two faces of a collection share their file.
    collection = TTCollection()
    collection.fonts = [fonts.pop("JP"), fonts.pop("TC")]
    collection.save(HERE / "fonts/han.ttc", shareTables=True)
    for name, font in fonts.items():
        (HERE / f"fonts/{name.lower()}.ttf").write_bytes(subset.font_bytes(font))


def make_font(name):
    font = subset.read_source(name)
    characters = set(MORE[name])
    for lang in TEXTS[name]:
        for file in (HERE / f"{lang}.yaml", ROOT / f"templates/labels/{lang}.yaml"):
            if file.exists():
                characters |= set(file.read_text(encoding="utf-8"))
    code_points = {ord(character) for character in characters if ord(character) >= 0x80}
    subset.keep_characters(font, code_points & set(font.getBestCmap()), FEATURES)
    subset.rename(font, f"Briefkit Test {name}", "Regular")
    return font


if __name__ == "__main__":
    main()
