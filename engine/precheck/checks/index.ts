import type { Check } from '../check.ts';
import { checkConnDest } from './check-conn-dest.ts';
import { checkConnSrc } from './check-conn-src.ts';
import { checkDestVersion } from './check-dest-version.ts';
import { checkSrc } from './check-src.ts';
import { pgDatabaseExist } from './pg-database-exist.ts';
import { pgDatabaseName } from './pg-database-name.ts';
import { pgEncoding } from './pg-encoding.ts';
import { pgReplicaRole } from './pg-replica-role.ts';
import { pgReplicationRight } from './pg-replication-right.ts';
import { pgReplicationSlots } from './pg-replication-slots.ts';
import { pgStandby } from './pg-standby.ts';
import { pgWalLevel } from './pg-wal-level.ts';
import { pgWalSenders } from './pg-wal-senders.ts';

/** Every precheck item, in the order they are shown. A new item is a file beside this one and a line here. */
export const CHECKS: readonly Check[] = [
  checkConnSrc,
  checkConnDest,
  checkSrc,
  checkDestVersion,
  pgDatabaseExist,
  pgDatabaseName,
  pgEncoding,
  pgReplicaRole,
  pgStandby,
  pgWalLevel,
  pgReplicationSlots,
  pgWalSenders,
  pgReplicationRight,
];
