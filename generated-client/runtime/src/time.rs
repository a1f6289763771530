//! Points in time, days and times of day (RFC 3339), as real servers spell them.
//!
//! Read with some tolerance, which is listed at each type, and written back in the spelling that they came
//! in. Values of one's own are made from the types of the `time` crate.

mod date;
mod date_time;
mod scan;
mod time_of_day;

pub use self::date::Date;
pub use self::date_time::DateTime;
pub use self::time_of_day::Time;
