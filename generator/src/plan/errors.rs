//! Names of the error sets and of their variants.
//!
//! In: the error sets and the operations that share them. Out: one [`ErrorSetPlan`] per set. A set is named for
//! its statuses while these are few (`BadRequestForbiddenError`); otherwise, and where two sets have the same statuses
//! with different bodies, for the first operation, in name order, that declares it. Of two such sets the one that more
//! operations declare keeps the short name.

use std::cmp::Reverse;

use super::features::Gate;
use super::naming::{self, Kind, Scope, ident};
use super::{ErrorSetPlan, RustType, StatusPlan, TypePlan, outcome};
use crate::config::Config;
use crate::ir::{Api, ErrorSetId, Id as _, StatusMatch};

/// More statuses than this do not fit a name.
const MOST_STATUSES: usize = 3;

/// Types at the root of the client crate, beside which the error sets are exported.
const ROOT_TYPES: &[&str] = &["AnyError", "BuildError", "DecodeError", "Error", "ValidationErrors"];

/// Plans every error set, by [`ErrorSetId`].
pub(super) fn error_sets(api: &Api, config: &Config, types: &[TypePlan]) -> Vec<ErrorSetPlan> {
    let mut users: Vec<Vec<String>> = vec![Vec::new(); api.error_sets.len()];
    for (_, operation) in api.operations.iter() {
        users[operation.errors.index()].push(operation.name.text());
    }
    for names in &mut users {
        names.sort();
    }

    let mut order: Vec<ErrorSetId> = api.error_sets.ids().collect();
    order.sort_by_key(|id| (Reverse(users[id.index()].len()), users[id.index()].first().cloned(), *id));
    let mut scope = Scope::new(Kind::Type).reserve(ROOT_TYPES.iter().copied());
    let mut plans: Vec<Option<ErrorSetPlan>> = vec![None; api.error_sets.len()];
    for id in order {
        let set = &api.error_sets[id];
        let first = users[id.index()].first().map_or("Unused", String::as_str);
        let by_operation = ident(Kind::Type, &format!("{first} Error"));
        let renamed = config.renamed("errors", &set.key(&api.types)).map(|name| ident(Kind::Type, name));
        let by_status = (set.entries.len() <= MOST_STATUSES).then(|| {
            let statuses: Vec<String> = set.entries.iter().map(|(status, _)| status_name(*status)).collect();
            format!("{}Error", statuses.concat())
        });
        let wishes: Vec<&str> =
            [renamed.as_deref(), by_status.as_deref(), Some(&by_operation)].into_iter().flatten().collect();
        plans[id.index()] = Some(ErrorSetPlan {
            ident: scope.first_free(&wishes),
            module: String::new(),
            variants: set
                .entries
                .iter()
                .map(|(status, media)| {
                    let body = media.as_ref().map(|media| outcome::media_type(api, types, media));
                    let (ty, kind) = body.unwrap_or((RustType::Unit, None));
                    StatusPlan { ident: status_name(*status), ty, kind }
                })
                .collect(),
            headers: None,
            gate: Gate::default(),
        });
    }
    let mut plans: Vec<ErrorSetPlan> =
        plans.into_iter().map(|plan| plan.expect("every set was visited")).collect();
    let modules = naming::modules(plans.iter().map(|plan| plan.ident.as_str()));
    for (plan, module) in plans.iter_mut().zip(modules) {
        plan.module = module;
    }
    plans
}

/// The variant for a status, named as RFC 9110 and the IANA registry name it.
pub(super) fn status_name(status: StatusMatch) -> String {
    let name = match status {
        StatusMatch::Default => "Default",
        StatusMatch::Range(digit) => return format!("Status{digit}xx"),
        StatusMatch::Code(code) => match code {
            200 => "Ok",
            201 => "Created",
            202 => "Accepted",
            203 => "NonAuthoritative",
            204 => "NoContent",
            205 => "ResetContent",
            206 => "PartialContent",
            207 => "MultiStatus",
            300 => "MultipleChoices",
            301 => "MovedPermanently",
            302 => "Found",
            303 => "SeeOther",
            304 => "NotModified",
            307 => "TemporaryRedirect",
            308 => "PermanentRedirect",
            400 => "BadRequest",
            401 => "Unauthorized",
            402 => "PaymentRequired",
            403 => "Forbidden",
            404 => "NotFound",
            405 => "MethodNotAllowed",
            406 => "NotAcceptable",
            408 => "RequestTimeout",
            409 => "Conflict",
            410 => "Gone",
            411 => "LengthRequired",
            412 => "PreconditionFailed",
            413 => "ContentTooLarge",
            414 => "UriTooLong",
            415 => "UnsupportedMediaType",
            416 => "RangeNotSatisfiable",
            417 => "ExpectationFailed",
            421 => "MisdirectedRequest",
            422 => "UnprocessableContent",
            423 => "Locked",
            424 => "FailedDependency",
            425 => "TooEarly",
            426 => "UpgradeRequired",
            428 => "PreconditionRequired",
            429 => "TooManyRequests",
            431 => "HeaderFieldsTooLarge",
            451 => "UnavailableForLegalReasons",
            500 => "InternalServerError",
            501 => "NotImplemented",
            502 => "BadGateway",
            503 => "ServiceUnavailable",
            504 => "GatewayTimeout",
            505 => "HttpVersionNotSupported",
            507 => "InsufficientStorage",
            508 => "LoopDetected",
            511 => "NetworkAuthenticationRequired",
            other => return format!("Status{other}"),
        },
    };
    name.to_owned()
}
