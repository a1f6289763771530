//! Rounds side by side.
//!
//! Within a round all contenders met the same machine, so ratios are taken within rounds and the median of them counts.
//! How the middle half of them spreads is shown, and the ratio of what is written by hand to itself: what two runs of the
//! same code differ by cannot be told from noise.

use serde::Deserialize;

use crate::bench::table::aligned;

/// What the contenders used in one round, in nanoseconds of CPU time per call.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Round {
    name: String,
    /// How many calls ran at the same time.
    at_once: u32,
    by_hand: f64,
    generated: f64,
    by_hand_again: f64,
    generated_again: f64,
}

const HEADINGS: [&str; 7] =
    ["CPU µs per call", "at once", "by hand", "generated", "ratio", "middle half", "itself"];

/// A line per kind of call, in the order in which they were measured.
pub(super) fn render(rounds: &[Round]) -> String {
    let mut cells = vec![HEADINGS.map(str::to_owned)];
    cells.extend(
        rounds.chunk_by(|one, next| (&one.name, one.at_once) == (&next.name, next.at_once)).map(line),
    );
    aligned(&cells)
}

fn line(rounds: &[Round]) -> [String; 7] {
    let sorted = |number: fn(&Round) -> f64| {
        let mut numbers: Vec<f64> = rounds.iter().map(number).collect();
        numbers.sort_by(f64::total_cmp);
        numbers
    };
    let microseconds = |number| format!("{:.2}", quarter(&sorted(number), 2) / 1000.0);
    let ratios =
        sorted(|round| (round.generated + round.generated_again) / (round.by_hand + round.by_hand_again));
    let itself = sorted(|round| round.by_hand_again / round.by_hand);
    [
        rounds[0].name.clone(),
        rounds[0].at_once.to_string(),
        microseconds(|round| f64::midpoint(round.by_hand, round.by_hand_again)),
        microseconds(|round| f64::midpoint(round.generated, round.generated_again)),
        format!("{:.3}", quarter(&ratios, 2)),
        format!("{:.3}–{:.3}", quarter(&ratios, 1), quarter(&ratios, 3)),
        format!("{:.3}", quarter(&itself, 2)),
    ]
}

/// The number below which so many quarters of the numbers are; they are sorted, and there are some.
fn quarter(numbers: &[f64], quarters: usize) -> f64 {
    let last = numbers.len() - 1;
    let (low, high) = (last * quarters / 4, (last * quarters).div_ceil(4));
    f64::midpoint(numbers[low], numbers[high])
}

#[cfg(test)]
mod tests {
    use super::{Round, quarter, render};

    #[test]
    fn ratios_are_taken_within_rounds() {
        let round = |name: &str, at_once, by_hand, [generated, generated_again]: [f64; 2]| Round {
            name: name.to_owned(),
            at_once,
            by_hand,
            generated,
            by_hand_again: by_hand,
            generated_again,
        };
        let rounds = [
            round("one", 1, 1000.0, [1300.0, 900.0]),
            // The machine was busy.
            round("one", 1, 9000.0, [9000.0, 9000.0]),
            round("one", 1, 1000.0, [900.0, 900.0]),
            round("one", 64, 2000.0, [1000.0, 1000.0]),
        ];
        let expected = [
            "CPU µs per call  at once  by hand  generated  ratio  middle half  itself",
            "one                    1     1.00       1.10  1.000  0.950–1.050   1.000",
            "one                   64     2.00       1.00  0.500  0.500–0.500   1.000",
        ];
        assert_eq!(render(&rounds).lines().collect::<Vec<_>>(), expected);
    }

    #[test]
    fn quarters_of_few_numbers_are_between_them() {
        let quarters = |numbers: &[f64]| [1, 2, 3].map(|quarters| quarter(numbers, quarters).to_string());
        assert_eq!(quarters(&[1.0, 2.0, 3.0, 4.0, 5.0]), ["2", "3", "4"]);
        assert_eq!(quarters(&[1.0, 2.0]), ["1.5", "1.5", "1.5"]);
        assert_eq!(quarters(&[7.0]), ["7", "7", "7"]);
    }
}
