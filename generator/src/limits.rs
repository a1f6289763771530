//! How much a document may ask for, and how much of it may be read: every limit, its default and what is said beyond it.
//!
//! In: what the caller and the configuration (`[limits]`) say. Out: [`Limits`] that hold in all phases. A document beyond a
//! limit is rejected with the name of the limit, the place where it was reached and the way to raise it.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use serde::Deserialize;

use crate::diagnostics::{Diagnostic, codes};
use crate::pointer::Place;

macro_rules! limits {
    ($($(#[$doc:meta])* $variant:ident = $name:literal, $default:expr, $most:expr;)*) => {
        /// Something that is limited.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
        pub enum Limit {
            $($(#[$doc])* #[serde(rename = $name)] $variant,)*
        }

        impl Limit {
            /// Every limit, in the order of the table.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// Its name in the configuration and on the command line.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),* }
            }

            /// What holds when nothing is said.
            pub const fn default(self) -> usize {
                match self { $(Self::$variant => $default),* }
            }

            /// The most that can be asked for.
            pub const fn most(self) -> usize {
                match self { $(Self::$variant => $most),* }
            }
        }
    };
}

/// No more than a disk holds.
const FREE: usize = usize::MAX >> 1;

limits! {
    /// Bytes of one file: the document, an overlay, a file that a reference leads to.
    FileBytes = "file-bytes", 256 << 20, FREE;
    /// Bytes of the document and of all files that its references lead to.
    TotalBytes = "total-bytes", 256 << 20, FREE;
    /// Files of one document, with itself.
    Files = "files", 4096, FREE;
    /// How deep lists and mappings may stand inside of each other. The readers of YAML and JSON have limits just above the most.
    Depth = "depth", 120, 120;
    /// Values of one file once its YAML aliases are followed; a text may always have as many as it has bytes.
    Values = "values", 1_000_000, FREE;
    /// Values that references repeat which are replaced by what they lead to in other files.
    Copies = "copies", 5_000_000, FREE;
    /// How deep schemas may stand inside of each other, references to anything but components followed. Beyond the most, the
    /// stack of a thread would not do.
    SchemaDepth = "schema-depth", 64, 64;
    /// Schemas and properties that types repeat, because `allOf` or properties beside a choice bring them together.
    Merged = "merged", 200_000, FREE;
    /// Component schemas, with those that come from other files.
    Schemas = "schemas", 100_000, FREE;
    /// Operations, with webhooks and callbacks.
    Operations = "operations", 100_000, FREE;
    /// Parameters, responses, headers, media types and security schemes of all operations, webhooks and callbacks; what they share for each of them.
    Parts = "parts", 300_000, FREE;
    /// Characters of one name: a key, an `operationId`, a tag, the name of a parameter.
    NameLength = "name-length", 2_000, FREE;
}

impl Limit {
    /// The limit with this name.
    pub fn find(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|limit| limit.name() == name)
    }
}

/// What holds in one run: the defaults, but for what was said.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(try_from = "BTreeMap<Limit, usize>")]
pub struct Limits(BTreeMap<Limit, usize>);

/// A limit that cannot be set.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LimitError {
    /// Nothing is left at 0.
    #[error("`{0}` must be at least 1")]
    Nothing(Limit),
    /// More than the generator can bear.
    #[error("`{0}` can be {most} at most", most = .0.most())]
    TooMuch(Limit),
    /// There is no such limit.
    #[error("there is no limit `{0}`; there are {known}", known = known())]
    Unknown(String),
    /// It has not the form `NAME=NUMBER`.
    #[error("`{0}` is not of the form NAME=NUMBER")]
    Malformed(String),
}

impl Limits {
    /// The limit in this run.
    pub fn get(&self, limit: Limit) -> usize {
        self.0.get(&limit).copied().unwrap_or(limit.default())
    }

    /// Says what a limit is.
    ///
    /// # Errors
    /// The number is 0 or more than [`Limit::most`].
    pub fn set(&mut self, limit: Limit, number: usize) -> Result<(), LimitError> {
        match number {
            0 => Err(LimitError::Nothing(limit)),
            _ if number > limit.most() => Err(LimitError::TooMuch(limit)),
            _ => {
                self.0.insert(limit, number);
                Ok(())
            }
        }
    }

    /// These limits, and those of `others` where nothing is said here.
    #[must_use]
    pub fn over(&self, others: &Self) -> Self {
        let mut both = others.0.clone();
        both.extend(&self.0);
        Self(both)
    }

    /// What to say of something that is beyond a limit: "the file has 300 bytes".
    pub fn exceeded(&self, limit: Limit, at: &Place, found: impl fmt::Display) -> Diagnostic {
        Diagnostic::new(&codes::LIMIT, at, self.message(limit, found)).help(self.help(limit))
    }

    pub(crate) fn message(&self, limit: Limit, found: impl fmt::Display) -> String {
        format!("{found}; the limit `{limit}` is {}", self.get(limit))
    }

    pub(crate) fn help(&self, limit: Limit) -> String {
        if self.get(limit) < limit.most() {
            format!(
                "raise it with `{limit} = NUMBER` below `[limits]` in the configuration, or with `--limit {limit}=NUMBER`"
            )
        } else {
            "write the document in another way; this limit cannot be raised".to_owned()
        }
    }
}

impl TryFrom<BTreeMap<Limit, usize>> for Limits {
    type Error = LimitError;

    fn try_from(numbers: BTreeMap<Limit, usize>) -> Result<Self, LimitError> {
        let mut limits = Self::default();
        numbers.into_iter().try_for_each(|(limit, number)| limits.set(limit, number))?;
        Ok(limits)
    }
}

/// `NAME=NUMBER`, as command lines have it.
impl FromStr for Limits {
    type Err = LimitError;

    fn from_str(text: &str) -> Result<Self, LimitError> {
        let malformed = || LimitError::Malformed(text.to_owned());
        let (name, number) = text.split_once('=').ok_or_else(malformed)?;
        let limit = Limit::find(name).ok_or_else(|| LimitError::Unknown(name.to_owned()))?;
        let mut limits = Self::default();
        limits.set(limit, number.parse().map_err(|_| malformed())?)?;
        Ok(limits)
    }
}

impl fmt::Display for Limit {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

fn known() -> String {
    let names: Vec<String> = Limit::ALL.iter().map(|limit| format!("`{limit}`")).collect();
    names.join(", ")
}

#[cfg(test)]
mod tests;
