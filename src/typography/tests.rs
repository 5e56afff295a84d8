//! Right values for each rule and language, and properties that hold for any text.

use proptest::prelude::*;

use super::Typesetter;
use super::context::TextKind;
use super::rules::Rules;
use crate::document::{Inline, Labels, StatusLevel, plain_text};
use crate::labels;

fn labels_of(tag: &str) -> Labels {
    let english = || labels::built_in_for("en").expect("English labels");
    labels::built_in_for(tag).unwrap_or_else(english)
}

/// A text as a document in the language shows it.
fn set(tag: &str, text: &str) -> String {
    set_kind(tag, TextKind::Prose, text)
}

fn set_kind(tag: &str, kind: TextKind, text: &str) -> String {
    let rules = Rules::new(tag, &labels_of(tag));
    let mut text = [Inline::text(text)];
    Typesetter::new(&rules).set_value(&mut text, kind);
    plain_text(&text)
}

/// Checks a table of texts as typed and as set, where `_` is U+00A0 and `~` U+202F.
#[track_caller]
fn check(tag: &str, table: &[(&str, &str)]) {
    check_kind(tag, TextKind::Prose, table);
}

#[track_caller]
fn check_kind(tag: &str, kind: TextKind, table: &[(&str, &str)]) {
    for (typed, wanted) in table {
        let wanted = wanted.replace('_', "\u{a0}").replace('~', "\u{202f}");
        assert_eq!(set_kind(tag, kind, typed), wanted, "{tag}: {typed}");
        assert_eq!(set_kind(tag, kind, &wanted), wanted, "{tag}: a second run");
    }
}

#[test]
fn quotation_marks_of_languages() {
    for (tag, wanted) in [
        ("en", "“He said ‘no’ twice”, she wrote."),
        ("en-GB", "“He said ‘no’ twice”, she wrote."),
        ("de", "„He said ‚no‘ twice“, she wrote."),
        ("de-AT", "„He said ‚no‘ twice“, she wrote."),
        ("de-CH", "«He said ‹no› twice», she wrote."),
        ("fr", "«_He said “no” twice_», she wrote."),
        ("fr-CH", "«~He said ‹~no~› twice~», she wrote."),
        ("es", "«He said “no” twice», she wrote."),
        ("pt-PT", "«He said “no” twice», she wrote."),
        ("pt-BR", "“He said ‘no’ twice”, she wrote."),
        ("it", "«He said “no” twice», she wrote."),
        ("nl", "“He said ‘no’ twice”, she wrote."),
        ("pl", "„He said «no» twice”, she wrote."),
        ("sv", "”He said ’no’ twice”, she wrote."),
        ("fi", "”He said ’no’ twice”, she wrote."),
        ("da", "”He said ’no’ twice”, she wrote."),
        ("nb", "«He said ‘no’ twice», she wrote."),
        ("cs", "„He said ‚no‘ twice“, she wrote."),
        ("ru", "«He said „no“ twice», she wrote."),
        ("uk", "«He said „no“ twice», she wrote."),
        ("tr", "“He said ‘no’ twice”, she wrote."),
        ("ar", "«He said “no” twice», she wrote."),
        ("he", "”He said ’no’ twice”, she wrote."),
        ("ja", "「He said 『no』 twice」, she wrote."),
        ("zh-TW", "「He said 『no』 twice」, she wrote."),
        ("zh-CN", "“He said ‘no’ twice”, she wrote."),
        // Without labels of their own; from the CLDR.
        ("hu", "„He said »no« twice”, she wrote."),
        ("el", "«He said “no” twice», she wrote."),
        ("bg", "„He said „no“ twice“, she wrote."),
        ("sk", "„He said ‚no‘ twice“, she wrote."),
        ("lt", "„He said „no“ twice“, she wrote."),
    ] {
        check(tag, &[("\"He said 'no' twice\", she wrote.", wanted)]);
    }
}

#[test]
fn nested_and_open_quotation_marks() {
    check(
        "en",
        &[
            ("\"'Yes' is a word\"", "“‘Yes’ is a word”"),
            ("The \"plan 'B'\"", "The “plan ‘B’”"),
            ("He said (\"in short\").", "He said (“in short”)."),
            ("\"One\" and \"two\"", "“One” and “two”"),
            // Never half a pair.
            ("An open \"quotation", "An open \"quotation"),
            ("a closed\" one", "a closed\" one"),
            ("\"\"", "\"\""),
            ("“Smart\" and \"smart”", "“Smart” and “smart”"),
            ("Rated \"A-\" and \"AA+\"", "Rated “A-” and “AA+”"),
            ("\"2026\"", "“2026”"),
            ("the 27\" screen", "the 27″ screen"),
            ("\"the 27\" screen\"", "“the 27″ screen”"),
            ("ends in 2026\"", "ends in 2026\""),
        ],
    );
    check(
        "de",
        &[
            ("Der \"Spiegel\"-Artikel", "Der „Spiegel“-Artikel"),
            ("„Wir prüfen das\"", "„Wir prüfen das“"),
        ],
    );
    check("ru", &[("ООО \"Дом \"Ромашка\"\"", "ООО «Дом „Ромашка“»")]);
    check("fr", &[("« Le \"plan B\" »", "«_Le “plan B”_»")]);
    check("zh", &[("他说\"你好\"。", "他说“你好”。")]);
    check(
        "ko",
        &[
            (
                "국장은 \"'언제 여나?' 하고 물었다\"고 말했다.",
                "국장은 “‘언제 여나?’ 하고 물었다”고 말했다.",
            ),
            (
                "\"가\"와 '나'를, '다라'는 \"IBM\"의",
                "“가”와 ‘나’를, ‘다라’는 “IBM”의",
            ),
            ("don't", "don’t"),
        ],
    );
}

#[test]
fn apostrophes_and_primes() {
    check(
        "en",
        &[
            (
                "don't, the clerks' and James's",
                "don’t, the clerks’ and James’s",
            ),
            ("the '90s and '68", "the ’90s and ’68"),
            ("rock 'n' roll, 'em, 'tis", "rock ’n’ roll, ’em, ’tis"),
            ("the '70s get 'new' lifts", "the ’70s get ‘new’ lifts"),
            ("'The clerks' copies'", "‘The clerks’ copies’"),
            ("'I'm goin' home.'", "‘I’m goin’ home.’"),
            ("5'10\" tall, 6' wide", "5′10″ tall, 6′ wide"),
            ("38°53'23\" N", "38°53′23″_N"),
            ("a 3/4\" pipe", "a 3/4″ pipe"),
        ],
    );
    check(
        "fr",
        &[("l'État, l'\"open data\"", "l’État, l’«_open data_»")],
    );
    check("it", &[("un po' più, l'\"Eco\"", "un po’ più, l’«Eco»")]);
    check("nl", &[("'s Avonds is 't zo", "’s Avonds is ’t zo")]);
    check("de-CH", &[("Fr. 1'250'000", "Fr._1’250’000")]);
    check(
        "he",
        &[
            ("צה\"ל", "צה\"ל"),
            ("ג'ורג", "ג'ורג"),
            ("'כן'", "’כן’"),
            ("אמר 'כן' או 'לא'.", "אמר ’כן’ או ’לא’."),
            ("'רח' הרצל'", "’רח' הרצל’"),
            ("רח' הרצל 5, עמ' 3", "רח' הרצל 5, עמ' 3"),
            ("\"צה\"ל 'כן'\"", "”צה\"ל ’כן’”"),
            // After prefixes, where the same mark ends the word.
            ("ו'לא' ו\"לא\", גם", "ו’לא’ ו”לא”, גם"),
            ("(שב\"הארץ\")", "(שב”הארץ”)"),
            ("ב\"כ אמר \"לא\"", "ב\"כ אמר ”לא”"),
            ("\"דברי ב\"כ\" אמר", "”דברי ב\"כ” אמר"),
            ("\"דברי מ\"מפא\" אמר", "”דברי מ\"מפא” אמר"),
            ("ו'לא ב'ג' ג'ורג'", "ו'לא ב'ג' ג'ורג'"),
        ],
    );
}

#[test]
fn apostrophes_before_years() {
    check(
        "en",
        &[
            ("'the '90s look'", "‘the ’90s look’"),
            ("'class of '26'", "‘class of ’26’"),
            ("'The clerks' class of '26'", "‘The clerks’ class of ’26’"),
            (
                "Ministers' brief: 'Fit for the '20s' plan",
                "Ministers’ brief: ‘Fit for the ’20s’ plan",
            ),
            ("\"It's 'the '90s' again\"", "“It’s ‘the ’90s’ again”"),
            ("'12 good men'", "‘12 good men’"),
        ],
    );
    check(
        "de",
        &[
            ("'68er und die '90er", "’68er und die ’90er"),
            ("der Sommer '26 war 'gut'", "der Sommer ’26 war ‚gut‘"),
        ],
    );
    check(
        "fr",
        &[(
            "Les années '90, puis l'\"Hermine\"",
            "Les années ’90, puis l’«_Hermine_»",
        )],
    );
}

#[test]
fn marks_after_figures() {
    check(
        "en",
        &[
            ("She said \"it's 6'.\"", "She said “it’s 6′.”"),
            ("She said \"it's 6'\".", "She said “it’s 6′”."),
            ("6' and 'Phase 2' and 8'", "6′ and ‘Phase 2’ and 8′"),
            ("6\" and \"Phase 2\" and 8\"", "6″ and “Phase 2” and 8″"),
            ("the 'Phase 2'", "the ‘Phase 2’"),
            ("'6' wide'", "‘6′ wide’"),
            ("2½' wall", "2½′ wall"),
            ("a 3½\" disk", "a 3½″ disk"),
            ("8½ x 11, 4 ft. x 8 ft.", "8½_×_11, 4_ft._× 8_ft."),
        ],
    );
}

#[test]
fn marks_of_typewriters() {
    check(
        "pl",
        &[
            ("On na to: ,,tak\" i już", "On na to: „tak” i_już"),
            (",,tak'' i ``nie''", "„tak” i_„nie”"),
        ],
    );
    check(
        "de",
        &[
            ("Sie sagte ,,ja\".", "Sie sagte „ja“."),
            ("Sie sagte ,,ja''.", "Sie sagte „ja“."),
            ("a,,b und ,, c", "a,,b und ,, c"),
        ],
    );
    check("cs", &[(",,ano\" řekl", "„ano“ řekl")]);
    check(
        "en",
        &[
            ("``so'' it goes", "“so” it goes"),
            ("``open", "``open"),
            ("meant `trouble'.", "meant ‘trouble’."),
            ("`a and don't", "`a and don’t"),
        ],
    );
    check(
        "fr",
        &[
            ("``ainsi'' va", "«_ainsi_» va"),
            ("L'option ''étalée'' va", "L’option «_étalée_» va"),
            ("\"une ''zone'' bleue\"", "«_une “zone” bleue_»"),
            ("à 3h45'20''.", "à 3h45′20″."),
            ("44°14'27'' N, 30'' E", "44°14′27″_N, 30″_E"),
            ("''ouvert", "''ouvert"),
            ("valeur '' vide", "valeur '' vide"),
        ],
    );
}

#[test]
fn numbers_are_not_joined_across_a_comma() {
    for lang in ["en", "de", "fr", "cs"] {
        check(
            lang,
            &[
                ("before 18, $ 19 after", "before 18, $_19 after"),
                ("before 19, € 20 after", "before 19, €_20 after"),
                ("before 1,5 % and 2, % of", "before 1,5_% and 2, % of"),
                ("before 19, 20 after", "before 19, 20 after"),
            ],
        );
    }
    check("en", &[("vol. 18, $ 19", "vol._18, $_19")]);
}

#[test]
fn hyphens_of_extensions_paths_and_prices() {
    check(
        "de",
        &[
            ("Tel. -4711, Fax: -4712", "Tel._-4711, Fax: -4712"),
            ("App. -4711, Durchwahl -12", "App. -4711, Durchwahl -12"),
            ("Preis 5,- und 12.- €", "Preis 5,– und 12.–_€"),
            ("nur 5,- € und 5,– €", "nur 5,–_€ und 5,–_€"),
            ("nur 5,-", "nur 5,–"),
            ("A --- B", "A_– B"),
        ],
    );
    check("de-CH", &[("CHF 5.-", "CHF_5.–")]);
    check("nl", &[("voor 5,- per stuk", "voor 5,– per stuk")]);
    check("fr", &[("poste -12", "poste -12")]);
    check(
        "en",
        &[
            ("ext. -12", "ext._-12"),
            (
                "see C:\\My Files\\Q1 - Q2\\a.docx - new",
                "see C:\\My Files\\Q1 - Q2\\a.docx_– new",
            ),
            ("A --- B", "A_— B"),
        ],
    );
    check("en-GB", &[("A --- B", "A_– B")]);
}

#[test]
fn citations_of_american_laws_and_surveys() {
    check(
        "en",
        &[
            (
                "pursuant to 49 U.S.C. § 44807",
                "pursuant to 49_U.S.C._§_44807",
            ),
            ("(5 U.S.C. § 552(b)(5))", "(5_U.S.C._§_552(b)(5))"),
            (
                "14 C.F.R. §§ 107.61, 23 CCR § 875",
                "14_C.F.R._§§_107.61, 23_CCR_§_875",
            ),
            ("the CEO § 5 had 3 NGOs", "the CEO §_5 had 3 NGOs"),
            ("P.L. 118-63, H.R. 1234", "P.L._118-63, H.R._1234"),
            (
                "T. 14 N., R. 3 W., secs. 5-8",
                "T._14 N., R._3_W., secs._5-8",
            ),
            ("in plan B. 3 of them", "in plan B. 3 of them"),
            ("FY 2026, Hwy. 101, Ste. 201", "FY_2026, Hwy._101, Ste._201"),
        ],
    );
}

#[test]
fn two_hyphens_at_the_edge_of_a_line() {
    check(
        "en",
        &[
            ("Dear all --", "Dear all_—"),
            ("-- Abraham Lincoln", "—_Abraham Lincoln"),
            ("Team --\nwe", "Team_—\nwe"),
            ("--", "--"),
            ("-- 5", "-- 5"),
            ("--flag", "--flag"),
            ("a --\n-- ", "a_—\n-- "),
        ],
    );
    check("de", &[("Liebe alle, --", "Liebe alle,_–")]);
}

#[test]
fn french_spaces_and_amounts() {
    check(
        "fr",
        &[
            ("dit «ainsi» hier", "dit «_ainsi_» hier"),
            ("«Oui!»", "«_Oui~!_»"),
            ("12 M€, 450 k€, 1,2 G$", "12_M€, 450_k€, 1,2_G$"),
            ("M. le préfet, (n° 12", "M._le préfet, (n°_12"),
            (
                "cf. art. 5, le n° de dossier",
                "cf._art._5, le n°_de dossier",
            ),
            ("+14,3%, 100€, 20°C", "+14,3%, 100€, 20°C"),
            ("a»z. B. et c«d", "a»z. B. et c«d"),
            // The space after the first mark lets the others be quotation marks.
            ("«\"-\"", "«_«_–_»"),
        ],
    );
    check("pl", &[("5 mln zł, 3 tys. zł", "5_mln_zł, 3_tys._zł")]);
    check("cs", &[("5 mil. Kč", "5_mil._Kč")]);
}

#[test]
fn dashes_dots_and_signs() {
    check(
        "en",
        &[
            ("a plan - a good one - won", "a plan_– a good one_– won"),
            ("a bill--vetoed--is back", "a bill—vetoed—is back"),
            ("a bill -- vetoed", "a bill_— vetoed"),
            ("a bill---vetoed", "a bill—vetoed"),
            ("Wait... and ....", "Wait… and ...."),
            ("2 x 3, 4x4, 10x zoom", "2_×_3, 4x4, 10x zoom"),
            ("12' x 4' panels, 12 x 4 m", "12′_×_4′ panels, 12_×_4_m"),
            ("(Q. 1-17), Qs. 3 and 4", "(Q._1-17), Qs._3 and 4"),
            ("20 ft x 40 ft", "20_ft_× 40_ft"),
            ("-5 °C, (-3), -$5", "−5_°C, (−3), −$5"),
        ],
    );
    check("en-GB", &[("a bill -- vetoed", "a bill_– vetoed")]);
    check(
        "de",
        &[("Preis 1,-- €", "Preis 1,–_€"), ("A -- B", "A_– B")],
    );
    check(
        "es",
        &[("El plan --ya listo-- va", "El plan —ya listo— va")],
    );
    check("ru", &[("Проект - начало", "Проект_— начало")]);
    check("zh", &[("甲--乙", "甲——乙"), ("甲 - 乙", "甲 - 乙")]);
}

#[test]
fn dashes_of_insertions_before_marks() {
    check(
        "de",
        &[
            (
                "Urt. v. 8.9.2026 - 10 C 1.25 -, Rn. 34",
                "Urt. v. 8.9.2026_– 10 C_1.25_–, Rn._34",
            ),
            (
                "das Amt - so der Rat -: nein",
                "das Amt_– so der Rat_–: nein",
            ),
            ("(nein - so der Rat -)", "(nein_– so der Rat_–)"),
            ("erst heute – so der Rat -.", "erst heute_– so der Rat_–."),
            // No other dash, and no end of an insertion.
            ("Bau -, Umbau -, Abriss", "Bau -, Umbau -, Abriss"),
            ("Rat - Bau -und Umbau", "Rat_– Bau -und Umbau"),
        ],
    );
    check(
        "en",
        &[(
            "the plan - a good one -, he said",
            "the plan_– a good one_–, he said",
        )],
    );
}

#[test]
fn hyphens_of_telephone_numbers_and_prices_in_centimes() {
    check(
        "de",
        &[
            (
                "mobil 0171 - 123 45 67, ab 9 Uhr",
                "mobil 0171_-_123_45_67, ab 9_Uhr",
            ),
            ("030 - 18 305 - 0", "030_-_18_305_-_0"),
            ("(0171) - 1234567", "(0171)_-_1234567"),
            ("+49 - 30 - 123456", "+49_-_30_-_123456"),
            ("0049 - 30 - 123456", "0049_-_30_-_123456"),
            // Ranges and dashes.
            ("08 - 12 Uhr, 10 - 40 Jahre", "08_– 12_Uhr, 10_– 40 Jahre"),
            ("Nr. 0171 - 12 Seiten", "Nr._0171_– 12 Seiten"),
            ("030 - Berlin", "030_– Berlin"),
        ],
    );
    check(
        "de-CH",
        &[
            ("Fr. -.50 und CHF -.05", "Fr._–.50 und CHF_–.05"),
            ("um CHF -.5, -.50", "um CHF −.5, −.50"),
            ("Fr. 1'250.-/Tag", "Fr._1’250.-/Tag"),
            ("Fr. 1'250.50/Tag, 1'250/Tag", "Fr._1’250.50/Tag, 1’250/Tag"),
        ],
    );
    check("de", &[("EUR -,50 je Blatt", "EUR_–,50 je Blatt")]);
    check("en", &[("see 10.0.0.1/it's--b", "see 10.0.0.1/it's--b")]);
}

#[test]
fn french_dashes_stay_with_their_insertion() {
    for tag in ["fr", "fr-CA", "fr-CH"] {
        check(
            tag,
            &[
                ("Le plan - bon - reste", "Le plan –_bon_– reste"),
                (
                    "Un mot — déjà dit —, puis un autre.",
                    "Un mot —_déjà dit_—, puis un autre.",
                ),
                ("A – b – clore. D – e – f.", "A –_b_– clore. D –_e_– f."),
                ("A – b – c – d – e", "A –_b_– c –_d_– e"),
                // One dash encloses nothing.
                ("Lot 2 – travaux", "Lot 2_– travaux"),
                ("A – bases. C – d.", "A_– bases. C_– d."),
                ("A – l’art. 5 – b. C", "A –_l’art._5_– b. C"),
                ("A – b – c – d", "A –_b_– c_– d"),
            ],
        );
    }
    // In other languages a line may not begin with a dash.
    for tag in ["en-GB", "de", "cs", "pl"] {
        check(
            tag,
            &[("Oba - jako jedna - jsou", "Oba_– jako jedna_– jsou")],
        );
    }
}

#[test]
fn minus_signs_of_amounts() {
    check(
        "en",
        &[
            ("-.5 and -$.5", "−.5 and −$.5"),
            ("$-5, or ($-5)", "−$5, or (−$5)"),
            ("a US$-5m loss, \"$-5\"", "a −US$5m loss, “−$5”"),
            ("$ -5", "$_−5"),
            // No signs of numbers.
            ("5 $-10 $", "5_$-10_$"),
            ("$-5-10", "$-5-10"),
            ("a $-denominated bond", "a $-denominated bond"),
            ("-.", "-."),
        ],
    );
    check("de", &[("€-5", "€−5"), ("5 €-10 €", "5_€-10_€")]);
    check("nl", &[("€-5", "€−5")]);
    let value = TextKind::Value;
    check_kind(
        "de",
        value,
        &[
            ("- 12,5 %", "−12,5_%"),
            ("-\u{a0}5", "−5"),
            ("- 5 Tage", "−5 Tage"),
            ("- ,5", "−,5"),
            // No signs of numbers.
            ("-", "-"),
            ("- Reserve", "- Reserve"),
            ("- 5 km\n- 6 km", "- 5_km\n- 6_km"),
            ("12 - 5", "12_– 5"),
            ("- 5-6", "- 5-6"),
            ("- 2026-05-01", "- 2026-05-01"),
            ("5-6", "5-6"),
        ],
    );
    check_kind(
        "en",
        value,
        &[("- $5", "−$5"), ("- 5", "−5"), ("$-5", "−$5")],
    );
    check_kind(
        "en",
        TextKind::Quantity,
        &[
            ("$5-6", "$5–6"),
            ("5.5-6", "5.5–6"),
            (">5", ">5"),
            ("6-5", "6-5"),
            ("2026-05", "2026-05"),
            ("-5", "−5"),
            ("5-6-7", "5-6-7"),
            ("ISO 5-6a", "ISO 5-6a"),
        ],
    );
}

#[test]
fn minus_signs_after_han_and_in_ranges() {
    check(
        "zh-Hans",
        &[
            ("同比-6.4%，环比：-0.5%", "同比−6.4%，环比：−0.5%"),
            ("同比增长-1.2%", "同比增长−1.2%"),
            ("净利润-23.5%、-3‰", "净利润−23.5%、−3‰"),
            ("气温-5℃至-3℃", "气温−5℃至−3℃"),
            ("约-3万元（-2万元）", "约−3万元（−2万元）"),
            ("-20～-15", "−20～−15"),
            ("从3层到-1层", "从3层到−1层"),
            // Hyphens of names, numbers, dates and lists.
            ("第-1号，甲-2栋，A座-3层", "第-1号，甲-2栋，A座-3层"),
            ("1万-5万元，1月-5月", "1万-5万元，1月-5月"),
            ("办公费-3万元，2024年-5%", "办公费-3万元，2024年-5%"),
            ("分机：-12，约-12-34", "分机：-12，约-12-34"),
            ("10%-5%", "10%-5%"),
        ],
    );
    check("zh-Hant", &[("氣溫-5℃，成長率-3%", "氣溫−5℃，成長率−3%")]);
    check(
        "ja",
        &[("前年比-6.4%、気温は-5℃", "前年比−6.4%、気温は−5℃")],
    );
    check("en", &[("-20–-15 and A-5%", "−20–−15 and A-5%")]);
}

#[test]
fn signs_of_fractions_and_spaced_plus_signs() {
    for kind in [TextKind::Value, TextKind::Quantity] {
        check_kind(
            "en",
            kind,
            &[
                ("-1/2 pt.", "−1/2 pt."),
                ("-1/2", "−1/2"),
                ("-3/16%", "−3/16%"),
                ("-½", "−½"),
                ("-1 1/2", "−1_1/2"),
                ("+ $3.50", "+$3.50"),
                ("+ 5 %", "+5_%"),
                ("+ ½ pt.", "+½ pt."),
                // No signs of numbers.
                ("-1/2/26", "-1/2/26"),
                ("-1/2026", "-1/2026"),
                ("-1/a", "-1/a"),
                ("+ reserve", "+ reserve"),
                ("+ 5 km\n+ 6 km", "+_5_km\n+_6_km"),
                ("+", "+"),
            ],
        );
    }
    check("en", &[("-½ and -1/2", "−½ and -1/2"), ("+ 5", "+_5")]);
}

#[test]
fn single_marks_between_han() {
    check(
        "zh-Hans",
        &[
            ("要看到'回升向好'的大势", "要看到‘回升向好’的大势"),
            ("他说'好'，她说:'不'。", "他说‘好’，她说:‘不’。"),
            ("加强'ABC'类和'第2'类管理", "加强‘ABC’类和‘第2’类管理"),
            ("\"要看到'好'的一面\"", "“要看到‘好’的一面”"),
            ("'甲'和'乙'", "‘甲’和‘乙’"),
            // No pairs.
            ("代表O'Neill出席", "代表O’Neill出席"),
            ("要看到'回升", "要看到'回升"),
        ],
    );
    check("ja", &[("これは'重要'です", "これは『重要』です")]);
}

#[test]
fn spaced_minus_signs_in_sentences() {
    check(
        "de",
        &[
            ("- 5 °C nachts", "−5_°C nachts"),
            ("- 5 Stellen", "- 5 Stellen"),
            ("Lücke: - 4,1 Mio. €", "Lücke: −4,1_Mio._€"),
            ("von - 20 bis - 15 °C", "von −20 bis −15_°C"),
            ("zwischen - 5 % und - 3 %", "zwischen −5_% und −3_%"),
            ("- 20 … - 15 °C", "−20_… −15_°C"),
            // Dashes and items.
            ("12 % - 5 % mehr", "12_%_– 5_% mehr"),
            ("Ziele: - 5 Busse - 3 Bahnen", "Ziele:_– 5 Busse_– 3 Bahnen"),
            ("Punkte: - 1. Begrüßung", "Punkte:_– 1. Begrüßung"),
            ("Warten … - 5 Tage", "Warten_…_– 5 Tage"),
            ("Umsatz + 3 %, Kosten - 1 %", "Umsatz +_3_%, Kosten −1_%"),
            ("Umsatz 3 %, Kosten - 1 %", "Umsatz 3_%, Kosten_– 1_%"),
        ],
    );
    check(
        "fr",
        &[
            ("baisse (- 4 318 élèves)", "baisse (−4~318 élèves)"),
            ("évolution : - 7,5 %", "évolution_: −7,5_%"),
            ("de - 5 à - 3 °C", "de −5 à −3_°C"),
            ("- 12 °C au bureau", "−12_°C au bureau"),
        ],
    );
    check(
        "en",
        &[
            ("Change: - 5% (- 3% in May)", "Change: −5% (−3% in May)"),
            ("From - 5 to - 3 °F", "From −5 to −3_°F"),
            ("The gap: - $5m", "The gap: −$5m"),
        ],
    );
}

#[test]
fn references_telephone_numbers_and_names_stay_on_one_line() {
    check(
        "de",
        &[
            ("gem. § 22 BHO", "gem. §_22_BHO"),
            ("(§ 8 Abs. 3 Nr. 2)", "(§_8_Abs._3_Nr._2)"),
            (
                "Art. 33 Abs. 2 GG, § 109 SGB V",
                "Art._33_Abs._2_GG, §_109_SGB V",
            ),
            ("(E 5-E 7), A 16/B 2", "(E_5-E_7), A_16/B_2"),
            ("Mi. u. Fr. 8 Uhr", "Mi._u._Fr._8_Uhr"),
            ("Do. 8-12 Uhr", "Do._8-12_Uhr"),
            ("Hr. Th. Müller, Chr. Meyer", "Hr._Th._Müller, Chr._Meyer"),
            ("H.-J. v. Itzenplitz", "H.-J. v._Itzenplitz"),
            ("J. W. v. Goethe", "J._W._v._Goethe"),
            ("Fr. v. d. Heyde", "Fr._v._d._Heyde"),
            ("Tel. 030 18615-1234", "Tel._030_18615-1234"),
            ("+49 (0)30 18 615-5678", "+49_(0)30_18_615-5678"),
            ("0431 / 988-4711", "0431_/_988-4711"),
            ("2024 / 2025", "2024 / 2025"),
        ],
    );
    check(
        "fr",
        &[
            ("04 67 61 61 61 (p. 6214)", "04_67_61_61_61 (p._6214)"),
            ("+33 (0)4 71 09 43 00", "+33_(0)4_71_09_43_00"),
            ("Art. 12 al. 2", "Art._12_al._2"),
            (
                "Mme d'Harcourt, M. d'Estaing",
                "Mme_d’Harcourt, M._d’Estaing",
            ),
            (
                "O. d'Ormesson, il dit d'Accord",
                "O._d’Ormesson, il dit d’Accord",
            ),
            ("joint (Ø 50 mm)", "joint (Ø_50_mm)"),
            ("18 000 km/an x 0,45 €/km", "18~000_km/an_× 0,45_€/km"),
            ("2 650 pers.", "2~650_pers."),
        ],
    );
    check("it", &[("il sig. d'Amico", "il sig._d’Amico")]);
    check(
        "en",
        &[
            (
                "(202) 555-0143 or 202 555 0143",
                "(202)_555-0143 or 202_555_0143",
            ),
            ("Ø 50 mm, ⌀ 5 in", "Ø_50_mm, ⌀_5 in"),
            ("3.5 m x 2.4 m", "3.5_m_× 2.4_m"),
            ("0.45 x 2 m", "0.45_×_2_m"),
        ],
    );
}

#[test]
fn abbreviations_before_numbers_of_languages() {
    for (tag, texts) in [
        ("de", "Nr. 5|S. 5|Bd. 5|Kap. 5|Abb. 5|Tab. 5|Bl. 5"),
        ("fr", "n° 5|p. 5|chap. 5|art. 5|fig. 5|tab. 5|pièce 5"),
        ("es", "núm. 5|pág. 5|cap. 5|art. 5|anexo 5|n.º 5"),
        ("it", "n. 5|pag. 5|cap. 5|art. 5|allegato 5"),
        ("pt", "n.º 5|pág. 5|cap. 5|art. 5|anexo 5"),
        ("nl", "nr. 5|blz. 5|hfst. 5|art. 5|paragraaf 5"),
        ("pl", "nr 5|str. 5|rozdz. 5|art. 5|tabela 5"),
        ("cs", "č. 5|čl. 5|s. 5|kap. 5|příloha 5"),
        ("sk", "č. 5|čl. 5|s. 5|príl. 5"),
        ("sv", "nr 5|s. 5|avsnitt 5|art. 5|bilaga 5"),
        ("da", "nr. 5|s. 5|kap. 5|art. 5|bilag 5"),
        ("nb", "nr. 5|s. 5|kap. 5|art. 5|vedlegg 5"),
        ("fi", "nro 5|s. 5|taulukko 5|liite 5|artikla 5"),
        ("ru", "№ 5|с. 5|гл. 5|ст. 5|табл. 5"),
        ("uk", "№ 5|с. 5|розд. 5|ст. 5|додаток 5"),
        ("ro", "nr. 5|pag. 5|cap. 5|art. 5|alin. 5"),
        ("hu", "5 sz.|5 old.|5 bek."),
        ("el", "αρ. 5|σελ. 5|κεφ. 5|άρθρο 5"),
        ("bg", "№ 5|чл. 5|ал. 5|с. 5"),
        ("hr", "br. 5|čl. 5|str. 5"),
        ("sl", "št. 5|čl. 5|str. 5"),
        ("et", "nr 5|lk 5|art 5"),
        ("lt", "Nr. 5|str. 5|psl. 5"),
        ("lv", "Nr. 5|5 lpp."),
        ("tr", "No: 5|s. 5|md. 5|Tablo 5"),
        ("id", "No. 5|hlm. 5|Pasal 5|ayat 5"),
        ("vi", "số 5|Điều 5|khoản 5|trang 5"),
    ] {
        for text in texts.split('|') {
            assert_eq!(set(tag, text), text.replace(' ', "\u{a0}"), "{tag}");
        }
    }
}

#[test]
fn what_stays_as_it_is() {
    for text in [
        "ISO 9001-2015",
        "555-1234",
        "2026-05",
        "2026-05-01",
        "1/2",
        "3rd",
        "4x4",
        "24/7",
        "14:30",
        "v1.2.3-rc1",
        "- a bullet",
        "- 5",
        "-",
        "--",
        "kill --force",
        "-12-34",
        "A-B",
        "a  b",
        "www.example.gov.uk/a-b--c",
        "https://example.fr/l'ecole?id=1;page=2",
        "jo.o'neill@example.org",
        "C:\\it's\\...",
        ":-)",
        "“Smart” – as the author’s",
    ] {
        for tag in ["en", "de", "cs", "ru"] {
            let set = set(tag, text).replace('\u{a0}', " ");
            assert_eq!(set, text, "{tag}");
        }
    }
}

#[test]
fn units_of_two_words_join() {
    check(
        "en",
        &[
            ("at 68 ° F or 20° C.", "at 68_°_F or 20°_C."),
            ("5 sq ft, 40 sq. mi of land", "5_sq_ft, 40_sq._mi of land"),
            ("a sq ft of land, ° F", "a sq ft of land, ° F"),
        ],
    );
    check(
        "de",
        &[("20 ° C und 5 ° Celsius", "20_°_C und 5_° Celsius")],
    );
}

#[test]
fn blanks_that_join() {
    check(
        "en",
        &[
            ("5 km, 12 % and $1.2 million", "5_km, 12_% and $1.2_million"),
            ("3 people in 5 in all", "3 people in 5 in all"),
            ("€ 86 million, USD 120", "€_86_million, USD_120"),
            ("1 May 2026, on July 4.", "1_May 2026, on July_4."),
            ("J. R. Smith, Dr. Ho", "J._R._Smith, Dr._Ho"),
            ("No. 5, p. 12, § 5", "No._5, p._12, §_5"),
            ("at 5 p.m.", "at 5_p.m."),
            ("1 250 000", "1_250_000"),
            ("CO2 is up in Q1 2026", "CO2 is up in Q1 2026"),
        ],
    );
    check(
        "de",
        &[
            ("z. B. Holz, d. h. alle", "z._B. Holz, d._h. alle"),
            ("§ 5 Abs. 2 Nr. 3", "§_5_Abs._2_Nr._3"),
            ("24. Dezember, 24. 12. 2026", "24._Dezember, 24._12._2026"),
            ("9 Uhr, 3 Mio. €", "9_Uhr, 3_Mio._€"),
            ("vgl. S. 12 f.", "vgl. S._12_f."),
        ],
    );
    check(
        "fr",
        &[
            (
                "Oui ! Et lui ? Non ; rien : « a »",
                "Oui~! Et lui~? Non~; rien_: «_a_»",
            ),
            ("Oui! Et lui?", "Oui~! Et lui~?"),
            ("à 10:30, 1 250 000 €", "à 10:30, 1~250~000_€"),
            ("M. J.-P. Roy, Mme N'Diaye", "M._J.-P._Roy, Mme_N’Diaye"),
            ("p. ex. n° 5, 14 h 30", "p._ex. n°_5, 14_h_30"),
            ("le 1er mai 2026", "le 1er_mai 2026"),
        ],
    );
    check("fr-CA", &[("Oui! Et: « a »", "Oui! Et_: «_a_»")]);
    check(
        "fr-CH",
        &[
            ("Oui! Et: rien", "Oui! Et: rien"),
            ("«Vaud dit ‹oui› à ‹ 10 ›»", "«~Vaud dit ‹~oui~› à ‹~10~›~»"),
        ],
    );
    check("fr", &[("«dit ‹oui›»", "«_dit ‹oui›_»")]);
    check(
        "es",
        &[("el 1 de octubre, EE. UU.", "el 1_de octubre, EE._UU.")],
    );
    check("pt-BR", &[("R$ 5, art. 7º, § 3º", "R$_5, art._7º, §_3º")]);
    check("it", &[("l'art. 5, n. 196", "l’art._5, n._196")]);
    check("nl", &[("art. 6, 9.00 uur, € 5", "art._6, 9.00_uur, €_5")]);
    check(
        "pl",
        &[("W lesie i w domu, 2026 r.", "W_lesie i_w_domu, 2026_r.")],
    );
    check(
        "cs",
        &[("k vodě a z Prahy, 1. patře", "k_vodě a_z_Prahy, 1._patře")],
    );
    check("sk", &[("v lese, 5 kg", "v_lese, 5_kg")]);
    check(
        "ru",
        &[(
            "в лесу и у дома, п. 3, № 5, 2026 г.",
            "в_лесу и_у_дома, п._3, №_5, 2026_г.",
        )],
    );
    check("uk", &[("у лісі, 2026 р.", "у_лісі, 2026_р.")]);
    check("sv", &[("5 kap. 2 §, s. 12", "5_kap. 2_§, s._12")]);
    check("da", &[("1. maj, kl. 9, 5 kr.", "1._maj, kl._9, 5_kr.")]);
    check("fi", &[("1. toukokuuta, 5 %", "1._toukokuuta, 5_%")]);
    check("tr", &[("5 Mayıs, 3 milyon", "5_Mayıs, 3_milyon")]);
    check("he", &[("5 ק״מ", "5_ק״מ")]);
    check("he", &[("של \u{200e}-5 °C", "של \u{200e}−5_°C")]);
    check("ar", &[("5 كم، 3 مايو", "5_كم، 3_مايو")]);
}

#[test]
fn whole_quotations() {
    for (tag, typed, wanted) in [
        ("en", "He said \"never\".", "“He said ‘never’.”"),
        ("de", "Er sagte \"nie\".", "„Er sagte ‚nie‘.“"),
        ("fr", "Il dit \"jamais\".", "«_Il dit “jamais”._»"),
        ("sv", "Han sa \"aldrig\".", "”Han sa ’aldrig’.”"),
        ("en", "\"a\" and \"b\"", "“‘a’ and ‘b’”"),
        // The author's own marks around all of it.
        ("en", "\"All of 'it'.\"", "“All of ‘it’.”"),
        ("fr", "« déjà faits » ?", "«_déjà faits_»~?"),
        ("fr", "«closed up»", "«_closed up_»"),
        // The author's outer marks around a part become inner ones.
        ("en", "“Yes” and “no”", "“‘Yes’ and ‘no’”"),
        (
            "en",
            "He said “it’s 'fine' so”.",
            "“He said ‘it’s “fine” so’.”",
        ),
        ("de", "Er sagte „nie“.", "„Er sagte ‚nie‘.“"),
        ("fr", "Il dit « jamais ».", "«_Il dit “jamais”._»"),
        ("fr", "Il dit «jamais».", "«_Il dit “jamais”._»"),
        ("sv", "Han sa ”nej”.", "”Han sa ’nej’.”"),
        ("ru", "Он сказал: «Да».", "«Он сказал: „Да“.»"),
        ("ja", "彼は「はい」と言った", "「彼は『はい』と言った」"),
        (
            "zh-Hans",
            "现在“最多跑一次”，真方便！",
            "“现在‘最多跑一次’，真方便！”",
        ),
        // Marks that are not both the outer ones of the language stay.
        ("en", "«Oui» and \"no\"", "“«Oui» and ‘no’”"),
        ("en", "“a ‘b’ c” d", "““a ‘b’ c” d”"),
        ("sv", "”Ja”", "”Ja”"),
        ("en", "plain", "“plain”"),
    ] {
        let rules = Rules::new(tag, &labels_of(tag));
        let mut typesetter = Typesetter::new(&rules);
        let mut text = vec![Inline::text(typed)];
        let wanted = wanted.replace('_', "\u{a0}").replace('~', "\u{202f}");
        for _ in 0..2 {
            typesetter.set_quotation(&mut text);
            assert_eq!(plain_text(&text), wanted, "{tag}: {typed}");
        }
    }
}

#[test]
fn the_words_of_a_status_stay_on_one_line() {
    let rules = Rules::new("en", &labels_of("en"));
    let mut typesetter = Typesetter::new(&rules);
    for (typed, wanted) in [
        ("On track", "On\u{a0}track"),
        ("not yet started", "not\u{a0}yet\u{a0}started"),
        ("late", "late"),
    ] {
        let mut text = vec![Inline::Status {
            level: StatusLevel::Open,
            body: vec![Inline::text(typed)],
        }];
        for _ in 0..2 {
            typesetter.set_text(&mut text);
            assert_eq!(plain_text(&text), wanted);
        }
    }
}

#[test]
fn a_quotation_may_end_in_another_element() {
    let rules = Rules::new("de", &labels_of("de"));
    let strong = |text: &str| Inline::Strong {
        body: vec![Inline::text(text)],
    };
    let link = |text: &str| Inline::Link {
        url: "https://example.org/a--b".to_owned(),
        body: vec![Inline::text(text)],
    };
    let code = Inline::Code {
        text: "\"a\" -- b...".to_owned(),
    };
    let mut text = vec![
        Inline::text("Ein \""),
        strong("Wort"),
        Inline::text("\" und \""),
        link("noch eins\""),
        Inline::text(" mit "),
        code.clone(),
        Inline::LineBreak,
        Inline::text("- 5"),
    ];
    Typesetter::new(&rules).set_text(&mut text);
    let expected = vec![
        Inline::text("Ein „"),
        strong("Wort"),
        Inline::text("“ und „"),
        link("noch eins“"),
        Inline::text(" mit "),
        code,
        Inline::LineBreak,
        Inline::text("- 5"),
    ];
    assert_eq!(text, expected);
}

const TAGS: &[&str] = &[
    "en", "en-GB", "de", "de-CH", "fr", "fr-CA", "es", "it", "nl", "pl", "cs", "sv", "ru", "he",
    "ar", "ja", "zh", "hu", "bg",
];

const KINDS: &[TextKind] = &[
    TextKind::Prose,
    TextKind::Quotation,
    TextKind::Value,
    TextKind::Quantity,
];

/// A text as it may be typed, with many of the characters that rules look at.
fn typed_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        6 => "[a-zA-Zäéß]{1,6}",
        3 => "[0-9]{1,4}",
        6 => Just(" ".to_owned()),
        4 => "[\"']{1,2}",
        2 => "-{1,3}|\\.{1,4}|,,|``",
        2 => "[-.,;:!?()/§%€$°«»„“”‘’–—x…×]",
        1 => "[wvkбпв中א約～はé\\+]",
        1 => Just("z. B. ".to_owned()),
        1 => Just("5 km ".to_owned()),
    ];
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

/// A text without what typography may change.
fn untouched(text: &str) -> String {
    let is_touched = |it: &char| " \u{a0}\u{202f}\"'`,“”„‟‘’‚«»‹›「」『』-–—−.…x×′″".contains(*it);
    text.chars().filter(|it| !is_touched(it)).collect()
}

#[test]
fn joins_follow_the_last_edits_of_quotation_marks() {
    let rules = Rules::new("he", &labels_of("he"));
    let body = vec![Inline::text("\"\"\" 05 km")];
    let mut text = vec![Inline::text("\"'\""), Inline::Emph { body }];
    Typesetter::new(&rules).set_text(&mut text);
    assert!(plain_text(&text).ends_with(" 05\u{a0}km"), "{text:?}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn the_words_are_the_authors(
        text in typed_text(),
        tag in prop::sample::select(TAGS),
        kind in prop::sample::select(KINDS),
    ) {
        prop_assert_eq!(untouched(&set_kind(tag, kind, &text)), untouched(&text));
    }

    #[test]
    fn a_second_run_changes_nothing(
        text in typed_text(),
        tag in prop::sample::select(TAGS),
        kind in prop::sample::select(KINDS),
    ) {
        let once = set_kind(tag, kind, &text);
        prop_assert_eq!(set_kind(tag, kind, &once), once);
    }

    #[test]
    fn elements_do_not_matter(
        parts in prop::collection::vec(typed_text(), 1..4),
        tag in prop::sample::select(TAGS),
    ) {
        let rules = Rules::new(tag, &labels_of(tag));
        let mut whole = parts.concat();
        let mut text: Vec<Inline> = Vec::new();
        for (index, part) in parts.into_iter().enumerate() {
            let part = Inline::text(part);
            text.push(match index % 2 {
                0 => part,
                _ => Inline::Emph { body: vec![part] },
            });
        }
        let mut typesetter = Typesetter::new(&rules);
        typesetter.set_text(&mut text);
        typesetter.set_plain(&mut whole);
        prop_assert_eq!(untouched(&plain_text(&text)), untouched(&whole));
    }
}
