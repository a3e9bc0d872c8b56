import { readCaseJson, writeCaseJson } from './case-json.ts';
import { portsOfUnit, type FeedPort } from '../../separation/index.ts';

/** A flowsheet as its JSON has it, so far as it is edited here. */
interface FlowsheetJson {
  readonly unit: 'flowsheet';
  readonly units: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly connections?: readonly Connection[];
  readonly makeUps?: readonly { readonly to: string }[];
}

/** What leads from a stream (`unit/stream`) to a feed (`unit/feed`). */
export interface Connection {
  readonly from: string;
  readonly to: string;
  readonly share?: number;
}

/** A place that a connection can name, and what flows there. */
export interface Place {
  readonly place: string;
  readonly phase: FeedPort['phase'];
}

/** A flowsheet's units by name with their type, and where connections can begin and end. */
export interface FlowsheetParts {
  readonly units: readonly { readonly name: string; readonly type: string }[];
  readonly connections: readonly Connection[];
  readonly streams: readonly Place[];
  readonly feeds: readonly Place[];
}

/** The parts of a flowsheet; null of any other case, and of half-typed JSON. */
export function partsOf(text: string): FlowsheetParts | null {
  const json = readCaseJson(text);
  if (json === null || !isFlowsheet(json)) return null;
  const ports = Object.entries(json.units).map(([name, unit]) => ({ name, ports: portsOfUnit(unit) }));
  const places = (which: 'feeds' | 'streams'): Place[] =>
    ports.flatMap(({ name, ports: found }) =>
      (found?.[which] ?? []).map((port) => ({ place: `${name}/${port.name}`, phase: port.phase })),
    );
  return {
    units: Object.entries(json.units).map(([name, { unit }]) => ({ name, type: String(unit) })),
    connections: json.connections ?? [],
    streams: places('streams'),
    feeds: places('feeds'),
  };
}

/** A case of one unit as the first unit of a flowsheet. */
export function asFlowsheet(text: string): string | null {
  const unit = readCaseJson(text);
  if (unit === null || portsOfUnit(unit) === null) return null;
  return writeCaseJson({ unit: 'flowsheet', units: { [String(unit['unit'])]: unit }, connections: [] });
}

/** With one more unit, under a name that none has yet. @param unit its case */
export function withUnit(text: string, name: string, unit: Readonly<Record<string, unknown>>): string {
  return edited(text, (sheet) => ({ ...sheet, units: { ...sheet.units, [freeName(sheet, name)]: unit } }));
}

function freeName({ units }: FlowsheetJson, wanted: string): string {
  const name = wanted.replaceAll('/', ' ').trim();
  if (!Object.hasOwn(units, name)) return name;
  for (let n = 2; ; n++) if (!Object.hasOwn(units, `${name} ${n}`)) return `${name} ${n}`;
}

/** Without a unit and what leads to and from it. */
export function withoutUnit(text: string, name: string): string {
  const isOf = (place: string): boolean => place.startsWith(`${name}/`);
  return edited(text, (sheet) => ({
    ...sheet,
    units: Object.fromEntries(Object.entries(sheet.units).filter(([unit]) => unit !== name)),
    connections: (sheet.connections ?? []).filter(({ from, to }) => !isOf(from) && !isOf(to)),
    ...(sheet.makeUps === undefined ? {} : { makeUps: sheet.makeUps.filter(({ to }) => !isOf(to)) }),
  }));
}

/** With one more connection. */
export function withConnection(text: string, connection: Connection): string {
  return edited(text, (sheet) => ({ ...sheet, connections: [...(sheet.connections ?? []), connection] }));
}

/** Without the connection at a place in the list, and without the make-up of a feed that nothing leads to any longer. */
export function withoutConnection(text: string, at: number): string {
  return edited(text, (sheet) => {
    const connections = (sheet.connections ?? []).filter((_, n) => n !== at);
    const isLedTo = (place: string): boolean => connections.some(({ to }) => to === place);
    return {
      ...sheet,
      connections,
      ...(sheet.makeUps === undefined ? {} : { makeUps: sheet.makeUps.filter(({ to }) => isLedTo(to)) }),
    };
  });
}

/** With the share of its stream that a connection takes. */
export function withShare(text: string, at: number, share: number): string {
  return edited(text, (sheet) => ({
    ...sheet,
    connections: (sheet.connections ?? []).map((connection, n) => (n === at ? { ...connection, share } : connection)),
  }));
}

function edited(text: string, change: (sheet: FlowsheetJson) => FlowsheetJson): string {
  const json = readCaseJson(text);
  return json === null || !isFlowsheet(json) ? text : writeCaseJson(change(json));
}

function isFlowsheet(json: object): json is FlowsheetJson {
  const { unit, units } = json as Partial<FlowsheetJson>;
  return unit === 'flowsheet' && typeof units === 'object';
}
