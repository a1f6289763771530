//! The body is not the type that the operation takes: all of a stage where parts of it are changed, the value where a
//! reference is wanted, and what the server has sent where it takes less.

use generated_client::models::{AuthenticatorSmsStageRequest, PatchedAuthenticatorSmsStageRequest};
use generated_client::{AnyError, Client, runtime::Uuid};

async fn misuse(client: Client, id: Uuid, whole: AuthenticatorSmsStageRequest) -> Result<(), AnyError> {
    let change = PatchedAuthenticatorSmsStageRequest { verify_only: Some(true), ..Default::default() };
    client.stages().authenticator_sms_partial_update(id, &whole).send().await?;
    client.stages().authenticator_sms_partial_update(id, change).send().await?;

    let stage = client.stages().authenticator_sms_retrieve(id).send().await?;
    client.stages().authenticator_sms_update(id, &stage).send().await?;
    Ok(())
}

fn main() {}
