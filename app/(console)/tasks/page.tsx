import { redirect } from 'next/navigation';

/** The list of before there were two kinds of task. */
export default function TasksPage(): never {
  redirect('/migration');
}
