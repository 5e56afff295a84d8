//! Tests with fonts that have the glyphs of Source Sans 3 and rules made for each test.

use std::sync::Arc;

use harfrust::font::Blob;
use harfrust::{Buffer, Font, ShapeOptions, ShaperFont};
use write_fonts::FontBuilder;
use write_fonts::tables::gpos::{
    Class1Record, Class2Record, Gpos, PairPos, PositionChainContext, PositionLookup,
    PositionSequenceContext, SinglePos, ValueRecord,
};
use write_fonts::tables::gsub::{
    Gsub, SingleSubst, SubstitutionChainContext, SubstitutionLookup, SubstitutionSequenceContext,
};
use write_fonts::tables::layout::{
    ChainedClassSequenceRule, ChainedClassSequenceRuleSet, ChainedSequenceContext,
    ChainedSequenceRule, ChainedSequenceRuleSet, ClassDef, ClassSequenceRule, ClassSequenceRuleSet,
    CoverageTable, Feature, FeatureList, FeatureRecord, LangSys, Lookup, LookupFlag, LookupList,
    Script, ScriptList, ScriptRecord, SequenceContext, SequenceLookupRecord, SequenceRule,
    SequenceRuleSet,
};

use super::*;

const GLYPHS: &[u8] = include_bytes!("../../../fonts/source-sans-3/SourceSans3-Regular.ttf");

fn glyph(character: char) -> GlyphId16 {
    let glyph = FontRef::new(GLYPHS)
        .unwrap()
        .charmap()
        .map(character)
        .unwrap();
    glyph.try_into().unwrap()
}

fn coverage(characters: &str) -> CoverageTable {
    characters.chars().map(glyph).collect()
}

/// Gives the characters the classes 1, 2 and so on.
fn classes(characters: &str) -> ClassDef {
    characters.chars().map(glyph).zip(1..).collect()
}

/// The bytes of a font file.
struct TestFont(Vec<u8>);

impl TestFont {
    /// A font file without GSUB and GPOS tables.
    fn builder() -> FontBuilder<'static> {
        let glyphs = FontRef::new(GLYPHS).unwrap();
        let mut builder = FontBuilder::new();
        for tag in [b"cmap", b"head", b"hhea", b"hmtx", b"maxp"].map(Tag::new) {
            builder.add_raw(tag, glyphs.table_data(tag).unwrap().as_bytes());
        }
        builder
    }

    /// A font that applies the first lookup to every text; the others only run when called.
    fn with_gsub(lookups: Vec<SubstitutionLookup>) -> Self {
        let (scripts, features) = feature(b"calt");
        Self(
            Self::builder()
                .add_table(&Gsub::new(scripts, features, LookupList::new(lookups)))
                .unwrap()
                .build(),
        )
    }

    /// Like [`TestFont::with_gsub`], for positioning.
    fn with_gpos(lookups: Vec<PositionLookup>) -> Self {
        let (scripts, features) = feature(b"kern");
        Self(
            Self::builder()
                .add_table(&Gpos::new(scripts, features, LookupList::new(lookups)))
                .unwrap()
                .build(),
        )
    }

    fn can_shape_words_separately(&self) -> bool {
        can_shape_words_separately(&FontRef::new(&self.0).unwrap())
    }

    /// Whether shaping the text gives the same glyphs and advances as shaping its words one by one.
    fn shapes_text_like_its_words(&self, text: &str) -> bool {
        let font = Font::new(Blob::Shared(Arc::new(self.0.clone())), 0).unwrap();
        let shaped = |text: &str| {
            let mut buffer = Buffer::new();
            buffer.push_str(text);
            buffer.guess_segment_properties();
            harfrust::shape(&ShaperFont::new(&font), &mut buffer, ShapeOptions::new()).unwrap();
            let glyphs = buffer.glyph_infos().iter().map(|it| it.glyph_id);
            glyphs
                .zip(buffer.glyph_positions().iter().map(|it| it.x_advance))
                .collect::<Vec<_>>()
        };
        shaped(text)
            == text
                .split_inclusive(' ')
                .flat_map(shaped)
                .collect::<Vec<_>>()
    }
}

/// The script and feature lists for one feature that holds for all scripts and has the first
/// lookup.
fn feature(tag: &[u8; 4]) -> (ScriptList, FeatureList) {
    let script = Script::new(Some(LangSys::new(vec![0])), Vec::new());
    let feature = FeatureRecord::new(Tag::new(tag), Feature::new(None, vec![0]));
    (
        ScriptList::new(vec![ScriptRecord::new(Tag::new(b"DFLT"), script)]),
        FeatureList::new(vec![feature]),
    )
}

fn lookup<T: Default, L: From<Lookup<T>>>(table: T) -> L {
    Lookup::new(LookupFlag::empty(), vec![table]).into()
}

/// A font that kerns `first` with the classes of the glyph that follows: class 0, then one class
/// for each of `second`. Pairs that begin with a space are all zero. With `second_values`, pairs
/// also have a value for the second glyph and therefore continue after it.
fn font_with_class_pairs(
    first: &str,
    second: &str,
    values: &[i16],
    second_values: bool,
) -> TestFont {
    let value = |by| ValueRecord::new().with_x_advance(by);
    let row = |row: &[i16]| {
        let pair = |by: &i16| {
            Class2Record::new(
                value(*by),
                if second_values {
                    value(0)
                } else {
                    ValueRecord::new()
                },
            )
        };
        Class1Record::new(row.iter().map(pair).collect())
    };
    let rows = vec![row(values), row(&vec![0; values.len()])];
    TestFont::with_gpos(vec![lookup(PairPos::format_2(
        coverage(first),
        classes(" "),
        classes(second),
        rows,
    ))])
}

#[test]
fn class_pairs_that_do_not_move_the_space_allow_separate_words() {
    let face = font_with_class_pairs("TV", "o", &[0, -100], false);
    assert!(face.can_shape_words_separately());
    assert!(face.shapes_text_like_its_words("To V oT o"));
}

#[test]
fn a_class_of_second_glyphs_may_contain_the_space() {
    assert!(
        !font_with_class_pairs("TV", "o ", &[0, -100, -50], false).can_shape_words_separately()
    );
    assert!(font_with_class_pairs("TV", "o ", &[0, -100, 0], false).can_shape_words_separately());
    // Class 0 has all glyphs without another class, so also the space.
    assert!(!font_with_class_pairs("TV", "o", &[-50, -100], false).can_shape_words_separately());
}

#[test]
fn a_pair_that_begins_with_the_space_may_consume_a_letter() {
    let face = font_with_class_pairs("b ", "ba", &[0, 0, -100], true);
    assert!(!face.shapes_text_like_its_words("o ba"));
    assert!(!face.can_shape_words_separately());
    let face = font_with_class_pairs("b ", "ba", &[0, 0, -100], false);
    assert!(face.shapes_text_like_its_words("o ba"));
    assert!(face.can_shape_words_separately());
}

/// Rules in every format that call the second lookup at the `a` of `ta`.
fn calling_rules() -> (Vec<SequenceContext>, Vec<ChainedSequenceContext>) {
    let call = || vec![SequenceLookupRecord::new(1, 1)];
    let a = glyph('a');
    let rules = SequenceRuleSet::new(vec![SequenceRule::new(vec![a], call())]);
    let class_rules = ClassSequenceRuleSet::new(vec![ClassSequenceRule::new(vec![2], call())]);
    let plain = vec![
        SequenceContext::format_1(coverage("t"), vec![Some(rules)]),
        SequenceContext::format_2(coverage("t"), classes("ta"), vec![None, Some(class_rules)]),
        SequenceContext::format_3(vec![coverage("t"), coverage("a")], call()),
    ];
    let rules = ChainedSequenceRule::new(Vec::new(), vec![a], Vec::new(), call());
    let class_rules = ChainedClassSequenceRule::new(Vec::new(), vec![2], Vec::new(), call());
    let chained = vec![
        ChainedSequenceContext::format_1(
            coverage("t"),
            vec![Some(ChainedSequenceRuleSet::new(vec![rules]))],
        ),
        ChainedSequenceContext::format_2(
            coverage("t"),
            ClassDef::default(),
            classes("ta"),
            ClassDef::default(),
            vec![
                None,
                Some(ChainedClassSequenceRuleSet::new(vec![class_rules])),
            ],
        ),
        ChainedSequenceContext::format_3(
            Vec::new(),
            vec![coverage("t"), coverage("a")],
            Vec::new(),
            call(),
        ),
    ];
    (plain, chained)
}

/// A rule that calls the third lookup at an `a` before `lookahead`.
fn rule_before(lookahead: &str) -> ChainedSequenceContext {
    let lookahead = lookahead
        .chars()
        .map(|it| CoverageTable::from_iter([glyph(it)]));
    ChainedSequenceContext::format_3(
        Vec::new(),
        vec![coverage("a")],
        lookahead.collect(),
        vec![SequenceLookupRecord::new(0, 2)],
    )
}

/// Checks fonts with a called rule that looks at the characters which `fonts_looking_at` is given.
fn check_called_lookups(fonts_looking_at: fn(&str) -> Vec<TestFont>) {
    for font in fonts_looking_at(" b") {
        assert!(!font.shapes_text_like_its_words("ta b"));
        assert!(!font.can_shape_words_separately());
    }
    for font in fonts_looking_at("b") {
        assert!(font.shapes_text_like_its_words("tab ta b"));
        assert!(font.can_shape_words_separately());
    }
}

fn substituting_fonts(lookahead: &str) -> Vec<TestFont> {
    let (plain, chained) = calling_rules();
    let mut lookups: Vec<SubstitutionLookup> = Vec::new();
    for rule in plain {
        lookups.push(lookup(SubstitutionSequenceContext::from(rule)));
    }
    for rule in chained {
        lookups.push(lookup(SubstitutionChainContext::from(rule)));
    }
    let with_called_lookups = |calling| {
        let called = lookup(SubstitutionChainContext::from(rule_before(lookahead)));
        let capital = SingleSubst::format_2(coverage("a"), vec![glyph('A')]);
        TestFont::with_gsub(vec![calling, called, lookup(capital)])
    };
    lookups.into_iter().map(with_called_lookups).collect()
}

fn positioning_fonts(lookahead: &str) -> Vec<TestFont> {
    let (plain, chained) = calling_rules();
    let mut lookups: Vec<PositionLookup> = Vec::new();
    for rule in plain {
        lookups.push(lookup(PositionSequenceContext::from(rule)));
    }
    for rule in chained {
        lookups.push(lookup(PositionChainContext::from(rule)));
    }
    let with_called_lookups = |calling| {
        let called = lookup(PositionChainContext::from(rule_before(lookahead)));
        let wider = ValueRecord::new().with_x_advance(300);
        let wider = SinglePos::format_1(coverage("a"), wider);
        TestFont::with_gpos(vec![calling, called, lookup(wider)])
    };
    lookups.into_iter().map(with_called_lookups).collect()
}

#[test]
fn a_called_substitution_may_look_past_the_space() {
    check_called_lookups(substituting_fonts);
}

#[test]
fn a_called_positioning_may_look_past_the_space() {
    check_called_lookups(positioning_fonts);
}
