//! Pages to the operators that paint them, each stretch marked with the tag it belongs to.

mod operators;
mod page_content;
mod shapes;
mod text;

use crate::diagnostic::Diagnostic;
use crate::frame::{Frame, Item, Page, TagId};
use crate::stage::Stage;
pub(super) use page_content::ContentWriter;
use page_content::PageContent;

impl ContentWriter<'_> {
    /// Paints the next page and gives its content.
    ///
    /// # Errors
    ///
    /// When a picture cannot be shown.
    pub(super) fn write_page(&mut self, page: &Page) -> Result<Vec<u8>, Diagnostic> {
        let _stage = Stage::Paint.enter();
        let (width, height) = page.paper_size();
        let mut content = PageContent::new(self, height);
        if let Some(color) = page.background {
            content.paint_rectangle(
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
            content.paint_item(placed.tag, &placed.item)?;
        }
        content.end_marked_content();
        let bytes = content.operators.into_bytes();
        self.page += 1;
        Ok(bytes)
    }
}

impl PageContent<'_, '_> {
    fn paint_item(&mut self, tag: Option<TagId>, item: &Item) -> Result<(), Diagnostic> {
        let tag = tag.filter(|tag| tag.0 < self.writer.tags.len());
        match item {
            Item::Run(run) => self.paint_run(tag, run),
            Item::Rect { frame, fill } => self.paint_rectangle(tag, *frame, *fill),
            Item::Path {
                from,
                segments,
                closed,
                fill,
                stroke,
            } => {
                self.paint_path(tag, *from, segments, *closed, (*fill, *stroke));
            }
            Item::Image { file, frame } => {
                let (image, orientation) = self.writer.images.image_resource(file, *frame)?;
                self.paint_image(tag, &image, orientation, *frame);
            }
        }
        Ok(())
    }
}
