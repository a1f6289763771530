//! The `Retry-After` header (RFC 9110, 10.2.3): seconds or a date.

use std::time::{Duration, SystemTime};

use ::http::{HeaderMap, header::RETRY_AFTER};

use super::clock;

/// How long the server asks to wait; `None` where it does not say it in a form that can be read.
pub(crate) fn of(headers: &HeaderMap) -> Option<Duration> {
    read(headers.get(RETRY_AFTER)?.to_str().ok()?, clock::wall())
}

/// A date that is over means now.
fn read(value: &str, now: SystemTime) -> Option<Duration> {
    let value = value.trim();
    if !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(Duration::from_secs(value.parse().unwrap_or(u64::MAX)));
    }
    let date = httpdate::parse_http_date(value).ok()?;
    Some(date.duration_since(now).unwrap_or(Duration::ZERO))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_and_dates() {
        // 784111777 s after the epoch: the example date of RFC 9110, 5.6.7.
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(784_111_777 - 90);
        let read = |value| read(value, now).map(|delay| delay.as_secs());
        assert_eq!(read("120"), Some(120));
        assert_eq!(read(" 0 "), Some(0));
        assert_eq!(read("99999999999999999999999"), Some(u64::MAX));
        assert_eq!(read("Sun, 06 Nov 1994 08:49:37 GMT"), Some(90));
        assert_eq!(read("Sunday, 06-Nov-94 08:49:37 GMT"), Some(90));
        assert_eq!(read("Sun Nov  6 08:49:37 1994"), Some(90));
        assert_eq!(read("Sun, 06 Nov 1994 08:40:00 GMT"), Some(0));
        for odd in ["", "soon", "-1", "1.5"] {
            assert_eq!(read(odd), None, "{odd}");
        }
    }
}
