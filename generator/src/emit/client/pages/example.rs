//! The Rust example of a page: builds a client and makes the call. `cargo test --doc` compiles it.
//!
//! In: a planned operation. Out: a code block. An argument that no short expression can stand for becomes an
//! argument of the example itself.

use proc_macro2::Literal;

use super::literal;
use crate::emit::client::imports::Imports;
use crate::emit::client::{server, spelled};
use crate::ir::{Api, AuthSchemeKind, OperationId};
use crate::plan::auth::bearer_shortcut;
use crate::plan::{ArgumentPlan, Plan, RustType, SuccessPlan};

/// The code block.
pub(in crate::emit::client) fn rust(api: &Api, plan: &Plan, id: OperationId) -> Vec<String> {
    let operation = &api.operations[id];
    let shape = plan.operation(id);
    let mut example =
        Example { api, plan, imports: Imports::default(), given: Vec::new(), lines: Vec::new() };

    let mut arguments: Vec<String> = Vec::new();
    match &shape.params {
        Some(params) => {
            let group = &plan.group(operation.group).module;
            example.given.push(format!("params: &{}::{group}::{params}", crate_name(plan)));
            arguments.push("params".to_owned());
        }
        None => {
            for argument in &shape.arguments {
                let expression = example.argument(id, argument);
                arguments.push(expression);
            }
        }
    }
    if let (Some(body), Some(planned)) = (&operation.body, &shape.body) {
        let media = &body.content[planned.media];
        let value = media.ty.as_ref().and_then(|used| literal::body(api, plan, used, &planned.ty));
        match (value, &planned.ty) {
            (Some(value), RustType::String | RustType::Bytes) => {
                let wrapped = planned.optional && planned.ty == RustType::Bytes;
                arguments.push(if wrapped { format!("Some({value}.into())") } else { value });
            }
            (Some(value), _) => {
                example.lines.push(format!("let {} = {value};", planned.ident));
                arguments.push(format!("&{}", planned.ident));
            }
            (None, RustType::Bytes) => arguments.push("\"content\"".to_owned()),
            (None, ty) => {
                let ty = spelled(&example.imports.borrowed(plan, ty));
                example.given.push(format!("{}: &{ty}", planned.ident));
                arguments.push(planned.ident.clone());
            }
        }
    }
    let group = &plan.group(operation.group).accessor;
    let call = format!("client.{group}().{}({})", shape.method, arguments.join(", "));
    let lines = std::mem::take(&mut example.lines);
    let mut block = vec!["```no_run".to_owned()];
    block.extend(example.head(id));
    block.extend(lines);
    block.extend(used(&call, &shape.success));
    let hidden = if example.given.is_empty() { "# " } else { "" };
    block.extend([format!("{hidden}Ok(())"), format!("{hidden}}}"), "```".to_owned()]);
    block
}

/// The call, and what is done with its result.
fn used(call: &str, success: &SuccessPlan) -> Vec<String> {
    let lines: &[&str] = match success {
        SuccessPlan::One { ty: RustType::Unit, .. } => return vec![format!("{call}.send().await?;")],
        SuccessPlan::One { ty: RustType::Download, .. } => {
            &["let download = CALL;", "println!(\"{} bytes\", download.bytes().await?.len());"]
        }
        SuccessPlan::One { ty: RustType::Stream(_), .. } => &[
            "let mut stream = CALL;",
            "while let Some(item) = stream.next().await {",
            "    println!(\"{:?}\", item?);",
            "}",
        ],
        SuccessPlan::One { .. } | SuccessPlan::ByStatus { .. } => {
            &["let answer = CALL;", "println!(\"{answer:?}\");"]
        }
    };
    lines.iter().map(|line| line.replace("CALL", &format!("{call}.send().await?"))).collect()
}

/// The client crate as Rust code names it.
pub(in crate::emit::client) fn crate_name(plan: &Plan) -> String {
    plan.packages.client.replace('-', "_")
}

/// `Client::builder("…").bearer("token").build()?`, with the credentials that an operation needs.
pub(in crate::emit::client) fn builder(api: &Api, plan: &Plan, id: Option<OperationId>) -> String {
    let base = server::absolute(api).unwrap_or_else(|| "https://api.example.com".to_owned());
    let needed: Vec<usize> = match id {
        Some(id) => {
            let needed = api.operations[id].auth.iter().find(|requirement| !requirement.schemes.is_empty());
            needed
                .map(|requirement| requirement.schemes.iter().map(|(index, _)| *index).collect())
                .unwrap_or_default()
        }
        None => (0..api.auth_schemes.len().min(1)).collect(),
    };
    let credentials: String = needed.into_iter().map(|index| credential(api, plan, index)).collect();
    format!("Client::builder({}){credentials}.build()?", Literal::string(&base))
}

fn credential(api: &Api, plan: &Plan, index: usize) -> String {
    let setter = match bearer_shortcut(api) {
        Some(bearer) if bearer == index => "bearer",
        Some(_) | None => &plan.auth[index].setter,
    };
    match api.auth_schemes[index].kind {
        AuthSchemeKind::Basic => format!(".{setter}(\"user\", \"password\")"),
        AuthSchemeKind::MutualTls => String::new(),
        AuthSchemeKind::ApiKey { .. } => format!(".{setter}(\"key\")"),
        AuthSchemeKind::Bearer
        | AuthSchemeKind::Http(_)
        | AuthSchemeKind::OAuth2(_)
        | AuthSchemeKind::OpenIdConnect(_) => format!(".{setter}(\"token\")"),
    }
}

struct Example<'a> {
    api: &'a Api,
    plan: &'a Plan,
    imports: Imports,
    /// Arguments of the example itself.
    given: Vec<String>,
    /// Lines before the call.
    lines: Vec<String>,
}

impl Example<'_> {
    /// The hidden beginning and the client.
    fn head(&self, id: OperationId) -> Vec<String> {
        let mut lines = vec![format!("use {}::{{Client, models}};", crate_name(self.plan))];
        lines.extend(self.imports.foreign());
        // What the reader has to bring is shown; without it the frame around the call says nothing.
        let hidden = if self.given.is_empty() { "# " } else { "" };
        lines.push(format!(
            "{hidden}async fn example({}) -> Result<(), Box<dyn std::error::Error>> {{",
            self.given.join(", ")
        ));
        lines.push(format!("let client = {};", builder(self.api, self.plan, Some(id))));
        lines
    }

    fn argument(&mut self, id: OperationId, argument: &ArgumentPlan) -> String {
        let param = &self.api.operations[id].params[argument.param];
        if let Some(expression) = literal::argument(self.api, self.plan, &param.ty, &argument.ty) {
            if expression.len() <= 24 {
                return expression;
            }
            if !expression.contains(".parse()?") || matches!(argument.ty, RustType::List(_)) {
                return expression;
            }
            self.lines.push(format!("let {} = {expression};", argument.ident));
            return argument.ident.clone();
        }
        let ty = spelled(&self.imports.owned(self.plan, &argument.ty));
        let borrowed = matches!(argument.ty, RustType::Map(_) | RustType::Value);
        self.given.push(format!("{}: {}{ty}", argument.ident, if borrowed { "&" } else { "" }));
        argument.ident.clone()
    }
}
