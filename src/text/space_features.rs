//! Whether a face shapes each word by itself.
//!
//! It does where no rule of its GSUB and GPOS tables has the glyph of the space in it, be it as
//! what is all_substituted or as what stands beside that, and none styles past that glyph. Tables of a kind
//! that is seldom used count as if theirs did.

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use skrifa::raw::tables::gpos::{
    CursivePos, MarkBasePos, MarkLigPos, MarkMarkPos, PairPos, PairPosFormat2,
};
use skrifa::raw::tables::gpos::{PositionLookup, PositionSubtables, SinglePos, ValueRecord};
use skrifa::raw::tables::gsub::{
    AlternateSubst, LigatureSubst, LigatureSubstFormat1, ReverseChainSingleSubst, SingleSubst,
};
use skrifa::raw::tables::gsub::{SubstitutionLookup, SubstitutionSubtables};
use skrifa::raw::tables::layout::{
    ChainedSequenceContext, CoverageTable, FeatureList, LookupFlag, ScriptList, SequenceContext,
    SequenceLookupRecord,
};
use skrifa::raw::types::BigEndian;
use skrifa::raw::{ReadError, TableProvider};
use skrifa::{FontRef, GlyphId16, MetadataProvider, Tag};

/// Tables that substitute or place glyphs in ways of their own.
const UNSUPPORTED_TABLES: [&[u8; 4]; 4] = [b"kern", b"kerx", b"morx", b"trak"];

/// Features that are off unless someone asks for them, which nobody here does; those of fractions
/// are off unless there is a fraction slash, which [`is_plain`](super::shape) text has not.
const UNUSED_FEATURES: [&[u8; 4]; 14] = [
    b"aalt", b"cpsp", b"dlig", b"dnom", b"frac", b"afrc", b"fwid", b"halt", b"hwid", b"numr",
    b"palt", b"pwid", b"salt", b"zero",
];

/// The class of marks in GDEF.
const MARK_CLASS: u32 = 3;

/// What a table says, if it can be read.
type ReadResult<T> = Result<T, ReadError>;

/// Whether what stands between two spaces, or one and an end of the text, is shaped alike whatever
/// is beyond them: in plain text of alphabets, with the features that a
/// [`PlanKey`](super::faces::PlanKey) can ask for.
pub(super) fn can_shape_words_separately(font: &FontRef<'_>) -> bool {
    space_participates(font).is_ok_and(|reaches| !reaches)
}

fn space_participates(font: &FontRef<'_>) -> ReadResult<bool> {
    let Some(glyph) = font
        .charmap()
        .map(' ')
        .and_then(|glyph| GlyphId16::try_from(glyph).ok())
    else {
        return Ok(true);
    };
    let others = UNSUPPORTED_TABLES
        .iter()
        .any(|tag| font.table_data(Tag::new(tag)).is_some());
    let classes = font
        .gdef()
        .ok()
        .and_then(|gdef| gdef.glyph_class_def())
        .transpose()?;
    if others || classes.is_some_and(|classes| classes.get(glyph) == MARK_CLASS) {
        return Ok(true);
    }
    let space = SpaceGlyph(glyph);
    Ok(space.participates_in_gsub(font)? || space.participates_in_gpos(font)?)
}

/// The glyph of the space.
#[derive(Clone, Copy)]
struct SpaceGlyph(GlyphId16);

impl SpaceGlyph {
    fn participates_in_gsub(self, font: &FontRef<'_>) -> ReadResult<bool> {
        let gsub = match font.gsub() {
            Err(ReadError::TableIsMissing(_)) => return Ok(false),
            gsub => gsub?,
        };
        let list = gsub.lookup_list()?;
        let all = list.lookups();
        let lookups = with_called_lookups(active_lookups(&gsub.feature_list()?)?, |at| match all
            .get(at.into())?
            .subtables()?
        {
            SubstitutionSubtables::Contextual(tables) => {
                called_lookups(tables.iter(), calls_in_context)
            }
            SubstitutionSubtables::ChainContextual(tables) => {
                called_lookups(tables.iter(), calls_in_chained_context)
            }
            _ => Ok(Vec::new()),
        })?;
        Ok(gsub.feature_variations().is_some()
            || has_required_feature(&gsub.script_list()?)?
            || any_of(lookups.into_iter().map(|at| all.get(at.into())), |lookup| {
                self.participates_in_substitution(&lookup)
            })?)
    }

    fn participates_in_substitution(self, lookup: &SubstitutionLookup<'_>) -> ReadResult<bool> {
        use SubstitutionSubtables::*;
        let takes_part = match lookup.subtables()? {
            Single(tables) => any_of(tables.iter(), |table| match table {
                SingleSubst::Format1(table) => self.is_covered([table.coverage()]),
                SingleSubst::Format2(table) => self.is_covered([table.coverage()]),
                SingleSubst::Format3(_) | SingleSubst::Format4(_) => Ok(true),
            }),
            Multiple(tables) => any_of(tables.iter(), |table| self.is_covered([table.coverage()])),
            Ligature(tables) => any_of(tables.iter(), |table| match table {
                LigatureSubst::Format1(table) => self.is_in_ligature(&table),
                LigatureSubst::Format2(_) => Ok(true),
            }),
            Contextual(tables) => {
                any_of(tables.iter(), |table| self.is_in_sequence_context(&table))
            }
            ChainContextual(tables) => {
                any_of(tables.iter(), |table| self.is_in_chained_context(&table))
            }
            Reverse(tables) => any_of(tables.iter(), |table| match table {
                ReverseChainSingleSubst::Format1(table) => {
                    let beside = table
                        .backtrack_coverages()
                        .iter()
                        .chain(table.lookahead_coverages().iter());
                    self.is_covered(beside.chain([table.coverage()]))
                }
                ReverseChainSingleSubst::Format2(_) => Ok(true),
            }),
            Alternate(tables) => any_of(tables.iter(), |table| match table {
                AlternateSubst::Format1(table) => self.is_covered([table.coverage()]),
                AlternateSubst::Format2(_) => Ok(true),
            }),
            EmptyExtension => Ok(true),
        };
        Ok(takes_part? || skips_space(lookup.lookup_flag()))
    }

    fn participates_in_gpos(self, font: &FontRef<'_>) -> ReadResult<bool> {
        let gpos = match font.gpos() {
            Err(ReadError::TableIsMissing(_)) => return Ok(false),
            gpos => gpos?,
        };
        let list = gpos.lookup_list()?;
        let all = list.lookups();
        let lookups = with_called_lookups(active_lookups(&gpos.feature_list()?)?, |at| match all
            .get(at.into())?
            .subtables()?
        {
            PositionSubtables::Contextual(tables) => {
                called_lookups(tables.iter(), calls_in_context)
            }
            PositionSubtables::ChainContextual(tables) => {
                called_lookups(tables.iter(), calls_in_chained_context)
            }
            _ => Ok(Vec::new()),
        })?;
        Ok(gpos.feature_variations().is_some()
            || has_required_feature(&gpos.script_list()?)?
            || any_of(lookups.into_iter().map(|at| all.get(at.into())), |lookup| {
                self.participates_in_positioning(&lookup)
            })?)
    }

    fn participates_in_positioning(self, lookup: &PositionLookup<'_>) -> ReadResult<bool> {
        use PositionSubtables::*;
        let takes_part = match lookup.subtables()? {
            Single(tables) => any_of(tables.iter(), |table| match table {
                SinglePos::Format1(table) => self.is_covered([table.coverage()]),
                SinglePos::Format2(table) => self.is_covered([table.coverage()]),
                SinglePos::Format3(_) | SinglePos::Format4(_) => Ok(true),
            }),
            Pair(tables) => any_of(tables.iter(), |table| match table {
                PairPos::Format1(table) => {
                    let second = any_of(table.pair_sets().iter(), |set| {
                        Ok(set.find_pair_value_record(self.0).is_some())
                    });
                    Ok(self.is_covered([table.coverage()])? || second?)
                }
                PairPos::Format2(table) => self.is_kerned(&table),
                PairPos::Format3(_) | PairPos::Format4(_) => Ok(true),
            }),
            Cursive(tables) => any_of(tables.iter(), |table| match table {
                CursivePos::Format1(table) => self.is_covered([table.coverage()]),
                CursivePos::Format2(_) => Ok(true),
            }),
            MarkToBase(tables) => any_of(tables.iter(), |table| match table {
                MarkBasePos::Format1(table) => {
                    self.is_covered([table.mark_coverage(), table.base_coverage()])
                }
                MarkBasePos::Format2(_) => Ok(true),
            }),
            MarkToLig(tables) => any_of(tables.iter(), |table| match table {
                MarkLigPos::Format1(table) => {
                    self.is_covered([table.mark_coverage(), table.ligature_coverage()])
                }
                MarkLigPos::Format2(_) => Ok(true),
            }),
            MarkToMark(tables) => any_of(tables.iter(), |table| match table {
                MarkMarkPos::Format1(table) => {
                    self.is_covered([table.mark1_coverage(), table.mark2_coverage()])
                }
                MarkMarkPos::Format2(_) => Ok(true),
            }),
            Contextual(tables) => {
                any_of(tables.iter(), |table| self.is_in_sequence_context(&table))
            }
            ChainContextual(tables) => {
                any_of(tables.iter(), |table| self.is_in_chained_context(&table))
            }
            EmptyExtension => Ok(true),
        };
        Ok(takes_part? || skips_space(lookup.lookup_flag()))
    }

    fn is_covered<'a>(
        self,
        tables: impl IntoIterator<Item = ReadResult<CoverageTable<'a>>>,
    ) -> ReadResult<bool> {
        any_of(tables, |table| Ok(table.get(self.0).is_some()))
    }

    fn is_in_ligature(self, table: &LigatureSubstFormat1<'_>) -> ReadResult<bool> {
        let follows = any_of(table.ligature_sets().iter(), |set| {
            any_of(set.ligatures().iter(), |ligature| {
                Ok(contains_value(ligature.component_glyph_ids(), self.0))
            })
        });
        Ok(self.is_covered([table.coverage()])? || follows?)
    }

    /// Whether it is moved, or moves anything. Mostly it is in class 0, whose pairs must be there
    /// and say nothing; and a pair that it begins steps over what follows it, if that can be moved
    /// at all.
    fn is_kerned(self, table: &PairPosFormat2<'_>) -> ReadResult<bool> {
        let values = table.class_value_records();
        let moves = |first, second| {
            values
                .get(first, second)
                .is_none_or(|pair| !pair.iter().all(is_zero_value))
        };
        let [first, second] = [table.class_def1()?, table.class_def2()?]
            .map(|classes| class_value(classes.get(self.0)));
        let steps = !table.value_format2().is_empty();
        let begins = self.is_covered([table.coverage()])?
            && (steps || (0..values.class2_count()).any(|it| moves(first, it)));
        Ok(begins || (0..values.class1_count()).any(|it| moves(it, second)))
    }

    fn is_in_sequence_context(self, table: &SequenceContext<'_>) -> ReadResult<bool> {
        match table {
            SequenceContext::Format1(table) => {
                let rules = any_of(table.seq_rule_sets().iter().flatten(), |set| {
                    any_of(set.seq_rules().iter(), |rule| {
                        Ok(contains_value(rule.input_sequence(), self.0))
                    })
                });
                Ok(self.is_covered([table.coverage()])? || rules?)
            }
            SequenceContext::Format2(table) => {
                let own = class_value(table.class_def()?.get(self.0));
                let rules = any_of(table.class_seq_rule_sets().iter().flatten(), |set| {
                    any_of(set.class_seq_rules().iter(), |rule| {
                        Ok(contains_value(rule.input_sequence(), own))
                    })
                });
                Ok(self.is_covered([table.coverage()])? || rules?)
            }
            SequenceContext::Format3(table) => self.is_covered(table.coverages().iter()),
            _ => Ok(true),
        }
    }

    fn is_in_chained_context(self, table: &ChainedSequenceContext<'_>) -> ReadResult<bool> {
        match table {
            ChainedSequenceContext::Format1(table) => {
                let rules = any_of(table.chained_seq_rule_sets().iter().flatten(), |set| {
                    any_of(set.chained_seq_rules().iter(), |rule| {
                        let parts = [
                            rule.backtrack_sequence(),
                            rule.input_sequence(),
                            rule.lookahead_sequence(),
                        ];
                        Ok(parts.iter().any(|part| contains_value(part, self.0)))
                    })
                });
                Ok(self.is_covered([table.coverage()])? || rules?)
            }
            ChainedSequenceContext::Format2(table) => {
                let classes = [
                    table.backtrack_class_def()?,
                    table.input_class_def()?,
                    table.lookahead_class_def()?,
                ];
                let own = classes.map(|classes| class_value(classes.get(self.0)));
                let rules = any_of(
                    table.chained_class_seq_rule_sets().iter().flatten(),
                    |set| {
                        any_of(set.chained_class_seq_rules().iter(), |rule| {
                            let parts = [
                                rule.backtrack_sequence(),
                                rule.input_sequence(),
                                rule.lookahead_sequence(),
                            ];
                            Ok(parts
                                .iter()
                                .zip(own)
                                .any(|(part, own)| contains_value(part, own)))
                        })
                    },
                );
                Ok(self.is_covered([table.coverage()])? || rules?)
            }
            ChainedSequenceContext::Format3(table) => {
                let beside = table
                    .backtrack_coverages()
                    .iter()
                    .chain(table.lookahead_coverages().iter());
                self.is_covered(beside.chain(table.input_coverages().iter()))
            }
            _ => Ok(true),
        }
    }
}

/// The lookups of the features that can be on.
fn active_lookups(features: &FeatureList<'_>) -> ReadResult<BTreeSet<u16>> {
    let mut lookups = BTreeSet::new();
    for record in features.feature_records() {
        if !UNUSED_FEATURES
            .iter()
            .any(|tag| record.feature_tag() == Tag::new(tag))
        {
            let feature = record.feature(features.offset_data())?;
            lookups.extend(feature.lookup_list_indices().iter().map(|at| at.get()));
        }
    }
    Ok(lookups)
}

/// Lookups and all that they call.
fn with_called_lookups(
    mut lookups: BTreeSet<u16>,
    calls: impl Fn(u16) -> ReadResult<Vec<u16>>,
) -> ReadResult<BTreeSet<u16>> {
    let mut open: Vec<u16> = lookups.iter().copied().collect();
    while let Some(at) = open.pop() {
        open.extend(calls(at)?.into_iter().filter(|&it| lookups.insert(it)));
    }
    Ok(lookups)
}

/// The lookups that the rules of tables call.
fn called_lookups<T>(
    tables: impl Iterator<Item = ReadResult<T>>,
    calls: fn(&T) -> ReadResult<Vec<u16>>,
) -> ReadResult<Vec<u16>> {
    let mut all = Vec::new();
    for table in tables {
        all.extend(calls(&table?)?);
    }
    Ok(all)
}

fn lookup_indices(records: &[SequenceLookupRecord]) -> Vec<u16> {
    records
        .iter()
        .map(SequenceLookupRecord::lookup_list_index)
        .collect()
}

fn calls_in_context(table: &SequenceContext<'_>) -> ReadResult<Vec<u16>> {
    match table {
        SequenceContext::Format1(table) => {
            called_lookups(table.seq_rule_sets().iter().flatten(), |set| {
                called_lookups(set.seq_rules().iter(), |rule| {
                    Ok(lookup_indices(rule.seq_lookup_records()))
                })
            })
        }
        SequenceContext::Format2(table) => {
            called_lookups(table.class_seq_rule_sets().iter().flatten(), |set| {
                called_lookups(set.class_seq_rules().iter(), |rule| {
                    Ok(lookup_indices(rule.seq_lookup_records()))
                })
            })
        }
        SequenceContext::Format3(table) => Ok(lookup_indices(table.seq_lookup_records())),
        _ => Ok(Vec::new()),
    }
}

fn calls_in_chained_context(table: &ChainedSequenceContext<'_>) -> ReadResult<Vec<u16>> {
    match table {
        ChainedSequenceContext::Format1(table) => {
            called_lookups(table.chained_seq_rule_sets().iter().flatten(), |set| {
                called_lookups(set.chained_seq_rules().iter(), |rule| {
                    Ok(lookup_indices(rule.seq_lookup_records()))
                })
            })
        }
        ChainedSequenceContext::Format2(table) => called_lookups(
            table.chained_class_seq_rule_sets().iter().flatten(),
            |set| {
                called_lookups(set.chained_class_seq_rules().iter(), |rule| {
                    Ok(lookup_indices(rule.seq_lookup_records()))
                })
            },
        ),
        ChainedSequenceContext::Format3(table) => Ok(lookup_indices(table.seq_lookup_records())),
        _ => Ok(Vec::new()),
    }
}

/// Whether a script or language has a feature that cannot be off.
fn has_required_feature(scripts: &ScriptList<'_>) -> ReadResult<bool> {
    any_of(
        scripts
            .script_records()
            .iter()
            .map(|record| record.script(scripts.offset_data())),
        |script| {
            let own = script
                .lang_sys_records()
                .iter()
                .map(|record| record.lang_sys(script.offset_data()));
            any_of(own.chain(script.default_lang_sys()), |system| {
                Ok(system.required_feature_index() != u16::MAX)
            })
        },
    )
}

/// Whether a lookup takes no notice of glyphs such as the space.
fn skips_space(flags: LookupFlag) -> bool {
    flags.contains(LookupFlag::IGNORE_BASE_GLYPHS) || flags.contains(LookupFlag::IGNORE_LIGATURES)
}

/// Whether something holds for any of the tables, if all before it can be read.
fn any_of<T>(
    tables: impl IntoIterator<Item = ReadResult<T>>,
    mut holds: impl FnMut(T) -> ReadResult<bool>,
) -> ReadResult<bool> {
    for table in tables {
        if holds(table?)? {
            return Ok(true);
        }
    }
    Ok(false)
}

fn contains_value<T: skrifa::raw::types::Scalar + PartialEq>(
    sequence: &[BigEndian<T>],
    wanted: T,
) -> bool {
    sequence.iter().any(|it| it.get() == wanted)
}

fn class_value(class: u32) -> u16 {
    u16::try_from(class).unwrap_or(u16::MAX)
}

fn is_zero_value(value: &ValueRecord<'_>) -> bool {
    value
        .bytes()
        .is_some_and(|bytes| bytes.iter().all(|&byte| byte == 0))
}
