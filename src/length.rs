//! Lengths with their unit in the type, so that lengths of different units cannot be added.
//!
//! Pages, slides and charts are set in points ([`Pt`]); themes give margins in millimetres ([`Mm`])
//! and slides in CSS pixels ([`Px`]). Quantities without a unit are bare numbers: shares, weights,
//! counts, and lengths in ems, which become points when they are multiplied by a font size. Only
//! code that writes a format reads the number inside.

use std::cmp::Ordering;
use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Div, Mul, Neg, Sub, SubAssign};

use serde::{Deserialize, Serialize};

/// A unit in which text can be measured: sizes and widths are given and returned in it. A bare
/// number is a length in ems.
pub trait Length: Copy + Mul<f32, Output = Self> + Div<Self, Output = f32> {}

impl<L: Copy + Mul<f32, Output = L> + Div<L, Output = f32>> Length for L {}

/// Defines a type for the lengths of one unit. They can be added, scaled and compared.
macro_rules! length_types {
    ($($(#[$attribute:meta])* $name:ident $symbol:literal)*) => {$(
        $(#[$attribute])*
        #[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Default, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub f32);

        impl $name {
            /// A length of 0.
            pub const ZERO: Self = Self(0.0);

            /// The longest length, for unlimited room.
            pub const MAX: Self = Self(f32::MAX);

            /// The longer of two lengths.
            #[must_use]
            pub const fn max(self, other: Self) -> Self {
                Self(self.0.max(other.0))
            }

            /// The shorter of two lengths.
            #[must_use]
            pub const fn min(self, other: Self) -> Self {
                Self(self.0.min(other.0))
            }

            /// The nearest length from `least` to `most`.
            ///
            /// # Panics
            ///
            /// If `most` is less than `least` or one of them is NaN, like [`f32::clamp`].
            #[must_use]
            pub const fn clamp(self, least: Self, most: Self) -> Self {
                Self(self.0.clamp(least.0, most.0))
            }

            /// The absolute value.
            #[must_use]
            pub const fn abs(self) -> Self {
                Self(self.0.abs())
            }

            /// The total order of [`f32::total_cmp`].
            #[must_use]
            pub fn total_cmp(&self, other: &Self) -> Ordering {
                self.0.total_cmp(&other.0)
            }

            /// The position halfway between two others.
            #[must_use]
            pub const fn midpoint(self, other: Self) -> Self {
                Self(f32::midpoint(self.0, other.0))
            }
        }

        impl Add for $name {
            type Output = Self;

            fn add(self, other: Self) -> Self {
                Self(self.0 + other.0)
            }
        }

        impl Sub for $name {
            type Output = Self;

            fn sub(self, other: Self) -> Self {
                Self(self.0 - other.0)
            }
        }

        impl AddAssign for $name {
            fn add_assign(&mut self, other: Self) {
                self.0 += other.0;
            }
        }

        impl SubAssign for $name {
            fn sub_assign(&mut self, other: Self) {
                self.0 -= other.0;
            }
        }

        impl Neg for $name {
            type Output = Self;

            fn neg(self) -> Self {
                Self(-self.0)
            }
        }

        impl Mul<f32> for $name {
            type Output = Self;

            fn mul(self, factor: f32) -> Self {
                Self(self.0 * factor)
            }
        }

        impl Mul<$name> for f32 {
            type Output = $name;

            fn mul(self, length: $name) -> $name {
                $name(self * length.0)
            }
        }

        impl Div<f32> for $name {
            type Output = Self;

            fn div(self, divisor: f32) -> Self {
                Self(self.0 / divisor)
            }
        }

        /// The ratio of two lengths.
        impl Div for $name {
            type Output = f32;

            fn div(self, other: Self) -> f32 {
                self.0 / other.0
            }
        }

        impl Sum for $name {
            fn sum<I: Iterator<Item = Self>>(lengths: I) -> Self {
                Self(lengths.map(|it| it.0).sum())
            }
        }

        impl<'a> Sum<&'a Self> for $name {
            fn sum<I: Iterator<Item = &'a Self>>(lengths: I) -> Self {
                lengths.copied().sum()
            }
        }

        /// The number and its unit, as in `12.5 pt`. Takes a precision like a number.
        impl fmt::Display for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(out)?;
                out.write_str(concat!(" ", $symbol))
            }
        }
    )*};
}

length_types! {
    /// A length in points, 1/72 inch: the unit of pages, charts and type.
    Pt "pt"

    /// A length in CSS pixels, 1/96 inch: the unit of slides.
    Px "px"

    /// A length in millimetres: the unit of paper and its margins.
    Mm "mm"
}

impl Mm {
    /// The same length in points.
    #[must_use]
    pub const fn pt(self) -> Pt {
        Pt(self.0 * 72.0 / 25.4)
    }
}

impl Px {
    /// The same length in points.
    #[must_use]
    pub const fn pt(self) -> Pt {
        Pt(self.0 * 0.75)
    }

    /// Rounds to the nearest whole number of pixels.
    #[must_use]
    pub const fn round(self) -> Self {
        Self(self.0.round())
    }

    /// Rounds down to a whole number of pixels.
    #[must_use]
    pub const fn floor(self) -> Self {
        Self(self.0.floor())
    }

    /// Rounds up to a whole number of pixels.
    #[must_use]
    pub const fn ceil(self) -> Self {
        Self(self.0.ceil())
    }
}

impl Pt {
    /// The same length in millimetres.
    #[must_use]
    pub const fn mm(self) -> Mm {
        Mm(self.0 * 25.4 / 72.0)
    }

    /// The same length in CSS pixels.
    #[must_use]
    pub const fn px(self) -> Px {
        Px(self.0 / 0.75)
    }

    /// A length of `twips` twentieths of a point, Word's unit for pages and spacing.
    #[must_use]
    pub const fn from_twips(twips: usize) -> Self {
        Self(twips as f32 / 20.0)
    }

    /// The number of twentieths of a point in this length.
    #[must_use]
    pub const fn twips(self) -> f32 {
        self.0 * 20.0
    }

    /// The number of half points in this length, Word's unit for font sizes.
    #[must_use]
    pub const fn half_points(self) -> f32 {
        self.0 * 2.0
    }

    /// The number of English Metric Units in this length, the unit of drawings in Office; a point has
    /// 12,700.
    #[must_use]
    pub const fn emu(self) -> f32 {
        self.0 * 12_700.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_convert_into_each_other() {
        assert_eq!(Mm(25.4).pt(), Pt(72.0));
        assert_eq!(Px(96.0).pt(), Pt(72.0));
        assert_eq!(Pt(72.0).px(), Px(96.0));
        assert_eq!(Pt(72.0).mm(), Mm(25.4));
    }

    #[test]
    fn lengths_are_shown_with_their_unit() {
        assert_eq!(Pt(12.5).to_string(), "12.5 pt");
        assert_eq!(format!("{:.0}", Mm(10.4)), "10 mm");
    }

    #[test]
    fn a_length_is_written_as_a_bare_number() {
        assert_eq!(
            serde_json::to_string(&Px(1280.0)).expect("a number"),
            "1280.0"
        );
    }
}
