//! Which types of fields hold files.

use crate::{FilePart, Patch};

/// A field of a multipart body that holds files: one, several, or perhaps one.
pub trait Files {
    /// Gives every file in order.
    fn each(&self, visit: &mut dyn FnMut(&FilePart));
}

impl Files for FilePart {
    fn each(&self, visit: &mut dyn FnMut(&FilePart)) {
        visit(self);
    }
}

impl<F: Files> Files for Option<F> {
    fn each(&self, visit: &mut dyn FnMut(&FilePart)) {
        if let Some(files) = self {
            files.each(visit);
        }
    }
}

impl<F: Files> Files for Patch<F> {
    fn each(&self, visit: &mut dyn FnMut(&FilePart)) {
        if let Some(files) = self.value() {
            files.each(visit);
        }
    }
}

impl<F: Files> Files for Vec<F> {
    fn each(&self, visit: &mut dyn FnMut(&FilePart)) {
        for files in self {
            files.each(visit);
        }
    }
}

impl<F: Files> Files for Box<F> {
    fn each(&self, visit: &mut dyn FnMut(&FilePart)) {
        (**self).each(visit);
    }
}
