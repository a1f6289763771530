//! The server may have more values than the document lists.

use generated_client::models::ProviderEnum;

fn misuse(provider: ProviderEnum) -> &'static str {
    match provider {
        ProviderEnum::Twilio => "Twilio",
        ProviderEnum::Generic => "a service of our own",
    }
}

fn main() {}
