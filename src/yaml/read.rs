//! Reads typed values from a [`Node`] with serde.
//!
//! A text gets the spelling of the scalar. An optional value that is blank is absent.

use serde::de::value::{MapDeserializer, SeqDeserializer};
use serde::de::{self, Deserializer, IntoDeserializer, Visitor};
use serde::forward_to_deserialize_any;

use super::{Node, NodeKind};
use crate::diagnostic::{Code, Diagnostic, SourceText, Span};

/// A value that does not fit its type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mismatch {
    message: String,
    /// The range of bytes of the innermost value that is wrong.
    range: Option<(usize, usize)>,
}

impl Mismatch {
    fn within(mut self, node: &Node) -> Self {
        self.range.get_or_insert((node.start, node.end));
        self
    }

    /// The same as a problem of `source`.
    #[must_use]
    pub fn diagnose(self, source: &SourceText) -> Diagnostic {
        let span = self.range.map(|(start, end)| Span {
            source: source.clone(),
            start,
            end,
        });
        Diagnostic::error(Code::WrongType, self.message).at(span)
    }
}

impl std::fmt::Display for Mismatch {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(&self.message)
    }
}

impl std::error::Error for Mismatch {}

impl de::Error for Mismatch {
    fn custom<T: std::fmt::Display>(message: T) -> Self {
        Self {
            message: message.to_string(),
            range: None,
        }
    }
}

impl Node {
    /// Adds the position of this value to an error that has none yet.
    fn with_position<T>(&self, value: Result<T, Mismatch>) -> Result<T, Mismatch> {
        value.map_err(|why| why.within(self))
    }
}

impl<'de> IntoDeserializer<'de, Mismatch> for &'de Node {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

/// Methods for types that are read from the text of a scalar.
macro_rules! parsed {
    ($($method:ident $visit:ident $type:ty, $what:literal;)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
            let value = match self.scalar().unwrap_or_default().parse::<$type>() {
                Ok(value) => visitor.$visit(value),
                Err(_) => Err(de::Error::custom(concat!("this must be ", $what))),
            };
            self.with_position(value)
        }
    )*};
}

impl<'de> Deserializer<'de> for &'de Node {
    type Error = Mismatch;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        let value = match &self.kind {
            NodeKind::Scalar(..) if self.is_null() => visitor.visit_unit(),
            NodeKind::Scalar(text, _) => visitor.visit_borrowed_str(text),
            NodeKind::Sequence(items) => visitor.visit_seq(SeqDeserializer::new(items.iter())),
            NodeKind::Mapping(entries) => {
                // A key without a value counts as absent, so that serde fills in its default.
                let present = entries.iter().filter(|(_, value)| !value.is_null());
                let present = present.map(|(key, value)| (key, value));
                visitor.visit_map(MapDeserializer::new(present))
            }
        };
        self.with_position(value)
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        let value = match self.scalar() {
            Some(text) => visitor.visit_borrowed_str(text),
            None => Err(de::Error::custom("this must be a text")),
        };
        self.with_position(value)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        self.deserialize_str(visitor)
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        self.deserialize_str(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        if self.is_blank() {
            visitor.visit_none()
        } else {
            visitor.visit_some(self)
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Mismatch> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Mismatch> {
        let word = self.scalar().unwrap_or_default();
        let value = visitor.visit_enum(word.into_deserializer());
        self.with_position(value)
    }

    parsed! {
        deserialize_bool visit_bool bool, "true or false";
        deserialize_i8 visit_i8 i8, "a whole number";
        deserialize_i16 visit_i16 i16, "a whole number";
        deserialize_i32 visit_i32 i32, "a whole number";
        deserialize_i64 visit_i64 i64, "a whole number";
        deserialize_u8 visit_u8 u8, "a whole number";
        deserialize_u16 visit_u16 u16, "a whole number";
        deserialize_u32 visit_u32 u32, "a whole number";
        deserialize_u64 visit_u64 u64, "a whole number";
        deserialize_f32 visit_f32 f32, "a number";
        deserialize_f64 visit_f64 f64, "a number";
    }

    forward_to_deserialize_any! {
        char bytes byte_buf unit unit_struct seq tuple tuple_struct map struct ignored_any
    }
}
