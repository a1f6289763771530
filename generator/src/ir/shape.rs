//! What values of a type look like, as far as unions need it to tell their variants apart.

/// What a value may look like. Null is not decided here, except for properties.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Shape {
    /// Anything.
    Any,
    /// `true`, `false`.
    Boolean,
    /// A boolean, this one as a rule.
    Only(bool),
    /// A number without fraction.
    Integer,
    /// Any number.
    Number,
    /// Any string.
    String,
    /// A string in the form of a UUID.
    Uuid,
    /// A string in the form of a date and time.
    DateTime,
    /// A string in the form of a date.
    Date,
    /// A string in the form of a time.
    Time,
    /// A string, one of these as a rule.
    Text(Vec<String>),
    /// An integer, one of these as a rule.
    Integers(Vec<i64>),
    /// An array whose items all look alike.
    List(Box<Shape>),
    /// An array with one item for each of these.
    Tuple(Vec<Shape>),
    /// An object whose values all look alike.
    Map(Box<Shape>),
    /// An object with known properties.
    Object(Vec<PropertyShape>),
    /// One of several.
    OneOf(Vec<Shape>),
}

/// A demand on the properties of an object.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PropertyShape {
    /// Must be there, and be one of the constants of its shape: it is what tells the variants apart.
    Tag(String, Shape),
    /// May be absent or null; what is there must be one of the constants of its shape, as for [`Self::Tag`].
    MayTag(String, Shape),
    /// Must be there and not be null.
    Must(String, Shape),
    /// Must be there, and may be null.
    Null(String, Shape),
    /// May be absent or null.
    May(String, Shape),
    /// What all other properties look like.
    Rest(Shape),
    /// There are no other properties, as a rule.
    Closed,
}

impl PropertyShape {
    /// The name of the property and what it looks like; `None` for demands on all others.
    pub fn named(&self) -> Option<(&str, &Shape)> {
        match self {
            Self::Tag(name, shape)
            | Self::MayTag(name, shape)
            | Self::Must(name, shape)
            | Self::Null(name, shape)
            | Self::May(name, shape) => Some((name, shape)),
            Self::Rest(_) | Self::Closed => None,
        }
    }

    /// True where the property tells the variants apart by its constants.
    pub fn is_tag(&self) -> bool {
        matches!(self, Self::Tag(..) | Self::MayTag(..))
    }

    /// The shape, for changing it.
    pub fn shape_mut(&mut self) -> Option<&mut Shape> {
        match self {
            Self::Tag(_, shape)
            | Self::MayTag(_, shape)
            | Self::Must(_, shape)
            | Self::Null(_, shape)
            | Self::May(_, shape)
            | Self::Rest(shape) => Some(shape),
            Self::Closed => None,
        }
    }
}
