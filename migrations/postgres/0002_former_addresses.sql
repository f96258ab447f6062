-- Where letters that left under an earlier address of their network are answered.
CREATE TABLE network_address (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    network_id BIGINT NOT NULL REFERENCES network (id),
    address TEXT NOT NULL,
    UNIQUE (network_id, address)
);
