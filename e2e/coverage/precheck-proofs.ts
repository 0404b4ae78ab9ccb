import { testsOf } from './row.ts';

/** The tests of precheck items, by file. */
export const servers = testsOf('engine/precheck/servers.db.test.ts');
export const rights = testsOf('engine/precheck/rights.db.test.ts');
export const names = testsOf('engine/precheck/names.db.test.ts');
export const followed = testsOf('engine/precheck/followed.db.test.ts');
export const objects = testsOf('engine/precheck/objects.db.test.ts');
export const versions = testsOf('engine/precheck/versions.db.test.ts');
export const existing = testsOf('engine/precheck/existing.db.test.ts');
export const surroundings = testsOf('engine/precheck/surroundings.db.test.ts');
export const selectdb = testsOf('engine/precheck/selectdb.db.test.ts');

/** What both sections of precheck items are shown by. */
export const DEST_RIGHTS = rights('PG_PRIVILEGE_DEST: CREATE on the database and on existing schemas');
export const COLLISION = names('PG_NAME_COLLISION: tables, indexes and columns that would get one name');
export const EXTENSIONS = versions('PG_EXTENSION_DEST: an extension that is not offered, and one that is older');
export const UNSUPPORTED = objects('PG_OBJECT_UNSUPPORTED: a function in C, a foreign server');
export const REPLICATION_RIGHT = servers('PG_REPLICATION_RIGHT: an account that may not read the log');
export const DDL_RIGHT = surroundings('PG_DDL_RIGHT: an account that may not make event triggers');
export const REPLICA_ROLE = servers('PG_REPLICA_ROLE: an account that may not keep triggers quiet');
export const SELECTDB_WHOLE = selectdb('a whole schema: what cannot be a table is told by kind, what cannot be made by name');
