//! The containers of templates: their names, and how deep they may be nested.

/// How deep containers may be nested.
pub(super) const MAX_DEPTH: usize = 8;

/// The containers a template may use, each with its content, as messages describe it.
pub(super) const CONTAINERS: [(&str, &str); 24] = [
    (
        "masthead",
        "nothing: title, subtitle, date and so on come from the brief",
    ),
    ("particulars", "lines `| label | text |`"),
    ("bottom-line", "Markdown"),
    ("ask", "`{{ ask }}`"),
    ("metrics", "`{{ metrics }}`"),
    ("point", "one of `points`"),
    ("grid", "one of `groups`"),
    ("quote", "one of `quotes`"),
    ("people", "`{{ people }}`"),
    ("timeline", "`{{ timeline }}`"),
    ("options", "`{{ options }}`"),
    ("risks", "`{{ risks }}`"),
    ("actions", "`{{ actions }}`"),
    ("questions", "`{{ questions }}`"),
    ("glossary", "`{{ glossary }}`"),
    ("contacts", "`{{ contacts }}`"),
    ("signatories", "`{{ signatories }}`"),
    ("chart", "one of `charts`"),
    ("image", "one of `images`"),
    ("table", "one of `tables`, or one of `charts`: its numbers"),
    ("columns", "Markdown and one `aside`"),
    ("aside", "Markdown; only inside `columns`"),
    ("notes", "Markdown for the speaker's notes"),
    (
        "sources",
        "nothing: the list of sources comes from the brief",
    ),
];
