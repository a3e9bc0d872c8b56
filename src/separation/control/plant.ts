import { molarMassOf } from '../../elements/index.ts';
import { Balance } from '../case/balance.ts';
import { countsInPurity } from '../case/cascade-answer.ts';
import { withNumber } from '../case/case-number.ts';
import type { CascadeCase } from '../case/cascade-schema.ts';
import { heldBy, type TimeSteps } from '../case/time-steps.ts';
import type { Cascade } from '../cascade/cascade.ts';
import type { Holdings, Transient } from '../cascade/dynamic.ts';
import type { Profile } from '../cascade/profile.ts';
import type { SteadyState } from '../cascade/steady.ts';
import { SeparationRefused } from '../refusal.ts';
import type { Control } from './control-schema.ts';
import { Trips } from './interlocks.ts';

export type Product = Control['specifications'][number]['product'];
const PRODUCTS: readonly Product[] = ['raffinate', 'loaded organic'];

/** What has left, and what was used, since the beginning. */
export interface Tally {
  /** Elements in a product, kg. */
  readonly productKilogram: Record<Product, number>;
  readonly offSpecificationKilogram: Record<Product, number>;
  acidMol: number;
  aqueousLitre: number;
  organicLitre: number;
}

/** Below this concentration an analysis tells nothing, mol/L. */
const DETECTED = 1e-9;

/** A cascade through time whose flow somebody moves, with upsets, interlocks that trip, and a tally of what leaves. */
export class Plant {
  hour = 0;
  flow: number;
  profile: Profile;
  readonly trips: Trips;
  readonly tally: Tally = {
    productKilogram: { raffinate: 0, 'loaded organic': 0 },
    offSpecificationKilogram: { raffinate: 0, 'loaded organic': 0 },
    acidMol: 0,
    aqueousLitre: 0,
    organicLitre: 0,
  };
  readonly #text: CascadeCase;
  readonly #control: Control;
  readonly #time: TimeSteps;
  readonly #counted: readonly { readonly component: number; readonly name: string; readonly kilogramPerMol: number }[];
  readonly #balance: Balance;
  #holdings: Holdings;
  #step: number;
  #now: { readonly upsets: number; readonly flow: number; readonly text: CascadeCase; readonly transient: Transient } | null =
    null;

  /** @param state the steady state that it begins with, at the flow of the case */
  constructor(text: CascadeCase, control: Control, time: TimeSteps, cascade: Cascade, state: SteadyState, flow: number) {
    [this.#text, this.#control, this.#time, this.flow] = [text, control, time, flow];
    this.profile = state.profile;
    this.trips = new Trips(control.interlocks);
    this.#counted = cascade.components.flatMap(({ name }, component) =>
      countsInPurity(text, name) ? [{ component, name, kilogramPerMol: kilogramPerMol(text, name) }] : [],
    );
    this.#holdings = heldBy(cascade, state);
    this.#balance = new Balance(this.#holdings, cascade);
    this.#step = control.sampleHours / 10;
  }

  /** Goes on to an hour; where an interlock trips on the way its safe flow takes over at once. */
  goOn(until: number): void {
    while (this.hour < until - 1e-9 * this.#control.sampleHours) {
      const { text, transient } = this.#atNow();
      const upset = Math.min(...this.#control.upsets.map(({ atHour }) => (atHour > this.hour ? atHour : Infinity)));
      const left = Math.min(until, upset) - this.hour;
      const taken = this.#time.advance(transient, this.#holdings, Math.min(this.#step, left, this.#control.sampleHours / 2));
      this.#balance.add(transient.cascade, taken.hours, taken.step);
      this.#count(text, transient, taken.step.iterate.profile, taken.hours);
      this.#holdings = taken.step.holdings;
      this.profile = taken.step.iterate.profile;
      this.hour = taken.hours >= left ? Math.min(until, upset) : this.hour + taken.hours;
      const isCutShort = this.#step > taken.hours && taken.next > taken.hours;
      this.#step = Math.max(taken.next, isCutShort ? this.#step : 0);
      this.trips.update(({ phase, stage, component }) => this.#carried(phase, stage, component));
      this.flow = this.trips.safe ?? this.flow;
    }
  }

  /** ln(share/(1 − share)) of a component among those that count in purities. */
  measure({ phase, stage, component }: Pick<Control['measured'], 'phase' | 'stage' | 'component'>): number {
    const own = this.#carried(phase, stage, component);
    return Math.log((own + DETECTED) / (this.#carried(phase, stage, undefined) - own + DETECTED));
  }

  /** The purity of a component in a product, as it leaves now. */
  purity(product: Product, component: string): number {
    const [phase, stage] = placeOf(product, this.#text.stages);
    const whole = this.#carried(phase, stage, undefined);
    return whole > 0 ? this.#carried(phase, stage, component) / whole : 0;
  }

  /** How far all that was fed differs from what has left and is held. */
  closure(): number {
    return this.#balance.closure(this.#holdings);
  }

  /** The case and its model as they are now; made anew when something has changed. */
  #atNow(): { text: CascadeCase; transient: Transient } {
    const upsets = this.#control.upsets.filter(({ atHour }) => atHour <= this.hour).length;
    if (this.#now?.upsets !== upsets || this.#now.flow !== this.flow) {
      const text = textAt(this.#text, this.#control, this.hour, this.flow);
      this.#now = { upsets, flow: this.flow, text, transient: this.#time.transient(text) };
    }
    return this.#now;
  }

  /** mol/L at a stage of one component, or of all that count in purities. */
  #carried(phase: 'aqueous' | 'organic', stage: number, component: string | undefined, profile = this.profile): number {
    return this.#counted.reduce((sum, { component: i, name }) => {
      const isAsked = component === undefined || component === name;
      return isAsked ? sum + profile[phase][i * this.#text.stages + stage - 1]! : sum;
    }, 0);
  }

  /** Adds up what a step brought: products by the mean of their concentrations at its ends. */
  #count(text: CascadeCase, { flows }: Transient, after: Profile, hours: number): void {
    const { tally } = this;
    for (const product of PRODUCTS) {
      const [phase, stage] = placeOf(product, text.stages);
      const litres = hours * (product === 'raffinate' ? flows.aqueous[0]! : flows.organic[text.stages - 1]!);
      const at = (component: string | undefined): number =>
        (this.#carried(phase, stage, component) + this.#carried(phase, stage, component, after)) / 2;
      const kilogram = this.#counted.reduce((sum, { name, kilogramPerMol: each }) => sum + each * litres * at(name), 0);
      tally.productKilogram[product] += kilogram;
      const isOff = this.#control.specifications.some(
        ({ product: meant, component, purityAtLeast }) => meant === product && at(component) < purityAtLeast * at(undefined),
      );
      if (isOff) tally.offSpecificationKilogram[product] += kilogram;
    }
    for (const { litrePerHour, acid } of text.aqueousFeeds) {
      tally.acidMol += hours * litrePerHour * acid;
      tally.aqueousLitre += hours * litrePerHour;
    }
    for (const { litrePerHour } of text.organicFeeds) tally.organicLitre += hours * litrePerHour;
  }
}

/** A case as upsets and the moved flow have made it. */
export function textAt(text: CascadeCase, { upsets, manipulated }: Control, hour: number, flow: number): CascadeCase {
  const upset = upsets
    .map((each, n) => ({ ...each, n }))
    .filter(({ atHour }) => atHour <= hour)
    .toSorted((a, b) => a.atHour - b.atHour)
    .reduce((moved, { path, value, n }) => withNumber(moved, path, () => value, `$.control.upsets[${n}].path`), text);
  return withNumber(upset, manipulated, () => flow, '$.control.manipulated');
}

function placeOf(product: Product, stages: number): [phase: 'aqueous' | 'organic', stage: number] {
  return product === 'raffinate' ? ['aqueous', 1] : ['organic', stages];
}

function kilogramPerMol(text: CascadeCase, name: string): number {
  const grams = text.components[name]?.molarMassGramPerMole ?? molarMassOf(name);
  if (grams !== null) return grams / 1000;
  const message = `the molar mass of ${name} is not known: state molarMassGramPerMole`;
  throw new SeparationRefused('molar-mass-missing', `$.components.${name}`, message);
}
