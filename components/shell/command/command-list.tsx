'use client';

import { cn } from '#components/class-names.ts';
import { useMessages } from '#components/locale.tsx';
import type { Command, CommandGroup } from './commands.ts';
import { commandMessages } from './messages.ts';

export interface CommandListProps {
  readonly id: string;
  readonly commands: readonly Command[];
  /** Id of the one that Enter would choose. */
  readonly current: string | null;
  readonly optionId: (id: string) => string;
  readonly onChoose: (id: string) => void;
  readonly onRun: (command: Command) => void;
}

const GROUPS: readonly CommandGroup[] = ['tasks', 'pages', 'create', 'look', 'help'];

/** The focus stays in the field above; which option is meant is said by its `aria-activedescendant`. */
export function CommandList({ id, commands, current, optionId, onChoose, onRun }: CommandListProps) {
  const m = useMessages(commandMessages);
  return (
    <div
      id={id}
      role="listbox"
      aria-label={m.results}
      tabIndex={-1}
      className="scroll-quiet min-h-0 flex-1 overflow-y-auto p-1.5 empty:hidden"
    >
      {GROUPS.map((group) => {
        const members = commands.filter((command) => command.group === group);
        if (members.length === 0) return null;
        return (
          // biome-ignore lint/a11y/useSemanticElements: a fieldset is no group of options.
          <div key={group} role="group" aria-labelledby={`${id}-${group}`}>
            <div id={`${id}-${group}`} className="px-2.5 pt-2 pb-1 font-medium text-2xs text-subtle">
              {m.groups[group]}
            </div>
            {members.map((command) => (
              <Option
                key={command.id}
                id={optionId(command.id)}
                command={command}
                selected={command.id === current}
                onChoose={() => onChoose(command.id)}
                onRun={() => onRun(command)}
              />
            ))}
          </div>
        );
      })}
    </div>
  );
}

interface OptionProps {
  readonly id: string;
  readonly command: Command;
  readonly selected: boolean;
  readonly onChoose: () => void;
  readonly onRun: () => void;
}

function Option({ id, command, selected, onChoose, onRun }: OptionProps) {
  const { icon, label, note, aside, disabled = false } = command;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keys go to the field that has the focus.
    <div
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={selected}
      aria-disabled={disabled || undefined}
      // A press must not take the focus out of the field.
      onMouseDown={(event) => event.preventDefault()}
      onMouseMove={selected || disabled ? undefined : onChoose}
      onClick={disabled ? undefined : onRun}
      className={cn(
        'flex min-h-9 cursor-pointer select-none items-center gap-3 rounded-md px-2.5 py-1.5 text-sm [&>svg]:size-4 [&>svg]:shrink-0 [&>svg]:text-muted',
        selected && 'bg-active',
        disabled && 'cursor-not-allowed text-muted',
      )}
    >
      {icon}
      <span className="min-w-0 flex-1">
        <span className="block truncate">{label}</span>
        {note !== undefined && <span className="block truncate text-muted text-xs">{note}</span>}
      </span>
      {aside}
    </div>
  );
}
