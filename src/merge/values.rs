//! The values of a row, for expressions.

use std::sync::Arc;

use minijinja::value::{Enumerator, Object, Value};

use crate::document::Direction;
use crate::lang;

/// The variable for the whole row, for columns whose names are not single words: `row["First
/// name"]`. A column with this name takes precedence.
pub(super) const ROW: &str = "row";

/// The variable that passes the brief's language to filters. No expression can name it.
pub(super) const LANG: &str = "\u{fdd0}lang";

/// The variable that tells whether the brief runs from right to left. No expression can name it.
pub(super) const IS_RTL: &str = "\u{fdd0}rtl";

/// The values of a row by column.
#[derive(Debug, Clone)]
pub struct RowValues(Arc<RowCells>);

#[derive(Debug)]
struct RowCells {
    columns: Arc<[String]>,
    /// One value for each column.
    cells: Vec<Value>,
}

impl RowValues {
    pub(super) fn new(columns: Arc<[String]>, cells: Vec<Value>) -> Self {
        Self(Arc::new(RowCells { columns, cells }))
    }

    /// Texts by column. Of two columns with the same name, the first is used.
    pub fn of<C: Into<String>, T: Into<String>>(cells: impl IntoIterator<Item = (C, T)>) -> Self {
        let mut columns: Vec<String> = Vec::new();
        let mut values = Vec::new();
        for (column, text) in cells {
            columns.push(column.into());
            values.push(Value::from(text.into()));
        }
        Self::new(columns.into(), values)
    }

    /// The names of the columns, in the order of the data.
    #[must_use]
    pub fn columns(&self) -> &[String] {
        &self.0.columns
    }

    /// The variables for expressions in a brief of this language.
    pub(super) fn context(&self, lang: &str) -> Value {
        Value::from_object(Scope {
            record: Arc::clone(&self.0),
            lang: Value::from(lang),
            is_rtl: Value::from(lang::direction(lang) == Direction::Rtl),
        })
    }
}

/// The variables of an expression.
#[derive(Debug)]
struct Scope {
    record: Arc<RowCells>,
    lang: Value,
    is_rtl: Value,
}

impl Object for Scope {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        // The language comes before the columns, so that no column can hide it.
        match key.as_str() {
            Some(LANG) => Some(self.lang.clone()),
            Some(IS_RTL) => Some(self.is_rtl.clone()),
            _ => self.record.get_value(key),
        }
    }
}

impl Object for RowCells {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        let key = key.as_str()?;
        match self.columns.iter().position(|column| column == key) {
            Some(at) => self.cells.get(at).cloned(),
            None if key == ROW => Some(Value::from_dyn_object(Arc::clone(self))),
            None => None,
        }
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        let columns = self.columns.iter().map(String::as_str);
        Enumerator::Values(columns.map(Value::from).collect())
    }
}
