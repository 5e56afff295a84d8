//! Timelines: events on a line, side by side if each has room, else one below the other.

use super::chart::filled_circle;
use crate::document::{Event, Medium};
use crate::drawing::Position;
use crate::frame::{Frame, Item, PlacedItem, Role};
use crate::layout::context::LayoutContext;
use crate::layout::galley::{Fragment, Galley, side_by_side, side_by_side_breakable};
use crate::layout::text_style::TextStyle;
use crate::length::Pt;
use crate::slides::SlideMeasurer;
use crate::timeline::{TIMELINE_RAIL, can_be_event_row};

/// The text of an event has no more lines than this where events are side by side.
const MAX_EVENT_LINES: usize = 5;

/// Columns of events side by side are at least this wide, in ems.
const MIN_EVENT_EMS: f32 = 7.0;

/// Dates that need a larger share of the measure than this are above their texts, not beside them.
const MAX_DATE_SHARE: f32 = 0.36;

/// A timeline that is no higher than this is not cut at the foot of a page.
const MAX_UNBROKEN_TIMELINE: Pt = Pt(150.0);

/// How the line of a timeline and the dots on it are drawn.
#[derive(Clone, Copy)]
struct Rail {
    /// Space for it across its direction.
    room: Pt,
    thickness: Pt,
    dot_radius: Pt,
}

/// Where the parts of a column of events are.
#[derive(Clone, Copy)]
struct EventColumn {
    /// Width of the dates beside the line; `None` if they are above their texts.
    date_width: Option<Pt>,
    /// Middle of the line.
    rail_x: Pt,
    text_x: Pt,
    text_width: Pt,
}

/// The part of a vertical rail beside one line of an event.
#[derive(Clone, Copy)]
struct RailPiece {
    /// Middle of the line.
    x: Pt,
    top: Pt,
    bottom: Pt,
    /// Middle of the dot; `None` if this is not the first line of its event.
    dot_y: Option<Pt>,
}

impl LayoutContext<'_> {
    pub(super) fn lay_out_timeline(&mut self, items: &[Event], measure: Pt) -> Galley {
        let galley = match self.event_row_width(items, measure) {
            Some(width) => self.lay_out_event_row(items, width, measure).into(),
            None => self.lay_out_event_column(items, measure),
        };
        self.with_space(galley, 1.0, 3.0)
    }

    fn timeline_rail(&self) -> Rail {
        let size = self.metrics.small.size;
        let (room, thickness) = match self.metrics.medium {
            Medium::Slides => (TIMELINE_RAIL.pt(), Pt(2.25)),
            Medium::Sheet | Medium::Pages => (1.9 * size, Pt(1.0)),
        };
        Rail {
            room,
            thickness,
            dot_radius: 0.34 * size,
        }
    }

    fn event_text_style(&self) -> TextStyle {
        self.text_style(self.metrics.small)
    }

    fn event_date_style(&self) -> TextStyle {
        self.event_text_style().strong().tabular()
    }

    /// The width of each event if they are side by side; `None` if they have no room for that.
    fn event_row_width(&self, items: &[Event], measure: Pt) -> Option<Pt> {
        if !can_be_event_row(items) {
            return None;
        }
        let count = items.len() as f32;
        let gutters = self.metrics.gutter * (count - 1.0);
        let width = (measure - gutters) / count;
        if self.metrics.medium == Medium::Slides {
            // The planner decides, so that a PDF looks like the deck of the same document.
            let fonts = self.assets.fonts();
            let mut measurer = SlideMeasurer::new(self.theme, fonts, &self.document.labels);
            measurer.on_one_slide = self.metrics.slide_is_whole;
            return measurer.sets_events_in_row(items).then_some(width);
        }
        if width < MIN_EVENT_EMS * self.event_text_style().size.size {
            return None;
        }
        for event in items {
            if !self.event_fits(event, width) {
                return None;
            }
        }
        Some(width)
    }

    /// Whether an event fits in a row of events: its date on one line, its text on a few.
    fn event_fits(&self, event: &Event, width: Pt) -> bool {
        let date_style = self.event_date_style();
        let text_style = self.event_text_style();
        let date_width = self.inline_widths(&event.date, date_style).natural;
        let widest_word = self.inline_widths(&event.text, text_style).min;
        if date_width > width || widest_word > width {
            return false;
        }
        let text = self
            .trial()
            .lay_out_paragraph(&event.text, text_style, width);
        text.fragments.len() <= MAX_EVENT_LINES
    }

    /// Events side by side: dates above the line, texts below it.
    fn lay_out_event_row(&mut self, items: &[Event], width: Pt, measure: Pt) -> Fragment {
        let date_style = self.event_date_style();
        let text_style = self.event_text_style();
        let rail = self.timeline_rail();
        let step = width + self.metrics.gutter;
        let events = self.lay_out_events(items, |context, event| {
            let date = context.lay_out_paragraph(&event.date, date_style, width);
            let text = context.lay_out_paragraph(&event.text, text_style, width);
            (date.into_fragment(), text)
        });
        let mut date_height = Pt::ZERO;
        for (date, _) in &events {
            date_height = date_height.max(date.height);
        }
        let mut columns = Vec::new();
        for (index, (mut date, text)) in events.into_iter().enumerate() {
            date.height = date_height;
            let mut column = Galley::from(date);
            column.push(Fragment::blank(rail.room));
            column.append(text);
            columns.push((index as f32 * step, column));
        }
        let mut row = side_by_side(columns);
        row.keep_with_next = false;
        let y = date_height + rail.room / 2.0;
        let line = Frame {
            x: rail.dot_radius,
            y: y - rail.thickness / 2.0,
            width: measure - rail.dot_radius,
            height: rail.thickness,
        };
        self.add_content(&mut row, |content| {
            // Dots go below the words, and the line below the dots.
            let mut painted = Vec::new();
            for at in 0..items.len() {
                let x = at as f32 * step + rail.dot_radius;
                let dot = self.event_dot(x, y, rail);
                painted.push(PlacedItem::artifact(dot));
            }
            painted.append(&mut content.items);
            content.items = painted;
            content.rect_behind(line, self.theme.colors.rule);
        });
        row
    }

    /// Events one below the other beside a line, dates on its other side if they have room there.
    fn lay_out_event_column(&mut self, items: &[Event], measure: Pt) -> Galley {
        let column = self.event_column(items, measure);
        let events = self.lay_out_events(items, |context, event| {
            context.lay_out_event_in_column(event, column)
        });
        let space = match self.metrics.medium {
            Medium::Slides => 2.0 * self.metrics.row_pad,
            Medium::Sheet | Medium::Pages if column.date_width.is_some() => self.units(1.25),
            Medium::Sheet | Medium::Pages => self.units(1.0),
        };
        let rail = self.timeline_rail();
        let style = self.event_text_style();
        // The middle of a line's small letters.
        let line_middle = self.baseline_offset(style) - 0.33 * style.size.size;
        let count = events.len();
        let mut galley = Galley::default();
        for (index, event) in events.into_iter().enumerate() {
            let is_first_event = index == 0;
            let is_last_event = index + 1 == count;
            let gap = if is_first_event { Pt::ZERO } else { space };
            let dot_y = gap + line_middle;
            // An event may be cut between its lines, so each line has its own piece of the rail.
            let lines = event.with_absorbed_gaps().fragments;
            for (line, mut fragment) in lines.into_iter().enumerate() {
                let has_dot = line == 0;
                if has_dot {
                    fragment.lower(gap);
                }
                // Space between fragments would interrupt the line.
                fragment.above = Pt::ZERO;
                fragment.below = Pt::ZERO;
                // The line goes from the first dot to the last.
                let top = if has_dot && is_first_event {
                    dot_y
                } else {
                    Pt::ZERO
                };
                let bottom = match (is_last_event, has_dot) {
                    (false, _) => fragment.height,
                    (true, true) => dot_y,
                    (true, false) => Pt::ZERO,
                };
                let piece = RailPiece {
                    x: column.rail_x,
                    top,
                    bottom,
                    dot_y: has_dot.then_some(dot_y),
                };
                self.add_rail_piece(&mut fragment, piece, rail);
                galley.push(fragment);
            }
        }
        galley.release_last();
        if self.metrics.medium == Medium::Pages && galley.height() <= MAX_UNBROKEN_TIMELINE {
            galley.keep_together()
        } else {
            galley
        }
    }

    /// Paints a piece of the rail behind the words of a line, and the dot in front of it.
    fn add_rail_piece(&self, fragment: &mut Fragment, piece: RailPiece, rail: Rail) {
        self.add_content(fragment, |content| {
            if let Some(dot_y) = piece.dot_y {
                let dot = self.event_dot(piece.x, dot_y, rail);
                content.items.insert(0, PlacedItem::artifact(dot));
            }
            if piece.bottom > piece.top {
                let line = Frame {
                    x: piece.x - rail.thickness / 2.0,
                    y: piece.top,
                    width: rail.thickness,
                    height: piece.bottom - piece.top,
                };
                content.rect_behind(line, self.theme.colors.rule);
            }
        });
    }

    /// Where the dates, the line and the texts are, for all events.
    fn event_column(&mut self, items: &[Event], measure: Pt) -> EventColumn {
        let style = self.event_date_style();
        let mut widest = Pt::ZERO;
        for event in items {
            let date_width = self.inline_widths(&event.date, style).natural;
            widest = widest.max(date_width);
        }
        // A hair more, so that rounding does not break the line after all.
        let widest = widest + Pt(0.1);
        let rail_room = self.timeline_rail().room;
        let mut date_width = None;
        let mut rail_left = Pt::ZERO;
        // All dates are at the same side of the line: one long date moves all of them.
        if widest <= MAX_DATE_SHARE * measure {
            date_width = Some(widest);
            rail_left = widest + rail_room / 4.0;
        }
        let text_x = rail_left + rail_room;
        EventColumn {
            date_width,
            rail_x: rail_left + rail_room / 2.0,
            text_x,
            text_width: (measure - text_x).max(Pt(1.0)),
        }
    }

    fn lay_out_event_in_column(&mut self, event: &Event, column: EventColumn) -> Galley {
        let date_style = self.event_date_style();
        let text_style = self.event_text_style();
        if let Some(date_width) = column.date_width {
            let date = self.lay_out_paragraph(&event.date, date_style, date_width);
            let text = self.lay_out_paragraph(&event.text, text_style, column.text_width);
            let columns = vec![(Pt::ZERO, date), (column.text_x, text)];
            return side_by_side_breakable(columns);
        }
        let date = self.lay_out_paragraph(&event.date, date_style, column.text_width);
        let text = self.lay_out_paragraph(&event.text, text_style, column.text_width);
        let mut galley = date.keep_with_next();
        galley.append(text);
        galley.indented(column.text_x)
    }

    /// Lays out each event as an item of a list.
    fn lay_out_events<T>(
        &mut self,
        items: &[Event],
        mut lay_out: impl FnMut(&mut Self, &Event) -> T,
    ) -> Vec<T> {
        let mut events = Vec::new();
        self.in_new_tag(Role::List { ordered: false }, |context| {
            for item in items {
                events.push(context.in_list_item(|context| lay_out(context, item)));
            }
        });
        events
    }

    fn event_dot(&self, x: Pt, y: Pt, rail: Rail) -> Item {
        let center = Position { x, y };
        filled_circle(center, rail.dot_radius, self.theme.colors.accent)
    }
}
