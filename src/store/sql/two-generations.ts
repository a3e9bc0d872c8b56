/**
 * A cache that forgets what was not used for long, by halves: what is used moves into the young generation, and when that is full it
 * becomes the old one. No order of use is kept, which would cost more than what it would save.
 */
export class TwoGenerations<K, V> {
  private readonly max: number;
  private young = new Map<K, V>();
  private old = new Map<K, V>();

  /** @param max entries of a generation, at `trim` */
  constructor(max: number) {
    this.max = max;
  }

  get(key: K): V | undefined {
    const value = this.young.get(key);
    if (value !== undefined) return value;
    const aged = this.old.get(key);
    if (aged !== undefined) this.young.set(key, aged);
    return aged;
  }

  set(key: K, value: V): void {
    this.young.set(key, value);
  }

  clear(): void {
    this.young.clear();
    this.old.clear();
  }

  /** Call when nothing is in use: between two calls nothing is forgotten. */
  trim(): void {
    if (this.young.size < this.max) return;
    this.old = this.young;
    this.young = new Map();
  }
}
