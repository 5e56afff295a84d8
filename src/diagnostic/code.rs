//! Codes: one word for each kind of problem, by which programs and people can tell them apart.
//!
//! Words are kebab-case and keep their meaning once a release has them; messages may change.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Declares [`Code`], so that each variant is written once, beside its word.
macro_rules! codes {
    ($($(#[doc = $doc:literal])* $variant:ident = $word:literal,)*) => {
        /// The kind of a [`Diagnostic`](super::Diagnostic), for example `unknown-source`.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $($(#[doc = $doc])* $variant,)*
        }

        impl Code {
            /// Every code.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// The kebab-case word for it.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)*
                }
            }
        }
    };
}

codes! {
    // Files and folders.

    /// A file or folder cannot be read.
    UnreadableFile = "unreadable-file",
    /// A file cannot be written.
    UnwritableFile = "unwritable-file",
    /// A file that is no longer needed cannot be removed.
    UnremovableFile = "unremovable-file",
    /// A path leads to a folder or a device where a file is needed.
    NotAFile = "not-a-file",
    /// A file that is named does not exist.
    MissingFile = "missing-file",
    /// A file would be overwritten that already exists.
    FileExists = "file-exists",
    /// A file has more bytes than the limit.
    FileTooLarge = "file-too-large",
    /// A text file is not UTF-8.
    NotUtf8 = "not-utf8",
    /// A path leads out of the project.
    OutsideProject = "outside-project",
    /// Files cannot be watched for changes.
    CannotWatch = "cannot-watch",

    // YAML: briefs, `gen.yaml`, themes and labels.

    /// A text is not YAML, or uses a part of YAML that is not supported.
    InvalidYaml = "invalid-yaml",
    /// Lists and mappings are nested deeper than the limit.
    NestedTooDeeply = "nested-too-deeply",
    /// A key is not known in this place.
    UnknownKey = "unknown-key",
    /// A key occurs twice at the same level.
    DuplicateKey = "duplicate-key",
    /// A required key is missing.
    MissingKey = "missing-key",
    /// A required key has no value.
    EmptyValue = "empty-value",
    /// A value has the wrong type, for example a list instead of a text.
    WrongType = "wrong-type",
    /// A value is not one of the allowed words.
    UnknownValue = "unknown-value",
    /// A number is too small or too large.
    OutOfRange = "out-of-range",

    // Briefs.

    /// No brief was found where one was expected.
    MissingBrief = "missing-brief",
    /// A name cannot be the name of a new brief.
    InvalidBriefName = "invalid-brief-name",
    /// A text holds a control character or another that no text may have.
    ForbiddenCharacter = "forbidden-character",
    /// A date is not of the form `2026-11-23`.
    InvalidDate = "invalid-date",
    /// An event ends before it starts.
    EventEndsBeforeStart = "event-ends-before-start",
    /// A language is not a BCP 47 tag.
    InvalidLanguage = "invalid-language",
    /// A citation names a source that the brief does not have.
    UnknownSource = "unknown-source",
    /// Two sources have one id.
    DuplicateSource = "duplicate-source",
    /// The id of a source or another item holds characters that an id cannot have.
    InvalidSourceId = "invalid-source-id",
    /// A link leads to an id that nothing in the brief has.
    UnknownId = "unknown-id",
    /// Two items have one id.
    DuplicateId = "duplicate-id",
    /// The address of a source is not one of the web or of mail.
    InvalidAddress = "invalid-address",
    /// A link leads to something other than the web or mail.
    InvalidLink = "invalid-link",
    /// Markdown that a text cannot hold, or that is left open, is printed as typed.
    UnreadMarkup = "unread-markup",
    /// A value that is one line, such as a title, holds a list, a table, a heading or a quotation.
    BlockInLine = "block-in-line",
    /// A chart has no categories or no series.
    EmptyChart = "empty-chart",
    /// A series has more or fewer values than the chart has categories.
    ValueCountMismatch = "value-count-mismatch",
    /// A value of a chart is not a finite number.
    InvalidNumber = "invalid-number",
    /// A chart highlights a series or category that it does not have.
    UnknownHighlight = "unknown-highlight",
    /// A table has no columns.
    EmptyTable = "empty-table",
    /// A row has more or fewer cells than the table has columns.
    CellCountMismatch = "cell-count-mismatch",

    // Pictures.

    /// A picture does not exist.
    MissingPicture = "missing-picture",
    /// The path of a picture is absolute, or not written with `/`.
    InvalidPicturePath = "invalid-picture-path",
    /// A picture has no `alt` text and is not marked as decorative.
    MissingAltText = "missing-alt-text",
    /// A picture has a format that is not supported.
    UnknownPictureFormat = "unknown-picture-format",
    /// A picture is damaged.
    DamagedPicture = "damaged-picture",
    /// A picture has more pixels or bytes than the limit.
    PictureTooLarge = "picture-too-large",
    /// An SVG picture cannot be used.
    InvalidSvg = "invalid-svg",
    /// An SVG picture holds parts that are not shown.
    SvgPartsIgnored = "svg-parts-ignored",

    // Fonts.

    /// No font has a character of the text.
    NoFont = "no-font",
    /// Pages show an emoji of several characters by its parts, or without its tone of skin.
    SignInParts = "sign-in-parts",
    /// A font family that the theme names is in no font folder.
    MissingFontFamily = "missing-font-family",
    /// A font folder does not exist or cannot be read.
    MissingFontFolder = "missing-font-folder",
    /// A font file cannot be used.
    InvalidFont = "invalid-font",

    // Themes, labels and settings.

    /// No theme has the given name.
    UnknownTheme = "unknown-theme",
    /// A theme cannot be used.
    InvalidTheme = "invalid-theme",
    /// A value is not a colour such as `"#1f4e79"`.
    InvalidColour = "invalid-colour",
    /// A type size is not a pair of size and leading.
    InvalidTypeSize = "invalid-type-size",
    /// A text colour has too little contrast with its background.
    LowContrast = "low-contrast",
    /// The margins of a theme leave too little width for text.
    MarginsTooWide = "margins-too-wide",
    /// A file of labels has a label that no document uses.
    UnknownLabel = "unknown-label",
    /// A label has a placeholder that it does not know.
    UnknownPlaceholder = "unknown-placeholder",
    /// A label lacks a placeholder that it is there for.
    MissingPlaceholder = "missing-placeholder",
    /// A file of labels leaves some out, which come from a built-in file.
    LabelsLeftOut = "labels-left-out",
    /// There are no labels for the language of the brief.
    MissingLabels = "missing-labels",
    /// A field of a brief is in none of the templates.
    UnprintedField = "unprinted-field",
    /// No output format has the given name.
    UnknownFormat = "unknown-format",
    /// No dialect of Markdown has the given name.
    UnknownDialect = "unknown-dialect",
    /// A scale is not a number that pictures of pages can have.
    InvalidScale = "invalid-scale",

    // Templates.

    /// No template has the given name.
    UnknownTemplate = "unknown-template",
    /// A template does not begin with front matter.
    MissingFrontMatter = "missing-front-matter",
    /// A template cannot be parsed, or an expression of it fails.
    InvalidTemplate = "invalid-template",
    /// A template runs for too long.
    TemplateTooSlow = "template-too-slow",
    /// A template makes a text that is longer than the limit.
    TemplateOutputTooLong = "template-output-too-long",
    /// A template uses a container that does not exist.
    UnknownContainer = "unknown-container",
    /// A container is not closed, or closed without having been opened.
    UnbalancedContainer = "unbalanced-container",
    /// A container is in the wrong place, or has content that it cannot have.
    InvalidContainer = "invalid-container",
    /// A template prints a list or an item of the brief in running text.
    ListInText = "list-in-text",

    // The Word template.

    /// The Word template cannot be used.
    InvalidReferenceDoc = "invalid-reference-doc",

    // Fitting: errors, and the ledger of what was done to make a document fit.

    /// A document does not fit its number of pages, whatever is left out.
    TooManyPages = "too-many-pages",
    /// A slide does not hold its text.
    SlideOverflow = "slide-overflow",
    /// The marking takes more lines than there is room for.
    MarkingTooLong = "marking-too-long",
    /// The space between blocks was made smaller.
    SpaceReduced = "space-reduced",
    /// The space between lines was made smaller.
    LeadingReduced = "leading-reduced",
    /// Type was made smaller.
    TypeMadeSmaller = "type-made-smaller",
    /// Content was left out.
    LeftOut = "left-out",
    /// Points were reduced to their headlines.
    DetailLeftOut = "detail-left-out",
    /// A link leads to something that was left out, and became plain text.
    LinkLeftOut = "link-left-out",
    /// The matrix of the risks was left out; their table remains.
    MatrixLeftOut = "matrix-left-out",
    /// A word is wider than its column, and was cut where its language has no joint.
    WordCut = "word-cut",
    /// A text that cannot be broken, such as a number, is wider than its column.
    TextTooWide = "text-too-wide",
    /// A slide goes on over several slides.
    SlideSplit = "slide-split",
    /// A title was shortened.
    TitleShortened = "title-shortened",

    // Charts in a document.

    /// A chart has no values to draw.
    ChartWithoutValues = "chart-without-values",
    /// A chart is drawn as another kind than the brief asks for.
    ChartKindChanged = "chart-kind-changed",
    /// A chart has no room for some of its names or values.
    ChartTextLeftOut = "chart-text-left-out",
    /// A chart cannot be drawn.
    InvalidChart = "invalid-chart",

    // Mail merge.

    /// A row has too few, too many or unreadable values.
    InvalidRow = "invalid-row",
    /// A row or a value is larger than the limit.
    RowTooLarge = "row-too-large",
    /// The data have no rows, or no column names.
    EmptyData = "empty-data",
    /// Two columns have one name, or a column has none.
    InvalidColumnName = "invalid-column-name",
    /// A pattern names a column that the data do not have.
    UnknownColumn = "unknown-column",
    /// A row lacks a value that the pattern needs.
    MissingRowValue = "missing-row-value",
    /// A pattern holds an expression that cannot be used.
    InvalidExpression = "invalid-expression",
    /// A pattern has no expressions, so all rows give the same documents.
    PatternWithoutColumns = "pattern-without-columns",
    /// A name of output files cannot be made from a row.
    InvalidFileName = "invalid-file-name",

    // Outputs.

    /// Two documents would be written to the same file.
    OutputConflict = "output-conflict",
    /// An output needs a folder, and a single file was named.
    SingleFileOutput = "single-file-output",
    /// An output differs from the one that would be written.
    OutOfDate = "out-of-date",
    /// An output that would be written does not exist.
    MissingOutput = "missing-output",
    /// An output is left over: no brief makes it any more.
    LeftOver = "left-over",
    /// Another run holds the manifest for too long.
    Locked = "locked",
    /// The brief cannot be attached to its documents.
    CannotAttachSource = "cannot-attach-source",
    /// An image of a page would have too many pixels.
    PageTooLarge = "page-too-large",
    /// A format cannot write the document.
    UnwritableDocument = "unwritable-document",

    // The command, and the program itself.

    /// Problems were left out of a report that has no more room.
    ProblemsOmitted = "problems-omitted",
    /// An argument of the command cannot be used.
    InvalidArgument = "invalid-argument",
    /// The program does not work as it should.
    InternalError = "internal-error",
    /// A problem that was recorded without a code that this version knows.
    Other = "other",
}

impl fmt::Display for Code {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.as_str())
    }
}

impl FromStr for Code {
    type Err = UnknownCode;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        let code = Self::ALL.iter().find(|code| code.as_str() == word);
        code.copied().ok_or(UnknownCode)
    }
}

/// No [`Code`] has the given word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnknownCode;

impl fmt::Display for UnknownCode {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("this is not the code of a problem")
    }
}

impl std::error::Error for UnknownCode {}

impl Serialize for Code {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Code {
    /// A word that is not known is read as [`Code::Other`], because manifests may have been written
    /// by a newer version.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let word = String::deserialize(deserializer)?;
        Ok(word.parse().unwrap_or(Self::Other))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::Code;

    #[test]
    fn words_are_unique_and_kebab_case() {
        let words: BTreeSet<&str> = Code::ALL.iter().map(|code| code.as_str()).collect();
        assert_eq!(words.len(), Code::ALL.len());
        for word in words {
            let is_kebab = word.split('-').all(|part| {
                !part.is_empty()
                    && part
                        .bytes()
                        .all(|it| it.is_ascii_lowercase() || it.is_ascii_digit())
            });
            assert!(is_kebab, "{word}");
        }
    }

    #[test]
    fn words_are_the_names_of_variants() {
        for code in Code::ALL {
            let mut word = String::new();
            for character in format!("{code:?}").chars() {
                if character.is_ascii_uppercase() && !word.is_empty() {
                    word.push('-');
                }
                word.push(character.to_ascii_lowercase());
            }
            assert_eq!(word, code.as_str());
        }
    }

    #[test]
    fn unknown_words_are_tolerated() {
        for code in Code::ALL {
            let json = serde_json::to_string(code).expect("a code");
            assert_eq!(serde_json::from_str::<Code>(&json).ok(), Some(*code));
        }
        let unknown: Option<Code> = serde_json::from_str("\"from-the-future\"").ok();
        assert_eq!(unknown, Some(Code::Other));
    }
}
