import type { Watch } from '../case/solve-cascade.ts';
import { SeparationRefused } from '../refusal.ts';
import type { Phase, UnitStream } from '../stream.ts';
import { flowUnitOf, type FlowUnit, type SolvedUnit } from './flow-unit.ts';
import { placeOf, type Connection, type FlowsheetCase, type MakeUp } from './flowsheet-schema.ts';
import { materialOf, NOTHING, together, type Material } from '../material.ts';
import { solvingOrder, type SolvingOrder } from './order.ts';

/** A feed that connections lead to. */
export interface Port {
  readonly place: string;
  readonly unit: string;
  readonly feed: string;
  /** Indices of the connections that bring it what has been solved before it, and of those that are torn. */
  readonly direct: readonly number[];
  readonly torn: readonly number[];
  readonly makeUp: MakeUp | null;
  /** What the case says flows in: where iteration begins. */
  readonly stated: Material;
}

/** What a pass over all units found. */
export interface Pass {
  readonly solved: ReadonlyMap<string, SolvedUnit>;
  /** By connection, what flows through it. */
  readonly flowing: readonly Material[];
  /** By port, what is added to it, and what flows into it with that. */
  readonly madeUp: ReadonlyMap<string, Material>;
  readonly inflows: ReadonlyMap<string, Material>;
}

/** Shares of a stream may add up to one and so much for rounding. */
const WHOLE = 1 + 1e-12;

/** Units of a flowsheet and how they hang together. */
export class Plant {
  readonly connections: readonly Connection[];
  readonly order: SolvingOrder;
  readonly ports: readonly Port[];
  readonly #units: ReadonlyMap<string, FlowUnit>;

  /** @throws SeparationRefused for connections to nothing, and for make-ups of what nothing leads to */
  constructor(text: FlowsheetCase, watch: Watch) {
    this.connections = text.connections;
    this.#units = new Map(
      Object.entries(text.units).map(([name, unit]) => [name, ofUnit(name, () => flowUnitOf(unit, watch))] as const),
    );
    const ends = text.connections.map(({ from, to }, n) => ({
      from: this.#known(placeOf(from).unit, `$.connections[${n}].from`),
      to: this.#known(placeOf(to).unit, `$.connections[${n}].to`),
    }));
    this.order = solvingOrder(Object.keys(text.units), ends);
    this.ports = this.#portsOf(text);
  }

  /** Solves every unit once. @param torn what is taken to flow through torn connections, by port */
  pass(torn: ReadonlyMap<string, Material>): Pass {
    const flowing: Material[] = this.connections.map(() => NOTHING);
    const [solved, madeUp, inflows] = [new Map<string, SolvedUnit>(), new Map<string, Material>(), new Map<string, Material>()];
    for (const unit of this.order.units) {
      const own = new Map<string, Material>();
      for (const port of this.ports.filter((each) => each.unit === unit)) {
        const arrived = together([...port.direct.map((n) => flowing[n]!), torn.get(port.place) ?? NOTHING]);
        const added = this.#makeUp(port, arrived);
        if (port.makeUp !== null) madeUp.set(port.place, added);
        own.set(port.feed, together([arrived, added]));
        inflows.set(port.place, own.get(port.feed)!);
      }
      const found = ofUnit(unit, () => this.#units.get(unit)!.solve(own));
      solved.set(unit, found);
      this.#sendOn(unit, found.streams, flowing);
    }
    return { solved, flowing, madeUp, inflows };
  }

  /** What comes from outside: the feeds that nothing leads to, as they are written. */
  openFeeds(): { readonly place: string; readonly phase: Phase; readonly material: Material }[] {
    const isLedTo = (place: string): boolean => this.ports.some((port) => port.place === place);
    return [...this.#units].flatMap(([unit, { feeds, stated }]) =>
      feeds.flatMap(({ name, phase }) => {
        const [place, material] = [`${unit}/${name}`, stated(name)];
        return material === null || isLedTo(place) ? [] : [{ place, phase, material }];
      }),
    );
  }

  /** The share of a stream that connections take. @throws SeparationRefused where there is not so much */
  takenOf(unit: string, stream: UnitStream): number {
    return this.#from(unit, stream.name).reduce((sum, n) => sum + this.#shareOf(n, stream), 0);
  }

  #from(unit: string, stream: string): number[] {
    return this.connections.flatMap(({ from }, n) => (from === `${unit}/${stream}` ? [n] : []));
  }

  #shareOf(n: number, { litrePerHour }: UnitStream): number {
    const { share, litrePerHour: wanted } = this.connections[n]!;
    if (wanted === undefined) return share ?? 1;
    if (wanted <= litrePerHour * WHOLE) return Math.min(1, wanted / litrePerHour);
    const message = `${wanted} L/h are asked of ${litrePerHour} L/h`;
    throw new SeparationRefused('draw-beyond-flow', `$.connections[${n}].litrePerHour`, message);
  }

  /** Fills in what flows through the connections from a unit. */
  #sendOn(unit: string, streams: readonly UnitStream[], flowing: Material[]): void {
    for (const [n, { from }] of this.connections.entries()) {
      const place = placeOf(from);
      if (place.unit !== unit) continue;
      const stream = streams.find(({ name }) => name === place.name);
      if (stream === undefined) {
        const names = streams.map(({ name }) => name).join(', ');
        const message = `${unit} has no stream ${place.name}; it has ${names}`;
        throw new SeparationRefused('stream-unknown', `$.connections[${n}].from`, message);
      }
      this.#requirePhase(n, stream);
      flowing[n] = materialOf(stream, this.#shareOf(n, stream));
    }
    for (const stream of streams) {
      const taken = this.takenOf(unit, stream);
      if (taken <= WHOLE) continue;
      const path = `$.connections[${this.#from(unit, stream.name).at(-1)}]`;
      throw new SeparationRefused(
        'draw-beyond-flow',
        path,
        `${unit}/${stream.name} is taken ${taken} times: shares add up to 1 at most`,
      );
    }
  }

  /** What is added to a feed that is made up; less than nothing where it is taken off. */
  #makeUp({ makeUp, unit, place }: Port, arrived: Material): Material {
    if (makeUp === null) return NOTHING;
    const litrePerHour = makeUp.litrePerHour ?? arrived.litrePerHour;
    const { H = 0, ...ions } = arrived.molPerHour;
    let wanted = H;
    if (makeUp.extractant !== undefined) {
      const { boundBy } = this.#units.get(unit)!;
      const bound = Object.entries(ions).reduce((sum, [ion, mol]) => sum + boundBy(ion) * mol, 0);
      wanted = makeUp.extractant * litrePerHour - bound;
      if (wanted < 0)
        throw new SeparationRefused('extractant-exhausted', '$.makeUps', `${place} brings more metal than extractant`);
    }
    if (makeUp.acid !== undefined) wanted = makeUp.acid * litrePerHour;
    return { litrePerHour: litrePerHour - arrived.litrePerHour, molPerHour: wanted === H ? {} : { H: wanted - H } };
  }

  /** Solids do not flow into a feed of liquid, nor the other way round. */
  #requirePhase(n: number, { phase }: UnitStream): void {
    const { from, to } = this.connections[n]!;
    const place = placeOf(to);
    const port = this.#units.get(place.unit)!.feeds.find(({ name }) => name === place.name)!;
    if (port.phase === phase) return;
    throw new SeparationRefused('stream-unsuitable', `$.connections[${n}]`, `${from} is a ${phase}, ${to} takes a ${port.phase}`);
  }

  #known(unit: string, path: string): string {
    if (this.#units.has(unit)) return unit;
    const names = [...this.#units.keys()].join(', ');
    throw new SeparationRefused('unit-unknown', path, `there is no unit ${unit}; the flowsheet has ${names}`);
  }

  #portsOf({ connections, makeUps }: FlowsheetCase): Port[] {
    for (const [n, { to }] of makeUps.entries())
      if (!connections.some((connection) => connection.to === to))
        throw new SeparationRefused(
          'stream-unknown',
          `$.makeUps[${n}].to`,
          `nothing leads to ${to}: state there what it is fed with`,
        );
    return [...new Set(connections.map(({ to }) => to))].map((place) => {
      const { unit, name: feed } = placeOf(place);
      const own = connections.flatMap(({ to }, n) => (to === place ? [n] : []));
      const { feeds, stated } = this.#units.get(unit)!;
      if (!feeds.some(({ name }) => name === feed)) {
        const message = `${unit} has no feed ${feed}; it has ${feeds.map(({ name }) => name).join(', ')}`;
        throw new SeparationRefused('stream-unknown', `$.connections[${own[0]}].to`, message);
      }
      return {
        place,
        unit,
        feed,
        direct: own.filter((n) => !this.order.torn.has(n)),
        torn: own.filter((n) => this.order.torn.has(n)),
        makeUp: makeUps.find(({ to }) => to === place) ?? null,
        stated: stated(feed) ?? NOTHING,
      };
    });
  }
}

/** What a unit says of its own case is said of its place in the flowsheet. */
function ofUnit<Result>(unit: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof SeparationRefused)) throw error;
    throw new SeparationRefused(error.code, `$.units.${unit}${error.path?.slice(1) ?? ''}`, `${unit}: ${error.message}`);
  }
}
