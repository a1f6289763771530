//! Runs the program itself, which cannot be given a transport, against the mock at a local port.

use std::process::Command;

use generated_client::models::{PaginatedAuthenticatorSmsStageList, ProviderEnum};
use generated_client::{Client, Mock};

#[test]
fn the_command_line_reaches_the_api() {
    let mock = Mock::new();
    let server = mock.serve().expect("a local port");
    let client = Client::builder(server.url()).build().expect("the settings are valid");
    let mut page = PaginatedAuthenticatorSmsStageList::example();
    page.results.clear();
    page.pagination.next = 0;
    let list = client.stages().authenticator_sms_list().provider(ProviderEnum::Generic);
    mock.expect(list).with_header("authorization", "Bearer s3cr3t").returns(page);

    let output = Command::new(env!("CARGO_BIN_EXE_move-sms-stages"))
        .args(["--url", &server.url(), "--from", "generic", "--to", "twilio"])
        .env("AUTHENTIK_TOKEN", "s3cr3t")
        .output()
        .expect("the program runs");
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    assert_eq!(String::from_utf8_lossy(&output.stdout), "0 stages\n");
    mock.verify();
}
