import { molarMassOf } from '../../elements/index.ts';
import { SeparationRefused } from '../refusal.ts';
import { kilogramsOf, type Material } from './material.ts';

/**
 * Feeds of a unit, found in its case by name: an entry of one of the lists of feeds, or a field of the case itself (`solid`, `liquid`,
 * `organic`). What flows in is written into the case as if somebody had typed it, so that a unit in a flowsheet is solved like any other.
 */

type Json = Readonly<Record<string, unknown>>;
type FeedForm = 'aqueous' | 'organic' | 'solid' | 'leaching';

interface Feed {
  readonly form: FeedForm;
  /** Where it stands in the case: a list and a place in it, or a field. */
  readonly field: string;
  readonly index: number | null;
  readonly json: Json;
}

const LISTS = ['aqueousFeeds', 'organicFeeds', 'feeds'] as const;
const FIELDS = ['solid', 'liquid', 'organic'] as const;

/** Names of the feeds that a case has. */
export function feedNames(unit: Json): string[] {
  return feedsOf(unit).map(([name]) => name);
}

/** @throws SeparationRefused where the unit has no such feed */
export function feedOf(unit: Json, name: string, path: string): Feed {
  const feeds = feedsOf(unit);
  const found = feeds.find(([each]) => each === name);
  if (found !== undefined) return found[1];
  const names = feeds.map(([each]) => each).join(', ') || 'none';
  throw new SeparationRefused('stream-unknown', path, `the unit has no feed ${name}; its feeds: ${names}`);
}

function feedsOf(unit: Json): [name: string, feed: Feed][] {
  const listed = LISTS.flatMap((field) =>
    listOf(unit[field]).map((json, index): [string, Feed] => [
      typeof json['name'] === 'string' ? json['name'] : `${field}[${index}]`,
      { form: field === 'organicFeeds' ? 'organic' : liquidOrSolid(json), field, index, json },
    ]),
  );
  const single = FIELDS.flatMap((field): [string, Feed][] => {
    const json = unit[field];
    if (!isRecord(json)) return [];
    const form = field === 'organic' ? 'organic' : 'acidMolPerLitre' in json ? 'leaching' : liquidOrSolid(json);
    return [[field, { form, field, index: null, json }]];
  });
  return [...listed, ...single];
}

function liquidOrSolid(json: Json): FeedForm {
  return 'kilogramPerHour' in json ? 'solid' : 'aqueous';
}

function listOf(value: unknown): Json[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

function isRecord(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What a feed says as it is written: mol/h. */
export function readFeed({ form, json }: Feed, buffers: readonly string[]): Material {
  const litrePerHour = numberOf(json['litrePerHour']);
  const scaled = (values: unknown, factor: (name: string) => number): Record<string, number> =>
    Object.fromEntries(
      Object.entries(isRecord(values) ? values : {}).map(([name, value]) => [name, numberOf(value) * factor(name)]),
    );
  if (form === 'solid') {
    const kilograms = numberOf(json['kilogramPerHour']);
    const molPerHour = scaled(json['massFractions'], (formula) => (kilograms * 1000) / (molarMassOf(formula) ?? NaN));
    return { litrePerHour: 0, molPerHour };
  }
  const hydrogen = numberOf(json[{ organic: 'extractant', aqueous: 'acid', leaching: 'acidMolPerLitre' }[form]]);
  const bound = Object.fromEntries(
    Object.entries(scaled(json['buffers'], () => litrePerHour)).filter(([name]) => buffers.includes(name)),
  );
  const ions = scaled(json[form === 'leaching' ? 'molPerLitre' : 'concentrations'], () => litrePerHour);
  return { litrePerHour, molPerHour: { ...ions, ...bound, ...(hydrogen > 0 ? { H: hydrogen * litrePerHour } : {}) } };
}

function numberOf(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}

/** The case with a feed as it flows in. */
export function writeFeed(unit: Json, feed: Feed, material: Material, buffers: readonly string[]): Json {
  const json = { ...feed.json, ...formOf(feed.form, material, buffers) };
  if (feed.index === null) return { ...unit, [feed.field]: json };
  return { ...unit, [feed.field]: listOf(unit[feed.field]).map((each, index) => (index === feed.index ? json : each)) };
}

function formOf(form: FeedForm, material: Material, buffers: readonly string[]): Json {
  if (form === 'solid') return solidForm(material);
  const { litrePerHour, molPerHour } = material;
  const entries = Object.entries(molPerHour).map(([name, mol]): [string, number] => [name, told(mol / litrePerHour)]);
  const hydrogen = entries.find(([name]) => name === 'H')?.[1] ?? 0;
  const ions = Object.fromEntries(entries.filter(([name]) => name !== 'H' && !buffers.includes(name)));
  if (form === 'organic') return { litrePerHour, concentrations: ions, extractant: hydrogen };
  if (form === 'leaching') return { litrePerHour, molPerLitre: ions, acidMolPerLitre: hydrogen };
  const bound = entries.filter(([name]) => buffers.includes(name));
  return {
    litrePerHour,
    concentrations: ions,
    acid: hydrogen,
    ...(bound.length > 0 ? { buffers: Object.fromEntries(bound) } : {}),
  };
}

function solidForm(material: Material): Json {
  const kilograms = kilogramsOf(material);
  const kilogramPerHour = Object.values(kilograms).reduce((sum, value) => sum + value, 0);
  const massFractions = Object.fromEntries(
    Object.entries(kilograms).map(([formula, value]) => [formula, kilogramPerHour > 0 ? value / kilogramPerHour : 0]),
  );
  return { kilogramPerHour, massFractions };
}

/** Concentrations below this are nothing: cases are not told of them. */
const LEAST = 1e-15;

function told(molPerLitre: number): number {
  return molPerLitre < LEAST ? 0 : molPerLitre;
}
