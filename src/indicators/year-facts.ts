import { oxideFactor, type Composition } from '../elements/index.ts';
import { NET, treoOf, type Entry, type Masses, type MeasuredLoss, type Surroundings } from '../ledger/index.ts';

/** A share with what it is of, kilograms. */
export interface Share {
  readonly part: number;
  readonly whole: number;
}

/** What the record says of a year, as far as Table 1 asks. */
export interface YearFacts {
  /** REO mined at light mines, and that with the tailings measured. */
  readonly lightBeneficiation: Share;
  /** REO mined at ion mines, and that with the losses measured: what stays in the ground is not in it. */
  readonly ionMining: Share;
  /** REO out of separation, of that which went in: mainly of concentrates, mainly of ion-ore compounds. */
  readonly lightSeparation: Share;
  readonly ionSeparation: Share;
  /** Net exports: ore, concentrates, compounds; and all. */
  readonly primaryExports: Share;
  /** Events that each share rests on. */
  readonly events: Readonly<Record<Exclude<keyof YearFacts, 'events'>, number>>;
}

/** What must be known of sites beside their kinds. */
export interface Places extends Surroundings {
  ore(site: string): 'light' | 'ion' | null;
}

type ShareName = keyof YearFacts['events'];

const KG_PER_MG = 1e-6;
const PRIMARY: ReadonlySet<string> = new Set(['ore', 'concentrate', 'mixed-compound', 'oxide', 'salt']);

const reoKg = (masses: Masses): number => Number(treoOf(masses)) * KG_PER_MG;
const netKg = (masses: Masses): number => Number(masses[NET]!) * KG_PER_MG;

function reoShare(composition: Composition): number {
  return composition.reduce((sum, { index, fraction }) => sum + fraction * oxideFactor(index), 0);
}

/** Adds up the entries of a year. */
export class YearSums {
  readonly #places: Places;
  readonly #shares = new Map<ShareName, { part: number; whole: number; events: number }>();

  constructor(places: Places) {
    this.#places = places;
  }

  add(entry: Entry): void {
    const site = entry.legs.find(({ account }) => account.site !== null)?.account.site ?? null;
    if (site === null) return;
    const kind = this.#places.siteKind(site);
    if (kind === 'mine' && entry.flows.some(({ role }) => role === 'source')) this.#mined(entry, site);
    if (kind === 'separation-plant' && entry.flows.some(({ role }) => role === 'input')) this.#separated(entry);
    this.#exported(entry);
  }

  #mined({ flows }: Entry, site: string): void {
    const ore = this.#places.ore(site);
    if (ore === null) return;
    const product = flows.reduce((sum, { role, masses }) => (role === 'source' ? sum + reoKg(masses) : sum), 0);
    this.#note(ore === 'light' ? 'lightBeneficiation' : 'ionMining', product, product);
  }

  /** What a mine measured as lost when it mined: matter that never was in the ledger. */
  addMineLosses(site: string, losses: readonly MeasuredLoss[]): void {
    const ore = this.#places.ore(site);
    if (ore === null) return;
    const lost = losses.reduce((sum, { netMg, composition }) => sum + Number(netMg) * KG_PER_MG * reoShare(composition), 0);
    this.#share(ore === 'light' ? 'lightBeneficiation' : 'ionMining').whole += lost;
  }

  #separated({ flows }: Entry): void {
    const fed = new Map<string, number>();
    let out = 0;
    for (const { role, lot, masses } of flows) {
      if (role === 'output') out += reoKg(masses);
      else fed.set(this.#places.productKind(lot) ?? '', (fed.get(this.#places.productKind(lot) ?? '') ?? 0) + reoKg(masses));
    }
    const [main] = [...fed].toSorted(([, a], [, b]) => b - a);
    const whole = [...fed.values()].reduce((a, b) => a + b, 0);
    if (main?.[0] === 'concentrate') this.#note('lightSeparation', out, whole);
    if (main?.[0] === 'mixed-compound') this.#note('ionSeparation', out, whole);
  }

  #exported({ legs }: Entry): void {
    for (const { account, lot, masses } of legs) {
      if (account.kind !== 'exported' || lot === null) continue;
      const kg = netKg(masses);
      this.#note('primaryExports', PRIMARY.has(this.#places.productKind(lot) ?? '') ? kg : 0, kg);
    }
  }

  #share(name: ShareName): { part: number; whole: number; events: number } {
    const share = this.#shares.get(name) ?? { part: 0, whole: 0, events: 0 };
    this.#shares.set(name, share);
    return share;
  }

  #note(name: ShareName, part: number, whole: number): void {
    const share = this.#share(name);
    share.part += part;
    share.whole += whole;
    share.events += 1;
  }

  facts(): YearFacts {
    const of = (name: ShareName): { part: number; whole: number; events: number } =>
      this.#shares.get(name) ?? { part: 0, whole: 0, events: 0 };
    const share = (name: ShareName): Share => ({ part: of(name).part, whole: of(name).whole });
    const names = ['lightBeneficiation', 'ionMining', 'lightSeparation', 'ionSeparation', 'primaryExports'] as const;
    return {
      lightBeneficiation: share('lightBeneficiation'),
      ionMining: share('ionMining'),
      lightSeparation: share('lightSeparation'),
      ionSeparation: share('ionSeparation'),
      primaryExports: share('primaryExports'),
      events: Object.fromEntries(names.map((name) => [name, of(name).events])) as YearFacts['events'],
    };
  }
}
