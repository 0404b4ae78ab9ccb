import type { DdlCommand, EnumStep, TableStep } from '../../../ddl/structure.ts';
import { DDL_TABLE } from '../../../schema/helper.ts';
import { type ChangeEvent, type RelationShape, type Tuple, valueAt } from '../../../schema/row.ts';
import { tableId } from '../../../schema/table.ts';
import type { ChangeStream } from '../../source.ts';

const DDL_ID = tableId(DDL_TABLE);

/** What the source noted of a command becomes an event at its place. */
export function withDdl(stream: ChangeStream): ChangeStream {
  return {
    next: async (signal, meanwhile) => told(await stream.next(signal, meanwhile)),
    heard: () => stream.heard(),
    acknowledge: (position) => stream.acknowledge(position),
    [Symbol.asyncDispose]: () => stream[Symbol.asyncDispose](),
  };
}

/** That notes are cleared away later concerns nobody. */
function told(events: readonly ChangeEvent[]): readonly ChangeEvent[] {
  if (!events.some(isOurs)) return events;
  return events.flatMap((event): readonly ChangeEvent[] => {
    if (!isOurs(event)) return [event];
    return event.kind === 'insert' ? [{ kind: 'ddl', command: commandOf(event.relation, event.next) }] : [];
  });
}

/** The command that a change of the log notes, or null. */
export function notedBy(event: ChangeEvent): DdlCommand | null {
  return isOurs(event) && event.kind === 'insert' ? commandOf(event.relation, event.next) : null;
}

function isOurs(event: ChangeEvent): boolean {
  return 'relation' in event && event.relation.id === DDL_ID;
}

function commandOf(relation: RelationShape, tuple: Tuple): DdlCommand {
  const value = (column: string) => valueAt(tuple, relation.columns.indexOf(column)) ?? null;
  return {
    tag: value('tag') ?? '',
    text: value('ddl_text') ?? '',
    tables: JSON.parse(value('tables') ?? '[]') as readonly TableStep[],
    enums: JSON.parse(value('enums') ?? '[]') as readonly EnumStep[],
    failure: value('message'),
  };
}
