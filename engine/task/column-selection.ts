import { z } from 'zod';
import { readType } from '../schema/typename.ts';

/** The type that a column is to have at the destination; absent: that of the source. */
const columnType = z
  .string()
  .min(1)
  .superRefine((written, context) => {
    const read = readType(written);
    if (!read.ok) context.addIssue({ code: 'custom', message: read.reason.en, params: { reason: read.reason } });
  })
  .meta({
    label: { en: 'Type at the destination', zh: '目标列类型' },
    help: {
      en: 'One of PostgreSQL’s own types, such as bigint, numeric(12,2), varchar(40) or timestamptz; only where the destination is PostgreSQL. Values travel as text. One that would be rounded, cut or read otherwise in the type stops its table: none is changed without a word. It stays when the type at the source is changed later.',
      zh: 'PostgreSQL 内置类型，例如 bigint、numeric(12,2)、varchar(40)、timestamptz；仅目标为 PostgreSQL 时可设置。值以文本形式传输；在该类型中会被四舍五入、截断或改变含义的值会使该表停止，不会被静默修改。之后源库修改列类型时，目标列保持该类型。',
    },
  });

export const columnSelection = z.strictObject({ name: z.string().min(1), as: z.string().min(1).optional(), type: columnType.optional() });

/** As far as it is asked which columns are given a type. */
export interface TypedColumns {
  readonly columns?: readonly { readonly type?: string | undefined }[] | undefined;
}

/** SelectDB has types of its own, which follow the source's. */
export function columnTypeIssues(
  objects: readonly { readonly tables?: readonly TypedColumns[] | undefined }[],
): readonly { readonly path: (string | number)[]; readonly message: string }[] {
  return objects.flatMap(({ tables = [] }, object) =>
    tables.flatMap(({ columns = [] }, table) =>
      columns.flatMap(({ type }, column) =>
        type === undefined
          ? []
          : [
              {
                path: ['objects', object, 'tables', table, 'columns', column, 'type'],
                message: 'Columns can be given another type only where the destination is PostgreSQL',
              },
            ],
      ),
    ),
  );
}
