//! Unions (`oneOf`, `anyOf`) and how their variants are told apart.

use super::{Shape, SpecName, TypeUse};

/// One of several types. Always open: a value that fits no variant is kept as JSON.
#[derive(Clone, Debug, PartialEq)]
pub struct UnionDef {
    /// The variants, in document order; none is null (that is on the [`TypeUse`]).
    pub variants: Vec<Variant>,
    /// How a value finds its variant; `Undecided` until `analyse::discriminate`.
    pub discrimination: Discrimination,
    /// `discriminator.propertyName`, where the document names one.
    pub tag_property: Option<String>,
    /// The position of the variant that takes objects whose tag is unknown or missing; without it they are
    /// kept as JSON.
    pub fallback: Option<usize>,
}

/// One branch of a union.
#[derive(Clone, Debug, PartialEq)]
pub struct Variant {
    /// What to call it.
    pub name: SpecName,
    /// What it holds.
    pub ty: TypeUse,
    /// Values of the tag property that select it, in order of the mapping.
    pub tags: Vec<String>,
    /// Needs indirection because the union contains itself; set by `analyse::cycles`.
    pub boxed: bool,
}

/// How a value finds its variant.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Discrimination {
    /// Not analysed yet.
    #[default]
    Undecided,
    /// The value of a property, listed in [`Variant::tags`].
    Tag {
        /// Wire name of the property.
        property: String,
    },
    /// The JSON type alone decides; one entry per variant, in order.
    JsonType(Vec<Vec<JsonType>>),
    /// A key that only one variant requires; one set of keys per variant, tried in order. An empty set
    /// is the variant that is left.
    RequiredKey(Vec<Vec<String>>),
    /// What the whole value looks like; one shape per variant, in order. The one that fits best is taken, of
    /// equals the first.
    Shape(Vec<Shape>),
}

/// The types of JSON values, as far as unions need them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum JsonType {
    /// `true`, `false`.
    Boolean,
    /// A number without fraction.
    Integer,
    /// Any number.
    Number,
    /// A string.
    String,
    /// An array.
    Array,
    /// An object.
    Object,
}

impl JsonType {
    /// As schemas write it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Boolean => "boolean",
            Self::Integer => "integer",
            Self::Number => "number",
            Self::String => "string",
            Self::Array => "array",
            Self::Object => "object",
        }
    }
}
