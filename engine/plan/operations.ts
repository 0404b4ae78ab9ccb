import { OPERATION_NAMES, type Operations } from '../schema/operation.ts';
import type { TableName } from '../schema/table.ts';
import type { TaskConfig } from '../task/config.ts';

/**
 * The operations of a table: its own, else those of the nearest table above it that says any, else those of the schema of the topmost
 * that is chosen, else the task's. `line`: the table, then what it is a partition of, upwards. An empty name stands for a schema alone.
 */
export function operationsFor(config: Pick<TaskConfig, 'objects' | 'operations'>, line: readonly TableName[]): Operations {
  const schemas = line.flatMap((name) => {
    const schema = config.objects.find((object) => object.schema === name.schema);
    const table = schema?.tables?.find((each) => each.name === name.name);
    const isWhole = schema?.tables === undefined && schema?.others === undefined;
    return schema === undefined || (table === undefined && !isWhole) ? [] : [{ schema, table }];
  });
  const own = schemas.find(({ table }) => table?.operations !== undefined)?.table?.operations;
  const chosen =
    own ?? (schemas.at(-1)?.schema ?? config.objects.find(({ schema }) => schema === line[0]?.schema))?.operations ?? config.operations;
  return chosen === undefined || OPERATION_NAMES.every((name) => chosen.includes(name)) ? null : chosen;
}
