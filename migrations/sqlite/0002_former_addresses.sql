-- Where letters that left under an earlier address of their network are answered.
CREATE TABLE network_address (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    network_id INTEGER NOT NULL REFERENCES network (id),
    address TEXT NOT NULL,
    UNIQUE (network_id, address)
) STRICT;
