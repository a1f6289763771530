//! Decisions that a person takes about one document, each with its reason (`specs/<api>.toml`).
//!
//! An entry that matches nothing is reported as [`codes::CONFIG_NO_MATCH`](crate::diagnostics::codes).

mod formats;
pub(crate) mod wildcard;

use serde::Deserialize;

pub use self::formats::{Dependency, FormatChoice, FormatRule, FormatType};

use crate::diagnostics::codes;
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::limits::Limits;
use crate::pointer::{FileId, Place, Pointer};
use crate::source::{Format, Source, SourceText, Sources};

/// A configuration that was read. The document comes first among the sources, but the limits that hold for it stand here: a
/// configuration is read before the document and registered after it.
#[derive(Debug)]
pub struct Parsed {
    source: Source,
    read: Result<Config, toml::de::Error>,
}

/// Reads a configuration.
pub fn parse(text: SourceText) -> Parsed {
    let SourceText { name, bytes } = text;
    // TOML is UTF-8; the parser's message is as good for text that was mended here.
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let read = toml::from_str(&text);
    Parsed { source: Source::new(name, text, Format::Toml), read }
}

impl Parsed {
    /// What it says of limits; nothing where it has mistakes.
    pub fn limits(&self) -> Limits {
        self.read.as_ref().map(|config| config.limits.clone()).unwrap_or_default()
    }

    /// The configuration, its text registered with `sources`. One with mistakes counts as empty.
    pub fn register(self, sources: &mut Sources, diagnostics: &mut Diagnostics) -> Config {
        let file = sources.add(self.source);
        match self.read {
            Ok(config) => {
                let mut config = Config { file, ..config };
                formats::check(&mut config, diagnostics);
                config
            }
            Err(error) => {
                let at = Place { file, pointer: Pointer::root() };
                let span = error.span().unwrap_or(0..1);
                let invalid = Diagnostic::new(&codes::CONFIG_INVALID, &at, error.message());
                diagnostics.report(invalid.at_bytes(span));
                Config { file, ..Config::default() }
            }
        }
    }
}

/// The configuration of one API. Every table is optional.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// Rules that say how lists continue on further pages; the first that fits an operation applies. What none fits is
    /// inferred from the document.
    pub pagination: Vec<PaginationRule>,
    /// Properties that hold secrets, besides those with `format: password`.
    pub secrets: Vec<SecretRule>,
    /// Other Rust types for formats than the usual ones.
    pub formats: Vec<FormatRule>,
    /// When the defaults of absent properties are filled in; without it when the program asks for them.
    pub defaults: Option<DefaultsRule>,
    /// Other names than the document's.
    pub rename: Vec<RenameRule>,
    /// Warnings that are expected and not shown.
    pub allow: Vec<LevelRule>,
    /// Warnings that stay warnings where all others count as errors.
    pub warn: Vec<LevelRule>,
    /// Warnings that count as errors.
    pub deny: Vec<LevelRule>,
    /// How large the document may be.
    pub limits: Limits,
    /// The file that it was read from.
    #[serde(skip)]
    pub file: FileId,
}

impl Config {
    /// The place of a table of which there is one (`defaults`).
    pub fn table(&self, table: &str) -> Place {
        Place { file: self.file, pointer: Pointer::root().child(table) }
    }

    /// The place of entry `index` of `table` (`allow`, `rename` …), for reporting an entry that is wrong.
    pub fn entry(&self, table: &str, index: usize) -> Place {
        Place { file: self.file, pointer: Pointer::root().child(table).index(index) }
    }
}

impl Config {
    /// The new name of a thing, before case conversion: `kind` and `name` are what stands before and after the colon
    /// of [`RenameRule::from`].
    pub fn renamed(&self, kind: &str, name: &str) -> Option<&str> {
        let rule = self.rename.iter().find(|rule| rule.from.split_once(':') == Some((kind, name)));
        rule.map(|rule| rule.to.as_str())
    }
}

/// A paging rule. It applies to every `GET` operation that it names, that has the query parameter and whose success body
/// has the named properties.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PaginationRule {
    /// Which style: `page-number`, `cursor`, `offset`, `page-count`, `next-link`, `link-header` or `none`.
    pub style: PaginationRuleStyle,
    /// Ids of the operations that it is for; `*` stands for any run of characters. All when empty.
    #[serde(default)]
    pub operations: Vec<String>,
    /// Wire name of the query parameter that selects the page.
    #[serde(default)]
    pub param: Option<String>,
    /// Wire name of the query parameter that limits the page (`offset` style).
    #[serde(default)]
    pub limit: Option<String>,
    /// Property of the response that names the next page, dotted: `pagination.next`.
    #[serde(default)]
    pub next: Option<String>,
    /// Property of the response that holds the items, dotted; empty when the body is the list.
    #[serde(default)]
    pub items: String,
    /// Why the rule is right for this API.
    pub reason: String,
}

/// The styles of [`PaginationRule`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PaginationRuleStyle {
    /// See [`crate::ir::PaginationStyle::PageNumber`].
    PageNumber,
    /// See [`crate::ir::PaginationStyle::Cursor`].
    Cursor,
    /// See [`crate::ir::PaginationStyle::Offset`].
    Offset,
    /// See [`crate::ir::PaginationStyle::PageCount`].
    PageCount,
    /// See [`crate::ir::PaginationStyle::NextLink`].
    NextLink,
    /// See [`crate::ir::PaginationStyle::LinkHeader`].
    LinkHeader,
    /// The result is not paged, whatever the document seems to say.
    None,
}

/// Marks properties as secrets.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SecretRule {
    /// Schema and property, `Schema.property`; `*` stands for any run of characters in either.
    pub property: String,
    /// Why.
    pub reason: String,
}

/// Says when the defaults of absent properties are filled in besides where the program asks for them.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DefaultsRule {
    /// In which types.
    pub fill: DefaultsFill,
    /// Why.
    pub reason: String,
}

/// The types of [`DefaultsRule`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DefaultsFill {
    /// Those that only come in, when they are decoded. They are never sent, and so the defaults are not.
    Received,
}

/// Gives a thing another name than the document's.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RenameRule {
    /// What is renamed: `schema:Name`, `operation:operationId`, `tag:name`, `errors:400=A,403=B`.
    pub from: String,
    /// The new name, before case conversion.
    pub to: String,
    /// Why.
    pub reason: String,
}

/// Says what the warnings of a code count as.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LevelRule {
    /// The code, `OA0101`.
    pub code: String,
    /// JSON Pointer that the warning must stand at or below; everywhere when absent.
    #[serde(default)]
    pub at: Option<String>,
    /// Why.
    pub reason: String,
}
