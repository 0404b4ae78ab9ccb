import { ArrowDown, ArrowUp, ChevronsUpDown } from 'lucide-react';
import type { ComponentProps, ReactNode } from 'react';
import { cn } from '#components/class-names.ts';

export interface TableProps extends ComponentProps<'table'> {
  /** Classes of the scrolling box around the table; give it a max height to make the sticky head count. */
  readonly boxClassName?: string | undefined;
}

export function Table({ boxClassName, className, ...props }: TableProps) {
  return (
    <div className={cn('scroll-quiet relative min-w-0 overflow-auto', boxClassName)}>
      <table className={cn('w-full border-separate border-spacing-0 text-left text-sm', className)} {...props} />
    </div>
  );
}

export function TableHead({ className, ...props }: ComponentProps<'thead'>) {
  return <thead className={cn('sticky top-0 z-10', className)} {...props} />;
}

export function TableBody({ className, ...props }: ComponentProps<'tbody'>) {
  return <tbody className={cn('[&>tr:last-child>td]:border-b-0', className)} {...props} />;
}

export interface TableRowProps extends ComponentProps<'tr'> {
  readonly selected?: boolean | undefined;
  /** Lights up under the pointer. */
  readonly interactive?: boolean | undefined;
}

export function TableRow({ selected = false, interactive = false, className, ...props }: TableRowProps) {
  return (
    <tr
      data-selected={selected || undefined}
      className={cn(
        'group/row',
        interactive && 'hover:[&>td]:bg-hover',
        selected && '[&>td]:bg-accent-soft/60',
        props.onClick && 'cursor-pointer',
        className,
      )}
      {...props}
    />
  );
}

export interface ThProps extends ComponentProps<'th'> {
  readonly numeric?: boolean | undefined;
  /** With `onSort` the head becomes a button that says how the column is sorted. */
  readonly sort?: 'asc' | 'desc' | 'none' | undefined;
  readonly onSort?: (() => void) | undefined;
}

const SORT = {
  asc: { aria: 'ascending', icon: <ArrowUp aria-hidden className="size-3" /> },
  desc: { aria: 'descending', icon: <ArrowDown aria-hidden className="size-3" /> },
  none: { aria: 'none', icon: <ChevronsUpDown aria-hidden className="size-3 opacity-60" /> },
} as const;

export function Th({ numeric = false, sort = 'none', onSort, className, children, ...props }: ThProps) {
  return (
    <th
      scope="col"
      {...(onSort ? { 'aria-sort': SORT[sort].aria } : {})}
      className={cn(
        'h-9 whitespace-nowrap border-b bg-surface-2 px-3 font-medium text-muted text-xs first:pl-4 last:pr-4',
        numeric && 'text-right',
        className,
      )}
      {...props}
    >
      {onSort ? (
        <button
          type="button"
          onClick={onSort}
          className={cn('inline-flex items-center gap-1 rounded-sm hover:text-foreground', sort !== 'none' && 'text-foreground')}
        >
          {children}
          {SORT[sort].icon}
        </button>
      ) : (
        children
      )}
    </th>
  );
}

export interface TdProps extends ComponentProps<'td'> {
  readonly numeric?: boolean | undefined;
  readonly mono?: boolean | undefined;
  readonly muted?: boolean | undefined;
}

export function Td({ numeric = false, mono = false, muted = false, className, ...props }: TdProps) {
  return (
    <td
      className={cn(
        'h-10 border-b px-3 py-1.5 align-middle transition-colors duration-75 first:pl-4 last:pr-4',
        numeric && 'whitespace-nowrap text-right',
        mono && 'font-mono text-xs',
        muted && 'text-muted',
        className,
      )}
      {...props}
    />
  );
}

/** A row that says the table is empty, or why. */
export function TableNote({ columns, children }: { columns: number; children: ReactNode }) {
  return (
    <tr>
      <td colSpan={columns} className="h-24 px-4 text-center text-muted text-sm">
        {children}
      </td>
    </tr>
  );
}
