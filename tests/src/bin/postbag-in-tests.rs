//! The program `postbag` again: a test can only name the programs of its own package, and this way none is started that was
//! compiled before the last change.

use std::process::ExitCode;

fn main() -> ExitCode {
    server::program()
}
