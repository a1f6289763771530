//! The program that calls every operation through the generated client, as its users would.
//!
//! In: an API and its plan. Out: the source of a crate beside the generated ones. What does not depend on the document
//! is `caller/main.rs`; what is written here is `operations.rs`: a function per method that takes its arguments out of JSON,
//! and the table of these functions.

use std::fmt::Write as _;

use generator::ir::{Api, AuthSchemeKind};
use generator::plan::{ArgumentPlan, BodyPlan, Plan, RustType, SuccessPlan};

use super::calls::{Method, Way};
use crate::programs;

/// The part that is the same for all documents.
pub(super) const MAIN: &str = include_str!("caller/main.rs");

/// The manifest of the program of a package.
pub(super) fn manifest(package: &str) -> String {
    let client = format!("client = {{ path = \"../client\", package = \"{package}-client\" }}\n");
    let tokio = "tokio = { version = \"1\", features = [\"net\", \"rt\", \"time\"] }\n";
    programs::manifest(package, &(client + tokio))
}

/// `operations.rs`.
pub(super) fn operations(api: &Api, plan: &Plan, methods: &[Method<'_>]) -> String {
    let mut text = String::from(
        "#![allow(deprecated, unused_imports, reason = \"the document decides what there is\")]\n\n\
         use std::collections::BTreeMap;\n\n\
         use client::{Client, ClientBuilder, models, runtime};\n\n\
         use crate::{Answer, Function, Given};\n\n",
    );
    let builder = "/// Settings with every credential that the document knows.";
    // Writing to a string cannot fail.
    let _ = writeln!(text, "{builder}\npub fn builder(base: &str) -> ClientBuilder {{");
    let _ = writeln!(text, "    Client::builder(base){}\n}}\n", credentials(api, plan));
    for (position, method) in methods.iter().enumerate() {
        text.push_str(&function(api, plan, position, method));
    }
    text.push_str("/// Every method of the client.\npub const FUNCTIONS: &[Function] = &[\n");
    for position in 0..methods.len() {
        let _ = writeln!(text, "    |client, given| Box::pin(f{position}(client, given)),");
    }
    text.push_str("];\n");
    text
}

fn credentials(api: &Api, plan: &Plan) -> String {
    let schemes = api.auth_schemes.iter().zip(&plan.auth);
    let setters = schemes.map(|(scheme, names)| match scheme.kind {
        AuthSchemeKind::Basic => format!(".{}(\"user\", \"password\")", names.setter),
        AuthSchemeKind::MutualTls => String::new(),
        AuthSchemeKind::ApiKey { .. }
        | AuthSchemeKind::Bearer
        | AuthSchemeKind::Http(_)
        | AuthSchemeKind::OAuth2(_)
        | AuthSchemeKind::OpenIdConnect(_) => format!(".{}(\"token\")", names.setter),
    });
    setters.collect()
}

fn function(api: &Api, plan: &Plan, position: usize, method: &Method<'_>) -> String {
    let shape = plan.operation(method.id);
    let group = plan.group(api.operations[method.id].group);
    let mut arguments: Vec<String> = match &shape.params {
        Some(params) => {
            let fields = shape.arguments.iter();
            let fields: Vec<String> =
                fields.map(|field| format!("{}: {}", field.ident, taken(plan, field))).collect();
            vec![format!("&client::{}::{params} {{ {} }}", group.module, fields.join(", "))]
        }
        None => shape.arguments.iter().map(|argument| passed(plan, argument)).collect(),
    };
    arguments.extend(method.body.map(|body| body_argument(plan, body)));
    let mut text =
        format!("async fn f{position}(client: &Client, given: &Given) -> Result<Answer, String> {{\n");
    let call = format!("client.{}().{}({})", group.accessor, method.name, arguments.join(", "));
    // Writing to a string cannot fail.
    let _ = writeln!(text, "    let request = {call};");
    for setter in &shape.setters {
        let value = passed(plan, setter);
        let _ = writeln!(
            text,
            "    let request = if given.has({}) {{ request.{}({value}) }} else {{ request }};",
            setter.param, setter.ident
        );
    }
    text.push_str("    let request = request.header(\"Prefer\", &given.prefer);\n");
    let (sent, read) = match (method.way, &shape.success) {
        (Way::Stream, _) => ("stream", "crate::drained!(body)".to_owned()),
        (Way::Usual | Way::OtherForm, SuccessPlan::One { ty, .. }) => ("send", reading(ty)),
        (Way::Usual | Way::OtherForm, SuccessPlan::ByStatus { ident, variants }) => {
            let name = format!("client::{}::{ident}", group.module);
            let opened = variants.iter().filter(|variant| is_opened(&variant.ty));
            let arms: Vec<String> = opened
                .map(|variant| format!("{name}::{}(body) => {}, ", variant.ident, reading(&variant.ty)))
                .collect();
            ("send", format!("match body {{ {}body => crate::seen(&body) }}", arms.concat()))
        }
    };
    let _ = writeln!(text, "    Ok(crate::answer!(request.{sent}().await, |body| {read}))\n}}\n");
    text
}

fn is_opened(ty: &RustType) -> bool {
    matches!(ty, RustType::Download | RustType::Stream(_))
}

/// What reads a result `body` to its end.
fn reading(ty: &RustType) -> String {
    match ty {
        RustType::Download => "crate::downloaded(body).await",
        RustType::Stream(_) => "crate::drained!(body)",
        _ => "crate::seen(&body)",
    }
    .to_owned()
}

/// A parameter by value, as a field of a struct has it.
fn taken(plan: &Plan, argument: &ArgumentPlan) -> String {
    format!("given.argument::<{}>({})?", spelled(plan, &argument.ty), argument.param)
}

/// A parameter as methods take it.
fn passed(plan: &Plan, argument: &ArgumentPlan) -> String {
    let value = taken(plan, argument);
    match argument.ty {
        RustType::Map(_) | RustType::Value => format!("&{value}"),
        _ => value,
    }
}

fn body_argument(plan: &Plan, body: &BodyPlan) -> String {
    let ty = spelled(plan, &body.ty);
    match (&body.ty, body.optional) {
        (RustType::Bytes, true) => "given.bytes_if()?".to_owned(),
        (RustType::Bytes, false) => "given.body::<String>()?".to_owned(),
        (RustType::String | RustType::List(_), true) => format!("given.body_if::<{ty}>()?.as_deref()"),
        (_, true) => format!("given.body_if::<{ty}>()?.as_ref()"),
        (_, false) => format!("&given.body::<{ty}>()?"),
    }
}

/// A type as the program names it.
fn spelled(plan: &Plan, ty: &RustType) -> String {
    match ty {
        RustType::Named(id) => format!("models::{}", plan.ty(*id).ident),
        RustType::Bool => "bool".to_owned(),
        RustType::I32 => "i32".to_owned(),
        RustType::I64 => "i64".to_owned(),
        RustType::U32 => "u32".to_owned(),
        RustType::U64 => "u64".to_owned(),
        RustType::F32 => "f32".to_owned(),
        RustType::F64 => "f64".to_owned(),
        RustType::String => "String".to_owned(),
        RustType::Uuid => "runtime::Uuid".to_owned(),
        RustType::DateTime => "runtime::DateTime".to_owned(),
        RustType::Date => "runtime::Date".to_owned(),
        RustType::Time => "runtime::Time".to_owned(),
        RustType::Base64 => "runtime::Base64".to_owned(),
        RustType::Secret => "runtime::Secret".to_owned(),
        RustType::File => "runtime::FilePart".to_owned(),
        RustType::Value => "runtime::Value".to_owned(),
        RustType::Bytes => "runtime::http::Bytes".to_owned(),
        RustType::Hidden(inner) => format!("runtime::Hidden<{}>", spelled(plan, inner)),
        RustType::Patch(inner) => format!("runtime::Patch<{}>", spelled(plan, inner)),
        RustType::List(inner) => format!("Vec<{}>", spelled(plan, inner)),
        RustType::Map(inner) => format!("BTreeMap<String, {}>", spelled(plan, inner)),
        RustType::Option(inner) => format!("Option<{}>", spelled(plan, inner)),
        RustType::Boxed(inner) => format!("Box<{}>", spelled(plan, inner)),
        RustType::Tuple(items) => {
            let items: Vec<String> = items.iter().map(|item| format!("{},", spelled(plan, item))).collect();
            format!("({})", items.concat())
        }
        RustType::External(index) => format!("::{}", plan.externals[*index]),
        // Results, which no argument has.
        RustType::Unit | RustType::Download | RustType::Stream(_) => "()".to_owned(),
    }
}
