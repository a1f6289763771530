//! Enumerations of constants (`enum`, `const`).

use serde_json::Value;

use super::SpecName;

/// One of a list of constants. Always open: a value that is not listed is kept and goes out unchanged.
#[derive(Clone, Debug, PartialEq)]
pub struct EnumDef {
    /// What the constants are in JSON.
    pub repr: EnumRepr,
    /// The constants, in document order, without duplicates and without null.
    pub values: Vec<EnumValue>,
}

/// The JSON type of an enumeration's constants.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EnumRepr {
    /// All are strings.
    String,
    /// All are integers that fit 64 bits with a sign.
    Integer,
    /// Anything else: fractions, larger integers, booleans, or several types; kept as JSON.
    Json,
}

/// One constant.
#[derive(Clone, Debug, PartialEq)]
pub struct EnumValue {
    /// The constant.
    pub value: Value,
    /// Its name: the value itself, or what `x-enum-varnames` says.
    pub name: SpecName,
    /// What `x-enum-descriptions` says.
    pub description: Option<String>,
}
