use std::path::Path;
use std::sync::Arc;

use super::*;

const INK: Color = Color { red: 0, green: 0, blue: 0 };

fn shaper() -> Shaper {
    let mut fonts = Fonts::built_in();
    fonts.add_folder(Path::new("fonts")).unwrap();
    Shaper::new(Arc::new(fonts))
}

fn setting() -> Setting {
    Setting { families: vec!["Source Sans 3".into(), "Noto Sans SC".into()], hyphenate: true, ..Setting::default() }
}

fn text(line: &Line) -> String {
    line.runs.iter().flat_map(|piece| &piece.run.glyphs).map(|glyph| &*glyph.text).collect()
}

fn set(words: &str, setting: &Setting, size: f32, measure: f32) -> Vec<String> {
    let paragraph = shaper().paragraph(&[Span::new(words, INK)], setting);
    paragraph.lines(size, measure).iter().map(text).collect()
}

#[test]
fn words_stay_whole_where_there_is_room() {
    let lines = set("The quick brown fox jumps over the lazy dog", &setting(), 10.0, 100.0);
    assert_eq!(lines.concat(), "The quick brown fox jumps over the lazy dog");
    assert!(lines.len() > 1);
}
