//! What operations answer, as data: what a mock answers when a test wants any valid answer.
//!
//! In: the first successful response of each operation. Out: a JSON file with one entry per operation, and the item
//! that takes it in. Where the answer is a type of its own, the entry names it: its example is in the table of the models.

use proc_macro2::TokenStream;
use quote::quote;
use serde_json::{Map, Value, json};

use super::{ident, media};
use crate::emit::samples::{Way, sample};
use crate::emit::{Input, examples, last_page};
use crate::ir::{Api, MediaKind, Operation, OperationId, StatusMatch, TypeKind, TypeRef};
use crate::plan::Plan;
use crate::plan::outcome::{preferred, success_responses};

/// Where the table is in the crate.
pub(super) const FILE: &str = "src/examples.json";

/// The table.
pub(super) fn table(input: Input<'_>) -> String {
    let mut entries = Vec::new();
    for (id, operation) in input.api.operations.iter() {
        if let Some(mut example) = answer(input.api, input.plan, operation) {
            end_list(input, id, &mut example);
            entries.push((operation.name.text(), example));
        }
    }
    examples::table(input, entries)
}

/// The item in `client.rs`.
pub(super) fn table_of_client(plan: &Plan) -> TokenStream {
    let models = ident(&plan.packages.models.replace('-', "_"));
    quote! {
        #[doc = " What the operations answer, for tests."]
        #[cfg(feature = "mock")]
        static EXAMPLES: http::mock::Examples = http::mock::Examples::new(include_str!("examples.json"), &::#models::EXAMPLES);
    }
}

/// Makes a page the last one of its list, where the entry has it and does not name its type.
fn end_list(input: Input<'_>, id: OperationId, entry: &mut Value) {
    if let Some(rule) = last_page::rule(input, id)
        && let Some(ty) = last_page::page(&input.api.operations[id])
        && let Some(body) = entry.get_mut("body")
    {
        last_page::end(input.api, rule, ty, body);
    }
}

fn answer(api: &Api, plan: &Plan, operation: &Operation) -> Option<Value> {
    let response = success_responses(operation).into_iter().next()?;
    let status = match response.status {
        StatusMatch::Code(code) => code,
        StatusMatch::Range(digit) => u16::from(digit) * 100,
        StatusMatch::Default => 200,
    };
    let mut entry = Map::from_iter([("status".to_owned(), json!(status))]);
    if let Some(index) = preferred(&response.content) {
        let media = &response.content[index];
        entry.insert("type".to_owned(), json!(media::sendable(&media.name, media.kind)));
        match (&media.example, &media.ty) {
            (Some(example), _) => drop(entry.insert("body".to_owned(), example.clone())),
            // What these look like is not in the schema.
            (None, _) if !matches!(media.kind, MediaKind::Json | MediaKind::Text) => return None,
            (None, None) => return None,
            (None, Some(used)) => match used.ty {
                TypeRef::Named(id) if matches!(api.types[id].kind, TypeKind::Struct(_)) => {
                    entry.insert("model".to_owned(), json!(plan.ty(id).ident));
                }
                TypeRef::Named(_)
                | TypeRef::Scalar(_)
                | TypeRef::List(_)
                | TypeRef::Map(_)
                | TypeRef::Tuple(_)
                | TypeRef::Any => {
                    entry.insert("body".to_owned(), sample(api, used, Way::Received)?);
                }
            },
        }
    }
    Some(Value::Object(entry))
}
