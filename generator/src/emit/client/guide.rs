//! The part of the front page that says how the client is used: credentials, calls, lists, errors, time.
//!
//! In: the API and its plan. Out: lines of Markdown, whose Rust blocks `cargo test --doc` compiles.

use super::pages::example::{builder, crate_name, rust};
use super::{auth, pages};
use crate::emit::prose::inline_code;
use crate::ir::{Api, AuthSchemeKind, HttpMethod, OperationId};
use crate::plan::auth::bearer_shortcut;
use crate::plan::{Plan, RustType, SuccessPlan};

/// Every section.
pub(super) fn sections(api: &Api, plan: &Plan) -> Vec<String> {
    let mut lines = Vec::new();
    if !api.auth_schemes.is_empty() {
        lines.extend(credentials(api, plan));
    }
    if let Some(id) = shown_call(api, plan) {
        lines.extend(call(api, plan, id));
        lines.extend(errors(api, plan, id));
    }
    if let Some(id) = shown_list(api, plan) {
        lines.extend(list(api, plan, id));
    }
    lines.extend(time(api, plan));
    lines.extend(elsewhere(plan));
    if let Some(id) = shown_call(api, plan) {
        lines.extend(tests(api, plan, id));
    }
    lines.extend(features(plan));
    lines.extend(browsers());
    lines
}

/// What the crate has for documents that say more about the API.
fn elsewhere(plan: &Plan) -> Vec<String> {
    let mut lines = Vec::new();
    if !plan.servers.is_empty() {
        lines.extend(heading("Servers"));
        lines.push(
            "[`servers`] has the servers that the document names; [`Client::on`] takes one.".to_owned(),
        );
    }
    if !plan.webhooks.is_empty() {
        lines.extend(heading("Webhooks"));
        lines.push("[`webhooks::Webhook`] is what the API sends, and reads it from bytes.".to_owned());
    }
    lines
}

fn credentials(api: &Api, plan: &Plan) -> Vec<String> {
    let mut lines = heading("Credentials");
    lines.push("Each security scheme of the document has a setter on [`ClientBuilder`]:".to_owned());
    lines.push(String::new());
    for (index, (scheme, names)) in api.auth_schemes.iter().zip(&plan.auth).enumerate() {
        if scheme.kind == AuthSchemeKind::MutualTls {
            let how = "it goes into `configure_http`";
            lines.push(format!("- {} The caller has to give it: {how}.", auth::describe(scheme)));
            continue;
        }
        let also = if bearer_shortcut(api) == Some(index) { ", also called `bearer`" } else { "" };
        lines.push(format!("- `{}`{also}: {}", names.setter, auth::describe(scheme)));
        let further = [&names.client_credentials, &names.refresh_token];
        let further = further.into_iter().flatten().map(|setter| &setter.ident).chain(&names.provider);
        let further: Vec<String> = further.map(|setter| format!("`{setter}`")).collect();
        if !further.is_empty() {
            lines.push(format!("  Tokens that change: {}.", further.join(", ")));
        }
    }
    lines.push(String::new());
    lines.push(
        "A credential goes to the origin of the base URL only, with the operations that need it. What is missing is told \
         before anything is sent. Tokens that change come from a \
         [`TokenProvider`](client_runtime::http::TokenProvider), which is asked before every attempt; \
         [`OAuth2`](client_runtime::http::OAuth2) is one that asks a token endpoint, and once more when a token is refused."
            .to_owned(),
    );
    lines
}

fn call(api: &Api, plan: &Plan, id: OperationId) -> Vec<String> {
    let mut lines = heading("Calls");
    lines.push(
        "Operations stand in groups. What an operation needs are arguments, what it can do without are setters on its \
         request; nothing is sent before `send`. `send_full` gives status and headers as well."
            .to_owned(),
    );
    lines.push(String::new());
    lines.extend(rust(api, plan, id));
    lines
}

fn errors(api: &Api, plan: &Plan, id: OperationId) -> Vec<String> {
    let mut lines = heading("Errors");
    lines.push(
        "A failed call gives an [`Error`]: its text names operation, method, path, status and what the server says; \
         [`declared`](Error::declared) has the body that the document declares for the status. Every error converts into \
         [`AnyError`] with `?`."
            .to_owned(),
    );
    let operation = &api.operations[id];
    let shape = plan.operation(id);
    if shape.arguments.is_empty() && shape.body.is_none() {
        let group = &plan.group(operation.group).accessor;
        lines.push(String::new());
        lines.extend(block(
            api,
            plan,
            id,
            &[
                format!("match client.{group}().{}().send().await {{", shape.method),
                "    Ok(answer) => println!(\"{answer:?}\"),".to_owned(),
                "    Err(error) => match error.declared() {".to_owned(),
                "        Some(declared) => println!(\"{declared:?}\"),".to_owned(),
                "        None => println!(\"{error:#}\"),".to_owned(),
                "    },".to_owned(),
                "}".to_owned(),
            ],
        ));
    }
    lines
}

fn list(api: &Api, plan: &Plan, id: OperationId) -> Vec<String> {
    let mut lines = heading("Lists");
    lines.push(
        "Where a list continues on further pages, its request has `pages()` and `items()`; both ask for the next page when \
         it is needed."
            .to_owned(),
    );
    lines.push(String::new());
    let group = &plan.group(api.operations[id].group).accessor;
    let method = &plan.operation(id).method;
    lines.extend(block(
        api,
        plan,
        id,
        &[
            format!("let mut items = client.{group}().{method}().items();"),
            "while let Some(item) = items.next().await {".to_owned(),
            "    println!(\"{:?}\", item?);".to_owned(),
            "}".to_owned(),
        ],
    ));
    lines
}

fn time(api: &Api, plan: &Plan) -> Vec<String> {
    let mut lines = heading("Time and retries");
    lines.push(
        "One attempt may take 30 seconds, a call 120 seconds. Calls that are safe to repeat are repeated after \
         connection errors and the statuses 408, 429, 502, 503 and 504, with growing pauses or when the server says. All of \
         this can be set on the builder and, for one call, on the request. `on_request` and `on_response` of the builder see \
         every attempt."
            .to_owned(),
    );
    lines.push(String::new());
    let build = builder(api, plan, None);
    let build = build.trim_end_matches(".build()?");
    let name = crate_name(plan);
    lines.extend([
        "```no_run".to_owned(),
        format!("use {name}::Client;"),
        "use std::time::Duration;".to_owned(),
        "# fn example() -> Result<(), Box<dyn std::error::Error>> {".to_owned(),
        format!("let client = {build}"),
        "    .timeout(Duration::from_secs(10))".to_owned(),
        "    .no_retries()".to_owned(),
        "    .build()?;".to_owned(),
        "# Ok(())".to_owned(),
        "# }".to_owned(),
        "```".to_owned(),
    ]);
    lines
}

/// How code that uses the client is tested. The example needs a feature that the tests of documentation may not have.
fn tests(api: &Api, plan: &Plan, id: OperationId) -> Vec<String> {
    let mut lines = heading("Tests");
    lines.push(
        "With feature `mock`, code that uses the client is tested without a server: a call is the expectation, and its type \
         says what can be answered. A mock reports what was not expected, and what did not come. Types that only servers \
         make have an `example()` whose fields can be changed; `returns_example()` answers with one from the document."
            .to_owned(),
    );
    let shape = plan.operation(id);
    if shape.arguments.is_empty() && shape.body.is_none() {
        let call = format!("client.{}().{}()", plan.group(api.operations[id].group).accessor, shape.method);
        let build = builder(api, plan, Some(id));
        lines.extend([
            String::new(),
            "```no_run".to_owned(),
            "# #[cfg(feature = \"mock\")]".to_owned(),
            "# async fn example() -> Result<(), Box<dyn std::error::Error>> {".to_owned(),
            format!("use {}::{{Client, Mock}};", crate_name(plan)),
            String::new(),
            "let mock = Mock::new();".to_owned(),
            format!("let client = {}.mock(&mock).build()?;", build.trim_end_matches(".build()?")),
            format!("mock.expect({call}).returns_example();"),
            format!("println!(\"{{:?}}\", {call}.send().await?);"),
            "mock.verify();".to_owned(),
            "# Ok(())".to_owned(),
            "# }".to_owned(),
            "```".to_owned(),
        ]);
    }
    lines
}

fn features(plan: &Plan) -> Vec<String> {
    let mut lines = heading("Features");
    lines.extend([
        "- `blocking`: `send_blocking()` for code that is not async.".to_owned(),
        "- `tracing`: a span per call and an event per attempt.".to_owned(),
        "- `gzip`: compressed responses.".to_owned(),
        "- `mock`: a transport that answers from memory, and `example()` of types, for tests.".to_owned(),
    ]);
    let groups: Vec<String> =
        plan.groups.iter().filter_map(|group| group.feature.as_deref()).map(inline_code).collect();
    if !groups.is_empty() {
        lines.push(format!(
            "- {}: the operations of one group, with the types that they need. All of them are on, unless `default-features` \
             is false.",
            groups.join(", ")
        ));
    }
    lines
}

/// What is not the client's to decide there.
fn browsers() -> Vec<String> {
    let mut lines = heading("Browsers");
    lines.push(
        "The crate works on `wasm32-unknown-unknown`, with the timers of JavaScript, without `blocking` and without files. A \
         browser follows redirects by itself, and takes API keys in headers along to another origin: the call fails then, and \
         the key is known there. It sends no cookies of the client's, and shows of a server at another origin only the headers \
         that the server exposes (`Access-Control-Expose-Headers`): without `Retry-After` the pauses are the client's own, \
         without `Link` a list that continues there ends after its first page."
            .to_owned(),
    );
    lines
}

fn heading(text: &str) -> Vec<String> {
    vec![String::new(), format!("# {text}"), String::new()]
}

/// Code that calls an operation, with a client that has the credentials for it.
fn block(api: &Api, plan: &Plan, id: OperationId, code: &[String]) -> Vec<String> {
    let mut lines = vec!["```no_run".to_owned(), format!("# use {}::Client;", crate_name(plan))];
    lines.push("# async fn example() -> Result<(), Box<dyn std::error::Error>> {".to_owned());
    lines.push(format!("# let client = {};", builder(api, plan, Some(id))));
    lines.extend_from_slice(code);
    lines.extend(["# Ok(())".to_owned(), "# }".to_owned(), "```".to_owned()]);
    lines
}

/// The first operation, by path, that reads something and needs few arguments.
fn shown_call(api: &Api, plan: &Plan) -> Option<OperationId> {
    api.operations
        .iter()
        .filter(|(_, operation)| operation.method == HttpMethod::Get)
        .filter(|(id, _)| !matches!(plan.operation(*id).success, SuccessPlan::One { ty: RustType::Unit, .. }))
        .min_by_key(|(id, operation)| (plan.operation(*id).arguments.len(), pages::full_path(api, operation)))
        .map(|(id, _)| id)
}

/// The first list, by path, that has pages and needs no arguments.
fn shown_list(api: &Api, plan: &Plan) -> Option<OperationId> {
    api.operations
        .iter()
        .filter(|(id, _)| {
            let shape = plan.operation(*id);
            shape.paging.is_some()
                && shape.request.is_some()
                && shape.arguments.is_empty()
                && shape.body.is_none()
        })
        .min_by_key(|(_, operation)| pages::full_path(api, operation))
        .map(|(id, _)| id)
}
