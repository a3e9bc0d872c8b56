import { SeparationRefused } from '../refusal.ts';
import type { UnitStream } from '../stream.ts';
import { placeOf, type Connection, type FlowsheetCase, type MakeUp } from './flowsheet-schema.ts';
import { materialOf, NOTHING, together, type Material } from './material.ts';
import { solvingOrder, type SolvingOrder } from './order.ts';
import { outletsOf, type UnitAnswer } from './outlets.ts';
import { feedNames, feedOf, readFeed, writeFeed } from './ports.ts';

type Json = Readonly<Record<string, unknown>>;

/** Solves the cases of one unit, one after the other: what it found for the last is where it begins with the next. */
export type UnitSolver = (json: unknown) => UnitAnswer;

/** A feed that connections lead to. */
export interface Port {
  readonly place: string;
  readonly unit: string;
  readonly feed: string;
  /** Indices of its connections, and of those of them that are torn. */
  readonly connections: readonly number[];
  readonly torn: readonly number[];
  readonly makeUp: MakeUp | null;
  /** What the case says flows in: where iteration begins. */
  readonly stated: Material;
}

/** What a pass over all units found. */
export interface Pass {
  readonly answers: ReadonlyMap<string, UnitAnswer>;
  readonly outlets: ReadonlyMap<string, readonly UnitStream[]>;
  readonly consumed: readonly { readonly unit: string; readonly stream: UnitStream }[];
  /** By connection, what flows through it. */
  readonly flowing: readonly Material[];
  readonly madeUp: ReadonlyMap<string, Material>;
  readonly feeds: ReadonlyMap<string, Material>;
}

/** Units of a flowsheet and how they hang together. */
export class Plant {
  readonly units: Readonly<Record<string, Json>>;
  readonly connections: readonly Connection[];
  readonly order: SolvingOrder;
  readonly ports: readonly Port[];
  readonly #solvers: ReadonlyMap<string, UnitSolver>;

  /** @throws SeparationRefused for connections to nothing, and for make-ups of what nothing leads to */
  constructor(text: FlowsheetCase, newSolver: () => UnitSolver) {
    this.units = text.units;
    this.connections = text.connections;
    const ends = text.connections.map(({ from, to }, n) => ({
      from: this.#known(placeOf(from).unit, `$.connections[${n}].from`),
      to: this.#known(placeOf(to).unit, `$.connections[${n}].to`),
    }));
    this.order = solvingOrder(Object.keys(text.units), ends);
    this.ports = this.#portsOf(text);
    this.#solvers = new Map(Object.keys(text.units).map((name) => [name, newSolver()]));
  }

  /** Solves every unit once. @param torn what is taken to flow into the ports with torn connections, through those */
  pass(torn: ReadonlyMap<string, Material>): Pass {
    const flowing: Material[] = this.connections.map(() => NOTHING);
    const [answers, outlets] = [new Map<string, UnitAnswer>(), new Map<string, readonly UnitStream[]>()];
    const [madeUp, feeds] = [new Map<string, Material>(), new Map<string, Material>()];
    const consumed: Pass['consumed'][number][] = [];
    for (const unit of this.order.units) {
      let json: Json = this.units[unit]!;
      for (const port of this.ports.filter((each) => each.unit === unit)) {
        const arriving = port.connections.filter((n) => !port.torn.includes(n)).map((n) => flowing[n]!);
        const arrived = together([...arriving, ...(port.torn.length > 0 ? [torn.get(port.place)!] : [])]);
        const added = this.#makeUp(port, arrived);
        if (port.makeUp !== null) madeUp.set(port.place, added);
        feeds.set(port.place, together([arrived, added]));
        json = writeFeed(json, feedOf(json, port.feed, port.place), feeds.get(port.place)!, this.#buffers(unit));
      }
      const answer = this.#solve(unit, json);
      const leaving = outletsOf(answer);
      if (leaving === null)
        throw new SeparationRefused(
          'unit-unknown',
          `$.units.${unit}.unit`,
          `${answer.unit} has no streams: it cannot stand in a flowsheet`,
        );
      answers.set(unit, answer);
      outlets.set(unit, leaving.streams);
      consumed.push(...leaving.consumed.map((stream) => ({ unit, stream })));
      this.#sendOn(unit, leaving.streams, flowing);
    }
    return { answers, outlets, consumed, flowing, madeUp, feeds };
  }

  /** Names of the feeds of a unit that nothing leads to: what comes from outside. */
  openFeeds(unit: string): string[] {
    return feedNames(this.units[unit]!).filter((feed) => !this.ports.some((port) => port.unit === unit && port.feed === feed));
  }

  /** What a feed says as it is written. */
  stated(unit: string, feed: string): Material {
    return readFeed(feedOf(this.units[unit]!, feed, `$.units.${unit}`), this.#buffers(unit));
  }

  /** The share of a stream that a connection takes. @throws SeparationRefused where there is not so much */
  shareOf(n: number, { litrePerHour }: UnitStream): number {
    const { share, litrePerHour: wanted } = this.connections[n]!;
    if (wanted === undefined) return share ?? 1;
    if (litrePerHour !== null && wanted <= litrePerHour * (1 + 1e-12)) return Math.min(1, wanted / litrePerHour);
    throw new SeparationRefused(
      'draw-beyond-flow',
      `$.connections[${n}].litrePerHour`,
      `${wanted} L/h are asked of ${litrePerHour ?? 0} L/h`,
    );
  }

  #sendOn(unit: string, streams: readonly UnitStream[], flowing: Material[]): void {
    const taken = new Map<string, number>();
    for (const [n, { from }] of this.connections.entries()) {
      const place = placeOf(from);
      if (place.unit !== unit) continue;
      const stream = streams.find(({ name }) => name === place.name);
      if (stream === undefined) {
        const names = streams.map(({ name }) => name).join(', ');
        throw new SeparationRefused(
          'stream-unknown',
          `$.connections[${n}].from`,
          `${unit} has no stream ${place.name}; it has ${names}`,
        );
      }
      const share = this.shareOf(n, stream);
      const sum = (taken.get(place.name) ?? 0) + share;
      if (sum > 1 + 1e-12)
        throw new SeparationRefused(
          'draw-beyond-flow',
          `$.connections[${n}]`,
          `${from} is shared out ${sum} times: shares add up to 1 at most`,
        );
      taken.set(place.name, sum);
      flowing[n] = materialOf(stream, share);
    }
  }

  #solve(unit: string, json: Json): UnitAnswer {
    try {
      return this.#solvers.get(unit)!(json);
    } catch (error) {
      if (!(error instanceof SeparationRefused)) throw error;
      throw new SeparationRefused(error.code, `$.units.${unit}${error.path?.slice(1) ?? ''}`, `${unit}: ${error.message}`);
    }
  }

  #buffers(unit: string): string[] {
    return Object.keys((this.units[unit]!['buffers'] as object | undefined) ?? {});
  }

  /** What is added to a feed that is made up; less than nothing where it is taken off. */
  #makeUp({ makeUp, unit }: Port, arrived: Material): Material {
    if (makeUp === null) return NOTHING;
    const litrePerHour = makeUp.litrePerHour ?? arrived.litrePerHour;
    const { H = 0, ...ions } = arrived.molPerHour;
    let wanted = H;
    if (makeUp.extractant !== undefined)
      wanted =
        makeUp.extractant * litrePerHour -
        Object.entries(ions).reduce((sum, [ion, mol]) => sum + this.#bound(unit, ion) * mol, 0);
    if (makeUp.acid !== undefined) wanted = makeUp.acid * litrePerHour;
    return { litrePerHour: litrePerHour - arrived.litrePerHour, molPerHour: wanted === H ? {} : { H: wanted - H } };
  }

  /** Moles of extractant that a mole of an ion binds, as the unit has it. */
  #bound(unit: string, ion: string): number {
    const json = this.units[unit]!;
    const component = (json['components'] as Record<string, { charge?: number; extractantPerMole?: number }> | undefined)?.[ion];
    const perMole = (json['extractantPerMole'] as Record<string, number> | undefined)?.[ion];
    if (json['base'] === ion || (json['unit'] === 'saponification' && ion === 'NH4'))
      return (json['baseCharge'] as number | undefined) ?? 1;
    return perMole ?? component?.extractantPerMole ?? component?.charge ?? 3;
  }

  #known(unit: string, path: string): string {
    if (Object.hasOwn(this.units, unit)) return unit;
    throw new SeparationRefused(
      'unit-unknown',
      path,
      `there is no unit ${unit}; the flowsheet has ${Object.keys(this.units).join(', ')}`,
    );
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
      const found = feedOf(this.units[unit]!, feed, `$.connections[${own[0]}].to`);
      return {
        place,
        unit,
        feed,
        connections: own,
        torn: own.filter((n) => this.order.torn.has(n)),
        makeUp: makeUps.find(({ to }) => to === place) ?? null,
        stated: readFeed(found, this.#buffers(unit)),
      };
    });
  }
}
