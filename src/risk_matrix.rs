//! Risks as a matrix of likelihood and impact: whether there is one, what stands in it and how
//! strong its cells are.
//!
//! One decision for all backends, so that the same risks have the same numbers everywhere.

use crate::document::{Column, Degree, Direction, Inline, Labels, Risk, Table};
use crate::theme::{Color, Colors, MIN_CONTRAST};

/// Fewer rated risks are seen at a glance without a matrix.
const MIN_RATED: usize = 3;

/// Shares of the accent that cells have, from the least severe on.
const SHADES: [f32; 5] = [0.07, 0.17, 0.32, 0.56, 0.9];

/// From the least on.
pub(crate) const DEGREES: [Degree; 3] = [Degree::Low, Degree::Medium, Degree::High];

/// The numbers of risks, counted from 1, by how likely and how bad they are.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct RiskMatrix {
    /// By likelihood, then by impact, both from the least on.
    cells: [[Vec<usize>; 3]; 3],
}

impl RiskMatrix {
    /// The matrix of `items`, if at least three of them have both a likelihood and an impact.
    pub(crate) fn from_risks(items: &[Risk]) -> Option<Self> {
        let mut matrix = Self {
            cells: Default::default(),
        };
        let mut rated = 0;
        for (at, risk) in items.iter().enumerate() {
            if let (Some(likelihood), Some(impact)) = (risk.likelihood, risk.impact) {
                matrix.cells[likelihood as usize][impact as usize].push(at + 1);
                rated += 1;
            }
        }
        (rated >= MIN_RATED).then_some(matrix)
    }

    /// The numbers in a cell, as one text.
    pub(crate) fn risk_numbers(
        &self,
        likelihood: Degree,
        impact: Degree,
        labels: &Labels,
    ) -> String {
        let numbers: Vec<String> = self.cells[likelihood as usize][impact as usize]
            .iter()
            .map(usize::to_string)
            .collect();
        numbers.join(labels.get("list-separator"))
    }

    /// The matrix as a table: likelihood upwards, impact the way that lines run.
    pub(crate) fn to_table(&self, labels: &Labels, direction: Direction) -> Table {
        let words = |degree: Degree| vec![Inline::text(degree.label(labels))];
        let heads = std::iter::once(axis_labels(labels, direction)).chain(DEGREES.map(words));
        let row = |likelihood: Degree| {
            let name = vec![Inline::Strong {
                body: words(likelihood),
            }];
            let cells = DEGREES.map(|impact| {
                let numbers = self.risk_numbers(likelihood, impact, labels);
                if numbers.is_empty() {
                    Vec::new()
                } else {
                    vec![Inline::text(numbers)]
                }
            });
            std::iter::once(name).chain(cells).collect()
        };
        Table {
            title: Vec::new(),
            columns: heads
                .map(|header| Column {
                    header,
                    numeric: false,
                })
                .collect(),
            rows: DEGREES.into_iter().rev().map(row).collect(),
            note: Vec::new(),
        }
    }
}

/// What the rows and the columns of a matrix are. Arrows are no brackets: nobody turns them where
/// lines run from right to left.
pub(crate) fn axis_labels(labels: &Labels, direction: Direction) -> Vec<Inline> {
    let along = match direction {
        Direction::Ltr => '→',
        Direction::Rtl => '←',
    };
    let (rows, columns) = (labels.get("likelihood"), labels.get("impact"));
    vec![
        Inline::text(format!("↑\u{a0}{rows}")),
        Inline::LineBreak,
        Inline::text(format!("{columns}\u{a0}{along}")),
    ]
}

/// The ground of a cell and the colour of its words. The stronger, the more severe: one hue, which
/// is told apart in grey and by everybody.
pub(crate) fn cell_colors(colors: &Colors, likelihood: Degree, impact: Degree) -> (Color, Color) {
    let mut share = SHADES[likelihood as usize + impact as usize];
    loop {
        let ground = colors.ground.mixed(colors.accent, share);
        let ink = [colors.text, colors.ground]
            .into_iter()
            .max_by(|a, b| a.contrast(ground).total_cmp(&b.contrast(ground)));
        let ink = ink.unwrap_or(colors.text);
        if ink.contrast(ground) >= MIN_CONTRAST || share >= 1.0 {
            return (ground, ink);
        }
        share += 0.02;
    }
}

#[cfg(test)]
mod tests {
    use super::{DEGREES, RiskMatrix, axis_labels, cell_colors};
    use crate::document::{Degree, Direction, Labels, Risk, plain_text};
    use crate::theme::{BUILT_IN, MIN_CONTRAST, Theme};

    fn risk(likelihood: Option<Degree>, impact: Option<Degree>) -> Risk {
        Risk {
            risk: Vec::new(),
            likelihood,
            impact,
            mitigation: Vec::new(),
            owner: Vec::new(),
        }
    }

    #[test]
    fn numbers_count_all_risks() {
        let (low, high) = (Some(Degree::Low), Some(Degree::High));
        let risks = [
            risk(low, high),
            risk(low, None),
            risk(high, high),
            risk(low, high),
        ];
        let matrix = RiskMatrix::from_risks(&risks).expect("three are rated");
        let labels = Labels([("list-separator".to_owned(), ", ".to_owned())].into());
        assert_eq!(
            matrix.risk_numbers(Degree::Low, Degree::High, &labels),
            "1, 4"
        );
        assert_eq!(
            matrix.risk_numbers(Degree::High, Degree::High, &labels),
            "3"
        );
        assert_eq!(RiskMatrix::from_risks(&risks[..3]), None);
    }

    #[test]
    fn impact_grows_the_way_that_lines_run() {
        let labels = Labels(
            [
                ("likelihood".to_owned(), "L".to_owned()),
                ("impact".to_owned(), "I".to_owned()),
            ]
            .into(),
        );
        assert!(plain_text(&axis_labels(&labels, Direction::Ltr)).ends_with("I\u{a0}→"));
        assert!(plain_text(&axis_labels(&labels, Direction::Rtl)).ends_with("I\u{a0}←"));
    }

    #[test]
    fn cells_are_read_and_told_apart_in_every_theme() {
        for (name, _) in BUILT_IN {
            let theme = Theme::built_in(name).expect("a theme");
            for colors in [&theme.colors, &theme.for_slides().colors] {
                let diagonal = [(0, 0), (0, 1), (1, 1), (1, 2), (2, 2)]
                    .map(|(a, b)| cell_colors(colors, DEGREES[a], DEGREES[b]));
                for (ground, ink) in diagonal {
                    assert!(ink.contrast(ground) >= MIN_CONTRAST, "{name}");
                }
                for pair in diagonal.windows(2) {
                    assert!(pair[0].0.contrast(pair[1].0) > 1.1, "{name}: {pair:?}");
                }
            }
        }
    }
}
