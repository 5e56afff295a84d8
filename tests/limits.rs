//! Every limit from both of its sides: what keeps it passes, and one more is told by the limit's
//! own message.
//!
//! Here are those of briefs, templates, documents, pictures and fonts. Those of a Word template
//! for Word are tested beside its reader, as they are seen best from inside, and that of a picture
//! of a page beside the scale of pages. Bytes of files count wherever a file comes in: from disk,
//! from standard input, through a pipe.

#[path = "common/sandbox.rs"]
mod sandbox;

use std::io::Write;
use std::process::{Command, Stdio};

use briefkit::assets::{ImageFile, ImageLimits, MAX_REFERENCE_DOC_BYTES, SvgLimits};
use briefkit::brief::Brief;
use briefkit::diagnostic::{Diagnostic, SourceText};
use briefkit::fonts::{self, Fonts};
use briefkit::internals::{YamlLimits, YamlNodeKind, parse_yaml};
use briefkit::template::{self, Binding, Filled, Template};
use briefkit::{labels, reader};
use sandbox::{FinishedRun, GOOD, Sandbox};

const MIB: usize = 1 << 20;

/// The message; empty if nothing is wrong.
fn told<T>(result: Result<T, Diagnostic>) -> String {
    result
        .err()
        .map(|problem| problem.message)
        .unwrap_or_default()
}

#[track_caller]
fn passes<T>(result: Result<T, Diagnostic>) {
    assert_eq!(told(result), "");
}

#[track_caller]
fn is_told<T>(result: Result<T, Diagnostic>, part: &str) {
    let told = told(result);
    assert!(told.contains(part), "no `{part}` in `{told}`");
}

/// A good brief of so many bytes.
fn brief_of(bytes: usize) -> String {
    format!("{GOOD}# {}\n", "x".repeat(bytes - GOOD.len() - 3))
}

#[test]
fn a_yaml_text() {
    let parse = |text: String| parse_yaml(&SourceText::new("a", &text), YamlLimits::default());
    passes(parse(brief_of(MIB)));
    is_told(
        parse(brief_of(MIB + 1)),
        "`a` has 1048577 bytes; the limit is 1048576",
    );

    let nested = |levels: usize| parse(format!("{}{}", "[".repeat(levels), "]".repeat(levels)));
    passes(nested(32));
    is_told(nested(33), "nested deeper than 32 levels");
    let blocks = |levels: usize| {
        parse(
            (0..levels)
                .map(|level| format!("{:1$}a:\n", "", level))
                .collect::<String>(),
        )
    };
    passes(blocks(32));
    is_told(blocks(33), "nested deeper than 32 levels");

    // The list counts as well.
    let values = |count: usize| parse(format!("[{}]", "x,".repeat(count)));
    passes(values(99_999));
    is_told(
        values(100_000),
        "more than 100000 values, counting what aliases repeat",
    );
    // Nine thousand and one, ten times again, and the list around them.
    let repeated = |times: usize, more: usize| {
        let list = format!("&a [{}]", "x,".repeat(9_089));
        parse(format!(
            "[{list},{}{}]",
            "*a,".repeat(times),
            "x,".repeat(more)
        ))
    };
    passes(repeated(10, 9));
    is_told(repeated(10, 10), "more than 100000 values");
}

#[test]
fn every_yaml_file_has_so_many_bytes() {
    let sandbox = Sandbox::new();
    let padded =
        |text: &str, bytes: usize| format!("{text}#{}\n", "x".repeat(bytes - text.len() - 2));
    let keys = "lang: nl\ntheme: house\n";
    let brief = format!("{GOOD}{keys}");
    let files = [
        ("briefs/a.yaml", brief.as_str()),
        ("gen.yaml", "formats: [json]\n"),
        ("templates/themes/house.yaml", "name: house\n"),
        (
            "templates/labels/nl.yaml",
            include_str!("../templates/labels/en.yaml"),
        ),
    ];
    for (name, text) in files {
        sandbox.write(name, &padded(text, MIB));
    }
    sandbox.run(&[]).exits_with(0).reports("1 file written");
    for (name, text) in files {
        sandbox.write(name, &padded(text, MIB + 1));
        sandbox
            .run(&[])
            .exits_with(1)
            .reports("1048577 bytes; the limit is 1048576")
            .reports(name);
        sandbox.write(name, text);
    }
}

#[test]
fn what_is_read_once_has_so_many_bytes() {
    let sandbox = Sandbox::new();
    let piped = |bytes: usize| {
        let mut command = sandbox.command();
        let child = command
            .args(["-", "-f", "json", "-o", "-"])
            .stdin(Stdio::piped())
            .stdout(Stdio::null());
        let mut child = child.stderr(Stdio::piped()).spawn().expect("gen runs");
        // It need not read to the end.
        let _ = child
            .stdin
            .take()
            .expect("a pipe")
            .write_all(brief_of(bytes).as_bytes());
        FinishedRun(child.wait_with_output().expect("it ends"))
    };
    piped(MIB).exits_with(0);
    piped(MIB + 1).exits_with(1).reports("the limit is 1048576");
    piped(8 * MIB).exits_with(1).reports("the limit is 1048576");
    if cfg!(unix)
        && Command::new("mkfifo")
            .arg(sandbox.path("pipe"))
            .status()
            .is_ok_and(|made| made.success())
    {
        for (bytes, status) in [(MIB, 0), (MIB + 1, 1)] {
            let pipe = sandbox.path("pipe");
            let writer = std::thread::spawn(move || std::fs::write(pipe, brief_of(bytes)));
            sandbox.run(&["pipe", "-f", "json"]).exits_with(status);
            let _ = writer.join();
        }
    }
}

const FRONT: &str = "---\nmedium: pages\n---\n";

fn parse(body: &str) -> Result<Template, Diagnostic> {
    Template::parse(
        "own",
        SourceText::new("own.md.jinja", &format!("{FRONT}{body}")),
    )
}

fn brief(text: &str) -> Brief {
    let source = SourceText::new("brief.yaml", text);
    Brief::read(&source, None)
        .unwrap_or_else(|problems| panic!("{problems:#?}"))
        .brief
}

fn fill(body: &str, title: &str) -> Result<Filled, Diagnostic> {
    let brief = brief(&GOOD.replace("A good brief", title));
    parse(body)?.fill(
        &brief,
        &labels::built_in_labels("en").expect("they are built in"),
    )
}

#[test]
fn a_template_has_so_many_bytes() {
    let of = |bytes: usize| parse(&"x".repeat(bytes - FRONT.len()));
    passes(of(template::MAX_BYTES));
    is_told(of(template::MAX_BYTES + 1), "has more than 262144 bytes");
    let sandbox = Sandbox::new();
    sandbox.write(
        "templates/note.md.jinja",
        &format!("{FRONT}{}", "x".repeat(template::MAX_BYTES)),
    );
    sandbox
        .write("a.yaml", GOOD)
        .run(&["a.yaml", "-f", "json"])
        .exits_with(1)
        .reports("bytes; the limit is 262144");
}

#[test]
fn a_template_does_so_much_work() {
    // Each round is some instructions; a hundredth of the limit in rounds is surely less, the limit
    // itself surely more.
    let rounds = |count: usize| {
        fill(
            &format!(
                "{{% for a in range({count}) %}}{{% for b in range(100) %}}{{% endfor %}}{{% endfor %}}"
            ),
            "T",
        )
    };
    passes(rounds(100));
    is_told(rounds(10_000), "template `own` runs for too long");
    // What a single instruction makes costs as well.
    let doubled = |times: usize| {
        fill(
            &format!(
                "{{% set a = 'x' * 64 %}}{}{{{{ a | length }}}}",
                "{% set a = a ~ a %}".repeat(times)
            ),
            "T",
        )
    };
    passes(doubled(16));
    is_told(doubled(26), "template `own` runs for too long");
    // Nor does it go on inside of itself for ever.
    assert_ne!(
        told(fill("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", "T")),
        ""
    );
}

#[test]
fn a_template_prints_so_many_values() {
    let title = "x".repeat((64 << 10) - size_of::<Binding>());
    let printed = |times: usize| {
        fill(
            &format!("{{% for a in range({times}) %}}{{{{ title }}}}{{% endfor %}}"),
            &title,
        )
    };
    let fits = template::MAX_BOUND_BYTES / (64 << 10);
    passes(printed(fits));
    is_told(
        printed(fits + 1),
        "the template prints more than 33554432 bytes of values",
    );
}

#[test]
fn a_filled_template_has_so_many_bytes() {
    let body = |more: usize| {
        let line = "x".repeat((64 << 10) - 1);
        format!(
            "{{% for a in range(127) %}}{line}\n{{% endfor %}}{}",
            "x".repeat(more)
        )
    };
    let base = fill(&body(0), "T").expect("it is short").text.len();
    let more = template::MAX_FILLED_BYTES - base;
    passes(fill(&body(more), "T"));
    is_told(
        fill(&body(more + 1), "T"),
        "makes a text of 8388609 bytes; the limit is 8388608",
    );
}

#[test]
fn containers_have_so_many_levels() {
    let read = |levels: usize| {
        let body = format!(
            "{}word\n{}",
            "::: notes\n".repeat(levels),
            ":::\n".repeat(levels)
        );
        let (template, brief) = (parse(&body).expect("a template"), brief(GOOD));
        let labels = labels::built_in_labels("en").expect("they are built in");
        let filled = template.fill(&brief, &labels).expect("it can be filled");
        reader::read(&template, &filled, &brief, &labels).map_err(|mut problems| problems.remove(0))
    };
    passes(read(8));
    is_told(read(9), "containers are nested deeper than 8 levels");
    is_told(read(10_000), "containers are nested deeper than 8 levels");
}

#[test]
fn marks_inside_one_another_are_text_from_a_depth_on() {
    // No message: what stands too deep shows as it was written, and nothing is lost.
    for text in [
        "*a **b ".repeat(5000),
        "- ".repeat(5000),
        "> ".repeat(5000),
        "[".repeat(5000),
        "`".repeat(5000),
    ] {
        let text = format!(
            "{GOOD}sections: [{{heading: H, body: {}}}]\n",
            serde_json::to_string(&text).expect("a text")
        );
        assert!(
            told(fill(
                "{% for s in sections %}{{ s.body | rich }}{% endfor %}",
                "T"
            ))
            .is_empty()
        );
        let sandbox = Sandbox::new();
        sandbox
            .write("a.yaml", &text)
            .run(&["a.yaml", "-f", "json"])
            .exits_with(0);
    }
}

fn image(bytes: &[u8]) -> Result<(ImageFile, Vec<Diagnostic>), Diagnostic> {
    ImageFile::read("p", bytes, ImageLimits::default(), &Fonts::built_in())
}

/// A PNG file that says it has so many pixels, and has none.
fn png(width: u32, height: u32) -> Vec<u8> {
    let chunk = |kind: &[u8; 4], body: &[u8]| {
        let mut crc = libdeflater::Crc::new();
        crc.update(kind);
        crc.update(body);
        [
            &(body.len() as u32).to_be_bytes()[..],
            kind,
            body,
            &crc.sum().to_be_bytes(),
        ]
        .concat()
    };
    let head = [
        &width.to_be_bytes()[..],
        &height.to_be_bytes(),
        &[1, 0, 0, 0, 0],
    ]
    .concat();
    [
        &b"\x89PNG\r\n\x1a\n"[..],
        &chunk(b"IHDR", &head),
        &chunk(b"IDAT", &[]),
        &chunk(b"IEND", &[]),
    ]
    .concat()
}

#[test]
fn a_picture() {
    passes(image(&png(10_000, 10_000)));
    is_told(
        image(&png(10_000, 10_001)),
        "has 10000 × 10001 pixels; the limit is 100000000 in all",
    );
    is_told(
        image(&png(u32::MAX / 2, u32::MAX / 2)),
        "the limit is 100000000 in all",
    );
    let mut file = png(1, 1);
    file.resize(32 * MIB, 0);
    passes(image(&file));
    file.push(0);
    is_told(image(&file), "has 33554433 bytes; the limit is 33554432");
    let sandbox = Sandbox::new();
    sandbox.write(
        "a.yaml",
        &format!("{GOOD}images: [{{file: p.png, alt: A}}]\n"),
    );
    std::fs::write(sandbox.path("p.png"), &file).expect("a file");
    sandbox
        .run(&["a.yaml", "-f", "json"])
        .exits_with(1)
        .reports("33554433 bytes; the limit is 33554432")
        .reports("a.yaml:5:");
}

const HEAD: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\"";

fn svg(inside: &str) -> Result<(ImageFile, Vec<Diagnostic>), Diagnostic> {
    image(format!("{HEAD} width=\"100\" height=\"50\">{inside}</svg>").as_bytes())
}

#[test]
fn a_drawing_has_so_many_bytes_and_parts() {
    let padded = |bytes: usize| {
        let text = format!("{HEAD} width=\"9\" height=\"9\"/>");
        image(format!("{text}{}", " ".repeat(bytes - text.len())).as_bytes())
    };
    passes(padded(4 * MIB));
    is_told(
        padded(4 * MIB + 1),
        "has 4194305 bytes; the limit for SVG is 4194304",
    );

    // The drawing itself is the first of its levels and elements.
    let nested = |levels: usize| {
        svg(&format!(
            "{}{}",
            "<g>".repeat(levels),
            "</g>".repeat(levels)
        ))
    };
    passes(nested(63));
    is_told(
        nested(64),
        "is nested deeper than 64 levels, counting what it repeats",
    );
    let used = |levels: usize| {
        let groups: String = (1..=levels)
            .map(|at| format!("<g id=\"a{at}\"><use href=\"#a{}\"/></g>", at - 1))
            .collect();
        svg(&format!("<defs><rect id=\"a0\"/></defs>{groups}"))
    };
    passes(used(30));
    is_told(
        used(64),
        "is nested deeper than 64 levels, counting what it repeats",
    );

    let parts = |count: usize| svg(&"<g/>".repeat(count));
    passes(parts(199_999));
    is_told(
        parts(200_000),
        "has more than 200000 elements, counting what it repeats",
    );
    let repeated = |count: usize| {
        let group = format!("<g id=\"a\">{}</g>", "<g/>".repeat(997));
        svg(&format!("{group}{}", "<use href=\"#a\"/>".repeat(count)))
    };
    passes(repeated(199));
    is_told(
        repeated(201),
        "has more than 200000 elements, counting what it repeats",
    );

    let attributes = |count: usize| {
        svg(&format!(
            "<g{}/>",
            (0..count)
                .map(|at| format!(" a{at}=''"))
                .collect::<String>()
        ))
    };
    passes(attributes(500));
    is_told(
        attributes(501),
        "has an element with more than 500 attributes",
    );
    // The drawing has its own.
    let spaces = |count: usize| {
        svg(&(0..count)
            .map(|at| format!("<g xmlns:a{at}=\"b\"/>"))
            .collect::<String>())
    };
    passes(spaces(999));
    is_told(spaces(1000), "declares more than 1000 namespaces");

    let styled = |rules: usize| {
        svg(&format!(
            "<style>{}</style>{}",
            "a{}".repeat(rules),
            "<g/>".repeat(1998)
        ))
    };
    passes(styled(9_999));
    is_told(
        styled(10_000),
        "has 10001 style rules for 2000 elements, which is too many",
    );
}

#[test]
fn a_drawing_has_so_much_to_paint() {
    let sized = |width: &str, height: &str| {
        image(format!("{HEAD} width=\"{width}\" height=\"{height}\"/>").as_bytes())
    };
    passes(sized("20000", "20000"));
    is_told(
        sized("20001", "1"),
        "is 20001 × 1 CSS pixels large; the limit is 20000 a side",
    );
    is_told(sized("1", "1e9"), "the limit is 20000 a side");

    // A veil over all of it is one layer.
    let veil = "<g opacity=\".5\"><rect width=\"100\" height=\"50\"/><rect width=\"100\" height=\"50\"/></g>";
    let veils = |count: usize| svg(&veil.repeat(count));
    passes(veils(SvgLimits::default().layers as usize));
    is_told(
        veils(SvgLimits::default().layers as usize + 1),
        "takes more than 200 layers of its size to paint",
    );
    // At 3,000 pixels a side, a million of them is far beyond.
    let far = |length: u32| svg(&format!("<path d=\"M0 0h{length}v9\"/>"));
    passes(far(33_000));
    is_told(
        far(33_400),
        "has a path that reaches too far beyond it to be painted",
    );
}

#[test]
fn a_font_file_has_so_many_bytes() {
    let sandbox = Sandbox::new();
    let of = |bytes: u64| {
        let file = std::fs::File::create(sandbox.path("a.ttf")).expect("a file");
        file.set_len(bytes).expect("a long file");
        Fonts::built_in().add_folder(&sandbox.path("."))
    };
    is_told(of(fonts::MAX_FILE_BYTES), "is not a font that can be used");
    is_told(
        of(fonts::MAX_FILE_BYTES + 1),
        "it has 67108865 bytes; the limit is 67108864",
    );
}

#[test]
fn a_house_template_has_so_many_bytes() {
    let sandbox = Sandbox::new();
    sandbox.write("a.yaml", GOOD);
    let of = |bytes: u64| {
        let file = std::fs::File::create(sandbox.path("house.docx")).expect("a file");
        file.set_len(bytes).expect("a long file");
        sandbox
            .run(&["a.yaml", "-f", "docx", "--reference", "house.docx"])
            .exits_with(1)
    };
    of(MAX_REFERENCE_DOC_BYTES).reports("it is not a .docx file");
    of(MAX_REFERENCE_DOC_BYTES + 1).reports("it has 33554433 bytes; the limit is 33554432");
}

#[test]
fn no_more_briefs_than_are_asked_for_are_rendered_at_once() {
    let sandbox = Sandbox::new();
    sandbox.write("a.yaml", GOOD);
    sandbox
        .run(&["a.yaml", "-f", "json", "-j", "1024"])
        .exits_with(0);
    sandbox
        .run(&["a.yaml", "-f", "json", "-j", "1025"])
        .exits_with(2)
        .reports("1..=1024");
    sandbox
        .run(&["a.yaml", "-f", "json", "-j", "0"])
        .exits_with(2)
        .reports("1..=1024");
}

#[test]
fn an_empty_text_keeps_every_limit() {
    let node = parse_yaml(
        &SourceText::new("a", ""),
        YamlLimits {
            bytes: 0,
            depth: 0,
            nodes: 0,
        },
    )
    .expect("it is no error");
    assert_eq!(node.kind, YamlNodeKind::Mapping(Vec::new()));
}
