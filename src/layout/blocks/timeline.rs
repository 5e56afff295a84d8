//! Timelines: events on a line, side by side where each has room, else one below the other.

use super::figure::circle;
use crate::document::{Event, Medium};
use crate::drawing::Position;
use crate::frame::{Frame, Placed, Role};
use crate::layout::context::Context;
use crate::layout::galley::{Galley, Strip, abreast, beside};
use crate::layout::inline::TextStyle;
use crate::length::Pt;
use crate::slides::SlideMeasurer;
use crate::slides::geometry::{EVENTS_IN_ROW, TIMELINE_RAIL};

/// Lines that the text of an event may take where events stand side by side.
const MOST_LINES: usize = 5;

/// Columns of events are not narrower than this, in ems.
const NARROWEST_EM: f32 = 7.0;

/// Dates that take a larger share of the measure than this stand above what happens then, not
/// beside it.
const WIDEST_DATE: f32 = 0.36;

/// A timeline no higher than this is not cut at the foot of a page.
const SHORT: Pt = Pt(150.0);

/// How the line and its dots are drawn.
#[derive(Clone, Copy)]
struct Rail {
    /// Room for it, across.
    room: Pt,
    thickness: Pt,
    radius: Pt,
}

impl Context<'_> {
    pub(super) fn timeline(&mut self, items: &[Event], measure: Pt) -> Galley {
        let galley = match self.event_width(items, measure) {
            Some(width) => self.row_of_events(items, width, measure).into(),
            None => self.column_of_events(items, measure),
        };
        let (above, below) = (self.units(1.0), self.units(3.0));
        galley.spaced(above, below)
    }

    fn rail(&self) -> Rail {
        let size = self.look.small.size;
        let (room, thickness) = match self.look.medium {
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
        let text = self.style(self.look.small);
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
    fn event_width(&mut self, items: &[Event], measure: Pt) -> Option<Pt> {
        if !EVENTS_IN_ROW.contains(&items.len())
            || items
                .iter()
                .any(|it| it.date.is_empty() || it.text.is_empty())
        {
            return None;
        }
        let count = items.len() as f32;
        let width = (measure - self.look.gutter * (count - 1.0)) / count;
        if self.look.medium == Medium::Slides {
            // As in a deck of the same document.
            let mut measurer =
                SlideMeasurer::new(self.theme, self.assets.fonts(), &self.document.labels);
            measurer.on_one_slide = self.look.whole;
            return measurer.sets_events_in_row(items).then_some(width);
        }
        let (date, text) = self.event_styles();
        let fits = |context: &mut Self, event: &Event| {
            let (word, _) = context.widths(&event.text, text);
            let one_line = context.widths(&event.date, date).1 <= width;
            one_line
                && word <= width
                && context
                    .trial(|context| context.paragraph(&event.text, text, width))
                    .strips
                    .len()
                    <= MOST_LINES
        };
        (width >= NARROWEST_EM * text.size.size && items.iter().all(|event| fits(self, event)))
            .then_some(width)
    }

    /// Events side by side: dates above the line, what happens then below it.
    fn row_of_events(&mut self, items: &[Event], width: Pt, measure: Pt) -> Strip {
        let (date, text) = self.event_styles();
        let (rail, step) = (self.rail(), width + self.look.gutter);
        let cells = self.events(items, |context, event| {
            let date = context.paragraph(&event.date, date, width);
            (date.stacked(), context.paragraph(&event.text, text, width))
        });
        let height = cells
            .iter()
            .map(|(date, _)| date.height)
            .fold(Pt::ZERO, Pt::max);
        let columns = cells.into_iter().enumerate().map(|(at, (mut date, text))| {
            date.height = height;
            let band = Strip {
                height: rail.room,
                ..Strip::default()
            };
            let mut column = Galley {
                strips: vec![date, band],
            };
            column.append(text);
            (at as f32 * step, column)
        });
        let mut strip = beside(columns.collect());
        strip.keep = false;
        let y = height + rail.room / 2.0;
        let x = |at: usize| at as f32 * step + rail.radius;
        let line = Frame {
            x: rail.radius,
            y: y - rail.thickness / 2.0,
            width: measure - rail.radius,
            height: rail.thickness,
        };
        self.ink(&mut strip, |ink| {
            let dots = (0..items.len()).map(|at| Placed {
                tag: None,
                item: self.dot(x(at), y, rail),
            });
            ink.items.splice(0..0, dots);
            ink.ground(line, self.theme.colors.rule);
        });
        strip
    }

    /// Events one below the other beside a line: dates on its other side if they have room there.
    fn column_of_events(&mut self, items: &[Event], measure: Pt) -> Galley {
        let (date, text) = self.event_styles();
        let rail = self.rail();
        let widest = items
            .iter()
            .map(|event| self.widths(&event.date, date).1)
            .fold(Pt::ZERO, Pt::max);
        // A hair more, so that rounding does not break the line after all.
        let widest = widest + Pt(0.1);
        let dates = if widest > WIDEST_DATE * measure {
            Pt::ZERO
        } else {
            widest + rail.room / 4.0
        };
        let (x, start) = (dates + rail.room / 2.0, dates + rail.room);
        let room = (measure - start).max(Pt(1.0));
        let events = self.events(items, |context, event| {
            if dates > Pt::ZERO {
                let date = context.paragraph(&event.date, date, widest);
                return abreast(vec![
                    (Pt::ZERO, date),
                    (start, context.paragraph(&event.text, text, room)),
                ]);
            }
            let mut event_galley = context.paragraph(&event.date, date, room).kept(true);
            event_galley.append(context.paragraph(&event.text, text, room));
            event_galley.indented(start)
        });
        let space = match self.look.medium {
            Medium::Slides => 2.0 * self.look.row_pad,
            Medium::Sheet | Medium::Pages => self.units(if dates > Pt::ZERO { 1.25 } else { 1.0 }),
        };
        let middle = self.baseline(text) - 0.33 * text.size.size;
        let last = events.len().saturating_sub(1);
        let mut galley = Galley::default();
        for (at, event) in events.into_iter().enumerate() {
            let gap = if at == 0 { Pt::ZERO } else { space };
            let strips = event
                .closed()
                .strips
                .into_iter()
                .enumerate()
                .map(|(line, strip)| {
                    let first = line == 0;
                    let mut strip = if first {
                        strip.shifted(Pt::ZERO, gap)
                    } else {
                        strip
                    };
                    strip.height += if first { gap } else { Pt::ZERO };
                    (strip.above, strip.below) = (Pt::ZERO, Pt::ZERO);
                    // From the first dot to the last one.
                    let top = if first && at == 0 { middle } else { Pt::ZERO };
                    let bottom = if at < last {
                        strip.height
                    } else if first {
                        gap + middle
                    } else {
                        Pt::ZERO
                    };
                    self.ink(&mut strip, |ink| {
                        if first {
                            ink.items.insert(
                                0,
                                Placed {
                                    tag: None,
                                    item: self.dot(x, gap + middle, rail),
                                },
                            );
                        }
                        if bottom > top {
                            let (width, height) = (rail.thickness, bottom - top);
                            ink.ground(
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
                    strip
                });
            galley.strips.extend(strips);
        }
        if let Some(strip) = galley.strips.last_mut() {
            strip.keep = false;
        }
        let whole = self.look.medium == Medium::Pages && galley.height() <= SHORT;
        if whole { galley.kept(false) } else { galley }
    }

    /// Sets each event as an item of a list: its date is read first, then what happens.
    fn events<T>(
        &mut self,
        items: &[Event],
        mut set: impl FnMut(&mut Self, &Event) -> T,
    ) -> Vec<T> {
        self.within(Role::List { ordered: false }, |context| {
            let set = |event| {
                context.within(Role::ListItem, |context| {
                    context.within(Role::ListBody, |it| set(it, event))
                })
            };
            items.iter().map(set).collect()
        })
    }

    fn dot(&self, x: Pt, y: Pt, rail: Rail) -> crate::frame::Item {
        circle(Position { x, y }, rail.radius, self.theme.colors.accent)
    }
}
