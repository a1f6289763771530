//! What is reported of values that are not as their schemas demand.

use std::fmt;

/// One value at fault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    pub(super) path: String,
    pub(super) demand: String,
}

impl Violation {
    /// Where the value is, in wire names: `flow_set[0].slug`. Empty for the value that was checked itself.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// What is demanded of it: `non-empty`, `at most 254 characters`, `between 1 and 100`.
    pub fn demand(&self) -> &str {
        &self.demand
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.path.is_empty() {
            return formatter.write_str(&self.demand);
        }
        write!(formatter, "{}: {}", self.path, self.demand)
    }
}

/// Every value at fault, in the order of the fields; never empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ValidationErrors {
    pub(super) violations: Vec<Violation>,
}

impl ValidationErrors {
    /// The values at fault.
    pub fn iter(&self) -> std::slice::Iter<'_, Violation> {
        self.violations.iter()
    }
}

impl<'a> IntoIterator for &'a ValidationErrors {
    type Item = &'a Violation;
    type IntoIter = std::slice::Iter<'a, Violation>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl fmt::Display for ValidationErrors {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("not valid: ")?;
        for (index, violation) in self.violations.iter().enumerate() {
            write!(formatter, "{}{violation}", if index == 0 { "" } else { "; " })?;
        }
        Ok(())
    }
}

impl std::error::Error for ValidationErrors {}
