//! Sums of amounts in the forms of several languages.

use super::*;
use crate::lang::Grouping;

fn total(tag: &str, cells: &[&str]) -> Result<String, TotalProblem> {
    let grouped = NumberForm::new(tag, Grouping::Always);
    let short = NumberForm::new(tag, Grouping::FromFiveDigits);
    let mut total = Total::default();
    for cell in cells {
        let amount = grouped.read_amount(cell).expect(cell);
        total.add(&amount)?;
    }
    Ok(total.text(&grouped, &short).unwrap_or_default())
}

#[test]
fn a_total_has_the_most_decimals_and_the_unit() {
    let sum = |tag, cells: &[&str]| total(tag, cells).expect("a sum");
    assert_eq!(sum("en", &["1.5", "2.25", "3"]), "6.75");
    assert_eq!(sum("en", &["0.1", "0.2"]), "0.3");
    assert_eq!(sum("de", &["1.234,50 €", "−34,5 €"]), "1.200,00 €");
    assert_eq!(sum("en", &["$5", "7", "−$20"]), "−$8");
    assert_eq!(sum("nl", &["€ 5", "€ -7"]), "€ −2");
    assert_eq!(sum("en", &["800", "900"]), "1700");
    assert_eq!(sum("en", &["1,200", "900"]), "2,100");
    assert_eq!(sum("en", &["12*", "5"]), "17");
    assert_eq!(sum("en", &["-0.05", "0.02"]), "−0.03");
    assert_eq!(sum("ar-EG", &["١٢٫٥", "٢"]), "١٤٫٥");
    assert_eq!(sum("en", &["(1,733)", "33"]), "(1,700)");
    assert_eq!(sum("en", &[]), "");
    assert_eq!(total("en", &["5 t", "7 kg"]), Err(TotalProblem::OtherUnit));
    let long = "9".repeat(38);
    assert_eq!(total("en", &[&long, &long]), Err(TotalProblem::TooLong));
}

#[test]
fn other_texts_are_no_amounts() {
    let form = NumberForm::new("en", Grouping::OfLanguage);
    for text in [
        "", "about", "about 7", "10–12", "1/2", "1,5", "5 of 7", "2026-05",
    ] {
        assert_eq!(form.read_amount(text), None, "{text}");
    }
    assert!(!form.read_amount("1.234").expect("an amount").is_ambiguous);
    let german = NumberForm::new("de", Grouping::OfLanguage);
    assert!(german.read_amount("1.234").expect("an amount").is_ambiguous);
}

#[test]
fn totals_keep_the_form_of_the_cells() {
    for (tag, cells, expected) in [
        ("de", &["5,-", "10,-", "1000,50"][..], "1015,50"),
        ("de", &["5,-", "10,--", "7.–"], "22"),
        ("de", &["5,-", "0,5"], "5,50"),
        ("de-CH", &["15'250'000.–", "500.–"], "15'250'500.–"),
        ("de-CH", &["Fr. 5.--", "Fr. 7.--"], "Fr. 12.--"),
        ("de", &["5,– €", "7,– €"], "12,– €"),
        ("de", &["5,–", "7"], "12"),
        ("de-CH", &["CHF 5.–", "CHF 7.50"], "CHF 12.50"),
        ("fr-CH", &["CHF 5.–", "CHF 7.50"], "CHF 12.50"),
        ("de-CH", &["Fr. 5.–", "Fr. 1200.50"], "Fr. 1205.50"),
        ("de", &["5,00 EUR", "EUR 10,00"], "15,00 EUR"),
        ("de", &["5,– €", "1000,50 €"], "1005,50 €"),
        ("en", &["100(a)", "5"], "105"),
        ("en", &["(1,733)", "500", "(20.5)"], "(1,253.5)"),
        ("en", &["(1,733)", "2,000"], "267"),
        ("en", &["($5)", "$2"], "($3)"),
        ("en", &["(5%)", "2%"], "(3%)"),
        ("en", &["12 days", "1 day"], "13 days"),
        ("en", &["1 day", "12 days", "1 day"], "14 days"),
        ("de", &["5 Stellen", "1 Stelle"], "6 Stellen"),
        ("de", &["5 Mio €", "7 Mio. €"], "12 Mio. €"),
        ("de", &["1 234,5", "1 000,5"], "2\u{a0}235,0"),
        ("de-AT", &["€ 1.200,50", "€ 2,50"], "€ 1.203,00"),
        ("fr-BE", &["1.234,50 €", "1 €"], "1.235,50 €"),
        ("fr-CH", &["CHF 1'234.50", "CHF 1.50"], "CHF 1'236.00"),
        ("en", &["5 m²", "7 m²"], "12 m²"),
        ("en", &["5m2", "7m2"], "12m2"),
        ("en", &["1.5 t CO2", "2 t CO2"], "3.5 t CO2"),
        ("en", &["12,345", "950", "4000"], "17,295"),
        ("es", &["12.345", "-11.000"], "1.345"),
        ("es", &["12.345", "-11.000,5"], "1.344,5"),
        ("pl", &["12 345", "-13 580"], "−1\u{a0}235"),
        ("es", &["12345", "-11000"], "1345"),
        ("es", &["12345", "-11000,5"], "1344,5"),
        ("pl", &["12345", "-13580"], "−1235"),
        ("es", &["800", "900"], "1700"),
        ("de", &["2.500.000", "1.5"], "2.500.001,5"),
        ("tr", &["%46", "%4"], "%50"),
        ("de", &["(5) €", "2 €"], "(3) €"),
        ("fr", &["(1 234,5)", "234"], "(1\u{202f}000,5)"),
        ("en", &["$ (5)", "$ 2"], "($ 3)"),
        // As typed without groups, so the total has none.
        ("de", &["6120", "8450", "9748"], "24318"),
        ("en", &["932500", "900000.25"], "1832500.25"),
        ("en", &["-12345", "5"], "−12340"),
    ] {
        assert_eq!(
            total(tag, cells).as_deref(),
            Ok(expected),
            "{tag}: {cells:?}"
        );
    }
}

#[test]
fn other_units_cannot_be_added() {
    for (tag, one, other) in [
        ("de", "5 T€", "12000"),
        ("de", "12000", "5 T€"),
        ("en", "$1.2m", "$500"),
        ("en", "$1.2bn", "300"),
        ("en", "$5K", "$5"),
        ("en-IN", "₹5 crore", "₹30"),
        ("en", "$5", "12.5%"),
        ("en", "5 lb", "$5"),
        ("en", "5¢", "$3"),
        ("en", "$5", "€5"),
        ("en", "5 kg", "7"),
        ("en", "5 m", "5 mi"),
        ("de", "5 Mio. €", "5 Mrd. €"),
        ("de", "5 T€", "5 €"),
    ] {
        let problem = total(tag, &[one, other]);
        assert_eq!(problem, Err(TotalProblem::OtherUnit), "{one}, {other}");
    }
    // A bare number may stand among amounts of a currency, but of nothing more.
    let mixed = total("en", &["$5", "300", "$1m"]);
    assert_eq!(mixed, Err(TotalProblem::OtherUnit));
    for cells in [
        ["0", "7", "$5m"],
        ["$0", "7", "$5m"],
        ["$0", "$5m", "7"],
        ["€0", "$5m", "$5m"],
    ] {
        assert_eq!(total("en", &cells), Err(TotalProblem::OtherUnit));
    }
}

#[test]
fn zero_has_any_scale() {
    for (cells, sum) in [
        (["$0", "$2.25M", "$14.5M"], "$16.75M"),
        (["$2.25M", "$0", "$1M"], "$3.25M"),
        (["0", "0", "$1M"], "$1M"),
        (["0", "$5", "7"], "$12"),
        (["0.00", "5 kg", "0"], "5.00 kg"),
        (["0", "0", "0"], "0"),
    ] {
        assert_eq!(total("en", &cells).as_deref(), Ok(sum), "{cells:?}");
    }
}

#[test]
fn what_is_not_wholly_understood_is_no_amount() {
    for (tag, text) in [
        ("de", "4.5."),
        ("de", "1.2."),
        ("de", "12.05.2026"),
        ("en", "100 (est.)"),
        ("en", "5-"),
        ("en", "=5"),
        ("en", "<5"),
        ("en", ">5"),
        ("en", "~5"),
        ("en", "#5"),
        ("en", "--5"),
        ("en", "(5"),
        ("en", "5)"),
        ("en", "12:30"),
        ("en", "12h30"),
        ("en", "5%-7%"),
        ("en", "5 €-7 €"),
        ("en", "2½"),
        ("en", "1st"),
        ("en", "3a"),
        ("en", "5 x 3"),
        ("en", "$5 €"),
    ] {
        let form = NumberForm::new(tag, Grouping::OfLanguage);
        assert_eq!(form.read_amount(text), None, "{text}");
    }
    let austrian = NumberForm::new("de-AT", Grouping::OfLanguage);
    assert!(
        austrian
            .read_amount("€ 1.200")
            .expect("an amount")
            .is_ambiguous
    );
}
