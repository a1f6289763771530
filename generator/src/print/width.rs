//! Lines as wide as ours.
//!
//! The formatter breaks lines at 89 columns and cannot be told otherwise; this workspace has 110. In: one
//! formatted item. Out: the same tokens, with lists of arguments and chains of calls on one line where they fit.

/// The width of lines, as in the workspace's own formatter settings.
const WIDTH: usize = 110;
/// One step of indentation.
const STEP: usize = 4;

/// Joins what was broken and fits.
pub(super) fn widen(text: &str) -> String {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    // From the end, so that what is inside of a list is on one line before the list itself is looked at.
    for start in (0..lines.len()).rev() {
        join_list(&mut lines, start);
        join_chain(&mut lines, start);
    }
    lines.join("\n") + "\n"
}

/// Joins `f(`, one line per argument, and `)`.
fn join_list(lines: &mut Vec<String>, start: usize) {
    let first = &lines[start];
    let Some(close) = closing(first) else { return };
    let Some(end) = (start + 1..lines.len()).find(|&at| lines[at].trim_start().starts_with(close)) else {
        return;
    };
    let inside = indent(&lines[end]) + STEP;
    let plain = |line: &String| indent(line) == inside && !line.ends_with(['{', ';', '(', '[', '<']);
    let opens_at = indent(first);
    if end == start + 1 || indent(&lines[end]) > opens_at + STEP || !lines[start + 1..end].iter().all(plain) {
        return;
    }
    let inner: Vec<&str> = lines[start + 1..end].iter().map(|line| line.trim()).collect();
    let inner = inner.join(" ");
    // The comma of a tuple with one element means something.
    let is_tuple = first.trim_end_matches('(').ends_with([' ', '(', '<', '[']) && close == ')';
    let inner = if is_tuple { &inner } else { inner.trim_end_matches(',') };
    let joined = format!("{first}{inner}{}", lines[end].trim_start());
    replace(lines, start, end, joined);
}

/// Joins `x`, `.f()` and `.g()`.
fn join_chain(lines: &mut Vec<String>, start: usize) {
    let is_link =
        |line: &String| line.trim_start().starts_with('.') && indent(line) == indent(&lines[start]) + STEP;
    let number = lines[start + 1..].iter().take_while(|line| is_link(line)).count();
    let end = start + number;
    let is_open = |line: &String| line.ends_with(['(', '[', '{']);
    if number == 0 || lines[start..=end].iter().any(is_open) || lines[start].ends_with(',') {
        return;
    }
    let joined =
        lines[start + 1..=end].iter().fold(lines[start].clone(), |joined, link| joined + link.trim_start());
    replace(lines, start, end, joined);
}

/// Puts `joined` in the place of the lines, if it fits; a `static` may go on after its `=`.
fn replace(lines: &mut Vec<String>, start: usize, end: usize, joined: String) {
    let fits = |line: &str| line.chars().count() <= WIDTH;
    if fits(&joined) {
        lines.splice(start..=end, [joined]);
        return;
    }
    let is_static = ["static ", "pub(crate) static "].iter().any(|word| joined.starts_with(word));
    let Some((head, value)) = joined.split_once(" = ").filter(|_| is_static) else { return };
    let value = format!("{:STEP$}{value}", "");
    if fits(&value) {
        lines.splice(start..=end, [format!("{head} ="), value]);
        // The calls on the value move to the right with it.
        for link in lines[start + 2..].iter_mut().take_while(|line| line.trim_start().starts_with('.')) {
            link.insert_str(0, "    ");
        }
        join_chain(lines, start + 1);
    }
}

/// What ends the list that a line opens.
fn closing(line: &str) -> Option<char> {
    if line.trim_start().starts_with("//") {
        return None;
    }
    match line.chars().next_back()? {
        '(' => Some(')'),
        '[' => Some(']'),
        '<' => Some('>'),
        _ => None,
    }
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

#[cfg(test)]
mod tests {
    use super::widen;

    #[test]
    fn arguments_and_chains_go_on_one_line_where_they_fit() {
        let narrow = "\
impl Stages {
    pub fn authenticator_sms_retrieve(
        &self,
        stage_uuid: Uuid,
    ) -> Call<models::AuthenticatorSmsStage, errors::StageError> {
        self.0
            .call(&AUTHENTICATOR_SMS_RETRIEVE)
            .path(\"stage_uuid\", &stage_uuid)
            .json()
    }
}
";
        let wide = "\
impl Stages {
    pub fn authenticator_sms_retrieve(
        &self,
        stage_uuid: Uuid,
    ) -> Call<models::AuthenticatorSmsStage, errors::StageError> {
        self.0.call(&AUTHENTICATOR_SMS_RETRIEVE).path(\"stage_uuid\", &stage_uuid).json()
    }
}
";
        assert_eq!(widen(narrow), wide, "the signature would have 114 columns");
    }

    #[test]
    fn a_static_goes_on_after_its_equals_sign() {
        let narrow = "\
static AUTHENTICATOR_SMS_LIST: Operation = Operation::new(
        Method::Get,
        \"stages_authenticator_sms_list\",
        \"/stages/authenticator/sms/\",
    )
    .auth(auth::NEEDS_AUTHENTIK);
";
        let wide = "\
static AUTHENTICATOR_SMS_LIST: Operation =
    Operation::new(Method::Get, \"stages_authenticator_sms_list\", \"/stages/authenticator/sms/\")
        .auth(auth::NEEDS_AUTHENTIK);
";
        assert_eq!(widen(narrow), wide);
    }

    #[test]
    fn tuples_of_one_keep_their_comma() {
        let narrow = "type A = (\n    B,\n);\n";
        assert_eq!(widen(narrow), "type A = (B,);\n");
    }
}
