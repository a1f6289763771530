//! The order of measurements: many short rounds, each with all contenders, so that whatever else the machine does meets
//! all of them alike.
//!
//! What is written by hand takes part twice. The ratio of the two, which do the same, says how far the others can be
//! trusted.

use crate::Result;

/// Who is measured.
#[derive(Clone, Copy)]
pub enum Contender {
    ByHand,
    Generated,
    ByHandAgain,
}

/// Each contender has each place once in three rounds.
const ORDERS: [[Contender; 3]; 3] = [
    [Contender::ByHand, Contender::Generated, Contender::ByHandAgain],
    [Contender::Generated, Contender::ByHandAgain, Contender::ByHand],
    [Contender::ByHandAgain, Contender::ByHand, Contender::Generated],
];

/// Who comes first, second and third in a round.
pub fn order(round: u32) -> [Contender; 3] {
    ORDERS[round as usize % ORDERS.len()]
}

/// What the contenders used in one round, in nanoseconds per call.
#[derive(Default)]
pub struct Round {
    by_hand: f64,
    generated: f64,
    by_hand_again: f64,
}

impl Round {
    pub fn set(&mut self, contender: Contender, nanoseconds: f64) {
        match contender {
            Contender::ByHand => self.by_hand = nanoseconds,
            Contender::Generated => self.generated = nanoseconds,
            Contender::ByHandAgain => self.by_hand_again = nanoseconds,
        }
    }

    /// Prints the round for whoever started the program.
    pub fn print(&self, name: &str, at_once: usize) -> Result<()> {
        let line = serde_json::json!({
            "name": name,
            "at_once": at_once,
            "by_hand": self.by_hand,
            "generated": self.generated,
            "by_hand_again": self.by_hand_again,
        });
        println!("{line}");
        Ok(())
    }
}
