//! The format of an event stream (WHATWG HTML, 9.2.5 "Parsing an event stream" and 9.2.6 "Interpreting an event
//! stream").
//!
//! In: bytes, cut anywhere. Out: events.

use std::{sync::Arc, time::Duration};

use bytes::{Buf, Bytes};
use serde_json::{Map, Value};

/// An event as it stands in the stream.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RawEvent {
    /// `message` where nothing is said.
    pub(crate) event: String,
    /// The last id so far.
    pub(crate) id: Option<Arc<str>>,
    pub(crate) data: String,
    /// Whether the type was given.
    typed: bool,
    /// In milliseconds, where this event says it.
    retry: Option<u64>,
}

impl RawEvent {
    /// The event as an object of its fields, with its data read in one way or another.
    pub(crate) fn object(&self, data: Value) -> Value {
        let mut fields = Map::new();
        if self.typed {
            fields.insert("event".to_owned(), Value::String(self.event.clone()));
        }
        if let Some(id) = &self.id {
            fields.insert("id".to_owned(), Value::from(id.as_ref()));
        }
        if let Some(retry) = self.retry {
            fields.insert("retry".to_owned(), Value::from(retry));
        }
        fields.insert("data".to_owned(), data);
        Value::Object(fields)
    }
}

/// What has been read, up to the next event.
#[derive(Debug)]
pub(crate) struct Parser {
    limit: usize,
    /// What has not been looked at: events are read one by one, so that they are not all in memory.
    pending: Bytes,
    /// A line that has not ended.
    line: Vec<u8>,
    /// The last byte was a carriage return, so that a line feed belongs to it.
    after_return: bool,
    /// Nothing has been read yet, so that a byte order mark is no data.
    at_start: bool,
    data: String,
    event: String,
    id: Arc<str>,
    last_id: Arc<str>,
    /// Of the event that is being read, in milliseconds.
    asked: Option<u64>,
    retry: Option<Duration>,
    over_limit: bool,
}

impl Parser {
    /// A parser that holds no more bytes of one event than this.
    pub(crate) fn new(limit: usize) -> Self {
        Self {
            limit,
            pending: Bytes::new(),
            line: Vec::new(),
            after_return: false,
            at_start: true,
            data: String::new(),
            event: String::new(),
            id: "".into(),
            last_id: "".into(),
            asked: None,
            retry: None,
            over_limit: false,
        }
    }

    /// Another connection: what was begun is dropped, the last id stays.
    pub(crate) fn restart(&mut self) {
        let fresh = Self::new(self.limit);
        let old = std::mem::replace(self, fresh);
        self.id = old.last_id.clone();
        self.last_id = old.last_id;
    }

    /// Takes bytes in, when there is no further event in those before.
    pub(crate) fn push(&mut self, bytes: Bytes) {
        self.pending = bytes;
    }

    /// The next event that is complete.
    pub(crate) fn next(&mut self) -> Option<RawEvent> {
        while !self.pending.is_empty() && !self.over_limit {
            if std::mem::take(&mut self.after_return) && self.pending[0] == b'\n' {
                self.pending.advance(1);
                continue;
            }
            let end = self.pending.iter().position(|byte| matches!(byte, b'\n' | b'\r'));
            let part = self.pending.split_to(end.unwrap_or(self.pending.len()));
            if self.line.len() + self.data.len() + part.len() > self.limit {
                self.over_limit = true;
                return None;
            }
            self.line.extend_from_slice(&part);
            end?;
            self.after_return = self.pending[0] == b'\r';
            self.pending.advance(1);
            let line = std::mem::take(&mut self.line);
            if let Some(event) = self.take_line(&line) {
                return Some(event);
            }
        }
        None
    }

    /// An event is larger than is allowed: nothing more is read.
    pub(crate) fn is_over_limit(&self) -> bool {
        self.over_limit
    }

    /// The last id, where there is one.
    pub(crate) fn last_id(&self) -> Option<&str> {
        (!self.last_id.is_empty()).then_some(&*self.last_id)
    }

    /// How long the server wants to be left alone before the stream is asked for again.
    pub(crate) fn retry(&self) -> Option<Duration> {
        self.retry
    }

    /// Takes a line in; an empty one may end an event.
    fn take_line(&mut self, line: &[u8]) -> Option<RawEvent> {
        let line = if std::mem::take(&mut self.at_start) {
            line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line)
        } else {
            line
        };
        let line = String::from_utf8_lossy(line);
        if line.is_empty() {
            return self.dispatch();
        }
        let (field, value) = line.split_once(':').unwrap_or((&line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match field {
            "event" => value.clone_into(&mut self.event),
            "data" => {
                self.data.push_str(value);
                self.data.push('\n');
            }
            "id" if !value.contains('\0') => self.id = value.into(),
            "retry" if !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()) => {
                self.asked = value.parse().ok();
                self.retry = self.asked.map(Duration::from_millis);
            }
            // Comments have no name; everything else is ignored.
            _ => {}
        }
        None
    }

    fn dispatch(&mut self) -> Option<RawEvent> {
        self.last_id = self.id.clone();
        let mut data = std::mem::take(&mut self.data);
        let event = std::mem::take(&mut self.event);
        let retry = self.asked.take();
        data.pop()?;
        let typed = !event.is_empty();
        let event = if typed { event } else { "message".to_owned() };
        let id = Some(self.last_id.clone()).filter(|id| !id.is_empty());
        Some(RawEvent { event, id, data, typed, retry })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Events as `type/id/data`, of a stream that comes in pieces of every size.
    fn events(stream: &[u8]) -> Vec<String> {
        let read = |size: usize| {
            let mut parser = Parser::new(1000);
            let mut found = Vec::new();
            for piece in stream.chunks(size) {
                parser.push(Bytes::copy_from_slice(piece));
                while let Some(event) = parser.next() {
                    found.push(format!(
                        "{}/{}/{}",
                        event.event,
                        event.id.as_deref().unwrap_or(""),
                        event.data
                    ));
                }
            }
            found
        };
        let whole = read(stream.len());
        for size in 1..stream.len() {
            assert_eq!(read(size), whole, "pieces of {size} bytes");
        }
        whole
    }

    #[test]
    fn examples_of_the_specification() {
        let stocks = b"data: YHOO\ndata: +2\ndata: 10\n\n";
        assert_eq!(events(stocks), ["message//YHOO\n+2\n10"]);
        let four =
            b": test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event\n\n";
        assert_eq!(events(four), ["message/1/first event", "message//second event", "message// third event"]);
        // Two events, the second with a line feed for data; the last block has no end and is dropped.
        assert_eq!(events(b"data\n\ndata\ndata\n\ndata:"), ["message//", "message//\n"]);
        assert_eq!(events(b"data:test\n\ndata: test\n\n"), ["message//test", "message//test"]);
        let named = b"event: add\ndata: 73857293\n\nevent: remove\ndata: 2153\n\n";
        assert_eq!(events(named), ["add//73857293", "remove//2153"]);
    }

    #[test]
    fn lines_end_in_three_ways_and_a_byte_order_mark_is_no_data() {
        assert_eq!(
            events(b"\xef\xbb\xbfdata: a\r\rdata: b\r\n\r\ndata: c\n\n"),
            ["message//a", "message//b", "message//c"]
        );
        assert_eq!(events(b"data: a\n\n\xef\xbb\xbfdata: b\n\n"), ["message//a"]);
    }

    #[test]
    fn ids_last_and_null_is_no_part_of_one() {
        assert_eq!(events(b"id: 7\n\ndata: a\n\nid: 8\0\ndata: b\n\n"), ["message/7/a", "message/7/b"]);
        assert_eq!(events(b"event: x\n\ndata: a\n\n"), ["message//a"], "a type without data is forgotten");
        assert_eq!(events(b"data: \xff\n\n"), ["message//\u{fffd}"]);
        assert_eq!(events(b"dat: a\nDATA: b\n data: c\n\n"), Vec::<String>::new());
    }

    #[test]
    fn retry_takes_digits_only() {
        let retry = |text: &str| {
            let mut parser = Parser::new(100);
            parser.push(Bytes::copy_from_slice(text.as_bytes()));
            assert!(parser.next().is_none());
            parser.retry()
        };
        assert_eq!(retry("retry: 1500\n"), Some(Duration::from_millis(1500)));
        assert_eq!(retry("retry: +1\nretry: 1s\nretry:\n"), None);
        assert_eq!(retry("retry: 99999999999999999999999\n"), None);
    }

    #[test]
    fn events_are_bounded_and_the_stream_is_not() {
        let mut parser = Parser::new(20);
        for _ in 0..100 {
            parser.push(Bytes::from_static(b": a comment\ndata: 0123456\n\n"));
            assert!(parser.next().is_some());
            assert!(parser.next().is_none());
        }
        assert!(!parser.is_over_limit());
        let read = |piece: &'static [u8], times: usize| {
            let mut parser = Parser::new(20);
            for _ in 0..times {
                parser.push(Bytes::from_static(piece));
                assert!(parser.next().is_none());
            }
            parser.is_over_limit()
        };
        assert!(!read(b"data: x\n", 5));
        assert!(read(b"data: x\n", 100));
        assert!(read(&[b'x'; 21], 1));
    }

    #[test]
    fn events_are_read_one_by_one() {
        let mut parser = Parser::new(100);
        parser.push(Bytes::from_static(b"id: 1\ndata: a\n\nid: 2\ndata: b\n\n"));
        assert!(parser.next().is_some());
        // What has not been given out yet is neither in memory as an event nor an id to continue from.
        assert_eq!((parser.last_id(), &parser.pending[..]), (Some("1"), b"id: 2\ndata: b\n\n".as_slice()));
        let ids: Vec<_> = std::iter::from_fn(|| parser.next()).filter_map(|event| event.id).collect();
        assert_eq!(ids, ["2".into()]);
    }

    #[test]
    fn a_new_connection_keeps_the_id_and_nothing_else() {
        let mut parser = Parser::new(100);
        parser.push(Bytes::from_static(b"id: 1\ndata: a\n\nid: 2\nevent: e\ndata: half"));
        assert!(parser.next().is_some());
        assert!(parser.next().is_none());
        parser.restart();
        assert_eq!(parser.last_id(), Some("1"));
        parser.push(Bytes::from_static(b"data: b\n\n"));
        let event = parser.next().expect("an event");
        assert_eq!(
            (event.event.as_str(), event.id.as_deref(), event.data.as_str()),
            ("message", Some("1"), "b")
        );
    }
}
