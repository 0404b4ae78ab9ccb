import type { ReactNode } from 'react';
import { Wordmark } from '#components/shell/wordmark.tsx';

/** The frame of the pages before sign-in: one narrow card in the middle. */
export function Entrance({ title, text, children }: { readonly title: string; readonly text?: string; readonly children: ReactNode }) {
  return (
    <main data-entrance className="grid min-h-dvh place-items-center px-4 py-12">
      <div className="w-full max-w-[360px]">
        <div className="mb-8 flex justify-center">
          <Wordmark />
        </div>
        <div className="rounded-lg border bg-surface p-6 shadow-control">
          <h1 className="font-semibold text-lg">{title}</h1>
          {text !== undefined && <p className="mt-1.5 text-muted text-sm">{text}</p>}
          <div className="mt-5">{children}</div>
        </div>
      </div>
    </main>
  );
}
