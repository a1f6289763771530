//! Numbers side by side.

use super::measure::Cost;

/// One crate, or several taken together.
#[derive(Clone, Debug)]
pub(super) struct Row {
    /// What was measured.
    pub(super) name: String,
    /// `cargo check`.
    pub(super) check: Cost,
    /// `cargo build --release`.
    pub(super) release: Cost,
    /// Lines of Rust.
    pub(super) lines: usize,
    /// Bytes of all files.
    pub(super) bytes: usize,
}

impl Row {
    /// Two rows taken together.
    pub(super) fn with(&self, other: &Self) -> Self {
        Self {
            name: format!("{} + {}", self.name, other.name),
            check: self.check.then(other.check),
            release: self.release.then(other.release),
            lines: self.lines + other.lines,
            bytes: self.bytes + other.bytes,
        }
    }
}

const HEADINGS: [&str; 9] = ["", "check s", "G instr", "MB", "release s", "G instr", "MB", "lines", "KB"];

/// A table with one line per row, then the ratios of pairs of rows.
pub(super) fn render(rows: &[Row], ratios: &[(&Row, &Row)]) -> String {
    let mut cells = vec![HEADINGS.map(str::to_owned)];
    cells.extend(rows.iter().map(numbers));
    cells.extend(ratios.iter().map(|(one, other)| quotients(one, other)));
    aligned(&cells)
}

/// Lines of cells, each column as wide as its widest cell: names to the left, numbers to the right.
pub(super) fn aligned<const COLUMNS: usize>(cells: &[[String; COLUMNS]]) -> String {
    let width = |column: usize| cells.iter().map(|line| line[column].chars().count()).max().unwrap_or(0);
    let widths: [usize; COLUMNS] = std::array::from_fn(width);
    cells.iter().fold(String::new(), |text, line| {
        let padded: Vec<_> = line.iter().zip(&widths).enumerate().map(pad).collect();
        text + padded.join("  ").trim_end() + "\n"
    })
}

fn pad((column, (cell, &width)): (usize, (&String, &usize))) -> String {
    if column == 0 { format!("{cell:<width$}") } else { format!("{cell:>width$}") }
}

fn numbers(row: &Row) -> [String; 9] {
    let cost = |cost: Cost| {
        let giga = cost.instructions.map_or("-".to_owned(), |count| format!("{:.1}", real(count) / 1e9));
        [format!("{:.2}", cost.user_seconds), giga, format!("{:.0}", real(cost.peak_bytes) / 1e6)]
    };
    let size = [row.lines.to_string(), (row.bytes / 1000).to_string()];
    line(row.name.clone(), cost(row.check), cost(row.release), size)
}

fn quotients(one: &Row, other: &Row) -> [String; 9] {
    let quotient = |one: f64, other: f64| format!("{:.2}", one / other);
    let cost = |one: Cost, other: Cost| {
        let counts = one.instructions.zip(other.instructions);
        [
            quotient(one.user_seconds, other.user_seconds),
            counts.map_or("-".to_owned(), |(one, other)| quotient(real(one), real(other))),
            quotient(real(one.peak_bytes), real(other.peak_bytes)),
        ]
    };
    let size = [(one.lines, other.lines), (one.bytes, other.bytes)];
    line(
        format!("{} / {}", one.name, other.name),
        cost(one.check, other.check),
        cost(one.release, other.release),
        size.map(|(one, other)| quotient(real(one as u64), real(other as u64))),
    )
}

fn line(name: String, check: [String; 3], release: [String; 3], size: [String; 2]) -> [String; 9] {
    let mut cells = [name].into_iter().chain(check).chain(release).chain(size);
    std::array::from_fn(|_| cells.next().unwrap_or_default())
}

#[expect(clippy::cast_precision_loss, reason = "two digits are shown")]
fn real(count: u64) -> f64 {
    count as f64
}

#[cfg(test)]
mod tests {
    use super::{Row, render};
    use crate::bench::measure::Cost;

    fn row(name: &str, seconds: f64, lines: usize) -> Row {
        let cost = Cost { user_seconds: seconds, instructions: None, peak_bytes: 100_000_000 };
        Row { name: name.to_owned(), check: cost, release: cost, lines, bytes: 2000 }
    }

    #[test]
    fn columns_line_up() {
        let expected = [
            "                check s  G instr    MB  release s  G instr    MB  lines    KB",
            "ours               1.00        -   100       1.00        -   100     10     2",
            "derived            4.00        -   100       4.00        -   100      5     2",
            "ours / derived     0.25        -  1.00       0.25        -  1.00   2.00  1.00",
        ];
        let rows = [row("ours", 1.0, 10), row("derived", 4.0, 5)];
        let table = render(&rows, &[(&rows[0], &rows[1])]);
        assert_eq!(table.lines().collect::<Vec<_>>(), expected);
    }
}
