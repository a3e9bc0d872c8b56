import { AndersonMixing, leastSquares, zeros, type Matrix } from '../../numerics/index.ts';
import { SeparationRefused } from '../refusal.ts';
import { together, type Material } from '../material.ts';
import type { Pass, Plant, Port } from './plant.ts';

/** Entries of what is sought: litres and species of each port with a torn connection. */
interface Entry {
  readonly place: string;
  /** A species; null for the volume. */
  readonly species: string | null;
}

/** How far a search may go, and who watches it. */
export interface RecycleLimits {
  readonly passesMax: number;
  readonly isOver: () => boolean;
  readonly report: (passes: number, residual: number) => void;
}

export interface Recycled {
  readonly status: 'solved' | 'iteration-limit' | 'time-limit';
  readonly pass: Pass;
  readonly passes: number;
  /** The largest difference between what was taken to flow back and what did, against the largest flow of its species anywhere. */
  readonly residual: number;
}

const DEPTH = 12;
const TOLERANCE = 1e-12;
/** Rounding in a unit may not let the difference fall further. */
const ROUNDING = 1e-10;
/** Passes without progress after which it will fall no further, or another way is taken. */
const PATIENCE = 12;
/** A trial never falls below this share of what came back last time. */
const LEAST_SHARE = 0.05;
const RETREATS = 12;
/** How far an entry is moved to see what follows, against the largest flow of its kind and against itself. */
const NUDGE = 1e-7;
const NUDGE_RELATIVE = 1e-4;

type Trial = ReadonlyMap<string, Material>;

/** A trial and the pass that it led to. */
interface Step {
  readonly trial: Trial;
  readonly pass: Pass;
  readonly vector: Vector;
}

/**
 * Finds what flows back, so that what is taken to flow in a torn connection is what does: by Anderson's mixing, and where that makes no
 * progress (units that feed each other across a front), by Newton's method with a Jacobian of differences.
 * @throws SeparationRefused
 */
export function settleRecycles(plant: Plant, limits: RecycleLimits): Recycled {
  const search = new RecycleSearch(plant, limits);
  return search.run();
}

class RecycleSearch {
  readonly #plant: Plant;
  readonly #limits: RecycleLimits;
  readonly #torn: readonly Port[];
  #passes = 0;

  constructor(plant: Plant, limits: RecycleLimits) {
    this.#plant = plant;
    this.#limits = limits;
    this.#torn = plant.ports.filter(({ torn }) => torn.length > 0);
  }

  run(): Recycled {
    const mixing = new AndersonMixing(DEPTH);
    let step = this.#take(new Map(this.#torn.map((port) => [port.place, port.stated])));
    let [best, sinceBest] = [Infinity, 0];
    for (;;) {
      const residual = step.vector.residual();
      this.#limits.report(this.#passes, residual);
      [best, sinceBest] = residual < best / 2 ? [residual, 0] : [best, sinceBest + 1];
      const status = this.#statusAt(residual, sinceBest);
      if (status !== null) return { status, pass: step.pass, passes: this.#passes, residual };
      if (sinceBest < PATIENCE) {
        const next = this.#mixed(step, mixing);
        if (next.vector.entries.length !== step.vector.entries.length) mixing.restart();
        step = next;
      } else {
        step = this.#newton(step);
        mixing.restart();
      }
    }
  }

  #statusAt(residual: number, sinceBest: number): Recycled['status'] | null {
    if (residual <= TOLERANCE || (residual <= ROUNDING && sinceBest >= PATIENCE)) return 'solved';
    if (this.#limits.isOver()) return 'time-limit';
    return this.#passes >= this.#limits.passesMax ? 'iteration-limit' : null;
  }

  #take(trial: Trial): Step {
    this.#passes++;
    const pass = this.#plant.pass(trial);
    return { trial, pass, vector: new Vector(trial, imageOf(this.#torn, pass), pass) };
  }

  /** The next trial by mixing; where it goes where a unit has no state, half of the way back. */
  #mixed({ trial, vector }: Step, mixing: AndersonMixing): Step {
    let wished: Trial = vector.materials(mixing.next(vector.trial, vector.image));
    for (let retreat = 0; ; retreat++) {
      try {
        return this.#take(wished);
      } catch (error) {
        if (!(error instanceof SeparationRefused) || retreat === RETREATS) throw error;
        mixing.restart();
        wished = new Map([...wished].map(([place, material]) => [place, halfway(trial.get(place)!, material)]));
      }
    }
  }

  /** A step of Newton's method, shortened until it brings the residual down; the best that was seen where none does. */
  #newton(from: Step): Step {
    const { vector } = from;
    const difference = vector.image.map((value, at) => value - vector.trial[at]!);
    const direction = leastSquares(this.#jacobian(from), difference, 1e-14);
    let best: Step | null = null;
    for (let share = 1; share > 1 / 2 ** RETREATS && !this.#limits.isOver(); share /= 2) {
      const next = this.#tried(vector.materials(vector.trial.map((value, at) => value + share * direction[at]!)));
      if (next === null) continue;
      if (next.vector.residual() < vector.residual()) return next;
      if (best === null || next.vector.residual() < best.vector.residual()) best = next;
    }
    return best ?? this.#take(vector.materials(vector.image));
  }

  /** How trial less image changes with each entry of the trial. */
  #jacobian({ vector }: Step): Matrix {
    const size = vector.entries.length;
    const jacobian = zeros(size, size);
    for (let column = 0; column < size && !this.#limits.isOver(); column++) {
      const nudge = NUDGE + NUDGE_RELATIVE * Math.abs(vector.trial[column]!);
      const moved = this.#tried(vector.materials(vector.trial.with(column, vector.trial[column]! + nudge)));
      for (let row = 0; row < size; row++) {
        const slope = moved === null ? 0 : (moved.vector.imageAt(vector, row) - vector.image[row]!) / nudge;
        jacobian.values[row * size + column] = (row === column ? 1 : 0) - slope;
      }
    }
    return jacobian;
  }

  #tried(trial: Trial): Step | null {
    try {
      return this.#take(trial);
    } catch (error) {
      if (error instanceof SeparationRefused) return null;
      throw error;
    }
  }
}

function halfway(a: Material, b: Material): Material {
  const { litrePerHour, molPerHour } = together([a, b]);
  return {
    litrePerHour: litrePerHour / 2,
    molPerHour: Object.fromEntries(Object.entries(molPerHour).map(([species, mol]) => [species, mol / 2])),
  };
}

/** What came back. */
function imageOf(torn: readonly Port[], { flowing }: Pass): Map<string, Material> {
  return new Map(torn.map(({ place, torn: own }) => [place, together(own.map((n) => flowing[n]!))]));
}

/** Trial and image as vectors, each entry against the largest flow of its kind. */
class Vector {
  readonly entries: readonly Entry[];
  readonly trial: Float64Array;
  readonly image: Float64Array;
  readonly #scales: Float64Array;

  constructor(trial: ReadonlyMap<string, Material>, image: ReadonlyMap<string, Material>, pass: Pass) {
    this.entries = entriesOf(trial, image);
    this.#scales = Float64Array.from(this.entries, ({ species }) => scaleOf(species, pass));
    this.trial = this.#read(trial);
    this.image = this.#read(image);
  }

  residual(): number {
    return this.image.reduce((worst, value, at) => Math.max(worst, Math.abs(value - this.trial[at]!)), 0);
  }

  /** An entry of this image on the scale of another vector. */
  imageAt(other: Vector, at: number): number {
    const { place, species } = other.entries[at]!;
    const mine = this.entries.findIndex((entry) => entry.place === place && entry.species === species);
    return mine < 0 ? 0 : (this.image[mine]! * this.#scales[mine]!) / other.#scales[at]!;
  }

  /** The trial of a vector: what would be below nothing becomes little. */
  materials(next: Float64Array): Trial {
    const found = new Map<string, { litrePerHour: number; molPerHour: Record<string, number> }>();
    for (const [at, { place, species }] of this.entries.entries()) {
      const amount = Math.max(next[at]!, LEAST_SHARE * Math.min(this.image[at]!, this.trial[at]!)) * this.#scales[at]!;
      const material = found.get(place) ?? { litrePerHour: 0, molPerHour: {} };
      if (species === null) material.litrePerHour = amount;
      else material.molPerHour[species] = amount;
      found.set(place, material);
    }
    return found;
  }

  #read(materials: ReadonlyMap<string, Material>): Float64Array {
    return Float64Array.from(this.entries, ({ place, species }, at) => {
      const { litrePerHour, molPerHour } = materials.get(place)!;
      return (species === null ? litrePerHour : (molPerHour[species] ?? 0)) / this.#scales[at]!;
    });
  }
}

function entriesOf(trial: ReadonlyMap<string, Material>, image: ReadonlyMap<string, Material>): Entry[] {
  return [...trial].flatMap(([place, { molPerHour }]) => {
    const species = [...new Set([...Object.keys(molPerHour), ...Object.keys(image.get(place)!.molPerHour)])].toSorted();
    return [{ place, species: null }, ...species.map((each) => ({ place, species: each }))];
  });
}

/** The largest flow of a species, or of volume, in any stream or feed; 1 where there is none. */
function scaleOf(species: string | null, { solved, inflows }: Pass): number {
  const amount = ({ litrePerHour, molPerHour }: Material): number =>
    species === null ? litrePerHour : (molPerHour[species] ?? 0);
  const streams = [...solved.values()].flatMap((unit) => unit.streams);
  const largest = Math.max(0, ...streams.map(amount), ...[...inflows.values()].map(amount));
  return largest > 0 ? largest : 1;
}
