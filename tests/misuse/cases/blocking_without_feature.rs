//! Calls that block the thread, with a client whose feature `blocking` is off.

use generated_client::{AnyError, Client, runtime::Uuid};

fn misuse(client: Client, id: Uuid) -> Result<(), AnyError> {
    client.stages().authenticator_sms_retrieve(id).send_blocking()?;
    client.stages().authenticator_sms_list().send_blocking()?;
    for stage in client.stages().authenticator_sms_list().items().blocking() {
        drop(stage?);
    }
    Ok(())
}

fn main() {}
