'use client';

import { CircleAlert } from 'lucide-react';
import { createContext, type ReactNode, useContext, useId } from 'react';
import { cn } from '#components/class-names.ts';
import { useMessages } from '#components/locale.tsx';
import { uiMessages } from './messages.ts';

interface FieldWiring {
  readonly id: string;
  readonly labelId: string;
  readonly describedBy: string | undefined;
  readonly invalid: boolean;
}

const FieldContext = createContext<FieldWiring | undefined>(undefined);

interface Own {
  readonly id?: string | undefined;
  readonly 'aria-describedby'?: string | undefined;
  readonly 'aria-invalid'?: boolean | 'true' | 'false' | 'grammar' | 'spelling' | undefined;
}

/** The attributes that tie a control to the Field around it; what the control was given itself wins. */
export function useFieldWiring(own: Own) {
  const field = useContext(FieldContext);
  const id = own.id ?? field?.id;
  const describedBy = own['aria-describedby'] ?? field?.describedBy;
  const invalid = own['aria-invalid'] ?? (field?.invalid || undefined);
  return {
    ...(id === undefined ? {} : { id }),
    ...(describedBy === undefined ? {} : { 'aria-describedby': describedBy }),
    ...(invalid === undefined ? {} : { 'aria-invalid': invalid }),
  };
}

/** The id of the label of the Field around a group of controls (radios, an editor), for aria-labelledby. */
export function useFieldLabelId(): string | undefined {
  return useContext(FieldContext)?.labelId;
}

export interface FieldProps {
  readonly label: ReactNode;
  /** Adds the small word "Optional". */
  readonly optional?: boolean | undefined;
  readonly hint?: ReactNode;
  /** Replaces the hint, and marks the control invalid. */
  readonly error?: ReactNode;
  /** Something small at the right end of the label line. */
  readonly action?: ReactNode;
  readonly id?: string | undefined;
  readonly className?: string | undefined;
  readonly children: ReactNode;
}

/** A labelled control. The control inside finds its id and its describing texts by itself. */
export function Field({ label, optional = false, hint, error, action, id, className, children }: FieldProps) {
  const m = useMessages(uiMessages);
  const generated = useId();
  const own = id ?? generated;
  const invalid = error !== undefined && error !== null && error !== false && error !== '';
  const note = invalid ? error : hint;
  const described = note === undefined || note === null || note === '' ? undefined : `${own}-note`;
  return (
    <FieldContext value={{ id: own, labelId: `${own}-label`, describedBy: described, invalid }}>
      <div className={cn('flex min-w-0 flex-col gap-1.5', className)}>
        <div className="flex items-baseline justify-between gap-2">
          <label htmlFor={own} id={`${own}-label`} className="font-medium text-foreground text-sm">
            {label}
            {optional && <span className="ml-1.5 font-normal text-subtle text-xs">{m.optional}</span>}
          </label>
          {action}
        </div>
        {children}
        {described !== undefined && (
          <div
            id={described}
            role={invalid ? 'alert' : undefined}
            className={cn('flex items-start gap-1.5 text-xs leading-4', invalid ? 'text-danger' : 'text-muted')}
          >
            {invalid && <CircleAlert aria-hidden className="mt-px size-3.5 shrink-0" />}
            <span className="min-w-0 [overflow-wrap:anywhere]">{note}</span>
          </div>
        )}
      </div>
    </FieldContext>
  );
}
