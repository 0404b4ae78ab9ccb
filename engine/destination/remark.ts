import type { TableId } from '../schema/table.ts';
import type { Text } from '../text.ts';

/** Something that is not the same at the destination as at the source, told before the start. */
export interface Remark {
  /**
   * `type`: values change their form, or lose something. `default`: a default is not carried. `key`: what identifies a row is another
   * than at the source. `column`: a column is not carried. `name`: a name is not taken there.
   */
  readonly topic: 'type' | 'default' | 'key' | 'column' | 'name';
  readonly table: TableId;
  /** The object as a person names it at the source. */
  readonly subject: string;
  /** Said of the subject, after its name and a colon. */
  readonly about: Text;
  readonly fix: Text;
}
