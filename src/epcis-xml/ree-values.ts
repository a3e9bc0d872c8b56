import { expandCurie, type Json, type JsonObject, type Namespaces, REE_NAMESPACE } from '../epcis/index.ts';
import { readNumber } from './read-extension.ts';

/** Fields of the rare-earth extension that are lists, also with one entry (FORMATS, section 1). */
const LISTS: ReadonlySet<string> = new Set(['assays', 'measuredLoss']);
/** Fields that are numbers. */
const NUMBERS: ReadonlySet<string> = new Set(['moisturePercent', 'sdPercent', 'quantity']);
/** Fields whose fields are numbers: constituents by formula. */
const TABLES: ReadonlySet<string> = new Set(['percent', 'sd']);
/** Fields that are looked into. */
const MEASURED: ReadonlySet<string> = new Set(['assays', 'measuredLoss', 'weighing']);

/** XML does not tell a number from a text, nor one from a list of one; of the rare-earth fields of an event we know which is meant. */
export function withReeValues(event: JsonObject, namespaces: Namespaces): JsonObject {
  const entries = Object.entries(event).map(([name, value]): [string, Json] => {
    const local = localName(name, namespaces);
    return MEASURED.has(local) ? [name, fieldOf(local, value)] : [name, value];
  });
  return Object.fromEntries(entries);
}

/** A rare-earth field's name without prefix; where nothing is bound to `ree`, it stands for our namespace. */
function localName(name: string, namespaces: Namespaces): string {
  const full = expandCurie(
    name.startsWith('ree:') && !namespaces.has('ree') ? name.replace('ree:', REE_NAMESPACE) : name,
    namespaces,
  );
  return full.startsWith(REE_NAMESPACE) ? full.slice(REE_NAMESPACE.length) : '';
}

function fieldOf(local: string, value: Json): Json {
  const entries = (Array.isArray(value) ? value : [value]).map((entry) => (isObject(entry) ? measured(entry) : entry));
  return LISTS.has(local) ? entries : Array.isArray(value) ? entries : entries[0]!;
}

function measured(entry: JsonObject): JsonObject {
  return mapped(entry, (name, value) => {
    if (NUMBERS.has(name)) return numeric(value);
    if (!TABLES.has(name)) return value;
    if (value === '') return {};
    return isObject(value) ? mapped(value, (_formula, percent) => numeric(percent)) : value;
  });
}

function mapped(object: JsonObject, change: (name: string, value: Json) => Json): JsonObject {
  return Object.fromEntries(Object.entries(object).map(([name, value]): [string, Json] => [name, change(name, value)]));
}

function numeric(value: Json): Json {
  return typeof value === 'string' ? (readNumber(value) ?? value) : value;
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
