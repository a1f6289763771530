//! What the path needs is missing, or is text that nobody has read yet.

use generated_client::{AnyError, Client};

async fn misuse(client: Client) -> Result<(), AnyError> {
    client.stages().authenticator_sms_retrieve().send().await?;
    client.stages().authenticator_sms_retrieve("3fa85f64-5717-4562-b3fc-2c963f66afa6").send().await?;
    Ok(())
}

fn main() {}
