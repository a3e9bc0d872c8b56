/** A figure that the monthly form asks for (`data/form-items.csv`). A flow is of the month, a stock of its end (or begin). */
export interface FormItem {
  readonly item: string;
  readonly name: { readonly zh: string; readonly en: string };
  readonly unit: { readonly zh: string; readonly en: string };
  readonly kind: 'flow' | 'stock';
}

/** What an enterprise states of a month, by item. */
export type FormValues = Readonly<Record<string, number>>;

/** Something that the edit rules find in a form: an error is refused, a query is kept and shown. */
export interface Edit {
  readonly item: string;
  readonly code: 'unknown-item' | 'missing' | 'negative' | 'balance' | 'opening' | 'record' | 'jump';
  readonly severity: 'error' | 'query';
  readonly stated: number | null;
  readonly expected: number | null;
}

/** What a form is held against. */
export interface FormContext {
  /** The form of the month before. */
  readonly previous: FormValues | null;
  /** Tonnes REO that the record has of the month; null where it has nothing. */
  readonly recordedOutput: number | null;
}

/** How near figures must be: parts of the larger of the two, and tonnes. */
const BALANCE_SHARE = 0.01;
const RECORD_SHARE = 0.1;
const LEAST_TONNES = 0.01;
/** A flow that is so many times that of the month before is asked about. */
const JUMP = 3;

/** Holds a form against the edit rules, errors first. */
export function editForm(items: readonly FormItem[], values: FormValues, context: FormContext): Edit[] {
  const edits = [
    ...Object.keys(values)
      .filter((item) => !items.some((one) => one.item === item))
      .map((item): Edit => ({ item, code: 'unknown-item', severity: 'error', stated: values[item]!, expected: null })),
    ...items.flatMap(({ item, kind }) => editItem(item, kind, values, context)),
    ...balanceEdit(values),
    ...openingEdit(values, context),
    ...recordEdit(values, context),
  ];
  return edits.toSorted((a, b) => Number(a.severity === 'query') - Number(b.severity === 'query'));
}

function editItem(item: string, kind: FormItem['kind'], values: FormValues, { previous }: FormContext): Edit[] {
  const stated = values[item];
  if (stated === undefined) return [{ item, code: 'missing', severity: 'error', stated: null, expected: null }];
  if (stated < 0) return [{ item, code: 'negative', severity: 'error', stated, expected: 0 }];
  const before = kind === 'flow' ? (previous?.[item] ?? 0) : 0;
  const isJump = before > 0 && (stated > before * JUMP || stated < before / JUMP);
  return isJump ? [{ item, code: 'jump', severity: 'query', stated, expected: before }] : [];
}

/** What was there and what was made is sold or there. */
function balanceEdit(values: FormValues): Edit[] {
  const [opening, output, sales, closing] = ['opening-stock', 'output', 'sales', 'closing-stock'].map((item) => values[item]);
  if (opening === undefined || output === undefined || sales === undefined || closing === undefined) return [];
  const expected = opening + output - sales;
  return isNear(closing, expected, BALANCE_SHARE, opening + output)
    ? []
    : [{ item: 'closing-stock', code: 'balance', severity: 'error', stated: closing, expected }];
}

function openingEdit(values: FormValues, { previous }: FormContext): Edit[] {
  const [stated, expected] = [values['opening-stock'], previous?.['closing-stock']];
  if (stated === undefined || expected === undefined || isNear(stated, expected, BALANCE_SHARE, expected)) return [];
  return [{ item: 'opening-stock', code: 'opening', severity: 'error', stated, expected }];
}

function recordEdit(values: FormValues, { recordedOutput }: FormContext): Edit[] {
  const stated = values['output'];
  if (stated === undefined || recordedOutput === null || isNear(stated, recordedOutput, RECORD_SHARE, recordedOutput)) return [];
  return [{ item: 'output', code: 'record', severity: 'query', stated, expected: recordedOutput }];
}

function isNear(one: number, other: number, share: number, whole: number): boolean {
  return Math.abs(one - other) <= Math.max(LEAST_TONNES, share * Math.abs(whole));
}
