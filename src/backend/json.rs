//! Writes the document model as JSON. [`crate::document::schema`] describes it.

use super::{Backend, Rendered};
use crate::assets::Assets;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::Document;
use crate::stage::Stage;
use crate::theme::Theme;

/// Writes JSON.
pub struct Json;

impl Backend for Json {
    fn render(
        &self,
        document: &Document,
        _theme: &Theme,
        _assets: &Assets,
    ) -> Result<Rendered, Vec<Diagnostic>> {
        let _stage = Stage::Write.enter();
        let mut bytes = serde_json::to_vec_pretty(document).map_err(|why| {
            vec![Diagnostic::error(
                Code::UnwritableDocument,
                format!("cannot write the document as JSON: {why}"),
            )]
        })?;
        bytes.push(b'\n');
        Ok(Rendered {
            bytes,
            ..Rendered::default()
        })
    }
}
