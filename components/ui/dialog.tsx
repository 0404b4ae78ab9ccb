'use client';

import { X } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import { type ReactNode, useRef } from 'react';
import { cn } from '#components/class-names.ts';
import { useMessages } from '#components/locale.tsx';
import { IconButton } from './icon-button.tsx';
import { uiMessages } from './messages.ts';

export interface DialogProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly title: ReactNode;
  readonly description?: ReactNode;
  readonly size?: 'sm' | 'md' | 'lg' | 'xl' | undefined;
  /** The buttons, the main one last. */
  readonly footer?: ReactNode;
  /** Keeps Escape, the backdrop and the cross from closing it, while something runs. */
  readonly locked?: boolean | undefined;
  /** It is to be read: opening puts the focus on itself, not on the first thing in it that could be used. */
  readonly reading?: boolean | undefined;
  readonly role?: 'dialog' | 'alertdialog' | undefined;
  readonly className?: string | undefined;
  readonly children?: ReactNode;
}

/** What had the focus when the dialog opened; for a menu item, which is gone by then, the button of its menu. */
function opener(): HTMLElement | undefined {
  const focused = document.activeElement;
  const menu = focused?.closest('[role=menu]')?.getAttribute('aria-labelledby');
  const element = menu ? document.getElementById(menu) : focused;
  return element instanceof HTMLElement ? element : undefined;
}

const WIDTH = { sm: 'max-w-[420px]', md: 'max-w-[540px]', lg: 'max-w-[720px]', xl: 'max-w-[980px]' } as const;

export function Dialog({
  open,
  onOpenChange,
  title,
  description,
  size = 'md',
  footer,
  locked = false,
  reading = false,
  role = 'dialog',
  className,
  children,
}: DialogProps) {
  const m = useMessages(uiMessages);
  const from = useRef<HTMLElement | undefined>(undefined);
  return (
    <Radix.Root open={open} onOpenChange={(next) => (next || !locked) && onOpenChange(next)}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 animate-fade-in bg-overlay" />
        <div className="pointer-events-none fixed inset-0 z-40 flex items-start justify-center p-4 sm:pt-[12vh]">
          <Radix.Content
            role={role}
            onOpenAutoFocus={(event) => {
              from.current = opener();
              if (!reading) return;
              event.preventDefault();
              if (event.currentTarget instanceof HTMLElement) event.currentTarget.focus();
            }}
            onCloseAutoFocus={(event) => {
              event.preventDefault();
              if (from.current?.isConnected) from.current.focus();
            }}
            {...(description === undefined ? { 'aria-describedby': undefined } : {})}
            className={cn(
              'pointer-events-auto relative flex max-h-[calc(100dvh-2rem)] w-full animate-dialog-in flex-col overflow-hidden rounded-xl bg-raised shadow-pop outline-none sm:max-h-[80vh]',
              WIDTH[size],
              className,
            )}
          >
            <header className="px-5 pt-4.5 pb-3 pr-14">
              <Radix.Title className="font-semibold text-lg leading-6 [overflow-wrap:anywhere]">{title}</Radix.Title>
              {description !== undefined && <Radix.Description className="mt-1 text-muted text-sm">{description}</Radix.Description>}
            </header>
            {children !== undefined && <div className="scroll-quiet min-h-0 flex-1 overflow-y-auto px-5 pt-1 pb-5">{children}</div>}
            {footer !== undefined && (
              <footer className="flex flex-wrap items-center justify-end gap-2 border-t bg-surface-2/50 px-5 py-3">{footer}</footer>
            )}
            {/* Last in the order of the keyboard, so that opening puts the focus on what the dialog is for. */}
            <IconButton
              size="sm"
              tooltip={false}
              label={m.close}
              icon={<X />}
              disabled={locked}
              onClick={() => onOpenChange(false)}
              className="absolute top-3.5 right-3.5"
            />
          </Radix.Content>
        </div>
      </Radix.Portal>
    </Radix.Root>
  );
}
