//! Tags of unions that follow from names (OpenAPI 3.0.3, "Discriminator Object": without a mapping, the name of a
//! schema selects it).
//!
//! A schema of another file may have to be called otherwise in the one tree. Its tag stays what it was: the old name is
//! added to the mapping.

use serde_json::{Value, json};

use crate::pointer::Pointer;

/// Notes in a union that its branch at `at`, which was `original` in its file, stands at `home` now. `at` is the
/// reference, seen from `tree`.
pub(super) fn keep(tree: &mut Value, at: &Pointer, original: &Pointer, home: &Pointer) {
    let (Some(name), Some(now)) = (original.last(), home.last()) else { return };
    let segments = at.segments();
    let [above @ .., keyword, _, _] = segments.as_slice() else { return };
    if name == now || !matches!(keyword.as_str(), "oneOf" | "anyOf") {
        return;
    }
    let union = Pointer::from_segments(above.iter().map(String::as_str));
    let Some(union) = tree.pointer_mut(union.as_str()) else { return };
    let Some(Value::Object(discriminator)) = union.get_mut("discriminator") else { return };
    let mapping = discriminator.entry("mapping").or_insert_with(|| json!({}));
    let Some(mapping) = mapping.as_object_mut() else { return };
    let text = Value::String(home.fragment());
    if !mapping.values().any(|known| *known == text) {
        mapping.entry(name).or_insert(text);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::keep;
    use crate::pointer::Pointer;

    #[test]
    fn the_old_name_stays_the_tag() {
        let mut tree = json!({"oneOf": [{"$ref": "#/components/schemas/cats_Cat"}], "discriminator": {"propertyName": "k"}});
        let at = Pointer::parse("/oneOf/0/$ref");
        let original = Pointer::parse("/definitions/Cat");
        keep(&mut tree, &at, &original, &Pointer::parse("/components/schemas/Cat"));
        assert_eq!(tree["discriminator"], json!({"propertyName": "k"}));
        keep(&mut tree, &at, &original, &Pointer::parse("/components/schemas/cats_Cat"));
        assert_eq!(tree["discriminator"]["mapping"], json!({"Cat": "#/components/schemas/cats_Cat"}));
    }
}
