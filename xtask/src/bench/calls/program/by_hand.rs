//! Two calls as one writes them without a generator: reqwest, derived serde, and what a program needs that runs for
//! long – limits in time, a check of the status, errors that say what happened.

use std::time::Duration;

use derived::{AuthenticatorSmsStage, PaginatedAuthenticatorSmsStageList};
use reqwest::header::ACCEPT;
use serde::de::DeserializeOwned;
use uuid::Uuid;

use crate::Result;

pub struct Caller {
    http: reqwest::Client,
    base: String,
    token: String,
}

impl Caller {
    pub fn new(origin: &str, token: &str) -> Result<Self> {
        let http = reqwest::Client::builder()
            .connect_timeout(Duration::from_secs(10))
            .timeout(Duration::from_secs(30))
            .user_agent("by-hand/0.1.0")
            .build()?;
        Ok(Self { http, base: format!("{origin}/api/v3"), token: token.to_owned() })
    }

    pub async fn retrieve(&self, stage_uuid: Uuid) -> Result<AuthenticatorSmsStage> {
        self.get(format!("{}/stages/authenticator/sms/{stage_uuid}/", self.base)).await
    }

    pub async fn list(&self, page_size: i64) -> Result<PaginatedAuthenticatorSmsStageList> {
        self.get(format!("{}/stages/authenticator/sms/?page_size={page_size}", self.base)).await
    }

    async fn get<T: DeserializeOwned>(&self, url: String) -> Result<T> {
        let request = self.http.get(url).bearer_auth(&self.token).header(ACCEPT, "application/json");
        let response = request.send().await?.error_for_status()?;
        let body = response.bytes().await?;
        Ok(serde_json::from_slice(&body)?)
    }
}
