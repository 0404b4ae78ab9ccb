/**
 * Roles by which providers hand out the right to start logical replication, which otherwise takes REPLICATION or a superuser.
 */
export const REPLICATION_ROLES: readonly string[] = [
  'rds_replication',
  'rds_superuser',
  'cloudsqlsuperuser',
  'azure_pg_admin',
  'polar_superuser',
];
