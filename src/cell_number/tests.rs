use super::{Cell, ColumnContent, column_content, integer_ends, missing_decimals, read_cell};

/// How a cell is read: the text before the decimal sign, a bar and the rest; `missing` or `text`.
fn read(text: &str, sign: char) -> String {
    match read_cell(text) {
        Cell::Missing => "missing".to_owned(),
        Cell::Text => "text".to_owned(),
        Cell::Number(number) => {
            let (before, after) = text.split_at(number.digits.integer_end(sign));
            format!("{before}|{after}")
        }
    }
}

#[test]
fn numbers_are_cut_before_their_decimal_sign() {
    let cases = [
        // Separators.
        ("1,234.5", "1,234|.5"),
        ("1 234,5", "1 234|,5"),
        ("1\u{202f}234,5", "1\u{202f}234|,5"),
        ("1'234.5", "1'234|.5"),
        ("1’234’567.80", "1’234’567|.80"),
        ("1.234,5", "1.234|,5"),
        ("1.234.567", "1.234.567|"),
        ("12,34,567", "12,34,567|"),
        ("12,34,567.89", "12,34,567|.89"),
        ("1,2345,6789", "1,2345,6789|"),
        ("1,23,45", "text"),
        ("1234,5678,9012", "1234,5678,9012|"),
        ("0.125", "0|.125"),
        ("0,125", "0|,125"),
        ("12345.678", "12345|.678"),
        ("1,234", "1,234|"),
        ("1.234", "1|.234"),
        ("3·14", "3|·14"),
        // Digits of other scripts.
        ("١٬٢٣٤٫٥", "١٬٢٣٤|٫٥"),
        ("۱۲۳٫۴۵", "۱۲۳|٫۴۵"),
        ("१२,३४,५६७.८", "१२,३४,५६७|.८"),
        ("๑๒.๕", "๑๒|.๕"),
        ("１２．５", "１２|．５"),
        ("１２３", "１２３|"),
        // Currencies.
        ("$1.2m", "$1|.2m"),
        ("$85m", "$85|m"),
        ("USD 120", "USD 120|"),
        ("USD120", "USD120|"),
        ("€ 5", "€ 5|"),
        ("5 €", "5| €"),
        ("5,20\u{a0}€", "5|,20\u{a0}€"),
        ("CHF 5.–", "CHF 5|.–"),
        ("Fr. 1’200.—", "Fr. 1’200|.—"),
        ("US$ 3.5bn", "US$ 3|.5bn"),
        ("₹1,20,000", "₹1,20,000|"),
        ("1 200 Kč", "1 200| Kč"),
        ("45,50 zł", "45|,50 zł"),
        ("kr 1 200", "kr 1 200|"),
        ("120円", "120|円"),
        ("12.5亿元", "12|.5亿元"),
        ("$-5", "$-5|"),
        ("-$5.25", "-$5|.25"),
        // Units and scales.
        ("12.5 km", "12|.5 km"),
        ("9.3 %", "9|.3 %"),
        ("12%", "12|%"),
        ("+2 pp", "+2| pp"),
        ("0,3 Prozentpunkte", "0|,3 Prozentpunkte"),
        ("1,5 Mio. €", "1|,5 Mio. €"),
        ("850 Tsd. kWh", "850| Tsd. kWh"),
        ("1,5 Mrd €", "1|,5 Mrd €"),
        ("3 billion yuan", "3| billion yuan"),
        ("5,2 млрд руб.", "5|,2 млрд руб."),
        ("86.4 €/MWh", "86|.4 €/MWh"),
        ("120 km²", "120| km²"),
        ("-5 °C", "-5| °C"),
        ("2,4 t CO2", "2|,4 t CO2"),
        ("3×", "3|×"),
        ("12.5 ק״מ", "12|.5 ק״מ"),
        ("120t", "120|t"),
        ("1st", "1|st"),
        // Signs, brackets and margins.
        ("–62.7%", "–62|.7%"),
        ("\u{2212}12", "\u{2212}12|"),
        ("+9.3%", "+9|.3%"),
        ("±0.5", "±0|.5"),
        ("≈5", "≈5|"),
        ("~ 12", "~ 12|"),
        ("<0.1", "<0|.1"),
        ("≥ 1,000", "≥ 1,000|"),
        ("ca. 120", "ca. 120|"),
        ("(1,733)", "(1,733|)"),
        ("($12.5m)", "($12|.5m)"),
        ("(5) €", "(5|) €"),
        ("(1 234,5)", "(1 234|,5)"),
        ("(1 234,5) €", "(1 234|,5) €"),
        ("(1.234,50 €)", "(1.234|,50 €)"),
        ("(3,2) Mio. €", "(3|,2) Mio. €"),
        ("€ (5)", "€ (5|)"),
        ("$ (1,733.5)", "$ (1,733|.5)"),
        ("(5,–) €", "(5|,–) €"),
        ("5.2 ± 0.3", "5|.2 ± 0.3"),
        ("1,204 (12.3%)", "1,204| (12.3%)"),
        // Notes.
        ("12*", "12|*"),
        ("12.5¹", "12|.5¹"),
        ("7 %†", "7| %†"),
        ("12 (a)", "12| (a)"),
        ("3.1² ", "3|.1² "),
        // Ranges.
        ("3–5", "3–5|"),
        ("3-5", "3-5|"),
        ("10 – 12", "10 – 12|"),
        ("1.5–2.25", "1.5–2|.25"),
        ("5%–7%", "5%–7|%"),
        ("5%-7%", "5%-7|%"),
        ("$3–$5m", "$3–$5|m"),
        ("2020–2025", "2020–2025|"),
        // Fractions.
        ("½", "|½"),
        ("2½", "2|½"),
        ("2 ¾", "2| ¾"),
        ("007", "text"),
    ];
    for (text, expected) in cases {
        assert_eq!(read(text, '.'), expected, "{text}");
    }
}

#[test]
fn names_made_of_digits_are_texts() {
    let names = [
        "2026-05-12",
        "2026-05",
        "12.05.2026",
        "12.05.",
        "12/05/2026",
        "5/12",
        "1/2",
        "24/7",
        "2024/25",
        "10:30",
        "3:1",
        "1.2.3",
        "192.168.0.1",
        "v1.2",
        "ISO 9001",
        "ISO 9001-2015",
        "4x4",
        "12h30",
        "12 h 30",
        "+49 30 123456",
        "+44 207 123 456",
        "(030) 1234",
        "030 123 456",
        "555-1234",
        "(212) 555-1234",
        "2125551234",
        "007",
        "Q1",
        "3a",
        "5A",
        "1st floor",
        "1. Halbjahr",
        "5-room",
        "#5",
        "No. 5",
        "§ 5",
        "2 of 5",
        "2 x 5",
        "1, 2",
        "12 May 2026",
        "A4",
        "5 to 7 or more of them",
        "10 to 12",
        "-",
        "x",
    ];
    for name in names {
        let content = column_content([name]);
        assert_eq!(content, ColumnContent::Texts, "{name}");
    }
}

#[test]
fn signs_for_missing_numbers_keep_a_column_numeric() {
    for sign in [
        "–",
        "—",
        "-",
        "n/a",
        "N/A",
        "..",
        "…",
        "k. A.",
        "k.\u{a0}A.",
        "k.A.",
        "n. b.",
        "n. v.",
        "n.c.",
        "n. d.",
        "N.D.",
        "n.\u{202f}s.",
        "s. o.",
        "N.A.",
        "n.v.t.",
        "b.d.",
        "н/д",
        "///",
        "[x]",
        "(D)",
        "(NA)",
        "x",
        ".",
        "/",
        ":",
        "",
        " ",
        "–¹",
        "n/a*",
    ] {
        assert_eq!(read(sign, '.'), "missing", "{sign}");
        assert_eq!(
            column_content([sign, "5"]),
            ColumnContent::Numbers,
            "{sign}"
        );
    }
    assert_eq!(column_content(["", "–"]), ColumnContent::Texts);
    assert_eq!(column_content(["5", "none"]), ColumnContent::Texts);
    for word in ["n. Chr.", "no", "d. h.", "[a]", "xx"] {
        assert_eq!(column_content(["5", word]), ColumnContent::Texts, "{word}");
    }
    assert_eq!(column_content(Vec::<String>::new()), ColumnContent::Texts);
}

#[test]
fn an_unknown_unit_is_one_that_several_cells_share() {
    let numbers = |cells: &[&str]| column_content(cells) == ColumnContent::Numbers;
    assert!(numbers(&["1 day", "2 days", "14 days"]));
    assert!(numbers(&["5 Stellen", "12 Stellen", "3"]));
    assert!(numbers(&["120人", "5人"]));
    assert!(!numbers(&["10 Downing Street"]));
    assert!(!numbers(&["2 Rivers Road", "7 High Street"]));
    assert!(!numbers(&["5 May", "12 June"]));
}

#[test]
fn years_are_told_from_numbers() {
    assert_eq!(column_content(["2026", "2027"]), ColumnContent::Years);
    assert_eq!(
        column_content(["2020–2025", "2026–2030"]),
        ColumnContent::Years
    );
    assert_eq!(column_content(["2026", "–"]), ColumnContent::Years);
    assert_eq!(column_content(["2026", "312"]), ColumnContent::Numbers);
    assert_eq!(column_content(["€2026", "€2027"]), ColumnContent::Numbers);
    assert_eq!(column_content(["+2026", "2027"]), ColumnContent::Numbers);
}

#[test]
fn three_digits_after_a_comma_are_decimals_by_the_column_or_the_language() {
    let cut = |cells: &[&str], sign| {
        let ends = integer_ends(cells, sign);
        let cut = |(cell, end): (&&str, Option<usize>)| cell[end.unwrap_or(0)..].to_owned();
        cells.iter().zip(ends).map(cut).collect::<Vec<_>>()
    };
    assert_eq!(cut(&["1,234", "12,5"], '.'), [",234", ",5"]);
    assert_eq!(cut(&["1,234", "12.5"], ','), ["", ".5"]);
    assert_eq!(cut(&["1,234", "5"], '.'), ["", ""]);
    assert_eq!(cut(&["1,234", "5"], ','), [",234", ""]);
    assert_eq!(cut(&["1.234", "–", "n/a"], ','), ["", "", ""]);
}

#[test]
fn decimals_are_missing_beside_those_of_the_column() {
    let missing = |cells: &[&str]| {
        let missing = missing_decimals(cells, '.');
        let pair = |it: super::MissingDecimals| (it.digits, it.sign);
        missing.into_iter().map(pair).collect::<Vec<_>>()
    };
    let found = missing(&["1,204.50", "41 %", "7.5", "–", "CHF 5.–"]);
    let expected = [(0, false), (2, true), (1, false), (2, true), (1, false)];
    assert_eq!(found, expected);
    assert_eq!(missing(&["(30)", "1.25"]), [(2, false), (0, false)]);
    assert_eq!(missing(&["1,204", "41"]), [(0, false), (0, false)]);
    assert_eq!(missing(&["1.2", "words"]), [(0, false), (0, false)]);
}
