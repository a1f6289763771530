//! Which file of the client crate holds which operations.
//!
//! In: the operations of each group with their paths. Out: [`OperationModule`]s. A group that is small stands
//! in one file; a larger one is split along its path prefixes until each file is of a size that people read:
//! `/stages/authenticator/sms/…` goes to `stages/authenticator_sms.rs`. What decides is the path alone, so an
//! operation keeps its file when others come and go, as long as its branch is neither split nor merged.

use std::collections::BTreeMap;

use crate::ir::{Api, GroupId, Id as _, Operation, OperationId, PathSegment, SpecName};
use crate::plan::naming::{Kind, Scope};
use crate::plan::{GroupPlan, OperationModule, OperationPlan, SuccessPlan};

/// A branch of paths with at most this many estimated lines is not split any further.
const COMFORTABLE_LINES: usize = 500;

/// No file is planned with more estimated lines than this; the estimate is above what is printed.
const MOST_LINES: usize = 1_200;

/// Decides the files of every group, in the order of the groups and then by module name.
pub(super) fn operation_modules(
    api: &Api,
    groups: &[GroupPlan],
    operations: &[OperationPlan],
) -> Vec<OperationModule> {
    let mut by_group: Vec<Vec<OperationId>> = vec![Vec::new(); api.groups.len()];
    for (id, operation) in api.operations.iter() {
        by_group[operation.group.index()].push(id);
    }
    let lines = |id: OperationId| estimated_lines(&operations[id.index()]);
    let mut modules = Vec::new();
    for ((group, names), ids) in api.groups.ids().zip(groups).zip(by_group) {
        let mut branch = Branch::default();
        for id in ids {
            branch.insert(&literals(&api.operations[id]), id);
        }
        let mut files = Vec::new();
        branch.without_shared_prefix().split(&mut Vec::new(), &lines, &mut files);
        modules.extend(named(group, &names.module, files));
    }
    modules
}

/// Gives every file of one group a module name of its own; operations at the group's root keep an empty name
/// and stand in the group's own file.
fn named(group: GroupId, module: &str, files: Vec<(Vec<String>, Vec<OperationId>)>) -> Vec<OperationModule> {
    let names: Vec<SpecName> = files.iter().map(|(prefix, _)| SpecName::Suggested(prefix.clone())).collect();
    let below: Vec<&SpecName> = names
        .iter()
        .zip(&files)
        .filter(|(_, (prefix, _))| !prefix.is_empty())
        .map(|(name, _)| name)
        .collect();
    let mut idents = Scope::new(Kind::Module).reserve(["auth", module]).allocate(&below).into_iter();
    let mut modules: Vec<OperationModule> = files
        .into_iter()
        .map(|(prefix, operations)| {
            let module = if prefix.is_empty() { None } else { idents.next() };
            OperationModule { group, module: module.unwrap_or_default(), operations }
        })
        .collect();
    modules.sort_by(|left, right| left.module.cmp(&right.module));
    modules
}

/// The literal segments of a path: parameters say nothing about the kind of thing.
fn literals(operation: &Operation) -> Vec<String> {
    let text = operation.path.segments.iter().filter_map(|segment| match segment {
        PathSegment::Literal(text) => Some(text.split('/')),
        PathSegment::Param(_) => None,
    });
    text.flatten().filter(|text| text.chars().any(char::is_alphanumeric)).map(str::to_owned).collect()
}

/// An upper estimate of the lines that an operation takes, docs and static included.
fn estimated_lines(operation: &OperationPlan) -> usize {
    let success = match &operation.success {
        SuccessPlan::One { .. } => 0,
        SuccessPlan::ByStatus { variants, .. } => 14 + 5 * variants.len(),
    };
    let paging = match (&operation.paging, operation.setters.as_slice()) {
        (None, _) => 0,
        // It is what the request type is there for.
        (Some(_), []) => 8,
        (Some(_), _) => 1,
    };
    let parameters = operation.arguments.len() + operation.setters.len();
    let alternatives = operation.alternatives.len() * (14 + 2 * operation.arguments.len());
    24 + 5 * parameters + alternatives + success + paging
}

/// Operations by path prefix.
#[derive(Default)]
struct Branch {
    own: Vec<OperationId>,
    children: BTreeMap<String, Branch>,
}

impl Branch {
    fn insert(&mut self, path: &[String], id: OperationId) {
        match path {
            [] => self.own.push(id),
            [first, rest @ ..] => self.children.entry(first.clone()).or_default().insert(rest, id),
        }
    }

    /// Skips the segments that all operations share: they are usually the group's own name.
    fn without_shared_prefix(mut self) -> Self {
        while self.own.is_empty() && self.children.len() == 1 {
            let (_, only) = self.children.pop_first().expect("the map has one entry");
            self = only;
        }
        self
    }

    fn lines(&self, cost: &impl Fn(OperationId) -> usize) -> usize {
        let own: usize = self.own.iter().map(|id| cost(*id)).sum();
        own + self.children.values().map(|child| child.lines(cost)).sum::<usize>()
    }

    /// Every operation of the branch, in document order.
    fn all(&self) -> Vec<OperationId> {
        let mut ids = self.own.clone();
        ids.extend(self.children.values().flat_map(Self::all));
        ids.sort_unstable();
        ids
    }

    /// One file for a branch of a comfortable size, else one per child and one for what stands at the branch
    /// itself.
    fn split(
        &self,
        prefix: &mut Vec<String>,
        cost: &impl Fn(OperationId) -> usize,
        files: &mut Vec<(Vec<String>, Vec<OperationId>)>,
    ) {
        if self.lines(cost) <= COMFORTABLE_LINES {
            files.push((prefix.clone(), self.all()));
            return;
        }
        for (segment, child) in &self.children {
            prefix.push(segment.clone());
            child.split(prefix, cost, files);
            prefix.pop();
        }
        for (number, chunk) in chunks(&self.own, cost).into_iter().enumerate() {
            let mut name = prefix.clone();
            if number > 0 {
                name.push(format!("part {}", number + 1));
            }
            files.push((name, chunk));
        }
    }
}

/// Cuts operations of one path into files that stay below the limit.
fn chunks(ids: &[OperationId], cost: &impl Fn(OperationId) -> usize) -> Vec<Vec<OperationId>> {
    let mut chunks: Vec<Vec<OperationId>> = Vec::new();
    let mut lines = 0;
    for id in ids {
        let more = cost(*id);
        match chunks.last_mut() {
            Some(chunk) if lines + more <= MOST_LINES => {
                chunk.push(*id);
                lines += more;
            }
            Some(_) | None => {
                chunks.push(vec![*id]);
                lines = more;
            }
        }
    }
    chunks
}
