use super::*;

#[test]
fn a_file_keeps_its_name_and_gets_a_place_for_flags() {
    let cur = tempfile::tempdir().unwrap();
    let free = |name: &str| free_name(cur.path(), OsStr::new(name)).file_name().unwrap().to_string_lossy().into_owned();
    assert_eq!(free("1800000000.M1.host"), "1800000000.M1.host:2,");
    assert_eq!(free("1800000000.M1.host:2,RS"), "1800000000.M1.host:2,RS");
    std::fs::write(cur.path().join("1800000000.M1.host:2,"), "").unwrap();
    assert_eq!(free("1800000000.M1.host"), "1.1800000000.M1.host:2,", "nothing is written over");
    assert_eq!(unique(OsStr::new("1800000000.M1.host:2,RS")), "1800000000.M1.host");
}

#[test]
fn files_come_in_the_order_of_their_delivery_and_hidden_ones_do_not() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["1800000002.b", "1800000001.a:2,S", ".nfs0001"] {
        std::fs::write(folder.path().join(name), "").unwrap();
    }
    assert_eq!(names(folder.path()).unwrap(), ["1800000001.a:2,S", "1800000002.b"]);
    assert!(names(&folder.path().join("none")).is_err());
}

#[test]
fn no_file_is_read_beyond_the_limit() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("large");
    std::fs::File::create(&file).unwrap().set_len(LARGEST as u64 + 1).unwrap();
    let Found::TooLarge { octets, beginning } = read(&file).unwrap() else { panic!("it is too large") };
    assert_eq!((octets, beginning.len()), (LARGEST as u64 + 1, 64 * 1024));
    std::fs::File::options().write(true).open(&file).unwrap().set_len(LARGEST as u64).unwrap();
    assert!(matches!(read(&file).unwrap(), Found::Message(raw) if raw.len() == LARGEST));
    assert!(matches!(read(&folder.path().join("gone")).unwrap(), Found::Nothing));
    assert!(read(folder.path()).is_err(), "a folder is no message");
}

/// A place for flags makes this name longer than a file's may be.
#[tokio::test]
async fn a_file_that_can_not_be_moved_stops_none_behind_it() {
    let folder = tempfile::tempdir().unwrap();
    let lookout = crate::mail::incoming::testing::lookout(folder.path(), crate::domain::incoming::Way::Maildir).await;
    for part in ["new", "cur", "tmp"] {
        std::fs::create_dir(folder.path().join(part)).unwrap();
    }
    let stuck = format!("1800000001.{}", "a".repeat(243));
    std::fs::write(folder.path().join("new").join(&stuck), "Subject: un\n\nOui\n").unwrap();
    std::fs::write(folder.path().join("new/1800000002.b"), "Subject: deux\n\nOui\n").unwrap();
    let error = once(folder.path(), &lookout).await.unwrap_err();
    assert!(error.contains(&stuck) && error.contains("moved"), "{error}");
    assert_eq!(names(&folder.path().join("new")).unwrap(), [OsString::from(stuck)], "the one behind it was taken");
    assert_eq!(names(&folder.path().join(FOLDER).join("cur")).unwrap(), ["1800000002.b:2,"]);
}

#[tokio::test]
async fn a_linked_folder_is_neither_written_to_nor_given_away() {
    let (folder, elsewhere) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let lookout = crate::mail::incoming::testing::lookout(folder.path(), crate::domain::incoming::Way::Maildir).await;
    for part in ["new", "cur", "tmp"] {
        std::fs::create_dir(folder.path().join(part)).unwrap();
    }
    std::fs::set_permissions(elsewhere.path(), Permissions::from_mode(0o711)).unwrap();
    std::os::unix::fs::symlink(elsewhere.path(), folder.path().join(FOLDER)).unwrap();
    std::fs::write(folder.path().join("new/1800000001.a"), "Subject: un\n\nOui\n").unwrap();
    for _ in ["made", "there"] {
        let error = once(folder.path(), &lookout).await.unwrap_err();
        assert!(error.contains("a link"), "{error}");
        assert_eq!(std::fs::read_dir(elsewhere.path()).unwrap().count(), 0);
        assert_eq!(elsewhere.path().metadata().unwrap().mode() & 0o777, 0o711);
    }
    std::fs::create_dir(elsewhere.path().join("cur")).unwrap();
    assert!(once(folder.path(), &lookout).await.unwrap_err().contains("a link"));
    assert_eq!(names(&folder.path().join("new")).unwrap(), ["1800000001.a"]);
}
