//! What travels in an operation: the body that is sent, and what a successful call returns.
//!
//! In: bodies and responses by media type. Out: [`BodyPlan`] and [`SuccessPlan`]. Of several media types JSON is
//! preferred, then the others in the order of [`MediaKind`]. A body that can be sent in other forms, too, has a method for each
//! (`other_bodies`); what differs in nothing but the name of the media type is one form.

use std::collections::BTreeSet;

use super::errors::status_name;
use super::floats;
use super::param_types::{body_type, is_binary, json_type, resolved};
use super::{BodyPlan, RustType, StatusPlan, StreamForm, StreamPlan, SuccessPlan, TypePlan};
use crate::ir::{
    Api, Described, Field, MediaKind, MediaType, Operation, Presence, Response, StatusMatch, StructDef,
    TypeKind, TypeRef, TypeUse,
};

/// What the body argument is called.
pub(super) const BODY: &str = "body";

/// The body argument, where the operation has a body.
pub(super) fn body(api: &Api, types: &[TypePlan], operation: &Operation) -> Option<BodyPlan> {
    let body = operation.body.as_ref()?;
    let media = preferred(&body.content)?;
    Some(BodyPlan {
        ident: BODY.to_owned(),
        ty: sent_type(api, types, &body.content[media]),
        media,
        optional: body.presence == Presence::Optional,
        floats: has_floats(types, &body.content[media]),
        encodings: None,
    })
}

/// The other forms that the body can be sent in, by media type: forms that make another type or another text of the value.
pub(super) fn other_bodies(api: &Api, types: &[TypePlan], operation: &Operation) -> Vec<BodyPlan> {
    let (Some(body), Some(first)) = (&operation.body, self::body(api, types, operation)) else {
        return Vec::new();
    };
    let form = |plan: &BodyPlan| (body.content[plan.media].kind, plan.ty.clone());
    let mut known = vec![form(&first)];
    let mut others = Vec::new();
    for (media, content) in body.content.iter().enumerate() {
        let ty = sent_type(api, types, content);
        let plan = BodyPlan { ty, media, floats: has_floats(types, content), ..first.clone() };
        if !known.contains(&form(&plan)) {
            known.push(form(&plan));
            others.push(plan);
        }
    }
    others
}

/// What a method is called after that sends this form: `form`, `multipart`.
pub(super) fn form_word(kind: MediaKind) -> &'static str {
    match kind {
        MediaKind::Json => "json",
        MediaKind::Form => "form",
        MediaKind::Multipart => "multipart",
        MediaKind::Text => "text",
        MediaKind::Xml => "xml",
        MediaKind::EventStream => "events",
        MediaKind::JsonLines => "json_lines",
        MediaKind::Bytes => "bytes",
    }
}

/// What a successful call returns. A document that declares `default` and no success status means success by
/// it; redirects count only where nothing else is declared, because the runtime follows them.
pub(super) fn success(
    api: &Api,
    types: &[TypePlan],
    operation: &Operation,
    name: impl FnOnce() -> String,
) -> SuccessPlan {
    let responses = success_responses(operation);
    let mut bodies: Vec<(RustType, Option<MediaKind>)> =
        responses.iter().map(|response| received(api, types, &response.content)).collect();
    if bodies.is_empty() {
        let default = api.error_sets[operation.errors]
            .entries
            .iter()
            .find(|(status, _)| *status == StatusMatch::Default);
        if let Some((_, Some(media))) = default {
            bodies.push(received_type(api, types, media));
        }
    }
    // Paging goes from page to page; there is none in null.
    if operation.pagination.is_some() {
        for (ty, _) in &mut bodies {
            if let RustType::Option(inner) = ty {
                *ty = (**inner).clone();
            }
        }
    }
    match bodies.split_first() {
        None => SuccessPlan::One { ty: RustType::Unit, kind: None },
        Some((first, rest)) if rest.iter().all(|body| body == first) => {
            SuccessPlan::One { ty: first.0.clone(), kind: first.1 }
        }
        Some(_) => SuccessPlan::ByStatus {
            ident: name(),
            variants: responses
                .iter()
                .zip(bodies)
                .map(|(response, (ty, kind))| StatusPlan { ident: status_name(response.status), ty, kind })
                .collect(),
        },
    }
}

/// The responses that a successful call can have.
pub fn success_responses(operation: &Operation) -> Vec<&Response> {
    let is_2xx = |response: &&Response| match response.status {
        StatusMatch::Code(code) => (200..300).contains(&code),
        StatusMatch::Range(digit) => digit == 2,
        StatusMatch::Default => false,
    };
    let successes: Vec<&Response> = operation.success.iter().filter(is_2xx).collect();
    if successes.is_empty() { operation.success.iter().collect() } else { successes }
}

/// Media types of successful responses that `send` does not ask for: the caller can, and gets them as they come. Streams have a
/// method of their own.
pub fn other_media_types(operation: &Operation) -> Vec<&MediaType> {
    let mut others: Vec<&MediaType> = Vec::new();
    for response in success_responses(operation) {
        let Some(chosen) = preferred(&response.content).map(|index| response.content[index].kind) else {
            continue;
        };
        let other = |media: &&MediaType| {
            media.kind != chosen && !matches!(media.kind, MediaKind::EventStream | MediaKind::JsonLines)
        };
        for media in response.content.iter().filter(other) {
            if others.iter().all(|known| known.name != media.name) {
                others.push(media);
            }
        }
    }
    others
}

/// The type and the decoding of the first media type that is preferred.
pub(super) fn received(
    api: &Api,
    types: &[TypePlan],
    content: &[MediaType],
) -> (RustType, Option<MediaKind>) {
    preferred(content).map_or((RustType::Unit, None), |media| received_type(api, types, &content[media]))
}

/// The type that a successful body of this media type is read as, and how: what has no type arrives piece by piece.
fn received_type(api: &Api, types: &[TypePlan], media: &MediaType) -> (RustType, Option<MediaKind>) {
    match stream_of(api, types, media) {
        Some(stream) => (RustType::Stream(Box::new(stream)), Some(media.kind)),
        None => match media_type(api, types, media) {
            (RustType::Bytes, kind) => (RustType::Download, kind),
            other => other,
        },
    }
}

/// What an operation can answer instead of its usual result: events or a sequence of values under the same status.
pub(super) fn stream(
    api: &Api,
    types: &[TypePlan],
    operation: &Operation,
    success: &SuccessPlan,
) -> Option<StreamPlan> {
    let SuccessPlan::One { ty, .. } = success else { return None };
    if matches!(ty, RustType::Stream(_)) {
        return None;
    }
    let mut content = success_responses(operation).into_iter().flat_map(|response| &response.content);
    content.find_map(|media| stream_of(api, types, media))
}

/// A sequential media type as a stream of items.
fn stream_of(api: &Api, types: &[TypePlan], media: &MediaType) -> Option<StreamPlan> {
    let events = match media.kind {
        MediaKind::EventStream => true,
        MediaKind::JsonLines => false,
        MediaKind::Json
        | MediaKind::Form
        | MediaKind::Multipart
        | MediaKind::Text
        | MediaKind::Xml
        | MediaKind::Bytes => return None,
    };
    let item = match (&media.ty, media.described) {
        (None, _) => None,
        (Some(used), Described::Item | Described::Data) if !events => Some(json_type(api, types, used)),
        (Some(used), Described::Item | Described::Data) => Some(body_type(api, types, used)),
        // A list describes all items, anything else one of them.
        (Some(used), Described::Body) => Some(match body_type(api, types, used) {
            RustType::List(item) => resolved(types, *item),
            other => other,
        }),
    };
    Some(match item {
        None | Some(RustType::String | RustType::File | RustType::Bytes) if events => {
            StreamPlan { item: RustType::String, form: StreamForm::TextEvents }
        }
        None => StreamPlan { item: RustType::Value, form: StreamForm::JsonValues },
        Some(item) if !events => StreamPlan { item, form: StreamForm::JsonValues },
        Some(item) => {
            let is_whole = media.described != Described::Data && is_whole_event(api, &item, media.described);
            let form = if is_whole { StreamForm::WholeEvents } else { StreamForm::JsonEvents };
            StreamPlan { item, form }
        }
    })
}

/// True for an object of nothing but the fields of an event, and for a union of such. Where the document does not say
/// that it describes an event, `event` has to be one of the fields: an object with `id` and `data` may be data itself.
fn is_whole_event(api: &Api, ty: &RustType, described: Described) -> bool {
    let RustType::Named(id) = ty else { return false };
    let mut open = vec![*id];
    // Unions may share members and, in documents with errors, contain themselves.
    let mut seen = BTreeSet::new();
    while let Some(id) = open.pop() {
        if !seen.insert(id) {
            continue;
        }
        let members: Vec<&TypeUse> = match &api.types[id].kind {
            TypeKind::Struct(shape) if is_event(shape, described) => continue,
            TypeKind::Union(union) => union.variants.iter().map(|variant| &variant.ty).collect(),
            TypeKind::Alias(alias) if !alias.recursive => vec![&alias.ty],
            TypeKind::Struct(_) | TypeKind::Alias(_) | TypeKind::Enum(_) => return false,
        };
        for member in &members {
            let TypeRef::Named(id) = member.ty else { return false };
            open.push(id);
        }
        if members.is_empty() {
            return false;
        }
    }
    true
}

fn is_event(shape: &StructDef, described: Described) -> bool {
    let has = |name: &str| shape.fields.iter().any(|field| field.wire_name == name);
    let known = |field: &Field| ["comment", "data", "event", "id", "retry"].contains(&&*field.wire_name);
    shape.fields.iter().all(known) && has("data") && (described == Described::Item || has("event"))
}

/// The type that a body in memory of this media type is decoded into, and how.
pub(super) fn media_type(api: &Api, types: &[TypePlan], media: &MediaType) -> (RustType, Option<MediaKind>) {
    let (ty, kind) = match media.kind {
        MediaKind::Json => match &media.ty {
            Some(used) if is_binary(api, used) => (RustType::Bytes, MediaKind::Bytes),
            Some(used) => (json_type(api, types, used), MediaKind::Json),
            None => (RustType::Value, MediaKind::Json),
        },
        MediaKind::Text | MediaKind::Xml | MediaKind::Form => (RustType::String, MediaKind::Text),
        MediaKind::Multipart | MediaKind::EventStream | MediaKind::JsonLines | MediaKind::Bytes => {
            (RustType::Bytes, MediaKind::Bytes)
        }
    };
    (ty, Some(kind))
}

fn has_floats(types: &[TypePlan], media: &MediaType) -> bool {
    media.ty.as_ref().is_some_and(|used| floats::in_type(types, &used.ty))
}

fn sent_type(api: &Api, types: &[TypePlan], media: &MediaType) -> RustType {
    match media.kind {
        MediaKind::Json => media_type(api, types, media).0,
        MediaKind::Form | MediaKind::Multipart => {
            media.ty.as_ref().map_or(RustType::Value, |used| body_type(api, types, used))
        }
        MediaKind::Text | MediaKind::Xml => RustType::String,
        MediaKind::EventStream | MediaKind::JsonLines | MediaKind::Bytes => RustType::Bytes,
    }
}

/// Index of the media type that is used; [`MediaKind`] is ordered by preference.
pub fn preferred(content: &[MediaType]) -> Option<usize> {
    (0..content.len()).min_by_key(|index| (content[*index].kind, *index))
}
