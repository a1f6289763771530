//! Calls that were made and not sent, or sent and not waited for.

#![deny(unused_must_use)]

use generated_client::{Client, runtime::Uuid};

async fn misuse(client: Client, id: Uuid) {
    client.stages().authenticator_sms_destroy(id);
    client.stages().authenticator_sms_list().page(2);
    client.stages().authenticator_sms_list().items();
    client.stages().authenticator_sms_destroy(id).send();
    client.stages().authenticator_sms_destroy(id).send().await;
}

fn main() {}
