import { cascadeSchema, type CascadeCase } from '../case/cascade-schema.ts';
import { readForm } from '../case/read-form.ts';

/** Components by name: how they are distributed relative to each other, and moles in the feed. */
export type Components = Readonly<Record<string, { readonly factor: number; readonly feed: number }>>;

/** How a cascade with a full organic phase is run, per mole fed in a litre; stages are counted along the organic, from 1. */
export interface FullOrganicSettings {
  readonly stages: number;
  readonly feedStage: number;
  /** Moles that the organic carries from the first stage on, and that the scrub brings back into it at the last. */
  readonly S: number;
  readonly W: number;
  /** Moles that the organic carries into the last stage. */
  readonly lastCarried: number;
  readonly draws: readonly {
    readonly name: string;
    readonly phase: 'aqueous' | 'organic';
    readonly stage: number;
    readonly amount: number;
  }[];
}

/** The cascade of such settings, fed with one mole an hour. */
export function fullOrganicCase(
  components: Components,
  settings: FullOrganicSettings,
  limits: CascadeCase['limits'],
): CascadeCase {
  const { stages, feedStage, S, W, lastCarried, draws } = settings;
  const fed = Object.values(components).reduce((sum, { feed }) => sum + feed, 0);
  const entries = Object.entries(components);
  const drawsOf = (wanted: 'aqueous' | 'organic'): object[] =>
    draws.filter(({ phase }) => phase === wanted).map(({ name, stage, amount }) => ({ name, stage, litrePerHour: amount }));
  return readForm(cascadeSchema, {
    unit: 'cascade',
    stages,
    components: Object.fromEntries(
      entries.map(([name, { factor }]) => [name, { charge: 0, law: { model: 'separation-factor', factor } }]),
    ),
    aqueousFeeds: [
      { name: 'scrub', stage: stages, litrePerHour: W },
      {
        name: 'feed',
        stage: feedStage,
        litrePerHour: 1,
        concentrations: Object.fromEntries(entries.map(([name, { feed }]) => [name, feed / fed])),
      },
    ],
    organicFeeds: [{ stage: 1, litrePerHour: S }],
    aqueousDraws: drawsOf('aqueous'),
    organicDraws: drawsOf('organic'),
    // The scrub strips in the last stage what it carries back; everywhere else the organic is full.
    loading: [
      ...(stages > 1 ? [{ from: 1, to: stages - 1, molPerLitre: 1 }] : []),
      { from: stages, to: stages, molPerLitre: (lastCarried - W) / lastCarried },
    ],
    limits,
  });
}
