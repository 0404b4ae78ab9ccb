import type { IncomingMessage, ServerResponse } from 'node:http';
import { json } from 'node:stream/consumers';
import { columnOf, type Table, visibleColumns } from '../catalog/table.ts';
import { may, type User } from '../catalog/users.ts';
import type { Cluster } from '../cluster.ts';
import { answerJson } from './request.ts';

/** `GET /api/{db}/{table}/_schema` */
export function schemaOf(cluster: Cluster, user: User, databaseName: string, tableName: string): unknown {
  if (!may(user, 'Select', databaseName, tableName)) return { msg: 'Unauthorized', code: 401, data: 'Access denied', count: 0 };
  const table = cluster.databases.get(databaseName)?.tables.get(tableName);
  if (table === undefined) return { msg: 'Error', code: 1, data: { status: 400, msg: `table ${tableName} does not exist` }, count: 0 };
  const keysType = table.keysType === 'UNIQUE' ? 'UNIQUE_KEYS' : 'DUP_KEYS';
  return { msg: 'success', code: 0, data: { status: 200, keysType, properties: propertiesOf(table) }, count: 0 };
}

function propertiesOf(table: Table): readonly unknown[] {
  return visibleColumns(table).map(({ name, type, comment, nullable, key, slot }) => ({
    name,
    type: type.name === 'DATETIME' || type.name === 'DATE' ? `${type.name}V2` : type.name,
    ...(type.precision === undefined ? {} : { precision: String(type.precision) }),
    ...(type.scale === undefined ? {} : { scale: String(type.scale) }),
    comment,
    is_nullable: nullable ? 'Yes' : 'No',
    is_key: String(key),
    aggregation_type: key ? '' : table.keysType === 'UNIQUE' ? 'REPLACE' : 'NONE',
    column_uid: String(slot),
  }));
}

/** Whether dropping, or adding, a column would be a change of metadata only. */
export function changesLightly(
  cluster: Cluster,
  databaseName: string,
  tableName: string,
  request: IncomingMessage,
  response: ServerResponse,
) {
  const table = cluster.databases.get(databaseName)?.tables.get(tableName);
  if (table === undefined) return answerJson(response, { msg: 'Error', code: 1, data: `table ${tableName} does not exist`, count: 0 });
  json(request).then(
    (body) => {
      const asked = typeof body === 'object' && body !== null ? body : {};
      const name = 'columnName' in asked ? String(asked.columnName) : '';
      const drops = 'isDropColumn' in asked && asked.isDropColumn === true;
      const light = table.light && !(drops && columnOf(table, name)?.key === true);
      if (light) answerJson(response, { msg: 'success', code: 0, data: null, count: 0 });
      else answerJson(response, { msg: 'Error', code: 1, data: `table ${tableName} not enable light schema change`, count: 0 });
    },
    () => answerJson(response, { msg: 'Error', code: 1, data: 'invalid JSON', count: 0 }),
  );
}
