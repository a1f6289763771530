//! One visitor that builds the JSON tree from any reader.

use std::cell::Cell;
use std::fmt;

use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, Error, MapAccess, SeqAccess, VariantAccess, Visitor,
};
use serde_json::{Map, Number, Value};

use crate::limits::{Limit, Limits};

/// What the visitor notes while it reads.
pub(super) struct Notes<'limits> {
    limits: &'limits Limits,
    /// Aliases can make a small text a huge tree; reading stops after this many nodes.
    most_nodes: usize,
    nodes_left: Cell<usize>,
    /// How many more levels may be opened inside of the current one.
    levels_left: Cell<usize>,
    /// Why reading was stopped.
    exceeded: Cell<Option<(Limit, &'static str)>>,
    /// Two equal keys or a tag were seen.
    suspicious: Cell<bool>,
    merge_keys: MergeKeys,
}

/// Stands for `<<` between quotation marks in a text that is read: two characters for private use.
pub(super) const QUOTED_MERGE: &str = "\u{f8f1}\u{f8f2}";

/// Text as it was before [`QUOTED_MERGE`] was put into it.
fn unmarked(text: String) -> String {
    // The first byte of the mark is in few texts, so that this costs next to nothing.
    if text.contains(QUOTED_MERGE) { text.replace(QUOTED_MERGE, "<<") } else { text }
}

/// Whether `<<` is YAML's merge key.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum MergeKeys {
    /// It is: YAML.
    Apply,
    /// It is a key like any other: JSON.
    Keep,
}

impl<'limits> Notes<'limits> {
    /// A text of `bytes` bytes cannot have more nodes than bytes unless aliases repeat them.
    pub(super) fn new(bytes: usize, merge_keys: MergeKeys, limits: &'limits Limits) -> Self {
        let most_nodes = bytes.max(limits.get(Limit::Values));
        Self {
            limits,
            most_nodes,
            nodes_left: Cell::new(most_nodes),
            levels_left: Cell::new(limits.get(Limit::Depth)),
            exceeded: Cell::new(None),
            suspicious: Cell::new(false),
            merge_keys,
        }
    }

    /// Forgets what was read, for another try.
    pub(super) fn restart(&self) {
        self.nodes_left.set(self.most_nodes);
        self.levels_left.set(self.limits.get(Limit::Depth));
        self.exceeded.set(None);
        self.suspicious.set(false);
    }

    /// The limit that stopped the reading, and what was beyond it.
    pub(super) fn exceeded(&self) -> Option<(Limit, &'static str)> {
        self.exceeded.get()
    }

    /// How many values may be read.
    pub(super) fn most_values(&self) -> usize {
        self.most_nodes
    }

    pub(super) fn suspicious(&self) -> bool {
        self.suspicious.get()
    }

    fn count<E: Error>(&self) -> Result<(), E> {
        let left = self.nodes_left.get().checked_sub(1);
        let left = left.ok_or_else(|| self.stop(Limit::Values, "aliases make the document too large"))?;
        self.nodes_left.set(left);
        Ok(())
    }

    /// A list or mapping begins.
    fn enter<E: Error>(&self) -> Result<(), E> {
        let left = self.levels_left.get().checked_sub(1);
        let left = left.ok_or_else(|| self.stop(Limit::Depth, "lists and mappings are nested too deep"))?;
        self.levels_left.set(left);
        Ok(())
    }

    /// It ends. After an error nothing is read any more, so that nobody needs to be told.
    fn leave(&self) {
        self.levels_left.set(self.levels_left.get() + 1);
    }

    #[cold]
    fn stop<E: Error>(&self, limit: Limit, found: &'static str) -> E {
        self.exceeded.set(Some((limit, found)));
        E::custom(found)
    }
}

/// Reads one value.
#[derive(Clone, Copy)]
pub(super) struct Node<'notes>(pub(super) &'notes Notes<'notes>);

impl<'de> DeserializeSeed<'de> for Node<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        self.0.count()?;
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Node<'_> {
    type Value = Value;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a value")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    #[expect(clippy::cast_precision_loss, reason = "the nearest number that JSON readers agree on")]
    fn visit_i128<E>(self, value: i128) -> Result<Value, E> {
        Ok(float(value as f64))
    }

    #[expect(clippy::cast_precision_loss, reason = "the nearest number that JSON readers agree on")]
    fn visit_u128<E>(self, value: u128) -> Result<Value, E> {
        Ok(float(value as f64))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(float(value))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Value, E> {
        self.visit_string(value.to_owned())
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(Value::String(match self.0.merge_keys {
            MergeKeys::Apply => unmarked(value),
            MergeKeys::Keep => value,
        }))
    }

    fn visit_none<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        self.0.enter()?;
        let mut list = Vec::new();
        while let Some(item) = items.next_element_seed(self)? {
            list.push(item);
        }
        self.0.leave();
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        self.0.enter()?;
        let mut members = Map::new();
        let mut merged = Vec::new();
        while let Some(key) = entries.next_key_seed(Key)? {
            let value = entries.next_value_seed(self)?;
            let applies = self.0.merge_keys == MergeKeys::Apply;
            let is_merge = applies && key == "<<" && can_merge(&value);
            let key = if applies { unmarked(key) } else { key };
            if is_merge {
                merged.push(value);
            } else if members.contains_key(&key) {
                self.0.suspicious.set(true);
            } else {
                members.insert(key, value);
            }
        }
        for value in merged {
            merge(value, &mut members);
        }
        self.0.leave();
        Ok(Value::Object(members))
    }

    /// A tagged YAML value (`!name value`): the value is read, the tag is reported.
    fn visit_enum<A: EnumAccess<'de>>(self, data: A) -> Result<Value, A::Error> {
        self.0.suspicious.set(true);
        let (_, value) = data.variant_seed(Key)?;
        value.newtype_variant_seed(self)
    }
}

/// What no JSON number can say (infinities, not a number) is kept as text.
fn float(value: f64) -> Value {
    Number::from_f64(value).map_or_else(|| Value::String(value.to_string()), Value::Number)
}

/// What a key must be.
pub(super) const EXPECTED_KEY: &str = "text as the key of a mapping";

/// Reads a key as the text that was written, whatever type a value of that spelling would have.
struct Key;

impl<'de> DeserializeSeed<'de> for Key {
    type Value = String;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<String, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Key {
    type Value = String;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(EXPECTED_KEY)
    }

    fn visit_str<E>(self, value: &str) -> Result<String, E> {
        Ok(value.to_owned())
    }

    fn visit_string<E>(self, value: String) -> Result<String, E> {
        Ok(value)
    }
}

fn can_merge(value: &Value) -> bool {
    match value {
        Value::Object(_) => true,
        Value::Array(items) => items.iter().all(Value::is_object),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    }
}

/// YAML merge keys: entries of the mapping itself win, then those of the first merged mapping.
fn merge(value: Value, members: &mut Map<String, Value>) {
    match value {
        Value::Object(merged) => {
            for (key, value) in merged {
                members.entry(key).or_insert(value);
            }
        }
        Value::Array(items) => items.into_iter().for_each(|item| merge(item, members)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
