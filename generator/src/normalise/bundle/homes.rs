//! Where what other files hold stands in the one tree, and what it is called there.
//!
//! A name depends on the files and pointers alone, never on the order in which they are met.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::Target;
use super::address::FileName;
use super::gather::Gathered;
use crate::normalise::swagger2::is_swagger2;
use crate::pointer::Pointer;

/// Versions of the document, as far as places for reusable objects differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Edition {
    /// Swagger 2.0.
    Swagger2,
    /// OpenAPI 3.0 and 3.1.
    V3,
    /// OpenAPI 3.2, which has `components.mediaTypes`.
    V32,
}

impl Edition {
    pub(super) fn of(document: &Value) -> Self {
        let version = document.get("openapi").and_then(Value::as_str).unwrap_or_default();
        match () {
            () if is_swagger2(document) => Self::Swagger2,
            () if version.starts_with("3.2") => Self::V32,
            () => Self::V3,
        }
    }
}

/// Where a document keeps reusable objects of a kind ("Components Object"; 2.0, "Swagger Object"); `None` when they
/// have no such place, or when standing there would mean more than being referred to.
pub(super) fn section(kind: &str, edition: Edition) -> Option<Pointer> {
    let path: &[&str] = match (edition, kind) {
        (Edition::Swagger2, "Schema") => &["definitions"],
        (Edition::Swagger2, "Parameter") => &["parameters"],
        (Edition::Swagger2, "Response") => &["responses"],
        (Edition::Swagger2, _) => return None,
        (_, "Schema") => &["components", "schemas"],
        (_, "Parameter") => &["components", "parameters"],
        (_, "Response") => &["components", "responses"],
        (_, "Request Body") => &["components", "requestBodies"],
        (_, "Header") => &["components", "headers"],
        (_, "Example") => &["components", "examples"],
        (_, "Link") => &["components", "links"],
        (_, "Callback") => &["components", "callbacks"],
        (Edition::V32, "Media Type") => &["components", "mediaTypes"],
        _ => return None,
    };
    Some(Pointer::from_segments(path.iter().copied()))
}

/// The definition that a place in another file belongs to: `/definitions/Pet` for `/definitions/Pet/properties/id`.
/// Places elsewhere stand for themselves.
pub(super) fn container(pointer: &Pointer, kind: &str) -> Pointer {
    let segments = pointer.segments();
    let texts: Vec<&str> = segments.iter().map(String::as_str).collect();
    let length = match texts.as_slice() {
        ["components", "schemas", _, ..] if kind == "Schema" => 3,
        ["definitions" | "$defs", _, ..] if kind == "Schema" => 2,
        _ => texts.len(),
    };
    Pointer::from_segments(texts[..length].iter().copied())
}

/// Where everything stands.
#[derive(Debug, Default)]
pub(super) struct Homes {
    by_target: BTreeMap<Target, Vec<(&'static str, Pointer)>>,
    /// What is to be added to the document, in the order of names.
    pub(super) added: BTreeMap<Pointer, (Target, &'static str)>,
}

impl Homes {
    /// Where a target stands in the one tree.
    pub(super) fn find(&self, target: &Target, kind: &str) -> Option<Pointer> {
        if target.file == 0 {
            return Some(target.pointer.clone());
        }
        let mut above = Some(target.pointer.clone());
        while let Some(pointer) = above {
            let whole = Target { file: target.file, pointer };
            let homes = self.by_target.get(&whole).map(Vec::as_slice).unwrap_or_default();
            let same = homes.iter().find(|(known, _)| *known == kind).or_else(|| homes.first());
            if let Some((_, home)) = same {
                return target.pointer.rebase(&whole.pointer, home);
            }
            above = whole.pointer.parent();
        }
        None
    }
}

/// Gives everything a place.
pub(super) fn homes(gathered: &Gathered<'_>) -> Homes {
    let mut homes = Homes::default();
    for ((target, kind), entry) in &gathered.entries {
        homes.by_target.entry(target.clone()).or_default().push((kind, entry.clone()));
    }
    let files = &gathered.library.files;
    // By file name, so that the order of loading decides nothing.
    let mut targets: Vec<_> = gathered.targets.iter().collect();
    targets.sort_by_key(|(target, kind)| (&files[target.file].name, &target.pointer, *kind));
    let mut taken = BTreeSet::new();
    for (target, kind) in targets {
        if gathered.entries.contains_key(&(target.clone(), *kind)) || is_inside(gathered, target, kind) {
            continue;
        }
        let Some(section) = section(kind, gathered.edition) else { continue };
        let value = gathered.library.value(target);
        let names = candidates(&files[target.file].name, &target.pointer, value);
        let free = |home: &Pointer, taken: &BTreeSet<Pointer>| {
            files[0].tree.pointer(home.as_str()).is_none() && !taken.contains(home)
        };
        let numbered = (2..).map(|number| format!("{}_{number}", names[0]));
        let home = names
            .iter()
            .cloned()
            .chain(numbered)
            .map(|name| section.child(&name))
            .find(|home| free(home, &taken))
            .expect("numbers do not end");
        taken.insert(home.clone());
        homes.by_target.entry(target.clone()).or_default().push((kind, home.clone()));
        homes.added.insert(home, (target.clone(), kind));
    }
    homes
}

/// True when a target stands inside of another one, which it then comes with.
fn is_inside(gathered: &Gathered<'_>, target: &Target, kind: &'static str) -> bool {
    let is_definition = kind == "Schema"
        && matches!(
            target.pointer.segments().iter().map(String::as_str).collect::<Vec<_>>().as_slice(),
            ["components", "schemas", _] | ["definitions" | "$defs", _]
        );
    let mut above = target.pointer.parent().filter(|_| !is_definition);
    while let Some(pointer) = above {
        let outer = (Target { file: target.file, pointer }, kind);
        if gathered.targets.contains(&outer) || gathered.entries.contains_key(&outer) {
            return true;
        }
        above = outer.0.pointer.parent();
    }
    false
}

/// Words that say where something stands, not what it is.
const VAGUE: [&str; 24] = [
    "schema",
    "items",
    "properties",
    "content",
    "paths",
    "components",
    "schemas",
    "responses",
    "parameters",
    "allOf",
    "anyOf",
    "oneOf",
    "definitions",
    "$defs",
    "index",
    "_index",
    "main",
    "root",
    "model",
    "models",
    "type",
    "types",
    "schema_",
    "definition",
];

/// Members of documents whose members have names of their own.
const KEEPERS: [&str; 10] = [
    "schemas",
    "definitions",
    "$defs",
    "parameters",
    "responses",
    "requestBodies",
    "headers",
    "examples",
    "links",
    "callbacks",
];

/// Names for what stands at a place of a file, the best one first: its own name, with the file in front, with the
/// folder in front.
fn candidates(file: &FileName, pointer: &Pointer, value: Option<&Value>) -> Vec<String> {
    let stem = file.stem();
    let folder = file.folder();
    let title = value.and_then(|value| value.get("title")).and_then(Value::as_str);
    let title = title.map(str::trim).filter(|title| !title.is_empty() && title.chars().count() <= 60);
    let with = |first: &str, name: &str| format!("{first}_{name}");
    let mut names = Vec::new();
    match own_name(pointer) {
        Some(name) => {
            names.push(name.clone());
            names.push(with(&stem, &name));
            names.extend(folder.map(|folder| with(&folder, &with(&stem, &name))));
        }
        None if VAGUE.contains(&stem.to_lowercase().as_str()) => {
            names.extend(title.map(str::to_owned));
            names.extend(folder.clone());
            names.push(folder.map_or_else(|| stem.clone(), |folder| with(&folder, &stem)));
        }
        None => {
            names.push(stem.clone());
            names.extend(title.map(str::to_owned));
            names.extend(folder.map(|folder| with(&folder, &stem)));
        }
    }
    names
}

/// The last segments of a pointer that name something; `None` for a whole file.
fn own_name(pointer: &Pointer) -> Option<String> {
    let segments = pointer.segments();
    let last = segments.last()?;
    let keeper = segments.len().checked_sub(2).map(|index| segments[index].as_str());
    if keeper.is_some_and(|keeper| KEEPERS.contains(&keeper)) && last.parse::<usize>().is_err() {
        return Some(last.clone());
    }
    let names_something = |segment: &String| {
        !VAGUE.contains(&segment.as_str()) && !segment.contains('/') && segment.parse::<usize>().is_err()
    };
    if names_something(last) {
        return Some(last.clone());
    }
    let words: Vec<String> = segments
        .iter()
        .filter(|segment| !VAGUE.contains(&segment.as_str()))
        .flat_map(|segment| segment.split(|one: char| !one.is_alphanumeric()))
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect();
    Some(if words.is_empty() { last.clone() } else { words.join("_") })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{candidates, container};
    use crate::normalise::bundle::address::FileName;
    use crate::pointer::Pointer;

    fn best(file: &str, pointer: &str, value: &serde_json::Value) -> String {
        let file = FileName::Local(file.split('/').map(str::to_owned).collect());
        candidates(&file, &Pointer::parse(pointer), Some(value)).remove(0)
    }

    #[test]
    fn things_are_called_by_their_own_name_or_by_their_file() {
        let titled = json!({"title": "The Pet"});
        assert_eq!(best("schemas/all.yaml", "/definitions/Pet", &titled), "Pet");
        assert_eq!(best("schemas/Pet.schema.json", "", &titled), "Pet");
        assert_eq!(best("pets/schema.json", "", &titled), "The Pet");
        assert_eq!(best("pets/index.yaml", "", &json!({})), "pets");
        let inline = "/paths/~1pets/get/responses/200/content/application~1json/schema";
        assert_eq!(best("api.yaml", inline, &json!({})), "pets_get_200_application_json");
    }

    #[test]
    fn parts_of_definitions_belong_to_them() {
        let whole = |pointer: &str, kind| container(&Pointer::parse(pointer), kind).as_str().to_owned();
        assert_eq!(whole("/definitions/Pet/properties/id", "Schema"), "/definitions/Pet");
        assert_eq!(whole("/components/schemas/Pet", "Schema"), "/components/schemas/Pet");
        assert_eq!(whole("/Pet/properties/id", "Schema"), "/Pet/properties/id");
        assert_eq!(whole("", "Schema"), "");
    }
}
