//! Expectations, what came, and which expectation answers a request.

use std::{fmt, panic::Location};

use super::{RecordedRequest, pattern::Pattern, report};
use crate::http::{RawResponse, ResponseBody, TransportError, TransportErrorKind, TransportResponse};

/// Everything that a mock knows.
#[derive(Default)]
pub(super) struct State {
    pub(super) expectations: Vec<Expectation>,
    pub(super) recorded: Vec<RecordedRequest>,
    pub(super) in_order: bool,
    /// Messages about requests that nothing expected.
    unexpected: Vec<String>,
}

/// One call that is waited for.
pub(super) struct Expectation {
    pub(super) pattern: Pattern,
    pub(super) at: &'static Location<'static>,
    pub(super) least: usize,
    pub(super) most: Option<usize>,
    pub(super) count: usize,
    pub(super) answer: Option<Answer>,
}

impl Expectation {
    pub(super) fn is_used_up(&self) -> bool {
        self.most.is_some_and(|most| self.count >= most)
    }

    /// Whether it is about the operation of another one.
    pub(super) fn is_of_operation(&self, other: &Self) -> bool {
        self.pattern.operation.id() == other.pattern.operation.id()
    }
}

/// What is answered.
pub(super) enum Answer {
    Response(RawResponse),
    Failure(TransportErrorKind),
    Made(Box<dyn Fn(&RecordedRequest) -> RawResponse + Send + Sync>),
}

/// What a request gets.
pub(super) enum Outcome {
    Response(RawResponse),
    Failure(TransportErrorKind),
    /// Nothing expects it, and why.
    Unexpected(String),
}

/// Why a mock has no answer: what the error of the call says instead of that a connection broke, which there is none of.
#[derive(Debug)]
pub(crate) struct Unexpected(String);

impl fmt::Display for Unexpected {
    /// On one line.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the mock has no answer: ")?;
        for (index, line) in self.0.lines().enumerate() {
            formatter.write_str(if index > 0 { "; " } else { "" })?;
            formatter.write_str(line.trim_start())?;
        }
        Ok(())
    }
}

impl std::error::Error for Unexpected {}

impl Outcome {
    pub(super) fn into_transport(self) -> Result<TransportResponse, TransportError> {
        match self {
            Self::Response(RawResponse { status, headers, body, .. }) => {
                Ok(TransportResponse { status, headers, body: ResponseBody::Bytes(body) })
            }
            Self::Failure(kind) => Err(TransportError::new(kind, "the mock was told to fail")),
            Self::Unexpected(why) => Err(TransportError::new(TransportErrorKind::Other, Unexpected(why))),
        }
    }
}

impl State {
    /// Adds an expectation that is met by one request, and gives its place.
    pub(super) fn add(&mut self, pattern: Pattern, at: &'static Location<'static>) -> usize {
        self.expectations.push(Expectation { pattern, at, least: 1, most: Some(1), count: 0, answer: None });
        self.expectations.len() - 1
    }

    /// Records a request and finds what it gets.
    pub(super) fn answer(&mut self, mut request: RecordedRequest) -> Outcome {
        let Some(index) = self.find(&request) else {
            let why = report::unexpected(self, &request);
            self.unexpected.push(why.clone());
            self.recorded.push(request);
            return Outcome::Unexpected(why);
        };
        let expectation = &mut self.expectations[index];
        expectation.count += 1;
        request.operation = Some(expectation.pattern.operation.id());
        let outcome = match &expectation.answer {
            Some(Answer::Response(response)) => Outcome::Response(response.clone()),
            Some(Answer::Failure(kind)) => Outcome::Failure(*kind),
            Some(Answer::Made(make)) => Outcome::Response(make(&request)),
            None => {
                let line = expectation.pattern.line();
                let why = format!("{line} is expected at {}, but not what is answered", expectation.at);
                self.unexpected.push(why.clone());
                Outcome::Unexpected(why)
            }
        };
        self.recorded.push(request);
        outcome
    }

    /// The first expectation that fits and is not used up. In order, nothing before it may be waiting.
    fn find(&self, request: &RecordedRequest) -> Option<usize> {
        for (index, expectation) in self.expectations.iter().enumerate() {
            if !expectation.is_used_up() && expectation.pattern.differences(request).distance == 0 {
                return Some(index);
            }
            if self.in_order && expectation.count < expectation.least {
                return None;
            }
        }
        None
    }

    /// Everything that was not as expected; afterwards nothing is expected.
    pub(super) fn finish(&mut self) -> Vec<String> {
        let expectations = std::mem::take(&mut self.expectations);
        let unmet = expectations.iter().filter(|one| one.count < one.least).map(report::unmet);
        std::mem::take(&mut self.unexpected).into_iter().chain(unmet).collect()
    }
}
