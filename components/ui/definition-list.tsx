import type { ReactNode } from 'react';
import { cn } from '#components/class-names.ts';
import { CopyButton } from './copy-button.tsx';

export interface Definition {
  readonly label: string;
  readonly value: ReactNode;
  /** Puts a copy button after the value. */
  readonly copy?: string | undefined;
  readonly mono?: boolean | undefined;
}

export interface DefinitionListProps {
  readonly items: readonly Definition[];
  readonly columns?: 1 | 2 | undefined;
  readonly className?: string | undefined;
}

export function DefinitionList({ items, columns = 1, className }: DefinitionListProps) {
  return (
    <dl className={cn('grid gap-x-10 text-sm', columns === 2 && 'md:grid-cols-2', className)}>
      {items.map((item) => (
        <div key={item.label} className="flex min-h-9 min-w-0 items-start gap-4 border-b py-2 last:border-b-0">
          <dt className="w-40 shrink-0 text-muted max-sm:w-28">{item.label}</dt>
          <dd className={cn('flex min-w-0 flex-1 items-start gap-1 [overflow-wrap:anywhere]', item.mono && 'font-mono text-xs leading-5')}>
            <span className="numeric min-w-0 [&_time]:whitespace-normal">{item.value}</span>
            {item.copy !== undefined && <CopyButton value={item.copy} className="-my-1 shrink-0" />}
          </dd>
        </div>
      ))}
    </dl>
  );
}
