/** So many wrong attempts cost nothing; each one beyond doubles the time to wait. */
const FREE = 5;
const FIRST_WAIT_MS = 1000;
const WAIT_MS_MAX = 15 * 60_000;
/** Attempts are forgotten after so long. */
const MEMORY_MS = 60 * 60_000;
const KEPT_MAX = 10_000;

interface Failures {
  readonly count: number;
  readonly lastMs: number;
}

/**
 * Wrong attempts to get in, by account and address together and by address alone: a stranger who guesses slows himself down and locks nobody
 * out. Wrong codes of a second factor also by account alone. Kept in memory, bounded.
 */
export class Attempts {
  readonly #failures = new Map<string, Failures>();

  /** How long these must wait before the next attempt; 0 for not at all. */
  waitMs(keys: readonly string[], nowMs: number): number {
    return Math.max(0, ...keys.map((key) => this.#waitOf(this.#failures.get(key), nowMs)));
  }

  #waitOf(failures: Failures | undefined, nowMs: number): number {
    if (failures === undefined || failures.count < FREE || nowMs - failures.lastMs > MEMORY_MS) return 0;
    const wait = Math.min(WAIT_MS_MAX, FIRST_WAIT_MS * 2 ** (failures.count - FREE));
    return Math.max(0, Math.min(wait, failures.lastMs + wait - nowMs));
  }

  failed(keys: readonly string[], nowMs: number): void {
    for (const key of keys) {
      const before = this.#failures.get(key);
      const isRecent = before !== undefined && nowMs - before.lastMs <= MEMORY_MS;
      this.#failures.delete(key);
      this.#failures.set(key, { count: isRecent ? before.count + 1 : 1, lastMs: nowMs });
    }
    for (const key of this.#failures.keys()) {
      if (this.#failures.size <= KEPT_MAX) break;
      this.#failures.delete(key);
    }
  }

  succeeded(keys: readonly string[]): void {
    for (const key of keys) this.#failures.delete(key);
  }
}
