import type { CascadeAnswer, LeavingStream } from '../case/cascade-answer.ts';
import type { CascadeCase } from '../case/cascade-schema.ts';
import { extractantPerMoleOf } from '../case/compile-fitted.ts';
import { HYDROGEN } from '../case/hydrogen.ts';
import { startCascadeSolver, type Watch } from '../case/solve-cascade.ts';
import { SeparationRefused } from '../refusal.ts';
import type { UnitStream } from '../stream.ts';
import { boundBy, solveSaponification, type SaponificationAnswer, type SaponificationCase } from '../units/saponification.ts';
import { timesLitres, type Material } from './material.ts';

export type UnitAnswer = CascadeAnswer | SaponificationAnswer;

/** A solved unit: its answer, what leaves it, and what it takes in beside its feeds. */
export interface SolvedUnit {
  readonly answer: UnitAnswer;
  readonly streams: readonly UnitStream[];
  readonly consumed: readonly UnitStream[];
}

/** A unit of a flowsheet: a case, of whose feeds those that something leads to are written anew whenever it is solved. */
export interface FlowUnit {
  /** Names of its feeds. */
  readonly feeds: readonly string[];
  /** What a feed says as it is written. */
  readonly stated: (feed: string) => Material;
  /** Moles of extractant that a mole of an ion binds in the organic phase. */
  readonly boundBy: (ion: string) => number;
  /** @throws SeparationRefused with paths of the unit's own case */
  readonly solve: (inflows: ReadonlyMap<string, Material>) => SolvedUnit;
}

/** @throws SeparationRefused for a case that cannot stand in a flowsheet */
export function flowUnitOf(text: CascadeCase | SaponificationCase, watch: Watch): FlowUnit {
  return text.unit === 'cascade' ? cascadeUnit(text, watch) : saponificationUnit(text);
}

function saponificationUnit(text: SaponificationCase): FlowUnit {
  const { litrePerHour, concentrations, extractant } = text.organic;
  return {
    feeds: ['organic'],
    stated: () => timesLitres(litrePerHour, { ...concentrations, [HYDROGEN]: extractant }),
    boundBy: (ion) => boundBy(text, ion),
    solve: (inflows) => {
      const inflow = inflows.get('organic');
      const organic = inflow === undefined ? text.organic : { ...text.organic, ...organicFeed(inflow, '$.organic') };
      const answer = solveSaponification({ ...text, organic });
      return { answer, streams: answer.streams, consumed: answer.consumed };
    },
  };
}

/** A cascade, solved each time from the state that it was in the last time. */
function cascadeUnit(text: CascadeCase, watch: Watch): FlowUnit {
  if (text.concentrationUnit !== 'mol/L')
    throw new SeparationRefused('form', '$.concentrationUnit', 'a cascade of a flowsheet states its concentrations in mol/L');
  const solve = startCascadeSolver(watch);
  const aqueous = text.aqueousFeeds.map((feed, n) => feed.name ?? `aqueousFeeds[${n}]`);
  const organic = text.organicFeeds.map((feed, n) => feed.name ?? `organicFeeds[${n}]`);
  const buffers = Object.keys(text.buffers);
  return {
    feeds: [...aqueous, ...organic],
    stated: (name) => statedFeed(text, aqueous.indexOf(name), organic.indexOf(name)),
    boundBy: (ion) => (Object.hasOwn(text.components, ion) ? extractantPerMoleOf(text, ion) : 0),
    solve: (inflows) => {
      const rewritten = <Feed>(
        feeds: readonly Feed[],
        names: readonly string[],
        write: (inflow: Material, n: number) => Partial<Feed>,
      ) => feeds.map((feed, n) => (inflows.has(names[n]!) ? { ...feed, ...write(inflows.get(names[n]!)!, n) } : feed));
      const answer = solve({
        ...text,
        aqueousFeeds: rewritten(text.aqueousFeeds, aqueous, (inflow, n) => aqueousFeed(inflow, buffers, `$.aqueousFeeds[${n}]`)),
        organicFeeds: rewritten(text.organicFeeds, organic, (inflow, n) => organicFeed(inflow, `$.organicFeeds[${n}]`)),
      });
      return { answer, streams: answer.streams.map(streamOf), consumed: [] };
    },
  };
}

function statedFeed({ aqueousFeeds, organicFeeds }: CascadeCase, aqueous: number, organic: number): Material {
  if (aqueous >= 0) {
    const { litrePerHour, concentrations, buffers, acid } = aqueousFeeds[aqueous]!;
    return timesLitres(litrePerHour, { ...concentrations, ...buffers, [HYDROGEN]: acid });
  }
  const { litrePerHour, concentrations, extractant } = organicFeeds[organic]!;
  return timesLitres(litrePerHour, { ...concentrations, [HYDROGEN]: extractant });
}

function aqueousFeed(inflow: Material, buffers: readonly string[], path: string) {
  const { litrePerHour, hydrogen, ions } = concentrationsOf(inflow, path);
  const isBuffer = ([name]: [string, number]): boolean => buffers.includes(name);
  return {
    litrePerHour,
    acid: hydrogen,
    concentrations: Object.fromEntries(ions.filter((ion) => !isBuffer(ion))),
    buffers: Object.fromEntries(ions.filter(isBuffer)),
  };
}

function organicFeed(inflow: Material, path: string) {
  const { litrePerHour, hydrogen, ions } = concentrationsOf(inflow, path);
  return { litrePerHour, extractant: hydrogen, concentrations: Object.fromEntries(ions) };
}

/** mol/L of what flows in. @throws SeparationRefused where nothing does */
function concentrationsOf({ litrePerHour, molPerHour }: Material, path: string) {
  if (!(litrePerHour > 0))
    throw new SeparationRefused('stage-without-phase', `${path}.litrePerHour`, 'nothing flows into this feed');
  const { [HYDROGEN]: hydrogen = 0, ...others } = molPerHour;
  const ions = Object.entries(others).map(([ion, mol]): [string, number] => [ion, mol / litrePerHour]);
  return { litrePerHour, hydrogen: hydrogen / litrePerHour, ions };
}

/** A cascade's stream with its acid, buffers and free extractant among its species. */
function streamOf(stream: LeavingStream): UnitStream {
  const { name, litrePerHour, molPerLitre, acidMolPerLitre, extractantMolPerLitre, buffersMolPerLitre } = stream;
  const hydrogen = acidMolPerLitre ?? extractantMolPerLitre ?? 0;
  return { name, ...timesLitres(litrePerHour, { ...molPerLitre, ...buffersMolPerLitre, [HYDROGEN]: hydrogen }) };
}
