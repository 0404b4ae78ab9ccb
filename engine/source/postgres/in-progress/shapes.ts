import { relationsOf } from './messages.ts';

interface Shape {
  readonly message: Buffer;
  /** Order of arrival among all relation messages. */
  readonly arrived: number;
}

interface OwnShape extends Shape {
  readonly subtransaction: number;
}

/** Relation messages told for one transaction that is not over. */
interface Own {
  readonly known: Map<number, OwnShape>;
  /** Also those of subtransactions rolled back since. */
  readonly told: Set<number>;
}

/**
 * Which relation message holds where. The source describes a relation once for all ordinary transactions, and once again in each
 * transaction that it streams; after such a one was committed its description counts for the ordinary ones too, unless they
 * were told a newer one meanwhile. Played back late, an old description must not outlive its transaction.
 */
export class Shapes {
  readonly #ordinary = new Map<number, Shape>();
  readonly #own = new Map<number, Own>();
  #arrived = 0;

  /** A relation message outside of any transaction that is kept. */
  learn(message: Buffer): void {
    this.#ordinary.set(message.readUInt32BE(1), this.#shape(message));
  }

  /** A relation message of a transaction that is kept, as protocol version 1 has it. */
  learnIn(transaction: number, subtransaction: number, message: Buffer): void {
    const relation = message.readUInt32BE(1);
    const own = this.#ownOf(transaction);
    own.known.set(relation, { ...this.#shape(message), subtransaction });
    own.told.add(relation);
  }

  /** Descriptions that a change of a kept transaction relies on and that were told before it began. */
  lacking(transaction: number, change: Buffer): readonly Buffer[] {
    const own = this.#ownOf(transaction);
    return relationsOf(change, 1).flatMap((relation) => {
      const shape = this.#ordinary.get(relation);
      if (shape === undefined || own.told.has(relation)) return [];
      own.known.set(relation, { ...shape, subtransaction: transaction });
      own.told.add(relation);
      return [shape.message];
    });
  }

  drop(transaction: number, subtransaction: number): void {
    if (transaction === subtransaction) this.#own.delete(transaction);
    const known = this.#own.get(transaction)?.known;
    for (const [relation, shape] of known ?? []) if (shape.subtransaction === subtransaction) known?.delete(relation);
  }

  /** The transaction is committed: the descriptions that hold again after it, to be told at its end. */
  settle(transaction: number): readonly Buffer[] {
    const own = this.#own.get(transaction);
    this.#own.delete(transaction);
    if (own === undefined) return [];
    return [...own.told].flatMap((relation) => {
      const mine = own.known.get(relation);
      const ordinary = this.#ordinary.get(relation);
      if (mine !== undefined && mine.arrived > (ordinary?.arrived ?? -1)) this.#ordinary.set(relation, mine);
      else if (ordinary !== undefined && mine?.arrived !== ordinary.arrived) return [ordinary.message];
      return [];
    });
  }

  #ownOf(transaction: number): Own {
    const own = this.#own.get(transaction) ?? { known: new Map(), told: new Set() };
    this.#own.set(transaction, own);
    return own;
  }

  #shape(message: Buffer): Shape {
    this.#arrived += 1;
    return { message: Buffer.from(message), arrived: this.#arrived };
  }
}
