'use client';

import { ArrowLeftRight, Keyboard, Languages, Monitor, Moon, Plus, Sun } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useTheme } from 'next-themes';
import { leaveFor } from '#components/leave.ts';
import { useLocale, useMessages } from '#components/locale.tsx';
import { useForbidden } from '#components/session/role.tsx';
import { settingsMessages } from '#components/settings/messages.ts';
import { SETTINGS } from '#components/settings/sections.ts';
import { TaskStatePill } from '#components/task/task-state-pill.tsx';
import { taskPath } from '#components/task-list/task-path.ts';
import { useNewTask } from '#components/task-list/use-new-task.ts';
import type { FoundTask } from '#lib/task/search.ts';
import { shellMessages } from '../messages.ts';
import { NAVIGATION } from '../navigation.ts';
import type { Command } from './commands.ts';
import { KeyCaps } from './key-caps.tsx';
import { commandMessages } from './messages.ts';
import { GO } from './shortcuts.ts';

/** Everything the menu can do, with the tasks that were found. Each says its words in both languages to be found by either. */
export function useCommands(found: readonly FoundTask[], onHelp: () => void): readonly Command[] {
  const m = useMessages(commandMessages);
  const shell = useMessages(shellMessages);
  const settings = useMessages(settingsMessages);
  const router = useRouter();
  const { setTheme } = useTheme();
  const { setLocale } = useLocale();
  const forbidden = useForbidden('operator');
  const migration = useNewTask('migration');
  const synchronization = useNewTask('synchronization');
  const tasks = found.map(({ id, name, kind, state }): Command => {
    const path = taskPath({ id, state: { name: state } });
    return {
      id: `task-${id}`,
      group: 'tasks',
      label: name,
      note: id,
      icon: <ArrowLeftRight aria-hidden />,
      aside: <TaskStatePill bare state={state} kind={kind} />,
      run: () => leaveFor(() => router.push(path)),
    };
  });
  const pages = NAVIGATION.map(({ href, name, icon: Icon }): Command => {
    const key = GO.find((place) => place.href === href)?.key;
    return {
      id: `page-${name}`,
      group: 'pages',
      label: shell[name],
      keywords: `${shellMessages.en[name]} ${shellMessages.zh[name]}`,
      icon: <Icon aria-hidden />,
      ...(key === undefined ? {} : { aside: <KeyCaps keys={['G', key.toUpperCase()]} /> }),
      run: () => leaveFor(() => router.push(href)),
    };
  });
  const sections = SETTINGS.map(
    ({ href, name, icon: Icon }): Command => ({
      id: `settings-${name}`,
      group: 'pages',
      label: `${settings.title} · ${settings[name]}`,
      keywords: `${settingsMessages.en.title} ${settingsMessages.en[name]} ${settingsMessages.zh.title} ${settingsMessages.zh[name]}`,
      icon: <Icon aria-hidden />,
      run: () => leaveFor(() => router.push(href)),
    }),
  );
  const create = (['newMigration', 'newSynchronization'] as const).map(
    (name): Command => ({
      id: name,
      group: 'create',
      label: m[name],
      keywords: `${commandMessages.en[name]} ${commandMessages.zh[name]}`,
      icon: <Plus aria-hidden />,
      ...(forbidden === null ? {} : { note: forbidden, disabled: true }),
      run: () => leaveFor((name === 'newMigration' ? migration : synchronization).create),
    }),
  );
  const look = (['light', 'dark', 'system'] as const).map(
    (theme): Command => ({
      id: `theme-${theme}`,
      group: 'look',
      label: m.theme[theme],
      keywords: `${commandMessages.en.theme[theme]} ${commandMessages.zh.theme[theme]}`,
      icon: { light: <Sun aria-hidden />, dark: <Moon aria-hidden />, system: <Monitor aria-hidden /> }[theme],
      run: () => setTheme(theme),
    }),
  );
  const languages = (['en', 'zh'] as const).map(
    (locale): Command => ({
      id: `language-${locale}`,
      group: 'look',
      label: m.language[locale],
      keywords: locale === 'en' ? 'language 语言 英文' : 'language Chinese 语言',
      icon: <Languages aria-hidden />,
      run: () => setLocale(locale),
    }),
  );
  const help: Command = {
    id: 'shortcuts',
    group: 'help',
    label: m.shortcuts,
    keywords: `${commandMessages.en.shortcuts} ${commandMessages.zh.shortcuts}`,
    icon: <Keyboard aria-hidden />,
    aside: <KeyCaps keys={['?']} />,
    run: onHelp,
  };
  return [...tasks, ...pages, ...sections, ...create, ...look, ...languages, help];
}
