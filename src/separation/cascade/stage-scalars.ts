import { IONS_OFFSET, type Cascade } from './cascade.ts';
import type { Flows } from './flows.ts';
import type { ComponentSweep, Profile } from './profile.ts';

/** What holds in each stage whatever is exchanged there: charge, buffers, extractant, loading; one entry a stage, mol/L. */
export interface StageTotals {
  /** Exchangeable charge of the aqueous phase: hydrogen, bound or not, and metals times their charges. */
  readonly charge: Float64Array;
  readonly buffers: readonly { readonly dissociation: number; readonly total: Float64Array }[];
  /** Extractant, free and bound. */
  readonly extractant: Float64Array;
  /** What the loaded components make together in the organic phase, and what is left for the aqueous. */
  readonly loading: Float64Array;
  readonly unloaded: Float64Array;
}

/** The totals of each stage: they stay in their phase, so that they follow from feeds and volumes alone. */
export function totalsOf(cascade: Cascade, sweep: ComponentSweep): StageTotals {
  return {
    charge: sweep.solveInert('aqueous', cascade.chargeFeed),
    buffers: cascade.buffers.map(({ dissociationMolPerLitre, feedMolPerHour }) => ({
      dissociation: dissociationMolPerLitre,
      total: sweep.solveInert('aqueous', feedMolPerHour),
    })),
    extractant: sweep.solveInert('organic', cascade.extractantFeed),
    loading: cascade.loadingMolPerLitre,
    unloaded: sweep.solveUnloaded(cascade.loadingMolPerLitre),
  };
}

/** Hydrogen in the aqueous phase, free and bound to buffers, from the free; and its slope in logarithms. */
export function aqueousHydrogen(totals: StageTotals, stage: number, free: number): { total: number; slope: number } {
  let [total, changing] = [free, free];
  for (const { dissociation, total: buffer } of totals.buffers) {
    const bound = (buffer[stage]! * free) / (dissociation + free);
    total += bound;
    changing += (bound * dissociation) / (dissociation + free);
  }
  return { total, slope: changing / total };
}

/** How far a scalar is from what the profile says, as a logarithm, and what changes that. */
export interface ScalarResidual {
  value: number;
  /** ∂value/∂ln(aqueous) and ∂value/∂ln(organic) of each component, and ∂value/∂scalar of the scalar itself. */
  readonly byAqueous: Float64Array;
  readonly byOrganic: Float64Array;
  bySelf: number;
}

/** Room for one. */
export function newScalarResidual(components: number): ScalarResidual {
  return { value: 0, byAqueous: new Float64Array(components), byOrganic: new Float64Array(components), bySelf: 0 };
}

/** Where a residual is asked for. */
export interface Place {
  readonly cascade: Cascade;
  readonly totals: StageTotals;
  readonly profile: Profile;
  readonly stage: number;
}

/**
 * The residual of one scalar at one stage. All are logarithms of ratios of sums over components: a trial in which a component piles up between
 * stages, as trials do, makes them large by logarithms, not by powers. They vanish together where every total is met.
 * @param scalar index among the cascade's
 * @param log the scalar's natural logarithm
 */
export function residualOf(place: Place, scalar: number, log: number, into: ScalarResidual): void {
  into.byAqueous.fill(0);
  into.byOrganic.fill(0);
  into.bySelf = 0;
  const { kind, component } = place.cascade.scalars[scalar]!;
  if (kind === 'exchange') exchangeResidual(place, into);
  else if (kind === 'acid') acidResidual(place, log, into);
  else if (kind === 'extractant') extractantResidual(place, log, into);
  else if (kind === 'loading') loadingResidual(place, into);
  else if (kind === 'trivalent' || kind === 'salt') ionsResidual(place, kind, log, into);
  else ownResidual(place, component, log, into);
}

/** Charges of all components in the organic phase over those in the aqueous one, against the same of the totals. */
function exchangeResidual({ cascade, totals, profile, stage }: Place, into: ScalarResidual): void {
  const { stages, components } = cascade;
  let [inAqueous, inOrganic] = [0, 0];
  for (let i = 0; i < components.length; i++) {
    const at = i * stages + stage;
    inAqueous += into.byAqueous[i] = components[i]!.charge * profile.aqueous[at]!;
    inOrganic += into.byOrganic[i] = components[i]!.charge * profile.organic[at]!;
  }
  for (let i = 0; i < components.length; i++) {
    into.byAqueous[i]! /= -inAqueous;
    into.byOrganic[i]! /= inOrganic;
  }
  into.value = Math.log(inOrganic / inAqueous) - Math.log(totals.extractant[stage]! / totals.charge[stage]!);
}

/** The same for what a given loading counts. */
function loadingResidual({ cascade, totals, profile, stage }: Place, into: ScalarResidual): void {
  const { stages, components } = cascade;
  let [inAqueous, inOrganic] = [0, 0];
  for (let i = 0; i < components.length; i++) {
    if (!components[i]!.isLoaded) continue;
    const at = i * stages + stage;
    inAqueous += into.byAqueous[i] = profile.aqueous[at]!;
    inOrganic += into.byOrganic[i] = profile.organic[at]!;
  }
  for (let i = 0; i < components.length; i++) {
    into.byAqueous[i]! /= -inAqueous;
    into.byOrganic[i]! /= inOrganic;
  }
  into.value = Math.log(inOrganic / inAqueous) - Math.log(totals.loading[stage]! / totals.unloaded[stage]!);
}

/** Free acid: what hydrogen has of the aqueous charges; where hydrogen is no component, what the others leave. */
function acidResidual({ cascade, totals, profile, stage }: Place, log: number, into: ScalarResidual): void {
  const { stages, components, hydrogen } = cascade;
  const { total, slope } = aqueousHydrogen(totals, stage, Math.exp(log));
  let charges = hydrogen < 0 ? total : 0;
  for (let i = 0; i < components.length; i++)
    charges += into.byAqueous[i] = components[i]!.charge * profile.aqueous[i * stages + stage]!;
  const sign = hydrogen < 0 ? 1 : -1;
  for (let i = 0; i < components.length; i++) into.byAqueous[i]! *= sign / charges;
  if (hydrogen < 0) {
    into.bySelf = (slope * total) / charges;
    into.value = Math.log(charges / totals.charge[stage]!);
    return;
  }
  into.byAqueous[hydrogen]! += 1;
  into.bySelf = -slope;
  into.value = Math.log(profile.aqueous[hydrogen * stages + stage]! / charges) - Math.log(total / totals.charge[stage]!);
}

/** Free extractant: what the others leave of it. */
function extractantResidual({ cascade, totals, profile, stage }: Place, log: number, into: ScalarResidual): void {
  const { stages, components, hydrogen } = cascade;
  const total = totals.extractant[stage]!;
  let [charges, bound] = [0, 0];
  for (let i = 0; i < components.length; i++) {
    const organic = profile.organic[i * stages + stage]!;
    charges += components[i]!.charge * organic;
    if (i !== hydrogen) bound += components[i]!.extractantPerMole * organic;
  }
  const scale = total / charges;
  const free = Math.exp(log);
  const sum = free + scale * bound;
  for (let i = 0; i < components.length; i++) {
    const organic = profile.organic[i * stages + stage]!;
    const own = i === hydrogen ? 0 : components[i]!.extractantPerMole * organic;
    into.byOrganic[i] = (scale * (own - (bound * components[i]!.charge * organic) / charges)) / sum;
  }
  into.bySelf = free / sum;
  into.value = Math.log(sum / total);
}

function ownResidual({ cascade, profile, stage }: Place, component: number, log: number, into: ScalarResidual): void {
  into.byAqueous[component] = -1;
  into.bySelf = 1;
  into.value = log - Math.log(profile.aqueous[component * cascade.stages + stage]!);
}

/** Aqueous charges that an ion scalar counts of one mole: all of a trivalent one as one, of others but hydrogen each charge. */
function ionsOf(cascade: Cascade, kind: 'trivalent' | 'salt', component: number): number {
  const { charge } = cascade.components[component]!;
  if (kind === 'trivalent') return charge === 3 ? 1 : 0;
  return component === cascade.hydrogen || charge === 3 ? 0 : charge;
}

/** Ions of one kind in the aqueous phase. */
function ionsResidual({ cascade, profile, stage }: Place, kind: 'trivalent' | 'salt', log: number, into: ScalarResidual): void {
  const { stages, components } = cascade;
  let ions = IONS_OFFSET;
  for (let i = 0; i < components.length; i++)
    ions += into.byAqueous[i] = ionsOf(cascade, kind, i) * profile.aqueous[i * stages + stage]!;
  for (let i = 0; i < components.length; i++) into.byAqueous[i]! /= -ions;
  into.bySelf = 1;
  into.value = log - Math.log(ions);
}

/** Scalars to begin with: as if nothing but hydrogen were exchanged, and half of it free. `[stage · scalars + scalar]` */
export function firstGuess(cascade: Cascade, totals: StageTotals, flows: Flows): Float64Array {
  const { stages, scalars } = cascade;
  const guess = new Float64Array(stages * scalars.length);
  for (let stage = 0; stage < stages; stage++)
    for (let k = 0; k < scalars.length; k++)
      guess[stage * scalars.length + k] = Math.log(Math.max(LEAST, guessOf(cascade, totals, flows, k, stage)));
  return guess;
}

/** The least concentration that a solve begins with, mol/L. */
const LEAST = 1e-9;

function guessOf(cascade: Cascade, totals: StageTotals, flows: Flows, scalar: number, stage: number): number {
  const { kind, component } = cascade.scalars[scalar]!;
  if (kind === 'loading') return totals.loading[stage]! / totals.unloaded[stage]!;
  if (kind === 'exchange') return totals.extractant[stage]! / totals.charge[stage]!;
  if (kind === 'acid') return 0.5 * totals.charge[stage]!;
  if (kind === 'extractant') return 0.5 * totals.extractant[stage]!;
  let entering = 0;
  for (let i = 0; i < cascade.components.length; i++) {
    const counted = kind === 'own' ? Number(i === component) : ionsOf(cascade, kind, i);
    for (let at = i * cascade.stages; counted > 0 && at < (i + 1) * cascade.stages; at++)
      entering += counted * (cascade.aqueous.molPerHour[at]! + (kind === 'own' ? 0 : cascade.organic.molPerHour[at]!));
  }
  return entering / flows.aqueousOut[stage]! + (kind === 'own' ? 0 : IONS_OFFSET);
}
