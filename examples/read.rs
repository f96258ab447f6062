//! Measures the reader until `palabre read` is wired: `read --jsonl`, or `read MESSAGE.eml`.

fn main() -> std::io::Result<()> {
    match std::env::args().nth(1).as_deref() {
        Some("--jsonl") | None => palabre::cli::read::jsonl(std::io::stdin().lock(), std::io::stdout().lock()),
        Some(path) => {
            let about = palabre::domain::reading::About::default();
            print!("{}", palabre::cli::read::explain(&palabre::reading::read(&std::fs::read(path)?, &about)));
            Ok(())
        }
    }
}
