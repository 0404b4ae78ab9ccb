'use client';

import { useFormat, useMessages } from '#components/locale.tsx';
import { useKind, useKindWords } from '#components/task/kind.tsx';
import { Callout } from '#components/ui/callout.tsx';
import type { SchemaSelection } from '#engine/task/config.ts';
import { countEdited, EDITED_LIMIT } from './edited-limit.ts';
import { objectsMessages } from './messages.ts';

/** Who knows the limit of DTS is told that it does not hold here, once a task is beyond it. */
export function EditedNote({ objects }: { readonly objects: readonly SchemaSelection[] }) {
  const m = useMessages(objectsMessages).edited;
  const format = useFormat();
  const kind = useKind();
  const { list } = useKindWords();
  const count = countEdited(objects);
  const limit = EDITED_LIMIT[kind];
  if (count <= limit) return null;
  return <Callout title={m.title(format.count(count), format.count(limit), list)}>{m.text}</Callout>;
}
