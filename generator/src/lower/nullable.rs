//! Whether null is a valid value, in every spelling.
//!
//! OpenAPI 3.0 has `nullable`, 3.1 has `type: [.., "null"]`; besides there are `enum` and `const` with null,
//! a null branch in `oneOf` or `anyOf`, and `nullable` beside `$ref` or `allOf`, which strictly says nothing and which servers
//! mean all the same.
//!
//! Schemas refer to each other in every direction, so the answers are not found by following references: each schema is
//! a rule over the answers for other schemas, met once, and answers spread from those that say it themselves. A schema that is
//! nullable only if it is nullable is not.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::document::{SchemaView, refs};
use crate::pointer::Pointer;

/// What is known about schemas that combine others, by their place. It holds as long as the document.
#[derive(Debug, Default)]
pub(super) struct Nullable {
    known: BTreeMap<Pointer, bool>,
}

impl Nullable {
    /// True when null is valid for the intersection of these schemas.
    pub(super) fn admits_null<'a>(&mut self, root: &'a Value, parts: &[SchemaView<'a>]) -> bool {
        let mut question = Question { root, known: &self.known, rules: Vec::new(), found: BTreeMap::new() };
        let answer = match question.of_all(parts) {
            Answer::Is(answer) => return answer,
            Answer::Rule(rule) => rule,
        };
        let Question { rules, found, .. } = question;
        let holds = solve(&rules);
        self.known.extend(found.into_iter().map(|(at, rule)| (at, holds[rule])));
        holds[answer]
    }
}

/// An answer, or the index of the rule that it follows from.
#[derive(Clone, Copy)]
enum Answer {
    Is(bool),
    Rule(usize),
}

/// Which answers make one true.
#[derive(Debug, Default)]
struct Rule {
    /// Answers of other rules that count.
    others: Vec<usize>,
    /// How many of them must be true.
    needed: usize,
}

/// The rules that matter for one question.
struct Question<'a, 'known> {
    root: &'a Value,
    known: &'known BTreeMap<Pointer, bool>,
    rules: Vec<Rule>,
    found: BTreeMap<Pointer, usize>,
}

impl<'a> Question<'a, '_> {
    /// For an intersection. Parts that assert nothing count only for what they say themselves.
    fn of_all(&mut self, parts: &[SchemaView<'a>]) -> Answer {
        let mut open = Vec::new();
        let answer = self.intersection(parts, &mut open);
        // A stack instead of recursion: chains of references may be as long as the document.
        while let Some((rule, view)) = open.pop() {
            self.combination(rule, &view, &mut open);
        }
        answer
    }

    fn intersection(&mut self, parts: &[SchemaView<'a>], open: &mut Vec<(usize, SchemaView<'a>)>) -> Answer {
        let (annotations, asserting): (Vec<_>, Vec<_>) = parts.iter().partition(|part| part.is_annotation());
        if asserting.is_empty() || annotations.iter().any(|part| part.says_nullable()) {
            return Answer::Is(parts.iter().any(SchemaView::says_nullable));
        }
        let mut others = Vec::new();
        for part in asserting {
            match self.one(part, open) {
                Answer::Is(true) => {}
                Answer::Is(false) => return Answer::Is(false),
                Answer::Rule(rule) => others.push(rule),
            }
        }
        match others.as_slice() {
            [] => Answer::Is(true),
            _ => Answer::Rule(self.add(Rule { needed: others.len(), others })),
        }
    }

    /// For one schema; what it combines is looked at later.
    fn one(&mut self, view: &SchemaView<'a>, open: &mut Vec<(usize, SchemaView<'a>)>) -> Answer {
        if view.says_nullable() {
            return Answer::Is(true);
        }
        if !["$ref", "allOf", "oneOf", "anyOf"].iter().any(|keyword| view.has(keyword)) {
            return Answer::Is(false);
        }
        if let Some(known) = self.known.get(&view.at.pointer) {
            return Answer::Is(*known);
        }
        if let Some(rule) = self.found.get(&view.at.pointer) {
            return Answer::Rule(*rule);
        }
        let rule = self.add(Rule::default());
        self.found.insert(view.at.pointer.clone(), rule);
        open.push((rule, view.clone()));
        Answer::Rule(rule)
    }

    fn combination(&mut self, rule: usize, view: &SchemaView<'a>, open: &mut Vec<(usize, SchemaView<'a>)>) {
        let all = view.schemas("allOf");
        let branches: Vec<Answer> = if let Some(reference) = view.reference() {
            let target = refs::follow(self.root, reference).map(SchemaView::new);
            target.iter().map(|target| self.one(target, open)).collect()
        } else if all.is_empty() {
            let branches = ["oneOf", "anyOf"].into_iter().flat_map(|keyword| view.schemas(keyword));
            branches.map(|branch| self.one(&branch, open)).collect()
        } else {
            vec![self.intersection(&all, open)]
        };
        // One branch is enough; a rule without any never holds.
        let mut others = Vec::new();
        for branch in branches {
            match branch {
                Answer::Is(true) => {
                    self.rules[rule] = Rule::default();
                    return;
                }
                Answer::Is(false) => {}
                Answer::Rule(other) => others.push(other),
            }
        }
        self.rules[rule] = Rule { needed: 1, others };
    }

    fn add(&mut self, rule: Rule) -> usize {
        self.rules.push(rule);
        self.rules.len() - 1
    }
}

/// Which rules hold: those that need nothing, and what follows from them. Each answer is handed on once.
fn solve(rules: &[Rule]) -> Vec<bool> {
    let mut missing: Vec<usize> = rules.iter().map(|rule| rule.needed).collect();
    let mut users: Vec<Vec<usize>> = vec![Vec::new(); rules.len()];
    for (user, rule) in rules.iter().enumerate() {
        rule.others.iter().for_each(|other| users[*other].push(user));
    }
    let mut holds: Vec<bool> = missing.iter().map(|missing| *missing == 0).collect();
    let mut open: Vec<usize> = (0..rules.len()).filter(|rule| holds[*rule]).collect();
    while let Some(rule) = open.pop() {
        for user in &users[rule] {
            missing[*user] = missing[*user].saturating_sub(1);
            if missing[*user] == 0 && !holds[*user] {
                holds[*user] = true;
                open.push(*user);
            }
        }
    }
    holds
}

#[cfg(test)]
mod tests {
    use crate::lower::fixture::types;

    #[test]
    fn null_belongs_to_each_use_whatever_its_spelling() {
        let text = types(
            "Text: {type: string, nullable: true}
Wrapped: {allOf: [{$ref: '#/components/schemas/Text'}]}
Choice: {oneOf: [{$ref: '#/components/schemas/Text'}, {type: integer}]}
Uses:
  type: object
  required: [a, b, c, d, e]
  properties:
    a: {$ref: '#/components/schemas/Text'}
    b: {$ref: '#/components/schemas/Wrapped'}
    c: {$ref: '#/components/schemas/Choice'}
    d: {type: array, items: {type: string, nullable: true}}
    e: {type: string, enum: [x, null]}",
        );
        assert!(text.starts_with("alias Text = String\nalias Wrapped = Text\n"), "{text}");
        let expected = "struct Uses
  a: Text | null
  b: Wrapped | null
  c: Choice | null
  d: [String | null]
  e: Uses.e | null
";
        assert!(text.contains(expected), "{text}");
    }

    #[test]
    fn a_schema_that_is_nullable_only_if_it_is_nullable_is_not() {
        let text = types(
            "Egg: {oneOf: [{$ref: '#/components/schemas/Hen'}, {type: object, properties: {a: {type: string}}}]}
Hen: {oneOf: [{$ref: '#/components/schemas/Egg'}, {type: object, properties: {b: {type: string}}}]}
Left: {oneOf: [{$ref: '#/components/schemas/Right'}, {type: object, properties: {c: {type: string}}}]}
Right: {oneOf: [{$ref: '#/components/schemas/Left'}, {type: object, nullable: true, properties: {d: {type: string}}}]}
Both: {allOf: [{$ref: '#/components/schemas/Left'}, {$ref: '#/components/schemas/Egg'}]}
Uses:
  type: object
  required: [hen, egg, left, right, both]
  properties:
    hen: {$ref: '#/components/schemas/Hen'}
    egg: {$ref: '#/components/schemas/Egg'}
    left: {$ref: '#/components/schemas/Left'}
    right: {$ref: '#/components/schemas/Right'}
    both: {$ref: '#/components/schemas/Both'}",
        );
        let expected = "struct Uses
  hen: Hen
  egg: Egg
  left: Left | null
  right: Right | null
  both: Both
";
        assert!(text.contains(expected), "{text}");
    }

    /// Each choice leads to all choices of the next layer: there are 3^40 ways through, and 120 schemas.
    #[test]
    fn each_schema_is_looked_at_once_however_many_ways_lead_to_it() {
        let mut schemas = Vec::new();
        for layer in 0..40 {
            for one in 0..3 {
                let below =
                    (0..3).map(|other| format!("{{$ref: '#/components/schemas/L{}x{other}'}}", layer + 1));
                let below = below.collect::<Vec<_>>().join(", ");
                schemas.push(format!("L{layer}x{one}: {{oneOf: [{below}]}}"));
            }
        }
        for one in 0..3 {
            schemas.push(format!("L40x{one}: {{type: object, properties: {{p{one}: {{type: string}}}}}}"));
        }
        schemas.push("Uses: {type: object, properties: {u: {$ref: '#/components/schemas/L0x0'}}}".to_owned());
        let text = types(&schemas.join("\n"));
        assert!(text.contains("struct Uses\n  u?: L0x0\n"), "{text}");
    }

    /// Each choice names the one before twice: there are 2^60 ways to the first.
    #[test]
    fn choices_that_share_their_branches_take_no_time() {
        use std::fmt::Write as _;

        let mut schemas = "C0: {oneOf: [{type: string, nullable: true}, {type: integer}]}".to_owned();
        for level in 1..=60 {
            let below = format!("$ref: '#/components/schemas/C{}'", level - 1);
            write!(schemas, "\nC{level}: {{oneOf: [{{{below}}}, {{{below}}}, {{type: boolean}}]}}")
                .expect("writing to a string never fails");
        }
        let text =
            types(&format!("{schemas}\nUses: {{properties: {{c: {{$ref: '#/components/schemas/C10'}}}}}}"));
        assert!(text.contains("c?: C10 | null"), "{text}");
    }
}
