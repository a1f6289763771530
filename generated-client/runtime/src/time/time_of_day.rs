//! Times of day.

use std::fmt;

use ::time::UtcOffset;

use super::scan::{Scan, write_offset, write_time};
use crate::spelled::{Spelled, keep, spelled};

/// A time of day (RFC 3339 full-time), with its offset where there is one.
///
/// Also read: no offset, missing seconds, a missing colon or missing minutes in the offset.
#[derive(Clone)]
pub struct Time {
    value: ::time::Time,
    offset: Option<UtcOffset>,
    spelling: Option<Box<str>>,
}

impl Time {
    /// A time of day at an offset.
    pub const fn new(value: ::time::Time, offset: Option<UtcOffset>) -> Self {
        Self { value, offset, spelling: None }
    }

    /// The time of day, as it is shown at its offset.
    #[inline]
    pub const fn value(&self) -> ::time::Time {
        self.value
    }

    /// Its offset.
    #[inline]
    pub const fn offset(&self) -> Option<UtcOffset> {
        self.offset
    }

    fn key(&self) -> (::time::Time, Option<UtcOffset>) {
        (self.value, self.offset)
    }
}

spelled!(Time by key);

impl Spelled for Time {
    const EXPECTED: &'static str = "a time like 10:20:30Z";

    fn read(text: &str) -> Option<Self> {
        let mut scan = Scan(text.trim_ascii().as_bytes());
        let value = scan.time()?;
        let offset = scan.offset()?;
        let value = Self::new(value, offset);
        scan.is_done().then(|| Self { spelling: keep(text, &value), ..value })
    }
}

impl fmt::Display for Time {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(spelling) = &self.spelling {
            return formatter.write_str(spelling);
        }
        write_time(formatter, self.value)?;
        self.offset.map_or(Ok(()), |offset| write_offset(formatter, offset))
    }
}

impl From<::time::Time> for Time {
    #[inline]
    fn from(value: ::time::Time) -> Self {
        Self::new(value, None)
    }
}

impl From<Time> for ::time::Time {
    #[inline]
    fn from(time: Time) -> Self {
        time.value
    }
}

#[cfg(test)]
mod tests {
    use super::Time;

    #[test]
    fn reads_times_with_and_without_offset() {
        for text in ["10:20:30Z", "10:20:30.25+02:00", "10:20:30", "10:20", "10:20:30+0200"] {
            let quoted = format!("{text:?}");
            let time: Time = serde_json::from_str(&quoted).expect(text);
            assert_eq!((time.value().hour(), time.value().minute()), (10, 20));
            assert_eq!(serde_json::to_string(&time).expect("encodes"), quoted);
        }
        let spelled: Time = "10:20:30+0200".parse().expect("a time");
        assert_eq!(spelled, "10:20:30+02:00".parse().expect("a time"));
        assert!("25:00:00Z".parse::<Time>().is_err());
        assert!("10:20:30Z ?".parse::<Time>().is_err());
    }
}
