import { changing } from '#lib/http/route.ts';
import { assignForm, assignLabels } from '#lib/label/labels.ts';

/** Gives tasks a resource group or an environment tag. */
export const PUT = changing<Record<never, never>, typeof assignForm>(
  {
    action: 'task.label',
    body: assignForm,
    detail: ({ body: { ids, group, tag } }) => ({
      tasks: ids.join(', '),
      ...(group === undefined ? {} : { group }),
      ...(tag === undefined ? {} : { tag: tag ?? '' }),
    }),
  },
  ({ body }) => assignLabels(body),
);
