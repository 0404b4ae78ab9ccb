'use client';

import type { ReactNode } from 'react';
import { useMessages } from '#components/locale.tsx';
import { Button } from '#components/ui/button.tsx';
import { Callout } from '#components/ui/callout.tsx';
import { Card } from '#components/ui/card.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { settingsMessages } from './messages.ts';
import { useSentence } from './use-sentence.ts';

export interface SettingsListProps {
  readonly description: ReactNode;
  /** Beside the description: search, what is shown, the button that makes one. */
  readonly actions?: ReactNode;
  /** A line of its own between head and list. */
  readonly filters?: ReactNode;
  /** Why the list could not be loaded; what was loaded before stays. */
  readonly error?: Error | null | undefined;
  readonly onRetry?: (() => unknown) | undefined;
  /** Lines that hold the place of what is still on its way; absent: it is there. */
  readonly awaited?: number | undefined;
  /** The table, or what is said in its place. */
  readonly children: ReactNode;
  /** Below the list. */
  readonly foot?: ReactNode;
}

/** What every list of the settings stands in. */
export function SettingsList({ description, actions, filters, error = null, onRetry, awaited, children, foot }: SettingsListProps) {
  const m = useMessages(settingsMessages);
  const sentence = useSentence();
  return (
    <>
      <div className="mb-4 flex min-h-8 flex-wrap items-center gap-x-4 gap-y-3">
        <p className="mr-auto text-muted text-sm">{description}</p>
        {actions}
      </div>
      {filters}
      {error !== null && (
        <Callout
          tone="danger"
          title={m.loadFailed}
          action={<Button onClick={() => void onRetry?.()}>{m.tryAgain}</Button>}
          className="mb-4"
        >
          {sentence(error)}
        </Callout>
      )}
      <Card>
        {awaited === undefined ? (
          children
        ) : (
          <div className="flex flex-col gap-5 p-4">
            {Array.from({ length: awaited }, (_, line) => line).map((line) => (
              <Skeleton key={line} />
            ))}
          </div>
        )}
      </Card>
      {foot}
    </>
  );
}
