import type { ConductAct } from './conduct-act.ts';
import { TOLD, type ConductRules, type Dossier } from './dossier.ts';

/** What one authority was told, and whether it has said that it acted on it. */
export interface Notice {
  readonly dossier: string;
  /** The place of what is told among the acts of its dossier. */
  readonly notice: number;
  readonly organisation: string;
  readonly what: ConductAct['act'];
  readonly authority: string;
  readonly toldMs: number;
  /** Until when it is to be acknowledged. */
  readonly dueMs: number;
  /** When it was taken at the authority's address. */
  readonly deliveredMs: number | null;
  readonly acknowledgedMs: number | null;
  readonly answer: string | null;
}

const DAY_MS = 86_400_000;

/** What every authority was told about a dossier, in the order in which it was told. */
export function noticesOf({ id, organisation, acts }: Dossier, { authorities }: ConductRules): Notice[] {
  return acts.flatMap((told, notice) =>
    !TOLD.has(told.act)
      ? []
      : authorities.map(({ key, days }): Notice => {
          const of = (name: 'deliver' | 'acknowledge') =>
            acts.find((act) => act.act === name && act.notice === notice && act.authority === key);
          const answer = of('acknowledge');
          return {
            dossier: id,
            notice,
            organisation,
            what: told.act,
            authority: key,
            toldMs: told.atMs,
            dueMs: told.atMs + days * DAY_MS,
            deliveredMs: of('deliver')?.atMs ?? null,
            acknowledgedMs: answer?.atMs ?? null,
            answer: answer?.text ?? null,
          };
        }),
  );
}
