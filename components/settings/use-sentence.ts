'use client';

import { useCallback } from 'react';
import { useText } from '#components/locale.tsx';
import { explain } from '#lib/http/client.ts';

/** What failed and what to do, as one sentence after the other. */
export function useSentence(): (error: unknown) => string {
  const say = useText();
  return useCallback(
    (error: unknown) => {
      const { message, hint } = explain(error);
      const end = /[.。!！?？]$/.test(say(message)) ? '' : say({ en: '.', zh: '。' });
      return `${say(message)}${end}${say({ en: ' ', zh: '' })}${say(hint)}`;
    },
    [say],
  );
}

/** For a dialog that shows the message of what is thrown. */
export function useTold(): <T>(work: () => Promise<T>) => Promise<T> {
  const sentence = useSentence();
  return useCallback(
    async <T>(work: () => Promise<T>): Promise<T> => {
      try {
        return await work();
      } catch (error) {
        throw new Error(sentence(error));
      }
    },
    [sentence],
  );
}
