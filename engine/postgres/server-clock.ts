/** 2000-01-01 in milliseconds since 1970: where the server's clock starts. It counts microseconds. */
export const SERVER_EPOCH_MS = 946_684_800_000;
