import { text } from '../../../text.ts';
import { literal, quote } from '../../quote.ts';
import { commentOn, commentSql } from '../comment.ts';
import { functionName, notOfExtension, readSpecs } from '../fragments.ts';
import { ownedBy } from '../grants.ts';
import type { Described, KindReader } from '../kind.ts';
import { enabledWords } from '../part.ts';

interface Spec {
  readonly oid: string;
  readonly name: string;
  readonly event: string;
  readonly tags: readonly string[];
  readonly function: string;
  readonly enabled: string;
  readonly owner: string;
  readonly comment: string | null;
}

/** Those of migration services are theirs, not the database's. */
const SQL = `select json_build_object('oid', e.oid::text, 'name', e.evtname, 'event', e.evtevent, 'tags', coalesce(to_json(e.evttags), '[]'),
    'function', ${functionName('e.evtfoid')}, 'enabled', e.evtenabled, 'owner', pg_get_userbyid(e.evtowner),
    'comment', ${commentSql('pg_event_trigger', 'e.oid')}) as spec
  from pg_event_trigger e where e.evtname !~ '^(dts_|opendts)' and ${notOfExtension('pg_event_trigger', 'e.oid')} order by e.evtname`;

export const eventTrigger: KindReader = {
  catalog: 'pg_event_trigger',
  async read(server) {
    return (await readSpecs<Spec>(server, SQL)).map(describe);
  },
};

function describe({ oid, name, event, tags, function: called, enabled, owner, comment }: Spec): Described {
  const object = `event trigger ${quote(name)}`;
  const when = tags.length === 0 ? '' : ` when tag in (${tags.map((tag) => literal(tag).trim()).join(', ')})`;
  return {
    kind: 'event-trigger',
    oid,
    schema: null,
    name,
    table: null,
    phase: 'after',
    sql: [
      `create ${object} on ${event}${when} execute procedure ${called}()`,
      ...(enabled === 'O' ? [] : [`alter ${object} ${enabledWords(enabled)}`]),
      ...commentOn(object, comment),
    ],
    ...ownedBy(object, owner),
    needs: event === 'login' ? [{ version: 170000, what: text('an event trigger on login', 'login 事件触发器') }] : [],
  };
}
