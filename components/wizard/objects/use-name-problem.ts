import { useMessages } from '#components/locale.tsx';
import { useDraft } from '../draft.tsx';
import { destinationType } from '../steps.ts';
import { batchMessages } from './batch/messages.ts';
import { isLong } from './name-length.ts';

/** What speaks against a name for the destination, as a sentence; SelectDB's own rules are the precheck's. */
export function useNameProblem(name: string): string | undefined {
  const m = useMessages(batchMessages);
  const { task, draft } = useDraft();
  return destinationType(draft, task) !== 'selectdb' && isLong(name) ? m.long : undefined;
}
