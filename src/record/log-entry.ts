/**
 * What the log commits to of an event. The entry itself says nothing of the event, so that anybody may read the log; who is shown the
 * event with its salt can compute its entry and see that it is there. The salt keeps others from guessing.
 */

/** The document of the record that holds the log's latest checkpoint, a signed note. */
export const CHECKPOINT_DOCUMENT = 'log-checkpoint';
/** The latest checkpoint that witnesses cosigned, with their cosignatures. */
export const WITNESSED_DOCUMENT = 'log-witnessed';

/** Hexadecimal digits of a salt: 128 random bits. */
export const SALT_DIGITS = 32;

/**
 * The text whose SHA-256 an entry names.
 * @param salt `SALT_DIGITS` random hexadecimal digits
 * @param context the event's `@context` as JSON text
 * @param body the event as JSON text
 */
export function commitmentText(salt: string, context: string, body: string): string {
  return `ytterby event 1\n${salt}\n${context}\n${body}`;
}

/**
 * The entry of an event: when it was recorded, and the SHA-256 of its commitment.
 * @param recordedMs milliseconds since 1970
 * @param commitment 64 hexadecimal digits
 */
export function logEntryText(recordedMs: number, commitment: string): string {
  return `ytterby event 1\n${new Date(recordedMs).toISOString()}\n${commitment}\n`;
}
