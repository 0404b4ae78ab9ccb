import type { Check } from '../check.ts';
import { checkConnDest } from './check-conn-dest.ts';
import { checkConnSrc } from './check-conn-src.ts';
import { checkDestFlavour } from './check-dest-flavour.ts';
import { checkDestTableEmpty } from './check-dest-table-empty.ts';
import { checkDestVersion } from './check-dest-version.ts';
import { checkSameObj } from './check-same-obj.ts';
import { checkSrc } from './check-src.ts';
import { checkSrcFlavour } from './check-src-flavour.ts';
import { checkTopology } from './check-topology.ts';
import { pgColumnType, pgColumnTypeNarrow } from './pg-column-type.ts';
import { pgConnections } from './pg-connections.ts';
import { pgDatabaseExist } from './pg-database-exist.ts';
import { pgDatabaseName } from './pg-database-name.ts';
import { pgDdlRight } from './pg-ddl-right.ts';
import { pgDestColumnDifferent } from './pg-dest-column-different.ts';
import { pgDestColumnMissing } from './pg-dest-column-missing.ts';
import { pgDestKey } from './pg-dest-key.ts';
import { pgDestReadOnly } from './pg-dest-read-only.ts';
import { pgDestTableMissing } from './pg-dest-table-missing.ts';
import { pgDestType, pgDestTypeNarrow } from './pg-dest-type.ts';
import { pgEncoding } from './pg-encoding.ts';
import { pgExtensionDest } from './pg-extension-dest.ts';
import { pgExtensionRight } from './pg-extension-right.ts';
import { pgFilter } from './pg-filter.ts';
import { pgFilterIdentity } from './pg-filter-identity.ts';
import { pgForeignKeyParent } from './pg-foreign-key-parent.ts';
import { pgIdentityComputed } from './pg-identity-computed.ts';
import { pgKeyColumns } from './pg-key-columns.ts';
import { pgKeyOverlap } from './pg-key-overlap.ts';
import { pgLargeObjectRight } from './pg-large-object-right.ts';
import { pgLargeObjects } from './pg-large-objects.ts';
import { pgLocale } from './pg-locale.ts';
import { pgLongTransaction } from './pg-long-transaction.ts';
import { pgNameCollision } from './pg-name-collision.ts';
import { pgObjectDepends } from './pg-object-depends.ts';
import { pgObjectExist } from './pg-object-exist.ts';
import { pgObjectUnsupported } from './pg-object-unsupported.ts';
import { pgObjectVersion } from './pg-object-version.ts';
import { pgOracleMode } from './pg-oracle-mode.ts';
import { pgOwnerRight } from './pg-owner-right.ts';
import { pgPartitionFamily } from './pg-partition-family.ts';
import { pgPreparedTransaction } from './pg-prepared-transaction.ts';
import { pgPrimaryKey } from './pg-primary-key.ts';
import { pgPrivilegeDest } from './pg-privilege-dest.ts';
import { pgPrivilegeSrc } from './pg-privilege-src.ts';
import { pgPublicationRight } from './pg-publication-right.ts';
import { pgRenameOpaque } from './pg-rename-opaque.ts';
import { pgReplicaIdentity } from './pg-replica-identity.ts';
import { pgReplicaRole } from './pg-replica-role.ts';
import { pgReplicationRight } from './pg-replication-right.ts';
import { pgReplicationSlots } from './pg-replication-slots.ts';
import { pgReservedName } from './pg-reserved-name.ts';
import { pgRoleMissing } from './pg-role-missing.ts';
import { pgRowMoves } from './pg-row-moves.ts';
import { pgRowSecurity } from './pg-row-security.ts';
import { pgRuleFires } from './pg-rule-fires.ts';
import { pgSlotFailover } from './pg-slot-failover.ts';
import { pgStandby } from './pg-standby.ts';
import { pgStandbyFeedback } from './pg-standby-feedback.ts';
import { pgTableShared } from './pg-table-shared.ts';
import { pgTriggerFires } from './pg-trigger-fires.ts';
import { pgTruncate } from './pg-truncate.ts';
import { pgUnlogged } from './pg-unlogged.ts';
import { pgWalKeep } from './pg-wal-keep.ts';
import { pgWalLevel } from './pg-wal-level.ts';
import { pgWalSenderTimeout } from './pg-wal-sender-timeout.ts';
import { pgWalSenders } from './pg-wal-senders.ts';
import { selectdbColumn } from './selectdb-column.ts';
import { selectdbDestColumn } from './selectdb-dest-column.ts';
import { selectdbHttp } from './selectdb-http.ts';
import { selectdbKey } from './selectdb-key.ts';
import { selectdbName } from './selectdb-name.ts';
import { selectdbNodes } from './selectdb-nodes.ts';
import { selectdbObjects } from './selectdb-objects.ts';
import { selectdbPlainHttp } from './selectdb-plain-http.ts';
import { selectdbPrivilege } from './selectdb-privilege.ts';
import { selectdbReplicas } from './selectdb-replicas.ts';
import { selectdbSameTable } from './selectdb-same-table.ts';
import { selectdbTable } from './selectdb-table.ts';
import { selectdbTableEmpty } from './selectdb-table-empty.ts';
import { selectdbType } from './selectdb-type.ts';
import { selectdbUpdateInserts } from './selectdb-update-inserts.ts';
import { selectdbValueSize } from './selectdb-value-size.ts';
import { selectdbVersion } from './selectdb-version.ts';

/** Every precheck item, in the order they are shown. A new item is a file beside this one and a line here. */
export const CHECKS: readonly Check[] = [
  checkConnSrc,
  checkConnDest,
  checkTopology,
  checkSrc,
  checkSrcFlavour,
  checkDestFlavour,
  checkDestVersion,
  selectdbVersion,
  selectdbHttp,
  selectdbPlainHttp,
  selectdbNodes,
  pgDatabaseExist,
  pgDatabaseName,
  pgEncoding,
  pgLocale,
  pgObjectExist,
  pgPrivilegeSrc,
  pgRowSecurity,
  pgPrivilegeDest,
  selectdbPrivilege,
  pgDestReadOnly,
  pgConnections,
  checkSameObj,
  selectdbSameTable,
  pgNameCollision,
  selectdbName,
  pgDestTableMissing,
  pgDestColumnMissing,
  pgDestColumnDifferent,
  pgDestKey,
  pgDestType,
  pgDestTypeNarrow,
  pgColumnType,
  pgColumnTypeNarrow,
  selectdbDestColumn,
  checkDestTableEmpty,
  selectdbTableEmpty,
  pgTableShared,
  pgKeyOverlap,
  pgPrimaryKey,
  selectdbTable,
  selectdbKey,
  selectdbUpdateInserts,
  selectdbType,
  selectdbColumn,
  selectdbValueSize,
  selectdbReplicas,
  selectdbObjects,
  pgKeyColumns,
  pgFilter,
  pgForeignKeyParent,
  pgObjectUnsupported,
  pgObjectVersion,
  pgObjectDepends,
  pgExtensionDest,
  pgExtensionRight,
  pgRoleMissing,
  pgOwnerRight,
  pgRenameOpaque,
  pgReservedName,
  pgOracleMode,
  pgLargeObjects,
  pgLargeObjectRight,
  pgPartitionFamily,
  pgTriggerFires,
  pgRuleFires,
  pgReplicaRole,
  pgStandby,
  pgStandbyFeedback,
  pgWalLevel,
  pgReplicationSlots,
  pgWalSenders,
  pgWalSenderTimeout,
  pgWalKeep,
  pgSlotFailover,
  pgLongTransaction,
  pgPreparedTransaction,
  pgReplicationRight,
  pgPublicationRight,
  pgDdlRight,
  pgReplicaIdentity,
  pgFilterIdentity,
  pgIdentityComputed,
  pgRowMoves,
  pgUnlogged,
  pgTruncate,
];
