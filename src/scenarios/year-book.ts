import type { IndustryRegistry } from '../industry/index.ts';
import type { RandomStream } from '../numerics/index.ts';

/** Any JSON value and object, as events are written. */
export type Json = null | boolean | number | string | Json[] | JsonObject;
export interface JsonObject {
  [key: string]: Json;
}

/** A registry that tactics may change. */
export type Draft<T> = T extends readonly (infer E)[]
  ? Draft<E>[]
  : T extends object
    ? { -readonly [K in keyof T]: Draft<T[K]> }
    : T;
export type DraftRegistry = Draft<Omit<IndustryRegistry, 'permits'>> & {
  permits: Draft<
    Omit<IndustryRegistry['permits'][number], 'limit'> & { limit: { quantity: number; uom: string; basis: string } | null }
  >[];
};

/** An entry of an event's list of quantities. */
export interface Quantity extends JsonObject {
  epcClass: string;
  quantity: number;
  uom: string;
}

const LISTS = ['quantityList', 'childQuantityList', 'inputQuantityList', 'outputQuantityList'] as const;
const OFFSET_MS = 8 * 3_600_000;

/** An honest year that tactics rewrite: its registry and all its events, by lot and by site. */
export class YearBook {
  readonly registry: DraftRegistry;
  readonly random: RandomStream;
  readonly startMs: number;
  readonly endMs: number;
  readonly #events: JsonObject[];
  readonly #byLot: Map<string, JsonObject[]>;
  #serial = 0;

  constructor(registry: IndustryRegistry, events: Iterable<JsonObject>, year: number, random: RandomStream) {
    this.registry = structuredClone(registry) as unknown as DraftRegistry;
    this.random = random;
    this.#events = [...events];
    this.startMs = Date.UTC(year, 0, 1) - OFFSET_MS;
    this.endMs = Date.UTC(year + 1, 0, 1) - OFFSET_MS;
    this.#byLot = new Map();
    for (const event of this.#events) this.#index(event);
  }

  #index(event: JsonObject): void {
    for (const lot of new Set(quantitiesIn(event).map(({ epcClass }) => epcClass))) {
      const known = this.#byLot.get(lot);
      if (known === undefined) this.#byLot.set(lot, [event]);
      else known.push(event);
    }
  }

  /** All events by time. */
  get events(): readonly JsonObject[] {
    return this.#events.toSorted((a, b) => timeOf(a) - timeOf(b));
  }

  /** What a lot went through, by time. */
  storyOf(lot: string): readonly JsonObject[] {
    return (this.#byLot.get(lot) ?? []).toSorted((a, b) => timeOf(a) - timeOf(b));
  }

  /** Events at a site, by time. */
  at(site: string): JsonObject[] {
    return this.events.filter((event) => siteOf(event) === site);
  }

  /** Puts an event in. */
  add(event: JsonObject, timeMs: number): JsonObject {
    this.#serial += 1;
    const id = `${this.random.split(`event ${this.#serial}`).uint32().toString(16).padStart(8, '0')}`;
    const stated = {
      ...event,
      eventID: `urn:uuid:${id}-0000-4000-8000-${String(this.#serial).padStart(12, '0')}`,
      eventTime: `${new Date(Math.round(timeMs) + OFFSET_MS).toISOString().slice(0, -1)}+08:00`,
      eventTimeZoneOffset: '+08:00',
    };
    this.#events.push(stated);
    this.#index(stated);
    return stated;
  }

  /** Takes an event out. */
  remove(event: JsonObject): void {
    this.#events.splice(this.#events.indexOf(event), 1);
    for (const { epcClass } of quantitiesIn(event)) {
      const story = this.#byLot.get(epcClass);
      if (story?.includes(event) === true) story.splice(story.indexOf(event), 1);
    }
  }

  /** A lot of the same product that nobody has yet. */
  newLot(like: string): string {
    this.#serial += 1;
    return `${like.slice(0, like.lastIndexOf('/'))}/X${this.random.split(`lot ${this.#serial}`).uint32().toString(36).toUpperCase()}`;
  }

  /** Multiplies every amount of a lot from an instant on. */
  scale(lot: string, factor: number, fromMs: number): void {
    for (const event of this.storyOf(lot)) {
      if (timeOf(event) < fromMs) continue;
      for (const entry of quantitiesIn(event))
        if (entry.epcClass === lot && typeof entry.quantity === 'number') entry.quantity = grams(entry.quantity * factor);
    }
  }

  /** Whether a lot is sold whole as it is, loose, and never made into something else: what is taken off it shows nowhere further on. */
  isTerminal(lot: string): boolean {
    const story = this.storyOf(lot);
    const plain = story.every((event) => event['type'] === 'ObjectEvent' || isOutput(event, lot));
    const senders = story.filter((event) => event['bizStep'] === 'shipping').map(siteOf);
    return plain && senders.length > 0 && new Set(senders).size === senders.length;
  }

  site(id: string): DraftRegistry['sites'][number] {
    return this.registry.sites.find((site) => site.id === id)!;
  }

  ownerOf(site: string): string {
    return this.site(site).organisation;
  }

  /** Sites of a kind at which something happens, each as likely to come first. */
  sitesOf(kind: string): string[] {
    const sites = this.registry.sites.filter((site) => site.kind === kind).map(({ id }) => id);
    return shuffled(sites, this.random.split(`sites ${kind} ${this.#serial}`));
  }

  productKind(lot: string): string {
    return this.registry.products.find(({ id }) => lot.startsWith(`${id}/`))?.kind ?? '';
  }
}

/** Quantities that an event states, those that a tactic may change. */
export function quantitiesIn(event: JsonObject): Quantity[] {
  return LISTS.flatMap((list) => (event[list] as Quantity[] | undefined) ?? []);
}

function isOutput(event: JsonObject, lot: string): boolean {
  const outputs = (event['outputQuantityList'] as Quantity[] | undefined) ?? [];
  return outputs.some(({ epcClass }) => epcClass === lot);
}

/** The instant of an event, milliseconds since 1970 UTC. */
export function timeOf(event: JsonObject): number {
  return Date.parse(event['eventTime'] as string);
}

/** Where an event happened. */
export function siteOf(event: JsonObject): string {
  return (event['readPoint'] as { id: string }).id;
}

/** Kilograms to the gram, as papers state them. */
export function grams(kg: number): number {
  return Math.round(kg * 1000) / 1000;
}

/** Items in a random order. */
export function shuffled<T>(items: readonly T[], random: RandomStream): T[] {
  const left = [...items];
  for (let at = left.length - 1; at > 0; at--) {
    const other = random.below(at + 1);
    [left[at], left[other]] = [left[other]!, left[at]!];
  }
  return left;
}

/** A deep copy. */
export function copied<T>(value: T): T {
  return structuredClone(value);
}
