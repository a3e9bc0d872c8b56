import { quantityToMg } from '../units/index.ts';
import { instantMs } from './instant.ts';
import type { Json, JsonObject } from './json.ts';
import { pathTo, type Problem, type ProblemCode, shown } from './problems.ts';

/** How far ahead of the recorder's clock an event may lie: clocks and offsets are set wrong, but not by more than a day. */
export const FUTURE_MS_MAX = 24 * 60 * 60 * 1000;

/**
 * Whether an event's times can be put on the line of time and have passed.
 * @param nowMs the recorder's clock, milliseconds since 1970
 */
export function checkTime(event: JsonObject, nowMs: number, path = '$'): Problem[] {
  const problems: Problem[] = [];
  judgeTime(event.eventTime, nowMs, pathTo(path, 'eventTime'), problems);
  const declaration = event.errorDeclaration;
  if (typeof declaration === 'object' && declaration !== null && !Array.isArray(declaration)) {
    judgeTime(declaration.declarationTime, nowMs, pathTo(path, 'errorDeclaration', 'declarationTime'), problems);
  }
  return problems;
}

/** A value that is no text is the schema's matter. */
function judgeTime(text: Json | undefined, nowMs: number, path: string, problems: Problem[]): void {
  if (typeof text !== 'string') return;
  const timeMs = instantMs(text);
  if (timeMs === null) {
    const message = `${shown(text)} cannot be put on the line of time; write 2026-11-23T08:30:00.000+08:00`;
    problems.push({ path, code: 'time.unreadable', message });
  } else if (timeMs > nowMs + FUTURE_MS_MAX) {
    const message = `lies more than 24 hours ahead of now (${shown(text)}); an event is recorded after it happened`;
    problems.push({ path, code: 'time.future', message });
  }
}

const QUANTITY_LISTS = ['quantityList', 'childQuantityList', 'inputQuantityList', 'outputQuantityList'];

/** Whether every quantity of an event is finite, not negative and, in units of mass, at most nine million tonnes. */
export function checkQuantities(event: JsonObject, path = '$'): Problem[] {
  const problems: Problem[] = [];
  for (const name of QUANTITY_LISTS) {
    const list = event[name];
    if (!Array.isArray(list)) continue;
    list.forEach((entry, index) => judgeQuantity(entry, () => pathTo(path, name, index, 'quantity'), problems));
  }
  return problems;
}

function judgeQuantity(entry: Json, path: () => string, problems: Problem[]): void {
  if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) return;
  const { quantity, uom } = entry;
  if (typeof quantity !== 'number') return;
  const refuse = (code: ProblemCode, message: string) => problems.push({ path: path(), code, message });
  if (!Number.isFinite(quantity)) refuse('quantity.not-finite', 'is a number too large to be kept; state it in a larger unit');
  else if (quantity < 0) refuse('quantity.negative', `must not be negative, got ${quantity}`);
  else if (typeof uom === 'string' && quantityToMg(quantity, uom) === 'too-large') {
    refuse('quantity.too-large', `${quantity} ${uom} is more than nine million tonnes`);
  }
}
