//! Pages to the operators that paint them, each stretch marked with the tag it belongs to.

mod canvas;
mod operators;
mod shapes;
mod text;

use crate::diagnostic::Diagnostic;
use crate::frame::{Frame, Item, Page, TagId};
use crate::stage::Stage;
use canvas::Canvas;
pub(super) use canvas::Painter;

impl Painter<'_> {
    /// Paints the next page and gives its content.
    ///
    /// # Errors
    ///
    /// When a picture cannot be shown.
    pub(super) fn page(&mut self, page: &Page) -> Result<Vec<u8>, Diagnostic> {
        let _stage = Stage::Paint.enter();
        let (width, height) = page.paper_size();
        let mut canvas = Canvas::new(self, height);
        if let Some(color) = page.background {
            canvas.rectangle(
                None,
                Frame {
                    width,
                    height,
                    ..Frame::default()
                },
                color,
            );
        }
        for placed in &page.items {
            canvas.item(placed.tag, &placed.item)?;
        }
        canvas.unmark();
        let content = canvas.out.into_bytes();
        self.page += 1;
        Ok(content)
    }
}

impl Canvas<'_, '_> {
    fn item(&mut self, tag: Option<TagId>, item: &Item) -> Result<(), Diagnostic> {
        let tag = tag.filter(|tag| tag.0 < self.painter.tags.len());
        match item {
            Item::Run(run) => self.run(tag, run),
            Item::Rect { frame, fill } => self.rectangle(tag, *frame, *fill),
            Item::Path {
                from,
                segments,
                closed,
                fill,
                stroke,
            } => {
                self.path(tag, *from, segments, *closed, (*fill, *stroke));
            }
            Item::Image { file, frame } => {
                let (image, turn) = self.painter.images.resource(file, *frame)?;
                self.paint_image(tag, &image, turn, *frame);
            }
        }
        Ok(())
    }
}
