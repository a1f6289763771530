//! The Rust face of one operation: method, arguments, setters, body and result.
//!
//! In: operations with their parameters, bodies and responses. Out: [`OperationPlan`]s.
//!
//! Arguments are the required parameters in the order path, query, header, cookie, then the body. Where that
//! makes more than four, the parameters move into one struct with a field for each ([`OperationPlan::params`]), so that
//! a call names what it gives and the compiler still sees what is missing. Optional parameters are setters on
//! a request type.

use super::naming::{self, Kind, Scope, ident, type_ident};
use super::{
    AlternativePlan, ArgumentPlan, BodyPlan, GroupPlan, OperationPlan, TypePlan, methods, outcome, paging,
    param_types, statics,
};
use crate::config::Config;
use crate::ir::{Api, Id as _, Operation, OperationId, Param, ParamLocation, Presence, SpecName};

/// A call with more arguments than this takes its parameters as a struct.
const MOST_ARGUMENTS: usize = 4;

/// Names that the files of operations use themselves.
pub(super) const CLIENT_TYPES: &[&str] = &[
    "AnyError",
    "Bytes",
    "Call",
    "Client",
    "ClientBuilder",
    "DecodeError",
    "Download",
    "Error",
    "ErrorBody",
    "ErrorHeaders",
    "EventStream",
    "Items",
    "JsonStream",
    "Method",
    "Multipart",
    "NextPage",
    "PartEncoding",
    "Operation",
    "OptionalBody",
    "Pages",
    "Paging",
    "ParamDef",
    "ParamLocation",
    "ParamStyle",
    "RawResponse",
    "RequestBody",
    "Response",
];

/// Plans every operation, by [`OperationId`].
pub(super) fn operations(
    api: &Api,
    config: &Config,
    types: &[TypePlan],
    groups: &[GroupPlan],
) -> Vec<OperationPlan> {
    let mut plans: Vec<Option<OperationPlan>> = vec![None; api.operations.len()];
    for (group, plan) in api.groups.ids().zip(groups) {
        let ids: Vec<OperationId> = api
            .operations
            .iter()
            .filter(|(_, operation)| operation.group == group)
            .map(|(id, _)| id)
            .collect();
        let tag = api.groups[group].name.text();
        let names: Vec<SpecName> =
            ids.iter().map(|id| method_name(&api.operations[*id], &tag, config)).collect();
        let keyed: Vec<_> =
            names.iter().zip(&ids).map(|(name, id)| (name, &api.operations[*id].at)).collect();
        let mut method_scope = Scope::new(Kind::Value).reserve(methods::OF_TRAITS.iter().copied());
        let methods = method_scope.allocate_at(&keyed);

        let mut by_method: Vec<(String, OperationId)> = methods.into_iter().zip(ids).collect();
        by_method.sort();
        let inputs: Vec<Inputs> =
            by_method.iter().map(|(_, id)| inputs(api, types, plan, &api.operations[*id])).collect();
        // What a function calls its argument must be no request type: that would be a pattern.
        let arguments = inputs.iter().flat_map(|inputs| inputs.arguments.iter().chain(&inputs.setters));
        let mut types_of_group = Scope::new(Kind::Type)
            .reserve(CLIENT_TYPES.iter().copied())
            .reserve([plan.ident.as_str()])
            .avoid(arguments.map(|argument| argument.ident.as_str()));
        let mut docs_files = Scope::new(Kind::Module);
        let mut members = Vec::with_capacity(by_method.len());
        for ((method, id), inputs) in by_method.into_iter().zip(inputs) {
            let mut shape = Shape { api, types, scope: &mut types_of_group, method: &method };
            let mut operation = shape.plan(&api.operations[id], inputs);
            let page = docs_files.first_free(&[&ident(Kind::Module, naming::plain(&method))]);
            operation.docs_file = format!("{}/{page}.md", plan.module);
            operation.alternatives =
                alternatives(api, types, &api.operations[id], &method, &mut method_scope);
            members.push((id, operation));
        }
        statics::name(api, types, plan, &mut members);
        for (id, operation) in members {
            plans[id.index()] = Some(operation);
        }
    }
    plans.into_iter().map(|plan| plan.expect("every operation belongs to a group")).collect()
}

/// Methods for the other forms of the body: `create_as_form`, and `create_as_vnd_api_json` where two forms are of one kind.
fn alternatives(
    api: &Api,
    types: &[TypePlan],
    operation: &Operation,
    method: &str,
    scope: &mut Scope,
) -> Vec<AlternativePlan> {
    let method = naming::plain(method);
    let content = operation.body.iter().flat_map(|body| &body.content).collect::<Vec<_>>();
    let others = outcome::other_bodies(api, types, operation).into_iter();
    others
        .map(|body| {
            let media = content[body.media];
            let short = format!("{method}_as_{}", outcome::form_word(media.kind));
            let essence = media.name.split(';').next().unwrap_or_default();
            let subtype = essence.split_once('/').map_or(essence, |(_, subtype)| subtype);
            let long = ident(Kind::Value, &format!("{method} as {subtype}"));
            AlternativePlan { method: scope.first_free(&[&short, &long]), body }
        })
        .collect()
}

/// The name that the method asks for: the operation's own without the group in front, because the caller has
/// just written `client.stages()`.
fn method_name(operation: &Operation, tag: &str, config: &Config) -> SpecName {
    let SpecName::Required(id) = &operation.name else { return operation.name.clone() };
    if let Some(name) = config.renamed("operation", id) {
        return SpecName::Required(name.to_owned());
    }
    let whole = ident(Kind::Value, id);
    let group = ident(Kind::Value, tag);
    let rest = whole.strip_prefix(group.as_str()).and_then(|rest| rest.strip_prefix('_'));
    match rest {
        Some(rest) if rest.starts_with(char::is_alphabetic) => SpecName::Required(rest.to_owned()),
        Some(_) | None => SpecName::Required(id.clone()),
    }
}

/// What one operation is given.
struct Inputs {
    arguments: Vec<ArgumentPlan>,
    setters: Vec<ArgumentPlan>,
    body: Option<BodyPlan>,
}

fn inputs(api: &Api, types: &[TypePlan], group: &GroupPlan, operation: &Operation) -> Inputs {
    let required = by_location(operation, Presence::Required);
    let optional = by_location(operation, Presence::Optional);
    let body = outcome::body(api, types, operation);
    let scope = || Scope::new(Kind::Value).avoid([group.ident.as_str()]);
    let arguments_scope = scope().reserve(body.as_ref().map(|body| body.ident.as_str()));
    let arguments = named(api, types, operation, &required, arguments_scope);
    let reserved =
        [methods::OF_REQUESTS, methods::OF_REQUEST_TRAITS, methods::OF_TRAITS].into_iter().flatten();
    let setters_scope = scope().reserve(reserved.copied());
    let setters = named(api, types, operation, &optional, setters_scope);
    Inputs { arguments, setters, body }
}

/// Builds the plan of one operation; the type names go to the scope of its group.
struct Shape<'a> {
    api: &'a Api,
    types: &'a [TypePlan],
    scope: &'a mut Scope,
    method: &'a str,
}

impl Shape<'_> {
    fn plan(&mut self, operation: &Operation, inputs: Inputs) -> OperationPlan {
        let Inputs { arguments, setters, body } = inputs;
        let params = (arguments.len() + usize::from(body.is_some()) > MOST_ARGUMENTS)
            .then(|| self.type_name("Params"));
        let success = outcome::success(self.api, self.types, operation, || self.type_name("Response"));
        let paging = paging::paging(self.api, self.types, operation, &success);
        let stream = outcome::stream(self.api, self.types, operation, &success);
        let request =
            (!setters.is_empty() || paging.is_some() || stream.is_some()).then(|| self.type_name(""));
        OperationPlan {
            method: self.method.to_owned(),
            constant: String::new(),
            request,
            params,
            arguments,
            setters,
            body,
            alternatives: Vec::new(),
            success,
            stream,
            headers: None,
            needs: None,
            paging,
            docs_file: String::new(),
        }
    }

    fn type_name(&mut self, suffix: &str) -> String {
        let method = naming::plain(self.method);
        let plain = type_ident(&format!("{method} {suffix}"), "request");
        self.scope.first_free(&[&plain, &ident(Kind::Type, &format!("{method} {suffix} request"))])
    }
}

/// Names parameters of one operation. A name that two locations share goes to the first of them.
fn named(
    api: &Api,
    types: &[TypePlan],
    operation: &Operation,
    params: &[usize],
    mut scope: Scope,
) -> Vec<ArgumentPlan> {
    let mut seen: Vec<String> = Vec::new();
    let names: Vec<SpecName> = params
        .iter()
        .map(|index| {
            let param = &operation.params[*index];
            let wish = ident(Kind::Value, &param.wire_name);
            if seen.contains(&wish) {
                return SpecName::Suggested(vec![word(param.location).to_owned(), param.wire_name.clone()]);
            }
            seen.push(wish);
            SpecName::Required(param.wire_name.clone())
        })
        .collect();
    let idents = scope.allocate(&names.iter().collect::<Vec<_>>());
    params
        .iter()
        .zip(idents)
        .map(|(index, ident)| ArgumentPlan {
            param: *index,
            ident,
            ty: param_types::param_type(api, types, &operation.params[*index].ty),
            definition: None,
        })
        .collect()
}

/// Indices of the parameters of one presence, path first, otherwise in document order.
fn by_location(operation: &Operation, presence: Presence) -> Vec<usize> {
    let is_required =
        |param: &Param| param.location == ParamLocation::Path || param.presence == Presence::Required;
    let mut indices: Vec<usize> = (0..operation.params.len())
        .filter(|index| is_required(&operation.params[*index]) == (presence == Presence::Required))
        .collect();
    indices.sort_by_key(|index| operation.params[*index].location);
    indices
}

/// The word that tells apart parameters of the same name.
fn word(location: ParamLocation) -> &'static str {
    match location {
        ParamLocation::Path => "path",
        ParamLocation::Query | ParamLocation::QueryString => "query",
        ParamLocation::Header => "header",
        ParamLocation::Cookie => "cookie",
    }
}
