import { describe } from 'vitest';
import { carryContract } from './contract/carry.ts';
import { changeContract } from './contract/change.ts';
import { columnContract } from './contract/columns.ts';
import type { ContractFixture } from './contract/ground.ts';
import { loadContract } from './contract/load.ts';
import { structureContract } from './contract/structure.ts';

/**
 * What `Destination` promises, as tests that every destination is held to: the same cases, the same words. A fixture says where the
 * servers are and how rows are read back, by another way than the destination's own.
 */
export function destinationContract(name: string, fixture: () => ContractFixture): void {
  describe(`the contract of destinations: ${name}`, () => {
    describe('structure', () => structureContract(fixture));
    describe('load', () => loadContract(fixture));
    describe('changes', () => changeContract(fixture));
    describe('commands', () => carryContract(fixture));
    describe('columns', () => columnContract(fixture));
  });
}
