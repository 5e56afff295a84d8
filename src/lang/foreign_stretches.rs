//! Divides a text where another language begins or ends, by the scripts of its letters.

use unicode_script::Script;

use super::{HanForms, han_forms, likely_script_of, script};

/// Splits a text into stretches, each with the language that it is most likely in; `None` stands
/// for the language of the document, `own_lang`, and for languages that cannot be told, as Latin
/// letters do not tell theirs. Characters that all scripts share go with what is before them, but
/// a Chinese or Japanese text keeps the wide punctuation around words in another script.
pub(crate) fn foreign_stretches<'t>(
    text: &'t str,
    own_lang: &str,
) -> Vec<(&'t str, Option<&'static str>)> {
    let mut stretches = Vec::new();
    // Chinese quotes kana among characters of its own, and Japanese and Korean quote each other.
    let primary = primary_language(own_lang);
    let joins_kana = primary != "zh";
    let joins_hangul = !matches!(primary, "zh" | "ja" | "ko");
    let parts = split_by_script(text, matches!(primary, "zh" | "ja"));
    let groups = parts.chunk_by(|(part, one), (_, next)| {
        (joins_kana && is_japanese(*one) && is_japanese(*next))
            // A name in another language may follow after a blank.
            || (joins_hangul && is_korean(*one) && is_korean(*next) && !ends_after_blank(part))
    });
    let mut start = 0;
    for group in groups {
        let end = start + group.iter().map(|(part, _)| part.len()).sum::<usize>();
        // Han characters beside kana are Japanese, and those beside Hangul are Korean.
        let other = group
            .iter()
            .find(|(_, script)| *script != Some(Script::Han));
        let script = other.or(group.first()).and_then(|(_, script)| *script);
        // A Russian word in a Bulgarian text cannot be told from a Bulgarian one.
        let foreign = script.filter(|it| !is_own_script(own_lang, *it));
        let lang = match foreign {
            Some(Script::Han) => Some(language_of_quoted_han(own_lang)),
            foreign => foreign.and_then(language_of_script),
        };
        stretches.push((&text[start..end], lang));
        start = end;
    }
    stretches
}

/// The first subtag of a language.
pub(crate) fn primary_language(tag: &str) -> &str {
    tag.split('-').next().unwrap_or(tag)
}

/// The most likely language of a text in a script (CLDR), for screen readers and the choice of fonts.
fn language_of_script(script: Script) -> Option<&'static str> {
    match script {
        Script::Han => Some("zh"),
        Script::Hiragana | Script::Katakana => Some("ja"),
        Script::Hangul => Some("ko"),
        Script::Arabic => Some("ar"),
        Script::Hebrew => Some("he"),
        Script::Greek => Some("el"),
        Script::Devanagari => Some("hi"),
        Script::Bengali => Some("bn"),
        Script::Gurmukhi => Some("pa"),
        Script::Gujarati => Some("gu"),
        Script::Oriya => Some("or"),
        Script::Tamil => Some("ta"),
        Script::Telugu => Some("te"),
        Script::Kannada => Some("kn"),
        Script::Malayalam => Some("ml"),
        Script::Sinhala => Some("si"),
        Script::Thai => Some("th"),
        Script::Lao => Some("lo"),
        Script::Khmer => Some("km"),
        Script::Myanmar => Some("my"),
        Script::Georgian => Some("ka"),
        Script::Armenian => Some("hy"),
        Script::Ethiopic => Some("am"),
        _ => None,
    }
}

/// The language of Han characters in a text in another script: that of its region, as in `en-JP`.
fn language_of_quoted_han(own_lang: &str) -> &'static str {
    match han_forms(own_lang) {
        HanForms::Simplified | HanForms::Any => "zh",
        HanForms::Traditional => "zh-Hant",
        HanForms::HongKong => "zh-Hant-HK",
        HanForms::Japanese => "ja",
        HanForms::Korean => "ko",
    }
}

/// Whether text in a script is in the language `lang` if nothing else is known of it.
fn is_own_script(lang: &str, script: Script) -> bool {
    // A look-up in the CLDR takes longer than a short paragraph.
    match primary_language(lang) {
        "zh" => script == Script::Han,
        "ja" => is_japanese(Some(script)),
        // Korean gives words of Chinese origin in Han characters, to tell them from others.
        "ko" => matches!(script, Script::Hangul | Script::Han),
        "ar" | "fa" | "ur" => script == Script::Arabic,
        "he" | "yi" => script == Script::Hebrew,
        "el" => script == Script::Greek,
        "hi" | "mr" | "ne" => script == Script::Devanagari,
        "bn" => script == Script::Bengali,
        "ta" => script == Script::Tamil,
        "th" => script == Script::Thai,
        "en" | "de" | "fr" | "es" => false,
        _ => likely_script_of(lang) == Some(script),
    }
}

fn is_japanese(script: Option<Script>) -> bool {
    script == Some(Script::Han) || is_kana(script)
}

fn is_korean(script: Option<Script>) -> bool {
    matches!(script, Some(Script::Han | Script::Hangul))
}

/// Whether a blank follows the last letter of a text.
fn ends_after_blank(text: &str) -> bool {
    let after = text.trim_end_matches(|it: char| !it.is_alphanumeric() && !it.is_whitespace());
    after.ends_with(char::is_whitespace)
}

fn is_kana(script: Option<Script>) -> bool {
    matches!(script, Some(Script::Hiragana | Script::Katakana))
}

/// Splits a text where a script begins or ends from which a language can be told; the others, such
/// as Latin, are `None`. With `keeps_wide_marks`, wide punctuation after kana and Hangul is Han.
fn split_by_script(text: &str, keeps_wide_marks: bool) -> Vec<(&str, Option<Script>)> {
    let mut starts: Vec<(usize, Option<Script>)> = Vec::new();
    for (offset, character) in text.char_indices() {
        let script = script(character);
        if matches!(script, Script::Common | Script::Inherited | Script::Unknown) {
            match starts.last() {
                None => starts.push((0, None)),
                Some((_, current)) if keeps_wide_marks => {
                    let is_other = is_kana(*current) || *current == Some(Script::Hangul);
                    if is_other && is_wide_mark_after(*current, &text[offset..]) {
                        starts.push((offset, Some(Script::Han)));
                    }
                }
                Some(_) => {}
            }
            continue;
        }
        let script = language_of_script(script).map(|_| script);
        match starts.last_mut() {
            Some((_, current)) if *current == script => {}
            // Opening punctuation goes with the letters after it.
            Some((0, current @ None)) if text[..offset].chars().all(is_punctuation) => {
                *current = script;
            }
            _ => starts.push((offset, script)),
        }
    }
    // Backwards, because each part ends where the one after it begins.
    let mut parts = Vec::new();
    let mut end = text.len();
    for (start, script) in starts.into_iter().rev() {
        parts.push((&text[start..end], script));
        end = start;
    }
    parts.reverse();
    parts
}

/// Whether a text begins with a wide bracket, or with a wide stop or comma that no word in the same
/// script follows.
fn is_wide_mark_after(current: Option<Script>, text: &str) -> bool {
    if text.starts_with(['（', '）', '《', '》', '〈', '〉', '【', '】', '〔', '〕']) {
        return true;
    }
    let next = text.chars().find(|it| it.is_alphabetic()).map(script);
    text.starts_with(['、', '。', '，', '；', '：', '？', '！']) && next != current
}

fn is_punctuation(character: char) -> bool {
    script(character) == Script::Common && !character.is_whitespace()
}

#[cfg(test)]
mod tests {
    use super::foreign_stretches;

    #[test]
    fn a_language_keeps_its_own_scripts() {
        for (lang, text) in [
            ("ko", "설계 변경(變更)으로"),
            ("ko-KR", "大韓民國"),
            ("ja", "アンケートの回答、1,206件"),
            ("zh-Hant", "變更設計"),
            ("ps", "پښتو"),
            ("az-Arab", "آذربایجان"),
            ("el", "Ελλάδα"),
            ("yue", "廣東話"),
            ("th", "ภาษาไทย"),
            ("sa", "संस्कृतम्"),
            ("as", "অসমীয়া"),
            ("lo", "ພາສາລາວ"),
        ] {
            let stretches = foreign_stretches(text, lang);
            let whole: String = stretches.iter().map(|it| it.0).collect();
            assert_eq!(whole, text);
            assert!(stretches.iter().all(|it| it.1.is_none()), "{stretches:?}");
        }
    }

    #[test]
    fn chinese_and_japanese_keep_the_punctuation_around_korean_words() {
        let ko = Some("ko");
        for lang in ["zh", "ja"] {
            let stretches = foreign_stretches("仁川（인천 시청）、최영호；我", lang);
            let own = |text| (text, None);
            let expected = [
                own("仁川（"),
                ("인천 시청", ko),
                own("）、"),
                ("최영호", ko),
                own("；我"),
            ];
            assert_eq!(stretches, expected, "{lang}");
        }
        // A comma between two Korean words is theirs, and so is a full stop in a Korean text.
        let stretches = foreign_stretches("서울、부산。", "zh");
        assert_eq!(stretches, [("서울、부산", ko), ("。", None)]);
        let stretches = foreign_stretches("《サイト》与サーバー", "zh");
        let ja = Some("ja");
        let expected = [("《サイト", ja), ("》与", None), ("サーバー", ja)];
        assert_eq!(stretches, expected);
        assert_eq!(
            foreign_stretches("서울（부산）", "ko"),
            [("서울（부산）", None)]
        );
    }

    #[test]
    fn han_beside_kana_is_japanese() {
        let japanese = ("東京の国立公園、アニメ", Some("ja"));
        for lang in ["en", "ko", "ru", "th"] {
            let text = format!("A {}", japanese.0);
            let stretches = foreign_stretches(&text, lang);
            assert_eq!(stretches, [("A ", None), japanese], "{lang}");
        }
        let stretches = foreign_stretches("北京 and とうきょう", "en");
        let expected = [
            ("北京 ", Some("zh")),
            ("and ", None),
            ("とうきょう", Some("ja")),
        ];
        assert_eq!(stretches, expected);
    }

    #[test]
    fn han_beside_hangul_is_korean() {
        let stretches = foreign_stretches("Plan 변경(變更)", "en");
        assert_eq!(stretches, [("Plan ", None), ("변경(變更)", Some("ko"))]);
        let stretches = foreign_stretches("東京の駅, 서울역", "en");
        assert_eq!(
            stretches,
            [("東京の駅, ", Some("ja")), ("서울역", Some("ko"))]
        );
        let stretches = foreign_stretches("설계 東京の", "ko");
        assert_eq!(stretches, [("설계 ", None), ("東京の", Some("ja"))]);
    }

    #[test]
    fn han_has_the_language_of_the_region() {
        for (lang, expected) in [
            ("en", "zh"),
            ("en-US", "zh"),
            ("en-CN", "zh"),
            ("en-JP", "ja"),
            ("fr-JP", "ja"),
            ("en-TW", "zh-Hant"),
            ("en-HK", "zh-Hant-HK"),
            ("pt-MO", "zh-Hant-HK"),
            ("en-KR", "ko"),
        ] {
            let stretches = foreign_stretches("直美", lang);
            assert_eq!(stretches, [("直美", Some(expected))], "{lang}");
        }
    }

    #[test]
    fn chinese_quotes_kana() {
        let stretches = foreign_stretches("日本的のぞみ号列车", "zh");
        let expected = [("日本的", None), ("のぞみ", Some("ja")), ("号列车", None)];
        assert_eq!(stretches, expected);
    }

    #[test]
    fn latin_has_no_language_to_tell() {
        assert_eq!(foreign_stretches("", "en"), []);
        assert_eq!(foreign_stretches("3 × 4", "en"), [("3 × 4", None)]);
        let stretches = foreign_stretches("the “שלום”", "en");
        assert_eq!(stretches, [("the “", None), ("שלום”", Some("he"))]);
        for (word, lang) in [
            ("ไทย", "th"),
            ("हिन्दी", "hi"),
            ("தமிழ்", "ta"),
            ("ខ្មែរ", "km"),
        ] {
            assert_eq!(foreign_stretches(word, "en"), [(word, Some(lang))]);
        }
    }
}
