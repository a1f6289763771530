//! What the program does with the API.

use std::io::Write;

use anyhow::Context as _;
use generated_client::Client;
use generated_client::models::{PatchedAuthenticatorSmsStageRequest, ProviderEnum};

/// Gives every SMS stage of one provider another one, and says so. All are read before one is changed: a change
/// takes a stage off the list, and the pages behind it would move up.
///
/// # Errors
/// The list cannot be read, or a stage cannot be changed.
pub async fn move_stages(
    client: &Client,
    from: &ProviderEnum,
    to: &ProviderEnum,
    dry_run: bool,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    let list = client.stages().authenticator_sms_list().provider(from.clone());
    let stages = list.items().try_collect().await.context("cannot list the stages")?;
    for stage in &stages {
        if !dry_run {
            let change =
                PatchedAuthenticatorSmsStageRequest { provider: Some(to.clone()), ..Default::default() };
            let call = client.stages().authenticator_sms_partial_update(stage.pk, &change);
            call.send().await.with_context(|| format!("cannot change {}", stage.name))?;
        }
        let done = if dry_run { "would move" } else { "moved" };
        writeln!(out, "{done} {} ({}) from {from} to {to}", stage.name, stage.pk)?;
    }
    writeln!(out, "{} stages", stages.len())?;
    Ok(())
}
