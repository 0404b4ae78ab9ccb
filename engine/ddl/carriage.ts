import type { NameMap } from '../plan/names.ts';
import type { SequencePlan, TablePlan } from '../plan/plan.ts';
import type { TableId, TableName } from '../schema/table.ts';
import type { Text } from '../text.ts';
import type { Alteration } from './diff.ts';
import type { DdlCommand, EnumStep, TableStructure } from './structure.ts';

/** One thing to do at the destination for a command of the source. Structures are in the source's words, plans know both sides. */
export type DdlWork =
  /** Takes its rows and the marks of its load away: it is loaded again. */
  | { readonly kind: 'empty'; readonly plan: TablePlan }
  | { readonly kind: 'enum'; readonly labels: EnumStep }
  | { readonly kind: 'create'; readonly plan: TablePlan; readonly structure: TableStructure }
  /** One that was there before the task stays with its rows, which need not all be the task's. */
  | { readonly kind: 'drop'; readonly plan: TablePlan }
  | { readonly kind: 'rename'; readonly from: TablePlan; readonly to: TablePlan }
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

/** What a command of the source comes to at the destination: done in the transaction of the rows around it, with the plans it leaves. */
export interface Carriage {
  readonly command: DdlCommand;
  readonly work: readonly DdlWork[];
  /** Plans that are others from here on, by id; null: no table of the task any more. */
  readonly tables: ReadonlyMap<TableId, TablePlan | null>;
  /** All of them, where they are others from here on. */
  readonly sequences: readonly SequencePlan[] | null;
  /** Names of after the command. */
  readonly names: NameMap;
  /** What is left out of the command, told to people. */
  readonly leftOut: readonly { readonly table: TableName; readonly what: Text }[];
}
