//! Rules that keep the source readable: no import circles, few closures in one statement, and no
//! state outside of values. Function length is a lint (`clippy.toml`).

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use syn::spanned::Spanned;
use syn::visit::{self, Visit};

/// The names on a module's path: `backend::pdf` is `["backend", "pdf"]`, and the root is empty.
type ModulePath = Vec<String>;

/// Closures in one statement. With more, name the steps.
const MAX_CLOSURES: usize = 3;

#[test]
fn no_module_imports_one_that_imports_it() {
    let sources = Sources::read(&repository().join("src"));
    let imports = sources.imports();
    let circles: Vec<String> = circles_among(&imports)
        .iter()
        .map(|circle| describe_circle(circle, &imports))
        .collect();
    assert!(
        circles.is_empty(),
        "import circles (parents and children count):\n{}",
        circles.join("\n")
    );
}

#[test]
fn an_import_circle_is_found() {
    let sources = Sources::from_texts(&[
        ("", "mod a; mod b; mod c;"),
        ("a", "use crate::b::{self, thing}; fn f() {}"),
        ("b", "fn thing() { crate::c::helper() }"),
        (
            "c",
            "use super::a; #[cfg(test)] mod tests { use crate::b; }",
        ),
    ]);
    let circles = circles_among(&sources.imports());
    let expected: BTreeSet<ModulePath> = ["a", "b", "c"]
        .iter()
        .map(|name| vec![name.to_string()])
        .collect();
    assert_eq!(circles, [expected]);
}

#[test]
fn a_parent_may_reexport_its_children() {
    let sources = Sources::from_texts(&[
        ("", "mod a;"),
        ("a", "mod child; pub use child::Thing; pub struct Shared;"),
        ("a::child", "use super::Shared; pub struct Thing;"),
    ]);
    assert_eq!(circles_among(&sources.imports()), []);
}

#[test]
fn no_statement_has_too_many_closures() {
    let sources = Sources::read(&repository().join("src"));
    let mut crowded = Vec::new();
    for file in sources.files.values() {
        let mut statements = CrowdedStatements::default();
        statements.visit_file(&file.syntax);
        for line in statements.lines {
            crowded.push(format!("{}:{line}", file.name));
        }
    }
    assert!(
        crowded.is_empty(),
        "more than {MAX_CLOSURES} closures in one statement:\n{}",
        crowded.join("\n")
    );
}

#[test]
fn a_crowded_statement_is_found() {
    let text = "fn f() {\n    let ok = a(|| b(|| c(|| 1)));\n    \
                let crowded = a(|| 1).b(|| 2).c(|| 3).d(|| 4);\n}";
    let mut statements = CrowdedStatements::default();
    statements.visit_file(&syn::parse_file(text).expect("Rust"));
    assert_eq!(statements.lines, [3]);
}

/// Equal input gives equal bytes, whatever the process has rendered before. So state belongs to a
/// value that is passed down, such as the caches of a run. A table that is computed once, from
/// nothing but constants, is no state: `LazyLock` is allowed.
#[test]
fn nothing_is_kept_for_a_thread_or_the_process() {
    let sources = Sources::read(&repository().join("src"));
    let mut kept = Vec::new();
    for file in sources.files.values() {
        let mut statics = MutableStatics::default();
        statics.visit_file(&file.syntax);
        for line in statics.lines {
            kept.push(format!("{}:{line}", file.name));
        }
    }
    assert!(
        kept.is_empty(),
        "state of a thread or of the process:\n{}",
        kept.join("\n")
    );
}

#[test]
fn mutable_statics_are_found() {
    let text = "static TABLE: LazyLock<Vec<u8>> = LazyLock::new(Vec::new);\n\
                static CACHE: LazyLock<Mutex<u8>> = LazyLock::new(Mutex::default);\n\
                fn f() {\n    static COUNT: AtomicUsize = AtomicUsize::new(0);\n}\n\
                std::thread_local! { static LAST: u8 = 0; }\n\
                static FIRST: std::sync::OnceLock<u8> = OnceLock::new();";
    let mut statics = MutableStatics::default();
    statics.visit_file(&syn::parse_file(text).expect("Rust"));
    assert_eq!(statics.lines, [2, 4, 6, 7]);
}

fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The parsed files of the library, without the command and test modules.
struct Sources {
    files: BTreeMap<ModulePath, SourceFile>,
}

struct SourceFile {
    name: String,
    syntax: syn::File,
}

impl Sources {
    fn read(folder: &Path) -> Self {
        let mut paths = Vec::new();
        collect_rust_files(folder, &mut paths);
        let files = paths.into_iter().map(|path| {
            let name = path.strip_prefix(folder).expect("below src").to_owned();
            let text = fs::read_to_string(&path).expect("UTF-8");
            let syntax = syn::parse_file(&text).expect("Rust");
            let file = SourceFile {
                name: format!("src/{}", name.display()),
                syntax,
            };
            (module_of(&name), file)
        });
        Self {
            files: files.collect(),
        }
    }

    fn from_texts(texts: &[(&str, &str)]) -> Self {
        let files = texts.iter().map(|(module, text)| {
            let path = module.split("::").filter(|name| !name.is_empty());
            let file = SourceFile {
                name: (*module).to_owned(),
                syntax: syn::parse_file(text).expect("Rust"),
            };
            (path.map(str::to_owned).collect(), file)
        });
        Self {
            files: files.collect(),
        }
    }

    /// For each module, the modules that its code names.
    fn imports(&self) -> BTreeMap<ModulePath, BTreeSet<ModulePath>> {
        let modules: BTreeSet<ModulePath> = self.files.keys().cloned().collect();
        let mut imports = BTreeMap::new();
        for (module, file) in &self.files {
            let mut found = Imports {
                file_module: module,
                module: module.clone(),
                modules: &modules,
                found: BTreeSet::new(),
            };
            found.visit_file(&file.syntax);
            imports.insert(module.clone(), found.found);
        }
        imports
    }
}

/// Collects the Rust files below `folder`, except those of the command and of test modules.
fn collect_rust_files(folder: &Path, paths: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        let stem = path.file_stem().unwrap_or_default().to_string_lossy();
        let is_test = matches!(&*stem, "tests" | "lint" | "bin");
        if is_test {
            continue;
        }
        if path.is_dir() {
            collect_rust_files(&path, paths);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            paths.push(path);
        }
    }
}

fn module_of(file: &Path) -> ModulePath {
    let names = file.with_extension("");
    let names = names.iter().map(|name| name.to_string_lossy().into_owned());
    let mut module: ModulePath = names.collect();
    if matches!(module.last().map(String::as_str), Some("lib" | "mod")) {
        module.pop();
    }
    module
}

/// Collects the modules that a file names in imports and paths.
struct Imports<'a> {
    file_module: &'a ModulePath,
    /// The module that is being visited: the file's own, or an inline module in it.
    module: ModulePath,
    modules: &'a BTreeSet<ModulePath>,
    found: BTreeSet<ModulePath>,
}

impl Imports<'_> {
    fn add_path(&mut self, names: &[String]) {
        let Some((mut target, rest)) = self.start_of(names) else {
            return;
        };
        for name in rest {
            target.push(name.clone());
            if !self.modules.contains(&target) {
                target.pop();
                break;
            }
        }
        if target != *self.file_module {
            self.found.insert(target);
        }
    }

    /// The module that a path starts from, and the names after it; `None` for other crates.
    fn start_of<'n>(&self, names: &'n [String]) -> Option<(ModulePath, &'n [String])> {
        let (first, rest) = names.split_first()?;
        match first.as_str() {
            "crate" => Some((Vec::new(), rest)),
            "self" => Some((self.module.clone(), rest)),
            "super" => {
                let levels = names.iter().take_while(|name| *name == "super").count();
                let depth = self.module.len().saturating_sub(levels);
                Some((self.module[..depth].to_vec(), &names[levels..]))
            }
            _ => {
                let mut child = self.module.clone();
                child.push(first.clone());
                let is_child = self.modules.contains(&child);
                is_child.then(|| (self.module.clone(), names))
            }
        }
    }

    fn add_use_tree(&mut self, tree: &syn::UseTree, prefix: &mut Vec<String>) {
        match tree {
            syn::UseTree::Path(path) => {
                prefix.push(path.ident.to_string());
                self.add_use_tree(&path.tree, prefix);
                prefix.pop();
            }
            syn::UseTree::Group(group) => {
                for tree in &group.items {
                    self.add_use_tree(tree, prefix);
                }
            }
            syn::UseTree::Name(name) => self.add_named(&name.ident, prefix),
            syn::UseTree::Rename(rename) => self.add_named(&rename.ident, prefix),
            syn::UseTree::Glob(_) => self.add_path(prefix),
        }
    }

    fn add_named(&mut self, name: &syn::Ident, prefix: &[String]) {
        let mut names = prefix.to_vec();
        if name != "self" {
            names.push(name.to_string());
        }
        self.add_path(&names);
    }
}

impl<'ast> Visit<'ast> for Imports<'_> {
    fn visit_item(&mut self, item: &'ast syn::Item) {
        let attributes = match item {
            syn::Item::Mod(item) => &item.attrs,
            syn::Item::Fn(item) => &item.attrs,
            syn::Item::Use(item) => &item.attrs,
            _ => return visit::visit_item(self, item),
        };
        if !attributes.iter().any(is_test_only) {
            visit::visit_item(self, item);
        }
    }

    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        self.module.push(item.ident.to_string());
        visit::visit_item_mod(self, item);
        self.module.pop();
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        // A parent that only re-exports a child does not depend on it.
        if matches!(item.vis, syn::Visibility::Inherited) {
            self.add_use_tree(&item.tree, &mut Vec::new());
        }
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        if path.leading_colon.is_none() && path.segments.len() > 1 {
            let names = path
                .segments
                .iter()
                .map(|segment| segment.ident.to_string());
            self.add_path(&names.collect::<Vec<_>>());
        }
        visit::visit_path(self, path);
    }
}

fn is_test_only(attribute: &syn::Attribute) -> bool {
    let syn::Meta::List(list) = &attribute.meta else {
        return false;
    };
    list.path.is_ident("cfg") && list.tokens.to_string() == "test"
}

/// Finds the lines of statements with more than [`MAX_CLOSURES`] closures of their own.
#[derive(Default)]
struct CrowdedStatements {
    lines: Vec<usize>,
}

impl<'ast> Visit<'ast> for CrowdedStatements {
    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        if !item.attrs.iter().any(is_test_only) {
            visit::visit_item_mod(self, item);
        }
    }

    fn visit_stmt(&mut self, statement: &'ast syn::Stmt) {
        let mut closures = Closures(0);
        if !matches!(statement, syn::Stmt::Item(_)) {
            visit::visit_stmt(&mut closures, statement);
        }
        if closures.0 > MAX_CLOSURES {
            self.lines.push(statement.span().start().line);
        }
        visit::visit_stmt(self, statement);
    }
}

/// Counts closures; statements of inner blocks are counted for themselves.
struct Closures(usize);

impl<'ast> Visit<'ast> for Closures {
    fn visit_expr_closure(&mut self, closure: &'ast syn::ExprClosure) {
        self.0 += 1;
        visit::visit_expr_closure(self, closure);
    }

    fn visit_block(&mut self, _: &'ast syn::Block) {}
}

/// The lines of statics that can change, and of values of each thread.
#[derive(Default)]
struct MutableStatics {
    lines: Vec<usize>,
}

impl<'ast> Visit<'ast> for MutableStatics {
    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        if !item.attrs.iter().any(is_test_only) {
            visit::visit_item_mod(self, item);
        }
    }

    fn visit_item_static(&mut self, item: &'ast syn::ItemStatic) {
        let mut cells = Cells(matches!(item.mutability, syn::StaticMutability::Mut(_)));
        cells.visit_type(&item.ty);
        if cells.0 {
            self.lines.push(item.span().start().line);
        }
    }

    fn visit_macro(&mut self, call: &'ast syn::Macro) {
        let name = call.path.segments.last();
        if name.is_some_and(|name| name.ident == "thread_local") {
            self.lines.push(call.span().start().line);
        }
    }
}

/// Types whose value can change behind a shared reference.
const CELLS: [&str; 6] = ["Mutex", "RwLock", "OnceLock", "OnceCell", "RefCell", "Cell"];

/// Whether a type contains one of [`CELLS`] or an atomic.
struct Cells(bool);

impl<'ast> Visit<'ast> for Cells {
    fn visit_path_segment(&mut self, segment: &'ast syn::PathSegment) {
        let name = segment.ident.to_string();
        self.0 |= CELLS.contains(&name.as_str()) || name.starts_with("Atomic");
        visit::visit_path_segment(self, segment);
    }
}

/// Sets of modules that reach one another through their imports.
fn circles_among(
    imports: &BTreeMap<ModulePath, BTreeSet<ModulePath>>,
) -> Vec<BTreeSet<ModulePath>> {
    let reachable: BTreeMap<&ModulePath, BTreeSet<&ModulePath>> = imports
        .keys()
        .map(|module| (module, reachable_from(module, imports)))
        .collect();
    let mut circles = BTreeSet::new();
    for (module, targets) in &reachable {
        if targets.contains(module) {
            let returns = |target: &&&ModulePath| reachable[**target].contains(module);
            let circle = targets
                .iter()
                .filter(returns)
                .map(|target| (*target).clone());
            circles.insert(circle.collect());
        }
    }
    circles.into_iter().collect()
}

fn reachable_from<'a>(
    start: &'a ModulePath,
    imports: &'a BTreeMap<ModulePath, BTreeSet<ModulePath>>,
) -> BTreeSet<&'a ModulePath> {
    let mut reached = BTreeSet::new();
    let mut waiting = vec![start];
    while let Some(module) = waiting.pop() {
        for target in imports.get(module).into_iter().flatten() {
            if reached.insert(target) {
                waiting.push(target);
            }
        }
    }
    reached
}

fn describe_circle(
    circle: &BTreeSet<ModulePath>,
    imports: &BTreeMap<ModulePath, BTreeSet<ModulePath>>,
) -> String {
    let mut lines = vec![format!("circle of {} modules:", circle.len())];
    for module in circle {
        for target in imports[module].intersection(circle) {
            lines.push(format!("  {} -> {}", module.join("::"), target.join("::")));
        }
    }
    lines.join("\n")
}
