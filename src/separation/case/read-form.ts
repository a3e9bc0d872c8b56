import type { z } from 'zod';
import { SeparationRefused } from '../refusal.ts';

/** A case of one unit. @throws SeparationRefused that tells the first fault of its form */
export function readForm<Schema extends z.ZodType>(schema: Schema, json: unknown): z.output<Schema> {
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new SeparationRefused('form', pathOf(issue?.path ?? []), issue?.message ?? 'the form is not as documented');
}

function pathOf(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, step) => text + (typeof step === 'number' ? `[${step}]` : `.${String(step)}`), '$');
}
