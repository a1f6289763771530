//! The order of measurements: many short rounds, each with all contenders, so that whatever else the machine does meets
//! all of them alike.
//!
//! Each of both ways takes part twice. The ratio of two that do the same says how far the others can be trusted. And
//! whoever runs after its like finds its memory still near: if only one way had that advantage it would win by it, 2 % in
//! calls of which many wait at once. So every contender comes after its like equally often.

use crate::Result;

/// Who is measured.
#[derive(Clone, Copy)]
pub enum Contender {
    ByHand,
    Generated,
    ByHandAgain,
    GeneratedAgain,
}

/// In four rounds each contender has each place once and comes once after each other one; the first of a round comes after
/// one of the other way, too.
const ORDERS: [[Contender; 4]; 4] = [
    [Contender::ByHand, Contender::Generated, Contender::GeneratedAgain, Contender::ByHandAgain],
    [Contender::Generated, Contender::ByHandAgain, Contender::ByHand, Contender::GeneratedAgain],
    [Contender::ByHandAgain, Contender::GeneratedAgain, Contender::Generated, Contender::ByHand],
    [Contender::GeneratedAgain, Contender::ByHand, Contender::ByHandAgain, Contender::Generated],
];

/// Who comes first, second, third and last in a round.
pub fn order(round: u32) -> [Contender; 4] {
    ORDERS[round as usize % ORDERS.len()]
}

/// What the contenders used in one round, in nanoseconds per call.
#[derive(Default)]
pub struct Round {
    by_hand: f64,
    generated: f64,
    by_hand_again: f64,
    generated_again: f64,
}

impl Round {
    pub fn set(&mut self, contender: Contender, nanoseconds: f64) {
        match contender {
            Contender::ByHand => self.by_hand = nanoseconds,
            Contender::Generated => self.generated = nanoseconds,
            Contender::ByHandAgain => self.by_hand_again = nanoseconds,
            Contender::GeneratedAgain => self.generated_again = nanoseconds,
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
            "generated_again": self.generated_again,
        });
        println!("{line}");
        Ok(())
    }
}
