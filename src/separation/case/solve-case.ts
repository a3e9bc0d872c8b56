import { z } from 'zod';
import { flowsheetSchema } from '../flowsheet/flowsheet-schema.ts';
import { solveFlowsheet, type FlowsheetAnswer } from '../flowsheet/solve-flowsheet.ts';
import { SeparationRefused } from '../refusal.ts';
import { auditSchema, solveAudit, type AuditAnswer } from '../units/audit.ts';
import { blendingSchema, solveBlending, type BlendingAnswer } from '../units/blending.ts';
import { calcinationSchema, solveCalcination, type CalcinationAnswer } from '../units/calcination.ts';
import { dissolutionSchema, solveDissolution, type DissolutionAnswer } from '../units/dissolution.ts';
import { electrolysisSchema, solveElectrolysis, type ElectrolysisAnswer } from '../units/electrolysis.ts';
import { furnaceSchema, solveFurnace, type FurnaceAnswer } from '../units/furnace.ts';
import { inSituLeachingSchema } from '../units/in-situ-form.ts';
import { solveInSituLeaching } from '../units/in-situ-leaching.ts';
import type { InSituLeachingAnswer } from '../units/in-situ-answer.ts';
import { ionExchangeSchema, solveIonExchange, type IonExchangeAnswer } from '../units/ion-exchange.ts';
import { leachingSchema, solveLeaching, type LeachingAnswer } from '../units/leaching.ts';
import { leachTankSchema, solveLeachTank, type LeachTankAnswer } from '../units/leach-tank.ts';
import { multiOutletDesignSchema, solveMultiOutletDesign, type MultiOutletDesignAnswer } from '../units/multi-outlet-design.ts';
import { precipitationSchema, solvePrecipitation, type PrecipitationAnswer } from '../units/precipitation.ts';
import { saltPrecipitationSchema, solveSaltPrecipitation, type SaltPrecipitationAnswer } from '../units/salt-precipitation.ts';
import { saponificationSchema, solveSaponification, type SaponificationAnswer } from '../units/saponification.ts';
import { solveVacuumRefining, vacuumRefiningSchema, type VacuumRefiningAnswer } from '../units/vacuum-refining.ts';
import type { CascadeAnswer } from './cascade-answer.ts';
import { sizingSchema } from '../units/sizing-form.ts';
import { solveSizing, type SizingAnswer } from '../units/sizing.ts';
import { solveTrainDesign, trainDesignSchema, type TrainDesignAnswer } from '../units/train-design.ts';
import { solveXuDesign, xuDesignSchema, type XuDesignAnswer } from '../units/xu-design.ts';
import { cascadeSchema } from './cascade-schema.ts';
import { readForm } from './read-form.ts';
import { simulateCascade, type SimulationAnswer } from './simulate-cascade.ts';
import { solveCascade, type Watch } from './solve-cascade.ts';

/** What a solved case says; which one, `unit` tells. */
export type CaseAnswer =
  | CascadeAnswer
  | LeachTankAnswer
  | PrecipitationAnswer
  | XuDesignAnswer
  | MultiOutletDesignAnswer
  | TrainDesignAnswer
  | SizingAnswer
  | AuditAnswer
  | ElectrolysisAnswer
  | SaponificationAnswer
  | DissolutionAnswer
  | SaltPrecipitationAnswer
  | FurnaceAnswer
  | CalcinationAnswer
  | BlendingAnswer
  | VacuumRefiningAnswer
  | LeachingAnswer
  | InSituLeachingAnswer
  | IonExchangeAnswer
  | FlowsheetAnswer;

interface Unit<Schema extends z.ZodType> {
  readonly schema: Schema;
  readonly solve: (text: z.output<Schema>, watch: Watch) => CaseAnswer;
}

/** Every unit that a case can be of, by its name in JSON. */
const UNITS = {
  cascade: unitOf(cascadeSchema, solveCascade),
  'leach-tank': unitOf(leachTankSchema, solveLeachTank),
  'xu-design': unitOf(xuDesignSchema, solveXuDesign),
  'multi-outlet-design': unitOf(multiOutletDesignSchema, solveMultiOutletDesign),
  'train-design': unitOf(trainDesignSchema, solveTrainDesign),
  sizing: unitOf(sizingSchema, solveSizing),
  audit: unitOf(auditSchema, solveAudit),
  electrolysis: unitOf(electrolysisSchema, solveElectrolysis),
  precipitation: unitOf(precipitationSchema, solvePrecipitation),
  saponification: unitOf(saponificationSchema, solveSaponification),
  dissolution: unitOf(dissolutionSchema, solveDissolution),
  'salt-precipitation': unitOf(saltPrecipitationSchema, solveSaltPrecipitation),
  furnace: unitOf(furnaceSchema, solveFurnace),
  calcination: unitOf(calcinationSchema, solveCalcination),
  blending: unitOf(blendingSchema, solveBlending),
  leaching: unitOf(leachingSchema, solveLeaching),
  'vacuum-refining': unitOf(vacuumRefiningSchema, solveVacuumRefining),
  'in-situ-leaching': unitOf(inSituLeachingSchema, solveInSituLeaching),
  'ion-exchange': unitOf(ionExchangeSchema, solveIonExchange),
  flowsheet: unitOf(flowsheetSchema, solveFlowsheet),
} as const;

function unitOf<Schema extends z.ZodType>(
  schema: Schema,
  solve: (text: z.output<Schema>, watch: Watch) => CaseAnswer,
): Unit<Schema> {
  return { schema, solve };
}

/** Names of the units. */
const UNIT_NAMES = Object.keys(UNITS) as readonly (keyof typeof UNITS)[];

/**
 * Simulates a cascade through time, as its `dynamics` says.
 * @param json a value read from JSON
 * @throws SeparationRefused
 */
export function simulateCase(json: unknown, watch: Watch): SimulationAnswer {
  const name = unitName(json);
  if (name !== 'cascade') throw new SeparationRefused('unit-unknown', '$.unit', `a cascade can be simulated, a ${name} cannot`);
  return simulateCascade(readForm(cascadeSchema, json), watch);
}

/** The JSON Schema of every unit's cases. */
export function caseSchemas(): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(UNITS).map(([name, { schema }]) => [name, z.toJSONSchema(schema, { io: 'input' })]));
}

/**
 * Solves a case in its JSON form (docs/separation.md).
 * @param json a value read from JSON
 * @throws SeparationRefused with the reason, its JSON path and what to do
 */
export function solveCase(json: unknown, watch: Watch): CaseAnswer {
  const name = unitName(json);
  const unit = UNITS[name] as Unit<z.ZodType>;
  return unit.solve(readForm(unit.schema, json), watch);
}

/** @throws SeparationRefused */
function unitName(json: unknown): keyof typeof UNITS {
  const name = typeof json === 'object' && json !== null ? (json as { unit?: unknown }).unit : undefined;
  if (typeof name === 'string' && Object.hasOwn(UNITS, name)) return name as keyof typeof UNITS;
  const stated = name === undefined ? 'nothing' : JSON.stringify(name);
  throw new SeparationRefused('unit-unknown', '$.unit', `expected one of ${UNIT_NAMES.join(', ')}, got ${stated}`);
}
