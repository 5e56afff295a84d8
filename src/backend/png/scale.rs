//! How many pixels a page has.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::diagnostic::{Code, Diagnostic};
use crate::frame::Page;
use crate::length::Pt;

/// The most pixels of a page, width times height. An A4 page or a slide stays below it even at the
/// largest scale. Each pixel takes 4 bytes while the page is painted.
pub const MAX_PAGE_PIXELS: u64 = 64_000_000;

/// Pixels for each CSS pixel, which is 1/96 inch: at scale 1, a slide has 1280 × 720 pixels.
///
/// From 0.1 to 8, rounded to thousandths. The default is 2, as on high-density screens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Scale {
    thousandths: u16,
}

impl Default for Scale {
    fn default() -> Self {
        Self { thousandths: 2000 }
    }
}

impl FromStr for Scale {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.trim().parse::<f64>() {
            Ok(number) if (0.1..=8.0).contains(&number) => Ok(Self {
                thousandths: (number * 1000.0).round() as u16,
            }),
            _ => Err("a scale is a number from 0.1 to 8, such as 1.5".to_owned()),
        }
    }
}

impl TryFrom<String> for Scale {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl From<Scale> for String {
    fn from(scale: Scale) -> Self {
        scale.to_string()
    }
}

impl fmt::Display for Scale {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}", f64::from(self.thousandths) / 1000.0)
    }
}

impl Scale {
    /// Pixels in a point of 1/72 inch.
    pub(super) fn pixels_per_point(self) -> f32 {
        // 96 CSS pixels and 72 points to the inch.
        f32::from(self.thousandths) / 1000.0 * 96.0 / 72.0
    }

    /// Pixels in a metre.
    pub(super) fn pixels_per_metre(self) -> u32 {
        // An inch is 0.0254 m.
        (f64::from(self.thousandths) / 1000.0 * 96.0 / 0.0254).round() as u32
    }

    /// Width and height of a page in pixels, rounded up.
    pub(super) fn pixel_size(self, page: &Page) -> (u32, u32) {
        let (width, height) = page.paper_size();
        (self.pixels_of_side(width), self.pixels_of_side(height))
    }

    fn pixels_of_side(self, Pt(points): Pt) -> u32 {
        let pixels = points * self.pixels_per_point();
        // A thousandth of a pixel more is only a rounding error.
        (pixels - 0.001).ceil().max(1.0) as u32
    }

    /// Refuses a page that would have more than [`MAX_PAGE_PIXELS`]. `number` counts from 1.
    pub(super) fn check_page_size(self, page: &Page, number: usize) -> Result<(), Diagnostic> {
        let (width, height) = self.pixel_size(page);
        if u64::from(width) * u64::from(height) <= MAX_PAGE_PIXELS {
            return Ok(());
        }
        let message = format!(
            "page {number} would have {width} × {height} pixels; the limit is {MAX_PAGE_PIXELS} in all"
        );
        Err(Diagnostic::error(Code::PageTooLarge, message)
            .hint(format!("choose a smaller --scale than {self}")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(width: f32, height: f32) -> Page {
        Page {
            width: Pt(width),
            height: Pt(height),
            ..Page::default()
        }
    }

    #[test]
    fn a_scale_has_limits() {
        for (text, shown) in [
            ("1", "1"),
            ("2.50", "2.5"),
            ("0.1", "0.1"),
            (" 8 ", "8"),
            ("1.3333333", "1.333"),
        ] {
            assert_eq!(
                text.parse::<Scale>().map(|it| it.to_string()).as_deref(),
                Ok(shown)
            );
        }
        for text in [
            "", "0", "0.09", "8.01", "-1", "NaN", "inf", "1e9", "2x", "1,5",
        ] {
            assert!(
                text.parse::<Scale>()
                    .is_err_and(|why| why.contains("from 0.1 to 8")),
                "{text}"
            );
        }
    }

    #[test]
    fn a_css_pixel_is_the_unit() {
        let size = |scale: &str, page| scale.parse::<Scale>().unwrap().pixel_size(&page);
        assert_eq!(size("1", page(960.0, 540.0)), (1280, 720));
        assert_eq!(size("2", page(960.0, 540.0)), (2560, 1440));
        assert_eq!(size("1", page(595.276, 841.89)), (794, 1123));
        assert_eq!(size("1.5", page(595.276, 841.89)), (1191, 1684));
        assert_eq!(Scale::default().pixels_per_metre(), 7559);
    }

    #[test]
    fn a_page_has_a_limit() {
        let largest: Scale = "8".parse().unwrap();
        assert_eq!(largest.check_page_size(&page(595.276, 841.89), 1), Ok(()));
        let problem = largest
            .check_page_size(&page(841.89, 1190.551), 3)
            .unwrap_err()
            .to_string();
        assert!(
            problem.contains("page 3 would have 8981 × 12700 pixels; the limit is 64000000"),
            "{problem}"
        );
        // 8,000 pixels a side, and one more.
        let one: Scale = "1".parse().unwrap();
        assert_eq!(one.check_page_size(&page(6000.0, 6000.0), 1), Ok(()));
        let problem = one
            .check_page_size(&page(6000.0, 6000.75), 1)
            .unwrap_err()
            .to_string();
        assert!(
            problem.contains("8000 × 8001 pixels; the limit is 64000000"),
            "{problem}"
        );
        assert!(
            largest
                .check_page_size(&page(f32::INFINITY, f32::MAX), 1)
                .is_ok(),
            "an infinite length counts as 0"
        );
        assert!(
            Scale::default()
                .check_page_size(&page(14_400.0, 14_400.0), 1)
                .is_err()
        );
    }
}
