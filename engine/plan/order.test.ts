import { expect, test } from 'vitest';
import { type Node, order } from './order.ts';

const node = (id: string, requires: readonly string[] = [], standsIn = false): Node => ({ id, requires, standsIn });

test('what is required comes first, and the order given is kept otherwise', () => {
  expect(order([node('c', ['b']), node('a'), node('b'), node('d')]).ids).toEqual(['b', 'c', 'a', 'd']);
});

test('what is not among the nodes is not waited for', () => {
  expect(order([node('a', ['elsewhere'])]).ids).toEqual(['a']);
});

test('a view and the function that takes its row: the view stands in for itself, its body follows', () => {
  const { ids, circles } = order([node('view', ['function', 'table'], true), node('function', ['view']), node('table')]);
  expect(ids.indexOf('view')).toBeLessThan(ids.indexOf('function'));
  expect(ids).toHaveLength(3);
  expect(circles).toEqual(['view']);
});

test('two views in circles follow each other: the body of one may need the body of the other', () => {
  const { circles } = order([node('outer', ['inner', 'f'], true), node('inner', ['g'], true), node('f', ['outer']), node('g', ['inner'])]);
  expect(circles).toEqual(['inner', 'outer']);
});

test('a circle without a view is cut, and nothing is lost', () => {
  expect([...order([node('a', ['b']), node('b', ['a'])]).ids].sort()).toEqual(['a', 'b']);
});

test('a chain of many thousands does not run out of stack', () => {
  const nodes = Array.from({ length: 50_000 }, (_, index) => node(String(index), [String(index + 1)]));
  expect(order(nodes).ids[0]).toBe('49999');
});
