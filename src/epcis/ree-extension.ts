import { z } from 'zod';
import { parseFormula } from '../elements/index.ts';
import { quantityToMg } from '../units/index.ts';
import { canonicalUri } from './identifiers.ts';
import type { Json, JsonObject } from './json.ts';
import { expandCurie, type Namespaces, namespacesOf } from './namespaces.ts';
import { pathTo, type Problem, type ProblemCode, problemsOfIssues, shown } from './problems.ts';
import { Uri } from './schema/fields.ts';

/** The namespace of the rare-earth extension (FORMATS, section 1). */
export const REE_NAMESPACE = 'https://w3id.org/ytterby/ree/';

/** The prefix that stands for it where a context binds nothing to this prefix. */
const REE_PREFIX = 'ree';

/** Mass percent or percent points of a lot as weighed, by formula. */
const PercentByFormula = z.object({}).catchall(z.number());

/** The composition of one lot. */
export const ReeAssay = z.looseObject({
  lot: Uri,
  percent: PercentByFormula,
  sd: PercentByFormula.optional(),
  moisturePercent: z.number().optional(),
  method: z.string().optional(),
  laboratory: Uri.optional(),
});
export type ReeAssay = z.infer<typeof ReeAssay>;

/** What leaves a process and is measured but is no lot. */
export const ReeMeasuredLoss = z.looseObject({
  kind: z.enum(['tailings', 'effluent', 'slag', 'dust', 'discard']),
  quantity: z.number(),
  uom: z.string(),
  percent: PercentByFormula.optional(),
});
export type ReeMeasuredLoss = z.infer<typeof ReeMeasuredLoss>;

/** A VAT invoice of a shipment: what it says was sold. */
export const ReeInvoice = z.looseObject({
  id: z.string().min(1),
  product: z.string().optional(),
  quantity: z.number().min(0),
  uom: z.string(),
});

/** The rare-earth fields of an event, under their names without prefix. */
export const ReeExtension = z.looseObject({
  assays: z.array(ReeAssay).optional(),
  weighing: z.looseObject({ sdPercent: z.number() }).optional(),
  measuredLoss: z.array(ReeMeasuredLoss).optional(),
  licence: z.string().min(1).optional(),
  declaredOrigin: Uri.optional(),
  /** Beyond FORMATS: what the invoices of a shipment say, and the line on which something was made. */
  invoices: z.array(ReeInvoice).optional(),
  line: z.string().min(1).optional(),
});
export type ReeExtension = z.infer<typeof ReeExtension>;

/** The extension of an event, empty when it has none; or every problem of it. */
export type ReeReading =
  | { readonly ok: true; readonly value: ReeExtension }
  | { readonly ok: false; readonly problems: Problem[] };

const NO_EXTENSION: ReeReading = { ok: true, value: {} };

/**
 * The rare-earth fields of an event, checked: percent values 0 to 100 of known formulas with a sum of at most 101, standard deviations
 * only of stated constituents, masses in units of mass, lots that the event itself names.
 * A field may be written with any prefix bound to the namespace, with its full URI, or with `ree:` where nothing else is bound to it.
 * @param event the event, whose schema need not have been checked
 * @param context its context, from `contextOf`
 * @param path where the event stands in its document
 */
export function readReeExtension(event: JsonObject, context: Json, path = '$'): ReeReading {
  const names = reeNames(event, context);
  if (names === null) return NO_EXTENSION;
  const fields: JsonObject = {};
  for (const [local, name] of names.first) fields[local] = event[name]!;
  const parsed = ReeExtension.safeParse(fields);
  const found = new Findings(event, path, names.first);
  for (const name of names.repeated)
    found.add([], 'ree.repeated', `states the field ${name} a second time under another name; state it once`);
  if (parsed.success) checkExtension(parsed.data, found);
  const problems = parsed.success
    ? found.problems
    : [...found.problems, ...formProblems(parsed.error.issues, fields, path, names.first)];
  return problems.length > 0 ? { ok: false, problems } : { ok: true, value: parsed.data ?? {} };
}

interface ReeNames {
  /** Name without prefix → name as the event writes it. */
  readonly first: ReadonlyMap<string, string>;
  readonly repeated: readonly string[];
}

function reeNames(event: JsonObject, context: Json): ReeNames | null {
  const namespaces = namespacesOf(context);
  let first: Map<string, string> | null = null;
  const repeated: string[] = [];
  for (const name in event) {
    const local = localName(name, namespaces);
    if (local === null) continue;
    first ??= new Map();
    if (first.has(local)) repeated.push(name);
    else first.set(local, name);
  }
  return first === null ? null : { first, repeated };
}

function localName(name: string, namespaces: Namespaces): string | null {
  if (!name.includes(':')) return null;
  const full = expandCurie(name, namespaces);
  if (full.startsWith(REE_NAMESPACE)) return full.slice(REE_NAMESPACE.length);
  const isOurs = name.startsWith(`${REE_PREFIX}:`) && !namespaces.has(REE_PREFIX);
  return isOurs ? name.slice(REE_PREFIX.length + 1) : null;
}

function formProblems(
  issues: readonly z.core.$ZodIssue[],
  fields: JsonObject,
  path: string,
  names: ReadonlyMap<string, string>,
): Problem[] {
  return issues.flatMap((issue) => {
    const [field, ...rest] = issue.path;
    const local = String(field);
    const below = problemsOfIssues([{ ...issue, path: rest }], fields[local] ?? null, pathTo(path, names.get(local) ?? local));
    return below.map((problem) => ({ ...problem, code: 'ree.form' as const }));
  });
}

/** Gathers problems of an event's rare-earth fields under the names that the event writes. */
class Findings {
  readonly problems: Problem[] = [];
  readonly event: JsonObject;
  readonly #path: string;
  readonly #names: ReadonlyMap<string, string>;

  constructor(event: JsonObject, path: string, names: ReadonlyMap<string, string>) {
    this.event = event;
    this.#path = path;
    this.#names = names;
  }

  add(steps: readonly (string | number)[], code: ProblemCode, message: string): void {
    const [local, ...rest] = steps;
    const from = local === undefined ? this.#path : pathTo(this.#path, this.#names.get(String(local)) ?? local, ...rest);
    this.problems.push({ path: from, code, message });
  }
}

function checkExtension(extension: ReeExtension, found: Findings): void {
  if (extension.assays !== undefined) checkAssays(extension.assays, found);
  if (extension.weighing !== undefined) checkPercent(extension.weighing.sdPercent, ['weighing', 'sdPercent'], found);
  extension.measuredLoss?.forEach((loss, index) => checkLoss(loss, ['measuredLoss', index], found));
}

function checkAssays(assays: readonly ReeAssay[], found: Findings): void {
  const named = new NamedObjects(found.event);
  const seen = new Set<string>();
  assays.forEach((assay, index) => {
    const at = ['assays', index] as const;
    const lot = canonicalUri(assay.lot);
    if (!named.has(assay.lot))
      found.add([...at, 'lot'], 'ree.lot', `the event names no lot ${shown(assay.lot)}; state it among the event's quantities`);
    if (seen.has(lot))
      found.add([...at, 'lot'], 'ree.repeated', `lot ${shown(assay.lot)} has an assay already; state one for each lot`);
    seen.add(lot);
    checkComposition(assay.percent, [...at, 'percent'], found);
    if (assay.sd !== undefined) checkSds(assay.sd, assay.percent, [...at, 'sd'], found);
    if (assay.moisturePercent !== undefined) checkPercent(assay.moisturePercent, [...at, 'moisturePercent'], found);
  });
}

type Steps = readonly (string | number)[];

/** Rounding and measurement may carry a whole analysis a little beyond 100 %. */
const PERCENT_SUM_MAX = 101;

function checkComposition(percent: Readonly<Record<string, number>>, at: Steps, found: Findings): void {
  let sum = 0;
  for (const formula in percent) {
    const value = percent[formula]!;
    if (!isFormula(formula)) {
      found.add([...at, formula], 'ree.formula', `${shown(formula)} is no formula of known elements; write Nd2O3, Dy, ThO2, …`);
    }
    if (value < 0 || value > 100) found.add([...at, formula], 'ree.percent', `must lie from 0 to 100, got ${value}`);
    sum += value;
  }
  if (sum > PERCENT_SUM_MAX) {
    found.add(
      at,
      'ree.percent',
      `sums to ${Number(sum.toFixed(4))} %, more than ${PERCENT_SUM_MAX}; check the values and that none is counted twice`,
    );
  }
}

function checkSds(
  sd: Readonly<Record<string, number>>,
  percent: Readonly<Record<string, number>>,
  at: Steps,
  found: Findings,
): void {
  for (const formula in sd) {
    if (!Object.hasOwn(percent, formula))
      found.add([...at, formula], 'ree.sd', 'belongs to a constituent that percent does not state; add it there');
    if (sd[formula]! < 0) found.add([...at, formula], 'ree.sd', `must not be negative, got ${sd[formula]}`);
  }
}

function checkPercent(value: number, at: Steps, found: Findings): void {
  if (value < 0 || value > 100) found.add(at, 'ree.percent', `must lie from 0 to 100, got ${value}`);
}

function checkLoss(loss: ReeMeasuredLoss, at: Steps, found: Findings): void {
  const mg = quantityToMg(loss.quantity, loss.uom);
  if (mg === 'not-a-mass-unit')
    found.add([...at, 'uom'], 'ree.unit', `${shown(loss.uom)} is no unit of mass; use KGM, TNE or GRM`);
  if (loss.quantity < 0) found.add([...at, 'quantity'], 'quantity.negative', `must not be negative, got ${loss.quantity}`);
  if (mg === 'too-large')
    found.add([...at, 'quantity'], 'quantity.too-large', `${loss.quantity} ${loss.uom} is more than nine million tonnes`);
  if (loss.percent !== undefined) checkComposition(loss.percent, [...at, 'percent'], found);
}

const knownFormulas = new Set<string>();
const KNOWN_FORMULAS_MAX = 10_000;

function isFormula(text: string): boolean {
  if (knownFormulas.has(text)) return true;
  if (text.length > 100 || parseFormula(text) === null) return false;
  if (knownFormulas.size < KNOWN_FORMULAS_MAX) knownFormulas.add(text);
  return true;
}

const ID_LISTS = ['epcList', 'childEPCs', 'inputEPCList', 'outputEPCList'];
const QUANTITY_LISTS = ['quantityList', 'childQuantityList', 'inputQuantityList', 'outputQuantityList'];

/** The objects and lots that an event names. Canonical forms are worked out only when a lot is asked for that is not named letter by letter. */
class NamedObjects {
  readonly #ids: ReadonlySet<string>;
  #canonical: ReadonlySet<string> | null = null;

  constructor(event: JsonObject) {
    this.#ids = new Set(idsNamedBy(event));
  }

  has(id: string): boolean {
    if (this.#ids.has(id)) return true;
    this.#canonical ??= new Set([...this.#ids].map(canonicalUri));
    return this.#canonical.has(canonicalUri(id));
  }
}

function idsNamedBy(event: JsonObject): string[] {
  const ids: string[] = [];
  for (const name of QUANTITY_LISTS) collectIds(event[name], ids);
  for (const name of ID_LISTS) collectIds(event[name], ids);
  if (typeof event.parentID === 'string') ids.push(event.parentID);
  return ids;
}

function collectIds(list: Json | undefined, into: string[]): void {
  if (!Array.isArray(list)) return;
  for (const entry of list) {
    const id = typeof entry === 'object' && entry !== null && !Array.isArray(entry) ? entry.epcClass : entry;
    if (typeof id === 'string') into.push(id);
  }
}
