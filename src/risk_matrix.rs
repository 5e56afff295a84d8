//! Risks as a matrix of likelihood and impact ([`RiskMatrix`]): whether there is one, the numbers
//! in its cells, and their colours.
//!
//! All backends decide this here, so that the same risks have the same numbers everywhere.

use crate::document::{Column, Degree, Direction, Inline, Labels, Rating, Risk, Table};
use crate::theme::{Color, Colors, MIN_CONTRAST};

/// Fewer rated risks are clear without a matrix.
const MIN_RATED: usize = 3;

/// How much of the accent is mixed into the background of cells, from the least severe on.
const SHADES: [f32; 5] = [0.07, 0.17, 0.32, 0.56, 0.9];

/// From the lowest on.
pub(crate) const DEGREES: [Degree; 3] = [Degree::Low, Degree::Medium, Degree::High];

/// The numbers of risks, counted from 1, by likelihood and impact.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct RiskMatrix {
    /// By likelihood, then by impact, both from the lowest on.
    cells: [[Vec<usize>; 3]; 3],
}

impl RiskMatrix {
    /// The matrix of `items`, if at least three of them have both a likelihood and an impact.
    pub(crate) fn from_risks(items: &[Risk]) -> Option<Self> {
        let mut matrix = Self {
            cells: Default::default(),
        };
        let mut rated = 0;
        // Risks without a degree are counted, too: the numbers are those of the list of risks.
        for (index, risk) in items.iter().enumerate() {
            let degree_of = |rating: &Option<Rating>| rating.as_ref().and_then(Rating::degree);
            if let (Some(likelihood), Some(impact)) =
                (degree_of(&risk.likelihood), degree_of(&risk.impact))
            {
                matrix.cells[likelihood as usize][impact as usize].push(index + 1);
                rated += 1;
            }
        }
        (rated >= MIN_RATED).then_some(matrix)
    }

    /// The numbers in a cell as one text, empty if there are none.
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

    /// The matrix as a table: likelihood rises upwards, and impact in the direction of the text.
    pub(crate) fn to_table(&self, labels: &Labels, direction: Direction) -> Table {
        let mut columns = vec![Column::of_text(axis_labels(labels, direction))];
        for impact in DEGREES {
            columns.push(Column::of_text(degree_name(impact, labels)));
        }
        let rows = DEGREES.into_iter().rev();
        Table {
            id: String::new(),
            title: Vec::new(),
            columns,
            rows: rows
                .map(|likelihood| self.table_row(likelihood, labels))
                .collect(),
            note: Vec::new(),
        }
    }

    fn table_row(&self, likelihood: Degree, labels: &Labels) -> Vec<Vec<Inline>> {
        let name = Inline::Strong {
            body: degree_name(likelihood, labels),
        };
        let mut row = vec![vec![name]];
        for impact in DEGREES {
            let numbers = self.risk_numbers(likelihood, impact, labels);
            if numbers.is_empty() {
                row.push(Vec::new());
            } else {
                row.push(vec![Inline::text(numbers)]);
            }
        }
        row
    }
}

fn degree_name(degree: Degree, labels: &Labels) -> Vec<Inline> {
    vec![Inline::text(degree.label(labels))]
}

/// The names of the rows and columns of a matrix, with arrows in which direction they rise.
pub(crate) fn axis_labels(labels: &Labels, direction: Direction) -> Vec<Inline> {
    // Unlike brackets, arrows are not mirrored in text that runs from right to left.
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

/// The background of a cell and its text colour. More severe cells have a stronger shade of one
/// hue, which the colour-blind can tell apart, and everybody in grey.
pub(crate) fn cell_colors(colors: &Colors, likelihood: Degree, impact: Degree) -> (Color, Color) {
    let mut share = SHADES[likelihood as usize + impact as usize];
    loop {
        let background = colors.ground.mixed(colors.accent, share);
        let text = more_contrasting(colors.text, colors.ground, background);
        if text.contrast(background) >= MIN_CONTRAST || share >= 1.0 {
            return (background, text);
        }
        // A middle shade may suit neither colour of text; a stronger one suits one of them.
        share += 0.02;
    }
}

fn more_contrasting(one: Color, other: Color, background: Color) -> Color {
    if one.contrast(background) > other.contrast(background) {
        one
    } else {
        other
    }
}

#[cfg(test)]
mod tests {
    use super::{DEGREES, RiskMatrix, axis_labels, cell_colors};
    use crate::document::{Degree, Direction, Labels, Rating, Risk, plain_text};
    use crate::theme::{BUILT_IN, MIN_CONTRAST, Theme};

    fn risk(likelihood: Option<Degree>, impact: Option<Degree>) -> Risk {
        Risk {
            risk: Vec::new(),
            likelihood: likelihood.map(Rating::Degree),
            impact: impact.map(Rating::Degree),
            mitigation: Vec::new(),
            owner: Vec::new(),
        }
    }

    #[test]
    fn numbers_count_unrated_risks_too() {
        let (low, high) = (Some(Degree::Low), Some(Degree::High));
        let risks = [
            risk(low, high),
            risk(low, None),
            risk(high, high),
            risk(low, high),
        ];
        let matrix = RiskMatrix::from_risks(&risks).expect("three risks are rated");
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
    fn impact_rises_in_the_direction_of_the_text() {
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
    fn cells_can_be_read_and_told_apart_in_every_theme() {
        for (name, _) in BUILT_IN {
            let theme = Theme::built_in(name).expect("a built-in theme");
            for colors in [&theme.colors, &theme.for_slides().colors] {
                let diagonal = [(0, 0), (0, 1), (1, 1), (1, 2), (2, 2)]
                    .map(|(a, b)| cell_colors(colors, DEGREES[a], DEGREES[b]));
                for (background, text) in diagonal {
                    assert!(text.contrast(background) >= MIN_CONTRAST, "{name}");
                }
                for pair in diagonal.windows(2) {
                    assert!(pair[0].0.contrast(pair[1].0) > 1.1, "{name}: {pair:?}");
                }
            }
        }
    }
}
