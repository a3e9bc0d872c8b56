import type { Cascade } from '../cascade/cascade.ts';
import { FITTED_CHARGE, FITTED_EXTRACTANT } from '../cascade/fitted-law.ts';
import type { SteadyState } from '../cascade/steady.ts';
import type { FittedSet } from '../equilibria/fitted-set.ts';
import { FITTED_SETS } from '../equilibria/sets.ts';
import type { CascadeCase } from './cascade-schema.ts';
import { extractantTotalOf } from './compile-fitted.ts';
import { HYDROGEN } from './hydrogen.ts';

/** What a case asks of constants that nothing was measured for. */
export const DOMAIN_WARNINGS = ['temperature', 'extractant', 'acid', 'trivalent', 'loading', 'other-cations'] as const;

/** Stages in which a set of constants is used beyond what was measured. */
export interface DomainWarning {
  readonly code: (typeof DOMAIN_WARNINGS)[number];
  readonly set: string;
  /** From 1; empty where the whole case is meant. */
  readonly stages: readonly number[];
  readonly text: string;
}

/** Charges of other cations, over those of trivalent ones and acid, that are none. */
const OTHER_SHARE = 0.01;

/** Warnings of all fitted sets that a case uses. */
export function domainWarnings(text: CascadeCase, cascade: Cascade, state: SteadyState): DomainWarning[] {
  const laws = Object.values(text.components).map(({ law }) => law);
  const names = new Set(laws.flatMap((law) => (law?.model === 'fitted' ? [law.set] : [])));
  return [...names].flatMap((name) => warningsOf(FITTED_SETS[name], text, cascade, state));
}

function warningsOf({ name, domain }: FittedSet, text: CascadeCase, cascade: Cascade, state: SteadyState): DomainWarning[] {
  const total = extractantTotalOf(text);
  const stages = Array.from({ length: cascade.stages }, (_, stage) => ionsAt(cascade, state, stage));
  const told = (
    code: DomainWarning['code'],
    what: string,
    unit: string,
    [low, high]: readonly [number, number],
    values: readonly number[],
    isWhole = false,
  ): DomainWarning[] => {
    const beyond = values.flatMap((value, at) => (value < low || value > high ? [at] : []));
    if (beyond.length === 0) return [];
    const [least, most] = [Math.min(...values), Math.max(...values)].map((value) => value.toPrecision(3));
    const found = least === most ? least : `${least} to ${most}`;
    const measured = `${name} was measured with ${low} to ${high}${unit}`;
    return [{ code, set: name, stages: isWhole ? [] : beyond.map((at) => at + 1), text: `${what} ${found}${unit}: ${measured}` }];
  };
  const loading = stages.map(({ organic }) => (FITTED_EXTRACTANT * organic) / total);
  return [
    ...told('temperature', 'temperature', ' °C', domain.temperatureCelsius, [text.temperatureCelsius], true),
    ...told('extractant', 'extractant in all', ' mol/L', domain.extractantMolPerLitre, [total], true),
    ...told(
      'acid',
      'acid',
      ' mol/L',
      domain.acidMolPerLitre,
      stages.map(({ acid }) => acid),
    ),
    ...told(
      'trivalent',
      'aqueous trivalent ions',
      ' mol/L',
      domain.trivalentMolPerLitre,
      stages.map(({ trivalent }) => trivalent),
    ),
    ...told('loading', 'bound share of the extractant', '', domain.loading, loading),
    ...told(
      'other-cations',
      'share of other cations in aqueous charges',
      '',
      [0, OTHER_SHARE],
      stages.map(({ others }) => others),
    ),
  ];
}

interface Ions {
  readonly acid: number;
  readonly trivalent: number;
  /** Share of other cations in all aqueous charges. */
  readonly others: number;
  /** Trivalent metal in the organic phase. */
  readonly organic: number;
}

function ionsAt({ components, stages }: Cascade, { profile }: SteadyState, stage: number): Ions {
  let [acid, trivalent, salt, organic] = [0, 0, 0, 0];
  for (const [i, { name, charge }] of components.entries()) {
    const at = i * stages + stage;
    if (name === HYDROGEN) acid += profile.aqueous[at]!;
    else if (charge === FITTED_CHARGE) {
      trivalent += profile.aqueous[at]!;
      organic += profile.organic[at]!;
    } else salt += charge * profile.aqueous[at]!;
  }
  return { acid, trivalent, organic, others: salt / (acid + FITTED_CHARGE * trivalent + salt) };
}
