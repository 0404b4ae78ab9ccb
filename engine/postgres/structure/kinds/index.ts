import type { KindReader } from '../kind.ts';
import { aggregate } from './aggregate.ts';
import { baseType } from './base-type.ts';
import { cast } from './cast.ts';
import { collation } from './collation.ts';
import { compositeType } from './composite-type.ts';
import { constraint } from './constraint.ts';
import { columnDefault } from './default.ts';
import { defaultPrivileges } from './default-privileges.ts';
import { domain } from './domain.ts';
import { enumType } from './enum-type.ts';
import { eventTrigger } from './event-trigger.ts';
import { extension } from './extension.ts';
import { materializedView } from './materialized-view.ts';
import { operator } from './operator.ts';
import { operatorClass } from './operator-class.ts';
import { operatorFamily } from './operator-family.ts';
import { policy } from './policy.ts';
import { rangeType } from './range-type.ts';
import { routine } from './routine.ts';
import { rule } from './rule.ts';
import { schema } from './schema.ts';
import { sequence } from './sequence.ts';
import { statistics } from './statistics.ts';
import { table } from './table.ts';
import { tableIndex } from './table-index.ts';
import { textSearchConfiguration } from './text-search-configuration.ts';
import { textSearchDictionary } from './text-search-dictionary.ts';
import { trigger } from './trigger.ts';
import { unmodelled } from './unmodelled.ts';
import { view } from './view.ts';

/** Every kind of object that is read. A new kind joins here, and its word joins `OBJECT_KINDS` (engine/schema/object.ts). */
export const KINDS: readonly KindReader[] = [
  schema,
  extension,
  collation,
  enumType,
  compositeType,
  rangeType,
  baseType,
  domain,
  routine,
  aggregate,
  operator,
  operatorFamily,
  operatorClass,
  cast,
  textSearchDictionary,
  textSearchConfiguration,
  sequence,
  table,
  columnDefault,
  view,
  materializedView,
  constraint,
  tableIndex,
  statistics,
  rule,
  trigger,
  policy,
  eventTrigger,
  defaultPrivileges,
  ...unmodelled,
];
