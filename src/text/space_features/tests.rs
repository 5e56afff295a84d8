//! Faces that have one of our fonts' glyphs, and rules of our own.

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

fn covers(characters: &str) -> CoverageTable {
    characters.chars().map(glyph).collect()
}

/// The characters have the classes 1, 2 and so on.
fn classes(characters: &str) -> ClassDef {
    characters.chars().map(glyph).zip(1..).collect()
}

/// A font file.
struct TestFont(Vec<u8>);

impl TestFont {
    /// A file without rules.
    fn builder() -> FontBuilder<'static> {
        let glyphs = FontRef::new(GLYPHS).unwrap();
        let mut builder = FontBuilder::new();
        for tag in [b"cmap", b"head", b"hhea", b"hmtx", b"maxp"].map(Tag::new) {
            builder.add_raw(tag, glyphs.table_data(tag).unwrap().as_bytes());
        }
        builder
    }

    /// Every text meets the first lookup; the others are there to be called.
    fn with_gsub(lookups: Vec<SubstitutionLookup>) -> Self {
        let (scripts, features) = feature(b"calt");
        Self(
            Self::builder()
                .add_table(&Gsub::new(scripts, features, LookupList::new(lookups)))
                .unwrap()
                .build(),
        )
    }

    /// As [`TestFont::with_gsub`].
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

    /// Whether a text comes out as its words do.
    fn is_same_word_by_word(&self, text: &str) -> bool {
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

/// A feature of all scripts that has the first lookup.
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

/// Kerning of `first` with classes of what follows: class 0, then each of `second`. A pair that a
/// space begins says nothing, if there is one; where pairs step over what follows, they have a
/// place for its value.
fn pairs(first: &str, second: &str, values: &[i16], steps: bool) -> TestFont {
    let value = |by| ValueRecord::new().with_x_advance(by);
    let row = |row: &[i16]| {
        let pair = |by: &i16| {
            Class2Record::new(
                value(*by),
                if steps { value(0) } else { ValueRecord::new() },
            )
        };
        Class1Record::new(row.iter().map(pair).collect())
    };
    let rows = vec![row(values), row(&vec![0; values.len()])];
    TestFont::with_gpos(vec![lookup(PairPos::format_2(
        covers(first),
        classes(" "),
        classes(second),
        rows,
    ))])
}

#[test]
fn classes_that_do_not_move_the_space_leave_words_apart() {
    let face = pairs("TV", "o", &[0, -100], false);
    assert!(face.can_shape_words_separately());
    assert!(face.is_same_word_by_word("To V oT o"));
}

#[test]
fn a_class_of_second_glyphs_may_have_the_space() {
    assert!(!pairs("TV", "o ", &[0, -100, -50], false).can_shape_words_separately());
    assert!(pairs("TV", "o ", &[0, -100, 0], false).can_shape_words_separately());
    // BreakKind 0 is all that has no other.
    assert!(!pairs("TV", "o", &[-50, -100], false).can_shape_words_separately());
}

#[test]
fn a_pair_that_the_space_begins_may_step_over_a_letter() {
    let face = pairs("b ", "ba", &[0, 0, -100], true);
    assert!(!face.is_same_word_by_word("o ba"));
    assert!(!face.can_shape_words_separately());
    let face = pairs("b ", "ba", &[0, 0, -100], false);
    assert!(face.is_same_word_by_word("o ba"));
    assert!(face.can_shape_words_separately());
}

/// Rules that call the second lookup at the `a` of `ta`, in every format.
fn calls() -> (Vec<SequenceContext>, Vec<ChainedSequenceContext>) {
    let call = || vec![SequenceLookupRecord::new(1, 1)];
    let a = glyph('a');
    let rules = SequenceRuleSet::new(vec![SequenceRule::new(vec![a], call())]);
    let class_rules = ClassSequenceRuleSet::new(vec![ClassSequenceRule::new(vec![2], call())]);
    let plain = vec![
        SequenceContext::format_1(covers("t"), vec![Some(rules)]),
        SequenceContext::format_2(covers("t"), classes("ta"), vec![None, Some(class_rules)]),
        SequenceContext::format_3(vec![covers("t"), covers("a")], call()),
    ];
    let rules = ChainedSequenceRule::new(Vec::new(), vec![a], Vec::new(), call());
    let class_rules = ChainedClassSequenceRule::new(Vec::new(), vec![2], Vec::new(), call());
    let chained = vec![
        ChainedSequenceContext::format_1(
            covers("t"),
            vec![Some(ChainedSequenceRuleSet::new(vec![rules]))],
        ),
        ChainedSequenceContext::format_2(
            covers("t"),
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
            vec![covers("t"), covers("a")],
            Vec::new(),
            call(),
        ),
    ];
    (plain, chained)
}

/// A rule that calls the third lookup at an `a` before `after`.
fn before(after: &str) -> ChainedSequenceContext {
    let after = after
        .chars()
        .map(|it| covers(it.encode_utf8(&mut [0; 4])))
        .collect();
    ChainedSequenceContext::format_3(
        Vec::new(),
        vec![covers("a")],
        after,
        vec![SequenceLookupRecord::new(0, 2)],
    )
}

/// `fonts_looking_ahead` gives faces with a called rule that styles at what it is given.
fn check_called(fonts_looking_ahead: impl Fn(&str) -> Vec<TestFont>) {
    for face in fonts_looking_ahead(" b") {
        assert!(!face.is_same_word_by_word("ta b"));
        assert!(!face.can_shape_words_separately());
    }
    for face in fonts_looking_ahead("b") {
        assert!(face.is_same_word_by_word("tab ta b"));
        assert!(face.can_shape_words_separately());
    }
}

#[test]
fn a_substitution_that_another_calls_may_look_past_the_space() {
    check_called(|after| {
        let (plain, chained) = calls();
        let plain = plain
            .into_iter()
            .map(|it| lookup(SubstitutionSequenceContext::from(it)));
        let chained = chained
            .into_iter()
            .map(|it| lookup(SubstitutionChainContext::from(it)));
        let fonts_looking_ahead = |first: SubstitutionLookup| {
            let called = lookup(SubstitutionChainContext::from(before(after)));
            TestFont::with_gsub(vec![
                first,
                called,
                lookup(SingleSubst::format_2(covers("a"), vec![glyph('A')])),
            ])
        };
        plain.chain(chained).map(fonts_looking_ahead).collect()
    });
}

#[test]
fn a_placement_that_another_calls_may_look_past_the_space() {
    check_called(|after| {
        let (plain, chained) = calls();
        let plain = plain
            .into_iter()
            .map(|it| lookup(PositionSequenceContext::from(it)));
        let chained = chained
            .into_iter()
            .map(|it| lookup(PositionChainContext::from(it)));
        let fonts_looking_ahead = |first: PositionLookup| {
            let called = lookup(PositionChainContext::from(before(after)));
            let wider = SinglePos::format_1(covers("a"), ValueRecord::new().with_x_advance(300));
            TestFont::with_gpos(vec![first, called, lookup(wider)])
        };
        plain.chain(chained).map(fonts_looking_ahead).collect()
    });
}
