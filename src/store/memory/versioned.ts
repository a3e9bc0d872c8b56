/**
 * Containers whose contents carry the number of the commit that wrote them. A reader holds the number of the commit that it began at
 * and sees nothing later; a change in progress writes under the next number and can be undone.
 */
export interface Versioned {
  /** Takes back everything written under a later number than `version`. */
  undoAfter(version: number): void;
  /** Forgets what only readers before `version` could see. */
  settle(version: number): void;
}

/** A list that only grows. */
export class VersionedList<T> implements Versioned {
  readonly #items: T[] = [];
  readonly #versions: number[] = [];

  push(item: T, version: number): void {
    this.#items.push(item);
    this.#versions.push(version);
  }

  /** How many items a reader sees. */
  countAt(version: number): number {
    let count = this.#versions.length;
    while (count > 0 && this.#versions[count - 1]! > version) count--;
    return count;
  }

  /** The items that a reader sees, in the order in which they were written. */
  itemsAt(version: number): T[] {
    return this.#items.slice(0, this.countAt(version));
  }

  /** The item at a place from 0, whoever asks. */
  at(place: number): T | undefined {
    return this.#items[place];
  }

  undoAfter(version: number): void {
    const kept = this.countAt(version);
    this.#items.length = kept;
    this.#versions.length = kept;
  }

  /** Lists keep everything. */
  settle(): void {}
}

/** Growing lists by key. */
export class VersionedGroups<K, T> implements Versioned {
  readonly #lists = new Map<K, VersionedList<T>>();
  #touched = new Set<K>();

  push(key: K, item: T, version: number): void {
    let list = this.#lists.get(key);
    if (list === undefined) this.#lists.set(key, (list = new VersionedList<T>()));
    list.push(item, version);
    this.#touched.add(key);
  }

  itemsAt(key: K, version: number): T[] {
    return this.#lists.get(key)?.itemsAt(version) ?? [];
  }

  keysAt(version: number): K[] {
    return [...this.#lists].filter(([, list]) => list.countAt(version) > 0).map(([key]) => key);
  }

  undoAfter(version: number): void {
    for (const key of this.#touched) this.#lists.get(key)?.undoAfter(version);
    this.#touched = new Set();
  }

  settle(): void {
    this.#touched = new Set();
  }
}

/** Values by key that later commits replace; keys in the order of their first value. */
export class VersionedMap<K, V> implements Versioned {
  readonly #values = new Map<K, { version: number; value: V }[]>();
  #touched = new Set<K>();

  set(key: K, value: V, version: number): void {
    const values = this.#values.get(key);
    if (values === undefined) this.#values.set(key, [{ version, value }]);
    else if (values.at(-1)?.version === version) values[values.length - 1] = { version, value };
    else values.push({ version, value });
    this.#touched.add(key);
  }

  get(key: K, version: number): V | undefined {
    return this.#values.get(key)?.findLast((entry) => entry.version <= version)?.value;
  }

  entriesAt(version: number): [K, V][] {
    const entries: [K, V][] = [];
    for (const [key, values] of this.#values) {
      const seen = values.findLast((entry) => entry.version <= version);
      if (seen !== undefined) entries.push([key, seen.value]);
    }
    return entries;
  }

  undoAfter(version: number): void {
    for (const key of this.#touched) {
      const kept = this.#values.get(key)?.filter((entry) => entry.version <= version) ?? [];
      if (kept.length === 0) this.#values.delete(key);
      else this.#values.set(key, kept);
    }
    this.#touched = new Set();
  }

  settle(version: number): void {
    for (const key of this.#touched) {
      const values = this.#values.get(key);
      const first = values?.findLastIndex((entry) => entry.version <= version) ?? -1;
      if (first > 0) values?.splice(0, first);
    }
    this.#touched = new Set();
  }
}
