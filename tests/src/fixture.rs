//! The small documents under `tests/fixtures`, one behaviour each.
//!
//! A fixture begins with two comment lines: `# Look at: …` tells a reader what it shows, `# Files: …` names the
//! generated files that its snapshot holds. Where something is reported, a third line, `# Reports: OA0405 …`, lists the codes in the
//! order in which they come. A `.toml` beside it is its configuration, a `.rs` holds tests that use what is generated from it, and a
//! folder of its name the other files that it refers to.

use std::path::PathBuf;

use generator::diagnostics::levels::Levels;
use generator::diagnostics::render::human::{self, Colour};
use generator::files::Files;
use generator::files::folder::Folder;
use generator::limits::Limits;
use generator::output::FileSet;
use generator::pipeline::{self, Input, Layout, OnError, Options};
use generator::plan::Packages;
use generator::source::SourceText;

use crate::flagship;

/// One fixture.
#[derive(Clone, Debug)]
pub struct Fixture {
    /// Area and behaviour: `schemas/open_enum`.
    pub name: String,
    /// The document.
    pub text: String,
    /// The configuration; empty where there is none.
    pub config: String,
}

impl Fixture {
    /// Reads a fixture by name.
    pub fn read(name: &str) -> Self {
        let text = flagship::read(&format!("tests/fixtures/{name}.yaml"));
        let config = folder().join(format!("{name}.toml"));
        let config = std::fs::read_to_string(config).unwrap_or_default();
        let fixture = Self { name: name.to_owned(), text, config };
        assert!(fixture.text.starts_with("# Look at: "), "{name} says what to look at");
        assert!(!fixture.shown_files().is_empty(), "{name} says which files to show");
        fixture
    }

    /// Every fixture, in name order.
    pub fn all() -> Vec<Self> {
        let paths = flagship::files("tests/fixtures", ".yaml");
        // What stands in the folder of a fixture belongs to it.
        let own =
            |path: &&PathBuf| path.ancestors().skip(1).all(|above| !above.with_extension("yaml").is_file());
        let names = paths.iter().filter(own).map(|path| {
            let relative = path.strip_prefix(folder()).expect("it was found there");
            relative.with_extension("").to_string_lossy().replace('\\', "/")
        });
        names.map(|name| Self::read(&name)).collect()
    }

    /// What to look at, from the first line.
    pub fn look_at(&self) -> &str {
        let line = self.text.lines().next().unwrap_or_default();
        line.trim_start_matches("# Look at: ")
    }

    /// The generated files that the snapshot shows, from the second line.
    pub fn shown_files(&self) -> Vec<&str> {
        let line = self.text.lines().nth(1).unwrap_or_default();
        line.strip_prefix("# Files: ").unwrap_or_default().split_whitespace().collect()
    }

    /// The codes of what is reported on it, from the third line; most have none.
    pub fn reports(&self) -> Vec<&str> {
        let line = self.text.lines().nth(2).unwrap_or_default();
        line.strip_prefix("# Reports: ").unwrap_or_default().split_whitespace().collect()
    }

    /// A package name for it: `open-enum`.
    pub fn package(&self) -> String {
        self.behaviour().replace('_', "-")
    }

    /// The Rust file beside it with tests that run what is generated from it; not every fixture has one.
    pub fn behaviour_tests(&self) -> PathBuf {
        folder().join(format!("{}.rs", self.name))
    }

    /// The name without its area: `open_enum`.
    pub fn behaviour(&self) -> &str {
        self.name.rsplit('/').next().unwrap_or_default()
    }
}

/// What comes out of a fixture.
#[derive(Clone, Debug)]
pub struct Generated {
    /// The dump of the intermediate representation.
    pub representation: String,
    /// Everything that was reported, as a person reads it.
    pub diagnostics: String,
    /// The codes of it, in order.
    pub codes: Vec<&'static str>,
    /// The files: `models/…` and `client/…`.
    pub files: FileSet,
}

impl Fixture {
    /// Generates the fixture's crates, `<behaviour>-models` and `<behaviour>-client`.
    pub fn generate(&self) -> Generated {
        let generated = pipeline::generate(self.input(), &self.options());
        let diagnostics = human::render(&generated.report, Colour::Off);
        let files = generated.files.unwrap_or_else(|| panic!("{}:\n{diagnostics}", self.name));
        let codes = generated.report.findings().iter().map(|finding| finding.code.id).collect();
        let inspected = pipeline::inspect(self.input(), &Levels::default());
        let representation = inspected.dump.expect("it was just generated");
        Generated { representation, diagnostics, codes, files }
    }

    fn input(&self) -> Input {
        let behaviour = self.behaviour();
        let config = (!self.config.is_empty()).then_some(self.config.as_str());
        Input {
            document: SourceText::new(format!("{behaviour}.yaml"), self.text.as_str()),
            overlays: Vec::new(),
            config: config.map(|config| SourceText::new(format!("{behaviour}.toml"), config)),
            files: self.files(),
            limits: Limits::default(),
        }
    }

    /// The other files of the fixture, named as they are seen from its document; a document that a test makes up has none.
    fn files(&self) -> Files {
        let document = folder().join(format!("{}.yaml", self.name));
        if !document.is_file() {
            return Files::default();
        }
        let area = Folder::of_document(&document, None).expect("the fixture stands in a folder");
        Files::new(area.shown_from(document.parent().expect("the fixture stands in a folder")))
    }

    fn options(&self) -> Options {
        let runtime = flagship::root().join("generated-client/runtime").to_string_lossy().into_owned();
        Options {
            packages: Packages {
                models: format!("{}-models", self.package()),
                client: format!("{}-client", self.package()),
                runtime: "client-runtime".to_owned(),
                runtime_path: runtime,
            },
            layout: Layout::WithRuntime,
            levels: Levels::default(),
            on_error: OnError::Stop,
            ..Options::default()
        }
    }
}

impl Generated {
    /// The text of a file.
    pub fn file(&self, path: &str) -> &str {
        self.files.get(path).unwrap_or_else(|| {
            let paths: Vec<_> = self.files.iter().map(|(path, _)| path).collect();
            panic!("no {path} among {paths:#?}")
        })
    }
}

fn folder() -> PathBuf {
    flagship::root().join("tests/fixtures")
}
