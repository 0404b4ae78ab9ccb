'use client';

import { Eye, EyeOff } from 'lucide-react';
import { type ComponentProps, useState } from 'react';
import { cn } from '#components/class-names.ts';
import { useMessages } from '#components/locale.tsx';
import { useFieldWiring } from './field.tsx';
import { IconButton } from './icon-button.tsx';
import { uiMessages } from './messages.ts';

export type PasswordInputProps = Omit<ComponentProps<'input'>, 'type'>;

export function PasswordInput({ className, disabled, ...props }: PasswordInputProps) {
  const m = useMessages(uiMessages);
  const wiring = useFieldWiring(props);
  const [shown, show] = useState(false);
  return (
    <div
      className={cn('control flex h-8 w-full min-w-0 items-center', className)}
      data-invalid={wiring['aria-invalid'] ? 'true' : undefined}
      data-disabled={disabled ? '' : undefined}
    >
      <input
        type={shown ? 'text' : 'password'}
        autoComplete="off"
        spellCheck={false}
        autoCapitalize="off"
        disabled={disabled}
        className="h-full w-full min-w-0 bg-transparent px-2.5 text-sm outline-none disabled:cursor-not-allowed"
        {...props}
        {...wiring}
      />
      <IconButton
        size="sm"
        disabled={disabled}
        label={shown ? m.hidePassword : m.showPassword}
        aria-pressed={shown}
        icon={shown ? <EyeOff /> : <Eye />}
        onClick={() => show(!shown)}
        className="mr-px focus-visible:-outline-offset-2"
      />
    </div>
  );
}
