//! Limits on input, from both sides: input at the limit is accepted, and one more byte, level or
//! element is rejected with the limit's own message.
//!
//! Covers briefs, templates, documents, images and fonts, read from disk, standard input or a pipe.
//! The limits inside a Word template are tested beside its reader, and the size of page images
//! beside the scale option.

use std::io::Write;
use std::process::{Command, Stdio};

use briefkit::assets::{ImageFile, ImageLimits, MAX_REFERENCE_DOC_BYTES, SvgLimits};
use briefkit::brief::Brief;
use briefkit::diagnostic::{Diagnostic, SourceText};
use briefkit::fonts::{self, Fonts};
use briefkit::internals::{YamlLimits, YamlNodeKind, parse_yaml};
use briefkit::template::{self, Binding, Filled, Template};
use briefkit::{labels, reader};

use crate::sandbox::{FinishedRun, GOOD, Sandbox};

const MIB: usize = 1 << 20;

/// The message of the error, or an empty text for `Ok`.
fn error_message<T>(result: Result<T, Diagnostic>) -> String {
    result
        .err()
        .map(|problem| problem.message)
        .unwrap_or_default()
}

#[track_caller]
fn assert_accepted<T>(result: Result<T, Diagnostic>) {
    assert_eq!(error_message(result), "");
}

#[track_caller]
fn assert_rejected<T>(result: Result<T, Diagnostic>, part: &str) {
    let message = error_message(result);
    assert!(message.contains(part), "no `{part}` in `{message}`");
}

/// A valid brief with a length of `bytes`.
fn brief_with_size(bytes: usize) -> String {
    format!("{GOOD}# {}\n", "x".repeat(bytes - GOOD.len() - 3))
}

#[test]
fn yaml_has_limits_on_bytes_levels_and_values() {
    let parse = |text: String| parse_yaml(&SourceText::new("a", &text), YamlLimits::default());
    assert_accepted(parse(brief_with_size(MIB)));
    assert_rejected(
        parse(brief_with_size(MIB + 1)),
        "`a` has 1048577 bytes; the limit is 1048576",
    );

    let nested = |levels: usize| parse(format!("{}{}", "[".repeat(levels), "]".repeat(levels)));
    assert_accepted(nested(32));
    assert_rejected(nested(33), "nested deeper than 32 levels");
    let blocks = |levels: usize| {
        parse(
            (0..levels)
                .map(|level| format!("{:1$}a:\n", "", level))
                .collect::<String>(),
        )
    };
    assert_accepted(blocks(32));
    assert_rejected(blocks(33), "nested deeper than 32 levels");

    // The list itself counts as a value.
    let values = |count: usize| parse(format!("[{}]", "x,".repeat(count)));
    assert_accepted(values(99_999));
    assert_rejected(
        values(100_000),
        "more than 100000 values, counting what aliases repeat",
    );
    // 9,090 values with their list, ten repetitions of them, and the list around all.
    let repeated = |times: usize, more: usize| {
        let list = format!("&a [{}]", "x,".repeat(9_089));
        parse(format!(
            "[{list},{}{}]",
            "*a,".repeat(times),
            "x,".repeat(more)
        ))
    };
    assert_accepted(repeated(10, 9));
    assert_rejected(repeated(10, 10), "more than 100000 values");
}

#[test]
fn every_kind_of_yaml_file_has_a_limit_on_bytes() {
    let sandbox = Sandbox::new();
    let padded =
        |text: &str, bytes: usize| format!("{text}#{}\n", "x".repeat(bytes - text.len() - 2));
    let keys = "lang: eo\ntheme: house\n";
    let brief = format!("{GOOD}{keys}");
    let files = [
        ("briefs/a.yaml", brief.as_str()),
        ("gen.yaml", "formats: [json]\n"),
        ("templates/themes/house.yaml", "name: house\n"),
        (
            "templates/labels/eo.yaml",
            include_str!("../../templates/labels/en.yaml"),
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
fn standard_input_and_pipes_have_a_limit_on_bytes() {
    let sandbox = Sandbox::new();
    let piped = |bytes: usize| {
        let mut command = sandbox.command();
        let child = command
            .args(["-", "-f", "json", "-o", "-"])
            .stdin(Stdio::piped())
            .stdout(Stdio::null());
        let mut child = child.stderr(Stdio::piped()).spawn().expect("gen runs");
        // The program may stop reading at the limit; then writing fails.
        let _ = child
            .stdin
            .take()
            .expect("a pipe")
            .write_all(brief_with_size(bytes).as_bytes());
        FinishedRun(child.wait_with_output().expect("gen ends"))
    };
    piped(MIB).exits_with(0);
    piped(MIB + 1).exits_with(1).reports("the limit is 1048576");
    piped(8 * MIB).exits_with(1).reports("the limit is 1048576");
    if cfg!(unix)
        && Command::new("mkfifo")
            .arg(sandbox.path("pipe"))
            .status()
            .is_ok_and(|status| status.success())
    {
        for (bytes, status) in [(MIB, 0), (MIB + 1, 1)] {
            let pipe = sandbox.path("pipe");
            let writer = std::thread::spawn(move || std::fs::write(pipe, brief_with_size(bytes)));
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
fn a_template_has_a_limit_on_bytes() {
    let with_size = |bytes: usize| parse(&"x".repeat(bytes - FRONT.len()));
    assert_accepted(with_size(template::MAX_BYTES));
    assert_rejected(
        with_size(template::MAX_BYTES + 1),
        "has more than 262144 bytes",
    );
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
fn a_template_has_a_limit_on_work() {
    // A round takes several instructions, so these counts are well below and well above the limit.
    let rounds = |count: usize| {
        fill(
            &format!(
                "{{% for a in range({count}) %}}{{% for b in range(100) %}}{{% endfor %}}{{% endfor %}}"
            ),
            "T",
        )
    };
    assert_accepted(rounds(100));
    assert_rejected(rounds(10_000), "template `own` runs for too long");
    // The length of a text that one instruction builds counts, too.
    let doubled = |times: usize| {
        fill(
            &format!(
                "{{% set a = 'x' * 64 %}}{}{{{{ a | length }}}}",
                "{% set a = a ~ a %}".repeat(times)
            ),
            "T",
        )
    };
    assert_accepted(doubled(16));
    assert_rejected(doubled(26), "template `own` runs for too long");
    // Endless recursion ends with an error.
    assert_ne!(
        error_message(fill("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", "T")),
        ""
    );
}

#[test]
fn a_template_has_a_limit_on_printed_values() {
    let title = "x".repeat((64 << 10) - size_of::<Binding>());
    let printed = |times: usize| {
        fill(
            &format!("{{% for a in range({times}) %}}{{{{ title }}}}{{% endfor %}}"),
            &title,
        )
    };
    let max_values = template::MAX_BOUND_BYTES / (64 << 10);
    assert_accepted(printed(max_values));
    assert_rejected(
        printed(max_values + 1),
        "the template prints more than 33554432 bytes of values",
    );
}

#[test]
fn a_filled_template_has_a_limit_on_bytes() {
    let body = |more: usize| {
        let line = "x".repeat((64 << 10) - 1);
        format!(
            "{{% for a in range(127) %}}{line}\n{{% endfor %}}{}",
            "x".repeat(more)
        )
    };
    let base = fill(&body(0), "T").expect("it is short").text.len();
    let more = template::MAX_FILLED_BYTES - base;
    assert_accepted(fill(&body(more), "T"));
    assert_rejected(
        fill(&body(more + 1), "T"),
        "makes a text of 8388609 bytes; the limit is 8388608",
    );
}

#[test]
fn containers_have_a_limit_on_levels() {
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
    assert_accepted(read(8));
    assert_rejected(read(9), "containers are nested deeper than 8 levels");
    assert_rejected(read(10_000), "containers are nested deeper than 8 levels");
}

#[test]
fn markup_nested_too_deep_is_shown_as_text() {
    // There is no message, since nothing is lost: markup below that depth is shown as written.
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
            error_message(fill(
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

/// A PNG file whose header declares a size, without any pixels.
fn png_with_size(width: u32, height: u32) -> Vec<u8> {
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
    let header = [
        &width.to_be_bytes()[..],
        &height.to_be_bytes(),
        &[1, 0, 0, 0, 0],
    ]
    .concat();
    [
        &b"\x89PNG\r\n\x1a\n"[..],
        &chunk(b"IHDR", &header),
        &chunk(b"IDAT", &[]),
        &chunk(b"IEND", &[]),
    ]
    .concat()
}

#[test]
fn an_image_has_limits_on_pixels_and_bytes() {
    assert_accepted(image(&png_with_size(10_000, 10_000)));
    assert_rejected(
        image(&png_with_size(10_000, 10_001)),
        "has 10000 × 10001 pixels; the limit is 100000000 in all",
    );
    assert_rejected(
        image(&png_with_size(u32::MAX / 2, u32::MAX / 2)),
        "the limit is 100000000 in all",
    );
    let mut file = png_with_size(1, 1);
    file.resize(32 * MIB, 0);
    assert_accepted(image(&file));
    file.push(0);
    assert_rejected(image(&file), "has 33554433 bytes; the limit is 33554432");
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

const SVG_START: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\"";

fn svg(inside: &str) -> Result<(ImageFile, Vec<Diagnostic>), Diagnostic> {
    image(format!("{SVG_START} width=\"100\" height=\"50\">{inside}</svg>").as_bytes())
}

#[test]
fn an_svg_has_limits_on_bytes_levels_and_elements() {
    let padded = |bytes: usize| {
        let text = format!("{SVG_START} width=\"9\" height=\"9\"/>");
        image(format!("{text}{}", " ".repeat(bytes - text.len())).as_bytes())
    };
    assert_accepted(padded(4 * MIB));
    assert_rejected(
        padded(4 * MIB + 1),
        "has 4194305 bytes; the limit for SVG is 4194304",
    );

    // The root element counts as the first level and the first element.
    let nested = |levels: usize| {
        svg(&format!(
            "{}{}",
            "<g>".repeat(levels),
            "</g>".repeat(levels)
        ))
    };
    assert_accepted(nested(63));
    assert_rejected(
        nested(64),
        "is nested deeper than 64 levels, counting what it repeats",
    );
    let used = |levels: usize| {
        let groups: String = (1..=levels)
            .map(|number| format!("<g id=\"a{number}\"><use href=\"#a{}\"/></g>", number - 1))
            .collect();
        svg(&format!("<defs><rect id=\"a0\"/></defs>{groups}"))
    };
    assert_accepted(used(30));
    assert_rejected(
        used(64),
        "is nested deeper than 64 levels, counting what it repeats",
    );

    let elements = |count: usize| svg(&"<g/>".repeat(count));
    assert_accepted(elements(199_999));
    assert_rejected(
        elements(200_000),
        "has more than 200000 elements, counting what it repeats",
    );
    let repeated = |count: usize| {
        let group = format!("<g id=\"a\">{}</g>", "<g/>".repeat(997));
        svg(&format!("{group}{}", "<use href=\"#a\"/>".repeat(count)))
    };
    assert_accepted(repeated(199));
    assert_rejected(
        repeated(201),
        "has more than 200000 elements, counting what it repeats",
    );

    let attributes = |count: usize| {
        svg(&format!(
            "<g{}/>",
            (0..count)
                .map(|number| format!(" a{number}=''"))
                .collect::<String>()
        ))
    };
    assert_accepted(attributes(500));
    assert_rejected(
        attributes(501),
        "has an element with more than 500 attributes",
    );
    // The root element declares one, too.
    let namespaces = |count: usize| {
        svg(&(0..count)
            .map(|number| format!("<g xmlns:a{number}=\"b\"/>"))
            .collect::<String>())
    };
    assert_accepted(namespaces(999));
    assert_rejected(namespaces(1000), "declares more than 1000 namespaces");

    let styled = |rules: usize| {
        svg(&format!(
            "<style>{}</style>{}",
            "a{}".repeat(rules),
            "<g/>".repeat(1998)
        ))
    };
    assert_accepted(styled(9_999));
    assert_rejected(
        styled(10_000),
        "has 10001 style rules for 2000 elements, which is too many",
    );
}

#[test]
fn an_svg_has_limits_on_painting() {
    let sized = |width: &str, height: &str| {
        image(format!("{SVG_START} width=\"{width}\" height=\"{height}\"/>").as_bytes())
    };
    assert_accepted(sized("20000", "20000"));
    assert_rejected(
        sized("20001", "1"),
        "is 20001 × 1 CSS pixels large; the limit is 20000 a side",
    );
    assert_rejected(sized("1", "1e9"), "the limit is 20000 a side");

    // A translucent group as large as the image is one layer.
    let layer = "<g opacity=\".5\"><rect width=\"100\" height=\"50\"/><rect width=\"100\" height=\"50\"/></g>";
    let layers = |count: usize| svg(&layer.repeat(count));
    assert_accepted(layers(SvgLimits::default().layers as usize));
    assert_rejected(
        layers(SvgLimits::default().layers as usize + 1),
        "takes more than 200 layers of its size to paint",
    );
    // Painted 3,000 pixels wide, these paths are a million pixels long.
    let long_path = |length: u32| svg(&format!("<path d=\"M0 0h{length}v9\"/>"));
    assert_accepted(long_path(33_000));
    assert_rejected(
        long_path(33_400),
        "has a path that reaches too far beyond it to be painted",
    );
}

#[test]
fn a_font_file_has_a_limit_on_bytes() {
    let sandbox = Sandbox::new();
    let add_font = |bytes: u64| {
        let file = std::fs::File::create(sandbox.path("a.ttf")).expect("a file");
        file.set_len(bytes).expect("a long file");
        Fonts::built_in().add_folder(&sandbox.path("."))
    };
    assert_rejected(
        add_font(fonts::MAX_FILE_BYTES),
        "is not a font that can be used",
    );
    assert_rejected(
        add_font(fonts::MAX_FILE_BYTES + 1),
        "it has 67108865 bytes; the limit is 67108864",
    );
}

#[test]
fn a_word_template_has_a_limit_on_bytes() {
    let sandbox = Sandbox::new();
    sandbox.write("a.yaml", GOOD);
    let run_with_size = |bytes: u64| {
        let file = std::fs::File::create(sandbox.path("house.docx")).expect("a file");
        file.set_len(bytes).expect("a long file");
        sandbox
            .run(&["a.yaml", "-f", "docx", "--reference", "house.docx"])
            .exits_with(1)
    };
    run_with_size(MAX_REFERENCE_DOC_BYTES).reports("it is not a .docx file");
    run_with_size(MAX_REFERENCE_DOC_BYTES + 1)
        .reports("it has 33554433 bytes; the limit is 33554432");
}

#[test]
fn jobs_have_a_limit() {
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
fn empty_yaml_is_within_every_limit() {
    let node = parse_yaml(
        &SourceText::new("a", ""),
        YamlLimits {
            bytes: 0,
            depth: 0,
            nodes: 0,
        },
    )
    .expect("empty YAML is valid");
    assert_eq!(node.kind, YamlNodeKind::Mapping(Vec::new()));
}
