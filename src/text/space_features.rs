//! Whether a font can shape each word of a text separately, so that shaped words can be cached.
//!
//! It can if no rule of its GSUB and GPOS tables involves the glyph of the space, neither as a
//! glyph that the rule changes nor as context, and if no lookup skips that glyph. Gecko asks the
//! same question before it uses its word cache (`gfxFont::SpaceMayParticipateInShaping`). Rare
//! table formats, and tables that cannot be read, count as if they involved the space.
//!
//! Without this module there could be no cache of words, and a batch would cost 12 % more.

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use skrifa::raw::tables::gpos::{
    CursivePos, MarkBasePos, MarkLigPos, MarkMarkPos, PairPos, PairPosFormat1, PairPosFormat2,
};
use skrifa::raw::tables::gpos::{PositionLookup, PositionSubtables, SinglePos, ValueRecord};
use skrifa::raw::tables::gsub::{
    AlternateSubst, LigatureSubst, LigatureSubstFormat1, MultipleSubst, ReverseChainSingleSubst,
    SingleSubst,
};
use skrifa::raw::tables::gsub::{SubstitutionLookup, SubstitutionSubtables};
use skrifa::raw::tables::layout::{
    ChainedSequenceContext, CoverageTable, FeatureList, LangSys, LookupFlag, ScriptList,
    SequenceContext, SequenceLookupRecord,
};
use skrifa::raw::types::{BigEndian, Scalar};
use skrifa::raw::{ReadError, TableProvider};
use skrifa::{FontRef, GlyphId16, MetadataProvider, Tag};

/// Tables that kern, substitute or track glyphs with rules of their own, which are not read here.
const UNSUPPORTED_TABLES: [&[u8; 4]; 4] = [b"kern", b"kerx", b"morx", b"trak"];

/// Features that are off by default and that no [`PlanKey`](super::faces::PlanKey) turns on. The
/// shaper turns those of fractions on around a fraction slash, which is not a
/// [simple character](super::itemize::is_simple_character).
const UNUSED_FEATURES: [&[u8; 4]; 14] = [
    b"aalt", b"cpsp", b"dlig", b"dnom", b"frac", b"afrc", b"fwid", b"halt", b"hwid", b"numr",
    b"palt", b"pwid", b"salt", b"zero",
];

/// The class of marks in the GDEF table.
const MARK_CLASS: u32 = 3;

/// A language system without a required feature has this index (OpenType, "Language System table").
const NO_REQUIRED_FEATURE: u16 = u16::MAX;

type ReadResult<T> = Result<T, ReadError>;

/// Whether text between two spaces, or between a space and an end of the text, has the same shape
/// regardless of the text beyond them.
///
/// The answer holds for simple text of alphabets, with the features that a
/// [`PlanKey`](super::faces::PlanKey) can ask for.
pub(super) fn can_shape_words_separately(font: &FontRef<'_>) -> bool {
    space_participates_in_shaping(font).is_ok_and(|participates| !participates)
}

fn space_participates_in_shaping(font: &FontRef<'_>) -> ReadResult<bool> {
    let space = font.charmap().map(' ').map(GlyphId16::try_from);
    let Some(Ok(space)) = space else {
        return Ok(true);
    };
    for tag in UNSUPPORTED_TABLES {
        if font.table_data(Tag::new(tag)).is_some() {
            return Ok(true);
        }
    }
    // Lookups can be set to skip marks, and would skip such a space.
    if is_mark(font, space)? {
        return Ok(true);
    }
    Ok(participates_in_gsub(font, space)? || participates_in_gpos(font, space)?)
}

fn is_mark(font: &FontRef<'_>, glyph: GlyphId16) -> ReadResult<bool> {
    // Without classes in a GDEF table, no glyph is a mark.
    let Ok(gdef) = font.gdef() else {
        return Ok(false);
    };
    match gdef.glyph_class_def() {
        Some(classes) => Ok(classes?.get(glyph) == MARK_CLASS),
        None => Ok(false),
    }
}

fn participates_in_gsub(font: &FontRef<'_>, space: GlyphId16) -> ReadResult<bool> {
    let gsub = match font.gsub() {
        Err(ReadError::TableIsMissing(_)) => return Ok(false),
        gsub => gsub?,
    };
    // Variations have lookups that are not in the list of features, and a required feature is on
    // even if it is one of `UNUSED_FEATURES`.
    if gsub.feature_variations().is_some() || has_required_feature(&gsub.script_list()?)? {
        return Ok(true);
    }
    let list = gsub.lookup_list()?;
    let lookups = list.lookups();
    let active = with_called_lookups(active_lookups(&gsub.feature_list()?)?, |index| {
        called_by_substitution(&lookups.get(index.into())?)
    })?;
    for index in active {
        if substitution_involves(&lookups.get(index.into())?, space)? {
            return Ok(true);
        }
    }
    Ok(false)
}

fn participates_in_gpos(font: &FontRef<'_>, space: GlyphId16) -> ReadResult<bool> {
    let gpos = match font.gpos() {
        Err(ReadError::TableIsMissing(_)) => return Ok(false),
        gpos => gpos?,
    };
    if gpos.feature_variations().is_some() || has_required_feature(&gpos.script_list()?)? {
        return Ok(true);
    }
    let list = gpos.lookup_list()?;
    let lookups = list.lookups();
    let active = with_called_lookups(active_lookups(&gpos.feature_list()?)?, |index| {
        called_by_positioning(&lookups.get(index.into())?)
    })?;
    for index in active {
        if positioning_involves(&lookups.get(index.into())?, space)? {
            return Ok(true);
        }
    }
    Ok(false)
}

fn substitution_involves(lookup: &SubstitutionLookup<'_>, space: GlyphId16) -> ReadResult<bool> {
    use SubstitutionSubtables::*;
    let involves = match lookup.subtables()? {
        Single(tables) => any_involves(tables.iter(), space),
        Multiple(tables) => any_involves(tables.iter(), space),
        Alternate(tables) => any_involves(tables.iter(), space),
        Ligature(tables) => any_involves(tables.iter(), space),
        Contextual(tables) => any_involves(tables.iter(), space),
        ChainContextual(tables) => any_involves(tables.iter(), space),
        Reverse(tables) => any_involves(tables.iter(), space),
        EmptyExtension => Ok(true),
    };
    Ok(involves? || skips_space(lookup.lookup_flag()))
}

fn positioning_involves(lookup: &PositionLookup<'_>, space: GlyphId16) -> ReadResult<bool> {
    use PositionSubtables::*;
    let involves = match lookup.subtables()? {
        Single(tables) => any_involves(tables.iter(), space),
        Pair(tables) => any_involves(tables.iter(), space),
        Cursive(tables) => any_involves(tables.iter(), space),
        MarkToBase(tables) => any_involves(tables.iter(), space),
        MarkToLig(tables) => any_involves(tables.iter(), space),
        MarkToMark(tables) => any_involves(tables.iter(), space),
        Contextual(tables) => any_involves(tables.iter(), space),
        ChainContextual(tables) => any_involves(tables.iter(), space),
        EmptyExtension => Ok(true),
    };
    Ok(involves? || skips_space(lookup.lookup_flag()))
}

/// Whether a lookup may skip the space, which is no mark. Its rules would then join the glyphs on
/// both sides of it.
fn skips_space(flags: LookupFlag) -> bool {
    flags.contains(LookupFlag::IGNORE_BASE_GLYPHS) || flags.contains(LookupFlag::IGNORE_LIGATURES)
}

/// A subtable of a lookup.
trait Subtable {
    /// Whether a rule changes the glyph or has it as context.
    fn involves(&self, glyph: GlyphId16) -> ReadResult<bool>;
}

fn any_involves<T: Subtable>(
    tables: impl Iterator<Item = ReadResult<T>>,
    glyph: GlyphId16,
) -> ReadResult<bool> {
    for table in tables {
        if table?.involves(glyph)? {
            return Ok(true);
        }
    }
    Ok(false)
}

impl Subtable for SingleSubst<'_> {
    fn involves(&self, glyph: GlyphId16) -> ReadResult<bool> {
        match self {
            Self::Format1(table) => is_covered(glyph, [table.coverage()]),
            Self::Format2(table) => is_covered(glyph, [table.coverage()]),
            Self::Format3(_) | Self::Format4(_) => Ok(true),
        }
    }
}

impl Subtable for MultipleSubst<'_> {
    fn involves(&self, glyph: GlyphId16) -> ReadResult<bool> {
        is_covered(glyph, [self.coverage()])
    }
}

impl Subtable for AlternateSubst<'_> {
    fn involves(&self, glyph: GlyphId16) -> ReadResult<bool> {
        match self {
            Self::Format1(table) => is_covered(glyph, [table.coverage()]),
            Self::Format2(_) => Ok(true),
        }
    }
}

impl Subtable for LigatureSubst<'_> {
    fn involves(&self, glyph: GlyphId16) -> ReadResult<bool> {
        match self {
            Self::Format1(table) => is_in_ligature(table, glyph),
            Self::Format2(_) => Ok(true),
        }
    }
}

fn is_in_ligature(table: &LigatureSubstFormat1<'_>, glyph: GlyphId16) -> ReadResult<bool> {
    if is_covered(glyph, [table.coverage()])? {
        return Ok(true);
    }
    for set in table.ligature_sets().iter() {
        for ligature in set?.ligatures().iter() {
            if contains(ligature?.component_glyph_ids(), glyph) {
                return Ok(true);
            }
        }
    }
    Ok(false)
}

impl Subtable for ReverseChainSingleSubst<'_> {
    fn involves(&self, glyph: GlyphId16) -> ReadResult<bool> {
        match self {
            Self::Format1(table) => {
                let (before, after) = (table.backtrack_coverages(), table.lookahead_coverages());
                let context = before.iter().chain(after.iter());
                is_covered(glyph, context.chain([table.coverage()]))
            }
            Self::Format2(_) => Ok(true),
        }
    }
}

impl Subtable for SinglePos<'_> {
    fn involves(&self, glyph: GlyphId16) -> ReadResult<bool> {
        match self {
            Self::Format1(table) => is_covered(glyph, [table.coverage()]),
            Self::Format2(table) => is_covered(glyph, [table.coverage()]),
            Self::Format3(_) | Self::Format4(_) => Ok(true),
        }
    }
}

impl Subtable for PairPos<'_> {
    fn involves(&self, glyph: GlyphId16) -> ReadResult<bool> {
        match self {
            Self::Format1(table) => is_in_pair(table, glyph),
            Self::Format2(table) => is_in_class_pair(table, glyph),
            Self::Format3(_) | Self::Format4(_) => Ok(true),
        }
    }
}

fn is_in_pair(table: &PairPosFormat1<'_>, glyph: GlyphId16) -> ReadResult<bool> {
    if is_covered(glyph, [table.coverage()])? {
        return Ok(true);
    }
    for set in table.pair_sets().iter() {
        if set?.find_pair_value_record(glyph).is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whether a pair with the glyph moves anything. The space is usually in class 0, the class of all
/// glyphs that have no other, so its pairs exist in the table; they may all be zero.
fn is_in_class_pair(table: &PairPosFormat2<'_>, glyph: GlyphId16) -> ReadResult<bool> {
    let values = table.class_value_records();
    // A pair that is missing from the table is a broken font's.
    let moves = |first: u16, second: u16| match values.get(first, second) {
        Some(pair) => !pair.iter().all(is_zero),
        None => true,
    };
    let first_class = class_value(table.class_def1()?.get(glyph));
    let second_class = class_value(table.class_def2()?.get(glyph));
    if is_covered(glyph, [table.coverage()])? {
        // A pair with a value for its second glyph continues after that glyph (OpenType, GPOS
        // lookup type 2), so even a pair of zeros keeps the next letter from beginning a pair.
        if !table.value_format2().is_empty() {
            return Ok(true);
        }
        // As the first glyph of a pair, with any second one.
        for second in 0..values.class2_count() {
            if moves(first_class, second) {
                return Ok(true);
            }
        }
    }
    // As the second glyph of a pair, after any first one.
    for first in 0..values.class1_count() {
        if moves(first, second_class) {
            return Ok(true);
        }
    }
    Ok(false)
}

impl Subtable for CursivePos<'_> {
    fn involves(&self, glyph: GlyphId16) -> ReadResult<bool> {
        match self {
            Self::Format1(table) => is_covered(glyph, [table.coverage()]),
            Self::Format2(_) => Ok(true),
        }
    }
}

impl Subtable for MarkBasePos<'_> {
    fn involves(&self, glyph: GlyphId16) -> ReadResult<bool> {
        match self {
            Self::Format1(table) => {
                is_covered(glyph, [table.mark_coverage(), table.base_coverage()])
            }
            Self::Format2(_) => Ok(true),
        }
    }
}

impl Subtable for MarkLigPos<'_> {
    fn involves(&self, glyph: GlyphId16) -> ReadResult<bool> {
        match self {
            Self::Format1(table) => {
                is_covered(glyph, [table.mark_coverage(), table.ligature_coverage()])
            }
            Self::Format2(_) => Ok(true),
        }
    }
}

impl Subtable for MarkMarkPos<'_> {
    fn involves(&self, glyph: GlyphId16) -> ReadResult<bool> {
        match self {
            Self::Format1(table) => {
                is_covered(glyph, [table.mark1_coverage(), table.mark2_coverage()])
            }
            Self::Format2(_) => Ok(true),
        }
    }
}

impl Subtable for SequenceContext<'_> {
    fn involves(&self, glyph: GlyphId16) -> ReadResult<bool> {
        match self {
            Self::Format1(table) => {
                // A set without rules has no offset, which `flatten` drops.
                for set in table.seq_rule_sets().iter().flatten() {
                    for rule in set?.seq_rules().iter() {
                        if contains(rule?.input_sequence(), glyph) {
                            return Ok(true);
                        }
                    }
                }
                is_covered(glyph, [table.coverage()])
            }
            Self::Format2(table) => {
                let class = class_value(table.class_def()?.get(glyph));
                for set in table.class_seq_rule_sets().iter().flatten() {
                    for rule in set?.class_seq_rules().iter() {
                        if contains(rule?.input_sequence(), class) {
                            return Ok(true);
                        }
                    }
                }
                is_covered(glyph, [table.coverage()])
            }
            Self::Format3(table) => is_covered(glyph, table.coverages().iter()),
            _ => Ok(true),
        }
    }
}

impl Subtable for ChainedSequenceContext<'_> {
    fn involves(&self, glyph: GlyphId16) -> ReadResult<bool> {
        match self {
            Self::Format1(table) => {
                for set in table.chained_seq_rule_sets().iter().flatten() {
                    for rule in set?.chained_seq_rules().iter() {
                        let rule = rule?;
                        for sequence in [
                            rule.backtrack_sequence(),
                            rule.input_sequence(),
                            rule.lookahead_sequence(),
                        ] {
                            if contains(sequence, glyph) {
                                return Ok(true);
                            }
                        }
                    }
                }
                is_covered(glyph, [table.coverage()])
            }
            Self::Format2(table) => {
                let backtrack_class = class_value(table.backtrack_class_def()?.get(glyph));
                let input_class = class_value(table.input_class_def()?.get(glyph));
                let lookahead_class = class_value(table.lookahead_class_def()?.get(glyph));
                // The three class tables may number their classes differently.
                for set in table.chained_class_seq_rule_sets().iter().flatten() {
                    for rule in set?.chained_class_seq_rules().iter() {
                        let rule = rule?;
                        for (sequence, class) in [
                            (rule.backtrack_sequence(), backtrack_class),
                            (rule.input_sequence(), input_class),
                            (rule.lookahead_sequence(), lookahead_class),
                        ] {
                            if contains(sequence, class) {
                                return Ok(true);
                            }
                        }
                    }
                }
                is_covered(glyph, [table.coverage()])
            }
            Self::Format3(table) => {
                let before = table.backtrack_coverages();
                let after = table.lookahead_coverages();
                let context = before.iter().chain(after.iter());
                is_covered(glyph, context.chain(table.input_coverages().iter()))
            }
            _ => Ok(true),
        }
    }
}

fn is_covered<'a>(
    glyph: GlyphId16,
    tables: impl IntoIterator<Item = ReadResult<CoverageTable<'a>>>,
) -> ReadResult<bool> {
    for table in tables {
        if table?.get(glyph).is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}

fn contains<T: Scalar + PartialEq>(sequence: &[BigEndian<T>], wanted: T) -> bool {
    sequence.iter().any(|value| value.get() == wanted)
}

fn class_value(class: u32) -> u16 {
    u16::try_from(class).unwrap_or(u16::MAX)
}

fn is_zero(value: &ValueRecord<'_>) -> bool {
    let Some(bytes) = value.bytes() else {
        return false;
    };
    bytes.iter().all(|&byte| byte == 0)
}

/// The lookups of all features that can be on.
fn active_lookups(features: &FeatureList<'_>) -> ReadResult<BTreeSet<u16>> {
    let unused = UNUSED_FEATURES.map(Tag::new);
    let mut lookups = BTreeSet::new();
    // Scripts and languages share this list, so features of other scripts count as well.
    for record in features.feature_records() {
        if !unused.contains(&record.feature_tag()) {
            let feature = record.feature(features.offset_data())?;
            for index in feature.lookup_list_indices() {
                lookups.insert(index.get());
            }
        }
    }
    Ok(lookups)
}

/// Whether a script or language has a feature that cannot be off.
fn has_required_feature(scripts: &ScriptList<'_>) -> ReadResult<bool> {
    let requires = |system: LangSys<'_>| system.required_feature_index() != NO_REQUIRED_FEATURE;
    for record in scripts.script_records() {
        let script = record.script(scripts.offset_data())?;
        if let Some(system) = script.default_lang_sys()
            && requires(system?)
        {
            return Ok(true);
        }
        for record in script.lang_sys_records() {
            if requires(record.lang_sys(script.offset_data())?) {
                return Ok(true);
            }
        }
    }
    Ok(false)
}

/// The lookups, those that they call, those that these call, and so on.
fn with_called_lookups(
    mut lookups: BTreeSet<u16>,
    called_by: impl Fn(u16) -> ReadResult<Vec<u16>>,
) -> ReadResult<BTreeSet<u16>> {
    // Only new lookups are followed, so that lookups that call each other come to an end.
    let mut open: Vec<u16> = lookups.iter().copied().collect();
    while let Some(lookup) = open.pop() {
        for called in called_by(lookup)? {
            if lookups.insert(called) {
                open.push(called);
            }
        }
    }
    Ok(lookups)
}

fn called_by_substitution(lookup: &SubstitutionLookup<'_>) -> ReadResult<Vec<u16>> {
    // No other type of lookup calls lookups.
    match lookup.subtables()? {
        SubstitutionSubtables::Contextual(tables) => called_in_contexts(tables.iter()),
        SubstitutionSubtables::ChainContextual(tables) => called_in_chained_contexts(tables.iter()),
        _ => Ok(Vec::new()),
    }
}

fn called_by_positioning(lookup: &PositionLookup<'_>) -> ReadResult<Vec<u16>> {
    match lookup.subtables()? {
        PositionSubtables::Contextual(tables) => called_in_contexts(tables.iter()),
        PositionSubtables::ChainContextual(tables) => called_in_chained_contexts(tables.iter()),
        _ => Ok(Vec::new()),
    }
}

fn called_in_contexts<'a>(
    tables: impl Iterator<Item = ReadResult<SequenceContext<'a>>>,
) -> ReadResult<Vec<u16>> {
    let mut called = Vec::new();
    for table in tables {
        match table? {
            SequenceContext::Format1(table) => {
                for set in table.seq_rule_sets().iter().flatten() {
                    for rule in set?.seq_rules().iter() {
                        called.extend(lookup_indices(rule?.seq_lookup_records()));
                    }
                }
            }
            SequenceContext::Format2(table) => {
                for set in table.class_seq_rule_sets().iter().flatten() {
                    for rule in set?.class_seq_rules().iter() {
                        called.extend(lookup_indices(rule?.seq_lookup_records()));
                    }
                }
            }
            SequenceContext::Format3(table) => {
                called.extend(lookup_indices(table.seq_lookup_records()));
            }
            _ => {}
        }
    }
    Ok(called)
}

fn called_in_chained_contexts<'a>(
    tables: impl Iterator<Item = ReadResult<ChainedSequenceContext<'a>>>,
) -> ReadResult<Vec<u16>> {
    let mut called = Vec::new();
    for table in tables {
        match table? {
            ChainedSequenceContext::Format1(table) => {
                for set in table.chained_seq_rule_sets().iter().flatten() {
                    for rule in set?.chained_seq_rules().iter() {
                        called.extend(lookup_indices(rule?.seq_lookup_records()));
                    }
                }
            }
            ChainedSequenceContext::Format2(table) => {
                for set in table.chained_class_seq_rule_sets().iter().flatten() {
                    for rule in set?.chained_class_seq_rules().iter() {
                        called.extend(lookup_indices(rule?.seq_lookup_records()));
                    }
                }
            }
            ChainedSequenceContext::Format3(table) => {
                called.extend(lookup_indices(table.seq_lookup_records()));
            }
            _ => {}
        }
    }
    Ok(called)
}

fn lookup_indices(records: &[SequenceLookupRecord]) -> impl Iterator<Item = u16> + '_ {
    records.iter().map(SequenceLookupRecord::lookup_list_index)
}
