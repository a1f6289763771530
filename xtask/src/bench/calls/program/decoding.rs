//! Decoding alone: a page of a hundred stages, from bytes to values and to their end.

use std::hint::black_box;
use std::path::Path;

use client::models;
use serde::de::DeserializeOwned;

use crate::cpu;
use crate::rounds::{Contender, Round, order};
use crate::{MIXED_PAGE, PAGE, Result};

/// How often a page is decoded in a round.
const PAGES: u32 = 100;

/// Measures a page of one type of stage, and one of all types.
pub fn measure(folder: &Path, rounds: u32) -> Result<()> {
    let page = std::fs::read(folder.join(PAGE))?;
    contend::<models::PaginatedAuthenticatorSmsStageList, derived::PaginatedAuthenticatorSmsStageList>(
        "decoding 100 SMS stages",
        &page,
        rounds,
    )?;
    let page = std::fs::read(folder.join(MIXED_PAGE))?;
    contend::<models::PaginatedStageList, derived::PaginatedStageList>(
        "decoding 100 stages of all types",
        &page,
        rounds,
    )
}

fn contend<G: DeserializeOwned, D: DeserializeOwned>(name: &str, page: &[u8], rounds: u32) -> Result<()> {
    for round in 0..=rounds {
        let mut result = Round::default();
        for contender in order(round) {
            let spent = match contender {
                Contender::Generated | Contender::GeneratedAgain => spend::<G>(page)?,
                Contender::ByHand | Contender::ByHandAgain => spend::<D>(page)?,
            };
            result.set(contender, spent);
        }
        if round > 0 {
            result.print(name, 1)?;
        }
    }
    Ok(())
}

fn spend<T: DeserializeOwned>(page: &[u8]) -> Result<f64> {
    let before = cpu::used()?;
    for _ in 0..PAGES {
        drop(black_box(serde_json::from_slice::<T>(black_box(page))?));
    }
    Ok((cpu::used()? - before) / f64::from(PAGES))
}
