//! What travels in an operation: the body that is sent, and what a successful call returns.
//!
//! In: bodies and responses by media type. Out: [`BodyPlan`] and [`SuccessPlan`]. Of several media types JSON is
//! preferred, then the others in the order of [`MediaKind`]. A body that can be sent in other forms, too, has a method for each
//! ([`other_bodies`]); what differs in nothing but the name of the media type is one form.

use super::errors::status_name;
use super::param_types::{body_type, is_binary};
use super::{BodyPlan, RustType, SuccessPlan, TypePlan};
use crate::ir::{Api, MediaKind, MediaType, Operation, Presence, Response, StatusMatch};

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
        let plan = BodyPlan { ty: sent_type(api, types, content), media, ..first.clone() };
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
            bodies.push(media_type(api, types, media));
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
                .map(|(response, (ty, _))| (status_name(response.status), ty))
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

/// The type and the decoding of the first media type that is preferred.
pub(super) fn received(
    api: &Api,
    types: &[TypePlan],
    content: &[MediaType],
) -> (RustType, Option<MediaKind>) {
    preferred(content).map_or((RustType::Unit, None), |media| media_type(api, types, &content[media]))
}

/// The type that a body of this media type is decoded into, and how.
pub(super) fn media_type(api: &Api, types: &[TypePlan], media: &MediaType) -> (RustType, Option<MediaKind>) {
    let (ty, kind) = match media.kind {
        MediaKind::Json => match &media.ty {
            Some(used) if is_binary(api, used) => (RustType::Bytes, MediaKind::Bytes),
            Some(used) => (body_type(api, types, used), MediaKind::Json),
            None => (RustType::Value, MediaKind::Json),
        },
        MediaKind::Text | MediaKind::Xml | MediaKind::Form => (RustType::String, MediaKind::Text),
        MediaKind::Multipart | MediaKind::EventStream | MediaKind::JsonLines | MediaKind::Bytes => {
            (RustType::Bytes, MediaKind::Bytes)
        }
    };
    (ty, Some(kind))
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
pub(super) fn preferred(content: &[MediaType]) -> Option<usize> {
    (0..content.len()).min_by_key(|index| (content[*index].kind, *index))
}
