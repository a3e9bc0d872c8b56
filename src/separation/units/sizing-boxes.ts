import type { Cascade } from '../cascade/cascade.ts';
import type { SteadyState } from '../cascade/steady.ts';
import { HYDROGEN } from '../case/hydrogen.ts';
import type { SizingCase } from './sizing-form.ts';

/** The boxes of a stage, and what they hold. */
export interface SizedStage {
  readonly stage: number;
  readonly organicCubicMetrePerHour: number;
  readonly aqueousCubicMetrePerHour: number;
  /** All mixers and all settlers of the stage; boxes side by side share them evenly. */
  readonly mixerCubicMetre: number;
  readonly settlerSquareMetre: number;
  readonly settlerCubicMetre: number;
  readonly boxes: number;
  readonly organicLitre: number;
  readonly aqueousLitre: number;
}

/** What of a component is in all stages together. */
export interface LockedUp {
  readonly component: string;
  readonly mol: number;
  readonly aqueousMol: number;
  readonly organicMol: number;
  /** Hours of feed that this is; null of what is not fed. */
  readonly hoursOfFeed: number | null;
}

const LITRES = 1000;
const MINUTES = 60;

/** Boxes of each stage. Both phases share a mixer as they flow; a settler holds them as stated. */
export function sizeStages(
  { scale, litres, mixer, settler, boxMaxCubicMetre }: SizingCase,
  { flows }: SteadyState,
): SizedStage[] {
  return Array.from(flows.organicOut, (organicOut, at): SizedStage => {
    const organic = (organicOut * scale * litres.organic) / LITRES;
    const aqueous = (flows.aqueousOut[at]! * scale * litres.aqueous) / LITRES;
    const mixerCubicMetre = ((organic + aqueous) * mixer.residenceMinutes) / MINUTES;
    const settlerSquareMetre = (organic + aqueous) / settler.specificRate;
    const settlerCubicMetre = settlerSquareMetre * settler.depthMetre;
    const organicMixed = (mixerCubicMetre * organic) / (organic + aqueous);
    return {
      stage: at + 1,
      organicCubicMetrePerHour: organic,
      aqueousCubicMetrePerHour: aqueous,
      mixerCubicMetre,
      settlerSquareMetre,
      settlerCubicMetre,
      boxes: boxMaxCubicMetre === undefined ? 1 : Math.ceil((mixerCubicMetre + settlerCubicMetre) / boxMaxCubicMetre),
      organicLitre: (organicMixed + settlerCubicMetre * settler.organicShare) * LITRES,
      aqueousLitre: (mixerCubicMetre - organicMixed + settlerCubicMetre * (1 - settler.organicShare)) * LITRES,
    };
  });
}

/** What is in all stages of each component but hydrogen, from the solved profile. */
export function lockedUp(
  { scale, litres }: SizingCase,
  { components, stages, aqueous, organic }: Cascade,
  { profile }: SteadyState,
  sized: readonly SizedStage[],
): LockedUp[] {
  return components.flatMap(({ name }, i): LockedUp[] => {
    if (name === HYDROGEN) return [];
    const at = i * stages;
    const held = (phase: 'aqueous' | 'organic'): number =>
      sized.reduce((sum, each, stage) => sum + (each[`${phase}Litre`] * profile[phase][at + stage]!) / litres[phase], 0);
    const fed = scale * sumOf(aqueous.molPerHour.subarray(at, at + stages), organic.molPerHour.subarray(at, at + stages));
    const [aqueousMol, organicMol] = [held('aqueous'), held('organic')];
    const mol = aqueousMol + organicMol;
    return [{ component: name, mol, aqueousMol, organicMol, hoursOfFeed: fed > 0 ? mol / fed : null }];
  });
}

function sumOf(...lists: readonly Float64Array[]): number {
  return lists.reduce((total, list) => total + list.reduce((sum, value) => sum + value, 0), 0);
}
