//! Timelines: events on a line, side by side where each has room, else one below the other.

use super::chart::filled_circle;
use crate::document::{Event, Medium};
use crate::drawing::Position;
use crate::frame::{Frame, PlacedItem, Role};
use crate::layout::context::LayoutContext;
use crate::layout::galley::{Fragment, Galley, side_by_side, side_by_side_breakable};
use crate::layout::inline::TextStyle;
use crate::length::Pt;
use crate::slides::SlideMeasurer;
use crate::slides::geometry::{EVENTS_IN_ROW, TIMELINE_RAIL};

/// Lines that the text of an event may take where events stand side by side.
const MAX_EVENT_LINES: usize = 5;

/// Columns of events are not narrower than this, in ems.
const MIN_EVENT_EMS: f32 = 7.0;

/// Dates that take a larger share of the measure than this stand above what happens then, not
/// beside it.
const MAX_DATE_SHARE: f32 = 0.36;

/// A timeline no higher than this is not cut at the foot of a page.
const MAX_UNBROKEN_TIMELINE: Pt = Pt(150.0);

/// How the line and its dots are drawn.
#[derive(Clone, Copy)]
struct Rail {
    /// Room for it, across.
    room: Pt,
    thickness: Pt,
    radius: Pt,
}

impl LayoutContext<'_> {
    pub(super) fn lay_out_timeline(&mut self, items: &[Event], measure: Pt) -> Galley {
        let galley = match self.event_column_width(items, measure) {
            Some(width) => self.lay_out_event_row(items, width, measure).into(),
            None => self.lay_out_event_column(items, measure),
        };
        let (above, below) = (self.units(1.0), self.units(3.0));
        galley.spaced(above, below)
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
            radius: 0.34 * size,
        }
    }

    /// Styles of dates and of what happens then.
    fn event_styles(&self) -> (TextStyle, TextStyle) {
        let text = self.text_style(self.metrics.small);
        (
            TextStyle {
                hyphenate: false,
                ..text.strong().tabular()
            },
            text,
        )
    }

    /// How wide the columns are in which events stand side by side; `None` if they have no room for
    /// that.
    fn event_column_width(&mut self, items: &[Event], measure: Pt) -> Option<Pt> {
        if !EVENTS_IN_ROW.contains(&items.len())
            || items
                .iter()
                .any(|it| it.date.is_empty() || it.text.is_empty())
        {
            return None;
        }
        let count = items.len() as f32;
        let width = (measure - self.metrics.gutter * (count - 1.0)) / count;
        if self.metrics.medium == Medium::Slides {
            // As in a deck of the same document.
            let mut measurer =
                SlideMeasurer::new(self.theme, self.assets.fonts(), &self.document.labels);
            measurer.on_one_slide = self.metrics.slide_is_whole;
            return measurer.sets_events_in_row(items).then_some(width);
        }
        let (date, text) = self.event_styles();
        let fits = |context: &mut Self, event: &Event| {
            let (word, _) = context.inline_widths(&event.text, text);
            let one_line = context.inline_widths(&event.date, date).1 <= width;
            one_line
                && word <= width
                && context
                    .measure_only(|context| context.lay_out_paragraph(&event.text, text, width))
                    .fragments
                    .len()
                    <= MAX_EVENT_LINES
        };
        (width >= MIN_EVENT_EMS * text.size.size && items.iter().all(|event| fits(self, event)))
            .then_some(width)
    }

    /// Events side by side: dates above the line, what happens then below it.
    fn lay_out_event_row(&mut self, items: &[Event], width: Pt, measure: Pt) -> Fragment {
        let (date, text) = self.event_styles();
        let (rail, step) = (self.timeline_rail(), width + self.metrics.gutter);
        let cells = self.lay_out_events(items, |context, event| {
            let date = context.lay_out_paragraph(&event.date, date, width);
            (
                date.into_fragment(),
                context.lay_out_paragraph(&event.text, text, width),
            )
        });
        let height = cells
            .iter()
            .map(|(date, _)| date.height)
            .fold(Pt::ZERO, Pt::max);
        let columns = cells.into_iter().enumerate().map(|(at, (mut date, text))| {
            date.height = height;
            let band = Fragment {
                height: rail.room,
                ..Fragment::default()
            };
            let mut column = Galley {
                fragments: vec![date, band],
            };
            column.append(text);
            (at as f32 * step, column)
        });
        let mut fragment = side_by_side(columns.collect());
        fragment.keep_with_next = false;
        let y = height + rail.room / 2.0;
        let x = |at: usize| at as f32 * step + rail.radius;
        let line = Frame {
            x: rail.radius,
            y: y - rail.thickness / 2.0,
            width: measure - rail.radius,
            height: rail.thickness,
        };
        self.add_content(&mut fragment, |content| {
            let dots = (0..items.len()).map(|at| PlacedItem {
                tag: None,
                item: self.event_dot(x(at), y, rail),
            });
            content.items.splice(0..0, dots);
            content.rect_behind(line, self.theme.colors.rule);
        });
        fragment
    }

    /// Events one below the other beside a line: dates on its other side if they have room there.
    fn lay_out_event_column(&mut self, items: &[Event], measure: Pt) -> Galley {
        let (date, text) = self.event_styles();
        let rail = self.timeline_rail();
        let widest = items
            .iter()
            .map(|event| self.inline_widths(&event.date, date).1)
            .fold(Pt::ZERO, Pt::max);
        // A hair more, so that rounding does not break the line after all.
        let widest = widest + Pt(0.1);
        let dates = if widest > MAX_DATE_SHARE * measure {
            Pt::ZERO
        } else {
            widest + rail.room / 4.0
        };
        let (x, start) = (dates + rail.room / 2.0, dates + rail.room);
        let room = (measure - start).max(Pt(1.0));
        let events = self.lay_out_events(items, |context, event| {
            if dates > Pt::ZERO {
                let date = context.lay_out_paragraph(&event.date, date, widest);
                return side_by_side_breakable(vec![
                    (Pt::ZERO, date),
                    (start, context.lay_out_paragraph(&event.text, text, room)),
                ]);
            }
            let mut event_galley = context
                .lay_out_paragraph(&event.date, date, room)
                .keep_with_next();
            event_galley.append(context.lay_out_paragraph(&event.text, text, room));
            event_galley.indented(start)
        });
        let space = match self.metrics.medium {
            Medium::Slides => 2.0 * self.metrics.row_pad,
            Medium::Sheet | Medium::Pages => self.units(if dates > Pt::ZERO { 1.25 } else { 1.0 }),
        };
        let middle = self.baseline_offset(text) - 0.33 * text.size.size;
        let last = events.len().saturating_sub(1);
        let mut galley = Galley::default();
        for (at, event) in events.into_iter().enumerate() {
            let gap = if at == 0 { Pt::ZERO } else { space };
            let fragments = event
                .with_absorbed_gaps()
                .fragments
                .into_iter()
                .enumerate()
                .map(|(line, fragment)| {
                    let first = line == 0;
                    let mut fragment = if first {
                        fragment.shifted(Pt::ZERO, gap)
                    } else {
                        fragment
                    };
                    fragment.height += if first { gap } else { Pt::ZERO };
                    (fragment.above, fragment.below) = (Pt::ZERO, Pt::ZERO);
                    // From the first dot to the last one.
                    let top = if first && at == 0 { middle } else { Pt::ZERO };
                    let bottom = if at < last {
                        fragment.height
                    } else if first {
                        gap + middle
                    } else {
                        Pt::ZERO
                    };
                    self.add_content(&mut fragment, |content| {
                        if first {
                            content.items.insert(
                                0,
                                PlacedItem {
                                    tag: None,
                                    item: self.event_dot(x, gap + middle, rail),
                                },
                            );
                        }
                        if bottom > top {
                            let (width, height) = (rail.thickness, bottom - top);
                            content.rect_behind(
                                Frame {
                                    x: x - width / 2.0,
                                    y: top,
                                    width,
                                    height,
                                },
                                self.theme.colors.rule,
                            );
                        }
                    });
                    fragment
                });
            galley.fragments.extend(fragments);
        }
        if let Some(fragment) = galley.fragments.last_mut() {
            fragment.keep_with_next = false;
        }
        let whole =
            self.metrics.medium == Medium::Pages && galley.height() <= MAX_UNBROKEN_TIMELINE;
        if whole {
            galley.keep_together()
        } else {
            galley
        }
    }

    /// Sets each event as an item of a list: its date is read first, then what happens.
    fn lay_out_events<T>(
        &mut self,
        items: &[Event],
        mut set: impl FnMut(&mut Self, &Event) -> T,
    ) -> Vec<T> {
        self.in_new_tag(Role::List { ordered: false }, |context| {
            let set = |event| {
                context.in_new_tag(Role::ListItem, |context| {
                    context.in_new_tag(Role::ListBody, |it| set(it, event))
                })
            };
            items.iter().map(set).collect()
        })
    }

    fn event_dot(&self, x: Pt, y: Pt, rail: Rail) -> crate::frame::Item {
        filled_circle(Position { x, y }, rail.radius, self.theme.colors.accent)
    }
}
