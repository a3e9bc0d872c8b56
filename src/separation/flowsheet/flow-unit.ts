import type { CascadeAnswer, LeavingStream } from '../case/cascade-answer.ts';
import type { CascadeCase } from '../case/cascade-schema.ts';
import { extractantPerMoleOf } from '../case/compile-fitted.ts';
import { HYDROGEN } from '../case/hydrogen.ts';
import { startCascadeSolver, type Watch } from '../case/solve-cascade.ts';
import { timesLitres, type Material } from '../material.ts';
import { SeparationRefused } from '../refusal.ts';
import type { FeedPort, UnitStream } from '../stream.ts';
import { solveBlending, type BlendingAnswer } from '../units/blending.ts';
import { solveCalcination, type CalcinationAnswer } from '../units/calcination.ts';
import { solveDissolution, type DissolutionAnswer } from '../units/dissolution.ts';
import { solveElectrolysis, type ElectrolysisAnswer } from '../units/electrolysis.ts';
import { solveFurnace, type FurnaceAnswer } from '../units/furnace.ts';
import { solveLeachTank, type LeachTankAnswer } from '../units/leach-tank.ts';
import { solveSaltPrecipitation, type SaltPrecipitationAnswer } from '../units/salt-precipitation.ts';
import { boundBy, solveSaponification, type SaponificationAnswer } from '../units/saponification.ts';
import type { FlowUnitCase } from './flowsheet-schema.ts';
import * as feedsOf from './unit-feeds.ts';

export type UnitAnswer =
  | CascadeAnswer
  | SaponificationAnswer
  | LeachTankAnswer
  | DissolutionAnswer
  | SaltPrecipitationAnswer
  | FurnaceAnswer
  | CalcinationAnswer
  | BlendingAnswer
  | ElectrolysisAnswer;

/** A solved unit: its answer, what leaves it, and what it takes in beside its feeds. */
export interface SolvedUnit {
  readonly answer: UnitAnswer;
  readonly streams: readonly UnitStream[];
  readonly consumed: readonly UnitStream[];
}

/** A unit of a flowsheet: a case, of whose feeds those that something leads to are written anew whenever it is solved. */
export interface FlowUnit {
  readonly feeds: readonly FeedPort[];
  /** What a feed says as it is written; null of what the unit takes by itself. */
  readonly stated: (feed: string) => Material | null;
  /** Moles of extractant that a mole of an ion binds in the organic phase. */
  readonly boundBy: (ion: string) => number;
  /** @throws SeparationRefused with paths of the unit's own case */
  readonly solve: (inflows: ReadonlyMap<string, Material>) => SolvedUnit;
}

/** @throws SeparationRefused for a case that cannot stand in a flowsheet */
export function flowUnitOf(text: FlowUnitCase, watch: Watch): FlowUnit {
  switch (text.unit) {
    case 'cascade':
      return cascadeUnit(text, watch);
    case 'saponification':
      return { ...unitOf(text, [feedsOf.saponificationFeed(text)], solveSaponification), boundBy: (ion) => boundBy(text, ion) };
    case 'leach-tank':
      return unitOf(text, feedsOf.leachTankFeeds(text), solveLeachTank);
    case 'dissolution':
      return unitOf(text, feedsOf.dissolutionFeeds(text), solveDissolution);
    case 'salt-precipitation':
      return unitOf(text, [feedsOf.liquidFeed(text)], solveSaltPrecipitation);
    case 'furnace':
      return unitOf(text, [feedsOf.solidFeed(text)], solveFurnace);
    case 'calcination':
      return unitOf(text, [feedsOf.solidFeed(text)], solveCalcination);
    case 'blending':
      return unitOf(text, feedsOf.blendingFeeds(text), solveBlending);
    case 'electrolysis':
      return unitOf(text, [feedsOf.electrolysisFeed(text)], solveElectrolysis);
  }
}

/** A unit whose answer tells its streams. */
function unitOf<Case, Answer extends UnitAnswer & Omit<SolvedUnit, 'answer'>>(
  text: Case,
  feeds: readonly feedsOf.UnitFeed<Case>[],
  solve: (text: Case) => Answer,
): FlowUnit {
  return {
    feeds,
    stated: (name) => feeds.find((feed) => feed.name === name)?.stated ?? null,
    boundBy: () => 0,
    solve: (inflows) => {
      const written = feeds
        .filter(({ name }) => inflows.has(name))
        .reduce((to, { name, write }) => write(to, inflows.get(name)!), text);
      const answer = solve(written);
      const consumed = answer.consumed.filter(({ name }) => !inflows.has(name));
      return { answer, streams: answer.streams, consumed };
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
    feeds: [...aqueous, ...organic].map((name) => ({ name, phase: 'liquid' as const })),
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
  return { name, phase: 'liquid', ...timesLitres(litrePerHour, { ...molPerLitre, ...buffersMolPerLitre, [HYDROGEN]: hydrogen }) };
}
