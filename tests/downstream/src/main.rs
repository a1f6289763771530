//! Moves every SMS authenticator stage of an authentik instance from one provider to another.
//!
//! ```text
//! move-sms-stages --url https://auth.example.com --from twilio --to generic --dry-run
//! ```

use clap::Parser;
use generated_client::Client;
use generated_client::models::ProviderEnum;
use move_sms_stages::move_stages;

#[derive(Parser)]
#[command(about = "Moves every SMS authenticator stage from one provider to another")]
struct Arguments {
    /// Address of the instance, for example `https://auth.example.com`.
    #[arg(long, env = "AUTHENTIK_URL")]
    url: String,
    /// API token.
    #[arg(long, env = "AUTHENTIK_TOKEN", hide_env_values = true)]
    token: String,
    /// Provider to move away from.
    #[arg(long)]
    from: ProviderEnum,
    /// Provider to move to.
    #[arg(long)]
    to: ProviderEnum,
    /// Only say what would be done.
    #[arg(long)]
    dry_run: bool,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> anyhow::Result<()> {
    let Arguments { url, token, from, to, dry_run } = Arguments::parse();
    let client = Client::builder(&url).bearer(token).build()?;
    move_stages(&client, &from, &to, dry_run, &mut std::io::stdout().lock()).await
}
