//! Names of the statics beside the methods of a group.
//!
//! In: the planned operations of one group. Out: in each of them, the static of the operation itself, those of parameters
//! whose style is not the default of their place, and those of bodies whose properties have encodings of their own.
//!
//! All statics of a group are one scope, whatever files they come to stand in: that of the operation `list_ids` and that of the
//! parameter `ids` of `list` would be spelled the same. Operations choose first.

use super::naming::{Kind, Scope, plain};
use super::{ArgumentPlan, BodyPlan, GroupPlan, OperationPlan, TypePlan};
use crate::ir::{Api, MediaKind, Operation, OperationId, Param, ParamLocation, ParamStyle, SpecName};

/// Names the statics of the operations of a group, which come in the order of their methods.
pub(super) fn name(
    api: &Api,
    types: &[TypePlan],
    group: &GroupPlan,
    members: &mut [(OperationId, OperationPlan)],
) {
    let mut scope = Scope::new(Kind::Constant).avoid([group.ident.as_str()]);
    // Short words are spelled the same as types and as statics.
    let has_case = |ident: &str| ident.chars().any(char::is_lowercase);
    scope = scope.avoid(types.iter().map(|ty| ty.ident.as_str()).filter(|ident| !has_case(ident)));
    let mut wishes: Vec<(SpecName, usize)> = Vec::new();
    let mut places: Vec<&mut String> = Vec::new();
    for (id, member) in members.iter_mut() {
        let operation = &api.operations[*id];
        let OperationPlan { method, constant, request, arguments, setters, body, alternatives, .. } = member;
        // A request type is a value, too, and what a pattern binds must not be called like a static.
        scope = scope.avoid(request.as_deref());
        scope = scope.avoid(arguments.iter().chain(setters.iter()).map(|argument| argument.ident.as_str()));
        let method = plain(method).to_owned();
        wishes.push((SpecName::Required(method.clone()), wishes.len()));
        places.push(constant);
        for ArgumentPlan { param, ident, definition, .. } in arguments.iter_mut().chain(setters) {
            if !is_default_style(&operation.params[*param]) {
                let name = SpecName::Suggested(vec![method.clone(), plain(ident).to_owned()]);
                wishes.push((name, wishes.len()));
                places.push(definition.get_or_insert_default());
            }
        }
        for body in body.iter_mut().chain(alternatives.iter_mut().map(|other| &mut other.body)) {
            if let Some((form, encodings)) = encodings(operation, body) {
                let name = vec![method.clone(), form.to_owned(), "encoding".to_owned()];
                wishes.push((SpecName::Suggested(name), wishes.len()));
                places.push(encodings);
            }
        }
    }
    let wishes: Vec<(&SpecName, usize)> = wishes.iter().map(|(name, number)| (name, *number)).collect();
    for (place, ident) in places.into_iter().zip(scope.allocate_by(&wishes)) {
        *place = ident;
    }
}

/// The runtime has a short call for these.
fn is_default_style(param: &Param) -> bool {
    match (param.location, &param.style) {
        (ParamLocation::Path, ParamStyle::Simple { explode }) => !explode && !param.allow_reserved,
        (ParamLocation::Query, ParamStyle::Form { explode }) => *explode && !param.allow_reserved,
        _ => false,
    }
}

/// What a body with encodings is, and where the name of their table goes.
fn encodings<'a>(operation: &Operation, body: &'a mut BodyPlan) -> Option<(&'static str, &'a mut String)> {
    let media = &operation.body.as_ref()?.content[body.media];
    let form = match media.kind {
        MediaKind::Form => "form",
        MediaKind::Multipart => "part",
        MediaKind::Json
        | MediaKind::Text
        | MediaKind::Xml
        | MediaKind::EventStream
        | MediaKind::JsonLines
        | MediaKind::Bytes => return None,
    };
    (!media.encoding.is_empty()).then(|| (form, body.encodings.get_or_insert_default()))
}
