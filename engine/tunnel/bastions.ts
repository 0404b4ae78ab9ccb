import type { SshConfig } from '../task/config.ts';
import { Bastion } from './bastion.ts';
import type { BastionScope } from './failures.ts';

/** Connections to bastions, one each. One that has ended is forgotten at once: with it goes the password it was found by. */
export class Bastions {
  readonly #open = new Map<string, Promise<Bastion>>();

  /** Those that are there or being made. */
  get count(): number {
    return this.#open.size;
  }

  /**
   * The connection to a bastion, made when nobody has it yet.
   * @throws EngineError `bastion.*`
   */
  async to(ssh: SshConfig, side: BastionScope['side']): Promise<Bastion> {
    const key = JSON.stringify([side, ssh]);
    for (;;) {
      const bastion = await (this.#open.get(key) ?? this.#begin(key, ssh, side));
      // It may have ended between its last user and this one; then it is forgotten, and the next one is another.
      if (!bastion.isLost) return bastion;
    }
  }

  #begin(key: string, ssh: SshConfig, side: BastionScope['side']): Promise<Bastion> {
    const opening = Bastion.open(ssh, side);
    this.#open.set(key, opening);
    const forget = () => {
      if (this.#open.get(key) === opening) this.#open.delete(key);
    };
    opening.then((bastion) => bastion.over.then(forget), forget);
    return opening;
  }
}

/** Those of this thread. */
export const bastions = new Bastions();
