import { HYDROGEN } from '../case/hydrogen.ts';
import { gramsOf, materialOf, ofKilograms, timesLitres, type Material, totalOf } from '../material.ts';
import { SeparationRefused } from '../refusal.ts';
import type { FeedPort } from '../stream.ts';
import { isSolid, materialOfFed, type BlendingCase } from '../units/blending.ts';
import type { DissolutionCase } from '../units/dissolution.ts';
import { solveElectrolysis, type ElectrolysisCase } from '../units/electrolysis.ts';
import { liquidOf, materialOfLiquid, materialOfSolid, solidOf, type Liquid, type Solid } from '../units/forms.ts';
import type { LeachTankCase } from '../units/leach-tank.ts';
import type { SaponificationCase } from '../units/saponification.ts';

/** The feeds of units whose cases state them: what they say, and how what flows in is written into them. */

export interface UnitFeed<Case> extends FeedPort {
  /** Null of what the unit takes by itself unless something leads to it. */
  readonly stated: Material | null;
  /** @throws SeparationRefused where what flows in cannot be fed here */
  readonly write: (text: Case, inflow: Material) => Case;
}

/** A unit with one solid feed. */
export function solidFeed<Case extends { readonly solid: Solid }>(text: Case): UnitFeed<Case> {
  const write = (to: Case, inflow: Material): Case => ({ ...to, solid: solidOf(inflow, '$.solid') });
  return { name: 'solid', phase: 'solid', stated: materialOfSolid(text.solid), write };
}

/** A unit with one liquid feed. */
export function liquidFeed<Case extends { readonly liquid: Liquid }>(text: Case): UnitFeed<Case> {
  const write = (to: Case, inflow: Material): Case => ({ ...to, liquid: liquidOf(inflow, '$.liquid') });
  return { name: 'liquid', phase: 'liquid', stated: materialOfLiquid(text.liquid), write };
}

export function dissolutionFeeds(text: DissolutionCase): UnitFeed<DissolutionCase>[] {
  const write = (to: DissolutionCase, inflow: Material): DissolutionCase => {
    const { litrePerHour, molPerLitre, acid } = liquidOf(inflow, '$.acid');
    return { ...to, acid: { ...to.acid, litrePerHour, molPerLitre: acid, ions: molPerLitre } };
  };
  return [solidFeed(text), { name: 'acid', phase: 'liquid', stated: null, write }];
}

export function saponificationFeed(text: SaponificationCase): UnitFeed<SaponificationCase> {
  const { litrePerHour, concentrations, extractant } = text.organic;
  return {
    name: 'organic',
    phase: 'liquid',
    stated: timesLitres(litrePerHour, { ...concentrations, [HYDROGEN]: extractant }),
    write: (to, inflow) => {
      const { litrePerHour: litres, molPerLitre, acid: free } = liquidOf(inflow, '$.organic');
      return { ...to, organic: { litrePerHour: litres, concentrations: molPerLitre, extractant: free } };
    },
  };
}

export function blendingFeeds(text: BlendingCase): UnitFeed<BlendingCase>[] {
  return Object.entries(text.feeds).map(([name, fed]) => ({
    name,
    phase: isSolid(fed) ? 'solid' : 'liquid',
    stated: materialOfFed(fed),
    write: (to, inflow) => {
      const path = `$.feeds.${name}`;
      return { ...to, feeds: { ...to.feeds, [name]: isSolid(fed) ? solidOf(inflow, path) : liquidOf(inflow, path) } };
    },
  }));
}

export function leachTankFeeds(text: LeachTankCase): UnitFeed<LeachTankCase>[] {
  const { solid, liquid, molarMasses } = text;
  const grams = (formula: string): number => molarMasses[formula] ?? gramsOf(formula);
  const solidMol = Object.entries(solid.massFractions).map(
    ([formula, share]) => [formula, (share * solid.kilogramPerHour * 1000) / grams(formula)] as const,
  );
  const buffers = liquid.buffers.map(({ name, molPerLitre }) => [name ?? '', molPerLitre] as const);
  return [
    {
      name: 'solid',
      phase: 'solid',
      stated: { litrePerHour: 0, molPerHour: Object.fromEntries(solidMol) },
      write: (to, inflow) => {
        solidOf(inflow, '$.solid');
        const masses = Object.entries(inflow.molPerHour).map(
          ([formula, mol]) => [formula, (mol * grams(formula)) / 1000] as const,
        );
        const kilogramPerHour = masses.reduce((sum, [, mass]) => sum + mass, 0);
        const massFractions = Object.fromEntries(masses.map(([formula, mass]) => [formula, mass / kilogramPerHour]));
        return { ...to, solid: { ...to.solid, kilogramPerHour, massFractions } };
      },
    },
    {
      name: 'liquid',
      phase: 'liquid',
      stated: timesLitres(liquid.litrePerHour, {
        ...liquid.molPerLitre,
        ...Object.fromEntries(buffers.filter(([name]) => name !== '')),
        [HYDROGEN]: liquid.acidMolPerLitre,
      }),
      write: (to, inflow) => {
        const { litrePerHour, molPerLitre, acid } = liquidOf(inflow, '$.liquid');
        const written = to.liquid.buffers.map((buffer) => ({ ...buffer, molPerLitre: molPerLitre[buffer.name ?? ''] ?? 0 }));
        const metals = Object.entries(molPerLitre).filter(([ion]) => !written.some(({ name }) => name === ion));
        const fed = { litrePerHour, acidMolPerLitre: acid, buffers: written, molPerLitre: Object.fromEntries(metals) };
        return { ...to, liquid: { ...to.liquid, ...fed } };
      },
    },
  ];
}

/** Oxide that flows into cells is all reduced: as many of them run as it takes, each as the case says. */
export function electrolysisFeed(text: ElectrolysisCase): UnitFeed<ElectrolysisCase> {
  const hourly = materialOf(ofKilograms(solveElectrolysis(text).oxideKilogram), 1 / text.hours);
  return {
    name: 'oxide',
    phase: 'solid',
    stated: hourly,
    write: (to, inflow) => {
      if (to.bath !== undefined)
        throw new SeparationRefused('form', '$.bath', 'cells that something leads to have no bath of their own: solve one alone');
      const { kilogramPerHour } = solidOf(inflow, '$.feed');
      const one = solveElectrolysis({ ...to, hours: 1, feed: kilogramPerHour });
      const cells = totalOf(kilogramPerHour) / totalOf(one.oxideKilogram);
      return { ...to, hours: 1, feed: kilogramPerHour, currentAmpere: to.currentAmpere * cells };
    },
  };
}
