import type { Json } from '../epcis/index.ts';

const texts = new WeakMap<object, string>();

/** A context as JSON text, as it is stored and as the log commits to it; the events of one document share one. */
export function contextText(context: Json): string {
  if (typeof context !== 'object' || context === null) return JSON.stringify(context);
  const known = texts.get(context);
  if (known !== undefined) return known;
  const text = JSON.stringify(context);
  texts.set(context, text);
  return text;
}
