import { z } from 'zod';

/** What goes from one unit to the next. A liquid feed is told in mol/L, a solid one in kilograms and shares of formulas. */

/** A stream that leaves a unit. */
export interface UnitStream {
  /** Unique among the streams of its unit. */
  readonly name: string;
  readonly phase: 'aqueous' | 'organic' | 'solid' | 'gas';
  /** Volume of a liquid; null for a solid or a gas. */
  readonly litrePerHour: number | null;
  /**
   * mol/h by species: the symbol of an ion's element in a liquid (`Nd`, `H` for hydrogen that can dissociate, in the organic phase for the
   * free extractant, `NH4`, `Cl`), the formula elsewhere (`Nd2O3`, `CO2`).
   */
  readonly molPerHour: Readonly<Record<string, number>>;
}

const MOST = 1e15;
const amount = z.number().min(0, 'must not be below 0').max(MOST, `must not be above ${MOST}`);

/** A solid that enters a unit. */
export const solidFeedSchema = z.strictObject({
  name: z.string().optional(),
  kilogramPerHour: amount,
  massFractions: z
    .record(z.string(), amount.max(1, 'a share is 0 to 1'))
    .describe('of each formula, as Nd2O3: 0 to 1, 1 together'),
});
export type SolidFeed = z.infer<typeof solidFeedSchema>;

/** An aqueous solution that enters a unit. */
export const liquidFeedSchema = z.strictObject({
  name: z.string().optional(),
  litrePerHour: amount,
  concentrations: z.record(z.string(), amount).default({}).describe('mol/L of each ion by its element, as Nd'),
  acid: amount.default(0).describe('hydrogen that can dissociate, mol/L'),
});
export type LiquidFeed = z.infer<typeof liquidFeedSchema>;
