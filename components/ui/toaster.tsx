'use client';

import { useTheme } from 'next-themes';
import { Toaster as Sonner } from 'sonner';
import { useMessages } from '#components/locale.tsx';
import { uiMessages } from './messages.ts';

/** Stands once, in the providers. Speak through it with `toast` from 'sonner'. */
export function Toaster() {
  const { resolvedTheme } = useTheme();
  const m = useMessages(uiMessages);
  return (
    <Sonner
      theme={resolvedTheme === 'dark' ? 'dark' : 'light'}
      position="bottom-right"
      gap={8}
      containerAriaLabel={m.notifications}
      toastOptions={{
        unstyled: true,
        closeButtonAriaLabel: m.close,
        classNames: {
          toast:
            'flex w-[356px] max-w-full items-start gap-2.5 rounded-lg bg-raised px-3.5 py-3 font-sans text-foreground text-sm shadow-pop [&>[data-icon]]:mt-0.5 [&>[data-icon]]:shrink-0 [&>[data-icon]>svg]:size-4',
          content: 'min-w-0 flex-1 [overflow-wrap:anywhere]',
          title: 'font-medium',
          description: 'mt-0.5 text-muted',
          success: '[&>[data-icon]]:text-success',
          error: '[&>[data-icon]]:text-danger',
          warning: '[&>[data-icon]]:text-warning',
          info: '[&>[data-icon]]:text-info',
          actionButton:
            'ml-auto h-7 shrink-0 rounded-md border border-border-strong bg-surface px-2.5 font-medium text-xs hover:bg-surface-2',
          cancelButton: 'h-7 shrink-0 rounded-md px-2 text-muted text-xs hover:text-foreground',
        },
      }}
    />
  );
}
