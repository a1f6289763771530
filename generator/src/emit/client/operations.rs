//! The file of one or more operations: their table, request types, methods.
//!
//! In: one [`OperationModule`]. Out: items. A method is one chain of calls: what it does beyond naming its parts is
//! in the runtime.

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};

use super::imports::Imports;
use super::{bodies, ident, requests, responses, tokens};
use crate::emit::docs::attributes;
use crate::emit::facts;
use crate::emit::prose::inline_code;
use crate::ir::{Api, HttpMethod, MediaKind, Operation, OperationId, Param, ParamLocation, ParamStyle};
use crate::plan::naming;
use crate::plan::{ArgumentPlan, BodyPlan, OperationModule, OperationPlan, Plan, RustType, SuccessPlan};
use crate::print::{SourceItem, table};

/// What emitters of one file need to know.
pub(super) struct File<'a> {
    pub(super) api: &'a Api,
    pub(super) plan: &'a Plan,
    pub(super) module: &'a OperationModule,
    pub(super) imports: Imports,
}

impl File<'_> {
    /// The items of the file, without its `use` lines: the table of operations, one `impl` with their methods,
    /// then the types that single methods need.
    pub(super) fn items(&mut self) -> Vec<SourceItem> {
        let ids = self.module.operations.clone();
        let operations = self.table(&ids);
        let mut items: Vec<TokenStream> = Vec::new();
        for id in &ids {
            items.extend(self.param_tables(*id));
            items.extend(bodies::encoding_tables(self, *id));
        }
        let methods: Vec<TokenStream> = ids.iter().flat_map(|id| self.methods(*id)).collect();
        if !methods.is_empty() {
            let group = ident(&self.plan.group(self.module.group).ident);
            items.push(quote!(impl #group { #(#methods)* }));
        }
        let mut items: Vec<SourceItem> = std::iter::once(operations).chain(tokens(items)).collect();
        for id in ids {
            items.extend(requests::params_struct(self, id).map(SourceItem::Tokens));
            items.extend(requests::request_type(self, id));
            items.extend(tokens(responses::response_enum(self, id)));
        }
        items
    }

    /// The table of operations: a line for each with everything that is known before a call.
    fn table(&mut self, ids: &[OperationId]) -> SourceItem {
        let rows: Vec<String> = ids.iter().map(|id| self.row(*id)).collect();
        SourceItem::Lines(table("client_runtime::operations! {", &rows, "}"))
    }

    /// `NAME = Get "/path" "operationId" .secret_path() auth::NEEDS_TOKEN;`
    fn row(&mut self, id: OperationId) -> String {
        let operation = &self.api.operations[id];
        let text = |text: &str| Literal::string(text).to_string();
        let mut words = vec![
            format!("{} =", self.plan.operation(id).constant),
            method(&operation.method),
            text(&operation.path.to_string()),
            text(&operation.name.text()),
        ];
        let is_secret =
            |param: &Param| param.location == ParamLocation::Path && facts::is_secret(self.api, &param.ty);
        words.extend(operation.params.iter().any(is_secret).then(|| ".secret_path()".to_owned()));
        let server = super::server::of_operation(self.api, operation);
        words.extend(server.map(|address| format!(".server({})", text(&address))));
        let key = idempotency_header(operation);
        words.extend(key.map(|name| format!(".idempotency_key({})", text(name))));
        if let Some(needs) = self.plan.operation(id).needs {
            words.push(format!("{}::{}", self.imports.own("auth"), self.plan.needs[needs].constant));
        }
        words.join(" ") + ";"
    }

    /// Descriptions of parameters whose style is not the default of their place.
    fn param_tables(&mut self, id: OperationId) -> Vec<TokenStream> {
        let operation = &self.api.operations[id];
        let plan = self.plan.operation(id);
        let mut items = Vec::new();
        for argument in plan.arguments.iter().chain(&plan.setters) {
            let Some(constant) = &argument.definition else { continue };
            let param = &operation.params[argument.param];
            let constant = ident(constant);
            let definition = self.imports.http("ParamDef");
            let location = self.imports.http("ParamLocation");
            let style_type = self.imports.http("ParamStyle");
            let place = format_ident!("{}", place(param.location));
            let style = style(&param.style);
            let name = &param.wire_name;
            let reserved = param.allow_reserved.then(|| quote!(.allow_reserved()));
            items.push(quote! {
                static #constant: #definition =
                    #definition::new(#name, #location::#place, #style_type::#style) #reserved;
            });
        }
        items
    }

    /// The method on the group, and one for each other form of the body.
    fn methods(&mut self, id: OperationId) -> Vec<TokenStream> {
        let plan = self.plan;
        let shape = plan.operation(id);
        let docs = self.docs(&self.api.operations[id], shape);
        let mut methods = vec![self.method(id, &shape.method, shape.body.as_ref(), &docs)];
        for other in &shape.alternatives {
            let docs = Self::other_docs(&self.api.operations[id], shape, &other.body);
            methods.push(self.method(id, &other.method, Some(&other.body), &docs));
        }
        methods
    }

    fn method(
        &mut self,
        id: OperationId,
        name: &str,
        body: Option<&BodyPlan>,
        docs: &TokenStream,
    ) -> TokenStream {
        let (api, plan) = (self.api, self.plan);
        let operation = &api.operations[id];
        let shape = plan.operation(id);
        let method = ident(name);
        let constant = ident(&shape.constant);

        let arguments = self.arguments(shape, body);
        let mut chain = quote!(self.0.call(&#constant));
        for argument in &shape.arguments {
            let value = value(shape, argument);
            let call = parameter(operation, argument, &value);
            chain = quote!(#chain #call);
        }
        if let Some(body) = body {
            let call = bodies::call(self, id, body);
            chain = quote!(#chain #call);
        }
        let end = responses::decoding(self, id);
        let headers = shape.headers.map(|_| quote!(.with_headers()));
        chain = quote!(#chain #end #headers);
        let (output, chain) = if let Some(request) = &shape.request {
            let request = ident(request);
            (quote!(#request), quote!(#request(#chain)))
        } else {
            (call_type(self, id), chain)
        };
        quote! {
            #docs
            #[inline]
            pub fn #method(&self, #(#arguments),*) -> #output { #chain }
        }
    }

    /// What is different about another form of the body.
    fn other_docs(operation: &Operation, shape: &OperationPlan, body: &BodyPlan) -> TokenStream {
        let name = operation.body.as_ref().map_or("", |whole| whole.content[body.media].name.as_str());
        let method = naming::plain(&shape.method);
        let line = format!("As [`{method}`](Self::{method}), with the body as {}.", inline_code(name));
        let deprecated = deprecated(operation);
        let docs = attributes(&[line]);
        quote!(#docs #deprecated)
    }

    /// The summary inline, the rest from the operation's page.
    fn docs(&self, operation: &Operation, shape: &OperationPlan) -> TokenStream {
        let summary = attributes(&[super::pages::summary(operation)]);
        let up = if self.module.module.is_empty() { ".." } else { "../.." };
        let page = format!("{up}/docs/{}", shape.docs_file);
        let deprecated = deprecated(operation);
        quote!(#summary #[doc = include_str!(#page)] #deprecated)
    }

    fn arguments(&mut self, shape: &OperationPlan, body: Option<&BodyPlan>) -> Vec<TokenStream> {
        let mut arguments: Vec<TokenStream> = match &shape.params {
            Some(params) => {
                let params = ident(params);
                vec![quote!(params: &#params)]
            }
            None => shape.arguments.iter().map(|argument| self.argument(argument)).collect(),
        };
        arguments.extend(body.map(|body| bodies::argument(self, body)));
        arguments
    }

    fn argument(&mut self, argument: &ArgumentPlan) -> TokenStream {
        let name = ident(&argument.ident);
        let ty = argument_type(self, &argument.ty);
        quote!(#name: #ty)
    }
}

fn deprecated(operation: &Operation) -> Option<TokenStream> {
    operation.docs.deprecated.then(|| quote!(#[deprecated = "the document marks this operation so"]))
}

/// The value of an argument as the runtime takes it: a reference.
fn value(shape: &OperationPlan, argument: &ArgumentPlan) -> TokenStream {
    let name = ident(&argument.ident);
    if shape.params.is_some() { quote!(&params.#name) } else { argument_value(&argument.ty, &name) }
}

/// The type of a required argument or setter.
pub(super) fn argument_type(file: &mut File<'_>, ty: &RustType) -> TokenStream {
    match ty {
        RustType::String => quote!(impl AsRef<str>),
        RustType::List(item) if **item == RustType::String => {
            quote!(impl IntoIterator<Item = impl Into<String>>)
        }
        RustType::List(item) => {
            let item = file.imports.owned(file.plan, item);
            quote!(impl IntoIterator<Item = #item>)
        }
        RustType::Map(_) | RustType::Value => {
            let ty = file.imports.owned(file.plan, ty);
            quote!(&#ty)
        }
        other => file.imports.owned(file.plan, other),
    }
}

/// True where [`argument_type`] is an `impl` of something.
pub(super) fn is_generic(ty: &RustType) -> bool {
    matches!(ty, RustType::String | RustType::List(_))
}

/// A reference to what the runtime can read.
pub(super) fn argument_value(ty: &RustType, name: &TokenStream) -> TokenStream {
    match ty {
        RustType::String => quote!(#name.as_ref()),
        RustType::List(item) if **item == RustType::String => {
            quote!(&#name.into_iter().map(Into::into).collect::<Vec<String>>())
        }
        RustType::List(_) => quote!(&Vec::from_iter(#name)),
        RustType::Map(_) | RustType::Value => quote!(#name),
        _ => quote!(&#name),
    }
}

/// The call that places one parameter.
pub(super) fn parameter(operation: &Operation, argument: &ArgumentPlan, value: &TokenStream) -> TokenStream {
    let param = &operation.params[argument.param];
    if let Some(constant) = &argument.definition {
        let constant = ident(constant);
        return quote!(.param(&#constant, #value));
    }
    let name = &param.wire_name;
    if param.location == ParamLocation::Path {
        quote!(.path(#name, #value))
    } else {
        quote!(.query(#name, #value))
    }
}

/// The header by which the server knows that a request was sent again (`draft-ietf-httpapi-idempotency-key-header`),
/// where the document declares it.
fn idempotency_header(operation: &Operation) -> Option<&str> {
    let is_key = |name: &str| {
        let name = name.to_ascii_lowercase();
        name.strip_prefix("x-").unwrap_or(&name) == "idempotency-key"
    };
    let mut headers = operation.params.iter().filter(|param| param.location == ParamLocation::Header);
    headers.find(|param| is_key(&param.wire_name)).map(|param| param.wire_name.as_str())
}

fn place(location: ParamLocation) -> &'static str {
    match location {
        ParamLocation::Path => "Path",
        ParamLocation::Query => "Query",
        ParamLocation::QueryString => "QueryString",
        ParamLocation::Header => "Header",
        ParamLocation::Cookie => "Cookie",
    }
}

pub(super) fn style(style: &ParamStyle) -> TokenStream {
    match style {
        ParamStyle::Simple { explode } => quote!(Simple { explode: #explode }),
        ParamStyle::Label { explode } => quote!(Label { explode: #explode }),
        ParamStyle::Matrix { explode } => quote!(Matrix { explode: #explode }),
        ParamStyle::Form { explode } => quote!(Form { explode: #explode }),
        ParamStyle::SpaceDelimited => quote!(SpaceDelimited),
        ParamStyle::PipeDelimited => quote!(PipeDelimited),
        ParamStyle::DeepObject => quote!(DeepObject),
        ParamStyle::Cookie { explode } => quote!(Cookie { explode: #explode }),
        ParamStyle::Content(kind) => match kind {
            MediaKind::Json => quote!(Json),
            MediaKind::Form => quote!(Form { explode: true }),
            MediaKind::Multipart
            | MediaKind::Text
            | MediaKind::Xml
            | MediaKind::EventStream
            | MediaKind::JsonLines
            | MediaKind::Bytes => quote!(Text),
        },
    }
}

/// A variant of the runtime's `Method`.
fn method(method: &HttpMethod) -> String {
    let variant = match method {
        HttpMethod::Get => "Get",
        HttpMethod::Head => "Head",
        HttpMethod::Post => "Post",
        HttpMethod::Put => "Put",
        HttpMethod::Patch => "Patch",
        HttpMethod::Delete => "Delete",
        HttpMethod::Options => "Options",
        HttpMethod::Trace => "Trace",
        HttpMethod::Other(name) => return format!("Other({})", Literal::string(name)),
    };
    variant.to_owned()
}

/// `Call<T, E>` of an operation.
pub(super) fn call_type(file: &mut File<'_>, id: OperationId) -> TokenStream {
    let call = file.imports.http("Call");
    let (result, error) = result_types(file, id);
    let headers = header_type(file, id).map(|headers| quote!(, #headers));
    quote!(#call<#result, #error #headers>)
}

/// The struct of the headers that the operation declares, where it does.
pub(super) fn header_type(file: &mut File<'_>, id: OperationId) -> Option<TokenStream> {
    let set = &file.plan.headers[file.plan.operation(id).headers?];
    let module = file.imports.own("headers");
    let name = ident(&set.ident);
    Some(quote!(#module::#name))
}

/// What a call gives: its result and its declared errors.
pub(super) fn result_types(file: &mut File<'_>, id: OperationId) -> (TokenStream, TokenStream) {
    let (api, plan) = (file.api, file.plan);
    let result = match &plan.operation(id).success {
        SuccessPlan::One { ty, .. } => file.imports.owned(plan, ty),
        SuccessPlan::ByStatus { ident: name, .. } => ident(name),
    };
    let set = api.operations[id].errors;
    let error = if api.error_sets[set].entries.is_empty() {
        quote!(std::convert::Infallible)
    } else {
        let module = file.imports.own("errors");
        let name = ident(&plan.error_set(set).ident);
        quote!(#module::#name)
    };
    (result, error)
}
