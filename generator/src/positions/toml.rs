//! Outline of a TOML text.

use std::borrow::Cow;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{Builder, Outline};

pub(super) fn outline(text: &str) -> Outline<'_> {
    let mut builder = Builder::default();
    if let Ok(table) = DeTable::parse(text) {
        builder.open(None, 0..0);
        add_table(&mut builder, table.get_ref());
        builder.close(text.len());
    }
    builder.finish()
}

fn add_table<'text>(builder: &mut Builder<'text>, table: &DeTable<'text>) {
    for (key, value) in table {
        add_value(builder, Some((Cow::Owned(key.get_ref().to_string()), key.span())), value);
    }
}

fn add_value<'text>(
    builder: &mut Builder<'text>,
    key: Option<(Cow<'text, str>, Range<usize>)>,
    value: &Spanned<DeValue<'text>>,
) {
    let span = value.span();
    match value.get_ref() {
        DeValue::Table(table) => {
            builder.open(key, span.clone());
            add_table(builder, table);
            builder.close(span.end);
        }
        DeValue::Array(items) => {
            builder.open(key, span.clone());
            for item in items {
                add_value(builder, None, item);
            }
            builder.close(span.end);
        }
        DeValue::String(_)
        | DeValue::Integer(_)
        | DeValue::Float(_)
        | DeValue::Boolean(_)
        | DeValue::Datetime(_) => {
            builder.add(key, span);
        }
    }
}
