import type { NameMap } from '../plan/names.ts';
import type { SequencePlan, TablePlan } from '../plan/plan.ts';
import type { RefusedDdl } from '../plan/refused-ddl.ts';
import type { Position } from '../schema/row.ts';
import type { TableId, TableName } from '../schema/table.ts';
import type { Text } from '../text.ts';
import type { Alteration } from './diff.ts';
import type { Ignored } from './heed.ts';
import type { DdlCommand, EnumStep, TableStructure } from './structure.ts';

/** Its marks were forgotten, and its rows were the task's own, when a command on it was refused: the name may be another table's by now. */
export type Apart = true;

/** A person wants it, and nothing at the source: what speaks against it is a reason to leave the table as it is. */
export type Asked = true;

/** One thing to do at the destination for a command of the source. Structures are in the source's words, plans know both sides. */
export type DdlWork =
  /** Takes its rows and the marks of its load away: it is loaded again. */
  | { readonly kind: 'empty'; readonly plan: TablePlan; readonly apart?: Apart; readonly asked?: Asked }
  | { readonly kind: 'enum'; readonly labels: EnumStep }
  | { readonly kind: 'create'; readonly plan: TablePlan; readonly structure: TableStructure }
  /** One that was there before the task stays with its rows, which need not all be the task's. */
  | { readonly kind: 'drop'; readonly plan: TablePlan; readonly apart?: Apart }
  | { readonly kind: 'rename'; readonly from: TablePlan; readonly to: TablePlan; readonly apart?: Apart }
  /** The marks of its load are forgotten; the table stays as it is. */
  | { readonly kind: 'forget'; readonly plan: TablePlan }
  /** The marks of its load follow its name; the table stays as it is. */
  | { readonly kind: 'called'; readonly from: TablePlan; readonly to: TablePlan }
  /** What a person has written for a command that was refused. */
  | { readonly kind: 'sql'; readonly plan: TablePlan; readonly sql: readonly string[] }
  | { readonly kind: 'detach'; readonly plan: TablePlan; readonly parent: TablePlan }
  | { readonly kind: 'attach'; readonly plan: TablePlan; readonly parent: TablePlan; readonly bound: string }
  | {
      readonly kind: 'alter';
      /** With the name that the table has by now, and the columns of before. */
      readonly from: TablePlan;
      readonly to: TablePlan;
      readonly structure: TableStructure;
      readonly alterations: readonly Alteration[];
      /** The table is empty by now: no value need become one of another type. */
      readonly emptied: boolean;
      /** Rows of some table are not all there, or ahead of others. */
      readonly waits: boolean;
    };

/** A table becomes that of a joining run, which follows the log from where the task stands. */
export interface HandedOver {
  /** What the run is called. */
  readonly to: string;
  readonly table: TablePlan;
  readonly position: Position;
  /** All tables and sequences of the task before. */
  readonly tables: readonly TablePlan[];
  readonly sequences: readonly SequencePlan[];
}

/** What a command of the source comes to at the destination: done in the transaction of the rows around it, with the plans it leaves. */
export interface Carriage {
  readonly command: DdlCommand;
  readonly work: readonly DdlWork[];
  /** Plans that are others from here on, by id; null: no table of the task any more. */
  readonly tables: ReadonlyMap<TableId, TablePlan | null>;
  /** All of them, where they are others from here on. */
  readonly sequences: readonly SequencePlan[] | null;
  /** Commands that the destination refused, as they are from here on; null: dealt with. Absent: as before. */
  readonly refused?: ReadonlyMap<string, RefusedDdl | null>;
  /** Of tables whose rows a person wanted copied again: the id of what is dealt with by this. Absent: none. */
  readonly copied?: ReadonlyMap<TableId, string>;
  /** In the same transaction, where the destination can hand tables over. Absent: none is. */
  readonly handed?: HandedOver;
  /** Once the work is done: looks at what is there, and says the plans for it. What it throws is as good as a refusal. */
  readonly settle?: () => Promise<Carriage['tables']>;
  /** Names of after the command. */
  readonly names: NameMap;
  /** What of the command is not among the operations of its tables, told to people. */
  readonly ignored: readonly Ignored[];
  /** What is left out of the command, told to people. */
  readonly leftOut: readonly { readonly table: TableName; readonly what: Text }[];
}

/**
 * CASCADE takes the foreign keys of other tables along with the key they need: they go before it, as within one table. A table of which
 * more changed stays in its place, where its new name and columns are.
 */
export function foreignFirst(work: readonly DdlWork[]): readonly DdlWork[] {
  const loses = (each: DdlWork) =>
    each.kind === 'alter' && each.alterations.every((alteration) => alteration.kind === 'drop-constraint' && alteration.foreign);
  return [...work.filter(loses), ...work.filter((each) => !loses(each))];
}
