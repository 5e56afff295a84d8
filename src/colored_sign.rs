//! Signs that stand for a colour, such as 🔴 and ✅: characters that are set in that colour.
//!
//! Their glyphs differ in shape or fill as well, so that they can be told apart in print.

use crate::theme::Color;

/// The colour that a sign stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SignHue {
    Red,
    Orange,
    Yellow,
    Green,
    Blue,
    Purple,
    Brown,
}

/// No sign with a colour is below this code point.
const FIRST_SIGN: char = '\u{26a0}';

impl SignHue {
    /// The colour of a grapheme; `None` if it takes that of the text. Black and white ones do: they
    /// are filled or not.
    pub fn of(grapheme: &str) -> Option<Self> {
        let first = grapheme.chars().next().filter(|it| *it >= FIRST_SIGN)?;
        Some(match first {
            '🔴' | '🟥' | '🔺' | '🔻' | '❌' | '⛔' | '🛑' => Self::Red,
            '🟠' | '🟧' | '🔶' | '🔸' | '🧡' => Self::Orange,
            '🟡' | '🟨' | '💛' => Self::Yellow,
            '🟢' | '🟩' | '✅' | '💚' => Self::Green,
            '🔵' | '🟦' | '🔷' | '🔹' | '💙' => Self::Blue,
            '🟣' | '🟪' | '💜' => Self::Purple,
            '🟤' | '🟫' | '🤎' => Self::Brown,
            // These are emoji only with the variation selector that asks for one.
            '⚠' if is_only_emoji(grapheme) => Self::Orange,
            '❤' if is_only_emoji(grapheme) => Self::Red,
            _ => return None,
        })
    }

    /// The name of the colour in English.
    pub fn name(self) -> &'static str {
        match self {
            Self::Red => "red",
            Self::Orange => "orange",
            Self::Yellow => "yellow",
            Self::Green => "green",
            Self::Blue => "blue",
            Self::Purple => "purple",
            Self::Brown => "brown",
        }
    }

    /// The colour to set a sign in on a ground that is not known, with a contrast of 3:1 or more to
    /// white and to black.
    pub fn color_on_any_ground(self) -> Color {
        let black = Color {
            red: 0,
            green: 0,
            blue: 0,
        };
        self.color_beside(black)
    }

    /// The colour to set a sign in, beside text of a colour: it has a contrast of 3:1 or more to
    /// white where the text is dark, and to black where it is light.
    pub fn color_beside(self, text: Color) -> Color {
        let (on_light, on_dark) = match self {
            Self::Red => (0xd0_444a, 0xff_7b7b),
            Self::Orange => (0xd9_6f0a, 0xff_a14a),
            Self::Yellow => (0xb0_8f00, 0xff_d23f),
            Self::Green => (0x2f_8a57, 0x4c_c98d),
            Self::Blue => (0x2f_7fbf, 0x6c_b6ff),
            Self::Purple => (0x8a_4fbf, 0xc9_a5ff),
            Self::Brown => (0x8a_5a3c, 0xd2_a784),
        };
        // Dark text stands on a light ground.
        let rgb: u32 = if text.is_dark() { on_light } else { on_dark };
        let [_, red, green, blue] = rgb.to_be_bytes();
        Color { red, green, blue }
    }
}

/// Whether a character is a circle, square or diamond, whose colours differ in their fill too: those
/// of the family [`crate::fonts::STATUS_FAMILY`].
pub(crate) fn is_filled_sign(character: char) -> bool {
    matches!(character, '⚪' | '⚫' | '⬛' | '⬜' | '🔴'..='🔹' | '🟠'..='🟫')
}

/// Whether a grapheme with this character may have a colour or a fill of its own.
pub(crate) fn may_be_colored_sign(character: char) -> bool {
    matches!(character, FIRST_SIGN..='\u{2bff}' | '\u{1f000}'..)
}

/// Whether a grapheme is one sign and U+FE0F, without a joined one.
fn is_only_emoji(grapheme: &str) -> bool {
    grapheme.chars().skip(1).eq(['\u{fe0f}'])
}

#[cfg(test)]
mod tests {
    use skrifa::{FontRef, MetadataProvider};

    use super::*;
    use crate::fonts::STATUS_FONT;

    const GROUNDS: [u8; 2] = [0, 255];

    #[test]
    fn colors_of_signs_are_visible_on_the_ground_of_their_text() {
        let [black, white] = GROUNDS.map(|value| Color {
            red: value,
            green: value,
            blue: value,
        });
        for sign in ["🔴", "🟠", "🟡", "🟢", "🔵", "🟣", "🟤"] {
            let hue = SignHue::of(sign).expect("a colour");
            assert!(hue.color_beside(black).contrast(white) >= 3.0, "{sign}");
            assert!(hue.color_beside(white).contrast(black) >= 7.0, "{sign}");
            for ground in [black, white] {
                let contrast = hue.color_on_any_ground().contrast(ground);
                assert!(contrast >= 3.0, "{sign}");
            }
        }
    }

    #[test]
    fn only_signs_of_colour_have_one() {
        for text in [
            "⚫",
            "⚪",
            "●",
            "⚠",
            "❤",
            "❤\u{fe0f}\u{200d}🔥",
            "a",
            "→",
            "✔",
        ] {
            assert_eq!(SignHue::of(text), None, "{text}");
        }
        assert_eq!(SignHue::of("⚠\u{fe0f}"), Some(SignHue::Orange));
        assert_eq!(SignHue::of("🔴"), Some(SignHue::Red));
    }

    #[test]
    fn filled_signs_are_those_of_their_font() {
        let font = FontRef::new(STATUS_FONT).expect("a font");
        let mut characters = String::new();
        for (code, _) in font.charmap().mappings() {
            characters.extend(char::from_u32(code));
        }
        let codes = '\u{20}'..='\u{1ffff}';
        let filled: String = codes.filter(|it| is_filled_sign(*it)).collect();
        assert_eq!(filled, characters);
        assert!(filled.chars().all(may_be_colored_sign));
    }
}
