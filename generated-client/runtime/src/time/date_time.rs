//! Points in time.

use std::fmt;

use ::time::{OffsetDateTime, PrimitiveDateTime, UtcOffset};

use super::scan::{Scan, write_date, write_offset, write_time};
use crate::spelled::{Spelled, keep, spelled};

/// A point in time (RFC 3339 date-time), with the offset that it was given in.
///
/// Also read: a space, `t` or `_` for `T`, a missing colon or missing minutes in the offset, a missing offset
/// (taken as UTC), missing seconds, a day alone (its first moment in UTC), a leap second (the last moment before it), and
/// fractions of any length, of which nine digits count. Equal are two points in time, whatever their
/// offset.
///
/// ```
/// # use client_runtime::DateTime;
/// let created: DateTime = "2024-05-01 10:00:00+0200".parse()?;
/// assert_eq!(created, "2024-05-01T08:00:00Z".parse()?);
/// assert_eq!(created.to_string(), "2024-05-01 10:00:00+0200");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct DateTime {
    value: OffsetDateTime,
    spelling: Option<Box<str>>,
}

impl DateTime {
    /// The moment at which this is called.
    #[must_use]
    pub fn now_utc() -> Self {
        OffsetDateTime::now_utc().into()
    }

    /// The point in time, with its offset.
    #[inline]
    pub const fn value(&self) -> OffsetDateTime {
        self.value
    }
}

spelled!(DateTime by value);

impl Spelled for DateTime {
    const EXPECTED: &'static str = "a date and time like 2024-01-31T10:20:30Z";

    fn read(text: &str) -> Option<Self> {
        let mut scan = Scan(text.trim_ascii().as_bytes());
        let date = scan.date()?;
        let value = if scan.is_done() {
            date.midnight().assume_utc()
        } else {
            scan.one_of(b"Tt _")?;
            let time = scan.time()?;
            let _ = scan.one_of(b" ");
            let offset = scan.offset()?.unwrap_or(UtcOffset::UTC);
            PrimitiveDateTime::new(date, time).assume_offset(offset)
        };
        let value = Self { value, spelling: None };
        scan.is_done().then(|| Self { spelling: keep(text, &value), ..value })
    }
}

impl fmt::Display for DateTime {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(spelling) = &self.spelling {
            return formatter.write_str(spelling);
        }
        write_date(formatter, self.value.date())?;
        formatter.write_str("T")?;
        write_time(formatter, self.value.time())?;
        write_offset(formatter, self.value.offset())
    }
}

impl From<OffsetDateTime> for DateTime {
    #[inline]
    fn from(value: OffsetDateTime) -> Self {
        Self { value, spelling: None }
    }
}

impl From<DateTime> for OffsetDateTime {
    #[inline]
    fn from(date_time: DateTime) -> Self {
        date_time.value
    }
}

#[cfg(test)]
mod tests {
    use ::time::{Date, Month, Time};

    use super::{DateTime, OffsetDateTime};

    fn utc(hour: u8, minute: u8, second: u8, nano: u32) -> OffsetDateTime {
        let date = Date::from_calendar_date(2024, Month::February, 29).expect("a leap day");
        date.with_time(Time::from_hms_nano(hour, minute, second, nano).expect("a time")).assume_utc()
    }

    #[test]
    fn reads_what_servers_write_and_writes_it_back() {
        for (text, value) in [
            ("2024-02-29T10:20:30Z", utc(10, 20, 30, 0)),
            ("2024-02-29T10:20:30.5Z", utc(10, 20, 30, 500_000_000)),
            ("2024-02-29T10:20:30.123456+02:00", utc(8, 20, 30, 123_456_000)),
            ("2024-02-29T10:20:30-01:30", utc(11, 50, 30, 0)),
            ("2024-02-29 10:20:30Z", utc(10, 20, 30, 0)),
            ("2024-02-29t10:20:30z", utc(10, 20, 30, 0)),
            ("2024-02-29T10:20:30+00:00", utc(10, 20, 30, 0)),
            ("2024-02-29T10:20:30-00:00", utc(10, 20, 30, 0)),
            ("2024-02-29T10:20:30.500Z", utc(10, 20, 30, 500_000_000)),
            ("2024-02-29T10:20:30.1234567891234Z", utc(10, 20, 30, 123_456_789)),
            ("2024-02-29T10:20:30+0200", utc(8, 20, 30, 0)),
            ("2024-02-29T10:20:30 +02", utc(8, 20, 30, 0)),
            ("2024-02-29T10:20:30", utc(10, 20, 30, 0)),
            ("2024-02-29T10:20Z", utc(10, 20, 0, 0)),
            ("2024-02-29", utc(0, 0, 0, 0)),
            ("2024-02-29T23:59:60Z", utc(23, 59, 59, 999_999_999)),
        ] {
            let quoted = format!("{text:?}");
            let read: DateTime = serde_json::from_str(&quoted).expect(text);
            assert_eq!(read.value(), value, "{text}");
            assert_eq!(read, DateTime::from(value), "{text}");
            assert_eq!(serde_json::to_string(&read).expect("encodes"), quoted);
        }
    }

    #[test]
    fn refuses_what_is_no_point_in_time() {
        for text in [
            "",
            "2023-02-29T10:20:30Z",
            "2024-13-01T10:20:30Z",
            "2024-02-29T24:20:30Z",
            "2024-02-29T10:20:30Zx",
            "2024-02-29T10:20:30.Z",
            "2024-02-29T10:20:30+2",
            "2024-02-29T10:20:30+02:",
            "2024-02-29T10:20:30+02:60",
            "2024-02-29T",
            "24-02-29",
            "\u{662}024-02-29",
            "yesterday",
        ] {
            assert!(text.parse::<DateTime>().is_err(), "{text}");
        }
    }

    #[test]
    fn has_a_spelling_of_its_own() {
        assert_eq!(DateTime::from(utc(1, 2, 3, 40_000_000)).to_string(), "2024-02-29T01:02:03.04Z");
        let early: DateTime = "2024-02-29T10:00:00+02:00".parse().expect("valid");
        let late: DateTime = "2024-02-29T09:00:00Z".parse().expect("valid");
        assert!(early < late);
    }
}
