//! Parses the command line and calls one function.

use std::process::ExitCode;

use clap::Parser;
use palabre::cli::{self, Cli, CliError, ingest};

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return usage(&error),
    };
    let json = cli.json;
    let done = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime.block_on(cli::run(cli)),
        Err(error) => {
            let mend = "Is this machine out of memory or threads?";
            let failed = CliError::new("starting", error.to_string(), mend);
            Err(if is_ingest() { failed.exiting(ingest::TEMPFAIL) } else { failed })
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            cli::output::failed(&error, json);
            ExitCode::from(error.exit)
        }
    }
}

/// Help and version aren't errors; a wrong command line is one, for programs too.
fn usage(error: &clap::Error) -> ExitCode {
    if error.use_stderr() && std::env::args_os().any(|argument| argument == "--json") {
        cli::output::failed(&cli::error::usage(&error.to_string()), true);
    } else {
        let _ = error.print();
    }
    match error.exit_code() {
        0 => ExitCode::SUCCESS,
        _ if is_ingest() => ExitCode::from(ingest::TEMPFAIL),
        code => ExitCode::from(u8::try_from(code).unwrap_or(2)),
    }
}

/// Any other failure would make the mail server return the message to its sender.
fn is_ingest() -> bool {
    ingest::is_meant(std::env::args_os())
}
