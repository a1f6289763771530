//! Structs of the headers that a document declares for responses.
//!
//! In: the headers of every operation's successes and of every error set. Out: one [`HeaderSetPlan`] per distinct set,
//! whoever declares it; and for each declarer which one is its. A set of one header is named for it, a larger one for
//! the first operation, in name order, that declares it.

use super::features::Gate;
use super::naming::{self, Kind, Scope, ident};
use super::param_types::body_type;
use super::{HeaderFieldPlan, HeaderSetPlan, Plan, RustType};
use crate::ir::{
    Api, Constraints, HeaderSpelling, Id as _, Operation, Presence, ResponseHeader, Scalar, SpecName,
    TypeRef, TypeUse,
};
use crate::plan::outcome::success_responses;

/// Who declares a set.
#[derive(Clone, Copy)]
enum Declarer {
    Operation(usize),
    Errors(usize),
}

/// Plans the sets, and enters them at operations and error sets.
pub(super) fn complete(api: &Api, plan: &mut Plan) {
    let mut declared: Vec<(String, Declarer, Vec<ResponseHeader>)> = Vec::new();
    for (id, operation) in api.operations.iter() {
        declared.push((operation.name.text(), Declarer::Operation(id.index()), of_successes(operation)));
    }
    for (id, set) in api.error_sets.iter() {
        let name = plan.error_sets[id.index()].ident.clone();
        declared.push((name, Declarer::Errors(id.index()), set.headers.clone()));
    }
    declared.retain(|(_, _, headers)| !headers.is_empty());
    declared.sort_by(|(one, ..), (other, ..)| one.cmp(other));
    let mut scope = Scope::new(Kind::Type).reserve(["Response"]);
    for (name, declarer, headers) in declared {
        let fields = fields(api, plan, &headers);
        let known = plan.headers.iter().position(|set| equal(&set.fields, &fields));
        let index = known.unwrap_or_else(|| {
            let single = match headers.as_slice() {
                [only] => Some(ident(Kind::Type, &format!("{} Headers", only.wire_name))),
                _ => None,
            };
            let by_declarer = ident(Kind::Type, &format!("{name} Headers"));
            let wishes: Vec<&str> = [single.as_deref(), Some(&by_declarer)].into_iter().flatten().collect();
            let ident = scope.first_free(&wishes);
            plan.headers.push(HeaderSetPlan { ident, module: String::new(), fields, gate: Gate::default() });
            plan.headers.len() - 1
        });
        match declarer {
            Declarer::Operation(operation) => plan.operations[operation].headers = Some(index),
            Declarer::Errors(set) => plan.error_sets[set].headers = Some(index),
        }
    }
    let modules = naming::modules(plan.headers.iter().map(|set| set.ident.as_str()));
    for (set, module) in plan.headers.iter_mut().zip(modules) {
        set.module = module;
    }
}

/// The headers of all successful responses together: what not all of them have, and always, may be absent.
fn of_successes(operation: &Operation) -> Vec<ResponseHeader> {
    let responses = success_responses(operation);
    let mut all: Vec<ResponseHeader> = Vec::new();
    for header in responses.iter().flat_map(|response| &response.headers) {
        if !all.iter().any(|known| same_name(known, header)) {
            all.push(header.clone());
        }
    }
    for header in &mut all {
        let mut uses = responses.iter().map(|response| {
            response.headers.iter().find(|one| same_name(one, header)).map(|one| one.presence)
        });
        if !uses.all(|presence| presence == Some(Presence::Required)) {
            header.presence = Presence::Optional;
        }
        let differs = |one: &&ResponseHeader| (&one.ty.ty, one.spelling) != (&header.ty.ty, header.spelling);
        let same = responses.iter().flat_map(|response| &response.headers);
        if same.filter(|one| same_name(one, header)).any(|one| differs(&one)) {
            // Two types under one name: the text is all that is sure.
            header.ty = TypeUse {
                ty: TypeRef::Scalar(Scalar::String),
                constraints: Constraints::default(),
                ..header.ty.clone()
            };
            header.spelling = HeaderSpelling::Simple;
        }
    }
    all
}

fn same_name(one: &ResponseHeader, other: &ResponseHeader) -> bool {
    one.wire_name.eq_ignore_ascii_case(&other.wire_name)
}

fn fields(api: &Api, plan: &Plan, headers: &[ResponseHeader]) -> Vec<HeaderFieldPlan> {
    let names: Vec<SpecName> =
        headers.iter().map(|header| SpecName::Required(header.wire_name.clone())).collect();
    let idents = Scope::new(Kind::Value).allocate(&names.iter().collect::<Vec<_>>());
    let field = |(header, ident): (&ResponseHeader, String)| {
        let ty = match body_type(api, &plan.types, &header.ty) {
            // Sent once per cookie; the text of several does not say where one ends.
            RustType::String if header.wire_name.eq_ignore_ascii_case("set-cookie") => {
                RustType::List(Box::new(RustType::String))
            }
            RustType::File | RustType::Bytes => RustType::String,
            other => other,
        };
        let (presence, nullable) = (header.presence, header.ty.nullable);
        let optional = presence == Presence::Optional || nullable;
        HeaderFieldPlan {
            ident,
            wire_name: header.wire_name.clone(),
            ty: if optional { RustType::Option(Box::new(ty)) } else { ty },
            spelling: header.spelling,
            description: header.docs.description.clone(),
        }
    };
    headers.iter().zip(idents).map(field).collect()
}

/// Prose does not tell sets apart.
fn equal(one: &[HeaderFieldPlan], other: &[HeaderFieldPlan]) -> bool {
    one.len() == other.len()
        && one.iter().zip(other).all(|(one, other)| {
            (&one.ident, &one.wire_name, &one.ty, one.spelling)
                == (&other.ident, &other.wire_name, &other.ty, other.spelling)
        })
}
