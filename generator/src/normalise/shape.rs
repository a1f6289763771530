//! Is every keyword of the document what the specification says it is?
//!
//! In: the tree, overlays applied. Out: the tree with safe repairs made in place, so that the later phases
//! meet no keyword of a wrong type, and a list of every `$ref` that stands where a reference is meant. The
//! model of OpenAPI is data (`tables`); this file walks tree and tables side by side. A value that was
//! reported is taken out of the tree, so that one mistake gives one message.

mod addresses;
mod body_parameters;
mod constants;
mod contents;
mod exclusive;
mod fit;
mod foreign;
mod item_lists;
mod items;
mod misfits;
mod model;
mod names;
mod patterns;
mod repair;
mod rules;
mod samples;
mod schema_table;
pub mod schemas;
mod servers;
mod swagger2;
mod swagger2_tables;
mod tables;
mod types;
mod uniqueness;
mod version;
pub mod walk;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::examples::Sample;
use super::swagger2::is_swagger2;
use crate::diagnostics::similar::nearest;
use crate::diagnostics::{Code, Diagnostic, Diagnostics, codes};
use crate::origins::Origins;
use crate::pointer::{FileId, Place, Pointer};
use crate::positions::Outline;
use crate::source::Sources;
use model::{Member, Need, Object, Others, Shape};
use schema_table::SCHEMA;
use swagger2_tables::SCHEMA_2;
use uniqueness::OperationId;

pub use model::Version;

/// A `$ref` where the specification allows one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// The `$ref` keyword.
    pub at: Pointer,
    /// Its text.
    pub target: String,
    /// Which object is wanted: `Schema`, `Parameter` …
    pub kind: &'static str,
}

/// What the check found out about a document that it could read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    /// Every reference, in document order.
    pub references: Vec<Reference>,
    /// Every entry of a discriminator's `mapping`, in document order.
    pub mappings: Vec<Reference>,
    /// Every schema with a discriminator.
    pub discriminators: Vec<Pointer>,
    /// Every value that should be one of a schema, in document order.
    pub samples: Vec<Sample>,
}

/// What the check of a Swagger 2.0 document told of members that the OpenAPI document, which it becomes, may have or lack.
#[derive(Debug, Default)]
pub struct Told {
    is_swagger2: bool,
    members: BTreeSet<Place>,
}

/// Checks and repairs a Swagger 2.0 document before it is rewritten; leaves others alone.
pub fn check_swagger2(tree: &mut Value, sources: &mut Sources, diagnostics: &mut Diagnostics) -> Told {
    if !is_swagger2(tree) {
        return Told::default();
    }
    let told = Told { is_swagger2: true, members: BTreeSet::new() };
    with(told, sources, diagnostics, |check| check.swagger2(tree))
}

/// Checks and repairs a tree. `None` when it is not an OpenAPI 3 document.
pub fn check(
    tree: &mut Value,
    told: Told,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Option<Checked> {
    with(told, sources, diagnostics, |check| check.document(tree))
}

fn with<T>(
    told: Told,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
    work: impl FnOnce(Check<'_>) -> T,
) -> T {
    let mut origins = std::mem::take(&mut sources.origins);
    let check = Check {
        version: Version::default(),
        before: told,
        origins: &mut origins,
        sources,
        outlines: BTreeMap::new(),
        diagnostics,
        path: String::new(),
        references: Vec::new(),
        mappings: Vec::new(),
        discriminators: Vec::new(),
        samples: Vec::new(),
        operation_ids: Vec::new(),
        foreign: BTreeSet::new(),
        told: BTreeSet::new(),
    };
    let result = work(check);
    sources.origins = origins;
    result
}

/// Which object of the model stands at a pointer, as the specification calls it; `None` for other nodes.
pub fn kind_at(pointer: &Pointer) -> Option<&'static str> {
    match shape_at(pointer)? {
        Shape::Object(object) | Shape::ObjectOrRef(object) => Some(object.name),
        Shape::Schema => Some(SCHEMA.name),
        Shape::Either(shapes) => {
            shapes.iter().any(|shape| matches!(shape, Shape::Schema)).then_some(SCHEMA.name)
        }
        Shape::Any
        | Shape::Text
        | Shape::Reference
        | Shape::Bool
        | Shape::Number
        | Shape::Count
        | Shape::List(_)
        | Shape::Map(_) => None,
    }
}

/// What the model says of a place where none of its objects stands, but a collection of them.
pub fn collection_at(pointer: &Pointer) -> Option<&'static str> {
    match shape_at(pointer)? {
        Shape::Map(_) => Some("a mapping from names to other things"),
        Shape::List(_) => Some("a list"),
        _ => None,
    }
}

fn shape_at(pointer: &Pointer) -> Option<Shape> {
    let segments = pointer.segments();
    segments.iter().try_fold(Shape::Object(&tables::DOCUMENT), |shape, segment| fit::below(shape, segment))
}

fn is_reference(members: &Map<String, Value>) -> bool {
    members.get("$ref").is_some_and(Value::is_string)
}

fn value_of(json: &str) -> Value {
    serde_json::from_str(json).expect("the tables hold valid JSON")
}

struct Check<'a> {
    version: Version,
    /// What was told of the document before it was rewritten; grows while it is checked as Swagger 2.0.
    before: Told,
    origins: &'a mut Origins,
    sources: &'a Sources,
    /// Made when a repair needs the spelling of a number.
    outlines: BTreeMap<FileId, Outline<'a>>,
    diagnostics: &'a mut Diagnostics,
    /// Pointer of the node that is looked at.
    path: String,
    references: Vec<Reference>,
    mappings: Vec<Reference>,
    discriminators: Vec<Pointer>,
    samples: Vec<Sample>,
    operation_ids: Vec<OperationId>,
    /// Extensions for other generators that were met.
    foreign: BTreeSet<String>,
    /// Keywords of the object that is looked at which are absent for a reason that was told: their values were no good, or
    /// their names are misspelt.
    told: BTreeSet<&'static str>,
}

impl Check<'_> {
    fn document(mut self, tree: &mut Value) -> Option<Checked> {
        let Value::Object(members) = tree else {
            self.report(&codes::NOT_OPENAPI, "the document is not a mapping".to_owned());
            return None;
        };
        self.version = self.read_version(members)?;
        body_parameters::into_bodies(&mut self, members);
        self.object(members, &tables::DOCUMENT);
        Some(Checked {
            references: self.references,
            mappings: self.mappings,
            discriminators: self.discriminators,
            samples: self.samples,
        })
    }

    fn place(&self) -> Place {
        Place::document(Pointer::parse(&self.path))
    }

    fn report(&mut self, code: &'static Code, message: String) {
        let diagnostic = Diagnostic::new(code, &self.place(), message);
        self.diagnostics.report(diagnostic);
    }

    /// Notes that something was told of a member, if the document is to be rewritten and checked again.
    fn note(&mut self, key: &str) {
        if self.version == Version::V20 {
            let member = self.origins.locate(&Pointer::parse(&self.path).child(key));
            self.before.members.insert(member);
        }
    }

    /// True for a member of which something was told before the document was rewritten.
    fn was_told(&self, key: &str) -> bool {
        !self.before.members.is_empty()
            && self.version != Version::V20
            && self.before.members.contains(&self.origins.locate(&Pointer::parse(&self.path).child(key)))
    }

    /// Runs `work` with the member `key` as the node that is looked at.
    fn within<T>(&mut self, key: &str, work: impl FnOnce(&mut Self) -> T) -> T {
        let length = self.path.len();
        self.path.push('/');
        for character in key.chars() {
            match character {
                '~' => self.path.push_str("~0"),
                '/' => self.path.push_str("~1"),
                other => self.path.push(other),
            }
        }
        let result = work(self);
        self.path.truncate(length);
        result
    }

    /// Checks what is inside of a value that has the right type itself.
    fn inside(&mut self, value: &mut Value, shape: Shape) {
        match (shape, value) {
            // "This object cannot be extended with additional properties": siblings mean nothing.
            (Shape::ObjectOrRef(object), Value::Object(members)) if is_reference(members) => {
                self.reference(members, object.name);
            }
            // A reference, too, and one that leads nowhere: what else it should have is no second mistake.
            (Shape::ObjectOrRef(_), Value::Object(members)) if members.contains_key("$ref") => {
                if let Some(target) = members.get_mut("$ref") {
                    self.within("$ref", |check| {
                        check.admit(target, Shape::Reference, "$ref", Need::Required)
                    });
                }
            }
            (Shape::Object(object) | Shape::ObjectOrRef(object), Value::Object(members)) => {
                self.object(members, object);
            }
            (Shape::Schema, Value::Object(members)) => {
                let swagger2 = self.version == Version::V20;
                self.object(members, if swagger2 { &SCHEMA_2 } else { &SCHEMA });
            }
            (Shape::List(item), Value::Array(items)) => self.items(
                items,
                |value| fit::fits(value, *item),
                |check, value| check.admit(value, *item, "", Need::Optional),
                |check, value| check.inside(value, *item),
            ),
            (Shape::Map(member), Value::Object(members)) => {
                self.members(members, |_| Some((*member, Need::Optional)));
            }
            (Shape::Either(shapes), value) => {
                if let Some(shape) = shapes.iter().find(|shape| fit::fits(value, **shape)) {
                    self.inside(value, *shape);
                }
            }
            _ => {}
        }
    }

    /// Notes a reference, if there is one.
    fn reference(&mut self, members: &Map<String, Value>, kind: &'static str) {
        if let Some(Value::String(target)) = members.get("$ref") {
            let at = Pointer::parse(&self.path).child("$ref");
            self.references.push(Reference { at, target: target.clone(), kind });
        }
    }

    fn object(&mut self, members: &mut Map<String, Value>, object: &'static Object) {
        rules::before(self, members, object);
        let known = object.members.iter();
        let before: Vec<&'static str> =
            known.map(|member| member.name).filter(|name| members.contains_key(*name)).collect();
        // Extensions stay; the check that follows tells of them.
        let second = self.version != Version::V20;
        let mut unknown = Vec::new();
        let mut extensions = Vec::new();
        self.members(members, |key| {
            if let Some(member) = object.members.iter().find(|member| member.name == key) {
                return Some((member.shape, member.need));
            }
            match object.others {
                _ if key.starts_with("x-") => {
                    if second && foreign::is_foreign(key) {
                        extensions.push(key.to_owned());
                    }
                    None
                }
                Others::Named(shape) => Some((*shape, Need::Optional)),
                Others::Unknown => {
                    unknown.push(key.to_owned());
                    None
                }
                Others::Later => None,
            }
        });
        self.later_keywords(members, object);
        for key in extensions {
            foreign::extension(self, &key);
        }
        // What was taken out was reported already.
        let mut told: BTreeSet<&'static str> =
            before.into_iter().filter(|name| !members.contains_key(*name)).collect();
        let absent =
            object.members.iter().map(|member| member.name).filter(|name| !members.contains_key(*name));
        told.extend(absent.filter(|name| self.was_told(name)));
        let mut misspelt: BTreeMap<&'static str, String> = BTreeMap::new();
        for key in unknown {
            let meant = nearest(&key, object.members.iter().map(|member| member.name));
            let absent = meant.filter(|name| !members.contains_key(*name) && !told.contains(name));
            let member = object.members.iter().find(|member| Some(member.name) == absent);
            match member {
                Some(member) if self.is_missing(members, member) => {
                    misspelt.entry(member.name).or_insert(key);
                }
                _ => {
                    self.unknown_keyword(&key, meant, object);
                    told.extend(absent);
                }
            }
        }
        if object.members.iter().any(|member| matches!(member.shape, Shape::Reference)) {
            self.reference(members, object.name);
        }
        for member in object.members {
            if members.contains_key(member.name) {
                continue;
            }
            if told.contains(member.name) {
                members
                    .extend(self.assumed(member.need).map(|json| (member.name.to_owned(), value_of(json))));
            } else if self.is_missing(members, member) {
                let misspelt = misspelt.get(member.name).map(String::as_str);
                self.missing(members, object, member, misspelt);
                told.insert(member.name);
            }
        }
        self.told = told;
        rules::after(self, members, object);
    }

    /// Checks the members of a mapping; those that `shape_of` gives no shape are left alone.
    fn members(
        &mut self,
        members: &mut Map<String, Value>,
        mut shape_of: impl FnMut(&str) -> Option<(Shape, Need)>,
    ) {
        let mut refused = BTreeSet::new();
        for (key, value) in members.iter_mut() {
            let Some((shape, need)) = shape_of(key) else { continue };
            let admitted = self.within(key, |check| {
                let admitted = check.admit(value, shape, key, need);
                if admitted {
                    check.inside(value, shape);
                }
                admitted
            });
            if !admitted {
                self.note(key);
                refused.insert(key.clone());
            }
        }
        if !refused.is_empty() {
            members.retain(|key, _| !refused.contains(key));
        }
    }

    /// What is assumed where a member is absent, in this version.
    fn assumed(&self, need: Need) -> Option<&'static str> {
        match need {
            Need::AssumedBefore(version, _) if self.version >= version => None,
            Need::Optional | Need::Required => None,
            Need::Assumed(json) | Need::AssumedBefore(_, json) => Some(json),
        }
    }

    fn is_missing(&self, members: &Map<String, Value>, member: &Member) -> bool {
        let needed = matches!(member.need, Need::Required) || self.assumed(member.need).is_some();
        needed && !members.contains_key(member.name)
    }

    /// Tells of a member that must be there, and assumes something where that is safe. One whose name is misspelt is told
    /// where it stands.
    fn missing(
        &mut self,
        members: &mut Map<String, Value>,
        object: &Object,
        member: &Member,
        misspelt: Option<&str>,
    ) {
        let name = member.name;
        self.note(name);
        let (code, message) = match self.assumed(member.need) {
            None => {
                let message = format!("`{name}` is missing; the {} Object requires it", object.name);
                (&codes::MISSING_KEYWORD, message)
            }
            Some(json) => {
                let message = format!("`{name}` is missing; `{json}` is assumed");
                members.insert(name.to_owned(), value_of(json));
                (&codes::KEYWORD_ASSUMED, message)
            }
        };
        match misspelt {
            None => self.report(code, message),
            Some(key) => self.within(key, |check| {
                let diagnostic = Diagnostic::new(code, &check.place(), message).at_key();
                check.diagnostics.report(diagnostic.help(format!("did you mean `{name}`?")));
            }),
        }
    }

    fn unknown_keyword(&mut self, key: &str, known: Option<&str>, object: &Object) {
        // JSON Schema 2020-12 lets schemas have keywords of anyone's own.
        let open = object.name == SCHEMA.name && self.version >= Version::V31;
        if (open && known.is_none()) || self.was_told(key) {
            return;
        }
        self.note(key);
        let message = format!("`{key}` is not a keyword of the {} Object", object.name);
        self.within(key, |check| {
            let diagnostic = Diagnostic::new(&codes::UNKNOWN_KEYWORD, &check.place(), message).at_key();
            check.diagnostics.report(match known {
                Some(known) => diagnostic.help(format!("did you mean `{known}`?")),
                None => diagnostic,
            });
        });
    }

    fn later_keywords(&mut self, members: &Map<String, Value>, object: &Object) {
        let version = self.version;
        for member in object.members.iter().filter(|member| member.since > version) {
            if members.contains_key(member.name) && !self.was_told(member.name) {
                self.note(member.name);
                let written = if self.before.is_swagger2 { Version::V20 } else { version };
                let (name, since, version) = (member.name, member.since.name(), written.name());
                self.within(name, |check| {
                    let message = format!("`{name}` came with OpenAPI {since}; this document says {version}");
                    let place = check.place();
                    let diagnostic = Diagnostic::new(&codes::LATER_KEYWORD, &place, message).at_key();
                    check.diagnostics.report(match written {
                        Version::V20 => diagnostic.help(swagger2::LATER),
                        _ => diagnostic,
                    });
                });
            }
        }
    }
}

#[cfg(test)]
mod tests;
