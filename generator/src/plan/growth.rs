//! Which types may get new fields without breaking callers.
//!
//! In: a type. Out: whether code outside of the model crate may build it field by field.

use crate::ir::{TypeDef, TypeKind};

/// True for structs that only servers make: nobody builds them but tests, which have `example()`, so that a property
/// that the document adds breaks nobody.
pub fn is_open(def: &TypeDef) -> bool {
    matches!(def.kind, TypeKind::Struct(_)) && def.direction.received && !def.direction.sent
}
