//! Inline enumerations that are equal share one type.
//!
//! Documents that are generated from code repeat the constants of a component at every query parameter that
//! filters by it. A caller who has the component's value in hand should be able to pass it.

use std::collections::BTreeMap;

use crate::config::Config;
use crate::diagnostics::Diagnostics;
use crate::ir::{Api, EnumDef, Id as _, SpecName, TypeId, TypeKind};

/// Constants as text, without regard to order.
type Values = Vec<String>;

/// The pass.
pub(super) fn run(api: &mut Api, _: &Config, _: &mut Diagnostics) {
    let mut components: BTreeMap<Values, Vec<(String, TypeId)>> = BTreeMap::new();
    let mut inline: BTreeMap<(String, Values), Vec<TypeId>> = BTreeMap::new();
    for (id, def) in api.types.iter() {
        let TypeKind::Enum(shape) = &def.kind else { continue };
        match &def.name {
            SpecName::Required(name) => {
                components.entry(values(shape)).or_default().push((plain(name), id));
            }
            SpecName::Suggested(words) => {
                let last = words.last().map(String::as_str).unwrap_or_default();
                inline.entry((plain(last), values(shape))).or_default().push(id);
            }
        }
    }
    let mut replaced: Vec<TypeId> = api.types.ids().collect();
    for ((word, values), ids) in inline {
        let candidates = components.get(&values).map(Vec::as_slice).unwrap_or_default();
        let shared = match component(candidates, &word) {
            Some(shared) => shared,
            None if ids.len() > 1 => share(api, ids[0]),
            None => continue,
        };
        for id in ids {
            replaced[id.index()] = shared;
        }
    }
    api.for_each_named_mut(&mut |id| *id = replaced[id.index()]);
}

/// The component that a parameter or property of that name means: called the same, with or without `Enum`,
/// or the only one with these constants whose name ends so (`ConsentStageModeEnum` for `mode`).
fn component(candidates: &[(String, TypeId)], word: &str) -> Option<TypeId> {
    let called = |name: &str| name.strip_suffix("enum").unwrap_or(name) == word;
    if let Some((_, id)) = candidates.iter().find(|(name, _)| called(name)) {
        return Some(*id);
    }
    match candidates {
        [(name, id)] if name.strip_suffix("enum").unwrap_or(name).ends_with(word) => Some(*id),
        _ => None,
    }
}

/// Names a type for its own word alone, since it no longer belongs to one place.
fn share(api: &mut Api, id: TypeId) -> TypeId {
    let def = &mut api.types[id];
    if let SpecName::Suggested(words) = &mut def.name {
        words.drain(..words.len() - 1);
    }
    def.owner = None;
    id
}

fn values(shape: &EnumDef) -> Values {
    let mut values: Values = shape.values.iter().map(|value| value.value.to_string()).collect();
    values.sort();
    values
}

/// A name in lower case without separators.
fn plain(name: &str) -> String {
    name.chars().filter(|character| character.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use crate::lower::fixture::analysed;

    #[test]
    fn a_parameter_takes_the_component_with_its_name_and_constants() {
        let outcome = analysed(
            "paths:
  /a:
    get:
      operationId: a
      parameters:
        - {name: provider, in: query, schema: {type: string, enum: [y, x]}}
        - {name: mode, in: query, schema: {type: string, enum: [m]}}
        - {name: other, in: query, schema: {type: string, enum: [x, y]}}
        - {name: order, in: query, schema: {type: string, enum: [up, down]}}
      responses: {'204': {description: ok}}
    put:
      operationId: b
      parameters: [{name: order, in: query, schema: {type: string, enum: [up, down]}}]
      responses: {'204': {description: ok}}
components:
  schemas:
    ProviderEnum: {type: string, enum: [x, y]}
    StageModeEnum: {type: string, enum: [m]}",
        );
        let text = outcome.operations();
        let params: Vec<&str> = text.lines().filter(|line| line.starts_with("  query")).collect();
        assert_eq!(
            params,
            [
                "  query provider?: ProviderEnum",
                "  query mode?: StageModeEnum",
                "  query other?: a.other",
                "  query order?: order",
                "  query order?: order",
            ]
        );
    }
}
