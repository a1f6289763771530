//! A setter that another operation has, and one that gets the wrong type.

use generated_client::models::ProviderEnum;
use generated_client::{AnyError, Client, runtime::Uuid};

async fn misuse(client: Client, id: Uuid) -> Result<(), AnyError> {
    client.stages().deny_list().provider(ProviderEnum::Twilio).send().await?;
    client.stages().authenticator_sms_retrieve(id).provider(ProviderEnum::Twilio).send().await?;
    client.stages().authenticator_sms_list().provider("twilio").send().await?;
    Ok(())
}

fn main() {}
