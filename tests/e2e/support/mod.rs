//! What several end-to-end tests need.

pub mod house;
pub mod mails;
pub mod peers;
pub mod post;
pub mod postgres;
pub mod proxy;
pub mod stage;

mod tests {
    use super::postgres;

    #[test]
    fn each_postgres_test_has_a_database_of_its_own() {
        let Some(one) = postgres::database() else {
            return;
        };
        let Some(two) = postgres::database() else {
            return;
        };
        assert_eq!(postgres::psql(&one, "select 1"), "1");
        postgres::psql(&one, "create table mine (id int)");
        assert_eq!(postgres::psql(&two, "select count(*) from pg_tables where tablename = 'mine'"), "0");
        assert_eq!(postgres::psql(&two, "show server_encoding"), "UTF8");
    }

    /// psql and sqlx read URLs differently where a socket is meant.
    #[tokio::test]
    async fn the_url_of_a_database_suits_sqlx() {
        use sqlx::Connection as _;
        let Some(url) = postgres::database() else {
            return;
        };
        let mut connection = sqlx::PgConnection::connect(&url).await.expect(&url);
        let one: i32 = sqlx::query_scalar("select 1").fetch_one(&mut connection).await.expect("select 1");
        assert_eq!(one, 1);
    }
}
