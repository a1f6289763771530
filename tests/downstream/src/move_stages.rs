//! What the program does with the API.

use anyhow::Context as _;
use generated_client::Client;
use generated_client::models::{AuthenticatorSmsStage, PatchedAuthenticatorSmsStageRequest, ProviderEnum};

/// Every SMS stage of a provider. All are read before one is changed: a change takes a stage off the list, and
/// the pages behind it would move up.
pub(crate) async fn stages_of(
    client: &Client,
    provider: &ProviderEnum,
) -> anyhow::Result<Vec<AuthenticatorSmsStage>> {
    let mut stages = Vec::new();
    let mut items = client.stages().authenticator_sms_list().provider(provider.clone()).items();
    while let Some(stage) = items.next().await {
        stages.push(stage.context("cannot list the stages")?);
    }
    Ok(stages)
}

/// Gives a stage another provider and leaves everything else as it is.
pub(crate) async fn move_to(
    client: &Client,
    stage: &AuthenticatorSmsStage,
    provider: &ProviderEnum,
) -> anyhow::Result<()> {
    let change =
        PatchedAuthenticatorSmsStageRequest { provider: Some(provider.clone()), ..Default::default() };
    client
        .stages()
        .authenticator_sms_partial_update(stage.pk, &change)
        .send()
        .await
        .with_context(|| format!("cannot change {}", stage.name))?;
    Ok(())
}
