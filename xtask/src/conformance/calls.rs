//! Which calls are made.
//!
//! In: operations and their plan. Out: the [`Method`]s of the generated client, each of which is a function of the program, and the
//! [`Call`]s of these functions, with arguments, the answer that the server is asked for, and what is expected.

use std::collections::BTreeMap;

use generator::ir::{
    Api, MediaKind, MediaType, Operation, OperationId, ParamLocation, Presence, StatusMatch, TypeRef, TypeUse,
};
use generator::plan::outcome::success_responses;
use generator::plan::{BodyPlan, OperationPlan, Plan, RustType, SuccessPlan};
use serde::Serialize;
use serde_json::{Value, json};

use super::leaves::Extent;
use super::values::{Ask, Made, Nullable, Place, Source, make};

/// Unions with more variants than this are not tried variant by variant.
const MOST_TURNS: usize = 12;

/// A method of the generated client.
#[derive(Clone, Copy, Debug)]
pub(super) struct Method<'a> {
    pub(super) id: OperationId,
    pub(super) name: &'a str,
    pub(super) body: Option<&'a BodyPlan>,
    pub(super) way: Way,
}

/// How a method is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// The usual one: `send()`.
    Usual,
    /// The body in another form.
    OtherForm,
    /// `stream()`, of operations that can answer with a stream as well.
    Stream,
}

/// Every method, in document order.
pub(super) fn methods<'a>(api: &'a Api, plan: &'a Plan) -> Vec<Method<'a>> {
    let mut methods = Vec::new();
    for (id, _) in api.operations.iter() {
        let shape = plan.operation(id);
        let usual = Method { id, name: &shape.method, body: shape.body.as_ref(), way: Way::Usual };
        methods.push(usual);
        for other in &shape.alternatives {
            let body = Some(&other.body);
            methods.push(Method { id, name: &other.method, body, way: Way::OtherForm });
        }
        if shape.stream.is_some() {
            methods.push(Method { way: Way::Stream, ..usual });
        }
    }
    methods
}

/// One call.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(super) struct Call {
    /// The method, by its position.
    pub(super) method: usize,
    /// Header `Prefer`: which answer the server shall make.
    pub(super) prefer: String,
    /// The parameters, by their position in the operation.
    pub(super) arguments: BTreeMap<usize, Value>,
    pub(super) body: Option<Value>,
    #[serde(skip)]
    pub(super) operation: String,
    /// What a reader calls it: `maximal, seed=s2`.
    #[serde(skip)]
    pub(super) label: String,
    #[serde(skip)]
    pub(super) expected: Expected,
}

/// What a call should end with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Expected {
    /// The declared result.
    Result,
    /// A declared error: this variant of its error set.
    Error { status: u16, variant: String },
}

/// Makes the calls of all methods. Every call that should succeed is made once for each seed.
pub(super) fn calls(source: Source<'_>, plan: &Plan, methods: &[Method<'_>], seeds: u32) -> Vec<Call> {
    let mut calls = Vec::new();
    for (position, method) in methods.iter().enumerate() {
        let maker = CallMaker { source, plan, position, method };
        let Tried { call: minimal, .. } = maker.call(Extent::Minimal, Nullable::Value, 0);
        let Tried { call: maximal, variants, .. } = maker.call(Extent::Maximal, Nullable::Value, 0);
        for seed in 1..=seeds {
            calls.push(minimal.asking(&format!("seed=s{seed}")));
            calls.push(maximal.asking(&format!("seed=t{seed}")));
        }
        let with_nulls = maker.call(Extent::Maximal, Nullable::Null, 0);
        if with_nulls.nulls > 0 {
            calls.push(with_nulls.call.asking("seed=s1"));
        }
        for turn in 1..variants.min(MOST_TURNS) {
            calls.push(maker.call(Extent::Maximal, Nullable::Value, turn).call.asking("seed=s1"));
        }
        if method.way == Way::Usual {
            maker.by_status(&minimal, &mut calls);
        }
    }
    calls
}

impl Call {
    /// The same call, for which the server makes another answer.
    pub(super) fn again(&self, time: u32) -> Self {
        let code =
            if self.prefer.starts_with("code=") { format!("{}, ", self.prefer) } else { String::new() };
        Self { prefer: format!("{code}seed=u{time}"), ..self.clone() }
    }

    fn asking(&self, prefer: &str) -> Self {
        Self { prefer: prefer.to_owned(), label: format!("{}, {prefer}", self.label), ..self.clone() }
    }
}

/// A call, and what is in its values.
struct Tried {
    call: Call,
    /// The most variants that a union has.
    variants: usize,
    nulls: usize,
}

struct CallMaker<'a> {
    source: Source<'a>,
    plan: &'a Plan,
    position: usize,
    method: &'a Method<'a>,
}

impl CallMaker<'_> {
    fn operation(&self) -> &Operation {
        &self.source.api.operations[self.method.id]
    }

    fn shape(&self) -> &OperationPlan {
        self.plan.operation(self.method.id)
    }

    fn call(&self, extent: Extent, nullable: Nullable, turn: usize) -> Tried {
        let operation = self.operation();
        let (mut variants, mut nulls) = (1, 0);
        let mut arguments = BTreeMap::new();
        for (position, param) in operation.params.iter().enumerate() {
            let required = param.location == ParamLocation::Path || param.presence == Presence::Required;
            if required || extent == Extent::Maximal {
                let made = make(
                    self.source,
                    &param.ty,
                    Ask { extent, place: Place::Parameter, nullable: Nullable::Value, turn },
                );
                variants = variants.max(made.variants);
                arguments.insert(position, made.value);
            }
        }
        let wanted = |body: &&BodyPlan| !body.optional || extent == Extent::Maximal;
        let body = self.method.body.filter(wanted).map(|body| {
            let made = self.body(body, Ask { extent, place: Place::Body, nullable, turn });
            variants = variants.max(made.variants);
            nulls = made.nulls;
            made.value
        });
        let form = match self.method.way {
            Way::Usual => String::new(),
            Way::OtherForm => format!("{}, ", self.method.name),
            Way::Stream => "stream, ".to_owned(),
        };
        let extent = if extent == Extent::Minimal { "minimal" } else { "maximal" };
        let nullable = if nullable == Nullable::Null { ", nulls" } else { "" };
        let turn = if turn == 0 { String::new() } else { format!(", turn {turn}") };
        let call = Call {
            method: self.position,
            prefer: String::new(),
            arguments,
            body,
            operation: operation.name.text(),
            label: format!("{form}{extent}{nullable}{turn}"),
            expected: Expected::Result,
        };
        Tried { call, variants, nulls }
    }

    /// A body in the form of its media type.
    fn body(&self, body: &BodyPlan, ask: Ask) -> Made {
        let content = self.operation().body.as_ref().and_then(|whole| whole.content.get(body.media));
        let Some(media) = content else { return Made::plain(Value::Null) };
        match media.kind {
            MediaKind::Json if body.ty != RustType::Bytes => self.typed(media, ask),
            // Neither forms nor text can say null.
            MediaKind::Form | MediaKind::Multipart => {
                self.typed(media, Ask { nullable: Nullable::Value, ..ask })
            }
            MediaKind::Text if body.ty == RustType::String && is_text(media.ty.as_ref()) => {
                self.typed(media, Ask { nullable: Nullable::Value, ..ask })
            }
            MediaKind::Xml => Made::plain(json!("<a/>")),
            MediaKind::EventStream => Made::plain(json!("data: {}\n\n")),
            MediaKind::JsonLines => Made::plain(json!("{}\n")),
            MediaKind::Json | MediaKind::Text | MediaKind::Bytes => Made::plain(json!("content")),
        }
    }

    fn typed(&self, media: &MediaType, ask: Ask) -> Made {
        media.ty.as_ref().map_or_else(|| Made::plain(json!({})), |used| make(self.source, used, ask))
    }

    /// The minimal call once for every declared status.
    fn by_status(&self, minimal: &Call, calls: &mut Vec<Call>) {
        if let SuccessPlan::ByStatus { .. } = self.shape().success {
            for response in success_responses(self.operation()) {
                if let StatusMatch::Code(code) = response.status {
                    calls.push(minimal.asking(&format!("code={code}")));
                }
            }
        }
        let set = self.operation().errors;
        let entries = &self.source.api.error_sets[set].entries;
        for ((status, _), variant) in entries.iter().zip(&self.plan.error_set(set).variants) {
            let Some(status) = forced(*status, entries.iter().map(|(status, _)| *status)) else { continue };
            let expected = Expected::Error { status, variant: variant.ident.clone() };
            calls.push(Call { expected, ..minimal.asking(&format!("code={status}")) });
        }
    }
}

/// A status that only this entry covers.
fn forced(entry: StatusMatch, all: impl Iterator<Item = StatusMatch>) -> Option<u16> {
    let all: Vec<StatusMatch> = all.collect();
    let is_code = |code: u16| all.contains(&StatusMatch::Code(code));
    match entry {
        StatusMatch::Code(code) => Some(code),
        StatusMatch::Range(digit) => {
            (u16::from(digit) * 100..u16::from(digit) * 100 + 100).find(|code| !is_code(*code))
        }
        StatusMatch::Default => {
            let in_range = |code: u16| {
                all.iter()
                    .any(|one| matches!(one, StatusMatch::Range(digit) if code / 100 == u16::from(*digit)))
            };
            (500..600).chain(400..500).find(|code| !is_code(*code) && !in_range(*code))
        }
    }
}

/// Whether a body of text is described as a text.
fn is_text(used: Option<&TypeUse>) -> bool {
    matches!(used, Some(TypeUse { ty: TypeRef::Scalar(_), .. }))
}

#[cfg(test)]
mod tests {
    use generator::ir::StatusMatch;

    use super::forced;

    #[test]
    fn every_entry_of_an_error_set_has_a_status() {
        let all = [StatusMatch::Code(400), StatusMatch::Range(4), StatusMatch::Default];
        let of = |entry| forced(entry, all.into_iter());
        assert_eq!(of(StatusMatch::Code(400)), Some(400));
        assert_eq!(of(StatusMatch::Range(4)), Some(401));
        assert_eq!(of(StatusMatch::Default), Some(500));
    }
}
