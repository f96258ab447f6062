//! The house: imports run downwards, never up, never in a circle between rooms.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The rooms from the ground up; those of one line stand side by side and don't know one another.
const ORDER: &[&[&str]] = &[
    &["domain"],
    &["config"],
    &["reading", "rendering"],
    &["store"],
    &["workflow"],
    &["mail"],
    &["schedule"],
    &["web"],
    &["daemon"],
    &["cli"],
    &["main", "lib"],
];

fn floor(room: &str) -> Option<usize> {
    ORDER.iter().position(|rooms| rooms.contains(&room))
}

fn rust_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            rust_files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// The rooms a file's code names as `crate::room`; tests below `#[cfg(test)]` may look anywhere.
fn imports(text: &str) -> Vec<String> {
    let code = text.split("#[cfg(test)]\nmod ").next().unwrap_or(text);
    let lines = code.lines().filter(|line| !line.trim_start().starts_with("//"));
    lines
        .flat_map(|line| line.split("crate::").skip(1))
        .map(|rest| rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>())
        .filter(|room| !room.is_empty() && room != "words")
        .collect()
}

#[test]
fn imports_run_to_earlier_rooms() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    rust_files(&source, &mut files);
    assert!(files.len() > 50, "the source was not found");
    let mut upward: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for file in files {
        let place = file.strip_prefix(&source).unwrap();
        if place.to_string_lossy().contains("tests") {
            continue;
        }
        let first = place.components().next().unwrap().as_os_str().to_string_lossy().into_owned();
        let room = first.trim_end_matches(".rs").to_owned();
        let here = floor(&room).unwrap_or_else(|| panic!("{room} is no room of the design"));
        for imported in imports(&std::fs::read_to_string(&file).unwrap()) {
            let Some(there) = floor(&imported) else { continue };
            if imported != room && there >= here {
                upward.entry(place.display().to_string()).or_default().push(imported);
            }
        }
    }
    assert!(upward.is_empty(), "these look up or sideways: {upward:#?}");
}

#[test]
fn no_file_is_a_drawer() {
    // DESIGN: a file over about 500 lines wants to be two.
    const LONGEST: usize = 560;
    let mut files = Vec::new();
    rust_files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut files);
    let long: Vec<String> = files
        .iter()
        .map(|file| (file, std::fs::read_to_string(file).unwrap().lines().count()))
        .filter(|(_, lines)| *lines > LONGEST)
        .map(|(file, lines)| format!("{}: {lines}", file.display()))
        .collect();
    assert!(long.is_empty(), "{long:#?}");
}
