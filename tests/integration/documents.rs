//! Documents of briefs, read with the library.

use briefkit::brief::Brief;
use briefkit::diagnostic::SourceText;
use briefkit::document::Document;
use briefkit::labels::built_in_for;
use briefkit::reader;
use briefkit::template::Template;

/// The document of a brief in a built-in template, with the built-in labels of its language.
pub fn read(yaml: &str, template: &str) -> Document {
    let source = SourceText::new("brief.yaml", yaml);
    let brief = Brief::read(&source, None).expect(yaml).brief;
    let lang = brief.lang.as_deref().unwrap_or("en").to_owned();
    let labels = built_in_for(&lang).unwrap();
    let template = Template::built_in(template).unwrap();
    let filled = template.fill(&brief, &labels).unwrap();
    reader::read(&template, &filled, &brief, &labels).unwrap()
}
