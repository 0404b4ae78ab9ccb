import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { cn } from '#components/class-names.ts';

export interface CalloutProps {
  readonly tone?: 'info' | 'success' | 'warning' | 'danger' | undefined;
  readonly title?: ReactNode;
  readonly children?: ReactNode;
  /** A button at the right, or below on narrow screens. */
  readonly action?: ReactNode;
  readonly className?: string | undefined;
}

const TONE = {
  info: { icon: Info, box: 'border-info/25 bg-info-soft', mark: 'text-info' },
  success: { icon: CircleCheck, box: 'border-success/25 bg-success-soft', mark: 'text-success' },
  warning: { icon: TriangleAlert, box: 'border-warning/30 bg-warning-soft', mark: 'text-warning' },
  danger: { icon: CircleAlert, box: 'border-danger/25 bg-danger-soft', mark: 'text-danger' },
} as const;

export function Callout({ tone = 'info', title, children, action, className }: CalloutProps) {
  const { icon: Icon, box, mark } = TONE[tone];
  const urgent = tone === 'danger' || tone === 'warning';
  return (
    <div
      role={urgent ? 'alert' : 'note'}
      className={cn('flex flex-wrap items-start gap-x-4 gap-y-3 rounded-lg border px-3.5 py-3 text-sm', box, className)}
    >
      <div className="flex min-w-0 flex-1 basis-64 items-start gap-2.5">
        <Icon aria-hidden className={cn('mt-0.5 size-4 shrink-0', mark)} />
        <div className="min-w-0 flex-1 [overflow-wrap:anywhere]">
          {title !== undefined && <div className="font-medium text-foreground">{title}</div>}
          {children !== undefined && children !== null && (
            <div className={cn(title === undefined ? 'text-foreground' : 'mt-0.5 text-muted')}>{children}</div>
          )}
        </div>
      </div>
      {action !== undefined && <div className="flex shrink-0 items-center gap-2">{action}</div>}
    </div>
  );
}
