import { symbolAt } from '../../elements/index.ts';
import type { NamedError, ReconciledAmount, ReconciledMonth, ReconciledStream, Suspect } from '../../material-balance/index.ts';
import type { MassAnswer, MonthAnswer, MonthError, MonthStream, MonthSuspect, ReconciledMass } from '../../wire/index.ts';
import type { World } from '../world.ts';
import { productName, siteRef } from './references.ts';

const PERCENT = 100;

type Rows = Pick<
  MonthAnswer,
  'globalTest' | 'compensatedTest' | 'grossErrors' | 'balance' | 'processes' | 'streams' | 'assays' | 'open'
>;

/** A reconciled month in the shapes of the wire. @param asked the element that single streams are told in, beside net mass and TREO */
export function monthRows(world: World, month: ReconciledMonth, asked: string | null): Rows {
  const { globalTest, compensatedTest } = month;
  const streams = month.streams.toSorted((a, b) => timeOf(a) - timeOf(b));
  const eventOf = new Map(month.network.processes.map(({ key, event }) => [key, event.hash]));
  return {
    globalTest,
    compensatedTest,
    grossErrors: month.grossErrors.map((error) => errorRow(error, eventOf)),
    balance: month.sums.map(({ site, kind, streams: count, amounts }) => ({
      site: siteRef(world, site),
      kind,
      streams: count,
      masses: amounts.map(({ unmeasured, untold, ...amount }) => ({ ...wireAmount(amount), unmeasured, untold })),
    })),
    processes: month.processes.map(({ process, amounts }) => ({
      event: process.event.hash,
      eventTime: writeInstant(process.event.matter.timeMs),
      site: siteRef(world, process.site),
      masses: amounts.map(({ basis, input, output, difference }) => ({
        basis: basisName(basis),
        input: wireAmount(input),
        output: wireAmount(output),
        difference: wireAmount(difference),
      })),
    })),
    streams: streams.map((stream) => streamRow(world, stream, asked)),
    assays: month.assays.map(({ matter, element, assay, measured, reconciled, test }) => ({
      lot: lotOf(matter),
      element: symbolAt(element),
      assay: assay + 1,
      measured: { percent: measured.value * PERCENT, sdPercent: measured.sd * PERCENT },
      reconciled: { percent: reconciled.value * PERCENT, sdPercent: reconciled.sd * PERCENT },
      sigmas: (reconciled.value - measured.value) / measured.sd,
      test,
    })),
    open: openRows(world, month),
  };
}

/** A loss has a composition of its own, and is no lot. */
function lotOf(matter: string): string | null {
  return matter.startsWith('loss ') ? null : matter;
}

function timeOf({ stream: { kind, event } }: ReconciledStream): number {
  if (kind === 'opening') return Number.NEGATIVE_INFINITY;
  return event?.matter.timeMs ?? Number.POSITIVE_INFINITY;
}

function writeInstant(ms: number): string {
  return new Date(ms).toISOString();
}

function basisName(basis: ReconciledAmount['basis']): string {
  return typeof basis === 'number' ? `element:${symbolAt(basis)}` : basis;
}

function streamRow(world: World, { stream, class: known, test, amounts }: ReconciledStream, element: string | null): MonthStream {
  const { id, kind, site, lot, event } = stream;
  return {
    id,
    kind,
    site: siteRef(world, site),
    lot,
    product: lot === null ? null : productName(world, lot),
    event: event?.hash ?? null,
    eventTime: event === null ? null : writeInstant(event.matter.timeMs),
    class: known,
    test,
    masses: amounts.map(wireAmount).filter(({ basis }) => !basis.startsWith('element:') || basis === `element:${element}`),
  };
}

function wireAmount({ basis, measured, reconciled }: ReconciledAmount): ReconciledMass {
  const name = basisName(basis);
  const mass = (figure: ReconciledAmount['measured']): MassAnswer | null =>
    figure === null ? null : { value: figure.value, sd: figure.sd, uom: 'KGM', basis: name };
  const adjustment = measured === null || reconciled === null ? null : reconciled.value - measured.value;
  const sigmas = adjustment === null || measured === null || measured.sd === 0 ? null : adjustment / measured.sd;
  return { basis: name, measured: mass(measured), reconciled: mass(reconciled), adjustment, sigmas };
}

function suspectRow(suspect: Suspect, eventOf: ReadonlyMap<string, string>): MonthSuspect {
  const none = { stream: null, lot: null, element: null, assay: null, event: null };
  switch (suspect.kind) {
    case 'weighing': {
      const { id, lot, event } = suspect.stream;
      return { ...none, kind: 'weighing', stream: id, lot, event: event?.hash ?? null };
    }
    case 'assay':
      return {
        ...none,
        kind: 'assay',
        lot: lotOf(suspect.matter),
        element: symbolAt(suspect.element),
        assay: suspect.assay + 1,
      };
    case 'loss':
      return { ...none, kind: 'loss', event: eventOf.get(suspect.process) ?? null };
  }
}

function errorRow(
  { suspect, magnitude, statistic, threshold, equivalent, rivals }: NamedError,
  eventOf: ReadonlyMap<string, string>,
): MonthError {
  const isAssay = suspect.kind === 'assay';
  return {
    ...suspectRow(suspect, eventOf),
    magnitude: { value: isAssay ? magnitude * PERCENT : magnitude, unit: isAssay ? 'percent' : 'kg' },
    statistic,
    threshold,
    equivalent: equivalent.map((other) => suspectRow(other, eventOf)),
    rivals: rivals.map((other) => suspectRow(other, eventOf)),
  };
}

function openRows(world: World, { network }: ReconciledMonth): MonthAnswer['open'] {
  const holdings = network.openHoldings.map(({ site, lot, reason }) => ({
    reason,
    site: siteRef(world, site),
    lot,
    event: null,
  }));
  const processes = network.processes.flatMap(({ open, site, event }) =>
    open === null ? [] : [{ reason: open, site: siteRef(world, site), lot: null, event: event.hash }],
  );
  return [...holdings, ...processes];
}
