import { demand, type Privilege, type User } from '../catalog/users.ts';
import { fail, notEmulated } from '../errors.ts';
import type { Show } from '../sql/show.ts';
import { type Relation, textRelation } from './relation.ts';
import { type Session, variable } from './session.ts';

const ORDER: readonly Privilege[] = ['Node', 'Admin', 'Grant', 'Select', 'Load', 'Alter', 'Create', 'Drop', 'Usage', 'Show_view'];

const words = (held: ReadonlySet<Privilege>): string =>
  ORDER.filter((privilege) => held.has(privilege))
    .map((privilege) => `${privilege}_priv`)
    .join(',');

function scoped(held: ReadonlyMap<string, ReadonlySet<Privilege>>): string | null {
  const entries = [...held]
    .filter(([, privileges]) => privileges.size > 0)
    .map(([name, privileges]) => `internal.${name}: ${words(privileges)}`);
  return entries.length === 0 ? null : entries.join('; ');
}

const used = (names: ReadonlySet<string>): string | null =>
  names.size === 0 ? null : [...names].map((name) => `${name}: Usage_priv`).join('; ');

const GRANTS = `UserIdentity Comment Password Roles GlobalPrivs CatalogPrivs DatabasePrivs TablePrivs ColPrivs ResourcePrivs
  CloudClusterPrivs CloudStagePrivs StorageVaultPrivs WorkloadGroupPrivs ComputeGroupPrivs`.split(/\s+/);

export function grants({ what, user: asked }: Show, { cluster, user }: Session): Relation {
  const others = what === 'all grants' || (asked !== null && asked.name !== user.name);
  if (others) demand(user, 'Grant', null);
  const shown =
    what === 'all grants'
      ? cluster.users.all()
      : [asked === null ? user : (cluster.users.find(asked.name) ?? fail(`user '${asked.name}'@'${asked.host}' does not exist`))];
  return textRelation(GRANTS, shown.map(grantRow));
}

function grantRow(user: User): readonly (string | null)[] {
  return [
    `'${user.name}'@'${user.host}'`,
    '',
    user.password === '' ? 'No' : 'Yes',
    user.global.has('Node') ? 'operator' : '',
    user.global.size === 0 ? null : words(user.global),
    null,
    scoped(user.databases),
    scoped(user.tables),
    null,
    used(user.resources),
    used(user.clusters),
    null,
    null,
    used(user.workloadGroups),
    used(user.clusters),
  ];
}

function demandNode({ user }: Session): void {
  if (!user.global.has('Node')) demand(user, 'Admin', null);
}

const release = (session: Session): string => /doris-\S+/.exec(variable(session, 'version_comment') ?? '')?.[0] ?? '';

export function frontends(session: Session): Relation {
  demandNode(session);
  const { cluster } = session;
  const names = `Name Host EditLogPort HttpPort QueryPort RpcPort ArrowFlightSqlPort Role IsMaster ClusterId Join Alive ReplayedJournalId
    LastStartTime LastHeartbeat IsHelper ErrMsg Version CurrentConnected`.split(/\s+/);
  const now = new Date().toISOString().slice(0, 19).replace('T', ' ');
  return textRelation(names, [
    [
      'fe_1',
      '127.0.0.1',
      9010,
      cluster.httpPort,
      cluster.mysqlPort,
      9020,
      -1,
      'FOLLOWER',
      'true',
      1,
      'true',
      'true',
      1,
      now,
      now,
      'true',
      '',
      release(session),
      'Yes',
    ],
  ]);
}

export function backends(session: Session): Relation {
  demandNode(session);
  const names = `BackendId Host HeartbeatPort BePort HttpPort BrpcPort ArrowFlightSqlPort LastStartTime LastHeartbeat Alive
    SystemDecommissioned TabletNum DataUsedCapacity TrashUsedCapacity AvailCapacity TotalCapacity UsedPct MaxDiskUsedPct RemoteUsedCapacity
    Tag ErrMsg Version Status HeartbeatFailureCounter NodeRole`.split(/\s+/);
  const now = new Date().toISOString().slice(0, 19).replace('T', ' ');
  const rows = session.cluster.backends.map((backend) => [
    backend.id,
    backend.host,
    9050,
    9060,
    backend.port,
    8060,
    -1,
    now,
    now,
    String(backend.alive),
    'false',
    0,
    '0.000',
    '0.000',
    '100.000 GB',
    '100.000 GB',
    '0.00 %',
    '0.00 %',
    '0.000',
    '{"location" : "default"}',
    backend.alive ? '' : 'java.net.ConnectException: Connection refused',
    release(session),
    '{}',
    backend.alive ? 0 : 1,
    'mix',
  ]);
  return textRelation(names, rows);
}

export function clusters(session: Session): Relation {
  if (!session.cluster.settings.cloud) fail('Unsupported operation: only cloud mode has compute groups');
  return textRelation(
    ['cluster', 'is_current', 'users', 'backend_num'],
    session.cluster.computeGroups.map((name) => [
      name,
      name === session.computeGroup ? 'TRUE' : 'FALSE',
      '',
      session.cluster.backends.length,
    ]),
  );
}

export function proc(path: string, session: Session): Relation {
  if (path === '/backends') return backends(session);
  if (path === '/frontends') return frontends(session);
  return notEmulated(`SHOW PROC '${path}'`);
}
