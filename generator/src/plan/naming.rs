//! The only place where identifiers are made.
//!
//! In: every name that one scope asks for, at once. Out: one identifier per name, all different, the same
//! whatever the order of the document. Words come from `words`, what is taken from
//! `reserved`.
//!
//! Who gets the identifier that several names ask for: names that the document gives come before names that a
//! position suggests, among those the one that is spelled like the identifier already, then the first by code
//! points. The others have their punctuation spelled out, or get a number if that is not enough.

use std::collections::{BTreeMap, BTreeSet};

use heck::{ToShoutySnakeCase, ToSnakeCase, ToUpperCamelCase};
use unicode_normalization::UnicodeNormalization;

use super::reserved;
use super::words::{Punctuation, words};
use crate::ir::SpecName;
use crate::pointer::Place;

/// Longest identifier, in characters.
const MAX_LENGTH: usize = 100;
/// Longest name of a module: it is a file's and a folder's, and some systems end at 260 characters for a whole path.
const MAX_FILE_LENGTH: usize = 60;

/// What an identifier names; decides its case and what is reserved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A struct, enum or alias: `FlowSet`.
    Type,
    /// A variant of an enum: `WeChat`.
    Variant,
    /// A module, which is also a file: `flow_set`. ASCII only, as Rust demands of modules in files.
    Module,
    /// A field, argument, setter or method: `flow_set`, `r#type`.
    Value,
    /// A `static` or `const`: `FLOW_SET`.
    Constant,
}

/// The identifiers of one scope. No two differ only in case.
#[derive(Clone, Debug)]
pub struct Scope {
    kind: Kind,
    taken: BTreeSet<String>,
    /// What nothing in the scope is spelled like; another case will do.
    avoided: BTreeSet<String>,
    /// The number to try next, by what stands in front of it: many equal names stay cheap.
    numbers: BTreeMap<String, u64>,
}

impl Scope {
    /// An empty scope.
    pub fn new(kind: Kind) -> Self {
        Self { kind, taken: BTreeSet::new(), avoided: BTreeSet::new(), numbers: BTreeMap::new() }
    }

    /// Takes identifiers that something else in the scope has, for example `send` among setters.
    #[must_use]
    pub fn reserve<'a>(mut self, idents: impl IntoIterator<Item = &'a str>) -> Self {
        self.taken.extend(idents.into_iter().map(folded));
        self
    }

    /// Avoids what is spelled exactly like something of another scope in the same namespace: a static beside a type
    /// `A` is no `A`.
    #[must_use]
    pub fn avoid<'a>(mut self, idents: impl IntoIterator<Item = &'a str>) -> Self {
        self.avoided.extend(idents.into_iter().map(|ident| plain(ident).to_owned()));
        self
    }

    /// One identifier per name, in the order of `names`. Equal names are served in that order.
    pub fn allocate(&mut self, names: &[&SpecName]) -> Vec<String> {
        let keyed: Vec<_> = names.iter().map(|name| (*name, ())).collect();
        self.allocate_by(&keyed)
    }

    /// One identifier per name, in the order of `names`. Equal names are served in the order of their places,
    /// so that the order of the document does not matter.
    pub fn allocate_at(&mut self, names: &[(&SpecName, &Place)]) -> Vec<String> {
        self.allocate_by(names)
    }

    /// As `allocate_at`, with something else than a place that tells equal names apart.
    pub fn allocate_by<T: Ord>(&mut self, names: &[(&SpecName, T)]) -> Vec<String> {
        let kind = self.kind;
        let names: Vec<_> = names.iter().map(|(name, key)| (kind, *name, key)).collect();
        self.allocate_kinds(&names)
    }

    /// The first of `candidates` that is free, else the last of them with a number.
    pub fn first_free(&mut self, candidates: &[&str]) -> String {
        let free = candidates.iter().find(|candidate| self.is_free(candidate));
        match (free, candidates.last()) {
            (Some(ident), _) => self.take((*ident).to_owned()),
            (None, Some(last)) => self.numbered(self.kind, last),
            (None, None) => self.numbered(self.kind, "unnamed"),
        }
    }

    /// As `allocate_by`, for a scope that different kinds of things share: constants and types of one file.
    pub fn allocate_kinds<T: Ord>(&mut self, names: &[(Kind, &SpecName, T)]) -> Vec<String> {
        let wishes: Vec<String> = names
            .iter()
            .map(|(kind, name, _)| spelling(*kind, &name.text(), Punctuation::Separates))
            .collect();
        let mut order: Vec<usize> = (0..names.len()).collect();
        order.sort_by_cached_key(|&index| {
            let suggested = matches!(names[index].1, SpecName::Suggested(_));
            let text = names[index].1.text();
            let changed = without_escape(&wishes[index]) != text;
            (suggested, changed, text)
        });
        // A stable sort keeps equal names together, so the tie is broken inside runs of equals.
        for run in order.chunk_by_mut(|&a, &b| names[a].1 == names[b].1) {
            run.sort_by(|&a, &b| names[a].2.cmp(&names[b].2));
        }

        let mut idents = vec![None; names.len()];
        // Everyone who is alone with a wish, or first in line, is served before anyone gets a substitute.
        for &index in &order {
            if self.is_free(&wishes[index]) {
                idents[index] = Some(self.take(wishes[index].clone()));
            }
        }
        for &index in &order {
            if idents[index].is_none() {
                let kind = names[index].0;
                let spelled = spelling(kind, &names[index].1.text(), Punctuation::Spelled);
                idents[index] = Some(if self.is_free(&spelled) {
                    self.take(spelled)
                } else {
                    self.numbered(kind, &wishes[index])
                });
            }
        }
        idents.into_iter().flatten().collect()
    }

    fn is_free(&self, ident: &str) -> bool {
        !self.taken.contains(&folded(ident)) && !self.avoided.contains(plain(ident))
    }

    fn numbered(&mut self, kind: Kind, ident: &str) -> String {
        let stem = without_escape(ident);
        let separator = match kind {
            Kind::Type | Kind::Variant if !stem.ends_with(|last: char| last.is_ascii_digit()) => "",
            Kind::Type | Kind::Variant | Kind::Module | Kind::Value | Kind::Constant => "_",
        };
        let mut number = self.numbers.get(stem).copied().unwrap_or(2);
        let mut ident = format!("{stem}{separator}{number}");
        while !self.is_free(&ident) {
            number += 1;
            ident = format!("{stem}{separator}{number}");
        }
        self.numbers.insert(stem.to_owned(), number + 1);
        self.take(ident)
    }

    fn take(&mut self, ident: String) -> String {
        self.taken.insert(folded(&ident));
        ident
    }
}

/// An identifier without the mark of a raw one: `type` of `r#type`.
pub fn plain(ident: &str) -> &str {
    ident.strip_prefix("r#").unwrap_or(ident)
}

/// An identifier without what only keeps it from being a keyword: `r#type`, `self_`.
fn without_escape(ident: &str) -> &str {
    plain(ident).trim_end_matches('_')
}

/// A module for each of these types, where every type of a folder stands in a file of its own.
pub fn modules<'a>(types: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    let names: Vec<SpecName> = types.into_iter().map(|ty| SpecName::Required(ty.to_owned())).collect();
    Scope::new(Kind::Module).allocate(&names.iter().collect::<Vec<_>>())
}

/// The identifier that `text` would get in an empty scope.
pub fn ident(kind: Kind, text: &str) -> String {
    spelling(kind, text, Punctuation::Separates)
}

/// The type name for `text`; one that means something else already gets `suffix` behind it: `DefaultOperations`.
pub fn type_ident(text: &str, suffix: &str) -> String {
    let plain = ident(Kind::Type, text);
    // Nothing is reserved for variants apart from keywords.
    if plain == ident(Kind::Variant, text) { plain } else { ident(Kind::Type, &format!("{text} {suffix}")) }
}

/// What two identifiers of a scope must not have in common.
fn folded(ident: &str) -> String {
    plain(ident).to_lowercase()
}

fn spelling(kind: Kind, text: &str, punctuation: Punctuation) -> String {
    let mut parts = words(text, punctuation);
    if parts.is_empty() {
        parts = words(text, Punctuation::Spelled);
    }
    if kind == Kind::Module {
        parts = parts.iter().map(|part| transliterated(part)).collect();
    }
    let cased = legal(kind, &in_case(kind, &parts));
    let longest = if kind == Kind::Module { MAX_FILE_LENGTH } else { MAX_LENGTH };
    let short: String = cased.chars().take(longest).collect();
    unreserved(kind, short)
}

fn in_case(kind: Kind, parts: &[String]) -> String {
    match kind {
        Kind::Type | Kind::Variant => parts.iter().fold(String::new(), |mut ident, part| {
            let part = part.to_upper_camel_case();
            // `1.0` and `10` stay apart.
            if ident.ends_with(|last: char| last.is_numeric()) && part.starts_with(char::is_numeric) {
                ident.push('_');
            }
            ident.push_str(&part);
            ident
        }),
        Kind::Module | Kind::Value => parts.join(" ").to_snake_case(),
        Kind::Constant => parts.join(" ").to_shouty_snake_case(),
    }
}

/// Code points instead of what is not ASCII.
fn transliterated(part: &str) -> String {
    part.chars()
        .map(|character| match character {
            ascii if ascii.is_ascii() => ascii.to_string(),
            other => format!(" u{:04x} ", u32::from(other)),
        })
        .collect()
}

/// True for a name that Rust takes as it is written.
pub(crate) fn is_ident(name: &str) -> bool {
    let mut characters = name.chars();
    characters.next().is_some_and(|first| unicode_ident::is_xid_start(first) || first == '_')
        && characters.all(unicode_ident::is_xid_continue)
        && name != "_"
        && !reserved::is_path_keyword(name)
        && !reserved::must_be_raw(name)
}

/// Makes sure of a first character that may begin an identifier, and of characters that may follow: changing the
/// case of a letter can bring others.
fn legal(kind: Kind, cased: &str) -> String {
    let ident: String = cased.nfkc().filter(|&character| unicode_ident::is_xid_continue(character)).collect();
    let upper = matches!(kind, Kind::Type | Kind::Variant | Kind::Constant);
    match ident.chars().next() {
        Some(first) if unicode_ident::is_xid_start(first) => ident,
        Some(_) if upper => format!("V{ident}"),
        Some(_) => format!("v{ident}"),
        None => match kind {
            Kind::Variant => "Empty",
            Kind::Type => "Unnamed",
            Kind::Module => "unnamed",
            Kind::Value => "empty",
            Kind::Constant => "EMPTY",
        }
        .to_owned(),
    }
}

fn unreserved(kind: Kind, ident: String) -> String {
    if reserved::is_path_keyword(&ident) {
        return format!("{ident}_");
    }
    match kind {
        Kind::Type if reserved::is_type_name(&ident) => format!("{ident}Model"),
        Kind::Module if reserved::is_module_name(&ident) || reserved::must_be_raw(&ident) => {
            format!("{ident}_")
        }
        Kind::Value if reserved::must_be_raw(&ident) => format!("r#{ident}"),
        Kind::Type | Kind::Variant | Kind::Module | Kind::Value | Kind::Constant => ident,
    }
}

#[cfg(test)]
mod tests {
    use super::{Kind, Scope, ident};
    use crate::ir::SpecName;

    fn required(text: &str) -> SpecName {
        SpecName::Required(text.to_owned())
    }

    fn suggested(parts: &[&str]) -> SpecName {
        SpecName::Suggested(parts.iter().map(|&part| part.to_owned()).collect())
    }

    fn allocate(kind: Kind, names: &[SpecName]) -> Vec<String> {
        Scope::new(kind).allocate(&names.iter().collect::<Vec<_>>())
    }

    #[test]
    fn single_names() {
        let cases = [
            (Kind::Type, "AuthenticatorSMSStage", "AuthenticatorSmsStage"),
            (Kind::Type, "flow_set", "FlowSet"),
            (Kind::Type, "Option", "OptionModel"),
            (Kind::Type, "date-time", "DateTimeModel"),
            (Kind::Type, "Self", "Self_"),
            (Kind::Type, "2fa", "V2fa"),
            (Kind::Type, "日本", "日本"),
            (Kind::Type, "", "Unnamed"),
            (Kind::Type, "models.User", "ModelsUser"),
            (Kind::Variant, "", "Empty"),
            (Kind::Variant, " ", "Empty"),
            (Kind::Variant, "-", "Dash"),
            (Kind::Variant, "-1", "Minus1"),
            (Kind::Variant, "+1", "Plus1"),
            (Kind::Variant, "404", "V404"),
            (Kind::Variant, "1.0", "V1_0"),
            (Kind::Variant, "10", "V10"),
            (Kind::Variant, "None", "None"),
            (Kind::Variant, "self", "Self_"),
            (Kind::Variant, "👍", "U1f44d"),
            (Kind::Variant, "*", "Star"),
            (Kind::Value, "type", "r#type"),
            (Kind::Value, "self", "self_"),
            (Kind::Value, "Self", "self_"),
            (Kind::Value, "crate", "crate_"),
            (Kind::Value, "flowSet", "flow_set"),
            (Kind::Value, "2fa", "v2fa"),
            (Kind::Value, "@type", "r#type"),
            (Kind::Value, "größe", "größe"),
            (Kind::Value, "x²", "x2"),
            (Kind::Module, "Type", "type_"),
            (Kind::Module, "Größe", "gr_u00f6_u00df_e"),
            (Kind::Module, "CON", "con_"),
            (Kind::Module, "std", "std_"),
            (Kind::Constant, "stagesList", "STAGES_LIST"),
            (Kind::Constant, "self", "SELF"),
        ];
        for (kind, text, expected) in cases {
            assert_eq!(ident(kind, text), expected, "{kind:?} {text:?}");
        }
    }

    #[test]
    fn long_names_are_cut() {
        assert_eq!(ident(Kind::Type, &"a".repeat(300)).chars().count(), 100);
        assert_eq!(ident(Kind::Module, &"a".repeat(300)).chars().count(), 60);
        let [first, second] =
            &*allocate(Kind::Module, &[required(&"a".repeat(300)), required(&"a".repeat(301))])
        else {
            panic!("two names in, two identifiers out")
        };
        assert_ne!(first, second);
    }

    #[test]
    fn names_of_the_document_come_before_suggestions() {
        let names = [suggested(&["Pet", "owner"]), required("PetOwner")];
        assert_eq!(allocate(Kind::Type, &names), ["PetOwner2", "PetOwner"]);
    }

    #[test]
    fn the_exact_spelling_wins_and_punctuation_tells_apart() {
        let names = [required("foo-bar"), required("fooBar"), required("foo_bar"), required("Foo_Bar")];
        assert_eq!(
            allocate(Kind::Value, &names),
            ["foo_dash_bar", "foo_bar_3", "foo_bar", "foo_bar_2"],
            "`foo_bar` is spelled like an identifier already; `F` sorts before `f`"
        );
    }

    #[test]
    fn substitutes_do_not_take_what_another_name_asks_for() {
        let names = [required("Foo"), required("foo"), required("foo2")];
        assert_eq!(allocate(Kind::Type, &names), ["Foo", "Foo3", "Foo2"]);
    }

    #[test]
    fn the_order_of_the_document_does_not_matter() {
        let names =
            [required("asc"), required("ASC"), required("Asc"), required("asc."), suggested(&["asc"])];
        let forward = allocate(Kind::Variant, &names);
        let mut reversed: Vec<_> = names.to_vec();
        reversed.reverse();
        let mut backward = allocate(Kind::Variant, &reversed);
        backward.reverse();
        assert_eq!(forward, backward);
        assert_eq!(forward, ["Asc3", "Asc2", "Asc", "AscDot", "Asc4"]);
    }

    #[test]
    fn no_two_identifiers_differ_only_in_case() {
        let names = [required("FooBar"), required("Foobar")];
        assert_eq!(allocate(Kind::Type, &names), ["FooBar", "Foobar2"]);
    }

    #[test]
    fn reserved_identifiers_are_avoided() {
        let mut scope = Scope::new(Kind::Value).reserve(["send", "r#type"]);
        let names = [required("send"), required("type")];
        assert_eq!(scope.allocate(&names.iter().collect::<Vec<_>>()), ["send_2", "type_2"]);
    }

    #[test]
    fn what_is_avoided_may_be_there_in_another_case() {
        let mut scope = Scope::new(Kind::Constant).avoid(["A", "Ids"]);
        let names = [required("a"), required("ids")];
        assert_eq!(scope.allocate(&names.iter().collect::<Vec<_>>()), ["A_2", "IDS"]);
    }

    #[test]
    fn letters_that_become_one_in_another_case_are_one_there() {
        let names =
            [required("gr\u{f6}\u{df}e"), required("gr\u{f6}sse"), required("\u{131}d"), required("id")];
        assert_eq!(
            allocate(Kind::Constant, &names),
            ["GR\u{d6}SSE_2", "GR\u{d6}SSE", "ID_2", "ID"],
            "`s` sorts before `\u{df}`, `i` before `\u{131}`"
        );
        assert_eq!(allocate(Kind::Value, &names), ["gr\u{f6}\u{df}e", "gr\u{f6}sse", "\u{131}d", "id"]);
    }

    #[test]
    fn constants_and_types_can_share_a_scope() {
        let name = suggested(&["v1"]);
        let names = [(Kind::Constant, &name, "b"), (Kind::Type, &name, "c"), (Kind::Constant, &name, "a")];
        assert_eq!(Scope::new(Kind::Constant).allocate_kinds(&names), ["V1_2", "V1_3", "V1"]);
    }

    #[test]
    fn keywords_that_cannot_be_raw_keep_to_the_case_when_they_are_told_apart() {
        let names = [required("self"), required("Self")];
        assert_eq!(allocate(Kind::Value, &names), ["self_", "self_2"]);
        assert_eq!(allocate(Kind::Variant, &names), ["Self2", "Self_"]);
    }

    #[test]
    fn first_free_goes_through_the_candidates() {
        let mut scope = Scope::new(Kind::Variant).reserve(["unknown"]);
        assert_eq!(scope.first_free(&["Unknown", "Other"]), "Other");
        assert_eq!(scope.first_free(&["Unknown", "Other"]), "Other2");
    }

    #[test]
    fn numbers_do_not_run_into_digits() {
        assert_eq!(allocate(Kind::Type, &[required("Foo1"), required("foo1")]), ["Foo1", "Foo1_2"]);
    }

    #[test]
    fn letters_are_taken_apart_as_the_compiler_wants_them() {
        // U+01C6 is one character that stands for two, U+00B2 a two that is raised.
        assert_eq!(allocate(Kind::Value, &[required("\u{1c6}"), required("m\u{b2}")]), ["d\u{17e}", "m2"]);
    }
}
