//! The program `postbag`.

use std::process::ExitCode;

fn main() -> ExitCode {
    server::program()
}
