//! Days.

use std::fmt;

use super::DateTime;
use super::scan::{Scan, write_date};
use crate::spelled::{Spelled, keep, spelled};

/// A day (RFC 3339 full-date).
///
/// Also read: a point in time, of which the day counts as written there.
#[derive(Clone)]
pub struct Date {
    value: ::time::Date,
    spelling: Option<Box<str>>,
}

impl Date {
    /// The day.
    #[inline]
    pub const fn value(&self) -> ::time::Date {
        self.value
    }
}

spelled!(Date by value);

impl Spelled for Date {
    const EXPECTED: &'static str = "a date like 2024-01-31";

    fn read(text: &str) -> Option<Self> {
        let mut scan = Scan(text.as_bytes());
        let date = scan.date().filter(|_| scan.is_done());
        let value = date.or_else(|| DateTime::read(text).map(|moment| moment.value().date()))?;
        let value = Self { value, spelling: None };
        Some(Self { spelling: keep(text, &value), ..value })
    }
}

impl fmt::Display for Date {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.spelling {
            Some(spelling) => formatter.write_str(spelling),
            None => write_date(formatter, self.value),
        }
    }
}

impl From<::time::Date> for Date {
    #[inline]
    fn from(value: ::time::Date) -> Self {
        Self { value, spelling: None }
    }
}

impl From<Date> for ::time::Date {
    #[inline]
    fn from(date: Date) -> Self {
        date.value
    }
}

#[cfg(test)]
mod tests {
    use super::Date;

    #[test]
    fn reads_days_and_the_day_of_a_moment() {
        let day: Date = "2024-01-31".parse().expect("a day");
        assert_eq!((day.value().year(), u8::from(day.value().month()), day.value().day()), (2024, 1, 31));
        let moment: Date = serde_json::from_str(r#""2024-01-31T23:00:00-05:00""#).expect("a moment");
        assert_eq!(moment, day);
        assert_eq!(serde_json::to_string(&moment).expect("encodes"), r#""2024-01-31T23:00:00-05:00""#);
        assert_eq!(Date::from(day.value()).to_string(), "2024-01-31");
        assert!("2024-01-32".parse::<Date>().is_err());
    }
}
