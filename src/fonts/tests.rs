use super::*;

/// The two weights of the Chinese family.
fn han_weights() -> [Face; 2] {
    let faces = faces_of(FaceGroup::SimplifiedHan).into_iter();
    let weights: Vec<Face> = faces.filter(|it| it.family == HAN_FAMILY).collect();
    weights.try_into().ok().expect("two weights")
}

fn faces_of(group: FaceGroup) -> Vec<Face> {
    let faces = Fonts::built_in().faces.into_iter();
    faces.filter(|face| face.group == group).collect()
}

fn characters_of(face: &Face) -> BTreeSet<char> {
    let font = face.font();
    let codes = font.charmap().mappings().map(|(code, _)| code);
    codes.filter_map(char::from_u32).collect()
}

fn wanting(face: &Face, characters: impl Iterator<Item = char>) -> String {
    characters.filter(|it| !face.covers(*it)).collect()
}

#[test]
fn both_weights_have_all_general_standard_characters() {
    let lines = GENERAL_STANDARD_HAN
        .lines()
        .filter(|it| !it.starts_with('#'));
    let characters: BTreeSet<char> = lines.flat_map(str::chars).collect();
    assert_eq!(characters.len(), 8105);
    let faces = han_weights();
    assert_eq!(faces.each_ref().map(|face| face.weight), [400.0, 700.0]);
    // Names from Taiwan, Hong Kong and Japan; punctuation, full-width forms and units.
    let others = "臺灣澤邊囍﨑髙辻畑栃々〆，。、；：？！…—～·《》〈〉「」『』【】（）〔〕①⑳㈠㎡㎏℃￥％ＡＺａｚ０９あんアン";
    for face in &faces {
        let name = &face.postscript_name;
        assert_eq!(wanting(face, characters.iter().copied()), "", "{name}");
        assert_eq!(wanting(face, others.chars()), "", "{name}");
    }
}

#[test]
fn both_weights_have_the_same_characters() {
    let [regular, bold] = han_weights().map(|face| characters_of(&face));
    assert_eq!(regular, bold);
}

#[test]
fn rare_characters_are_in_one_weight() {
    let [regular, _] = han_weights().map(|face| characters_of(&face));
    let rare = Fonts::built_in()
        .nearest_face("Briefkit Han Rare", FontStyle::default())
        .map(|id| characters_of(Fonts::built_in().face(id)));
    let rare = rare.expect("a family");
    assert!(rare.is_disjoint(&regular));
    // Second levels of Big5 and JIS X 0208, and the rest of KS X 1001.
    for character in "箑皊弌亰畩乭".chars() {
        assert!(rare.contains(&character), "{character}");
    }
}

#[test]
fn subsets_do_not_have_the_names_of_the_full_fonts() {
    let names = [
        StringId::FAMILY_NAME,
        StringId::UNIQUE_ID,
        StringId::FULL_NAME,
        StringId::POSTSCRIPT_NAME,
        StringId::TYPOGRAPHIC_FAMILY_NAME,
        StringId::TRADEMARK,
    ];
    for group in [FaceGroup::SimplifiedHan, FaceGroup::Symbols] {
        for face in faces_of(group) {
            assert!(face.family.starts_with("Briefkit "), "{}", face.family);
            for id in names {
                let Some(name) = font_name(&face.font(), id) else {
                    continue;
                };
                // "Source" is reserved by the licence of Noto Sans SC.
                assert!(!name.contains("Source") && !name.contains("Noto"), "{name}");
            }
            let licence = font_name(&face.font(), StringId::LICENSE_DESCRIPTION);
            assert!(licence.is_some_and(|it| it.contains("SIL Open Font License")));
        }
    }
}

#[test]
fn fonts_of_symbols_have_no_character_of_text() {
    let texts = faces_of(FaceGroup::Text);
    let sans = texts.iter().filter(|face| face.family == "Source Sans 3");
    let sans: Vec<&Face> = sans.collect();
    for face in faces_of(FaceGroup::Symbols) {
        for character in characters_of(&face) {
            // Rules join these to keycaps, and to signs such as a person with scales.
            let is_part_of_emoji = face.family == "Briefkit Emoji"
                && "0123456789#*♀♂⚕⚖✈☠❄❤⚧➡↔↕⛓⬛".contains(character);
            assert!(
                is_part_of_emoji || !sans.iter().all(|it| it.covers(character)),
                "{}: {character}",
                face.family
            );
        }
    }
}

#[test]
fn signs_of_status_and_warning_are_built_in() {
    let signs = "✔✘⚠●○◐■□▲▼→⇒①②⑳Ⓐ☑☐☒☎✉⏰✅❌⛔🟢🟡🔴🟥🚧📌⚡★☆ℹ⌘⟶⤴➜⬆∈∉⊂🅿📈📉🔒👍";
    let missing = Fonts::built_in().missing_characters(&signs.chars().collect());
    assert_eq!(missing, BTreeSet::new());
}

#[test]
fn the_language_decides_when_the_chinese_family_is_tried() {
    let mut fonts = Fonts::built_in();
    // A family that a folder has.
    let mut other = faces_of(FaceGroup::Text).swap_remove(0);
    "Source Sans 9".clone_into(&mut other.family);
    other.group = FaceGroup::Folder;
    fonts.faces.push(other);
    let order = |families: &[&str], forms| {
        let families: Vec<String> = families.iter().map(|it| (*it).to_owned()).collect();
        let order = fonts.fallback_order(&families, FontStyle::default(), forms);
        let names = order.into_iter().map(|id| fonts.face(id).family.as_str());
        let others = ["Symbols", "Status", "Currency"].map(|it| format!("Briefkit {it}"));
        let names = names.filter(|name| !others.iter().any(|it| name.starts_with(it)));
        names.collect::<Vec<_>>().join(", ")
    };
    assert_eq!(
        order(&[], HanForms::Simplified),
        "Source Sans 3, Source Serif 4, Briefkit Han, Briefkit Han Rare, Briefkit Math, Briefkit Emoji, Source Sans 9"
    );
    assert_eq!(
        order(&[], HanForms::Any),
        "Source Sans 3, Source Serif 4, Briefkit Math, Briefkit Emoji, Briefkit Han, Briefkit Han Rare, Source Sans 9"
    );
    let last = "Source Sans 3, Source Serif 4, Briefkit Math, Briefkit Emoji, Source Sans 9, Briefkit Han, Briefkit Han Rare";
    assert_eq!(order(&[], HanForms::Japanese), last);
    let theme = ["Source Sans 3", "noto sans sc"];
    assert_eq!(order(&theme, HanForms::Japanese), last);
    let own = ["Source Sans 9", "Noto Sans SC"];
    assert!(order(&own, HanForms::Any).starts_with("Source Sans 9, Briefkit Han, Source Sans 3"));
}
