//! Checks a finished file for mistakes that viewers forgive, but that matter to screen readers and
//! to programs that extract text.
//!
//! It reads the file with lopdf and shares nothing with the code that writes it.

mod font;

use std::collections::{BTreeMap, BTreeSet};

use lopdf::content::{Content, Operation};
use lopdf::{Dictionary, Document, Object, ObjectId};

use font::EmbeddedFont;

/// Lists the problems of a file, one sentence each. The list of a good file is empty.
///
/// Checked are parts of PDF/UA (ISO 14289-1, clause 7): tags and content refer to each other, all
/// content is tagged or an artifact, every glyph has a text and the width that its font says,
/// figures have a description, header cells a scope, headings skip no level, and links have a tag
/// and a description.
pub(super) fn lint_pdf(bytes: &[u8]) -> Vec<String> {
    let document = match Document::load_mem(bytes) {
        Ok(document) => document,
        Err(why) => return vec![format!("the file cannot be read: {why}")],
    };
    let mut lint = PdfLint {
        document: &document,
        problems: Vec::new(),
    };
    if let Err(why) = lint.check_document() {
        lint.problems.push(format!("an object is missing: {why}"));
    }
    lint.problems
}

type LintResult<T> = Result<T, lopdf::Error>;

/// Page and marked-content identifier of a marked-content sequence.
type ContentKey = (ObjectId, i64);

struct PdfLint<'a> {
    document: &'a Document,
    problems: Vec<String>,
}

/// What the structure tree says about content, annotations and headings.
#[derive(Default)]
struct StructureIndex {
    /// The element of each marked-content sequence.
    content: BTreeMap<ContentKey, ObjectId>,
    /// The element of each annotation, and its type.
    annotations: BTreeMap<ObjectId, (ObjectId, String)>,
    /// Levels in reading order.
    headings: Vec<u8>,
}

impl<'a> PdfLint<'a> {
    fn check_document(&mut self) -> LintResult<()> {
        let catalog = self.document.catalog()?;
        for key in [
            "Lang",
            "MarkInfo",
            "Metadata",
            "OutputIntents",
            "StructTreeRoot",
            "ViewerPreferences",
        ] {
            self.require(catalog.has(key.as_bytes()), || {
                format!("the catalog has no /{key}")
            });
        }
        let root_id = catalog.get(b"StructTreeRoot")?.as_reference()?;
        let root = self.document.get_dictionary(root_id)?;
        let mut tree = StructureIndex::default();
        for kid in self.entry_as_list(root, b"K")? {
            self.check_element(kid.as_reference()?, root_id, None, &mut tree)?;
        }
        self.check_headings(&tree.headings);
        let parents = self.read_parent_tree(root)?;
        for page in self.document.page_iter() {
            self.check_page(page, &tree, &parents)?;
        }
        Ok(())
    }

    fn require(&mut self, is_met: bool, problem: impl FnOnce() -> String) {
        if !is_met {
            self.problems.push(problem());
        }
    }

    /// An entry as a list. A missing entry is an empty list, and a single value a list of one.
    fn entry_as_list(&self, entries: &'a Dictionary, key: &[u8]) -> LintResult<Vec<&'a Object>> {
        let Ok(value) = entries.get(key) else {
            return Ok(Vec::new());
        };
        let (_, resolved) = self.document.dereference(value)?;
        Ok(match resolved {
            Object::Array(items) => items.iter().collect(),
            _ => vec![value],
        })
    }

    fn resolve_dictionary(&self, object: &'a Object) -> LintResult<&'a Dictionary> {
        self.document.dereference(object)?.1.as_dict()
    }
}

/// Checks of the structure tree.
impl<'a> PdfLint<'a> {
    fn check_element(
        &mut self,
        id: ObjectId,
        parent: ObjectId,
        page: Option<ObjectId>,
        tree: &mut StructureIndex,
    ) -> LintResult<()> {
        let element = self.document.get_dictionary(id)?;
        let structure_type = String::from_utf8_lossy(element.get(b"S")?.as_name()?).into_owned();
        self.require(element.get(b"P")?.as_reference()? == parent, || {
            format!("{structure_type} {id:?} names another parent")
        });
        self.check_attributes(&structure_type, id, element);
        let level: Option<u8> = structure_type
            .strip_prefix('H')
            .and_then(|level| level.parse().ok());
        tree.headings.extend(level);
        let page = element
            .get(b"Pg")
            .and_then(Object::as_reference)
            .ok()
            .or(page);
        for kid in self.entry_as_list(element, b"K")? {
            match kid {
                Object::Integer(number) => {
                    tree.content.insert(
                        (page.ok_or(lopdf::Error::DictKey("Pg".to_owned()))?, *number),
                        id,
                    );
                }
                Object::Reference(kid) => self.check_element(*kid, id, page, tree)?,
                other => self.index_reference(other.as_dict()?, id, &structure_type, tree)?,
            }
        }
        Ok(())
    }

    /// Indexes a reference to content of another page, or to an annotation.
    fn index_reference(
        &mut self,
        kid: &Dictionary,
        id: ObjectId,
        structure_type: &str,
        tree: &mut StructureIndex,
    ) -> LintResult<()> {
        let page = kid.get(b"Pg")?.as_reference()?;
        if kid.has_type(b"OBJR") {
            tree.annotations.insert(
                kid.get(b"Obj")?.as_reference()?,
                (id, structure_type.to_owned()),
            );
        } else {
            tree.content.insert((page, kid.get(b"MCID")?.as_i64()?), id);
        }
        Ok(())
    }

    fn check_attributes(&mut self, structure_type: &str, id: ObjectId, element: &Dictionary) {
        let attribute = |key: &[u8]| {
            element
                .get(b"A")
                .and_then(Object::as_dict)
                .is_ok_and(|attributes| attributes.has(key))
        };
        match structure_type {
            "Figure" => {
                self.require(element.has(b"Alt"), || {
                    format!("Figure {id:?} has no description")
                });
                self.require(attribute(b"BBox"), || {
                    format!("Figure {id:?} does not say where it is")
                });
            }
            "TH" => self.require(attribute(b"Scope"), || format!("TH {id:?} has no scope")),
            "L" => self.require(attribute(b"ListNumbering"), || {
                format!("L {id:?} does not say how it is numbered")
            }),
            _ => {}
        }
    }

    fn check_headings(&mut self, levels: &[u8]) {
        let mut previous = 0;
        for level in levels {
            self.require(*level <= previous + 1, || {
                format!("a heading of level {level} follows one of level {previous}")
            });
            previous = *level;
        }
    }

    fn read_parent_tree(&self, root: &'a Dictionary) -> LintResult<BTreeMap<i64, &'a Object>> {
        let tree = self.resolve_dictionary(root.get(b"ParentTree")?)?;
        let mut parents = BTreeMap::new();
        for pair in self.entry_as_list(tree, b"Nums")?.chunks_exact(2) {
            parents.insert(pair[0].as_i64()?, pair[1]);
        }
        Ok(parents)
    }
}

/// Checks of pages against the structure tree.
impl<'a> PdfLint<'a> {
    fn check_page(
        &mut self,
        id: ObjectId,
        tree: &StructureIndex,
        parents: &BTreeMap<i64, &'a Object>,
    ) -> LintResult<()> {
        let page = self.document.get_dictionary(id)?;
        let tabs = page.get(b"Tabs").and_then(Object::as_name);
        self.require(tabs.is_ok_and(|tabs| tabs == b"S"), || {
            format!("page {id:?} has no /Tabs /S")
        });
        let marks = self.check_content(id)?;
        let key = page.get(b"StructParents")?.as_i64()?;
        let parents_of = parents
            .get(&key)
            .ok_or(lopdf::Error::DictKey("StructParents".to_owned()))?;
        let parents_of = self.document.dereference(parents_of)?.1.as_array()?;
        for (number, parent) in parents_of.iter().enumerate() {
            let number = number as i64;
            let element = tree.content.get(&(id, number)).copied();
            self.require(
                element.is_some() && element == parent.as_reference().ok(),
                || format!("content {number} of page {id:?} and its tag do not name each other"),
            );
            self.require(marks.contains(&number), || {
                format!("content {number} of page {id:?} is not on the page")
            });
        }
        for number in &marks {
            self.require(
                usize::try_from(*number).is_ok_and(|index| index < parents_of.len()),
                || format!("content {number} of page {id:?} is not in the parent tree"),
            );
        }
        let missing = tree
            .content
            .range((id, i64::MIN)..=(id, i64::MAX))
            .filter(|((_, number), _)| !marks.contains(number))
            .count();
        self.require(missing == 0, || {
            format!("{missing} tags name content that page {id:?} does not have")
        });
        for link in self.entry_as_list(page, b"Annots")? {
            self.check_annotation(link.as_reference()?, tree, parents)?;
        }
        Ok(())
    }

    fn check_annotation(
        &mut self,
        id: ObjectId,
        tree: &StructureIndex,
        parents: &BTreeMap<i64, &'a Object>,
    ) -> LintResult<()> {
        let annotation = self.document.get_dictionary(id)?;
        let key = annotation
            .get(b"StructParent")
            .and_then(Object::as_i64)
            .ok();
        let parent = key
            .and_then(|key| parents.get(&key))
            .and_then(|parent| parent.as_reference().ok());
        let element = tree.annotations.get(&id);
        let agree = element.is_some_and(|(element, structure_type)| {
            parent == Some(*element) && structure_type == "Link"
        });
        self.require(agree, || {
            format!("link {id:?} and its tag do not name each other")
        });
        let description = annotation.get(b"Contents").and_then(Object::as_str);
        let is_described = description.is_ok_and(|text| !text.is_empty());
        self.require(is_described, || format!("link {id:?} has no description"));
        self.require(
            annotation
                .get(b"F")
                .and_then(Object::as_i64)
                .is_ok_and(|flags| flags & 4 != 0),
            || format!("link {id:?} is not printed"),
        );
        Ok(())
    }

    /// Checks a content stream and returns the marked-content identifiers in it.
    fn check_content(&mut self, id: ObjectId) -> LintResult<BTreeSet<i64>> {
        let content = Content::decode(&self.document.get_page_content(id))?;
        let mut fonts = BTreeMap::new();
        for (name, font) in self.document.get_page_fonts(id)? {
            fonts.insert(name, EmbeddedFont::read(self.document, font)?);
        }
        let mut scan = ContentScan {
            fonts: &fonts,
            font: None,
            open: Vec::new(),
            marks: BTreeSet::new(),
        };
        for operation in &content.operations {
            let problem = scan.check_operation(operation);
            self.problems
                .extend(problem.map(|what| format!("page {id:?} {what}")));
        }
        self.require(scan.open.is_empty(), || {
            format!("page {id:?} does not end a mark")
        });
        Ok(scan.marks)
    }
}

/// The content of a page while it is read operator by operator.
struct ContentScan<'a> {
    fonts: &'a BTreeMap<Vec<u8>, EmbeddedFont>,
    font: Option<&'a EmbeddedFont>,
    /// Marked-content sequences that have not ended, the outermost first.
    open: Vec<OpenMark>,
    /// Marked-content identifiers so far.
    marks: BTreeSet<i64>,
}

/// A marked-content sequence that has not ended.
struct OpenMark {
    number: Option<i64>,
    artifact: bool,
    actual_text: bool,
}

impl ContentScan<'_> {
    fn check_operation(&mut self, operation: &Operation) -> Option<String> {
        match operation.operator.as_str() {
            "BDC" => self.begin_mark(&operation.operands),
            "EMC" => match self.open.pop() {
                Some(_) => None,
                None => Some("ends a mark that it did not begin".to_owned()),
            },
            "Tf" => {
                let name = operation.operands.first().map(Object::as_name);
                self.font = match name {
                    Some(Ok(name)) => self.fonts.get(name),
                    Some(Err(_)) | None => None,
                };
                None
            }
            "TJ" | "Tj" => self
                .check_painting()
                .or_else(|| self.check_text(&operation.operands)),
            "f" | "f*" | "B" | "B*" | "S" | "s" | "b" | "Do" | "sh" => self.check_painting(),
            _ => None,
        }
    }

    fn begin_mark(&mut self, operands: &[Object]) -> Option<String> {
        let name = operands.first().and_then(|name| name.as_name().ok());
        let properties = operands.get(1).and_then(|entries| entries.as_dict().ok());
        let number = properties.and_then(|entries| entries.get(b"MCID").ok()?.as_i64().ok());
        let artifact = name == Some(b"Artifact");
        let actual_text = properties.is_some_and(|entries| entries.has(b"ActualText"));
        let within_artifact = self.open.iter().any(|mark| mark.artifact);
        self.open.push(OpenMark {
            number,
            artifact,
            actual_text,
        });
        match number {
            Some(_) if within_artifact => Some("has tagged content inside an artifact".to_owned()),
            Some(number) if !self.marks.insert(number) => {
                Some(format!("has content {number} twice"))
            }
            Some(_) | None => None,
        }
    }

    fn check_painting(&self) -> Option<String> {
        let is_marked = |mark: &OpenMark| mark.artifact || mark.number.is_some();
        let marked = self.open.iter().any(is_marked);
        (!marked).then(|| "paints something that is neither tagged nor an artifact".to_owned())
    }

    fn check_text(&self, operands: &[Object]) -> Option<String> {
        let Some(font) = self.font else {
            return Some("shows text in no font".to_owned());
        };
        let has_actual_text = self.open.iter().any(|mark| mark.actual_text);
        operands
            .iter()
            .flat_map(shown_codes)
            .find_map(|code| font.code_problem(code, has_actual_text))
    }
}

/// The two-byte codes that an operand of a text operator shows.
fn shown_codes(operand: &Object) -> Vec<u16> {
    match operand {
        Object::Array(items) => items.iter().flat_map(shown_codes).collect(),
        Object::String(bytes, _) => bytes
            .chunks_exact(2)
            .map(|pair| u16::from_be_bytes([pair[0], pair[1]]))
            .collect(),
        _ => Vec::new(),
    }
}
