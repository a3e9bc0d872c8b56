import type { Cascade } from '../cascade/cascade.ts';
import type { Holdings, TimeStep } from '../cascade/dynamic.ts';

/** What was fed, has left and is held, by component. */
export class Balance {
  readonly cascade: Cascade;
  readonly #fed: Float64Array;
  readonly #left: Float64Array;
  readonly #atFirst: Float64Array;

  constructor(holdings: Holdings, cascade: Cascade) {
    this.cascade = cascade;
    const count = cascade.components.length;
    [this.#fed, this.#left] = [new Float64Array(count), new Float64Array(count)];
    this.#atFirst = this.#sums(holdings);
  }

  add({ aqueous, organic, stages, components }: Cascade, hours: number, { leaving }: TimeStep): void {
    for (let i = 0; i < components.length; i++) {
      for (let at = i * stages; at < (i + 1) * stages; at++)
        this.#fed[i]! += hours * (aqueous.molPerHour[at]! + organic.molPerHour[at]!);
      this.#left[i]! += leaving[i]!;
    }
  }

  closure(holdings: Holdings): number {
    const held = this.#sums(holdings);
    return Math.max(
      ...held.map((mol, i) => {
        const brought = this.#atFirst[i]! + this.#fed[i]!;
        return Math.abs(mol + this.#left[i]! - brought) / (brought > 0 ? brought : 1);
      }),
    );
  }

  #sums({ mol }: Holdings): Float64Array {
    const { stages, components } = this.cascade;
    return Float64Array.from(components, (_, i) => {
      let sum = 0;
      for (let at = i * stages; at < (i + 1) * stages; at++) sum += mol[at]!;
      return sum;
    });
  }
}
