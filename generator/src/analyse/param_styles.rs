//! Does the style of a parameter have a spelling for its type? (OpenAPI 3.1.1, "Style Examples": the table has no entry for
//! every pair, and none for values inside of values.)
//!
//! In: types in their final form. Out: diagnostics only; each says what is sent.

use super::shapes::settled;
use crate::config::Config;
use crate::diagnostics::{Diagnostic, Diagnostics, codes};
use crate::ir::{Additional, Api, Param, ParamStyle, TypeKind, TypeRef, TypeUse, UnionDef};

/// The pass.
pub(super) fn run(api: &mut Api, _: &Config, diagnostics: &mut Diagnostics) {
    for (_, operation) in api.operations.iter() {
        for param in &operation.params {
            if let Some(told) = told(api, param) {
                let message = format!("parameter `{}`: {told}", param.wire_name);
                diagnostics.report(Diagnostic::new(&codes::PARAMETER_STYLE, &param.at, message));
            }
        }
    }
}

fn told(api: &Api, param: &Param) -> Option<&'static str> {
    let form = form(api, &param.ty)?;
    match (&param.style, form) {
        (ParamStyle::SpaceDelimited | ParamStyle::PipeDelimited, Form::Scalar) => {
            Some("its style joins the items of a list; the value is sent like `form`")
        }
        (ParamStyle::DeepObject, Form::Scalar) => {
            Some("`deepObject` is for objects; the value is sent like `form`")
        }
        (ParamStyle::DeepObject, Form::List | Form::Nested(Outer::List)) => Some(
            "`deepObject` is for objects; items are sent as `name[]`, or as `name[0]` where they are objects",
        ),
        (ParamStyle::DeepObject, Form::Nested(Outer::Object)) => Some(
            "`deepObject` has no rule for values inside of members; they are sent as `name[a][b]` and `name[a][]`",
        ),
        (
            ParamStyle::Simple { .. }
            | ParamStyle::Label { .. }
            | ParamStyle::Matrix { .. }
            | ParamStyle::Form { .. }
            | ParamStyle::SpaceDelimited
            | ParamStyle::PipeDelimited
            | ParamStyle::Cookie { .. },
            Form::Nested(_),
        ) => Some("no style has a rule for lists and objects inside of others; they are sent as JSON"),
        (ParamStyle::Content(_), _) | (_, Form::Scalar | Form::List | Form::Object) => None,
    }
}

/// What matters about a type for the way in which it is spelled.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Scalar,
    /// Of scalars.
    List,
    /// Of scalars.
    Object,
    /// Lists or objects inside of a list or object.
    Nested(Outer),
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Outer {
    List,
    Object,
}

/// `None` where it depends on the value.
fn form(api: &Api, ty: &TypeUse) -> Option<Form> {
    let is_scalar = |inner: &TypeUse| matches!(form_of_member(api, inner), Some(Form::Scalar) | None);
    let nested = |all_scalar: bool, plain: Form, outer: Outer| {
        Some(if all_scalar { plain } else { Form::Nested(outer) })
    };
    match &settled(api, ty).ty {
        TypeRef::Scalar(_) => Some(Form::Scalar),
        TypeRef::Any => None,
        TypeRef::List(item) => nested(is_scalar(item), Form::List, Outer::List),
        TypeRef::Tuple(items) => nested(items.iter().all(is_scalar), Form::List, Outer::List),
        TypeRef::Map(value) => nested(is_scalar(value), Form::Object, Outer::Object),
        TypeRef::Named(id) => match &api.types[*id].kind {
            TypeKind::Enum(_) => Some(Form::Scalar),
            TypeKind::Struct(shape) => {
                let additional = match &shape.additional {
                    Additional::Kept(value) => is_scalar(value),
                    Additional::Ignored | Additional::Forbidden => true,
                };
                let fields = shape.fields.iter().all(|field| is_scalar(&field.ty));
                nested(fields && additional, Form::Object, Outer::Object)
            }
            TypeKind::Union(union) => of_union(api, union),
            TypeKind::Alias(_) => None,
        },
    }
}

/// What a member or item is, without a look into it: types may contain themselves.
fn form_of_member(api: &Api, ty: &TypeUse) -> Option<Form> {
    match &settled(api, ty).ty {
        TypeRef::Scalar(_) => Some(Form::Scalar),
        TypeRef::Any => None,
        TypeRef::List(_) | TypeRef::Tuple(_) => Some(Form::List),
        TypeRef::Map(_) => Some(Form::Object),
        TypeRef::Named(id) => match &api.types[*id].kind {
            TypeKind::Enum(_) => Some(Form::Scalar),
            TypeKind::Struct(_) => Some(Form::Object),
            TypeKind::Union(_) | TypeKind::Alias(_) => None,
        },
    }
}

/// The form that all variants have.
fn of_union(api: &Api, union: &UnionDef) -> Option<Form> {
    let mut forms = union.variants.iter().map(|variant| form_of_member(api, &variant.ty));
    let first = forms.next()??;
    forms.all(|form| form == Some(first)).then_some(first)
}

#[cfg(test)]
mod tests {
    use crate::lower::fixture::analysed;

    /// The rows of the table that say "n/a", and what is inside of something.
    #[test]
    fn what_the_table_has_no_spelling_for_is_told() {
        let list = "{type: array, items: {type: string}}";
        let object = "{type: object, properties: {R: {type: integer}}}";
        let nested = "{type: object, properties: {R: {type: array, items: {type: integer}}}}";
        for (style, schema, expected) in [
            ("spaceDelimited", "{type: string}", true),
            ("spaceDelimited", list, false),
            ("spaceDelimited", object, false),
            ("pipeDelimited", "{type: string}", true),
            ("pipeDelimited", list, false),
            ("deepObject", "{type: string}", true),
            ("deepObject", list, true),
            ("deepObject", object, false),
            ("deepObject", nested, true),
            ("form", "{type: string}", false),
            ("form", list, false),
            ("form", object, false),
            ("form", nested, true),
            ("form", "{type: array, items: {type: object, properties: {a: {type: string}}}}", true),
            ("form", "{}", false),
        ] {
            let outcome = analysed(&format!(
                "paths:
  /a:
    get:
      operationId: a
      parameters: [{{name: p, in: query, style: {style}, schema: {schema}}}]
      responses: {{'204': {{description: done}}}}
"
            ));
            let reported: &[&str] = if expected { &["OA0408 #/paths/~1a/get/parameters/0"] } else { &[] };
            assert_eq!(outcome.reported, reported, "{style} {schema}");
        }
    }
}
