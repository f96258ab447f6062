//! Every statement is prepared on both databases, and both have the same tables.
