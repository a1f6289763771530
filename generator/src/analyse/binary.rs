//! Where `format: binary` can mean raw bytes: as a whole body, or as a part of a multipart body. Anywhere else
//! the value stands in JSON or in a parameter and is text as it comes (OpenAPI 3.0.3, "Considerations for File Uploads").

use std::collections::BTreeSet;

use super::shapes::settled;
use crate::config::Config;
use crate::diagnostics::Diagnostics;
use crate::ir::{Api, MediaKind, MediaType, Scalar, TypeId, TypeKind, TypeRef, TypeUse};

/// The pass.
pub(super) fn run(api: &mut Api, _: &Config, _: &mut Diagnostics) {
    let parts = multipart_bodies(api);
    for (id, def) in api.types.iter_mut() {
        // An alias of raw bytes may be a whole body; one that is not is rare enough to stay.
        let alias = matches!(def.kind, TypeKind::Alias(_));
        if !alias && !parts.contains(&id) {
            def.kind.for_each_use_mut(&mut as_text);
        }
    }
    for (_, operation) in api.operations.iter_mut() {
        operation.params.iter_mut().for_each(|param| as_text(&mut param.ty));
        operation.body.iter_mut().flat_map(|body| &mut body.content).for_each(media);
        for response in &mut operation.success {
            response.content.iter_mut().for_each(media);
            response.headers.iter_mut().for_each(|header| as_text(&mut header.ty));
        }
    }
    api.webhooks.iter_mut().filter_map(|webhook| webhook.ty.as_mut()).for_each(as_text);
    for (_, set) in api.error_sets.iter_mut() {
        set.entries.iter_mut().filter_map(|(_, body)| body.as_mut()).for_each(media);
        set.headers.iter_mut().for_each(|header| as_text(&mut header.ty));
    }
}

/// The types whose fields are parts of a multipart body.
fn multipart_bodies(api: &Api) -> BTreeSet<TypeId> {
    let bodies = api.operations.iter().filter_map(|(_, operation)| operation.body.as_ref());
    bodies
        .flat_map(|body| &body.content)
        .filter(|media| media.kind == MediaKind::Multipart)
        .filter_map(|media| match settled(api, media.ty.as_ref()?).ty {
            TypeRef::Named(id) => Some(id),
            TypeRef::Scalar(_) | TypeRef::List(_) | TypeRef::Map(_) | TypeRef::Tuple(_) | TypeRef::Any => {
                None
            }
        })
        .collect()
}

fn media(media: &mut MediaType) {
    match media.kind {
        MediaKind::Bytes | MediaKind::Multipart => {}
        MediaKind::Json
        | MediaKind::Form
        | MediaKind::Text
        | MediaKind::Xml
        | MediaKind::EventStream
        | MediaKind::JsonLines => media.ty.iter_mut().for_each(as_text),
    }
}

fn as_text(ty: &mut TypeUse) {
    match &mut ty.ty {
        TypeRef::Scalar(scalar) if *scalar == Scalar::Binary => *scalar = Scalar::String,
        TypeRef::List(item) | TypeRef::Map(item) => as_text(item),
        TypeRef::Tuple(items) => items.iter_mut().for_each(as_text),
        TypeRef::Scalar(_) | TypeRef::Named(_) | TypeRef::Any => {}
    }
}

#[cfg(test)]
mod tests {
    use crate::lower::fixture::analysed;

    #[test]
    fn binary_strings_are_bytes_in_bodies_and_parts_and_text_in_json() {
        let outcome = analysed(
            "paths:
  /a:
    post:
      operationId: a
      requestBody:
        content:
          multipart/form-data: {schema: {$ref: '#/components/schemas/Upload'}}
          application/json: {schema: {$ref: '#/components/schemas/Message'}}
      responses: {'200': {description: ok, content: {image/png: {schema: {type: string, format: binary}}}}}
components:
  schemas:
    Upload: {type: object, properties: {file: {type: string, format: binary}, meta: {$ref: '#/components/schemas/Message'}}}
    Message: {type: object, properties: {data: {type: string, format: binary}}}",
        );
        assert_eq!(
            outcome.types(),
            "struct Upload (sent)\n  file?: Binary\n  meta?: Message\nstruct Message (sent)\n  data?: String\n"
        );
        assert!(outcome.operations().contains("image/png (Bytes): Binary\n"));
    }
}
