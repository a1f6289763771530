//! The vocabulary of the tables: what a value must be.

/// What the specification demands of a value.
#[derive(Clone, Copy, Debug)]
pub(super) enum Shape {
    /// Anything: examples, defaults, constants.
    Any,
    /// Text.
    Text,
    /// The text of a `$ref`; nothing else is read as one.
    Reference,
    /// `true` or `false`.
    Bool,
    /// A number.
    Number,
    /// An integer that is not negative.
    Count,
    /// An object of the OpenAPI model.
    Object(&'static Object),
    /// An object of the OpenAPI model, or a `$ref` to one.
    ObjectOrRef(&'static Object),
    /// A Schema Object; `true` and `false` where a version allows them.
    Schema,
    /// A list.
    List(&'static Shape),
    /// A mapping from names of the document's own.
    Map(&'static Shape),
    /// One of several; the first is meant when none fits.
    Either(&'static [Shape]),
}

/// An object of the OpenAPI model: the fixed members that the specification lists.
#[derive(Debug)]
pub(super) struct Object {
    /// As the specification calls it, without "Object".
    pub(super) name: &'static str,
    /// Its members.
    pub(super) members: &'static [Member],
    /// What other members are.
    pub(super) others: Others,
}

/// Members that an object's table does not list.
#[derive(Clone, Copy, Debug)]
pub(super) enum Others {
    /// There are none but extensions.
    Unknown,
    /// They are looked at when the document has been rewritten as OpenAPI 3.
    Later,
    /// They have names of the document's own: paths, statuses, callbacks.
    Named(&'static Shape),
}

/// A fixed member of an object.
#[derive(Debug)]
pub(super) struct Member {
    /// Its name.
    pub(super) name: &'static str,
    /// What its value must be.
    pub(super) shape: Shape,
    /// What happens without it.
    pub(super) need: Need,
    /// The version of OpenAPI that brought it.
    pub(super) since: Version,
}

/// What happens when a member is absent.
#[derive(Clone, Copy, Debug)]
pub(super) enum Need {
    /// Nothing.
    Optional,
    /// There is no safe reading.
    Required,
    /// This JSON text is assumed.
    Assumed(&'static str),
    /// This JSON text is assumed; from this version on it may be absent, which means the same.
    AssumedBefore(Version, &'static str),
}

/// Versions of OpenAPI, as far as objects differ.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Version {
    /// Swagger 2.0.
    V20,
    /// 3.0.x.
    #[default]
    V30,
    /// 3.1.x.
    V31,
    /// 3.2.x.
    V32,
}

impl Version {
    /// As documents and people write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::V20 => "2.0",
            Self::V30 => "3.0",
            Self::V31 => "3.1",
            Self::V32 => "3.2",
        }
    }
}

/// An optional member that every version has.
pub(super) const fn opt(name: &'static str, shape: Shape) -> Member {
    Member { name, shape, need: Need::Optional, since: Version::V20 }
}

/// A required member.
pub(super) const fn req(name: &'static str, shape: Shape) -> Member {
    Member { name, shape, need: Need::Required, since: Version::V20 }
}

/// A required member with a safe reading of its absence.
pub(super) const fn assumed(name: &'static str, shape: Shape, json: &'static str) -> Member {
    Member { name, shape, need: Need::Assumed(json), since: Version::V20 }
}

/// An optional member that a later version brought.
pub(super) const fn since(since: Version, name: &'static str, shape: Shape) -> Member {
    Member { name, shape, need: Need::Optional, since }
}
