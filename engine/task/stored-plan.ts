import type { Plan } from '../plan/plan.ts';
import type { TaskStore } from './store.ts';

/** The plan of a task as it is stored, for all who change a part of it: one after the other, so that none undoes what another did. */
export class StoredPlan {
  readonly #store: Pick<TaskStore, 'load' | 'savePlan'>;
  readonly #id: string;
  #last: Promise<unknown> = Promise.resolve();

  constructor(store: Pick<TaskStore, 'load' | 'savePlan'>, id: string) {
    this.#store = store;
    this.#id = id;
  }

  /** Durable when it resolves; the same plan is not written. False where there is none afterwards. `save`: with what belongs to it. */
  change(
    changed: (plan: Plan | null) => Plan | null,
    save: (plan: Plan) => Promise<void> = (plan) => this.#store.savePlan(this.#id, plan),
  ): Promise<boolean> {
    const work = this.#last.then(async () => {
      const { plan } = await this.#store.load(this.#id);
      const after = changed(plan);
      if (after !== null && after !== plan) await save(after);
      return after !== null;
    });
    this.#last = work.catch(() => {});
    return work;
  }
}
