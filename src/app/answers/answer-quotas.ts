import { chinaYear } from '../../ledger/index.ts';
import { figuresOfYear, type QuotaFigures, type UnheldDraw } from '../../rights/index.ts';
import { massOf, toTonnes } from '../../units/index.ts';
import type { Moment, QuotaRow, UnheldDraw as UnheldDrawAnswer } from '../../wire/index.ts';
import type { Application } from '../application.ts';
import { readRights } from '../rights-journal.ts';
import type { World } from '../world.ts';
import { ask, type AskedMoment, type Asking } from './moment.ts';
import { nameOrId } from './references.ts';

/** The quotas of a year, and what was drawn without one. */
export interface QuotaTable {
  readonly quotas: QuotaRow[];
  readonly unheldDraws: UnheldDrawAnswer[];
}

/** Every quota account of a year (of the year of the last event when none is asked for). */
export async function answerQuotas(
  app: Application,
  question: AskedMoment & { readonly year: number | null },
): Promise<QuotaTable & { readonly moment: Moment }> {
  return ask(app, question, async (asking) => {
    const year = question.year ?? (await yearOfRecord(asking, app.now()));
    return { moment: asking.moment, ...(await quotasOfYear(asking, year)) };
  });
}

/** The year in China of the last event or, if that is earlier, of the asked moment; of the present while nothing is on record. */
export async function yearOfRecord({ reader, asOf }: Asking, nowMs: number): Promise<number> {
  const { lastEventMs } = await reader.counts();
  const last = lastEventMs ?? nowMs;
  return chinaYear(asOf === null ? last : Math.min(last, asOf));
}

/** The figures of all quotas of a year that the viewer may see, as of the asked moment. */
export async function quotasOfYear(asking: Asking, year: number): Promise<QuotaTable> {
  const { reader, world, scope, asOf, knownAt, knownSeq } = asking;
  const isSeen = ({ holder }: { readonly holder: string }): boolean => scope === null || scope.organisations.includes(holder);
  const draws = await reader.drawTotals({ year, knownSeq, asOfMs: asOf });
  const state = await readRights(reader, world.registry.groupOf, draws, { asOf, knownAt });
  const { quotas, unheld } = figuresOfYear(state, year);
  return {
    quotas: quotas.filter(({ quota }) => isSeen(quota)).map((figures) => quotaRow(figures, world)),
    unheldDraws: unheld.filter(isSeen).map((draw) => unheldRow(draw, world)),
  };
}

function quotaRow({ quota, ...figures }: QuotaFigures, world: World): QuotaRow {
  const { id, year, batch, stage, ore, holder, parent } = quota;
  return {
    id,
    year,
    batch,
    stage,
    ore,
    holder,
    parent,
    holderName: nameOrId(world, holder),
    grantedTonnes: reoTonnes(figures.grantedMg),
    allottedTonnes: reoTonnes(figures.allottedMg),
    reservedTonnes: reoTonnes(figures.reservedMg),
    cutTonnes: reoTonnes(figures.cutMg),
    drawnTonnes: reoTonnes(figures.drawnMg),
    availableTonnes: reoTonnes(figures.availableMg),
    overdrawn: figures.overdrawnMg > 0n,
  };
}

function unheldRow({ holder, year, stage, ore, drawnMg }: UnheldDraw, world: World): UnheldDrawAnswer {
  return { holder, holderName: nameOrId(world, holder), year, stage, ore, drawnTonnes: reoTonnes(drawnMg) };
}

function reoTonnes(mg: bigint): number {
  return toTonnes(massOf(mg, 'treo'));
}
