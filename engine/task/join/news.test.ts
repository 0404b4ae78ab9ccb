import { describe, expect, test } from 'vitest';
import type { Away, Joining, Plan } from '../../plan/plan.ts';
import { nameOfTable, tableId } from '../../schema/table.ts';
import { type JoinedNews, withNews } from './news.ts';

const id = (name: string) => tableId({ schema: 'app', name });
const gone = (name: string, settled: boolean): Away => ({ id: id(name), source: nameOfTable(id(name)), settled });

function lot(name: string, tables: readonly string[], more: Partial<Joining> = {}): Joining {
  return { id: name, objects: [], accepted: [], state: 'streaming', plan: null, ids: tables.map(id), ...more };
}

const BARE: Plan = { steps: [], tables: [], statements: [], sequences: [], leftOut: [] };

function following(plan: Pick<Plan, 'joining' | 'away'>, ...news: readonly JoinedNews[]) {
  const { joining, away } = news.reduce(withNews, { ...BARE, joining: [], away: [], ...plan });
  return { joining, away };
}

describe('news of those who come and go', () => {
  test('undo nothing that a person has changed meanwhile', () => {
    const plan = { joining: [lot('j1', ['a'], { cancelled: true }), lot('j2', ['b'], { state: 'preparing' })], away: [gone('c', false)] };
    expect(following(plan, { kind: 'changed', id: 'j1', part: { state: 'loading', ids: [id('x')] } })).toEqual({
      joining: [lot('j1', ['a', 'x'], { cancelled: true, state: 'loading' }), plan.joining[1]],
      away: plan.away,
    });
  });

  test('are the same when they are taken in twice', () => {
    const plan = { joining: [lot('j1', ['a']), lot('j2', ['b'])], away: [gone('a', true), gone('c', false)] };
    const all: readonly JoinedNews[] = [
      { kind: 'changed', id: 'j1', part: { ids: [id('x')] } },
      { kind: 'joined', id: 'j1' },
      { kind: 'given-up', id: 'j2' },
      { kind: 'called', was: id('c'), id: id('d') },
      { kind: 'withdrawn', ids: [id('c')] },
    ];
    for (const each of all) expect(following(plan, each, each)).toEqual(following(plan, each));
  });

  test('of one that has joined take it from those that went', () => {
    expect(following({ joining: [lot('j1', ['a'])], away: [gone('a', true), gone('b', true)] }, { kind: 'joined', id: 'j1' })).toEqual({
      joining: [],
      away: [gone('b', true)],
    });
  });

  test('of one that has joined while a person took it away have its tables leave', () => {
    const plan = { joining: [lot('j1', ['a'], { cancelled: true })], away: [gone('a', true)] };
    expect(following(plan, { kind: 'joined', id: 'j1' })).toEqual({ joining: [], away: [gone('a', false)] });
  });

  test('of one that is given up leave to others what is still to leave', () => {
    const plan = { joining: [lot('j1', ['a', 'b'], { cancelled: true })], away: [gone('a', false)] };
    expect(following(plan, { kind: 'given-up', id: 'j1' })).toEqual({ joining: [], away: [gone('a', false), gone('b', true)] });
  });

  test('of another name are of whoever had the first', () => {
    const plan = { joining: [lot('j1', ['a'])], away: [gone('b', false), gone('c', true)] };
    const news = (was: string): JoinedNews => ({ kind: 'called', was: id(was), id: id('new') });
    expect(following(plan, news('a'))).toEqual({ joining: [lot('j1', ['a', 'new'])], away: plan.away });
    expect(following(plan, news('b')).away).toContainEqual(gone('new', false));
    expect(following(plan, news('c')).away).toContainEqual(gone('new', true));
  });
});
