//! Calls to the server, so many at once.

use std::future::Future;
use std::sync::Arc;

use client::Client;
use tokio::task::JoinSet;
use uuid::Uuid;

use crate::Result;
use crate::by_hand::Caller;
use crate::cpu;
use crate::rounds::{Contender, Round, order};

/// How many calls run at once, and how many a round has: each contender is to use a few hundredths of a second.
const LOADS: [(usize, usize); 3] = [(1, 1024), (64, 2048), (512, 4096)];
/// A call with a large answer takes as long as so many with a small one.
const PAGES_IN_A_STAGE: usize = 8;
const TOKEN: &str = "4f0c7be2a1d94b7f8c3e5a6d9b0f1e2d3c4b5a69";

/// The same calls by both ways.
struct Both {
    generated: Client,
    by_hand: Caller,
}

/// Measures single stages, then pages of a hundred.
pub async fn measure(origin: &str, rounds: u32) -> Result<()> {
    // First, since it brings the cryptography that the other needs for its HTTP client, too.
    let generated = Client::builder(origin).bearer(TOKEN).build()?;
    let both = Arc::new(Both { generated, by_hand: Caller::new(origin, TOKEN)? });
    for (at_once, calls) in LOADS {
        let each = calls / at_once;
        let load = Load { name: "one stage", at_once, each };
        contend(&both, &load, rounds, retrieve_generated, retrieve_by_hand).await?;
        let each = (calls / PAGES_IN_A_STAGE / at_once).max(1);
        let load = Load { name: "page of 100 stages", at_once, each };
        contend(&both, &load, rounds, list_generated, list_by_hand).await?;
    }
    Ok(())
}

/// So many tasks at once, each with so many calls.
struct Load {
    name: &'static str,
    at_once: usize,
    each: usize,
}

/// Measures the same calls made both ways.
async fn contend<G, H>(
    both: &Arc<Both>,
    load: &Load,
    rounds: u32,
    generated: impl Fn(Arc<Both>, Uuid) -> G + Copy + Send + 'static,
    by_hand: impl Fn(Arc<Both>, Uuid) -> H + Copy + Send + 'static,
) -> Result<()>
where
    G: Future<Output = Result<()>> + Send + 'static,
    H: Future<Output = Result<()>> + Send + 'static,
{
    for round in 0..=rounds {
        let mut result = Round::default();
        for contender in order(round) {
            let spent = match contender {
                Contender::Generated | Contender::GeneratedAgain => spend(both, load, generated).await?,
                Contender::ByHand | Contender::ByHandAgain => spend(both, load, by_hand).await?,
            };
            result.set(contender, spent);
        }
        // The first round opens connections.
        if round > 0 {
            result.print(load.name, load.at_once)?;
        }
    }
    Ok(())
}

async fn retrieve_generated(both: Arc<Both>, id: Uuid) -> Result<()> {
    let stage = both.generated.stages().authenticator_sms_retrieve(id).send().await?;
    drop(std::hint::black_box(stage));
    Ok(())
}

async fn retrieve_by_hand(both: Arc<Both>, id: Uuid) -> Result<()> {
    let stage = both.by_hand.retrieve(id).await?;
    drop(std::hint::black_box(stage));
    Ok(())
}

async fn list_generated(both: Arc<Both>, _: Uuid) -> Result<()> {
    let page = both.generated.stages().authenticator_sms_list().page_size(100).send().await?;
    drop(std::hint::black_box(page));
    Ok(())
}

async fn list_by_hand(both: Arc<Both>, _: Uuid) -> Result<()> {
    let page = both.by_hand.list(100).await?;
    drop(std::hint::black_box(page));
    Ok(())
}

/// CPU time per call, in nanoseconds.
async fn spend<F, C>(both: &Arc<Both>, load: &Load, call: C) -> Result<f64>
where
    F: Future<Output = Result<()>> + Send + 'static,
    C: Fn(Arc<Both>, Uuid) -> F + Copy + Send + 'static,
{
    let Load { at_once, each, .. } = *load;
    let before = cpu::used()?;
    let mut tasks = JoinSet::new();
    for task in 0..at_once {
        let both = both.clone();
        tasks.spawn(async move {
            for number in 0..each {
                let id = Uuid::from_u64_pair(u64::try_from(task)?, u64::try_from(number)?);
                call(both.clone(), id).await?;
            }
            Result::Ok(())
        });
    }
    while let Some(ended) = tasks.join_next().await {
        ended??;
    }
    Ok((cpu::used()? - before) / f64::from(u32::try_from(at_once * each)?))
}
