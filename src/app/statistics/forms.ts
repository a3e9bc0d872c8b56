import { canonicalUri } from '../../epcis/index.ts';
import { parseCsv, textIn } from '../../industry/index.ts';
import { dateOf } from '../../ledger/index.ts';
import type { RecordReader } from '../../record/index.ts';
import { standingOn, type Organisation } from '../../registry/index.ts';
import {
  contributionsOf,
  DATASETS,
  editForm,
  impute,
  type Edit,
  type Filled,
  type FormItem,
  type FormValues,
  type StatisticalPlaces,
} from '../../statistics/index.ts';
import type { FormRequest, FormRow, FormsAnswer, FormSent } from '../../wire/index.ts';
import { noteAct } from '../access/audit.ts';
import { ask, askOfAll, type AskedMoment, type Asking } from '../answers/moment.ts';
import { NotOnRecord } from '../answers/not-on-record.ts';
import { requireOrganisation } from '../answers/out-of-scope.ts';
import type { Application } from '../application.ts';
import { readData } from '../package-data.ts';
import { placesOf } from './compute-table.ts';
import { spanOf } from './statistics-period.ts';

/** Every form as it was sent; of one enterprise and month the latest counts. */
const JOURNAL = 'forms';
const ITEMS = 'form-items.csv';
/** Who fills in forms, by what he mainly does. */
const STRATA = ['mine', 'separation', 'metal', 'material', 'recycler'] as const;
/** Tables of output that are in tonnes REO. */
const OUTPUTS = DATASETS.filter(({ id }) => id === 'mining-output' || id === 'separation-output');

let items: readonly FormItem[] | null = null;

function formItems(): readonly FormItem[] {
  items ??= parseCsv(readData(ITEMS), ITEMS).map((row) => ({
    item: textIn(row, 'item', ITEMS),
    name: { zh: textIn(row, 'name_zh', ITEMS), en: textIn(row, 'name_en', ITEMS) },
    unit: { zh: textIn(row, 'unit_zh', ITEMS), en: textIn(row, 'unit_en', ITEMS) },
    kind: textIn(row, 'kind', ITEMS) === 'flow' ? 'flow' : 'stock',
  }));
  return items;
}

interface Sent {
  readonly organisation: string;
  readonly period: string;
  readonly values: FormValues;
  readonly text: string;
  readonly atMs: number;
  readonly by: string | null;
}

/** A form with errors; nothing of it is kept. */
export class FormRefused extends Error {
  readonly errors: readonly Edit[];

  constructor(errors: readonly Edit[]) {
    super(
      errors.map(({ item, code, expected }) => `${item}: ${code}${expected === null ? '' : `, expected ${expected}`}`).join('; '),
    );
    this.name = 'FormRefused';
    this.errors = errors;
  }
}

/**
 * Takes a monthly form; one of the same month before stays as an earlier vintage.
 * @returns what is asked about it
 * @throws FormRefused with every error; NotOnRecord; OutOfScope
 */
export async function sendForm(app: Application, request: FormRequest): Promise<FormSent> {
  const organisation = canonicalUri(request.organisation);
  const { period, values, text } = request;
  const edits = await ask(app, { asOf: null, knownAt: null }, async (asking) => {
    if (asking.world.registry.organisation(organisation) === undefined) throw new NotOnRecord('organisation', organisation);
    requireOrganisation(asking, organisation);
    const sent = await readForms(asking.reader, null);
    const recorded = await recordedOutputs(asking, period);
    return editForm(formItems(), values, {
      previous: sent.get(keyOf(organisation, monthBefore(period)))?.values ?? null,
      recordedOutput: recorded.get(organisation) ?? null,
    });
  });
  const errors = edits.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new FormRefused(errors);
  const line: Sent = { organisation, period, values, text, atMs: app.now(), by: app.viewer.account };
  await app.whole.write(async (writer) => {
    await writer.appendJournal(JOURNAL, [JSON.stringify(line)]);
    await noteAct(writer, app, { act: 'form.send', subject: `${organisation} ${period}`, outcome: 'done', address: null });
  });
  return { organisation, period, queries: edits };
}

function keyOf(organisation: string, period: string): string {
  return `${period} ${organisation}`;
}

function monthBefore(period: string): string {
  return dateOf(spanOf(period).from - 1).slice(0, period.length);
}

async function readForms(reader: RecordReader, knownAt: number | null): Promise<Map<string, Sent>> {
  const lines = (await reader.journal(JOURNAL, 0)).map((line) => JSON.parse(line) as Sent);
  const known = lines.filter(({ atMs }) => knownAt === null || atMs <= knownAt);
  return new Map(known.map((sent) => [keyOf(sent.organisation, sent.period), sent]));
}

/** Tonnes REO that the record has of each owner's mines and plants in a month. */
async function recordedOutputs({ reader, world, knownSeq, asOf }: Asking, period: string): Promise<Map<string, number>> {
  const { from, to } = spanOf(period);
  const places: StatisticalPlaces = placesOf(world);
  const sums = new Map<string, number>();
  for (const { entry } of await reader.entriesBetween(from, asOf === null ? to : Math.min(to, asOf + 1), knownSeq))
    for (const { id } of OUTPUTS)
      for (const { respondent, value } of contributionsOf(id, entry, places))
        sums.set(respondent, (sums.get(respondent) ?? 0) + value);
  return sums;
}

/** The forms of a month: what was sent, what is asked about it, what is estimated for those who sent nothing, and the sums. */
export async function answerForms(app: Application, question: AskedMoment & { readonly period: string }): Promise<FormsAnswer> {
  const all = await askOfAll(app, question, (asking) => formsOf(asking, question));
  return ask(app, question, async ({ moment, scope }) => {
    const forms = all.forms.filter(({ organisation }) => scope === null || scope.organisations.includes(organisation));
    return Promise.resolve({ ...all, moment, forms, ...sumsOf(forms) });
  });
}

type Forms = Omit<FormsAnswer, 'moment' | 'totals' | 'expected' | 'received'>;

async function formsOf(asking: Asking, { period, knownAt }: AskedMoment & { readonly period: string }): Promise<Forms> {
  const sent = await readForms(asking.reader, knownAt);
  const recorded = await recordedOutputs(asking, period);
  const day = dateOf(spanOf(period).to - 1);
  const respondents = asking.world.registry.registry.organisations.filter(
    (organisation) => stratumOf(organisation) !== null && standingOn(organisation, day).state === 'active',
  );
  const figures = new Map(formItems().map(({ item }) => [item, filledOf(item, respondents, { period, sent, recorded })]));
  const forms = respondents.map((organisation): FormRow => {
    const form = sent.get(keyOf(organisation.id, period));
    const previous = sent.get(keyOf(organisation.id, monthBefore(period)))?.values ?? null;
    const context = { previous, recordedOutput: recorded.get(organisation.id) ?? null };
    return {
      organisation: organisation.id,
      name: organisation.name,
      stratum: stratumOf(organisation)!,
      sentAt: form === undefined ? null : new Date(form.atMs).toISOString(),
      figures: figuresOf(organisation.id, figures),
      queries: form === undefined ? [] : editForm(formItems(), form.values, context),
      text: form?.text ?? null,
    };
  });
  return { period, items: formItems().map((one) => ({ ...one })), forms };
}

function stratumOf({ roles }: Organisation): (typeof STRATA)[number] | null {
  return STRATA.find((role) => roles.includes(role)) ?? null;
}

interface Known {
  readonly period: string;
  readonly sent: ReadonlyMap<string, Sent>;
  readonly recorded: ReadonlyMap<string, number>;
}

function filledOf(item: string, respondents: readonly Organisation[], { period, sent, recorded }: Known): Map<string, Filled> {
  const reports = respondents.map((organisation) => ({
    respondent: organisation.id,
    stratum: stratumOf(organisation)!,
    now: sent.get(keyOf(organisation.id, period))?.values[item] ?? null,
    before: sent.get(keyOf(organisation.id, monthBefore(period)))?.values[item] ?? null,
    recorded: item === 'output' ? (recorded.get(organisation.id) ?? null) : null,
    size: recorded.get(organisation.id) ?? null,
  }));
  return new Map(impute(reports).map((filled) => [filled.respondent, filled]));
}

function figuresOf(organisation: string, figures: ReadonlyMap<string, ReadonlyMap<string, Filled>>): FormRow['figures'] {
  return Object.fromEntries(
    [...figures].flatMap(([item, filled]) => {
      const found = filled.get(organisation);
      return found === undefined ? [] : [[item, { value: found.value, method: found.method }] as const];
    }),
  );
}

function sumsOf(forms: readonly FormRow[]): Pick<FormsAnswer, 'totals' | 'expected' | 'received'> {
  const totals = formItems().map(({ item }) => {
    const figures = forms.flatMap((form) => form.figures[item] ?? []);
    const sum = (all: typeof figures): number => all.reduce((total, { value }) => total + value, 0);
    return { item, value: sum(figures), estimated: sum(figures.filter(({ method }) => method !== 'reported')) };
  });
  return { totals, expected: forms.length, received: forms.filter(({ sentAt }) => sentAt !== null).length };
}
