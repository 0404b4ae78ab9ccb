import { expect, test } from 'vitest';
import { nearNames } from './near.ts';

test('a mistyped name finds the one that was meant first', () => {
  expect(nearNames('custmer_id', ['id', 'customer_id', 'customer_name'])[0]).toBe('customer_id');
});

test('a difference in case alone is the nearest of all', () => {
  expect(nearNames('name', ['nome', 'Name'])[0]).toBe('Name');
});

test('a part of a name finds the whole', () => {
  expect(nearNames('order', ['order_number', 'zip'])).toEqual(['order_number']);
});

test('nothing alike means no suggestion', () => {
  expect(nearNames('xyz', ['customer_id', 'created_at'])).toEqual([]);
});
