//! The parts of a timestamp, read from the front of a text.

use time::{Date, Month, Time, UtcOffset};

/// What is left of a text.
#[derive(Clone, Copy)]
pub(super) struct Scan<'a>(pub(super) &'a [u8]);

impl Scan<'_> {
    /// True when nothing is left.
    pub(super) fn is_done(self) -> bool {
        self.0.is_empty()
    }

    /// Takes one of these characters.
    pub(super) fn one_of(&mut self, characters: &[u8]) -> Option<u8> {
        let (&first, rest) = self.0.split_first()?;
        characters.contains(&first).then(|| {
            self.0 = rest;
            first
        })
    }

    /// Takes exactly `count` digits.
    fn number(&mut self, count: usize) -> Option<u32> {
        let (digits, rest) = self.0.split_at_checked(count)?;
        let number = digits.iter().try_fold(0, |number: u32, digit| {
            digit.is_ascii_digit().then(|| number * 10 + u32::from(digit - b'0'))
        })?;
        self.0 = rest;
        Some(number)
    }

    fn small(&mut self, count: usize) -> Option<u8> {
        self.number(count).and_then(|number| u8::try_from(number).ok())
    }

    /// `2024-01-31` (RFC 3339 full-date).
    pub(super) fn date(&mut self) -> Option<Date> {
        let year = i32::try_from(self.number(4)?).ok()?;
        self.one_of(b"-")?;
        let month = Month::try_from(self.small(2)?).ok()?;
        self.one_of(b"-")?;
        Date::from_calendar_date(year, month, self.small(2)?).ok()
    }

    /// `10:20:30.5`: seconds and fraction may be missing; a leap second is the last moment before it, and of a
    /// fraction nine digits count.
    pub(super) fn time(&mut self) -> Option<Time> {
        let hour = self.small(2)?;
        self.one_of(b":")?;
        let minute = self.small(2)?;
        let second = match self.one_of(b":") {
            Some(_) => self.small(2)?,
            None => 0,
        };
        let mut nanosecond = 0;
        if self.one_of(b".,").is_some() {
            let count = self.0.iter().take_while(|digit| digit.is_ascii_digit()).count();
            let (digits, rest) = self.0.split_at(count);
            digits.first()?;
            let padded = digits.iter().copied().chain(std::iter::repeat(b'0')).take(9);
            nanosecond = padded.fold(0, |number: u32, digit| number * 10 + u32::from(digit - b'0'));
            self.0 = rest;
        }
        if second == 60 {
            return Time::from_hms_nano(hour, minute, 59, 999_999_999).ok();
        }
        Time::from_hms_nano(hour, minute, second, nanosecond).ok()
    }

    /// `Z`, `+02:00`, `+0200`, `+02`, or nothing, which is `None` inside.
    #[expect(clippy::option_option, reason = "malformed, missing and present are three things")]
    pub(super) fn offset(&mut self) -> Option<Option<UtcOffset>> {
        if self.is_done() {
            return Some(None);
        }
        if self.one_of(b"Zz").is_some() {
            return Some(Some(UtcOffset::UTC));
        }
        let sign: i8 = if self.one_of(b"+-")? == b'-' { -1 } else { 1 };
        let hours = i8::try_from(self.small(2)?).ok()?;
        let has_colon = self.one_of(b":").is_some();
        let minutes = if has_colon || !self.is_done() { i8::try_from(self.small(2)?).ok()? } else { 0 };
        if minutes > 59 {
            return None;
        }
        UtcOffset::from_hms(sign * hours, sign * minutes, 0).ok().map(Some)
    }
}

/// Writes a time of day; the fraction without trailing zeros.
pub(super) fn write_time(formatter: &mut std::fmt::Formatter<'_>, time: Time) -> std::fmt::Result {
    let (hour, minute, second, nanosecond) = time.as_hms_nano();
    write!(formatter, "{hour:02}:{minute:02}:{second:02}")?;
    if nanosecond == 0 {
        return Ok(());
    }
    let digits = format!("{nanosecond:09}");
    write!(formatter, ".{}", digits.trim_end_matches('0'))
}

/// Writes an offset, `Z` for none.
pub(super) fn write_offset(formatter: &mut std::fmt::Formatter<'_>, offset: UtcOffset) -> std::fmt::Result {
    let (hours, minutes, _) = offset.as_hms();
    if offset.is_utc() {
        return formatter.write_str("Z");
    }
    let sign = if offset.is_negative() { '-' } else { '+' };
    write!(formatter, "{sign}{:02}:{:02}", hours.unsigned_abs(), minutes.unsigned_abs())
}

/// Writes a day.
pub(super) fn write_date(formatter: &mut std::fmt::Formatter<'_>, date: Date) -> std::fmt::Result {
    write!(formatter, "{:04}-{:02}-{:02}", date.year(), u8::from(date.month()), date.day())
}
