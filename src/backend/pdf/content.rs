//! Content streams: the operators that paint a page, divided into marked-content sequences for the
//! structure tree (ISO 32000-1, 7.8.2 and 14.6).

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
    /// Writes the content stream of the next page.
    ///
    /// # Errors
    ///
    /// When an image is missing or damaged.
    pub fn write_page(&mut self, page: &Page) -> Result<Vec<u8>, Diagnostic> {
        let _stage = Stage::Paint.enter();
        let (width, height) = page.paper_size();
        let mut content = PageContent::new(self, height);
        if let Some(color) = page.background {
            let paper = Frame {
                width,
                height,
                ..Frame::default()
            };
            content.paint_rectangle(None, paper, color);
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
        // An item whose tag does not exist is an artifact: the parent tree has no entry for it.
        let tag = tag.filter(|tag| tag.0 < self.writer.tags.len());
        match item {
            Item::Run(run) => self.paint_run(tag, run),
            Item::Rect { frame, fill } => self.paint_rectangle(tag, *frame, *fill),
            Item::Path(path) => self.paint_path(tag, path),
            Item::Image { file, frame } => {
                let (image, orientation) = self.writer.images.image_resource(file, *frame)?;
                self.paint_image(tag, &image, orientation, *frame);
            }
        }
        Ok(())
    }
}
