//! `generated-client/FAULTS.md` says how a call ends when the server or the line breaks: every row is done to a call,
//! and what comes of it compared with the row.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use generated_client::models::Uuid;
use generated_client::runtime::http::reqwest;
use generated_client::{Client, RetryPolicy};
use tests::faults::{FaultServer, Step};
use tests::flagship;
use tests::pages::SMS_EXAMPLE;
use tests::server::{TOKEN, client_for};

const STAGE: Uuid = Uuid::from_u128(0x3fa8_5f64_5717_4562_b3fc_2c96_3f66_afa6);
const PAUSE: Duration = Duration::from_millis(20);
const ATTEMPT: Duration = Duration::from_secs(1);
const CALL: Duration = Duration::from_secs(3);
/// What a busy machine may add to that.
const SLACK: Duration = Duration::from_secs(4);

/// Whether a call may be sent again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verb {
    Get,
    Patch,
}

#[tokio::test(flavor = "multi_thread")]
async fn every_fault_ends_as_the_table_says() {
    let page = flagship::read("generated-client/FAULTS.md");
    let rows: Vec<Vec<&str>> = page.lines().filter(|line| line.starts_with("| `")).map(cells).collect();
    assert!(rows.len() > 30, "{} faults", rows.len());
    // The first client brings the cryptography that all need.
    drop(client_for("http://127.0.0.1"));
    // One for all of them: making one takes longer than most of the calls.
    let http = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).referer(false);
    let http = http.no_proxy().gzip(true).build().expect("valid settings");
    let mut names = BTreeSet::new();
    let mut running = Vec::new();
    for row in &rows {
        let [name, _, get, patch] = row.as_slice() else { panic!("four cells: {row:?}") };
        let name = name.trim_matches('`').to_owned();
        assert!(names.insert(name.clone()), "`{name}` stands there twice");
        for (verb, wanted) in [(Verb::Get, get), (Verb::Patch, patch)] {
            let run = tokio::spawn(suffer(name.clone(), verb, http.clone()));
            running.push((name.clone(), verb, (*wanted).to_owned(), run));
        }
    }
    let mut wrong = Vec::new();
    for (name, verb, wanted, run) in running {
        let came = run.await.unwrap_or_else(|error| panic!("{name}: {error}"));
        if came != wanted {
            wrong.push(format!("`{name}`, {verb:?}: {wanted} wanted, came {came}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn cells(row: &str) -> Vec<&str> {
    row.trim_matches('|').split('|').map(str::trim).collect()
}

/// Makes one call to a server with a fault, and says how it ended as the table does.
async fn suffer(fault: String, verb: Verb, http: reqwest::Client) -> String {
    let elsewhere = FaultServer::start(vec![vec![stage()]]).await;
    let server = match fault.as_str() {
        "refuses" => FaultServer::closed(),
        name => FaultServer::start(steps(name, elsewhere.origin())).await,
    };
    let base = match fault.as_str() {
        "speaks_no_tls" => server.origin().replace("http:", "https:"),
        _ => server.origin().to_owned(),
    };
    let client = Client::builder(base)
        .bearer(TOKEN)
        .http_client(http)
        .timeout(ATTEMPT)
        .deadline(CALL)
        .max_response_bytes(1 << 20)
        .retry(RetryPolicy::default().base_delay(Duration::from_millis(1)))
        .build()
        .expect("valid settings");
    let stages = client.stages();
    let started = Instant::now();
    let outcome = match verb {
        Verb::Get => stages.authenticator_sms_retrieve(STAGE).send_full().await,
        Verb::Patch => stages.authenticator_sms_partial_update(STAGE, None).send_full().await,
    };
    assert!(started.elapsed() < CALL + SLACK, "`{fault}` took {:?}", started.elapsed());

    for request in elsewhere.received() {
        assert!(!request.contains(TOKEN), "`{fault}` took the token elsewhere: {request}");
        assert!(!request.to_ascii_lowercase().contains("authorization"), "{request}");
    }
    let sent = server.received();
    assert!(sent.iter().all(|request| request.contains(TOKEN)), "the server of the base URL gets the token");
    match outcome {
        Ok(response) => {
            assert_eq!(response.body.pk, STAGE);
            format!("answered, {}", number(sent.len(), "attempt"))
        }
        Err(error) => {
            let shown = format!("{error:#} {error:?}");
            assert!(!shown.contains(TOKEN), "{shown}");
            let attempts = usize::try_from(error.attempts()).expect("a small number");
            let times = if sent.len() > attempts {
                number(sent.len(), "request")
            } else {
                number(attempts, "attempt")
            };
            if !sent.is_empty() {
                assert!(sent.len() >= attempts, "`{fault}`: {attempts} attempts, {} requests", sent.len());
            }
            format!("`{:?}`, {times}", error.kind())
        }
    }
}

fn number(count: usize, of: &str) -> String {
    if count == 1 { format!("1 {of}") } else { format!("{count} {of}s") }
}

/// What the server does to each request.
fn steps(fault: &str, elsewhere: &str) -> Vec<Vec<Step>> {
    let one = |steps: &[Step]| vec![steps.to_vec()];
    let then_answer = |busy: Step| vec![vec![busy.clone()], vec![busy], vec![stage()]];
    match fault {
        "leaves" => one(&[]),
        "resets" => one(&[Step::Reset]),
        "says_nothing" => one(&[Step::Hang]),
        "no_http" | "speaks_no_tls" => one(&[Step::text("SSH-2.0-OpenSSH_9.9\r\n")]),
        "half_a_status_line" => one(&[Step::text("HTTP/1.1 20")]),
        "half_a_head" => one(&[Step::text("HTTP/1.1 200 OK\r\nContent-Type: appl")]),
        "endless_headers" => one(&[
            Step::text("HTTP/1.1 200 OK\r\n"),
            Step::Flood(format!("X-A: {}\r\n", "a".repeat(2000)).into()),
        ]),
        "slow_headers" => one(&[Step::text("HTTP/1.1 200 OK\r\nX-A: "), Step::Trickle(b"a".to_vec(), PAUSE)]),
        "endless_interim_answers" => one(&[Step::Trickle(b"HTTP/1.1 100 Continue\r\n\r\n".to_vec(), PAUSE)]),
        "two_lengths" => one(&[json("Content-Length: 5\r\nContent-Length: 7\r\n", "12345")]),
        "no_body" => one(&[json("Content-Length: 100\r\n", ""), Step::Hang]),
        "slow_body" => {
            one(&[json("Content-Length: 1000000\r\n", "{\"pk\": \""), Step::Trickle(b"a".to_vec(), PAUSE)])
        }
        "body_too_short" => one(&[json("Content-Length: 1000\r\n", "{\"pk\": \"")]),
        "body_reset" => one(&[json("Content-Length: 1000\r\n", "{\"pk\": \""), Step::Reset]),
        "body_too_long" => one(&[stage(), Step::text("HTTP/1.1 200 OK\r\n\r\n{\"and\": \"more\"}")]),
        "bad_chunk" => one(&[json("Transfer-Encoding: chunked\r\n", "5\r\n{\"pk\"\r\nzz\r\n")]),
        "missing_chunk" => one(&[json("Transfer-Encoding: chunked\r\n", "5\r\n{\"pk\"\r\n")]),
        "ten_gigabytes" => one(&[json("Content-Length: 10000000000\r\n", "{"), Step::Hang]),
        "endless_body" => one(&[json("", ""), Step::Flood(vec![b' '; 4096])]),
        "half_a_gzip" => {
            // A stored block of 100 bytes, of which 2 come (RFC 1951, 3.2.4).
            let half = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff, 1, 100, 0, 155, 0xff, b'{', b'"'];
            one(&[json("Content-Encoding: gzip\r\nConnection: close\r\n", ""), Step::Send(half.to_vec())])
        }
        "no_gzip" => one(&[json("Content-Encoding: gzip\r\nConnection: close\r\n", SMS_EXAMPLE)]),
        "a_page" => one(&[whole(200, "Content-Type: text/html\r\n", "<html>Log in</html>")]),
        "an_image" => one(&[whole(200, "Content-Type: image/png\r\n", "\u{1}PNG")]),
        "an_empty_body" => one(&[whole(200, "Content-Type: application/json\r\n", "")]),
        "another_object" => one(&[whole(200, "Content-Type: application/json\r\n", "{\"detail\": \"x\"}")]),
        "fails" => one(&[whole(500, "", "")]),
        "limits_twice" => then_answer(whole(429, "Retry-After: 0\r\n", "")),
        "limits" => one(&[whole(429, "Retry-After: 0\r\n", "")]),
        "is_away_twice" => then_answer(whole(503, "", "")),
        "is_away_for_long" => one(&[whole(503, "Retry-After: 3600\r\n", "")]),
        "is_away_too_long" => one(&[whole(503, "Retry-After: 30\r\n", "")]),
        "hangs_after_429" => vec![vec![whole(429, "Retry-After: 0\r\n", "")], vec![Step::Hang]],
        "sends_elsewhere" => one(&[whole(307, &format!("Location: {elsewhere}/x\r\n"), "")]),
        "sends_in_circles" => one(&[whole(307, "Location: ?again\r\n", "")]),
        other => panic!("no server does `{other}`"),
    }
}

/// The head of an answer with JSON, and what there is of its body.
fn json(headers: &str, body: &str) -> Step {
    Step::text(format!("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n{headers}\r\n{body}"))
}

/// An answer with nothing wrong about its form.
fn whole(status: u16, headers: &str, body: &str) -> Step {
    let length = body.len();
    Step::text(format!(
        "HTTP/1.1 {status} X\r\nConnection: close\r\nContent-Length: {length}\r\n{headers}\r\n{body}"
    ))
}

/// The answer that the call is made for.
fn stage() -> Step {
    whole(200, "Content-Type: application/json\r\n", SMS_EXAMPLE)
}
